//! The frontier drawn: takes what is funded at other budgets, gives a chart of score against budget. Nothing joins its points:
//! what lies between two is not known.

use crate::advise::{Frontier, Point as Budget, Sort};
use crate::check::CheckedPlan;
use crate::evaluate::WouldFund;
use crate::quantity::Number;

use super::super::document::{Figure, Mark};
use super::super::drawn::{Axis, Chart, Ink, Point, Series, Shape};
use super::super::scale::Scale;

/// The chart.
pub(super) fn chart(plan: &CheckedPlan, frontier: &Frontier) -> Chart {
    let scale = Scale::of(frontier.points.last().map(|point| point.budget), plan.currency);
    let own = |keeps: &dyn Fn(usize, &Budget) -> bool| -> Vec<Option<Point>> {
        let points = frontier.points.iter().enumerate().filter(|(place, point)| keeps(*place, point));
        points.map(|(_, point)| Some(at(point, &point.own))).collect()
    };
    let beside = frontier.points.iter().map(|point| Some(at(point, point.beside.as_ref()?)));
    let is_buy = |place: usize| frontier.best_buy == Some(place);
    let is_plain = |place: usize, point: &Budget| point.sort != Sort::Plan && !point.is_below_poorer && !is_buy(place);
    let dots = |name: String, ink: Ink, mark: Option<Mark>, points: Vec<Option<Point>>| Series {
        name,
        ink,
        mark,
        shape: Shape::Dots,
        points,
    };
    let series = vec![
        dots(frontier.beside.word().to_owned(), Ink::Previous, None, beside.collect()),
        dots(frontier.policy.word().to_owned(), Ink::Plan, None, own(&is_plain)),
        dots(
            "a poorer budget scores more".to_owned(),
            Ink::Plan,
            Some(Mark::Bad),
            own(&|_, point| point.is_below_poorer && point.sort != Sort::Plan),
        ),
        dots(
            "most score per money added".to_owned(),
            Ink::Actual,
            Some(Mark::Good),
            own(&|place, point| is_buy(place) && !point.is_below_poorer),
        ),
        dots("the plan".to_owned(), Ink::Actual, None, own(&|_, point| point.sort == Sort::Plan)),
    ];
    Chart {
        key: "score_by_budget",
        title: format!("Score against the budget in {}", scale.unit()),
        about: None,
        sentence: sentence(frontier, &scale),
        across: Axis::Numbers(scale.figure(crate::quantity::Money::ZERO)),
        up: Axis::Numbers(Figure::plain(Number::ZERO, 2)),
        series: series.into_iter().filter(|series| !series.is_empty()).collect(),
    }
}

fn at(point: &Budget, funded: &WouldFund) -> Point {
    Point { across: point.budget.number(), up: funded.score }
}

/// `Score against the budget, at 121 points from 0 to 2,350 thousand AUD: skip from 0.00 to 81.20, the plan 62.10 with 2,090.`
fn sentence(frontier: &Frontier, scale: &Scale) -> String {
    let (Some(first), Some(last)) = (frontier.points.first(), frontier.points.last()) else { return String::new() };
    let score = |funded: &WouldFund| Figure::plain(funded.score, 2).in_full();
    let course = |policy: &str, first: &WouldFund, last: &WouldFund| {
        format!("{policy} from {} to {}", score(first), score(last))
    };
    let mut sentence = format!(
        "Score against the budget, at {} points from {} to {} {}: {}",
        frontier.points.len(),
        scale.figure(first.budget).amount(),
        scale.figure(last.budget).amount(),
        scale.unit(),
        course(frontier.policy.word(), &first.own, &last.own),
    );
    if let (Some(first), Some(last)) = (&first.beside, &last.beside) {
        sentence.push_str(&format!(", {}", course(frontier.beside.word(), first, last)));
    }
    if let Some(own) = frontier.points.iter().find(|point| point.sort == Sort::Plan) {
        let budget = scale.figure(own.budget).amount();
        sentence.push_str(&format!("; the plan scores {} with {budget}", score(&own.own)));
    }
    sentence + "."
}
