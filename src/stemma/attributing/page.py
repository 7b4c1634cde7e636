"""An article as the room of attributing sees it: its text, its trees, and whose names stand in it.

Which capitalised words name people, which outlets and agencies, is settled once for the whole article by adding up what
stands beside each name wherever it occurs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from stemma.attributing.cues import lexicon as cues
from stemma.attributing.layout import turns
from stemma.attributing.trees import Tree
from stemma.background.agencies import is_known
from stemma.background.function_words import is_function_word
from stemma.background.lexicons import lexicon
from stemma.background.names import SHIPPED, Names, loose
from stemma.model import Article, Span, Token, VoiceKind
from stemma.text.words import plain

_NO_NAMES = frozenset({"VERB", "AUX", "ADP", "DET", "PRON", "SCONJ", "CCONJ", "PART"})
_AGENCY_FORM = re.compile(r"\b(?:News ?Agency|Newswire|News Service|Wire Service|Press Agency|Press Association|Wires?)$")
_SHORT = re.compile(r"\b((?:[A-Z][\w’'-]*)(?: (?:of|and|for|the|de|do|da|[A-Z][\w’'-]*))*) \(([A-Z][\w.-]{1,10})\)")


@lru_cache(maxsize=4)
def even(text: str) -> str:
    """`text` with marks made plain, offsets unchanged; kept for the few texts at hand, since every statement asks for it."""
    return plain(text)


class Page:
    """An article, its trees, and what its whole text tells about names: who is a person, what is an outlet or agency."""

    def __init__(self, article: Article, tree: Tree, names: Names = SHIPPED) -> None:
        self.article, self.tree, self.text, self.known = article, tree, article.text, names
        self.own = _own_names(article)
        self.turns = turns(article)
        introduced = _outlets(article, tree)
        people = [n for n in _people(tree) if names.own_place(n) is None]
        self.people = tuple(n for n in people if _bare(n) not in introduced or not _is_titled_outlet(article.text, n))
        self._names = frozenset(self.people)
        by_end: dict[str, list[str]] = {}
        for known in self.people:
            for end in dict.fromkeys((known.split()[-1], known.split()[0])):
                by_end.setdefault(end, []).append(known)
        self._by_end = {end: tuple(names) for end, names in by_end.items()}
        self.agencies = {_bare(c.agency) for c in article.credits if c.kind != "photo"}
        self.outlets = introduced
        self.short = {m.group(2): m.group(1) for m in _SHORT.finditer(article.text)}
        for first, stop in capital_runs(tree):
            name = joined(tree.tokens[first:stop])
            the = first > 0 and tree.tokens[first - 1].text.casefold() == "the"
            kind = self.outlet_kind(f"The {name}" if the else name)
            if kind is not None and not self.is_own(name) and not self.is_person(name):
                self.outlets.setdefault(_bare(name), kind)

    def quote(self, span: Span) -> str:
        """The words at `span`, line breaks made spaces."""
        return " ".join(self.text[span.start : span.end].split())

    def full_name(self, name: str) -> str:
        """The fullest name that this article gives to the person whose name this is."""
        words = name.split()
        longest = name
        if not words:
            return name
        for known in self._by_end.get(words[-1], ()) + (self._by_end.get(words[0], ()) if len(words) == 1 else ()):
            parts = known.split()
            same = words[-1] == parts[-1] and set(words) <= set(parts)
            if len(parts) > len(longest.split()) and (same or (len(words) == 1 and words[0] == parts[0])):
                longest = known
        return self._listed(longest) or self._listed(name) or longest

    def _listed(self, name: str) -> str | None:
        """How this article prints the full name that a user's file gives to a person's name; None where it does not."""
        own = self.known.own(name)
        return next((p for p in self.people if loose(p) == loose(own)), None) if own is not None else None

    def is_person(self, name: str) -> bool:
        """Whether the article uses this name for a person."""
        return name in self._names or (" " not in name and name in self._by_end)

    def person_in(self, name: str) -> str:
        """The person's name at the end of a run of capitals ("Novelist Ana Berg"), "" if there is none."""
        words = name.split()
        for i in range(len(words)):
            tail = " ".join(words[i:])
            if self.is_person(tail) and (i == 0 or len(words) - i > 1):
                return tail
        return ""

    def is_own(self, name: str) -> bool:
        """Whether this names the outlet that publishes the article."""
        folded = _bare(name)
        words = set(folded.split())
        return bool(folded) and any(
            folded == o
            or (len(folded) > 3 and folded in o.split())
            or (len(words) > 1 and words <= set(o.split()))
            or (len(o) > 3 and set(o.split()) <= words)
            for o in self.own
        )

    def outlet_kind(self, name: str) -> VoiceKind | None:
        """ "agency" or "outlet" if the name is one's, by lexicon, by form, or by how this article introduces it."""
        folded = _bare(name)
        words = folded.split()
        if not words:
            return None
        if folded in self.outlets:
            return self.outlets[folded]
        if (
            (is_known(name) and (len(folded) > 4 or name.strip(" .,")[-2:].isupper()))
            or _AGENCY_FORM.search(name.strip(" .,"))
            or folded in ("associated press", "agence france-presse")
        ):
            return "agency"
        for known, kind in self.outlets.items():
            if folded == known or (len(folded) > 3 and folded in known.split()):
                return kind
        if (
            name[:1].isupper()
            and (words[-1] in lexicon("roles")["masthead"])
            and (len(words) > 1 or name.startswith(("The ", "the ")))
        ):
            return "outlet"
        for credited in self.agencies:
            if folded == credited or (len(folded) > 3 and folded in credited.split()[:1] and not is_body_name(name)):
                wire = is_known(credited) or credited.endswith("press") or "news" in credited.split() or name.strip(" .,").isupper()
                return "agency" if wire else "outlet"
        if name[:1].isupper() and words[0] == "radio":
            return "outlet"
        return None


def _bare(name: str) -> str:
    return re.sub(r"^(?:the|a|an)\s+", "", " ".join(re.sub(r"['’]s$", "", name.strip(" .,")).split()).casefold())


_TOLD = re.compile(r"\b(?:told|with|by) ((?:[Tt]he )?[A-Z][\w’'-]*(?: (?:of|and|[A-Z][\w’'-]*))*)")


def _own_names(article: Article) -> set[str]:
    """The publishing outlet's name. Where the page gives none, what someone "told" and the page's own lines (its masthead, its
    copyright, not a credit) name too."""
    if article.outlet:
        return {_bare(article.outlet.value)}
    told = {_bare(m.group(1)) for span in article.body for m in _TOLD.finditer(article.text, span.start, span.end)}
    if not told:
        return set()
    inside = [*article.body, *([article.title.span] if article.title and article.title.span else [])]
    inside += [note.span for note in (article.byline, article.dateline) if note is not None and note.span is not None]
    chrome, at = [], 0
    for span in sorted(inside):
        chrome.append(article.text[at : span.start])
        at = max(at, span.end)
    lines = " \n ".join([*chrome, article.text[at:]]).casefold()
    credited = {_bare(c.agency) for c in article.credits}
    found = {n for n in told if len(n) > 3 and not is_known(n) and re.search(rf"(?<!\w){re.escape(n)}(?!\w)", lines)}
    return {n for n in found if all(n not in c and c not in n for c in credited)}


def _people(tree: Tree) -> tuple[str, ...]:
    """Names of people in the article, fullest last.

    Evidence for and against is added up over all places where a name stands: forms of address, ages, nouns beside it, the
    parser's label, a verb of speech next to it; and how it is taken up again: people by their last word alone ("Ana Berg …
    Berg said"), bodies by their first. No list of given names is used.
    """
    roles = lexicon("roles")
    personal = roles["unnamed"] | roles["office"] | roles["relation"] | roles["spokes"]
    runs = capital_runs(tree)
    tokens = tree.tokens
    alone = {joined(tokens[a:b]) for a, b in runs if len(spaced(tokens[a:b])) == 1}
    alone |= {
        w[-1] for a, b in runs if len(w := joined(tokens[a:b]).split()) == 2 and w[0].rstrip(".").casefold() in roles["title"]
    }
    alone |= {
        t.text
        for i, t in enumerate(tokens)
        if t.text[:1].isupper()
        and not (i and tokens[i - 1].text[:1].isupper())
        and not (i + 1 < len(tokens) and tokens[i + 1].text[:1].isupper())
    }
    score: dict[str, float] = {}
    for a, b in runs:
        words = [joined(w) for w in spaced(tokens[a:b])]
        cut = max((i for i, w in enumerate(words[:-1]) if w.rstrip(".").casefold() in roles["title"] | personal), default=-1)
        kept = words[cut + 1 :]
        name = " ".join(kept)
        before = tokens[a - 1] if a and tokens[a - 1].end + 2 > tokens[a].start else None
        if len(kept) > 4 or not kept[0][:1].isupper() or is_body_name(name) or "&" in kept or (name.isupper() and len(name) < 7):
            continue
        titled = cut >= 0 or (
            before is not None and singular(before) in personal | (roles["title"] - {"general", "major", "private", "chief"})
        )
        if len(kept) == 1 and not (
            before is not None and before.text.rstrip(".").casefold() in roles["title"] and before.text[:1].isupper()
        ):
            continue
        if tree.parsed.paragraph_of[tokens[a].sentence] < 0:  # a headline's capitals prove nothing
            score.setdefault(name, 0.0)
            continue
        score[name] = score.get(name, 0.0) + (3.0 if titled else 0.0) + _beside_name(tree, a, b)
    found = []
    for name, points in score.items():
        kept = name.split()
        if len(kept) > 1:
            points += (
                2.0 if kept[-1] in alone and kept[0] not in alone else -2.0 if kept[0] in alone and kept[-1] not in alone else 0.0
            )
        if points > (0.5 if len(kept) > 1 else 2.5):
            found.append(name)
    return tuple(sorted(found, key=lambda n: (len(n.split()), n)))


# What a person or a body can be.
_EITHER = frozenset(
    {"customer", "client", "partner", "rival", "buyer", "owner", "user", "supplier", "contractor", "tenant", "agent", "host"}
)


def _offices() -> frozenset[str]:
    roles = lexicon("roles")
    return roles["office"] | roles["relation"] | roles["unnamed"]


def _beside_name(tree: Tree, a: int, b: int) -> float:
    """What stands beside and over the name at tokens a..b-1, as points for a person (above 0) or against."""
    roles = lexicon("roles")
    tokens = tree.tokens
    labels = [t.entity for t in tokens[a:b]]
    points = (
        2.0
        if "PERSON" in labels
        else -3.0
        if labels.count("GPE") + labels.count("LOC") + labels.count("FAC")
        else -0.3 * ("ORG" in labels)
    )
    before = tokens[a - 1] if a else None
    if before is not None and before.sentence == tokens[a].sentence:
        low = before.text.casefold()
        if low == "the":
            points -= 2.0
        elif singular(before) in roles["body"] | roles["outlet"] | roles["document"] and before.end + 1 >= tokens[a].start:
            points -= 3.0
        elif before.lemma in cues().speech:
            points += 1.0
        elif low == "," and a > 1 and tokens[a - 2].tag == "NN" and singular(tokens[a - 2]) in _offices() - _EITHER:
            points += 1.5  # "the harbour pilot, Ana Berg,"
    after = tokens[b : b + 5]
    if after and after[0].lemma in cues().speech:
        points += 1.0
    elif len(after) > 1 and after[0].text in ("of", "at") and b - a > 1:
        points += 0.6
    if len(after) > 1 and after[0].text == ",":
        nxt = after[1].text.casefold()
        if nxt == "who" or (nxt.isdigit() and len(nxt) == 2):
            points += 3.0
        elif nxt == "which":
            points -= 3.0
        else:
            nouns = [singular(t) for t in after[1:4] if t.pos in ("NOUN", "PROPN")]
            personal = roles["unnamed"] | roles["office"] | roles["relation"] | roles["spokes"]
            sexed = lexicon("small")["male"] | lexicon("small")["female"]
            if any(n in sexed for n in nouns[:1]):
                points += 3.0  # "Ana Berg, the lady who ..."
            else:
                points += 2.0 if any(n in personal for n in nouns) else -2.0 if any(n in roles["body"] for n in nouns[:1]) else 0.0
    if tokens[a].sentence == tokens[b - 1].sentence and any(t.dep == "nsubj" for t in tokens[a:b]):
        end = tree.sentence[tokens[a].sentence][1]
        if end < len(tokens) and tokens[end].text in ("He", "She"):
            points += 1.0  # taken up by a word for people alone
    return points


def capital_runs(tree: Tree) -> list[tuple[int, int]]:
    """Token ranges of capitalised words side by side, a name's small joiners and hyphens inside; the first word of a
    sentence counts only if the parser takes it for a name."""
    tokens = tree.tokens
    out: list[tuple[int, int]] = []
    i = 0
    firsts = {a for a, _ in tree.sentence}
    while i < len(tokens):
        if (
            not tokens[i].text[:1].isupper()
            or is_function_word(tokens[i].text)
            or (
                i in firsts
                and tokens[i].pos not in ("PROPN", "ADJ", "NOUN")
                and not (
                    i + 1 < len(tokens) and tokens[i + 1].text[:1].isupper() and tokens[i].lemma not in lexicon("small")["openers"]
                )
            )
        ):
            i += 1
            continue
        j = i + 1
        while j < len(tokens) and tokens[j].sentence == tokens[i].sentence:
            text = tokens[j].text
            if tokens[j].pos in _NO_NAMES and text.isupper() and tokens[j - 1].text.isupper() and len(text) > 1:
                break  # a page in capitals: "THE PORT SAID"
            if (text[:1].isupper() and tokens[j].start <= tokens[j - 1].end + 1) or (
                (
                    text == "-"
                    and tokens[j].start == tokens[j - 1].end
                    and j + 1 < len(tokens)
                    and tokens[j + 1].start == tokens[j].end
                    and tokens[j + 1].text[:1].isupper()
                )
                or (
                    (text in ("&", "de", "du", "da", "von", "van", "der", "bin", "al", "del", "la", "'", "’") or text == ".")
                    and j + 1 < len(tokens)
                    and tokens[j + 1].text[:1].isupper()
                    and (text != "." or len(tokens[j - 1].text) <= 3)
                )
            ):
                j += 1
            else:
                break
        out.append((i, j))
        i = j
    return out


def joined(tokens: Sequence[Token]) -> str:
    """The tokens as they stand in the text, spaces where they had them."""
    out = ""
    for i, token in enumerate(tokens):
        out += (" " if i and token.start > tokens[i - 1].end else "") + token.text
    return out


def spaced(tokens: Sequence[Token]) -> list[list[Token]]:
    """Tokens grouped into words that no space parts ("Smith-Jones")."""
    out: list[list[Token]] = []
    for token in tokens:
        if out and token.start == out[-1][-1].end:
            out[-1].append(token)
        else:
            out.append([token])
    return out


def strip_titles(words: Sequence[str], titles: frozenset[str]) -> str:
    """The words of a name from its first that is no form of address; "" if none is left that opens with a capital."""
    kept = [w for w in words if w not in ("'s", "’s", "'", "’") and any(c.isalpha() for c in w)]
    while kept and (kept[0].rstrip(".").casefold() in titles or kept[0][:1].islower()):
        kept.pop(0)
    return " ".join(kept) if kept and kept[0][:1].isupper() else ""


def is_body_name(name: str) -> bool:
    """Whether a name ends as bodies' and outlets' names end ("… Holdings", "… Ministry") or opens so ("Police …")."""
    roles = lexicon("roles")
    parts = [p.casefold() for p in name.split()]
    if "&" in parts:
        return True
    return (
        parts[-1] in roles["suffix"] | roles["body"] | roles["masthead"] | roles["outlet"]
        or parts[0] in roles["body"] | roles["collective"]
    )


def _is_titled_outlet(text: str, name: str) -> bool:
    """Whether the noun of an outlet stands right before the name ("the magazine Ada Bell")."""
    nouns = "newspaper|magazine|tabloid|weekly|journal|broadcaster|website|news site|podcast|blog"
    return re.search(rf"\b(?:{nouns}),? (?:[Tt]he )?{re.escape(name)}\b", text) is not None


def _outlets(article: Article, tree: Tree) -> dict[str, VoiceKind]:
    """Names that the article introduces as an outlet or an agency: "the weekly X", "X, a local newspaper"."""
    out: dict[str, VoiceKind] = {}
    nouns = "|".join(
        sorted(
            lexicon("roles")["outlet"]
            - {"press", "media", "paper", "papers", "reports", "site", "station", "outlet", "television", "publication"}
        )
    )
    name = r"((?:The |the )?[A-Z][\w’'-]*(?: (?:of|and|de|[A-Z][\w’'-]*))*)"
    text = article.text
    patterns = (
        rf"\b(?:{nouns}|radio station|television station|news site|outlet|publication|paper),? {name}",
        rf"\b{name}, (?:a|an|the) (?:[\w-]+ ){{0,3}}(?:{nouns}|publication|news site)\b",
        rf"\b{name} (?:newspaper|magazine|daily|weekly|website)\b",
        rf"\b(?:article|report|column|editorial|interview|story|opinion piece) (?:published )?in (?=[Tt]he ){name}",
    )
    for pattern in patterns:
        for match in re.finditer(pattern, text):
            found = _bare(re.sub(r" (?:of|and|de)$", "", match.group(1)))
            labels = {tree.tokens[i].entity for i in tree.within(Span(match.start(1), match.end(1)))} - {""}
            if found and not is_function_word(found) and not (labels and labels <= {"NORP", "GPE", "DATE"}):
                out.setdefault(found, "outlet")
    for match in re.finditer(rf"\b(?:news agency|agency|newswire) {name}|\b{name} (?:news agency|newswire)\b", text):
        found = _bare(match.group(1) or match.group(2))
        if found:
            out[found] = "agency"
    for match in re.finditer(
        rf"\b(?:told|[Aa]ccording to|citing|(?:quoted|reported|cited) by) the (?:{name[1:-1]}) agency\b", text
    ):
        found = _bare(match.group().split(" the ", 1)[1].removesuffix(" agency"))
        labels = {tree.tokens[i].entity for i in tree.within(Span(match.start(), match.end()))}
        reads = re.match(r",? (?:which|that) (?:ha[sd] )?(?:read|seen|saw|reviewed|obtained|reported|spoke)\b", text[match.end() :])
        if reads or not labels & {"NORP", "GPE"}:
            out.setdefault(found, "agency")
    for match in re.finditer(
        r"((?:[A-Z][\w’'-]* )+(?:News ?Agency|Newswire|News Service|Press Agency|Press Association|Press))\b", text
    ):
        out.setdefault(_bare(match.group(1)), "agency")
    for own in _own_names(article):
        out.pop(own, None)
    return out


def singular(token: Token) -> str:
    """The token's noun in the singular, in lower case."""
    word = token.text.casefold()
    roles = lexicon("roles")
    if any(word in words for words in roles.values()):
        return word
    return token.lemma if (token.lemma and token.lemma != word) or not word.endswith("s") else word.removesuffix("s")
