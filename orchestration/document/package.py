"""The bytes of a document: the same report is the same file, whenever it is written."""

from __future__ import annotations

import io
import zipfile

from docx.document import Document

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment the format knows: the clock says nothing about the report


def as_bytes(document: Document) -> bytes:
    """The package with its parts in their order and without the moment of writing."""
    saved, made = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(made, "w") as package:
        for part in parts.infolist():
            package.writestr(
                zipfile.ZipInfo(part.filename, _LONG_AGO), parts.read(part), zipfile.ZIP_DEFLATED, compresslevel=6
            )
    return made.getvalue()
