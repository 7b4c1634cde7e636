"""A source under another name is no other source, where the speakers are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from stemma.comparing import compare
from stemma.model import Claim, Findings, Hop, Mention, Passage, Speaker, Stemma, Voice, VoiceKind
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
def test_two_people_are_told_as_swapped(speakers: Sequence[Speaker]) -> None:
    told = found(LINDH, speakers)
    assert [d.kind for d in told.drifts] == ["subject-swapped"]
    assert told.omissions == ()  # the swap says it


def test_one_person_under_two_names_is_not_swapped() -> None:
    told = found(LINDH, (speaker("x", "named", "1", "2"),))
    assert told.drifts == () == told.omissions


LEDGER = Voice(name="The Ledger", kind="outlet")


def unmouthed(speakers: Sequence[Speaker]) -> list[str]:
    """What is left out where the child drops the first mouth of a sentence, and lets her speak under another name below."""
    more = "nobody had asked for a test of the old steel"
    a = article("A", f"{LEDGER.name} said {WORDS}, citing {LIND.name}.")
    b = article("B", f"{LEDGER.name} said {WORDS}. {LINDH.name} said {more}.", "2031-05-05")
    one, two, three = said("1", a, WORDS, LEDGER, "said"), said("2", b, WORDS, LEDGER, "said"), said("3", b, more, LINDH, "said")
    one = replace(one, chain=(Hop(voices=(LIND,)), *one.chain))
    gist = Passage(article="A", span=one.content[0])
    claim = Claim(id="c", gist=gist, statements=("1", "2", "3"), weight=1.0, by="test")
    tree = Stemma(articles=("A", "B"), lost=(), derivations=(edge(a, b),), kinships=(), by="test")
    beside = aligned([a, b], (sentences([a])[0], sentences([b])[0]))
    return [
        o.kind
        for o in compare([a, b], {x.id: grammar(x) for x in (a, b)}, [one, two, three], [claim], beside, tree, speakers).omissions
    ]


def test_a_first_mouth_left_out_is_told_unless_she_speaks_under_another_name() -> None:
    assert unmouthed(()) == ["source"]
    assert unmouthed((speaker("x", "named", "1", "3"),)) == []


def test_one_who_loses_the_name_is_told_all_the_same() -> None:
    vague = Voice(name="A club official", kind="unnamed")
    assert [d.kind for d in found(vague, (speaker("x", "named", "1", "2"),)).drifts] == ["source-vaguer"]
