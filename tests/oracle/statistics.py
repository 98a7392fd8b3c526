"""The figures of series by SciPy, and Pettitt's K by pyhomogeneity where it is there: JSON lines in, JSON lines out."""

import json
import sys

from scipy import stats

try:
    import pyhomogeneity
except ImportError:
    pyhomogeneity = None


def answer(asked):
    months, values, others = asked["months"], asked["values"], asked["others"]
    found = stats.theilslopes(values, months, 0.95)
    slope = [found.slope, found.low_slope, found.high_slope, found.intercept]
    rank = stats.spearmanr(values, others)
    k = None
    if pyhomogeneity is not None and len(set(values)) > 1:
        # `sim=1`: its own p is drawn anew each time; only its K is compared.
        k = float(pyhomogeneity.pettitt_test(values, sim=1).U)
    return {
        "slope": [float(number) for number in slope],
        "correlation": None if rank.statistic != rank.statistic else float(rank.statistic),
        "p": None if rank.pvalue != rank.pvalue else float(rank.pvalue),
        "k": k,
        "adjusted": [float(p) for p in stats.false_discovery_control(asked["p"])],
    }


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))))
