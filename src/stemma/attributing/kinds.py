"""What kind of voice a noun or a name makes: the lexicon of roles applied to the words of a phrase."""

from __future__ import annotations

from collections.abc import Sequence

from stemma.attributing.page import Page, is_body_name, joined, singular, spaced
from stemma.background.lexicons import lexicon
from stemma.model import Span, Token, VoiceKind

COUNTED = frozenset({"several", "some", "many", "few", "other", "dozens"})
_COUNTS = "one a an another|two both pair couple duo|three trio|four|five|six|seven|eight|nine|ten|eleven|twelve dozen"
NUMBERS = {word: n for n, words in enumerate(_COUNTS.split("|"), 1) for word in words.split()}
# Words that say themselves that the voice is not named ("unnamed officials").
_HIDDEN = frozenset({"unnamed", "unidentified", "anonymous"})
# Offices that stay an office when one of several is meant ("a deputy minister").
_UNIQUE = frozenset({"minister", "secretary", "president", "editor", "agent", "author", "lawyer", "deputy"})
# Groups that speak for themselves, not for a body.
_OWN_VOICE = frozenset({"staff", "lawyers", "investigators", "detectives", "rescuers", "firefighters"})


def name_kind(
    page: Page, name: str, run: Sequence[Token], noun: str, after: Sequence[Token], after_nouns: Sequence[str]
) -> tuple[VoiceKind | None, str]:
    """Whose name a run of capitals is, and the name alone; None where the run ends in a role noun ("City officials").

    `noun` is the common noun before the name in its phrase, `after` the segment after the next comma, `after_nouns` the nouns
    of that segment's core.
    """
    roles = lexicon("roles")
    last = run[-1].text.casefold()
    persons = roles["unnamed"] | roles["spokes"] | roles["office"] | roles["relation"]
    if last in persons and not page.is_person(name):
        return None, name
    words = [joined(w) for w in spaced(run)]
    cut = max((i for i, w in enumerate(words[:-1]) if w.rstrip(".").casefold() in roles["title"] | persons), default=-1)
    clean = " ".join(words[cut + 1 :])
    own = page.known.own(clean)
    if own is not None and page.is_person(own):
        return "named", page.full_name(clean)
    if page.known.own_place(name) is not None and not page.is_person(clean):
        return "organisation", name
    published = page.outlet_kind(name)
    body = is_body_name(name)
    if noun in roles["agency"]:
        return "agency", name
    if noun in roles["outlet"] and noun != "media":
        return "outlet", name
    if published is not None and not page.is_person(clean):
        return published, name
    if noun in persons | roles["title"]:
        return "named", page.full_name(clean)
    if noun in roles["body"] | roles["collective"]:
        return "organisation", name
    if noun in roles["document"]:
        return "document", name
    if (clean != name or page.is_person(clean)) and not body:
        return "named", page.full_name(clean)
    if body or last in roles["collective"]:
        return "organisation", name
    if last in roles["document"] or last.rstrip("s") in roles["document"]:
        return "document", name
    if after:
        opener = after[0].text.casefold()
        if opener[:1].isdigit() or opener == "who" or (after_nouns and after_nouns[-1] in persons):
            return "named", page.full_name(clean)
    if len(run) == 1 and _with_plural_verb(page, run[0]):
        return "organisation", name
    if sum(t.entity == "PERSON" for t in run) * 2 >= len(run) and not (after and after[0].text.casefold() == "which"):
        return "named", page.full_name(clean)
    # Two or three bare capitals that no label, article or suffix makes a body: people's names mostly have this form.
    bare = len(run) in (2, 3) and all(t.entity == "" and t.text.isalpha() and not t.text.isupper() for t in run)
    if bare and not _after_the(page, run[0]) and not noun:
        return "named", page.full_name(clean)
    return "organisation", name


def _with_plural_verb(page: Page, token: Token) -> bool:
    """ "Uefa say": one name with a verb in the plural is a body."""
    tokens = page.tree.tokens
    own = next((i for i in page.tree.within(Span(token.start, token.end))), None)
    if own is None or tokens[own].dep != "nsubj" or page.tree.child(own, "cc", "conj") is not None:
        return False
    verb = token.head
    helpers = [tokens[c] for c in page.tree.children[verb] if tokens[c].dep == "aux"]
    return any(t.tag == "VBP" and t.start > token.start for t in (helpers[:1] or [tokens[verb]]))


def _after_the(page: Page, token: Token) -> bool:
    return page.text[: token.start].rstrip()[-4:].casefold().strip() == "the" or page.text[token.start - 1 : token.start] == "-"


def noun_kind(page: Page, noun: Token, lows: Sequence[str], *, definite: bool, owner: str) -> VoiceKind | None:
    """The kind of voice that a common noun makes, None where the lexicon knows none. `lows` are the phrase's words."""
    roles = lexicon("roles")
    word, form = singular(noun), noun.text.casefold()
    if _HIDDEN & set(lows) and (word in roles["unnamed"] or form in roles["collective"]):
        return "unnamed"
    plural = noun.tag in ("NNS", "NNPS") or form in ("people", "staff", "media")
    single = lows[0] in ("a", "an", "one", "another")
    counted = any((w in NUMBERS and w not in ("a", "an")) or w in COUNTED for w in lows[:3])
    if word in roles["spokes"] or word.removesuffix("s") in roles["spokes"]:
        return "role"
    if form in roles["collective"] and not counted and not single and (plural or form in roles["body"] or word == form):
        # "City officials" speak for the city, plain "officers" for their force; staff and lawyers for themselves.
        return "role" if form in _OWN_VOICE else "organisation"
    if form in ("paper", "papers", "report", "reports"):
        return _paper_kind(page, form, lows, definite=definite)
    if word in roles["agency"] or form in roles["agency"] or (word == "service" and {"wire", "news"} & set(lows)):
        if {"wire", "news"} & set(lows):
            return "agency"
        if "news" in lows or form in ("agencies", "newswire", "wires", "wire"):
            return "agency"
        if form == "agency" and len(lows) > 2 and page.outlets.get(" ".join(lows[1:-1])) == "agency":
            return "agency"
        if list(lows) == ["the", "agency"]:
            return "agency" if page.article.credits or "agency" in page.outlets.values() else "organisation"
        return "organisation"
    if word in roles["outlet"] or form in roles["outlet"]:
        return "outlet"
    if (word in roles["document"] or form.removesuffix("s") in roles["document"]) and form != "figure":
        return "document"
    if word in roles["office"] or word in roles["relation"]:
        if word in roles["unnamed"] and not definite:
            return "unnamed"
        return "unnamed" if (single or counted) and word not in _UNIQUE and not owner else "role"
    if word in roles["body"] or form in roles["body"]:
        return "organisation"
    if word in roles["unnamed"] or form in roles["unnamed"]:
        return "unnamed"
    return None


def _paper_kind(page: Page, form: str, lows: Sequence[str], *, definite: bool) -> VoiceKind:
    """ "The paper" is a newspaper where the article speaks of one; "reports" without more are other outlets'."""
    if form == "paper":
        near = {"local", "daily", "weekly", "regional", "same", "sunday", "morning", "evening", "national"} & set(lows)
        return "outlet" if near or (page.outlets and definite and len(lows) == 2) else "document"
    return "outlet" if form == "reports" else "document"
