"""HTML beside the published extractors, in one run: `python -m benchmarks.extractors [NAME…]` (needs ../shared).

Peers from their published packages, with their defaults: trafilatura, newspaper4k, readability-lxml, jusText, resiliparse. Nothing
is fetched: connections are refused while they run.

- body: shingle F1 on `aeb` (181 pages) and `aed` (211), as in the figure `html_body`.
- title, authors, date: on `aed`, as in the figure `html_meta`, where the peer has the field.
- pages a second: over `aeb`, CPU time, everything that the peer gives; stemma's is the whole reading, from bytes to `Article`.
"""

from __future__ import annotations

import gzip
import json
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import justext
import trafilatura
from lxml import etree, html

from evals.core import f1, find, mean
from evals.figures.html_body import averages, counts, shingles
from evals.figures.html_meta import names
from stemma.errors import BadInput
from stemma.reading import read_bytes
from stemma.reading.sources.decoding import decode
from stemma.text.words import plain

MISSING: Final = "not installed: pip install -e '.[bench]'"


@dataclass(frozen=True)
class Given:
    """What an extractor makes of a page; None for a field that it does not have."""

    body: str
    title: str | None = None
    authors: str | None = None
    date: str | None = None


Extractor = Callable[[str, bytes], Given]


def ours(text: str, data: bytes) -> Given:
    """The whole reading; a page that is refused gives nothing."""
    try:
        page = read_bytes(data, "page.html")
    except BadInput:
        return Given("", "", "", "")
    return Given(
        "\n".join(page.text[s.start : s.end] for s in page.body),
        page.title.value if page.title else "",
        page.byline.value if page.byline else "",
        page.published.value if page.published else "",
    )


def trafilatura_alone(text: str, data: bytes) -> Given:
    """trafilatura.bare_extraction with metadata, without comments and tables."""
    found = trafilatura.bare_extraction(text, include_comments=False, include_tables=False, with_metadata=True)
    if found is None or isinstance(found, dict):
        return Given("", "", "", "")
    return Given(found.text or "", found.title or "", found.author or "", found.date or "")


def newspaper4k(text: str, data: bytes) -> Given:
    """newspaper.Article, parsed only: no pictures, no natural language processing.

    Some languages need packages that it does not bring along; pages in those are parsed as English.
    """
    from newspaper import Article, Config
    from newspaper.exceptions import ArticleException

    for language in (None, "en"):
        config = Config()
        config.fetch_images = config.memorize_articles = config.follow_meta_refresh = False
        if language:
            config.language = language
        page = Article("https://page.invalid/", config=config)
        try:
            page.download(input_html=text)
            page.parse()
        except ImportError:
            continue
        except (ArticleException, ValueError, TypeError, etree.LxmlError):
            break
        day = page.publish_date.isoformat() if page.publish_date else ""
        return Given(page.text, page.title or "", ", ".join(page.authors), day)
    return Given("", "", "", "")


def readability_lxml(text: str, data: bytes) -> Given:
    """readability.Document: the words of its summary, and its short title."""
    from readability import Document
    from readability.readability import Unparseable

    try:
        page = Document(text)
        summary = html.document_fromstring(page.summary())
    except (Unparseable, etree.LxmlError, ValueError):
        return Given("", "")
    return Given("\n".join(str(t) for t in summary.itertext()), page.short_title())


def jus_text(text: str, data: bytes) -> Given:
    """JusText with its English stop list."""
    try:
        found = justext.justext(text, justext.get_stoplist("English"))
    except (etree.LxmlError, ValueError):
        return Given("")
    return Given("\n".join(p.text for p in found if not p.is_boilerplate))


def resiliparse(text: str, data: bytes) -> Given:
    """resiliparse's plain text of the main content."""
    from resiliparse.extract.html2text import extract_plain_text

    return Given(extract_plain_text(text, main_content=True))


EXTRACTORS: Final[dict[str, Extractor]] = {
    "stemma": ours,
    "trafilatura": trafilatura_alone,
    "newspaper4k": newspaper4k,
    "readability-lxml": readability_lxml,
    "jusText": jus_text,
    "resiliparse": resiliparse,
}


@contextmanager
def offline() -> Iterator[None]:
    """No connections: an extractor that tries one fails here and now."""

    def refuse(self: socket.socket, address: object) -> None:
        raise OSError(f"an extractor tried to connect to {address}")

    kept = socket.socket.connect
    socket.socket.connect = refuse  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        socket.socket.connect = kept  # type: ignore[method-assign]


def load(folder: Path, gold: str) -> list[tuple[str, bytes, dict[str, str]]]:
    """(text, bytes, gold) of every page of a set, in the order of its ids."""
    truth = json.loads((folder / gold).read_text("utf-8"))
    out = []
    for key in sorted(truth):
        data = gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())
        out.append((decode(data, key)[0], data, truth[key]))
    return out


def body_f1(given: Sequence[Given], gold: Sequence[dict[str, str]]) -> float:
    """Shingle F1, a page counting once."""
    rows = [counts(shingles(row["articleBody"]), shingles(one.body)) for one, row in zip(given, gold, strict=True)]
    return averages(rows)[2]


def fields(given: Sequence[Given], gold: Sequence[dict[str, str]]) -> list[float | None]:
    """Title exact, authors F1, date of the day; None where the extractor has no such field."""
    pairs = list(zip(given, gold, strict=True))
    out: list[float | None] = [None, None, None]
    if given[0].title is not None:
        out[0] = mean(float(_even(one.title or "") == _even(row["title"])) for one, row in pairs)
    if given[0].authors is not None:
        told = [(names(one.authors or ""), names(row.get("authors") or "")) for one, row in pairs]
        out[1] = f1(sum(len(a & b) for a, b in told), sum(len(a) for a, _ in told), sum(len(b) for _, b in told))
    if given[0].date is not None:
        out[2] = mean(float((one.date or "")[:10] == row["date"][:10]) for one, row in pairs if row.get("date"))
    return out


def _even(value: str) -> str:
    return " ".join(plain(value).split()).casefold()


def main(argv: Sequence[str] | None = None) -> int:
    """Print one table; 2 for a name that is no extractor."""
    wanted = list(argv or EXTRACTORS)
    if wrong := [n for n in wanted if n not in EXTRACTORS]:
        print(f"no extractor named {', '.join(wrong)}; there are: {', '.join(EXTRACTORS)}", file=sys.stderr)
        return 2
    folders = find("aeb", None), find("aed", None)
    if folders[0] is None or folders[1] is None:
        print("skipped: no ../shared beside the project")
        return 0
    bodies, whole = load(folders[0], "ground-truth.json"), load(folders[1], "articles.json")
    print(f"{'':18}{'aeb body':>10}{'aed body':>10}{'title':>8}{'authors':>9}{'date':>8}{'pages/CPU-s':>13}")
    for name in wanted:
        run = EXTRACTORS[name]
        with offline():
            try:
                run(*bodies[0][:2])
            except ImportError:
                print(f"{name:18}{MISSING}")
                continue
            start = time.process_time()
            given = [run(text, data) for text, data, _ in bodies]
            spent = time.process_time() - start
            others = [run(text, data) for text, data, _ in whole]
        cells = [body_f1(given, [g for *_, g in bodies]), body_f1(others, [g for *_, g in whole])]
        cells_text = "".join(f"{c:10.3f}" for c in cells)
        told = fields(others, [g for *_, g in whole])
        fields_text = "".join(f"{'–' if v is None else format(v, '.3f'):>{w}}" for v, w in zip(told, (8, 9, 8), strict=True))
        print(f"{name:18}{cells_text}{fields_text}{len(bodies) / spent:13.1f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
