"""What a person says of two voices is held."""

from __future__ import annotations

from dataclasses import replace

from stemma.model import Correction, Verdict, Voice
from stemma.resolving import resolve
from tests.resolving.test_resolve import article, statement

ARTICLES = tuple(replace(article(name), sha256=name * 64) for name in "abc")
STATEMENTS = (
    statement("s1", "a", (Voice(name="Ilse Varga", kind="named"),)),
    statement("s2", "b", (Voice(name="Varga", kind="named"),)),
    statement("s3", "b", (Voice(name="the port's chief", kind="role"),)),
    statement("s4", "c", (Voice(name="Ilse Varga", kind="named"),)),
)


def about(page: str, quote: str, other: str, other_quote: str, verdict: Verdict) -> Correction:
    return Correction(page=page * 64, field="voice", verdict=verdict, quote=quote, other=other * 64, other_quote=other_quote)


def groups(*corrections: Correction) -> set[frozenset[str]]:
    found = resolve(ARTICLES, STATEMENTS, corrections=corrections)
    return {frozenset(m.statement for m in s.mentions) for s in found}


def test_this_voice_is_that_voice() -> None:
    assert groups() == {frozenset({"s1", "s2", "s4"}), frozenset({"s3"})}
    assert groups(about("b", "The port's  chief", "a", "Ilse Varga", "must-be")) == {frozenset({"s1", "s2", "s3", "s4"})}


def test_this_voice_is_not_that_voice() -> None:
    found = groups(about("a", "Ilse Varga", "c", "Ilse Varga", "cannot-be"))
    assert frozenset({"s3"}) in found
    assert not any({"s1", "s4"} <= group for group in found)
    assert sorted(s for group in found for s in group) == ["s1", "s2", "s3", "s4"]


def test_a_name_that_stands_nowhere_changes_nothing() -> None:
    assert groups(about("a", "Nobody At All", "c", "Ilse Varga", "must-be")) == groups()
