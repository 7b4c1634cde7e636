"""Fewer bytes, the same page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.page import Reader
from stemma.dossier import compact, render
from stemma.dossier.render import asset, script_of, style_of, whole
from tests.dossier.sample import sample


class Tree(Reader):
    """Also the elements with their attributes, and where each stands."""

    def __init__(self, page: str) -> None:
        self.elements: list[tuple[tuple[str, ...], str, tuple[tuple[str, str | None], ...]]] = []
        super().__init__(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        self.elements.append((tuple(name for name, _, _ in self.open), tag, tuple(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tuple(name for name, _, _ in self.open), tag, tuple(attrs)))

    def words(self) -> list[tuple[str, tuple[str, ...]]]:
        """The text nodes that are not white space, where each stands."""
        return [(data, tuple(name for name, _, _ in path)) for data, path in self.texts if data.strip()]


def test_the_page_keeps_every_element_attribute_and_word_in_its_place() -> None:
    before, after = Tree(whole(sample())), Tree(render(sample()))
    assert len(before.elements) > 800
    assert after.elements == before.elements
    assert [("".join(d.split()), p) for d, p in after.words()] == [("".join(d.split()), p) for d, p in before.words()]


def test_the_words_of_the_reports_keep_their_white_space() -> None:
    held = [
        [d for d, path in Tree(page).texts if ("div", frozenset({"text"}), "") in path]
        for page in (whole(sample()), render(sample()))
    ]
    inside = [[d for d in texts if d.strip("\n")] for texts in held]
    assert inside[0] == inside[1] and len(inside[0]) > 100


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<p class="a b">x</p>', '<p class="a b">x</p>'),
        ('<li id="a">x</li>\n<li>y</li></ul>', "<li id=a>x<li>y</ul>"),
        ('<a href="#a1s3">1</a> <b>x</b>', "<a href=#a1s3>1</a> <b>x</b>"),
        ("<p>x</p><a>y</a>", "<p>x</p><a>y</a>"),
        ('<path d="M0 1" y="2"/>', '<path d="M0 1" y="2"/>'),
        ('<i title="a&#39;b">it&#39;s &#34;so&#34; &lt;i&gt;</i>', '<i title=a&#39;b>it\'s "so" &lt;i&gt;</i>'),
        ('<script>"<p>  </p>"</script>', '<script>"<p>  </p>"</script>'),
        ('<i a=""></i>', '<i a=""></i>'),
    ],
)
def test_what_is_left_out(before: str, after: str) -> None:
    assert compact.compact(before) == after


@given(st.text(alphabet="ab \n<>&\"'=/`", max_size=40), st.text(alphabet="ab <>&\"'=/`#", max_size=20))
def test_text_and_attributes_come_back_whatever_they_are(text: str, value: str) -> None:
    from markupsafe import escape

    page = f'<div><p class="{escape(value)}">x{escape(text)}</p>\n<p>z</p></div>'
    found = Tree(compact.compact(page))
    first, second = (e for e in found.elements if e[1] == "p")
    assert first[2] == (("class", value),) and first[0] == second[0] == ("div", "p")
    assert "".join(d for d, _ in found.texts) == f"x{text}z"


def test_a_style_keeps_its_rules_and_its_variables_their_values() -> None:
    sheet = "/* no */ :root { --paper: #fff; --ink: #000 }\n.a > .b { color: var(--ink); background: var(--paper); }\n"
    assert compact.style(sheet) == ":root{--a: #fff;--b: #000}.a > .b{color: var(--b);background: var(--a)}"
    assert (
        style_of().count("{") == style_of().count("}") == re.sub(r"/\*.*?\*/", "", asset("style.css"), flags=re.DOTALL).count("{")
    )


def test_a_script_keeps_its_strings_and_what_parts_its_words() -> None:
    source = (
        'const found = (one) => one.text ?? "a  // b"; // a note\nlet text = `${found  } x`; text =  /a \\/ b/.test(found) - 1;\n'
    )
    assert compact.script(source) == 'const A=B=>B.text??"a  // b";let text=`${A  } x`;text=/a \\/ b/.test(A)- 1;'
    assert len(script_of()) < 0.8 * len(asset("script.js"))
