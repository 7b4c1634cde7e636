"""Bringing the plan of an archive up to date: what changed is worked out, and all that may follow from it; nothing else is read.

    articles that are new or corrected   read once: their bonds, their day, the key of what they say
    those that they are bound to         gathered again with them (`stemma.reading.gather_bound`)
    what is looked at in another way     a profile, by its text alone
    those that may tell the same event   found by rare terms, grouped with all that hangs together with them
    stories of other articles            what they are to be made from

The plan that comes out is the same whatever it was before, and in whatever order articles came: each step follows from the articles
that it is about, and whatever may be otherwise is taken out of the plan before anything else is written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from stemma import codec
from stemma.archive.collection import Collected, Layer, Sheet, encoded
from stemma.archive.plan import Begun, Plan, Row, Settling
from stemma.model import Article, Correction, Rejected
from stemma.pipeline import NEAR, Progress, concerned, found_by, profiled, regrouped
from stemma.reading import Tie, check, correct, gather_bound, tied

BATCH: Final = 256
"""Articles that are noted in one transaction."""
FEW: Final = 500
"""So many new articles, or a tenth of those that are there, are placed by what they may be compared with; more with all."""


@dataclass
class Planning:
    """One examination's work on a plan. `said` are the corrections that hold, `pages` all that any correction ever named; `made_by`
    stands for this program. `fresh` are the ids of articles that were worked on; `anew` says that the plan was made from nothing.
    """

    store: Collected
    plan: Plan
    made_by: str
    said: Sequence[Correction]
    pages: Collection[str]
    progress: Progress | None = None
    fresh: set[str] = field(default_factory=set)
    anew: bool = False

    def __post_init__(self) -> None:
        self._by_page: dict[str, list[Correction]] = {}
        for one in self.said:
            check(one)
            self._by_page.setdefault(one.page, []).append(one)

    def bring(self) -> bool:
        """Do all of it. False if articles went meanwhile: then it is to be done again."""
        if self.plan.told("made by") != self.made_by:
            self.plan.clear(self.made_by)
            self.anew = True
        self._read(self._missing())
        days = hashlib.sha256("\n".join(self.plan.days()).encode()).hexdigest()
        if days != self.plan.told("days"):
            self.plan.another_calendar(days)
        self._gather()
        if not self._place():
            return False
        self._key()
        return True

    def looked_at(self, rows: Sequence[Row]) -> list[Article] | None:
        """Articles as they are looked at; None if one of them is not any more what the plan knows (which then forgets it)."""
        there = self.store.layers("article", [r.key for r in rows if r.key and r.key != r.alone])
        out: list[Article] = []
        lost: list[str] = []
        as_read = iter(self.store.some([r.article for r in rows if not r.key or r.key == r.alone]))
        for row in rows:
            if row.key and row.key != row.alone:
                if row.key in there:
                    out.append(codec.unpack(there[row.key], Article))
                else:
                    lost.append(row.article)
                continue
            article = next(as_read, None)
            if article is None or article.id != row.article:
                return None
            out.append(self._corrected(article))
        if lost:
            self.plan.drop(lost)
        return None if lost else out

    def tick(self, step: str, done: int, of: int) -> None:
        """Tell how far a step is."""
        if self.progress is not None:
            self.progress(step, done, of)

    def _corrected(self, article: Article) -> Article:
        return correct(article, self._by_page.get(article.sha256, ()))

    def _given(self, sheet: Sheet) -> str:
        """What tells an article as read, with what people say of its page."""
        own = self._by_page.get(sheet.page)
        return f"{sheet.digest} {hashlib.sha256(codec.correction_lines(own)).hexdigest()}" if own else sheet.digest

    def _missing(self) -> list[Sheet]:
        """The articles that the plan does not know as they are; those that it should not know are taken out of it."""
        plan, store = self.plan, self.store
        last = plan.last()
        sheets = list(store.sheets(last[0] - 1 if last else 0))
        kept = last is None or (bool(sheets) and (sheets[0].n, sheets[0].article, sheets[0].digest) == (*last[:2], last[2][:64]))
        fresh = sheets[1:] if last else sheets
        if not kept or plan.count() + len(fresh) != store.extent()[0]:
            known = plan.given()
            every = {s.article: s for s in store.sheets(0)}
            plan.drop([a for a, (n, told) in known.items() if a not in every or (n, told[:64]) != (every[a].n, every[a].digest)])
            fresh = [s for a, s in every.items() if a not in known or (s.n, s.digest) != (known[a][0], known[a][1][:64])]
        new = {s.article for s in fresh}
        # Of what people say of pages the plan only knows what they said before.
        for row, told in plan.of_pages(self.pages):
            sheet = Sheet(n=row.n, article=row.article, digest=told[:64], page=row.page)
            if row.article not in new and self._given(sheet) != told:
                fresh.append(sheet)
        return fresh

    def _read(self, missing: Sequence[Sheet]) -> None:
        for start in range(0, len(missing), BATCH):
            part = missing[start : start + BATCH]
            by_id = {s.article: s for s in part}
            found = []
            for article in self.store.some([s.article for s in part]):
                sheet, now = by_id[article.id], self._corrected(article)
                tie = tied(now)
                found.append(
                    Begun(
                        n=sheet.n, article=article.id, page=sheet.page, given=self._given(sheet), undated=tie.undated, day=tie.day,
                        alone=self._key_of(now), bonds=tie.bonds,
                    )
                )  # fmt: skip
            self.plan.begin(found)
            self.tick("looking through", start + len(part), len(missing))

    def _key_of(self, article: Article) -> str:
        return hashlib.sha256(self.made_by.encode() + encoded(article)).hexdigest()

    def _gather(self) -> None:
        """Find out how articles are looked at that are new, and those bound to them."""
        rows = self.plan.rows(self.plan.unread())
        if not rows:
            return
        days = [date.fromisoformat(day) for day in self.plan.days()]
        ties = [Tie(r.article, r.undated, r.day, self.plan.bonds(r.n)) for r in rows]
        keys = {r.n: r.alone for r in rows}
        done = 0

        def load(places: list[int]) -> list[Article]:
            nonlocal done
            done += len(places)
            self.tick("comparing pages", done, len(rows))
            return [self._corrected(a) for a in self.store.some([rows[n].article for n in places])]

        layers: list[Layer] = []
        for place, article in gather_bound(ties, load, self.said, days):
            row = rows[place]
            keys[row.n] = self._key_of(article) if article is not None else ""
            if article is not None and keys[row.n] != row.alone:
                layers.append(Layer(kind="article", key=keys[row.n], article=article.id, data=codec.pack(article)))
            if len(layers) >= BATCH:
                self.store.keep_layers(layers)
                layers = []
        self.store.keep_layers(layers)
        self.plan.read(keys.items())
        self.tick("comparing pages", len(rows), len(rows))

    def _place(self) -> bool:
        """Put articles into stories that are not where they belong."""
        plan = self.plan
        waiting = plan.unplaced()
        if not waiting:
            return True
        found = self._profiles([r for r in waiting if r.key])
        if found is None:
            return False
        before = self.store.layers("profile", [r.placed for r in waiting if r.placed])
        staying = [(r.n, r.key) for r in waiting if r.key and r.story and before.get(r.placed or "", b"") == found.get(r.n)]
        plan.moved(staying)
        own = {n for n, _ in staying}
        plan.dissolve(r.n for r in waiting if r.n not in own)
        plan.aside((r.n, "", None) for r in waiting if r.key == "")
        plan.aside((r.n, r.key, codec.pack(why)) for r in waiting if r.key and isinstance(why := found[r.n], Rejected))
        waiting = plan.unplaced()
        more = self._profiles([r for r in waiting if r.key and r.n not in found])
        if more is None:
            return False
        profiles = {r.n: p for r in waiting if isinstance(p := found.get(r.n) or more.get(r.n), bytes)}
        return self._group([r for r in waiting if r.n in profiles], profiles) if profiles else True

    def _profiles(self, rows: Sequence[Row]) -> dict[int, bytes | Rejected] | None:
        """By number the profile of each article, or why it is in no story; None if one is not there any more."""
        out: dict[int, bytes | Rejected] = {}
        there = self.store.layers("profile", [r.key for r in rows if r.key])
        missing = [r for r in rows if r.key not in there]
        for start in range(0, len(missing), BATCH):
            part = missing[start : start + BATCH]
            articles = self.looked_at(part)
            if articles is None:
                return None
            layers = []
            for row, article in zip(part, articles, strict=True):
                out[row.n] = made = profiled(article)
                self.fresh.add(row.article)
                if row.key and not isinstance(made, Rejected):
                    layers.append(Layer(kind="profile", key=row.key, article=row.article, data=made))
            self.store.keep_layers(layers)
            self.tick("profiles", start + len(part), len(missing))
        return out | {r.n: there[r.key] for r in rows if r.key and r.key in there}

    def _group(self, rows: Sequence[Row], profiles: Mapping[int, bytes]) -> bool:
        """Find the stories of articles that are in none, together with those that may tell the same."""
        plan = self.plan
        terms = {n: found_by(profiles[n]) for n in profiles}
        order = sorted(terms)
        for start in range(0, len(order), 8 * BATCH):
            plan.found_by({n: terms[n] for n in order[start : start + 8 * BATCH]})
            self.tick("indexing", min(len(order), start + 8 * BATCH), len(order))
        if len(rows) > max(FEW, plan.count() // 10):
            held = plan.everywhere()
        else:
            held = plan.around({m for n in order for m in plan.near(terms[n], NEAR)})
        kept = self.store.layers("profile", [r.placed for r in held if r.placed])
        lost = [r.n for r in held if r.placed not in kept]
        if lost:
            plan.dissolve(lost)
            return False
        name = {r.n: r.article for r in (*held, *rows)}
        stories: dict[str, list[str]] = {}
        for row in held:
            stories.setdefault(row.story or "", []).append(row.article)
        found = regrouped(
            [kept[r.placed] for r in held if r.placed],
            [stories[id] for id in sorted(stories)],
            [(name[a], name[b]) for a, b in plan.links(r.component for r in held if r.component is not None)],
            [profiles[r.n] for r in rows],
            lambda done: self.tick("grouping", done, len(rows)),
        )
        number = {article: n for n, article in name.items()}
        told = {number[a]: story.id for story in found.stories for a in story.articles}
        links = [(number[a], number[b]) for a, b in found.links]
        # Components without any of the new ones are as they were.
        touched = [part for part in _components(number.values(), links) if not profiles.keys().isdisjoint(part)]
        first = {n: part[0] for part in touched for n in part}
        own: dict[int, list[tuple[int, int, int]]] = {}
        for a, b in links:
            if a in first:
                own.setdefault(first[a], []).append((first[a], a, b))
        keys = {r.n: r.key for r in rows if r.key}
        for start in range(0, len(touched), BATCH):
            parts = touched[start : start + BATCH]
            settling = Settling(
                stories={n: told[n] for part in parts for n in part},
                components={n: part[0] if len(part) > 1 else None for part in parts for n in part},
                links=[link for part in parts for link in own.get(part[0], ())],
            )
            if not plan.settle(settling, {n: keys[n] for part in parts for n in part if n in keys}):
                return False
            self.tick("noting stories", start + len(parts), len(touched))
        return True

    def _key(self) -> None:
        """Find out what stories are made from of which that is not known, or may have become another by what people say."""
        unkeyed = self.plan.unkeyed(self.pages)
        for start in range(0, len(unkeyed), BATCH):
            part = unkeyed[start : start + BATCH]
            self.plan.want({id: self._story_key(self.plan.story(id)) for id in part})
            self.tick("stories found", start + len(part), len(unkeyed))

    def _story_key(self, rows: Sequence[Row]) -> str:
        """Articles that say the same under other ids are others: their keys have their ids in them."""
        seen = hashlib.sha256(self.made_by.encode())
        for row in rows:
            seen.update(bytes.fromhex(row.key or ""))
        seen.update(b"\0" + codec.correction_lines(concerned(self.said, {r.page for r in rows})))
        return seen.hexdigest()


def _components(ns: Iterable[int], links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Numbers that hang together by links, sorted."""
    home = {n: n for n in ns}

    def root(n: int) -> int:
        while home[n] != n:
            home[n] = n = home[home[n]]
        return n

    for a, b in links:
        x, y = root(a), root(b)
        home[max(x, y)] = min(x, y)
    out: dict[int, list[int]] = {}
    for n in sorted(home):
        out.setdefault(root(n), []).append(n)
    return list(out.values())
