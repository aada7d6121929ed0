//! Starting the engines. Each session is a fresh profile in a browser, and a driver, of its own.

use crate::process::{self, Owned};
use anyhow::{Context, Result, bail};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use std::fmt;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// How long a driver or a browser may take to start.
const START: Duration = Duration::from_secs(40);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    Chromium,
    Firefox,
    Webkit,
}

impl Engine {
    pub const ALL: [Engine; 3] = [Engine::Chromium, Engine::Firefox, Engine::Webkit];
}

impl fmt::Display for Engine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Engine::Chromium => "chromium",
            Engine::Firefox => "firefox",
            Engine::Webkit => "webkit",
        })
    }
}

impl std::str::FromStr for Engine {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Engine::ALL.into_iter().find(|engine| engine.to_string() == text).ok_or(())
    }
}

/// The person and the screen that a session is for.
#[derive(Clone, Debug)]
pub struct Want {
    /// Of the page, in CSS pixels, without the browser's own frame.
    pub size: (u32, u32),
    pub dark: bool,
    pub reduced_motion: bool,
    /// The browser's first language.
    pub lang: String,
    /// Device pixels per CSS pixel (Chromium only).
    pub scale: f64,
}

impl Default for Want {
    fn default() -> Self {
        Self { size: (1280, 800), dark: false, reduced_motion: false, lang: "en-US".into(), scale: 1.0 }
    }
}

/// A running browser. Dropping it ends the driver, the browser and the profile.
pub struct Browser {
    pub client: Client,
    pub engine: Engine,
    // Dropped in this order: the driver before its screen and its settings.
    driver: Owned,
    _settings: Option<Settings>,
}

/// What sessions share: the folder for logs, and a screen for WebKit, which has no headless mode.
pub struct Browsers {
    out: PathBuf,
    screen: std::cell::RefCell<Option<(Owned, String)>>,
    started: AtomicU32,
}

impl Browsers {
    pub fn new(out: &Path) -> Result<Self> {
        std::fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
        Ok(Self { out: out.to_owned(), screen: Default::default(), started: AtomicU32::new(0) })
    }

    pub async fn start(&self, engine: Engine, want: &Want) -> Result<Browser> {
        match self.try_start(engine, want).await {
            // A port that was free may have been taken in between, and a loaded machine may miss its moment.
            Err(error) => {
                eprintln!("{engine} did not start ({error:#}); once more");
                self.try_start(engine, want).await
            }
            started => started,
        }
    }

    async fn try_start(&self, engine: Engine, want: &Want) -> Result<Browser> {
        let port = free_port()?;
        let number = self.started.fetch_add(1, Ordering::Relaxed);
        let log = self.out.join(format!("driver-{engine}-{}.log", number % 8));
        let mut settings = None;
        let (command, capabilities) = match engine {
            Engine::Chromium => chromium(port, want)?,
            Engine::Firefox => firefox(port, want)?,
            Engine::Webkit => {
                let settings = settings.insert(Settings::new(want)?);
                webkit(port, want, &self.screen()?, settings, &self.locales(&want.lang)?)?
            }
        };
        let mut driver = Owned::start(command, &log)?;
        wait_for(port, &mut driver, &log).await?;
        let address = format!("http://127.0.0.1:{port}");
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let client = match tokio::time::timeout(START, builder.connect(&address)).await {
            Ok(connected) => connected.map_err(anyhow::Error::from),
            Err(_) => Err(anyhow::anyhow!("no answer in {START:?}")),
        };
        let client =
            client.with_context(|| format!("{engine} gave no session; its driver's log is {}", log.display()))?;
        let browser = Browser { client, engine, driver, _settings: settings };
        browser.prepare(want).await?;
        Ok(browser)
    }

    /// A folder that has the locale for `lang`: few machines have other locales than their own, so it is made here.
    fn locales(&self, lang: &str) -> Result<PathBuf> {
        let folder = std::path::absolute(self.out.join("locales"))?;
        let file = folder.join(locale_name(lang));
        if !file.exists() {
            std::fs::create_dir_all(&folder)?;
            let mut localedef = Command::new("localedef");
            localedef.args(["-i", &lang.replace('-', "_"), "-f", "UTF-8"]).arg(&file);
            let made = localedef.output().context("WebKit needs localedef to know its language")?;
            if !made.status.success() {
                bail!(
                    "no locale for {lang} could be made (Debian package locales): {}",
                    String::from_utf8_lossy(&made.stderr)
                );
            }
        }
        Ok(folder)
    }

    /// The display of the one virtual screen.
    fn screen(&self) -> Result<String> {
        let mut screen = self.screen.borrow_mut();
        if let Some((_, display)) = &*screen {
            return Ok(display.clone());
        }
        let mut command = process::command("Xvfb");
        // The server picks a free number and writes it to its standard output.
        command.args(["-displayfd", "1", "-screen", "0", "2800x1800x24", "-nolisten", "tcp", "-noreset"]);
        let (owned, output) = Owned::start_reading(command).context("WebKit needs a screen (Debian package xvfb)")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        if line.trim().is_empty() {
            bail!("Xvfb opened no display");
        }
        let display = format!(":{}", line.trim());
        *screen = Some((owned, display.clone()));
        Ok(display)
    }
}

impl Browser {
    /// What cannot be asked for by capabilities.
    async fn prepare(&self, want: &Want) -> Result<()> {
        if self.engine == Engine::Chromium {
            let media = json!({ "features": [
                { "name": "prefers-color-scheme", "value": if want.dark { "dark" } else { "light" } },
                { "name": "prefers-reduced-motion", "value": if want.reduced_motion { "reduce" } else { "no-preference" } },
            ] });
            self.devtools("Emulation.setEmulatedMedia", media).await?;
        }
        self.resize(want.size, want.scale).await
    }

    /// Gives the page this size. Engines that are asked for a window get one larger by their own frame.
    pub async fn resize(&self, (width, height): (u32, u32), scale: f64) -> Result<()> {
        if self.engine == Engine::Chromium {
            let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false });
            self.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
            return Ok(());
        }
        if self.engine == Engine::Firefox {
            // Its windows are never narrower than 500 pixels; the page in one may be.
            self.chrome("const page = gBrowser.selectedBrowser; page.style.width = arguments[0] + 'px'; page.style.height = arguments[1] + 'px'", vec![json!(width), json!(height)]).await?;
            for _ in 0..50 {
                let inner = self.client.execute("return [innerWidth, innerHeight]", vec![]).await?;
                if inner == json!([width, height]) {
                    return Ok(());
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            bail!("Firefox does not give its page {width}x{height}");
        }
        let (mut outer_width, mut outer_height) = (i64::from(width), i64::from(height));
        for _ in 0..3 {
            self.client.set_window_size(u32::try_from(outer_width)?, u32::try_from(outer_height)?).await?;
            let deadline = Instant::now() + Duration::from_millis(600);
            let (mut missing_width, mut missing_height) = (0, 0);
            while Instant::now() < deadline {
                let inner = self.client.execute("return [innerWidth, innerHeight]", vec![]).await?;
                missing_width = i64::from(width) - inner[0].as_i64().unwrap_or(0);
                missing_height = i64::from(height) - inner[1].as_i64().unwrap_or(0);
                if (missing_width, missing_height) == (0, 0) {
                    return Ok(());
                }
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
            outer_width += missing_width;
            outer_height += missing_height;
        }
        let inner = self.client.execute("return innerWidth + 'x' + innerHeight", vec![]).await?;
        bail!("{} gives {inner} where {width}x{height} was wanted", self.engine)
    }

    /// A command of Chromium's DevTools protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        let body = json!({ "cmd": command, "params": parameters });
        self.client.issue_cmd(Endpoint::post("goog/cdp/execute", body)).await.with_context(|| command.to_owned())
    }

    /// Runs a script in Firefox's own window, around the page.
    async fn chrome(&self, script: &str, arguments: Vec<Value>) -> Result<()> {
        self.client.issue_cmd(Endpoint::post("moz/context", json!({ "context": "chrome" }))).await?;
        let outcome = self.client.execute(script, arguments).await;
        self.client.issue_cmd(Endpoint::post("moz/context", json!({ "context": "content" }))).await?;
        outcome?;
        Ok(())
    }

    /// The most memory that the page's process ever took, in bytes: of Chromium's, the largest of those that draw pages.
    pub fn tab_bytes(&self) -> Result<u64> {
        self.driver.peak_of("--type=renderer").context("no process draws a page")
    }

    pub async fn close(self) {
        let _ = tokio::time::timeout(Duration::from_secs(5), self.client.close()).await;
    }
}

/// A WebDriver command that fantoccini has no call for.
#[derive(Debug)]
pub struct Endpoint {
    path: String,
    body: Option<String>,
}

impl Endpoint {
    pub fn get(path: impl Into<String>) -> Self {
        Self { path: path.into(), body: None }
    }
    pub fn post(path: impl Into<String>, body: Value) -> Self {
        Self { path: path.into(), body: Some(body.to_string()) }
    }
}

impl fantoccini::wd::WebDriverCompatibleCommand for Endpoint {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }
    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        match &self.body {
            Some(body) => (http::Method::POST, Some(body.clone())),
            None => (http::Method::GET, None),
        }
    }
}

type Start = (Command, Map<String, Value>);

fn capabilities(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

fn chromium(port: u16, want: &Want) -> Result<Start> {
    let driver = program("E2E_CHROMEDRIVER", &["chromedriver"], "chromium-driver")?;
    let browser = program("E2E_CHROMIUM", &["chromium", "chromium-browser", "google-chrome"], "chromium")?;
    let mut command = process::command(driver);
    command.arg(format!("--port={port}"));
    let capabilities = capabilities(json!({
        "browserName": "chrome",
        "goog:chromeOptions": {
            "binary": browser,
            "args": [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
                format!("--lang={}", want.lang), format!("--accept-lang={}", want.lang),
            ],
            "prefs": { "intl.accept_languages": want.lang },
        },
        "goog:loggingPrefs": { "browser": "ALL" },
    }));
    Ok((command, capabilities))
}

fn firefox(port: u16, want: &Want) -> Result<Start> {
    let driver = program("E2E_GECKODRIVER", &["geckodriver"], "firefox-esr and the crate geckodriver")?;
    let browser = program("E2E_FIREFOX", &["firefox-esr", "firefox"], "firefox-esr")?;
    let mut command = process::command(driver);
    command.args(["--host", "127.0.0.1", "--port", &port.to_string(), "--websocket-port", &free_port()?.to_string()]);
    // So that `resize` may reach into the browser's own window.
    command.arg("--allow-system-access").env("LC_ALL", "C.UTF-8");
    let capabilities = capabilities(json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "binary": browser,
            "args": ["-headless"],
            "prefs": {
                "intl.accept_languages": want.lang,
                "layout.css.prefers-color-scheme.content-override": if want.dark { 0 } else { 1 },
                "ui.prefersReducedMotion": u8::from(want.reduced_motion),
                "dom.disable_beforeunload": true,
            },
        },
    }));
    Ok((command, capabilities))
}

fn webkit(port: u16, want: &Want, display: &str, settings: &Settings, locales: &Path) -> Result<Start> {
    let driver = program("E2E_WEBKITDRIVER", &["WebKitWebDriver"], "webkit2gtk-driver")?;
    let browser = mini_browser()?;
    let mut command = process::command(driver);
    command.arg(format!("--port={port}")).env("DISPLAY", display).env_remove("WAYLAND_DISPLAY");
    for home in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
        command.env(home, &settings.0);
    }
    // It takes the language from the locale.
    command.env("LC_ALL", locale_name(&want.lang)).env("LOCPATH", locales);
    command.env("NO_AT_BRIDGE", "1").env("LIBGL_ALWAYS_SOFTWARE", "1");
    // WebKitGTK 2.50's compilers for WebAssembly go wrong at random: one load in some two hundred of the tutorial page traps or reads
    // nonsense, always elsewhere, with any build, where its interpreter and the other engines never do.
    command.env("JSC_useBBQJIT", "0").env("JSC_useOMGJIT", "0");
    let mut arguments = vec!["--automation"];
    if want.dark {
        arguments.push("--dark-mode");
    }
    let capabilities = capabilities(json!({
        "webkitgtk:browserOptions": { "binary": browser, "args": arguments },
    }));
    Ok((command, capabilities))
}

/// A folder of settings for one session of WebKit, which takes reduced motion from GTK's.
struct Settings(PathBuf);

impl Settings {
    fn new(want: &Want) -> Result<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let folder = std::env::temp_dir().join(format!(
            "paxos-e2e-{}-{}",
            std::process::id(),
            NUMBER.fetch_add(1, Ordering::Relaxed)
        ));
        let settings = Self(folder);
        std::fs::create_dir_all(settings.0.join("gtk-3.0"))?;
        std::fs::write(
            settings.0.join("gtk-3.0/settings.ini"),
            format!("[Settings]\ngtk-enable-animations={}\n", u8::from(!want.reduced_motion)),
        )?;
        // The window is as wide as its tool bar at least: without this 447 pixels, too wide for a telephone's page.
        std::fs::write(
            settings.0.join("gtk-3.0/gtk.css"),
            "* { min-width: 0; padding: 0; margin: 0; border: 0; font-size: 1px; }\n",
        )?;
        Ok(settings)
    }
}

impl Drop for Settings {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Where a program is: as the environment says, else the first of `names` in PATH.
fn program(variable: &str, names: &[&str], package: &str) -> Result<PathBuf> {
    if let Some(path) = std::env::var_os(variable) {
        return Ok(path.into());
    }
    let folders = std::env::var_os("PATH").unwrap_or_default();
    names
        .iter()
        .flat_map(|name| std::env::split_paths(&folders).map(move |folder| folder.join(name)))
        .find(|path| path.is_file())
        .with_context(|| format!("{} is not in PATH (Debian package {package}; or set {variable})", names[0]))
}

/// `zh-CN` is zh_CN.UTF-8.
fn locale_name(lang: &str) -> String {
    format!("{}.UTF-8", lang.replace('-', "_"))
}

fn mini_browser() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("E2E_MINIBROWSER") {
        return Ok(path.into());
    }
    let mut found = Vec::new();
    for library in ["/usr/lib", "/usr/lib64", "/usr/libexec"] {
        for folder in std::fs::read_dir(library).into_iter().flatten().flatten() {
            found.push(folder.path());
            found.extend(std::fs::read_dir(folder.path()).into_iter().flatten().flatten().map(|inner| inner.path()));
        }
    }
    let of_webkit = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("webkit"));
    found.into_iter().filter(of_webkit).map(|folder| folder.join("MiniBrowser")).find(|path| path.is_file()).context(
        "WebKit's MiniBrowser was not found (Debian package webkit2gtk-driver brings it; or set E2E_MINIBROWSER)",
    )
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

async fn wait_for(port: u16, driver: &mut Owned, log: &Path) -> Result<()> {
    let deadline = Instant::now() + START;
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if driver.ended() || Instant::now() > deadline {
            let said = std::fs::read_to_string(log).unwrap_or_default();
            bail!("the driver does not listen; it said: {}", said.trim());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}
