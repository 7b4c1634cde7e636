"""Feeds that are watched: polled politely, kept in an archive, and told of only where there is news (docs/watch.md)."""

from stemma.watching.lists import Subscribed, read_feeds
from stemma.watching.telling import FeedFile, Lines, Sink, Webhook
from stemma.watching.watch import Turn, Watch

__all__ = ["FeedFile", "Lines", "Sink", "Subscribed", "Turn", "Watch", "Webhook", "read_feeds"]
