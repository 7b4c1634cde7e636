"""What the dossier page weighs besides the reports' own words: `python -m benchmarks.page [dossier.html …]`.

Without a file: the built-in story, and the five seeds where ../shared is. All figures are bytes as they stand in the file, not
compressed.

What counts as the reports' words, and is taken off: the characters (UTF-8, as read, not as escaped) of a visible text node that
stands where the page quotes (`QUOTING`), not inside a label of ours there (`OURS`), and whose words, white space aside, stand so
in one of the reports. Both must hold: a number or name of ours that happens to stand in a report is page, and so is a
quotation that no report has. All else is page: every tag, class, id and link, the style, the drawing, the script, names of voices
and reports, sentences of ours, and what escaping adds. The packed dossier, a copy of all texts and layers that proves the page, is
told apart.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TypeAlias

import stemma
from stemma import codec
from stemma.dossier import render
from stemma.model import Dossier

CEILING = 60 * 1024
"""The most that a page may weigh besides texts and packed dossier, in bytes."""
QUOTING = (".text", "q", "blockquote", "section#timeline p", ".claims ol li", ".singles li", "h1", ".report h3")
"""Where the page quotes."""
OURS = (
    *("a", "cite", "small", "summary", ".denies", ".declines", ".doubts", ".odd", ".badge"),
    *(".claims ol p", ".claims details ul", ".singles p", ".singles ul", ".singles i", ".more .pair div"),
)
"""What of it is a label of ours, unless a `q` stands inside the label."""
_VOID = frozenset({"meta", "link", "input", "br", "img", "wbr", "rect", "path"})
_ENDS = {
    "li": ({"li"}, {"ol", "ul"}),
    "tr": ({"tr", "td", "th"}, {"table"}),
    "td": ({"td", "th"}, {"table"}),
    "th": ({"td", "th"}, {"table"}),
    "tbody": ({"thead", "tr", "td", "th"}, {"table"}),
    "option": ({"option"}, {"select"}),
}
"""A start tag, the open elements that it ends, and those beyond which it ends none."""
_ENDS_P = frozenset(
    (
        "article",
        "aside",
        "blockquote",
        "details",
        "div",
        "fieldset",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "header",
        "main",
        "nav",
        "ol",
        "p",
        "section",
        "table",
        "ul",
    )
)


SECTIONS = (
    "tree",
    "claims",
    "stands",
    "contradictions",
    "drift",
    "omissions",
    "timeline",
    "voices",
    "reports",
    "corrected",
    "about",
)
Element: TypeAlias = tuple[str, frozenset[str], str]
"""An open element: its tag, its classes and its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """Bytes of a page: all of it, the reports' words in it, the packed dossier, its style and its script; parts by section."""

    all: int
    texts: int
    packed: int
    style: int
    script: int
    parts: tuple[tuple[str, int], ...]

    @property
    def page(self) -> int:
        """What is neither the reports' words nor the packed dossier."""
        return self.all - self.texts - self.packed


class Reader(HTMLParser):
    """A page as elements and text nodes; knows which end tags may be missing."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[Element] = []
        self.texts: list[tuple[str, tuple[Element, ...]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins, and with it those end that it ends."""
        if tag in _ENDS_P:
            self._end({"p"}, {"article", "section", "div", "li", "td", "details", "main", "body"})
        if tag in _ENDS:
            self._end(*_ENDS[tag])
        if tag not in _VOID:
            held = dict(attrs)
            self.open.append((tag, frozenset((held.get("class") or "").split()), held.get("id") or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that is closed at once."""

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and all in it."""
        names = [name for name, _, _ in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        """A text node where it stands."""
        self.texts.append((data, tuple(self.open)))

    def _end(self, these: set[str], within: set[str]) -> None:
        for n in range(len(self.open) - 1, -1, -1):
            if self.open[n][0] in these:
                del self.open[n:]
            elif self.open[n][0] in within:
                return


def matches(selector: str, path: tuple[Element, ...], beyond: int = 0) -> bool:
    """Whether an element of the path, with those above it, is what a selector of tags, classes and descents means.

    With `beyond` an element at that place of the path or further in.
    """
    wanted = selector.split()
    at = 0
    for n, (name, classes, id_) in enumerate(path):
        tag, _, of_class = wanted[at].partition(".")
        tag, _, of_id = tag.partition("#")
        if tag in ("", name) and of_class in ("", *classes) and of_id in ("", id_):
            if at == len(wanted) - 1 and n < beyond:
                continue
            at += 1
            if at == len(wanted):
                return True
    return False


def weigh(page: bytes, dossier: Dossier) -> Weight:
    """What a page weighs that shows a dossier."""
    text = page.decode("utf-8")
    held = [a.text for a in dossier.articles]
    flatly = [" ".join(report.split()) for report in held]
    texts: Counter[str] = Counter()
    for data, path in Reader(text).texts:
        inner = max((n for n, (tag, _, _) in enumerate(path) if tag == "q"), default=0)
        quotes = any(matches(s, path) for s in QUOTING) and not any(matches(s, path, inner) for s in OURS)
        if not quotes or path[-1][0] == "script":
            continue
        where = next((i for _, _, i in reversed(path) if i in SECTIONS), "")
        flat = re.sub(r"\s+", " ", data)
        words = flat.strip().removeprefix("… ").removesuffix("…").strip()
        if not words and not matches(".text", path):
            continue  # white space of ours
        if any(data in report for report in held):
            texts[where] += len(data.encode())
        elif words and any(words in report for report in flatly):
            texts[where] += len(words.encode())
    packed = sum(len(m) for m in re.findall(r'<script type="?application/x-stemma-dossier"?>.*?</script>', text, re.DOTALL))
    return Weight(
        all=len(page),
        texts=sum(texts.values()),
        packed=packed,
        style=sum(len(m.encode()) for m in re.findall(r"<style>(.*?)</style>", text, re.DOTALL)),
        script=sum(len(m.encode()) for m in re.findall(r"<script>(.*?)</script>", text, re.DOTALL)),
        parts=tuple(sorted((part, _size(found) - texts[part]) for part, found in _sections(text).items())),
    )


def _sections(page: str) -> dict[str, str]:
    """Each section of the page, from its tag to the next one's."""
    heads = list(re.finditer(rf'<(?:section|footer)\b[^>]*? id="?({"|".join(SECTIONS)})\b[^>]*>', page))
    ends = [m.start() for m in heads[1:]] + [page.rfind("</footer>")]
    return {m[1]: page[m.start() : end] for m, end in zip(heads, ends, strict=True)}


def _size(text: str) -> int:
    return len(text.encode())


def told(name: str, weight: Weight) -> str:
    """One line on a page."""
    return (
        f"{name}: page {weight.page:,} bytes besides the texts (of {CEILING:,}; style {weight.style:,}, script {weight.script:,}),"
        f" texts {weight.texts:,}, packed dossier {weight.packed:,}; page and packed dossier {weight.page + weight.packed:,};"
        f" whole file {weight.all:,}"
    )


def made(pages: list[Path]) -> tuple[bytes, Dossier]:
    """The page of the one story that some pages tell."""
    (dossier,) = stemma.examine(pages)
    sealed = codec.sealed(dossier)
    return render(sealed, codec.packed(codec.encode(sealed))).encode("utf-8"), sealed


def main(files: list[str]) -> None:
    """Print what each page weighs."""
    if files:
        for file in files:
            print(told(file, weigh(Path(file).read_bytes(), codec.load(file))))
        return
    demo = sorted((Path(stemma.__file__).parent / "demo" / "pages").iterdir())
    seeds = sorted((Path(__file__).resolve().parents[2] / "shared" / "seeds").glob("*.txt"))
    for name, pages in (("built-in story", demo), ("seeds", seeds)):
        if pages:
            page, dossier = made(pages)
            weight = weigh(page, dossier)
            print(told(name, weight))
            print("  by section, besides the texts:", ", ".join(f"{part} {size:,}" for part, size in weight.parts))


if __name__ == "__main__":
    main(sys.argv[1:])
