#!/usr/bin/env python3
"""What SciPy and statsmodels say of cases, so that src/checks is not held to itself.

    /usr/bin/python3 tests/support/statistics-reference.py > tests/support/statistics-reference.json

Debian 12: Python 3.11.2, NumPy 1.24.2, SciPy 1.10.1, statsmodels 0.13.5. What statsmodels has is asked of it. What it has not is worked out
from the definition in another way than our code does: the interval of a paired change from the matrix of variances of a multinomial, the
jackknife by really leaving each class out, persons one by one, the rest with rational numbers.
"""
import json
import sys
import warnings
from fractions import Fraction

import numpy as np
import pandas
from scipy import optimize, stats
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

warnings.simplefilter("ignore")
chance = np.random.default_rng(20261018)
cases = []


def case(of, given, *values):
    cases.append({"of": of, "given": given, "said": [None if v is None else float(v) for v in values]})


def wilson():
    pairs = {(0, 1), (1, 1), (0, 2), (1, 2), (0, 10), (10, 10), (0, 385), (385, 385), (1, 10), (9, 10), (499_999, 1_000_000)}
    pairs |= {(n // 2, n) for n in (10, 25, 50, 100, 200, 385)}
    while len(pairs) < 110:
        n = int(chance.integers(1, 600))
        pairs.add((int(chance.integers(0, n + 1)), n))
    for count, n in sorted(pairs):
        case("wilson", [count, n], *proportion_confint(count, n, method="wilson"))


def newcombe():
    sets = {(0, 10, 0, 10), (10, 10, 10, 10), (0, 10, 10, 10), (10, 10, 0, 10), (0, 1, 1, 1), (1, 1, 0, 1), (175, 243, 331, 385)}
    while len(sets) < 110:
        m, n = (int(v) for v in chance.integers(1, 400, 2))
        sets.add((int(chance.integers(0, m + 1)), m, int(chance.integers(0, n + 1)), n))
    for b, m, a, n in sorted(sets):
        case("newcombe", [b, m, a, n], *confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff"))


def tests():
    sets = {(0, 0), (0, 1), (1, 0), (9, 1), (5, 1), (5, 5), (0, 60), (1000, 900), (30_000, 30_500)}
    while len(sets) < 80:
        sets.add(tuple(int(v) for v in chance.integers(0, 60, 2)))
    for gained, lost in sorted(sets):
        said = mcnemar([[0, lost], [gained, 0]], exact=True).pvalue if gained + lost else 1
        case("mcnemar", [gained, lost], said)


def jeffreys(count, n):
    """Of statsmodels, but for the ends at nobody and everybody, which are the ends."""
    low, high = proportion_confint(count, n, method="jeffreys")
    return 0 if count == 0 else low, 1 if count == n else high


def apart(first, second, covariance):
    """The difference of two estimates (value, low, high, variance) from the variances that the ends of each stand for: Zou and Donner (2008)."""
    (p, p_low, p_high, p_variance), (q, q_low, q_high, q_variance) = first, second
    r = covariance / np.sqrt(p_variance * q_variance) if p_variance > 0 and q_variance > 0 else 0
    matrix = np.array([[1, -r], [-r, 1]])
    down, up = np.array([q - q_low, p_high - p]), np.array([q_high - q, p - p_low])
    return q - p - np.sqrt(down @ matrix @ down), q - p + np.sqrt(up @ matrix @ up)


def paired():
    ends = {(0, 1), (1, 1), (0, 10), (10, 10), (1, 10), (9, 10), (0, 385), (1, 1_000_000), (500_000, 1_000_000)}
    while len(ends) < 60:
        n = int(chance.integers(1, 600))
        ends.add((int(chance.integers(0, n + 1)), n))
    for count, n in sorted(ends):
        case("jeffreys", [count, n], *jeffreys(count, n))
    sets = {(9, 9, 1, 6), (9, 5, 1, 10), (0, 25, 0, 0), (0, 0, 25, 0), (0, 1, 0, 0), (5, 0, 0, 5), (10, 0, 0, 0), (0, 0, 0, 10), (0, 3, 22, 0)}
    while len(sets) < 110:
        sets.add(tuple(int(v) for v in chance.integers(0, chance.integers(2, 120), 4)))
    for both, gained, lost, neither in sorted(s for s in sets if sum(s)):
        n = both + gained + lost + neither
        shares = np.array([lost, gained]) / n
        matrix = (np.diag(shares) - np.outer(shares, shares)) / n
        down, up = ((share, *jeffreys(count, n), matrix[i, i]) for i, (share, count) in enumerate(zip(shares, (lost, gained))))
        case("paired", [both, gained, lost, neither], *apart(down, up, matrix[0, 1]))


def bounds():
    for _ in range(40):
        n = int(chance.integers(1, 12))
        before, after = (int(v) for v in chance.integers(0, n + 1, 2))
        # Every way in which so many could have gained and lost.
        ways = [(g, l) for g in range(n + 1) for l in range(n + 1) if g <= n - before and l <= before and before + g - l == after]
        gained, lost = zip(*ways)
        case("bounds", [before, after, n], min(gained), max(gained), min(lost), max(lost))


def points():
    for degrees in [*range(1, 41), 60, 99, 120, 250, 999, 1000, 12_345, 1.5, 2.25, 3.7, 4.87, 38.4, 1234.5]:
        # The quantile function of SciPy 1.10 has but ten digits; its distribution function has more.
        said = optimize.brentq(lambda t: stats.t.sf(t, degrees) - 0.025, 1.9, 13, xtol=1e-13)
        case("student", [degrees], said)
    for tosses in (1, 2, 8, 15, 16, 17, 33, 100, 1074, 5000, 1_000_000):
        for most in sorted({0, 1, tosses // 3, tosses // 2, tosses - 1, tosses, int(tosses / 2 - tosses**0.5)}):
            case("coin", [most, tosses], stats.binom.cdf(most, tosses, 0.5))


def persons(parts):
    """Answers one by one: of which class, and right or not."""
    rows = [(k, int(i < count)) for k, (count, n) in enumerate(parts) for i in range(n)]
    return pandas.DataFrame(rows, columns=["of", "right"])


def draw(k, alike):
    mean = chance.uniform(0.05, 0.95)
    sizes = chance.integers(5, 35, k)
    shares = chance.beta(mean * (1 - alike) / alike, (1 - mean) * (1 - alike) / alike, k)
    return [[int(chance.binomial(n, p)), int(n)] for n, p in zip(sizes, shares)]


def classes():
    fixed = [[[0, 20]] * 5, [[20, 20]] * 6, [[10, 20]] * 5, [[0, 10], [10, 10], [0, 10], [10, 10], [5, 10]], [[1, 10]] + [[0, 12]] * 4]
    drawn = [draw(int(chance.integers(2, 30)), chance.uniform(0.02, 0.3)) for _ in range(75)]
    for parts in fixed + drawn:
        answers = persons(parts)
        share, k = answers.right.mean(), len(parts)
        alike = None
        if 0 < share < 1:
            table = anova_lm(ols("right ~ C(of)", answers).fit())
            between, within = table.mean_sq["C(of)"], table.mean_sq["Residual"]
            sizes = answers.groupby("of").size()
            m = (sizes.sum() - (sizes**2).sum() / sizes.sum()) / (k - 1)
            alike = (between - within) / (between + (m - 1) * within)
        case("alikeness", parts, alike)
        if k < 5:
            continue
        case("classes", parts, *of_classes(answers, k)[1:3])


def of_classes(answers, k):
    """The share of answers in k classes, its interval, and what it would be without each class."""
    # As many classes of one size as tell as much of how classes differ.
    even = 1 / ((answers["of"].value_counts() / len(answers)) ** 2).sum()
    t, share = stats.t.ppf(0.975, max(1, even - 1)), answers.right.mean()
    left = [answers.right[answers["of"] != one].mean() for one in answers["of"].unique()]
    if not 0 < share < 1:
        # Wilson with Student's t: the shares from which what was found lies less than t standard errors away.
        inside = lambda q: (share - q) ** 2 * len(answers) - t * t * q * (1 - q)
        other = optimize.brentq(inside, 1e-9, 1 - 1e-9, xtol=1e-15)
        return share, *((0, other) if share == 0 else (other, 1)), left
    variance = (len(left) - 1) * np.var(left)
    if variance < 1e-20:
        variance = share * (1 - share) / len(answers)
    reach = t * np.sqrt(variance) * (1 / share + 1 / (1 - share))
    odds = share / (1 - share)
    return share, *(odds * np.exp(s * reach) / (1 + odds * np.exp(s * reach)) for s in (-1, 1)), left


def changes():
    fixed = [[[8, 20, 12, 20]] * 5, [[0, 10, 10, 10]] * 5, [[0, 10, 1, 10]] * 4 + [[0, 12, 5, 12]], [[5, 10, 5, 10]] * 4 + [[4, 9, 9, 9]]]
    # Few change, in few of the classes.
    fixed += [[[5, 20, 5, 20], [9, 25, 9, 25], [4, 16, 9, 16], [6, 22, 6, 22], [7, 24, 6, 24]]]
    # Nobody changes, and two do in each class; and one large class beside small ones.
    fixed += [[[n, 20, n + more, 20] for n in (5, 15, 8, 12, 10)] for more in (0, 2)]
    fixed += [[[90, 200, 140, 200]] + [[n, 15, n + 3, 15] for n in (5, 9, 8, 12, 10)]]
    drawn = []
    for _ in range(70):
        k = int(chance.integers(5, 30))
        before, after = draw(k, chance.uniform(0.02, 0.3)), draw(k, chance.uniform(0.02, 0.3))
        drawn.append([b + a for b, a in zip(before, after)])
    for sides in fixed + drawn:
        before, after = persons([s[:2] for s in sides]), persons([s[2:] for s in sides])
        k = len(sides)
        first, second = (of_classes(side, k) for side in (before, after))
        together = (k - 1) * np.cov(first[3], second[3], ddof=0)
        together[np.abs(together) < 1e-20] = 0
        if np.var(np.subtract(second[3], first[3])) < 1e-20:
            b, a = before.right, after.right
            low, high = confint_proportions_2indep(a.sum(), len(a), b.sum(), len(b), method="newcomb", compare="diff")
            case("changes", sides, low, high)
            continue
        low, high = apart((*first[:3], together[0, 0]), (*second[:3], together[1, 1]), together[0, 1])
        # Beside it, as a bound on the method: the sandwich of statsmodels over the same classes is nearly the same.
        both = pandas.concat([before.assign(later=0), after.assign(later=1)])
        robust = ols("right ~ later", both).fit(cov_type="cluster", cov_kwds={"groups": both["of"]})
        left = np.subtract(second[3], first[3])
        variance = (k - 1) * np.var(left)
        if sides not in fixed:
            assert 0.8 < np.sqrt(variance) / robust.bse["later"] < 1.35, (np.sqrt(variance), robust.bse["later"])
            assert np.isclose(variance, together[0, 0] + together[1, 1] - 2 * together[0, 1])
        case("changes", sides, low, high)


def pooled():
    for _ in range(20):
        parts = draw(int(chance.integers(1, 9)), 0.1)
        share = sum(Fraction(n, sum(m for _, m in parts)) * Fraction(count, n) for count, n in parts)
        case("pool", parts, share)


def sums():
    """Classes of which only sums are kept: the sandwich of statsmodels over the classes (Liang and Zeger, k / (k - 1)), on the logit."""
    for _ in range(60):
        parts = draw(int(chance.integers(5, 40)), chance.uniform(0.02, 0.3))
        answers = persons(parts)
        share, k = answers.right.mean(), len(parts)
        if not 0 < share < 1:
            continue
        robust = ols("right ~ 1", answers).fit(cov_type="cluster", cov_kwds={"groups": answers["of"]})
        even = len(answers) ** 2 / (answers.groupby("of").size() ** 2).sum()
        reach = stats.t.ppf(0.975, even - 1) * robust.bse["Intercept"] * (1 / share + 1 / (1 - share))
        odds = share / (1 - share)
        case("sums", parts, *(odds * np.exp(s * reach) / (1 + odds * np.exp(s * reach)) for s in (-1, 1)))


for make in (wilson, newcombe, tests, paired, bounds, points, classes, changes, pooled, sums):
    make()
print(",\n".join(["["] + [json.dumps(one, separators=(",", ":")) for one in cases] + ["]"]).replace("[,\n", "[\n", 1).replace(",\n]", "\n]"))
print(f"{len(cases)} cases", file=sys.stderr)
