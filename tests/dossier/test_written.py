"""Marked words as HTML: all the words, every mark, closed in order."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from stemma.dossier.marks import Anchor, Layer, pieces
from stemma.dossier.places import LEAST, anchors, siglum
from stemma.dossier.views.claims import Link, Reason, gathered, shortly
from stemma.dossier.views.tree import told_once
from stemma.dossier.written import text, wording
from stemma.model import Span

TEXT = 'She said "the berth" would <close>, & nobody knew why it would.'
SPANS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20)).map(lambda x: Span(x[0], min(len(TEXT), x[0] + x[1])))
LAYERS = st.lists(
    st.builds(
        Layer,
        span=SPANS,
        kind=st.sampled_from(["content", "cue", "hedge", "source", "differs", "row"]),
        statement=st.integers(0, 3),
        row=st.integers(0, 3),
    ),
    max_size=8,
)
TAGS = {"content": "q", "source": "b", "cue": "i", "hedge": "u", "differs": "em"}


def walked(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each character with the tags around it; fails where tags do not nest."""
    out: list[tuple[str, tuple[str, ...]]] = []
    stack: list[str] = []
    for token in re.findall(r"<[^>]+>|&\w+;|&#\d+;|[^<&]", html):
        if token.startswith("</"):
            assert stack.pop() == token[2:-1]
        elif token.startswith("<"):
            stack.append(re.match(r"<(\w+)", token)[1])  # type: ignore[index]
        else:
            out.append((unescape(token), tuple(stack)))
    assert stack == []
    return out


@given(LAYERS)
def test_each_character_stands_in_its_marks_and_in_no_other(layers: list[Layer]) -> None:
    html = str(text(pieces(TEXT, Span(0, len(TEXT)), layers), {1: 2, 2: 4, 3: 1}))
    found = walked(html)
    assert "".join(c for c, _ in found) == TEXT
    for n, (_, tags) in enumerate(found):
        here = [x for x in layers if x.span.start <= n < x.span.end]
        wanted = {TAGS[x.kind] for x in here if x.kind in TAGS} | ({"span"} if any(x.row for x in here) else set())
        assert set(tags) == wanted and len(tags) == len(wanted)
    assert html == str(text(pieces(TEXT, Span(0, len(TEXT)), layers[::-1]), {1: 2, 2: 4, 3: 1}))


@given(LAYERS)
def test_a_wording_leaves_what_is_said_plain(layers: list[Layer]) -> None:
    found = walked(str(wording(pieces(TEXT, Span(0, len(TEXT)), layers))))
    assert "".join(c for c, _ in found) == TEXT
    assert not {"q", "span"} & {tag for _, tags in found for tag in tags}


def test_marks_that_go_on_are_opened_once_and_belong_to_the_number_before_them() -> None:
    layers = [
        Layer(span=Span(0, 3), kind="source", statement=1),
        Layer(span=Span(9, 20), kind="content", statement=1),
        Layer(span=Span(14, 20), kind="hedge", statement=1),
        Layer(span=Span(21, 26), kind="content", statement=2),
    ]
    anchors = {0: [Anchor(id="A1", number=1, back="c7f")], 9: [Anchor(id="Ap9")], 30: [Anchor(id="Ap30")]}
    html = str(text(pieces(TEXT, Span(0, len(TEXT)), layers, anchors), {}))
    assert html.startswith('<a id="A1" href="#c7f">1</a><b>She</b> said <q id="Ap9">&#34;the <u>berth&#34;</u></q> ')
    assert '<q data-s="2">would</q>' in html and '<i id="Ap30"></i>' in html


def test_letters_go_on_after_z() -> None:
    assert [siglum(n) for n in (1, 2, 26, 27, 52, 53, 702, 703)] == ["A", "B", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_the_same_words_are_quoted_once() -> None:
    def reason(note: str, words: str, to: str) -> Reason:
        return Reason(note=note, link=Link(words=words, to=to))

    first, last = gathered(
        [
            reason("the run “a gate of oak” stands in both", "A gate of oak", "Ap1"),
            reason("the same in B", "a gate of oak,", "Bp4"),
            reason("“another” here", "a third", "Cp1"),
        ]
    )
    assert (first.note, first.also) == ("the run stands in both", ("Bp4",))
    assert (last.note, last.also) == ("“another” here", ())


def test_a_reason_does_not_name_the_voice_again() -> None:
    assert shortly("two clerks: first mouth", "two clerks, to the Mail") == "first mouth"
    assert shortly("no clerk: none", "two clerks") == "no clerk: none"


def test_a_reason_that_names_only_its_report_serves_for_every_report() -> None:
    one, two = (shortly(f"a clerk: first mouth, to {r}; none before it", f"a clerk, to {r}") for r in ("the Mail", "the Echo"))
    assert one == two == "first mouth, to the report named; none before it"
    told = shortly("a clerk: first mouth, to the Wire; reports that rest on the Wire show it", "a clerk, to the Wire")
    assert "to the Wire;" in told


@given(st.sets(st.text(alphabet="0123456789abcdef", min_size=12, max_size=12), max_size=60))
def test_anchors_are_short_and_each_leads_to_one(ids: set[str]) -> None:
    found = anchors("c", ids)
    assert set(found) == ids and len(set(found.values())) == len(ids)
    for one, anchor in found.items():
        assert anchor[0] == "c" and one.startswith(anchor[1:]) and len(anchor) > LEAST
        # No other id begins as the anchor does, so that it goes on to mean this one.
        assert [other for other in ids if other.startswith(anchor[1:])] == [one]


def test_what_two_rows_have_alike_is_told_in_the_first() -> None:
    def reason(note: str, to: str, *also: str) -> Reason:
        return Reason(note=note, link=Link(words="w", to=to), also=also)

    pair = "same quotation in other words"
    rows = [
        [
            reason(pair, "A1"),
            reason("that quotation in B", "B2"),
            reason("both leave out what C has", "C3"),
            reason("credits W", "A4"),
        ],
        [
            reason(pair, "B2"),
            reason("that quotation in A", "A1"),
            reason("both leave out what C has", "C3"),
            reason("credits W", "A4"),
        ],
        [reason(pair, "B2"), reason("that quotation in C", "C9"), reason("same words", "C5", "A1")],
        [reason("same words", "A1", "C5")],
    ]
    once = told_once(rows)
    assert once[0] == tuple(rows[0]) and once[2] == tuple(rows[2]) and once[3] == ()
    assert [r.note for r in once[1]] == [
        "credits W"
    ]  # what one report alone shows is said for each    assert shortly("plain", "plain words") == "plain"
