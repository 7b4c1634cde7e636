"""News items in JSON: all three versions say the same, and what they tell of the copy's way is kept."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.errors import BadInput
from stemma.model import Article
from stemma.reading.building import build
from stemma.reading.formats import jsonfile, ninjs
from stemma.reading.parts import LIMITS, Part
from tests.reading.formats.material import HTML, PARAGRAPHS, TEXT, codes, only, parts

OWN = "urn:newsml:norland.example:20240213:pier"
ONE: dict[str, Any] = {
    "uri": OWN,
    "type": "text",
    "version": "3",
    "firstcreated": "2024-02-13T13:00:00Z",
    "versioncreated": "2024-02-13T13:15:00Z",
    "pubstatus": "usable",
    "language": "en-GB",
    "headline": "Pier closes after storm",
    "byline": "By Ida Marlowe",
    "located": "Oskvik",
    "body_html": HTML,
    "body_text": TEXT,
    "description_text": "The board closed the pier.",
    "copyrightholder": "Norland News Agency",
    "infosource": [{"name": "Associated Press"}, {"name": "Oskvik Harbour Board", "rel": "originfo"}],
    "associations": {
        "main": {"uri": "urn:x:1", "type": "picture", "byline": "Per Holm/AFP", "headline": "The pier"},
        "old": {"uri": "urn:x:2", "type": "text", "rel": "translatedFrom"},
    },
}
TWO: dict[str, Any] = {
    **{k: v for k, v in ONE.items() if k not in ("headline", "byline", "body_html", "body_text", "infosource", "associations")},
    "by": "By Ida Marlowe",
    "headlines": [{"role": "print", "value": "Pier shut"}, {"role": "main", "value": "Pier closes after storm"}],
    "bodies": [
        {"role": "summary", "contenttype": "text/plain", "value": TEXT + TEXT},
        {"role": "text", "contenttype": "text/plain", "value": TEXT},
        {"role": "html", "contenttype": "text/html", "value": f"<html><head><title>x</title></head><body>{HTML}</body></html>"},
    ],
    "infosources": [{"name": "Associated Press"}, {"name": "Oskvik Harbour Board", "role": "originfo"}],
    "associations": [
        {"name": "main", "uri": "urn:x:1", "type": "picture", "by": "Per Holm/AFP"},
        {"name": "old", "uri": "urn:x:2", "type": "text", "rel": "translatedFrom"},
    ],
    "standard": {"name": "ninjs", "version": "2.0"},
}
_CAPITALS = {
    "firstcreated": "firstCreated",
    "versioncreated": "versionCreated",
    "pubstatus": "pubStatus",
    "copyrightholder": "copyrightHolder",
    "infosources": "infoSources",
}
THREE: dict[str, Any] = {_CAPITALS.get(k, k): v for k, v in TWO.items()}
THREE["bodies"] = [{"contentType" if k == "contenttype" else k: v for k, v in b.items()} for b in TWO["bodies"]]


def read(value: Any) -> list[Part | BadInput]:
    return parts(jsonfile, json.dumps(value), "item.json")


@pytest.mark.parametrize("item", [ONE, TWO, THREE], ids=["1.x", "2.x", "3.x"])
def test_every_version_says_the_same(item: dict[str, Any]) -> None:
    part = only(read(item))
    told = part.given
    assert (part.source, part.name, part.form, part.data.decode()) == ("item.json", OWN, "html", HTML)
    assert (told.title, told.byline, told.authors) == ("Pier closes after storm", "By Ida Marlowe", ("Ida Marlowe",))
    assert (told.outlet, told.dateline, told.language) == ("Norland News Agency", "Oskvik", "en")
    assert (told.published, told.modified) == ("2024-02-13T13:00+00:00", "2024-02-13T13:15+00:00")
    assert told.credits == ("Associated Press",)
    assert told.photo_credits == ("AFP",)
    assert [(h.action, h.party or h.item, h.time) for h in told.history] == [
        ("translated-from", "urn:x:2", None),
        ("created", OWN, "2024-02-13T13:00+00:00"),
        ("revised", OWN, "2024-02-13T13:15+00:00"),
        ("credited", "Associated Press", None),
        ("credited", "Oskvik Harbour Board", None),
        ("credited", "Norland News Agency", None),
    ]


def test_the_article_is_built_with_its_evidence() -> None:
    article = build(only(read(ONE)))
    assert isinstance(article, Article)
    assert [article.text[s.start : s.end] for s in article.body] == list(PARAGRAPHS)
    assert article.title and article.title.span and article.byline and article.byline.span
    assert {(c.agency, c.kind) for c in article.credits} == {("Associated Press", "credit-line"), ("AFP", "photo")}
    assert article.history == only(read(ONE)).given.history


def test_a_credit_of_the_packet_goes_before_the_agency_told_in_its_words() -> None:
    told = HTML.replace("</p>", " A diver told Reuters so.</p>", 1)
    article = build(only(read(ONE | {"body_html": told, "infosource": [], "creditline": "Reuters"})))
    assert [(c.agency, c.kind) for c in article.credits if c.agency == "Reuters"] == [("Reuters", "credit-line")]
    article = build(only(read(ONE | {"body_html": told, "infosource": []})))
    assert [(c.agency, c.kind) for c in article.credits if c.agency == "Reuters"] == [("Reuters", "in-text")]


def test_what_news_systems_add_is_read() -> None:
    item = {
        "guid": OWN,
        "type": "text",
        "versioncreated": "2024-02-13T13:15:00+0000",
        "firstpublished": "2024-02-13T13:20:00+0000",
        "headline": "Pier closes",
        "body_html": HTML,
        "source": "AFP",
        "creditline": "Norland News Agency/Reuters",
        "authors": [{"name": "Ida Marlowe", "role": "writer"}, {"name": "Eva Strand", "role": "photographer"}],
        "dateline": {"text": "OSKVIK, Feb 13 (AP) -", "located": {"city": "Oskvik"}},
        "evolvedfrom": "urn:x:before",
        "ednote": "Adds the board's figures",
        "service": [{"code": "a", "name": "Regional"}],
    }
    told = only(read(item)).given
    assert (told.outlet, told.authors, told.dateline, told.section) == (
        "AFP",
        ("Ida Marlowe",),
        "OSKVIK, Feb 13 (AP) -",
        "Regional",
    )
    assert told.published == "2024-02-13T13:20+00:00"
    assert set(told.credits) == {"Norland News Agency", "Reuters", "AP"}
    assert (told.history[0].action, told.history[0].item) == ("evolved-from", "urn:x:before")
    assert told.notes == ("note of the provider: Adds the board's figures",)


@pytest.mark.parametrize(
    "wrapped",
    [
        [ONE, TWO],
        {"items": [ONE, TWO]},
        {"_items": [ONE, TWO], "_meta": {"total": 2}},
        {"data": {"items": [{"item": ONE, "meta": {"seq": 1}}, {"item": TWO, "meta": {"seq": 2}}]}},
    ],
)
def test_items_come_out_of_arrays_and_envelopes(wrapped: Any) -> None:
    found = read(wrapped)
    assert [p.source for p in found] == ["item.json#1", "item.json#2"]
    assert all(isinstance(p, Part) and p.given.how == ninjs.HOW for p in found)


def test_lines_of_items_are_read_and_a_damaged_one_is_only_itself() -> None:
    found = parts(jsonfile, "\n".join([json.dumps(ONE), '{"uri": ', json.dumps(THREE)]), "wire.jsonl")
    assert codes(found) == ["html", "damaged", "html"]
    assert [p.source for p in found] == ["wire.jsonl#1", "wire.jsonl#2", "wire.jsonl#3"]


def test_items_taken_back_are_refused_and_held_ones_say_so() -> None:
    assert codes(read(ONE | {"pubstatus": "canceled"})) == ["canceled"]
    held = only(read(ONE | {"pubstatus": "withheld", "embargoed": "2024-02-14T06:00:00Z"}))
    assert held.given.notes[:2] == ("the provider holds the item back", "embargoed until: 2024-02-14T06:00+00:00")


def test_pictures_beside_texts_are_no_matter_and_alone_are_refused() -> None:
    picture = {
        "uri": "urn:x:1",
        "type": "picture",
        "versioncreated": "2024-02-13T13:15:00Z",
        "headline": "The pier",
        "pubstatus": "usable",
    }
    assert codes(read([picture, ONE, picture])) == ["html"]
    assert codes(read([picture, picture])) == ["no-text"]
    assert codes(read(picture)) == ["no-text"]
    assert codes(read({k: v for k, v in ONE.items() if not k.startswith("body")})) == ["no-text"]


def test_a_package_gives_the_texts_in_it() -> None:
    package = {
        "uri": "urn:x:p",
        "type": "composite",
        "versioncreated": "2024-02-13T13:15:00Z",
        "headline": "All",
        "associations": {"a": ONE},
    }
    assert only(read(package)).name == OWN


def test_markup_goes_before_text_and_text_before_other_markup() -> None:
    bare = {k: v for k, v in ONE.items() if not k.startswith("body_")}
    figure = '<figure><img src="x"/><div class="byline">Per Holm/Reuters</div><figcaption>The pier.</figcaption></figure>'
    item = bare | {
        "body_nitf": f"<nitf><head><title>{TEXT}</title></head><body><body.content>{HTML}</body.content></body></nitf>",
        "body_text": TEXT,
    }
    assert only(read(item)).form == "text"
    part = only(read(item | {"body_html5": f"<article><h1>Pier closes after storm</h1>{figure}{HTML}</article>"}))
    assert [line.role for line in build(part).lines] == ["title", "byline", "body", "body", "body"]
    assert part.given.photo_credits == ("AFP", "Reuters")
    del item["body_text"]
    assert only(read(item)).data.decode() == HTML


def test_lines_broken_to_a_width_are_joined() -> None:
    broken = "\n\n".join("\n".join(p[i : i + 50] for i in range(0, len(p), 50)) for p in PARAGRAPHS)
    item = {k: v for k, v in ONE.items() if k != "body_html"} | {"body_text": broken}
    assert only(read(item)).form == "text"
    assert len(build(only(read(item))).body) == len(PARAGRAPHS)


def test_a_text_over_the_limit_is_refused() -> None:
    small = LIMITS.__class__(page_bytes=300)
    assert codes(parts(jsonfile, json.dumps(ONE | {"body_html": "<p>" + "words " * 100}), "i.json", small)) == ["too-large"]


KEYS = sorted({*ONE, *TWO, *THREE, "name", "value", "role", "rel"})
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
json_values = st.recursive(
    scalars | st.sampled_from([TEXT, HTML, "2024-02-13", "text"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted({*ONE, *TWO, *THREE})), json_values, max_size=12))
def test_whatever_an_item_holds_it_becomes_a_part_or_a_refusal(item: dict[str, Any]) -> None:
    for value in (item, ONE | item):
        made = ninjs.part_of(value, "x", "1", LIMITS)
        assert isinstance(made, Part | BadInput)
        if isinstance(made, Part):
            told = made.given
            assert list(told.history) == list(dict.fromkeys(told.history))
            assert all(isinstance(w, str) for w in (*told.credits, *told.photo_credits, *told.notes, *told.authors))
            made.data.decode("utf-8")
    for inner in ninjs.items_of(item):
        assert isinstance(inner, dict | type(item))
