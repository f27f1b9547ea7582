"""What every error is: a sentence that the user reads and an exit status that scripts see; and what nobody foresaw."""

from typing import ClassVar

from achie_tui.language import Language, Phrase


class AchieError(Exception):
    """Something the user has to know; `sentence` says what it is and what to do about it.

    The keyword arguments fill the fields of the phrase; those that are phrases themselves are said in its language.
    """

    exit_status: ClassVar[int] = 1
    phrase: ClassVar[Phrase] = Phrase("出错了：{reason}", "Something failed: {reason}")

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(self.sentence("en"))

    def sentence(self, language: Language) -> str:
        """Give the one sentence the user reads."""

        def said(detail: object) -> object:
            return detail.say(language) if isinstance(detail, Phrase) else detail

        return self.phrase.say(language, **{name: said(detail) for name, detail in self.details.items()})


class UnforeseenError(AchieError):
    """A part of the app met something that nobody has foreseen; the rest goes on."""

    phrase = Phrase(
        "程序内部出错（{kind}），可以接着用；{report}", "Something failed inside ({kind}), the app goes on; {report}"
    )


class CrashedError(AchieError):
    """The app met something that nobody has foreseen, and had to end."""

    phrase = Phrase(
        "程序内部出错（{kind}），只好结束，标记都已保存；{report}",
        "The app failed ({kind}) and had to end, your marks are kept; {report}",
    )
