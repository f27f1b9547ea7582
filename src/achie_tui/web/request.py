"""One request: its headers, and what is read of its answer."""

import re
import string
import time
from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote

from achie_tui import __version__
from achie_tui.errors import BadAnswerError
from achie_tui.web.answer import Answer, Heard, Limits, Validators
from achie_tui.web.decoding import BodyDecoder
from achie_tui.web.policy import Reply
from achie_tui.web.resuming import NOT_THE_REST, Beginning
from achie_tui.web.retrying import retry_after
from achie_tui.web.route import Destination
from achie_tui.web.words import printable

if TYPE_CHECKING:
    from achie_tui.web.transport import Response, Transport

Headers: TypeAlias = Sequence[tuple[bytes, bytes]]

HEADERS: Headers = (
    (b"User-Agent", f"achie-tui/{__version__}".encode()),
    (b"Accept", b"*/*"),
    (b"Accept-Encoding", b"gzip"),
)
_REDIRECTS = {
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.SEE_OTHER,
    HTTPStatus.TEMPORARY_REDIRECT,
    HTTPStatus.PERMANENT_REDIRECT,
}
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)


def conditions(validators: Validators | None) -> Headers:
    """Give the headers that ask for a page only if it is no longer what the validators name (RFC 9110, 13.1)."""
    if validators is None:
        return ()
    given = ((b"If-None-Match", validators.etag), (b"If-Modified-Since", validators.last_modified))
    return [(name, value.encode("latin-1")) for name, value in given if value]


async def send(
    transport: "Transport",
    where: Destination,
    headers: Headers,
    limits: Limits,
    *,
    now: float,
    whole: bool,
    heard: Heard | None = None,
    beginning: Beginning | None = None,
) -> Reply:
    """Make one request at `now` (the time of day); its body is read where `whole` and it is no redirect.

    Of a file of which there is a `beginning`, the rest is asked for; what comes before it breaks off is added to that.
    """
    began = time.monotonic()
    asked = beginning.asked_with(where.url, headers) if beginning is not None else headers
    async with transport.get(where.url, asked) as response:
        latency = time.monotonic() - began
        location = _location(response)
        answer = await _answer(where, response, limits, heard, beginning) if whole and location is None else None
        return Reply(
            response.status,
            location,
            answer,
            wait=retry_after(response.headers.get("retry-after", ""), response.headers.get("date", ""), now),
            latency=latency,
            seconds=time.monotonic() - began,
        )


def _location(response: "Response") -> str | None:
    """Give where an answer redirects to, bytes that are not ASCII percent-encoded as they are."""
    if response.status not in _REDIRECTS or "location" not in response.headers:
        return None
    return quote(response.headers["location"], safe=string.printable, encoding="latin-1")


async def _answer(
    where: Destination, response: "Response", limits: Limits, heard: Heard | None, beginning: Beginning | None
) -> Answer:
    headers = response.headers
    body = b""
    if beginning is not None and response.status == HTTPStatus.OK:
        beginning.begin(where.url, headers)
    elif beginning is not None and beginning.is_worth_keeping and response.status in NOT_THE_REST:
        if response.status == HTTPStatus.PARTIAL_CONTENT and beginning.is_followed_by(where.url, headers):
            return await _joined(where, response, heard, beginning)
        beginning.forget()
        return Answer(where.url, where.path, response.status, b"")
    if response.status != HTTPStatus.NOT_MODIFIED:
        body = await _read(where.url, response, limits, heard, beginning)
    content_type = headers.get("content-type", "")
    charset = _CHARSET.search(content_type)
    return Answer(
        url=where.url,
        path=where.path,
        status=response.status,
        body=body,
        charset=charset[1].lower() if charset else None,
        content_type=_media_type(content_type),
        validators=Validators(headers.get("etag"), headers.get("last-modified")),
        server=printable(headers.get("server", "")) or None,
        framed="content-length" in headers or "transfer-encoding" in headers,
    )


async def _joined(where: Destination, response: "Response", heard: Heard | None, beginning: Beginning) -> Answer:
    """Give the whole of a file of which the rest comes, as if all of it had come now."""
    received = beginning.size
    async for piece in response.pieces():
        beginning.pieces.append(piece)
        received += len(piece)
        if heard is not None:
            heard(received, beginning.total)
        if received > beginning.total:
            break
    if received != beginning.total:
        beginning.forget()
        raise BadAnswerError(url=where.url, reason="Content-Range")
    return Answer(
        url=where.url,
        path=where.path,
        status=HTTPStatus.OK,
        body=b"".join(beginning.pieces),
        content_type=_media_type(beginning.content_type),
        validators=Validators(beginning.etag, beginning.last_modified),
        server=printable(response.headers.get("server", "")) or None,
    )


def _media_type(content_type: str) -> str | None:
    return printable(content_type.partition(";")[0].strip().lower()) or None


async def _read(
    url: str, response: "Response", limits: Limits, heard: Heard | None, beginning: Beginning | None
) -> bytes:
    headers = response.headers
    length, received = headers.get("content-length", ""), 0
    body = BodyDecoder(url, headers.get("content-encoding", ""), length, limits)
    async for piece in response.pieces():
        body.add(piece)
        if beginning is not None and beginning.total:
            beginning.pieces.append(piece)
        if heard is not None:
            received += len(piece)
            heard(received, int(length[:18]) if length.isdecimal() else None)
        if body.full:
            break
    return body.whole()
