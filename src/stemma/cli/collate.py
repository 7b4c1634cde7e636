"""`stemma collate PATH…`: the reports of a story side by side, sentence for sentence, with every difference of wording."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from stemma.cli.examine import Verbs
from stemma.cli.inputs import add_inputs, asked

if TYPE_CHECKING:
    from stemma.collating.edition import Edition
    from stemma.model import Article, Collation, Parsed, Rejected, Story


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb and its options."""
    parser = verbs.add_parser(
        "collate",
        parents=[common],
        help="lay the reports of a story side by side and mark every difference of wording",
        description="Aligns the sentences of all reports of a story, however freely retold, and prints them row by row: columns "
        "where each report has room for one, else blocks. Marks in each row tell what is added, dropped, replaced or moved "
        "against the base text, and what was changed inside quotation marks.",
        epilog="Exit codes: 0 done, 1 failed or nothing to compare, 2 wrong usage, 3 done with inputs set aside.",
    )
    add_inputs(parser)
    parser.add_argument(
        "--base",
        metavar="REPORT",
        help="the report against which the others are told: its letter, or part of its outlet, file name or id (default: the one "
        "that shares most)",
    )
    parser.add_argument(
        "--rows",
        choices=("all", "shared", "variant"),
        default="all",
        help="all: what only one report says, too; shared: rows of two or more reports; variant: those of them whose words differ "
        "(default: all)",
    )
    parser.add_argument(
        "--story",
        metavar="N",
        default="1",
        help="which story, where the inputs tell several: 1 is the one with most reports; or all (default: 1)",
    )
    parser.add_argument("--together", action="store_true", help="compare all inputs, whether or not they tell the same story")
    parser.add_argument(
        "--layout", choices=("auto", "columns", "blocks"), default="auto", help="how rows are set (default: auto, as they fit)"
    )
    parser.add_argument("--width", metavar="COLUMNS", type=int, help="width of the page (default: the terminal's)")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead (docs/collation.md)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read, group, collate, print; the exit code."""
    from stemma.cli import DONE, FAILED, SET_ASIDE
    from stemma.cli.output import set_aside
    from stemma.cli.progress import progress
    from stemma.cli.read import articles
    from stemma.errors import Misused, StemmaError
    from stemma.model import Article, Rejected
    from stemma.pipeline import stories

    if args.width is not None and args.width < 1:
        raise Misused(f"--width {args.width}: a width is a number of columns", "for instance --width 120")
    found = list(articles(asked(args), stream=False))
    read = [a for a in found if isinstance(a, Article)]
    with progress() as advance:
        grouped, parsed, failed = stories(read, together=args.together, strict=args.strict, progress=advance)
    rejected = sorted((*(r for r in found if isinstance(r, Rejected)), *failed), key=lambda r: (r.source, r.code, r.message))
    set_aside(rejected)
    if not read:
        if not rejected:
            raise StemmaError("no page found to read", "give files, folders that hold some, or a glob in quotes")
        return FAILED
    unique = {a.id: a for a in read}
    chosen = _chosen(grouped, args.story)
    _comparable(grouped, chosen)
    pages = [(number, *_edited([unique[i] for i in story.articles], parsed, args)) for number, story in chosen]
    if args.json:
        _print_json(pages, grouped, unique, rejected)
    else:
        _print_pages(pages, grouped, unique, rejected, args)
    return SET_ASIDE if rejected else DONE


def _chosen(grouped: Sequence[Story], asked_for: str) -> list[tuple[int, Story]]:
    """The stories asked for, with their numbers."""
    from stemma.errors import Misused

    numbered = list(enumerate(grouped, 1))
    if asked_for == "all":
        return [(n, s) for n, s in numbered if len(s.articles) > 1] or numbered[:1]
    hint = f"the inputs tell {len(grouped)} stories: 1 to {len(grouped)}, or all" if grouped else "the inputs tell no story"
    if not asked_for.isdecimal() or not 1 <= int(asked_for) <= max(1, len(grouped)):
        raise Misused(f"--story {asked_for}: there is no such story", hint)
    return numbered[int(asked_for) - 1 : int(asked_for)]


def _comparable(grouped: Sequence[Story], chosen: Sequence[tuple[int, Story]]) -> None:
    """Raises `StemmaError` where no story asked for has two reports."""
    from stemma.errors import StemmaError

    if any(len(s.articles) > 1 for _, s in chosen):
        return
    reports = sum(len(s.articles) for s in grouped)
    if reports < 2:
        told = "one report" if reports else "no report in English"
        raise StemmaError(f"nothing to compare: the input holds {told}", "give two or more reports of one event")
    if len(grouped) == reports:
        raise StemmaError(
            f"nothing to compare: the {reports} reports tell {reports} different stories",
            "--together lays them side by side all the same",
        )
    raise StemmaError("nothing to compare: only one report tells that story", "--story 1 is the story with most reports")


def _edited(found: Sequence[Article], parsed: dict[str, Parsed], args: argparse.Namespace) -> tuple[Edition, Collation]:
    from stemma.cli.progress import progress
    from stemma.collating import collate, edition
    from stemma.dossier.names import ordered

    articles = ordered(found)
    base = _base(articles, args.base) if args.base else None
    with progress() as advance:
        if advance:
            advance(f"collating {len(articles)} reports", 0, 0)
        collation = collate(articles, parsed)
        return edition(articles, collation, base, args.rows), collation


def _base(articles: Sequence[Article], wanted: str) -> str:
    """The id of the article that `wanted` names. Raises `Misused` where none or several are meant."""
    from stemma.collating.written import letters
    from stemma.dossier.names import label
    from stemma.errors import Misused

    sigla = letters(len(articles))
    for letter, article in zip(sigla, articles, strict=True):
        if wanted.upper() == letter or wanted == article.id:
            return article.id
    low = wanted.casefold()
    hits = [
        a for a in articles if low in label(a).casefold() or low in PurePath(a.source).name.casefold() or a.id.startswith(wanted)
    ]
    if len(hits) == 1:
        return hits[0].id
    known = ", ".join(f"{letter} {label(a)}" for letter, a in zip(sigla, articles, strict=True))
    raise Misused(f"--base {wanted}: {'several reports are' if hits else 'no report is'} called that", f"the reports: {known}")


def _title(articles: Sequence[Article], base: str = "") -> str:
    """The headline of the base, else the first there is."""
    from stemma.dossier.names import label

    first = next((a for a in sorted(articles, key=lambda a: a.id != base) if a.title), None)
    return first.title.value if first and first.title else f"{label(articles[0])} and others"


def _left(grouped: Sequence[Story], shown: Sequence[int], unique: dict[str, Article]) -> list[tuple[int, list[Article]]]:
    from stemma.dossier.names import ordered

    return [(n, list(ordered(unique[i] for i in s.articles))) for n, s in enumerate(grouped, 1) if n not in shown]


def _print_pages(
    pages: Sequence[tuple[int, Edition, Collation]],
    grouped: Sequence[Story],
    unique: dict[str, Article],
    rejected: Sequence[Rejected],
    args: argparse.Namespace,
) -> None:
    from stemma.cli.sheets import print_sheet
    from stemma.dossier.names import count, label

    for number, edited, collation in pages:
        after = []
        if number == pages[-1][0]:
            for n, articles in _left(grouped, [p[0] for p in pages], unique):
                told = f"“{_title(articles)}” ({count(len(articles), 'report')})"
                after.append(
                    f"Not shown: story {n}, {told}: --story {n}"
                    if len(articles) > 1
                    else f"Not shown: {label(articles[0])}, “{_title(articles)}”: it alone tells that story"
                )
            after += [f"Set aside: {r.source}: {r.message} [{r.code}]" for r in rejected]
        title = _title(edited.articles, edited.base)
        if len(grouped) > 1:
            title = f"Story {number} of {len(grouped)}: {title}"
        if number != pages[0][0]:
            print()
        print_sheet(edited, collation, title, width=args.width, layout=args.layout, after=after)


def _print_json(
    pages: Sequence[tuple[int, Edition, Collation]],
    grouped: Sequence[Story],
    unique: dict[str, Article],
    rejected: Sequence[Rejected],
) -> None:
    from stemma.cli.output import put_json
    from stemma.collating.written import Json, written
    from stemma.model import SCHEMA_VERSION

    left = _left(grouped, [p[0] for p in pages], unique)
    document: Json = {
        "schema": SCHEMA_VERSION,
        "stories": [{"number": n, "title": _title(e.articles, e.base), "story": written(e, c)} for n, e, c in pages],
        "not_shown": [{"number": n, "title": _title(articles), "sources": [a.source for a in articles]} for n, articles in left],
        "set_aside": [{"source": r.source, "code": r.code, "message": r.message, "hint": r.hint} for r in rejected],
    }
    put_json(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
