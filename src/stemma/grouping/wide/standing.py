"""Stories that stand while articles come and go: one is added and placed, stories grow, merge and split, and in the end they are
those that all the articles would give at once, whatever the order they came in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stemma.grouping.wide.clusters import FREE_DAYS, GRAIN, LINK, NEVER, apart
from stemma.grouping.wide.components import Component, Slots, complete, grouped, hanging, roots, settle
from stemma.grouping.wide.index import Index, indexed
from stemma.grouping.wide.profiles import Profile, profile
from stemma.grouping.wide.shelf import Shelf
from stemma.grouping.wide.weights import Ints
from stemma.model import Article, Story

BY = "group-wide@1"
_BLOCK = 20_000
_TOLD = 200


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


@dataclass(frozen=True, slots=True)
class Frozen:
    """A `Standing` taken apart: articles sorted; of each its day, its length, its records (one after another) and how many they
    are; stories of two and more, and the links (in rows), by numbers of articles; `moved`."""

    articles: list[str]
    days: Ints
    lengths: Ints
    records: NDArray[np.void]
    sizes: Ints
    stories: list[list[int]]
    links: Ints
    moved: dict[str, str]


class Standing:
    """The stories of a growing collection. Not for two threads at a time.

    `stories()` after any adds and removes equals that of a `Standing` to which what is left was added at once, in any order.
    """

    def __init__(self) -> None:
        self._shelf = Shelf()
        self._slots: dict[str, int] = {}  # article -> slot
        self._ids: dict[str, str] | None = None  # id that a story anchored in the article has -> article; None: not yet made
        self._index = Index()
        self._indexed = 0  # slots that the index knows
        self._parts: dict[int, Component] = {}  # slot -> its component; none for an article that stands alone
        self._moved: dict[str, str] = {}  # id of a story whose anchor was removed -> an article that was in it

    def __len__(self) -> int:
        return len(self._slots)

    def __contains__(self, article: str) -> bool:
        return article in self._slots

    def add(self, articles: Article | Iterable[Article]) -> Change:
        """Add articles, one or many, and place them; one that is there already (same id) changes nothing."""
        return self.place([profile(a) for a in ([articles] if isinstance(articles, Article) else articles)])

    def place(self, profiles: Sequence[Profile], progress: Callable[[int, int], None] | None = None) -> Change:
        """As `add`, for profiles already made (elsewhere: they compare whatever machine made them).

        `progress` is called now and then with how many of the new articles are done and how many there are, the last time, when
        their stories stand, with the same number twice. What it raises goes to the caller; the articles may then be only partly
        placed, and this object is to be thrown away.
        """
        first = len(self._shelf)
        self._enter(profiles)
        held = self._find(first)
        x: list[int] = []
        links: list[tuple[Ints, Ints, Ints]] = []
        others: list[Ints] = []
        waiting = 0
        found = self._index.all_near([(terms, weights) for _, terms, weights in held])
        for done, ((slot, _, _), near) in enumerate(zip(held, found, strict=True), 1):
            near = near[: np.searchsorted(near, slot)]
            x.append(slot)
            others.append(near)
            waiting += len(near)
            if waiting > _BLOCK:
                links.append(self._links(x, others))
                x, others, waiting = [], [], 0
            if progress is not None and done % _TOLD == 0 and done < len(held):
                progress(done, len(held))
        links.append(self._links(x, others))
        a, b, values = (np.concatenate(part) for part in zip(*links, strict=True))
        touched = [slot for slot, _, _ in held]
        before = self._stories_of({*a.tolist(), *b.tolist()}.difference(touched))
        parts = self._join(touched, a, b, values)
        self._settle(parts)
        change = self._change([self._slots[p.article] for p in profiles], before, touched, parts)
        if progress is not None:
            progress(len(held), len(held))
        return change

    def remove(self, article: str) -> Change:
        """Take an article out; raises `KeyError` if it is not there. A story that it held together may fall apart.

        What `freeze` writes afterwards holds nothing of it but the hash of its id, if a story was known by that; the terms under
        which this object found it are forgotten when it is frozen and thawed.
        """
        slot = self._slots.pop(article)
        before = self._stories_of([slot])
        if self._ids is not None:
            del self._ids[story_id(article)]
        own = self._story_of(slot)
        rest = [s for s in own if s != slot]
        if rest:
            self._moved[story_id(article)] = self._shelf.articles[min(rest, key=self._age)]
        whole = self._parts.get(slot)
        self._shelf.clear(slot)
        left: list[int] = []
        if whole is not None:
            left = [s for s in whole.row if s != slot]
            for s in whole.row:
                del self._parts[s]
            found: dict[int, list[int]] = {}
            for s, root in roots(link for link in whole.links() if slot not in link).items():
                found.setdefault(root, []).append(s)
            for some in found.values():
                self._parts.update(dict.fromkeys(some, whole.part(some)))
        parts = list({id(p): p for p in (self._parts.get(s) for s in left) if p is not None}.values())
        self._settle(parts)
        return self._change([], before, left, parts)

    def story(self, id: str) -> str | None:
        """The id under which a story stands now, if it was ever known by `id`: a story is known by every id that any of its
        articles gave to a story, so that one that was merged or split is still found."""
        seen: set[str] = set()
        ids = self._anchors()
        while id in self._moved and id not in ids and id not in seen:
            seen.add(id)
            id = story_id(self._moved[id])
        article = ids.get(id)
        return None if article is None else self._id(self._story_of(self._slots[article]))

    def story_of(self, article: str) -> str:
        """The id of the story of an article; raises `KeyError` if it is not there."""
        return self._id(self._story_of(self._slots[article]))

    def articles(self, id: str) -> tuple[str, ...]:
        """The articles of a story, sorted, by any id that it was ever known by; raises `KeyError` for one never known."""
        now = self.story(id)
        if now is None:
            raise KeyError(id)
        return self._names(self._story_of(self._slots[self._anchors()[now]]))

    def stories(self) -> tuple[Story, ...]:
        """All stories, in order of their first article's id; what binds them is not looked up here (`binding`)."""
        found = [self._names(slots) for slots in self._all()]
        return tuple(Story(id=self.story_of(names[0]), articles=names, evidence=(), by=BY) for names in sorted(found))

    def held(self) -> Iterator[Profile]:
        """The profiles of all articles, by article id."""
        return (self._shelf[self._slots[a]] for a in sorted(self._slots))

    def links(self) -> list[tuple[str, str]]:
        """The pairs of articles that hold components together, sorted."""
        names = self._shelf.articles
        named = ((names[x], names[y]) for x, y in self._linked().tolist())
        return sorted((min(x, y), max(x, y)) for x, y in named)

    def frozen(self) -> Frozen:
        """All that there is to know, by the numbers that articles have in order of their ids."""
        articles = sorted(self._slots)
        slots = np.array([self._slots[a] for a in articles], np.int64)
        number = np.zeros(len(self._shelf), np.int64)
        number[slots] = np.arange(len(slots))
        links = np.sort(number[self._linked()], axis=1)
        links = links[np.lexsort((links[:, 1], links[:, 0]))]
        stories = sorted(sorted(number[list(story)].tolist()) for story in self._all() if len(story) > 1)
        return Frozen(articles, *self._shelf.frozen(slots), stories, links, dict(sorted(self._moved.items())))

    def restore(self, all: Frozen) -> None:
        """Put back into an empty one what `frozen` gave: nothing is compared again, and terms are not looked up before the first
        article is placed. Raises `ValueError` or `LookupError` for what it cannot have given."""
        ends = np.concatenate((np.zeros(1, np.int64), np.cumsum(all.sizes)))
        self._shelf.fill(all.articles, all.days, all.lengths, all.records, ends)
        many = len(all.articles)
        self._slots = dict(zip(all.articles, range(many), strict=True))
        if len(self._slots) < many or (len(all.links) and not 0 <= int(all.links.min()) <= int(all.links.max()) < many):
            raise ValueError("links of articles that are not there")
        self._moved = all.moved
        x, y = np.ascontiguousarray(all.links[:, 0]), np.ascontiguousarray(all.links[:, 1])
        root = hanging(many, x, y)
        inside = np.unique(all.links)
        groups: dict[int, list[int]] = {}
        for slot, top in zip(inside.tolist(), root[inside].tolist(), strict=True):
            groups.setdefault(top, []).append(slot)
        row = np.zeros(many, np.int64)
        for own in groups.values():
            row[own] = np.arange(len(own))
            self._parts.update(dict.fromkeys(own, Component(own)))
        for top, own_links in grouped(root[x]):
            self._parts[top].hold(row[x[own_links]], row[y[own_links]])
        told = set[int]()
        for story in all.stories:
            told.update(story)
            self._parts[story[0]].stories.append(tuple(story))
        for slot, part in self._parts.items():
            if slot not in told:
                part.stories.append((slot,))

    def _linked(self) -> Ints:
        """The slots of pairs that hold components together, in rows."""
        parts = {id(p): p for p in self._parts.values()}.values()
        return np.concatenate([np.zeros((0, 2), np.int64), *(part.linked() for part in parts)])

    def _anchors(self) -> dict[str, str]:
        if self._ids is None:
            self._ids = {story_id(article): article for article in self._slots}
        return self._ids

    def _find(self, first: int) -> list[tuple[int, NDArray[np.uint32], Ints]]:
        """Let all articles be found by their terms; those in slots from `first` on, and their terms."""
        held = [(slot, *indexed(self._shelf[slot])) for slot in range(self._indexed, len(self._shelf))]
        self._index.extend(held)
        held = held[first - self._indexed :]
        self._indexed = len(self._shelf)
        return held

    @property
    def moved(self) -> Mapping[str, str]:
        """Ids of stories whose anchor was removed, and an article that was in each."""
        return self._moved

    def _enter(self, profiles: Iterable[Profile]) -> None:
        """Give slots to those that are not there."""
        new: list[Profile] = []
        for one in profiles:
            if one.article not in self._slots:
                self._slots[one.article] = len(self._shelf) + len(new)
                new.append(one)
                if self._ids is not None:
                    self._ids[story_id(one.article)] = one.article
        self._shelf.extend(new)

    def _links(self, slots: Sequence[int], others: Sequence[Ints]) -> tuple[Ints, Ints, Ints]:
        """Of the pairs of each slot with those beside it the ones that hold components together, and their scores."""
        x = np.repeat(np.array(slots, np.int64), [len(own) for own in others])
        y = np.concatenate(others) if others else x
        there = self._shelf.there(y)
        x, y = x[there], y[there]
        values = self._shelf.scores(x, y)
        kept = values > GRAIN * LINK
        x, y, values = x[kept], y[kept], values[kept]
        a, b = self._shelf.days[x], self._shelf.days[y]
        late = (a != NEVER) & (b != NEVER) & (np.abs(a - b) > FREE_DAYS)
        for n in np.flatnonzero(late).tolist():
            one, other = int(a[n]), int(b[n])
            late[n] = not values[n] - GRAIN * apart((one, one), (other, other)) > GRAIN * LINK
        return x[~late], y[~late], values[~late]

    def _join(self, slots: Iterable[int], x: Ints, y: Ints, values: Ints) -> list[Component]:
        """Join components along links; those that now hold any of `slots` and another article."""
        ends, place = np.unique(np.concatenate((x, y)), return_inverse=True)
        a, b = place[: len(x)], place[len(x) :]
        old = [self._parts.get(s) for s in ends.tolist()]
        # What is in one component already hangs together.
        first: dict[int, int] = {}
        known = np.array([n if part is None else first.setdefault(id(part), n) for n, part in enumerate(old)], np.int64)
        root = hanging(len(ends), np.concatenate((a, np.arange(len(ends)))), np.concatenate((b, known)))
        groups: dict[int, list[int]] = {}
        for n, top in enumerate(root.tolist()):
            groups.setdefault(top, []).append(n)
        row = np.zeros(len(ends), np.int64)
        for own in groups.values():
            found = list({id(part): part for part in (old[n] for n in own) if part is not None}.values())
            found.sort(key=lambda part: -len(part.row))
            new = [int(ends[n]) for n in own if old[n] is None]
            whole = found[0] if found else Component()
            whole.take(new, found[1:])
            for part in found[1:]:
                self._parts.update(dict.fromkeys(part.row, whole))
            self._parts.update(dict.fromkeys(new, whole))
            row[own] = whole.rows(ends[own].tolist())
        for top, links in grouped(root[a]):
            part = self._parts[int(ends[top])]
            part.hold(row[a[links]], row[b[links]])
            part.put(row[a[links]], row[b[links]], values[links])
        return list({id(p): p for p in (self._parts.get(s) for s in slots) if p is not None}.values())

    def _settle(self, parts: Sequence[Component]) -> None:
        complete(parts, self._shelf)
        for part in parts:
            settle(part, self._shelf)

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
        names = [self._id(story) for story in after]
        told = {s: name for name, story in zip(names, after, strict=True) for s in story}
        was = {s: name for name, story in before for s in story}
        same = {(name, story) for name, story in before}
        changed: list[Changed] = []
        into: dict[str, list[str]] = {}
        for name, story in zip(names, after, strict=True):
            old = tuple(sorted({was[s] for s in story if s in was}))
            for one in old:
                into.setdefault(one, []).append(name)
            if (name, story) not in same:
                changed.append(Changed(story=name, articles=self._names(story), before=old))
        return Change(
            placed=tuple(told.get(s) or self._id(self._story_of(s)) for s in given),
            changed=tuple(sorted(changed, key=lambda c: c.story)),
            gone=tuple(sorted({name for name, _ in before} - set(names))),
            merged=tuple(sorted(c.story for c in changed if len(c.before) > 1)),
            split=tuple(sorted(name for name, ends in into.items() if len(ends) > 1)),
        )

    def _names(self, slots: Slots) -> tuple[str, ...]:
        return tuple(sorted(self._shelf.articles[s] for s in slots))

    def _age(self, slot: int) -> tuple[int, str]:
        return (int(self._shelf.days[slot]), self._shelf.articles[slot])

    def _id(self, slots: Slots) -> str:
        """A story is anchored in its earliest article (of one day, the first by id): what comes later leaves its id as it is."""
        return story_id(self._shelf.articles[min(slots, key=self._age)])


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
