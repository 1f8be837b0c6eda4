"""The order of the Vietnamese alphabet: letters first (a ă â … đ … ơ ư), tones after, numbers by their value."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {mark: place for place, mark in enumerate("\u0300\u0309\u0303\u0301\u0323", start=1)}  # huyền hỏi ngã sắc nặng
_PIECE = re.compile(r"\d+|.", re.DOTALL)

Key = tuple[tuple[tuple[int, int], ...], tuple[int, ...]]


def alphabet_key(text: str) -> Key:
    """Sort key of a name: "Phường Lộc Hạ" before "Phường Lộc Vượng", "Tổ 2" before "Tổ 10"."""
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    for piece in _PIECE.findall(unicodedata.normalize("NFC", text).lower()):
        if piece.isdigit():
            letters.append((1, int(piece)))
            continue
        apart = unicodedata.normalize("NFD", piece)
        tone = next((mark for mark in apart if mark in _TONES), "")
        letter = unicodedata.normalize("NFC", apart.replace(tone, "")) if tone else piece
        letters.append((2, _LETTERS[letter]) if letter in _LETTERS else (0, ord(letter[0])))
        tones.append(_TONES.get(tone, 0))
    return tuple(letters), tuple(tones)
