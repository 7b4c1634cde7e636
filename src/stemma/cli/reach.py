"""`stemma reach DOSSIER WORDS`: every passage downstream that inherits these words."""

from __future__ import annotations

import argparse

from stemma.cli.dossiers import add_dossier, add_json, loaded
from stemma.cli.examine import Verbs


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb and its arguments."""
    parser = verbs.add_parser(
        "reach",
        parents=[common],
        help="how far a wrong passage went: every passage that inherits it",
        description="Given words of a report that were wrong, or of a lost original as one of its witnesses prints them, lists "
        "exactly which passages downstream inherit them, and which reports rest on the same source but not for this.",
    )
    add_dossier(parser)
    parser.add_argument("passage", metavar="WORDS", help="words as the report prints them")
    parser.add_argument("--at", metavar="NAME", help="the report or lost original that is meant (outlet, agency, file name or id)")
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Ask and print."""
    from stemma.asking import reach
    from stemma.cli.output import WIDTH, bold, print_json, wrapped
    from stemma.dossier.names import labels
    from stemma.dossier.outline import cut

    dossier = loaded(args.dossier)
    answer = reach(dossier, args.passage, at=args.at)
    if args.json:
        print_json(answer)
        return 0
    names, texts = labels(dossier.articles, dossier.stemma), {a.id: a.text for a in dossier.articles}
    print(bold(wrapped(answer.words)))
    for heir in answer.heirs:
        words = " ".join(texts[heir.passage.article][heir.passage.span.start : heir.passage.span.end].split())
        print(cut(" → ".join(names[n] for n in heir.path), WIDTH))
        print(wrapped(f"“{words}”", lead="    "))
    return 0
