//! The scripts of the GitHub action, run as the runner runs them, against a server that stands in for GitHub. They need
//! bash, curl, jq and git, as every runner has them; where one is missing there is nothing to run.

#![cfg(unix)]

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use tempfile::TempDir;

use crate::git::Repo;

/// The comments of a pull request, and what was asked of the server.
#[derive(Default)]
struct Hub {
    comments: Vec<Value>,
    requests: Vec<String>,
}

type Shared = Arc<Mutex<Hub>>;

/// A server that knows the comments of one pull request; gives where it listens.
fn serve(hub: &Shared) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let hub = Arc::clone(hub);
    thread::spawn(move || listener.incoming().flatten().for_each(|stream| answer(&hub, stream)));
    format!("http://{address}")
}

fn answer(hub: &Shared, stream: TcpStream) {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first).expect("a request");
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("a header");
        match line.trim().split_once(": ") {
            Some((name, value)) => headers.insert(name.to_lowercase(), value.to_owned()),
            None => break,
        };
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    let is_allowed = headers.get("authorization").is_some_and(|value| value == "Bearer secret");
    let (status, answer) = if is_allowed { act(hub, &first, &body) } else { (403, json!({"message": "no"})) };
    let text = answer.to_string();
    let mut stream = reader.into_inner();
    write!(stream, "HTTP/1.1 {status} x\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}", text.len())
        .expect("sent");
}

fn act(hub: &Shared, request: &str, body: &[u8]) -> (u16, Value) {
    let mut hub = hub.lock().expect("no panic");
    let (method, path) = request.split_once(' ').expect("a request");
    let path = path.split(' ').next().expect("a path").to_owned();
    hub.requests.push(format!("{method} {path}"));
    let said = || serde_json::from_slice::<Value>(body).expect("JSON")["body"].clone();
    match (method, path.strip_prefix("/repos/acme/plans/issues/")) {
        ("GET", Some(rest)) if rest.starts_with("7/comments?per_page=100&page=") => {
            let page: usize = rest.rsplit('=').next().and_then(|page| page.parse().ok()).expect("a page");
            (200, hub.comments.iter().skip((page - 1) * 100).take(100).cloned().collect())
        }
        ("POST", Some("7/comments")) => {
            let id = hub.comments.len();
            hub.comments.push(json!({"id": id, "user": {"login": "github-actions[bot]"}, "body": said()}));
            (201, json!({"id": id}))
        }
        ("PATCH", Some(rest)) => {
            let id: usize = rest.strip_prefix("comments/").and_then(|id| id.parse().ok()).expect("an id");
            hub.comments[id]["body"] = said();
            (200, json!({}))
        }
        _ => (404, json!({"message": "not found"})),
    }
}

/// A run of the action: a repository whose branch raises a budget, and what GitHub gives a run.
struct Run {
    repo: Repo,
    files: TempDir,
    hub: Shared,
    url: String,
}

impl Run {
    fn new() -> Run {
        let hotline = fs::read_to_string(root().join("examples/hotline/plan.zbb")).expect("a plan");
        let repo = Repo::with(&[("plan.zbb", &hotline)]);
        repo.git(&["checkout", "--quiet", "-b", "raise"]);
        repo.commit(&[("plan.zbb", &hotline.replace("budget: 180k", "budget: 210k"))]);
        let hub = Shared::default();
        let url = serve(&hub);
        let run = Run { repo, files: tempfile::tempdir().expect("a folder"), hub, url };
        run.about("acme/plans");
        run
    }

    /// Has the run be about a pull request from a repository.
    fn about(&self, head: &str) {
        let event = json!({"pull_request": {"number": 7, "head": {"repo": {"full_name": head}}}});
        fs::write(self.files.path().join("event.json"), event.to_string()).expect("an event");
    }

    fn script(&self, name: &str, inputs: &[(&str, &str)]) -> Output {
        self.script_in(self.repo.path(), name, inputs)
    }

    /// Runs a script in a checkout.
    fn script_in(&self, checkout: &Path, name: &str, inputs: &[(&str, &str)]) -> Output {
        let file = |name: &str| self.files.path().join(name);
        let binary = Path::new(env!("CARGO_BIN_EXE_zbb")).parent().expect("a folder");
        let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap_or_default());
        let mut command = Command::new("bash");
        command.arg(root().join(".github/actions/zbb").join(name)).current_dir(checkout).stdin(Stdio::null());
        command.env("PATH", path).env("PLAN", ".").env("RUNNER_TEMP", self.files.path()).env("NO_PROXY", "127.0.0.1");
        command.env("GITHUB_STEP_SUMMARY", file("summary")).env("GITHUB_OUTPUT", file("output"));
        command.env("GITHUB_PATH", file("path")).env("GITHUB_EVENT_PATH", file("event.json"));
        command.env("GITHUB_REPOSITORY", "acme/plans").env("GITHUB_API_URL", &self.url).env("TOKEN", "secret");
        command.env("AUTHOR", "github-actions[bot]").env("DIFFERENCE", file("zbb-difference.md"));
        command.env("DENY_WARNINGS", "no").env("FORMAT", "yes").env("BASE", "main").env("CHANGED", self.changed());
        command.envs(inputs.iter().copied());
        command.output().expect("bash runs")
    }

    fn compare_and_comment(&self, inputs: &[(&str, &str)]) -> Output {
        succeeded(&self.script("compare.sh", inputs));
        self.script("comment.sh", inputs)
    }

    /// What the comparison said last.
    fn changed(&self) -> String {
        let output = self.file("output");
        output.lines().filter_map(|line| line.strip_prefix("changed=")).next_back().unwrap_or("yes").to_owned()
    }

    /// Has the checkout be the commit that would merge the branch of a repository, as GitHub has it, and the event say
    /// so.
    fn on_merge_commit(&self, head: &str) {
        let id = |name: &str| self.repo.git(&["rev-parse", name]).trim().to_owned();
        let event = json!({"pull_request": {
            "number": 7,
            "base": {"sha": id("main")},
            "head": {"sha": id("raise"), "repo": {"full_name": head}},
        }});
        fs::write(self.files.path().join("event.json"), event.to_string()).expect("an event");
        self.repo.git(&["checkout", "--quiet", "--detach", "main"]);
        self.repo.git(&["merge", "--quiet", "--no-ff", "--message=merge", "raise"]);
    }

    fn file(&self, name: &str) -> String {
        fs::read_to_string(self.files.path().join(name)).unwrap_or_default()
    }

    fn comments(&self) -> Vec<String> {
        let hub = self.hub.lock().expect("no panic");
        hub.comments.iter().map(|comment| comment["body"].as_str().expect("text").to_owned()).collect()
    }

    fn written(&self) -> Vec<String> {
        let hub = self.hub.lock().expect("no panic");
        hub.requests.iter().filter(|request| !request.starts_with("GET")).cloned().collect()
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn succeeded(output: &Output) {
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Whether the machine has what every runner has.
fn is_runner() -> bool {
    let has = |name: &str| Command::new(name).arg("--version").output().is_ok();
    ["bash", "curl", "jq"].into_iter().all(has)
}

#[test]
fn one_comment_is_written_and_then_edited() {
    if !is_runner() {
        return;
    }
    let run = Run::new();
    succeeded(&run.compare_and_comment(&[]));
    let comments = run.comments();
    assert_eq!((comments.len(), run.written()), (1, vec!["POST /repos/acme/plans/issues/7/comments".to_owned()]));
    assert!(comments[0].starts_with("<!-- zbb -->\n# Answer the telephone\n"), "{}", comments[0]);
    assert!(comments[0].contains("30,000.00 more") && comments[0].contains("phone.weekends gains funding"));
    assert!(run.file("summary").contains("30,000.00 more"));

    run.repo.commit(&[("plan.zbb", &run.repo_text().replace("budget: 210k", "budget: 190k"))]);
    succeeded(&run.compare_and_comment(&[]));
    let comments = run.comments();
    assert_eq!(comments.len(), 1);
    assert!(comments[0].contains("10,000.00 more") && !comments[0].contains("30,000.00 more"), "{}", comments[0]);
    assert_eq!(run.written()[1..], ["PATCH /repos/acme/plans/issues/comments/0"]);
}

impl Run {
    fn repo_text(&self) -> String {
        fs::read_to_string(self.repo.path().join("plan.zbb")).expect("a plan")
    }
}

#[test]
fn only_its_own_comment_is_edited() {
    if !is_runner() {
        return;
    }
    let run = Run::new();
    let human = json!({"id": 0, "user": {"login": "somebody"}, "body": "<!-- zbb -->\nI quote the bot."});
    let others = (1..130).map(|id| json!({"id": id, "user": {"login": "github-actions[bot]"}, "body": "tests passed"}));
    run.hub.lock().unwrap().comments = std::iter::once(human).chain(others).collect();
    succeeded(&run.compare_and_comment(&[]));
    succeeded(&run.compare_and_comment(&[]));
    let comments = run.comments();
    assert_eq!((comments.len(), comments[0].as_str()), (131, "<!-- zbb -->\nI quote the bot."));
    assert_eq!(run.written()[1..], ["PATCH /repos/acme/plans/issues/comments/130"]);
}

#[test]
fn a_run_from_a_fork_asks_for_nothing() {
    if !is_runner() {
        return;
    }
    let run = Run::new();
    run.about("somebody/plans");
    succeeded(&run.compare_and_comment(&[]));
    assert_eq!(run.hub.lock().unwrap().requests, Vec::<String>::new());
    let summary = run.file("summary");
    assert!(summary.contains("30,000.00 more") && summary.contains("comes from a fork"), "{summary}");
}

#[test]
fn a_token_that_may_not_write_is_a_warning() {
    if !is_runner() {
        return;
    }
    let run = Run::new();
    let output = run.compare_and_comment(&[("TOKEN", "other")]);
    succeeded(&output);
    assert!(text(&output.stdout).contains("::warning::the comment could not be written"), "{}", text(&output.stdout));
    assert_eq!(run.comments(), Vec::<String>::new());
}

#[test]
fn inputs_are_never_run() {
    if !is_runner() {
        return;
    }
    let run = Run::new();
    for hostile in ["$(touch stolen)", "`touch stolen`", "; touch stolen", "--output=stolen", "\"; touch stolen; \""] {
        run.script("compare.sh", &[("BASE", hostile)]);
        run.script("check.sh", &[("PLAN", hostile)]);
        run.script("comment.sh", &[("PLAN", hostile)]);
    }
    assert!(!run.repo.path().join("stolen").exists());
    assert!(run.file("summary").contains("# What the plan changes cannot be told yet"), "{}", run.file("summary"));
    let action = fs::read_to_string(root().join(".github/actions/zbb/action.yml")).expect("an action");
    let scripts = action.lines().filter(|line| line.trim_start().starts_with("run:"));
    assert!(scripts.clone().count() == 5 && scripts.clone().all(|line| !line.contains("${{")));
}

#[test]
fn everything_is_checked_before_it_fails() {
    if !is_runner() {
        return;
    }
    let run = Run::new();
    succeeded(&run.script("check.sh", &[]));
    assert!(run.script("check.sh", &[("DENY_WARNINGS", "yes")]).status.success());
    let zbb = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zbb"));
        assert!(command.current_dir(run.repo.path()).args(words).output().expect("zbb runs").status.success());
    };
    zbb(&["plan", "--write"]);
    succeeded(&run.script("check.sh", &[]));
    run.repo.write("plan.zbb", run.repo_text().replace("2 agent * 48k", "2 agent * 49k").as_bytes());
    let output = run.script("check.sh", &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("::error::`zbb plan` failed"), "{}", text(&output.stdout));
    assert!(!text(&output.stdout).contains("`zbb fmt` failed"));
    run.repo.write("plan.zbb", run.repo_text().replace("  owner: lead", "owner:lead").as_bytes());
    let output = text(&run.script("check.sh", &[]).stdout);
    assert!(output.contains("::error::`zbb fmt` failed") && output.contains("plan.zbb"), "{output}");
    let unasked = text(&run.script("check.sh", &[("FORMAT", "no")]).stdout);
    assert!(!unasked.contains("zbb fmt"), "{unasked}");
    run.repo.write("plan.zbb", run.repo_text().replace("policy: skip", "policy: skipp").as_bytes());
    let output = text(&run.script("check.sh", &[]).stdout);
    assert!(output.contains("::error file=plan.zbb,") && output.contains("::error::`zbb plan` failed"), "{output}");
}

#[test]
fn what_a_plan_says_is_no_command_to_the_runner() {
    if !is_runner() {
        return;
    }
    let run = Run::new();
    let hostile = run.repo_text().replace("\"Weekends too\"", "\"\\n::add-mask::public\\n\"");
    run.repo.write("plan.zbb", hostile.as_bytes());
    let output = run.script("check.sh", &[]);
    let commands = text(&output.stdout);
    assert!(!commands.lines().any(|line| line.starts_with("::add-mask::")), "{commands}");
}

#[test]
fn the_token_of_the_target_is_refused() {
    if !is_runner() {
        return;
    }
    let run = Run::new();
    let output = run.script("find.sh", &[("GITHUB_EVENT_NAME", "pull_request_target")]);
    assert_eq!(output.status.code(), Some(1));
    let binary = env!("CARGO_BIN_EXE_zbb");
    succeeded(&run.script("find.sh", &[("GITHUB_EVENT_NAME", "pull_request"), ("ZBB", binary)]));
    assert_eq!(run.file("path").trim(), Path::new(binary).parent().expect("a folder").display().to_string());
}

/// What others did to the target meanwhile is not shown, although the target's tip is not where the branch began.
#[test]
fn a_pull_request_stands_against_what_it_will_be_merged_into() {
    if !is_runner() {
        return;
    }
    let run = Run::new();
    run.repo.git(&["checkout", "--quiet", "main"]);
    run.repo.commit(&[("plan.zbb", &run.repo_text().replace("78% by 2027-12", "77% by 2027-12"))]);
    run.on_merge_commit("acme/plans");
    succeeded(&run.compare_and_comment(&[("BASE", "")]));
    let comments = run.comments();
    assert!(comments[0].contains("30,000.00 more"), "{}", comments[0]);
    assert!(!comments[0].contains("77%"), "nobody else's change is shown: {}", comments[0]);

    // A checkout of the branch itself: against the commit where it began.
    run.repo.git(&["checkout", "--quiet", "raise"]);
    succeeded(&run.compare_and_comment(&[("BASE", "")]));
    assert!(run.comments()[0].contains("30,000.00 more"), "{}", run.comments()[0]);
}

#[test]
fn a_plan_that_is_new_is_shown_as_it_is() {
    if !is_runner() {
        return;
    }
    let run = Run::new();
    let text = run.repo_text();
    run.repo.git(&["checkout", "--quiet", "main"]);
    run.repo.git(&["checkout", "--quiet", "-B", "raise"]);
    run.repo.commit(&[("plans/two/plan.zbb", &text.replace("plan hotline", "plan warranty"))]);
    run.on_merge_commit("acme/plans");
    succeeded(&run.compare_and_comment(&[("BASE", ""), ("PLAN", "plans/two")]));
    let comments = run.comments();
    assert!(comments[0].contains("there is no plan in HEAD^1: all of it is new"), "{}", comments[0]);
    assert!(comments[0].contains("204,000.00 EUR"), "{}", comments[0]);
}

#[test]
fn where_nothing_changed_there_is_no_comment_and_an_old_one_says_so() {
    if !is_runner() {
        return;
    }
    let run = Run::new();
    let raised = run.repo_text();
    run.repo.commit(&[("plan.zbb", &raised.replace("budget: 210k", "budget: 180_000"))]);
    succeeded(&run.compare_and_comment(&[]));
    assert_eq!((run.comments(), run.written()), (Vec::new(), Vec::new()));
    run.repo.commit(&[("plan.zbb", &raised)]);
    succeeded(&run.compare_and_comment(&[]));
    run.repo.commit(&[("plan.zbb", &raised.replace("budget: 210k", "budget: 180k"))]);
    succeeded(&run.compare_and_comment(&[]));
    let comments = run.comments();
    assert_eq!(comments.len(), 1);
    assert!(comments[0].contains("both mean the same") && !comments[0].contains("30,000.00"), "{}", comments[0]);
}

#[test]
fn a_build_is_kept_by_the_sources_it_is_of() {
    if !is_runner() {
        return;
    }
    let run = Run::new();
    let without = |script: &str, inputs: &[(&str, &str)]| {
        let inputs: Vec<_> = inputs.iter().copied().chain([("PATH", "/usr/bin:/bin")]).collect();
        succeeded(&run.script(script, &inputs));
    };
    without("find.sh", &[]);
    without("find.sh", &[]);
    let output = run.file("output");
    let sources: Vec<&str> = output.lines().filter_map(|line| line.strip_prefix("sources=")).collect();
    assert!(sources.len() == 2 && sources[0] == sources[1] && sources[0].len() == 64, "{output}");
    // What an earlier run built is not built again: there is no cargo on this PATH.
    let kept = run.files.path().join("zbb/bin");
    fs::create_dir_all(&kept).expect("a folder");
    fs::copy(env!("CARGO_BIN_EXE_zbb"), kept.join("zbb")).expect("a program");
    without("install.sh", &[("SOURCES", sources[0])]);
    assert_eq!(run.file("path").trim(), kept.display().to_string());
}

/// A pull request from a fork: the runner has a token that may only read, and of the history the commit that would merge the
/// pull request and its two parents.
#[test]
fn every_step_runs_for_a_fork() {
    if !is_runner() {
        return;
    }
    let run = Run::new();
    run.repo.git(&["checkout", "--quiet", "main"]);
    run.repo.commit(&[("plan.zbb", &run.repo_text().replace("78% by 2027-12", "77% by 2027-12"))]);
    run.on_merge_commit("somebody/plans");
    run.repo.git(&["update-ref", "refs/pull/7/merge", "HEAD"]);
    let checkout = tempfile::tempdir().expect("a folder");
    let upstream = format!("file://{}", run.repo.path().display());
    let git = |words: &[&str]| {
        let output = crate::git::git(checkout.path(), words).output().expect("git runs");
        assert!(output.status.success(), "{words:?}: {}", text(&output.stderr));
    };
    git(&["init", "--quiet"]);
    git(&["fetch", "--quiet", "--depth=2", &upstream, "refs/pull/7/merge"]);
    git(&["checkout", "--quiet", "--detach", "FETCH_HEAD"]);
    let step = |name: &str| run.script_in(checkout.path(), name, &[("BASE", ""), ("TOKEN", "of a fork")]);
    for name in ["find.sh", "check.sh", "compare.sh", "comment.sh"] {
        succeeded(&step(name));
    }
    assert_eq!(run.hub.lock().unwrap().requests, Vec::<String>::new(), "a fork has nothing to ask with");
    let summary = run.file("summary");
    assert!(summary.contains("30,000.00 more") && summary.contains("comes from a fork"), "{summary}");
    assert!(!summary.contains("77%"), "nobody else's change is shown: {summary}");

    // A fork whose plan is wrong fails the check, and is told why.
    let broken =
        fs::read_to_string(checkout.path().join("plan.zbb")).expect("a plan").replace("policy: skip", "policy: skipp");
    fs::write(checkout.path().join("plan.zbb"), broken).expect("a plan");
    let output = step("check.sh");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("::error file=plan.zbb,"), "{}", text(&output.stdout));
    succeeded(&step("compare.sh"));
    assert!(run.file("summary").contains("# What the plan changes cannot be told yet"), "{}", run.file("summary"));
}

/// The lines of the GitLab job that come before a keyword of it is over: each is a script of its own to GitLab.
fn gitlab_script(keyword: &str) -> Vec<String> {
    let job = fs::read_to_string(root().join(".gitlab/zbb.gitlab-ci.yml")).expect("a job");
    let begin = format!("  {keyword}:");
    let lines = job.lines().skip_while(|line| *line != begin).skip(1).take_while(|line| line.starts_with("    "));
    let mut scripts: Vec<String> = Vec::new();
    for line in lines.filter(|line| !line.trim_start().starts_with('#')) {
        match (line.strip_prefix("    - "), scripts.last_mut()) {
            (Some("|"), _) => scripts.push(String::new()),
            (Some(one), _) => scripts.push(one.to_owned()),
            (None, Some(last)) => last.push_str(&format!("{}\n", line.strip_prefix("      ").unwrap_or(line))),
            (None, None) => {}
        }
    }
    scripts
}

/// What a runner of GitLab does with a job: its scripts after each other, until one fails. There is no token among what it
/// knows, and what a shell could fetch with is not on the PATH: a job that asks a service for anything fails here.
#[derive(Clone, Copy)]
struct GitlabJob<'a> {
    plan: &'a str,
    checkout: &'a Path,
    base: &'a str,
    /// The head of the merge request, where the pipeline is of the merged result; as GitLab has it, else nothing.
    source: &'a str,
}

impl GitlabJob<'_> {
    fn run(&self) -> (Output, String) {
        let tools = tempfile::tempdir().expect("a folder");
        for name in ["git", "bash", "sh", "cat", "rm"] {
            let found = Command::new("which").arg(name).output().expect("which runs");
            std::os::unix::fs::symlink(text(&found.stdout).trim(), tools.path().join(name)).expect("a link");
        }
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_zbb"), tools.path().join("zbb")).expect("a link");
        let scripts = [gitlab_script("before_script"), gitlab_script("script")].concat();
        let mut command = Command::new("bash");
        command.args(["-eo", "pipefail", "-c", &scripts.join("\n")]).current_dir(self.checkout).stdin(Stdio::null());
        command.env_clear().env("PATH", tools.path()).env("HOME", tools.path()).env("CI", "true");
        command.env("CARGO_INSTALL_ROOT", self.checkout.join(".zbb-build"));
        command
            .env("CI_PIPELINE_SOURCE", "merge_request_event")
            .env("ZBB_PLAN", self.plan)
            .env("CI_MERGE_REQUEST_DIFF_BASE_SHA", self.base);
        command.env("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", self.source);
        let output = command.output().expect("bash runs");
        let difference = fs::read_to_string(self.checkout.join("zbb-difference.md")).expect("a difference");
        (output, difference)
    }
}

/// In the repository itself: a pipeline of the merged result, and one of the branch.
#[test]
fn gitlab_compares_with_what_the_merge_request_will_be_merged_into() {
    if !is_runner() {
        return;
    }
    let run = Run::new();
    let id = |name: &str| run.repo.git(&["rev-parse", name]).trim().to_owned();
    let (base, head) = (id("main"), id("raise"));
    run.repo.git(&["checkout", "--quiet", "main"]);
    run.repo.commit(&[("plan.zbb", &run.repo_text().replace("78% by 2027-12", "77% by 2027-12"))]);
    let compare = |source: &str| {
        let (output, difference) = GitlabJob { checkout: run.repo.path(), base: &base, source, plan: "." }.run();
        succeeded(&output);
        difference
    };
    run.on_merge_commit("acme/plans");
    let merged = compare(&head);
    assert!(merged.contains("30,000.00 more") && !merged.contains("77%"), "{merged}");
    run.repo.git(&["checkout", "--quiet", "raise"]);
    let detached = compare("");
    assert!(detached.contains("30,000.00 more") && !detached.contains("77%"), "{detached}");
}

/// The pipeline of a merge request from a fork runs in the fork: its clone knows nothing of what others did to the target
/// meanwhile, and it is given no token to ask. Only the commit where the branch began is told, which the fork has.
#[test]
fn gitlab_serves_a_fork_without_a_token() {
    if !is_runner() {
        return;
    }
    let run = Run::new();
    let base = run.repo.git(&["rev-parse", "main"]).trim().to_owned();
    let fork = tempfile::tempdir().expect("a folder");
    let git = |words: &[&str]| {
        let output = crate::git::git(fork.path(), words).output().expect("git runs");
        assert!(output.status.success(), "{words:?}: {}", text(&output.stderr));
    };
    git(&["init", "--quiet"]);
    git(&["fetch", "--quiet", &format!("file://{}", run.repo.path().display()), "raise"]);
    git(&["checkout", "--quiet", "--detach", "FETCH_HEAD"]);
    run.repo.git(&["checkout", "--quiet", "main"]);
    run.repo.commit(&[("plan.zbb", &run.repo_text().replace("78% by 2027-12", "77% by 2027-12"))]);
    let job = GitlabJob { checkout: fork.path(), base: &base, source: "", plan: "." };
    let (output, difference) = job.run();
    succeeded(&output);
    assert!(
        difference.contains("30,000.00 more") && difference.contains("phone.weekends gains funding"),
        "{difference}"
    );
    assert!(!difference.contains("77%"), "nobody else's change is shown: {difference}");

    // A plan with errors fails the job, and the file beside the merge request says so.
    let plan = fork.path().join("plan.zbb");
    let broken = fs::read_to_string(&plan).expect("a plan").replace("policy: skip", "policy: skipp");
    fs::write(&plan, broken).expect("a plan");
    git(&["commit", "--quiet", "--all", "--message=break"]);
    let (output, difference) = job.run();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    assert!(difference.contains("cannot be told yet"), "{difference}");

    // A plan that is new with the fork is shown as it is.
    let fixed = fs::read_to_string(&plan).expect("a plan").replace("policy: skipp", "policy: skip");
    fs::create_dir(fork.path().join("second")).expect("a folder");
    fs::write(fork.path().join("second/plan.zbb"), fixed.replace("plan hotline", "plan warranty")).expect("a plan");
    fs::write(&plan, fixed).expect("a plan");
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message=add"]);
    let (output, difference) = GitlabJob { plan: "second", ..job }.run();
    succeeded(&output);
    assert!(difference.contains("all of it is new") && difference.contains("204,000.00 EUR"), "{difference}");
}
