"""What the paired comparisons under bench/ share: the interval that stands beside a median, and counts that are typed."""
import argparse
import random
import statistics

LEAST_FOR_INTERVAL = 6  # of fewer values not even the range holds the median with 95 % confidence: 1 - 2 / 2^n


def bootstrap_interval(values, draws=10000, seed=1):
    """95 % percentile bootstrap interval of the median (Efron & Tibshirani 1993, section 13.3): (low, high)."""
    generator = random.Random(seed)
    medians = sorted(statistics.median(generator.choices(values, k=len(values))) for _ in range(draws))
    return medians[int(0.025 * draws)], medians[int(0.975 * draws) - 1]


def interval_text(values, pattern, draws=10000):
    """The interval in the words of `pattern`, as in "{:.3f} to {:.3f}", or that there are too few values for one."""
    if len(values) < LEAST_FOR_INTERVAL:
        return f"n < {LEAST_FOR_INTERVAL}"
    return pattern.format(*bootstrap_interval(values, draws))


def at_least_one(text):
    """The type of an option that counts something: of nothing there is no median."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number of 1 or more")
    return int(text)
