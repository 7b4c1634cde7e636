"""The reports as IPTC ninjs 2.1 items, each with what it derives from, so that a newsroom's system can keep the link."""

from __future__ import annotations

import json
from collections.abc import Mapping

from stemma.dossier.places import places
from stemma.dossier.safe import gapped
from stemma.model import Article, Dossier


def ninjs(dossier: Dossier) -> Mapping[str, bytes]:
    """One JSON array of items, reports in the order of the page, lost originals last (they have no body: nobody has it).

    `associations` name the parents by their `uri` and carry kind, share and confidence of the derivation.
    """
    at = places(dossier)
    uri = {a.id: f"urn:stemma:report:{a.id}" for a in at.order} | {x.id: f"urn:stemma:lost:{x.id}" for x in dossier.stemma.lost}
    items = []
    for article in at.order:
        item: dict[str, object] = _item(article, uri[article.id], at.names[article.id])
        parents = sorted((d for d in dossier.stemma.derivations if d.child == article.id), key=lambda d: (-d.share, d.parent))
        if parents:
            item["derivedfrom"] = [uri[d.parent] for d in parents]
            item["associations"] = [
                {
                    "name": f"derivedfrom-{n}",
                    "rel": "derivedFrom",
                    "type": "text",
                    "uri": uri[d.parent],
                    "headlines": [{"value": at.names[d.parent]}],
                    "stemma": {"kind": d.kind, "share": round(d.share, 4), "confidence": round(d.confidence, 4)},
                }
                for n, d in enumerate(parents, 1)
            ]
        items.append(item)
    items += [
        {
            **_standard(uri[x.id]),
            "headlines": [{"value": f"{x.name} (lost original)"}],
            "infosources": [{"name": x.agency}] if x.agency else [],
        }
        for x in dossier.stemma.lost
    ]
    return {"reports.ninjs.json": (json.dumps(items, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")}


def _standard(uri: str) -> dict[str, object]:
    return {"uri": uri, "type": "text", "standard": {"name": "ninjs", "version": "2.1"}}


def _item(article: Article, uri: str, name: str) -> dict[str, object]:
    """A report without what hangs on others."""
    body = "\n\n".join(gapped(article.text[p.start : p.end]) for p in article.body)
    item: dict[str, object] = {**_standard(uri), "language": article.language, "infosources": [{"name": name}]}
    if article.title:
        item["headlines"] = [{"role": "main", "value": article.title.value}]
    if article.byline:
        item["by"] = article.byline.value
    if article.published:
        # A time that the page gives to the day only is no date-time, which the field must be.
        item["versioncreated" if "T" in article.published.value else "stemma_published"] = article.published.value
    if article.url:
        item["altids"] = [{"role": "url", "value": article.url}]
    item["bodies"] = [{"contenttype": "text/plain", "value": body}]
    return item
