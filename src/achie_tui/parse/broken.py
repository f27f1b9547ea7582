"""Markup that the engine itself breaks, mended: titles that it cut by length in the middle of a tag."""

import re

# A formatting tag that was cut, right before the next tag: `北京</st</a>`. A parser takes what follows, the end of the
# link, for an attribute of it.
_CUT_TAG = re.compile(
    r"</?(?:s(?:t(?:r(?:o(?:ng?)?)?)?|p(?:an?)?)?|f(?:o(?:nt?)?)?|em?|[bui])?(?:\s[^<>]{0,60})?(?=</?[a-zA-Z][^<>]{0,200}>)",
    re.IGNORECASE,
)


def mend(html: str) -> str:
    """Take out formatting tags that were cut short."""
    return _CUT_TAG.sub("", html)
