"""Names as comparable words: spelling evened out, and whether two names may be one person's or one body's."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from stemma.background.agencies import canonical
from stemma.background.lexicons import aliases, lexicon

# Letters that no decomposition takes apart.
_STROKES = str.maketrans("’øØłŁđĐı", "'oOlLdDi")
_SPELLING = (("defense", "defence"), ("center", "centre"), ("labor", "labour"), ("organiz", "organis"))
# Ways in which one name of another script is written in English: the later form stands for both.
_SCRIPTS = (
    *(("iy", "y"), ("yy", "y"), ("ij", "y"), ("ii", "y"), ("kh", "h"), ("ph", "f"), ("dzh", "j"), ("zh", "j"), ("ck", "k")),
    *(("ou", "u"), ("oe", "o"), ("ae", "a"), ("ue", "u"), ("ei", "e"), ("yev", "ev")),
    *(("mohammed", "muhammad"), ("mohamed", "muhammad")),
)


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """A word without accents, case and possessive, in one spelling."""
    plain = unicodedata.normalize(
        "NFKD", word.replace("’", "'").replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("đ", "d")
    )
    low = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    low = re.sub(r"'s$|s'$", lambda m: "" if m.group() == "'s" else "s", low)
    if re.fullmatch(r"(?:\w\.)+\w?", low):  # "u.s." is "us"
        low = low.replace(".", "")
    for old, new in _SPELLING:
        low = low.replace(old, new)
    return low


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The words of a name that count, folded, in order: no articles, titles, legal forms."""
    titles = lexicon("roles")["title"]
    parts = [fold(p) for p in re.findall(r"[^\W_]+(?:['’.][^\W_]+)*", name.replace("-", " "))]
    kept = [p for p in parts if p not in lexicon("small")["empty"] and p not in lexicon("small")["legal"]]
    while len(kept) > 1 and kept[0].rstrip(".") in titles:
        kept.pop(0)
    return tuple(kept)


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """A folded word with the ways of writing a foreign name made one ("zelenskiy", "zelenskyy" -> "zelensky")."""
    for old, new in _SCRIPTS:
        word = word.replace(old, new)
    return re.sub(r"(.)\1", r"\1", word)


def close(a: str, b: str) -> bool:
    """Whether two folded words are one name in two spellings: the same sound, or one letter apart in six or more."""
    if a == b or sound(a) == sound(b):
        return True
    if min(len(a), len(b)) < 6 or abs(len(a) - len(b)) > 1 or a[0] != b[0]:
        return False
    return _one_apart(a, b)


def _one_apart(a: str, b: str) -> bool:
    """Whether one inserted, dropped, changed or swapped letter makes one the other."""
    if len(a) == len(b):
        wrong = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        return len(wrong) <= 1 or (
            len(wrong) == 2 and wrong[1] == wrong[0] + 1 and a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]
        )
    if len(a) > len(b):
        a, b = b, a
    return any(b[:i] + b[i + 1 :] == a for i in range(len(b)))


def same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names (two words or more each) may be one person's: last words close, first words close, or one an
    initial of the other. A name with a middle word may meet one without it."""
    if len(a) < 2 or len(b) < 2 or not close(a[-1], b[-1]):
        return False
    first, other = a[0].rstrip("."), b[0].rstrip(".")
    return close(first, other) or (min(len(first), len(other)) == 1 and first[0] == other[0])


def expanded(name: str) -> str:
    """The name in full where a lexicon knows it: "UN" -> "United Nations", "the Kremlin" -> the power that sits there."""
    bare = re.sub(r"^(?:the|The)\s+", "", name.strip())
    return canonical(aliases("world").get(bare, aliases("metonyms").get(bare, bare)))


def initials(name: str) -> str:
    """The initials of a name's capitalised words: "Central Intelligence Agency" -> "CIA"."""
    return "".join(w[0] for w in re.findall(r"[^\W_]+", name) if w[:1].isupper())


def same_body(a: str, b: str) -> bool:
    """Whether two names of bodies are one's: same words in any order, an acronym and its words, spellings of one name."""
    left, right = words(expanded(a)), words(expanded(b))
    if not left or not right:
        return False
    if sorted(left) == sorted(right):
        return True
    for short, long in ((a, b), (b, a)):
        bare = re.sub(r"^(?:the|The)\s+", "", short.strip()).replace(".", "")
        if bare.isupper() and 2 <= len(bare) <= 7 and " " not in bare and initials(re.sub(r"^(?:the|The)\s+", "", long)) == bare:
            return True
    return len(left) == len(right) and all(close(x, y) for x, y in zip(left, right, strict=True))


def within(short: str, long: str) -> bool:
    """Whether one body's name opens the other's: "Norsk" in "Norsk Hydro", not "Norway" in "Norway's ministry" nor "Norsk"
    in "Norsk press office". Asked only where a story knows one such name."""
    left, right = words(short), words(long)
    generic = lexicon("roles")["body"] | lexicon("roles")["suffix"] | lexicon("roles")["collective"]
    if not 0 < len(left) < len(right) or right[: len(left)] != left or left[0] in generic:
        return False
    rest = [w for w in re.findall(r"[^\W_]+", long.split(short, 1)[-1]) if fold(w) not in lexicon("small")["empty"]]
    return "'s " not in long.replace("’", "'") and bool(rest) and all(w[:1].isupper() for w in rest)
