"""Is this English? The share of its commonest small words tells; other languages are recognised by theirs."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+")
_SMALL: Final = {
    "en": "the of and to in a is that for it was on with as at by from has have this be are said not but an were they which or",
    "de": "der die das und ist nicht von zu mit den des ein eine auf dem im für sich auch als wird hat sind bei nach einer aus",
    "fr": "le la les des et est une du que qui dans pour pas sur au par ce il plus avec sont ne se aux été cette ont son",
    "es": "el la los las de y que en un una por con para del se no es su al lo como más fue este han ha sus entre pero",
    "it": "il la le gli di e che un una per non con del della sono è nel alla dei da come più ha anche si dal al ma",
    "pt": "o os as de e que em um uma para com não do da dos das no na se por mais como foi ao pelo sua seu são",
    "nl": "de het een en van is dat op te in niet zijn voor met die aan er ook als bij maar naar door uit wordt heeft",
    "sv": "och att det som en på är av för med den till har de inte om ett han var jag från men vi kan ska under",
    "da": "og at det er en til af for på der de med den har ikke som et om fra men kan var vi han sig blev",
    "pl": "i w na z do nie się że jest to o od jak po za ale przez dla był są tym przy oraz jego który",
}
_SETS: Final = {code: frozenset(words.split()) for code, words in _SMALL.items()}


def language(text: str) -> str:
    """An ISO 639-1 code: "en", another language whose small words clearly outnumber English ones, or "und"; for text that is
    mostly not in Latin letters "und-" and the ISO 15924 name of its script.

    Decided by the share of small words among all; a text of fewer than 20 words, or of none of the languages, is "und".
    """
    words = [w.casefold() for w in _WORD.findall(text[:50_000])]
    script = _script("".join(words)[:5_000])
    if script:
        return script
    if len(words) < 20:
        return "und"
    shares = {code: sum(w in small for w in words) / len(words) for code, small in _SETS.items()}
    best = max(sorted(shares), key=lambda code: shares[code])
    if shares["en"] >= 0.15 and shares["en"] >= 0.8 * shares[best]:
        return "en"
    return best if shares[best] >= 0.12 else "und"


def _script(letters: str) -> str | None:
    """ "und-Cyrl" and the like if most letters are of one script that is not Latin."""
    # The scripts looked for stand above the Latin blocks.
    if sum(ch > "\u024f" for ch in letters) * 2 <= len(letters):
        return None
    found = Counter(unicodedata.name(ch, "").split(" ")[0].split("-")[0] for ch in letters)
    for name, code in _SCRIPTS.items():
        if found[name] * 2 > len(letters) >= 20:
            return f"und-{code}"
    return None


_SCRIPTS: Final = {
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "CJK": "Hani",
    "HIRAGANA": "Hira",
    "KATAKANA": "Kana",
    "HANGUL": "Hang",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "TAMIL": "Taml",
    "THAI": "Thai",
    "GEORGIAN": "Geor",
    "ARMENIAN": "Armn",
}
