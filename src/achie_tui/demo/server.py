"""The demo site's server: HTTP on the loopback interface, on a port of the system's choice.

with DemoSite() as site:
    fetch(site.base_url + "/news/gxq/")
"""

from __future__ import annotations

import gzip
import socket
import socketserver
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import unquote, urlsplit

from achie_tui.demo.routes import Redirect, Resource, Routes

_COMPRESSED: Final = ("text/", "application/xml")
_POLL_SECONDS: Final = 0.05
_IDLE_SECONDS: Final = 60


class DemoSite:
    """The running demo site, a context manager; it runs in threads of its own until left."""

    def __init__(self) -> None:
        self._server: _Server | None = None

    @property
    def base_url(self) -> str:
        """``http://127.0.0.1:PORT``, without a slash at its end."""
        if self._server is None:
            raise RuntimeError("the demo site is not running")
        return self._server.base_url

    def __enter__(self) -> Self:
        self._server = _Server()
        Thread(target=self._server.serve_forever, args=(_POLL_SECONDS,), name="demo-site", daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.base_url = f"http://127.0.0.1:{self.server_address[1]}"
        self.routes = Routes(self.base_url)

    def server_bind(self) -> None:
        """Bind without asking a name server for the host's name, as the base class would."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

    def handle_error(self, request: socket.socket | tuple[bytes, socket.socket], client_address: Any) -> None:
        """Say nothing: a client that went away is no error, and a traceback would spoil the terminal."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_SECONDS
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Send what stands at the address."""
        parts = urlsplit(self.path)
        found = self.server.routes.answer(unquote(parts.path), parts.query)
        if isinstance(found, Redirect):
            self._redirect(found)
        elif found is None:
            self._send(404, self.server.routes.missing())
        else:
            self._send(200, found)

    def do_HEAD(self) -> None:
        """Answer as to ``GET``, without the body."""
        self.do_GET()

    def version_string(self) -> str:
        """Name the server, without Python's version."""
        return "achie-tui-demo"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep no log."""

    def _redirect(self, found: Redirect) -> None:
        self.send_response(301 if found.permanent else 302)
        self.send_header("Location", found.location)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: int, page: Resource) -> None:
        body = page.body
        compressible = page.content_type.startswith(_COMPRESSED)
        zipped = compressible and _accepts_gzip(self.headers.get("Accept-Encoding", ""))
        changed = None if page.changed is None else page.changed.astimezone(UTC)
        etag = f'"{sha256(body).hexdigest()[:16]}{"-gzip" if zipped else ""}"'
        unchanged = changed is not None and self._has_it(etag, changed)
        self.send_response(304 if unchanged else status)
        if changed is not None:
            self.send_header("ETag", etag)
            self.send_header("Last-Modified", format_datetime(changed, usegmt=True))
        if compressible:
            self.send_header("Vary", "Accept-Encoding")
        if not unchanged:
            if zipped:
                body = gzip.compress(body, compresslevel=6, mtime=0)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Type", page.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not unchanged and self.command != "HEAD":
            self.wfile.write(body)

    def _has_it(self, etag: str, changed: datetime) -> bool:
        """Whether the client's copy is still good; the tag counts before the date."""
        if (tags := self.headers.get("If-None-Match")) is not None:
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return etag in known or "*" in known
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except (TypeError, ValueError):
            return False
        return since.tzinfo is not None and changed <= since


def _accepts_gzip(header: str) -> bool:
    for part in header.lower().split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() in ("gzip", "*"):
            return weight.strip().replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
