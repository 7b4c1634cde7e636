"""What the options of `stemma correct DOSSIER` say about two places of a story -> corrections."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stemma.model import Article, Claim, Correction, Dossier, Speaker, Statement
    from stemma.model.kinds import Verdict

PAIRS = {
    "same-claim": ("CLAIM", "CLAIM", "these two claims are one"),
    "not-same-claim": ("CLAIM", "WORDING", "this wording does not make that claim: words of it, or the report that it stands in"),
    "edge": ("REPORT", "PARENT", 'the report rests on that one; "lost": on an original that is not among the reports'),
    "wrong-edge": ("REPORT", "PARENT", "the report does not rest on that one"),
    "turned-edge": ("REPORT", "PARENT", "it is the other way round: the parent rests on the report"),
    "same-voice": ("VOICE", "VOICE", "these two voices are one"),
    "not-same-voice": ("VOICE", "NAME", "who goes by this name, or speaks in this report, is another than that voice"),
}
"""The options, each about two things of a dossier: what they are called in the help, and what the option says."""
LOST = "lost"


def add_pairs(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    group = parser.add_argument_group(
        "of a dossier",
        "Claims, reports and voices are named as `stemma show` prints them: a claim by its number or words of it, the rest by "
        "name; or by id. Each may be given more than once.",
    )
    for option, (one, other, words) in PAIRS.items():
        group.add_argument(f"--{option}", metavar=(one, other), nargs=2, action="append", default=[], help=words)


def paired(args: argparse.Namespace) -> bool:
    """Whether one of the options was given."""
    return any(getattr(args, option.replace("-", "_")) for option in PAIRS)


def pairs(args: argparse.Namespace, dossier: Dossier) -> Iterator[Correction]:
    """The corrections that the options ask for, in the order of the help.

    Raises `UnknownName` for what the dossier does not have, or has more than once, `Misused` for what makes no sense there,
    `BadInput` (withheld) for a dossier without texts, which has no words to anchor a correction to.
    """
    from stemma.asking.finding import need_texts
    from stemma.dossier.amending import about_claim, about_edge, about_voice, called, leader
    from stemma.dossier.places import places

    if not paired(args):
        return
    need_texts(dossier)
    at = places(dossier)
    for one, other in args.same_claim:
        a, b = _claim(dossier, one), _claim(dossier, other)
        _different(a is not b, "same-claim", one, other, "are one claim already")
        yield about_claim(leader(a, dossier), leader(b, dossier), dossier, "must-be")
    for one, other in args.not_same_claim:
        a = _claim(dossier, one)
        yield about_claim(leader(a, dossier), _wording(dossier, a, one, other), dossier, "cannot-be")
    verdicts: tuple[tuple[list[list[str]], Verdict], ...] = ((args.edge, "must-be"), (args.wrong_edge, "cannot-be"))
    for given, verdict in verdicts:
        for one, other in given:
            child, parent = _report(dossier, one), _parent(dossier, other)
            _different(child is not parent, "edge", one, other, "are one report")
            if verdict == "cannot-be":
                _need_edge(dossier, child, parent, one, other)
            yield about_edge(child, parent, verdict)
    for one, other in args.turned_edge:
        child, source = _report(dossier, one), _report(dossier, other)
        _need_edge(dossier, child, source, one, other)
        yield about_edge(source, child, "must-be")
    for one, other in args.same_voice:
        v, w = _voice(dossier, one), _voice(dossier, other)
        _different(v is not w, "same-voice", one, other, "are one voice already")
        yield about_voice(called(v, at)[0], called(w, at)[0], "must-be")
    for one, other in args.not_same_voice:
        names = called(_voice(dossier, one), at)
        yield about_voice(names[0], _name(dossier, names, one, other), "cannot-be")


def _different(so: bool, option: str, one: str, other: str, words: str) -> None:
    from stemma.errors import Misused

    if not so:
        raise Misused(f"--{option}: {one!r} and {other!r} {words}; needed two", "`stemma show DOSSIER` lists what there is")


def _claim(dossier: Dossier, name: str) -> Claim:
    from stemma.dossier.opened import claim_called

    return claim_called(dossier, name)


def _wording(dossier: Dossier, claim: Claim, claimed: str, name: str) -> Statement:
    """The wording of a claim that a person means: by id, words of it or its report; or else what another claim says."""
    from stemma.dossier.amending import content, leader
    from stemma.dossier.names import labels
    from stemma.dossier.safe import oneline
    from stemma.errors import UnknownName

    lead = leader(claim, dossier)
    asked, names = _bare(name), labels(dossier.articles, dossier.stemma)
    own = [s for s in dossier.statements if s.id in claim.statements]
    by_id = [s for s in own if s.id == name]
    by_report = [s for s in own if asked in (_bare(names[s.article]), s.article)]
    said = {s.id: _bare(content(s, dossier)) for s in own}
    # What `stemma show --claim` prints goes on to the end of the sentence: all of it may be pasted, too.
    by_words = [s for s in own if asked and asked in said[s.id]] or [s for s in own if said[s.id] in asked]
    found = by_id or by_report or by_words
    rest = [s for s in found if s is not lead]
    if len(rest) == 1:
        return rest[0]
    if rest:
        these = "; ".join(f"{s.id} “{oneline(content(s, dossier), 40)}” ({names[s.article]})" for s in rest[:6])
        raise UnknownName(f"{name!r} fits {len(rest)} wordings of claim {claimed!r}: {these}", "give the id of one, or more words")
    if found:
        raise UnknownName(
            f"{name!r} is the wording that stands for claim {claimed!r}: the others are told apart from it",
            f"name the wording that does not belong (`stemma show DOSSIER --claim {claimed}` lists them)",
        )
    if name.isdecimal() or any(c.id == name for c in dossier.claims):
        other = _claim(dossier, name)
        _different(other is not claim, "not-same-claim", claimed, name, "are the same claim")
        return leader(other, dossier)  # two claims already: so they stay, whatever later reports suggest
    raise UnknownName(
        f"claim {claimed!r} has no wording {name!r}",
        f"give words of it, or its report (`stemma show DOSSIER --claim {claimed}` lists them)",
    )


def _bare(words: str) -> str:
    """Words without the signs that a terminal shows around them, letter case and white space aside."""
    return " ".join(re.sub(r"[\[\]~“”\"]", "", words).casefold().split())


def _report(dossier: Dossier, name: str) -> Article:
    from stemma.asking.finding import meant

    found = meant(dossier, name, "article")
    return next(a for a in dossier.articles if a.id == found.id)


def _parent(dossier: Dossier, name: str) -> Article | None:
    """The report that is meant; None for a lost original."""
    from stemma.asking.finding import meant

    if name.casefold() == LOST:
        return None
    found = meant(dossier, name, "article", "lost")
    return next((a for a in dossier.articles if a.id == found.id), None)


def _need_edge(dossier: Dossier, child: Article, parent: Article | None, one: str, other: str) -> None:
    """Raises `UnknownName` where the tree has no such arrow, with those that it has."""
    from stemma.dossier.names import labels, listed
    from stemma.errors import UnknownName

    lost = {x.id for x in dossier.stemma.lost}
    parents = [d.parent for d in dossier.stemma.derivations if d.child == child.id]
    if any(p in lost if parent is None else p == parent.id for p in parents):
        return
    names = labels(dossier.articles, dossier.stemma)
    rests = f"it rests on {listed(sorted(names[p] for p in parents))}" if parents else "it rests on none"
    turned = parent is not None and any(d.child == parent.id and d.parent == child.id for d in dossier.stemma.derivations)
    hint = f"the other way round: {other!r} {one!r}" if turned else "`stemma show DOSSIER` draws the tree"
    raise UnknownName(f"the tree has no arrow from {one!r} to {other!r}: {rests}", hint)


def _voice(dossier: Dossier, name: str) -> Speaker:
    from stemma.asking.finding import meant

    found = meant(dossier, name, "voice")
    return next(s for s in dossier.speakers if s.id == found.id)


def _name(dossier: Dossier, names: list[tuple[Article, str]], voice: str, name: str) -> tuple[Article, str]:
    """The name of a voice that is somebody else's; the first stands for the voice itself."""
    from stemma.dossier.names import labels
    from stemma.errors import UnknownName

    asked, reports = _bare(name), labels(dossier.articles, dossier.stemma)
    rest = names[1:]
    found = [(a, n) for a, n in rest if asked == _bare(n)]
    found = found or [(a, n) for a, n in rest if asked in (_bare(reports[a.id]), a.id)]
    if len(found) == 1:
        return found[0]
    these = "; ".join(f"“{n}” in {reports[a.id]}" for a, n in (found or rest))
    if not rest:
        raise UnknownName(f"{voice!r} goes by one name in one report: nobody can be told apart from it", "name another voice")
    raise UnknownName(
        f"{voice!r} is {'more than once' if found else 'nowhere'} called {name!r} beside “{names[0][1]}” in "
        f"{reports[names[0][0].id]}; there is: {these}",
        "give the report where it is somebody else" if found else "give one of these names, or its report",
    )
