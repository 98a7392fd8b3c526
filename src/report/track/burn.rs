//! How the money is used up: takes the course of a year, gives a chart for everything that goes out and one for each package:
//! what is planned by each month, what it came to so far, and where it is expected to end.

use std::collections::BTreeMap;

use crate::check::CheckedPlan;
use crate::control::{ByMonth, Forecast, Nature, Track};
use crate::model::{Id, Package};
use crate::quantity::{Money, Number};
use crate::report::document::{Block, Figure, Note, Section};
use crate::report::drawn::{Axis, Chart, Ink, Point, Series, Shape};
use crate::report::names::{display, month_words, months_short, name};

/// So many packages have a chart.
const SHOWN: usize = 24;

/// The charts, the largest package first; none without ledgers, when nobody knows what was spent.
pub(in crate::report) fn charts(plan: &CheckedPlan, track: &Track) -> Section {
    let mut section = Section::new("burn", "How the money is used up");
    if plan.plan().actuals.is_empty() {
        return section;
    }
    let packages = packages(plan, track);
    let mut whole = Burn::new(plan.calendar.len());
    packages.iter().for_each(|(_, burn)| whole.add(&burn.planned, &burn.actual, burn.estimate));
    section.push(Block::Chart(chart(plan, track, None, &whole)));
    for (package, burn) in packages.iter().filter_map(|(package, burn)| Some(((*package)?, burn))).take(SHOWN) {
        section.push(Block::Chart(chart(plan, track, Some(package), burn)));
    }
    if packages.len() > SHOWN {
        let words = format!("the {SHOWN} largest packages are drawn; all of them stand in the table above");
        section.push(Block::Notes(vec![Note::plain(words)]));
    }
    section
}

/// What one package uses up, month by month.
struct Burn {
    planned: ByMonth,
    actual: ByMonth,
    estimate: Money,
}

impl Burn {
    fn new(months: usize) -> Burn {
        Burn { planned: vec![Money::ZERO; months], actual: vec![Money::ZERO; months], estimate: Money::ZERO }
    }

    /// Sums that do not fit were reported where the cuts were worked out.
    fn add(&mut self, planned: &[Money], actual: &[Money], estimate: Money) {
        for (sums, amounts) in [(&mut self.planned, planned), (&mut self.actual, actual)] {
            for (sum, amount) in sums.iter_mut().zip(amounts) {
                *sum = sum.add(*amount).unwrap_or(*sum);
            }
        }
        self.estimate = self.estimate.add(estimate).unwrap_or(self.estimate);
    }
}

/// What goes out by package, the largest plan first; what names no package is one of them.
fn packages(plan: &CheckedPlan, track: &Track) -> Vec<(Option<Id<Package>>, Burn)> {
    let mut by_package: BTreeMap<Option<Id<Package>>, Burn> = BTreeMap::new();
    for (line, course) in track.year.lines().unwrap_or_default() {
        if line.nature == Nature::Income {
            continue;
        }
        let estimate = track.forecasts.get(&line).copied().unwrap_or_else(Forecast::default).estimate;
        let burn = by_package.entry(line.package).or_insert_with(|| Burn::new(plan.calendar.len()));
        burn.add(&course.current, &course.actual, estimate);
    }
    let size = |burn: &Burn| Money::sum(burn.planned.iter().copied()).unwrap_or_default();
    let mut sorted: Vec<(Option<Id<Package>>, Burn)> = by_package.into_iter().collect();
    sorted.sort_by_cached_key(|(package, burn)| (std::cmp::Reverse(size(burn)), *package));
    sorted
}

fn chart(plan: &CheckedPlan, track: &Track, package: Option<Id<Package>>, burn: &Burn) -> Chart {
    let closed = track.year.closed;
    let last = plan.calendar.len().saturating_sub(1);
    let (planned, actual) = (running(&burn.planned), running(&burn.actual));
    let spent = actual.get(closed).copied().unwrap_or_default();
    let mut series = vec![
        Series {
            name: "planned".to_owned(),
            ink: Ink::Plan,
            mark: None,
            shape: Shape::Band,
            points: below(&planned).into_iter().map(Some).collect(),
        },
        Series::by_place(
            "actual",
            Ink::Actual,
            Shape::Line,
            actual.iter().take(closed.saturating_add(1)).map(|money| Some(money.number())),
        ),
    ];
    if closed < last {
        let end = [(closed, spent), (last, burn.estimate)].into_iter().map(|(place, money)| point(place, money));
        let name = "expected at the end".to_owned();
        series.push(Series { name, ink: Ink::Forecast, mark: None, shape: Shape::Line, points: end.collect() });
    }
    Chart {
        key: "burn",
        title: package.map_or("Everything that goes out", |package| display(plan, package)).to_owned(),
        about: package.map(|package| name(plan, package)),
        sentence: sentence(plan, closed, package, (planned.last().copied().unwrap_or_default(), spent, burn.estimate)),
        across: Axis::Places(months_short(plan)),
        up: Axis::Numbers(Figure { digits: 0, ..Figure::money(Money::ZERO, plan.currency) }),
        series,
    }
}

/// `Guest faults line, to March 2027: 120,000.00 AUD of 400,000.00 AUD are spent; 420,000.00 AUD are expected in the end.`
fn sentence(
    plan: &CheckedPlan,
    closed: usize,
    package: Option<Id<Package>>,
    (planned, spent, estimate): (Money, Money, Money),
) -> String {
    let shown = |money: Money| Figure::money(money, plan.currency).in_full();
    format!(
        "{}, to {}: {} of {} are spent; {} are expected in the end.",
        package.map_or("Everything that goes out", |package| display(plan, package)),
        month_words(plan, closed),
        shown(spent),
        shown(planned),
        shown(estimate)
    )
}

/// Running sums.
fn running(amounts: &[Money]) -> Vec<Money> {
    let mut sum = Money::ZERO;
    let next = |amount: &Money| {
        sum = sum.add(*amount).unwrap_or(sum);
        sum
    };
    amounts.iter().map(next).collect()
}

/// Along the sums, and back along nought.
fn below(sums: &[Money]) -> Vec<Point> {
    let along = sums.iter().enumerate().filter_map(|(place, sum)| point(place, *sum));
    let back = [sums.len().saturating_sub(1), 0].into_iter().filter_map(|place| point(place, Money::ZERO));
    along.chain(back).collect()
}

fn point(place: usize, money: Money) -> Option<Point> {
    Some(Point { across: Number::from_integer(i64::try_from(place).ok()?), up: money.number() })
}
