"""Short names for the files of a batch while it is judged.

Judging joins cells, fields and findings some forty times by submission; names of 64 letters would be most of its
work. Short names are in the same order, so nothing that sorts by them changes.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl


class ShortNames:
    """Names of at most 12 bytes, which polars keeps in place, for some submissions."""

    def __init__(self, submission_ids: pl.Series) -> None:
        self._long = submission_ids.unique().sort()
        self._short = pl.Series([f"#{number:08d}" for number in range(len(self._long))], dtype=pl.String)

    def shorten(self, frame: pl.DataFrame) -> pl.DataFrame:
        """``frame`` with short names; submissions outside the batch keep theirs."""
        return self._renamed(frame, lambda ids: ids.replace(self._long, self._short))

    def restore(self, frame: pl.DataFrame) -> pl.DataFrame:
        """``frame`` with the names it had.

        Raises:
            polars.exceptions.InvalidOperationError: it holds a submission that is not of the batch.
        """
        return self._renamed(frame, lambda ids: ids.replace_strict(self._short, self._long))

    @staticmethod
    def _renamed(frame: pl.DataFrame, change: Callable[[pl.Series], pl.Series]) -> pl.DataFrame:
        # rows of a submission stand together: its name is replaced once, not once a row
        runs = frame.select("submission_id", run=pl.col("submission_id").rle_id())
        names = change(runs.unique("run", maintain_order=True)["submission_id"])
        return frame.with_columns(names.gather(runs["run"]).alias("submission_id"))
