"""What the paired comparisons under bench/ share: the interval that stands beside a median."""
import random
import statistics


def bootstrap_interval(values, draws=10000, seed=1):
    """95 % percentile bootstrap interval of the median (Efron & Tibshirani 1993, section 13.3): (low, high)."""
    generator = random.Random(seed)
    medians = sorted(statistics.median(generator.choices(values, k=len(values))) for _ in range(draws))
    return medians[int(0.025 * draws)], medians[int(0.975 * draws) - 1]
