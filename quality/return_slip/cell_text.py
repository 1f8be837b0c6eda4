"""Text and sheet names a workbook can hold, whatever the sender's file held."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST = 32_000  # a cell holds 32,767 characters
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")


def plain(text: str) -> str:
    """The text without lone surrogates, not longer than a cell."""
    return text.encode("utf-8", "replace").decode("utf-8")[:_LONGEST]


def sheet_titles(names: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """A title for every sheet name: the name itself where a workbook may have it, the nearest one where not."""
    used = {t.casefold() for t in taken}
    titles = {}
    for name in names:
        base = _NOT_IN_A_NAME.sub("_", plain(name)).strip("'")[:31] or "Trang"
        title, number = base, 1
        while title.casefold() in used:
            number += 1
            title = f"{base[:27]} ({number})"
        used.add(title.casefold())
        titles[name] = title
    return titles
