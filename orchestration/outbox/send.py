"""Sends what is due, one letter after the other; only one process sends at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime

from ingestion.workspace import Workspace
from ingestion.writing_lock import writing
from orchestration.alerts.tell import record
from orchestration.outbox.by_email import EmailCarrier
from orchestration.outbox.letter_sightings import letter_sightings, sending_sighting
from orchestration.outbox.outbox_settings import OutboxSettings, Way
from orchestration.outbox.sent_log import ATTEMPTS, SentLog
from orchestration.outbox.unit_names import Names
from orchestration.outbox.waiting import Waiting, letters_now
from orchestration.outbox.ways import Carrier, FileCarrier, RefusedLetterError, TryLaterError, WayClosedError
from quality.register.register import Register


@dataclass
class Sending:
    """What one sending did; ``closed`` says why a way was given up for this time."""

    sent: int = 0
    failed: int = 0
    refused: int = 0
    closed: dict[Way, str] = field(default_factory=dict)


def send(
    workspace: Workspace, register: Register, settings: OutboxSettings, now: Callable[[], datetime],
    only: Callable[[Sequence[Waiting]], Sequence[Waiting]] = lambda due: due,
) -> Sending:  # fmt: skip
    """Send every letter that is due, and note for the alerts what could not be delivered.

    Args:
        workspace: where answers, lists and the log lie.
        register: names and addresses.
        settings: of ``outbox.yml``.
        now: the clock.
        only: chooses among the letters that are due.

    Raises:
        BusyError: another process is sending.
        OutboxError: the password of the mail server is not set.
    """
    log, done = SentLog(workspace.outbox), Sending()
    with writing(workspace.outbox.with_name(".sending.lock"), "outbox send", 0), ExitStack() as stack:
        waiting = letters_now(workspace, register, settings, log.entries(), now())
        carriers: dict[Way, Carrier] = {"file": FileCarrier()}
        if settings.email:
            carriers["email"] = stack.enter_context(EmailCarrier(settings.email, now()))
        for one in only([w for w in waiting if w.state == "due"]):
            if one.way not in done.closed:
                _send_one(log, one, carriers[one.way], settings, now, done)
        stands = letters_now(workspace, register, settings, log.entries(), now())
        seen = letter_sightings(stands, Names(register))
        if done.closed or done.sent or done.refused:  # else nothing was tried
            seen.append(sending_sighting(closed=bool(done.closed)))
        record(workspace, seen, now())
    return done


def _send_one(
    log: SentLog, one: Waiting, carrier: Carrier, settings: OutboxSettings, now: Callable[[], datetime], done: Sending
) -> None:
    attempt = one.entry.attempt + 1 if one.entry else 1
    message_id = one.letter.message_id(settings.email.sender.partition("@")[2]) if settings.email else ""
    about = (one.to, attempt, one.way, message_id)
    log.write(one.letter, "pending", now(), *about)
    try:
        carrier.carry(one.letter, one.to)
    except RefusedLetterError as error:
        done.refused += 1
        log.write(one.letter, "refused", now(), *about, str(error))
    except TryLaterError as error:
        done.failed += 1
        log.write(one.letter, "given_up" if attempt >= ATTEMPTS else "failed", now(), *about, str(error))
    except WayClosedError as error:
        done.failed += 1
        done.closed[one.way] = str(error)
        # not the letter's fault: it is never given up for that
        log.write(one.letter, "failed", now(), one.to, min(attempt, ATTEMPTS - 1), one.way, message_id, str(error))
    else:
        done.sent += 1
        log.write(one.letter, "sent", now(), *about)
