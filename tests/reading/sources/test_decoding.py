"""Every page comes out in the characters it was written in, whatever it says of itself, or not at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.errors import BadInput
from stemma.reading.sources.charsets import codec, oddness, untwisted
from stemma.reading.sources.decoding import decode

WORDS = "The café owner said: “We don’t know what Beyoncé’s visit cost – perhaps £5.” Nobody was hurt in Málaga. " * 4
RUSSIAN = "Гавань вновь открылась во вторник после шторма, сообщили власти порта. Никто не пострадал. " * 4
JAPANESE = "火曜日、嵐のあとに港が再開したと港湾当局が発表した。けが人はいなかった。iPhoneを使った。" * 4
POLISH = "Zażółć gęślą jaźń, powiedział burmistrz Łodzi. Ścieżka będzie otwarta. " * 4


def page(charset: str, words: str = WORDS) -> str:
    return f'<html><head><meta charset="{charset}"></head><body><p>{words}</p></body></html>'


@pytest.mark.parametrize(
    "charset", ["utf-8", "shift_jis", "euc-kr", "gb2312", "big5", "koi8-r", "windows-1251", "utf-16", "nonsense", ""]
)
def test_windows_1252_under_any_declaration(charset: str) -> None:
    text, notes = decode(page(charset).encode("cp1252"), "x")
    assert text == page(charset)
    assert any("1252" in note for note in notes)


@pytest.mark.parametrize("charset", ["iso-8859-1", "shift_jis", "windows-1251", "us-ascii", "utf-16", ""])
def test_utf_8_under_any_declaration(charset: str) -> None:
    assert decode(page(charset).encode(), "x", "iso-8859-2")[0] == page(charset)


@pytest.mark.parametrize(
    ("words", "charset"),
    [
        *((RUSSIAN, c) for c in ("koi8-r", "windows-1251", "iso-8859-5", "cp866")),
        *((JAPANESE, c) for c in ("shift_jis", "euc-jp", "iso-2022-jp", "x-sjis")),
        *((POLISH, c) for c in ("iso-8859-2", "windows-1250")),
        (WORDS, "utf-7"),
        (WORDS, "macintosh"),
    ],
)
def test_what_is_declared_rightly_is_believed(words: str, charset: str) -> None:
    name = codec(charset)
    assert name is not None
    text, notes = decode(page(charset, words).encode(name), "x")
    assert text == page(charset, words)
    assert name in notes[0]


def test_the_server_is_asked_where_the_page_says_nothing_or_nonsense() -> None:
    assert decode(RUSSIAN.encode("koi8-r"), "x", "KOI8-R") == (RUSSIAN, ("decoded as koi8-r, which the server declares",))
    text, notes = decode(page("windows-1251", RUSSIAN).encode("koi8-r"), "x", "koi8-r")
    assert RUSSIAN in text
    assert "server" in notes[0]


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "shift_jis", "windows-1250"])
def test_what_nobody_declares_is_guessed(charset: str) -> None:
    words = {"shift_jis": JAPANESE, "windows-1250": POLISH}.get(charset, RUSSIAN)
    text, notes = decode(page("", words).encode(charset), "x")
    assert text == page("", words)
    assert "guessed" in notes[0]


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("words", [WORDS, RUSSIAN, page("utf-8")])
def test_wide_characters_without_a_mark(name: str, words: str) -> None:
    assert decode(words.encode(name), "x") == (words, (f"decoded as {name} by its zero bytes",))


def test_a_file_cut_in_the_middle_of_a_character() -> None:
    assert decode(WORDS.encode("utf-16")[:-1], "x")[0] == WORDS[:-1]
    text, notes = decode((WORDS + "“").encode()[:-1], "x")
    assert text == WORDS + "\ufffd"
    assert notes


def test_a_few_quotation_marks_of_another_codec_are_mended() -> None:
    text, notes = decode(WORDS.encode() + "It’s “over”.".encode("cp1252"), "x")
    assert text == WORDS + "It’s “over”."
    assert "3 bytes" in notes[0]


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1"])
def test_what_was_encoded_twice_is_put_right(wrong: str) -> None:
    twisted = "".join(bytes([b]).decode(wrong, "ignore") or chr(b) for b in WORDS.encode())
    text, notes = decode(twisted.encode(), "x")
    assert text == WORDS
    assert "twice" in notes[0]


@pytest.mark.parametrize(
    "text", ["“CAFÉ” and ‘Beyoncé’” and „UKRAINEÄ“ in «NÎMES»", "São Paulo, NÃO, IRMÃ", "Â, â, Ã and ã", "25 °C – £5"]
)
def test_capitals_beside_quotation_marks_are_left_alone(text: str) -> None:
    assert untwisted(text) == (text, 0)


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.characters(max_codepoint=0x24F, exclude_categories=("Cc", "Cs")), max_size=80).filter(
        lambda t: not set(t) & set("ÃÂâðï")
    )
)
def test_text_without_the_first_letters_of_such_sequences_is_left_alone(text: str) -> None:
    assert untwisted(text) == (text, 0)


@pytest.mark.parametrize("name", ["rot13", "base64", "zip", "idna", "punycode", "unicode_escape", "undefined", "", "no-such", "\0"])
def test_no_codec_that_pages_cannot_mean(name: str) -> None:
    assert codec(name) is None


def test_a_declaration_cannot_make_code_of_a_page() -> None:
    assert decode(b'<meta charset="unicode_escape">caf\xe9 \\x41' + WORDS.encode("cp1252"), "x")[0].startswith(
        '<meta charset="unicode_escape">café \\x41'
    )


def test_nonsense_is_refused_and_text_is_not_odd() -> None:
    for text in (WORDS, RUSSIAN, JAPANESE, POLISH):
        assert oddness(text) < 0.05
    with pytest.raises(BadInput) as caught:
        decode(b"<html><body><p>\xc3\xff\xfe\xfd</p></body></html>", "x")
    assert caught.value.code == "encoding"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600), st.sampled_from([None, "utf-8", "shift_jis", "utf-7", "koi8-r", "hz", "x\0y"]))
def test_any_bytes_give_clean_text_or_a_refusal(data: bytes, charset: str | None) -> None:
    try:
        text, notes = decode(data, "x", charset)
    except BadInput as error:
        assert error.code in {"empty", "binary", "encoding"}
    else:
        assert text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass") == text
        assert not set(text) & {chr(n) for n in range(32) if n not in (9, 10)}
        assert (text, notes) == decode(data, "x", charset)
