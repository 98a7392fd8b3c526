//! The listener: takes what is served, answers the browser of this machine and nobody else. A page of another site that
//! reached for this address under a name of its own is told nothing.

use super::state::State;
use crate::cli::ending::Trouble;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

/// Where it listens unless said.
const PORT: u16 = 4747;
/// So many ports are tried from there.
const TRIED: u16 = 100;
/// How long an answer about changes waits for one.
const PATIENCE: Duration = Duration::from_secs(25);

/// What listens.
pub(super) struct Listening {
    listener: TcpListener,
    port: u16,
}

impl Listening {
    pub(super) fn port(&self) -> u16 {
        self.port
    }
}

/// Takes the port that was asked for, else the first that is free.
pub(super) fn bind(asked: Option<u16>) -> Result<Listening, Trouble> {
    let taken = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let found = match asked {
        Some(port) => taken(port),
        None => (PORT..PORT + TRIED).find_map(|port| taken(port).ok()).map_or_else(|| taken(0), Ok),
    };
    let listener = found.map_err(|error| {
        let port = asked.unwrap_or(PORT);
        Trouble::new(format!("port {port} cannot be used: {error}")).help("name another with `--port`, or none")
    })?;
    let port = listener.local_addr().map(|address| address.port()).map_err(|error| Trouble::new(error.to_string()))?;
    Ok(Listening { listener, port })
}

#[derive(Clone)]
struct Served {
    state: Arc<State>,
    port: u16,
}

/// Answers until it is ended.
pub(super) fn run(listening: Listening, state: &Arc<State>) -> Result<(), Trouble> {
    let lost = |error: std::io::Error| Trouble::new(format!("cannot serve: {error}"));
    let served = Served { state: Arc::clone(state), port: listening.port };
    listening.listener.set_nonblocking(true).map_err(lost)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(lost)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listening.listener).map_err(lost)?;
        let router = Router::new().fallback(answer).with_state(served);
        tokio::select! {
            ended = axum::serve(listener, router) => ended.map_err(lost),
            _ = tokio::signal::ctrl_c() => Ok(()),
        }
    })
}

async fn answer(Shared(served): Shared<Served>, request: Request) -> Response {
    if !is_ours(request.headers(), served.port) {
        return plain(StatusCode::FORBIDDEN, "this address is for the browser of this machine\n");
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n");
    }
    let path = request.uri().path();
    if path == "/events" {
        let after = request.uri().query().and_then(|query| query.strip_prefix("after=")?.parse().ok());
        return events(&served.state, after.unwrap_or(0)).await;
    }
    let name = path.trim_start_matches('/');
    let name = if name.is_empty() { "index.html" } else { name };
    match served.state.page(name) {
        Some(page) => with(StatusCode::OK, "text/html; charset=utf-8", page),
        // The first pages are being made: whoever asks is told to come again.
        None if served.state.page("index.html").is_none() => {
            let mut response = plain(StatusCode::SERVICE_UNAVAILABLE, "the first pages are being made\n");
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("1"));
            response
        }
        None => plain(StatusCode::NOT_FOUND, "no such page\n"),
    }
}

/// Whether the browser was asked for this machine by its own name.
fn is_ours(headers: &HeaderMap, port: u16) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    host.is_some_and(|host| host == format!("127.0.0.1:{port}") || host == format!("localhost:{port}"))
}

/// One event once there is something new; none after a while, and the browser asks again.
async fn events(state: &State, after: u64) -> Response {
    let mut changes = state.changes();
    let newer = tokio::time::timeout(PATIENCE, changes.wait_for(|number| *number > after)).await;
    let text = match newer {
        Ok(Ok(number)) => format!("retry: 300\nid: {}\ndata: new\n\n", *number),
        Ok(Err(_)) | Err(_) => "retry: 300\n\n".to_owned(),
    };
    with(StatusCode::OK, "text/event-stream", text)
}

fn plain(status: StatusCode, text: &str) -> Response {
    with(status, "text/plain; charset=utf-8", text.to_owned())
}

fn with(status: StatusCode, kind: &'static str, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
