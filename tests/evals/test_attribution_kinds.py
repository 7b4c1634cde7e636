"""Statements of one cue are one attribution to the figure, whatever the gold says: invented sentences, offsets by hand."""

from __future__ import annotations

from evals.figures.attribution_kinds import joined, matched

TEXT = "“The hatch leaked,” Ana Berg said. “Nobody came.” Olof Falk said it was dry."


def at(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def row(content: str, cue: list[int] | None, source: str) -> dict[str, list[list[int]]]:
    return {"content": [at(content)], "cue": [cue] if cue else [], "source": [at(source)] if source else []}


SAID = at("said")
LATER = [TEXT.rindex("said"), TEXT.rindex("said") + 4]
FIRST, SECOND = row("The hatch leaked", SAID, "Ana Berg"), row("Nobody came", SAID, "Ana Berg")
OTHER = row("it was dry", LATER, "Olof Falk")


def test_statements_of_one_cue_and_source_are_one_attribution() -> None:
    out = joined([FIRST, SECOND, OTHER])
    assert out == [{**FIRST, "content": [at("The hatch leaked"), at("Nobody came")]}, OTHER]


def test_another_cue_another_source_and_no_cue_stay_apart() -> None:
    apart = [FIRST, row("Nobody came", LATER, "Ana Berg"), row("it was dry", SAID, "Olof Falk")]
    assert joined(apart) == apart
    uncued = [row("The hatch leaked", None, "Ana Berg"), row("Nobody came", None, "Ana Berg")]
    assert joined(uncued) == uncued


def test_joining_does_not_make_a_wrong_piece_right() -> None:
    gold = {"text": TEXT, "attributions": [row("The hatch leaked", SAID, "Ana Berg")]}
    assert matched(gold, joined([FIRST])) == {0: (0, True)}
    # The piece that the gold does not have counts against the whole: three words of eight are too few.
    overdone = row("Nobody came.” Olof Falk said", SAID, "Ana Berg")
    assert matched(gold, joined([FIRST, overdone])) == {}


def test_what_was_found_is_not_changed() -> None:
    before = [{k: [list(s) for s in v] for k, v in one.items()} for one in (FIRST, SECOND)]
    joined([FIRST, SECOND])
    assert before == [FIRST, SECOND]
