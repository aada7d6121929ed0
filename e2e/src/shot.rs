//! `e2e shot`: what the built page looks like, after something was done in it.

use crate::browser::{Browsers, Engine, Want};
use crate::options::Options;
use crate::page::{Name, Page, containing};
use crate::server::Site;
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::Duration;

const USAGE: &str = "\
e2e shot [FILE][#LINK] [options]     takes a screenshot of the built page

  FILE                 a file of the folder: index.html (as when left out), embed.html, www/tutorial.html, with ?query and #link
  --dir DIR            the folder that is served, under /some/where/ (dist)
  --out FILE.png       where the picture goes (target/e2e/shot.png)
  --size WxH           of the page (1280x800)
  --scale N            device pixels per CSS pixel (1; Chromium)
  --dark               dark colour scheme            --reduced-motion
  --lang TAG           the browser's language: en-US (as when left out), zh-CN
  --engine NAME        chromium (as when left out), firefox, webkit
  --axe                runs axe at the end and prints what is violated
  --actions 'A; B; C'  done first, in this order; or one a line, from a file: --actions @FILE
      click:ROLE:NAME      as a person finds it; NAME is a part of the accessible name, or =NAME all of it
      tap:ROLE:NAME        the same with a finger
      fill:ROLE:NAME=TEXT  replaces a field's text
      key:CHORD            Space, ArrowLeft, Shift+Tab, ?, Control+z
      type:TEXT            into what has the focus
      css:SELECTOR         clicks the first that fits
      hover:SELECTOR       moves the mouse there
      wait:MILLISECONDS
      until:SCRIPT         waits until the expression is true
      js:SCRIPT            runs it, and prints what the expression is
      names:ROLE           prints the names of everything with this role
      size:WxH             resizes
      shot:FILE.png        a picture in between
Afterwards it prints what the page complained of: policy violations, errors, the console.
";

/// `e2e shot`.
pub async fn run(mut options: Options) -> Result<()> {
    if options.flag("--help") {
        print!("{USAGE}");
        return Ok(());
    }
    let folder = PathBuf::from(options.value("--dir")?.unwrap_or_else(|| "dist".into()));
    let out = PathBuf::from(options.value("--out")?.unwrap_or_else(|| "target/e2e/shot.png".into()));
    let engine = options.value("--engine")?.unwrap_or_else(|| "chromium".into());
    let engine: Engine = engine.parse().map_err(|()| anyhow::anyhow!("no such engine: {engine}"))?;
    let want = Want {
        size: options.size((1280, 800))?,
        dark: options.flag("--dark"),
        reduced_motion: options.flag("--reduced-motion"),
        lang: options.value("--lang")?.map_or("en-US".into(), |lang| if lang == "zh" { "zh-CN".into() } else { lang }),
        scale: options.parsed("--scale", 1.0)?,
    };
    let actions = options.value("--actions")?.unwrap_or_default();
    let axe = options.flag("--axe");
    let file = address(options.word());
    options.done()?;

    let site = Site::start(&folder, "/some/where/", 0, true).await?;
    let browsers = Browsers::new(Path::new("target/e2e"))?;
    let page = Page { browser: browsers.start(engine, &want).await? };
    let outcome = look(&page, &site.url(&file), &actions, &out, axe).await;
    page.browser.close().await;
    outcome
}

/// `#link` alone means the page itself.
pub fn address(word: Option<String>) -> String {
    match word {
        None => "index.html".into(),
        Some(word) if word.starts_with(['#', '?']) => format!("index.html{word}"),
        Some(word) => word,
    }
}

async fn look(page: &Page, url: &str, actions: &str, out: &Path, axe: bool) -> Result<()> {
    page.goto(url).await?;
    if page.mounted().await.is_err() {
        println!("the app is not mounted; this is what there is");
    }
    // One frame, so that what was mounted is drawn.
    page.browser
        .client
        .execute_async(
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))",
            vec![],
        )
        .await?;
    let script = match actions.strip_prefix('@') {
        Some(file) => std::fs::read_to_string(file).with_context(|| format!("cannot read {file}"))?,
        None => actions.to_owned(),
    };
    let mut outcome = Ok(());
    for action in script.split([';', '\n']).map(str::trim).filter(|action| !action.is_empty()) {
        outcome = act(page, action).await.with_context(|| format!("at {action:?}"));
        if outcome.is_err() {
            break;
        }
    }
    page.screenshot(out).await?;
    println!("{}", out.display());
    for line in page.complaints().await?.into_iter().chain(page.console().await?) {
        println!("  {line}");
    }
    if axe {
        for violation in crate::axe::violations(page).await? {
            println!("{violation}");
        }
    }
    outcome
}

pub async fn act(page: &Page, action: &str) -> Result<()> {
    let (verb, rest) = action.split_once(':').unwrap_or((action, ""));
    match verb {
        "click" => {
            let (role, name) = thing(rest)?;
            page.click(role, name).await
        }
        "tap" => {
            let (role, name) = thing(rest)?;
            page.tap(role, name).await
        }
        "fill" => {
            let (field, text) = rest.rsplit_once('=').context("fill:ROLE:NAME=TEXT")?;
            let (role, name) = thing(field)?;
            page.fill(role, name, text).await
        }
        "key" => page.press(rest).await,
        "type" => page.write(rest).await,
        "css" => Ok(page.browser.client.find(fantoccini::Locator::Css(rest)).await?.click().await?),
        "hover" => {
            let script = "const box = document.querySelector(arguments[0]).getBoundingClientRect();
                return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)]";
            let at = page.script(script, vec![json!(rest)]).await?;
            page.hover(at[0].as_f64().unwrap_or(0.0), at[1].as_f64().unwrap_or(0.0)).await
        }
        "wait" => {
            tokio::time::sleep(Duration::from_millis(rest.parse().context("wait:MILLISECONDS")?)).await;
            Ok(())
        }
        "until" => page.until(rest, &format!("return ({rest})")).await.map(|_| ()),
        "js" => {
            println!("{}", page.script(&format!("return ({rest})"), vec![]).await?);
            Ok(())
        }
        "names" => {
            println!("{rest}: {}", page.names(rest).await?.join(" | "));
            Ok(())
        }
        "size" => {
            let (width, height) = rest.split_once('x').context("size:WxH")?;
            page.resize(width.parse()?, height.parse()?).await
        }
        "shot" => page.screenshot(Path::new(rest)).await,
        _ => bail!("no such action (see e2e shot --help)"),
    }
}

/// `ROLE:NAME`, `ROLE:=WHOLE NAME`.
fn thing(text: &str) -> Result<(&str, Name)> {
    let (role, name) = text.split_once(':').context("ROLE:NAME")?;
    Ok((role, name.strip_prefix('=').map_or_else(|| containing(name), Name::from)))
}
