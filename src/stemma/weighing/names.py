"""Names and descriptions of voices, compared: persons by surname, bodies by their proper names, others by telling words."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final

from stemma.background.names import adjectives, loose

_WORD: Final = re.compile(r"\w+(?:[’'\-.]\w+)*")
_COUNTS: Final = frozenset(
    _WORD.findall("a an one two three four five six seven eight nine ten several some many few dozens another both")
)
_FUNCTION: Final = frozenset(
    _WORD.findall(
        "the a an of in on at to for with by from and or who whom whose that which their his her its is was were are be "
        "been has had have as not this these those other another former senior top"
    )
)
_HOLLOW: Final = frozenset(
    _WORD.findall(
        "people person persons source sources insider insiders man men woman women those unknown someone somebody "
        "others familiar matter knowledge direct situation close briefed anonymous unnamed"
    )
)
PRONOUNS: Final = frozenset(_WORD.findall("he she they it we i you who nobody noone none everyone anyone somebody someone one"))
"""Words that stand for somebody without telling who, in lower case."""
# Words for a body that do not tell one body from another.
_BODILY: Final = frozenset(
    _WORD.findall(
        "authorities authority government officials official police ministry company firm group agency department "
        "office court spokesman spokeswoman spokesperson statement management operator state local national federal "
        "city council service"
    )
)
_STATE: Final = frozenset(
    _WORD.findall("government ministry minister department army navy air force military presidency cabinet defence defense")
)
_SAME_SURNAME: Final = 0.8
_PART: Final = 3
"""Letters that initials must have to be looked for inside longer ones."""


def telling(name: str) -> frozenset[str]:
    """The words of a name that carry meaning, in lower case and roughly singular: what is compared between two descriptions."""
    words = (w.casefold().strip("'’.") for w in _WORD.findall(name.replace("’s", "").replace("'s", "")))
    return frozenset(
        w[:-1] if len(w) > 3 and w.endswith("s") else w for w in words if w not in _FUNCTION | _COUNTS and w != "unknown"
    )


def same_person(a: str, b: str) -> bool:
    """Persons by their last names, a slip of the pen allowed (a misspelt name is the same person)."""
    last_a, last_b = last_name(a), last_name(b)
    if last_a == last_b or last_a in telling(b) or last_b in telling(a):
        return True
    return SequenceMatcher(None, last_a, last_b, autojunk=False).ratio() >= _SAME_SURNAME


def last_name(name: str) -> str:
    """The last word of a name in lower case; "" if it has none."""
    words = _WORD.findall(name)
    return words[-1].casefold() if words else ""


def proper_words(name: str) -> frozenset[str]:
    """The capitalised words of a name that tell one body from another, in lower case."""
    return frozenset(w.casefold() for w in _WORD.findall(name) if w[0].isupper()) - _FUNCTION - _BODILY


def different_bodies(a: str, b: str) -> bool:
    """Whether two bodies are surely two: each with a proper name, and no word or initials in common."""
    proper_a, proper_b = proper_words(a), proper_words(b)
    if not proper_a or not proper_b or telling(a) & telling(b) or _shortened(a, b) or _people_of(a) or _people_of(b):
        return False
    # A capital may stand for its state, and a state for its ministry: of two bare words, neither surely names another body.
    if all(len(telling(x)) == 1 and not x.isupper() for x in (a, b)):
        return False
    # "Paris" may be the French foreign ministry: a bare name is not surely another body than an arm of a state.
    return not any(len(telling(x)) == 1 and telling(y) & _STATE for x, y in ((a, b), (b, a)))


def _people_of(name: str) -> bool:
    """Whether a name is a people's ("the Norwegians"): any body of that country may be meant."""
    word = loose(name)
    return word in adjectives() or (word.endswith("s") and word[:-1] in adjectives())


def same_body(a: str, b: str) -> bool:
    """Whether two names are surely of one body: the same telling words (a "(website)" aside), or the initials of the other."""
    words_a, words_b = telling(a) - {"website"}, telling(b) - {"website"}
    return bool(words_a) and (words_a == words_b or _initials(a, b))


def _initials(a: str, b: str) -> bool:
    """Whether one name is the initials of the other ("WHO", "World Health Organization")."""
    for short, long in ((a, b), (b, a)):
        letters = "".join(w[0] for w in _WORD.findall(long) if w[0].isupper()).casefold()
        if len(letters) > 1 and letters in {w.casefold() for w in _WORD.findall(short)}:
            return True
    return False


def _shortened(a: str, b: str) -> bool:
    """Whether one name may be short for the other: its initials, or those of a part of it ("FAA", "U.S. Federal Aviation
    Administration")."""
    for short, long in ((a, b), (b, a)):
        letters = "".join(w[0] for w in _WORD.findall(long) if w[0].isupper())
        if any(len(w) >= _PART and w.isupper() and w in letters for w in _WORD.findall(short)):
            return True
    return _initials(a, b)


def common(a: str, b: str) -> bool:
    """Whether two descriptions share a word that tells people or bodies apart."""
    return bool(_apart(a) & _apart(b))


def hollow(name: str) -> bool:
    """Whether a description tells nothing of who it is ("people familiar with the matter")."""
    return not _apart(name)


def mentions(text: str, person: str) -> bool:
    """Whether a text names somebody of this surname, a slip of the pen allowed."""
    return any(same_person(person, word) for word in sorted(set(_WORD.findall(text))) if word[0].isupper())


def _apart(name: str) -> frozenset[str]:
    return telling(name) - _HOLLOW - _BODILY
