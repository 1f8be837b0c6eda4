"""The report as blocks: the words of ``review_text.yml`` filled from the facts of one edition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orchestration.document import figures
from orchestration.document.annexes import annexes, target_grid
from orchestration.document.blocks import TAG_PREFIX, Block, Heading, Paragraph, Picture, Piece, Room, figure
from orchestration.document.review_text import Part, Section, WhenZero, review_text
from orchestration.review_page import charts
from orchestration.review_page.page_facts import PageFacts
from orchestration.wording import Row, has_target, is_hidden, vietnamese

_NAME = re.compile(r"\{([a-z0-9_]+)(?:\.(change|target))?\}")
# a conference guides nobody: it is no document one acts by
_KIND_VI = {"directive": "Chỉ thị", "conclusion": "Kết luận", "resolution": "Nghị quyết", "plan": "Kế hoạch"}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


class Composer:
    """Fills the words from one edition's facts."""

    def __init__(self, facts: PageFacts, guiding: list[Row], *, with_charts: bool = True) -> None:
        self._facts, self._guiding, self._with_charts = facts, guiding, with_charts
        self._rows = {row["indicator_code"]: row for row in facts.indicators}
        self._charts = 0
        city = facts.city
        self.committee = (
            f"Ban Chỉ đạo 138 {_as_said(facts.unit['name_vi'])}" if facts.unit else city["committee_name_vi"]
        )
        self._known = {
            "previous_year": city["review_year"] - 1, "review_year": city["review_year"],
            "target_year": city["target_year"], "committee": self.committee,
        }  # fmt: skip

    def fill(self, text: str) -> str:
        """Years and names of a text without figures."""
        return text.format_map(self._known)

    def subject(self) -> str:
        """What the report is about."""
        return self.fill(review_text().subject_vi)

    def body(self) -> list[Block]:
        """Everything between the title and the signature."""
        text = review_text()
        blocks: list[Block] = [Paragraph((self.fill(text.opening_vi),))]
        self._charts = 0
        for numeral, section in zip(_ROMAN, text.sections, strict=False):
            blocks.append(Heading(1, f"{numeral}. {self.fill(section.title_vi)}"))
            blocks += self._section(section, numeral)
        return [*blocks, Paragraph((self.fill(text.closing_vi),))]

    def annexes(self) -> list[Block]:
        """The tables behind the signature."""
        return annexes(self._facts)

    def _section(self, section: Section, numeral: str) -> Iterator[Block]:
        number = 0
        for part in section.parts:
            found = list(self._part(part, f"{numeral}.{number + 1}"))
            if found:
                number += 1
                yield Heading(2, f"{number}. {part.title_vi}")
                yield from found
        if section.targets:
            yield from self._targets()
        if section.chart:
            yield from self._chart(section.chart)
        if section.room:
            yield Room(numeral, section.room)

    def _part(self, part: Part, name: str) -> Iterator[Block]:
        if part.guiding_documents and self._guiding and not self._facts.unit:
            yield Paragraph((f"{part.guiding_documents}:",))
            for row in (row for row in self._guiding if row["document_kind"] in _KIND_VI):
                said = f"{row['document_no']} ngày {vietnamese(row['document_date'])} của {row['issuer_vi']}"
                kind = _KIND_VI[row["document_kind"]]
                yield Paragraph((f"{kind} số {said}: {row['title_vi']}.",), listed=True)
        if part.reports:
            yield from self._reports()
        for sentences in part.paragraphs:
            pieces: list[Piece] = []
            for sentence in sentences:
                filled = self._sentence(sentence)
                pieces += [" ", *filled] if pieces and filled else filled
            if pieces:
                yield Paragraph(tuple(pieces))
        new = [row for row in self._facts.models if row["is_new"]]
        if part.new_models and new:
            yield Paragraph((f"{part.new_models}:",))
            yield from (Paragraph((f"“{row['model_name']}”.",), listed=True) for row in new)
        if part.room:
            yield Room(name, part.room)

    def _sentence(self, sentence: str | WhenZero) -> list[Piece]:
        """A sentence with its figures; nothing when the edition does not have one of them.

        Where it keeps one back from this reader the same is told in plain words, figure by figure.
        """
        text = sentence if isinstance(sentence, str) else sentence.text
        codes = list(dict.fromkeys(code for code, _ in _NAME.findall(text) if code not in self._known))
        rows = [self._rows[code] for code in codes if code in self._rows]
        if len(rows) < len(codes) or not all(r["base_value"] is not None or is_hidden(r, "base_value") for r in rows):
            return []
        if any(row["base_value"] is None for row in rows):
            return _one_by_one(rows)
        if isinstance(sentence, WhenZero) and any(self._rows[code]["base_value"] != 0 for code in sentence.when_zero):
            return []
        pieces: list[Piece] = []
        last = 0
        for match in _NAME.finditer(text):
            pieces.append(text[last : match.start()])
            last = match.end()
            code, measure = match.groups()
            if code in self._known:
                pieces.append(str(self._known[code]))
            elif measure == "change":
                pieces += figures.change(self._rows[code])
            else:
                pieces.append(figures.target(self._rows[code]) if measure else figures.value(self._rows[code]))
        return [piece for piece in (*pieces, text[last:]) if piece]

    def _targets(self) -> Iterator[Block]:
        rows = [row for row in self._facts.indicators if has_target(row)]
        if not rows:
            yield Paragraph((f"Chưa có chỉ tiêu năm {self._known['target_year']} được đăng ký.",))
            return
        words = {
            "met": "đã đạt", "on_track": "đúng tiến độ", "behind": "chậm tiến độ", "missed": "không đạt",
            "not_due": "chưa đến hạn đánh giá", "not_assessable": "chưa đủ số liệu để đánh giá",
            "suppressed": "không công bố tiến độ",
        }  # fmt: skip
        pieces: list[Piece] = ["Trong ", self._count("targets", "all", len(rows)), " chỉ tiêu đã đăng ký: "]
        states = ["suppressed" if is_hidden(row, "attainment_state") else row["attainment_state"] for row in rows]
        for state in (state for state in words if state in states):
            pieces += [self._count("targets", state, states.count(state)), f" {words[state]}", ", "]
        yield Paragraph((*pieces[:-1], "."))
        yield target_grid(rows)

    def _reports(self) -> Iterator[Block]:
        year = self._facts.city["review_year"]
        of_year = [row for row in self._facts.completeness if row["report_year"] == year]
        owed, accepted = sum(r["owed"] for r in of_year), sum(r["accepted"] for r in of_year)
        if owed:
            missing = self._count("reports", "missing", owed - accepted)
            rest: list[Piece] = ["; còn thiếu ", missing, " báo cáo."] if owed > accepted else ["."]
            first = self._count("reports", "accepted", accepted)
            last = self._count("reports", "owed", owed)
            yield Paragraph(("Đã chấp nhận ", first, " trên ", last, f" báo cáo phải gửi cho năm {year}", *rest))

    def _count(self, of: str, measure: str, number: int) -> Piece:
        labels = {"targets": "Số chỉ tiêu", "reports": "Số báo cáo"}
        year = self._known["target_year" if of == "targets" else "review_year"]
        unit = self._facts.unit["unit_code"] if self._facts.unit else None
        return figure(of, int(year), unit, measure, vietnamese(number), f"{labels[of]}, năm {year}")

    def _chart(self, kind: str) -> Iterator[Block]:
        year, following = self._known["review_year"], self._known["target_year"]
        place = self._facts.unit["unit_code"] if self._facts.unit else "city"
        numbered = f"Biểu đồ {self._charts + 1}"
        if kind == "change":
            caption = f"{numbered}. Thay đổi năm {year} so với năm {self._known['previous_year']}"
            series = tuple(f"{r['name']} {_per_cent(r['change'])}" for r in charts.change_series(self._facts))
        else:
            caption = f"{numbered}. Tiến độ chỉ tiêu năm {following} (vạch đen: mức cần có đến nay)"
            series = tuple(_progress(row) for row in charts.target_series(self._facts))
        if series:
            self._charts += 1
            name = f"{TAG_PREFIX}/chart/{kind}/{year if kind == 'change' else following}/{place}"
            yield Picture(name, caption, series, self._drawn(kind) or "")

    def _drawn(self, kind: str) -> str | None:
        if not self._with_charts:
            return None
        return charts.change_chart(self._facts) if kind == "change" else charts.target_chart(self._facts)


def _per_cent(number: float) -> str:
    return f"{'tăng' if number > 0 else 'giảm'} {vietnamese(abs(number))}%"


def _progress(row: Row) -> str:
    wanted = "" if row["expected"] is None else f", mức cần có {vietnamese(row['expected'], decimals=1)}%"
    return f"{row['name']} đạt {vietnamese(row['reached'], decimals=1)}% chỉ tiêu{wanted} ({row['state']})"


def _one_by_one(rows: list[Row]) -> list[Piece]:
    """Name and figure of each: “Số tin quần chúng cung cấp: 45 tin; số tin có giá trị: không công bố.”."""
    pieces: list[Piece] = []
    for row in rows:
        name = row["name_vi"] if not pieces else _as_said(row["name_vi"])
        unit = "" if row["base_value"] is None else row["unit_vi"] if row["unit_vi"] == "%" else f" {row['unit_vi']}"
        pieces += ["; "] if pieces else []
        pieces += [f"{name}: ", figures.value(row), unit]
    return [piece for piece in (*pieces, ".") if piece]


def _as_said(name: str) -> str:
    """``phường Quang Trung``: a name within a sentence."""
    return name[:1].lower() + name[1:]
