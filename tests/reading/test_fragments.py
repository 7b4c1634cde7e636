"""A report as a fragment of markup becomes its paragraphs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.errors import BadInput
from stemma.reading.fragments import paragraphs


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One  two.</p><p>Three\nfour.</p>", ["One two.", "Three four."]),
        ("One<br/>Two<br>Three", ["One", "Two", "Three"]),
        ("plain  line\n\nanother", ["plain line", "another"]),
        ("a < b and c > d", ["a < b and c > d"]),
        ("fish &amp; chips &#8211; caf&eacute;", ["fish & chips – café"]),
        ("<p>x</p><figure><img src='a'><figcaption>The pier</figcaption></figure>", ["x"]),
        ("<script>var x = 1</script><style>p {}</style><p>x</p>", ["x"]),
        ("<ul><li>a</li><li>b</li></ul>", ["a", "b"]),
        ("<p>unclosed <b>bold", ["unclosed bold"]),
        ("<!-- nothing -->", []),
        ("", []),
        ("<p>x</p></body></html><p>y</p>", ["x", "y"]),
    ],
)
def test_paragraphs(markup: str, expected: list[str]) -> None:
    assert paragraphs(markup, "x") == expected


def test_depth() -> None:
    with pytest.raises(BadInput) as caught:
        paragraphs("<div>" * 100_000, "x")
    assert caught.value.code == "too-deep"


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<b", ">", "&", "&amp;", "x y", "\n", "<!--", "-->", "<![CDATA[", "</html>", "\x00", "\ud800"]
        ),
        max_size=20,
    )
)
def test_any_markup_gives_lines_or_a_refusal(pieces: list[str]) -> None:
    try:
        found = paragraphs("".join(pieces), "x")
    except BadInput as error:
        assert error.code in {"too-deep", "no-article"}
    else:
        assert all(line and line == " ".join(line.split()) for line in found)
