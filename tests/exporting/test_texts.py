"""Markdown, TEI, ninjs, annotations, provenance: each checked by the format's own reader or grammar."""

import io
import json
import re
from pathlib import Path

import jsonschema
import pytest
import rdflib
from lxml import etree
from markdown_it import MarkdownIt
from prov.model import ProvDocument

import stemma
from stemma.dossier.names import DERIVATIONS
from stemma.dossier.places import places
from stemma.errors import BadInput
from stemma.exporting import FORMS, export
from stemma.model import Article, Dossier, Passage, Span
from tests.support.walk import values

TEI = "{http://www.tei-c.org/ns/1.0}"
HERE = Path(__file__).parent


def test_markdown_lists_every_finding_and_escapes_every_mark(hostile: Dossier, demo: Dossier) -> None:
    text = export(demo, "markdown")["dossier.md"].decode()
    found = demo.findings
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert html.count("<h2>") == 7 and "<table>" in html
    for section, n, sides in (
        ("Contradictions", len(found.contradictions), 2),
        ("Changes along the way", len(found.drifts), 2),
        ("Left out", len(found.omissions), 1),
    ):
        part = html.split(f"<h2>{section}</h2>")[1].split("<h2>")[0]
        # An item a finding, and in it one for each side that is quoted.
        assert part.count("<li>") == n * (1 + sides) > 0
    # The interval stands once, in figures; kinds are words; children come in the order of the page.
    assert "origin**: 1 origin" not in text and "origins**: 1 to" not in text and "**1 origin**: " in text
    drawn = re.findall(r"^- (.+?), .+: ([a-z -]+), \d+ % from", text.split("## Who repeats whom")[1].split("##")[0], re.M)
    assert len(drawn) == len(demo.stemma.derivations) and {kind for _, kind in drawn} <= set(DERIVATIONS.values())
    names = [places(demo).names[a.id] for a in places(demo).order]
    assert [n for n, _ in drawn] == sorted((n for n, _ in drawn), key=names.index)
    nasty = MarkdownIt("commonmark").enable("table").render(export(hostile, "markdown")["dossier.md"].decode())
    assert "<script>" not in nasty and "<b>" not in nasty and "<a " not in nasty and "<em>" not in nasty


@pytest.mark.parametrize("which", ["demo", "hostile"])
def test_the_apparatus_obeys_the_grammar_of_tei(which: str, request: pytest.FixtureRequest) -> None:
    dossier: Dossier = request.getfixturevalue(which)
    root = etree.fromstring(export(dossier, "tei")["apparatus.xml"])
    grammar = etree.RelaxNG(etree.parse(HERE / "tei_apparatus.rng"))
    assert grammar.validate(root), grammar.error_log
    readings = root.findall(f".//{TEI}rdg")
    assert len(readings) == sum(len(r.passages) for r in dossier.collation.rows) + len(dossier.collation.alone)


def test_every_reading_names_a_witness(demo: Dossier) -> None:
    root = etree.fromstring(export(demo, "tei")["apparatus.xml"])
    known = {f"#{w.get('{http://www.w3.org/XML/1998/namespace}id')}" for w in root.findall(f".//{TEI}witness")}
    assert {r.get("wit") for r in root.findall(f".//{TEI}rdg")} <= known


def test_ninjs_is_read_back_with_text_and_descent(demo: Dossier, tmp_path: Path) -> None:
    (tmp_path / "reports.json").write_bytes(export(demo, "ninjs")["reports.ninjs.json"])
    back = [a for a in stemma.read([tmp_path / "reports.json"]) if isinstance(a, Article)]
    assert len(back) == len(demo.articles)
    at = places(demo)
    uri = {a.id: f"urn:stemma:report:{a.id}" for a in demo.articles} | {x.id: f"urn:stemma:lost:{x.id}" for x in demo.stemma.lost}
    by_title = {a.title.value: a for a in back if a.title}
    for article in at.order:
        assert article.title
        told = {h.item for h in by_title[article.title.value].history if h.action == "derived-from"}
        assert told == {uri[d.parent] for d in demo.stemma.derivations if d.child == article.id}


def test_ninjs_names_each_association_and_what_it_leads_to(demo: Dossier) -> None:
    items = json.loads(export(demo, "ninjs")["reports.ninjs.json"])
    headline = {i["uri"]: i["headlines"][0]["value"] for i in items if "headlines" in i}
    names = places(demo).names
    called = {f"urn:stemma:report:{a.id}": names[a.id] for a in demo.articles} | {
        f"urn:stemma:lost:{x.id}": names[x.id] for x in demo.stemma.lost
    }
    several = 0
    for item in items:
        found = item.get("associations", [])
        several += len(found) > 1
        # ninjs 2 tells associations apart by their names, which must differ within an item.
        assert [a["name"] for a in found] == [f"derivedfrom-{n}" for n in range(1, len(found) + 1)]
        assert [a["uri"] for a in found] == item.get("derivedfrom", [])
        for one in found:
            assert one["uri"] in headline and one["headlines"] == [{"value": called[one["uri"]]}]
            assert one["rel"] == "derivedFrom" and set(one["stemma"]) == {"kind", "share", "confidence"}
    assert sum("associations" in i for i in items) == len({d.child for d in demo.stemma.derivations})
    assert several == sum(sum(d.child == a.id for d in demo.stemma.derivations) > 1 for a in demo.articles)


ANNOTATION = {
    "type": "object",
    "required": ["id", "type", "target", "body", "motivation"],
    "properties": {
        "id": {"type": "string", "pattern": "^urn:"},
        "type": {"const": "Annotation"},
        "motivation": {"enum": ["tagging", "assessing", "linking"]},
        "body": {"type": "array", "items": {"required": ["type", "value"], "properties": {"type": {"const": "TextualBody"}}}},
        "target": {
            "type": "array",
            "minItems": 1,
            "items": {
                "required": ["source", "selector"],
                "properties": {
                    "selector": {
                        "type": "array",
                        "items": {
                            "oneOf": [
                                {
                                    "required": ["start", "end"],
                                    "properties": {
                                        "type": {"const": "TextPositionSelector"},
                                        "start": {"type": "integer", "minimum": 0},
                                        "end": {"type": "integer", "minimum": 1},
                                    },
                                },
                                {"required": ["exact"], "properties": {"type": {"const": "TextQuoteSelector"}}},
                            ]
                        },
                    }
                },
            },
        },
    },
}
"""What section 3 and 4 of the Web Annotation Data Model ask of an annotation with these selectors."""


def test_annotations_select_the_words_they_are_about(demo: Dossier) -> None:
    page = json.loads(export(demo, "annotations")["annotations.jsonld"])
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld" and page["type"] == "AnnotationPage"
    text = {f"urn:stemma:report:{a.id}": a.text for a in demo.articles}
    assert len({item["id"] for item in page["items"]}) == len(page["items"])
    for item in page["items"]:
        jsonschema.validate(item, ANNOTATION)
        for target in item["target"]:
            place, words = target["selector"]
            whole = text[target["source"]["id"]]
            assert whole[place["start"] : place["end"]] == words["exact"]
            assert words["prefix"] + words["exact"] + words["suffix"] in whole
    statements = {f"urn:stemma:statement:{s.id}" for s in demo.statements}
    assert statements <= {item["id"] for item in page["items"]}


def test_every_span_of_a_dossier_has_a_selector(demo: Dossier) -> None:
    page = json.loads(export(demo, "annotations")["annotations.jsonld"])
    selected = {
        (target["source"]["id"].rpartition(":")[2], target["selector"][0]["start"], target["selector"][0]["end"])
        for item in page["items"]
        for target in item["target"]
    }
    wanted = {(v.article, v.span.start, v.span.end) for v in values(demo) if isinstance(v, Passage)}
    for owner, parts in (
        *((a.id, a) for a in demo.articles),
        *((s.article, s) for s in demo.statements),
    ):
        wanted |= {(owner, v.start, v.end) for v in values(parts) if isinstance(v, Span)}
    assert len(wanted) > 500 and wanted <= selected


def test_provenance_is_read_by_prov(demo: Dossier) -> None:
    data = export(demo, "prov-json")["provenance.json"]
    document = ProvDocument.deserialize(io.BytesIO(data), format="json")
    derived = [r for r in document.get_records() if "stemma:share" in {str(k) for k, _ in r.extra_attributes}]
    assert len(derived) == len(demo.stemma.derivations)


def test_provenance_as_rdf(demo: Dossier) -> None:
    graph = rdflib.Graph().parse(data=export(demo, "prov-o")["provenance.ttl"], format="turtle")
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    assert {str(s).split("-", 1)[1] for s in graph.subjects(rdflib.RDF.type, rdflib.URIRef("urn:stemma:Report"))} == {
        a.id for a in demo.articles
    }
    assert len(set(graph.subject_objects(prov.wasDerivedFrom))) >= len(demo.stemma.derivations)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_the_same_twice_and_survives_hostile_pages(demo: Dossier, hostile: Dossier, form: str) -> None:
    assert export(demo, form) == export(demo, form)
    assert all(export(hostile, form).values())
    assert all(export(stemma.withhold(demo), form).values())


def test_an_unknown_form_is_told_with_those_there_are(demo: Dossier) -> None:
    with pytest.raises(BadInput, match="no form 'docx'") as error:
        export(demo, "docx")
    assert "xlsx" in error.value.hint
