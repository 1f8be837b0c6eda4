"""The units of the demonstration city that send the workbooks, as its register names them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.golden.handlaid.reports import Figures, report

WORKBOOKS: dict[str, Callable[[Path], None]] = {}

WARDS = {
    "13636": "Phường Vị Xuyên", "13645": "Phường Quang Trung", "13657": "Phường Trường Thi", "13666": "Phường Trần Hưng Đạo",
    "13669": "Phường Cửa Bắc", "13678": "Phường Năng Tĩnh", "13681": "Phường Quang Trung", "13684": "Phường Lộc Hạ",
    "13687": "Phường Lộc Vượng", "13690": "Phường Cửa Nam", "13693": "Phường Lộc Hòa", "13696": "Phường Nam Phong",
    "13699": "Phường Mỹ Xá", "13705": "Phường Nam Vân", "13708": "Phường Hưng Lộc", "13711": "Xã Mỹ Hà",
    "13717": "Xã Mỹ Thắng", "13720": "Xã Mỹ Trung", "13723": "Xã Mỹ Tân", "13726": "Xã Mỹ Phúc", "13732": "Xã Mỹ Thuận",
    "13735": "Xã Mỹ Lộc",
}  # fmt: skip
MASS = {
    "DT-02": "Hội Liên hiệp Phụ nữ", "DT-03": "Hội Cựu chiến binh", "DT-04": "Hội Nông dân", "DT-05": "Đoàn Thanh niên",
    "DT-06": "Liên đoàn Lao động", "DT-07": "Hội Cựu Công an nhân dân", "DT-08": "Hội Chữ thập đỏ", "DT-09": "Hội Người cao tuổi",
    "DT-10": "Hội Khuyến học",
}  # fmt: skip
FIRMS = {
    "0600000019": ("001", "13687"), "0600000026": ("002", "13690"), "0600000033": ("003", "13693"),
    "0600000065": ("006", "13717"), "0600000072": ("007", "13720"), "0600010088": ("008", "13723"), "0600000121": ("012", "13657"),
}  # fmt: skip
SCHOOLS = {
    "GD-002": ("Trường Trung học cơ sở", "13690"), "GD-003": ("Trường Mầm non", "13693"),
    "GD-005": ("Trường Trung học phổ thông", "13711"), "GD-008": ("Trường Liên cấp", "13723"),
    "GD-011": ("Trường Giáo dục thường xuyên", "13636"), "GD-014": ("Trường Giáo dục nghề nghiệp", "13669"),
    "GD-017": ("Trường Cao đẳng - đại học", "13696"), "GD-020": ("Trường Trung học cơ sở", "13735"),
    "GD-023": ("Trường Trung học phổ thông", "13690"),
}  # fmt: skip


def workbook(name: str) -> Callable[[Callable[[Path], None]], Callable[[Path], None]]:
    """The function that makes the file of this name."""

    def keep(make: Callable[[Path], None]) -> Callable[[Path], None]:
        WORKBOOKS[name] = make
        return make

    return keep


def ward(code: str, period: str, form: str = "F01", **changes: object) -> Figures:
    return report(form, "ward_commune", code, WARDS[code], code, period) | changes


def agency(number: int, period: str, **changes: object) -> Figures:
    return report("F02", "agency", f"CQ-{number:03}", f"Cơ quan minh họa số {number:02}", None, period) | changes


def mass(code: str, period: str, **changes: object) -> Figures:
    return report("F03", "mass_org", code, f"{MASS[code]} thành phố (minh họa)", None, period) | changes


def firm(code: str, period: str, **changes: object) -> Figures:
    number, area = FIRMS[code]
    return report("F04", "enterprise", code, f"Công ty Minh họa {number}", area, period) | changes


def school(code: str, **changes: object) -> Figures:
    kind, area = SCHOOLS[code]
    level = kind.removeprefix("Trường ")
    figures = report("F05", "school", code, f"{kind} Minh họa {code[-2:]}", area, "2024Y")
    return figures | {"level": level[0].upper() + level[1:]} | changes


def police(period: str, code: str = "CA-356", **changes: object) -> Figures:
    name = {"CA-356": "Công an thành phố Nam Định", "CA-358": "Công an huyện Mỹ Lộc"}[code]
    return report("F06", "police", code, name, None, period) | changes


def office(form: str, period: str, **changes: object) -> Figures:
    name = "Thường trực Ban Chỉ đạo 138 thành phố Nam Định"
    return report(form, "city_sc138", "BCD138-356", name, None, period) | changes
