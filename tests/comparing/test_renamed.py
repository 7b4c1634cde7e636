"""A source under another name is no other source, where the speakers are known."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from stemma.comparing import compare
from stemma.model import Claim, Findings, Mention, Passage, Speaker, Stemma, Voice, VoiceKind
from tests.comparing.test_compare import aligned, article, edge, grammar, said, sentences

LIND = Voice(name="Anna Lind", kind="named")
LINDH = Voice(name="Hanne Lynd", kind="named")
WORDS = "the steel of the north stand was old and had never been tested"


def found(child: Voice, speakers: Sequence[Speaker]) -> Findings:
    a, b = article("A", f"{LIND.name} said {WORDS}."), article("B", f"{child.name} said {WORDS}.", "2031-05-05")
    one, two = said("1", a, WORDS, LIND, "said"), said("2", b, WORDS, child, "said")
    gist = Passage(article="A", span=one.content[0])
    claim = Claim(id="c", gist=gist, statements=("1", "2"), weight=1.0, by="test")
    tree = Stemma(articles=("A", "B"), lost=(), derivations=(edge(a, b),), kinships=(), by="test")
    parsed = {x.id: grammar(x) for x in (a, b)}
    beside = aligned([a, b], (sentences([a])[0], sentences([b])[0]))
    return compare([a, b], parsed, [one, two], [claim], beside, tree, speakers)


def speaker(ident: str, kind: VoiceKind, *statements: str) -> Speaker:
    mentions = tuple(Mention(statement=s, hop=0, voice=0) for s in statements)
    return Speaker(id=ident, name=ident, kind=kind, count=1, mentions=mentions, by="test")


@pytest.mark.parametrize("speakers", [(), (speaker("x", "named", "1"), speaker("y", "named", "2"))])
def test_two_people_are_told_as_swapped_and_as_left_out(speakers: Sequence[Speaker]) -> None:
    told = found(LINDH, speakers)
    assert [d.kind for d in told.drifts] == ["subject-swapped"]
    assert [o.kind for o in told.omissions] == ["source"]


def test_one_person_under_two_names_is_neither() -> None:
    told = found(LINDH, (speaker("x", "named", "1", "2"),))
    assert told.drifts == () == told.omissions


def test_one_who_loses_the_name_is_told_all_the_same() -> None:
    vague = Voice(name="A club official", kind="unnamed")
    assert [d.kind for d in found(vague, (speaker("x", "named", "1", "2"),)).drifts] == ["source-vaguer"]
