#!/usr/bin/env python3
"""Hold `policy: optimal` against HiGHS (and CP-SAT) on larger plans.

    benches/solvers.py --zbb target/release/zbb [--plans 6] [--packages 100] [--seconds 60]

Plans are generated as text, planned by `zbb plan`, and solved a second time as a mixed-integer program built here from the same
figures, apart from the engine. A proved set must score what HiGHS proves; a set that is not proved must lie between HiGHS's best
and its own bound. Times of one run stand side by side. Without `highspy` (`pip install highspy`) nothing is checked, and that is
said loudly; CP-SAT is asked where `ortools` is installed.
"""
import argparse, json, random, subprocess, sys, tempfile, time
from pathlib import Path

try:
    import highspy
except ImportError:
    highspy = None
try:
    from ortools.sat.python import cp_model
except ImportError:
    cp_model = None

HEAD = """plan generated "Generated" {{ currency: USD, calendar: 2027-01 .. 2027-12, owner: lead }}
role lead "Lead"
category spending "Spending" {{ owner: lead }}
unit agent
kpi nps "NPS" {{ kind: nps, baseline: 31 pts, source: "Survey" }}
criterion worth {{ weight: 100% }}
"""
KINDS = ["pure", "needs", "budget", "correlated", "sides"]
QUARTERS = ["2027-01", "2027-04", "2027-07", "2027-10"]


class Plan:
    """Levels in rank order: (package, cost by quarter in cents, score in millionths), and what bounds them."""

    def __init__(self, seed, packages, kind):
        chance = random.Random(seed)
        self.kind, self.levels, self.needs, self.excludes = kind, [], [], []
        self.departments = 4
        for package in range(packages):
            for step in range(3):
                cost = chance.randint(5_000, 400_000) * 100
                if kind == "correlated":
                    score = cost // 100 * 20 + 100_000
                elif kind == "budget":
                    score = int(cost // 100 * 20 * chance.uniform(0.4, 1.6)) + 1
                else:
                    score = chance.randint(1, 8_000_000)
                quarter = chance.randrange(4)
                self.levels.append((package, quarter, cost, min(score, 10_000_000)))
        count = len(self.levels)
        for level in range(3, count):
            if kind != "pure" and level % 3 == 0 and chance.random() < 0.15:
                self.needs.append((level, chance.randrange(level // 3) * 3))
            if kind == "sides" and chance.random() < 0.03:
                other = chance.randrange(level)
                if other // 3 != level // 3:
                    self.excludes.append((level, other))
        total = sum(cost for _, _, cost, _ in self.levels)
        self.periods = [total // 10] * 4 if kind == "sides" else None
        self.budget = total * 2 // 5
        self.caps, self.floors = {}, {}
        if kind == "sides":
            self.caps = {0: total // 12, 1: total // 11}
            self.floors = {2: total // 400}

    def text(self):
        lines = [HEAD.format()]
        lines += [f'department d{place} "D{place}" {{ owner: lead }}' for place in range(self.departments)]
        for package in range(len(self.levels) // 3):
            department = f"d{package % self.departments}"
            lines.append(f'package p{package} {{\n  department: {department}\n  owner: lead\n'
                         f'  justification: "Why {package}."\n  consequence: "Without {package}."')
            for step in range(3):
                place = package * 3 + step
                _, quarter, cost, score = self.levels[place]
                lines.append(f"  level l{step} {{\n    cost spending: {cost // 100} USD in {QUARTERS[quarter]}\n"
                             f"    effect nps: +0.01 pts evidence history\n    rates worth: {score / 1e6:.6f}")
                lines += [f"    needs: p{on // 3}.l0" for level, on in self.needs if level == place]
                lines += [f"    excludes: p{on // 3}.l{on % 3}" for level, on in self.excludes if level == place]
                lines.append("  }")
            lines.append("}")
        order = "\n".join(f"  p{place // 3}.l{place % 3}" for place in range(len(self.levels)))
        lines.append(f'ranking board "Board" {{\n  by: lead\n{order}\n}}')
        lines.append("funding {\n  policy: optimal")
        if self.periods:
            lines += [f"  budget 2027-Q{place + 1}: {amount / 100:.2f} USD" for place, amount in enumerate(self.periods)]
        else:
            lines.append(f"  budget: {self.budget / 100:.2f} USD")
        lines += [f"  cap department d{place}: {amount / 100:.2f} USD" for place, amount in self.caps.items()]
        lines += [f"  floor department d{place}: {amount / 100:.2f} USD" for place, amount in self.floors.items()]
        return "\n".join(lines) + "\n}\n"

    def rows(self):
        """Every bound as (coefficients, at most); floors have a slack of their own behind the levels."""
        count = len(self.levels)
        for place in range(count):
            if place % 3:
                yield {place: 1, place - 1: -1}, 0
        for level, on in self.needs:
            yield {level: 1, on: -1}, 0
        for left, right in self.excludes:
            yield {left: 1, right: 1}, 1
        cost = lambda which: {place: level[2] for place, level in enumerate(self.levels) if which(place, level)}
        department = lambda place: place // 3 % self.departments
        for cap, amount in self.caps.items():
            yield cost(lambda place, _: department(place) == cap), amount
        if not self.periods:
            yield cost(lambda *_: True), self.budget
            return
        for quarter, amount in enumerate(self.periods):
            yield cost(lambda _, level: level[1] == quarter), amount
            for place, (floor, held) in enumerate(self.floors.items()):
                # What a floor lacks in the quarter is held: cost of all others ≤ what is left of the budget.
                share = self.floor_in(held, quarter)
                yield cost(lambda place, level: level[1] == quarter and department(place) != floor), amount - share

    def floor_in(self, held, quarter):
        total = sum(self.periods)
        upto = lambda end: (held * sum(self.periods[:end]) * 2 + total) // (2 * total)
        return upto(quarter + 1) - upto(quarter)


def by_highs(plan, seconds):
    model = highspy.Highs()
    model.silent()
    model.setOptionValue("mip_rel_gap", 0.0)
    model.setOptionValue("time_limit", float(seconds))
    variables = [model.addBinary() for _ in plan.levels]
    for coefficients, most in plan.rows():
        model.addConstr(sum(value * variables[place] for place, value in coefficients.items()) <= most)
    started = time.perf_counter()
    model.maximize(sum(level[3] * variable for level, variable in zip(plan.levels, variables)))
    took = time.perf_counter() - started
    info = model.getInfo()
    is_proved = model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return round(info.objective_function_value), is_proved, took


def by_cp_sat(plan, seconds):
    model = cp_model.CpModel()
    variables = [model.new_bool_var(str(place)) for place in range(len(plan.levels))]
    for coefficients, most in plan.rows():
        model.add(sum(value * variables[place] for place, value in coefficients.items()) <= most)
    model.maximize(sum(level[3] * variable for level, variable in zip(plan.levels, variables)))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 2
    started = time.perf_counter()
    status = solver.solve(model)
    return round(solver.objective_value), status == cp_model.OPTIMAL, time.perf_counter() - started


def by_zbb(zbb, plan, effort):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "plan.zbb").write_text(plan.text())
        started = time.perf_counter()
        run = subprocess.run([zbb, "plan", folder, "--format", "json", "--effort", str(effort), "--today", "2027-01-15"],
                             capture_output=True, text=True)
        took = time.perf_counter() - started
    if run.returncode != 0:
        sys.exit(run.stderr[:3000])
    summary = json.loads(run.stdout)
    rows = summary["ranking"]["levels"]
    funded = [place for place, row in enumerate(sorted(rows, key=lambda row: row["rank"])) if "funded" in str(row["status"])]
    score = sum(plan.levels[place][3] for place in funded)
    chosen = [place in funded for place in range(len(plan.levels))]
    for coefficients, most in plan.rows():
        used = sum(value for place, value in coefficients.items() if chosen[place])
        assert used <= most, f"a bound is broken: {used} of {most}"
    return score, summary["summary"].get("proof") == "proved", took


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--zbb", required=True)
    parser.add_argument("--plans", type=int, default=3)
    parser.add_argument("--packages", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--effort", type=int, default=100)
    parser.add_argument("--kinds", nargs="+", default=KINDS, choices=KINDS)
    arguments = parser.parse_args()
    if highspy is None:
        print("SKIPPED: `highspy` is not installed, and nothing was checked (pip install highspy)", file=sys.stderr)
        return 0
    print("HiGHS", highspy.Highs().version(), "· CP-SAT", __import__("ortools").__version__ if cp_model else "SKIPPED")
    wrong = 0
    for kind in arguments.kinds:
        for seed in range(arguments.plans):
            plan = Plan(f"{kind} {seed}", arguments.packages, kind)
            score, is_proved, took = by_zbb(arguments.zbb, plan, arguments.effort)
            other, other_proved, other_took = by_highs(plan, arguments.seconds)
            line = f"{kind:11}{len(plan.levels):6} levels  zbb {took:7.2f} s {'proved' if is_proved else 'bound '}"
            line += f"  HiGHS {other_took:7.2f} s {'proved' if other_proved else 'open  '}"
            if cp_model:
                third, third_proved, third_took = by_cp_sat(plan, arguments.seconds)
                line += f"  CP-SAT {third_took:7.2f} s {'proved' if third_proved else 'open  '}"
                other = max(other, third) if third_proved or not other_proved else other
                other_proved = other_proved or third_proved
            agrees = score == other if is_proved and other_proved else score >= other if is_proved else True
            agrees = agrees and not (other_proved and score > other)
            wrong += not agrees
            print(line, f"  {score / 1e6:.6f}" + ("" if agrees else f"  WRONG: {other / 1e6:.6f}"), flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
