"""`stemma correct PATH`: say what is right about a page, in a file that `--corrections` honours on every later run."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from stemma.cli.examine import Verbs

if TYPE_CHECKING:
    from stemma.model import Article, Correction

_FACTS = ("title", "outlet", "byline", "dateline", "published")


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb and its options."""
    parser = verbs.add_parser(
        "correct",
        parents=[common],
        help="correct what was read off a page, for this and every later run",
        description="Adds corrections of one page to a file. They are anchored to the page's bytes and to words that it prints, so "
        "they hold on every later run of `read` and `examine` with --corrections FILE, and never on another page.",
    )
    parser.add_argument("path", metavar="PATH", help="the page, or the file that holds it")
    parser.add_argument("--page", metavar="ID", help="which page, if the file holds several: its id as `stemma read` prints it")
    for fact in _FACTS:
        parser.add_argument(f"--{fact}", metavar="VALUE", help=f"the {fact} must be this" + _example(fact))
    for fact in _FACTS:
        parser.add_argument(f"--not-{fact}", metavar="VALUE", help=f"the {fact} cannot be this")
    parser.add_argument("--keep", metavar="WORDS", action="append", default=[], help="the lines with these words are the report's")
    parser.add_argument("--drop", metavar="WORDS", action="append", default=[], help="the lines with these words are not")
    parser.add_argument("--note", metavar="WHY", default="", help="why, or who says so")
    parser.add_argument(
        "--to",
        metavar="FILE",
        type=Path,
        default=Path("corrections.jsonl"),
        help="file to add them to, JSON lines (default: corrections.jsonl)",
    )
    parser.set_defaults(run=run)


def _example(fact: str) -> str:
    return ' (ISO 8601: "2024-02-14" or "2024-02-14T23:55+05:30")' if fact == "published" else ""


def run(args: argparse.Namespace) -> int:
    """Read the page, make sure that the corrections hold on it, add them to the file."""
    from stemma import codec
    from stemma.cli import DONE
    from stemma.dossier.safe import plainly
    from stemma.errors import BadCorrection, Misused
    from stemma.reading import check, correct

    article = _page(args.path, args.page)
    wanted = list(_wanted(args, article.sha256))
    if not wanted:
        raise Misused("nothing to correct was given", "say what must be, e.g. --title '…', --drop '…' (stemma correct --help)")
    for correction in wanted:
        check(correction)
    fixed = correct(article, wanted)
    unheld = [note for note in fixed.notes if note not in article.notes]
    if unheld:
        raise BadCorrection(unheld[0], "quote words exactly as the page prints them (stemma read --show shows them)")
    held = codec.corrections(args.to.read_bytes(), str(args.to)) if args.to.exists() else ()
    new = [correction for correction in wanted if correction not in held]
    with args.to.open("ab") as file:
        file.write(codec.correction_lines(new))
    for correction in wanted:
        verb = "must be" if correction.verdict == "must-be" else "cannot be"
        about = (
            f'"{correction.quote}" {verb} {correction.value}'
            if correction.field == "line"
            else f"{correction.field} {verb} {correction.value}"
        )
        print(plainly(about) + ("" if correction in new else " (already so)"))
    print(plainly(f"→ {args.to} (honoured with --corrections {args.to})"))
    return DONE


def _page(path: str, wanted: str | None) -> Article:
    """The one page meant."""
    from stemma.errors import BadInput
    from stemma.model import Article
    from stemma.reading import read

    found = list(read(path))
    pages = [one for one in found if isinstance(one, Article) and (wanted is None or one.id == wanted)]
    if len(pages) == 1:
        return pages[0]
    if not pages and wanted is None and found and not isinstance(found[0], Article):
        raise BadInput(found[0].source, found[0].code, f"{found[0].source}: {found[0].message}", found[0].hint)
    ids = ", ".join(one.id for one in found[:5] if isinstance(one, Article))
    raise BadInput(
        path,
        "missing",
        f"found {len(pages)} pages{f' with the id {wanted}' if wanted else ''} in {path}; needed exactly one",
        f"say which with --page ID ({ids}{', …' if len(found) > 5 else ''})" if ids else "check the path",
    )


def _wanted(args: argparse.Namespace, page: str) -> Iterator[Correction]:
    from stemma.model import Correction

    for fact in _FACTS:
        if (value := getattr(args, fact)) is not None:
            yield Correction(page=page, field=fact, verdict="must-be", quote="", value=value, note=args.note)  # type: ignore[arg-type]
        if (value := getattr(args, f"not_{fact}")) is not None:
            yield Correction(page=page, field=fact, verdict="cannot-be", quote="", value=value, note=args.note)  # type: ignore[arg-type]
    for role, quotes in (("body", args.keep), ("chrome", args.drop)):
        for quote in quotes:
            yield Correction(page=page, field="line", verdict="must-be", quote=quote, value=role, note=args.note)
