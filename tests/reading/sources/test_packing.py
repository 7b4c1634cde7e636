"""Packed streams give all their bytes or say why not; what swells is refused soon; damage in one member leaves the others."""

import bz2
import gzip
import lzma
import time
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.errors import BadInput
from stemma.reading.parts import LIMITS, Limits
from stemma.reading.sources.packing import inflate
from tests.reading.archives import codes, opened, parts

PAGE = b"The harbour at Selwick reopened on Tuesday. " * 200
PACK: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.ZstdCompressor().compress,
}


@pytest.mark.parametrize("kind", PACK)
def test_every_kind_gives_its_bytes_under_the_name_without_its_ending(kind: str) -> None:
    (part,) = parts(opened(PACK[kind](PAGE), f"north/page.html.{kind}"))
    assert (part.data, part.name, part.source) == (PAGE, "north/page.html", f"north/page.html.{kind}")


@pytest.mark.parametrize("kind", PACK)
def test_members_one_after_the_other_are_one_file(kind: str) -> None:
    (part,) = parts(opened(PACK[kind](PAGE) + PACK[kind](b"and on") + PACK[kind](b""), f"page.{kind}"))
    assert part.data == PAGE + b"and on"


def test_zero_bytes_after_gzip_are_padding_and_other_bytes_are_damage() -> None:
    assert parts(opened(gzip.compress(PAGE) + b"\0" * 100_000, "page.gz"))[0].data == PAGE
    assert codes(opened(gzip.compress(PAGE) + b"junk", "page.gz")) == ["damaged"]


@pytest.mark.parametrize("kind", PACK)
@pytest.mark.parametrize("missing", [1, 3, 9, 30])
def test_a_cut_page_is_not_taken_for_the_whole(kind: str, missing: int) -> None:
    assert codes(opened(PACK[kind](PAGE)[:-missing], f"page.{kind}")) == ["damaged"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(PACK)), st.binary(max_size=3000), st.data())
def test_flipped_bytes_never_raise_and_never_pass_for_more_than_was_packed(kind: str, content: bytes, data: st.DataObject) -> None:
    packed = bytearray(PACK[kind](PAGE + content))
    packed[data.draw(st.integers(12, len(packed) - 1))] ^= data.draw(st.integers(1, 255))
    found = opened(bytes(packed), f"page.{kind}")
    assert len(found) == 1
    if kind in ("gz", "bz2", "xz") and parts(found):
        assert parts(found)[0].data == PAGE + content


def test_a_dictionary_at_the_beginning_is_used() -> None:
    samples = [b"The harbour of Selwick, page %d of the observer" % n for n in range(500)]
    dictionary = zstandard.train_dictionary(1024, samples)
    raw = dictionary.as_bytes()
    packed = b"\x5d\x2a\x4d\x18" + len(raw).to_bytes(4, "little") + raw
    packed += b"".join(zstandard.ZstdCompressor(dict_data=dictionary).compress(s) for s in samples[:5])
    assert parts(opened(packed, "page.zst"))[0].data == b"".join(samples[:5])
    assert codes(opened(b"\x5d\x2a\x4d\x18\xff\xff\xff\xff" + raw, "page.zst")) == ["damaged"]


@pytest.mark.parametrize("kind", PACK)
def test_a_bomb_is_refused_soon_and_in_little_memory(kind: str) -> None:
    packed = PACK[kind](b"\0" * (300_000_000 if kind == "gz" else 60_000_000))
    tracemalloc.start()
    start = time.process_time()
    found = opened(packed, f"page.txt.{kind}")
    spent, peak = time.process_time() - start, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert codes(found) == ["bomb"]
    assert spent < 2
    assert peak < 100_000_000


def test_a_large_page_that_is_no_bomb_is_too_large() -> None:
    tight = Limits(page_bytes=1_000, free_bytes=5_000)
    data = bytes(hash_free(4_000))
    assert codes(opened(gzip.compress(data), "page.gz", tight)) == ["too-large"]


def hash_free(size: int) -> list[int]:
    """Bytes that do not pack, the same on every run."""
    out, state = [], 1
    for _ in range(size):
        state = state * 1_103_515_245 + 12_345 & 0x7FFFFFFF
        out.append(state >> 16 & 255)
    return out


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("zstd", PACK["zst"](PAGE)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
    ],
)
def test_inflate(coding: str, packed: bytes) -> None:
    assert inflate(packed, coding, "x", LIMITS) == PAGE
    with pytest.raises(BadInput) as caught:
        inflate(packed[: len(packed) // 2], coding, "x", LIMITS)
    assert caught.value.code == "damaged"


def test_inflate_refuses_bombs() -> None:
    with pytest.raises(BadInput) as caught:
        inflate(gzip.compress(b"\0" * 100_000_000), "gzip", "x", LIMITS)
    assert caught.value.code == "bomb"
