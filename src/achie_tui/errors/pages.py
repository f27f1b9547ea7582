"""A page came that is none of the site's (exit status 4), or the site says that it has it not (exit status 1)."""

from achie_tui.errors.base import AchieError
from achie_tui.errors.network import SiteError
from achie_tui.language import Language, Phrase


class NotTheSiteError(SiteError):
    """Something answered, but not the site: a challenge, a firewall, a login page, a parked domain."""

    phrase = Phrase("回答的不是该网站：{reason}", "What answered is not the site: {reason}")

    def __init__(self, reason: Phrase, **details: object) -> None:
        self.reason = reason
        super().__init__(reason=reason.en, **details)

    def sentence(self, language: Language) -> str:
        """Give the reason's own sentence, which says which stranger answered and what to do."""
        return self.reason.say(language)


class AnotherPageError(SiteError):
    """The address of an article gave a page of the site that says nothing of it: a notice, repairs, a login."""

    phrase = Phrase(
        "网站在 {url} 给出的不是“{title}”，而是另一页（提示、维护或登录），没有采用；请稍后再试，或用浏览器看看",
        "At {url} the site gave another page than “{title}” (a notice, repairs, a login); it was not taken, try again "
        "later or look at it in a browser",
    )


class UnreadListingError(SiteError):
    """A listing page says that it lists articles, and none could be made out on it."""

    phrase = Phrase(
        "认不出 {url} 上的文章列表，网站可能已改版，请把该页发给我们",
        "The list of articles on {url} could not be made out; the site may have changed, please send us that page",
    )


class MissingListError(SiteError):
    """A page of the site came for a category's listing, and it holds no list, not even an empty one."""

    phrase = Phrase(
        "{url} 上没有文章列表，可能是提示、登录或维护页面，没有采用，原有列表不变，请稍后再试",
        "{url} holds no list of articles, perhaps a notice, a login or words on repairs; it was not taken and the kept "
        "list is unchanged, try again later",
    )


class OtherCategoryError(SiteError):
    """The address of a category's listing gave the listing of another category."""

    phrase = Phrase(
        "网站在栏目“{category}”的网址上给出的是栏目“{other}”的列表，没有采用，原有列表不变，请稍后再试",
        "At the address of the category {category} the site gave the list of {other}; it was not taken and the kept "
        "list is unchanged, try again later",
    )


class RedesignedError(SiteError):
    """Many of the articles that came were not found by what the engine always writes."""

    phrase = Phrase(
        "取到的 {articles} 篇里有 {guessed} 篇认不出网页版式，正文是推测的：网站可能已改版，"
        "请把 achie-tui doctor 的输出发给我们",
        "The layout of {guessed} of {articles} articles is unknown and their text was guessed: the site may have "
        "changed, please send us what achie-tui doctor prints",
    )


class NoCategoriesError(SiteError):
    """None of the category names was found on the pages that should link them."""

    phrase = Phrase(
        "没有找到任何栏目，网站可能已改版；看过：{looked}。请运行 achie-tui profile learn 看看现在有哪些栏目",
        "No category was found, the site may have changed; looked at: {looked}. Try achie-tui profile learn",
    )


class NoListsError(SiteError):
    """No page of a site that was looked at leads to lists of articles."""

    phrase = Phrase(
        "没有找到任何文章列表，请核对网址；看过：{looked}",
        "No list of articles was found, check the address; looked at: {looked}",
    )


class PageGoneError(AchieError):
    """The site says that the page does not exist, or no longer."""

    phrase = Phrase(
        "{url} 已被网站删除或移动",
        "{url} was deleted or moved by the site",
    )


class NoSearchError(AchieError):
    """The site has no search of its own, or it was switched off."""

    phrase = Phrase(
        "网站没有可用的站内搜索（没有或已关闭），请在浏览器里打开 {url} 查找",
        "The site has no search of its own, or it is switched off; look for it at {url} in a browser",
    )


class EngineMessageError(AchieError):
    """The engine answered with a message of its own in place of the page."""

    def __init__(self, message: Phrase) -> None:
        self.message = message
        super().__init__(reason=message.en)

    def sentence(self, language: Language) -> str:
        """Give the engine's message."""
        return self.message.say(language)
