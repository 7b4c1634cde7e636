"""`stemma compare OLD NEW`: what has changed between two dossiers of a story."""

from __future__ import annotations

import argparse
from pathlib import Path

from stemma.cli.dossiers import add_dossier, add_json, loaded
from stemma.cli.examine import Verbs


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb and its arguments."""
    parser = verbs.add_parser(
        "compare",
        parents=[common],
        help="what has changed between two dossiers of a story",
        description="Lists what is new, changed or gone in the second dossier: reports, origins, denials, contradictions, claims, "
        "derivations.",
    )
    add_dossier(parser, "old", "OLD")
    add_dossier(parser, "new", "NEW")
    add_json(parser)
    parser.add_argument("--html", metavar="FILE", type=Path, help="write the answer as a page as well")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Ask and print."""
    from stemma.asking import compare
    from stemma.cli.output import bold, print_json, wrapped
    from stemma.disk import put
    from stemma.dossier import render_changes
    from stemma.dossier.safe import plainly

    old, new = loaded(args.old), loaded(args.new)
    answer = compare(old, new)
    if args.html:
        put(args.html, render_changes(old, new, answer).encode("utf-8"))
    if args.json:
        print_json(answer)
        return 0
    print(bold(wrapped(answer.words)))
    for change in answer.changes:
        mark = "-" if change.kind.endswith("-removed") else "+" if change.kind.endswith("-added") else "~"
        print(wrapped(f"{mark} {change.words}", under="  "))
    if args.html:
        print(plainly(f"→ {args.html}"))
    return 0
