"""The language rules are written in: a small part of SQL, parsed into a tree that other forms are made from.

polars and DuckDB read the text itself; Excel cannot, so its formula is made from the tree. What is
not in this grammar is refused when the contracts are read, not when a sender meets it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|'(?P<text>[^']*)'|(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign><=|>=|<>|[=<>+\-*(),]))"
)
_COMPARE = ("<=", ">=", "<>", "=", "<", ">")


class ExpressionError(ValueError):
    """The text is not an expression of the rule language; the message says where."""


@dataclass(frozen=True)
class Field:
    """A field of the form."""

    name: str


@dataclass(frozen=True)
class Literal:
    """A number, text or date."""

    value: float | str | date


@dataclass(frozen=True)
class Call:
    """``abs``, ``coalesce``, ``month``, or an operator ``+ - *`` over values."""

    name: str
    parts: tuple[Value, ...]


Value: TypeAlias = Field | Literal | Call


@dataclass(frozen=True)
class Compare:
    """Two values and one of ``= <> < <= > >=``."""

    sign: str
    left: Value
    right: Value


@dataclass(frozen=True)
class IsNull:
    """The value is missing."""

    value: Value


@dataclass(frozen=True)
class Logic:
    """``and``, ``or``, ``not``, ``same`` (two conditions that are both true or both false)."""

    name: str
    parts: tuple[Condition, ...]


Condition: TypeAlias = Compare | IsNull | Logic


def parse(text: str) -> Condition:
    """The tree of a rule's expression.

    Raises:
        ExpressionError: it is not one.
    """
    reader = _Reader(text)
    found = reader.condition()
    if reader.at < len(reader.tokens):
        raise ExpressionError(f"“{text}”: unexpected “{reader.tokens[reader.at][1]}”")
    return found


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.tokens: list[tuple[str, str]] = []
        position = 0
        while position < len(text.rstrip()):
            match = _TOKEN.match(text, position)
            if match is None:
                raise ExpressionError(f"“{text}”: cannot read “{text[position:]}”")
            kind = str(match.lastgroup)
            self.tokens.append((kind, match[kind]))
            position = match.end()

    def _next_is(self, *words: str) -> bool:
        for offset, word in enumerate(words):
            if self.at + offset >= len(self.tokens) or self.tokens[self.at + offset][0] == "text":
                return False
            if self.tokens[self.at + offset][1] != word:
                return False
        self.at += len(words)
        return True

    def _expect(self, word: str) -> None:
        if not self._next_is(word):
            raise ExpressionError(f"“{self.text}”: “{word}” is missing")

    def condition(self) -> Condition:
        parts = [self._and()]
        while self._next_is("OR"):
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else Logic("or", tuple(parts))

    def _and(self) -> Condition:
        parts = [self._not()]
        while self._next_is("AND"):
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else Logic("and", tuple(parts))

    def _not(self) -> Condition:
        return Logic("not", (self._not(),)) if self._next_is("NOT") else self._test()

    def _test(self) -> Condition:
        start = self.at
        if self._next_is("("):
            try:
                return self._in_brackets()
            except ExpressionError:
                self.at = start  # the bracket belongs to a value
        return self._of_value(self.value())

    def _in_brackets(self) -> Condition:
        inner = self.condition()
        self._expect(")")
        if not self._next_is("="):
            return inner
        self._expect("(")
        other = self.condition()
        self._expect(")")
        return Logic("same", (inner, other))

    def _of_value(self, left: Value) -> Condition:
        if self._next_is("IS", "NOT", "NULL"):
            return Logic("not", (IsNull(left),))
        if self._next_is("IS", "NULL"):
            return IsNull(left)
        if self._next_is("BETWEEN"):
            low = self.value()
            self._expect("AND")
            return Logic("and", (Compare(">=", left, low), Compare("<=", left, self.value())))
        if self._next_is("NOT", "IN"):
            return Logic("not", (self._one_of(left),))
        if self._next_is("IN"):
            return self._one_of(left)
        sign = next((s for s in _COMPARE if self._next_is(s)), None)
        if sign is None:
            raise ExpressionError(f"“{self.text}”: a comparison is missing")
        return Compare(sign, left, self.value())

    def _one_of(self, left: Value) -> Condition:
        self._expect("(")
        parts: list[Condition] = [Compare("=", left, self.value())]
        while self._next_is(","):
            parts.append(Compare("=", left, self.value()))
        self._expect(")")
        return Logic("or", tuple(parts))

    def value(self) -> Value:
        left = self._product()
        while True:
            if self._next_is("+"):
                left = Call("+", (left, self._product()))
            elif self._next_is("-"):
                left = Call("-", (left, self._product()))
            else:
                return left

    def _product(self) -> Value:
        left = self._atom()
        while self._next_is("*"):
            left = Call("*", (left, self._atom()))
        return left

    def _atom(self) -> Value:
        if self._next_is("-"):
            return Call("-", (Literal(0.0), self._atom()))
        if self._next_is("("):
            inner = self.value()
            self._expect(")")
            return inner
        if self._next_is("EXTRACT", "(", "MONTH", "FROM"):
            inner = self.value()
            self._expect(")")
            return Call("month", (inner,))
        if self.at >= len(self.tokens):
            raise ExpressionError(f"“{self.text}”: ends too early")
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return Literal(float(text))
        if kind == "text":
            return Literal(text)
        if text == "DATE":
            _, day = self.tokens[self.at]
            self.at += 1
            return Literal(date.fromisoformat(day))
        if text in ("abs", "coalesce"):
            return self._call(text)
        if kind == "word" and text.islower():
            return Field(text)
        raise ExpressionError(f"“{self.text}”: unexpected “{text}”")

    def _call(self, name: str) -> Value:
        self._expect("(")
        parts = [self.value()]
        while self._next_is(","):
            parts.append(self.value())
        self._expect(")")
        return Call(name, tuple(parts))
