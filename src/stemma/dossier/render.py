"""A dossier as one HTML page that needs nothing else: no network, no script to be read, nothing that can run from a text.

The page carries a Content-Security-Policy that allows its own style and script by their hashes and nothing besides. All text
goes through Jinja2's autoescape after `safe.finalize` made hiding characters visible.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from stemma.dossier.names import count, date, interval
from stemma.dossier.places import places
from stemma.dossier.safe import finalize, shown
from stemma.dossier.strip import Facts, facts
from stemma.dossier.views.claims import claim_views
from stemma.dossier.views.findings import (
    contradiction_views,
    drift_views,
    omission_views,
    passages,
    voice_views,
)
from stemma.dossier.views.reports import report_views
from stemma.dossier.views.stands import stand_views
from stemma.dossier.views.timeline import timeline
from stemma.dossier.views.tree import tree_view
from stemma.model import Dossier


def render(dossier: Dossier, payload: str = "") -> str:
    """The whole page as HTML. The same dossier gives the same bytes; it can always be encoded in UTF-8.

    `payload` is the dossier itself, as `codec.packed` gives it: with it the page can be verified and asked without any other file.
    """
    return _template("page.html.j2").render(_context(dossier), payload=Markup(payload))


def render_brief(dossier: Dossier) -> str:
    """Strip, tree and claims as a page of their own, for a notebook cell."""
    return _template("brief.html.j2").render(_context(dossier))


def _context(dossier: Dossier) -> dict[str, Any]:
    at = places(dossier)
    timed = timeline(dossier, at)
    counted = facts(
        dossier.articles,
        dossier.statements,
        dossier.speakers,
        dossier.claims,
        dossier.stemma,
        dossier.origins,
        dossier.findings,
    )
    style, script = asset("style.css"), asset("script.js")
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
        "reports": report_views(dossier, at, (*passages(dossier), *timed.passages)),
        # Files of ours, not of strangers: the only markup that is not escaped.
        "style": Markup(style),
        "script": Markup(script),
        "style_hash": _csp_hash(style),
        "script_hash": _csp_hash(script),
    }


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


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader("stemma.dossier"),
        autoescape=True,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = shown
    environment.filters["flat"] = lambda text: " ".join(text.split())
    environment.globals["count"] = count
    environment.globals["interval"] = interval
    return environment.get_template(name)


def _csp_hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
