"""A collection on disk, gathered piece by piece, is what `gather` makes of it in one go."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from stemma import codec
from stemma.engine.collection import Collection, Segments
from stemma.engine.steps import Settled, seen, settled
from stemma.model import Article, Rejected
from stemma.reading import Held, gather, read

OUTLETS = ("Orrin Courier", "Fennick Herald", "Tallow Gazette")


def page(n: int, chance: random.Random) -> Held:
    """A page of plain text with its outlet's furniture, dated by weekday and day alone on some; some addresses come again."""
    outlet = chance.choice(OUTLETS)
    day = chance.choice(("Monday 2 March 2026", "Tuesday 3 March", "3 March 2026", ""))
    place = chance.choice(("Orrin", "Fennick", "Upper Marren"))
    body = "\n\n".join(
        f"The council of {place} said on {word} that the {thing} will be closed for {chance.randint(2, 9)} weeks from April."
        for word, thing in chance.sample(
            [("Monday", "bridge"), ("Tuesday", "school"), ("Friday", "harbour"), ("Sunday", "mill")], 3
        )
    )
    address = f"https://{outlet.replace(' ', '-').lower()}.example/{chance.randint(1, 4)}"
    if n % 2:
        head = f'<link rel="canonical" href="{address}"><meta property="og:site_name" content="{outlet}">'
        text = f"<title>{place} closes</title>{head}</head><body><p>{day}</p><article><p>{body}</p></article></body></html>"
        return Held(f"{n}.html", f"<html><head>{text}".replace("\n\n", "</p><p>").encode())
    furniture = f"{outlet}\nSubscribe to the {outlet} today\nMost read in {outlet}"
    return Held(f"{n}.txt", f"{furniture}\n\n{place} closes for weeks\n\n{day}\n\n{body}\n\nWrite to the {outlet} desk\n".encode())


def written(folder: Path, found: list[Article | Rejected], size: int) -> Segments:
    segments = Segments(folder / "read")
    for number, start in enumerate(range(0, len(found), size)):
        segments.write(number, "key", [seen(one) for one in found[start : start + size]])
    return segments


@pytest.mark.parametrize("seed", range(6))
def test_gathered_in_pieces_it_is_what_gather_makes_of_all(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    found = list(read([page(n, chance) for n in range(24)]))
    segments = written(tmp_path, found, 5)
    kept = Collection(segments, 5, (), lambda *_: None)
    wanted = sorted((a for a in gather(found) if isinstance(a, Article)), key=lambda a: a.id)
    assert [codec.article(line) for line in kept.lines()] == wanted
    assert kept.ids == [a.id for a in wanted]
    assert [kept.sha(i) for i in kept.ids] == [head.sha for a in wanted if (head := seen(a).head)]
    assert len(wanted) < len(found), "some addresses must have come again, or this shows nothing"


def test_an_id_that_is_not_there(tmp_path: Path) -> None:
    kept = Collection(written(tmp_path, [], 1), 0, (), lambda *_: None)
    assert len(kept) == 0
    with pytest.raises(KeyError):
        kept.line("none")


def test_a_segment_holds_only_for_its_key(tmp_path: Path) -> None:
    segments = Segments(tmp_path)
    refusal = Rejected(source="a", code="empty", message="m", hint="h")
    segments.write(0, "one", [settled(refusal, {})])
    assert segments.holds(0, "one") and not segments.holds(0, "another") and not segments.holds(1, "one")
    assert list(segments.heads(0)) == [None]
    segments.path(0).unlink()
    assert not segments.holds(0, "one")


def test_segments_that_an_earlier_run_left_are_removed(tmp_path: Path) -> None:
    segments = Segments(tmp_path)
    for n in range(3):
        segments.write(n, "key", [Settled(b"{}", None)])
    segments.trim(1)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["000000.heads", "000000.jsonl"]
