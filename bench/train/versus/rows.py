"""Rounds of samples in, rows of the table out: arithmetic and words only."""
import dataclasses
import pathlib
import statistics
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
from pairs import interval_text  # noqa: E402  (found only once the line above ran)

# How far apart the first losses may be. bf16 rounds to 8 bits, and two libraries round at different places.
LOSS_TOLERANCE = {"fp32": 1e-3, "bf16": 2e-2}
HEAD = ("preset", "layout", "precision", "PyTorch", "ours", "theirs", "ratio", "95 % interval", "n", "range of ratios",
        "of peak")
WIDTHS = (6, 6, 9, 8, 11, 11, 6, 16, 3, 16, 7)


@dataclasses.dataclass
class Row:
    """Of one work and one contestant: (ours, theirs) Samples of each round that gave both, and what else must be
    said."""
    work: object
    contestant: str
    pairs: list = dataclasses.field(default_factory=list)
    notes: list = dataclasses.field(default_factory=list)

    def take(self, ours, theirs):
        """A pair, or the reason why there is none. False when this contestant need not be asked again."""
        for who, sample in (("ours", ours), (self.contestant, theirs)):
            if sample.failure:
                self.notes.append(f"{who}: {sample.failure}")
                return False
        if difference := losses_differ(ours.losses, theirs.losses, LOSS_TOLERANCE[self.work.precision]):
            self.notes.append(difference)
            return False
        self.pairs.append((ours, theirs))
        if not (ours.losses and theirs.losses):
            self.notes.append(f"{self.contestant}: no loss was compared, as none of its steps was done")
        if theirs.at_least:
            self.notes.append(f"{self.contestant}: cut off in a step; its time and the ratio are at least that")
        return not theirs.at_least


def losses_differ(ours, theirs, tolerance):
    """Why these are not the same steps, or "". A contestant too slow for three steps is compared over those that it
    did, which may be none."""
    if all(abs(a - b) <= tolerance for a, b in zip(ours, theirs)):  # a NaN is no answer either
        return ""
    shown = [" ".join(f"{loss:.5f}" for loss in losses) for losses in (ours, theirs)]
    return f"not the same step: first losses {shown[0]} and {shown[1]} differ by more than {tolerance:g}"


def ratios_of(row):
    """theirs / ours of each pair: above 1, ours is faster."""
    return [theirs.seconds / ours.seconds for ours, theirs in row.pairs]


def measured_cells(row):
    ratios = ratios_of(row)
    ours_ms, theirs_ms = (1e3 * statistics.median(sample.seconds for sample in side) for side in zip(*row.pairs))
    peaks = [sample.of_peak for sample, _ in row.pairs if sample.of_peak is not None]
    least = ">" if any(theirs.at_least for _, theirs in row.pairs) else ""
    return (f"{ours_ms:.2f} ms", f"{least}{theirs_ms:.2f} ms", least + f"{statistics.median(ratios):.3f}",
            interval_text(ratios, "[{:.3f}, {:.3f}]"), str(len(ratios)), f"{min(ratios):.3f} to {max(ratios):.3f}",
            f"{100 * statistics.median(peaks):.0f} %" if peaks else "-")


def sums_note(row):
    """What our all-reduce left exposed, or no note where there is none."""
    told = [ours.sums for ours, _ in row.pairs if ours.sums]
    if not told:
        return []
    exposed, between = (1e3 * statistics.median(one[part] for one in told) for part in ("exposed", "between"))
    return [f"ours: all-reduce exposed {exposed:.2f} ms a step and {between:.2f} ms in calls between the layers of the "
            "backward pass"]


def line(cells):
    left, right = cells[:4], cells[4:]
    words = ([cell.ljust(width) for cell, width in zip(left, WIDTHS)] +
             [cell.rjust(width) for cell, width in zip(right, WIDTHS[4:])])
    return "  ".join(words).rstrip()


def text_of(row):
    """The row's line, and below it what must be said of it."""
    names = (row.work.preset, row.work.layout, row.work.precision, row.contestant)
    cells = measured_cells(row) if row.pairs else ("-",) * (len(HEAD) - len(names))
    return "\n".join([line((*names, *cells)), *(f"    {note}" for note in sums_note(row) + row.notes)])


def json_of(row):
    return {"preset": row.work.preset, "layout": row.work.layout, "precision": row.work.precision,
            "contestant": row.contestant, "notes": row.notes,
            "pairs": [{"ours": dataclasses.asdict(ours), "theirs": dataclasses.asdict(theirs)}
                      for ours, theirs in row.pairs]}
