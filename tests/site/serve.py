"""A site over loopback HTTP, with the manners of the nginx that such sites stand behind, and with faults on demand.

with serve(build(7), faults={"/news/": Status(503)}) as server:
    httpx.get(server.base_url + "/news/")
"""

from __future__ import annotations

import contextlib
import gzip
import re
import socket
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.site.build import Site
from tests.site.faults import (
    BadGzip,
    Body,
    Delay,
    Drip,
    Endless,
    Fault,
    GzipBomb,
    Redirect,
    Reset,
    Status,
    Truncate,
    Turns,
    WrongLength,
)
from tests.site.search import SEARCH, Search

__all__ = [
    "BadGzip",
    "Body",
    "Delay",
    "Drip",
    "Endless",
    "Fault",
    "GzipBomb",
    "Hit",
    "Redirect",
    "Reset",
    "Server",
    "Status",
    "Truncate",
    "Turns",
    "WrongLength",
    "serve",
]

_TYPES = {
    "html": "text/html",
    "xml": "text/xml",
    "txt": "text/plain",
    "png": "image/png",
    "gif": "image/gif",
    "css": "text/css",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "docx": "application/octet-stream",
    "xls": "application/vnd.ms-excel",
}
_MISSING = b"""<html>
<head><title>404 Not Found</title></head>
<body><center><h1>404 Not Found</h1></center><hr><center>nginx</center></body>
</html>
"""
_MESSAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>DedeCMS提示信息</title></head><body><script>document.write("<b>没有找到要显示的内容！</b>");</script></body></html>"""


class Hit(NamedTuple):
    """One answered request."""

    time: float  # time.monotonic()
    method: str
    status: int  # 0 where the fault closed the connection before any answer
    path: str  # with its query
    headers: Mapping[str, str]  # names in small letters


class Handler(BaseHTTPRequestHandler):
    """Answers one connection; faults work through its public methods."""

    server: _Http
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    server_version = "nginx"
    sys_version = ""

    plain: str  # the address without its query, decoded
    query: Mapping[str, str]
    most: int | None = None  # bytes of a body, after which the connection breaks off
    _began: float
    _told: bool

    def setup(self) -> None:
        """Remember the connection, so that stopping the server can end it."""
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        """Forget the connection."""
        self.server.connections.discard(self.connection)
        super().finish()

    def do_GET(self) -> None:
        """Answer as the site does, or as its faults say."""
        self._began, self._told, self.most = time.monotonic(), False, None
        parts = urlsplit(self.path)
        self.plain, self.query = unquote(parts.path), dict(parse_qsl(parts.query))
        faults = self.server.faults
        fault = faults.get(self.path) or faults.get(self.plain) or faults.get("*")
        try:
            (fault or Handler.normal)(self)
            self.wfile.flush()
        except OSError:  # the reader hung up, or the fault did
            self.close_connection = True
        finally:
            self._tell(0)

    do_HEAD = do_GET  # noqa: N815 - the name that http.server calls

    def normal(self) -> None:
        """Answer as the site does."""
        site = self.server.site
        if self.path in site.redirects:
            self.reply(302, {"Content-Type": "text/html", "Location": site.redirects[self.path]}, b"")
        elif (data := self._find()) is not None:
            self._file(data)
        elif self.plain == SEARCH:
            kind = f"text/html; charset={self.server.search.charset}"
            headers = {"Content-Type": kind, "Set-Cookie": "PHPSESSID=0a1b; path=/"}
            self.reply(200, headers, self.server.search.answer(self.path))
        elif self.plain.startswith("/plus/count.php"):
            self.reply(
                200,
                {"Content-Type": "text/html; charset=utf-8", "Set-Cookie": "PHPSESSID=0a1b; path=/"},
                b"document.write('7');\r\n",
            )
        elif self.plain.startswith("/plus/"):
            self.reply(
                200,
                {"Content-Type": "text/html; charset=utf-8", "Set-Cookie": "PHPSESSID=0a1b; path=/"},
                _MESSAGE.encode(),
            )
        elif f"{self.plain}/index.html" in site.files:
            self.reply(301, {"Content-Type": "text/html", "Location": f"{self.server.base_url}{self.plain}/"}, b"")
        else:
            self.reply(404, {"Content-Type": "text/html"}, _MISSING)

    def _tell(self, status: int) -> None:
        """Note the request once, before its answer leaves: whoever has the answer finds it in the log."""
        if not self._told:
            self._told = True
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.server.log.append(Hit(self._began, self.command, status, self.path, headers))

    def content(self) -> bytes:
        """Give the bytes that the site has at this address (none: a short page)."""
        data = self._find()
        return _MISSING if data is None else data

    def _find(self) -> bytes | None:
        files = self.server.site.files
        if "tid" in self.query and self.plain == "/plus/list.php":
            return files.get(f"{self.plain}?tid={self.query['tid']}&PageNo={self.query.get('PageNo', '1')}")
        return files.get(self.plain + "index.html" if self.plain.endswith("/") else self.plain)

    def _file(self, data: bytes) -> None:
        """Send a file with both validators, which follow from its bytes alone."""
        changed = 1_700_000_000 + zlib.crc32(data) % 50_000_000
        stamp, tag = formatdate(changed, usegmt=True), f'"{changed:x}-{len(data):x}"'
        name = self.plain + "index.html" if self.plain.endswith("/") else self.plain
        kind = _TYPES.get(name.rpartition(".")[2], "text/html")
        headers = {"Content-Type": kind, "Last-Modified": stamp, "ETag": tag}
        if self.plain.startswith("/plus/"):
            headers = {
                "Content-Type": "text/html; charset=" + ("gb2312" if self.server.site.encoding == "gbk" else "utf-8")
            }
        elif self._unchanged(tag, stamp):
            self.begin(304, {"Last-Modified": stamp, "ETag": tag})
            return
        elif (first := self._first(tag, stamp)) is not None:
            if first >= len(data):
                self.reply(416, {"Content-Range": f"bytes */{len(data)}"}, b"")
            else:
                ranged = {"ETag": tag, "Content-Range": f"bytes {first}-{len(data) - 1}/{len(data)}"}
                self.reply(206, ranged, data[first:])
            return
        if kind.startswith("text/") and "gzip" in self.headers.get("Accept-Encoding", ""):
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            if "ETag" in headers:
                headers["ETag"] = "W/" + tag
            data = self.server.packed(data)
        self.reply(200, headers, data)

    def _first(self, tag: str, stamp: str) -> int | None:
        """Give from which byte on the file is wanted; None where all of it is, or another version (RFC 9110, 14.2)."""
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        same = self.headers.get("If-Range", tag) in {tag, stamp}
        return int(wanted[1]) if wanted and same else None

    def _unchanged(self, tag: str, stamp: str) -> bool:
        known = self.headers.get("If-None-Match")
        if known is not None:
            return known.strip() == "*" or tag in {one.strip().removeprefix("W/") for one in known.split(",")}
        return self.headers.get("If-Modified-Since") == stamp

    # The tools of the faults --------------------------------------------------------------------------------------

    def begin(self, status: int, headers: Mapping[str, str]) -> None:
        """Send the head of an answer."""
        self._tell(status)
        self.send_response(status, HTTPStatus(status).phrase if status in _STATUSES else "Unknown")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def send(self, data: bytes) -> None:
        """Send a part of the body at once."""
        if self.command != "HEAD":
            self.wfile.write(data)
        self.wfile.flush()

    def reply(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Send a whole answer."""
        self.begin(status, {**headers, "Content-Length": str(len(body))})
        if self.command != "HEAD":
            self.wfile.write(body[: self.most])
        self.close_connection = self.close_connection or (self.most is not None and self.most < len(body))

    def wait(self, seconds: float) -> bool:
        """Sleep; True when the server is being stopped and the fault must end."""
        return self.server.stopping.wait(seconds)

    def log_message(self, *_args: Any) -> None:
        """Keep quiet: the log is a list."""


_STATUSES = frozenset(status.value for status in HTTPStatus)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, site: Site, faults: Mapping[str, Fault]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.site = site
        self.faults = dict(faults)
        self.search = Search(site)
        self.log: list[Hit] = []
        self.stopping = threading.Event()
        self.connections: set[socket.socket] = set()
        self.base_url = f"http://127.0.0.1:{self.server_address[1]}"
        self._packed: dict[bytes, bytes] = {}

    def packed(self, data: bytes) -> bytes:
        """Compress a page once, however often it is asked for."""
        if data not in self._packed:
            self._packed[data] = gzip.compress(data, 5, mtime=0)
        return self._packed[data]

    def shutdown_request(self, request: Any) -> None:
        """Close a connection without the polite half-close that would spoil a reset."""
        self.close_request(request)

    def hang_up(self) -> None:
        """End the connections that readers keep open, or they would be answered after the end."""
        for connection in list(self.connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of readers that hang up: tests do that on purpose."""


class Server:
    """A running server: `base_url`, `site`, `log`, and `faults` and `search`, which may be changed while it runs."""

    def __init__(self, site: Site, faults: Mapping[str, Fault]) -> None:
        self._http = _Http(site, faults)
        self.base_url = self._http.base_url
        self.site = site
        self.faults = self._http.faults
        self.search = self._http.search
        self.log = self._http.log
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop for good; a second time does nothing. Later connections are refused."""
        self._http.stopping.set()
        self._http.shutdown()
        self._http.server_close()
        self._http.hang_up()
        self._thread.join()

    def paths(self) -> list[str]:
        """Give what was asked for so far, in order."""
        return [hit.path for hit in self.log]


@contextlib.contextmanager
def serve(site: Site, *, faults: Mapping[str, Fault] | None = None) -> Iterator[Server]:
    """Serve a site until the end of the block.

    `faults` answer instead of the site: keyed by address with its query, by address alone, or by "*" for all.
    """
    with Server(site, faults or {}) as server:
        yield server
