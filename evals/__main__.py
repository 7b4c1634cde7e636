"""python -m evals [NAME…] [--data DIR] [--json]  ·  python -m evals gate  ·  python -m evals pin

Prints one table of quality figures. `--data` points them at another folder of the same form. `gate` fails when a figure has
fallen below its floor; `pin` raises floors to what is measured now and refuses to lower one unless metric or data changed.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from evals import core, floors


def main(argv: list[str] | None = None) -> int:
    """Run the figures asked for; 0 when done, 1 when the gate fails, 2 for a name that is no figure."""
    parser = argparse.ArgumentParser(
        prog="python -m evals", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="figures to measure (default: all); or the word gate, or pin")
    parser.add_argument("--data", type=Path, help="a folder like shared/, its data/, or one data set")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    asked = parser.parse_args(argv)
    known = core.figures()
    verb = asked.names[0] if asked.names and asked.names[0] in {"gate", "pin"} else None
    names = (asked.names[1:] if verb else asked.names) or sorted(known)
    wrong = [n for n in names if n not in known]
    if wrong:
        print(f"no figure named {', '.join(wrong)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    if asked.data is not None and not asked.data.is_dir():
        print(f"--data {asked.data}: no such folder", file=sys.stderr)
        return 2
    if verb and asked.data is not None:
        print("gate and pin hold for the development data only: leave --data out", file=sys.stderr)
        return 2
    measured = []
    for name in names:
        if sys.stderr.isatty():
            print(f"measuring {name} …", file=sys.stderr)
        measured.append(core.run(name, known[name], asked.data))
    if asked.json:
        print(json.dumps([m.__dict__ for m in measured], indent=1))
    else:
        for m in measured:
            head = f"{m.name} (v{m.version}, {m.needs} {m.data})" if m.data else f"{m.name}: skipped, {m.skipped}"
            print(head)
            for key, value in m.values.items():
                print(f"    {key:<44} {value:8.4f}")
    if verb == "gate":
        return floors.gate(measured, known)
    if verb == "pin":
        return floors.pin(measured, known)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
