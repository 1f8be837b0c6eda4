"""The register: every fault is said with its place, every act of a decision does what it says, learned when it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from quality.register.contact_addresses import looks_personal
from quality.register.register import Register, RegisterError

CITY = {
    "city_name_vi": "Thành phố Thử", "city_name_en": "Test", "committee_name_vi": "BCĐ 138", "invented": True,
    "invented_note_vi": "thử", "review_year": 2024, "target_year": 2025, "open_years": [2024, 2025],
    "perimeter": "CITY", "forms": ["F01", "F04", "F06"],
}  # fmt: skip
FILES = {
    "units": "unit_code,valid_from,valid_to,kind,name_vi,unit_type,parent_code,area_code,excluded_because,legal_basis,"
    "invented,learned_at\n"
    "00001,0001-01-01,,ward_commune,Phường Một,phuong,9,00001,,,no,\n"
    "00002,0001-01-01,,ward_commune,Phường Hai,phuong,9,00002,,,no,\n"
    "0600000019,0001-01-01,,enterprise,Công ty Một,doanh_nghiep,9,00001,small_enterprise,,yes,\n",
    "perimeters": "perimeter,unit_code,valid_from,reports\nCITY,00001,0001-01-01,yes\nCITY,00002,0001-01-01,yes\n",
    "aliases": "unit_code,valid_from,alias,alias_kind,used_from,used_to\n00001,0001-01-01,P. Một,short,,\n",
    "contacts": "unit_code,channel,address\n00001,email,vanthu.phuongmot@thu.invalid\n",
}
MERGER: dict[str, Any] = {
    "legal_basis": "1/NQ", "effective_date": "2024-09-01", "learned_at": "2024-07-23T00:00:00+07:00",
    "recorded_by": "Thường trực", "acts": [
        {"act": "merge", "old": ["00001", "00002"], "into": {"unit_code": "00001", "name_vi": "Phường Chung"}},
    ],
}  # fmt: skip
Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes the small register with some files replaced and decisions added."""

    def write(*decisions: dict[str, Any], city: dict[str, Any] | None = None, **files: str) -> Path:
        (tmp_path / "changes").mkdir(exist_ok=True)
        (tmp_path / "city.yml").write_text(yaml.safe_dump(CITY | (city or {}), allow_unicode=True), encoding="utf-8")
        for name, text in (FILES | files).items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        for number, decision in enumerate(decisions):
            path = tmp_path / "changes" / f"{number}.yml"
            path.write_text(yaml.safe_dump(decision, allow_unicode=True), encoding="utf-8")
        return tmp_path

    return write


def _units(register: Register, code: str) -> list[dict[str, Any]]:
    return register.units.filter(unit_code=code).sort("valid_from").to_dicts()


SUCCESSION = (
    "old_code,old_valid_from,new_code,new_valid_from,weight,weight_basis,effective_date,legal_basis,learned_at\n"
)


@pytest.mark.parametrize(
    ("rule", "place", "changed"),
    [
        ("REG-01", "units.csv", {"units": ""}),
        ("REG-02", "units.csv, dòng 1", {"units": "unit_code\nx\n"}),
        ("REG-03", "units.csv, dòng 3, cột valid_from", {"units": FILES["units"].replace("00002,0001-01-01", "00002,1/1/1")}),
        ("REG-04", "city.yml, cột review_year", {"city": {"review_year": "năm ngoái"}}),
        ("REG-10", "units.csv, dòng 2, cột unit_code", {"units": FILES["units"].replace("Phường Một", "")}),
        ("REG-11", "units.csv, dòng 2, cột kind", {"units": FILES["units"].replace("ward_commune,Phường Một", "ward,Phường Một")}),
        ("REG-12", "units.csv, dòng 2, cột valid_to", {"units": FILES["units"].replace("00001,0001-01-01,,", "00001,2024-01-01,2023-01-01,")}),
        ("REG-13", "units.csv, dòng 5, cột valid_from", {"units": FILES["units"] + "00002,2024-01-01,,ward_commune,X,phuong,9,,,,no,\n"}),
        ("REG-14", "units.csv, dòng 4, cột excluded_because", {"units": FILES["units"].replace("small_enterprise", "armed_forces")}),
        ("REG-15", "units.csv, dòng 4, cột unit_code", {"units": FILES["units"].replace("0600000019", "0600000012")}),
        ("REG-16", "perimeters.csv, dòng 2, cột unit_code", {"perimeters": FILES["perimeters"].replace("CITY,00001", "CITY,00009")}),
        ("REG-16", "contacts.csv, dòng 2, cột unit_code", {"contacts": FILES["contacts"].replace("00001", "00009")}),
        ("REG-17", "city.yml, cột perimeter", {"city": {"perimeter": "NOWHERE"}}),
        ("REG-18", "successions.csv, dòng 2, cột weight_basis", {"successions": SUCCESSION + "00001,0001-01-01,00002,0001-01-01,0.5,,2024-01-01,x,\n"}),
        ("REG-18", "successions.csv, dòng 2, cột weight]", {"successions": SUCCESSION + "00001,0001-01-01,00002,0001-01-01,0.5,đề án,2024-01-01,x,\n"}),
        ("REG-19", "city.yml, cột forms", {"city": {"forms": ["F01", "F99"]}}),
        ("REG-20", "contacts.csv, dòng 2, cột address", {"contacts": FILES["contacts"].replace("vanthu.phuongmot@thu.invalid", "0912")}),
        ("REG-21", "contacts.csv, dòng 2, cột address", {"contacts": FILES["contacts"].replace("vanthu.phuongmot", "nguyenvana")}),
    ],
)  # fmt: skip
def test_a_fault_names_file_row_column_rule_and_what_to_do(
    written: Written, rule: str, place: str, changed: dict[str, Any]
) -> None:
    with pytest.raises(RegisterError) as caught:
        Register.read(written(**changed))
    said = str(caught.value)
    assert any(
        line.startswith(place.rstrip("]")) and f"[{rule}]" in line and "Cách sửa: " in line
        for line in said.splitlines()
    ), said
    assert "nguyenvana" not in said  # a personal address is not repeated in a message


def test_every_fault_is_said_at_once(written: Written) -> None:
    with pytest.raises(RegisterError) as caught:
        Register.read(written(units=FILES["units"].replace("ward_commune", "ward").replace("Phường Một", "")))
    assert {(f.rule, f.row) for f in caught.value.faults} == {("REG-10", 2), ("REG-11", 2), ("REG-11", 3)}


def test_a_merger_ends_the_old_units_and_begins_the_new_one(written: Written) -> None:
    register = Register.read(written(MERGER))
    old, new = _units(register, "00001")
    assert (old["valid_to"], old["name_vi"]) == (date(2024, 8, 31), "Phường Một")
    assert (new["valid_from"], new["name_vi"], new["kind"]) == (date(2024, 9, 1), "Phường Chung", "ward_commune")
    assert register.successions.select("old_code", "weight").rows() == [("00001", 1.0), ("00002", 1.0)]
    assert register.perimeters.filter(pl.col("valid_from") == date(2024, 9, 1)).rows() == [
        ("CITY", "00001", date(2024, 9, 1), "yes")
    ]


def test_nothing_of_a_decision_is_known_before_it_was_learned(written: Written) -> None:
    folder = written(MERGER)
    before = Register.read(folder, known_at=datetime(2024, 7, 22, 16, 59, tzinfo=UTC))
    assert _units(before, "00002")[0]["valid_to"] is None
    assert before.successions.is_empty()
    after = Register.read(folder, known_at=datetime(2024, 7, 22, 17, 0, tzinfo=UTC))
    assert _units(after, "00002")[0]["valid_to"] == date(2024, 8, 31)
    assert after.learned_at() == datetime(2024, 7, 22, 17, 0, tzinfo=UTC)


def _decision(*acts: dict[str, Any], day: str = "2025-03-01") -> dict[str, Any]:
    return MERGER | {"effective_date": day, "learned_at": "2025-02-20T00:00:00Z", "acts": list(acts)}


def test_open_close_rename_tax_code_and_exempt(written: Written) -> None:
    register = Register.read(
        written(
            _decision(
                {"act": "open", "unit": {"unit_code": "00003", "name_vi": "Phường Ba", "kind": "ward_commune", "perimeters": ["CITY"]}},
                {"act": "close", "unit_code": "00002"},
                {"act": "rename", "unit_code": "00001", "name_vi": "Phường Nhất"},
                {"act": "tax_code", "unit_code": "0600000019", "new_code": "0600000026"},
                {"act": "exempt", "unit_code": "00001", "form_code": "F01", "until": "2025-06-30", "reason_vi": "Lũ lụt"},
            )
        )
    )  # fmt: skip
    assert _units(register, "00003")[0]["valid_from"] == date(2025, 3, 1)
    assert _units(register, "00002")[0]["valid_to"] == date(2025, 2, 28)
    renamed = _units(register, "00001")
    assert [u["name_vi"] for u in renamed] == ["Phường Nhất"]
    assert renamed[0]["valid_from"] == date(1, 1, 1)  # the same unit: its key stays
    former = register.aliases.filter(alias_kind="former").row(0, named=True)
    assert (former["alias"], former["used_to"]) == ("Phường Một", date(2025, 2, 28))
    firm = _units(register, "0600000026")[0]
    assert (firm["name_vi"], firm["excluded_because"]) == ("Công ty Một", "small_enterprise")
    assert register.exemptions.row(0)[:4] == ("00001", "F01", date(2025, 3, 1), date(2025, 6, 30))


@pytest.mark.parametrize(
    ("rule", "act"),
    [
        ("REG-06", {"act": "close", "unit_code": "00009"}),
        ("REG-07", {"act": "open", "unit": {"unit_code": "00001", "name_vi": "X", "kind": "ward_commune"}}),
        ("REG-07", {"act": "open", "unit": {"unit_code": "00007"}}),
        ("REG-05", {"act": "abolish", "unit_code": "00001"}),
        ("REG-05", {"act": "split", "old": "00001", "into": [{"unit_code": "1", "weight": 0.5}, {"unit_code": "2"}]}),
        ("REG-15", {"act": "tax_code", "unit_code": "0600000019", "new_code": "0600000027"}),
    ],
)
def test_a_wrong_act_is_refused_with_its_place(written: Written, rule: str, act: dict[str, Any]) -> None:
    with pytest.raises(RegisterError) as caught:
        Register.read(written(_decision(act)))
    assert caught.value.faults[0].rule == rule
    if rule != "REG-15":
        assert (caught.value.faults[0].file, caught.value.faults[0].row) == ("changes/0.yml", 1)


@pytest.mark.parametrize(
    ("address", "personal"),
    [
        ("vanthu.13681@nd.gov.vn", False), ("congan.phuongquangtrung@nd.gov.vn", False), ("bcd138@nd.gov.vn", False),
        ("truong.lehongphong@nd.edu.vn", False), ("ubnd-phuong-vixuyen@nd.gov.vn", False),
        ("nguyenvana@nd.gov.vn", True), ("a.nguyen@nd.gov.vn", True), ("tran.thi.b@gmail.com", True),
        ("congan.nguyenvanb@nd.gov.vn", True), ("canhminh@nd.gov.vn", True), ("hoa88@gmail.com", True),
    ],
)  # fmt: skip
def test_only_mailboxes_of_offices_are_contacts(address: str, personal: bool) -> None:
    assert looks_personal(address) is personal
