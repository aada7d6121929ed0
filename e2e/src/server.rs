//! A static file server as plain as the hosts the page is made for: files under a subpath, right content types,
//! `Access-Control-Allow-Origin: *`, and nothing about caches.
//!
//! Into each page it serves for a test it puts one script, before everything else, that notes what goes wrong
//! ([`PROBE`]): WebDriver alone cannot see a policy violation, and only Chromium's can see the console.

use crate::options::Options;
use anyhow::{Context, Result};
use http::{Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

const PROBE: &str = include_str!("probe.js");
const PROBE_PATH: &str = "/__probe.js";

/// A folder served on an origin of its own, until this is dropped.
pub struct Site {
    shared: Arc<Shared>,
    origin: String,
    task: JoinHandle<()>,
}

struct Shared {
    folder: PathBuf,
    prefix: String,
    probe: bool,
    extra: Mutex<BTreeMap<String, Vec<u8>>>,
    asked: Mutex<Vec<String>>,
}

impl Site {
    /// Serves `folder` under `prefix` (which begins and ends with a slash) on a free port of loopback.
    pub async fn start(folder: &Path, prefix: &str, port: u16, probe: bool) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.with_context(|| format!("port {port} is taken"))?;
        let origin = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
        let shared = Arc::new(Shared {
            folder: folder.to_owned(),
            prefix: prefix.to_owned(),
            probe,
            extra: Mutex::default(),
            asked: Mutex::default(),
        });
        let task = tokio::spawn(accept(listener, shared.clone()));
        Ok(Self { shared, origin, task })
    }

    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The address of a file of the folder, with its query and fragment, if any.
    pub fn url(&self, file: &str) -> String {
        format!("{}{}{}", self.origin, self.shared.prefix, file)
    }

    /// Serves a file made up by a case at `path` (from the origin's root, such as `/host.html`), and gives its address.
    pub fn put(&self, path: &str, text: &str) -> String {
        lock(&self.shared.extra).insert(path.to_owned(), text.as_bytes().to_vec());
        format!("{}{path}", self.origin)
    }

    /// The paths asked for so far, with their queries, in order.
    pub fn asked(&self) -> Vec<String> {
        lock(&self.shared.asked).clone()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        let shared = shared.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| {
                let answer = shared.answer(&request);
                async { Ok::<_, Infallible>(answer) }
            });
            // A browser that hangs up is no news.
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

impl Shared {
    fn answer(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let path = request.uri().path();
        lock(&self.asked).push(request.uri().to_string());
        if path == PROBE_PATH {
            return respond(StatusCode::OK, "text/javascript; charset=utf-8", PROBE.into());
        }
        if let Some(bytes) = lock(&self.extra).get(path) {
            return self.page_or_file(Path::new(path), bytes.clone());
        }
        self.file(path)
            .unwrap_or_else(|| respond(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", "not found\n".into()))
    }

    fn file(&self, path: &str) -> Option<Response<Full<Bytes>>> {
        let inside = path.strip_prefix(&self.prefix)?;
        if inside.split('/').any(|part| part.starts_with('.')) {
            return None;
        }
        let mut file = self.folder.join(inside);
        if file.is_dir() {
            if !path.ends_with('/') {
                let mut moved = respond(StatusCode::MOVED_PERMANENTLY, "text/plain; charset=utf-8", Vec::new());
                moved.headers_mut().insert(header::LOCATION, format!("{path}/").parse().ok()?);
                return Some(moved);
            }
            file.push("index.html");
        }
        let bytes = std::fs::read(&file).ok()?;
        Some(self.page_or_file(&file, bytes))
    }

    fn page_or_file(&self, file: &Path, mut bytes: Vec<u8>) -> Response<Full<Bytes>> {
        let kind = content_type(file);
        if self.probe && kind.starts_with("text/html") {
            let text = String::from_utf8_lossy(&bytes);
            bytes = text.replacen("<head>", &format!("<head><script src=\"{PROBE_PATH}\"></script>"), 1).into_bytes();
        }
        respond(StatusCode::OK, kind, bytes)
    }
}

fn respond(status: StatusCode, kind: &str, body: Vec<u8>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, http::HeaderValue::from_static("*"));
    if let Ok(kind) = kind.parse() {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    response
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("txt" | "paxos" | "ts" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// `e2e serve`.
pub async fn run(mut options: Options) -> Result<()> {
    let folder = PathBuf::from(options.value("--dir")?.unwrap_or_else(|| "dist".into()));
    let prefix = options.value("--prefix")?.unwrap_or_else(|| "/".into());
    let port = options.parsed("--port", 0)?;
    options.done()?;
    let prefix = format!("/{}/", prefix.trim_matches('/')).replace("//", "/");
    let mut site = Site::start(&folder, &prefix, port, false).await?;
    println!("{} is served at {}", folder.display(), site.url(""));
    (&mut site.task).await.context("the server stopped")
}
