"""What is a page of HTML, and what merely mentions a tag."""

import pytest

from stemma.model import Article
from stemma.reading import read
from stemma.reading.html.sniffing import is_html
from tests.support.hostile import hostile_pages, written
from tests.support.timing import within

WORDS = (
    "Hackers changed the home page of the water board on Friday, the board said. They put <script>alert(1)</script> before the "
    "<body> of every page, and <div class=x> after it, said Ida Strand, who looks after its machines. " * 6
)


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><p>Two boats sank.",
        "\ufeff \n<!-- saved from https://a.example --> <!-- x --><html><head></head>Two boats sank.",
        '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Two boats sank.</p>',
        "<head><title>Boats</title></head>Two boats sank.",
        "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n<html>" + WORDS + "</html>\n<!-- cached -->",
        "<div><p>" + WORDS + "</p></div>",
        "<p>Two boats <b>sank</b>.</p>\n<script>x()</script>\n<p>Nobody was hurt.",
        "Saved at noon\n<html><head><meta name=a content=b><link rel=x href=y></head><body><p>Two boats sank.",
    ],
)
def test_pages_are_pages_whatever_they_are_called(text: str) -> None:
    assert is_html(text, "page.txt")
    assert is_html(text)


@pytest.mark.parametrize(
    "text",
    [WORDS, "<script>alert(1)</script> " + WORDS, WORDS + "</script>", "Two boats sank.", "<b>Two</b> boats sank.", ""],
)
def test_words_that_mention_a_tag_are_words(text: str) -> None:
    assert not is_html(text, "page.txt")
    assert not is_html(text)


def test_a_file_that_says_it_is_html_is_believed() -> None:
    assert is_html(WORDS, "page.HTML")
    assert not is_html("Two boats sank.", "page.html")


@pytest.mark.parametrize("endless", ["<!--a-->" * 2_400, "<!--" * 5_000, "\n" * 19_000, "</p> " * 4_000, "<p " * 6_000])
def test_no_text_takes_long(endless: str) -> None:
    with within(1):
        is_html(endless + "<script>x")
        is_html("<script >" + endless + "x")


def test_a_hostile_text_keeps_its_headline_and_its_tags(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (article,) = read(written(tmp_path, {"scripts.txt": hostile_pages()["scripts.txt"]}))
    assert isinstance(article, Article)
    assert article.form == "text"
    assert article.title is not None
    assert "</script><script>window.pwned=1</script>" in article.title.value
    assert article.text == hostile_pages()["scripts.txt"].decode()
