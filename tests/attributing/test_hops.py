"""Chains from text to hops, on invented sentences: who said it first, through whose mouths and papers it came."""

from __future__ import annotations

import pytest

from stemma.attributing.characterise import characterise
from tests.attributing.pages import extract, report
from tests.attributing.test_end_to_end import chains, said

HOPS = [
    ("The harbour master told Reuters that the minister had said the pier would close in May.", "minister > master > Reuters"),
    ("Ana Berg told the Coast Gazette that her brother had said the mine was flooded.", "brother > Berg > Gazette"),
    ("The Coast Gazette, citing two dockers, reported that the crane had fallen.", "dockers > Gazette"),
    ("The Coast Gazette reported on Friday, citing a leaked memo, that the crane was never inspected.", "memo > Gazette"),
    ("The Coast Gazette reported that the crane was never inspected, citing people briefed on the inquiry.", "people > Gazette"),
    ("The Coast Gazette reported, citing a document, that the ferry had no radio.", "document > Gazette"),
    ("The ministry said in a statement obtained by AFP that the dam was safe.", "ministry > AFP"),
    ("The ministry said in a letter seen by the Coast Gazette that the dam was safe.", "ministry > letter > Gazette"),
    ("The pump was broken, the company said in a filing seen by Bloomberg.", "company > filing > Bloomberg"),
    ("In a letter seen by Reuters, the owner wrote that the ferry had no radio.", "owner > letter > Reuters"),
    ("In a leaked email, the club doctor Jens Holt told a nurse: “Keep this quiet for now.”", "Holt > email"),
    ("In a note sent to newsrooms on Friday, the ministry said the dam was safe.", "ministry > note"),
    ("Three sources told Reuters that the mill would be sold.", "sources > Reuters"),
    ("The mill will be sold in June, as reported by Reuters citing Russian sources.", "sources > Reuters"),
    ("According to the Coast Gazette, which cited a port official, the ferry had no radio.", "official > Gazette"),
    ("According to the Coast Gazette, which quoted two nurses, the ward was empty.", "nurses > Gazette"),
    ("The ferry had no radio, according to the Coast Gazette, citing a port official.", "official > Gazette"),
    ("The rebels had left, local media reported, citing the police.", "police > media"),
    ("The ferry had no radio, Mette Holm said in an interview with the Coast Gazette.", "Holm > Gazette"),
    ("Speaking to the Coast Gazette, Mette Holm said the ferry had no radio.", "Holm > Gazette"),
    ("In an interview with AFP, Mette Holm said the ferry had no radio.", "Holm > AFP"),
    ("In an email to Reuters, the company said the driver was asleep.", "company > Reuters"),
    ("The owner told a news conference that the ferry had no radio.", "owner"),
    ("The minister told parliament that the ferry had no radio.", "minister"),
    ("A statement read by the family's lawyer said the ferry had no radio.", "statement > lawyer"),
    ("The ferry had no radio, according to a statement read aloud by her lawyer, Jens Holt.", "statement > Holt"),
    ("In a statement read out by his lawyer, the owner said the ferry had no radio.", "owner > lawyer"),
    ("The ferry log, which harbour guard Ola Berg read aloud, shows the pump was off on Friday.", "log > Berg"),
    ("Two officials said the minister told them the bridge would close.", "minister > officials"),
    ("“I will not sign it,” the mayor told the council, according to two people who were in the room.", "mayor > people"),
    ("The mayor told the council that he would not sign the deal, three people who were present said.", "mayor > people"),
    ("Witnesses told police that the driver was asleep, the prosecutor said.", "Witnesses > prosecutor"),
    ("According to the police, a witness said the van was blue.", "witness > police"),
    ("A source told Reuters the dam was cracked, the Coast Gazette reported.", "source > Reuters > Gazette"),
    ("Jens Holt recounted that the bishop had warned his deputies: “I will not sell the mill.”", "bishop > Holt"),
    ("One clerk quoted the governor as saying: “I will not sell the mill.”", "governor > clerk"),
    ("“I will not sell the mill,” one clerk quoted the governor as saying.", "governor > clerk"),
    ("State television quoted the interior minister as saying that the rebels had left.", "minister > television"),
    ("Interfax quoted the ministry as saying that the rebels had left.", "ministry > Interfax"),
    ("The rebels had left, the ministry was quoted as saying by Interfax.", "ministry > Interfax"),
    ("The ministry, quoted by TASS, said the rebels had left.", "ministry > TASS"),
    ("The daily reported that the dam was cracked. It cited two engineers.", "engineers > daily"),
    ("The Coast Gazette reported that the dam was cracked. The paper quoted an engineer who had seen it.", "engineer > Gazette"),
    ("According to a report in the Coast Gazette, the ferry had no radio.", "Gazette"),
    ("Documents reviewed by Reuters show that the ferry had no radio.", "Documents > Reuters"),
    ("The van was blue, according to a police report cited by AFP.", "report > AFP"),
    ("The union says management told workers the plant would close in June.", "management > union"),
    ("The minister said he had been told by the army that the road was open.", "army > minister"),
    ("The newspaper spoke to a councillor, who said that the pump was broken.", "councillor > newspaper"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "hops"), HOPS, ids=[t[:40] for t, _ in HOPS])
def test_each_hop_in_its_place(text: str, hops: str) -> None:
    found = chains(text)
    assert len(found) == 1
    assert [kinds for kinds in found[0] if kinds[1]] and len(found[0]) == len(hops.split(" > ")), found
    for word, (name, _) in zip(hops.split(" > "), found[0], strict=True):
        assert word.casefold() in name.casefold(), found


def test_a_statement_inside_what_another_says_has_both_mouths() -> None:
    article, parsed = report("“The skipper told us to wait and then the pump broke,” said Mette Holm, a passenger.")
    inner = extract(article, parsed, "to wait", cue="told", source="The skipper")
    outer = extract(article, parsed, "The skipper told us to wait and then the pump broke", source="Mette Holm", quotation="direct")
    found = characterise(article, parsed, (inner, outer))
    hops = {article.text[s.content[0].start : s.content[0].end]: [h.voices[0].name for h in s.chain] for s in found}
    assert hops["to wait"] == ["The skipper", "Mette Holm"]
    assert all(s.gathered is None for s in found)


def test_a_line_said_to_be_something_tells_nothing() -> None:
    text = "The company denied that it was buying Norvik Lines, the carrier said to be in talks with a rival."
    assert all(len(c) == 1 for c in chains(text))


def test_who_tells_what_another_said_is_taken_up_next() -> None:
    text = (
        "Mette Holm resigned on Friday. In her letter, she wrote that a minister had told her that “the money belongs to us”. "
        "She added that she was tired."
    )
    assert chains(text)[0] == [("a minister", "role"), ("Mette Holm", "named"), ("her letter", "document")]


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "The bridge will close, he said, adding that the tunnel would stay open, while the ministry said the road was safe.",
            ["The bridge will close", "the tunnel would stay open", "the road was safe"],
        ),
        (
            "The minister said the bridge would close and the mayor said the tunnel would stay open.",
            ["the bridge would close", "the tunnel would stay open"],
        ),
        (
            "The company said sales had risen and analysts said they would fall, while the union declined to comment.",
            ["sales had risen", "they would fall", "to comment"],
        ),
        (
            "The bridge is safe, Ana Berg said, but her deputy warned that the cables were old.",
            ["The bridge is safe", "the cables were old"],
        ),
        (
            "Jens Holt recounted that the bishop had warned his deputies: “I will not sell the mill.”",
            ["I will not sell the mill"],
        ),
    ],
)
def test_content_ends_where_another_voice_begins(text: str, contents: list[str]) -> None:
    assert [s[2] for s in said(text)] == contents


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The deal, which the ministry denied, would have been worth $3 million.", "The deal"),
        ("The union repeated an allegation the company rejects.", "an allegation"),
        ("The mayor dismissed reports that the bridge would close in May.", "reports that the bridge would close in May"),
        ("The mayor denied having taken money from Norvik.", "having taken money from Norvik"),
        ("The mayor rejected suggestions that the bridge was unsafe.", "suggestions that the bridge was unsafe"),
        ("Norvik paid the mayor, an accusation he has always denied.", "Norvik paid the mayor"),
        ("Prosecutors say the mayor took money from Norvik, which he denies.", "the mayor took money from Norvik"),
        ("The mayor, who denies taking money, will stand trial in May.", "taking money"),
        ("The mayor called the allegations baseless.", "the allegations baseless"),
    ],
)
def test_what_is_denied_is_the_content_of_the_denial(text: str, content: str) -> None:
    assert [s[2] for s in said(text) if s[3] == "denies"] == [content]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "A source said the gate was open. A second source said it was shut. A third said there was no gate.",
            ["A source", "A second source", "A third"],
        ),
        (
            "Two guards spoke to the paper. One of them said the gate was open. Another said it was shut.",
            ["One of them", "Another"],
        ),
        (
            "Two officials told Reuters the gate was open. One said it was broken. The other said it was stolen.",
            ["Two officials", "one of the two officials", "The other"],
        ),
    ],
)
def test_ordinals_open_voices_of_their_own(text: str, names: list[str]) -> None:
    assert [c[0][0] for c in chains(text)] == names
