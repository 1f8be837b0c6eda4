"""The report as .docx: the form of official documents, figures that name their indicator, and a check that finds edits."""

from __future__ import annotations

import copy
import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from orchestration.document.check_document import (
    UnreadableDocumentError,
    check_document,
    open_document,
    reference,
)
from orchestration.document.write_document import build_document, write_document
from tests.integration.conftest import FirstRun
from tests.integration.written_document import DRAFT, Written, again, field, texts

WARD = "13681"


@pytest.fixture(scope="module")
def city(first_run: FirstRun) -> Written:
    return Written(first_run, None)


@pytest.fixture(scope="module")
def ward(first_run: FirstRun) -> Written:
    return Written(first_run, WARD)


def test_it_has_the_form_of_official_documents(city: Written) -> None:
    document = city.document
    section = document.sections[0]
    millimetres = [
        round(x.mm) for x in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    ]
    assert [round(section.page_width.mm), round(section.page_height.mm)] == [210, 297]
    assert 20 <= min(millimetres[:2]) <= max(millimetres[:2]) <= 25
    assert 30 <= millimetres[2] <= 35
    assert 15 <= millimetres[3] <= 20
    normal = document.styles["Normal"].font
    assert (normal.name, normal.size.pt) == ("Times New Roman", 14)
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header.paragraphs[0]._p.xml
    assert section.header.paragraphs[0].alignment == 1  # in the middle
    said = texts(document)
    for line in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "BAN CHỈ ĐẠO 138", "THÀNH PHỐ NAM ĐỊNH",
        "BÁO CÁO", "Nơi nhận:", "TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN", f"({DRAFT})",
    ):  # fmt: skip
        assert line in said
    assert any(re.fullmatch(r"Nam Định, ngày +tháng +năm \d{4}", line) for line in said)
    assert any(line.startswith("(SỐ LIỆU MINH HỌA, KHÔNG CÓ THẬT") for line in said)


def test_its_sentences_are_those_of_such_reviews(city: Written) -> None:
    prose = "\n".join(texts(city.document))
    assert "Phạm pháp hình sự xảy ra 84 vụ, giảm 12 vụ bằng 12,5% so với năm 2023." in prose
    assert "Có 194 nhóm “Zalo an ninh” tổ dân phố, thôn, xóm với hơn 20 nghìn thành viên" in prose
    assert "Không để xảy ra tội phạm hoạt động có tổ chức" in prose
    assert "{" not in prose


def test_every_figure_of_the_edition_is_a_field_that_names_its_indicator(city: Written) -> None:
    tags = [t.get(qn("w:val")) for t in city.document.element.body.iter(qn("w:tag"))]
    figures = [tag.split("/") for tag in tags if not tag.startswith("kho138/prose/")]
    assert all(len(parts) == 5 and parts[0] == "kho138" for parts in figures)
    assert {parts[1] for parts in figures} >= {row["indicator_code"] for row in city.facts.indicators}
    assert {parts[2] for parts in figures} == {"2023", "2024", "2025"}
    assert len({parts[3] for parts in figures}) == 22  # the city and 21 wards
    assert max(map(len, tags)) <= 64
    numbers = [i.get(qn("w:val")) for i in city.document.element.body.iter(qn("w:id"))]
    assert len(numbers) == len(set(numbers))


def test_as_written_it_agrees_and_so_does_a_wards(city: Written, ward: Written) -> None:
    assert city.edited(lambda _: None) == []
    assert ward.edited(lambda _: None) == []
    assert "BAN CHỈ ĐẠO 138" in texts(ward.document)
    assert "không so sánh được với năm 2023" in "\n".join(texts(ward.document))


def test_a_figure_edited_in_a_sentence_or_a_table_is_named(city: Written) -> None:
    def edit(document: Any) -> None:
        field(document, "kho138/criminal_cases/2024/city/said").text = "48"
        field(document, "kho138/zalo_groups/2023/city/value").text = "174"

    first, second = city.edited(edit)
    assert (first.kind, first.said, first.edition) == ("differs", "48", "84")
    assert first.label_vi == "Số vụ phạm pháp hình sự, năm 2024"
    assert "Phạm pháp hình sự xảy ra" in first.place
    assert (second.said, second.edition) == ("174", "147")
    assert second.place.startswith("Số nhóm “Zalo an ninh”")


def test_a_figure_typed_into_the_prose_is_named_and_a_date_or_a_document_is_not(city: Written) -> None:
    def edit(document: Any) -> None:
        document.add_paragraph(
            "Ngày 05 tháng 6 năm 2024 ban hành Kế hoạch số 15/KH-BCĐ138; bắt 17 đối tượng trong năm 2024."
        )
        document.add_paragraph("Theo Quyết định 510/QĐ-BCA và ngày 19/8.")

    assert [(f.kind, f.said) for f in city.edited(edit)] == [("loose", "17")]


def test_a_field_replaced_by_typed_text_is_seen(city: Written) -> None:
    def edit(document: Any) -> None:
        inside = field(document, "kho138/criminal_cases/2024/city/said")
        control = next(inside.iterancestors(qn("w:sdt")))
        run = copy.deepcopy(next(inside.iterancestors(qn("w:r"))))
        run.find(qn("w:t")).text = "48"
        control.addprevious(run)
        control.getparent().remove(control)

    found = city.edited(edit)
    assert [(f.kind, f.said) for f in found] == [("loose", "48")]
    document = again(city.document)
    edit(document)
    gone = [f for f in check_document(document, city.reference).findings if f.kind == "gone"]
    assert [f.tag for f in gone if "/chart/" not in (f.tag or "")] == ["kho138/criminal_cases/2024/city/said"]


def test_deleted_text_of_tracked_changes_does_not_count_and_inserted_text_does(city: Written) -> None:
    def edit(document: Any) -> None:
        text = field(document, "kho138/criminal_cases/2024/city/said")
        text.tag = qn("w:delText")
        again = copy.deepcopy(next(text.iterancestors(qn("w:r"))))
        again.find(qn("w:delText")).text, again.find(qn("w:delText")).tag = "48", qn("w:t")
        next(text.iterancestors(qn("w:sdtContent"))).append(again)

    assert [(f.kind, f.said, f.edition) for f in city.edited(edit)] == [("differs", "48", "84")]


def test_what_is_hidden_from_its_reader_is_said_in_words(city: Written) -> None:
    hidden = {"base_value": None, "display_value_vi": None, "value_state": "suppressed"}
    change = {"change": None, "change_pct": None, "change_state": "suppressed", "change_pct_state": "suppressed"}
    target = {
        "target_value": None, "target_value_state": "suppressed", "attainment_state": None,
        "attainment_state_state": "suppressed", "to_date_value": None, "to_date_value_state": "suppressed",
    }  # fmt: skip
    rows = {
        "tips_useful": hidden | change,
        "online_fraud_cases": change | {"previous_value": None, "previous_value_state": "suppressed"},
        "zalo_groups": target,
    }
    facts = dataclasses.replace(
        city.facts, indicators=[r | rows.get(r["indicator_code"], {}) for r in city.facts.indicators]
    )
    document = build_document(facts, city.guiding, DRAFT, "", with_charts=False)
    prose = "\n".join(texts(document))
    assert re.search(r"Số tin quần chúng cung cấp: [\d.]+ tin; số tin có giá trị: không công bố\.", prose)
    assert re.search(r"qua mạng xảy ra \d+ vụ, mức tăng, giảm so với năm 2023 không công bố\.", prose)
    assert "1 không công bố tiến độ" in prose
    assert field(document, "kho138/tips_useful/2024/city/value").text == "không công bố"
    assert field(document, "kho138/online_fraud_cases/2023/city/value").text == "không công bố"
    assert field(document, "kho138/zalo_groups/2025/city/target").text == "không công bố"
    found = check_document(again(document), reference(facts, city.guiding)).findings
    assert {f.kind for f in found} <= {"gone"}  # its charts, which were not drawn


def test_the_command_writes_it_with_its_charts_and_says_what_differs(
    first_run: FirstRun, city: Written, tmp_path: Path
) -> None:
    path = tmp_path / "bao-cao.docx"
    write_document(city.facts, city.guiding, DRAFT, first_run.city.content_hash(), path)
    document: Any = Document(str(path))
    assert len(document.inline_shapes) == 2
    assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)
    field(document, "kho138/models_active/2024/city/said").text = "32"
    document.save(str(path))
    done = first_run.city.kho138("document", "--check", str(path), "--json")
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    assert [(f["kind"], f["said"], f["edition"]) for f in told["findings"]] == [("differs", "32", "23")]
    assert told["written_from"] == told["edition"] == first_run.city.content_hash()
    path.write_bytes(b"no document")
    with pytest.raises(UnreadableDocumentError):
        open_document(path)
