"""The sentences that open a review, in the wording such reviews have, from figures of the marts alone.

"Xảy ra 84 vụ, giảm 12 vụ bằng 12,5% so với năm 2023". A sentence whose figure is missing is not
written; one whose years cannot be compared says so.
"""

from __future__ import annotations

from orchestration.review_page.page_facts import PageFacts
from orchestration.wording import Row, has_target, is_hidden, vietnamese

_NONE_OF = ("organised_crime_cases", "open_gangs")


def headline(facts: PageFacts) -> list[str]:
    """Sentences in the order of the review."""
    by_code = {row["indicator_code"]: row for row in facts.indicators}
    found = [
        _cases(by_code.get("criminal_cases"), by_code.get("clearance_rate_pct")),
        _none_of([by_code[c] for c in _NONE_OF if c in by_code]),
        _models(by_code.get("models_active"), by_code.get("models_new")),
        _groups(by_code.get("zalo_groups"), by_code.get("zalo_members")),
        _targets(facts),
        _reports(facts),
    ]
    return [sentence for sentence in found if sentence]


def change_words(row: Row) -> str:
    """How the year stands to the one before: "giảm 12 vụ bằng 12,5% so với năm 2023", or why they are not compared."""
    year, unit = row["previous_year"], row["unit_vi"]
    if is_hidden(row, "change"):
        return f"mức tăng, giảm so với năm {year} không công bố"
    if not row["comparable"] or row["change"] is None:
        return f"không so sánh được với năm {year}{_because(row)}"
    if not row["change"]:
        return f"bằng năm {year}"
    word = "tăng" if row["change"] > 0 else "giảm"
    if unit == "%":
        return f"{word} {vietnamese(abs(row['change']))} điểm phần trăm so với năm {year}"
    share = f" bằng {vietnamese(abs(row['change_pct']), decimals=1)}%" if row["change_pct"] is not None else ""
    return f"{word} {vietnamese(abs(row['change']))} {unit}{share} so với năm {year}"


def _because(row: Row) -> str:
    reason = (row["not_comparable_reason"] or "").rstrip(".").removeprefix("Không so sánh được: ")
    if row["previous_value"] is None and not reason:
        return " (không có số liệu năm trước)"
    return f" ({reason[0].lower()}{reason[1:]})" if reason else ""


def _cases(cases: Row | None, cleared: Row | None) -> str | None:
    if cases is None or cases["base_value"] is None:
        return None
    rate = (
        f"; tỷ lệ điều tra, khám phá đạt {vietnamese(cleared['base_value'])}%"
        if cleared is not None and cleared["base_value"] is not None else ""
    )  # fmt: skip
    happened = f"phạm pháp hình sự xảy ra {cases['display_value_vi']} vụ"
    return f"Năm {cases['base_year']}, {happened}, {change_words(cases)}{rate}."


def _none_of(rows: list[Row]) -> str | None:
    if len(rows) < len(_NONE_OF) or any(row["base_value"] != 0 for row in rows):
        return None
    return "Không có tội phạm hoạt động có tổ chức, kiểu “xã hội đen”; không có băng nhóm tội phạm hoạt động công khai."


def _models(active: Row | None, new: Row | None) -> str | None:
    if active is None or active["base_value"] is None:
        return None
    built = f", xây dựng mới {vietnamese(new['base_value'])} mô hình" if new and new["base_value"] is not None else ""
    kept = f"{vietnamese(active['base_value'])} mô hình phong trào toàn dân bảo vệ an ninh Tổ quốc"
    return f"Duy trì, củng cố {kept}{built}."


def _groups(groups: Row | None, members: Row | None) -> str | None:
    if groups is None or groups["base_value"] is None:
        return None
    of = f" với {members['display_value_vi']} thành viên" if members and members["display_value_vi"] else ""
    return f"Có {vietnamese(groups['base_value'])} nhóm “Zalo an ninh”{of}, {change_words(groups)}."


def _targets(facts: PageFacts) -> str | None:
    with_target = [row for row in facts.indicators if has_target(row)]
    if not with_target:
        return None
    words = {
        "met": "đã đạt", "on_track": "đúng tiến độ", "behind": "chậm tiến độ", "missed": "không đạt",
        "not_due": "chưa đến hạn đánh giá", "not_assessable": "chưa đủ số liệu để đánh giá",
        "suppressed": "không công bố tiến độ",
    }  # fmt: skip
    states = ["suppressed" if is_hidden(r, "attainment_state") else r["attainment_state"] for r in with_target]
    counted = [f"{states.count(state)} {said}" for state, said in words.items() if state in states]
    return f"Trong {len(with_target)} chỉ tiêu năm {facts.city['target_year']}: {', '.join(counted)}."


def _reports(facts: PageFacts) -> str | None:
    owed = sum(r["owed"] for r in facts.completeness if r["report_year"] == facts.city["review_year"])
    accepted = sum(r["accepted"] for r in facts.completeness if r["report_year"] == facts.city["review_year"])
    if not owed:
        return None
    year = facts.city["review_year"]
    if accepted == owed:
        return f"Báo cáo năm {year}: đã nhận và chấp nhận đủ {vietnamese(owed)} báo cáo phải gửi."
    return (
        f"Báo cáo năm {year}: chấp nhận {vietnamese(accepted)} trên {vietnamese(owed)} báo cáo phải gửi "
        f"({vietnamese(100 * accepted / owed, decimals=1)}%), còn thiếu {vietnamese(owed - accepted)}."
    )
