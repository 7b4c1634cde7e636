"""A dossier as a value: its seals, its spans, its references, its tree, and its bounds computed anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace

from stemma import codec
from stemma.background.names import SHIPPED, Names
from stemma.dossier.names import count, listed
from stemma.model import SCHEMA_VERSION, Derivation, Dossier, Fault, Proof
from stemma.pipeline import derived, investigate
from stemma.proving.words import dangling, misquoted, outside

_FOLLOWS = ("speakers", "carriers", "origins", "title", "strip", "not_known", "made_by", "lexicons")
"""What `pipeline.derived` computes."""


def prove(dossier: Dossier, *, names: Names = SHIPPED, again: bool = False) -> Proof:
    """Whether the dossier holds together, every check that can be made of it made.

    Seals of every part; every span inside its text; every quotation in a finding's sentence in the passages it is about; every
    reference to something that is there; the tree without a circle; voices, carriers, bounds, title and strip computed anew from
    reports, statements, claims and tree, and equal. With `again` everything is computed anew from the reports' texts and must be
    equal (about .2 s a report). `names` are the user's own names, if it was made with some: without them nothing can be computed
    anew, and the proof says so.
    """
    checked: list[str] = []
    unchecked: list[str] = []
    faults = [*_seals(dossier, checked, unchecked)]
    for count_, found, what in (
        (*outside(dossier), "passage"),
        (*misquoted(dossier), "quotation"),
        (*dangling(dossier), "reference"),
    ):
        faults += found
        if not found:
            checked.append(f"{count(count_, what)} {_WHERE[what]}")
    circle = _circle(dossier.stemma.derivations)
    if circle:
        faults.append(Fault(part="stemma", words=f"reports that derive from each other in a circle: {listed(circle)}"))
    else:
        checked.append(f"{count(len(dossier.stemma.derivations), 'derivation')} without a circle")
    if dossier.texts == "withheld":
        unchecked.append("bounds: they follow from the reports' texts, which are withheld here; ask whoever has the pages")
    elif names.lexicons != dossier.lexicons:
        made = listed([f"{x.file} (SHA-256 {x.sha256[:12]})" for x in dossier.lexicons]) or "no names of your own"
        unchecked.append(f"bounds: the dossier was made with {made}; give the same with --lexicon to have them computed anew")
    elif any(f.part.startswith("articles") or f.part in ("statements", "claims", "stemma", "speakers") for f in faults):
        unchecked.append("bounds: what they follow from has faults")
    else:
        new = _again(dossier, names) if again else derived(dossier, names)
        found = list(_different(dossier, new, [f.name for f in fields(dossier)] if again else _FOLLOWS))
        faults += found
        if not found:
            total = f"bounds of {count(len(dossier.origins), 'side')} of claims computed anew from the tree"
            checked.append(f"everything computed anew from {count(len(dossier.articles), 'text')}" if again else total)
    return Proof(
        schema=SCHEMA_VERSION,
        dossier=dossier.id,
        checked=tuple(checked),
        unchecked=tuple(unchecked),
        faults=tuple(faults),
        words=_told(faults, unchecked),
    )


_WHERE: Mapping[str, str] = {
    "passage": "inside the texts they name",
    "quotation": "of the findings found in the reports",
    "reference": "between the layers, all to something that is there",
}


def _told(faults: Iterable[Fault], unchecked: Iterable[str]) -> str:
    parts = sorted({f.part for f in faults})
    if parts:
        return f"Not as it was made: {listed(parts)}."
    return "Sound, as far as it could be checked." if [*unchecked] else "Sound: every check holds."


def _seals(dossier: Dossier, checked: list[str], unchecked: list[str]) -> Iterable[Fault]:
    """A fault for each part whose seal is broken, missing, or of nothing."""
    if not dossier.seals:
        unchecked.append("seals: the dossier has none; it was made by an older stemma, or not by `examine`")
        return
    now = {s.part: s.sha256 for s in codec.seals(dossier)}
    then = {s.part: s.sha256 for s in dossier.seals}
    broken = sorted(part for part in now.keys() | then.keys() if now.get(part) != then.get(part))
    if not broken:
        checked.append(f"{count(len(now), 'seal')} (SHA-256), one of each part")
    for part in broken:
        if part not in then:
            yield Fault(part=part, words="it has no seal")
        elif part not in now:
            yield Fault(part=part, words="there is a seal of it, but it is gone")
        else:
            yield Fault(part=part, words=f"its SHA-256 is {now[part][:12]}…, its seal says {then[part][:12]}…")


def _circle(derivations: Iterable[Derivation]) -> list[str]:
    """The nodes left when all that rest on nothing left are taken away, again and again: none in a tree without a circle."""
    parents: dict[str, set[str]] = {}
    for one in derivations:
        parents.setdefault(one.child, set()).add(one.parent)
    while free := {child for child, of in parents.items() if not of & parents.keys()}:
        parents = {child: of for child, of in parents.items() if child not in free}
    return sorted(parents)


def _again(dossier: Dossier, names: Names) -> Dossier:
    """The story examined anew from its articles alone."""
    found, _ = investigate(dossier.articles, names=names, corrections=dossier.corrections)
    same = [d for d in found if d.story.articles == dossier.story.articles]
    return same[0] if same else replace(dossier, story=replace(dossier.story, articles=()))


def _different(old: Dossier, new: Dossier, names: Iterable[str]) -> Iterable[Fault]:
    """A fault for each field that is not what it follows to be."""
    for name in names:
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield Fault(part=name, words=_difference(name, was, now))


def _difference(name: str, was: object, now: object) -> str:
    """What of a field is not what it follows to be."""
    if isinstance(was, tuple) and isinstance(now, tuple):
        odd = [x for x in was if x not in now] or [x for x in now if x not in was]
        told = getattr(odd[0], "words", None) if odd else None
        claim = getattr(odd[0], "claim", None) if odd else None
        named = f": {f'of claim {claim}, ' if claim else ''}“{told}”" if told else ""
        return f"{count(len(odd), 'entry', 'entries')} of {len(was)} do not follow from the rest{named}"
    return "does not follow from the rest of the dossier"
