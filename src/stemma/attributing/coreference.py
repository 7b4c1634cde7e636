"""Who "he", "the official", "one of them" or "the company" is: voices followed through one article.

A cast is filled from left to right; a phrase that points back takes the name, kind and count of the last voice before it
that fits, and stays as it is where none does. Nothing is guessed from a first name: gender is known from forms of address
and nouns only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from stemma.attributing.voices import NUMBERS, Page, Phrase, singular
from stemma.background.lexicons import lexicon
from stemma.model import Span, Token

_HE = frozenset({"he", "him", "his"})
_SHE = frozenset({"she", "her", "hers"})
_MALE = frozenset({"mr", "sir", "lord", "king", "prince", "spokesman", "chairman", "father", "husband", "son", "brother", "man", "boy", "congressman", "policeman", "councilman", "fisherman"})  # fmt: skip
_FEMALE = frozenset({"mrs", "ms", "miss", "dame", "lady", "queen", "princess", "spokeswoman", "chairwoman", "mother", "wife", "daughter", "sister", "woman", "girl", "congresswoman", "policewoman", "councilwoman", "actress"})  # fmt: skip
_ANY_BODY = frozenset({"company", "firm", "group", "organisation", "organization", "body", "business", "corporation", "outfit"})
_ANY_PERSON = frozenset({"person", "source", "insider", "official", "one", "people", "figure"})
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


class Cast:
    """The voices and names of one article, in order of place."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._seen: list[Seen] = []
        self._nouns: dict[str, set[str]] = {}
        self._gender: dict[str, str] = {}
        self._read_names()

    # ------------------------------------------------------------------------------------------ filling

    def _read_names(self) -> None:
        """All names of people and bodies in the text, with the nouns beside them."""
        tree, page = self._page.tree, self._page
        tokens = tree.tokens
        roles = lexicon("roles")
        i = 0
        while i < len(tokens):
            if tokens[i].entity not in ("PERSON", "ORG", "GPE", "NORP") and not (tokens[i].pos == "PROPN" and self._starts_known(i)):
                i += 1
                continue
            j = i + 1
            while j < len(tokens) and tokens[j].entity == tokens[i].entity and tokens[j].entity and not tokens[j].entity_start:
                j += 1
            words = [t.text for t in tokens[i:j] if t.text not in ("'s", "’s")]
            while words and words[0].casefold() in ("the", "a", "an"):
                words.pop(0)
            name = " ".join(words)
            if not name or not name[0].isupper():
                i = j
                continue
            person = page.is_person(_untitled(name)) and tokens[i].entity not in ("GPE", "NORP")
            if person:
                name = page.full_name(_untitled(name))
            elif page.outlet_kind(name) is not None or page.is_own(name) or tokens[i].entity == "NORP" or (tokens[i].entity == "PERSON"):
                i = j
                continue
            key = name.casefold()
            nouns = self._nouns.setdefault(key, set())
            nouns.update(self._beside(i, j))
            if not person:
                nouns.update(w.casefold() for w in words if w.casefold() in roles["body"])
            if person:
                self._mark_gender(key, nouns, i)
            self._seen.append(
                Seen(
                    at=tokens[i].start,
                    paragraph=page.tree.parsed.paragraph_of[tokens[i].sentence],
                    phrase=Phrase(name=name, kind="named" if person else "organisation", span=Span(tokens[i].start, tokens[j - 1].end)),
                    speaking=False,
                    subject=any(t.dep in ("nsubj", "nsubjpass") for t in tokens[i:j]),
                    nouns=frozenset(),
                    gender="",
                )
            )
            i = j

    def _starts_known(self, i: int) -> bool:
        return self._page.is_person(self._page.tree.tokens[i].text)

    def _beside(self, first: int, stop: int) -> set[str]:
        """Nouns that describe the name at tokens first..stop-1: before it in its phrase, or after it between commas."""
        tokens = self._page.tree.tokens
        roles = lexicon("roles")
        out: set[str] = set()
        i = first - 1
        while i >= 0 and first - i < 7 and tokens[i].sentence == tokens[first].sentence and (tokens[i].pos in ("NOUN", "PROPN", "ADJ") or tokens[i].text in ("'s", "’s", "-")):
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
        if marks & _MALE:
            self._gender[key] = "m"
        elif marks & _FEMALE:
            self._gender[key] = "f"

    def note(self, phrase: Phrase, at: int, paragraph: int, pronoun: str = "") -> None:
        """A voice has spoken: remember it under its resolved name, with the gender that its pronoun shows."""
        key = phrase.name.casefold()
        gender = "m" if pronoun in _HE else "f" if pronoun in _SHE else ""
        if gender and phrase.kind in _PERSONS:
            self._gender.setdefault(key, gender)
        nouns = set(self._nouns.get(key, ())) | ({phrase.head} if phrase.head else set())
        if phrase.head in _MALE | _FEMALE:
            self._gender.setdefault(key, "m" if phrase.head in _MALE else "f")
        self._nouns.setdefault(key, set()).update(nouns)
        self._seen.append(
            Seen(at=at, paragraph=paragraph, phrase=phrase, speaking=True, subject=True, nouns=frozenset(nouns), gender=gender)
        )
        self._seen.sort(key=lambda s: (s.at, s.speaking))

    # ------------------------------------------------------------------------------------------ asking

    def last_speaker(self, at: int, paragraph: int, reach: int = 2) -> Phrase | None:
        """Who spoke last before `at`, not more than `reach` paragraphs up."""
        found = [s for s in self._before(at) if s.speaking and paragraph - s.paragraph <= reach]
        return found[0].phrase if found else None

    def _before(self, at: int) -> list[Seen]:
        return [s for s in reversed(self._seen) if s.at < at]

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
            fit = [s for s in before if s.phrase.kind in _PERSONS and not s.phrase.plural and s.phrase.count == 1 and paragraph - s.paragraph <= 2 and self._fits_gender(s, word)]
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
            many = [s for s in before if (s.phrase.plural or s.phrase.count > 1 or s.phrase.kind == "organisation") and paragraph - s.paragraph <= 2]
            return next((s.phrase for s in many if s.speaking), next((s.phrase for s in many if s.subject), None))
        if word in ("it", "its"):
            bodies = [s for s in before if s.phrase.kind in ("organisation", "document", "outlet", "agency") and not s.phrase.plural and paragraph - s.paragraph <= 2]
            for test in (lambda s: s.paragraph == paragraph and (s.speaking or s.subject), lambda s: s.speaking, lambda s: s.subject):
                best = next((s for s in bodies if test(s)), None)
                if best is not None:
                    return best.phrase
        return None

    def _noun(self, phrase: Phrase, at: int, paragraph: int) -> Phrase | None:
        """ "the official", "the mayor", "the company", "the same person", "the other broker"."""
        head = phrase.head
        before = self._before(at)
        low = phrase.name.casefold()
        if phrase.ordinal in ("second", "third", "fourth", "fifth", "sixth", "other", "another") and "same" not in low:
            return None
        if phrase.kind == "unnamed" or (phrase.kind == "role" and head in lexicon("roles")["unnamed"]):
            voices = [s for s in before if s.speaking and s.phrase.kind in ("unnamed", "role", "named") and (s.phrase.plural == phrase.plural)]
            same = [s for s in voices if s.phrase.head == head or head in self._nouns.get(s.phrase.name.casefold(), ())]
            if same:
                return same[0].phrase
            if head in _ANY_PERSON:
                loose = [s for s in voices if s.phrase.kind == "unnamed" and paragraph - s.paragraph <= 2]
                return loose[0].phrase if loose else None
            if phrase.plural:
                return next((s.phrase for s in before if s.speaking and s.phrase.kind == "unnamed" and s.phrase.plural and s.phrase.head in _ANY_PERSON), None)
            return None
        if phrase.kind == "role":
            if phrase.owner.casefold() in ("his", "her", "their"):
                return None
            named = [s for s in before if s.phrase.kind in ("named", "role") and head in self._nouns.get(s.phrase.name.casefold(), ())]
            if not named:
                named = [s for s in self._seen if s.phrase.kind == "named" and head in self._nouns.get(s.phrase.name.casefold(), ())]
            return named[0].phrase if named and not phrase.plural else None
        if phrase.kind == "organisation":
            bodies = [s for s in before if s.phrase.kind == "organisation" and not s.phrase.definite]
            same = [s for s in bodies if head in self._nouns.get(s.phrase.name.casefold(), ()) and len(phrase.name.split()) <= 3]
            if same:
                return same[0].phrase
            if head in _ANY_BODY and len(phrase.name.split()) <= 2:
                return next((s.phrase for s in bodies if s.speaking), next((s.phrase for s in bodies if s.subject), None))
            return None
        if phrase.kind in ("outlet", "agency"):
            return next((s.phrase for s in before if s.phrase.kind == phrase.kind and not s.phrase.definite), None)
        if phrase.kind == "document":
            return next((s.phrase for s in before if s.phrase.kind == "document" and s.phrase.head == head and s.speaking), None)
        return None

    def _of_group(self, phrase: Phrase, at: int, paragraph: int) -> Phrase:
        """ "one of them": some of the last group that fits; the name tells of which."""
        groups = [s for s in self._before(at) if s.speaking and (s.phrase.count > 1 or s.phrase.plural) and not s.phrase.of_group]
        same = [s for s in groups if phrase.head and s.phrase.head == phrase.head] or groups
        if not same:
            return phrase
        group = same[0].phrase
        first = phrase.name.split()[0].casefold()
        tail = re.sub(r"^(?:the|these|those|some|several)\s+", "", group.name, flags=re.IGNORECASE)
        return replace(
            phrase, name=f"{first} of the {tail}", kind=group.kind, head=group.head, plural=NUMBERS.get(first, 2) > 1,
            descriptors=phrase.descriptors or group.descriptors,
        )  # fmt: skip

    def _full_body(self, name: str) -> str:
        """The fullest form of a body's name in this article: an acronym's words, a short name's long one."""
        words = [w for w in name.split() if w.casefold() not in ("the", "a", "an")]
        short = " ".join(words)
        best = short
        for seen in self._seen:
            if seen.phrase.kind != "organisation":
                continue
            other = seen.phrase.name.split()
            if len(other) <= len(best.split()):
                continue
            initials = "".join(w[0] for w in other if w[:1].isupper())
            if (len(words) == 1 and short.isupper() and len(short) > 1 and initials == short) or (words and other[: len(words)] == words):
                best = seen.phrase.name
        return best


def _untitled(name: str) -> str:
    titles = lexicon("roles")["title"]
    words = name.split()
    while len(words) > 1 and words[0].rstrip(".").casefold() in titles:
        words.pop(0)
    return " ".join(words)


def opens_new(tokens: list[Token]) -> bool:
    """Whether a phrase opens a new voice by its ordinal: "a second source", "another official"."""
    return bool(tokens) and tokens[0].text.casefold() in ("a", "an", "another") and any(t.text.casefold() in ("second", "third", "fourth", "fifth") or t.text.casefold() == "another" for t in tokens[:2])
