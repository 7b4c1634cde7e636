"""Bundles of features: written once a value, the same names every time, in bounded memory."""

from __future__ import annotations

import pytest

from stemma.attributing import bundles
from stemma.attributing.bundles import Bundles


def test_a_bundle_is_encoded_once_for_the_same_values() -> None:
    asked: list[tuple[str, ...]] = []

    def encode(names: tuple[str, ...]) -> tuple[str, ...]:
        asked.append(names)
        return names

    made: Bundles[str] = Bundles(encode)
    first = made.head["VERB", "say", "ccomp"]
    assert made.head["VERB", "say", "ccomp"] is first
    assert asked == [("hp=VERB|ccomp", "hd=say")]


def test_kinds_keep_their_answers_apart() -> None:
    made: Bundles[str] = Bundles(lambda names: names)
    assert made.word_here["say",] == ("w=say",)
    assert made.word_before["say",] == ("-1=say",)
    assert made.word_after["say",] == ("+1=say",)


def test_classes_of_a_word_are_names_of_their_own() -> None:
    made: Bundles[str] = Bundles(lambda names: names)
    names = made.word["say", "Said", "VERB", "VBD", "ROOT", "", False, ("speech", "evidence")]
    assert {"w=say", "f=said", "wp=say|VERB", "s=say|VERB", "k=speech", "kp=speech|VERB", "k=evidence"} <= set(names)


def test_a_table_that_is_full_starts_anew_and_answers_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "_KEPT", 2)
    made: Bundles[str] = Bundles(lambda names: names)
    before = [made.word_here[w,] for w in "abcde"]
    assert [made.word_here[w,] for w in "abcde"] == before
    assert len(made.word_here) <= 2
