//! The functions of formulas: names, arguments, units, formulas and their sources, in one table.

use super::Kind;

/// What an argument of a function may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parameter {
    /// Any value.
    Value,
    /// Any number of values of one unit, at least one.
    Values,
    /// A length of time in whole months.
    Months,
    /// A KPI, a stage flow or a driver: something with a value in every month.
    Series,
    /// The name of a declaration of one of these kinds.
    Name(&'static [Kind]),
}

/// A function, for people and for the checker.
#[derive(Debug)]
pub struct FunctionSchema {
    /// Its name.
    pub name: &'static str,
    /// How it is called.
    pub signature: &'static str,
    /// What it takes.
    pub parameters: &'static [Parameter],
    /// What it gives and in which unit.
    pub doc: &'static str,
    /// Its formula and where that comes from.
    pub formula: &'static str,
    /// An example.
    pub example: &'static str,
}

macro_rules! functions {
    ($( $function:ident $name:literal $signature:literal [$( $parameter:expr ),*] $doc:literal $formula:literal $example:literal, )*) => {
        /// The functions of formulas.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Function { $( #[doc = $doc] $function, )* }

        impl Function {
            /// Every function, in the order of the reference.
            pub const ALL: &'static [Function] = &[ $( Function::$function, )* ];

            /// What it takes and gives.
            #[must_use]
            pub fn schema(self) -> &'static FunctionSchema {
                match self { $( Function::$function => &FunctionSchema {
                    name: $name,
                    signature: $signature,
                    parameters: &[$( $parameter ),*],
                    doc: $doc,
                    formula: $formula,
                    example: $example,
                }, )* }
            }

            /// The function of a name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Function> {
                match name { $( $name => Some(Function::$function), )* _ => None }
            }
        }
    };
}

/// What `cost` can be asked of.
pub const COSTED: &[Kind] = &[
    Kind::Department,
    Kind::Category,
    Kind::Package,
    Kind::Level,
    Kind::Alternative,
    Kind::Journey,
    Kind::Stage,
    Kind::Touchpoint,
    Kind::Channel,
    Kind::Objective,
];

/// What is funded or not.
pub const FUNDED: &[Kind] = &[Kind::Level, Kind::Alternative, Kind::Package];

use Parameter::{Months, Name, Series, Value, Values};

functions! {
    Min "min" "min(a, b, …)" [Values] "the smallest; of one KPI in `require`, its smallest month" "min(a, b, …)" "min(demand, capacity)",
    Max "max" "max(a, b, …)" [Values] "the largest; of one KPI in `require`, its largest month" "max(a, b, …)" "max(0 pts, nps)",
    Abs "abs" "abs(a)" [Value] "the value without its sign" "|a|" "abs(nps - lag(nps, 1 month))",
    Round "round" "round(a)" [Value] "the nearest whole number of its unit, halves to the even one" "half-even (IEEE 754-2019 §4.3.1)" "round(tickets / 120)",
    Clamp "clamp" "clamp(a, low, high)" [Value, Value, Value] "the value, held between two ends" "min(max(a, low), high)" "clamp(load, 0%, 100%)",
    Sum "sum" "sum(a, b, …)" [Values] "the sum" "a + b + …" "sum(web, store, phone)",
    Mean "mean" "mean(a, b, …)" [Values] "the arithmetic mean; of one KPI in `require`, over all months" "(a + b + …) / n" "mean(csat_web, csat_store)",
    Lag "lag" "lag(x, 2 months)" [Series, Months] "the value some months earlier; before the calendar, the baseline" "x of month i - n" "lag(csat, 2 months)",
    Total "total" "total(x)" [Values] "the sum over the months of the calendar; only in `require`" "sum over months" "total(cost(support)) <= 400k USD",
    Nps "nps" "nps(promoters, passives, detractors)" [Value, Value, Value] "the Net Promoter Score of three counts, in pts" "100 × (promoters − detractors) ÷ all; Reichheld, HBR 2003-12" "nps(520, 300, 180)",
    Csat "csat" "csat(satisfied, responses)" [Value, Value] "the share of satisfied answers" "satisfied ÷ responses (ratings 4 and 5 of 5)" "csat(820, 1_000)",
    Fcr "fcr" "fcr(resolved_at_first, contacts)" [Value, Value] "the share of contacts resolved at the first" "resolved at first contact ÷ contacts" "fcr(640, 1_000)",
    Clv "clv" "clv(margin, retention, discount)" [Value, Value, Value] "the lifetime value of a customer, in the unit of the margin of one period" "margin × r ÷ (1 + d − r); Gupta and Lehmann, J. Interactive Marketing 17(1), 2003" "clv(120 USD, 80%, 10%)",
    Hill "hill" "hill(x, half, shape)" [Value, Value, Value] "a saturating response between 0 and 1" "x^s ÷ (x^s + half^s); Hill 1910" "hill(cost(ads), 20k USD, 2)",
    Exp "exp" "exp(a)" [Value] "e to the power of a number" "e^a" "exp(-0.2)",
    Ln "ln" "ln(a)" [Value] "the natural logarithm of a number above zero" "ln a" "ln(2)",
    Sqrt "sqrt" "sqrt(a)" [Value] "the square root of a number that is not negative" "√a" "sqrt(2)",
    Pow "pow" "pow(a, b)" [Value, Value] "a number to the power of another" "a^b" "pow(1.02, 12)",
    Funded "funded" "funded(level)" [Name(FUNDED)] "whether a level is funded (of a package: all its own levels); only in `require`" "—" "funded(faster_help.minimum)",
    Cost "cost" "cost(name)" [Name(COSTED)] "the funded cost of the month, gross, in the plan's currency" "sum of the funded levels' costs that fall there" "cost(support) / contacts",
    Spend "spend" "spend(name)" [Name(COSTED)] "the funded cost over the whole calendar; only in `require`" "sum over months of cost(name)" "spend(support) <= 400k USD",
    Score "score" "score(level)" [Name(&[Kind::Level, Kind::Alternative])] "the score of a level; only in `require`" "Σ weight × rating" "score(faster_help.minimum) >= 2",
}
