"""The reasons of the table twin in short words."""

from __future__ import annotations

import re

import stemma
from stemma.dossier.places import places
from stemma.dossier.views.claims import Link, Reason, gathered, reasons
from stemma.dossier.views.tree import TERSE, tersely
from tests.support.walk import demo_pages


def test_each_short_wording_stands_for_one_that_the_tree_gives() -> None:
    (d,) = stemma.examine(demo_pages())
    given = reasons([e for x in d.stemma.derivations for e in x.evidence], places(d))
    # A wording that the tree gives no more would stay long on the page and nobody would see it.
    bare = [r.note for r in gathered(given)]
    assert all(any(re.search(long, note) for note in bare) for long, _ in TERSE)
    short = tersely(given)
    assert sum(len(s.note) < len(g.note) for s, g in zip(short, given, strict=True)) >= 20
    assert [(s.link, s.seen) for s in short] == [(g.link, g.seen) for g in given]


def test_likeness_is_said_behind_the_sentence_and_other_notes_stay() -> None:
    one, two = Link(words="A gate shut.", to="A1"), Link(words="A gate opened.", to="A2")
    told = tersely(
        [
            Reason(note="2 of 9 sentences closely match one in B; this one best (likeness 0.91)", link=one),
            Reason(note="this one too (likeness 0.84)", link=two),
            Reason(note="a reason of another day", link=None),
        ]
    )
    assert [r.note for r in told] == ["2 of 9 sentences match B", "2 of 9 sentences match B", "a reason of another day"]
    assert [r.after for r in told] == ["likeness 0.91", "0.84", ""]
