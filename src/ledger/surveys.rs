//! Observations: takes a checked plan and the files that its `observe`s name, gives what was observed by month, written in the
//! plan and read from files together.

use std::collections::BTreeMap;
use std::io::Read;

use super::files::Files;
use super::survey_cells::{Counts, Figures, months};
use super::survey_messages as messages;
use super::token::Named;
use crate::check::CheckedPlan;
use crate::diagnostic::Diagnostics;
use crate::model::Observe;
use crate::model::functions::Function;
use crate::model::observation::{FileColumns, FlowEnd, Observed};
use crate::model::schema::Text;
use crate::quantity::{Base, Currency, Flavour, Month, Number, Ratio};
use crate::sheet::{self, Cell, Row, Separated, Table};

/// The most bytes of a file of observations, which is not streamed.
const MOST: u64 = 16 << 20;

/// The rows in which the header must stand.
const BANNER: usize = 60;

/// What was observed of one thing, by month.
pub type Series = BTreeMap<Month, Number>;

/// Everything that was observed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Observations {
    /// By what was observed, in its own unit; of a touchpoint on the scale of its satisfaction.
    pub series: BTreeMap<Observed, Series>,
    /// What was found out about files, in words.
    pub read_as: Vec<(String, String)>,
}

impl Observations {
    /// What the plan itself says, without a look at any file.
    #[must_use]
    pub fn written(plan: &CheckedPlan) -> Observations {
        let mut observations = Observations::default();
        for (observe, values) in plan.plan().observes.values().zip(&plan.figures.observations) {
            if let Some(of) = observe.about.0.filter(|_| !values.is_empty()) {
                observations.series.entry(of.value).or_default().extend(values.iter().copied());
            }
        }
        observations
    }

    /// What was observed of one thing.
    #[must_use]
    pub fn of(&self, observed: Observed) -> Option<&Series> {
        self.series.get(&observed)
    }
}

/// Reads what was observed; what cannot be read is reported.
pub fn observations(diagnostics: &mut Diagnostics, plan: &CheckedPlan, files: &dyn Files) -> Observations {
    let mut observations = Observations::written(plan);
    for observe in plan.plan().observes.values() {
        let (Some(from), Some(of)) = (&observe.from, observe.about.0) else { continue };
        let survey = Survey { plan, observe, from, of: of.value };
        survey.read(diagnostics, &mut observations, files);
    }
    observations
}

/// One `observe` that reads files.
struct Survey<'plan> {
    plan: &'plan CheckedPlan,
    observe: &'plan Observe,
    from: &'plan FileColumns,
    of: Observed,
}

/// A table whose header was found.
struct Headed {
    rows: Vec<Row>,
    month: usize,
    values: Vec<usize>,
}

impl Survey<'_> {
    fn read(&self, diagnostics: &mut Diagnostics, observations: &mut Observations, files: &dyn Files) {
        let span = self.from.file.span;
        let paths = match files.find(&self.from.file.value) {
            Ok(paths) if paths.is_empty() => {
                diagnostics.add(messages::no_file(span, &self.from.file.value));
                return;
            }
            Ok(paths) => paths,
            Err(trouble) => {
                diagnostics.add(messages::unusable(span, &trouble.path, &trouble.reason));
                return;
            }
        };
        for path in paths {
            match table(files, &path) {
                Ok(table) => {
                    observations.read_as.push((path.clone(), table.read_as.clone()));
                    self.table(diagnostics, observations, &path, table);
                }
                Err(reason) => diagnostics.add(messages::unusable(span, &path, &reason)),
            }
        }
    }

    fn table(&self, diagnostics: &mut Diagnostics, observations: &mut Observations, path: &str, table: Table) {
        let Some(headed) = self.headed(diagnostics, path, table) else { return };
        let span = self.from.file.span;
        let cells: Vec<(usize, &Cell)> = headed.rows.iter().map(|row| (row.line, row.cell(headed.month))).collect();
        let read = months(&cells, self.plan.fiscal_start).and_then(|months| Ok((months, self.values(&headed)?)));
        let (months, values) = match read {
            Ok(read) => read,
            Err(bad) => {
                bad.iter().for_each(|bad| diagnostics.add(messages::bad_cell(span, path, bad)));
                return;
            }
        };
        let outside = self.outside(&headed, &values);
        if !outside.is_empty() {
            outside.iter().for_each(|bad| diagnostics.add(messages::bad_cell(span, path, bad)));
            return;
        }
        let series = observations.series.entry(self.of).or_default();
        for ((row, months), value) in headed.rows.iter().zip(months).zip(values) {
            let Some(value) = value else { continue };
            for month in self.of.months(months) {
                if series.insert(month, value).is_some() {
                    diagnostics.add(messages::observed_again(span, path, row.line, month));
                }
            }
        }
    }

    /// The cells with a value that the KPI cannot take.
    fn outside(&self, headed: &Headed, values: &[Option<Number>]) -> Vec<messages::BadCell> {
        let Observed::Kpi(kpi) = self.of else { return Vec::new() };
        let (Some(terms), Some(column)) = (self.plan.kpis.get(kpi.index()), headed.values.first()) else {
            return Vec::new();
        };
        let rows = headed.rows.iter().zip(values);
        let outside = rows.filter(|(_, value)| value.is_some_and(|value| terms.is_outside(value)));
        let cell = |(row, _): (&Row, _)| messages::BadCell {
            line: row.line,
            cell: row.cell(*column).text().into_owned(),
            why: "lies outside of the KPI's range",
        };
        outside.map(cell).collect()
    }

    fn headed(&self, diagnostics: &mut Diagnostics, path: &str, table: Table) -> Option<Headed> {
        let month = self.from.month.as_ref()?;
        let counts = self.observe.counts.iter().flat_map(|counts| &counts.0);
        let wanted: Vec<&Text> = self.from.value.iter().chain(counts).collect();
        let place = |row: &Row, name: &Text| {
            row.cells().find(|(_, cell)| cell.text() == name.value.trim()).map(|(column, _)| column)
        };
        for (above, row) in table.rows.iter().enumerate().take(BANNER) {
            let values: Vec<usize> = wanted.iter().filter_map(|name| place(row, name)).collect();
            if let (Some(month), true) = (place(row, month), values.len() == wanted.len()) {
                let rows = table.rows.iter().skip(above + 1).filter(|row| !row.is_empty()).cloned().collect();
                return Some(Headed { rows, month, values });
            }
        }
        let names = || std::iter::once(month).chain(wanted.iter().copied());
        let anywhere = |name: &Text| table.rows.iter().take(BANNER).any(|row| place(row, name).is_some());
        let missing = names().find(|name| !anywhere(name)).unwrap_or(month);
        let headings: Vec<String> = table
            .rows
            .first()
            .map_or_else(Vec::new, |row| row.cells().map(|(_, cell)| cell.text().into_owned()).collect());
        diagnostics.add(messages::no_column(missing, path, &headings));
        None
    }

    /// The value of each row, in the unit of what is observed; nothing where nothing was.
    fn values(&self, headed: &Headed) -> Result<Vec<Option<Number>>, Vec<messages::BadCell>> {
        let column = |place: usize| headed.rows.iter().map(move |row| (row.line, row.cell(place))).collect::<Vec<_>>();
        if let Some(function) = self.function() {
            let columns: Vec<Vec<(usize, &Cell)>> = headed.values.iter().map(|place| column(*place)).collect();
            return Counts { function, columns }.values();
        }
        let Some(place) = headed.values.first() else { return Ok(Vec::new()) };
        let (shares, ratio) = self.shown();
        let named = self.currency().map_or(Named::Nothing, Named::Currency);
        Figures { cells: column(*place), shares, scale: self.scale(), named }.values().map(|values| {
            let own = |value: Number| value.scale(ratio).unwrap_or(value);
            values.into_iter().map(|value| value.map(own)).collect()
        })
    }

    fn function(&self) -> Option<Function> {
        self.observe.counts.as_ref()?;
        let kpi = self.observe.about.kpi()?;
        self.plan.plan().kpis[kpi].kind?.counted_by()
    }

    /// Whether values are shares, and by what one of the unit that is shown comes to the own unit.
    fn shown(&self) -> (bool, Ratio) {
        let plan = self.plan;
        let one = Ratio::ONE;
        let found = match self.of {
            Observed::Kpi(kpi) => plan
                .kpis
                .get(kpi.index())
                .map(|terms| (terms.shown.unit.flavour, one.divide(terms.shown.ratio).unwrap_or(one))),
            Observed::Driver(driver) => plan.drivers.get(driver.index()).map(|terms| (terms.unit.flavour, one)),
            Observed::Flow(stage, end) => plan.stages.get(stage.index()).map(|terms| match end {
                FlowEnd::Entering => (terms.entering_unit.flavour, one),
                FlowEnd::Leaving => (terms.leaving_unit.flavour, one),
            }),
            Observed::Touchpoint(_) => None,
        };
        found.map_or((false, one), |(flavour, ratio)| (flavour == Flavour::Share, ratio))
    }

    /// The currency of what is observed, where it is money or money per something.
    fn currency(&self) -> Option<Currency> {
        let plan = self.plan;
        let unit = match self.of {
            Observed::Kpi(kpi) => plan.kpis.get(kpi.index()).map(|terms| &terms.shown.unit),
            Observed::Driver(driver) => plan.drivers.get(driver.index()).map(|terms| &terms.unit),
            Observed::Flow(..) | Observed::Touchpoint(_) => None,
        };
        unit?.dimension.factors().iter().find_map(|(base, _)| match base {
            Base::Currency(currency) => Some(*currency),
            Base::Time | Base::Counted(_) => None,
        })
    }

    /// Of how much a touchpoint is rated: by its own satisfaction, else as the plan observes it elsewhere.
    fn scale(&self) -> Option<Number> {
        let Observed::Touchpoint(touchpoint) = self.of else { return None };
        self.plan.plan().touchpoints[touchpoint].satisfaction.map(|own| own.of)
    }
}

fn table(files: &dyn Files, path: &str) -> Result<Table, String> {
    let stream = files.open(path).map_err(|trouble| trouble.reason)?;
    let mut bytes = Vec::new();
    stream.take(MOST + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > MOST {
        return Err(format!("is larger than {} MB", MOST >> 20));
    }
    sheet::read_table(&bytes, Separated::default(), None).map_err(|error| format!("{error}; {}", error.help()))
}
