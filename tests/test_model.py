import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stemma.model as model
from stemma.errors import BadSpan
from stemma.model import Dossier, Examination, Span


@given(st.integers(-5, 50), st.integers(-5, 50))
def test_a_span_is_a_range_or_is_refused(start: int, end: int) -> None:
    if 0 <= start < end:
        assert (Span(start, end).start, Span(start, end).end) == (start, end)
    else:
        with pytest.raises(BadSpan) as caught:
            Span(start, end)
        assert f"{start}..{end}" in str(caught.value) and caught.value.hint


def test_every_noun_is_frozen_and_slotted() -> None:
    nouns = [n for n in vars(model).values() if dataclasses.is_dataclass(n)]
    assert len(nouns) > 30
    for noun in nouns:
        assert noun.__dataclass_params__.frozen, noun
        assert hasattr(noun, "__slots__"), noun
        assert noun.__doc__ and not noun.__doc__.startswith(f"{noun.__name__}("), f"{noun} has no docstring of its own"


def test_an_examination_is_iterated_over_its_dossiers() -> None:
    nothing = Examination(schema="1", dossiers=(), rejected=())
    assert list(nothing) == [] and len(nothing) == 0
    assert "dossiers" in {f.name for f in dataclasses.fields(Examination)} and Dossier.__doc__
