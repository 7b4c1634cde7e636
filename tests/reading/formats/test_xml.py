"""XML from strangers is parsed, or refused for what it is, and never opens anything."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.errors import BadInput
from stemma.reading.formats.xml import MAX_DEPTH, parse_xml, well_formed
from stemma.reading.parts import LIMITS, Limits
from tests.support.timing import within

LAUGHS = '<!DOCTYPE l [<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)) + "]>"


def refused(data: bytes) -> str:
    with within(1), pytest.raises(BadInput) as caught:
        parse_xml(data, "x.xml", LIMITS)
    return caught.value.code


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "utf-32", "iso-8859-1", "windows-1251", "shift_jis"])
def test_documents_in_any_encoding(charset: str) -> None:
    word = {"windows-1251": "порт", "shift_jis": "港"}.get(charset, "café")
    root = parse_xml(f'<?xml version="1.0" encoding="{charset}"?><a><b c="1">{word}</b></a>'.encode(charset), "x", LIMITS)
    assert (root.tag, root[0].text) == ("a", word)


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "utf-16-le", "utf-32", "utf-7"])
@pytest.mark.parametrize("use", ["<l>&l9;</l>", '<l a="&l9;"/>', "<l/>"])
@pytest.mark.parametrize("before", ["", "<!-- <a> -->"])
def test_entities_are_refused_however_they_are_written(charset: str, use: str, before: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{charset}"?>'
    assert refused((declaration + before + LAUGHS + use).encode(charset)) in ("unsafe", "damaged")


def test_what_lies_elsewhere_is_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.dtd"
    secret.write_text('<!ENTITY x "hidden">')
    for kind in ("SYSTEM", 'PUBLIC "-//x//y"'):
        assert refused(f'<!DOCTYPE a {kind} "{secret}"><a>&x;</a>'.encode()) == "unsafe"
        assert refused(f'<!DOCTYPE a {kind} "file://{secret}"><a/>'.encode()) == "unsafe"
    assert refused(f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret}">]><a>&x;</a>'.encode()) == "unsafe"
    assert refused(f'<!DOCTYPE a [<!ENTITY % x SYSTEM "{secret}"> %x;]><a/>'.encode()) == "unsafe"
    assert refused(b'<!DOCTYPE a SYSTEM "../../x.dtd"><a/>') == "unsafe"
    included = f'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{secret}" parse="text"/></a>'
    assert "hidden" not in "".join(parse_xml(included.encode(), "x", LIMITS).itertext())


@pytest.mark.parametrize("address", ["http://www.example.org/rss-0.91.dtd", "nitf-3-4.dtd"])
def test_the_dtd_of_a_standard_may_be_named_and_is_not_loaded(address: str) -> None:
    assert parse_xml(f'<!DOCTYPE a SYSTEM "{address}"><a/>'.encode(), "x", LIMITS).tag == "a"


def test_depth() -> None:
    assert parse_xml(b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH, "x", LIMITS).tag == "a"
    for deep in (MAX_DEPTH + 1, 3_000, 200_000):
        assert refused(b"<a>" * deep + b"</a>" * deep) == "too-deep"


@pytest.mark.parametrize(
    "data", [b"", b"<a>", b"<a></b>", b"no xml", b'<?xml version="1.0" encoding="nonsense"?><a/>', b"<a>&nbsp;</a>"]
)
def test_what_is_not_well_formed_is_damaged(data: bytes) -> None:
    assert refused(data) == "damaged"


def test_size() -> None:
    with pytest.raises(BadInput) as caught:
        parse_xml(b"<a>" + b" " * 100 + b"</a>", "x", Limits(page_bytes=50))
    assert caught.value.code == "too-large"


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("<a>x&nbsp;y &eacute; &lt;</a>", "<a>x\xa0y é &lt;</a>"),
        ("<a>fish & chips</a>", "<a>fish &amp; chips</a>"),
        ("<a><![CDATA[fish & chips]]> & x</a>", "<a><![CDATA[fish & chips]]> &amp; x</a>"),
        ("<a><b>x</a>", "<a><b>x</b></a>"),
        ("<a><dc:b>x</dc:b></a>", '<a xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:b>x</dc:b></a>'),
        ("", ""),
    ],
)
def test_well_formed(text: str, mended: str) -> None:
    assert well_formed(text, "x")[0] == mended


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<a>", "</a>", "<b c='1'>", "</b>", "x", "&", "&amp;", "&eacute;", "<![CDATA[", "]]>", "<", "<d:e/>", "<!--"]
        ),
        max_size=30,
    )
)
def test_what_was_mended_is_well_formed(pieces: list[str]) -> None:
    text, _ = well_formed("<r>" + "".join(pieces) + "</r>", "x")
    assert text == "" or well_formed(text, "x") == (text, None)
