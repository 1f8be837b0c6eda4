"""Texts in bytes that no parser reads: records, streams, deleted sectors, parts of a package that are no XML."""

from __future__ import annotations

import re

from ingestion.opening.file_kind import ZIP
from ingestion.opening.refused import RefusedError
from ingestion.opening.zip_directory import inflate, read_directory
from ingestion.parsing.package_text import texts_of

# letters of Vietnamese beyond one byte; a length or a flag before a text must not look like one of them
_WIDE_TEXT = re.compile(
    rb"(?:[\x20-\x7e\xc0-\xff]\x00|[\x02\x03\x10\x11\x28\x29\x68\x69\xa0\xa1\xaf\xb0]\x01|[\x00-\xff][\x03\x1e]){3,}"
)
_NARROW_TEXT = re.compile(rb"[\x20-\x7e\xa0-\xff]{4,}")
_XML = (".xml", ".rels", ".vml")


def texts_in(body: bytes) -> list[str]:
    """Runs of text in a record or stream: UTF-16 with Vietnamese letters, and single bytes."""
    wide = [m.decode("utf-16-le", "replace") for m in _WIDE_TEXT.findall(body)]
    return wide + [m.decode("cp1252", "replace") for m in _NARROW_TEXT.findall(body)]


def texts_of_part(data: bytes) -> list[str]:
    """Texts of a part of any kind: lines of a plain text, XML of a document put inside, runs of text in all else."""
    if data.startswith(ZIP):
        return _of_document(data)
    try:
        return [line for line in data.decode("utf-8").splitlines() if line.strip("\0 ")] + texts_in(data)
    except UnicodeDecodeError:
        return texts_in(data)


def _of_document(data: bytes) -> list[str]:
    try:
        entries = read_directory(data)
        parts = [inflate(data, entry) for name, entry in entries.items() if name.endswith(_XML)]
    except RefusedError:
        return texts_in(data)  # whatever it is: a file inside a file is a finding of its own
    return [text for xml in parts for text in texts_of(xml)]
