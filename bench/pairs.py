"""What the paired comparisons under bench/ share: the interval that stands beside a median, and counts that are
typed."""
import argparse
import math
import statistics

LEAST_FOR_INTERVAL = 6  # of fewer values not even the range holds the median with 95 % confidence: 1 - 2 / 2^n


def median_interval(values, confidence=0.95):
    """Exact interval of the median between two order statistics (Conover 1999, section 3.2): (low, high), None if too
    few."""
    n, tail, cut = len(values), 0.0, 0
    while 1 - 2 * (tail + math.comb(n, cut) / 2 ** n) >= confidence:
        tail += math.comb(n, cut) / 2 ** n
        cut += 1
    return (sorted(values)[cut - 1], sorted(values)[n - cut]) if cut else None


def interval_text(values, pattern):
    """The interval in the words of `pattern`, as in "{:.3f} to {:.3f}", or that there are too few values for one."""
    interval = median_interval(values)
    return pattern.format(*interval) if interval else f"n < {LEAST_FOR_INTERVAL}"


def at_least_one(text):
    """The type of an option that counts something: of nothing there is no median."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number of 1 or more")
    return int(text)
