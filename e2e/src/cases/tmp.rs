//! Temporary.
use crate::browser::Want;
use crate::cases;
use crate::suite::{Case, Lab};
use anyhow::Result;
pub const CASES: &[Case] = cases![dbg];
async fn dbg(lab: Lab) -> Result<()> {
    let page = lab.blank(&Want::default()).await?;
    page.goto(&lab.site.url("www/tutorial.html")).await?;
    page.until("the tutorial is ready", "return 'ready' in document.documentElement.dataset").await?;
    page.script("document.querySelector('iframe').scrollIntoView({ block: 'center' })", vec![]).await?;
    page.enter_frame("Playground: a value that may have been chosen").await?;
    page.mounted().await?;
    let all = page.browser.client.find_all(fantoccini::Locator::Css(".play-button")).await?;
    for one in &all {
        println!("{:?}", page.computed(one).await);
        println!("{:?}", one.text().await);
        println!("{:?}", one.click().await);
    }
    println!("{:?}", page.text_of("return document.querySelector('output').textContent").await);
    println!("{:?}", page.press("ArrowRight").await);
    println!("{:?}", page.focused().await);
    Ok(())
}
