"""Addresses that a page has one write to: links by `mailto:` (RFC 6068), which lead to no page.

They are kept as `mailto:` and the addresses, without the subject and the text that a link may bring along.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote

from achie_tui.model import Block, ListBlock, TableBlock, TextBlock

_SCHEME = "mailto:"
_ADDRESS = re.compile(r"[\w.!#$%&*+/=^~{|}'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,10}")
_MOST = 10  # addresses of one link
_LONGEST = 2_000


class Contact(NamedTuple):
    """An address that an article's words lead to: these words, and the link."""

    words: str
    href: str

    @property
    def address(self) -> str:
        """The address, to be read and copied."""
        return mail_address(self.href)


def mail_link(href: str) -> str | None:
    """Give a link to write to somebody as it is kept; None where it is none, or names no sound address."""
    href = href.strip()
    if href[: len(_SCHEME)].lower() != _SCHEME or len(href) > _LONGEST:
        return None
    named = (unquote(part).strip() for part in href[len(_SCHEME) :].partition("?")[0].split(",")[:_MOST])
    sound = [quote(each, safe="@!$'*+=~") for each in named if _ADDRESS.fullmatch(each)]
    return _SCHEME + ",".join(dict.fromkeys(sound)) if sound else None


def mail_address(href: str) -> str:
    """Give the address that a link is for, "" where it is for none; several stand behind each other."""
    link = mail_link(href)
    return ", ".join(map(unquote, link[len(_SCHEME) :].split(","))) if link else ""


def unshown_contacts(blocks: Iterable[Block]) -> tuple[Contact, ...]:
    """Give the addresses that blocks lead to and whose words do not show them, each once."""
    found: dict[Contact, None] = {}
    for words, href in _links(blocks):
        if (link := mail_link(href)) and mail_address(link).lower() not in words.lower():
            found[Contact(words.strip(), link)] = None
    return tuple(found)


def _links(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, TableBlock):
            yield from ((link.text, link.href) for link in block.links)
        elif isinstance(block, TextBlock | ListBlock):
            for part in block.items if isinstance(block, ListBlock) else (block,):
                yield from ((part.text[span.start : span.end], span.href) for span in part.spans if span.href)
