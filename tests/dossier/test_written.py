"""Marked words as HTML: all the words, every mark, closed in order."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from stemma.dossier.marks import Anchor, Layer, pieces
from stemma.dossier.places import siglum
from stemma.dossier.views.claims import Link, Reason, gathered, shortly
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
    html = str(text(pieces(TEXT, Span(0, len(TEXT)), layers), {1: 2, 2: 4, 3: 1}, {}))
    found = walked(html)
    assert "".join(c for c, _ in found) == TEXT
    for n, (_, tags) in enumerate(found):
        here = [x for x in layers if x.span.start <= n < x.span.end]
        wanted = {TAGS[x.kind] for x in here if x.kind in TAGS} | ({"span"} if any(x.row for x in here) else set())
        assert set(tags) == wanted and len(tags) == len(wanted)
    assert html == str(text(pieces(TEXT, Span(0, len(TEXT)), layers[::-1]), {1: 2, 2: 4, 3: 1}, {}))


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
    anchors = {0: [Anchor(id="A1", number=1, back="claim-x")], 9: [Anchor(id="Ap9")], 30: [Anchor(id="Ap30")]}
    html = str(text(pieces(TEXT, Span(0, len(TEXT)), layers, anchors), {}, {"claim-x": 7}))
    assert html.startswith('<a id="A1" href="#c7">1</a><b>She</b> said <q id="Ap9">&#34;the <u>berth&#34;</u></q> ')
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
    assert shortly("plain", "plain words") == "plain"
