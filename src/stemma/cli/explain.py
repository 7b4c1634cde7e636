"""`stemma explain [TERM]`: the words of the field."""

from __future__ import annotations

import argparse
import textwrap
from difflib import get_close_matches

from stemma.cli.examine import Verbs
from stemma.errors import StemmaError

WIDTH = 88


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb and its argument."""
    parser = verbs.add_parser(
        "explain",
        parents=[common],
        help="explain a term, or list them all",
        description="Explains a term of the field in two sentences and says where it comes from. Without TERM it lists all terms.",
    )
    parser.add_argument("term", nargs="*", metavar="TERM", help='a term, such as "lost original"')
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print one entry, or the list of terms."""
    from stemma.background import glossary

    if not args.term:
        print("\n".join(e.term for e in glossary.entries()))
        return 0
    term = " ".join(args.term)
    entry = glossary.find(term)
    if entry is None:
        near = get_close_matches(term.casefold(), [e.term for e in glossary.entries()], n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "`stemma explain` lists all terms"
        raise StemmaError(f"no term {term!r} in the glossary", hint)
    print(entry.term)
    print(textwrap.fill(entry.definition, WIDTH, initial_indent="  ", subsequent_indent="  "))
    print(textwrap.fill(f"Source: {entry.source}", WIDTH, initial_indent="  ", subsequent_indent="  "))
    return 0
