"""`stemma read PATH…`: the articles in any input, as JSON lines or with every line's verdict in colour."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from stemma.cli.examine import Verbs
from stemma.cli.inputs import Asked, add_inputs, asked

if TYPE_CHECKING:
    from stemma.model import Article, Rejected


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb and its options."""
    parser = verbs.add_parser(
        "read",
        parents=[common],
        help="print the articles in any input as JSON lines, or show what each line was taken for",
        description="Reads pages, feeds, web archives, wire packets, tables and database exports, packed or not, and prints one "
        "article a line as JSON: text, body, title, outlet, authors, dates, credits, kind, versions. Nothing is analysed.",
        epilog="Exit codes: 0 done, 1 failed or nothing could be read, 2 wrong usage, 3 done with inputs set aside.",
    )
    add_inputs(parser)
    parser.add_argument("--show", action="store_true", help="print each page with every line's verdict in colour, and why")
    parser.add_argument(
        "--stream",
        action="store_true",
        help="print each article as soon as it is read, without looking for what only several pages show (versions of one "
        "address, lines that an outlet repeats): for collections larger than memory",
    )
    parser.add_argument("--rejected", action="store_true", help="print what was set aside as JSON lines, too, under `rejected`")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read and print; the exit code."""
    from stemma import codec
    from stemma.cli import DONE, FAILED, SET_ASIDE
    from stemma.cli.output import put_json, set_aside
    from stemma.cli.pages import show_page
    from stemma.errors import StemmaError
    from stemma.model import Rejected

    read = aside = 0
    for one in articles(asked(args), stream=args.stream):
        if isinstance(one, Rejected):
            aside += 1
            set_aside([one])
            if args.rejected and not args.show:
                put_json(b'{"rejected":' + codec.encode(one) + b"}\n")
            continue
        if args.show:
            show_page(one, first=read == 0)
        else:
            put_json(codec.encode(one) + b"\n")
        read += 1
    if not read:
        if not aside:
            raise StemmaError("no page found to read", "give files, folders that hold some, or a glob in quotes")
        return FAILED
    return SET_ASIDE if aside else DONE


def articles(wanted: Asked, *, stream: bool) -> Iterator[Article | Rejected]:
    """What is read, one by one, with a count on stderr where that is a terminal."""
    from stemma.reading import gather, read

    found = read(
        wanted.paths,
        strict=wanted.strict,
        corrections=wanted.corrections,
        fetch=wanted.fetch,
        stdin=wanted.stdin,
        columns=wanted.columns,
    )
    with _counted(found, quiet=stream) as counted:
        yield from counted if stream else gather(counted, wanted.corrections)


@contextmanager
def _counted(found: Iterable[Article | Rejected], *, quiet: bool) -> Iterator[Iterable[Article | Rejected]]:
    from stemma.cli.progress import progress

    if quiet:  # what is printed at once shows itself how far it has come
        yield found
        return
    with progress() as advance:

        def counting() -> Iterator[Article | Rejected]:
            for n, one in enumerate(found, 1):
                if advance:
                    advance("reading", n, 0)
                yield one

        yield counting()
