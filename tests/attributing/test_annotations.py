"""Statements for annotation tools: what is written is what brat and PARC readers expect, and nothing is lost on the way."""

from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from stemma.attributing import attribute
from stemma.attributing.annotations import BRAT_CONFIGURATION, brat, chain_words, parc, parc_json, worded
from stemma.model import Article, Hop, Span, Statement, Voice
from tests.attributing.pages import report

TEXT = """\
The quarry at Ostby will close in May, three officials told the Norland News Agency.
“We will not close it,” said the mayor, Ruth Dahl. “We have the money.”
The owner declined to comment."""
ARTICLE, PARSED = report(TEXT)
STATEMENTS = attribute(ARTICLE, PARSED)

SPAN_LINE = re.compile(r"(T\d+)\t(Content|Cue|Source|Hedge) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")


def marks(annotations: str) -> dict[str, tuple[str, list[tuple[int, int]], str]]:
    """Read the text-bound lines of a .ann file back, as brat's own reader does."""
    out = {}
    for line in annotations.splitlines():
        if m := SPAN_LINE.fullmatch(line):
            pieces = [(int(a), int(b)) for a, b in (piece.split() for piece in m[3].split(";"))]
            out[m[1]] = (m[2], pieces, m[4])
    return out


def test_every_mark_quotes_its_words_and_none_crosses_a_line() -> None:
    written = brat(ARTICLE, STATEMENTS)
    found = marks(written)
    assert sum(role == "Content" for role, _, _ in found.values()) == len(STATEMENTS)
    for _, pieces, words in found.values():
        assert " ".join(ARTICLE.text[a:b] for a, b in pieces) == words
        assert "\n" not in words
    ids = re.findall(r"Arg\d:(T\d+)|^[A#]\d+\t\w+ (T\d+)", written, re.MULTILINE)
    assert ids and all((a or b) in found for a, b in ids)


def test_the_configuration_knows_every_word_that_is_written() -> None:
    used = set(re.findall(r"^[TRA]\d+\t(\w+) ", brat(ARTICLE, STATEMENTS), re.MULTILINE))
    assert {"Content", "Cue", "Source", "Cues", "Says", "Stance", "Quotation"} <= used
    assert all(re.search(rf"^{word}\b", BRAT_CONFIGURATION, re.MULTILINE) for word in used)


def test_a_chain_becomes_a_note() -> None:
    chain = (
        Hop(voices=(Voice(name="three officials", kind="unnamed", count=3),)),
        Hop(voices=(Voice(name="Norland News Agency", kind="agency"),)),
    )
    assert chain_words(chain) == "three officials (unnamed, 3) → Norland News Agency (agency)"
    assert any(s.chain and chain_words(s.chain) in brat(ARTICLE, STATEMENTS) for s in STATEMENTS)


def test_parc_has_roles_as_lists_of_offsets_and_only_what_is_attributed() -> None:
    value = parc(ARTICLE, STATEMENTS)
    assert isinstance(value, dict)
    assert json.loads(parc_json(ARTICLE, STATEMENTS)) == value
    rows = value["attributions"]
    assert isinstance(rows, list)
    assert len(rows) == sum(bool(s.source or s.cue or s.chain) for s in STATEMENTS) > 2
    for row in rows:
        assert isinstance(row, dict)
        for role in ("source", "cue", "content"):
            spans = row[role]
            assert isinstance(spans, list)
            assert all(isinstance(s, list) and TEXT[s[0] : s[1]].strip() for s in spans)  # type: ignore[index, misc]


def test_a_worded_statement_shows_words_and_where_they_stand() -> None:
    refused = next(s for s in STATEMENTS if s.stance == "declines")
    row = json.loads(worded(ARTICLE, refused))
    assert row["source"] == "The owner"
    assert row["chain"][0][0]["name"]
    assert [TEXT[a:b] for a, b in row["at"]["source"]] == ["The owner"]


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40)), min_size=1, max_size=4),
    st.text("ab \n.", min_size=101, max_size=120),
)
def test_any_spans_of_any_text_are_written_within_lines(raw: list[tuple[int, int]], text: str) -> None:
    spans = tuple(Span(start, start + size) for start, size in sorted(raw))
    article = Article(
        id="a", source="a", sha256="", text=text, body=(), lines=(), title=None, outlet=None, byline=None, dateline=None,
        published=None, credits=(), url=None, language="en", kind="news-report", notes=(), by="test",
    )  # fmt: skip
    statement = Statement(
        id="s", article="a", content=spans, cue=None, source=None, quotation="indirect", stance="asserts", hedges=(), chain=(),
        gathered=None, public=None, place="body", by="test",
    )  # fmt: skip
    found = marks(brat(article, [statement]))
    quoted = "".join("".join(text[a:b] for a, b in pieces) for _, pieces, _ in found.values())
    assert "\n" not in quoted
    assert quoted.replace(" ", "") == "".join("".join(text[s.start : s.end].split()) for s in spans)


def test_a_voice_is_written_with_what_tells_of_it() -> None:
    text = "A person with knowledge of the talks, who asked not to be named, said the port was sold."
    article, parsed = report(text)
    (statement,) = (s for s in attribute(article, parsed) if s.chain)
    ((voice,),) = json.loads(worded(article, statement))["chain"]
    assert (voice["descriptors"], voice["ground"]) == (["with knowledge of the talks"], "asked not to be named")
    ((marked,),) = json.loads(parc_json(article, [statement]))["attributions"][0]["chain"]
    assert [text[a:b] for a, b in [*marked["descriptors"], *marked["ground"]]] == [*voice["descriptors"], voice["ground"]]
