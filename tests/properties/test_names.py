"""What must hold of a user's own names, shown on the built-in story."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import stemma
from stemma.background.lexicon_files import names_from
from stemma.background.names import TABLES, Names
from stemma.errors import BadInput
from stemma.model import Article, Parsed, Speaker, Statement
from tests.support.walk import demo_pages


@cache
def story() -> tuple[tuple[Article, ...], dict[str, Parsed]]:
    articles = tuple(a for a in stemma.read(demo_pages()) if isinstance(a, Article))[:2]
    return articles, {a.id: stemma.parse(a) for a in articles}


def worked(names: Names) -> tuple[tuple[Statement, ...], tuple[Speaker, ...]]:
    articles, parses = story()
    statements = tuple(s for a in articles for s in stemma.attribute(a, parses[a.id], names))
    return statements, stemma.resolve(articles, statements, names)


@cache
def plain() -> tuple[tuple[Statement, ...], tuple[Speaker, ...]]:
    return worked(Names())


def file(rows: list[tuple[str, str, str]]) -> bytes:
    """A file of names from (table, variant, full name)."""
    lines = [f"[{t}]\n" + "".join(f"{json.dumps(v)} = {json.dumps(f)}\n" for u, v, f in rows if u == t) for t in TABLES]
    return "\n".join(lines).encode()


@cache
def printed() -> frozenset[str]:
    return frozenset(w.casefold() for a in story()[0] for w in re.findall(r"\w+", a.text))


WORD = st.text("abcdefgklmnoprstuvz", min_size=3, max_size=8).map(str.capitalize)
NAME = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
ROWS = st.lists(st.tuples(st.sampled_from(TABLES), NAME, NAME), min_size=1, max_size=8)


@settings(max_examples=12, deadline=None)
@given(ROWS)
def test_names_that_no_page_prints_change_nothing(rows: list[tuple[str, str, str]]) -> None:
    assume(not any(w.casefold() in printed() for _, v, f in rows for w in f"{v} {f}".split()))
    try:
        names = names_from([("own.toml", file(rows))])
    except BadInput:
        assume(False)
    assert worked(names) == plain()


@cache
def voices() -> tuple[str, ...]:
    return tuple(sorted({v.name for s in plain()[0] for h in s.chain for v in h.voices if v.kind in ("named", "organisation")}))


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_whatever_a_file_says_each_voice_is_in_one_speaker_and_the_order_means_nothing(data: st.DataObject) -> None:
    name = st.sampled_from(voices()) | NAME
    rows = data.draw(st.lists(st.tuples(st.sampled_from(TABLES), name, name), min_size=1, max_size=6))
    try:
        names = names_from([("own.toml", file(rows))])
    except BadInput as error:
        assert error.code == "lexicon"
        assume(False)
    statements, speakers = worked(names)
    mentions = [m for s in speakers for m in s.mentions]
    assert len(mentions) == len(set(mentions)) == sum(len(h.voices) for s in statements for h in s.chain)
    assert [s.id for s in statements] == [s.id for s in plain()[0]]
    mixed = names_from([("own.toml", file(data.draw(st.permutations(rows))))])
    assert mixed.entries == names.entries
    assert worked(mixed) == (statements, speakers)


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_what_a_file_holds_for_one_is_one_speaker(data: st.DataObject) -> None:
    variant, full = data.draw(st.lists(st.sampled_from(voices()), min_size=2, max_size=2, unique=True))
    try:
        names = names_from([("own.toml", file([("names", variant, full)]))])
    except BadInput:
        assume(False)
    statements, speakers = worked(names)
    by_id = {s.id: s for s in statements}
    owners = {
        speaker.id
        for speaker in speakers
        for m in speaker.mentions
        if by_id[m.statement].chain[m.hop].voices[m.voice].name in (variant, full)
    }
    assert len(owners) == 1


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode) | ROWS.map(file))
def test_any_bytes_are_names_or_refused(data: bytes) -> None:
    try:
        names = names_from([("own.toml", data)])
    except BadInput as error:
        assert (error.code, error.source) == ("lexicon", "own.toml") and error.hint
    else:
        assert names.entries
        assert all(names.listed(e.full) is not None for e in names.entries)


def test_a_users_file_is_public() -> None:
    with pytest.raises(BadInput):
        stemma.read_names("no-such-file.toml")
    assert stemma.Names() == stemma.read_names()
