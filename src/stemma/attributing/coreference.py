"""Who "he", "the official", "one of them" or "the company" is: voices followed through one article.

A cast is filled from left to right; a phrase that points back takes the name, kind and count of the last voice before it
that fits, and stays as it is where none does. Nothing is guessed from a first name: gender is known from forms of address
and nouns only.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort_right
from dataclasses import dataclass, replace

from stemma.attributing.kinds import NUMBERS
from stemma.attributing.page import Page, capital_runs, joined, singular
from stemma.attributing.voices import NATIONAL, Phrase, read
from stemma.background.lexicons import lexicon
from stemma.background.names import loose
from stemma.model import Span, VoiceKind

_HE = frozenset({"he", "him", "his"})
_SHE = frozenset({"she", "her", "hers"})
_ANY_BODY = frozenset({"company", "firm", "group", "organisation", "organization", "body", "business", "corporation", "outfit"})
_ANY_OUTLET = frozenset({"newspaper", "paper", "outlet", "outlets", "publication", "agency", "agencies", "site", "website", ""})
_ANY_PERSON = frozenset({"person", "source", "insider", "official", "one", "people", "figure"})
_NO_NAME = frozenset({"", "NORP", "DATE", "TIME", "LANGUAGE", "CARDINAL", "ORDINAL"})
_PUBLIC = frozenset(
    {"country", "ministry", "nation", "treasury", "government", "department", "parliament", "council", "court", "police", "army"}
)
"""Words of bodies that "the company" is never one of."""
_PERSONS = ("named", "role", "unnamed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A voice or a name where it stood. `nouns` are the nouns that have described it so far."""

    at: int
    paragraph: int
    phrase: Phrase
    speaking: bool
    subject: bool
    nouns: frozenset[str]
    gender: str


# How many mentions back a pronoun or a noun may reach.
_MEMORY = 600


def _place(seen: Seen) -> tuple[int, bool]:
    return seen.at, seen.speaking


class Cast:
    """The voices and names of one article, in order of place."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._seen: list[Seen] = []
        self._nouns: dict[str, set[str]] = {}
        self._gender: dict[str, str] = {}
        self._acting: list[tuple[int, Phrase]] = []
        self._read_names()
        self._read_people()
        self._seen.sort(key=_place)

    # ------------------------------------------------------------------------------------------ filling

    def _read_names(self) -> None:
        """All names of people, bodies, outlets and places in the text, with the nouns beside them."""
        tree, page = self._page.tree, self._page
        tokens = tree.tokens
        roles = lexicon("roles")
        for first, stop in capital_runs(tree):
            name = _untitled(joined(tokens[first:stop]))
            labels = {t.entity for t in tokens[first:stop]}
            nouns: set[str] = set()
            kind: VoiceKind
            person = page.person_in(name)
            published = None if person else page.outlet_kind(name)
            if person:
                name, kind = page.full_name(person), "named"
                spoken_of = {w.casefold() for w in joined(tokens[first:stop]).split()}
                nouns = self._beside(first, stop) | (spoken_of & (roles["office"] | roles["unnamed"] | roles["spokes"]))
            elif (
                "NORP" in labels
                and tokens[stop - 1].tag == "NNPS"
                and any(t.dep in ("nsubj", "nsubjpass") for t in tokens[first:stop])
            ):
                kind = "organisation"  # "the Americans": their side
            elif page.is_own(name) or (labels <= _NO_NAME and labels != {""}):
                continue
            elif published is not None:
                kind = published
            else:
                nouns = self._beside(first, stop) if "GPE" not in labels else set()
                nouns |= {w.casefold() for w in name.split()} & roles["body"]
                if not labels & {"ORG", "GPE", "FAC"} and not nouns & roles["body"] and not _has_suffix(name):
                    continue
                kind = "organisation"
            plural = kind == "organisation" and tokens[stop - 1].tag == "NNPS" and "NORP" in labels
            key = name.casefold()
            self._nouns.setdefault(key, set()).update(nouns)
            if kind == "named":
                self._mark_gender(key, self._nouns[key], first)
            self._seen.append(
                Seen(
                    at=tokens[first].start,
                    paragraph=tree.parsed.paragraph_of[tokens[first].sentence],
                    phrase=Phrase(name=name, kind=kind, plural=plural, span=Span(tokens[first].start, tokens[stop - 1].end)),
                    speaking=False,
                    subject=any(t.dep in ("nsubj", "nsubjpass") for t in tokens[first:stop]),
                    nouns=frozenset(),
                    gender="",
                )
            )

    def _read_people(self) -> None:
        """Unnamed people who do something before they are heard ("One banker voiced doubts. The banker said …")."""
        tree, page = self._page.tree, self._page
        for i, token in enumerate(tree.tokens):
            if token.dep != "nsubj" or token.pos != "NOUN" or token.tag != "NN" or token.lemma not in lexicon("roles")["unnamed"]:
                continue
            first = tree.edges[i][0]
            if tree.tokens[first].text.casefold() not in ("a", "an", "one", "another"):
                continue
            found = read(page, tree.span(first, i))
            if len(found) == 1 and found[0].kind == "unnamed" and not found[0].of_group:
                self._acting.append((tree.parsed.paragraph_of[token.sentence], found[0]))

    def _beside(self, first: int, stop: int) -> set[str]:
        """Nouns that describe the name at tokens first..stop-1: before it in its phrase, or after it between commas."""
        tokens = self._page.tree.tokens
        roles = lexicon("roles")
        out: set[str] = set()
        i = first - 1
        while (
            i >= 0
            and first - i < 7
            and tokens[i].sentence == tokens[first].sentence
            and (tokens[i].pos in ("NOUN", "PROPN", "ADJ") or tokens[i].text in ("'s", "’s", "-"))
        ):
            if tokens[i].text not in ("'s", "’s"):
                out.add(singular(tokens[i]))
            else:
                break
            i -= 1
        if i >= 1 and tokens[i].text == "," and tokens[i - 1].pos in ("NOUN", "PROPN"):
            out.add(singular(tokens[i - 1]))
        if stop < len(tokens) and tokens[stop].text == "," and tokens[stop].sentence == tokens[first].sentence:
            for token in tokens[stop + 1 : stop + 9]:
                if token.text == "," or token.pos in ("VERB", "PRON", "ADP"):
                    break
                if token.pos in ("NOUN", "PROPN"):
                    out.add(singular(token))
        if stop < len(tokens) and tokens[stop].text == "(" and stop + 1 < len(tokens):
            out.add(tokens[stop + 1].text.casefold())
        words = frozenset().union(*(roles[k] for k in ("unnamed", "spokes", "office", "relation", "body", "title", "collective")))
        short = {w for w in out if w.isalpha() and 2 <= len(w) <= 6}
        return {w for w in out if w in words} | short

    def _mark_gender(self, key: str, nouns: set[str], first: int) -> None:
        tokens = self._page.tree.tokens
        before = tokens[first - 1].text.rstrip(".").casefold() if first else ""
        here = tokens[first].text.rstrip(".").casefold()
        marks = nouns | {before, here}
        if marks & lexicon("small")["male"]:
            self._gender[key] = "m"
        elif marks & lexicon("small")["female"]:
            self._gender[key] = "f"

    def note(self, phrase: Phrase, at: int, paragraph: int, pronoun: str = "") -> None:
        """A voice has spoken: remember it under its resolved name, with the gender that its pronoun shows."""
        key = phrase.name.casefold()
        gender = "m" if pronoun in _HE else "f" if pronoun in _SHE else ""
        if gender and phrase.kind in _PERSONS:
            self._gender.setdefault(key, gender)
        nouns = set(self._nouns.get(key, ())) | ({phrase.head} if phrase.head else set())
        if not pronoun and phrase.kind in ("named", "organisation") and not phrase.head:
            nouns |= self._described(phrase)
        if phrase.head in lexicon("small")["male"] | lexicon("small")["female"]:
            self._gender.setdefault(key, "m" if phrase.head in lexicon("small")["male"] else "f")
        self._nouns.setdefault(key, set()).update(nouns)
        seen = Seen(at=at, paragraph=paragraph, phrase=phrase, speaking=True, subject=True, nouns=frozenset(nouns), gender=gender)
        insort_right(self._seen, seen, key=_place)

    def _described(self, phrase: Phrase) -> set[str]:
        """The nouns of a source phrase that tell what its voice is, up to the first preposition or relative."""
        roles = lexicon("roles")
        keys = ("body",) if phrase.kind == "organisation" else ("unnamed", "spokes", "office", "relation")
        out: set[str] = set()
        for i in self._page.tree.within(phrase.span):
            token = self._page.tree.tokens[i]
            if token.pos in ("ADP", "VERB") or token.text.casefold() in ("who", "which", "whose"):
                break
            if any(singular(token) in roles[k] for k in keys):
                out.add(singular(token))
        return out

    # ------------------------------------------------------------------------------------------ asking

    def last_speaker(self, at: int, paragraph: int, reach: int = 2) -> Phrase | None:
        """Who spoke last before `at`, not more than `reach` paragraphs up."""
        found = [s for s in self._before(at) if s.speaking and paragraph - s.paragraph <= reach and _can_go_on(s.phrase)]
        return found[0].phrase if found else None

    def _before(self, at: int) -> list[Seen]:
        """What stands before `at`, nearest first, not further than a reader remembers (bounds the work on long pages)."""
        stop = bisect_left(self._seen, (at, False), key=_place)
        return self._seen[max(0, stop - _MEMORY) : stop][::-1]

    def resolve(self, phrase: Phrase, at: int, paragraph: int) -> Phrase:
        """The phrase under the name of the voice it points back to; itself, with its fullest name, where it opens a new one."""
        if phrase.pronoun:
            found = self._pronoun(phrase, at, paragraph)
        elif phrase.of_group:
            return self._of_group(phrase, at, paragraph)
        elif phrase.kind == "named":
            return replace(phrase, name=self._page.full_name(phrase.name))
        elif phrase.kind == "organisation" and not phrase.head:
            return replace(phrase, name=self._full_body(phrase.name))
        elif phrase.kind in ("outlet", "agency") and not phrase.head:
            return replace(phrase, name=self._full_outlet(phrase.name))
        elif phrase.definite or phrase.ordinal or phrase.name.casefold().startswith("same"):
            found = self._noun(phrase, at, paragraph)
        else:
            return phrase
        if found is None:
            return phrase
        return replace(found, span=phrase.span, ground=phrase.ground or found.ground)

    def _fits_gender(self, seen: Seen, pronoun: str) -> bool:
        known = self._gender.get(seen.phrase.name.casefold(), "")
        return not known or known == ("m" if pronoun in _HE else "f")

    def _pronoun(self, phrase: Phrase, at: int, paragraph: int) -> Phrase | None:
        word = phrase.pronoun
        before = self._before(at)
        if word in ("i", "we", "us", "you"):
            return self.last_speaker(at, paragraph)
        if word in _HE | _SHE:
            fit = [
                s
                for s in before
                if _is_personal(s.phrase)
                and not s.phrase.plural
                and s.phrase.count == 1
                and paragraph - s.paragraph <= 2
                and self._fits_gender(s, word)
            ]
            # The nearest subject or speaker of this paragraph; else the last speaker; else the nearest person.
            for test in (
                lambda s: s.paragraph == paragraph and (s.speaking or s.subject),
                lambda s: s.speaking or s.subject,
                lambda s: True,
            ):
                best = next((s for s in fit if test(s)), None)
                if best is not None:
                    return best.phrase
            return None
        if word in ("they", "them", "their"):
            many = [
                s
                for s in before
                if s.phrase.kind not in ("outlet", "document")
                and (s.phrase.plural or s.phrase.count > 1 or s.phrase.kind == "organisation")
                and paragraph - s.paragraph <= 2
            ]
            near = next((s.phrase for s in many if s.paragraph == paragraph and (s.speaking or s.subject)), None)
            return near or next((s.phrase for s in many if s.speaking), next((s.phrase for s in many if s.subject), None))
        if word in ("it", "its") and phrase.kind == "outlet":
            return next((s.phrase for s in before if s.phrase.kind in ("outlet", "agency") and paragraph == s.paragraph), None)
        if word in ("it", "its"):
            bodies = [
                s
                for s in before
                if s.phrase.kind in ("organisation", "document", "outlet", "agency")
                and not s.phrase.plural
                and paragraph - s.paragraph <= 2
            ]
            for test in (
                lambda s: s.paragraph == paragraph and (s.speaking or s.subject),
                lambda s: s.speaking,
                lambda s: s.subject,
            ):
                best = next((s for s in bodies if test(s)), None)
                if best is not None:
                    return best.phrase
        return None

    def _is_business(self, phrase: Phrase) -> bool:
        """Whether a body is one by name, and no place, people or public force."""
        tree = self._page.tree
        labels = {tree.tokens[i].entity for i in tree.within(phrase.span)}
        return not phrase.head and not labels & {"GPE", "NORP", "LOC"}

    def _aged(self, at: int, paragraph: int) -> Phrase | None:
        """ "the 61-year-old": the person spoken of last; further up only one who spoke, for such words open no new voice."""
        people = [s for s in self._before(at) if s.phrase.kind == "named"]
        near = [s for s in people if paragraph - s.paragraph <= 2]
        found = next((s.phrase for s in near if s.speaking or s.subject), near[0].phrase if near else None)
        return found or next((s.phrase for s in people if s.speaking and paragraph - s.paragraph <= 6), None)

    def _noun(self, phrase: Phrase, at: int, paragraph: int) -> Phrase | None:
        """ "the official", "the mayor", "the company", "the same person", "the other broker"."""
        head = phrase.head
        before = self._before(at)
        low = phrase.name.casefold()
        if re.search(r"\b\d\d-year-old\b", low) or head == NATIONAL:
            return self._aged(at, paragraph)
        if phrase.ordinal in ("second", "third", "fourth", "fifth", "sixth", "other", "another") and "same" not in low:
            return None
        if phrase.owner and phrase.owner[:1].isupper():
            return None
        if phrase.kind == "unnamed" or (phrase.kind == "role" and head in lexicon("roles")["unnamed"]):
            voices = [
                s
                for s in before
                if s.speaking and s.phrase.kind in ("unnamed", "role", "named") and (s.phrase.plural == phrase.plural)
            ]
            same = [s for s in voices if s.phrase.head == head or head in self._nouns.get(s.phrase.name.casefold(), ())]
            latest = same[0].at if same else -1
            actor = next(
                (p for n, p in reversed(self._acting) if n == paragraph and latest < p.span.start < at and p.head == head), None
            )
            if actor is not None and not phrase.plural:
                return actor
            if same:
                return same[0].phrase
            if head in _ANY_PERSON:
                loose = [s for s in voices if s.phrase.kind == "unnamed" and paragraph - s.paragraph <= 2]
                return loose[0].phrase if loose else None
            if phrase.plural and head in _ANY_PERSON:
                return next(
                    (
                        s.phrase
                        for s in before
                        if s.speaking and s.phrase.kind == "unnamed" and s.phrase.plural and s.phrase.head in _ANY_PERSON
                    ),
                    None,
                )
            return None
        if phrase.kind == "role":
            if phrase.owner.casefold() in ("his", "her", "their"):
                return None
            named = [
                s for s in before if s.phrase.kind in ("named", "role") and head in self._nouns.get(s.phrase.name.casefold(), ())
            ]
            if not named:
                named = [
                    s for s in self._seen if s.phrase.kind == "named" and head in self._nouns.get(s.phrase.name.casefold(), ())
                ]
            return named[0].phrase if named and not phrase.plural else None
        if phrase.kind == "organisation":
            if len(self._page.quote(phrase.span).split()) > 4:
                return None
            bodies = [s for s in before if s.phrase.kind == "organisation" and not s.phrase.definite and not s.phrase.plural]
            same = [s for s in bodies if head in self._nouns.get(s.phrase.name.casefold(), ())]
            told = {w.casefold() for w in phrase.name.split()} - {"the", "this", "that", head}
            if told:  # "the hospital group" is no other group
                same = [
                    s
                    for s in same
                    if told <= self._nouns.get(s.phrase.name.casefold(), set()) | {w.casefold() for w in s.phrase.name.split()}
                ]
            if same:
                return same[0].phrase
            if head in _ANY_BODY | lexicon("small")["trades"] and not told:
                firm = [
                    s
                    for s in bodies
                    if not _PUBLIC & (self._nouns.get(s.phrase.name.casefold(), set()) | set(s.phrase.name.casefold().split()))
                ]
                named = [s for s in firm if self._is_business(s.phrase)]
                firm = named if named or head in lexicon("small")["trades"] else firm
                return next(
                    (s.phrase for s in firm if s.speaking),
                    next((s.phrase for s in firm if s.subject), firm[0].phrase if firm else None),
                )
            return None
        if phrase.kind in ("outlet", "agency"):
            generic = head in _ANY_OUTLET
            same = [s for s in before if s.phrase.kind == phrase.kind and not s.phrase.definite]
            return next((s.phrase for s in same if generic or s.phrase.head in ("", head)), None)
        if phrase.kind == "document":
            return next((s.phrase for s in before if s.phrase.kind == "document" and s.phrase.head == head and s.speaking), None)
        return None

    def _of_group(self, phrase: Phrase, at: int, paragraph: int) -> Phrase:
        """ "one of them": some of the last group that fits; the name tells of which."""
        groups = [s for s in self._before(at) if s.speaking and (s.phrase.count > 1 or s.phrase.plural) and not s.phrase.of_group]
        groups = [s for s in groups if s.phrase.kind in ("unnamed", "role", "named")]
        generic = (
            not phrase.head
            or phrase.head in _ANY_PERSON
            or phrase.head in ("them", "they", "those", "these", "us", "we", "it", "pair", "duo", "two", "three", "trio")
        )
        same = [s for s in groups if phrase.head and s.phrase.head == phrase.head] or (groups if generic else [])
        if not same:
            return phrase
        group = same[0].phrase
        if not re.search(r"\bof (?:them|those|these|us)\b|\bof the (?:two|three|four|pair|trio|duo)$", phrase.name, re.IGNORECASE):
            return replace(phrase, kind=group.kind, descriptors=phrase.descriptors or group.descriptors)
        first = phrase.name.split()[0].casefold()
        tail = re.sub(r"^(?:the|these|those|some|several)\s+", "", group.name, flags=re.IGNORECASE)
        if tail.split()[0].casefold() in NUMBERS:
            tail = tail[0].lower() + tail[1:]
        return replace(
            phrase, name=f"{first} of the {tail}", kind=group.kind, head=group.head, plural=NUMBERS.get(first, 2) > 1,
            descriptors=phrase.descriptors or group.descriptors,
        )  # fmt: skip

    def _full_outlet(self, name: str) -> str:
        """The fullest name of an outlet or agency where this article gives one: "the Globe" is the Valley Globe."""
        short = {w for w in name.split() if w[:1].isupper()} - {"The"}
        longer = {
            s.phrase.name
            for s in self._seen
            if s.phrase.kind in ("outlet", "agency") and short < set(s.phrase.name.split()) - {"The", "the"} and s.paragraph >= 0
        }
        return longer.pop() if short and len(longer) == 1 else name

    def _full_body(self, name: str) -> str:
        """The fullest form of a body's name in this article: an acronym's words, a short name's long one."""
        words = [w for w in name.split() if w.casefold() not in ("the", "a", "an")]
        short = " ".join(words)
        best = short
        own, alias = self._page.known.own(short), self._page.known.alias(short)
        for seen in self._seen:
            if seen.phrase.kind != "organisation":
                continue
            other = seen.phrase.name.split()
            if own is not None and loose(seen.phrase.name) == loose(own):
                return seen.phrase.name
            if len(other) <= len(best.split()):
                continue
            initials = "".join(w[0] for w in other if w[:1].isupper())
            spelt = re.sub(r"^[Tt]he ", "", self._page.short.get(short, ""))
            if spelt == seen.phrase.name or alias == " ".join(other):
                return seen.phrase.name
            if seen.paragraph < 0:  # a headline's capitals are no longer name
                continue
            if (len(words) == 1 and short.isupper() and len(short) > 1 and initials == short) or (
                words and other[: len(words)] == words
            ):
                best = seen.phrase.name
        return best


def _is_personal(phrase: Phrase) -> bool:
    """Whether a voice is a person: a name, an office, or a noun for people."""
    roles = lexicon("roles")
    people = roles["unnamed"] | roles["office"] | roles["relation"] | roles["spokes"]
    return phrase.kind in ("named", "role") or (phrase.kind == "unnamed" and (phrase.head in people or phrase.of_group))


def _can_go_on(phrase: Phrase) -> bool:
    """Whether a voice can go on speaking in a quotation that names nobody."""
    return phrase.kind == "organisation" or _is_personal(phrase)


def _untitled(name: str) -> str:
    titles = lexicon("roles")["title"]
    words = name.split()
    while len(words) > 1 and words[0].rstrip(".").casefold() in titles:
        words.pop(0)
    return " ".join(words)


def _has_suffix(name: str) -> bool:
    return name.split()[-1].casefold() in lexicon("roles")["suffix"] | lexicon("roles")["body"]
