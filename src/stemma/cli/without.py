"""`stemma without DOSSIER NAME`: what still stands when a report, a voice or a lost original is taken away."""

from __future__ import annotations

import argparse

from stemma.cli.dossiers import add_dossier, add_json, loaded
from stemma.cli.examine import Verbs
from stemma.cli.inputs import add_lexicon, add_outlets


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb and its arguments."""
    parser = verbs.add_parser(
        "without",
        parents=[common],
        help="what still stands without a report, a voice or a lost original",
        description="Takes a report, a voice or a lost original out of a dossier, examines what is left from scratch, and says of "
        "every claim whether it falls, stands on other origins, or stands as before.",
    )
    add_dossier(parser)
    parser.add_argument("name", metavar="NAME", help="an outlet, agency, voice, file name or id in the dossier")
    parser.add_argument("--all", action="store_true", help="list the claims that stand as before, too")
    add_lexicon(parser)
    add_outlets(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Ask and print."""
    from stemma.asking import without
    from stemma.background.lexicon_files import read_names
    from stemma.cli.output import WIDTH, bold, print_json, set_aside, wrapped
    from stemma.dossier.outline import cut

    answer = without(loaded(args.dossier), args.name, names=read_names(*args.lexicon, outlets=args.outlets))
    set_aside(answer.rejected)
    if args.json:
        print_json(answer)
        return 0
    print(bold(wrapped(answer.words)))
    for one in answer.standing:
        same = one.unmoved
        if args.all or not same:
            mark = "✕" if one.after is None else "=" if same else "~"
            side = "denial of " if one.side == "denying" else ""
            print(cut(f"{mark} {side}“{one.gist}”", WIDTH))
            print(wrapped(one.words + (f": {one.after.words}" if one.after and not same else ""), lead="    "))
    return 0
