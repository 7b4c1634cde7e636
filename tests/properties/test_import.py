"""Importing stemma is cheap, loads nothing optional, and no test reaches the network."""

import socket
import subprocess
import sys

import pytest

import stemma

CHECK = """
import sys, time
before = time.perf_counter()
import stemma, stemma.cli
took = time.perf_counter() - before
heavy = {"torch", "spacy", "onnxruntime", "trafilatura", "sklearn", "IPython", "pyspark", "starlette", "jinja2"} & set(sys.modules)
print(sorted(heavy), took < 2)
"""


def test_importing_stemma_loads_no_optional_and_no_heavy_package() -> None:
    done = subprocess.run([sys.executable, "-c", CHECK], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] True"


def test_the_public_face_is_sorted_whole_and_documented() -> None:
    assert stemma.__all__ == sorted(stemma.__all__, key=lambda n: (not n[0].isupper(), n))
    for name in stemma.__all__:
        assert getattr(stemma, name).__doc__, name
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        stemma.nonsense  # noqa: B018


def test_no_test_can_reach_the_network() -> None:
    with socket.socket() as s, pytest.raises(Exception, match=r"(?i)socket"):
        s.settimeout(0.2)
        s.connect(("192.0.2.1", 80))
