"""The page: whole, safe, self-contained, linked."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from stemma.dossier import render
from stemma.dossier.render import asset, render_brief, script_of, whole
from stemma.dossier.safe import plainly
from stemma.model import Dossier
from tests.dossier.sample import PAGES, sample

VOID = {"meta", "link", "input", "br", "img"}


class Page(HTMLParser):
    """What the tests ask of a page: its elements, whether they nest, its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.bad: list[str] = []
        self.paragraphs: list[str] = []
        self.skip = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {k: v or "" for k, v in attrs}))
        if tag == "p":
            self.paragraphs.append("")
        if tag not in VOID:
            self.open.append(tag)
        if tag == "a" and "id" in dict(attrs):
            self.skip = len(self.open)  # the number of a statement

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {k: v or "" for k, v in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.bad.append(f"</{tag}> in {self.open[-3:]}")
            return
        if len(self.open) == self.skip:
            self.skip = 0
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if "p" in self.open and not self.skip:
            self.paragraphs[-1] += data

    def all(self, name: str) -> list[str]:
        return [a[name] for _, a in self.elements if name in a]


@cache
def page() -> str:
    """The page before what a browser does not need is taken out (see test_compact for that)."""
    return whole(sample())


def test_every_element_is_closed_in_order_whatever_crosses() -> None:
    parsed = Page(page())
    assert parsed.bad == []
    assert parsed.open == []


def test_ids_are_unique_and_every_link_inside_the_page_arrives() -> None:
    parsed = Page(page())
    ids = parsed.all("id")
    assert len(ids) == len(set(ids))
    inside = [h[1:] for h in parsed.all("href") if h.startswith("#")]
    assert len(inside) > 50
    assert set(inside) <= set(ids)
    for name in (*parsed.all("aria-labelledby"),):
        assert name in ids


def test_the_brief_page_links_nowhere_else_by_script_and_holds_strip_tree_and_claims() -> None:
    brief = render_brief(sample())
    assert sample().strip in brief
    assert "<svg" in brief
    assert "<script" not in brief


def test_nothing_is_fetched_and_nothing_runs_but_what_the_policy_names() -> None:
    html = render(sample())
    parsed = Page(html)
    for name in ("src", "srcset", "action", "data", "poster", "background", "style", "ping"):
        assert parsed.all(name) == []
    assert not [k for _, attributes in parsed.elements for k in attributes if k.startswith("on")]
    away = [h for h in parsed.all("href") if not h.startswith("#")]
    assert all(h.startswith("https://") or h == "data:," for h in away)  # links to follow, and an empty icon
    assert [dict(a)["rel"] for t, a in parsed.elements if t == "link"] == ["icon"]
    policy = re.search(r'Content-Security-Policy content="([^"]+)"', html)
    assert policy is not None
    rules = policy[1].replace("&#39;", "'")
    assert rules.startswith("default-src 'none'")
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        inline = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.S)
        assert len(inline) == 1
        digest = base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
        assert f"{rule} 'sha256-{digest}'" in rules
    assert "unsafe" not in rules
    assert "url(" not in asset("style.css").replace("url(#", "")
    assert "@import" not in asset("style.css")


def test_scripts_in_a_text_are_text() -> None:
    html = page()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(&#39;no&#39;)&lt;/script&gt;" in html
    assert "onclick=&#34;x()&#34;" in html
    assert 'href="javascript:' not in html
    bare = render(sample())
    assert "<script>alert" not in bare and "&lt;script&gt;alert('no')&lt;/script&gt;" in bare and 'onclick="x()"' in bare
    assert bare.count("<script") == 1 and " onclick" not in re.sub(r">[^<]*", ">", bare)


def test_hiding_characters_are_shown_and_the_page_is_utf8() -> None:
    html = page()
    html.encode("utf-8")
    for character in "\u202e\u200b\ud800":
        assert character not in html
        assert f">U+{ord(character):04X}</span>" in html


@pytest.mark.parametrize("where", ["title", "source", "outlet", "byline", "language", "note", "words", "url", "sha256"])
def test_no_field_lets_markup_or_control_characters_through(where: str) -> None:
    evil = "\"><script>x()</script><img src=x onerror=y()>'\u202e\ud800{{ 7*7 }}"
    d = sample()
    one = d.articles[0]
    noted = lambda n: replace(n, value=evil) if n else None  # noqa: E731
    changed: Dossier = {
        "title": lambda: replace(d, title=evil, strip=evil),
        "source": lambda: replace(d, articles=(replace(one, source=evil), *d.articles[1:])),
        "outlet": lambda: replace(d, articles=(replace(one, outlet=noted(one.outlet)), *d.articles[1:])),
        "byline": lambda: replace(d, articles=(replace(one, byline=noted(one.title)), *d.articles[1:])),
        "language": lambda: replace(d, articles=(replace(one, language=evil), *d.articles[1:])),
        "note": lambda: replace(d, articles=(replace(one, notes=(evil,)), *d.articles[1:])),
        "words": lambda: replace(d, not_known=(evil,), origins=tuple(replace(o, words=evil) for o in d.origins)),
        "url": lambda: replace(d, articles=(replace(one, url="https://x/" + evil), *d.articles[1:])),
        "sha256": lambda: replace(d, articles=(replace(one, sha256=evil), *d.articles[1:])),
    }[where]()
    html = whole(changed)
    html.encode("utf-8")
    parsed = Page(html)
    bare = Page(render(changed))
    assert [(t, a) for t, a in parsed.elements] == [(t, a) for t, a in bare.elements]
    assert [t for t, _ in parsed.elements].count("script") == 1
    assert not [t for t, _ in parsed.elements if t == "img"]
    assert not [k for _, attributes in parsed.elements for k in attributes if k.startswith("on")]
    assert "\u202e" not in html
    assert "&#34;&gt;&lt;script&gt;x()&lt;/script&gt;" in html  # shown, not dropped


def test_every_word_of_every_report_is_on_the_page_unchanged() -> None:
    paragraphs = Page(page()).paragraphs
    for _, _, _, before, title, body, after in PAGES.values():
        for line in (*before, title, *body, *after):
            assert re.sub(r"\[(U\+\w+)\]", r"\1", plainly(line)) in paragraphs


def test_the_claims_say_who_denies_and_draw_the_chain() -> None:
    html = page()
    assert html.index("The operator of the Ellery terminal") < html.index("Claim 2")
    assert re.search(r"✕ denies</b> <b>Ruud Hanssen</b> only in <a href=\"#[A-F]\d\">[A-F]</a>", html)
    claim = html[html.index('<li class="main"') + 1 :]
    told = [" ".join(re.sub(r"<[^>]+>", "", li).split()) for li in re.findall(r"<li.*?</li>", claim, re.DOTALL)]
    # The source stands in the words themselves; the chain goes on from there, a carrier that is not named in brackets.
    assert any("three sources close to the operator" in t and "→ [Meridian Wire]" in t for t in told)
    assert "●○ <b>1–2 origins</b>" in html
    note = re.search(r'<a href="#(w\d+)">\[Meridian Wire\]</a>', html)
    assert note is not None and f'<li id="{note[1]}">' in html


def test_a_letter_stands_for_a_report_and_the_key_says_for_which() -> None:
    html = page()
    key = dict(re.findall(r'<li><a href="#[A-F]"><b>([A-Z])</b> ([^<]+)</a>', html))
    assert list(key) == ["A", "B", "C", "D", "E", "F"] and "City Tribune" in key.values()
    numbers = dict(re.findall(r'<a href="#([A-F])"><b>([A-Z])</b>', html))
    for to, letter in re.findall(r'<a href="#([A-F])p?\d+">([A-Z])</a>', html):
        assert numbers[to] == letter


def test_findings_show_both_quotations_in_their_sentences() -> None:
    html = page()
    assert "terminal <b>plans to close</b> its grain berth" in html
    assert "grain berth <b>will close</b> by the end of June" in html
    assert "A plan became a fact." in html
    assert re.search(r"refusal to comment</span> The Evening Ledger does not say .*?href=\"#([A-F])p?\d+\">\1<", html)
    assert re.search(r"later development</span> The chief executive denies", html)


def test_a_change_that_is_a_contradiction_too_is_shown_once() -> None:
    from tests.dossier.test_bind import again

    d = sample()
    clash = replace(d.findings.contradictions[0], drift="d1")
    html = whole(again(d, findings=replace(d.findings, contradictions=(clash, *d.findings.contradictions[1:]))))
    told = html[html.index('id="fd1"') :]
    told = told[: told.index("</li>")]
    assert '<a href="#fk1">Shown above as a contradiction</a>' in told
    assert "A plan became a fact." in told and "blockquote" not in told
    assert "Shown above" not in page()


def test_the_timeline_sets_off_the_time_and_drops_bare_date_lines() -> None:
    from stemma.model import Moment, When
    from tests.dossier.sample import at
    from tests.dossier.test_bind import again

    html = page()
    assert "The berth handled 2.1 million tonnes of grain <b>last year</b>." in html
    assert "<p>2024 <small>year</small></p>" in html
    assert "<p>30 June 2025</p>" in html
    d = sample()
    bare = at("hp", "2025")
    line = Moment(id="bare", expression=bare, when=When(start="1999", end="1999", precision="year"), sentence=bare)
    assert "<p>1999 " not in whole(again(d, findings=replace(d.findings, moments=(*d.findings.moments, line))))


def test_voices_that_decline_in_the_same_reports_stand_together() -> None:
    from stemma.model import Hop, Voice
    from tests.dossier.sample import CLOSES
    from tests.dossier.test_bind import again

    d = sample()
    both = Hop(voices=(Voice(name="the harbour authority", kind="organisation"), Voice(name="the ministry", kind="organisation")))
    joint = tuple(replace(s, chain=(both,)) if s.id in {CLOSES[7].id, CLOSES[8].id} else s for s in d.statements)
    html = whole(again(d, statements=joint))
    assert "<b>the harbour authority and the ministry</b>" in html


def test_many_claims_are_folded_but_none_is_lost() -> None:
    from tests.dossier.test_bind import again

    d = sample()
    many = tuple(replace(d.claims[-1], id=f"extra{n:02}", weight=0.01) for n in range(30))
    html = whole(again(d, claims=(*d.claims, *many)))
    claims = re.findall(r'<li(?: class="main")? id="c\w+"', html)
    assert len(claims) == len(set(claims)) == 34
    folded = html[html.index("more claims</summary>") :]
    assert folded[: folded.index("</details>\n")].count('<li id="c') > 20


def test_the_tree_is_drawn_and_told() -> None:
    html = page()
    drawn = html[html.index("<svg") : html.index("</svg>")]
    assert len(re.findall(r'<path[^>]* stroke-width="', drawn)) == 5
    assert drawn.count('class="second"') == 1
    assert drawn.count('class="open"') == 1
    assert drawn.count('class="lost"') == 1
    table = html[html.index("The tree as a table") : html.index("</table>")]
    assert table.count("<tr><th><a") == 7  # six reports, one of them with two parents
    assert "not known" in table


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = [int(t[1]) for t, _ in Page(page()).elements if re.fullmatch(r"h[1-6]", t)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def test_the_same_dossier_gives_the_same_bytes() -> None:
    assert whole(sample()) == page() and render(sample()) == render(sample())


def test_a_dossier_of_one_bare_report_is_shown() -> None:
    from tests.dossier.test_bind import NOTHING, again

    d = sample()
    one = replace(d.articles[0], title=None, outlet=None, published=None, body=(), lines=())
    bare = replace(d.stemma, articles=(one.id,), lost=(), derivations=())
    html = whole(
        again(d, articles=(one,), statements=(), speakers=(), claims=(), carriers=(), origins=(), stemma=bare, findings=NOTHING)
    )
    assert Page(html).bad == []
    assert "No claim was found." in html


def test_the_script_is_lean() -> None:
    assert len(gzip.compress(script_of().encode())) < 3 * 1024


def test_a_name_that_runs_from_right_to_left_is_isolated_in_a_sentence_of_ours_and_no_mark_is_made_of_that() -> None:
    d = sample()
    clash = replace(d.findings.contradictions[0], words="קול הים said “a tenth”, but another (in קול הים) said “צפון 5 nowhere”.")
    html = render(replace(d, findings=replace(d.findings, contradictions=(clash,))))
    assert "\u2068קול הים\u2069 said" in html and "(in \u2068קול הים\u2069)" in html
    assert "U+2068" not in html and "U+2069" not in html


def test_anchors_stand_where_something_leads_and_the_folder_is_told_once() -> None:
    html = page()
    places = set(re.findall(r' id="([A-F]p\d+)"', html))
    assert places and places == set(re.findall(r' href="#([A-F]p\d+)"', html))
    d = sample()
    moved = replace(d, articles=tuple(replace(a, source=f"/pages/{n}.txt") for n, a in enumerate(d.articles)))
    about = whole(moved)
    assert "Read from /pages/</th>" in about and "<td>0.txt</td>" in about and "<td>/pages/" not in about


def test_the_letters_under_a_claim_lead_to_its_words() -> None:
    html = page()
    claim = html[html.index('<li class="main"') :]
    open_ = claim[: claim.index("<details")]
    told = re.search(r"<p>Also in (.+?)</p>", open_)
    links = [re.findall(r'<a href="#([A-F])\d+">\1</a>', part) for part in (open_[: open_.index("</h3>")], told[1] if told else "")]
    # The letter of the words that stand for the claim is told with them, and not again.
    assert len(links[0]) == 1 and len(links[1]) >= 1 and not set(links[0]) & set(links[1])
