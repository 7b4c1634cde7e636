from hypothesis import given
from hypothesis import strategies as st

from stemma.archive.watched import Feed
from stemma.reading.sources.fetching import Polled
from stemma.watching.polling import LONGEST, answered, failed

FEED = Feed(url="https://ledger.example/rss")
EVERY = 600.0


def at(status: int = 200, **told: object) -> Polled:
    return Polled(status=status, url=FEED.url, **told)  # type: ignore[arg-type]


def test_news_sets_the_pause_back_and_silence_stretches_it_eightfold_at_most() -> None:
    feed, pauses = FEED, []
    for _ in range(6):
        feed = answered(feed, at(304), 0.0, EVERY, new=0)
        pauses.append(feed.due)
    assert pauses == [600.0, 1200.0, 2400.0, 4800.0, 4800.0, 4800.0]
    assert answered(feed, at(), 0.0, EVERY, new=2).due == EVERY


def test_what_the_server_says_of_its_answer_is_sent_back_and_kept_over_a_304() -> None:
    feed = answered(FEED, at(etag='"a"', modified="Mon, 02 Mar 2026 09:00:00 GMT"), 0.0, EVERY, new=1)
    feed = answered(feed, at(304), 0.0, EVERY, new=0)
    assert (feed.etag, feed.modified) == ('"a"', "Mon, 02 Mar 2026 09:00:00 GMT")
    assert answered(feed, at(), 0.0, EVERY, new=1).etag is None


def test_while_pages_are_to_be_had_the_whole_feed_is_asked_for_again() -> None:
    feed = answered(FEED, at(etag='"a"'), 0.0, EVERY, new=1, waiting=2)
    assert feed.etag is None and feed.due == EVERY


def test_a_server_that_asks_for_peace_gets_it_for_a_day_at_most() -> None:
    assert answered(FEED, at(503, wait=7200.0), 0.0, EVERY, new=0).due == 7200.0
    assert answered(FEED, at(wait=3000.0), 0.0, EVERY, new=1).due == 3000.0
    assert answered(FEED, at(429, wait=1e9), 0.0, EVERY, new=0).due == LONGEST


def test_gone_is_for_good_and_an_address_that_moved_for_good_is_kept() -> None:
    assert answered(FEED, at(410), 0.0, EVERY, new=0).gone
    assert answered(FEED, at(moved="https://new.example/rss"), 0.0, EVERY, new=0).moved == "https://new.example/rss"


@given(failures=st.integers(0, 60), wait=st.none() | st.floats(0, 1e7))
def test_failures_never_make_it_ask_sooner_nor_wait_for_ever(failures: int, wait: float | None) -> None:
    feed = Feed(url=FEED.url, failures=failures)
    after = failed(feed, "no answer", 1000.0, EVERY, wait=wait)
    assert after.failures == failures + 1 and after.trouble == "no answer"
    assert 1000.0 + EVERY <= after.due <= 1000.0 + LONGEST
    assert failed(after, "no answer", 1000.0, EVERY, wait=wait).due >= after.due


def test_feeds_of_one_server_do_not_come_back_all_at_once() -> None:
    due = {failed(Feed(url=f"https://ledger.example/{n}"), "down", 0.0, EVERY).due for n in range(50)}
    assert len(due) > 45
