"""A mail with a plain part and an HTML part, whole (RFC 5322), ready for `sendmail -t`."""

import re
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import default as ours
from email.utils import format_datetime
from hashlib import sha256

from achie_tui.errors import UsageError
from achie_tui.language import Phrase

_LOCAL = re.compile(r"[A-Za-z0-9][\w.+-]*", re.ASCII)
_WRONG = Phrase(
    "{option} 后面要写邮件地址，如 name@example.org，不能是“{text}”",
    "{option} needs the address of a mailbox, such as name@example.org, not “{text}”",
)


class WrongMailboxError(UsageError):
    """What was given as the address of a mailbox is none."""

    def __init__(self, option: str, text: str) -> None:
        super().__init__(reason=_WRONG.fill(option=option, text=text))


def as_mail(
    subject: str, text: str, page: str, *, sender: str, recipients: Sequence[str], written: datetime
) -> EmailMessage:
    """Give a mail; `page` is the same as the text, in HTML. Raises WrongMailboxError.

    The same words to the same people at the same moment are the same bytes.
    """
    mail = EmailMessage(policy=ours)
    to = ", ".join(_mailbox("--to", each) for each in recipients)  # first: who gets it may be who sends it
    mail["From"] = _mailbox("--from", sender)
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(written)
    known = sha256("\0".join((sender, *recipients, subject, text, written.isoformat())).encode()).hexdigest()[:32]
    mail["Message-ID"] = f"<{known}@achie-tui.invalid>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text, cte="base64")
    mail.add_alternative(page, subtype="html", cte="base64")
    mail.set_boundary(f"=_{known}")
    return mail


def _mailbox(option: str, given: str) -> str:
    """Give an address as it was written, with a name or without one; a mailbox of this machine has no host."""
    if _LOCAL.fullmatch(given):
        return given
    probe = EmailMessage(policy=ours)
    try:
        probe["To"] = given
        [found] = probe["To"].addresses
    except (ValueError, IndexError) as error:
        raise WrongMailboxError(option, given) from error
    if not found.username or not found.addr_spec.isascii() or not given.isprintable() or probe["To"].defects:
        raise WrongMailboxError(option, given)
    return given
