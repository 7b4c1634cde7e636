"""Who says what, beside its peers in one run: `python -m benchmarks.attribution [FOLDER] [--limit N]` (needs ../shared).

On PolNeAR's development part, attitudes and plans included, as its annotators counted: AR@.5, exact and content-token F1, on how
many articles a peer fails, and articles per CPU-second with the parse each of them needs.

- regex: what stands in quotation marks, with the capitalised words next to the nearest verb of saying.
- textacy: `textacy.extract.direct_quotations` over the same parse (`pip install -e '.[bench]'`).
- stemma: the whole stage, with the speech-act filter off.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.core import find
from evals.figures.attribution import article_of, predict, score
from stemma.models import parser

Found = list[dict[str, list[list[int]]]]
_QUOTE = re.compile(r"[“\"]([^“”\"\n]{3,}?)[”\"]")
_SAID = re.compile(r"\b(?:said|says|told|added|wrote|tweeted|asked|argued|claimed|insisted|noted|explained|according to)\b")
_NAME = r"[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*|[Hh]e|[Ss]he|[Tt]hey"


def regex(row: Mapping[str, Any]) -> Found:
    """Quotation marks and the nearest verb of saying within 80 characters, with the name beside it."""
    text, out = row["text"], []
    for quote in _QUOTE.finditer(text):
        near = [
            m
            for m in _SAID.finditer(text, max(0, quote.start() - 80), quote.end() + 80)
            if not quote.start() < m.start() < quote.end()
        ]
        cue = min(near, key=lambda m: min(abs(m.start() - quote.end()), abs(quote.start() - m.end())), default=None)
        source = None
        if cue:
            source = re.compile(rf"(?:{_NAME})(?=\s*$)").search(text, max(0, cue.start() - 40), cue.start()) or re.compile(
                rf"\s*({_NAME})"
            ).match(text, cue.end())
        out.append(
            {
                "content": [list(quote.span(1))],
                "cue": [list(cue.span())] if cue else [],
                "source": [list(source.span())] if source else [],
            }
        )
    return out


def textacy(row: Mapping[str, Any]) -> Found:
    """textacy's direct quotations."""
    from textacy import extract

    doc = parser.load()(row["text"])
    out = []
    for triple in extract.direct_quotations(doc):
        speaker, cue = triple.speaker, triple.cue
        out.append(
            {
                "content": [[triple.content.start_char, triple.content.end_char]],
                "cue": [[t.idx, t.idx + len(t)] for t in cue],
                "source": [[t.idx, t.idx + len(t)] for t in speaker],
            }
        )
    return out


def stemma(row: Mapping[str, Any]) -> Found:
    """The stage, parse included."""
    return predict(article_of(row))


def measure(rows: Sequence[Mapping[str, Any]], method: Callable[[Mapping[str, Any]], Found]) -> tuple[dict[str, Any], int, float]:
    """The figures of a method, the number of articles on which it raised, and articles per CPU-second."""
    found: dict[str, Found] = {}
    failed = 0
    start = time.process_time()
    for row in rows:
        try:
            found[row["id"]] = method(row)
        except Exception:  # noqa: BLE001 - a peer's failure of any kind is a result here, and is counted
            failed += 1
    return score(rows, found), failed, len(rows) / (time.process_time() - start)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path, default=None, help="folder of polnear-dev.jsonl (default: ../shared)")
    options.add_argument("--limit", type=int, default=None, metavar="N", help="the first N articles only")
    asked = options.parse_args(argv)
    folder = find("polnear", asked.folder)
    if folder is None:
        print("no PolNeAR at ../shared/data/attribution: name its folder")
        return 1
    rows = [json.loads(line) for line in (folder / "polnear-dev.jsonl").read_text("utf-8").splitlines()][: asked.limit]
    stemma(rows[0])  # what is loaded once is not timed
    methods: dict[str, Callable[[Mapping[str, Any]], Found]] = {"regex": regex, "stemma": stemma}
    try:
        import textacy as _  # noqa: F401

        methods = {"regex": regex, "textacy": textacy, "stemma": stemma}
    except ImportError:
        print("textacy: not installed (pip install -e '.[bench]')")
    print(f"{len(rows)} articles\n{'':10}  AR@.5  exact  content tokens  failed  articles/CPU-s")
    for name, method in methods.items():
        figures, failed, speed = measure(rows, method)
        print(
            f"{name:10}  {figures['AR@.5']['f1']:.3f}  {figures['exact']['f1']:.3f}  {figures['tok_content']['f1']:14.3f}  "
            f"{failed:6}  {speed:14.1f}"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
