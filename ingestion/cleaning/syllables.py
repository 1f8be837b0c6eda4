"""Is this word a Vietnamese syllable? Its spelling only: onset, rhyme, and the tones a closed rhyme can carry."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_ONSET = re.compile(r"(?:ngh|ng|nh|ch|th|tr|ph|gh|gi|kh|qu|[bcdđghklmnprstvx])?")
_RHYMES = frozenset(
    re.findall(
        r"\w+",
        """a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong
    op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn
    uông uôt uơ up ut uy uya uych uynh uyên uyêt uyt uyp uyu ư ưa ưc ưi ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu ynh""",
    )
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_CLOSED = ("c", "ch", "p", "t")
_TONES_OF_CLOSED = frozenset("\u0301\u0323")  # sắc and nặng: a syllable that ends in c, ch, p, t has no other


@cache
def is_syllable(word: str) -> bool:
    """Whether ``word`` (NFC or NFD, any case) is spelled as one Vietnamese syllable; "" is not."""
    decomposed = unicodedata.normalize("NFD", word.casefold())
    tones = [char for char in decomposed if char in _TONES]
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", "".join(char for char in decomposed if char not in _TONES))
    # "gìn" is g + in, "giá" is gi + a, "gì" is g + i: every cut of the onset may be the right one
    longest = len(_ONSET.match(plain)[0])  # type: ignore[index]  # the pattern matches the empty text
    rhymes = [plain[cut:] for cut in range(longest + 1) if _ONSET.fullmatch(plain[:cut])]
    if not any(rhyme in _RHYMES for rhyme in rhymes):
        return False
    return not plain.endswith(_CLOSED) or not tones or tones[0] in _TONES_OF_CLOSED
