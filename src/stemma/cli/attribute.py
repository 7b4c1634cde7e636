"""`stemma attribute PATH…`: who says what in each article, as JSON lines, coloured in the text, or for annotation tools."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stemma.cli.examine import Verbs
from stemma.cli.inputs import add_inputs, add_lexicon, asked

if TYPE_CHECKING:
    from stemma.model import Article, Rejected, Statement

FORMATS = ("jsonl", "json", "parc", "brat")


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb and its options."""
    parser = verbs.add_parser(
        "attribute",
        parents=[common],
        help="print every statement of each article with its source, chain, stance and hedges",
        description="Reads the inputs and prints one statement a line as JSON: the words, who says them, through whose hands they "
        "came (the chain, first mouth first), the stance and the hedges. Articles are not compared; see `stemma examine` for that.",
        epilog="Exit codes: 0 done, 1 failed or nothing could be attributed, 2 wrong usage, 3 done with inputs set aside.",
    )
    add_inputs(parser)
    add_lexicon(parser)
    parser.add_argument(
        "--show", action="store_true", help="print each article with content, cue and source coloured, and the chain in the margin"
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="jsonl",
        help="jsonl: a statement a line, with its words; json: the same statements as the dossier holds them, offsets only; "
        "parc: an article a line, as PARC and PolNeAR have them; brat: a folder of .txt and .ann files (default: jsonl)",
    )
    parser.add_argument("-o", "--out", metavar="OUT", type=Path, help="folder for --format brat (default: stemma-brat)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read, attribute, print; the exit code."""
    from stemma.cli import DONE, FAILED, SET_ASIDE
    from stemma.cli.output import set_aside
    from stemma.errors import Misused, StemmaError
    from stemma.model import Rejected

    if args.out and args.format != "brat":
        raise Misused("-o is for --format brat only", "send the other formats to a file with >")
    put = _show if args.show else _writer(args.format, args.out or Path("stemma-brat"))
    done = aside = 0
    for found in _attributed(args):
        if isinstance(found, Rejected):
            aside += 1
            set_aside([found])
        else:
            put(*found)
            done += 1
    if not done:
        if not aside:
            raise StemmaError("no page found to read", "give files, folders that hold some, or a glob in quotes")
        return FAILED
    return SET_ASIDE if aside else DONE


def _attributed(args: argparse.Namespace) -> Iterator[tuple[Article, tuple[Statement, ...]] | Rejected]:
    from stemma.background.lexicon_files import read_names
    from stemma.cli.progress import progress
    from stemma.cli.read import articles
    from stemma.model import Rejected
    from stemma.pipeline import statements

    wanted = asked(args)
    names = read_names(*wanted.lexicon)
    found = list(articles(wanted, stream=False))
    with progress() as advance:
        for n, one in enumerate(found, 1):
            yield one if isinstance(one, Rejected) else statements(one, strict=args.strict, names=names)
            if advance:
                advance("statements", n, len(found))


def _writer(form: str, out: Path) -> Callable[[Article, Sequence[Statement]], None]:
    """What puts the statements of an article where they belong."""
    from stemma import codec
    from stemma.attributing.annotations import BRAT_CONFIGURATION, brat, parc_json, worded
    from stemma.cli.output import put_json
    from stemma.dossier.safe import plainly

    def lines(article: Article, statements: Sequence[Statement]) -> None:
        for statement in statements:
            put_json(codec.encode(statement) + b"\n" if form == "json" else f"{worded(article, statement)}\n".encode())

    def parc(article: Article, statements: Sequence[Statement]) -> None:
        put_json(f"{parc_json(article, statements)}\n".encode())

    def files(article: Article, statements: Sequence[Statement]) -> None:
        out.mkdir(parents=True, exist_ok=True)
        (out / "annotation.conf").write_text(BRAT_CONFIGURATION, "utf-8", newline="\n")
        (out / f"{article.id}.txt").write_text(article.text, "utf-8", newline="\n")
        (out / f"{article.id}.ann").write_text(brat(article, statements), "utf-8", newline="\n")
        print(plainly(f"→ {out / article.id}.ann ({len(statements)} statements of {article.source})"))

    return files if form == "brat" else parc if form == "parc" else lines


def _show(article: Article, statements: Sequence[Statement]) -> None:
    from stemma.cli.pages import show_statements

    show_statements(article, statements)
