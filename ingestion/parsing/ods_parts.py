"""What an OpenDocument spreadsheet carries besides cells: names, links, commands, programs, objects, their texts."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET  # only for names of types: the tree is the parser's

from ingestion.opening.gate import Opened
from ingestion.parsing.file_content import FileContent, Noticed, Text
from ingestion.parsing.loose_bytes import texts_of_part
from ingestion.parsing.package_text import asides, says_something, texts_of
from ingestion.parsing.xlsx_workbook import COMMAND, OUTSIDE

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_HREF = "{http://www.w3.org/1999/xlink}href"
# what a cell holds: read as a cell
_VALUES = frozenset(f"{_OFFICE}{kind}value" for kind in ("", "date-", "time-", "boolean-"))
_NAMES = (f"{_TABLE}named-range", f"{_TABLE}named-expression")
# where a sheet, a range of cells or a table is filled from
_SOURCES = (f"{_TABLE}table-source", f"{_TABLE}cell-range-source")
_DATABASES = tuple(f"{_TABLE}database-source-{kind}" for kind in ("sql", "query", "table"))
_COMMANDS = (f"{_OFFICE}dde-source", *_DATABASES)
_VALIDATION = f"{_TABLE}content-validation"
_LISTENER = "{urn:oasis:names:tc:opendocument:xmlns:script:1.0}event-listener"
_PICTURE_OR_OBJECT = re.compile(r"(?:\./)?(?:Object |Pictures/|ObjectReplacements/)")
# words of people inside the tables that are no cells: shapes, buttons, hints of a validation
_BETWEEN = re.compile(rb"<(table:shapes|office:forms|table:help-message|table:error-message)\b.*?</\1>", re.DOTALL)
_BUTTON_WORDS = re.compile(rb"""\sform:(?:label|value|current-value|title|name)\s*=\s*["']([^"']+)["']""")


def gives_command(formula: str) -> bool:
    """Whether a formula asks another program."""
    bare = _without_texts(formula)
    return bool(COMMAND.search(bare)) or "DDE(" in bare


def points_outside(formula: str) -> bool:
    """Whether a formula takes something from another file or address."""
    return bool(OUTSIDE.search(_without_texts(formula)))


def _without_texts(formula: str) -> str:
    return re.sub(r'"[^"]*"', '""', formula)


def look_outside(root: ET.Element, found: FileContent) -> None:
    """Names, links of sheets and ranges, commands, programs: what is odd goes into ``found``, and their texts."""
    for element in root.iter():
        if element.tag in _NAMES:
            _name(element, found)
        elif element.tag in _COMMANDS:
            said = " | ".join(v for v in element.attrib.values() if v)
            found.texts.append(Text("link", None, None, said))
            found.noticed.append(Noticed("BOOK-07", None, None, said[:80]))
        elif element.tag == _VALIDATION:
            found.texts.append(Text("validation", None, None, element.get(f"{_TABLE}condition", "")))
        elif element.tag == _LISTENER:
            found.noticed.append(Noticed("BOOK-09"))
        words = [v for name, v in element.attrib.items() if name not in _VALUES and says_something(v)]
        found.texts += [Text("other", None, None, v) for v in words]
        target = element.get(_HREF)
        if target and not _PICTURE_OR_OBJECT.match(target):
            found.texts.append(Text("link", None, None, target))
            if element.tag in _SOURCES:
                found.noticed.append(Noticed("BOOK-06", None, None, target[:80]))


def _name(element: ET.Element, found: FileContent) -> None:
    found.texts += [Text("defined_name", None, None, v) for v in element.attrib.values()]
    name = element.get(f"{_TABLE}name", "")
    refers_to = element.get(f"{_TABLE}expression", "") or element.get(f"{_TABLE}cell-range-address", "")
    if gives_command(refers_to):
        found.noticed.append(Noticed("BOOK-07", None, None, f"tên “{name}” = {refers_to[:80]}"))
    elif points_outside(refers_to):
        found.noticed.append(Noticed("BOOK-06", None, None, f"tên “{name}” = {refers_to[:80]}"))


def other_parts(opened: Opened, found: FileContent) -> None:
    """Texts of the other parts of the package and of what stands between the cells; programs and objects."""
    found.texts += [Text("other", None, None, t) for data in opened.others.values() for t in texts_of_part(data)]
    found.texts += [Text("other", None, None, name) for name in opened.names if says_something(name)]
    for name, xml in opened.parts.items():
        found.texts += [Text("other", None, None, t) for t in asides(xml)]
        if name in ("mimetype", "META-INF/manifest.xml"):
            continue
        part = "property" if name == "meta.xml" else "header_footer" if name == "styles.xml" else "other"
        texts = texts_of(_without_cells(xml)) if name == "content.xml" else texts_of(xml)
        found.texts += [Text(part, None, None, t) for t in texts]
    content = opened.parts["content.xml"]
    if b'date-value="1904-01-01"' in content and b"null-date" in content:
        found.noticed.append(Noticed("BOOK-08"))
    if any(n.startswith(("Basic/", "Scripts/")) for n in opened.names):
        found.noticed.append(Noticed("BOOK-09"))
    objects = {n.partition("/")[0] for n in opened.names if n.startswith("Object ")}
    # a chart of the file's own figures is an object with a part that says so
    if any(b"<office:chart" not in opened.parts.get(f"{name}/content.xml", b"") for name in objects):
        found.noticed.append(Noticed("BOOK-10", None, None, "tệp nhúng"))
    if any(n.startswith("Pictures/") for n in opened.names):
        found.noticed.append(Noticed("BOOK-10", None, None, "hình ảnh"))


def _without_cells(content: bytes) -> bytes:
    first, last = content.find(b"<table:table "), content.rfind(b"</table:table>")
    between = b"".join(match[0] for match in _BETWEEN.finditer(content, max(first, 0), max(last, 0)))
    words = b"".join(b"<a>" + word + b"</a>" for word in _BUTTON_WORDS.findall(between))
    return content[:first] + content[last:] + between + words
