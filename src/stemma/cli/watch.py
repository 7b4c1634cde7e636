"""`stemma watch FEEDS ARCHIVE`: poll feeds, keep what is new, tell only what matters."""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from stemma.cli.examine import Verbs
from stemma.cli.inputs import add_lexicon, add_outlets

if TYPE_CHECKING:
    from stemma.watching import Subscribed

_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}


def add(verbs: Verbs[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Add the verb and its options."""
    parser = verbs.add_parser(
        "watch",
        parents=[common],
        help="watch feeds, and be told of new origins, denials, changed numbers and corrections only",
        description="Polls the feeds of a list (OPML, or an address a line) politely, keeps their reports in ARCHIVE, brings the "
        "stories up to date, and prints a line of JSON for every alert: a claim has a new independent origin, is denied, a number "
        "is told otherwise, an outlet corrects itself. An echo is never an alert. Ends with Ctrl-C and goes on where it was. See "
        "docs/watch.md.",
    )
    parser.add_argument("feeds", metavar="FEEDS", type=Path, help="list of feeds: OPML, or a text file with an address a line")
    parser.add_argument("archive", metavar="ARCHIVE", type=Path, help="folder of the archive; made if it is not there")
    parser.add_argument(
        "--every", default="10m", metavar="TIME", help="pause between two polls of a feed: 90s, 10m, 1h (default: 10m; least: 60s)"
    )
    parser.add_argument("--once", action="store_true", help="poll the feeds that are due, once, and end: for cron")
    parser.add_argument(
        "--webhook", metavar="URL", action="append", default=[], help="also POST every alert as JSON to this address"
    )
    parser.add_argument("--feed", metavar="FILE", type=Path, help="also keep the latest alerts in an Atom feed for a feed reader")
    parser.add_argument(
        "--from-start", action="store_true", help="tell alerts of the first round, too, which only shows what there is already"
    )
    parser.add_argument("--status", action="store_true", help="print how every feed stands, and end")
    parser.add_argument(
        "--trust",
        metavar="HOST[:PORT]",
        action="append",
        default=[],
        help="a host within your own network that may be asked, too; may be given more than once",
    )
    add_lexicon(parser)
    add_outlets(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Watch until interrupted, or once."""
    from stemma.archive import SqliteStore
    from stemma.archive.entries import entry
    from stemma.archive.watched import Watched
    from stemma.background.lexicon_files import read_names
    from stemma.cli import DONE, SET_ASIDE
    from stemma.cli.keeping import counted, now
    from stemma.cli.output import set_aside, warn
    from stemma.cli.progress import progress
    from stemma.reading.sources.fetching import Session
    from stemma.watching import FeedFile, Lines, Sink, Watch, Webhook, read_feeds
    from stemma.watching.watch import AGENT

    feeds = read_feeds(args.feeds, left_out=warn)
    own = all(_host(one.url) in args.trust for one in feeds)  # hosts of one's own may be asked as often as one likes
    every = seconds(args.every, least=0.0 if own else 60.0)
    if args.status:
        return _status(feeds, args.archive)
    for url in args.webhook:
        _address(url)
    sinks: list[Sink] = [Lines(lambda line: print(line, flush=True)), *map(Webhook, args.webhook)]
    if args.feed is not None:
        sinks.append(FeedFile(args.feed))
    store = SqliteStore(args.archive)
    store.waiting = warn
    with progress() as advance:
        watch = Watch(
            store=store,
            book=Watched(args.archive),
            feeds=feeds,
            sinks=sinks,
            entry=entry,
            clock=time.time,
            when=now,
            every=every,
            names=read_names(*args.lexicon, outlets=args.outlets),
            from_start=args.from_start,
            session=lambda: Session(agent=AGENT, trusted=args.trust),
            progress=advance,
        )
        while True:
            turn = watch.turn()
            for words in turn.trouble:
                warn(words)
            set_aside(turn.rejected)
            if turn.asked:
                told = f"{counted(turn.asked, 'feed')} asked, {turn.unchanged} unchanged, {counted(turn.added, 'new report')}, "
                told += f"{counted(turn.stories, 'story', 'stories')} touched, {counted(turn.alerts, 'alert')}"
                print(f"stemma: {told}", file=sys.stderr, flush=True)
            if args.once:
                return SET_ASIDE if turn.trouble or turn.rejected else DONE
            due = watch.due()
            if due is None:
                print("stemma: every feed is gone for good; nothing is left to watch", file=sys.stderr)
                return SET_ASIDE
            time.sleep(min(max(due - time.time(), 0.2), 3600.0))


def seconds(told: str, least: float) -> float:
    """A time as a person writes it ("90s", "10m", "1h") in seconds. Raises `Misused` where it is none, or shorter than `least`."""
    from stemma.errors import Misused

    found = re.fullmatch(r"(\d{1,6}(?:\.\d+)?)\s*([smhd]?)", told.strip().casefold())
    if found is None:
        raise Misused(f"found --every {told!r}; needed a time such as 90s, 10m or 1h", "leave --every out for ten minutes")
    value = float(found[1]) * _UNITS[found[2]]
    if value < least:
        raise Misused(f"found --every {told!r}; needed at least {least:g} seconds", "feeds are polled politely: give a longer time")
    return value


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _address(url: str) -> None:
    from stemma.errors import Misused

    if not re.fullmatch(r"https?://[^\s/]+\S*", url):
        raise Misused(f"found --webhook {url!r}; needed an http or https address", "write the whole address")


def _status(feeds: Sequence[Subscribed], archive: Path) -> int:
    """How every feed stands, a line each."""
    from datetime import UTC, datetime

    from stemma.archive.watched import watched
    from stemma.cli import DONE
    from stemma.dossier.safe import oneline
    from stemma.watching.watch import listed

    book = watched(archive)
    if book is None:
        print(f"no watch has been kept in {archive} yet", file=sys.stderr)
        return DONE
    for one, feed in listed(feeds, book):
        due = datetime.fromtimestamp(feed.due, UTC).strftime("%Y-%m-%d %H:%M UTC") if feed.due else "now"
        state = "gone" if feed.gone else f"failing ({feed.failures})" if feed.failures else "quiet" if feed.quiet > 1 else "fine"
        trouble = f"  {oneline(feed.trouble, 120)}" if feed.trouble else ""
        print(f"{state:<12} next {due:<20} {oneline(one.title, 40)}  {one.url}{trouble}")
    return DONE
