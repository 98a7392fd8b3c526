#!/usr/bin/env python3
"""Writes a plan and a ledger of one fiscal year from the City of Philadelphia's adopted budget and actual spending.

    examples/philadelphia/make.py DATA YEAR FOLDER     then: zbb track FOLDER

DATA is the folder with `budgeted-department-spending-adopted.csv` and `actual-department-spending.csv` (City Controller's
open data, MIT licence; repository PhilaController/phl-budget-data). The calendar is the fiscal year, July to June; each
department is a package that the charter mandates, each class a category. The ledger is long, one row for each department
and class, dated the year's last day. A department in one of the two files only stands with nought in the other.
"""
import csv
import re
import sys
from decimal import Decimal
from pathlib import Path

CLASSES = {
    "class_100": ("personal_services", "Personal services"),
    "class_200": ("contracts", "Contracts and leases"),
    "class_300_400": ("materials", "Materials and equipment"),
    "class_500": ("contributions", "Contributions and indemnities"),
    "class_700": ("debt_service", "Debt service"),
    "class_800": ("other_funds", "Payments to other funds"),
    "class_900": ("advances", "Advances and other payments"),
}


def read(path, year):
    """Amounts by department code and class; the title of each department."""
    amounts, titles = {}, {}
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if int(row["fiscal_year"]) != year:
                continue
            code = row["dept_code"] or row["dept_name"]
            titles[code] = row["dept_name"]
            for column in CLASSES:
                amount = Decimal(row[column] or "0")
                amounts[code, column] = amounts.get((code, column), Decimal(0)) + amount
    return amounts, titles


def text(words):
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def money(amount):
    return f"{amount.quantize(Decimal('0.01'))} USD"


def main():
    data, year, folder = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    budget, titles = read(data / "budgeted-department-spending-adopted.csv", year)
    actual, others = read(data / "actual-department-spending.csv", year)
    titles = {**others, **titles}
    codes = sorted(titles)
    names = {code: "dept_" + re.sub(r"[^a-z0-9]+", "_", code.lower()).strip("_") for code in codes}
    assert len(set(names.values())) == len(names), "two departments of one name"
    total = sum(budget.values(), Decimal(0))
    last = f"{year}-06"
    plan = [
        f"# Written by examples/philadelphia/make.py from the City of Philadelphia's open data, fiscal year {year}.",
        "",
        f"plan philadelphia {text(f'City of Philadelphia, FY{year}')} {{",
        "  currency: USD",
        f"  calendar: {year - 1}-07 .. {last}",
        "  fiscal_year_starts: 7",
        "  owner: controller",
        "  lint W0401: off",
        "  lint W0403: off",
        "}",
        "",
        'role controller "City Controller"',
    ]
    plan += [f"category {name} {text(title)} {{ owner: controller }}" for name, title in CLASSES.values()]
    for code in codes:
        name = names[code]
        lines = [(CLASSES[column][0], budget.get((code, column), Decimal(0))) for column in CLASSES]
        # A line of nought is no line, but a department without any stands with one.
        costs = [(category, amount) for category, amount in lines if amount > 0] or [(lines[0][0], Decimal(0))]
        plan += [
            "",
            f"department {name} {text(titles[code])} {{ owner: controller }}",
            f"package {name} {text(titles[code])} {{",
            f"  department: {name}",
            "  owner: controller",
            f"  justification: {text(f'Adopted by the Council for FY{year}: {titles[code]} ({code}).')}",
            f"  consequence: {text(f'The duties of {titles[code]} are not met.')}",
            "  level adopted {",
            '    mandate: "Home Rule Charter"',
        ]
        plan += [f"    cost {category}: {money(amount)} from {year - 1}-07 to {last}" for category, amount in costs]
        plan += ["  }", "}"]
    plan += ["", "ranking charter {"] + [f"  {names[code]}.adopted" for code in codes] + ["}"]
    plan += ["", f"funding {{ budget: {money(total)}, policy: skip }}", ""]
    plan += [
        "actuals books {",
        '  from: "ledger.csv"',
        '  date: "Date"',
        '  amount: "Amount"',
        '  package: "Department"',
        '  category: "Class"',
        "}",
        "",
        f"control {{ closed: {last} }}",
    ]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.zbb").write_text("\n".join(plan) + "\n", encoding="utf-8")
    with open(folder / "ledger.csv", "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["Date", "Department", "Class", "Amount"])
        for code in codes:
            for column, (category, _) in CLASSES.items():
                amount = actual.get((code, column), Decimal(0))
                rows.writerow([f"{last}-30", names[code], category, amount.quantize(Decimal("0.01"))])


if __name__ == "__main__":
    main()
