"""The ways a letter leaves: what they may answer, and the way by files beside the drop folder."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Protocol

from ingestion.connectors.source_model import DropFolder, read_sources
from ingestion.workspace import Workspace
from orchestration.outbox.letter import Letter, file_name

BESIDE = "-tra-loi"  # the folder of answers is called like the drop folder, with this behind it


class WayClosedError(Exception):
    """Nothing leaves this way now: the server does not answer or does not let us in. Other letters wait too."""


class TryLaterError(Exception):
    """This letter was not taken now; it may be taken later."""


class RefusedLetterError(Exception):
    """This letter will never be taken for these addresses."""


class Carrier(Protocol):
    """Takes letters over."""

    def carry(self, letter: Letter, to: tuple[str, ...]) -> None:
        """Hand over one letter; when this returns it is somebody else's to deliver.

        Raises:
            WayClosedError, TryLaterError, RefusedLetterError: it was not taken.
        """


class FileCarrier:
    """Writes a letter and its enclosures into a unit's folder, whole; the same letter again changes nothing."""

    def carry(self, letter: Letter, to: tuple[str, ...]) -> None:
        """Write into the folder ``to[0]``.

        Raises:
            WayClosedError: the folder cannot be written, whichever the letter.
        """
        folder = Path(to[0])
        stem = f"{letter.day} {letter.token[:8]}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for enclosure in letter.enclosures:
                target = folder / file_name(f"{stem} {enclosure.name}")
                part = target.with_name(f".{target.name}.part")
                shutil.copyfile(enclosure.path, part)
                part.replace(target)
            subject = letter.subject.removeprefix("[BCĐ 138] ")
            target = folder / f"{file_name(f'{stem} {subject}')}.txt"
            part = target.with_name(f".{target.name}.part")
            # last, so that a letter stands for its enclosures; with a mark of order, for the simplest of editors
            part.write_text(f"{letter.subject}\n\n{letter.body}", encoding="utf-8-sig", newline="\r\n")
            part.replace(target)
        except OSError as error:
            raise WayClosedError(f"{folder}: {error.strerror}") from error


def answer_folder(workspace: Workspace, kind: str, unit_code: str) -> Path | None:
    """Folder of a unit's answers, beside the first drop folder that serves its kind; None where none does."""
    for source in read_sources(workspace.register):
        if isinstance(source, DropFolder) and source.enabled and kind in source.kinds:
            drop = workspace.home / source.path
            return drop.with_name(drop.name + BESIDE) / kind / unit_code
    return None
