"""Rows of results: Uphill's figure beside each peer's, and how they are printed."""

import dataclasses
import math
import statistics


@dataclasses.dataclass
class Row:
    """What was measured of one thing, a figure for each pair; `less` where less is better.

    A ratio is how many times as fast as the peer Uphill is, so above 1 it is always Uphill that is
    faster. Runs that are not `paired`, such as of other seeds, have only the ratio of the medians.
    """

    name: str
    unit: str
    less: bool = False
    paired: bool = True
    ours: list[float] = dataclasses.field(default_factory=list)
    shares: list[float] = dataclasses.field(default_factory=list)
    peers: dict[str, list[float]] = dataclasses.field(default_factory=dict)

    def peer(self, name, value):
        self.peers.setdefault(name, []).append(value)

    def ratios(self, peer):
        """The least, the median and the greatest ratio; None where there is none."""
        theirs = self.peers[peer]
        if not self.ours:
            return None
        if self.paired:
            pairs = list(zip(self.ours, theirs, strict=True))
        else:
            pairs = [(statistics.median(self.ours), statistics.median(theirs))]
        ratios = [b / a if self.less else a / b for a, b in pairs]
        if not all(map(math.isfinite, ratios)):
            return None
        return min(ratios), statistics.median(ratios), max(ratios)

    def json(self):
        def number(x):
            return x if math.isfinite(x) else None  # JSON has no infinity

        def side(values):
            runs = [number(x) for x in values]
            return {"median": number(statistics.median(values)) if values else None, "runs": runs}

        peers = []
        for peer, values in self.peers.items():
            ratios = self.ratios(peer)
            named = dict(zip(("min", "median", "max"), ratios)) if ratios else None
            peers.append({"peer": peer, **side(values), "ratio": named})
        share = statistics.median(self.shares) if self.shares else None
        return {
            "name": self.name,
            "unit": self.unit,
            "less_is_better": self.less,
            "ours": {**side(self.ours), "share": share},
            "peers": peers,
        }


def figure(x):
    """A number with about three digits that mean something."""
    if x == math.inf:
        return "never"
    return f"{x:,.0f}" if x >= 1000 else f"{x:.3g}"


def table(rows):
    """The rows as a Markdown table of fixed width, a line for each peer."""
    cells = [["", "unit", "Uphill", "of peak", "peer", "peer's", "times as fast", "range"]]
    for row in rows:
        ours = figure(statistics.median(row.ours)) if row.ours else "–"
        share = f"{100 * statistics.median(row.shares):.0f} %" if row.shares else "–"
        for peer, values in row.peers.items():
            ratios = row.ratios(peer)
            least, median, most = map(figure, ratios) if ratios else "–––"
            spread = f"{least} to {most}" if row.paired and ratios else "–"
            theirs = figure(statistics.median(values))
            cells.append([row.name, row.unit, ours, share, peer, theirs, median, spread])
    left = [True, True, False, False, True, False, False, True]
    widths = [max(map(len, column)) for column in zip(*cells)]
    lines = []
    for line in cells:
        padded = [
            cell.ljust(width) if to_left else cell.rjust(width)
            for cell, width, to_left in zip(line, widths, left)
        ]
        lines.append("| " + " | ".join(padded) + " |")
    rule = ["-" * w if to_left else "-" * (w - 1) + ":" for w, to_left in zip(widths, left)]
    lines.insert(1, "| " + " | ".join(rule) + " |")
    return "\n".join(lines)
