"""The cue lexicon."""

from __future__ import annotations

from stemma.attributing.cues import classes, lexicon


def test_every_heading_has_lemmas_in_lower_case() -> None:
    words = lexicon()
    for name in type(words).__dataclass_fields__:
        heading = getattr(words, name)
        assert heading
        assert all(w == w.casefold() and not w.isspace() for w in heading), name


def test_weak_verbs_and_papers_keep_apart() -> None:
    assert not lexicon().weak & lexicon().denial
    assert {"call", "read"} <= lexicon().weak
    assert {"report", "filing"} <= lexicon().papers


def test_classes_of_a_lemma() -> None:
    assert "speech" in classes("say")
    assert "denial" in classes("deny")
    assert classes("sandwich") == ()
