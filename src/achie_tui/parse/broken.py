"""Markup that engine and editors break, mended before a parser makes its own sense of it."""

import re

# A formatting tag that the engine cut together with a title, right before the next tag: `北京</st</a>`. A parser takes
# what follows, the end of the link, for an attribute of it.
_CUT = r"/?(?:s(?:t(?:r(?:o(?:ng?)?)?)?|p(?:an?)?)?|f(?:o(?:nt?)?)?|em?|[bui])?(?:\s[^<>]{0,60})?"
_MAY_BE_CUT = re.compile(_CUT, re.IGNORECASE)
_CUT_TAG = re.compile(rf"<{_CUT}(?=</?[a-zA-Z][^<>]{{0,200}}>)", re.IGNORECASE)
# The end of a cell with text right behind it: it was pasted into a text that stands in a layout table. A parser moves
# what is between cells in front of the table (HTML standard, 13.2.6.4.9, foster parenting): last lines become the
# first.
_STRAY_CELL_END = re.compile(
    r"</t[dh]\s*>(?=\s*(?:[^<\s]|</?(?!t[dhr]\b|tbody|thead|tfoot|table|script|style|form|input|template|col)[a-zA-Z]))",
    re.IGNORECASE,
)


def mend(html: str) -> str:
    """Take out formatting tags that were cut short, and ends of cells with text behind them."""
    # Few pages have any, and looking for one costs as much as a tenth of reading.
    unended = [part for part in html.split("<")[1:] if ">" not in part]
    if any(map(_MAY_BE_CUT.fullmatch, unended)):
        html = _CUT_TAG.sub("", html)
    return _STRAY_CELL_END.sub("", html)
