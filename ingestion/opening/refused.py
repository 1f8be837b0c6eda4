"""Why a file is not opened: the rule that says so and what was seen, for its sender."""

from __future__ import annotations


class RefusedError(Exception):
    """The file is not opened. ``detail_vi`` fills the rule's sentence: what was seen in the file."""

    def __init__(self, rule_id: str, detail_vi: str) -> None:
        super().__init__(f"{rule_id}: {detail_vi}")
        self.rule_id = rule_id
        self.detail_vi = detail_vi


class DamagedError(RefusedError):
    """The file is cut, or its structure contradicts itself (OPEN-01)."""

    def __init__(self, detail_vi: str = "tệp bị hỏng hoặc chưa tải lên hết") -> None:
        super().__init__("OPEN-01", detail_vi)
