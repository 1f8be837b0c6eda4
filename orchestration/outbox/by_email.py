"""The way by e-mail: one SMTP connection for a sending, opened at the first letter."""

from __future__ import annotations

import os
import smtplib
import ssl
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from types import TracebackType

from orchestration.outbox.letter import Letter
from orchestration.outbox.outbox_settings import MailServer, OutboxError
from orchestration.outbox.ways import RefusedLetterError, TryLaterError, WayClosedError

_XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
_PERMANENT = 500


class EmailCarrier:
    """Letters to a mail server; a context manager that says goodbye to it."""

    def __init__(self, server: MailServer, now: datetime) -> None:
        self._server = server
        self._now = now
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> EmailCarrier:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._connection is not None:
            try:
                self._connection.quit()
            except (smtplib.SMTPException, OSError):
                self._connection.close()

    def carry(self, letter: Letter, to: tuple[str, ...]) -> None:
        """Hand one letter to the server."""
        message = composed(letter, to, self._server, self._now)
        if self._connection is None:
            self._connection = self._connected()
        try:
            refused = self._connection.send_message(message, self._server.sender, list(to))
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            kind = RefusedLetterError if all(c >= _PERMANENT for c in codes) else TryLaterError
            raise kind(_words(error.recipients)) from error
        except smtplib.SMTPResponseException as error:
            kind = RefusedLetterError if error.smtp_code >= _PERMANENT else TryLaterError
            if isinstance(error, smtplib.SMTPSenderRefused):  # whatever the letter: our own mailbox is not taken
                raise WayClosedError(f"{self._server.sender}: {_said(error)}") from error
            raise kind(_said(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            self._connection.close()
            self._connection = None
            raise WayClosedError(f"{self._server.host}: {error}") from error
        if refused:
            raise RefusedLetterError(_words(refused))  # some of several addresses took it: nobody is told twice

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        password = os.environ.get(server.password_env, "") if server.password_env else ""
        if server.password_env and not password:
            raise OutboxError(f"outbox.yml: biến môi trường {server.password_env} chưa được đặt")
        context = ssl.create_default_context()
        try:
            if server.security == "tls":
                connection: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=server.timeout_seconds, context=context
                )
            else:
                connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout_seconds)
            if server.security == "starttls":
                connection.starttls(context=context)
            if server.user:
                connection.login(server.user, password)
        except (smtplib.SMTPException, OSError) as error:
            said = _said(error) if isinstance(error, smtplib.SMTPResponseException) else str(error)
            raise WayClosedError(f"{server.host}:{server.port}: {said}") from error
        return connection


def composed(letter: Letter, to: tuple[str, ...], server: MailServer, now: datetime) -> EmailMessage:
    """The letter as a message: headers and names of enclosures encoded as RFC 2047 and RFC 2231 say."""
    message = EmailMessage(policy=SMTP)
    domain = server.sender.partition("@")[2]
    message["From"] = Address(server.sender_name, addr_spec=server.sender)
    message["To"] = ", ".join(to)
    if server.reply_to:
        message["Reply-To"] = server.reply_to
    message["Subject"] = letter.subject
    message["Date"] = now
    message["Message-ID"] = letter.message_id(domain)
    message["Auto-Submitted"] = "auto-generated"  # answering machines leave it alone
    message["Content-Language"] = "vi"
    message.set_content(letter.body, cte="quoted-printable")
    for enclosure in letter.enclosures:
        kind, subtype = _XLSX
        message.add_attachment(enclosure.path.read_bytes(), maintype=kind, subtype=subtype, filename=enclosure.name)
    return message


def _said(error: smtplib.SMTPResponseException) -> str:
    said = error.smtp_error
    return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"


def _words(refused: dict[str, tuple[int, bytes]]) -> str:
    return "; ".join(f"{code} {said.decode(errors='replace')}" for code, said in refused.values())
