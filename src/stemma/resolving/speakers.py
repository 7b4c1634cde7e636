"""The voices of a story gathered into speakers."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from stemma.background.lexicons import lexicon
from stemma.background.names import SHIPPED, Names, capital_cities, loose
from stemma.model import Article, Correction, Mention, Speaker, Statement, Voice, VoiceKind
from stemma.resolving.names import body_words, person_words, same_body, same_person, sound, within, words
from stemma.text.anchors import mentions_at, pairs

BY = "resolve@1"
_PROPER = frozenset({"named", "organisation", "agency", "outlet"})
_NAMEABLE = _PROPER | {"role"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Voice:
    """A voice where it is mentioned, and who passed it on: the last agency or outlet of its chain or its article's credits."""

    mention: Mention
    article: str
    voice: Voice
    newsrooms: frozenset[str]


class _Union:
    """Union-find over numbers, the smallest number leading its set; sets that hold two numbers kept apart are never joined."""

    def __init__(self, size: int) -> None:
        self._up = list(range(size))
        self._apart: list[tuple[int, int]] = []

    def keep_apart(self, i: int, j: int) -> None:
        """From now on these two never meet; two that are joined already stay so."""
        if self.find(i) != self.find(j):
            self._apart.append((i, j))

    def find(self, i: int) -> int:
        while self._up[i] != i:
            self._up[i] = self._up[self._up[i]]
            i = self._up[i]
        return i

    def join(self, i: int, j: int) -> None:
        a, b = sorted((self.find(i), self.find(j)))
        if self._apart and any({self.find(x), self.find(y)} == {a, b} for x, y in self._apart if a != b):
            return
        self._up[b] = a


def resolve(
    articles: Sequence[Article],
    statements: Sequence[Statement],
    names: Names = SHIPPED,
    corrections: Sequence[Correction] = (),
) -> tuple[Speaker, ...]:
    """Gather all voices of a story's chains into speakers; every mention is in exactly one.

    The order of articles and statements changes nothing. Unnamed people of two articles are held to be the same only where
    the words that describe them and their number agree and the same agency or outlet brought both; "one of the three" is
    never the three. Speakers come sorted by their first mention's ids. `names` are a user's own names (see
    `stemma.read_names`): what they hold for one is one, and bears the full name that they give. What a person's `corrections`
    say of two voices (that they are the same, or are not) goes before all of this.
    """
    voices = _voices(articles, statements, names)
    sets = _Union(len(voices))
    _said(articles, statements, corrections, voices, sets)
    _within_articles(voices, sets, names)
    _people(voices, sets, names)
    _bodies(voices, sets, names)
    _others(voices, sets)
    _described(voices, sets)
    groups: dict[int, list[_Voice]] = defaultdict(list)
    for i, voice in enumerate(voices):
        groups[sets.find(i)].append(voice)
    return tuple(sorted((_speaker(g, names) for g in groups.values()), key=lambda s: (_place(s.mentions[0]), s.id)))


def _voices(articles: Sequence[Article], statements: Sequence[Statement], names: Names) -> list[_Voice]:
    credits = {a.id: frozenset(_key(c.agency, names) for c in a.credits if c.kind != "photo") for a in articles}
    out = []
    for statement in sorted(statements, key=lambda s: s.id):
        rooms = frozenset(_key(v.name, names) for h in statement.chain for v in h.voices if v.kind in ("agency", "outlet"))
        for n, hop in enumerate(statement.chain):
            for k, voice in enumerate(hop.voices):
                mention = Mention(statement=statement.id, hop=n, voice=k)
                newsrooms = rooms or credits.get(statement.article, frozenset())
                out.append(_Voice(mention=mention, article=statement.article, voice=voice, newsrooms=newsrooms))
    return out


def _said(
    articles: Sequence[Article],
    statements: Sequence[Statement],
    corrections: Sequence[Correction],
    voices: Sequence[_Voice],
    sets: _Union,
) -> None:
    """Join and keep apart what a person says is the same voice, or is not."""
    ends = {end for c in corrections if c.field == "voice" for end in ((c.page, c.quote), (c.other, c.other_quote))}
    number = {v.mention: n for n, v in enumerate(voices)}
    found = {end: [number[m] for m in mentions_at(articles, statements, *end)] for end in ends}
    together, apart = pairs(corrections, "voice", found)
    for i, j in together:
        sets.join(i, j)
    for i, j in apart:
        sets.keep_apart(i, j)


def _key(name: str, names: Names, kind: VoiceKind = "organisation") -> str:
    """A name under which all its spellings meet; a person's is never a capital's or a state's."""
    return " ".join(sorted(person_words(name, names) if kind == "named" else body_words(name, names)))


def _within_articles(voices: Sequence[_Voice], sets: _Union, names: Names) -> None:
    """One name, one speaker, inside an article: names have been followed there already. "Unknown" is nobody twice."""
    first: dict[tuple[str, str, str], int] = {}
    for i, v in enumerate(voices):
        key = _key(v.voice.name, names, v.voice.kind)
        if not key or key == "unknown":
            continue
        kind = "proper" if v.voice.kind in _PROPER else v.voice.kind
        place = (v.article, kind, f"{key}|{v.voice.count if kind == 'unnamed' else 1}")
        sets.join(i, first.setdefault(place, i))


def _people(voices: Sequence[_Voice], sets: _Union, names: Names) -> None:
    """Named people by full name; a surname alone joins where the story knows one person of that surname."""
    named = [(i, person_words(v.voice.name, names)) for i, v in enumerate(voices) if v.voice.kind == "named"]
    named = [(i, w) for i, w in named if w]
    full = [(i, w) for i, w in named if len(w) > 1]
    by_name: dict[tuple[str, ...], int] = {}
    for i, w in full:
        sets.join(i, by_name.setdefault(w, i))
    for (a, i), (b, j) in combinations(sorted(by_name.items()), 2):
        if same_person(a, b):
            sets.join(i, j)
    for i, w in named:
        if len(w) > 1:
            continue
        owners = {sets.find(j) for a, j in by_name.items() if a[-1] == w[0]} or {
            sets.find(j) for a, j in by_name.items() if a[0] == w[0]
        }
        owners = owners or {sets.find(j) for a, j in by_name.items() if len(w[0]) > 3 and sound(a[-1]) == sound(w[0])}
        if len(owners) == 1:
            sets.join(i, owners.pop())


def _bodies(voices: Sequence[_Voice], sets: _Union, own: Names) -> None:
    """Bodies, agencies and outlets by name, acronym, lexicon and spelling; a short form where one long form is known.

    A proper name that one article reads as a person's and another as a body's is one voice all the same.
    """
    names: dict[str, list[int]] = defaultdict(list)
    proper: dict[str, list[int]] = defaultdict(list)
    plain: dict[str, list[int]] = defaultdict(list)
    for i, v in enumerate(voices):
        name = v.voice.name
        listed = own.listed(name) is not None
        if not (listed or any(w[:1].isupper() for w in name.split())):
            continue
        if v.voice.kind in ("organisation", "agency", "outlet"):
            names[name].append(i)
        if v.voice.kind in _PROPER or (listed and v.voice.kind in _NAMEABLE):  # a user may say who "the UN chief" is
            proper[_key(name, own, v.voice.kind)].append(i)
        if v.voice.kind in _PROPER and (v.voice.kind != "named" or loose(name) not in capital_cities()):
            plain[" ".join(sorted(words(name)))].append(i)  # not a man called Washington
    proper.pop("", None)
    plain.pop("", None)
    for same in (*names.values(), *proper.values(), *plain.values()):
        for i in same[1:]:
            sets.join(same[0], i)
    for (a, i), (b, j) in combinations(sorted((n, v[0]) for n, v in names.items()), 2):
        if same_body(a, b, own):
            sets.join(i, j)
    joins = []
    for name, places in sorted(names.items()):
        longer = {sets.find(v[0]) for other, v in names.items() if within(name, other)} - {sets.find(places[0])}
        if len(longer) == 1:
            joins.append((places[0], longer.pop()))
    for i, j in joins:
        sets.join(i, j)


def _others(voices: Sequence[_Voice], sets: _Union) -> None:
    """Roles, papers and unnamed people across articles."""
    first: dict[tuple[str, ...], int] = {}
    for i, v in enumerate(voices):
        w = tuple(sorted(_general(x) for x in words(v.voice.name)))
        if v.voice.kind in ("role", "document") and len(w) >= 2 and _telling(v.voice):
            sets.join(i, first.setdefault((v.voice.kind, *w), i))
        if v.voice.kind == "organisation" and w and not any(x[:1].isupper() for x in _inside(v.voice.name).split()):
            sets.join(i, first.setdefault((v.voice.kind, *w), i))
        if v.voice.kind == "unnamed" and len(w) >= 2 and not _is_member(v.voice):
            for room in sorted(v.newsrooms):
                sets.join(i, first.setdefault(("unnamed", room, str(v.voice.count), *w), i))


def _described(voices: Sequence[_Voice], sets: _Union) -> None:
    """Unnamed people of two articles who are called the same but described at different length.

    "A senior bank official" and "a senior bank official with knowledge of the talks" are one where the same newsroom brought
    both, no article has two who are called so, and one description says nothing that the other does not.
    """
    called: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, v in enumerate(voices):
        core, _ = _parts(v.voice.name)
        if v.voice.kind == "unnamed" and len(core) >= 2 and not _is_member(v.voice):
            for room in sorted(v.newsrooms):
                called[(room, str(v.voice.count), *core)].append(i)
    for _, places in sorted(called.items()):
        by_article: dict[str, set[int]] = defaultdict(set)
        for i in places:
            by_article[voices[i].article].add(sets.find(i))
        if any(len(found) > 1 for found in by_article.values()):
            continue
        longest = max(places, key=lambda i: (len(_parts(voices[i].voice.name)[1]), -i))
        tail = set(_parts(voices[longest].voice.name)[1])
        for i in places:
            if set(_parts(voices[i].voice.name)[1]) <= tail:
                sets.join(longest, i)


def _parts(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words by which someone is called, in any order, and the words that describe them further."""
    cut = re.search(r"[,(]|\b(?:with|who|which|that|from|at|in|on|close|familiar|briefed|near|involved|speaking)\b", name)
    core, tail = (name[: cut.start()], name[cut.start() :]) if cut and cut.start() else (name, "")
    return tuple(sorted(words(core))), tuple(sorted(words(tail)))


def _inside(name: str) -> str:
    """A body's name as it would stand inside a sentence: the capital of a general word at its head tells nothing."""
    first = name.split(None, 1)[0] if name.strip() else ""
    general = lexicon("small")["empty"] | lexicon("roles")["body"] | lexicon("roles")["collective"]
    return first.lower() + name.lstrip()[len(first) :] if first[1:].islower() and first.lower() in general else name


def _general(word: str) -> str:
    """A word of a role in the form that all its kind share: "spokeswoman" -> "spokesperson"."""
    return "spokesperson" if word in ("spokesman", "spokeswoman") else word


def _telling(voice: Voice) -> bool:
    """Whether the words name whose it is: a capital inside, or a possessive."""
    return any(w[:1].isupper() for w in voice.name.split()[1:]) or "'s " in voice.name.replace("’", "'")


def _is_member(voice: Voice) -> bool:
    """Whether the voice is some of a group: "one of the people", "another"."""
    low = voice.name.casefold()
    return " of the " in low[:18] or " of them" in low or low.startswith(("another ", "the other"))


def _place(mention: Mention) -> tuple[str, int, int]:
    return mention.statement, mention.hop, mention.voice


def _speaker(group: Iterable[_Voice], own: Names) -> Speaker:
    members = sorted(group, key=lambda v: _place(v.mention))
    names = Counter(v.voice.name for v in members)
    kinds: Counter[VoiceKind] = Counter(v.voice.kind for v in members)
    kind = min(kinds, key=lambda k: (-kinds[k], k))
    # The same words as they stand inside a sentence, with their article, go before what stood at the head of one.
    name = min(names, key=lambda n: (-len(words(n)), kind == "organisation" and n != _inside(n), -names[n], n))
    listed = Counter(told for v in members if v.voice.kind in _NAMEABLE and (told := own.listed(v.voice.name)) is not None)
    if listed:
        name = min(listed, key=lambda n: (-listed[n], n))
    anchor = members[0].mention
    return Speaker(
        id=hashlib.sha256(f"{anchor.statement}\x1f{anchor.hop}\x1f{anchor.voice}".encode()).hexdigest()[:12],
        name=name,
        kind=kind,
        count=max(v.voice.count for v in members),
        mentions=tuple(v.mention for v in members),
        by=BY,
    )
