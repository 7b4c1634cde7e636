"""Invented outlets and agencies, and the chrome of their pages: menus, lists of headlines, letters to subscribers, legal lines.

Chrome is the outlet's own, or that of its publisher, which several outlets share; some of it changes a little from page to page:
a count of readers, a clock, the headlines of the day. Agencies append the same lines to a page wherever it is printed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from benchmarks.corpus.language import BAR, BREAK, CLASSES, LINE, SPACE, STOP, Ints, Language, Marks, lexed, shaped

# fmt: off
MENU: Final = (
    "Home", "News", "World", "Politics", "Business", "Sport", "Culture", "Science", "Health", "Weather", "Opinion",
    "Travel", "Local", "Jobs", "Video", "Podcasts", "Letters", "Crime", "Education", "Money", "Motoring", "Obituaries",
    "Puzzles", "Food", "Gardens", "Events", "Shop", "Archive", "Search", "Menu", "Subscribe", "Account",
)
# fmt: on
LETTERS: Final = (
    "Dear reader, our Q readers pay for what you find on this page.",
    "Join the Q people who already get our letter every Y morning.",
    "We have no owner who tells us what to print, and we mean to keep it so.",
    "From as little as Q a month you can help us to go on asking questions.",
    "If you can, please think of supporting us today: it takes less than a minute.",
    "You have read Q of your free articles this month.",
)
SMALL: Final = (
    "Sign up for our daily newsletter and never miss a story", "Follow us on our channels for the latest from P",
    "Get the day in brief, sent to you at Q o'clock every morning", "Listen to our podcast wherever you are",
    "Download the app for breaking news and live coverage", "Share this article with a friend", "Comments Q",
    "This site uses cookies. Manage your preferences here.", "Advertisement", "Print this page", "Save for later",
    "Have you a story for us? Write to our news desk.", "Corrections: tell us what we got wrong.",
)  # fmt: skip
FOOT: Final = (
    "© 2031 All rights reserved. No part of this page may be copied without permission.",
    "Terms of use | Privacy policy | Contact us | About us | Advertise with us",
    "Registered office in P. Registered under number Q.",
)
CREDITS: Final = (
    "Reporting by F L, editing by F L.", "Reporting by F L in P and F L in P, writing by F L.",
    "With material from our correspondents.", "Additional reporting by F L.",
)  # fmt: skip
SYNDICATED: Final = (
    "This story was supplied by an agency and has not been edited by the staff of this site.",
    "Published by arrangement with the agency; the headline may have been changed by this site.",
    "For more of the agency's coverage see its own page, where corrections are listed first.",
    "The agency takes its own decisions on what to cover and is owned by the newspapers that use it.",
)
LINES: Final = (
    "Read more:",
    "Most read",
    "Related articles",
    "Published on Y at Q",
    "Last updated Q",
    "By F L",
    "Photo: F L",
    "minutes to read",
)
FIXED_TEXTS: Final = (" ".join(MENU), *LETTERS, *SMALL, *FOOT, *CREDITS, *SYNDICATED, *LINES)

Run = tuple[Ints, Marks]
"""Words and their marks, slots filled."""


@dataclass(frozen=True)
class Agency:
    """A news agency: what it appends to its reports, and who writes them from where (first and last names, places)."""

    name: str
    lines: tuple[Ints, ...]
    staff: Ints
    bureaus: Ints

    def credit(self, form: Run, lang: Language, rng: Generator) -> Ints:
        """A credit line filled with names of its staff: the same people come again, seldom the same line."""
        words, marks = form
        words = words.copy()
        firsts = np.flatnonzero(words == -1 - CLASSES.index("F"))
        words[np.stack([firsts, firsts + 1], 1)] = self.staff[rng.integers(0, len(self.staff), len(firsts))]
        places = np.flatnonzero(words == -1 - CLASSES.index("P"))
        words[places] = self.bureaus[rng.integers(0, len(self.bureaus), len(places))]
        return shaped(words, marks)


@dataclass(frozen=True)
class Outlet:
    """An outlet: its name, its publisher (-1: none), its agencies, and its chrome as forms."""

    name: str
    domain: str
    publisher: int
    agencies: tuple[int, ...]
    head: Ints
    letter: tuple[Ints, ...]
    """Lines that differ in a number from page to page, each in some versions."""
    foot: Ints
    headlines: tuple[Ints, ...]
    """Of the lists "most read" and "related": a page shows some that stand near each other."""
    listed: int


def form(text: str, lang: Language, last: int = LINE) -> Run:
    """A written line, its slots left open (-1 - class)."""
    pairs = lexed(text)
    words = np.array([-1 - CLASSES.index(w) if _slot(w) else lang.ids[w] for w, _ in pairs], np.int32)
    marks = np.array([m for _, m in pairs], np.uint8)
    marks[-1] = BREAK if marks[-1] & 15 == STOP and last == LINE else last
    return words, marks


def line(text: str, lang: Language, rng: Generator, last: int = LINE) -> Run:
    """A written line with its slots filled; its last word gets the tail `last`."""
    words, marks = form(text, lang, last)
    slots = np.flatnonzero(words < 0)
    words[slots] = lang.draws[-1 - words[slots], rng.integers(0, lang.draws.shape[1], len(slots))]
    return words, marks


def lines(texts: list[str], lang: Language, rng: Generator) -> Ints:
    """Some written lines as forms."""
    return np.concatenate([shaped(*line(t, lang, rng)) for t in texts]) if texts else np.zeros(0, np.int32)


def told(lang: Language, rng: Generator, sentences: int) -> Run:
    """Sentences drawn from the patterns, common and topical words mixed."""
    picked = lang.usage[rng.integers(0, len(lang.usage), sentences)]
    words = np.concatenate([lang.items[lang.starts[p] : lang.starts[p] + lang.lengths[p]] for p in picked])
    marks = np.concatenate([lang.marks[lang.starts[p] : lang.starts[p] + lang.lengths[p]] for p in picked])
    slot = words < 0
    table = np.where(rng.random(len(words)) < 0.5, 0, 1)
    at = rng.integers(0, lang.draws.shape[1], len(words))
    kind = np.where(slot, -1 - words, 0)
    both = np.stack([lang.draws[kind, at], lang.topical[kind, at]])
    return np.where(slot, both[table, np.arange(len(words))], words).astype(np.int32), marks


def headline(lang: Language, rng: Generator) -> Ints:
    """A headline of six to eleven words, as forms."""
    words = told(lang, rng, 2)[0][: int(rng.integers(6, 12))]
    marks = np.full(len(words), SPACE, np.uint8)
    marks[-1] = LINE
    return shaped(words, marks)


def agencies(lang: Language, rng: Generator) -> tuple[Agency, ...]:
    """Twelve agencies; seven of them append lines of their own."""
    out = []
    for n in range(12):
        name = lang.words[lang.ranges["O"][0] + 20 + n]
        parts: list[Ints] = []
        if n % 12 in (0, 1, 3, 4, 6, 8, 10):
            words, marks = told(lang, rng, int(rng.integers(1, 3)))
            marks[-1] = BREAK
            parts = [lines([SYNDICATED[n % len(SYNDICATED)]], lang, rng), shaped(words, marks)]
        names = np.stack([lang.draws[CLASSES.index(c), rng.integers(0, lang.draws.shape[1], 40)] for c in "FL"], 1)
        bureaus = lang.draws[CLASSES.index("P"), rng.integers(0, lang.draws.shape[1], 8)]
        out.append(Agency(name, tuple(parts), names, bureaus))
    return tuple(out)


def outlets(lang: Language, rng: Generator, many: int) -> tuple[Outlet, ...]:
    """`many` outlets; one in six belongs to a publisher whose letter and foot its outlets share."""
    chance = random.Random(int(rng.integers(0, 2**31)))
    publishers = [(_letter(lang, rng), _foot(lang, rng, chance)) for _ in range(max(1, many // 40))]
    names = [lang.words[i] for i in range(*lang.ranges["O"])]
    out = []
    for n in range(many):
        name = f"{names[(37 * n) % len(names)]} {chance.choice(('Post', 'Times', 'Herald', 'Courier', 'Wire', 'Gazette'))}"
        owner = chance.randrange(len(publishers)) if chance.random() < 1 / 6 else -1
        letter, foot = publishers[owner] if owner >= 0 else (_letter(lang, rng), _foot(lang, rng, chance))
        menu = chance.sample(MENU, chance.randint(7, 18))
        words = np.array([lang.ids[w] for w in menu], np.int32)
        marks = np.full(len(words), BAR if chance.random() < 0.5 else LINE, np.uint8)
        marks[-1] = LINE
        head = [shaped(words, marks), lines(chance.sample(SMALL, chance.randint(0, 2)), lang, rng)]
        out.append(
            Outlet(
                name=name,
                domain=f"{name.lower().replace(' ', '-')}-{n}.example",
                publisher=owner,
                agencies=tuple(sorted(chance.sample(range(12), chance.randint(1, 6)))),
                head=np.concatenate(head),
                letter=letter,
                foot=foot,
                headlines=tuple(headline(lang, rng) for _ in range(40)),
                listed=chance.choice((0, 3, 3, 4, 5, 8)),
            )
        )
    return tuple(out)


def _letter(lang: Language, rng: Generator) -> tuple[Ints, ...]:
    """A letter to subscribers in six versions: one in three has a number or day that differs, and the outlet's own sentences."""
    if rng.random() < 0.25:
        return ()
    texts = [LETTERS[i] for i in rng.permutation(len(LETTERS))[: int(rng.integers(2, 5))]]
    words, marks = told(lang, rng, int(rng.integers(1, 4)))
    marks[-1] = BREAK
    own = shaped(words, marks)
    return tuple(np.concatenate([lines(texts, lang, rng), own]) for _ in range(6))


def _foot(lang: Language, rng: Generator, chance: random.Random) -> Ints:
    words, marks = told(lang, rng, chance.randint(0, 2) or 1)
    marks[-1] = BREAK
    return np.concatenate(
        [lines(chance.sample(SMALL, chance.randint(1, 5)), lang, rng), shaped(words, marks), lines(list(FOOT), lang, rng)]
    )


def _slot(word: str) -> bool:
    return len(word) == 1 and word in CLASSES
