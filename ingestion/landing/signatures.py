"""Where a person's name is no surprise: the signature block of a sheet, and who a program says wrote the file.

A name there is struck out and the rest is kept; anywhere else it refuses the file.
"""

from __future__ import annotations

import re

import polars as pl

from ingestion.parsing.signature_block import signature_block
from quality.personal_data.allowed import Allowed
from quality.personal_data.folding import fold, normalise
from quality.personal_data.mask import mask
from quality.personal_data.shape import HIT

# written by the program, not by the sender: the account that saved the file
PROGRAM_WRITES = frozenset({"property"})
_LINE = re.compile(r"[^\n]+")
_NAME = re.compile(r"(?:[^\W\d_]{1,7}\.?\s?){2,5}")
# words of headings, titles and places: no line with one of them is a name
_NO_NAME = frozenset(
    [
        "nguoi",
        "lap",
        "bieu",
        "thu",
        "truong",
        "don",
        "vi",
        "chu",
        "tich",
        "pho",
        "giam",
        "doc",
        "bi",
        "hieu",
        "truong",
        "phong",
        "ban",
        "uy",
        "nhan",
        "dan",
        "kt",
        "tm",
        "tl",
        "tuq",
        "ky",
        "ten",
        "dong",
        "dau",
        "ghi",
        "ro",
        "ho",
        "ngay",
        "thang",
        "nam",
        "phuong",
        "xa",
        "thi",
        "tran",
        "thanh",
        "tinh",
        "cong",
        "ty",
        "an",
        "nhu",
        "tren",
        "luu",
        "vt",
        "noi",
        "nhan",
        "bao",
        "cao",
        "tong",
        "hop",
        "ke",
        "toan",
        "can",
        "bo",
        "xac",
        "nhan",
        "cua",
        "lanh",
        "dao",
        "dang",
        "thuong",
        "truc",
        "hoi",
        "doan",
        "da",
        "xoa",
        "so",
        "chi",
        "huy",
    ]
)
_MOST_ORDINARY = 1


def declared_places(cells: pl.DataFrame, hits: pl.DataFrame) -> pl.DataFrame:
    """submission_id, part, sheet, cell where a name among ``hits`` may be struck out."""
    names = hits.filter(pl.col("kind") == "person_name")
    place = ["submission_id", "part", "sheet", "cell"]
    by_program = names.filter(pl.col("part").is_in(list(PROGRAM_WRITES))).select(place)
    signing = cells.join(names.select("submission_id").unique(), on="submission_id", how="semi")
    signed = signature_block(signing).with_columns(part=pl.lit("cell")).select(place)
    return pl.concat([signed, by_program])


def signed_names(cells: pl.DataFrame, texts: pl.DataFrame, allowed: Allowed) -> pl.DataFrame:
    """Names in signature blocks, whatever they look like: a line of two to five capitalised words that are no title.

    Returns:
        Shape HIT.
    """
    block = signature_block(cells)
    if block.is_empty():
        return pl.DataFrame(schema=HIT)
    place = ["submission_id", "sheet", "cell"]
    rows = texts.filter((pl.col("part") == "cell") & (pl.col("kind") == "s")).join(
        block.select(place), on=place, how="semi"
    )
    found = [
        (submission_id, "cell", sheet, cell, "person_name", "PII-07", name, mask(name))
        for submission_id, sheet, cell, text in rows.select(*place, "text").iter_rows()
        for name in _names(text, allowed)
    ]
    return pl.DataFrame(found, schema=HIT, orient="row")


def _names(text: str, allowed: Allowed) -> list[str]:
    lines = [line.strip(" .,;-") for line in _LINE.findall(normalise(text))]
    return [line for line in lines if line not in allowed.texts and _is_name(line)]


def _is_name(line: str) -> bool:
    words = line.split()
    if not _NAME.fullmatch(line) or not all(word[0].isupper() for word in words):
        return False
    ordinary = sum(fold(word).strip(".") in _NO_NAME for word in words)
    return ordinary <= _MOST_ORDINARY and ordinary < len(words) - 1
