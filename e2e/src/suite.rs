//! Runs cases, one engine after the other, and counts.

use crate::browser::{Browsers, Engine, Want};
use crate::cases;
use crate::options::Options;
use crate::page::Page;
use crate::server::Site;
use anyhow::{Result, bail};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// How long one case may take.
const CASE_LIMIT: Duration = Duration::from_secs(240);

/// What a case does, under way.
pub type Running = Pin<Box<dyn Future<Output = Result<()>>>>;

/// A test: its name and what it does.
pub struct Case {
    pub name: &'static str,
    pub run: fn(Lab) -> Running,
}

/// `cases![one, another]`: the table of a module's cases, named `module::one`.
#[macro_export]
macro_rules! cases {
    ($($case:ident),* $(,)?) => {
        &[$($crate::suite::Case { name: concat!(module_path!(), "::", stringify!($case)), run: |lab| Box::pin($case(lab)) }),*]
    };
}

/// What a case works with. It is cheap to clone.
#[derive(Clone)]
pub struct Lab {
    pub engine: Engine,
    /// `dist/` under a subpath.
    pub site: Rc<Site>,
    /// The same on a second origin.
    pub elsewhere: Rc<Site>,
    /// The folder that the sites serve.
    pub dist: PathBuf,
    browsers: Rc<Browsers>,
    pages: Rc<RefCell<Vec<Rc<Page>>>>,
}

impl Lab {
    /// Opens a file of the site (with query and fragment, if any) in a fresh profile, and waits for the app.
    pub async fn open(&self, file: &str) -> Result<Rc<Page>> {
        self.open_as(&Want::default(), file).await
    }

    pub async fn open_as(&self, want: &Want, file: &str) -> Result<Rc<Page>> {
        let page = self.blank(want).await?;
        page.goto(&self.site.url(file)).await?;
        page.mounted().await?;
        Ok(page)
    }

    /// A fresh profile that has not gone anywhere yet.
    pub async fn blank(&self, want: &Want) -> Result<Rc<Page>> {
        let page = Rc::new(Page { browser: self.browsers.start(self.engine, want).await? });
        self.pages.borrow_mut().push(page.clone());
        Ok(page)
    }

    /// Fails if the page violated its policy, said an error or a warning, or asked another origin for anything.
    pub async fn calm(&self, page: &Page) -> Result<()> {
        let mut complaints = page.complaints().await?;
        let origin = page.text_of("return new URL(document.baseURI).origin").await?;
        complaints.extend(
            page.requests()
                .await?
                .into_iter()
                .filter(|url| !url.starts_with(&origin) && !url.starts_with("blob:") && !url.starts_with("data:"))
                .map(|url| format!("asked another origin: {url}")),
        );
        if complaints.is_empty() { Ok(()) } else { bail!("the page is not calm:\n    {}", complaints.join("\n    ")) }
    }
}

/// `e2e test`. Whether every case passed.
pub async fn run(mut options: Options) -> Result<bool> {
    let engines = match options.value("--engine")?.as_deref() {
        None | Some("all") => Engine::ALL.to_vec(),
        Some(list) => list
            .split(',')
            .map(|name| name.parse().map_err(|()| anyhow::anyhow!("no such engine: {name}")))
            .collect::<Result<_>>()?,
    };
    let filter = options.value("--filter")?.unwrap_or_default();
    let dist = PathBuf::from(options.value("--dir")?.unwrap_or_else(|| "dist".into()));
    let out = PathBuf::from(options.value("--out")?.unwrap_or_else(|| "target/e2e".into()));
    options.done()?;
    if !dist.join("index.html").is_file() {
        bail!("{} holds no built page; ./dev build makes it", dist.display());
    }
    let site = Rc::new(Site::start(&dist, "/some/where/", 0, true).await?);
    let elsewhere = Rc::new(Site::start(&dist, "/else/where/", 0, true).await?);
    let browsers = Rc::new(Browsers::new(&out)?);
    let mut failed = 0;
    for engine in engines {
        let lab = Lab {
            engine,
            site: site.clone(),
            elsewhere: elsewhere.clone(),
            dist: dist.clone(),
            browsers: browsers.clone(),
            pages: Rc::default(),
        };
        failed += run_engine(&lab, &filter, &out).await;
    }
    Ok(failed == 0)
}

async fn run_engine(lab: &Lab, filter: &str, out: &Path) -> usize {
    let (mut passed, mut failed) = (0, 0);
    println!("\n{}", lab.engine);
    for case in cases::all() {
        let name = case.name.trim_start_matches("e2e::cases::");
        if !name.contains(filter) {
            continue;
        }
        if attempt(lab, case, name, out).await {
            passed += 1;
        } else {
            failed += 1;
        }
    }
    let verdict = if failed == 0 { "ok" } else { "FAILED" };
    println!("{} test result: {verdict}. {passed} passed; {failed} failed", lab.engine);
    failed
}

/// Runs a case, tells how it went, and closes its pages. Whether it passed.
async fn attempt(lab: &Lab, case: &Case, name: &str, out: &Path) -> bool {
    let started = Instant::now();
    let outcome = match tokio::time::timeout(CASE_LIMIT, (case.run)(lab.clone())).await {
        Ok(outcome) => outcome,
        Err(_) => Err(anyhow::anyhow!("not done after {CASE_LIMIT:?}")),
    };
    let pages = lab.pages.take();
    let seconds = started.elapsed().as_secs_f64();
    let passes = outcome.is_ok();
    match outcome {
        Ok(()) => println!("test {name} ... ok ({seconds:.1} s)"),
        Err(error) => {
            println!("test {name} ... FAILED ({seconds:.1} s)\n    {}: {error:#}", lab.engine);
            report(&pages, &out.join(format!("{}-{}", lab.engine, name.replace("::", "-")))).await;
        }
    }
    for page in pages {
        if let Ok(page) = Rc::try_unwrap(page) {
            page.browser.close().await;
        }
    }
    passes
}

/// What the pages of a failed case look like and have said.
async fn report(pages: &[Rc<Page>], stem: &Path) {
    for (number, page) in pages.iter().enumerate() {
        let file = format!("{}-{number}.png", stem.display());
        let looking = async {
            match page.screenshot(Path::new(&file)).await {
                Ok(()) => println!("    screenshot: {file}"),
                Err(error) => println!("    no screenshot: {error:#}"),
            }
            for line in page.complaints().await.unwrap_or_default() {
                println!("    page: {line}");
            }
            for line in page.console().await.unwrap_or_default() {
                println!("    console: {line}");
            }
        };
        if tokio::time::timeout(Duration::from_secs(10), looking).await.is_err() {
            println!("    the browser no longer answers");
        }
    }
}
