"""The text of a dossier for a terminal."""

from __future__ import annotations

import re
from dataclasses import replace

from stemma.asking.finding import meant
from stemma.dossier import outline
from stemma.dossier.outline import counted_voices
from stemma.dossier.render import facts_of
from stemma.dossier.strip import Tally, tallied
from tests.dossier.sample import sample


def test_the_short_form_leads_with_the_strip_and_keeps_to_eleven_lines() -> None:
    lines = outline(sample())
    assert lines[0] == sample().strip
    assert lines[1] == sample().title
    assert len(lines) <= 11
    assert all(len(line) <= 100 for line in lines)
    assert "Meridian Wire (lost original)" in lines
    assert "✕ denied by Ruud Hanssen, only in City Tribune" in lines
    assert any(line.startswith("● 1 origin: “The operator of the Ellery terminal") for line in lines)
    assert any(line.startswith("●○ 1-2 origins: “About 140") for line in lines)


def test_the_full_form_draws_the_whole_tree_and_names_second_parents() -> None:
    lines = outline(sample(), full=True, width=200)
    assert sum("Dock Gazette" in line for line in lines) >= 2
    assert any("rewritten 60 % + abridged 25 % from Dock Gazette" in line for line in lines)
    assert any("direction not known" in line for line in lines)
    assert sum("“" in line for line in lines) >= 4
    assert len(lines) > len(outline(sample()))


def test_the_full_form_names_every_voice_so_that_it_can_be_corrected() -> None:
    d = sample()
    told = [line for line in outline(d, full=True, width=400) if line.startswith("» ")]
    assert len(told) == len(d.speakers)
    for line in told:
        name = line.removeprefix("» ").partition(" · ")[0]
        same = [s for s in d.speakers if s.name.casefold() == name.casefold()]
        assert same and (len(same) > 1 or meant(d, name, "voice").id == same[0].id)
    assert any(re.fullmatch(r"» Ruud Hanssen · named · \d statements? · in .*City Tribune.*", line) for line in told)
    assert not any(line.startswith("» ") for line in outline(d))


def test_the_tree_is_indented_by_generation() -> None:
    lines = outline(sample(), full=True, width=200)
    at = lines.index("Meridian Wire (lost original)")
    assert lines[at + 1].startswith("├─ The Harbour Post")
    assert lines[at + 2].startswith("│  └─ The Evening Ledger")
    assert lines[at + 3].startswith("└─ Coast Daily")


def test_a_change_that_is_a_contradiction_too_says_so() -> None:
    d = sample()
    clash = replace(d.findings.contradictions[0], drift="d1")
    told = outline(replace(d, findings=replace(d.findings, contradictions=(clash,))), full=True, width=200)
    assert "~ certainty raised · A plan became a fact. (told above as a contradiction)" in told
    assert sum("told above" in line for line in told) == 1


def test_a_circle_of_derivations_does_not_hang() -> None:
    d = sample()
    edge = d.stemma.derivations[2]
    circle = replace(d.stemma, derivations=(edge, replace(edge, id="back", parent=edge.child, child=edge.parent)))
    lines = outline(replace(d, stemma=circle), full=True, width=200)
    assert sum(line.lstrip("│├└─ ").startswith("Coast Daily ·") for line in lines) == 1


def test_control_characters_reach_no_terminal() -> None:
    lines = outline(replace(sample(), title="red \x1b[31m alert\u202e"))
    assert lines[1] == "red [U+001B][31m alert[U+202E]"


def test_a_claim_of_one_report_says_that_there_is_nothing_to_compare() -> None:
    d = sample()
    home = {s.id: s.article for s in d.statements}
    lines = [line for line in outline(d, full=True, width=400) if ("“" in line and "origin" in line) or "asserted by none" in line]
    alone = sum(len({home[s] for s in c.statements}) == 1 for c in d.claims)
    assert 0 < alone < len(d.claims)
    assert sum("one report, nothing to compare" in line for line in lines) == alone


def test_the_full_form_tells_every_finding_and_cuts_none() -> None:
    d = sample()
    lines = outline(d, full=True, width=60)
    assert all(len(line) <= 60 for line in lines)
    whole = " ".join(" ".join(lines).split())
    f = d.findings
    for found in [*f.contradictions, *f.drifts, *f.omissions]:
        assert " ".join(found.words.rstrip(".").split()) in whole
    heads = [line[0] for line in outline(d, full=True, width=400) if line[0] in "≠~∅"]
    assert heads == ["≠"] * len(f.contradictions) + ["~"] * len(f.drifts) + ["∅"] * len(f.omissions)
    assert not any(line[0] in "≠~∅" for line in outline(d))
    assert any(line.startswith("≠ later development") for line in lines)
    assert any("direction not known" in line for line in lines if line.startswith("~"))


def test_the_voices_listed_and_those_counted_explain_each_other() -> None:
    d = sample()
    line = next(x for x in outline(d, full=True, width=2000) if x.startswith("Voices: "))
    tally = tallied(d.speakers, d.statements, d.stemma)
    counted = facts_of(d)
    assert (tally.voices, tally.unnamed) == (counted.voices, counted.unnamed)
    assert f"{len(d.speakers)} listed below, {counted.voices} counted above" in line
    assert len([x for x in outline(d, full=True, width=2000) if x.startswith("» ")]) == len(d.speakers)
    speaking = [s for s in d.speakers if s.kind not in {"agency", "outlet"}]
    assert tally.listed == tally.carriers + len(speaking)
    assert tally.silent + tally.described <= len(speaking)
    assert (f"{tally.carriers} that carry news" in line) is (tally.carriers > 0)
    assert counted_voices(Tally(listed=3, carriers=0, silent=1, described=2, unnamed=1, people=0)) == (
        "Voices: 3 listed below, 1 counted above: 1 unnamed (2 listed; those whom several reports may mean count once);"
        " not counted: 1 that only decline or pass on."
    )
