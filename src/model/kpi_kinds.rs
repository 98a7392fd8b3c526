//! The kinds of KPI: unit, range, direction, method, traps and source of each, so that two plans mean the same by a word.

use super::functions::Function;
use super::kpi::Better;
use super::schema::choices;
use crate::quantity::TimeUnit;

choices! {
    /// The kinds of KPI that bring their own definition.
    KpiKind {
        Nps "nps" "Net Promoter Score",
        Csat "csat" "customer satisfaction",
        Ces "ces" "customer effort score",
        Retention "retention" "share of customers who stay",
        Churn "churn" "share of customers who leave",
        RepeatPurchase "repeat_purchase" "share of customers who buy again",
        ReferralRate "referral_rate" "share of customers who refer others",
        ReferralRevenue "referral_revenue" "revenue from referred customers",
        Conversion "conversion" "share that goes on to buy",
        LifetimeValue "lifetime_value" "value of a customer over the years",
        FirstContactResolution "first_contact_resolution" "share of contacts resolved at the first",
        FirstResponseTime "first_response_time" "time to the first reply",
        HandleTime "handle_time" "time spent on a contact",
        CostPerContact "cost_per_contact" "cost of a contact",
        Deflection "deflection" "share of contacts that self-service takes",
        Sentiment "sentiment" "net sentiment of what customers write",
        Engagement "engagement" "share of customers who are active",
    }
}

impl KpiKind {
    /// The function that works it out from counts.
    #[must_use]
    pub fn counted_by(self) -> Option<Function> {
        match self {
            KpiKind::Nps => Some(Function::Nps),
            KpiKind::Csat => Some(Function::Csat),
            KpiKind::FirstContactResolution => Some(Function::Fcr),
            _ => None,
        }
    }
}

/// The unit a kind brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KindUnit {
    /// `pts`
    Score,
    /// `%`
    Share,
    /// The plan's currency, or that per something counted.
    Money,
    /// A length of time.
    Time(TimeUnit),
}

/// What a kind brings.
#[derive(Debug)]
pub struct KpiKindSchema {
    /// Its unit.
    pub unit: KindUnit,
    /// The least it can be, in its unit (shares in percent).
    pub low: Option<i64>,
    /// The most it can be.
    pub high: Option<i64>,
    /// Which way it improves.
    pub better: Better,
    /// How it is computed.
    pub formula: &'static str,
    /// What goes wrong with it.
    pub traps: &'static str,
    /// Where the definition comes from.
    pub source: &'static str,
}

const fn share(better: Better, formula: &'static str, traps: &'static str, source: &'static str) -> KpiKindSchema {
    KpiKindSchema { unit: KindUnit::Share, low: Some(0), high: Some(100), better, formula, traps, source }
}

const fn money(better: Better, formula: &'static str, traps: &'static str, source: &'static str) -> KpiKindSchema {
    KpiKindSchema { unit: KindUnit::Money, low: Some(0), high: None, better, formula, traps, source }
}

const fn time(unit: TimeUnit, formula: &'static str, traps: &'static str, source: &'static str) -> KpiKindSchema {
    KpiKindSchema {
        unit: KindUnit::Time(unit),
        low: Some(0),
        high: None,
        better: Better::Lower,
        formula,
        traps,
        source,
    }
}

const fn score(low: i64, high: i64, formula: &'static str, traps: &'static str, source: &'static str) -> KpiKindSchema {
    KpiKindSchema {
        unit: KindUnit::Score,
        low: Some(low),
        high: Some(high),
        better: Better::Higher,
        formula,
        traps,
        source,
    }
}

impl KpiKind {
    /// What the kind brings.
    #[must_use]
    pub fn schema(self) -> &'static KpiKindSchema {
        match self {
            KpiKind::Nps => {
                &const {
                    score(
                        -100,
                        100,
                        "share of 9–10 answers minus share of 0–6 answers to “how likely are you to recommend us?” (0–10), times 100",
                        "small samples swing by several points; relationship and transaction surveys are not comparable; channel and culture shift the scale",
                        "F. Reichheld, “The One Number You Need to Grow”, Harvard Business Review, December 2003",
                    )
                }
            }
            KpiKind::Csat => {
                &const {
                    share(
                        Better::Higher,
                        "answers of 4 and 5 on a scale of 5, divided by all answers",
                        "a mean of ratings is another figure; only the content or the angry answer when response is low",
                        "American Customer Satisfaction Index practice; ISO 10004:2018",
                    )
                }
            }
            KpiKind::Ces => {
                &const {
                    score(
                        1,
                        7,
                        "mean agreement, 1 to 7, with “the company made it easy for me to handle my issue”",
                        "the first version (1–5, low effort is good) runs the other way; do not compare the two",
                        "Dixon, Freeman, Toman, “Stop Trying to Delight Your Customers”, Harvard Business Review, July 2010; CES 2.0, CEB 2013",
                    )
                }
            }
            KpiKind::Retention => {
                &const {
                    share(
                        Better::Higher,
                        "customers at the end of the period who were there at its start, divided by those at its start",
                        "new customers do not belong in it; monthly and yearly rates differ: 97% a month is 69% a year",
                        "Farris et al., Marketing Metrics, 3rd ed., ch. 5",
                    )
                }
            }
            KpiKind::Churn => {
                &const {
                    share(
                        Better::Lower,
                        "customers lost in the period divided by those at its start; 100% minus retention",
                        "counting pauses as losses; averaging months of different size",
                        "Farris et al., Marketing Metrics, 3rd ed., ch. 5",
                    )
                }
            }
            KpiKind::RepeatPurchase => {
                &const {
                    share(
                        Better::Higher,
                        "customers with a second purchase in the window, divided by customers with a first",
                        "says nothing without its window; young cohorts have had less time",
                        "Farris et al., Marketing Metrics, 3rd ed., ch. 2",
                    )
                }
            }
            KpiKind::ReferralRate => {
                &const {
                    share(
                        Better::Higher,
                        "customers who referred at least one other in the period, divided by active customers",
                        "intent to recommend is not referral; codes shared by affiliates inflate it",
                        "Schmitt, Skiera, Van den Bulte, Journal of Marketing 75(1), 2011",
                    )
                }
            }
            KpiKind::ReferralRevenue => {
                &const {
                    money(
                        Better::Higher,
                        "revenue of the month from customers who came by referral",
                        "customers who would have come anyway; the reward is a cost and belongs in a package",
                        "Schmitt, Skiera, Van den Bulte, Journal of Marketing 75(1), 2011",
                    )
                }
            }
            KpiKind::Conversion => {
                &const {
                    share(
                        Better::Higher,
                        "those who take the step divided by those who could",
                        "sessions or people below the line give different figures; bots count as visitors",
                        "Farris et al., Marketing Metrics, 3rd ed., ch. 10",
                    )
                }
            }
            KpiKind::LifetimeValue => {
                &const {
                    money(
                        Better::Higher,
                        "margin × retention ÷ (1 + discount − retention), see the function clv",
                        "revenue instead of margin; a constant retention flatters young cohorts",
                        "Gupta and Lehmann, Journal of Interactive Marketing 17(1), 2003",
                    )
                }
            }
            KpiKind::FirstContactResolution => {
                &const {
                    share(
                        Better::Higher,
                        "contacts resolved at the first without a second within the window, divided by all contacts",
                        "“resolved” as the agent says and as the customer says differ; the window decides",
                        "ICMI; COPC CX Standard, release 7",
                    )
                }
            }
            KpiKind::FirstResponseTime => {
                &const {
                    time(
                        TimeUnit::Hour,
                        "median time from a customer's message to the first reply by a person",
                        "automatic receipts are not replies; the mean is ruled by weekends",
                        "COPC CX Standard, release 7",
                    )
                }
            }
            KpiKind::HandleTime => {
                &const {
                    time(
                        TimeUnit::Minute,
                        "talk time plus hold time plus after-work, divided by contacts handled",
                        "pushing it down alone pushes repeat contacts up",
                        "COPC CX Standard, release 7",
                    )
                }
            }
            KpiKind::CostPerContact => {
                &const {
                    money(
                        Better::Lower,
                        "all cost of support in the month divided by contacts handled",
                        "cheap contacts that solve nothing come back: look at cost per resolved case beside it",
                        "ICMI; COPC CX Standard, release 7",
                    )
                }
            }
            KpiKind::Deflection => {
                &const {
                    share(
                        Better::Higher,
                        "cases solved in self-service divided by cases solved in self-service and by people",
                        "people who gave up look deflected: check against repeat contacts and satisfaction",
                        "Consortium for Service Innovation, KCS v6 Measurement Matters",
                    )
                }
            }
            KpiKind::Sentiment => {
                &const {
                    score(
                        -100,
                        100,
                        "share of positive minus share of negative mentions, times 100",
                        "irony; a change of the classifier looks like a change of customers",
                        "Liu, Sentiment Analysis, Cambridge University Press, 2nd ed. 2020",
                    )
                }
            }
            KpiKind::Engagement => {
                &const {
                    share(
                        Better::Higher,
                        "customers active in the period divided by all customers",
                        "“active” must be a deed that matters, not an opened mail",
                        "Brodie et al., Journal of Service Research 14(3), 2011",
                    )
                }
            }
        }
    }
}
