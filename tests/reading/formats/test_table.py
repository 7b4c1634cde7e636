"""Tables of reports: JSON lines, JSON, CSV and their kin, Parquet; the exports that are known; and columns that are named."""

import gzip
import io
import json
import re
import string
import sys
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stemma.errors import BadInput
from stemma.model import Article, Rejected
from stemma.reading import read
from stemma.reading.building import build
from stemma.reading.formats import FORMATS, cells, jsonfile, newsml, parquet, parts_of, table
from stemma.reading.formats.columns import Columns, flatten, normal, plan
from stemma.reading.formats.exports import EXPORTS, NAMES
from stemma.reading.parts import LIMITS, Part
from tests.reading.formats.material import HTML, LINE, PARAGRAPHS, TEXT, codes, only, parts

URL = "https://oskvik.example/pier"
SMALL = LIMITS.__class__(page_bytes=400, parts=3)


def in_json(value: Any, source: str = "rows.json", columns: Columns | None = None) -> list[Part | BadInput]:
    return parts(jsonfile, json.dumps(value), source, columns=columns)


def in_csv(text: str | bytes, columns: Columns | None = None) -> list[Part | BadInput]:
    return parts(table, text, "rows.csv", columns=columns)


# What is of which format


@pytest.mark.parametrize(
    ("module", "head", "name", "is_one"),
    [
        (jsonfile, b'{"a": 1}', "stdin", True),
        (jsonfile, b'\xef\xbb\xbf [ {"url": "x"}', "stdin", True),
        (jsonfile, b"anything", "a/rows.JSONL", True),
        (jsonfile, b'{"version": "https://jsonfeed.org/version/1.1"}', "feed.json", False),
        (jsonfile, b"{ brackets in a page }", "page.txt", False),
        (jsonfile, b"[Advertisement] The board", "page.txt", False),
        (table, b"anything", "rows.tsv", True),
        (table, b"id,title,publish_date,url,media_name\n", "stdin", True),
        (table, b"20240213131500-T3\t20240213131500\t1\ta.example\t", "stdin", True),
        (table, b"The harbour board of Oskvik voted, on Monday, to close the pier\n", "page.txt", False),
        (table, b"Home | News | Sport | Weather\n", "page.txt", False),
        (parquet, b"PAR1\x15\x04", "stdin", True),
        (parquet, b"PARIS (AP)", "page.txt", False),
    ],
)
def test_files_are_told_by_name_and_beginning(module: Any, head: bytes, name: str, is_one: bool) -> None:
    assert module.sniffs(head, name) is is_one


# Known exports


def test_media_cloud_rows_are_addresses() -> None:
    header = "id,indexed_date,language,media_name,media_url,publish_date,title,url"
    part = only(in_csv(f"{header}\nab1,2024-02-14 02:00:00,en,Oskvik Courier,oskvik.example,2024-02-13,Pier closes,{URL}\n"))
    told = part.given
    assert (part.form, part.name, told.how) == ("link", "ab1", "Media Cloud row")
    assert (told.url, told.title, told.outlet, told.language) == (URL, "Pier closes", "Oskvik Courier", "en")
    assert (told.published, told.captured) == ("2024-02-13", "2024-02-14T02:00")
    with pytest.raises(BadInput) as caught:
        build(part)
    assert caught.value.code == "no-text"


def test_media_cloud_says_what_it_takes_for_agency_copy() -> None:
    row = {
        "stories_id": 1,
        "publish_date": "2024-02-13",
        "title": "x",
        "url": URL,
        "media_name": "Oskvik Courier",
        "ap_syndicated": True,
    }
    assert (
        "Associated Press" in only(in_json([row])).given.notes[0]
        and not only(in_json([row | {"ap_syndicated": False}])).given.notes
    )


def test_gdelt_tells_when_it_saw_a_page_not_when_it_was_published() -> None:
    entry = {"url": URL, "url_mobile": "", "title": "Pier closes", "seendate": "20240213T131500Z", "domain": "oskvik.example",
             "language": "English", "sourcecountry": "Norway"}  # fmt: skip
    for found in (in_json({"articles": [entry]}), in_csv(f"URL,MobileURL,Date,Title\n{URL},,2024-02-13 13:15:00,Pier closes\n")):
        part = only(found)
        assert (part.form, part.given.how, part.given.url) == ("link", "GDELT entry", URL)
        assert (part.given.published, part.given.captured) == (None, "2024-02-13T13:15+00:00")


def test_gdelts_graph_is_read_without_a_header() -> None:
    extras = "<PAGE_AUTHORS>Ida Marlowe;Per Holm</PAGE_AUTHORS><PAGE_TITLE>Pier &amp; ferry</PAGE_TITLE>"
    extras += "<PAGE_PRECISEPUBTIMESTAMP>20240213130000</PAGE_PRECISEPUBTIMESTAMP>"
    row = ["20240213131500-T7", "20240213131500", "1", "oskvik.example", URL, *[""] * 20, "srclc:nor; eng:GT", extras]
    found = in_csv("\t".join(row) + "\nbroken\n" + "\t".join(["20240213131500-8", *row[1:25], "", ""]) + "\n")
    assert codes(found) == ["link", "bad-row", "link"]
    first = found[0]
    assert isinstance(first, Part)
    told = first.given
    assert (told.url, told.title, told.authors, told.language) == (URL, "Pier & ferry", ("Ida Marlowe", "Per Holm"), "no")
    assert (told.published, told.captured) == ("2024-02-13T13:00+00:00", "2024-02-13T13:15+00:00")


def test_event_registry_tells_agencies_and_copies() -> None:
    article = {
        "uri": "7001", "lang": "eng", "isDuplicate": True, "dateTime": "2024-02-13T14:15:00Z",
        "dateTimePub": "2024-02-13T13:15:00Z", "dataType": "pr", "url": URL, "title": "Pier closes", "body": TEXT,
        "source": {"uri": "oskvik.example", "title": "Oskvik Courier"},
        "authors": [{"name": "Ida Marlowe", "isAgency": False}, {"name": "Norland News Agency", "isAgency": True}],
        "originalArticle": {"uri": "6999"}, "concepts": [{"uri": "https://concept.example/1", "label": {"eng": "Pier"}}],
    }  # fmt: skip
    for value in ({"articles": {"results": [article], "totalResults": 1}}, [article], article):
        part = only(in_json(value))
        told = part.given
        assert (part.form, part.name, part.data.decode()) == ("text", "7001", TEXT)
        assert (told.how, told.outlet, told.authors, told.credits) == (
            "Event Registry article", "Oskvik Courier", ("Ida Marlowe",), ("Norland News Agency",),
        )  # fmt: skip
        assert (told.published, told.captured, told.language, told.kind) == (
            "2024-02-13T13:15+00:00", "2024-02-13T14:15+00:00", "en", "press-release",
        )  # fmt: skip
        assert [(h.action, h.item) for h in told.history] == [("same-as", "6999")]
        assert told.notes


def test_newsapi_gives_a_beginning_only_which_is_no_report() -> None:
    article = {"source": {"id": None, "name": "Oskvik Courier"}, "author": "Ida Marlowe", "title": "Pier closes - Oskvik Courier",
               "description": TEXT, "url": URL, "urlToImage": None, "publishedAt": "2024-02-13T13:15:00Z",
               "content": f"{PARAGRAPHS[0]}… [+1234 chars]"}  # fmt: skip
    part = only(in_json({"status": "ok", "totalResults": 1, "articles": [article]}))
    assert (part.form, part.data, part.given.title) == ("link", b"", "Pier closes")
    assert "only the beginning" in part.given.notes[0]
    with pytest.raises(BadInput, match="only the beginning"):
        build(part)
    assert codes(in_json([article | {"url": None}, {"url": URL, "text": TEXT}])) == ["no-text", "text"]
    assert codes(in_json({"status": "ok", "totalResults": 0, "articles": []})) == ["empty"]


# Any table


@pytest.mark.parametrize(
    "row",
    [
        {"url": URL, "headline": "Pier closes", "maintext": TEXT, "authors": ["Ida Marlowe"], "date_publish": "2024-02-13 13:15"},
        {"link": URL, "title": "Pier closes", "content": TEXT, "creator": ["Ida Marlowe"], "pubDate": "2024-02-13 13:15:00"},
        {"webUrl": URL, "webTitle": "Pier closes", "webPublicationDate": "2024-02-13T13:15",
         "fields": {"bodyText": TEXT, "byline": "Ida Marlowe"}},
        {"_id": "x", "_source": {"URL": URL, "Title": "Pier closes", "Full Text": TEXT, "Byline": "By Ida Marlowe",
                                 "Published At": "13 Feb 2024 13:15"}},
        {"source": URL, "title": "Pier closes", "text": TEXT, "author": "Ida Marlowe", "date": "2024-02-13 13:15"},
    ],
)  # fmt: skip
def test_usual_names_are_recognised(row: dict[str, Any]) -> None:
    part = only(in_json([row]))
    told = part.given
    assert (part.form, part.data.decode(), told.url, told.title) == ("text", TEXT, URL, "Pier closes")
    assert (told.authors, told.published) == (("Ida Marlowe",), "2024-02-13T13:15")


def test_markup_in_a_text_column_is_recognised() -> None:
    page = f"<!DOCTYPE html><html><head><title>x</title></head><body>{HTML}</body></html>"
    rows = [{"text": HTML}, {"text": page}, {"html": LINE}, {"raw_html": page}, {"text": "a < b, and b > c"}]
    assert codes(in_json(rows)) == ["html", "page", "html", "page", "text"]


def test_markup_that_is_half_there_is_understood() -> None:
    inline = TEXT.replace("Oskvik", '<a href="/oskvik">Oskvik</a>')
    escaped = HTML.replace("<", "&lt;").replace(">", "&gt;")
    references = TEXT.replace("Monday", "Monday &amp; Tuesday")
    for text in (inline, escaped, references):
        article = build(only(in_json([{"text": text}])))
        assert len(article.body) == len(PARAGRAPHS) and "&" not in article.text.replace(" & ", "") and "<" not in article.text


def test_rows_without_words_are_addresses_or_refused_in_their_place() -> None:
    rows = [
        {"text": TEXT, "url": URL},
        {"url": URL, "text": ""},
        {"text": None, "title": "x"},
        {"text": TEXT},
        {"text": "see […]", "url": URL},
    ]
    found = in_json(rows)
    assert codes(found) == ["text", "link", "no-text", "text", "link"]
    assert [p.source for p in found] == [f"rows.json#{n}" for n in range(1, 6)]


def test_the_same_rows_come_out_of_every_kind_of_json() -> None:
    rows = [{"title": f"Pier {n}", "text": TEXT, "url": f"{URL}/{n}"} for n in range(3)]
    lines = "\n".join(json.dumps(r) for r in rows)
    wanted = [(p.data, p.given) for p in in_json(rows) if isinstance(p, Part)]
    assert len(wanted) == 3
    for data in (
        lines,
        lines.replace("\n", "\r\n") + "\n\n",
        " ".join(json.dumps(r, indent=2) for r in rows),
        json.dumps(rows, indent=1),
        "\ufeff" + lines,
        json.dumps({"columns": ["title", "text", "url"], "index": [0, 1, 2], "data": [[*r.values()] for r in rows]}),
        json.dumps({k: {str(n): r[k] for n, r in enumerate(rows)} for k in rows[0]}),
        json.dumps({str(n): r for n, r in enumerate(rows)}),
        json.dumps({"hits": {"total": 3, "hits": [{"_id": "x", "_source": r} for r in rows]}}),
        json.dumps({"status": "ok", "url": "https://api.example/v1", "results": rows}),
    ):
        found = parts(jsonfile, data, "rows")
        assert [(p.data, p.given) for p in found if isinstance(p, Part)] == wanted, data[:60]
    found = parts(jsonfile, json.dumps(rows).encode("utf-16"), "rows")
    assert [(p.data, p.given) for p in found if isinstance(p, Part)] == wanted


def test_a_long_array_is_read_piece_by_piece() -> None:
    rows = [{"text": LINE * 40, "n": n} for n in range(60)]
    found = parts(jsonfile, json.dumps(rows), "rows", LIMITS.__class__(page_bytes=20_000))
    assert codes(found) == ["text"] * 60


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"text": "x", "url": "https://a.example/1"}\n{"text": \n{"url": "https://a.example/2"}\n', ["link", "damaged", "link"]),
        (b'[{"url": "https://a.example/1"}, {"url" 1}, {"url": "https://a.example/2"}]', ["link", "damaged", "link"]),
        (b'[{"url": "https://a.example/1}, {"url": "https://a.example/2"}]', ["damaged", "link"]),
        (b'[{"url": "https://a.example/1"} {"url": "https://a.example/2"}]', ["link", "link"]),
        (b'[oops, {"url": "https://a.example/2"}, ]', ["damaged", "link", "damaged"]),
        (b'[{"url": "https://a.example/1"}', ["link", "damaged"]),
        (b'{"url": ', ["damaged"]),
        (b"", ["damaged"]),
        (b"[]", ["empty"]),
        (b"<html><p>Service unavailable</p></html>", ["damaged"]),
        (b"[" * 100_000, ["too-deep"]),
        (b'{"a":' * 100_000, ["too-deep"]),
        (b'[{"url": "https://a.example/1", "n": ' + b"9" * 5_000 + b"}]", ["damaged"]),
        (b'[{"url": "https://a.example/1", "n": NaN, "date": 1e999}]', ["link"]),
        (b'[1, "two", null]', ["no-columns"]),
        (b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "x"}}]}', ["no-columns"]),
        (b'{"name": "package", "version": "1.0.0", "dependencies": {"a": "^1"}}', ["no-columns"]),
        (b'["text of a report"]', ["no-columns"]),
    ],
)  # fmt: skip
def test_damaged_and_strange_json_is_refused_where_it_stands(data: bytes, expected: list[str]) -> None:
    assert codes(parts(jsonfile, data, "rows.json")) == expected


def test_of_several_arrays_the_one_with_texts_is_meant_and_of_several_such_none() -> None:
    reports, sources = [{"text": TEXT, "url": URL}], [{"name": "Oskvik Courier", "url": URL}] * 5
    assert codes(in_json({"sources": sources, "reports": reports})) == ["text"]
    assert codes(in_json({"links": sources, "articles": [{"title": "x", "url": URL}]})) == ["link"]
    assert codes(in_json({"reports": reports, "notes": [{"text": LINE, "by": "y"}]})) == ["no-columns"]


def test_long_lines_without_a_telling_name_are_lines_all_the_same() -> None:
    row = {"text": LINE * 400, "url": URL}
    lines = [json.dumps(row), json.dumps(row)[:-9] + "}", json.dumps(row), json.dumps(row)]
    assert len(lines[0]) > 100_000
    assert codes(parts(jsonfile, "\n".join(lines), "stdin")) == ["text", "damaged", "text", "text"]


def test_a_long_file_of_something_else_is_refused_once() -> None:
    lines = "\n".join(json.dumps({"name": f"x{n}", "value": n}) for n in range(500))
    found = parts(jsonfile, lines, "rows.jsonl")
    assert codes(found) == ["no-columns"]
    assert isinstance(found[0], BadInput) and '"name", "value"' in found[0].message and "--columns" in found[0].hint


def test_what_stemma_wrote_is_refused() -> None:
    article = {
        "id": "a",
        "source": "s",
        "sha256": "0",
        "text": TEXT,
        "body": [{"start": 0, "end": 9}],
        "lines": [],
        "credits": [],
        "by": "x",
    }
    refusal = {"source": "a", "code": "empty", "message": "m", "hint": "h"}
    correction = {"page": "0", "field": "title", "verdict": "must-be", "quote": "q", "value": None, "note": ""}
    for line in (article, refusal, correction):
        assert codes(in_json(line)) == ["own-output"]
        assert codes(parts(jsonfile, f"{json.dumps(line)}\n{json.dumps(line)}\n", "articles.jsonl")) == ["own-output"]
    assert codes(in_json({"schema": "1", "story": {}, "articles": [], "stemma": {}})) == ["dossier"]
    assert codes(in_json({"schema": "1", "dossiers": []})) == ["dossier"]


# CSV


def test_delimiters_marks_and_encodings_are_told() -> None:
    wanted = [f"Café {LINE}", LINE]
    for delimiter in ",;\t|":
        rows = [("url", "title", "text"), (URL, "A", f'"Café {LINE}"'), (f"{URL}/2", "B", f'"{LINE}"')]
        text = "".join(f"{delimiter.join(row)}\n" for row in rows)
        for data in (text.encode(), text.encode("utf-8-sig"), text.encode("utf-16"), text.encode("windows-1252"),
                     text.replace("\n", "\r\n").encode(), f"sep={delimiter}\n{text}".encode()):  # fmt: skip
            found = in_csv(data)
            assert [p.data.decode() for p in found if isinstance(p, Part)] == wanted, data[:30]


def test_a_ragged_row_is_refused_in_its_place() -> None:
    found = in_csv(f'title,text,url\nA,"{TEXT}",{URL}\nB,short\nC,"{TEXT}",{URL}/3\n')
    assert codes(found) == ["text", "bad-row", "text"]
    assert [p.source for p in found] == ["rows.csv#1", "rows.csv#2", "rows.csv#3"]
    assert isinstance(found[1], BadInput) and "line 7" in found[1].message and "2 cells" in found[1].message


def test_a_quote_that_never_closes_costs_its_own_row_only() -> None:
    plain = LINE.replace(",", "")
    rows = [f"Row {n},{plain},{URL}/{n},2024-02-1{n}" for n in range(1, 6)]
    rows[1] = f'Row 2,"{plain},{URL}/2,2024-02-12'
    found = in_csv("title,text,url,date\n" + "\n".join(rows) + "\n")
    assert codes(found) == ["text", "bad-row", "text", "text", "text"]
    assert [p.given.title for p in found if isinstance(p, Part)] == ["Row 1", "Row 3", "Row 4", "Row 5"]


def test_rows_after_a_stray_quote_are_found_without_an_address_to_tell_them() -> None:
    rows = [f"Row {n},{LINE.replace(',', '')}" for n in range(1, 5)]
    rows[0] = f'Row 1,"{LINE}'
    found = in_csv("title,text\n" + "\n".join(rows) + "\n")
    assert codes(found) == ["bad-row", "text", "text", "text"]
    rows[2] = f'Row 3,"{LINE}'
    assert codes(in_csv("title,text\n" + "\n".join(rows) + "\n")) == ["bad-row", "text", "bad-row", "text"]
    ragged = f'title,text\nA,"{TEXT}",x\nB,"{TEXT}"\nC,"{TEXT}"\n'
    assert codes(in_csv(ragged)) == ["bad-row", "text", "text"]


def test_ways_of_writing_a_table_that_are_no_fault() -> None:
    plain = LINE.replace(",", "")
    trailing = f"title,text,url\nA,{plain},{URL},\nB,{plain},{URL}/2,,\n"
    assert codes(in_csv(trailing)) == ["text", "text"]
    slashed = f'title,text,url\n"The \\"old\\" pier","{LINE}",{URL}\nB,"{LINE}",{URL}/2\n'
    first = in_csv(slashed)[0]
    assert isinstance(first, Part) and first.given.title == 'The "old" pier'
    doubled = f'title,text,url\n"The ""old"" pier \\","{LINE}",{URL}\n'
    assert only(in_csv(doubled)).given.title == 'The "old" pier \\'
    spaced = f'title, text, url\nA, "{TEXT}", {URL}\nB, "{TEXT}", {URL}/2\n'
    assert [p.data.decode() for p in in_csv(spaced) if isinstance(p, Part)] == [TEXT, TEXT]
    written = "\\n\\n".join(PARAGRAPHS)
    assert len(build(only(in_csv(f'text,url\n"{written}",{URL}\n'))).body) == len(PARAGRAPHS)


def test_columns_twice_or_without_a_name_do_no_harm() -> None:
    assert only(in_csv(f",text,text,url\n0,{LINE.replace(',', '')},other,{URL}\n")).data.decode().startswith("The harbour")


@pytest.mark.parametrize(
    ("data", "code"), [("", "empty"), ("\n \n", "empty"), ("a,b\n1,2\n", "no-columns"), ("no header here", "no-columns")]
)
def test_what_is_no_table_of_reports_is_refused(data: str, code: str) -> None:
    assert codes(in_csv(data)) == [code]


def test_limits_hold() -> None:
    rows = [{"text": LINE[:300]}] * 5
    assert codes(parts(jsonfile, json.dumps(rows), "r", SMALL)) == ["text"] * 3 + ["too-large"]
    assert codes(parts(table, "text\n" + "\n".join([LINE[:90].replace(",", "")] * 5), "r", SMALL)) == ["text"] * 3 + ["too-large"]
    assert codes(parts(jsonfile, json.dumps([{"text": "words " * 80}]), "r", SMALL)) == ["too-large"]
    assert codes(parts(table, "text\n" + "words " * 500, "r", SMALL)) == ["too-large"]
    assert codes(parts(jsonfile, json.dumps({"text": "words " * 500}), "r", SMALL)) == ["too-large"]
    lines = json.dumps({"url": URL}) + "\n" + json.dumps({"text": "words " * 500}) + "\n" + json.dumps({"url": URL})
    assert codes(parts(jsonfile, lines, "r.jsonl", SMALL)) == ["link", "too-large", "link"]


# Parquet


def parquet_of(columns: dict[str, Any]) -> bytes:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def test_parquet_is_read_with_its_types() -> None:
    data = parquet_of(
        {
            "url": [URL, None, f"{URL}/3"],
            "text": [TEXT, TEXT, None],
            "published_at": [datetime(2024, 2, 13, 13, 15, tzinfo=UTC)] * 3,
            "source": [{"name": "Oskvik Courier", "rank": 1}] * 3,
            "authors": [["Ida Marlowe", "Per Holm"], [], None],
            "vector": [[0.5, 0.25]] * 3,
        }
    )
    found = parts(parquet, data, "rows.parquet")
    assert codes(found) == ["text", "text", "link"]
    assert [p.source for p in found] == ["rows.parquet#1", "rows.parquet#2", "rows.parquet#3"]
    first = found[0]
    assert isinstance(first, Part)
    assert (first.given.outlet, first.given.authors) == ("Oskvik Courier", ("Ida Marlowe", "Per Holm"))
    assert first.given.published == "2024-02-13T13:15+00:00"
    named = parts(parquet, data, "rows.parquet", columns=Columns(title="source.name"))
    assert isinstance(named[0], Part) and named[0].given.title == "Oskvik Courier"


def test_damaged_and_strange_parquet_is_refused() -> None:
    data = parquet_of({"a": [1], "b": ["x"]})
    assert codes(parts(parquet, data, "r")) == ["no-columns"]
    assert codes(parts(parquet, data[:-9], "r")) == ["damaged"]
    assert codes(parts(parquet, b"PAR1" + b"x" * 50, "r")) == ["damaged"]
    swollen = parquet_of({"text": [TEXT * 400] * 2_000})
    small = LIMITS.__class__(free_bytes=100_000)
    assert codes(parts(parquet, swollen, "r", small))[-1] == "bomb"


def test_without_pyarrow_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    found = parts(parquet, b"PAR1" + b"x" * 50, "r")
    assert codes(found) == ["needs-extra"]
    assert isinstance(found[0], BadInput) and "stemma-news[parquet]" in found[0].hint


# Columns


def test_columns_can_be_named() -> None:
    columns = Columns.parse('text=my words,title="head, line", published=When')
    assert columns == Columns(text="my words", title="head, line", published="When")
    row = {"my words": TEXT, "head, line": "Pier closes", "when": "20240213131500", "text": "other", "url": URL}
    for found in (in_json([row], columns=columns), in_csv(
        'my words,"head, line",when,text,url\n' + f'"{TEXT}",Pier closes,20240213131500,other,{URL}\n', columns)):  # fmt: skip
        part = only(found)
        assert (part.data.decode(), part.given.title, part.given.published, part.given.url) == (
            TEXT,
            "Pier closes",
            "2024-02-13T13:15",
            URL,
        )


def test_a_named_page_is_read_with_its_furniture_and_a_missing_column_is_named() -> None:
    assert only(in_json([{"body": TEXT}], columns=Columns(page="body"))).form == "page"
    for found in (in_json([{"a": TEXT}], columns=Columns(text="zz")), in_csv(f"a,url\nx,{URL}\n", Columns(text="zz"))):
        assert codes(found) == ["no-columns"]
        assert isinstance(found[0], BadInput) and "zz" in found[0].message and '"a"' in found[0].message


@pytest.mark.parametrize("given_", ["", "text", "text=", "=a", "words=a", "text=a,text=b", "text=a,,bad", ",,"])
def test_columns_that_cannot_be_meant_are_refused(given_: str) -> None:
    with pytest.raises(BadInput) as caught:
        Columns.parse(given_)
    assert caught.value.code == "bad-columns" and "text" in caught.value.hint


def test_a_named_column_that_most_records_lack_is_said_and_not_replaced() -> None:
    columns = Columns(text="zz")
    assert codes(in_json([{"text": TEXT, "url": URL}] * 30, columns=columns)) == ["no-columns"]
    assert codes(in_json([{"zz": TEXT}, {"text": TEXT, "url": URL}, {"zz": TEXT}], columns=columns)) == [
        "text",
        "no-columns",
        "text",
    ]


# Single values


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-02-13T13:15:30Z", "2024-02-13T13:15+00:00"),
        ("2024-02-13T13:15:30.123+0530", "2024-02-13T13:15+05:30"),
        ("2024-02-13 13:15:00", "2024-02-13T13:15"),
        ("2024-02-13 00:00:00", "2024-02-13"),
        ("2024-02-13T00:00:00Z", "2024-02-13T00:00+00:00"),
        ("20240213T131500Z", "2024-02-13T13:15+00:00"),
        ("20240213131500", "2024-02-13T13:15"),
        (20240213, "2024-02-13"),
        (1707830100, "2024-02-13T13:15+00:00"),
        ("1707830100.25", "2024-02-13T13:15+00:00"),
        (1707830100000, "2024-02-13T13:15+00:00"),
        ("Tue, 13 Feb 2024 13:15:00 GMT", "2024-02-13T13:15+00:00"),
        ("13 February 2024", "2024-02-13"),
        ("2024-02", "2024-02"),
        ("2024-02-31", None),
        ("2024-13-01T10:00:00Z", None),
        (True, None),
        (float("nan"), None),
        (float("inf"), None),
        (10**4000, None),
        ("yesterday", None),
        (None, None),
        ([1], None),
    ],
)
def test_times_become_iso_8601(value: Any, expected: str | None) -> None:
    assert cells.iso(value) == expected


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Ida Marlowe; Per Holm", ("Ida Marlowe", "Per Holm")),
        ("By Ida Marlowe and Per Holm", ("Ida Marlowe", "Per Holm")),
        ("['Ida Marlowe', 'Per Holm']", ("Ida Marlowe", "Per Holm")),
        ('[{"name": "Ida Marlowe", "id": 1}, {"name": "Per Holm"}]', ("Ida Marlowe", "Per Holm")),
        ("{'id': None, 'name': 'Ida Marlowe'}", ("Ida Marlowe",)),
        (["Ida Marlowe", {"name": "Per Holm"}, 5, None], ("Ida Marlowe", "Per Holm")),
        ("[" * 5_000 + "]" * 4_000, ()),
        ("{not, a, record}", ()),
        ("Reuters Staff", ()),
        (7, ()),
    ],
)
def test_people_are_found_however_they_are_written(cell: Any, names: tuple[str, ...]) -> None:
    assert cells.people(cell)[1] == names


def test_languages_become_two_letters() -> None:
    told = ["en", "en-US", "eng", "English", "zh_Hant", "ger", "deu", "qqq", 5, None, ["en"]]
    assert [cells.language(t) for t in told] == ["en", "en", "en", "en", "zh", "de", "de", None, None, None, "en"]


@pytest.mark.parametrize("cut", ["… [+1234 chars]", "... [+1 chars]", "… [truncated]", " [...]", " [&hellip;]</p>\n", " […]"])
def test_beginnings_are_told(cut: str) -> None:
    assert cells.is_teaser(LINE + cut) and not cells.is_teaser(LINE) and not cells.is_teaser(cut + LINE)


# All together


def test_columns_reach_the_formats_that_have_them_and_no_other() -> None:
    packet = f"<nitf><body><body.content>{HTML}</body.content></body></nitf>"
    for name, data, form in (
        ("x.json", json.dumps([{"a": TEXT}]), "text"),
        ("x.csv", f'a,b\n"{TEXT}",1\n', "text"),
        ("x", packet, "html"),
    ):
        module = next(m for m in FORMATS if m.sniffs(data.encode(), name))
        assert codes(list(parts_of(module, io.BytesIO(data.encode()), name, LIMITS, Columns(text="a")))) == [form]


def test_a_table_of_exports_is_a_table() -> None:
    lines = ("1 of 2 DOCUMENTS", "Oskvik Courier", "February 13, 2024", "Pier closes", "SECTION: NEWS", "LENGTH: 60 words", "BODY:")
    document = "\n\n".join((*lines, TEXT))
    data = ("id,title,text\n" + f'1,Pier,"{document}"\n2,Pier,"{document}"\n').encode()
    assert next(m for m in FORMATS if m.sniffs(data, "rows.csv")) is table


def test_files_of_every_kind_are_found_in_a_folder(tmp_path: Path) -> None:
    rows = [{"title": f"Pier {n}", "text": TEXT, "url": f"{URL}/{n}"} for n in range(2)]
    (tmp_path / "a.json").write_text(json.dumps(rows))
    with gzip.open(tmp_path / "b.jsonl.gz", "wt") as file:
        file.write("\n".join(json.dumps(r) for r in rows))
    (tmp_path / "c.csv").write_text("title,text,url\n" + "".join(f'{r["title"]},"{r["text"]}",{r["url"]}\n' for r in rows))
    (tmp_path / "d.parquet").write_bytes(parquet_of({k: [r[k] for r in rows] for k in rows[0]}))
    (tmp_path / "e.json").write_text(json.dumps({"name": "package", "version": "1.0.0"}))
    (tmp_path / "f.xml").write_text(f"<nitf><body><body.content>{HTML}</body.content></body></nitf>")
    found = list(read(tmp_path))
    assert [a.code if isinstance(a, Rejected) else len(a.body) for a in found] == [3] * 8 + ["no-columns", 3]
    assert [a.source.rsplit("/", 1)[1] for a in found][2:4] == ["b.jsonl.gz#1", "b.jsonl.gz#2"]
    same = {a.sha256 for a in found[:8] if isinstance(a, Article)}
    assert len(same) == 1


# Whatever comes

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
KEYS = ["url", "text", "title", "articles", "items", "data", "source", "date", "body"]
json_values = st.recursive(
    scalars | st.sampled_from([TEXT, HTML, URL, "2024-02-13", "\ud800x"]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8) | st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(json_values)
@example({"articles": {"results": [[]]}})
@example({"text": {"0": {"0": None}}, "url": {}})
def test_any_json_gives_parts_and_refusals_only(value: Any) -> None:
    for data in (json.dumps(value), f"{json.dumps(value)}\n{json.dumps({'text': TEXT})}\n"):
        for part in parts(jsonfile, data, "any.json"):
            assert isinstance(part, Part | BadInput)
            if isinstance(part, Part):
                part.data.decode("utf-8")
                json.dumps([part.name, part.given.title, part.given.byline]).encode("utf-8")
                assert "\ud800" not in f"{part.name}{part.given.title}{part.given.byline}"


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200) | st.text(alphabet='{}[]",:\\ \n1aé\ud800', max_size=80).map(lambda t: t.encode("utf-8", "replace")))
def test_any_bytes_called_json_give_parts_and_refusals_only(data: bytes) -> None:
    for part in parts(jsonfile, data, "any.jsonl"):
        assert isinstance(part, Part | BadInput)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=string.ascii_letters + '",;\t|\n\r é\x00', max_size=200), st.booleans())
def test_any_csv_gives_parts_and_refusals_only(text: str, headed: bool) -> None:
    for part in in_csv(("url,title,text,date\n" if headed else "") + text):
        assert isinstance(part, Part | BadInput)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["good", "empty", "ragged", "quote"]), max_size=8))
def test_one_bad_row_never_sinks_the_rest_and_order_holds(kinds: list[str]) -> None:
    plain = LINE.replace(",", "")
    rows = {"good": "{n},{text},{url}/{n}", "empty": "{n},,", "ragged": "{n},x", "quote": '{n},"{text},{url}/{n}'}
    lines = [rows[k].format(n=n, text=plain, url=URL) for n, k in enumerate(kinds)]
    # Two stray quotes close one another; what stands between them belongs to nobody.
    stray = [n for n, k in enumerate(kinds) if k == "quote"]
    within = range(stray[0], stray[1] + 1) if len(stray) > 1 else ()
    if len(stray) < 3:
        found = in_csv("\n".join(["title,text,url", *lines]))
        good = [str(n) for n, k in enumerate(kinds) if k == "good" and n not in within]
        titles = [p.given.title for p in found if isinstance(p, Part)]
        assert [t for t in titles if t in good] == good
        numbers = [int(p.source.split("#")[1]) for p in found if "#" in p.source]
        assert numbers == list(range(1, len(numbers) + 1))


@given(st.dictionaries(st.text(max_size=5), json_values, max_size=5))
@settings(max_examples=60, deadline=None)
def test_flattening_keeps_what_is_no_record(record: dict[str, Any]) -> None:
    flat = flatten(record)
    assert all(not isinstance(v, dict) or not v or k.count(".") >= 3 for k, v in flat.items())
    assert plan(tuple(flat), None) is None or plan(tuple(flat), None) == plan(tuple(flat), Columns())


# What is written about it


def test_the_documentation_names_every_field_export_and_ending() -> None:
    page = (Path(__file__).parents[3] / "docs" / "formats.md").read_text("utf-8")
    assert all(f"| `{f.name}` |" in page for f in fields(Columns))
    assert all(e.how.rsplit(" ", 1)[0].split()[0] in page for e in EXPORTS)
    assert all(s in page for module in (jsonfile, newsml, parquet, table) for s in module.SUFFIXES)
    # Every name that the page gives for a field is one of that field's.
    for field, usual in re.findall(r"^\| `(\w+)` \| (.*?) \|$", page, re.MULTILINE):
        names = [n.strip(" `") for n in re.split(r"[,;]", usual.split(":")[0])]
        assert all(normal(n) in NAMES[field] for n in names), (field, names)


def test_a_text_column_that_holds_a_whole_page_is_read_as_one() -> None:
    title = "Harbour pilots end their strike at Oskvik"
    report = (
        "Pilots at the port of Oskvik went back to work on Tuesday after a strike of nine days, the port authority said.",
        "The two sides agreed on a rise of four per cent and on a second pilot for night passages, union leader Ane Torvik said.",
        "Some thirty ships were waiting outside the breakwater when the talks ended early in the morning, officials said.",
    )
    head = ("Home | World | Business | Sport | Weather", "Sign up for our daily newsletter")
    foot = ("Most read", "Follow us on Facebook and Twitter", "© 2031 All rights reserved", "Terms of use | Privacy policy")
    row = {"title": title, "outlet": "Oskvik Courier", "text": "\n".join((*head, title, *report, *foot))}
    page = build(only(parts(jsonfile, json.dumps(row))))
    assert page.form == "text"
    assert [page.text[s.start : s.end] for s in page.body] == list(report)
    assert page.outlet is not None
    assert page.outlet.value == "Oskvik Courier"
    bare = build(only(parts(jsonfile, json.dumps({**row, "text": "\n".join((title, *report))}))))
    assert bare.form == "report"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Home\nSport\nA title here\nThe report.", True),
        ("A title here\nThe report.", False),
        ("The report, without its title.", False),
        (f"A first paragraph that runs {'on and on ' * 5}to its end.\nA title here\nMore.", False),
        ("\n".join(["Oskvik"] * 80) + "\nA title here", False),
    ],
)
def test_a_page_is_told_by_its_title_below_other_lines(text: str, whole: bool) -> None:
    assert cells.whole_page(text, "A Title  Here") == (text if whole else None)


def test_a_page_is_told_by_several_lines_of_furniture_below_its_report() -> None:
    foot = ["Sign up for our newsletter", "Download our app from the App Store", "© 2031 All rights reserved"]
    page = "\n".join(("The pilots went back to work.", *foot))
    assert cells.whole_page(page, "A title") == f"A title\n{page}"
    assert cells.whole_page("\n".join(("The pilots went back to work.", *foot[:2])), "A title") is None
