"""Tables of the document: targets in the text, indicators and wards behind the signature."""

from __future__ import annotations

from orchestration.document import figures
from orchestration.document.blocks import Block, Grid, Heading, Paragraph, Piece
from orchestration.review_page.page_facts import PageFacts
from orchestration.wording import Row


def target_grid(rows: list[Row]) -> Grid:
    """Targets of the next year and where they stand."""
    year = rows[0]["target_year"]
    return Grid(
        f"Bảng 1. Chỉ tiêu năm {year}",
        ("Chỉ tiêu", "Mục tiêu", "Đã thực hiện", "Đến ngày", "Mức cần có", "Tiến độ"),
        (54, 20, 20, 24, 22, 25),
        tuple((f"{row['name_vi']} ({row['unit_vi']})", *figures.target_cells(row)) for row in rows),
    )


def annexes(facts: PageFacts) -> list[Block]:
    """Every indicator with both years, and the wards side by side by what is public."""
    previous, base = facts.indicators[0]["previous_year"], facts.indicators[0]["base_year"]
    body: list[tuple[Piece, ...]] = [
        (f"{row['name_vi']} ({row['unit_vi']})", *figures.cells(row), row["coverage_text"] or "—")
        for row in facts.indicators
    ]
    blocks: list[Block] = [
        Heading(1, "PHỤ LỤC I" if facts.wards else "PHỤ LỤC"),
        Grid(
            f"Các chỉ tiêu năm {previous} và năm {base}",
            ("Chỉ tiêu", f"Năm {previous}", f"Năm {base}", "Tăng, giảm", "Tăng, giảm (%)", "Đơn vị đã báo cáo"),
            (66, 20, 20, 20, 18, 21),
            tuple(body),
        ),
        Paragraph(("“—” là không có số liệu hoặc không áp dụng; “0” là đơn vị đã báo cáo không phát sinh; "
                   "“không so sánh” là hai năm không cùng địa bàn; “không công bố” là số nhỏ, hoặc số từ đó suy ra "
                   "được số nhỏ, được giữ kín.",), small=True),
    ]  # fmt: skip
    if facts.wards:
        title = f"Tỷ lệ khu dân cư có nhóm “Zalo an ninh” năm {base}, theo xã, phường"
        rows = tuple((str(n), w["name_vi"], figures.ward_cell(w, f"{w['name_vi']}, tỷ lệ khu dân cư có nhóm Zalo"))
                     for n, w in enumerate(facts.wards, start=1) if w["value"] is not None)  # fmt: skip
        blocks += [Heading(1, "PHỤ LỤC II"), Grid(title, ("TT", "Xã, phường", "Tỷ lệ (%)"), (15, 100, 50), rows, 2)]
    return blocks
