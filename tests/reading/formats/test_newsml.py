"""Packets in XML: NewsML-G2, NewsML 1 and NITF, with the way that the copy took."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.errors import BadInput
from stemma.reading.building import build
from stemma.reading.formats import newsml
from stemma.reading.parts import LIMITS, Part
from tests.reading.formats.material import HTML, PARAGRAPHS, TEXT, codes, only, parts

NAR = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
OWN = "urn:newsml:norland.example:20240213:pier"
NITF = f"""<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">
<head><docdata><doc-id id-string="pier-1" regsrc="NNA"/></docdata></head><body>
<body.head><hedline><hl1>Pier closes after storm</hl1></hedline><byline>By Ida Marlowe</byline></body.head>
<body.content><p>{PARAGRAPHS[0]}</p>
<media media-type="image"><media-caption>The old pier.</media-caption><media-producer>AFP</media-producer></media>
<hl2>What happens next</hl2><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p></body.content></body></nitf>"""
ITEM = f"""<newsItem {NAR} guid="{OWN}" version="3" xml:lang="en-GB">
<hopHistory>
 <hop seq="3"><party literal="Oskvik Courier"/></hop>
 <hop seq="2" timestamp="2024-02-13T13:10:00Z"><party qcode="comp:desk"/>
  <action qcode="hopaction:enhanced" target="hatarget:content"/><action qcode="hopaction:created" target="hatarget:metadata"/></hop>
 <hop seq="1" timestamp="2024-02-13T12:58:00Z"><party qcode="comp:TR"><name>Thomson Reuters</name></party>
  <action qcode="hopaction:created" target="hatarget:content"/></hop>
</hopHistory>
<rightsInfo><copyrightHolder uri="x"><name>Norland News Agency</name></copyrightHolder>
 <usageTerms>Web only</usageTerms></rightsInfo>
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:NNA"><name>Norland News Agency</name></provider>
 <versionCreated>2024-02-13T13:15:00Z</versionCreated><firstCreated>2024-02-13T13:00:00Z</firstCreated>
 <pubStatus qcode="stat:usable"/><edNote>Adds figures</edNote><signal qcode="sig:update"/>
 <link rel="irel:translatedFrom" residref="urn:x:no" version="2"/><link rel="irel:seeAlso" href="https://a.example/"/>
 <link rel="irel:derivedFrom" residref="urn:x:pic" contenttype="image/jpeg"/></itemMeta>
<contentMeta><contentCreated>2024-02-13T12:55:00Z</contentCreated>
 <located qcode="city:1"><name>Oskvik</name></located><creditline>Norland News Agency/AFP</creditline>
 <creator><name>Ida Marlowe</name></creator><infoSource qcode="is:AP"><name>Associated Press</name></infoSource>
 <infoSource role="isrol:originfo"><name>Oskvik Harbour Board</name></infoSource><language tag="en-GB"/>
 <headline>Pier closes after storm</headline><dateline>OSKVIK, Monday (Reuters)</dateline></contentMeta>
<contentSet>%s</contentSet></newsItem>"""
WHOLE = ITEM % f'<inlineXML contenttype="application/nitf+xml">{NITF}</inlineXML>'
PICTURE = f'<newsItem {NAR} guid="urn:x:p"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta></newsItem>'
KILLED = PICTURE.replace("ninat:picture", "ninat:text").replace("</itemMeta>", '<pubStatus qcode="stat:canceled"/></itemMeta>')


def test_an_item_is_read_with_its_hops_in_order() -> None:
    assert newsml.sniffs(WHOLE.encode(), "x")
    part = only(parts(newsml, WHOLE))
    told = part.given
    assert (part.source, part.name, part.form) == ("file", OWN, "html")
    assert (told.title, told.byline, told.authors) == ("Pier closes after storm", "By Ida Marlowe", ("Ida Marlowe",))
    assert (told.outlet, told.dateline, told.language) == ("Norland News Agency", "OSKVIK, Monday (Reuters)", "en")
    assert (told.published, told.modified) == ("2024-02-13T13:00+00:00", "2024-02-13T13:15+00:00")
    assert told.credits == ("AFP", "Associated Press", "Reuters")
    assert told.photo_credits == ("AFP",)
    assert told.notes == ("signal of the provider: update", "note of the provider: Adds figures", "terms of use: Web only")
    assert [(h.action, h.party or h.item, h.how) for h in told.history] == [
        ("translated-from", "urn:x:no", "link irel:translatedFrom version 2"),
        ("created", OWN, "contentCreated"),
        ("created", "Thomson Reuters", "hop 1: created content"),
        ("created", OWN, "firstCreated"),
        ("revised", "comp:desk", "hop 2: enhanced content, created metadata"),
        ("transmitted", "Oskvik Courier", "hop 3"),
        ("revised", OWN, "versionCreated of version 3"),
        ("provided", "Norland News Agency", "provider"),
        ("created", "Ida Marlowe", "creator"),
        ("credited", "Associated Press", "infoSource"),
        ("credited", "Oskvik Harbour Board", "infoSource isrol:originfo"),
        ("credited", "Norland News Agency/AFP", "creditline"),
        ("credited", "Norland News Agency", "copyrightHolder"),
    ]


def test_captions_are_left_out_and_headings_kept() -> None:
    article = build(only(parts(newsml, WHOLE)))
    assert [article.text[s.start : s.end] for s in article.body] == [PARAGRAPHS[0], "What happens next", *PARAGRAPHS[1:]]
    assert [line.role for line in article.lines] == ["title", "byline", "body", "subhead", "body", "body"]
    assert {(c.agency, c.kind) for c in article.credits} >= {("Reuters", "credit-line"), ("AFP", "photo")}


@pytest.mark.parametrize(
    "content",
    [
        f'<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
        f"<body>{HTML}</body></html></inlineXML>",
        f'<inlineXML><h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:body>'
        f"{HTML.replace('<p>', '<h:p>').replace('</p>', '</h:p>')}</h:body></h:html></inlineXML>",
        f'<inlineData contenttype="text/plain">{TEXT}</inlineData>',
        f'<inlineData contenttype="text/html"><![CDATA[{HTML}]]></inlineData>',
    ],
    ids=["xhtml", "xhtml with prefixes", "text", "html in data"],
)
def test_every_kind_of_content_is_read(content: str) -> None:
    article = build(only(parts(newsml, ITEM % content)))
    assert [article.text[s.start : s.end] for s in article.body] == list(PARAGRAPHS)


def test_a_message_gives_its_texts_and_passes_over_the_rest() -> None:
    package = "<packageItem guid='urn:x:g'><itemMeta><itemClass qcode='ninat:composite'/></itemMeta></packageItem>"
    header = "<header><sent>2024-02-13T13:30:00Z</sent><sender>wire.example</sender></header>"
    message = f"<newsMessage {NAR}>{header}<itemSet>%s</itemSet></newsMessage>"
    found = parts(newsml, message % (package + PICTURE + WHOLE + KILLED))
    assert codes(found) == ["html", "canceled"]
    assert [p.source for p in found] == ["file#2", "file#3"]
    assert isinstance(found[0], Part)
    assert ("transmitted", "wire.example") in [(h.action, h.party) for h in found[0].given.history]
    assert codes(parts(newsml, message % (package + PICTURE))) == ["no-text"]
    assert codes(parts(newsml, ITEM % '<remoteContent href="https://a.example/x"/>')) == ["no-text"]


def test_plain_nitf_tells_its_delivery_trail() -> None:
    document = f"""<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-6.dtd"><nitf><head><docdata management-doc-idref="pier-0">
    <doc-id id-string="pier-1" regsrc="NNA"/><date.issue norm="20240213T130000Z"/><ed-msg info="Embargo lifted"/>
    <del-list><from-src src-name="Second Relay" level-number="2"/><from-src src-name="First Relay" level-number="1"/></del-list>
    <doc.rights owner="Norland News Agency"/></docdata><pubdata name="Oskvik Courier" position.section="Region"/>
    <revision-history name="Eva Strand" function="editor" norm="20240213T133000Z"/></head><body><body.head>
    <hedline><hl1>Pier closes</hl1></hedline><byline>By <person>Ida Marlowe</person>, <byttl>Associated Press</byttl></byline>
    <distributor><org>Reuters</org></distributor><dateline><location>OSKVIK</location>, Feb 13</dateline></body.head>
    <body.content>{HTML}</body.content><body.end><tagline>Reporting by Ida Marlowe</tagline></body.end></body></nitf>"""
    assert newsml.sniffs(document.encode(), "x")
    told = only(parts(newsml, document)).given
    assert (told.outlet, told.section, told.dateline) == ("Oskvik Courier", "Region", "OSKVIK, Feb 13")
    assert set(told.credits) == {"Reuters", "Associated Press"}
    assert [(h.action, h.party or h.item) for h in told.history] == [
        ("evolved-from", "pier-0"),
        ("created", "pier-1"),
        ("revised", "Eva Strand"),
        ("transmitted", "First Relay"),
        ("transmitted", "Second Relay"),
        ("provided", "Reuters"),
        ("credited", "Reporting by Ida Marlowe"),
        ("credited", "Norland News Agency"),
    ]


def test_newsml_of_the_first_generation_is_read() -> None:
    document = f"""<NewsML Version="1.2"><NewsEnvelope><SentFrom><Party FormalName="NNA"/></SentFrom>
    <DateAndTime>20240213T131600Z</DateAndTime></NewsEnvelope><NewsItem><Identification><NewsIdentifier>
    <ProviderId>norland.example</ProviderId><NewsItemId>pier</NewsItemId><RevisionId PreviousRevision="1" Update="U">2</RevisionId>
    <PublicIdentifier>{OWN}:2</PublicIdentifier></NewsIdentifier></Identification><NewsManagement>
    <FirstCreated>20240213T130000Z</FirstCreated><ThisRevisionCreated>20240213T131500Z</ThisRevisionCreated>
    <Status FormalName="Usable"/><DerivedFrom NewsItem="urn:x:0"/></NewsManagement><NewsComponent><NewsLines>
    <HeadLine>Pier closes</HeadLine><ByLine>By Ida Marlowe</ByLine><DateLine>OSKVIK, Feb 13 (AFP)</DateLine>
    <CreditLine>Reuters</CreditLine></NewsLines><AdministrativeMetadata>
    <Provider><Party FormalName="Norland News Agency"/></Provider>
    <Source><Party FormalName="Associated Press"/></Source></AdministrativeMetadata><DescriptiveMetadata><Language FormalName="en"/>
    </DescriptiveMetadata><ContentItem><MediaType FormalName="Text"/><DataContent>{HTML}</DataContent></ContentItem></NewsComponent>
    </NewsItem></NewsML>"""
    part = only(parts(newsml, document))
    told = part.given
    assert (part.name, told.outlet, told.published) == (f"{OWN}:2", "Norland News Agency", "2024-02-13T13:00+00:00")
    assert set(told.credits) == {"Reuters", "Associated Press", "AFP"}
    assert [h.action for h in told.history[:4]] == ["derived-from", "created", "revised", "transmitted"]
    assert len(build(part).body) == len(PARAGRAPHS)


def test_withheld_items_say_so() -> None:
    held = WHOLE.replace("stat:usable", "stat:withheld")
    assert only(parts(newsml, held)).given.notes[0] == "the provider holds the item back (withheld)"


def test_entities_damage_and_depth_are_refused() -> None:
    assert codes(parts(newsml, '<!DOCTYPE nitf [<!ENTITY a "aaaa">]><nitf><body>&a;</body></nitf>')) == ["unsafe"]
    assert codes(parts(newsml, WHOLE[:-40])) == ["damaged"]
    assert codes(parts(newsml, f"<nitf>{'<block>' * 5_000}")) in (["too-deep"], ["damaged"])
    assert codes(parts(newsml, WHOLE, limits=LIMITS.__class__(page_bytes=100))) == ["too-large"]


def test_other_xml_is_left_to_others() -> None:
    for head in (b"<rss version='2.0'>", b"<html><body><p>nitf</p>", b"plain text with <newsItem> in it", b'<newsItem xmlns="x">'):
        assert not newsml.sniffs(head, "x.xml")


NAMES = ("newsItem", "itemMeta", "contentMeta", "hopHistory", "hop", "party", "action", "name", "headline", "link",
         "contentSet", "inlineXML", "inlineData", "nitf", "body", "body.content", "p",
         "creditline", "located", "versionCreated", "by")  # fmt: skip
attributes = st.dictionaries(st.sampled_from(["seq", "timestamp", "qcode", "rel", "guid", "literal", "href"]), st.sampled_from(
    ["", "1", "-5", "x:y", "2024-02-13T13:15:00Z", "irel:derivedFrom", "hopaction:created", "9" * 30]), max_size=3)  # fmt: skip


def element(made: tuple[str, dict[str, str], list[str]]) -> str:
    name, said, inner = made
    return f"<{name}{''.join(f' {k}={v!r}' for k, v in said.items())}>{''.join(inner)}</{name}>"


trees = st.recursive(
    st.sampled_from(["", "words", "2024-02-13T13:15:00Z", TEXT]),
    lambda inner: st.tuples(st.sampled_from(NAMES), attributes, st.lists(inner, max_size=4)).map(element),
    max_leaves=25,
)


@settings(max_examples=120, deadline=None)
@given(st.lists(trees, max_size=5), st.sampled_from(["newsItem", "newsMessage", "nitf", "NewsML"]))
def test_whatever_the_elements_hold_nothing_else_than_a_refusal_is_raised(inner: list[str], root: str) -> None:
    for part in parts(newsml, f"<{root} {NAR}>{''.join(inner)}</{root}>"):
        assert isinstance(part, Part | BadInput)
