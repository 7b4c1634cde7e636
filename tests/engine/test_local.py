"""Worker processes that never come to work: a script that every one of them imports, and dies of."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import stemma

BARE = """
from stemma.engine import Local
print(dict(Local(2).each(len, [["a"], ["bb"], ["ccc"]])))
"""
SICKLY = """
import os, sys
from pathlib import Path
from stemma.engine import Local

died = Path(sys.argv[1])
if __name__ != "__main__" and len(list(died.iterdir())) < 2:
    (died / str(os.getpid())).touch()
    os._exit(9)
if __name__ == "__main__":
    engine = Local(2)
    try:
        print(dict(engine.each(len, [["a"]])))
    finally:
        engine.close()
"""


def done(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "script.py"
    path.write_text(script)
    (folder / "died").mkdir()
    home = str(Path(stemma.__file__).parents[1])
    command = [sys.executable, str(path), str(folder / "died")]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env={**os.environ, "PYTHONPATH": home})


def test_a_script_that_every_worker_would_begin_anew_is_told_what_to_do(tmp_path: Path) -> None:
    found = done(BARE, tmp_path)
    assert found.returncode == 1
    assert "no worker process can be started" in found.stderr
    assert "below `if __name__ == '__main__':`" in found.stderr


def test_what_ends_a_worker_before_it_began_is_not_laid_to_the_item(tmp_path: Path) -> None:
    found = done(SICKLY, tmp_path)
    assert (found.returncode, found.stdout) == (0, "{0: [1]}\n"), found.stderr
    assert len(list((tmp_path / "died").iterdir())) == 2
