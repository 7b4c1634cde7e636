"""`stemma independence PATH…`: which pages are independent, and on how many origins a claim stands."""

from __future__ import annotations

import argparse

from stemma.cli.dossiers import add_json
from stemma.cli.examine import Verbs
from stemma.cli.inputs import add_inputs, add_lexicon, add_outlets, asked


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb and its options."""
    parser = verbs.add_parser(
        "independence",
        parents=[common],
        help="which pages are independent of each other, and on how many origins a claim stands",
        description="Puts pages into families (those that have their words from one another or from one lost original), and says "
        "on how many independent origins a claim stands. Writes nothing.",
    )
    add_inputs(parser)
    parser.add_argument("--claim", metavar="TEXT", help="a claim in your own words (default: the main claim of every story)")
    add_lexicon(parser)
    add_outlets(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read, ask and print."""
    from stemma.asking import independence
    from stemma.background.lexicon_files import read_names
    from stemma.cli import DONE, FAILED, SET_ASIDE
    from stemma.cli.output import WIDTH, bold, print_json, set_aside, wrapped
    from stemma.dossier.names import count
    from stemma.dossier.outline import cut
    from stemma.model import Article, Rejected
    from stemma.reading import gather, read

    wanted = asked(args)
    found = read(
        wanted.paths,
        strict=wanted.strict,
        corrections=wanted.corrections,
        fetch=wanted.fetch,
        stdin=wanted.stdin,
        columns=wanted.columns,
    )
    gathered = gather(list(found), wanted.corrections)
    refused = [one for one in gathered if isinstance(one, Rejected)]
    articles = [one for one in gathered if isinstance(one, Article)]
    answer = independence(articles, args.claim, names=read_names(*wanted.lexicon, outlets=wanted.outlets))
    set_aside((*refused, *answer.rejected))
    if args.json:
        print_json(answer)
    else:
        print(bold(wrapped(answer.words)))
        for family in answer.families:
            print(wrapped(f"family of {len(family.texts)}: {family.words}"))
        chosen = (
            answer.claims
            if args.claim is not None
            else [next(c for c in answer.claims if c.story == s) for s in sorted({c.story for c in answer.claims})]
        )
        for claim in chosen:
            print(cut(f"“{claim.gist}”", WIDTH))
            for side in claim.sides:
                verb = "said" if side.side == "asserting" else "denied"
                print(wrapped(f"{verb} in {count(len(side.texts), 'text')} on {side.words}", lead="    "))
    if not articles:
        return FAILED
    return SET_ASIDE if refused or answer.rejected else DONE
