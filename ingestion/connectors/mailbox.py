"""Channel: a mailbox by IMAP; attachments are the files, the verified address is the sender.

An address in a letter proves nothing. It counts when our own mail server says in the topmost
``Authentication-Results`` that DKIM or SPF, aligned with the From domain by DMARC, passed (RFC 8601,
RFC 7489). A letter that was not verified offers nothing; it is named so that somebody can look.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from imap_tools import MailBox, MailboxLoginError, MailBoxUnencrypted, MailMessage
from imap_tools.errors import ImapToolsError

from ingestion.connectors.offer import Offer
from ingestion.connectors.source_errors import NotReachableError, RefusedBySourceError, SourceError
from ingestion.connectors.source_model import Mailbox, Sender, secret

_TIMEOUT_SECONDS = 30
_SIGNATURE_PICTURES = ("image/",)


class MailFolder:
    """Offers of one folder of a mailbox. Letters stay unread and where they are."""

    def __init__(self, source: Mailbox) -> None:
        self._source = source

    def offers(self) -> Iterator[Offer]:
        """Attachments, oldest letter first; of a letter that was not verified, one offer without a sender."""
        password = secret(self._source.name, self._source.password_env)
        with _translated(self._source):
            box = self._box().login(self._source.user, password, initial_folder=None)
        with _translated(self._source), box:
            box.folder.set(self._source.folder, readonly=True)
            validity = box.folder.status(self._source.folder, ["UIDVALIDITY"])["UIDVALIDITY"]
            letters = list(box.fetch("ALL", mark_seen=False, bulk=50))
        for letter in letters:
            yield from self._attachments(letter, f"{validity}/{letter.uid}")

    def _box(self) -> MailBox | MailBoxUnencrypted:
        if self._source.security == "tls":
            context = ssl.create_default_context()
            return MailBox(self._source.host, self._source.port, timeout=_TIMEOUT_SECONDS, ssl_context=context)
        return MailBoxUnencrypted(self._source.host, self._source.port, timeout=_TIMEOUT_SECONDS)

    def _attachments(self, letter: MailMessage, key: str) -> Iterator[Offer]:
        sender = self._sender(letter)
        for number, part in enumerate(letter.attachments):
            if part.content_type.startswith(_SIGNATURE_PICTURES):
                continue  # logos under a signature
            name = part.filename.replace("\\", "/").rsplit("/", 1)[-1].strip() or f"attachment-{number}"
            yield Offer(f"{key}/{number}", sender, name, _bytes(part.payload))

    def _sender(self, letter: MailMessage) -> Sender | None:
        address = letter.from_.strip().lower()
        known = {s.place.strip().lower(): s for s in self._source.senders}
        headers: Mapping[str, tuple[str, ...]] = dict(letter.headers)
        said = headers.get("authentication-results", ())
        return known.get(address) if said and verified(said[0], self._source.trusted_server, address) else None


def _bytes(content: bytes) -> Callable[[], bytes]:
    return lambda: content


def verified(authentication_results: str, trusted_server: str, address: str) -> bool:
    """Does our own server say that the domain of ``address`` was verified?

    Only the first header counts: it is the last one written, and a sender can add any below it.
    """
    text = re.sub(r"\([^()]*\)", " ", authentication_results).lower()
    server, _, results = text.partition(";")
    if server.split()[:1] != [trusted_server.lower()]:
        return False
    domain = re.escape(address.rpartition("@")[2])
    return any(
        re.match(r"\s*dmarc\s*=\s*pass\b", result) and re.search(rf"header\.from\s*=\s*(\S+@)?{domain}(\s|$)", result)
        for result in results.split(";")
    )


def connect(source: Mailbox) -> MailFolder:
    """The mailbox; it is asked when its offers are read."""
    return MailFolder(source)


@contextmanager
def _translated(source: Mailbox) -> Iterator[None]:
    where = f"{source.user}@{source.host}:{source.port}/{source.folder}"
    try:
        yield
    except SourceError:
        raise
    except MailboxLoginError as error:
        raise RefusedBySourceError(source.name, f"{where} refused the login", "Check user and password.") from error
    except ssl.SSLCertVerificationError as error:
        advice = "Do not go on: another machine may be answering."
        raise RefusedBySourceError(source.name, f"{where}: {error.verify_message}", advice) from error
    except ImapToolsError as error:
        raise RefusedBySourceError(source.name, f"{where}: {error}", "Check the folder's name and rights.") from error
    except OSError as error:  # imaplib's own errors are OSErrors too
        advice = "It is tried again; if it stays so, ask the mail server's owner."
        raise NotReachableError(source.name, f"{where}: {error or type(error).__name__}", advice) from error
