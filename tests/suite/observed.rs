//! KPIs observed: what `observe` takes, inline and from files, figures by hand, and what is refused.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Two KPIs, one effect, a journey, a driver.
const PLAN: &str = r#"plan shop "Shop" { currency: EUR, calendar: 2027-01 .. 2027-12 }
role lead
department team { owner: lead }
category pay { owner: lead }
unit visitor
unit customer
kpi nps { kind: nps, baseline: 30 pts, target: 31 pts by 2027-02, target: 33 pts by 2027-06, target: 40 pts by 2027-12, source: "Survey" }
kpi csat { kind: csat, baseline: 70%, source: "Survey" }
kpi reply { kind: first_response_time, baseline: 10 hours, target: 8 hours by 2027-12, source: "Tickets" }
driver volume { value: 1_000 visitor/month, source: "Counter", owner: lead }
benchmark nps "Panel" { leader: 50 pts, median: 34 pts, source: "Panel", as_of: 2026-06 }
journey store {
  entering: 1_000 visitor/month
  stage buying {
    converts: 10%
    becomes: customer
    touchpoint desk { satisfaction: 2.5 of 5 }
  }
}
package help "Help" {
  department: team
  owner: lead
  serves: [store.buying.desk]
  justification: "Four of ten hang up."
  consequence: "They go on hanging up."
  level early {
    cost pay: 1k EUR/month from 2027-01
    effect nps: +10 pts over 5 months evidence history
    effect csat: +5pp after 11 months evidence benchmark
  }
}
ranking board { help.early }
funding { budget: 40k EUR, policy: skip }
"#;

struct Run {
    folder: tempfile::TempDir,
}

impl Run {
    fn new(observed: &str) -> Run {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("plan.zbb"), format!("{PLAN}{observed}")).unwrap();
        Run { folder }
    }

    fn with(self, path: &str, text: &str) -> Run {
        fs::write(self.folder.path().join(path), text).unwrap();
        self
    }

    fn zbb(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let output =
            Command::new(env!("CARGO_BIN_EXE_zbb")).current_dir(self.folder.path()).args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    }

    /// The tables of `zbb track` by key.
    fn track(&self) -> serde_json::Value {
        let (code, out, told) = self.zbb(&["track", ".", "--format", "json"]);
        assert_eq!(code, Some(0), "{told}");
        serde_json::from_str(&out).unwrap()
    }

    fn told(&self) -> String {
        let (code, out, told) = self.zbb(&["track", "."]);
        assert!(code != Some(0) && out.is_empty(), "{code:?} {told} {out}");
        told
    }
}

/// What a cell of a table says: words, or the number of a figure.
fn says(cell: &serde_json::Value) -> String {
    cell.as_str().or_else(|| cell["value"].as_str()).map_or_else(|| cell.to_string(), str::to_owned)
}

const NPS: &str = "observe nps { 2027-01: 31 pts, 2027-02: nps(520, 305, 175) }\n";

/// By hand: +10 pts over five months from January is +2 a month: planned 34 pts in February; 34.5 was seen, half a point more;
/// so December, planned with 40, would be 40.5.
#[test]
fn a_kpi_stands_beside_plan_target_and_benchmark() {
    let found = Run::new(NPS).track();
    let row = &found["observed"]["kpis"][0];
    let shown = |key: &str| says(&row[key]);
    assert_eq!(
        ["planned", "observed", "gap", "ends", "would_end"].map(shown),
        ["34", "34.5", "0.5", "40", "40.5"].map(str::to_owned),
        "{found:#}"
    );
    let way = found["observed"]["way"].as_array().unwrap();
    let status: Vec<String> = way.iter().map(|row| row["status"].to_string()).collect();
    assert!(
        status[0].contains("met") && status[1].contains("on the way") && status[2].contains("on the way"),
        "{status:?}"
    );
    let gaps = found["benchmarks"]["gaps"].as_array().unwrap();
    assert_eq!((says(&gaps[0]["gap"]).as_str(), says(&gaps[1]["gap"]).as_str()), ("-15.5", "0.5"), "{gaps:#?}");
}

/// By hand: without funding 30 pts; promised 34 in February; 34.5 seen: 4.5 of 4 kept. Satisfaction is due in December.
#[test]
fn a_promise_is_kept_so_far_as_it_is_due() {
    let found = Run::new(&format!("{NPS}observe csat {{ 2027-02: 71% }}\n")).track();
    let promises = &found["promises"];
    // In order of name: csat, nps.
    assert_eq!(says(&promises["by_kpi"][0]["kept"]), "not due", "{promises:#}");
    assert_eq!(says(&promises["by_kpi"][1]["kept"]), "1.125", "{promises:#}");
    let package = &promises["by_package"][0];
    assert_eq!((package["package"].as_str(), says(&package["promise"]).as_str()), (Some("help"), "4"), "{package:#}");
    let grade = &promises["by_grade"][0];
    assert_eq!(
        (grade["grade"].as_str(), says(&grade["kept"]).as_str(), says(&grade["confidence"]).as_str()),
        (Some("history"), "1.125", "1"),
        "{grade:#}"
    );
}

#[test]
fn a_journey_stands_as_planned_and_as_it_went() {
    let observed = "observe store.buying.leaving { 2027-Q1: 90 customer }\nobserve volume { 2027-01: 1_100 visitor/month }\n\
                    observe store.buying.desk { 2026-11: 2.4 of 5, 2027-03: 6 of 10 }\n";
    let found = Run::new(observed).track();
    let walked = &found["walked"];
    let flow = &walked["flows"][0];
    assert_eq!((flow["flow"].as_str(), flow["month"].as_str()), (Some("store.buying.leaving"), Some("2027-03")));
    assert_eq!((says(&flow["planned"]).as_str(), says(&flow["share"]).as_str()), ("100", "0.9"), "{flow:#}");
    let desk = &walked["touchpoints"][0];
    assert_eq!((says(&desk["observed"]).as_str(), says(&desk["change"]).as_str()), ("3", "0.5"), "{desk:#}");
    assert_eq!(says(&walked["drivers"][0]["share"]).as_str(), "1.1", "{walked:#}");
}

/// A KPI that another follows by one month, and one by chance: the lag is found, with its sign.
#[test]
fn a_lag_shows_and_too_few_are_said() {
    let changes = [3, -2, 5, -4, 1, 6, -3, 2, -5, 4, -1, 7];
    let (mut reply, mut csat) = (500, 600);
    let mut observed = (String::from("observe reply {\n"), String::from("observe csat {\n"));
    for (place, change) in changes.into_iter().enumerate() {
        let month = format!("2026-{:02}", place + 1);
        csat -= if place > 0 { changes[place - 1] } else { 0 };
        reply += change;
        observed.0.push_str(&format!("  {month}: {}.{} hours\n", reply / 10, reply % 10));
        observed.1.push_str(&format!("  {month}: {}.{}%\n", csat / 10, csat % 10));
    }
    let found = Run::new(&format!("{}}}\n{}}}\n{NPS}", observed.0, observed.1)).track();
    let links = &found["links"];
    let first = &links["correlations"][0];
    assert_eq!(
        (first["first"].as_str(), first["then"].as_str(), first["lag"].as_str()),
        (Some("reply"), Some("csat"), Some("1 month")),
        "{links:#}"
    );
    assert!(says(&first["correlation"]).starts_with("-1"), "{first:#}");
    let text = found.to_string();
    assert!(text.contains("2 pairs have fewer than 8 changes"), "{links:#}");
    assert!(!text.to_lowercase().contains("cause"), "{links:#}");
}

#[test]
fn files_give_values_and_counts() {
    let plan = "observe nps {\n  from: \"nps.csv\" month \"Month\"\n  counts: [\"Promoters\", \"Passives\", \"Detractors\"]\n}\n\
                observe csat { from: \"csat.csv\" month \"Monat\" value \"Wert\" }\n\
                observe reply { from: \"reply.csv\" month \"Month\" value \"Hours\" }\n";
    let run = Run::new(plan)
        .with("nps.csv", "Survey of 2027\n\nMonth,Promoters,Passives,Detractors\n2027-01,520,300,180\n2027-02,\"1,040\",600,360\n2027-03,,,\n")
        .with("csat.csv", "Monat;Wert\n31.01.2027;70,5 %\n28.02.2027;71 %\n")
        .with("reply.csv", "Month,Hours\n2027-Q1,9.5\n");
    let found = run.track();
    let kpis = found["observed"]["kpis"].as_array().unwrap();
    let seen: Vec<(String, String)> = kpis.iter().map(|row| (says(&row["month"]), says(&row["observed"]))).collect();
    let expected = [("2027-02", "0.71"), ("2027-02", "34"), ("2027-03", "9.5")];
    assert_eq!(seen, expected.map(|(month, value)| (month.to_owned(), value.to_owned())), "{kpis:#?}");
    // `check` and `plan` look at no file.
    fs::remove_file(run.folder.path().join("nps.csv")).unwrap();
    assert_eq!((run.zbb(&["check"]).0, run.zbb(&["plan"]).0), (Some(0), Some(0)));
    assert!(run.told().contains("E0750"));
}

/// A KPI begins next year where it now ends, as far from the plan as a file says it was last.
#[test]
fn the_next_year_begins_where_files_say() {
    let inline = Run::new("observe reply { 2027-11: 9 hours }\n");
    let file = Run::new("observe reply { from: \"reply.csv\" month \"Month\" value \"Hours\" }\n")
        .with("reply.csv", "Month,Hours\n2027-10,9.5\n2027-11,9\n2028-01,1\n");
    let renewed = |run: &Run| run.zbb(&["renew", ".", "--to", "2028-01 .. 2028-12", "--into", "next"]);
    let (one, other) = (renewed(&inline), renewed(&file));
    assert_eq!(one.0, Some(0), "{}", one.2);
    assert!(one.1.contains("reply begins at 9 hours"), "{}", one.1);
    assert!(one.1.contains("if it stays as far from the plan as observed in 2027-11"), "{}", one.1);
    let line = |told: &str| told.lines().find(|line| line.contains("reply begins")).map(str::to_owned);
    assert_eq!(line(&one.1), line(&other.1), "{}", other.2);
    let broken = Run::new("observe reply { from: \"reply.csv\" month \"Month\" value \"Hours\" }\n");
    let (code, _, told) = renewed(&broken);
    assert!(code == Some(2) && told.contains("E0750"), "{code:?} {told}");
}

#[test]
fn what_cannot_be_read_is_named_by_file_and_line() {
    let plan = "observe csat { from: \"csat.csv\" month \"Month\" value \"Value\" }\n";
    let told = |text: &str| Run::new(plan).with("csat.csv", text).told();
    for (text, words) in [
        ("Month,Value\n2027-01,seventy\n", "line 2 of `csat.csv`: `seventy` is no number"),
        ("Month,Value\nJanuary,70%\n", "line 2 of `csat.csv`: `January` is no month"),
        ("Month,Value\n2027-01,0.7\n", "`0.7` may be a share or percent"),
        ("Month,Value\n03/04/2027,70%\n", "`03/04/2027` may be two days"),
        ("Month,Value\n2027-01,140%\n", "line 2 of `csat.csv`: `140%` lies outside of the KPI's range"),
        ("Month,Value\n2027-01,70%\n2027-01,71%\n", "line 3 of `csat.csv`: 2027-01 is observed twice"),
        ("Month,Valeu\n2027-01,70%\n", "has no column `Value`"),
        ("Month,Value\n\"2027-01,70%\n", "never closed"),
        ("", "nothing in it"),
    ] {
        let told = told(text);
        assert!(told.contains(words), "{text:?}: {told}");
    }
    #[cfg(unix)]
    {
        let run = Run::new(plan);
        std::os::unix::fs::symlink("/etc/hosts", run.folder.path().join("csat.csv")).unwrap();
        let (code, _, told) = run.zbb(&["track"]);
        assert!(code == Some(2) && told.contains("is a link"), "{told}");
    }
}

#[test]
fn the_benchmarking_example_shows_a_lag() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/benchmarking");
    let shown = |width: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_zbb"))
            .current_dir(&example)
            .args(["track", ".", "--width", width])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    insta::assert_snapshot!("benchmarking_80", shown("80"));
    insta::assert_snapshot!("benchmarking_140", shown("140"));
}

#[test]
fn values_beside_tolerances_are_counted_in_words() {
    let text = "plan p { currency: EUR, calendar: 2027-01 .. 2027-12 }\nrole r\ndepartment d { owner: r }\n\
                category c { owner: r }\nkpi wait \"Waiting\" { unit: hours, baseline: 10 hours, target: 5 hours by 2027-12, \
                better: lower, source: \"x\" }\npackage a { department: d, owner: r, justification: \"aa\", consequence: \
                \"ca\", level one { cost c: 100 EUR, effect wait: -3 hours evidence history } }\ncriterion z { weight: 100%, \
                measured_by: [wait] }\nranking b { a.one }\nfunding { budget: 2k EUR, policy: skip }\ncontrol { closed: \
                2027-01 }\nobserve wait { 2027-01: 7.6 hours }\ntolerance kpi wait { warn: 5%, fail: 50% }\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("p.zbb"), text).unwrap();
    let run = crate::cli::zbb(&["track", &folder.path().display().to_string(), "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&run.output).unwrap();
    let row = &document["tolerances"]["judged"][0];
    assert_eq!(
        [&row["planned"], &row["actual"], &row["variance"]],
        ["7 hours", "7.6 hours", "-0.6 hours"],
        "{} {document:#}",
        run.notes
    );
    assert!(run.notes.contains("`wait` strays by -0.6 hours (-8.6%)"), "{}", run.notes);
}
