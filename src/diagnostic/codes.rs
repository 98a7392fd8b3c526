//! The one table of codes: id, severity, title, and the page `zbb explain` shows.

use super::Severity;

macro_rules! codes {
    ($( $name:ident $id:literal $severity:ident $title:literal, )*) => {
        /// A kind of finding, with a stable id.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $( #[doc = $title] $name, )*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Code] = &[ $( Code::$name, )* ];

            /// The stable id: `E0301`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $( Code::$name => $id, )* }
            }

            /// The severity it has unless a plan says otherwise.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $( Code::$name => Severity::$severity, )* }
            }

            /// What it is about, in a few words.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $( Code::$name => $title, )* }
            }

            /// The page that explains it, in Markdown, with a failing example and its repair.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self { $( Code::$name => include_str!(concat!("explain/", $id, ".md")), )* }
            }
        }
    };
}

// E00 files · E01 syntax · E02 names and shape of declarations · E03 types and units · E04 rules of the plan ·
// E05 evaluation · E06 plan files · E07, W07 budgetary control · W02 names · W04 rules of the plan · W06 history
codes! {
    NotUtf8 "E0001" Error "a file is not UTF-8 text",
    UnreadableFile "E0002" Error "a file cannot be read",
    NotAFile "E0003" Error "a plan file is not a file with text",
    ChangingFile "E0004" Error "a file changes while it is read",
    TooLarge "E0005" Error "a file or a plan is too large",
    UnclosedBlock "E0101" Error "a block without its closing brace",
    StrayBrace "E0102" Error "a closing brace that closes nothing",
    UnclosedText "E0103" Error "a text without its closing quotes",
    UnclosedBracket "E0104" Error "a bracket without its other half",
    MissingValue "E0105" Error "a value is missing",
    UnexpectedWords "E0106" Error "something stands after the end of a value",
    UnreadableLine "E0107" Error "a line that is not a fact",
    MisplacedBrace "E0108" Error "an opening brace is missing or misplaced",
    TooDeep "E0109" Error "nesting deeper than 64",
    TooManySigns "E0110" Error "a value with more than 1,000 signs",
    MalformedNumber "E0111" Error "a number that is not written as one",
    ThousandsComma "E0112" Error "commas between the digits of a number",
    NoSuchPeriod "E0113" Error "a date, month or quarter that does not exist",
    UnspacedDivision "E0114" Error "a division without spaces",
    UnitSpacing "E0115" Error "a unit too near to its number or too far from it",
    CurrencyFirst "E0116" Error "a currency before its amount",
    MalformedText "E0117" Error "a text that is not written as one",
    ForeignQuotes "E0118" Error "a text between other quotes than the straight double ones",
    UnusualName "E0119" Error "a name with capitals or other signs",
    ReservedName "E0120" Error "a name that has a meaning of its own",
    ForeignLetter "E0121" Error "a name with letters of another script",
    HiddenCharacter "E0122" Error "a character that cannot be seen",
    MissingColon "E0123" Error "a property without its colon",
    StraySeparator "E0124" Error "a comma or semicolon that separates nothing",
    SeveralFacts "E0125" Error "several facts on one line",
    ForeignComment "E0126" Error "a comment that begins with slashes",
    ForeignSign "E0127" Error "a sign as other languages write it",
    ChainedComparison "E0128" Error "two comparisons in a chain",
    RangeOfExpressions "E0129" Error "a range of something else than figures or periods",
    UnfinishedMerge "E0130" Error "a merge that was not finished",
    UnknownDeclaration "E0201" Error "nothing is declared by this word",
    MisplacedDeclaration "E0202" Error "a declaration stands where it cannot",
    MissingName "E0203" Error "a declaration has no name or title",
    WrongHead "E0204" Error "a declaration begins in a wrong way",
    NameTwice "E0206" Error "two declarations have one name",
    NoPlan "E0207" Error "there is no `plan` declaration",
    OnlyOne "E0208" Error "there may be only one of these",
    UnknownProperty "E0209" Error "a declaration has no such property",
    WrongShape "E0210" Error "a line has the wrong shape",
    WrongSubject "E0211" Error "what stands before the colon is wrong",
    MissingProperty "E0212" Error "a property is missing",
    PropertyTwice "E0213" Error "a property stands twice",
    EntryTwice "E0214" Error "two entries cannot be told apart",
    UnknownModifier "E0215" Error "a line takes no such word after its value",
    MissingModifier "E0216" Error "a word after the value is missing",
    UnknownName "E0217" Error "a name is not declared",
    AmbiguousName "E0218" Error "a name could be two things",
    WrongValue "E0219" Error "a value of the wrong kind",
    UnknownChoice "E0220" Error "a word that is not one of the choices",
    UnknownCurrency "E0221" Error "there is no such currency",
    UnknownUnit "E0222" Error "a unit is not declared",
    UnknownFunction "E0223" Error "there is no such function",
    NotAValue "E0224" Error "a name that has no value by itself",
    UnknownSetPath "E0225" Error "a scenario sets something that is not there",
    ScenarioLoop "E0226" Error "scenarios start from one another",
    AlternativeWithBoth "E0227" Error "an alternative has levels and lines of its own",
    RateRing "E0228" Error "exchange rates that stand in one another",
    UnitClash "E0301" Error "two quantities do not fit together",
    MissingUnit "E0302" Error "a number lacks its unit",
    WrongQuantity "E0303" Error "a value is not what its place takes",
    NumberBesideShare "E0304" Error "a plain number stands beside a share",
    ShareBesidePoints "E0305" Error "a share is compared with a difference of shares",
    EffectWithoutSign "E0306" Error "an effect has no sign",
    PercentOnShare "E0307" Error "an effect in % on a KPI that is itself a share",
    RelativeOnScore "E0308" Error "a relative effect on a score",
    CostReadsProjection "E0309" Error "a cost or effect reads the projection",
    UnknownRate "E0310" Error "a currency has no exchange rate",
    SeriesWithoutMonth "E0311" Error "a requirement does not say which month it means",
    FunctionOutOfPlace "E0312" Error "a function stands where it has no value",
    WrongArguments "E0313" Error "a function is given the wrong arguments",
    NotAFigure "E0314" Error "something stands where a figure belongs",
    NotAscending "E0315" Error "ends of a range or estimate do not ascend",
    ImpossibleArithmetic "E0316" Error "a calculation has no result",
    NotWholeMonths "E0317" Error "a length of time is not whole months",
    VariesByMonth "E0318" Error "a figure for the whole plan reads one that varies by month",
    MeaninglessOperation "E0319" Error "an operation means nothing for these values",
    NotConstant "E0320" Error "a fixed figure reads one that is not",
    OutOfRange "E0321" Error "a figure is outside of what is possible",
    DryJourney "E0322" Error "nothing enters a journey whose flow is read",
    OutsideCalendar "E0330" Error "a month lies outside of the calendar",
    DriverMonths "E0331" Error "a driver does not give a month one value",
    DatesReversed "E0332" Error "an end comes before its beginning",
    DriverLoop "E0333" Error "a driver is computed from itself",
    SameMonthLoop "E0334" Error "a value depends on itself within one month",
    KpiWithoutBaseline "E0335" Error "a KPI that is read before the calendar has no baseline",
    KpiUnit "E0336" Error "a KPI's unit is missing or not that of its kind",
    NoLimit "E0337" Error "effects diminish towards no end",
    BudgetPeriods "E0339" Error "budgets do not cover every month once",
    SharesOfWhole "E0342" Error "shares of one whole do not sum to it",
    ReturnsElsewhere "E0343" Error "a stage returns to another journey",
    HomeExchange "E0344" Error "an exchange rate for the plan's own currency",
    NeedNeverMet "E0345" Error "a level needs what can never be funded with it",
    OneLevelWanted "E0346" Error "one level is wanted where several are named",
    LineOutsideLevel "E0350" Error "money falls where its level does not run",
    DayOfMoney "E0351" Error "money is booked by month, not by day",
    TrendBesideFormula "E0360" Error "a trend beside a formula",
    NearerHasNoEnd "E0361" Error "an end to go to where nearer is better",
    UnclearChange "E0370" Error "a change does not say what becomes of a figure",
    ChangedTwice "E0371" Error "a scenario sets or changes a figure twice",
    NoFigureToChange "E0372" Error "what a scenario changes is no figure",
    NoLevel "E0401" Error "a package has no level",
    NothingJustifies "E0402" Error "nothing justifies a cost",
    EmptyLevel "E0403" Error "a level neither costs nor brings anything",
    EmptyReason "E0404" Error "a reason says nothing",
    CopiedJustification "E0405" Error "a justification is copied",
    RejectedWithoutCost "E0406" Error "an alternative was rejected without a cost",
    InsteadOfOther "E0407" Error "an alternative replaces a level of another package",
    CostOnIncome "E0408" Error "a cost is booked to a category of income",
    RatesComputed "E0409" Error "people rate a computed criterion",
    Loop "E0410" Error "links lead back to where they begin",
    MilestoneOutside "E0411" Error "a milestone lies outside of the calendar",
    MilestoneTooEarly "E0412" Error "a milestone comes before one it follows",
    RanksAlternative "E0420" Error "a ranking holds an alternative that has levels",
    RanksRejected "E0421" Error "a rejected alternative is ranked",
    RankedTwice "E0422" Error "a level is ranked twice",
    ForeignLevel "E0423" Error "a department ranks another's level",
    OrderInverted "E0424" Error "a level stands above what it builds on",
    MergeLeavesOut "E0425" Error "a merged ranking is not wholly taken over",
    MergeJumps "E0426" Error "a level jumps the order of its department without a reason",
    TwoRankings "E0427" Error "two rankings would both fund",
    NoRanking "E0428" Error "there is no ranking to fund by",
    NotRanked "E0429" Error "levels are not ranked",
    PromotedToNothing "E0440" Error "an idea and its package do not agree",
    PutAsideWithoutReason "E0441" Error "an idea was put aside without a reason",
    NoBaseline "E0450" Error "a KPI has nothing to start from",
    NoUnit "E0451" Error "a KPI has no unit",
    BenchmarkWithoutFigure "E0452" Error "a benchmark holds no figure",
    UnknownCode "E0460" Error "there is no finding of this code",
    CannotRegrade "E0461" Error "a finding that cannot be set aside",
    Weights "E0470" Error "the weights of the criteria do not sum to 100%",
    UnreachableTarget "E0471" Error "a target cannot be reached",
    ValueOutsideRange "E0472" Error "a value lies outside of its KPI's range",
    BenchmarkUnit "E0473" Error "a benchmark is in another unit than its KPI",
    StartsBeyondCeiling "E0474" Error "a KPI starts beyond its ceiling",
    NothingLeftToGain "E0475" Error "an effect helps a KPI that starts at its good end",
    PassesCeiling "E0476" Error "a KPI goes beyond its ceiling",
    TwoTargets "E0477" Error "a KPI has two targets for one month",
    CorrelatesCertain "E0478" Error "a correlation names a figure that is certain",
    CorrelationsClash "E0479" Error "correlations cannot hold together",
    NoFigure "E0500" Error "a figure cannot be computed",
    BelowZero "E0501" Error "an amount is below zero",
    NoWayToMeasure "E0502" Error "a criterion is measured by a KPI that has nowhere to go",
    MandatesClash "E0510" Error "mandated levels cannot stand together",
    MandatesExceed "E0511" Error "mandated levels cost more than there is",
    CapByPeriod "E0512" Error "a cap is for a part of the calendar",
    ReserveBeyondBudget "E0513" Error "a reserve is more than the budget",
    FloorsBeyondBudget "E0514" Error "floors are more than the budget",
    FloorBeyondCap "E0515" Error "a floor is more than a cap allows",
    FloorPeriod "E0516" Error "a floor does not fit the periods of the budget",
    LeavesRange "E0530" Error "a KPI leaves its range",
    NotComputed "E0531" Error "a projected figure cannot be computed",
    RequirementFails "E0540" Error "a requirement does not hold",
    PlanFileUnreadable "E0601" Error "a file that is no plan file",
    PlanFileNewer "E0602" Error "a plan file of a newer version",
    PlanFileTruncated "E0603" Error "a plan file that ends too early",
    PlanFileConflicted "E0604" Error "a plan file with a merge conflict",
    PlanFileStale "E0606" Error "a plan file that is stale",
    IncomeOnCost "E0700" Error "income is booked to a category that is not of income",
    IncomeTwice "E0701" Error "two lines of an income are of one month",
    MovesNothing "E0702" Error "a transfer moves nothing",
    StaysWhereItIs "E0703" Error "a transfer gives a package what it takes from it",
    TransferOutside "E0704" Error "a transfer lies outside of the calendar",
    TransferUnfunded "E0705" Error "a transfer between packages of which one is not funded",
    TransferTooLarge "E0706" Error "a transfer takes more than stands there",
    BeyondAuthority "E0707" Error "a transfer goes beyond the authority of its role",
    LedgerPath "E0708" Error "a ledger does not lie below the plan's folder",
    LedgerColumns "E0709" Error "the columns of a ledger say too little or too much",
    DatePattern "E0710" Error "a way to write days that is none",
    NoteMonths "E0711" Error "a note on a variance does not say when it comes right",
    LedgerWithoutName "E0712" Error "one of several ledgers has no name",
    MappedAndIgnored "E0713" Error "a word of a ledger is mapped and ignored",
    StarInside "E0714" Error "a star that is not at the end of a word",
    ToleratesAll "E0715" Error "a tolerance without a limit",
    LedgerUnusable "E0720" Error "a file of a ledger cannot be used",
    NoLedger "E0721" Error "no file of a ledger is there",
    LedgerTwice "E0722" Error "a file would be read for two ledgers",
    NoSuchColumn "E0723" Error "a ledger lacks a column",
    BadRow "E0724" Error "a row of a ledger cannot be read",
    UnknownWord "E0725" Error "a word of a ledger that the plan does not know",
    Undecided "E0726" Error "a ledger can be read in two ways",
    LedgerCurrency "E0727" Error "a ledger has a currency without an exchange rate",
    NothingClosed "E0728" Error "no month is closed",
    BeyondTolerance "E0729" Error "actuals stray further than is tolerated",
    ObservedTwice "E0740" Error "something is observed twice in a month",
    ObservedColumns "E0741" Error "the columns of an observation say too little or too much",
    ObservedForm "E0742" Error "an observation is no rating, or should be none",
    ObservedFile "E0750" Error "a file of observations cannot be used",
    ObservedCell "E0751" Error "a cell of observations cannot be read",
    NoAlternative "W0401" Warning "no alternative was considered",
    MomentWithoutMeasure "W0402" Warning "a moment of truth without a funded measure",
    ServesNothing "W0403" Warning "a package serves no touchpoint",
    PainUnaddressed "W0404" Warning "nobody addresses a severe pain",
    EffectBeforeCost "W0405" Warning "an effect begins before any cost",
    NoSource "W0406" Warning "a KPI names no source",
    OldBenchmark "W0407" Warning "a benchmark is older than 18 months",
    ObjectiveNotServed "W0408" Warning "an objective that nothing funded serves",
    NoEvidence "W0409" Warning "an effect names no evidence",
    NotRated "W0410" Warning "a level is not rated on a criterion",
    MoneyWithoutMonth "W0411" Warning "money does not say when it falls",
    TooManyDecimals "W0412" Warning "an amount has more decimals than its currency",
    WaivesNothing "W0420" Warning "a waiver that waives nothing",
    WaiverOver "W0421" Warning "a waiver is over",
    VaryingSum "W0430" Warning "a sum is spread while its driver varies",
    LagOfItself "W0450" Warning "a KPI's own value of last month, written as a lag",
    NotJudged "W0451" Warning "a target or requirement is n/a",
    EffectOutsideCalendar "W0452" Warning "an effect of which the calendar sees nothing",
    TargetNobodyMoves "W0453" Warning "a target that nothing moves the KPI towards",
    RatedWithoutTarget "W0454" Warning "a criterion is measured by a KPI without a target or ceiling",
    EffectBeyondRange "W0480" Warning "an effect takes its KPI beyond its range",
    FailsBeforeItWarns "W0481" Warning "a tolerance fails before it warns",
    BenchmarkReversed "W0482" Warning "a benchmark's leader is worse than the rest",
    BehindCalendar "W0483" Warning "a date lies behind the plan's calendar",
    PersonasBeyondWhole "W0484" Warning "the personas are more than all customers",
    CostMoved "W0601" Warning "a cost moved and its justification did not",
    JustificationReused "W0602" Warning "a justification is taken over",
    PromisedAgain "W0603" Warning "an effect is promised again that was not observed",
    StraysFromPlan "W0700" Warning "actuals stray from the plan",
    RowsTwice "W0701" Warning "rows of a ledger are twice the same",
    WrongSign "W0702" Warning "a category whose sum has the wrong sign",
    SpentUnfunded "W0703" Warning "money was spent on what is not funded",
    MovedWhatIsSpent "W0704" Warning "a transfer took more than was left",
    ExplainsTooMuch "W0705" Warning "a note explains more than there is",
    ForecastDue "W0706" Warning "a variance comes about again and again",
    IdeaUndecided "W0760" Warning "an idea is open after the day by which it was to be decided",
}

impl Code {
    /// Whether a plan may lower or waive it though it is an error: the rules of good budgeting, without which a plan can
    /// still be evaluated.
    #[must_use]
    pub fn is_lowerable(self) -> bool {
        matches!(
            self,
            Code::NothingJustifies
                | Code::EmptyReason
                | Code::CopiedJustification
                | Code::RejectedWithoutCost
                | Code::MilestoneOutside
                | Code::MilestoneTooEarly
                | Code::MergeJumps
                | Code::PutAsideWithoutReason
                | Code::BenchmarkWithoutFigure
                | Code::Weights
                | Code::UnreachableTarget
                | Code::BeyondAuthority
        )
    }

    /// Whether it is found when files are read, before any name means anything.
    #[must_use]
    pub fn is_of_reading(self) -> bool {
        self.id().starts_with("E00") || self.id().starts_with("E01")
    }

    /// Whether it is about what a declaration still lacks, which is true of each until its last line is typed.
    #[must_use]
    pub fn is_of_lacking(self) -> bool {
        matches!(self, Code::MissingProperty | Code::NoLevel | Code::NothingJustifies | Code::EmptyLevel)
    }

    /// Whether it is about a name that nothing bears, which is so of each use while the name is being typed.
    #[must_use]
    pub fn is_of_unknown_name(self) -> bool {
        self == Code::UnknownName
    }

    /// Whether it is about the way from one version of a plan to another, which only a comparison sees.
    #[must_use]
    pub fn is_about_history(self) -> bool {
        matches!(self, Code::CostMoved | Code::JustificationReused | Code::PromisedAgain)
    }

    /// Whether it is about what ledgers hold, which only control sees.
    #[must_use]
    pub fn is_about_ledgers(self) -> bool {
        ["E072", "E075", "W070"].iter().any(|start| self.id().starts_with(start))
    }

    /// The code of an id such as `E0301`, in either case.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.id().eq_ignore_ascii_case(id))
    }
}

/// The plan that the examples of every page stand in, unless they declare a `plan` themselves.
#[must_use]
pub fn prelude() -> &'static str {
    include_str!("explain/prelude.zbb")
}
