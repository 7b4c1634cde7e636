"""Names as comparable words: spelling evened out, and whether two names may be one person's or one body's."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from stemma.background.agencies import canonical
from stemma.background.lexicons import lexicon
from stemma.background.names import SHIPPED, Names, adjectives, capital_cities, loose, states

# Letters that no decomposition takes apart.
_STROKES = str.maketrans(
    {"’": "'", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "Æ": "Ae", "œ": "oe"}
)
_SPELLING = (("defense", "defence"), ("center", "centre"), ("labor", "labour"), ("organiz", "organis"))
# Ways in which one name of another script is written in English, after the romanisations in use (BGN/PCGN, ISO 9, passports,
# press): the later form stands for both. Endings come first.
_ENDS = tuple(
    (re.compile(old), new)
    for old, new in (
        (r"^m[ou]ham+[ae]d$", "muhammad"),
        (r"^ahm[ae]d$", "ahmed"),
        (r"^abd[aeu]l$", "abdul"),
        (r"(?<=\w\w)(?:ei|ey|ii|iy|iyi|yi|yy|ij|i)$", "y"),
        (r"(?<=\w\w)[ae]h$", "a"),
        (r"i[iy]a$", "ia"),
        (r"(?<=[dt])er$", "r"),
        (r"^iu", "yu"),
        (r"^ye(?=v)", "e"),
        (r"q(?!u)", "k"),
        (r"(?<=\w\w)a[iy](?=\w\w*$)", "e"),
    )
)
_SCRIPTS = (
    *(("iy", "y"), ("yy", "y"), ("ij", "y"), ("ii", "y"), ("kh", "h"), ("ph", "f"), ("dzh", "j"), ("zh", "j"), ("ck", "k")),
    *(("ou", "u"), ("oe", "o"), ("ae", "a"), ("ue", "u"), ("ei", "e"), ("yev", "ev"), ("ks", "x"), ("tch", "ch"), ("sch", "sh")),
    *(("tz", "ts"), ("dj", "j")),
)
# The article of Arabic names, with a hyphen anywhere or as a word inside ("Bashar al-Assad", not "Al Gore").
_ARTICLE = re.compile(r"(?<!\w)(?:al|el|ad|an|ar|as|ash|at|az)-(?=\w)|(?<=\w )(?:al|el) (?=\w)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """A word without accents, case and possessive, in one spelling."""
    plain = unicodedata.normalize("NFKD", word.translate(_STROKES))
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


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """A folded word with the ways of writing a foreign name made one ("zelenskiy", "zelenskyy" -> "zelensky")."""
    for pattern, new in _ENDS:
        word = pattern.sub(new, word)
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
    if len(a) < 2 or len(b) < 2:
        return False
    if "".join(a) == "".join(b):  # "Jong-un", "Jongun"
        return True
    if not close(a[-1], b[-1]):
        return False
    first, other = a[0].rstrip("."), b[0].rstrip(".")
    return close(first, other) or (min(len(first), len(other)) == 1 and first[0] == other[0])


def expanded(name: str, names: Names = SHIPPED, *, capital: bool = False) -> str:
    """The name in full where a lexicon knows it: "UN" -> "United Nations", "the Kremlin" -> the power that sits there; with
    `capital`, "Oslo" -> "Norway"."""
    return canonical(names.full(name, capital=capital))


# What a ministry or government is called in more ways than one: the later form stands for both.
_OFFICES = (
    (("foreign", "affairs"), ("foreign",)),
    (("external", "affairs"), ("foreign",)),
    (("internal", "affairs"), ("interior",)),
    (("home", "affairs"), ("interior",)),
)
_OFFICE = frozenset({"ministry", "department"})
_PEOPLE_OF = ("government", "govt")


@lru_cache(maxsize=8192)
def body_words(name: str, names: Names = SHIPPED) -> tuple[str, ...]:
    """The words of a body's name with all that a lexicon knows written out: "Moscow", "Russia's government" -> "russia";
    "U.S. defence department" -> "united states defence department"; "Kiev city council" -> "kyiv city council"."""
    full = expanded(name, names, capital=True)
    parts = re.findall(r"[^\W_]+(?:['’.][^\W_]+)*\.?", full.replace("-", " "))
    out: list[str] = []
    n = 0
    while n < len(parts):
        two = adjectives().get(loose(" ".join(parts[n : n + 2]))) if n + 2 < len(parts) else None
        further = two or (_written_out(parts, n, names) if len(parts) > 1 else None)
        out.extend(words(further or parts[n].rstrip(".")))
        n += 2 if two else 1
    for old, new in _OFFICES:
        at = next((i for i in range(len(out)) if tuple(out[i : i + len(old)]) == old), None)
        if at is not None and not _OFFICE.isdisjoint(out):
            out[at : at + len(old)] = new
    if len(out) > 1 and out[-1] in _PEOPLE_OF and " ".join(out[:-1]) in _states():
        out.pop()
    return tuple(out)


def _written_out(parts: list[str], n: int, names: Names) -> str | None:
    """What the n-th word of a longer name stands for; None where it stands for itself."""
    part = parts[n]
    squeezed = re.sub(r"['’]s$", "", part).replace(".", "")
    further = names.acronym(part) if len(squeezed) > 1 and squeezed.isupper() else names.spelling(part)
    further = further or adjectives().get(loose(part))
    return None if further is None or _goes_on(further, parts[n:]) else further


def _goes_on(full: str, parts: list[str]) -> bool:
    """Whether the text itself writes out what its first word would become ("Saudi" in "Saudi Arabia's navy")."""
    wanted = words(full)
    return len(wanted) > 1 and words(" ".join(parts[: len(wanted)])) == wanted


@lru_cache(maxsize=1)
def _states() -> frozenset[str]:
    return frozenset(" ".join(words(state)) for state in states())


def person_words(name: str, names: Names = SHIPPED) -> tuple[str, ...]:
    """The words of a person's name as the lexicon writes it; a variant of the surname alone is followed inside a full name,
    where the first name does not speak against it."""
    own = words(_ARTICLE.sub("", names.full(name)))
    if len(own) < 2 or names.own(name) is not None:
        return own
    full = words(names.own(name.split()[-1]) or "")
    if len(full) == 1:
        return (*own[:-1], full[0])
    if len(full) > 1 and (close(full[0], own[0]) or own[0].rstrip(".") == full[0][:1]):
        return full
    return own


def initials(name: str) -> str:
    """The initials of a name's capitalised words: "Central Intelligence Agency" -> "CIA"."""
    return "".join(w[0] for w in re.findall(r"[^\W_]+", name) if w[:1].isupper())


def same_body(a: str, b: str, names: Names = SHIPPED) -> bool:
    """Whether two names of bodies are one's: same words in any order, an acronym and its words, spellings of one name."""
    left, right = body_words(a, names), body_words(b, names)
    if not left or not right:
        return False
    if sorted(left) == sorted(right):
        return True
    for short, long in ((a, b), (b, a)):
        if names.own(short) is not None:  # a user has said what it stands for
            continue
        bare = re.sub(r"^(?:the|The)\s+", "", short.strip()).replace(".", "")
        if bare.isupper() and 2 <= len(bare) <= 7 and " " not in bare and initials(re.sub(r"^(?:the|The)\s+", "", long)) == bare:
            return True
    return len(left) == len(right) and all(close(x, y) for x, y in zip(left, right, strict=True))


def within(short: str, long: str) -> bool:
    """Whether one body's name opens the other's: "Norsk" in "Norsk Hydro", not "Norway" in "Norway Post" (a state, an adjective
    or a capital opens many names) nor "Norsk" in "Norsk press office". Asked only where a story knows one such name."""
    if loose(short) in states() or loose(short) in capital_cities() or loose(short) in adjectives():
        return False
    left, right = words(short), words(long)
    generic = lexicon("roles")["body"] | lexicon("roles")["suffix"] | lexicon("roles")["collective"]
    if not 0 < len(left) < len(right) or right[: len(left)] != left or left[0] in generic:
        return False
    rest = [w for w in re.findall(r"[^\W_]+", long.split(short, 1)[-1]) if fold(w) not in lexicon("small")["empty"]]
    return "'s " not in long.replace("’", "'") and bool(rest) and all(w[:1].isupper() for w in rest)
