"""What the verbs of `stemma archive` do: each opens the archive, asks it, and prints."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from stemma.archive import Collected, Entry, Hit, SqliteStore
from stemma.archive.collection import MARK, UNMARK
from stemma.archive.entries import entry
from stemma.background.names import Names
from stemma.cli.inputs import asked
from stemma.cli.output import WIDTH, bold, print_json, set_aside, warn, write
from stemma.disk import put
from stemma.dossier.safe import oneline
from stemma.errors import BadArchive, BadDossier, Misused, UnknownName

if TYPE_CHECKING:
    from stemma.archive.examining import Examined
    from stemma.archive.removing import Removal
    from stemma.model import Article, Dossier


def now() -> str:
    """The time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def add(args: argparse.Namespace) -> int:
    """Keep what is read, then examine."""
    from stemma.archive.adding import add as add_to
    from stemma.cli import DONE, FAILED, SET_ASIDE
    from stemma.cli.progress import progress

    wanted = asked(args)
    store = _made(args.archive)
    kept = {m.correction for m in store.corrections() if m.withdrawn is None}
    store.add_corrections([c for c in wanted.corrections if c not in kept])
    with progress() as advance:
        added = add_to(
            store,
            wanted.paths,
            when=now,
            strict=wanted.strict,
            fetch=wanted.fetch,
            stdin=wanted.stdin,
            columns=wanted.columns,
            progress=advance,
        )
    set_aside(added.rejected)
    if args.json:
        _line({"new": list(added.new), "known": added.known, "set aside": _rejected(added.rejected)})
    else:
        known = f", {added.known} in it already" if added.known else ""
        print(f"added {counted(len(added.new), 'article')} to {args.archive}{known}")
    refused = bool(added.rejected)
    if not args.no_examine:
        found = _examined(store, args)
        refused = refused or bool(found.rejected)
    if refused:
        return SET_ASIDE if added.new or added.known else FAILED
    return DONE


def examine(args: argparse.Namespace) -> int:
    """Examine what changed."""
    from stemma.cli import DONE, SET_ASIDE

    return SET_ASIDE if _examined(_there(args.archive), args).rejected else DONE


def _examined(store: Collected, args: argparse.Namespace) -> Examined:
    """Examine, say what was set aside and what changed."""
    from stemma.archive.examining import examine as examine_all
    from stemma.cli.progress import progress

    with progress() as advance:
        found = examine_all(store, entry, names=_names(args), progress=advance)
    set_aside(found.rejected)
    if args.json:
        _line({
            "changed": list(found.changed), "gone": list(found.gone), "kept": found.kept, "articles": found.articles,
            "set aside": _rejected(found.rejected),
        })  # fmt: skip
        return found
    print(
        f"{counted(len(found.changed), 'story', 'stories')} new or changed, {len(found.gone)} gone, {found.kept} as before; "
        f"{counted(found.articles, 'article')} worked out"
    )
    own = set(found.changed)
    for n, one in enumerate(e for e in store.stories() if e.id in own):
        if n == 12:
            print(f"… and {len(own) - n} more: stemma archive stories {args.archive}")
            break
        print(_story_line(one))
    return found


def search(args: argparse.Namespace) -> int:
    """Print what is found."""
    from stemma.cli import DONE

    for name in ("since", "until"):
        _day(getattr(args, name), name)
    if args.most < 1:
        raise Misused(f"found --most {args.most}; needed 1 or more", "leave --most out")
    store = SqliteStore(args.archive, reading=True)
    words = " ".join(args.words)
    hits = store.search(words, since=args.since, until=args.until, outlet=args.outlet, most=args.most)
    if args.json:
        for hit in hits:
            _line(_hit(hit))
        return DONE
    for hit in hits:
        f = hit.article
        told = " · ".join(oneline(x, 60) for x in (f.outlet, (f.published or "")[:10]) if x)
        print(bold(oneline(f.title or f.source, WIDTH)))
        print(f"    {oneline(_marked(hit.snippet, '[', ']'), 300)}")
        print(f"    {told + ' · ' if told else ''}article {f.id}{f', story {hit.story}' if hit.story else ''}")
    if not hits:
        print(f'nothing in {args.archive} has all of "{oneline(words, 80)}"', file=sys.stderr)
    return DONE


def stories(args: argparse.Namespace) -> int:
    """List the stories."""
    from stemma.cli import DONE

    if args.most < 0:
        raise Misused(f"found --most {args.most}; needed 1 or more", "leave --most out for all")
    store = SqliteStore(args.archive, reading=True)
    found = store.stories(args.search)
    for one in found[: args.most or None]:
        if args.json:
            _line({
                "id": one.id, "title": one.title, "strip": one.strip, "lower": one.lower, "upper": one.upper,
                "reports": list(one.reports), "first": one.first, "last": one.last, "corrections": one.corrections,
            })  # fmt: skip
        else:
            print(_story_line(one))
    return DONE


def show(args: argparse.Namespace) -> int:
    """Print a dossier."""
    from stemma.cli import DONE
    from stemma.dossier import outline

    dossier = _story(SqliteStore(args.archive, reading=True), args.story)
    if args.json:
        print_json(dossier)
        return DONE
    for n, line in enumerate(outline(dossier, full=True, width=WIDTH)):
        print(bold(line) if n == 0 else line)
    return DONE


def export(args: argparse.Namespace) -> int:
    """Write everything into a folder."""
    from stemma import codec
    from stemma.cli import DONE, SET_ASIDE
    from stemma.codec import sealed
    from stemma.dossier import withhold

    store = SqliteStore(args.archive, reading=True)
    wanted = [_story(store, one) for one in args.story] if args.story else None
    ids = [d.id for d in wanted] if wanted is not None else [e.id for e in store.stories()]
    written: dict[str, str] = {}
    lost: list[str] = []
    for id in ids:
        try:
            dossier = _story(store, id)
        except (BadArchive, BadDossier) as error:
            if wanted is not None:
                raise
            lost.append(id)
            warn(f"left out story {id}: {error.message} ({error.hint})")
            continue
        written[id] = str(write(sealed(withhold(dossier)) if args.no_text else dossier, args.out).parent)
    counts: dict[str, int] = {}
    if wanted is None:
        args.out.mkdir(parents=True, exist_ok=True)
        if not args.no_text:
            counts["article"] = 0
            put(args.out / "articles.jsonl", (codec.encode(a) + b"\n" for a in _whole(store, counts, lost)))
        made = [m.correction for m in store.corrections() if m.withdrawn is None]
        put(args.out / "corrections.jsonl", codec.correction_lines(made))
        counts["correction"] = len(made)
    if args.json:
        _line({"out": str(args.out), "stories": written, **{f"{what}s": n for what, n in counts.items()}, "left out": lost})
    else:
        told = [counted(len(written), "story", "stories"), *(counted(n, what) for what, n in counts.items())]
        print(f"{', '.join(told)} → {args.out}")
    return SET_ASIDE if lost else DONE


def _whole(store: Collected, counts: dict[str, int], lost: list[str]) -> Iterator[Article]:
    """The articles that can be read, one at a time and counted; those that are damaged are named."""
    for filed in store.filed():
        try:
            article = store.article(filed.id)
        except BadArchive as error:
            lost.append(filed.id)
            warn(f"left out: {error.message} ({error.hint})")
            continue
        if article is not None:  # else another program took it out in this moment
            counts["article"] += 1
            yield article


def _story(store: Collected, asked_for: str) -> Dossier:
    """The dossier of a story by its id now or before, or the beginning of it. Raises `UnknownName`."""
    id = store.story(asked_for)
    if id is None:
        near = [e.id for e in store.stories() if e.id.startswith(asked_for)]
        if len(near) != 1:
            found = f"{len(near)} stories of which the id begins" if near else "no story of which the id is or begins"
            raise UnknownName(f"found {found} with {asked_for!r}; needed one", "`stemma archive stories` lists them")
        id = near[0]
    dossier = store.dossier(id)
    if dossier is None:  # another program took it out in this moment
        raise UnknownName(f"the story {id} is gone", "`stemma archive stories` lists them")
    return dossier


def _names(args: argparse.Namespace) -> Names:
    from stemma.background.lexicon_files import read_names

    return read_names(*args.lexicon, outlets=args.outlets)


def _there(archive: Path) -> SqliteStore:
    """An archive to be worked with, which must be there; who has to wait for another program is told."""
    SqliteStore(archive, reading=True).close()
    return _made(archive)


def _made(archive: Path) -> SqliteStore:
    """The same; it is made if it is not there."""
    store = SqliteStore(archive)
    store.waiting = warn
    return store


def _day(value: str, name: str) -> None:
    import re

    if value and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value):
        raise Misused(f"found --{name} {value!r}; needed a day, month or year", "write it as 2026-03-01, 2026-03 or 2026")


def _story_line(one: Entry) -> str:
    bounds = "no claim" if one.lower is None else f"{one.lower}" if one.lower == one.upper else f"{one.lower}-{one.upper}"
    days = "/".join(dict.fromkeys(d[:10] for d in (one.first, one.last) if d)) or "no date"
    return f"{one.id}  {bounds:>8}  {counted(len(one.reports), 'report'):>11}  {days:>21}  {oneline(one.title, 60)}"


def _hit(hit: Hit) -> dict[str, object]:
    f = hit.article
    return {
        "id": f.id, "title": f.title, "outlet": f.outlet, "published": f.published, "url": f.url, "source": f.source,
        "sha256": f.sha256, "story": hit.story, "snippet": _marked(hit.snippet, "<mark>", "</mark>"), "rank": round(hit.rank, 6),
    }  # fmt: skip


def _marked(snippet: str, before: str, after: str) -> str:
    return " ".join(snippet.split()).replace(MARK, before).replace(UNMARK, after)


def _rejected(found: object) -> list[dict[str, str]]:
    return [{"source": r.source, "code": r.code, "message": r.message, "hint": r.hint} for r in found]  # type: ignore[attr-defined]


def _line(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


def counted(n: int, one: str, many: str = "") -> str:
    """A number with its noun ("1 story", "2 stories"); `many` is the plural where an s does not make it."""
    return f"{n} {one if n == 1 else many or one + 's'}"


def check(args: argparse.Namespace) -> int:
    """Look for damage."""
    from stemma.archive.checking import check as look
    from stemma.cli import DONE, FAILED
    from stemma.cli.progress import progress

    with progress() as advance:
        found = look(SqliteStore(args.archive, reading=True), repair=args.repair, progress=advance)
    if args.json:
        _line({
            "sound": found.sound, "articles": found.articles, "pages": found.pages, "stories": found.stories,
            "corrections": found.corrections, "notes": list(found.notes),
            "troubles": [{"where": t.where, "found": t.found, "mend": t.mend, "mended": t.mended} for t in found.troubles],
        })  # fmt: skip
        return DONE if found.sound else FAILED
    for t in found.troubles:
        print(f"{t.where}: {oneline(t.found, 300)}\n    {'mended' if t.mended else t.mend}")
    for note in found.notes:
        print(f"note: {note}")
    looked = ", ".join(
        (
            counted(found.articles, "article"),
            counted(found.pages, "page"),
            counted(found.stories, "story", "stories"),
            counted(found.corrections, "correction"),
        )
    )
    mended = sum(t.mended for t in found.troubles)
    wrong = len(found.troubles) - mended
    state = "sound" if found.sound else f"{counted(wrong, 'thing')} wrong"
    print(f"{args.archive}: {state}{f', {mended} mended' if mended else ''}; looked at {looked}")
    if mended:
        print(f"`stemma archive examine {args.archive}` makes again what was taken out")
    return DONE if found.sound else FAILED


def compact(args: argparse.Namespace) -> int:
    """Give space back."""
    from stemma.archive.checking import compact as pack
    from stemma.cli import DONE
    from stemma.cli.progress import progress

    with progress() as advance:
        won = pack(_there(args.archive), progress=advance)
    if args.json:
        _line({"before": won.before, "after": won.after, "dropped": won.dropped})
    else:
        print(f"{_size(won.before)} before, {_size(won.after)} now; {counted(won.dropped, 'layer')} that nothing refers to dropped")
    return DONE


def remove(args: argparse.Namespace) -> int:
    """Take articles out and print the proof."""
    from stemma.archive.removing import remove as take_out
    from stemma.cli import DONE, FAILED
    from stemma.cli.progress import progress
    from stemma.watching.telling import republished

    store = _there(args.archive)
    with progress() as advance:
        done = take_out(
            store,
            args.what,
            None if args.no_examine else entry,
            names=_names(args),
            progress=advance,
            published=lambda: republished(store.folder),
            proven=lambda done: _proof(done, args),
        )
    return DONE if done.gone else FAILED


def _proof(done: Removal, args: argparse.Namespace) -> None:
    if args.json:
        _line({
            "gone": done.gone, "articles": list(done.articles), "pages": list(done.pages), "stories": list(done.stories),
            "looked for": dict(done.looked), "shared with what stays": done.shared, "files": dict(done.files),
            "unpacked values": done.values, "files written anew": done.packed, "notes": list(done.notes),
            "left": [{"kind": x.kind, "where": x.where, "at": x.at} for x in done.left],
        })  # fmt: skip
        return
    print(f"took out {counted(len(done.articles), 'article')}: {', '.join(done.articles) or 'none'}")
    if done.stories:
        again = "examined again without it" if done.examined is not None else "taken out; `stemma archive examine` makes them again"
        print(f"dossiers that quoted it, {again}: {', '.join(done.stories)}")
    looked = ", ".join(f"{n} × {kind}" for kind, n in done.looked if n)
    print(f"looked for {looked}")
    files = ", ".join(f"{name} ({_size(size)})" for name, size in done.files)
    print(f"in every byte of {files}, and in {counted(done.values, 'value')} that the archive packs")
    if done.shared:
        print(f"{done.shared} of them stand in what stays, too, and prove nothing")
    if done.packed:
        print("freed space of an older version held some of it: all files were written anew")
    for x in done.left[:20]:
        print(f"LEFT: a {x.kind} in {x.where}, byte {x.at}")
    for note in done.notes:
        print(f"note: {note}")
    if done.gone:
        print("nothing of it is left in the archive")
    else:
        print(f"{len(done.left)} traces are left; `stemma archive remove {args.archive} {args.what[0]}` looks once more")
    sys.stdout.flush()


def _size(n: int) -> str:
    return f"{n / 1e6:.1f} MB" if n >= 1e5 else f"{n / 1e3:.1f} kB"
