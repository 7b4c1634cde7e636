"""A dossier as one HTML page that needs nothing else: no network, no script to be read, nothing that can run from a text.

The page carries a Content-Security-Policy that allows its own style and script by their hashes and nothing besides. All text
goes through Jinja2's autoescape after `safe.finalize` made hiding characters visible.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from stemma.dossier.names import count, date, interval
from stemma.dossier.places import places
from stemma.dossier.safe import address, direction, finalize, finalize_apart, shown, told
from stemma.dossier.strip import Facts, facts
from stemma.dossier.views.claims import claim_views
from stemma.dossier.views.corrected import corrected_view
from stemma.dossier.views.findings import (
    contradiction_views,
    drift_views,
    omission_views,
    passages,
    voice_views,
)
from stemma.dossier.views.reports import beside, report_views
from stemma.dossier.views.stands import stand_views
from stemma.dossier.views.timeline import timeline
from stemma.dossier.views.tree import tree_view
from stemma.model import Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where a person may correct the dossier that is shown: `address` goes before every link to do so.

    `bar` stands at the head of the page, `style` is added to its own. Both are the caller's own markup, not escaped.
    """

    address: str
    bar: Markup
    style: str


def render(dossier: Dossier, payload: str = "", desk: Desk | None = None) -> str:
    """The whole page as HTML. The same dossier gives the same bytes; it can always be encoded in UTF-8.

    `payload` is the dossier itself, as `codec.packed` gives it: with it the page can be verified and asked without any other file.
    With a `desk` the page has its bar, and links to correct what it says; without, it needs nothing but itself.
    """
    return template("page.html.j2").render(_context(dossier, desk), payload=Markup(payload))


def render_brief(dossier: Dossier) -> str:
    """Strip, tree and claims as a page of their own, for a notebook cell."""
    return template("brief.html.j2").render(_context(dossier))


def policy(desk: Desk | None = None) -> str:
    """The Content-Security-Policy that the page carries, for who serves it to send along."""
    style, script = _csp_hash(_style(desk)), _csp_hash(asset("script.js"))
    rules = ("style-src " + style, "script-src " + script, "img-src data:", "base-uri 'none'", "form-action 'none'")
    return "default-src 'none'; " + "; ".join(rules)


def _style(desk: Desk | None) -> str:
    return asset("style.css") + (desk.style if desk else "")


def _context(dossier: Dossier, desk: Desk | None = None) -> dict[str, Any]:
    at = places(dossier)
    timed = timeline(dossier, at)
    counted = facts_of(dossier)
    style, script = _style(desk), asset("script.js")
    return {
        "dossier": dossier,
        "facts": counted,
        "span": time_span(counted),
        "tree": tree_view(dossier, at),
        "claims": claim_views(dossier, at, counted.main),
        "contradictions": contradiction_views(dossier, at),
        "drifts": drift_views(dossier, at),
        "omissions": omission_views(dossier, at),
        "times": timed,
        "voices": voice_views(dossier, at),
        "stands": stand_views(dossier, at),
        "beside": beside(dossier, at),
        "reports": report_views(dossier, at, (*passages(dossier), *timed.passages)),
        # Files of ours, not of strangers: the only markup that is not escaped.
        "style": Markup(style),
        "script": Markup(script),
        "policy": policy(desk),
        "corrected": corrected_view(dossier, at),
        "bar": desk.bar if desk else "",
        "desk": desk.address if desk else "",
    }


def facts_of(dossier: Dossier) -> Facts:
    """The story in figures."""
    return facts(
        dossier.articles,
        dossier.statements,
        dossier.speakers,
        dossier.claims,
        dossier.stemma,
        dossier.origins,
        dossier.findings,
    )


def time_span(of: Facts) -> str:
    """From the first to the last publication, in days."""
    if of.first is None or of.last is None:
        return ""
    first, last = date(of.first, clock=False), date(of.last, clock=False)
    return first if first == last else f"{first} – {last}"


@cache
def asset(name: str) -> str:
    """A file of the templates' folder."""
    return (files("stemma.dossier") / "templates" / name).read_text("utf-8")


def templates(package: str, last: Callable[[object], object] = finalize) -> Environment:
    """The templates of a package of ours: all text is escaped, no hiding character leaves them, a name not given is an error.

    `last` is done to every value before it is escaped.
    """
    environment = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        finalize=last,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"shown": shown, "told": told, "dir": direction, "address": address}
    environment.filters["flat"] = lambda text: " ".join(text.split())
    environment.globals |= {"count": count, "interval": interval}
    return environment


@cache
def template(name: str) -> Template:
    """A template of the page; it escapes whatever a stranger wrote."""
    return templates("stemma.dossier", finalize_apart).get_template(name)


def _csp_hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
