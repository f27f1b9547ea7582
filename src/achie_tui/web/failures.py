"""What httpcore and the system raise, as the errors that the user reads."""

import errno
import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from achie_tui.errors import (
    BadAnswerError,
    NoNetworkError,
    ProxyFailedError,
    ProxyLoginError,
    ProxyUnreachableError,
    UnreachableError,
)
from achie_tui.language import Phrase
from achie_tui.web.stack import URL, NetworkError, ProtocolError, ProxyError, TimeoutException
from achie_tui.web.words import printable

_SYSTEM = {
    errno.ECONNREFUSED: Phrase("拒绝连接", "connection refused"),
    errno.ECONNRESET: Phrase("连接被切断", "connection reset"),
    errno.ENETUNREACH: Phrase("没有网络", "network unreachable"),
    errno.EHOSTUNREACH: Phrase("找不到主机", "no route to host"),
}
_NO_NETWORK = {errno.ENETUNREACH, errno.ENETDOWN}
_TIMED_OUT = Phrase("连接超时", "timed out")
_CLOSED = Phrase("连接中断", "connection closed")
_WANTS_LOGIN = "407"
_LOGIN_REFUSED = "Invalid username/password"  # httpcore's words for RFC 1929


@contextmanager
def failures_of(url: URL, broken: str, *, proxy: str | None = None) -> Iterator[None]:
    """Turn what httpcore and the system raise into the errors the user reads.

    `broken` names broken HTTP, `proxy` the proxy that stands between.
    """
    host = url.netloc.decode("ascii")
    try:
        yield
    except (ProtocolError, NetworkError, OSError) as error:
        cause = _cause(error)
        # Without a cause, the server hung up before it had said anything whole.
        if isinstance(error, ProtocolError) and cause is not error:
            raise BadAnswerError(url=str(url), reason=broken) from error
        if isinstance(cause, OSError) and cause.errno in _NO_NETWORK:
            raise NoNetworkError(host=host, reason=_reason(cause)) from error
        raise _unreachable(host, _reason(cause), proxy) from error
    except TimeoutException as error:
        raise _unreachable(host, _TIMED_OUT, proxy) from error
    except ProxyError as error:
        said = printable(str(error))
        if said.startswith((_WANTS_LOGIN, _LOGIN_REFUSED)):
            raise ProxyLoginError(proxy=proxy or host) from error
        raise _unreachable(host, said, proxy) from error


@contextmanager
def failures_of_proxy(proxy: str) -> Iterator[None]:
    """Turn what keeps us from the proxy itself into the error the user reads."""
    try:
        yield
    except NoNetworkError as error:
        raise ProxyUnreachableError(proxy=proxy, reason=error.details["reason"]) from error
    except (NetworkError, OSError) as error:
        raise ProxyUnreachableError(proxy=proxy, reason=_reason(_cause(error))) from error
    except TimeoutException as error:
        raise ProxyUnreachableError(proxy=proxy, reason=_TIMED_OUT) from error


def _unreachable(host: str, reason: Phrase | str, proxy: str | None) -> UnreachableError:
    if proxy is not None:
        return ProxyFailedError(host=host, proxy=proxy, reason=reason)
    return UnreachableError(host=host, reason=reason)


def _cause(error: BaseException) -> BaseException:
    """Give the first cause of an error; httpcore hands it on as an argument."""
    while cause := error.__cause__ or next((each for each in error.args if isinstance(each, BaseException)), None):
        error = cause
    return error


def _reason(cause: BaseException) -> Phrase | str:
    """Say why there is no connection, in the system's words where there are none of our own."""
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"TLS: {printable(cause.verify_message)}"
    if isinstance(cause, ssl.SSLError):
        return f"TLS: {printable((cause.reason or 'failed').lower().replace('_', ' '))}"
    if isinstance(cause, OSError) and cause.errno:
        return _SYSTEM.get(cause.errno) or os.strerror(cause.errno)
    return _CLOSED
