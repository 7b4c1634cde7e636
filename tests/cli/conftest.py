"""An examination made by hand, so that the command line is tested without the stages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stemma.cli.inputs import Asked
from stemma.errors import StrictStop
from stemma.model import SCHEMA_VERSION, Examination, Rejected
from tests.dossier.sample import sample

SET_ASIDE = Rejected(source="pages/empty.txt", code="empty", message="the file is empty", hint="copy the page once more")


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Examination]:
    """Makes `stemma examine` find what is given here instead of running the stages."""

    def arrange(*, dossiers: bool = True, rejected: bool = False, error: Exception | None = None) -> Examination:
        made = Examination(
            schema=SCHEMA_VERSION,
            dossiers=(sample_without_surrogate(),) if dossiers else (),
            rejected=(SET_ASIDE,) if rejected else (),
        )

        def instead(wanted: Asked) -> Examination:
            if error is not None:
                raise error
            if wanted.strict and rejected:
                raise StrictStop(f"{SET_ASIDE.source}: {SET_ASIDE.message}", SET_ASIDE.hint)
            return made

        monkeypatch.setattr("stemma.cli.examine.examined", instead)
        return made

    return arrange


def sample_without_surrogate():  # type: ignore[no-untyped-def]
    """The sample as it can stand in a file: JSON has no lone surrogates, and reading lets none in."""
    from dataclasses import replace

    d = sample()
    return replace(d, articles=tuple(replace(a, text=a.text.replace("\ud800", "?")) for a in d.articles))
