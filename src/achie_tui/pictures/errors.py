"""What can go wrong with a picture."""

from achie_tui.errors import AchieError
from achie_tui.language import Phrase


class PictureError(AchieError):
    """A picture cannot be shown."""

    phrase = Phrase("这张图片无法显示：{reason}", "This picture cannot be shown: {reason}")


class UnsupportedPictureError(PictureError):
    """The file is none of the formats that are decoded."""

    phrase = Phrase(
        "这张图片不是 JPEG、PNG、GIF 或 WebP，无法显示",
        "This picture is neither JPEG nor PNG, GIF or WebP and cannot be shown",
    )


class BrokenPictureError(PictureError):
    """The file is cut short or damaged."""

    phrase = Phrase(
        "图片文件不完整或已损坏，无法显示", "The picture's file is incomplete or damaged and cannot be shown"
    )


class PictureTooLargeError(PictureError):
    """The picture has more pixels than are decoded, or takes more memory than is granted."""

    phrase = Phrase("图片太大，为安全起见没有打开", "The picture is too large and was not opened, for safety")


class PictureTooSlowError(PictureError):
    """Decoding took longer than is waited for."""

    phrase = Phrase("图片解码超时，已放弃", "Decoding the picture took too long and was given up")


class PictureElsewhereError(PictureError):
    """The picture is on a host that nothing is fetched from."""

    phrase = Phrase("图片在站外（{host}），不会下载", "The picture is on another site ({host}) and is not fetched")


class PictureNotKeptError(PictureError):
    """The picture is not in the library, and the app is offline."""

    phrase = Phrase("图片没有缓存，联网后可看", "The picture is not kept; it needs the network")


class PictureMissingError(PictureError):
    """The site has no such picture, or sends something else."""

    phrase = Phrase("网站上没有这张图片", "The site does not have this picture")


class NoDecoderError(PictureError):
    """No process to decode in could be started: Pillow is missing, or there is no memory left for one."""

    phrase = Phrase("无法启动图片解码（{reason}）", "Decoding of pictures cannot be started ({reason})")


class PictureFailedError(PictureError):
    """Showing the picture met something that nobody has foreseen."""

    phrase = Phrase("显示这张图片时程序内部出错", "The program failed at showing this picture")
