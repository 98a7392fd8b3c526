//! Documents that no view would make: any blocks in any order, with the texts of plans that mean harm.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use zbb::quantity::{Month, Number};
use zbb::report::document::{
    Align, Block, Cell, Change, Column, Document, Figure, Fold, Heading, KeyFigure, Mark, Measure, Name, Note, Order,
    Repeats, Room, Row, Said, Section, Sentence, Sign, Table, Truth,
};
use zbb::report::drawn::{Axis, Chart, Ink, Part, Point, Reach, Series, Shape, Strip};

/// What would be markup, a link, a mention or a trick of the eye if it stood anywhere as it is.
pub const HOSTILE: [&str; 64] = [
    "<script>alert(1)</script>",
    "</style>",
    "</details>",
    "<details>",
    "</summary>",
    "<b>",
    "<!--",
    "-->",
    "<ins>",
    "\"",
    "'",
    "&amp;",
    "&#64;",
    "&",
    "<",
    ">",
    "|",
    "\\",
    "\\|",
    "`",
    "``",
    "```\n",
    "*",
    "**",
    "_",
    "__x__",
    "~~",
    "~",
    "[a](b)",
    "![a](b)",
    "[^1]",
    "[ ]",
    "]",
    "$",
    "$x$",
    "$$",
    "$`x`$",
    "# ",
    " #",
    "- ",
    "1. ",
    "---",
    "===",
    "    ",
    "\n\n",
    "\t",
    "@team",
    "@org/team",
    "#12",
    "GH-12",
    "me/plan#12",
    "me/plan@fe6c1ed",
    "fe6c1ed0",
    "https://example.com/#1",
    "www.example.com",
    "ftp://a.b",
    "name@example.com",
    "mailto:name@example.com",
    ":tada:",
    ":+1:",
    "\u{202e}",
    "\u{200b}",
    "\u{1b}[31m",
    "e\u{301}世👩‍🚀",
];

/// A text, most of it hostile.
pub fn text() -> impl Strategy<Value = String> {
    let bit = prop_oneof![
        3 => select(HOSTILE.as_slice()).prop_map(str::to_owned),
        1 => "[a-z0-9 ]{0,8}",
        1 => any::<String>(),
    ];
    let short = vec(bit, 0..5).prop_map(|bits| bits.concat());
    prop_oneof![
        400 => short.clone(),
        1 => (short, 1_usize..4_000).prop_map(|(text, count)| text.repeat(count)),
    ]
}

fn name() -> impl Strategy<Value = &'static str> {
    select(["levels", "changed |levels|", "<b>@team</b>", "*all* of https://a.b", "$5 #1", ""].as_slice())
}

fn mark() -> impl Strategy<Value = Mark> {
    select([Mark::Good, Mark::Neutral, Mark::Bad].as_slice())
}

fn words() -> impl Strategy<Value = Vec<(Change, String)>> {
    vec((select([Change::Kept, Change::Added, Change::Removed].as_slice()), text()), 0..5)
}

fn figure() -> impl Strategy<Value = Figure> {
    let measure = prop_oneof![
        Just(Measure::Money("USD")),
        Just(Measure::Share),
        text().prop_map(|unit| Measure::Unit(unit.into()))
    ];
    let mark = prop::option::of(mark());
    (any::<i32>(), measure, 0_u32..4, mark).prop_map(|(value, measure, digits, mark)| Figure {
        value: Number::from_integer(value.into()),
        measure,
        digits,
        sign: Sign::Both,
        mark,
    })
}

fn series() -> impl Strategy<Value = Vec<Option<Number>>> {
    vec(prop::option::of(any::<i16>()), 0..30)
        .prop_map(|values| values.into_iter().map(|value| Some(Number::from_integer(value?.into()))).collect())
}

fn ink() -> impl Strategy<Value = Ink> {
    select([Ink::Actual, Ink::Previous, Ink::Plan, Ink::Forecast, Ink::Unspent, Ink::Reserve].as_slice())
}

fn number() -> impl Strategy<Value = Number> {
    any::<i32>().prop_map(|number| Number::from_integer(number.into()))
}

fn strip() -> impl Strategy<Value = Strip> {
    let part = (number(), number(), ink(), prop::option::of(mark())).prop_map(|(from, to, ink, mark)| Part {
        from,
        to,
        ink,
        mark,
    });
    let reach = prop_oneof![Just(Reach::Column), Just(Reach::Between(Number::ZERO, Number::ONE))];
    (vec(vec(part, 0..3), 0..3), reach).prop_map(|(bars, reach)| Strip { bars, ticks: Vec::new(), reach })
}

fn chart() -> impl Strategy<Value = Chart> {
    let shape = select(
        [Shape::Line, Shape::Steps, Shape::Dots, Shape::Strokes, Shape::Feet, Shape::Bars, Shape::Band].as_slice(),
    );
    let point = prop::option::of((0_i64..6, number()))
        .prop_map(|at| at.map(|(across, up)| Point { across: Number::from_integer(across), up }));
    let series = (text(), ink(), shape, vec(point, 0..6)).prop_map(|(name, ink, shape, points)| Series {
        name,
        ink,
        mark: None,
        shape,
        points,
    });
    let across = prop_oneof![vec(text(), 6..7).prop_map(Axis::Places), figure().prop_map(Axis::Numbers)];
    (text(), text(), across, figure(), vec(series, 0..4)).prop_map(|(title, sentence, across, up, series)| Chart {
        key: "chart",
        title,
        about: None,
        sentence,
        across,
        up: Axis::Numbers(up),
        series,
    })
}

fn known() -> impl Strategy<Value = (Name, String)> {
    (text(), text()).prop_map(|(path, title)| (Name { kind: "kpi", path }, title))
}

fn said() -> impl Strategy<Value = Vec<Said>> {
    let piece = prop_oneof![
        text().prop_map(Said::Words),
        known().prop_map(|(name, title)| Said::Known(name, title)),
        figure().prop_map(Said::Money),
    ];
    vec(piece, 0..5)
}

fn month() -> impl Strategy<Value = Month> {
    (1990..2100_i32, 1..13_u8).prop_map(|(year, month)| Month::new(year, month).expect("a month"))
}

fn cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        1 => Just(Cell::Empty),
        6 => text().prop_map(Cell::Text),
        2 => text().prop_map(Cell::Path),
        1 => "[a-z_.]{0,40}".prop_map(Cell::Path),
        1 => any::<usize>().prop_map(Cell::Count),
        2 => figure().prop_map(Cell::Figure),
        1 => (mark(), text()).prop_map(|(mark, text)| Cell::Status(mark, text)),
        1 => select([Truth::Yes, Truth::No].as_slice()).prop_map(Cell::Truth),
        2 => words().prop_map(Cell::Words),
        1 => series().prop_map(Cell::Series),
        1 => text().prop_map(|text| Cell::Named(Name { kind: "kpi", path: text.clone() }, text)),
        1 => known().prop_map(|(name, title)| Cell::Known(name, title)),
        1 => said().prop_map(Cell::Said),
        1 => (month(), month()).prop_map(|(first, last)| Cell::Months(first, last)),
        1 => strip().prop_map(|strip| Cell::Strip(Box::new(strip))),
        1 => Just(Cell::NotAvailable),
    ]
}

fn column() -> impl Strategy<Value = Column> {
    let room = select([Room::Kept, Room::Cut(8), Room::Optional(1), Room::Below, Room::Data, Room::Drawn].as_slice());
    let align = select([Align::Left, Align::Right, Align::Point].as_slice());
    let repeats = select([Repeats::Shown, Repeats::Once].as_slice());
    (text(), align, room, repeats).prop_map(|(heading, align, room, repeats)| Column {
        key: "key".into(),
        heading,
        align,
        room,
        repeats,
    })
}

fn table() -> impl Strategy<Value = Table> {
    let shape = (1_usize..5, 1_usize..12);
    shape.prop_flat_map(|(columns, rows)| {
        let cells = vec(cell(), columns).prop_map(Row::Cells);
        let row = prop_oneof![9 => cells, 1 => text().prop_map(Row::Rule)];
        (vec(column(), columns), vec(row, rows), prop::option::of(name())).prop_map(|(columns, rows, caption)| Table {
            key: "table",
            caption,
            unit: None,
            columns,
            rows,
            order: Order::Free,
        })
    })
}

fn note() -> impl Strategy<Value = Note> {
    let sentence = prop_oneof![
        text().prop_map(Sentence::Plain),
        words().prop_map(Sentence::Words),
        said().prop_map(Sentence::Said)
    ];
    (prop::option::of(mark()), sentence).prop_map(|(mark, sentence)| Note { mark, sentence })
}

fn fact() -> impl Strategy<Value = KeyFigure> {
    (name(), cell(), text()).prop_map(|(label, value, comment)| KeyFigure::new("fact", label, value).comment(comment))
}

fn block() -> impl Strategy<Value = Block> {
    prop_oneof![
        vec(fact(), 1..4).prop_map(Block::KeyFigures),
        vec(note(), 1..4).prop_map(Block::Notes),
        table().prop_map(Block::Table),
        chart().prop_map(Block::Chart),
    ]
}

fn section() -> impl Strategy<Value = Section> {
    let fold = select([Fold::Open, Fold::Folded].as_slice());
    let heading = (text(), fold).prop_map(|(words, fold)| Heading { words: words.into(), fold });
    (prop::option::of(heading), vec(block(), 1..4)).prop_map(|(heading, blocks)| Section {
        key: "section",
        heading,
        blocks,
    })
}

/// Any document.
pub fn document() -> impl Strategy<Value = Document> {
    (text(), text(), vec(section(), 0..4)).prop_map(|(title, subtitle, sections)| Document {
        schema: "zbb-test/1",
        title,
        subtitle,
        properties: Vec::new(),
        main_table: "table",
        main_columns: Vec::new(),
        beside_records: Vec::new(),
        sections,
    })
}
