"""Checks of submissions: pandera's of single fields, expressions of the forms, rules of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quality.check_owners.owned_check import OwnedCheck, Tool
from quality.contracts.form_model import Form
from quality.contracts.registry import forms, header
from quality.contracts.rules_list import of_the_warehouse
from quality.contracts.to_pandera import schema_module
from quality.issues.catalogue import catalogue

_COLUMN = re.compile(r'^    "(?P<field>\w+)": pa\.Column\(.*?\[(?P<checks>.*)\], nullable=(?P<nullable>\w+)\),$', re.M)
_CHECK = re.compile(r'pa\.Check\.(?P<kind>\w+)\(.*?name="(?P<rule>[A-Z]+-\d+)"')
_CLAIMS = {"ge": "range", "le": "range", "in_range": "range", "isin": "in set", "str_length": "length"}
_WORD = re.compile(r"\b[a-z_][a-z0-9_]*\b")


def checks_of_contracts() -> Iterator[OwnedCheck]:
    """Every check that a contract or the catalogue of findings names."""
    by_pandera = set()
    for form in (header(), *forms().values()):
        names = {field.name for field in form.fields()}
        for check in _of_fields(form):
            by_pandera.add(check.check_id.split(" ")[0])
            yield check
        for rule in form.rules:
            yield OwnedCheck(
                "contract (polars)", rule.id, form.code, frozenset(_WORD.findall(rule.expr)) & frozenset(names),
                " ".join(rule.expr.split()), f"`{rule.expr}`",
            )  # fmt: skip
    for code, entry in catalogue().items():
        if code not in by_pandera:
            tool: Tool = "dbt question" if of_the_warehouse(code) else "contract (polars)"
            yield OwnedCheck(tool, code, "submission", frozenset(), code, entry.message_en)


def _of_fields(form: Form) -> Iterator[OwnedCheck]:
    for column in _COLUMN.finditer(schema_module(form)):
        for check in _CHECK.finditer(column["checks"]):
            claim = _CLAIMS[check["kind"]]
            check_id = f"{check['rule']} {form.code}.{column['field']}"
            yield OwnedCheck("pandera", check_id, form.code, frozenset({column["field"]}), claim, claim)
