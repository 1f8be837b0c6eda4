"""A small reader of Excel formulas with Excel's own semantics: an empty cell is 0 or "", text is above numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

_TOKEN = re.compile(
    r'\s*(?:(\d+(?:\.\d+)?(?:E[+-]?\d+)?)|"((?:[^"]|"")*)"|([A-Za-z_$][A-Za-z0-9_$]*)|(<=|>=|<>|[=<>+\-*/(),]))'
)
ERROR = "#VALUE!"


class ExcelError(Exception):
    """An error value: it spreads through everything but the branch of an IF that is not taken."""


def serial(day: date) -> int:
    """The number Excel keeps a date as."""
    return (day - date(1899, 12, 30)).days


def evaluate(formula: str, cells: Mapping[str, Any]) -> Any:
    """Value of a formula (without "=") over named cells: None empty, float or int, str, bool."""
    tokens = _TOKEN.findall(formula)
    assert "".join("".join(t) for t in tokens) == re.sub(r'\s(?=(?:[^"]*"[^"]*")*[^"]*$)', "", formula).replace(
        '"', ""
    ), formula
    return _Machine(tokens, cells).run()


class _Machine:
    def __init__(self, tokens: list[tuple[str, str, str, str]], cells: Mapping[str, Any]) -> None:
        self.tokens, self.cells, self.at = tokens, cells, 0

    def run(self) -> Any:
        tree = self.compare()
        assert self.at == len(self.tokens)
        try:
            return self.value(tree)
        except ExcelError:
            return ERROR

    def sign(self) -> str:
        return self.tokens[self.at][3] if self.at < len(self.tokens) else ""

    def compare(self) -> Any:
        left = self.add()
        while self.sign() in ("=", "<>", "<", ">", "<=", ">="):
            name = self.sign()
            self.at += 1
            left = (name, left, self.add())
        return left

    def add(self) -> Any:
        left = self.multiply()
        while self.sign() in ("+", "-"):
            name = self.sign()
            self.at += 1
            left = (name, left, self.multiply())
        return left

    def multiply(self) -> Any:
        left = self.atom()
        while self.sign() in ("*", "/"):
            name = self.sign()
            self.at += 1
            left = (name, left, self.atom())
        return left

    def atom(self) -> Any:
        number, text, name, sign = self.tokens[self.at]
        self.at += 1
        if number:
            return ("lit", float(number))
        if sign == "-":
            return ("-", ("lit", 0.0), self.atom())
        if sign == "(":
            inner = self.compare()
            self.at += 1
            return inner
        if name and self.sign() == "(":
            self.at += 1
            parts = []
            while self.sign() != ")":
                parts.append(self.compare())
                if self.sign() == ",":
                    self.at += 1
            self.at += 1
            return ("call", name, parts)
        if name in ("TRUE", "FALSE"):
            return ("lit", name == "TRUE")
        return ("cell", name) if name else ("lit", text)

    def value(self, tree: Any) -> Any:
        kind = tree[0]
        if kind == "lit":
            return tree[1]
        if kind == "cell":
            return self.cells[tree[1]]
        if kind == "call":
            return self.call(tree[1], tree[2])
        left, right = self.value(tree[1]), self.value(tree[2])
        if kind in ("+", "-", "*", "/"):
            a, b = _number(left), _number(right)
            return a + b if kind == "+" else a - b if kind == "-" else a * b if kind == "*" else a / b
        order = _order(left, right)
        return {"=": order == 0, "<>": order != 0, "<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0}[
            kind
        ]

    def call(self, name: str, parts: list[Any]) -> Any:
        if name == "IF":
            return self.value(parts[1]) if _truth(self.value(parts[0])) else self.value(parts[2])
        return _FUNCTIONS[name]([self.value(p) for p in parts])  # every argument is worked out, errors included


def _truth(value: Any) -> bool:
    if isinstance(value, str):
        raise ExcelError
    return bool(value)


def _number(value: Any) -> float:
    if value is None:
        return 0.0
    if isinstance(value, str):
        raise ExcelError
    return float(value)


def _text(value: Any) -> str:
    return "" if value is None else f"{value:.15g}" if isinstance(value, (int, float)) else value


def _order(left: Any, right: Any) -> int:
    if left is None:
        left = "" if isinstance(right, str) else 0
    if right is None:
        right = "" if isinstance(left, str) else 0
    ranks = [2 if isinstance(v, bool) else 1 if isinstance(v, str) else 0 for v in (left, right)]
    if ranks[0] != ranks[1]:
        return ranks[0] - ranks[1]
    if isinstance(left, str):
        left, right = left.casefold(), right.casefold()
    else:
        left, right = float(f"{left:.15g}"), float(f"{right:.15g}")  # Excel compares fifteen digits
    return (left > right) - (left < right)


_FUNCTIONS: dict[str, Callable[[list[Any]], Any]] = {
    "AND": lambda v: all(list(map(_truth, v))),
    "OR": lambda v: any(list(map(_truth, v))),
    "NOT": lambda v: not _truth(v[0]),
    "ISNUMBER": lambda v: isinstance(v[0], (int, float)) and not isinstance(v[0], bool),
    "LEN": lambda v: len(_text(v[0])),
    "TRIM": lambda v: re.sub(" +", " ", _text(v[0])).strip(" "),
    "INT": lambda v: math.floor(_number(v[0])),
    "ABS": lambda v: abs(_number(v[0])),
    "MONTH": lambda v: (date(1899, 12, 30) + timedelta(days=int(_number(v[0])))).month,
    "DATE": lambda v: serial(date(*(int(x) for x in v))),
}
