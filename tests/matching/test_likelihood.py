"""The two looks, taken of each kind of statement once, against the same with every feature of every pair written out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from stemma.collating import collate
from stemma.matching.around import around, seen
from stemma.matching.likelihood import first_look, likelihood, looks
from stemma.matching.scoring import Board, context, measured, prepare
from tests.matching.test_match import statements
from tests.support.reports import told


def board() -> Board:
    """A story in which one report is there twice, so that its statements are of one kind with their copies."""
    articles, parsed = told("north", "south", "west")
    copy = replace(articles[0], id="copy")
    every = (*articles, copy)
    grammars = {**parsed, "copy": parsed[articles[0].id]}
    said = statements()
    copies = tuple(replace(s, id=f"copy-{s.id}", article="copy") for s in said if s.article == articles[0].id)
    kept = sorted((*said, *copies), key=lambda s: (s.article, s.content, s.id))
    return prepare(every, grammars, kept, collate(every, grammars))


def test_copies_are_of_one_kind() -> None:
    held = board()
    kind = {s.id: int(k) for s, k in zip(held.statements, held.contents.of, strict=True)}
    assert kind["n1"] == kind["copy-n1"] != kind["n2"]
    assert len(held.contents.different.whole) < len(held.statements) == len(held.contents.passages.whole)


def test_both_looks_weigh_every_feature_of_every_pair() -> None:
    held, used = board(), looks()
    every = slice(0, len(held.statements))
    values = measured(held, context(held), every)
    first = used.first(values)
    assert np.array_equal(first_look(held, used).first, first)
    more = np.concatenate([values, around(held, seen(held, first), values, every)], axis=-1)
    within = np.equal.outer(held.article, held.article)
    assert np.array_equal(likelihood(held), np.where(within, used.within(more), used.across(more)))
