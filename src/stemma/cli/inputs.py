"""What every verb that reads pages takes: the pages, corrections to them, and leave to reach the network."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from stemma.model import Correction


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the user asked to read."""

    paths: tuple[str, ...]
    strict: bool
    corrections: tuple[Correction, ...]
    fetch: bool
    stdin: BinaryIO | None
    columns: str | None = None
    lexicon: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()


def add_inputs(parser: argparse.ArgumentParser, *, strict: bool = True) -> None:
    """Add the paths and the options that say how to read them; `strict`: whether one stops at the first bad input."""
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a page, feed, archive, table or export; a folder (read with all below it), a glob in quotes, - for standard input, "
        "or with --fetch an address",
    )
    if strict:
        parser.add_argument("--strict", action="store_true", help="stop at the first input that would be set aside")
    parser.add_argument(
        "--corrections", metavar="FILE", type=Path, help="honour the corrections in this file (see `stemma correct`)"
    )
    parser.add_argument(
        "--fetch",
        action="store_true",
        help="get addresses from the network: public ones only, as robots.txt allows; without it nothing leaves this machine",
    )
    parser.add_argument(
        "--columns",
        metavar="FIELD=COLUMN,…",
        help="which column of a table holds what, where its headers do not tell: text=words,title=head (docs/formats.md)",
    )


def asked(args: argparse.Namespace) -> Asked:
    """The options as a value. Raises `BadCorrection` for a damaged file of corrections."""
    from stemma import codec

    return Asked(
        paths=tuple(args.paths),
        strict=getattr(args, "strict", False),
        corrections=codec.corrections(args.corrections.read_bytes(), str(args.corrections)) if args.corrections else (),
        fetch=args.fetch,
        stdin=getattr(sys.stdin, "buffer", None),
        columns=args.columns,
        lexicon=tuple(getattr(args, "lexicon", ())),  # only verbs that tell who is who have it
        outlets=tuple(getattr(args, "outlets", ())),
    )


def add_lexicon(parser: argparse.ArgumentParser) -> None:
    """Add the option of the verbs that tell who is who."""
    parser.add_argument(
        "--lexicon",
        metavar="FILE",
        action="append",
        default=[],
        help='names that mean the same: a TOML file with [names], [acronyms] and [metonyms], lines "variant" = "full name"; goes '
        "before what ships; may be given more than once (docs/names.md)",
    )


def add_outlets(parser: argparse.ArgumentParser) -> None:
    """Add the option of the verbs that tell newsrooms apart."""
    parser.add_argument(
        "--outlets",
        metavar="FILE",
        action="append",
        default=[],
        help='outlets that belong together: a TOML file with [newsrooms], [partners] and [sites], lines "outlet" = "newsroom"; '
        "goes before what ships; may be given more than once (docs/names.md)",
    )
