"""The detectors: what is personal is seen however it is written, what only looks like it is left alone."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality.contracts.registry import forms, header
from quality.personal_data import mask as masking
from quality.personal_data.allowed import allowed
from quality.personal_data.closed_schema import label_kind
from quality.personal_data.folding import fold, normalise
from quality.personal_data.guard import decide, look
from quality.personal_data.patterns import kinds, patterns
from quality.personal_data.scan import scan, worth_scanning
from quality.personal_data.secrecy import is_mark
from quality.personal_data.shape import TEXT

PERSONAL = {
    "citizen_id": ["CCCD 036085001234", "036 085 001 234", "số định danh: 036.185.001.234"],
    "old_id": ["CMND 162345678", "162345678", "giấy CMT số 16 234 5678", "CMND 162.345.678"],
    "passport": ["hộ chiếu B1234567", "C1234567"],
    "insurance": ["số BHXH 3612345678", "thẻ GD4363620123456"],
    "phone": ["ĐT: 0912.345.678", "+84 912 345 678", "0084-912345678", "(0228) 3649 123", "0912345678/0987654321", "O912 345 67l",
              "điện thoại: 3649.123", "điện thoại 3.956.499", "0228.3.649.123", "0912_345_678", "ĐT: 3.649.123", "0350.3649123", "trực ban 3649123", "không chín một hai ba bốn năm sáu bảy tám"],
    "email": ["ten.ho@gmail.com", "ten . ho @ gmail . com", "an(at)yahoo.com.vn"],
    "account_link": ["facebook.com/an.nguyen", "https://zalo.me/g/abcdef123", "@an_nguyen", "FB: an.nguyen85", "Zalo: tuanhung88", "fb tuan_hung1985"],
    "plate": ["18A-123.45", "18B1-123.45", "18b1-234.56", "18-H1 1234", "30K 12345", "18b123456",
              "xe 18b1/234.56", "18B1-234-56", "18h1-1234", "Xe quân sự biển TM-39-47", "bks29-B3-71146", "Wave 36-M3 1926"],
    "bank_account": ["STK 0123456789012 Vietcombank", "số tài khoản 19036 1234 5678", "TK 41648022", "chuyển khoản 0123 4567 8901 Agribank"],
    "birth": ["sinh năm 1985", "SN 1990", "sinh ngày 12/5/1985", "NS: 01/02/1999", "sinh ngày 12 tháng 5 năm 1985", "đối tượng sinh 1976",
              "NTNS: 01/02/1999", "N.S 1987", "sinh vào ngày mùng 3/2/1990", "01 nam thanh niên (SN 1999)", "em học sinh s.n 2001", "d.o.b. 23/7/1983", "nạn nhân (1985) đã xuất viện",
              "cháu bé (12/03/2015) đi lạc"],
    "person_name": ["Nguyễn Văn An", "liên hệ anh Tuấn", "NGUYỄN VĂN AN", "nguyễn văn an", "Nguyen Van An", "nguyen van an",
                    "đối tượng Trần Văn B", "đ/c Hùng", "bà Lan", "ông A", "Chủ tịch phường Nguyễn Văn Ba", "Lê Hà",
                    "em Nguyễn Hoàng Minh Anh", "Hồ Thị Mai", "Nguye\u0302\u0303n Va\u0306n An", "Nguyễn\u00a0Văn\u200b An",
                    "do Nguyễn Dũng làm", "Trần Phúc Lộc", "nhà bà Trung", "Vũ Quang Huy", "Người lập: Tran Huong", "ong Pham Hung",
                    "Quản trị nhóm: Kiều Sơn", "nguyễn bá liên", "nguoi bao tin la le thi xuan", "Đ. H. Nam", "Giàng A Páo",
                    "Cung Thị Việt", "Thượng tá Chảo Láo Tả", "anh Phong", "Lại Văn B", "nguyễn dũng",
                    "do hồ ngọc đạt cung cấp", "võ minh khang", "Gia đình Nguyễn Thị Nga", "Giấy khen cho Trần Văn Hùng", "hộ Lê Văn Thắng", "khởi tố bị can Vũ Minh Huy Nguyệt",
                    "nhóm trưởng: lê văn chính", "gặp anh tuấn để lấy số liệu", "gặp chị Bền", "Thầy Hoạch dạy lớp 5", "T. Á. Hằng", "Cà Thị Ín",
                    "TRẦN CẬY", "BẮT CAO THỊ THÊU", "Tran Anh Cay", "Nguoi lap: Tran Bow"],
    "home_address": ["HKTT: thôn 3, xã Mỹ Tân", "trú tại số 12 Hàng Tiện", "số nhà 45",
                     "sống tại số 12/3 ngõ 45", "cư ngụ: thôn 3", "sinh quán: xã Mỹ Tân", "ĐKHKTT tại làng Vị Khê", "Địa chỉ thường trú: thôn 3"],
}  # fmt: skip
NOT_PERSONAL = [
    "Phường Trần Hưng Đạo", "Phường Bà Triệu", "Phường  Bà  Triệu ", "Trường THPT Lê Hồng Phong", "Đường Trần Hưng Đạo", "Hai Bà Trưng",
    "các em được đưa về trường", "45/KH-BCĐ", "Kết luận số 44-KL/TW ngày 22/1/2019", "1104/NQ-UBTVQH15", "12/05/2024",
    "Phòng Chống Tội Phạm Và Tệ Nạn", "LỰC LƯỢNG VŨ TRANG NHÂN DÂN", "VI PHẠM AN TOÀN", "Đoàn Thanh Niên", "20.432",
    "1.234.567.890 đồng", "0600123458", "MST 0600123458", "học sinh năm 2024", "phát sinh năm 2024", "anh hùng lao động",
    "đồng chí Chủ tịch UBND", "05 12 2024 15 30", "Dòng họ Trần Văn tự quản", "vi phạm văn hóa", "Hồ Vị Xuyên",
    "công dân sinh năm 2006: 120", "Báo cáo năm 2024 Phường Lộc Vượng F08", "Công an thành phố Nam Định F06", "194 nhóm “Zalo an ninh”", "phong chong toi pham van hoa", "Công ty cổ phần Vận tải Hoàng Hà", "ngã tư Trần Phú và Võ Văn Tần",
    "ngõ 59 Bùi Huy Đáp", "can bo Quang Ninh", "học sinh Mai Châu", "đồng chí Phó Trưởng ban Thường trực", "Đô Thị Hòa Vượng",
    "trẻ em sinh năm 2018 vào lớp 1", "nam giới sinh năm 1999 đến 2007", "vệ sinh ngày 27/6/2025", "số seri 200355101",
    "T.P. Nam Định", "Giáp Thìn", "Danh hiệu Anh Hùng Lao Động", "Bà mẹ Việt Nam Anh hùng Lực lượng vũ trang", "camera 24A phòng 2024",
    "tết nguyên đán giáp thìn", "giu nguyen hai dong", "ngày mai an toàn hơn", "NS 2024 tăng 5%", "120 đoàn viên sinh năm 2006",
    "thanh niên sinh năm 2000 trở về trước", "áo phao cứu sinh năm 2024", "S/N 036085001234", "cửa hàng Minh Anh",
    "số hộ sinh sống tại thôn 3", "vụ ngô đông xuân", "1.234.567 lượt", "Cháu ngoan Bác Hồ", "Trung tâm GDNN-GDTX Nguyễn Phúc", "La Vân, Cổ Lễ", "SN: 217849058hfpskemku",
    "hộ khẩu thường trú: 45123 nhân khẩu", "trẻ dưới 6 tuổi sinh năm 2019", "45 em sinh năm 2013", "trụ sở 45 Phạm Tuấn Tài", "lớp 12A1 2024",
    "góc Phạm Tuấn Tài – Trần Tung", "chuyển khoản 1.500.000 đồng", "Ban tổ chức (12/03/2015)", "đồng chí Trưởng ban", "anh em công nhân", "gặp anh em, bà con",
    # a day beside the word for a telephone is a day
    "nhóm Zalo lập 2024-12-14", "Zalo: 14-12-2024", "Zalo 05.12.2024 10", "liên hệ trước 2024-12-14 08:30", "Zalo ngày 20241214",
]  # fmt: skip
_ALLOWED = allowed(None)


def _found(text: str, typed: str = "s", around: frozenset[str] = frozenset()) -> set[str]:
    return {span.kind for span in scan(normalise(text), typed, around, _ALLOWED)}


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, texts in PERSONAL.items() for t in texts])
def test_personal_data_is_seen(kind: str, text: str) -> None:
    assert kind in _found(text)
    assert worth_scanning(pl.Series([normalise(text)]), pl.Series([fold(normalise(text))]))[
        0
    ]  # the cheap question lets it through


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert _found(text) == set()


def test_the_column_decides() -> None:
    tax, phone, identity = (frozenset({name}) for name in ("tax_code", "phone", "identity"))
    assert _found("0912345678") == {"phone"}
    assert _found("0301442989", around=tax) == set()  # a tax code that could be a mobile number
    assert _found("0301442980", around=tax) == {"phone"}  # wrong check digit: no tax code
    assert _found("912345678", "n") == set()
    assert _found("912345678", "n", phone) == {"phone"}
    assert _found("999912345678", "n", tax) == {"citizen_id"}  # F04-2: twelve digits are no tax code
    assert _found("162345678", "n") == set()
    assert _found("162345678", "n", identity) == {"old_id"}
    assert _found("0600123458-001", around=tax) == set()
    assert _found("3649123", around=phone) == {"phone"}
    assert _found("bản in 3801021", around=phone) == set()  # the code "DT-12" beside it is no label


def test_every_kind_has_a_pattern_or_a_column_and_an_example() -> None:
    assert {p.kind for p in patterns()} | {"person_name"} == set(kinds()) == set(PERSONAL)


def _texts(rows: list[tuple[str, str, str, int, int, str, str]]) -> pl.DataFrame:
    made = [(s, p, "S", c, r, k, kind, t) for s, p, c, r, k, kind, t in rows]
    return pl.DataFrame(made, schema=TEXT, orient="row")


def test_a_column_for_personal_data_is_a_finding_whatever_stands_in_it() -> None:
    texts = _texts([("a", "cell", "A1", 1, 1, "s", "STT"), ("a", "cell", "B1", 1, 2, "s", "Họ và tên"),
                    ("a", "cell", "C1", 1, 3, "s", "Năm sinh"), ("a", "cell", "B2", 2, 2, "s", "Giàng A Páo"),
                    ("a", "cell", "C2", 2, 3, "n", "1987"), ("b", "cell", "A1", 1, 1, "s", "Năm"),
                    ("b", "cell", "B1", 1, 2, "n", "1987")])  # fmt: skip
    hits = look(texts, _ALLOWED)
    assert set(hits.select("submission_id", "cell", "kind").iter_rows()) == {
        ("a", "B2", "person_name"),
        ("a", "C2", "birth"),
    }


@pytest.mark.parametrize(
    ("label", "kind"),
    [("Sinh ngày", "birth"), ("Ngày, tháng, năm sinh", "birth"), ("Chủ hộ: năm sinh", "birth"), ("DOB", "birth"), ("NTNS", "birth"),
     ("Date of birth", "birth"), ("Tuổi", "birth"), ("Số nam sinh", None), ("Độ tuổi", None), ("Số học sinh năm 2024", None),
     ("Nơi đăng ký thường trú", "home_address"), ("Địa chỉ hộ khẩu", "home_address"), ("Trú quán", "home_address"),
     ("Địa chỉ đơn vị", None), ("Nơi xảy ra", None), ("zalo_members", None), ("Số máy bơm", None), ("Zalo", "phone"), ("Số máy", "phone"), ("Số nhân khẩu thường trú", None)],
)  # fmt: skip
def test_labels_of_columns(label: str, kind: str | None) -> None:
    assert label_kind(label) == kind


def test_patterns_that_need_a_digit_find_nothing_without_one() -> None:
    said = [t for texts in PERSONAL.values() for t in texts] + NOT_PERSONAL
    bare = [normalise(t) for t in said if not any(c.isdigit() for c in t)]
    assert [(p.id, t) for p in patterns() for t in bare if p.digits and p.regex.search(t)] == []


@pytest.mark.parametrize(
    ("said", "is_one"),
    [("Pham Hoa", True), ("Long", True), ("Phó Chủ Tịch", False), ("Phường Cửa Bắc", False), ("Ban Chỉ đạo", False), ("Không", False)],
)  # fmt: skip
def test_what_stands_under_who_is_responsible_may_be_an_office(said: str, is_one: bool) -> None:
    texts = _texts([("a", "cell", "A1", 1, 1, "s", "Tổ trưởng"), ("a", "cell", "A2", 2, 1, "s", said)])
    assert (look(texts, _ALLOWED).height == 1) == is_one


def test_no_word_of_the_forms_asks_for_personal_data() -> None:
    asked = [f for form in (header(), *forms().values()) for f in form.fields()]
    labels = [*(f.label_vi for f in asked), *(f.name for f in asked)]  # a key of a JSON document asks too
    assert [label for label in labels if label_kind(label)] == []
    assert {label for label in labels if _found(label)} == set()


@pytest.mark.parametrize(
    "text", ["MẬT", "  (MẬT) ", "TUYỆT MẬT", "Tối mật", "Độ mật: Mật", "BÁO CÁO (MẬT)", '&C&"Times,Bold"MẬT']
)
def test_secrecy_marks(text: str) -> None:
    assert is_mark(text)


@pytest.mark.parametrize(
    "text",
    ["BẢO VỆ BÍ MẬT NHÀ NƯỚC", "mật độ dân số", "Không mật", "Độ mật: Không mật", "KHÔNG MẬT", "giữ bí mật", "MẬT ĐỘ"],
)
def test_words_that_are_no_mark(text: str) -> None:
    assert not is_mark(text)


def test_a_secret_file_is_not_looked_at_further() -> None:
    texts = _texts([("a", "cell", "A1", 1, 1, "s", "TỐI MẬT"), ("a", "cell", "A2", 2, 1, "s", "Nguyễn Văn An"),
                    ("b", "cell", "A9", 9, 1, "s", "secrecy"), ("b", "cell", "D9", 9, 4, "s", "– *"), ("b", "cell", "E9", 9, 5, "s", "Lưu hành nội bộ"),
                    ("c", "cell", "A9", 9, 1, "s", "secrecy"), ("c", "cell", "C9", 9, 3, "s", "Độ mật"), ("c", "cell", "E9", 9, 5, "s", "Không  mật")])  # fmt: skip
    hits = look(texts, _ALLOWED)
    assert sorted(hits.select("submission_id", "cell", "rule_id").iter_rows()) == [
        ("a", "A1", "SEC-01"),
        ("b", "E9", "SEC-01"),
    ]


def test_only_names_in_declared_places_may_be_struck_out() -> None:
    texts = _texts([("a", "cell", "B9", 9, 2, "s", "Nguyễn Văn An"), ("b", "cell", "B9", 9, 2, "s", "Nguyễn Văn An"),
                    ("b", "cell", "B8", 8, 2, "s", "0912345678"), ("c", "cell", "B7", 7, 2, "s", "Nguyễn Văn An")])  # fmt: skip
    declared = pl.DataFrame({"submission_id": ["a", "b"], "part": ["cell"] * 2, "sheet": ["S"] * 2, "cell": ["B9"] * 2})
    assert decide(look(texts, _ALLOWED), declared) == {"a": "redact", "b": "refuse", "c": "refuse"}


def test_a_sheet_or_key_that_is_a_name_is_not_shown_as_the_place() -> None:
    texts = _texts(
        [
            ("a", "sheet_name", "", 0, 0, "s", "Nguyễn Văn An"),
            ("b", "json_key", "/values/Nguyễn Văn An", 0, 0, "s", "Nguyễn Văn An"),
        ]
    )
    hits = look(texts.with_columns(sheet=pl.col("text")), _ALLOWED).drop("found")
    assert "Nguyễn" not in str(hits.filter(pl.col("part") == "sheet_name").rows())
    assert hits.filter(pl.col("part") == "json_key")["cell"].to_list() == [None]


@given(st.text(max_size=60))
def test_a_masked_sample_never_shows_more_than_allowed(text: str) -> None:
    shown = masking.mask(text)
    said = sum(c.isalnum() for c in text)
    assert sum(c.isalnum() for c in shown) <= min(masking.MOST_SHOWN, said // 5)
    assert len(shown) <= masking.LONGEST
    assert all(c.isalnum() or c in " .-/@:,•" for c in shown)


@given(st.text(max_size=40))
def test_folding_keeps_places(text: str) -> None:
    plain = normalise(text)
    assert len(fold(plain)) == len(plain)
