//! The one table of figures: whatever a plan comes to is a line here. From it come the structs below, the lines of a plan
//! file and their reading, what a merge goes by, what a comparison sees, the keys of columns, and `zbb explain`.
//!
//! A plan file keeps what is decided, and what decides: not what is a sum of that, stands in the sources, or moves with
//! every change. Nothing here counts what stands before it, so that a change shows only where it is.

use super::figure::{Figure, Keeping, Row, Value, figures};
use super::line::PlanFileLine;
use super::measure::{KpiValue, MonthValue};
use super::row_lines::{lines_of, read_row};
use super::status::LevelStatus;
use super::value::Amount;
use crate::evaluate::Verdict;
use crate::model::kpi::Better;
use crate::quantity::{Currency, Money, Number};

figures! {
    /// How money is given; a plan without `funding` gives none.
    plans: PlanFigures, plan, 0 {
        /// How the list of levels is walked: `stop`, `skip`.
        policy: Option<String>, Kept, "";
        /// Whether the best set is proved to be the one that `optimal` asks for; where it is not, another search may find
        /// another set. Absent under another policy.
        settled: Option<bool>, Shown, "";
    }
    /// The money of a budget period: as it is written, or the calendar for a total.
    periods: PeriodFigures, period, 1 {
        /// The money there is in a period.
        budget: Money, Kept, "budget";
        /// What of a period's budget is kept back.
        reserve: Money, Kept, "reserve";
    }
    /// The caps, by what they are about: `department support`.
    caps: CapFigures, cap, 2 {
        /// The most that may go to something.
        most: Money, Kept, "amount";
    }
    /// The floors, by what they are about: `category training`.
    floors: FloorFigures, floor, 2 {
        /// The least that is held for something.
        least: Money, Kept, "amount";
        /// What the funded levels count towards a floor.
        filled: Option<Money>, Shown, "used";
    }
    /// The levels in rank order; in order of name for a plan without `funding`, and in a plan file.
    levels: LevelFigures, level, 1 {
        /// Whether a level is funded, and the kind of reason.
        status: LevelStatus, Kept, "status";
        /// The gross cost of a level in each budget period.
        cost: Vec<Amount>, Kept, "cost";
        /// Where a level stands on the ranking sheet, from 1.
        rank: Option<usize>, Shown, "rank";
        /// The gross cost of a level by category, over the calendar.
        lines: Vec<Amount>, Shown, "";
        /// The cost of a level less its savings and earnings.
        net: Option<Money>, Shown, "net_cost";
        /// The cost of a level in a full year, where recurring cost begins late.
        full_year: Option<Money>, Shown, "full_year_cost";
        /// The score of a level.
        score: Option<Number>, Shown, "score";
    }
    /// The departments that have funded cost, by name.
    departments: DepartmentFigures, department, 1 {
        /// The funded cost of a department, with those that are part of it.
        funded: Money, Shown, "cost";
        /// What part of the gross cost that a department asked for is funded, with those that are part of it: asked for is
        /// every level that competes, funded or not.
        utilisation: Option<Number>, Shown, "";
    }
    /// The stages of journeys, by name.
    stages: StageFigures, stage, 1 {
        /// The month that a stage is looked at: the calendar's last.
        month: String, Shown, "";
        /// What enters a stage, with the funded levels; n/a where it cannot be computed.
        entering: Option<Number>, Shown, "";
        /// What leaves a stage, likewise.
        leaving: Option<Number>, Shown, "";
    }
    /// The KPIs, by name.
    kpis: KpiFigures, kpi, 1 {
        /// What a KPI is with the funded levels in the month of its target, else the last; a plan file keeps three
        /// significant digits.
        value: KpiValue, Kept, "funded";
        /// Whether a KPI meets its target; absent without one.
        target: Option<Verdict>, Kept, "met";
        /// Which way a KPI improves, where its kind or the plan says so.
        better: Option<Better>, Shown, "";
        /// What a KPI is in that month when effects count as far as their evidence is believed; absent unless the plan
        /// says how far.
        risk_adjusted: Option<Number>, Shown, "risk_adjusted";
        /// What a KPI is in each month, with the funded levels and with nothing funded.
        months: Vec<MonthValue>, Shown, "funded_by_month";
    }
    /// The moments of truth, by name.
    moments: MomentFigures, moment, 1 {
        /// The funded levels that act on a moment of truth; none leaves it uncovered.
        cover: Vec<String>, Kept, "by";
    }
    /// The requirements, by what they say.
    requires: RequireFigures, require, 1 {
        /// Whether a requirement holds.
        verdict: Verdict, Kept, "verdict";
    }
}
