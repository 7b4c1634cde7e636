"""Plots of results, as SVG."""

from __future__ import annotations

from typing import Any, Final

ROW: Final = 24
BAR: Final = 14
LABEL: Final = 120
WIDTH: Final = 250
COLOURS: Final = ("#0b5fa5", "#b3540a")


def shared_text(result: dict[str, Any]) -> str:
    """For every size of collection: seconds of wall clock, peak memory and recall of planted copies, a bar for each peer."""
    parts, top = [], 20
    for size in result["sizes"]:
        rows = {name: row for name, row in size["peers"].items() if "wall" in row}
        if not rows:
            continue
        parts.append(_text(10, top + 4, f"{size['articles']:,} pages, {size['threads']} threads", bold=True))
        panels = (
            ("seconds", "wall", "{:.1f}"),
            ("peak memory, MB", "peak_mb", "{:.0f}"),
            ("recall of planted copies", "copies", "{:.3f}"),
        )
        for n, (title, key, form) in enumerate(panels):
            left = LABEL + n * (WIDTH + 60)
            parts.append(_text(left, top + 24, title))
            most = 1.0 if key == "copies" else max(row[key] for row in rows.values())
            for k, (name, row) in enumerate(rows.items()):
                y = top + 34 + k * ROW
                long = max(1.0, row[key] / most * (WIDTH - 60))
                colour = COLOURS[name != "stemma"]
                parts.append(f'<rect x="{left}" y="{y}" width="{long:.1f}" height="{BAR}" fill="{colour}"/>')
                parts.append(_text(left + long + 5, y + BAR - 2, form.format(row[key])))
                if n == 0:
                    parts.append(_text(LABEL - 8, y + BAR - 2, name, anchor="end"))
        top += 34 + len(rows) * ROW + 26
    width = LABEL + 3 * (WIDTH + 60)
    machine = result["machine"]
    parts.append(
        _text(10, top, f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['date']}")
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {top + 14}" width="{width}" height="{top + 14}" role="img" '
        f'aria-label="Time, memory and recall of stemma and its peers; the same figures stand in docs/benchmarks.md" '
        f'font-family="sans-serif" font-size="12">'
    )
    return "\n".join([head, f'<rect width="{width}" height="{top + 14}" fill="#ffffff"/>', *parts, "</svg>"]) + "\n"


def _text(x: float, y: float, text: str, *, bold: bool = False, anchor: str = "start") -> str:
    weight = ' font-weight="bold"' if bold else ""
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#222222"{weight}>{safe}</text>'
