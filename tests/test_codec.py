import gzip
import json

import jsonschema
import pytest

from stemma import codec
from stemma.errors import BadDossier, UnknownSchema
from stemma.model import SCHEMA_VERSION, Dossier, Examination, Rejected

REJECTED = Rejected(source="pages/none.txt", code="missing", message="no such file", hint="check the path – “spelling” too")
EXAMINATION = Examination(schema=SCHEMA_VERSION, dossiers=(), rejected=(REJECTED,))


def test_round_trip_is_equal_and_byte_equal() -> None:
    data = codec.encode(EXAMINATION)
    back = codec.decode(data, Examination)
    assert back == EXAMINATION
    assert codec.encode(back) == data


@pytest.mark.parametrize(
    ("data", "error", "found"),
    [
        (b"", BadDossier, "empty"),
        (b" \n", BadDossier, "empty"),
        (b"\xff\xfe\x00", BadDossier, "UTF-16"),
        (b"\xef\xbb\xbf{}", BadDossier, "byte order mark"),
        (gzip.compress(b"{}"), BadDossier, "packed with gzip"),
        (b"words", BadDossier, "neither JSON nor a page"),
        (b'{"schema": "1", "dossi', BadDossier, "breaks off"),
        (b'{"schema": 2}', UnknownSchema, "schema version 2"),
        (b"[1, 2]", BadDossier, "this is no examination"),
        (b"{}", BadDossier, "no schema version"),
        (b'{"schema": "999", "dossiers": 7}', UnknownSchema, "'999'"),
        (b'{"schema": "1", "dossiers": 7, "rejected": []}', BadDossier, "dossiers"),
        (b'{"schema": "1", "dossiers": []}', BadDossier, "rejected"),
    ],
)
def test_what_is_not_an_examination_is_refused_with_a_reason(data: bytes, error: type[Exception], found: str) -> None:
    with pytest.raises(error, match=found) as caught:
        codec.decode(data, Examination)
    assert caught.value.hint  # type: ignore[attr-defined]


def test_a_page_that_breaks_off_or_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    page = f'<html><script type="application/x-stemma-dossier">{codec.packed(b"{}" * 900)}</script></html>'.encode()
    assert codec.unpacked(page) == b"{}" * 900
    with pytest.raises(BadDossier, match="breaks off"):
        codec.unpacked(page[:-20])
    with pytest.raises(BadDossier, match="no dossier"):
        codec.unpacked(b"<html></html>")
    monkeypatch.setattr(codec, "MAX_UNPACKED", 1_000)
    with pytest.raises(BadDossier, match="swells to more than 1,000 bytes"):
        codec.unpacked(page)


def test_a_bad_span_on_file_is_refused() -> None:
    evidence = {"note": "a backward span", "at": {"article": "a", "span": {"start": 5, "end": 2}}}
    story = {"id": "s", "articles": ["a"], "evidence": [evidence], "by": "group@1"}
    data = {"schema": "1", "id": "x", "title": "t", "strip": "s", "story": story}
    with pytest.raises(BadDossier, match=r"5\.\.2"):
        codec.decode(json.dumps(data).encode(), Dossier)


def test_the_schema_is_a_json_schema_and_knows_every_field() -> None:
    schema = json.loads(codec.schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    dossier = schema["$defs"]["Dossier"]
    fields = set(Dossier.__dataclass_fields__)
    assert set(dossier["properties"]) == fields
    assert set(dossier["required"]) == fields - {
        "lexicons",
        "seals",
        "texts",
        "corrections",
    }  # dossiers written before there were any are still read
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"schema": "1"}, schema)
