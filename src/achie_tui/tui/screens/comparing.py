"""Showing what the site changed in an article."""

from achie_tui.language import Phrase
from achie_tui.library.records import Kept
from achie_tui.tui.screens.taking import TakingDesk

NOT_REVISED = Phrase("这篇文章没有修订过", "This article was never revised")
REVISED = Phrase(
    "这篇文章有修订，按 {differences} 看改了什么", "The site revised this article; {differences} shows what changed"
)
FORMER_LOST = Phrase("修订前的文字已不在本地", "The former text is not kept any more")


class ComparingDesk(TakingDesk):
    """The suspicious side of the main screen."""

    def _show(self, path: str, kept: Kept) -> None:
        super()._show(path, kept)
        if kept.revised:
            self.say(REVISED)

    def action_differences(self) -> None:
        """Compare the article at hand with what it was before the site changed it."""
        headline = self.at_hand()
        kept = self.ask(lambda: self.newsroom.kept(headline.path), None) if headline else None
        if headline is None or kept is None or not kept.revised:
            if headline is not None:
                self.say(NOT_REVISED)
            return
        path, none = kept.article.path, list[Kept]()
        former = self.ask(lambda: self.newsroom.library.former(path), none)
        if former:
            from achie_tui.tui.screens.differences import DifferencesScreen

            self.app.push_screen(DifferencesScreen(former[0], kept, self.keys, self.language, self.typography))
        else:
            self.say(FORMER_LOST)
