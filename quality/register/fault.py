"""A fault of the register: where it is, which rule it breaks, and what the registrar should do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One place of one file of the register.

    ``row`` is the line of a CSV (the heading is line 1) or the number of an act in a decision;
    0 means the file as a whole. Sentences are Vietnamese: the registrar is an official.
    """

    file: str
    row: int
    column: str
    rule: str  # REG-01 ...
    problem_vi: str
    action_vi: str

    def sentence(self) -> str:
        """All of it in one line: file, row, column, rule, problem, action."""
        where = self.file + (f", dòng {self.row}" if self.row else "") + (f", cột {self.column}" if self.column else "")
        return f"{where} [{self.rule}]: {self.problem_vi} Cách sửa: {self.action_vi}"


class RegisterError(ValueError):
    """The register is not usable; ``faults`` say where and what to do."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("\n".join(f.sentence() for f in faults))
