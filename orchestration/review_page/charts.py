"""Charts of the page: Vega-Lite specifications turned into SVG when the page is written.

One chart a question: what changed, how far to the target, wards side by side, who reports in time.
The SVG stands in the page; nothing is loaded and no script runs when it is read.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from orchestration.review_page.page_facts import PageFacts
from orchestration.wording import Row

_INK, _QUIET, _GOOD, _BAD, _LINE = "#1c2733", "#5b6875", "#1a7f5a", "#b4432f", "#d5dbe1"
_FONT = "Segoe UI, Roboto, Noto Sans, Arial, sans-serif"
_LOCALE = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]}
_CONFIG: dict[str, Any] = {
    "font": _FONT,
    "axis": {"labelFontSize": 13, "titleFontSize": 13, "labelColor": _INK, "titleColor": _QUIET, "gridColor": _LINE,
             "domainColor": _LINE, "tickColor": _LINE, "labelLimit": 420},
    "legend": {"labelFontSize": 13, "titleFontSize": 13, "orient": "top", "columnPadding": 28,
               "symbolOffset": 0, "labelOffset": 6},
    "view": {"stroke": None},
    "locale": {"number": _LOCALE},
}  # fmt: skip
# words of the drawing program, half of them English, that nobody hears: the drawing is hidden from screen readers
_NONAME = re.compile(r' (?:aria-(?:roledescription|label)="[^"]*"|role="graphics-\w+")')


def change_series(facts: PageFacts) -> list[Row]:
    """What the chart of changes is drawn from: name, change in per cent, whether that is better."""
    return [
        {"name": r["name_vi"], "change": round(r["change_pct"], 1), "better": _better(r)}
        for r in facts.indicators
        if r["comparable"] and r["change_pct"] is not None and r["unit_vi"] != "%" and r["change_pct"]
    ]


def change_chart(facts: PageFacts) -> str | None:
    """Change against the year before in per cent, of indicators that can be compared."""
    rows = change_series(facts)
    if not rows:
        return None
    spec = {
        "data": {"values": rows}, "width": 360, "height": {"step": 24},
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": None, "title": None},
            "x": {"field": "change", "type": "quantitative", "title": "Tăng/giảm so với năm trước (%)",
                  "scale": {"padding": 34}},
        },
        "layer": [
            {"mark": {"type": "bar", "height": 14},
             "encoding": {"color": {"field": "better", "type": "nominal", "title": None, "scale": {
                 "domain": ["chuyển biến tốt", "chuyển biến xấu", "không xếp tốt xấu"],
                 "range": [_GOOD, _BAD, "#8a97a5"]}}}},
            {"mark": {"type": "text", "align": {"expr": "datum.change < 0 ? 'right' : 'left'"},
                      "dx": {"expr": "datum.change < 0 ? -4 : 4"}, "fontSize": 12, "color": _INK},
             "encoding": {"text": {"field": "change", "type": "quantitative", "format": ",.1~f"}}},
        ],
    }  # fmt: skip
    return _svg(spec)


def _better(row: Row) -> str:
    if row["direction"] not in ("up", "down"):
        return "không xếp tốt xấu"
    return "chuyển biến tốt" if (row["change"] > 0) == (row["direction"] == "up") else "chuyển biến xấu"


def target_series(facts: PageFacts) -> list[Row]:
    """What the chart of targets is drawn from: name, what is reached and expected in per cent of the target, state."""
    words = {"on_track": "đúng tiến độ", "met": "đã đạt", "behind": "chậm tiến độ", "missed": "không đạt"}
    return [
        {
            "name": r["name_vi"],
            "reached": 100 * r["to_date_value"] / r["target_value"],
            "expected": None if r["expected_to_date"] is None else 100 * r["expected_to_date"] / r["target_value"],
            "state": words[r["attainment_state"]],
        }
        for r in facts.indicators
        if r["to_date_value"] is not None and r["target_value"] and r["attainment_state"] in words
    ]


def target_chart(facts: PageFacts) -> str | None:
    """What is reached so far as a share of the target, beside what should be by now; indicators with phased targets."""
    rows = target_series(facts)
    if not rows:
        return None
    spec = {
        "data": {"values": rows}, "width": 360, "height": {"step": 34},
        "encoding": {"y": {"field": "name", "type": "nominal", "sort": None, "title": None}},
        "layer": [
            {"mark": {"type": "bar", "height": 16},
             "encoding": {
                 "x": {"field": "reached", "type": "quantitative", "title": "Đã thực hiện so với chỉ tiêu cả năm (%)"},
                 "color": {"field": "state", "type": "nominal", "title": None, "scale": {
                     "domain": ["đã đạt", "đúng tiến độ", "chậm tiến độ", "không đạt"],
                     "range": ["#0f5c40", _GOOD, "#c98a1b", _BAD]}}}},
            {"mark": {"type": "tick", "thickness": 3, "size": 26, "color": _INK},
             "encoding": {"x": {"field": "expected", "type": "quantitative"}}},
        ],
    }  # fmt: skip
    return _svg(spec)


def ward_chart(facts: PageFacts) -> str | None:
    """Wards side by side, in the order of the alphabet."""
    rows = [{"name": r["name_vi"], "value": r["value"]} for r in facts.wards if r["value"] is not None]
    if not rows:
        return None
    spec = {
        "data": {"values": rows}, "width": 360, "height": {"step": 22},
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": None, "title": None},
            "x": {"field": "value", "type": "quantitative", "title": "Tỷ lệ khu dân cư có nhóm Zalo an ninh (%)",
                  "scale": {"domain": [0, 100]}},
        },
        "layer": [
            {"mark": {"type": "rule", "color": _LINE, "strokeWidth": 2}},
            {"mark": {"type": "circle", "size": 90, "color": "#23527c", "opacity": 1}},
            {"mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 12, "color": _INK},
             "encoding": {"text": {"field": "value", "type": "quantitative", "format": ",.0f"}}},
        ],
    }  # fmt: skip
    return _svg(spec)


def timeliness_chart(facts: PageFacts, kinds: dict[str, str]) -> str | None:
    """Share of owed reports whose first one came in time, by kind of sender and year."""
    rows = [
        {"name": kinds.get(r["unit_kind"], r["unit_kind"]), "year": str(r["report_year"]),
         "value": round(100 * r["on_time"] / r["owed"], 1)}
        for r in facts.completeness
    ]  # fmt: skip
    if not rows:
        return None
    spec = {
        "data": {"values": rows}, "width": 360, "height": {"step": 16},
        "mark": {"type": "bar"},
        "encoding": {
            "y": {"field": "name", "type": "nominal", "title": None},
            "yOffset": {"field": "year"},
            "x": {"field": "value", "type": "quantitative", "title": "Báo cáo đúng hạn (%)",
                  "scale": {"domain": [0, 100]}},
            "color": {"field": "year", "type": "nominal", "title": "Năm báo cáo",
                      "scale": {"range": ["#9db7cf", "#4f81ab", "#1f4e79"]}},
        },
    }  # fmt: skip
    return _svg(spec)


@lru_cache(maxsize=32)
def as_png(svg: str, dots_per_inch: int) -> bytes:
    """A chart as a picture, for files that take no SVG; those of the city stand in many documents."""
    import vl_convert

    drawn: bytes = vl_convert.svg_to_png(svg, ppi=dots_per_inch)
    return drawn


def _svg(spec: dict[str, Any]) -> str:
    return _drawn(json.dumps(spec))


@lru_cache(maxsize=128)
def _drawn(spec: str) -> str:
    """The chart as SVG; the city's charts stand on the pages of many readers and are drawn once."""
    import vl_convert  # a second to load: only where a chart is drawn

    # room at the sides: the reader's typeface may be wider than the one the labels were measured with
    text: str = vl_convert.vegalite_to_svg(
        json.loads(spec)
        | {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "config": _CONFIG,
            "background": None,
            "padding": {"left": 48, "right": 36, "top": 4, "bottom": 4},
        },
        format_locale=_LOCALE,
    )
    # a reader of the page hears the caption and the table beside the chart, not every mark of it
    return _NONAME.sub("", text).replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
