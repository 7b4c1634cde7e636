"""A dossier -> its line in the list of stories."""

from __future__ import annotations

from stemma.archive.base import Entry
from stemma.dossier.names import labels, ordered
from stemma.dossier.safe import oneline
from stemma.dossier.strip import facts
from stemma.dossier.views.corrected import held
from stemma.model import Dossier
from stemma.text.words import quote


def entry(dossier: Dossier) -> Entry:
    """What the list shows of a dossier, and the words by which it is found: title, outlets, claims, voices."""
    counted = facts(
        dossier.articles, dossier.statements, dossier.speakers, dossier.claims, dossier.stemma, dossier.origins, dossier.findings
    )
    names = labels(dossier.articles, dossier.stemma)
    texts = {a.id: a.text for a in dossier.articles}
    told = [
        dossier.title,
        *names.values(),
        *(a.title.value for a in dossier.articles if a.title),
        *(quote(texts[c.gist.article], c.gist.span) for c in dossier.claims),
        *(s.name for s in dossier.speakers),
    ]
    main = counted.main_origins
    return Entry(
        id=dossier.id,
        title=oneline(dossier.title, 200),
        strip=dossier.strip,
        reports=tuple(oneline(names[a.id], 60) for a in ordered(dossier.articles)),
        lower=main.lower if main else None,
        upper=max(main.lower, main.upper) if main else None,
        first=counted.first,
        last=counted.last,
        corrections=len(held(dossier)),
        pages=tuple(sorted(a.sha256 for a in dossier.articles)),
        words=" ".join("\n".join(told).casefold().split()),
    )
