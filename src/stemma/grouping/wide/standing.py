"""Stories that stand while articles come and go: one is added and placed, stories grow, merge and split, and in the end they are
those that all the articles would give at once, whatever the order they came in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stemma.grouping.wide.clusters import GRAIN, LINK, apart
from stemma.grouping.wide.components import Component, Link, Slots, missing, score, settle
from stemma.grouping.wide.index import Index, indexed
from stemma.grouping.wide.profiles import Profile, profile
from stemma.model import Article, Story

BY = "group-wide@1"
_BLOCK = 20_000
_MANY = 200
_NOBODY = Profile("", None, 0, b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A story that is new or has other articles than before: its id, the ids of its articles, sorted, and the ids of the stories
    that they were in before (none for articles that are new)."""

    story: str
    articles: tuple[str, ...]
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What adding or removing did. `placed` is the story of each article added, in the order given; `changed` come by id;
    `gone` are ids of stories that are no more (`Standing.story` still knows where most of their articles went); `merged` are
    ids of stories that took in others, `split` of stories that were parted."""

    placed: tuple[str, ...]
    changed: tuple[Changed, ...]
    gone: tuple[str, ...]
    merged: tuple[str, ...]
    split: tuple[str, ...]


class Standing:
    """The stories of a growing collection. Not for two threads at a time.

    `stories()` after any adds and removes equals that of a `Standing` to which what is left was added at once, in any order.
    """

    def __init__(self) -> None:
        self._profiles: list[Profile] = []
        self._slots: dict[str, int] = {}  # article -> slot
        self._ids: dict[str, str] = {}  # id that a story anchored in the article has -> article
        self._index = Index()
        self._parts: dict[int, Component] = {}  # slot -> its component; none for an article that stands alone
        self._moved: dict[str, str] = {}  # id of a story whose anchor was removed -> an article that was in it

    def __len__(self) -> int:
        return len(self._slots)

    def __contains__(self, article: str) -> bool:
        return article in self._slots

    def add(self, articles: Article | Iterable[Article]) -> Change:
        """Add articles, one or many, and place them; one that is there already (same id) changes nothing."""
        return self.place([profile(a) for a in ([articles] if isinstance(articles, Article) else articles)])

    def place(self, profiles: Sequence[Profile]) -> Change:
        """As `add`, for profiles already made (elsewhere: they compare whatever machine made them)."""
        touched: list[int] = []
        pairs: list[Link] = []
        links: dict[Link, int | None] = {}
        held = []
        for one in profiles:
            if one.article not in self._slots:
                terms, weights = indexed(one)
                held.append((self._enter(one), terms, weights))
        many = len(held) > _MANY
        if many:
            self._index.extend(held)
        for slot, terms, weights in held:
            touched.append(slot)
            near = self._index.near(terms, weights).tolist()
            if not many:
                self._index.add(slot, terms, weights)
            pairs += [self._pair(slot, other) for other in near if other < slot and self._profiles[other] is not _NOBODY]
            if len(pairs) > _BLOCK:
                self._link(pairs, links)
                pairs = []
        self._link(pairs, links)
        before = self._stories_of({x for link in links for x in link} - set(touched))
        parts = self._join(touched, links)
        self._settle(parts)
        return self._change([self._slots[p.article] for p in profiles], before, touched, parts)

    def remove(self, article: str) -> Change:
        """Take an article out; raises `KeyError` if it is not there. A story that it held together may fall apart.

        What `freeze` writes afterwards holds nothing of it but the hash of its id, if a story was known by that; the terms under
        which this object found it are forgotten when it is frozen and thawed.
        """
        slot = self._slots.pop(article)
        before = self._stories_of([slot])
        del self._ids[story_id(article)]
        own = self._story_of(slot)
        rest = [s for s in own if s != slot]
        if rest:
            self._moved[story_id(article)] = self._profiles[min(rest, key=self._age)].article
        whole = self._parts.get(slot)
        self._profiles[slot] = _NOBODY
        left: list[int] = []
        if whole is not None:
            members = [s for story in whole.stories for s in story]
            left = [s for s in members if s != slot]
            for s in members:
                del self._parts[s]
            self._join(left, {link: whole.scores.get(link) for link in whole.links if slot not in link}, whole)
        parts = {id(p): p for p in (self._parts.get(s) for s in left) if p is not None}
        self._settle(list(parts.values()))
        return self._change([], before, left, list(parts.values()))

    def story(self, id: str) -> str | None:
        """The id under which a story stands now, if it was ever known by `id`: a story is known by every id that any of its
        articles gave to a story, so that one that was merged or split is still found."""
        seen: set[str] = set()
        while id in self._moved and id not in self._ids and id not in seen:
            seen.add(id)
            id = story_id(self._moved[id])
        article = self._ids.get(id)
        return None if article is None else self._id(self._story_of(self._slots[article]))

    def story_of(self, article: str) -> str:
        """The id of the story of an article; raises `KeyError` if it is not there."""
        return self._id(self._story_of(self._slots[article]))

    def articles(self, id: str) -> tuple[str, ...]:
        """The articles of a story, sorted, by any id that it was ever known by; raises `KeyError` for one never known."""
        now = self.story(id)
        if now is None:
            raise KeyError(id)
        return self._names(self._story_of(self._slots[self._ids[now]]))

    def stories(self) -> tuple[Story, ...]:
        """All stories, in order of their first article's id; what binds them is not looked up here (`binding`)."""
        found = [self._names(slots) for slots in self._all()]
        return tuple(Story(id=self.story_of(names[0]), articles=names, evidence=(), by=BY) for names in sorted(found))

    def held(self) -> Iterator[Profile]:
        """The profiles of all articles, by article id."""
        return (self._profiles[self._slots[a]] for a in sorted(self._slots))

    def links(self) -> list[tuple[str, str]]:
        """The pairs of articles that hold components together, sorted."""
        parts = {id(p): p for p in self._parts.values()}
        return sorted((self._profiles[x].article, self._profiles[y].article) for p in parts.values() for x, y in p.links)

    def restore(
        self,
        profiles: Sequence[Profile],
        stories: Sequence[Sequence[str]],
        links: Sequence[tuple[str, str]],
        moved: Mapping[str, str],
    ) -> None:
        """Put back what `held`, `stories`, `links` and `moved` gave, into an empty one: nothing is compared again."""
        self._index.extend([(self._enter(one), *indexed(one)) for one in profiles])
        self._moved = dict(moved)
        self._join(range(len(profiles)), {(self._slots[x], self._slots[y]): None for x, y in links})
        for part in {id(p): p for p in self._parts.values()}.values():
            part.stories = []
        inside: set[int] = set()
        for names in stories:
            slots = tuple(self._slots[n] for n in names)
            inside.update(slots)
            self._parts[slots[0]].stories.append(slots)
        for slot, part in self._parts.items():
            if slot not in inside:
                part.stories.append((slot,))

    @property
    def moved(self) -> Mapping[str, str]:
        """Ids of stories whose anchor was removed, and an article that was in each."""
        return self._moved

    def _enter(self, one: Profile) -> int:
        slot = len(self._profiles)
        self._profiles.append(one)
        self._slots[one.article] = slot
        self._ids[story_id(one.article)] = one.article
        return slot

    def _pair(self, x: int, y: int) -> Link:
        return (x, y) if self._profiles[x].article < self._profiles[y].article else (y, x)

    def _link(self, pairs: Sequence[Link], links: dict[Link, int | None]) -> None:
        """Keep the pairs that hold components together."""
        for (x, y), value in zip(pairs, score(self._profiles, pairs), strict=True):
            a, b = self._profiles[x].day, self._profiles[y].day
            if value - GRAIN * apart(None if a is None else (a, a), None if b is None else (b, b)) > GRAIN * LINK:
                links[x, y] = value

    def _join(self, slots: Iterable[int], links: Mapping[Link, int | None], known: Component | None = None) -> list[Component]:
        """Join components along links; those that now hold any of `slots` and another article. A link's score may be not known
        (it is worked out when the component is next touched)."""
        for (x, y), value in links.items():
            a, b = self._parts.get(x), self._parts.get(y)
            if a is None or (b is not None and len(b.links) > len(a.links)):
                a, b, x, y = b, a, y, x
            if a is None:
                a = self._parts[x] = Component()
                a.stories = [(x,)]
                if known is not None:
                    a.scores, a.decided, a.lowest = dict(known.scores), dict(known.decided), known.lowest
            if a is not b:
                other = b or Component()
                if b is None:
                    other.stories = [(y,)]
                a.absorb(other)
                for story in other.stories:
                    for s in story:
                        self._parts[s] = a
                a.stories = [*a.stories, *other.stories]
            link = self._pair(x, y)
            a.links.add(link)
            if value is not None:
                a.put(link, value)
        return list({id(p): p for p in (self._parts.get(s) for s in slots) if p is not None}.values())

    def _settle(self, parts: Sequence[Component]) -> None:
        members = [sorted((s for story in p.stories for s in story), key=lambda s: self._profiles[s].article) for p in parts]
        wanted = [(part, pair) for part, own in zip(parts, members, strict=True) for pair in missing(part, own)]
        for (part, pair), value in zip(wanted, score(self._profiles, [pair for _, pair in wanted]), strict=True):
            part.put(pair, value)
        for part, own in zip(parts, members, strict=True):
            settle(part, own, self._profiles)

    def _story_of(self, slot: int) -> Slots:
        part = self._parts.get(slot)
        return (slot,) if part is None else next(story for story in part.stories if slot in story)

    def _stories_of(self, slots: Iterable[int]) -> list[tuple[str, Slots]]:
        """The stories, with their ids, of the components of some slots."""
        parts = {id(self._parts[s]): self._parts[s] for s in slots if s in self._parts}
        alone = [(s,) for s in slots if s not in self._parts]
        return [(self._id(story), story) for story in (*(st for p in parts.values() for st in p.stories), *alone)]

    def _all(self) -> Iterator[Slots]:
        seen: set[int] = set()
        for slot in self._slots.values():
            part = self._parts.get(slot)
            if part is None:
                yield (slot,)
            elif id(part) not in seen:
                seen.add(id(part))
                yield from part.stories

    def _change(
        self, given: Sequence[int], before: list[tuple[str, Slots]], touched: Iterable[int], parts: Sequence[Component]
    ) -> Change:
        after = [story for part in parts for story in part.stories] + [(s,) for s in touched if s not in self._parts]
        was = {s: name for name, story in before for s in story}
        same = {(name, story) for name, story in before}
        changed: list[Changed] = []
        into: dict[str, list[str]] = {}
        for story in after:
            name = self._id(story)
            old = tuple(sorted({was[s] for s in story if s in was}))
            for one in old:
                into.setdefault(one, []).append(name)
            if (name, story) not in same:
                changed.append(Changed(story=name, articles=self._names(story), before=old))
        now = {self._id(story) for story in after}
        return Change(
            placed=tuple(self._id(self._story_of(s)) for s in given),
            changed=tuple(sorted(changed, key=lambda c: c.story)),
            gone=tuple(sorted({name for name, _ in before} - now)),
            merged=tuple(sorted(c.story for c in changed if len(c.before) > 1)),
            split=tuple(sorted(name for name, ends in into.items() if len(ends) > 1)),
        )

    def _names(self, slots: Slots) -> tuple[str, ...]:
        return tuple(sorted(self._profiles[s].article for s in slots))

    def _age(self, slot: int) -> tuple[int, str]:
        one = self._profiles[slot]
        return (one.day if one.day is not None else 1 << 30, one.article)

    def _id(self, slots: Slots) -> str:
        """A story is anchored in its earliest article (of one day, the first by id): what comes later leaves its id as it is."""
        return story_id(self._profiles[min(slots, key=self._age)].article)


def story_id(article: str) -> str:
    """The id of a story that is anchored in an article: 12 hexadecimal digits."""
    return hashlib.sha256(f"story\n{article}".encode()).hexdigest()[:12]


def group_texts(articles: Iterable[Article]) -> tuple[Story, ...]:
    """Put every article into exactly one story, by its text alone: the same stories as a `Standing` has to which they were added
    one by one. The order of `articles` changes nothing, an id given twice counts once, and articles that have nothing to do
    with a story do not change it. Stories come in order of their first article's id. Raises `BadWeights` if the models are
    missing."""
    standing = Standing()
    standing.add(articles)
    return standing.stories()
