"""A dossier as one HTML page that needs nothing else: no network, no script to be read, nothing that can run from a text.

The page carries a Content-Security-Policy that allows its own style and script by their hashes and nothing besides. All text
goes through Jinja2's autoescape after `safe.finalize` made hiding characters visible.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from operator import attrgetter
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from stemma.dossier import compact
from stemma.dossier.names import count, date, interval
from stemma.dossier.places import Places, places
from stemma.dossier.safe import address, direction, finalize, finalize_apart, rightward, shown, told
from stemma.dossier.strip import Facts, facts
from stemma.dossier.views.claims import claim_views, footnotes, reasons, shortly
from stemma.dossier.views.corrected import corrected_view
from stemma.dossier.views.findings import (
    contradiction_views,
    drift_views,
    omission_views,
    passages,
    voice_views,
)
from stemma.dossier.views.reports import beside, heat, report_views
from stemma.dossier.views.stands import stand_views
from stemma.dossier.views.timeline import timeline
from stemma.dossier.views.tree import tree_view
from stemma.dossier.written import paragraph, wording
from stemma.model import Dossier

_LEADS = re.compile(r' href="#([A-Z]+p\d+)"')
_MARKED_PLACE = re.compile(r'<i id="([A-Z]+p\d+)"></i>')
_PLACE = re.compile(r' id="([A-Z]+p\d+)"(?=[^<>]*>)')
_QUOTED = re.compile(r"“([^“”]*)”")
_SHORT = 5
"""A name of so few letters is left in a sentence: it may be a word."""


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
    return compact.compact(whole(dossier, payload, desk))


def whole(dossier: Dossier, payload: str = "", desk: Desk | None = None) -> str:
    """The page as its templates write it, with every quote and end tag that `compact` then leaves out."""
    return _linked(template("page.html.j2").render(_context(dossier, desk), payload=Markup(payload)))


def _linked(page: str) -> str:
    """The page without anchors of passages to which nothing on it leads; what a stranger wrote is escaped and meets no pattern."""
    led = {m[1] for m in _LEADS.finditer(page)}
    return _PLACE.sub(lambda m: m[0] if m[1] in led else "", _MARKED_PLACE.sub(lambda m: m[0] if m[1] in led else "", page))


def render_brief(dossier: Dossier) -> str:
    """Strip, tree and claims as a page of their own, for a notebook cell."""
    return compact.compact(template("brief.html.j2").render(_context(dossier)))


def policy(desk: Desk | None = None) -> str:
    """The Content-Security-Policy that the page carries, for who serves it to send along."""
    return policy_of(style_of(desk.style if desk else ""), script_of())


def policy_of(styled: str, scripted: str) -> str:
    """The Content-Security-Policy that lets a page have this style and this script, and nothing besides."""
    style, script = _csp_hash(styled), _csp_hash(scripted)
    rules = ("style-src " + style, "script-src " + script, "img-src data:", "base-uri 'none'", "form-action 'none'")
    return "default-src 'none'; " + "; ".join(rules)


@cache
def style_of(more: str = "") -> str:
    """The style of a page that has some more of its own, as the page carries it."""
    return compact.style(asset("style.css") + more)


@cache
def script_of() -> str:
    """The script as the page carries it."""
    return compact.script(asset("script.js"))


def _context(dossier: Dossier, desk: Desk | None = None) -> dict[str, Any]:
    at = places(dossier)
    timed = timeline(dossier, at)
    counted = facts_of(dossier)
    claims = claim_views(dossier, at, counted.main)
    sigla = {at.names[a.id]: at.report[a.id] for a in at.order}
    return {
        "dossier": dossier,
        "facts": counted,
        "span": time_span(counted),
        "tree": tree_view(dossier, at),
        "claims": claims,
        "bound": reasons(dossier.story.evidence, at),
        "folder": _folder([a.source for a in at.order]),
        "numbers": {c.anchor: c.number for c in claims},
        "footnotes": footnotes(claims),
        "sigla": sigla,
        "letter": lambda to: to.rstrip("0123456789p"),
        "sig": lambda name: sigla.get(name, name),
        "letters": _letters(dossier, at, sigla),
        "told": _told(dossier),
        "heat": heat(dossier),
        "contradictions": contradiction_views(dossier, at),
        "drifts": drift_views(dossier, at),
        "omissions": omission_views(dossier, at),
        "times": timed,
        "voices": voice_views(dossier, at),
        "stands": stand_views(dossier, at),
        "beside": beside(dossier, at),
        "reports": report_views(dossier, at, (*passages(dossier), *timed.passages)),
        # Files of ours, not of strangers: the only markup that is not escaped.
        "style": Markup(style_of(desk.style if desk else "")),
        "script": Markup(script_of()),
        "policy": policy(desk),
        "corrected": corrected_view(dossier, at),
        "bar": desk.bar if desk else "",
        "desk": desk.address if desk else "",
    }


def _folder(sources: Sequence[str]) -> str:
    """The folder that all inputs lie in, with its last slash; "" where they lie in several or are named by an address."""
    folders = {s[: max(s.rfind("/"), s.rfind("\\")) + 1] for s in sources}
    (shared, *others) = sorted(folders) or [""]
    return "" if others or "://" in shared else shared


def _letters(dossier: Dossier, at: Places, sigla: Mapping[str, str]) -> Callable[[str], str]:
    """Puts a report's letter for its name in a sentence of ours; a name that an agency or a lost original has too stays.

    A lost original, where there is but one of its name, goes by that name without its date, which the tree tells.
    """
    lost = Counter(at.names[x.id] for x in dossier.stemma.lost)
    short = dict(sigla) | {x.name: at.names[x.id] for x in dossier.stemma.lost if lost[at.names[x.id]] == 1}
    shared = {c.agency for a in dossier.articles for c in a.credits} | {at.names[x.id] for x in dossier.stemma.lost}
    held = (n for n in short if n not in sigla or (len(n) > _SHORT and not any(n in other for other in shared)))
    names = sorted(held, key=lambda n: (-len(n), n))
    found = re.compile("|".join(rf"(?<!\w){re.escape(n)}(?!\w)" for n in names) or r"(?!)")
    return lambda sentence: found.sub(lambda m: short[m[0]], sentence)


def _told(dossier: Dossier) -> Callable[[str], Markup]:
    """Makes the quotations in a sentence of ours quotations of the page, where a report has these words."""
    texts = [" ".join(a.text.split()) for a in dossier.articles]

    def quoting(sentence: str) -> Markup:
        parts = _QUOTED.split(sentence)
        said = [
            Markup("<q>{}</q>").format(shown(p)) if any(p.removesuffix("…").strip() in t for t in texts) else told(f"“{p}”")
            for p in parts[1::2]
        ]
        return Markup("").join(x for pair in zip(map(told, parts[::2]), (*said, Markup("")), strict=True) for x in pair)

    return quoting


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
    environment.filters |= {"shown": shown, "told": told, "dir": direction, "address": address, "turns": rightward}
    environment.filters["way"] = lambda text: Markup(' dir="rtl"' if direction(text) == "rtl" else "")
    environment.filters["flat"] = lambda text: " ".join(text.split())
    environment.filters["sig"] = lambda name, sigla: sigla.get(name, name)
    environment.filters["groupby_next"] = lambda items, name: [list(group) for _, group in groupby(items, attrgetter(name))]
    environment.filters["says"] = lambda words, macros: macros.says(words)
    environment.filters["px"] = lambda value: f"{round(value, 1):g}"
    environment.globals |= {"count": count, "interval": interval, "shortly": shortly, "paragraph": paragraph, "wording": wording}
    return environment


@cache
def template(name: str) -> Template:
    """A template of the page; it escapes whatever a stranger wrote."""
    return templates("stemma.dossier", finalize_apart).get_template(name)


def _csp_hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
