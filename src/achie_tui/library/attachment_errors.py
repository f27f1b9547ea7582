"""What can go wrong with an attachment."""

from achie_tui.errors import AchieError, LibraryError
from achie_tui.language import Phrase


class AttachmentError(AchieError):
    """An attachment cannot be had."""

    phrase = Phrase("附件“{name}”取不到：{reason}", "The attachment “{name}” cannot be had: {reason}")


class AttachmentGoneError(AttachmentError):
    """The site has no such file."""

    phrase = Phrase("网站上没有附件“{name}”了", "The site has no attachment “{name}” any more")


class NoSuchFileError(AttachmentError):
    """The site sends a page, or something else that is no file of the kind, in its place."""

    phrase = Phrase(
        "网站给的不是附件“{name}”（{kind}），而是网页或别的东西，没有存；可用浏览器打开看看",
        "The site sends no {kind} file for the attachment “{name}” but a page or something else, which was not kept; "
        "try it in the browser",
    )


class AttachmentElsewhereError(AttachmentError):
    """The file is on a host that nothing is fetched from."""

    phrase = Phrase(
        "附件“{name}”在站外（{host}），不会下载；可用浏览器打开",
        "The attachment “{name}” is on another site ({host}) and is not fetched; open it in the browser",
    )


class AttachmentTooLargeError(AttachmentError):
    """The file is larger than the configuration allows."""

    phrase = Phrase(
        "附件“{name}”超过 {limit} MB，没有下载；可调大 attachment_mb",
        "The attachment “{name}” is larger than {limit} MB and was not fetched; attachment_mb allows more",
    )


class AttachmentCutShortError(AttachmentError):
    """The connection ended before the file did."""

    phrase = Phrase(
        "附件“{name}”没有传完，没有存；请再试一次",
        "The attachment “{name}” was cut short and not kept; try again",
    )


class AttachmentRefusedError(AttachmentError):
    """The site answers with a status that gives no file."""

    phrase = Phrase(
        "网站不给附件“{name}”（HTTP {status}）；可用浏览器打开看看",
        "The site does not give the attachment “{name}” (HTTP {status}); try it in the browser",
    )


class AttachmentNotKeptError(AttachmentError):
    """The file is not kept, and nothing is fetched now."""

    exit_status = 3
    phrase = Phrase("附件“{name}”没有存到本地，联网后可取", "The attachment “{name}” is not kept; it needs the network")


class FileNotWrittenError(AchieError):
    """The bytes of a file cannot be written where they are kept: something is wrong with that place on the disk."""

    phrase = Phrase(
        "附件存不进 {file}：{reason}；请看看那里的权限，或把挡着的东西移走",
        "The attachment cannot be written to {file}: {reason}; look at the rights there, or move what is in its way",
    )


class AttachmentLimitError(LibraryError):
    """The kept attachments take as much as the configuration allows."""

    phrase = Phrase(
        "附件已占满 {limit} MB 上限，没有再取附件；可调大 attachment_limit_mb，或用 achie-tui prune 清理旧附件",
        "The attachments have reached the limit of {limit} MB and no more were fetched; raise attachment_limit_mb, "
        "or remove old ones with achie-tui prune",
    )
