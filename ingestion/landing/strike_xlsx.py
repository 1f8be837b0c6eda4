"""Strikes texts out of an .xlsx by editing its parts: layout, formats and every other cell stay byte for byte."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from html import unescape
from xml.sax.saxutils import escape

_SHEET = re.compile(r'<sheet\b[^>]*?\bname="([^"]*)"[^>]*?\br:id="([^"]+)"')
_RELATION = re.compile(r"<Relationship\b[^>]*>")
_SHARED_ITEM = re.compile(r"<si>.*?</si>|<si\s*/>", re.DOTALL)
# who saved the file: written by the program, gone from every copy
_AUTHORS = re.compile(r"(<(?:dc:creator|cp:lastModifiedBy|Manager)\b[^>]*>)([^<]*)(</)")
_SHARED = "xl/sharedStrings.xml"


def strike_xlsx(content: bytes, changed: Mapping[tuple[str, str], str], properties: list[str]) -> bytes | None:
    """The workbook with other texts in the cells of ``changed`` and without ``properties``.

    Returns:
        None when the parts are not written the way this knows: then nothing may be trusted.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = archive.infolist()
        parts = {info.filename: archive.read(info) for info in infos}
    try:
        names = _sheet_parts(parts)
        shared: set[int] = set()
        for (sheet, cell), text in changed.items():
            part = names[sheet]
            edited, index = _with_text(parts[part].decode("utf-8"), cell, text)
            parts[part] = edited.encode("utf-8")
            shared |= {index} if index is not None else set()
        if shared:
            parts[_SHARED] = _without_items(parts[_SHARED].decode("utf-8"), shared).encode("utf-8")
    except (KeyError, LookupError, UnicodeDecodeError):
        return None
    about = {name: part for name, part in parts.items() if name.startswith("docProps/")}
    for name, xml in about.items():
        parts[name] = _without(xml, properties)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in infos:
            entry = zipfile.ZipInfo(info.filename, info.date_time)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = info.external_attr
            copy.writestr(entry, parts[info.filename])
    return buffer.getvalue()


def _sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Part of each sheet by the name its reader sees."""
    relations = {}
    for relation in _RELATION.findall(parts["xl/_rels/workbook.xml.rels"].decode("utf-8")):
        found = {key: re.search(rf'\b{key}="([^"]*)"', relation) for key in ("Id", "Target")}
        if found["Id"] and found["Target"]:
            relations[found["Id"][1]] = found["Target"][1]
    sheets = _SHEET.findall(parts["xl/workbook.xml"].decode("utf-8"))
    return {unescape(name): _path(relations[rid]) for name, rid in sheets}


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _with_text(sheet: str, cell: str, text: str) -> tuple[str, int | None]:
    """The sheet with another text in ``cell``, and the number of the shared string that stood there."""
    found = re.search(rf'<c\b(?=[^>]*\sr="{cell}")([^>]*?)(?:/>|>(.*?)</c>)', sheet, re.DOTALL)
    if not found:
        raise LookupError(cell)
    style = re.search(r'\ss="\d+"', found[1])
    kind = re.search(r'\st="(\w+)"', found[1])
    value = re.search(r"<v>(\d+)</v>", found[2] or "")
    index = int(value[1]) if value and kind and kind[1] == "s" else None
    inline = f'<is><t xml:space="preserve">{escape(text)}</t></is>'
    new = f'<c r="{cell}"{style[0] if style else ""} t="inlineStr">{inline}</c>'
    return sheet[: found.start()] + new + sheet[found.end() :], index


def _without_items(shared: str, struck: set[int]) -> str:
    position = -1

    def item(match: re.Match[str]) -> str:
        nonlocal position
        position += 1
        return "<si><t></t></si>" if position in struck else match[0]

    return _SHARED_ITEM.sub(item, shared)


def _without(part: bytes, texts: list[str]) -> bytes:
    """A part of document properties without its authors, and with ``texts`` gone wherever an element holds them."""
    xml = part.decode("utf-8", errors="surrogateescape")
    for written in {form for text in texts for form in (text, escape(text))}:
        xml = re.sub(rf">([^<]*?){re.escape(written)}([^<]*?)<", r">\1\2<", xml)
    return _AUTHORS.sub(r"\1\3", xml).encode("utf-8", errors="surrogateescape")
