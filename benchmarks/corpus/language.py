"""The language of the invented pages: some 50,000 word forms by class, sentence patterns, and the forms a word takes on a page.

Word forms are made of syllables, but for ordinary English function words and a few hundred ordinary words; both lie at the head of
their class, so that frequencies fall as Zipf's law has it. The language is the same for every seed: a seed changes what is told.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Marks = NDArray[np.uint8]

CLASSES: Final = "NVIJDFLPOQYR"
"""Nouns, verbs (past), infinitives, adjectives, adverbs, first names, last names, places, bodies, numbers, days, roles."""
SIZES: Final = {"N": 22_000, "V": 7_000, "I": 4_000, "J": 8_500, "D": 1_200, "F": 500, "L": 4_000, "P": 1_500, "O": 1_200}
SLOPES: Final = {"F": 0.6, "L": 0.4, "P": 0.7, "O": 0.6, "Q": 0.7, "Y": 0.1, "R": 0.7}
"""How steeply the frequency of a class falls with rank; 1 where not said."""

ORDINARY: Final = {
    "N": "year people government company report time country week part number percent world plan area work group case police "
    "market statement city decision state law service day court month water life money party power problem question "
    "meeting minister price project result office family system point vote budget tax election road school house "
    "programme policy agreement hospital trade energy train bank industry member deal talks union river bridge factory "
    "fire storm victim officer judge lawyer contract debt growth crisis leader council region village harbour flight "
    "airline ship pilot crew farm crop forest mine worker strike wage student teacher doctor patient vaccine trial study "
    "researcher data film song match team player coach season goal race stadium investor share profit loss bond loan "
    "rate currency export import border soldier army attack weapon treaty sanction protest crowd square street building "
    "flat rent pipeline plant engine battery software network satellite rocket phone app file",
    "V": "said told made took gave found called showed came went left held began led brought met ran paid sent built lost won "
    "opened closed asked reported announced added warned agreed rejected ordered approved signed raised cut moved "
    "started stopped ended backed blamed denied confirmed expected planned refused launched visited bought sold arrested "
    "charged killed injured rescued damaged destroyed delayed cancelled resigned voted appealed promised urged accused "
    "praised defended criticised suspended",
    "I": "make take give find call show come go leave hold begin lead bring meet run pay send build lose win open close ask "
    "report announce warn agree reject order approve sign raise cut move start stop end back blame deny confirm expect "
    "plan refuse launch visit buy sell arrest charge rescue repair delay cancel resign vote appeal promise urge accuse "
    "praise defend suspend review",
    "J": "new last first public national local large high former main early late major recent next long small economic "
    "political financial legal military foreign senior young old free open strong weak clear serious possible likely "
    "common special central regional private social global northern southern eastern western annual final full "
    "independent international human medical",
    "D": "also now still already again later often nearly almost only just soon quickly slowly largely mainly partly clearly "
    "openly",
    "Y": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "R": "spokesman spokeswoman minister chairman analyst professor director mayor officer lawyer secretary manager engineer "
    "adviser governor senator economist inspector captain doctor teacher activist witness neighbour resident farmer "
    "owner driver",
}
ONSETS: Final = tuple(
    "b bl br c ch cl cr d dr f fl fr g gl gr h j k kl l m n p pl pr qu r s sh sk sl sm sp st str t th tr v w z".split()  # noqa: SIM905
)
VOWELS: Final = ["a", "e", "i", "o", "u", "a", "e", "i", "o", "u", "ai", "ea", "io", "ou"]
CODAS: Final = ("", "", *["n", "r", "l", "s", "t", "m", "d", "k", "nd", "nt", "rk", "st", "sh", "x", "p", "b", "g"])
ENDS: Final = {"N": ("", "", "s", "er", "ion", "ity"), "V": ("ed",), "I": ("",), "J": ("", "al", "ous", "ive", "ic"), "D": ("ly",)}
PLACE_ENDS: Final = ("ton", "ford", "burg", "mouth", "field", "stad", "ville", "ovo", "ia", "heim")

TAILS: Final = (" ", ", ", ". ", ".\n", "\n", ",” ", ".” ", ".”\n", ": ", " | ")
"""What follows a word."""
SPACE, COMMA, STOP, BREAK, LINE, UNQUOTE, STOP_UNQUOTE, BREAK_UNQUOTE, COLON, BAR = range(10)
ENDERS: Final = np.isin(np.arange(16), (STOP, BREAK, LINE, STOP_UNQUOTE, BREAK_UNQUOTE))
"""Tails after which a sentence begins."""
BROKEN: Final = np.array([0, 1, BREAK, BREAK, 4, 5, BREAK_UNQUOTE, BREAK_UNQUOTE, 8, 9, *range(10, 16)], np.uint8)
"""A tail to the same tail at a paragraph's end."""
OPEN: Final = 16
"""Mark of a word that opens a quotation."""
PATTERNS: Final = 20_000
PHRASE: Final = 8
"""The most words in a row that a pattern fixes."""
DRAWS: Final = 1 << 19


@dataclass(frozen=True)
class Language:
    """Words, the ranges of their classes, tables to draw them from, synonyms, and sentence patterns laid end to end."""

    words: tuple[str, ...]
    ranges: dict[str, tuple[int, int]]
    classes: NDArray[np.int8]
    """Class of each word as its place in CLASSES; -1 for function words and the words of chrome."""
    draws: Ints
    """(class, DRAWS): words as often as they are used."""
    topical: Ints
    """(class, DRAWS): the same with common words seldom: what an article is about."""
    synonyms: Ints
    ids: dict[str, int]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    items: Ints
    """Tokens of all patterns: a word, or -1 - class."""
    marks: Marks
    usage: NDArray[np.int32]
    """Patterns as often as they are used."""


@cache
def language() -> Language:
    """The one language there is (about a second to make)."""
    chance = random.Random(20_260_101)
    by_class = _by_class(chance)
    patterns = [_pattern(chance) for _ in range(PATTERNS)]
    fixed = sorted({w for p in patterns for w, _ in p if not (len(w) == 1 and w in CLASSES)} | set(_chrome_words()))
    taken = {w: c for c, words in by_class.items() for w in words}
    words = [w for w in fixed if w not in taken]
    ranges = {}
    for c in CLASSES:
        ranges[c] = (len(words), len(words) + len(by_class[c]))
        words += by_class[c]
    ids = {w: n for n, w in reversed(list(enumerate(words)))}
    classes = np.full(len(words), -1, np.int8)
    for n, c in enumerate(CLASSES):
        classes[slice(*ranges[c])] = n
    draws = np.stack([_table(ranges[c], SLOPES.get(c, 1.0), 2.0) for c in CLASSES])
    topical = np.stack([_table(ranges[c], SLOPES.get(c, 1.0) * 0.6, 30.0) for c in CLASSES])
    frozen = np.random.default_rng(7)
    rows = []
    for pattern in patterns:
        row = np.array([-1 - CLASSES.index(w) if len(w) == 1 and w in CLASSES else ids[w] for w, _ in pattern], np.int32)
        # One content word in twenty is the pattern's own, so that patterns bring turns of phrase along: of eight words at most.
        for n in np.flatnonzero((row < 0) & (frozen.random(len(row)) < 0.05)).tolist():
            word = draws[-1 - row[n], frozen.integers(0, DRAWS)]
            if _fixed_run(np.where(np.arange(len(row)) == n, word, row)) <= PHRASE:
                row[n] = word
        rows.append(row)
    lengths = np.array([len(r) for r in rows], np.int64)
    return Language(
        words=tuple(words), ranges=ranges, classes=classes, draws=draws, topical=topical, synonyms=_synonyms(ranges, len(words)),
        ids=ids, starts=np.cumsum(lengths) - lengths, lengths=lengths, items=np.concatenate(rows),
        marks=np.array([m for p in patterns for _, m in p], np.uint8), usage=_table((0, PATTERNS), 0.9, 6.0),
    )  # fmt: skip


def forms(words: tuple[str, ...]) -> list[str]:
    """Every form of every word: form `word * 40 + capital * 10 + opening * 20 + tail`."""
    out: list[str] = []
    for word in words:
        upper = word[:1].upper() + word[1:]
        out += [start + tail for start in (word, upper, "“" + word, "“" + upper) for tail in TAILS]
    return out


def shaped(words: Ints, marks: Marks) -> Ints:
    """Forms of a run of words: a capital where a sentence begins."""
    tails = marks & 15
    first = np.empty(len(words), bool)
    first[:1] = True
    first[1:] = ENDERS[tails[:-1]]
    return words * 40 + first * np.int32(10) + (marks >= OPEN) * np.int32(20) + tails


def _table(of: tuple[int, int], slope: float, shift: float) -> Ints:
    """DRAWS items of a range, each as often as 1 / (rank + shift) ** slope has it."""
    weights = 1 / (np.arange(of[1] - of[0]) + shift) ** slope
    edges = np.round(np.cumsum(weights) / weights.sum() * DRAWS).astype(np.int64)
    return np.repeat(np.arange(*of, dtype=np.int32), np.diff(edges, prepend=0))


def _synonyms(ranges: dict[str, tuple[int, int]], size: int) -> Ints:
    """A word of the same class and like rank for every noun, verb, adjective and adverb; the word itself for all else."""
    out = np.arange(size, dtype=np.int32)
    for c in "NVIJD":
        low, high = ranges[c]
        pairs = np.arange(low, high - (high - low) % 2, dtype=np.int32)
        out[pairs] = pairs.reshape(-1, 2)[:, ::-1].ravel()
    return out


def _by_class(chance: random.Random) -> dict[str, list[str]]:
    seen: set[str] = set()
    out: dict[str, list[str]] = {}
    for c in CLASSES:
        words = [w for w in dict.fromkeys(ORDINARY.get(c, "").split()) if w not in seen]
        if c == "Q":
            words = [str(n) for n in (*range(2, 100), *range(100, 1000, 10), *range(1000, 10_000, 50), *range(101, 1999, 7))]
            words = list(dict.fromkeys(words))
        seen.update(words)
        ordinary = len(words)
        while len(words) < SIZES.get(c, 0):
            word = _word(chance, c)
            if word not in seen and len(word) > 3:
                seen.add(word)
                words.append(word)
        # The commoner the shorter, roughly, as in any language; the ordinary words stay in front.
        if c in "NVIJD":
            words[ordinary:] = sorted(words[ordinary:], key=lambda w: len(w) + chance.uniform(0, 9))
        out[c] = words
    return out


def _word(chance: random.Random, c: str) -> str:
    short = c in "FLPO"
    many = chance.choices((1, 2, 3), (2, 6, 1) if short else (3, 6, 2))[0]
    stem = "".join(chance.choice(ONSETS) + chance.choice(VOWELS) for _ in range(many)) + chance.choice(CODAS)
    if short:
        return (stem + (chance.choice(PLACE_ENDS) if c == "P" else "")).capitalize()
    return stem + chance.choice(ENDS[c])


def _chrome_words() -> list[str]:
    from benchmarks.corpus.outlets import FIXED_TEXTS

    return [w for text in FIXED_TEXTS for w, _ in lexed(text)]


def lexed(text: str) -> list[tuple[str, int]]:
    """Words of a written line and their marks; a slot is the letter of its class."""
    out: list[tuple[str, int]] = []
    for raw in text.split():
        word, mark = raw, SPACE
        if word.startswith("“"):
            word, mark = word[1:], OPEN
        if word == "|":
            out[-1] = (out[-1][0], BAR)
            continue
        for end, tail in ((".”", STOP_UNQUOTE), (",”", UNQUOTE), (",", COMMA), (".", STOP), (":", COLON)):
            if len(word) > len(end) and word.endswith(end):
                word, mark = word[: -len(end)], mark | tail
                break
        out.append((word, mark))
    return out


# Grammar: a rule is a choice of expansions; slots are single capitals (CLASSES), rules are names in angle brackets.
# fmt: off
GRAMMAR: Final[dict[str, tuple[str, ...]]] = {
    "sentence": (
        "<clause>.", "<clause>.", "<time>, <clause>.", "<clause>, <clause2>.", "<person> V that <clause>.",
        "<clause>, <person> V.", "<person> told <hearer> that <clause>.", "“<speech>,” said <person>.",
        "“<speech>,” <person> told <hearer>.", "<person> said: “<speech>.”", "according to <source>, <clause>.",
        "<clause> and <clause>.", "<clause>, but <clause>.", "the R, F L, V <np> <pp>.",
        "at least Q N were V <pp>, and Q more <were> V.", "<np> <were> V <pp> <time>.",
    ),
    "clause": (
        "<np> <vp>", "<np> <vp>", "<np> <vp> <pp>", "<np> <vp> <pp> <time>", "<name> <vp>", "<np> <were> V by <np>",
    ),
    "clause2": (
        "which <vp>", "while <np> <vp>", "after <np> had V <np>", "as <np> <vp> <pp>", "because <np> <were> V",
        "who <vp>",
    ),
    "speech": (
        "we <aux> I <np> <pp>", "it <was> <np> that <vp>", "there <was> no N <pp> and we <aux> I <np>",
        "<np> <vp>, and I <aux> I that <clause>", "they <aux> not I <np> because <np> <were> V <pp>",
        "this <was> the J N of <np> and <clause>", "if <np> <vp>, then we <aux> I <np>",
    ),
    "np": (
        "the N", "the J N", "a J N", "a N", "this N", "one N", "N", "those J N", "the N of <np>", "its N", "their J N",
        "Q N", "the P N", "J N", "N and N", "the O N", "more than Q J N", "some of the N", "the N of the J N", "a N in P",
        "the N that <were> V",
    ),
    "vp": (
        "V <np>", "V <np>", "V to I <np>", "had V <np>", "would I <np>", "has D V <np>", "was V by <np>", "was not V",
        "did not I <np>", "could I <np> <pp>", "V that <np> would I <np>", "was J", "V D",
    ),
    "pp": (
        "in P", "in the N", "of the N", "for <np>", "with <np>", "on the J N", "at the O N", "from <np>", "by <np>",
        "to the N", "over the N of <np>", "after the N", "between the N and the N", "near P", "in the J N of P",
    ),
    "time": (
        "on Y", "on Y", "late on Y", "on Y morning", "last week", "earlier this year", "in the past Q years", "since Y",
        "by the end of the week", "at about Q o'clock",
    ),
    "person": (
        "F L", "L", "L", "the R", "a R for the O N", "F L, a R at the O", "he", "she", "a R who asked not to be named",
    ),
    "name": (
        "F L", "L", "the O", "P", "the R of P",
    ),
    "source": (
        "the N", "a R", "F L", "Q people with knowledge of the matter", "the O N", "a J N from the N of P",
    ),
    "hearer": (
        "reporters", "reporters in P", "a news conference", "the O", "a local radio station", "members of the N",
    ),
    "were": (
        "was", "were", "is", "are", "had been", "have been",
    ),
    "was": (
        "was", "is", "will be", "has been",
    ),
    "aux": (
        "will", "can", "must", "should", "cannot", "would", "want to", "have to", "did not",
    ),
}
# fmt: on


def _pattern(chance: random.Random) -> list[tuple[str, int]]:
    while True:
        out = lexed(_expanded("sentence", chance, 0))
        if 5 <= len(out) <= 45 and _fixed_run(np.array([-1 if w in CLASSES else 0 for w, _ in out])) <= PHRASE:
            return out


def _fixed_run(row: NDArray[np.signedinteger[Any]]) -> int:
    """The most words in a row that are no slots."""
    return int(np.diff(np.flatnonzero(np.concatenate([[True], row < 0, [True]]))).max()) - 1


def _expanded(rule: str, chance: random.Random, depth: int) -> str:
    options = GRAMMAR[rule]
    if depth > 4:
        options = tuple(o for o in options if "<np>" not in o) or options[:1]
    text = chance.choice(options)
    while "<" in text:
        start = text.index("<")
        end = text.index(">", start)
        text = text[:start] + _expanded(text[start + 1 : end], chance, depth + 1) + text[end + 1 :]
    return text
