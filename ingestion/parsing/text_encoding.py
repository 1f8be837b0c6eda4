"""Bytes of a text file -> text: UTF-8 and UTF-16 by their marks or their shape, else Windows-1258 or 1252."""

from __future__ import annotations

import codecs
import re

from ingestion.opening.refused import DamagedError

# Windows-1258 writes a tone as a mark of its own after its vowel
_TONE_AFTER_VOWEL = re.compile(rb"[AEIOUYaeiouy\xc2\xca\xd4\xc3\xd5\xdd\xe2\xea\xf4\xe3\xf5\xfd][\xcc\xd2\xde\xec\xf2]")
_TONE = re.compile(rb"[\xcc\xd2\xde\xec\xf2]")


def decode(content: bytes) -> str:
    """The text, without its byte-order mark.

    A file in a legacy font (TCVN3, VNI) comes out as its bytes look in Windows-1252; cleaning tells and converts it.

    Raises:
        DamagedError: the bytes are cut inside a character, or no encoding fits.
    """
    try:
        if content.startswith(codecs.BOM_UTF8):
            return content.decode("utf-8-sig")
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16")
        head = content[:4096]
        if head.count(0) * 5 >= len(head) * 2:
            return content.decode("utf-16-be" if head[0::2].count(0) > head[1::2].count(0) else "utf-16-le")
    except UnicodeDecodeError as error:
        raise DamagedError("tệp bị cắt giữa chừng (bảng mã Unicode không trọn vẹn)") from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(_eight_bit(content), "replace")


def _eight_bit(content: bytes) -> str:
    tones, after_vowels = len(_TONE.findall(content)), len(_TONE_AFTER_VOWEL.findall(content))
    return "cp1258" if tones and after_vowels * 10 >= tones * 8 else "cp1252"
