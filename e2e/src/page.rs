//! A page as a person meets it: things are found by what they are (ARIA role) and what they are called (accessible name),
//! as the browser itself computes the two, and everything waits until it can be done.

use crate::browser::{Browser, Endpoint, Engine};
use anyhow::{Context, Result, bail};
use fantoccini::actions::{InputSource, KeyAction, KeyActions, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use serde_json::{Value, json};
use std::fmt;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a look at the page waits for what it looks for.
pub const PATIENCE: Duration = Duration::from_secs(30);
const BLINK: Duration = Duration::from_millis(40);

/// What a thing is called.
#[derive(Clone, Debug)]
pub enum Name {
    Is(String),
    Contains(String),
    StartsWith(String),
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Name::Is(text.into())
    }
}
impl From<&String> for Name {
    fn from(text: &String) -> Self {
        Name::Is(text.clone())
    }
}
impl From<&Name> for Name {
    fn from(name: &Name) -> Self {
        name.clone()
    }
}

/// Any name that contains `text`.
pub fn containing(text: &str) -> Name {
    Name::Contains(text.into())
}
/// Any name that begins with `text`.
pub fn starts_with(text: &str) -> Name {
    Name::StartsWith(text.into())
}

impl Name {
    fn fits(&self, name: &str) -> bool {
        match self {
            Name::Is(text) => name == text,
            Name::Contains(text) => name.contains(text),
            Name::StartsWith(text) => name.starts_with(text),
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Name::Is(text) => write!(out, "“{text}”"),
            Name::Contains(text) => write!(out, "“…{text}…”"),
            Name::StartsWith(text) => write!(out, "“{text}…”"),
        }
    }
}

/// One open page in a browser of its own.
pub struct Page {
    pub browser: Browser,
}

impl Page {
    pub fn engine(&self) -> Engine {
        self.browser.engine
    }

    // ------------------------------------------------------------------------------------------------------- places

    pub async fn goto(&self, url: &str) -> Result<()> {
        self.browser.client.goto(url).await.with_context(|| format!("opening {url}"))
    }

    pub async fn reload(&self) -> Result<()> {
        Ok(self.browser.client.refresh().await?)
    }

    pub async fn back(&self) -> Result<()> {
        Ok(self.browser.client.back().await?)
    }

    pub async fn url(&self) -> Result<String> {
        // The driver's own answer may leave out a fragment set by script.
        self.text_of("return location.href").await
    }

    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.browser.resize((width, height), 1.0).await
    }

    /// Looks into a frame, until [`Page::leave_frame`]. (For the name of an `<iframe>` its title is asked.)
    pub async fn enter_frame(&self, title: &str) -> Result<()> {
        let script =
            "return [...document.querySelectorAll('iframe')].find((frame) => frame.title === arguments[0]) || null";
        let found = self.value_when(script, vec![json!(title)], &format!("a frame titled “{title}”")).await?;
        Ok(self.element(found)?.enter_frame().await?)
    }

    pub async fn leave_frame(&self) -> Result<()> {
        Ok(self.browser.client.enter_parent_frame().await?)
    }

    // ------------------------------------------------------------------------------------------------------- finding

    /// Waits for the shown thing with this role and name, and hands it over.
    pub async fn find(&self, role: &str, name: impl Into<Name>) -> Result<Element> {
        self.find_in(None, role, name).await
    }

    /// The same, inside another thing.
    pub async fn find_in(&self, inside: Option<&Element>, role: &str, name: impl Into<Name>) -> Result<Element> {
        let name = name.into();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let seen = self.look(inside, role, &name).await?;
            if let Some(element) = seen.found {
                return Ok(element);
            }
            if Instant::now() > deadline {
                bail!("no {role} {name} appeared; {}", seen.instead);
            }
            tokio::time::sleep(BLINK).await;
        }
    }

    /// The same, named as roles.js guesses. For frames of another process, in which Chromium's driver computes neither role nor name.
    pub async fn find_guessed(&self, role: &str, name: impl Into<Name>) -> Result<Element> {
        let name = name.into();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let candidates = self.candidates(None, role).await?;
            let names: Vec<_> = candidates.iter().map(|(_, name)| format!("“{name}”")).collect();
            if let Some((element, _)) = candidates.into_iter().find(|(_, guess)| name.fits(guess)) {
                return Ok(element);
            }
            if Instant::now() > deadline {
                bail!("no {role} {name} appeared; there are: {}", names.join(", "));
            }
            tokio::time::sleep(BLINK).await;
        }
    }

    /// Whether such a thing is there now.
    pub async fn has(&self, role: &str, name: impl Into<Name>) -> Result<bool> {
        Ok(self.look(None, role, &name.into()).await?.found.is_some())
    }

    /// Waits until no such thing is there.
    pub async fn gone(&self, role: &str, name: impl Into<Name>) -> Result<()> {
        let name = name.into();
        let deadline = Instant::now() + PATIENCE;
        while self.look(None, role, &name).await?.found.is_some() {
            if Instant::now() > deadline {
                bail!("{role} {name} is still there");
            }
            tokio::time::sleep(BLINK).await;
        }
        Ok(())
    }

    /// The names of all shown things that may have this role, in document order (as guessed by roles.js).
    pub async fn names(&self, role: &str) -> Result<Vec<String>> {
        let candidates = self.candidates(None, role).await?;
        Ok(candidates.into_iter().map(|(_, name)| name).collect())
    }

    async fn look(&self, inside: Option<&Element>, role: &str, name: &Name) -> Result<Seen> {
        let candidates = self.candidates(inside, role).await?;
        let mut instead = format!(
            "there are: {}",
            candidates.iter().map(|(_, name)| format!("“{name}”")).collect::<Vec<_>>().join(", ")
        );
        for (element, _) in candidates.into_iter().filter(|(_, guess)| name.fits(guess)) {
            match self.computed(&element).await {
                Ok((its_role, its_name)) if its_role == role && name.fits(&its_name) => {
                    return Ok(Seen { found: Some(element), instead });
                }
                Ok((its_role, its_name)) => {
                    instead = format!("one looked like it, but the browser computes {its_role} “{its_name}”")
                }
                // Redrawn while being looked at.
                Err(error) if is_passing(&error) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Seen { found: None, instead })
    }

    async fn candidates(&self, inside: Option<&Element>, role: &str) -> Result<Vec<(Element, String)>> {
        let root = inside.map_or(Value::Null, element_value);
        let found = self.looked_at_again(include_str!("roles.js"), vec![json!(role), root]).await?;
        let mut candidates = Vec::new();
        for pair in found.as_array().into_iter().flatten() {
            candidates.push((self.element(pair[0].clone())?, pair[1].as_str().unwrap_or_default().to_owned()));
        }
        Ok(candidates)
    }

    /// What a script finds, looked for once more where the page was redrawn before the driver could name it: Firefox's refuses then.
    async fn looked_at_again(&self, body: &str, arguments: Vec<Value>) -> Result<Value> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.browser.client.execute(body, arguments.clone()).await {
                Err(error) if is_stale(&error) && Instant::now() < deadline => tokio::time::sleep(BLINK).await,
                answer => return answer.map_err(|error| anyhow::anyhow!("in a script: {error}")),
            }
        }
    }

    /// Role and name as the browser computes them.
    pub async fn computed(&self, element: &Element) -> Result<(String, String), CmdError> {
        let id = element.element_id();
        let role =
            self.browser.client.issue_cmd(Endpoint::get(format!("element/{}/computedrole", id.as_ref()))).await?;
        let name =
            self.browser.client.issue_cmd(Endpoint::get(format!("element/{}/computedlabel", id.as_ref()))).await?;
        let role = match role.as_str().unwrap_or_default() {
            // ARIA 1.3 gives img a second name.
            "image" => "img",
            role => role,
        };
        Ok((role.to_owned(), name.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    fn element(&self, value: Value) -> Result<Element> {
        let id = value.as_object().and_then(|object| object.values().next()).and_then(Value::as_str);
        let id = id.with_context(|| format!("not an element: {value}"))?;
        Ok(Element::from_element_id(self.browser.client.clone(), id.to_owned().into()))
    }

    // ------------------------------------------------------------------------------------------------------- doing

    /// Clicks it, as soon as it is there, holds still enough and is not covered.
    pub async fn click(&self, role: &str, name: impl Into<Name>) -> Result<()> {
        let name = name.into();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let element = self.find(role, &name).await?;
            match element.click().await {
                Ok(()) => return Ok(()),
                Err(error) if is_passing(&error) && Instant::now() < deadline => tokio::time::sleep(BLINK).await,
                Err(error) => return Err(error).with_context(|| format!("clicking {role} {name}")),
            }
        }
    }

    /// A touch of a finger on its middle.
    pub async fn tap(&self, role: &str, name: impl Into<Name>) -> Result<()> {
        let name = name.into();
        let element = self.find(role, &name).await?;
        let at = json!({ "type": "pointerMove", "duration": 0, "origin": element_value(&element), "x": 0, "y": 0 });
        let body = json!({ "actions": [{ "type": "pointer", "id": "finger", "parameters": { "pointerType": "touch" },
            "actions": [at, { "type": "pointerDown", "button": 0 }, { "type": "pause", "duration": 40 }, { "type": "pointerUp", "button": 0 }] }] });
        self.browser
            .client
            .issue_cmd(Endpoint::post("actions", body))
            .await
            .with_context(|| format!("tapping {role} {name}"))?;
        Ok(())
    }

    /// Replaces the text of a field.
    pub async fn fill(&self, role: &str, name: impl Into<Name>, text: &str) -> Result<()> {
        let field = self.find(role, name).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Chooses an entry of a `<select>` by what it says.
    pub async fn choose(&self, name: impl Into<Name>, entry: &str) -> Result<()> {
        Ok(self.find("combobox", name).await?.select_by_label(entry).await?)
    }

    /// Types into whatever has the focus.
    pub async fn write(&self, text: &str) -> Result<()> {
        let mut keys = KeyActions::new("keyboard".into());
        for value in text.chars() {
            keys = keys.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        Ok(self.browser.client.perform_actions(keys).await?)
    }

    /// Presses a key, with modifiers: `Space`, `ArrowLeft`, `Shift+Tab`, `Control+z`, `?`.
    pub async fn press(&self, chord: &str) -> Result<()> {
        let mut names: Vec<&str> = chord.split('+').collect();
        if chord.ends_with('+') {
            names.retain(|name| !name.is_empty());
            names.push("+");
        }
        let keys = names
            .into_iter()
            .map(|name| key(name).with_context(|| format!("no such key: {name}")))
            .collect::<Result<Vec<_>>>()?;
        let mut actions = KeyActions::new("keyboard".into());
        for &value in &keys {
            actions = actions.then(KeyAction::Down { value });
        }
        for &value in keys.iter().rev() {
            actions = actions.then(KeyAction::Up { value });
        }
        Ok(self.browser.client.perform_actions(actions).await?)
    }

    /// Moves the mouse to a point of the page.
    pub async fn hover(&self, x: f64, y: f64) -> Result<()> {
        let mouse = MouseActions::new("mouse".into()).then(PointerAction::MoveTo { duration: None, x, y });
        Ok(self.browser.client.perform_actions(mouse).await?)
    }

    /// Drags from one point of a thing to another, both as fractions of its width and height.
    pub async fn drag(&self, element: &Element, from: (f64, f64), to: (f64, f64)) -> Result<()> {
        let (x, y, width, height) = element.rectangle().await?;
        let at = |(across, down): (f64, f64)| ((x + width * across).round(), (y + height * down).round());
        let (from, to, middle) = (at(from), at(to), at(((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0)));
        let move_to = |(x, y): (f64, f64), milliseconds| PointerAction::MoveTo {
            duration: Some(Duration::from_millis(milliseconds)),
            x,
            y,
        };
        let left = fantoccini::actions::MOUSE_BUTTON_LEFT;
        let mouse = MouseActions::new("mouse".into())
            .then(move_to(from, 0))
            .then(PointerAction::Down { button: left })
            .then(move_to(middle, 60))
            .then(move_to(to, 60))
            .then(PointerAction::Up { button: left });
        Ok(self.browser.client.perform_actions(mouse).await?)
    }

    // ------------------------------------------------------------------------------------------------------- knowing

    /// Runs a script's body with `arguments`, and gives what it returns.
    pub async fn script(&self, body: &str, arguments: Vec<Value>) -> Result<Value> {
        self.browser.client.execute(body, arguments).await.map_err(|error| anyhow::anyhow!("in a script: {error}"))
    }

    pub async fn text_of(&self, body: &str) -> Result<String> {
        let value = self.script(body, vec![]).await?;
        Ok(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    }

    /// Waits until a script's body returns something true.
    pub async fn until(&self, what: &str, body: &str) -> Result<Value> {
        self.value_when(body, vec![], what).await
    }

    async fn value_when(&self, body: &str, arguments: Vec<Value>, what: &str) -> Result<Value> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let value = self.script(body, arguments.clone()).await;
            match &value {
                Ok(Value::Null | Value::Bool(false)) => {}
                Ok(Value::String(text)) if text.is_empty() => {}
                Ok(Value::Number(number)) if number.as_f64() == Some(0.0) => {}
                Ok(_) => return value,
                Err(_) if Instant::now() < deadline => {}
                Err(_) => return value,
            }
            if Instant::now() > deadline {
                bail!("waited in vain until: {what}");
            }
            tokio::time::sleep(BLINK).await;
        }
    }

    /// What the page shows as text.
    pub async fn text(&self) -> Result<String> {
        self.text_of("return document.body.innerText").await
    }

    /// Waits until the page's text contains `text`.
    pub async fn says(&self, text: &str) -> Result<()> {
        let body = "return document.body.innerText.includes(arguments[0])";
        self.value_when(body, vec![json!(text)], &format!("the page says “{text}”")).await.map(|_| ())
    }

    /// The name of what has the focus, with its role before it: `button Play`.
    pub async fn focused(&self) -> Result<String> {
        let element = self.browser.client.active_element().await?;
        let (role, name) = self.computed(&element).await?;
        Ok(format!("{role} {name}"))
    }

    /// Waits until the app has replaced the skeleton.
    pub async fn mounted(&self) -> Result<()> {
        self.until(
            "the app is mounted",
            "return document.readyState === 'complete' && !document.querySelector('#paxos-app > .boot')",
        )
        .await
        .map(|_| ())
    }

    /// The page's address and what went wrong in it so far: policy violations, errors, what was said to the console.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let body = "const seen = window.__probe || { violations: [], errors: [] };
            return [...seen.violations.map((text) => `policy: ${text}`), ...seen.errors]";
        strings(&self.script(body, vec![]).await?)
    }

    /// The addresses that the page has asked for.
    pub async fn requests(&self) -> Result<Vec<String>> {
        strings(
            &self.script("return performance.getEntriesByType('resource').map((entry) => entry.name)", vec![]).await?,
        )
    }

    /// What Chromium's console has said since it was last asked, this browser's other pages and workers included.
    pub async fn console(&self) -> Result<Vec<String>> {
        if self.engine() != Engine::Chromium {
            return Ok(Vec::new());
        }
        let log = self.browser.client.issue_cmd(Endpoint::post("se/log", json!({ "type": "browser" }))).await?;
        Ok(log
            .as_array()
            .into_iter()
            .flatten()
            .map(|entry| {
                format!("{}: {}", entry["level"].as_str().unwrap_or("?"), entry["message"].as_str().unwrap_or("?"))
            })
            .collect())
    }

    pub async fn screenshot(&self, file: &Path) -> Result<()> {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let png = self.browser.client.screenshot().await?;
        std::fs::write(file, png).with_context(|| format!("cannot write {}", file.display()))
    }
}

struct Seen {
    found: Option<Element>,
    instead: String,
}

fn element_value(element: &Element) -> Value {
    json!({ "element-6066-11e4-a52e-4f735466cecf": element.element_id().as_ref() })
}

fn strings(value: &Value) -> Result<Vec<String>> {
    Ok(value
        .as_array()
        .context("not a list")?
        .iter()
        .map(|item| item.as_str().unwrap_or_default().to_owned())
        .collect())
}

/// Whether something was taken off the page while it was looked at. (What is searched in may be gone for good: hence the deadline.)
fn is_stale(error: &CmdError) -> bool {
    says_stale(&error.to_string())
}

/// Whether an error's text says so, in the words of any engine.
pub fn says_stale(text: &str) -> bool {
    let text = text.to_lowercase();
    text.contains("stale element") || text.contains("no longer attached")
}

/// Whether trying again may help: the thing was redrawn, or is covered or moving just now.
fn is_passing(error: &CmdError) -> bool {
    let text = error.to_string().to_lowercase();
    ["stale element", "no such element", "intercepted", "not interactable", "not clickable"]
        .iter()
        .any(|sign| text.contains(sign))
}

/// A key by its name in `KeyboardEvent.key`, as WebDriver writes it.
fn key(name: &str) -> Option<char> {
    Some(match name {
        "Space" => ' ',
        "Enter" => '\u{E007}',
        "Tab" => '\u{E004}',
        "Escape" => '\u{E00C}',
        "Backspace" => '\u{E003}',
        "Delete" => '\u{E017}',
        "Home" => '\u{E011}',
        "End" => '\u{E010}',
        "PageUp" => '\u{E00E}',
        "PageDown" => '\u{E00F}',
        "ArrowLeft" => '\u{E012}',
        "ArrowUp" => '\u{E013}',
        "ArrowRight" => '\u{E014}',
        "ArrowDown" => '\u{E015}',
        "Shift" => '\u{E008}',
        "Control" => '\u{E009}',
        "Alt" => '\u{E00A}',
        "Meta" => '\u{E03D}',
        _ => {
            let mut characters = name.chars();
            let one = characters.next()?;
            return characters.next().is_none().then_some(one);
        }
    })
}
