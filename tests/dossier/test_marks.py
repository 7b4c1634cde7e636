"""Crossing layers cut into pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stemma.dossier.marks import Anchor, Layer, pieces
from stemma.model import Span

TEXT = "She said the berth would close, and nobody knew why it would."
SPANS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20)).map(lambda x: Span(x[0], min(len(TEXT), x[0] + x[1])))
LAYERS = st.lists(
    st.builds(Layer, span=SPANS, kind=st.sampled_from(["content", "cue", "hedge"]), statement=st.integers(0, 3)), max_size=8
)


def test_crossing_layers_are_cut() -> None:
    layers = [Layer(span=Span(0, 8), kind="source", statement=1), Layer(span=Span(4, 18), kind="content", statement=2)]
    out = pieces(TEXT, Span(0, 20), layers)
    assert [(p.text, p.kinds, p.statements) for p in out] == [
        ("She ", ("source",), (1,)),
        ("said", ("content", "source"), (1, 2)),
        (" the berth", ("content",), (2,)),
        (" w", (), ()),
    ]


def test_an_anchor_stands_before_its_words() -> None:
    out = pieces(TEXT, Span(0, 20), [], {4: [Anchor(id="A1", number=1)]})
    assert [(p.text, [a.id for a in p.anchors]) for p in out] == [("She ", []), ("said the berth w", ["A1"])]


@given(SPANS, LAYERS, st.sets(st.integers(0, len(TEXT) - 1), max_size=4))
def test_joined_they_are_the_text_and_each_layer_is_where_it_was(within: Span, layers: list[Layer], marks: set[int]) -> None:
    anchors = {m: [Anchor(id=f"p{m}")] for m in marks}
    out = pieces(TEXT, within, layers, anchors)
    assert "".join(p.text for p in out) == TEXT[within.start : within.end]
    assert all(p.text for p in out)
    at = within.start
    for piece in out:
        for offset in range(at, at + len(piece.text)):
            here = [x for x in layers if x.span.start <= offset < x.span.end]
            assert piece.kinds == tuple(sorted({x.kind for x in here}))
            assert piece.statements == tuple(sorted({x.statement for x in here if x.statement}))
        at += len(piece.text)
    placed = [a.id for p in out for a in p.anchors]
    assert sorted(placed) == sorted(f"p{m}" for m in marks if within.start <= m < within.end)
    assert out == pieces(TEXT, within, layers[::-1], anchors)
