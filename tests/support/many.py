"""A dossier of many reports, made of copies of a small one's: as large as life, quickly made."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from stemma.model import Dossier


def many(dossier: Dossier, reports: int) -> Dossier:
    """The dossier with copies of its reports until there are `reports`; claims, rows, tree and findings go along."""
    own = [a.id for a in dossier.articles]
    whole = reports // len(own)
    copies: list[dict[str, str]] = [{}]
    for n in range(1, whole + 1):
        ids = {i: f"{i}x{n}" for i in own}
        ids |= {s.id: f"{s.id}x{n}" for s in dossier.statements}
        copies.append(ids)
    kept = set(own[: reports - whole * len(own)])

    def here(n: int, article: str) -> bool:
        return n < whole or article in kept

    def layer(values: tuple[Any, ...]) -> tuple[Any, ...]:
        """The values themselves, and renamed for each copy (a finding, a derivation, a statement)."""
        return tuple(_renamed(v, ids) for ids in copies[:whole] for v in values)

    rest = dict.fromkeys(kept, copies[whole])
    articles = [replace(a, id=ids.get(a.id, a.id)) for ids in copies[:whole] for a in dossier.articles]
    articles += [replace(a, id=rest[a.id][a.id]) for a in dossier.articles if a.id in kept]
    statements = [*layer(dossier.statements), *(_renamed(s, copies[whole]) for s in dossier.statements if s.article in kept)]
    home = {s.id: s.article for s in dossier.statements}
    claims = [
        replace(c, statements=tuple(ids.get(s, s) for n, ids in enumerate(copies) for s in c.statements if here(n, home[s])))
        for c in dossier.claims
    ]
    rows = [
        replace(
            r,
            passages=tuple(
                replace(p, article=ids.get(p.article, p.article))
                for n, ids in enumerate(copies)
                for p in r.passages
                if here(n, p.article)
            ),
        )
        for r in dossier.collation.rows
    ]
    stemma = replace(
        dossier.stemma,
        articles=tuple(a.id for a in articles),
        derivations=tuple(replace(d, id=f"{d.id}-{n}") for n, d in enumerate(layer(dossier.stemma.derivations))),
        kinships=(),
    )
    found = dossier.findings
    return replace(
        dossier,
        story=replace(dossier.story, articles=tuple(sorted(a.id for a in articles))),
        articles=tuple(articles),
        statements=tuple(statements),
        claims=tuple(claims),
        collation=replace(dossier.collation, rows=tuple(rows)),
        stemma=stemma,
        findings=replace(
            found,
            contradictions=_numbered(layer(found.contradictions)),
            drifts=_numbered(layer(found.drifts)),
            omissions=_numbered(layer(found.omissions)),
            moments=_numbered(layer(found.moments)),
        ),
    )


def _numbered(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(replace(v, id=f"{v.id}-{n}") for n, v in enumerate(values))


def _renamed(value: Any, ids: dict[str, str]) -> Any:
    """The value with every article and statement in it called by its copy's name."""
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, tuple):
        return tuple(_renamed(v, ids) for v in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _renamed(getattr(value, f.name), ids) for f in fields(value)})
    return value
