"""Where the command prints: answers to standard output, everything else to standard error."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

# a pipe or a log has no width of its own: wide enough that tables stay readable
_WIDTH = None if sys.stdout.isatty() else 160
OUT = Console(highlight=False, width=_WIDTH)
ERR = Console(stderr=True, highlight=False, soft_wrap=True)


@contextlib.contextmanager
def progress(words: str) -> Iterator[Callable[[str], None]]:
    """Say on a terminal what is going on; yields what says the next thing.

    Into a log or a pipe nothing is drawn: the spinner would cost a tenth of a run to show nobody anything.
    """
    if not ERR.is_terminal:
        yield lambda _: None
        return
    with ERR.status(words, refresh_per_second=4) as status:
        yield status.update


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    print(orjson.dumps(value, default=_plain, option=orjson.OPT_INDENT_2).decode())  # noqa: T201 — not for people


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value))


def table(title: str, columns: list[tuple[str, str]], *, caption: str | None = None) -> Table:
    """A table of (heading, justify) columns in the house style."""
    made = Table(title=title, caption=caption, title_justify="left", caption_justify="left", show_lines=False)
    for heading, justify in columns:
        made.add_column(heading, justify=justify, overflow="fold")  # type: ignore[arg-type]
    return made
