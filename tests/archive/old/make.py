"""Made version-1.sqlite.gz, with the code of commit 1ee76e9, which knew version 1 alone. Kept to show what is in it.

PYTHONPATH=src python make.py FOLDER
"""

import hashlib
import sys
from pathlib import Path

from stemma.archive import NewPage, Outcome, SqliteStore, Withdrawal
from stemma.archive.entries import entry
from stemma.model import Correction
from stemma.web.worker import Job, work

LAKE = b"""The Lakeside Courier
Dam at Orrin Lake to be drained
By Pela Drummond
3 March 2026

The dam at Orrin Lake will be drained for repairs in April, the water board said on Tuesday.
"We found two cracks in the north wall," board chair Tam Orsley told the Lakeside Courier.
About 40 families live below the dam.
"""
HILL = b"""Hill Country Radio
Orrin Lake dam will be emptied after cracks are found
4 March 2026

The water board will drain Orrin Lake in April because of cracks in the dam, the Lakeside Courier reported.
Tam Orsley, who chairs the board, told the paper that there were two cracks in the north wall.
The mayor of Orrin declined to comment.
"""


def main(folder: Path) -> None:
    """Write the archive."""
    store = SqliteStore(folder)
    kept = store.add_pages([NewPage(name="lake.txt", data=LAKE), NewPage(name="hill.txt", data=HILL)], "2026-03-05T08:00:00Z")
    sha = hashlib.sha256(LAKE).hexdigest()
    said = [("published", "2026-03-02", "the mast says so", "08:10"), ("outlet", "The Courier", "short", "08:11")]
    store.add_corrections(
        [
            Correction(page=sha, field=f, verdict="must-be", quote="", value=v, note=note, who="R. D.", when=f"2026-03-05T{t}:00Z")
            for f, v, note, t in said
        ]
    )
    store.withdraw(2, Withdrawal(who="S. K.", when="2026-03-05T08:20:00Z", why="it is the long name"))
    run = store.ask("2026-03-05T09:00:00Z")
    store.begin(run.id, 2, [1])
    job = Job(
        pages={k.id: store.page(k.id) for k in kept},
        corrections=tuple(m.correction for m in store.corrections() if m.withdrawn is None),
        fetch=False,
    )
    found = work(job, lambda *_: None).examination
    outcome = Outcome(dossiers=[(entry(d), d) for d in found.dossiers], rejected=found.rejected, fetched={})
    store.end(run.id, "done", "2026-03-05T09:01:00Z", outcome=outcome)
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
