"""A rule's expression -> Excel formulas that are TRUE when it is violated, or when it holds.

Excel reads an empty cell as 0 and knows no missing truth value, so every comparison is guarded:
an operand that is missing, or that cannot be a value of its field, makes neither formula TRUE
("not testable"), exactly as in polars and SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from quality.contracts.form_model import Form, FormField, Rule
from quality.rules.expression import Call, Compare, Condition, Field, IsNull, Literal, Value, parse

Cells = Callable[[str], str]  # field name -> reference of its cell

# Words the reader of ingestion takes for a value, beside the label in the drop-down list.
_YES_NO = {"yes": ("Có", "yes"), "no": ("Không", "no")}


def violated(rule: Rule, fields: Mapping[str, FormField], cells: Cells) -> str:
    """Formula (without ``=``) that is TRUE when the rule is violated in these cells."""
    return _Writer(fields, cells).guarded(rule, wanted=False)


def holds(rule: Rule, fields: Mapping[str, FormField], cells: Cells) -> str:
    """Formula (without ``=``) that is TRUE when the rule could be tested and holds."""
    return _Writer(fields, cells).guarded(rule, wanted=True)


def asked_when(form: Form, rule: Rule, names: tuple[str, ...]) -> tuple[str, ...] | None:
    """Period types in which all fields of a rule are asked for, None when it is always; kinds do not matter here."""
    due = dict.fromkeys(r.period_type for r in form.reporting)
    kinds = form.submitter_kinds()
    asked = {p for p in due for k in kinds if {f.name for _, f in form.asked(k, p)} >= set(names)}
    return None if asked == set(due) else tuple(p for p in due if p in asked)


class _Writer:
    def __init__(self, fields: Mapping[str, FormField], cells: Cells) -> None:
        self._fields, self._cells = fields, cells

    def guarded(self, rule: Rule, *, wanted: bool) -> str:
        """A rule that reads a cell whose content cannot be a value of its field is not tested at all."""
        names = rule.field_names(frozenset(self._fields))
        readable = [test for test in (self._readable(self._fields[n]) for n in names) if test]
        truth = self._truth(parse(rule.expr), wanted=wanted)
        return f"IF(AND({','.join(readable)}),{truth},FALSE)" if readable else truth

    def _truth(self, condition: Condition, *, wanted: bool) -> str:
        if isinstance(condition, Compare):
            return self._compare(condition, wanted=wanted)
        if isinstance(condition, IsNull):
            there = self._defined(condition.value)
            return f"NOT({there})" if wanted else there
        parts = condition.parts
        if condition.name == "not":
            return self._truth(parts[0], wanted=not wanted)
        if condition.name == "same":
            one, other = parts
            pairs = ((True, True), (False, False)) if wanted else ((True, False), (False, True))
            both = (f"AND({self._truth(one, wanted=a)},{self._truth(other, wanted=b)})" for a, b in pairs)
            return f"OR({','.join(both)})"
        joined = ",".join(self._truth(p, wanted=wanted) for p in parts)
        return f"{'AND' if (condition.name == 'and') == wanted else 'OR'}({joined})"

    def _compare(self, condition: Compare, *, wanted: bool) -> str:
        left, right = condition.left, condition.right
        if isinstance(left, Field) and isinstance(right, Literal) and isinstance(right.value, str):
            test = self._is_choice(left.name, right.value)
            said = test if (condition.sign == "=") == wanted else f"NOT({test})"
        elif isinstance(right, Literal) and isinstance(right.value, str):  # coalesce(choice, '')
            return self._coalesced_choice(condition, right.value, wanted=wanted)
        else:
            test = f"{self._value(left)}{condition.sign}{self._value(right)}"
            said = test if wanted else f"NOT({test})"
        guards = [g for g in (self._defined(left), self._defined(right)) if g != "TRUE"]
        # IF, not AND: Excel works out every part of an AND, and text times two is an error
        return f"IF(AND({','.join(guards)}),{said},FALSE)" if guards else said

    def _coalesced_choice(self, condition: Compare, wanted_value: str, *, wanted: bool) -> str:
        call = condition.left
        if not (isinstance(call, Call) and call.name == "coalesce" and isinstance(call.parts[0], Field)):
            raise TypeError(f"no Excel form for {condition}")
        test = self._is_choice(call.parts[0].name, wanted_value)
        equal = condition.sign == "="
        return test if equal == wanted else f"NOT({test})"

    def _is_choice(self, name: str, value: str) -> str:
        field, cell = self._fields[name], self._cells(name)
        words = _YES_NO.get(value, (value,)) if field.type == "yes_no" else (value,)
        labels = tuple(c.label_vi for c in field.choices if c.value == value)
        tests = ",".join(f'TRIM({cell})="{w}"' for w in dict.fromkeys((*labels, *words)))
        return f"OR({tests})"

    def _defined(self, value: Value) -> str:
        if isinstance(value, Literal):
            return "TRUE"
        if isinstance(value, Field):
            return f"LEN(TRIM({self._cells(value.name)}))>0"
        guards = [g for g in map(self._defined, value.parts) if g != "TRUE"]
        if value.name == "coalesce":
            return "TRUE" if len(guards) < len(value.parts) else f"OR({','.join(guards)})"
        return f"AND({','.join(guards)})" if guards else "TRUE"

    def _readable(self, field: FormField) -> str:
        """Empty, or a possible value; "" where any text is one."""
        cell = self._cells(field.name)
        empty = f"LEN(TRIM({cell}))=0"
        if field.type in ("count", "decimal", "percent", "date"):
            low = 0 if field.min is None and field.type == "percent" else field.min
            high = 100 if field.max is None and field.type == "percent" else field.max
            limits = [
                *([f"{cell}=INT({cell})"] if field.type == "count" else []),
                *([f"{cell}>={low:.10G}"] if low is not None else []),
                *([f"{cell}<={high:.10G}"] if high is not None else []),
            ]
            possible = f"AND({','.join(limits)})" if limits else "TRUE"
            return f"IF(ISNUMBER({cell}),{possible},{empty})"
        if field.type in ("enum", "yes_no"):
            words = [w for pair in _YES_NO.values() for w in pair]
            words = words if field.type == "yes_no" else [w for c in field.choices for w in (c.label_vi, c.value)]
            tests = ",".join(f'TRIM({cell})="{w}"' for w in dict.fromkeys(words))
            return f"OR({empty},{tests})"
        return f"LEN({cell})<={field.max_length}" if field.max_length else ""

    def _value(self, value: Value) -> str:
        if isinstance(value, Field):
            return self._cells(value.name)
        if isinstance(value, Literal):
            if isinstance(value.value, date):
                return f"DATE({value.value.year},{value.value.month},{value.value.day})"
            return f"{value.value:.10G}" if isinstance(value.value, float) else f'"{value.value}"'
        parts = [self._value(p) for p in value.parts]
        if value.name == "coalesce":
            return f"IF({self._defined(value.parts[0])},{parts[0]},{parts[1]})"
        if value.name in ("abs", "month"):
            return f"{value.name.upper()}({parts[0]})"
        return f"({value.name.join(parts)})"
