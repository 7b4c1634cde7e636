"""`stemma correct PATH`: say what is right about a page or a dossier, in a file that `--corrections` honours on every later run."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from stemma.cli.amending import add_pairs, paired, pairs
from stemma.cli.examine import Verbs

if TYPE_CHECKING:
    from stemma.model import Article, Correction, Dossier

_FACTS = ("title", "outlet", "byline", "dateline", "published")


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb and its options."""
    parser = verbs.add_parser(
        "correct",
        parents=[common],
        help="correct what was read off a page or worked out in a dossier, for this and every later run",
        description="Adds corrections of a page, or of what a dossier says about its reports, to a file. They are anchored to the "
        "pages' bytes and to words that they print, so they hold on every later run of `read` and `examine` with "
        "--corrections FILE, and never on another page.",
    )
    parser.add_argument("path", metavar="PATH", help="the page, or the file that holds it; or a dossier, or its folder")
    parser.add_argument(
        "--page",
        metavar="ID",
        help="which page, if there are several: its id as `stemma read` prints it, or in a dossier its outlet's name",
    )
    for fact in _FACTS:
        parser.add_argument(f"--{fact}", metavar="VALUE", help=f"{_named(fact)} must be this" + _example(fact))
    for fact in _FACTS:
        parser.add_argument(f"--not-{fact}", metavar="VALUE", help=f"{_named(fact)} cannot be this")
    parser.add_argument("--keep", metavar="WORDS", action="append", default=[], help="the lines with these words are the report's")
    parser.add_argument("--drop", metavar="WORDS", action="append", default=[], help="the lines with these words are not")
    add_pairs(parser)
    parser.add_argument("--who", metavar="NAME", default="", help="who says so; stands beside the correction in the dossier")
    parser.add_argument("--why", "--note", metavar="WORDS", dest="why", default="", help="why; stands beside it, too")
    parser.add_argument(
        "--to",
        metavar="FILE",
        type=Path,
        default=Path("corrections.jsonl"),
        help="file to add them to, JSON lines (default: corrections.jsonl)",
    )
    parser.set_defaults(run=run)


def _named(fact: str) -> str:
    return "the date on which it appeared" if fact == "published" else f"the {fact}"


def _example(fact: str) -> str:
    return ' (ISO 8601: "2024-02-14" or "2024-02-14T23:55+05:30")' if fact == "published" else ""


def run(args: argparse.Namespace) -> int:
    """Find what is meant, make sure that the corrections hold on it, add them to the file."""
    from stemma import codec
    from stemma.cli import DONE
    from stemma.dossier.safe import plainly
    from stemma.errors import Misused

    dossier = _dossier(args)
    wanted = [*_of_page(args, dossier), *(pairs(args, dossier) if dossier is not None else ())]
    if not wanted:
        raise Misused("nothing to correct was given", "say what must be, e.g. --title '…', --drop '…' (stemma correct --help)")
    _hold(wanted, dossier)
    data = args.to.read_bytes() if args.to.exists() else b""
    so = _in_force(codec.corrections(data, str(args.to)))
    new = [c for c in wanted if c not in so]
    when = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    with args.to.open("ab") as file:
        signed = [replace(c, who=" ".join(args.who.split()), note=args.why.strip(), when=when) for c in new]
        file.write((b"\n" if data and not data.endswith(b"\n") else b"") + codec.correction_lines(signed))
    for one in wanted:
        print(plainly(_words(one, dossier)) + ("" if one in new else " (already so)"))
    print(plainly(f"→ {args.to} (honoured with --corrections {args.to})"))
    return DONE


def _in_force(corrections: Sequence[Correction]) -> list[Correction]:
    """What a file says now, whoever said it: corrections that no later one overrules."""
    from stemma.text.anchors import standing

    return [replace(c, who="", note="", when="") for c in standing(corrections)]


def _dossier(args: argparse.Namespace) -> Dossier | None:
    """The dossier at the path; None where it is a page. Raises `BadDossier` where an option needs one, and it is none."""
    from stemma.cli.dossiers import loaded
    from stemma.errors import BadDossier, BadInput, UnknownSchema

    path = Path(args.path)
    if paired(args):
        try:
            return loaded(path)
        except BadDossier as error:
            if isinstance(error, UnknownSchema):
                raise
            raise BadInput(
                args.path,
                "missing",
                f"{error.message}; needed a dossier, for these options are about two places of a story",
                "examine the pages first (`stemma examine`), then correct the dossier",
            ) from error
    if (path / "dossier.json").is_file():
        return loaded(path)
    if path.suffix not in (".json", ".html") or not path.is_file():
        return None
    try:
        return loaded(path)
    except UnknownSchema:
        raise
    except BadDossier:  # a page that is saved as HTML, or a feed in JSON
        return None


def _of_page(args: argparse.Namespace, dossier: Dossier | None) -> list[Correction]:
    """What the options say about one page; it is not even looked for where they say nothing."""
    if not list(_wanted(args, "")):
        return []
    article = _page(args.path, args.page) if dossier is None else _report(dossier, args.page)
    wanted = list(_wanted(args, article.sha256))
    _printed(article, wanted)
    return wanted


def _printed(article: Article, wanted: Sequence[Correction]) -> None:
    """Raises `BadCorrection` where a correction could never be meant, or quotes words that the page does not print."""
    from stemma.errors import BadCorrection
    from stemma.reading import check, correct

    for correction in wanted:
        check(correction)
    fixed = correct(article, wanted)
    unheld = [note for note in fixed.notes if note not in article.notes]
    if unheld:
        raise BadCorrection(unheld[0], "quote words exactly as the page prints them (stemma read --show shows them)")


def _hold(wanted: Sequence[Correction], dossier: Dossier | None) -> None:
    """Raises `BadCorrection` where a correction does not find its places again."""
    from stemma.errors import BadCorrection
    from stemma.reading import check
    from stemma.text.anchors import holds

    for one in wanted:
        check(one)
        if dossier is not None and not holds(one, dossier.articles, dossier.statements):
            raise BadCorrection(f"this would not find its place again: {_words(one, dossier)}", "quote other words")


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


def _report(dossier: Dossier, wanted: str | None) -> Article:
    """The one report meant."""
    from stemma.asking.finding import meant, need_texts
    from stemma.dossier.names import labels, listed, ordered
    from stemma.errors import Misused

    need_texts(dossier)
    if wanted is None and len(dossier.articles) > 1:
        names = labels(dossier.articles, dossier.stemma)
        these = listed([names[a.id] for a in ordered(dossier.articles)])
        raise Misused(f"found {len(dossier.articles)} reports in the dossier; needed one", f"say which with --page: {these}")
    found = meant(dossier, wanted or dossier.articles[0].id, "article")
    return next(a for a in dossier.articles if a.id == found.id)


def _words(one: Correction, dossier: Dossier | None) -> str:
    """What a correction says."""
    from stemma.dossier.places import places
    from stemma.dossier.safe import oneline
    from stemma.dossier.views.corrected import sentence

    if dossier is not None:
        return sentence(one, dossier.articles, places(dossier))
    verb = "must be" if one.verdict == "must-be" else "cannot be"
    about = f'"{one.quote}" {verb} {one.value}' if one.field == "line" else f"{one.field} {verb} {one.value}"
    return oneline(about, 400)


def _wanted(args: argparse.Namespace, page: str) -> Iterator[Correction]:
    from stemma.model import Correction

    for fact in _FACTS:
        if (value := getattr(args, fact)) is not None:
            yield Correction(page=page, field=fact, verdict="must-be", quote="", value=value)  # type: ignore[arg-type]
        if (value := getattr(args, f"not_{fact}")) is not None:
            yield Correction(page=page, field=fact, verdict="cannot-be", quote="", value=value)  # type: ignore[arg-type]
    for role, quotes in (("body", args.keep), ("chrome", args.drop)):
        for quote in quotes:
            yield Correction(page=page, field="line", verdict="must-be", quote=quote, value=role)
