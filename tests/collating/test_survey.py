"""A first look at all pairs of a story at once: the same as the plain way, two articles at a time."""

import numpy as np
import pytest

from stemma.collating import survey
from stemma.collating.collate import Sheet, candidates, prepare
from stemma.collating.scoring import ALL, measured, weighing
from stemma.collating.settling import FAINT
from stemma.models.likeness import FEATURES, Matrix
from stemma.parsing import parse
from tests.support.reports import article

FERRY = "The ferry Corrigan ran aground off Skelby on Sunday with 212 people on board."
FERRY_TOLD = "On Sunday the Corrigan, a ferry carrying 212 passengers, hit rocks near Skelby."
CAPTAIN = "\u201cWe were never in danger,\u201d said its captain, Ingrid Moss."
CAPTAIN_TOLD = "Captain Ingrid Moss said that nobody had been in danger."
INQUIRY = "The port authority opened an inquiry into the grounding on Monday."
PRICES = "Ticket prices on the island route will rise in April."
STORY = {
    "a": (FERRY, CAPTAIN, INQUIRY, PRICES),
    "b": (FERRY_TOLD, CAPTAIN, INQUIRY),
    "c": (PRICES, FERRY, FERRY, CAPTAIN_TOLD),
    "d": (INQUIRY, CAPTAIN_TOLD, FERRY_TOLD, PRICES, CAPTAIN),
}


def sheet() -> Sheet:
    pages = [article(name, "Ferry runs aground" if name != "d" else PRICES, " ".join(told)) for name, told in STORY.items()]
    # An article of one sentence has no next best.
    pages.append(article("e", FERRY))
    return prepare(pages, {p.id: parse(p) for p in pages})


def plainly(story: Sheet) -> dict[tuple[int, int], tuple[float, ...]]:
    """First score and telling features of all pairs, two articles at a time, every sentence for itself."""
    passages, out = story.passages, {}
    for n, left in enumerate(story.of):
        for right in story.of[n + 1 :]:
            values = measured(passages, left, right, story.layout)
            first: Matrix = weighing("first", ALL)(values)
            for i, j in np.ndindex(first.shape):
                one, two = left.start + i, right.start + j
                score = 1.0 if story.wording[one] == story.wording[two] else float(first[i, j])
                out[one, two] = (score, *(float(values[i, j, FEATURES.index(name)]) for name in survey.TELLING))
    return out


@pytest.mark.parametrize("held", [0, survey._HELD])
def test_a_survey_sees_what_is_seen_two_articles_at_a_time(held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "_HELD", held)
    story = sheet()
    assert len(story.kinds.whole) < len(story.sentences)
    found, telling = candidates(story)
    seen = {
        (one, two): (score, *told)
        for one, two, score, told in zip(
            found.one.tolist(), found.two.tolist(), found.first.tolist(), telling.tolist(), strict=True
        )
    }
    assert seen == {pair: told for pair, told in plainly(story).items() if told[0] >= FAINT}
    assert len(seen) > len(story.sentences)
