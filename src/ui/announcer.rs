//! Each step as a sentence in a polite live region, for people who hear the page; on narrow screens, where the panel "Why" is further
//! down, for everybody under the stage. What is said in passing has a region of its own, only to be heard: it is seen as a notice.

use super::i18n::Lang;
use super::inspector::sentence;
use super::notice::notice_text;
use super::platform::Timeout;
use super::store::{Notice, Shown};
use std::rc::Rc;
use yew::{Html, Properties, component, html, use_effect_with, use_mut_ref, use_state_eq};

/// While time passes, sentences come at most this often: a voice needs its time.
const PLAYING_MILLISECONDS: i32 = 1_500;

/// Properties of [`Announcer`].
#[derive(Properties, PartialEq)]
pub struct AnnouncerProps {
    /// The run.
    pub shown: Rc<Shown>,
    /// Time is passing.
    pub playing: bool,
    /// What is being said in passing.
    pub notice: Option<(u32, Notice)>,
    /// The language.
    pub lang: Lang,
}

/// The live regions.
#[component]
pub fn Announcer(props: &AnnouncerProps) -> Html {
    let said = use_state_eq(String::new);
    let waiting = use_mut_ref(|| None::<Timeout>);
    let latest = use_mut_ref(String::new);
    let text = text_now(props);
    use_effect_with((text, props.playing), {
        let said = said.clone();
        move |(text, playing): &(String, bool)| {
            latest.replace(text.clone());
            if !playing {
                waiting.replace(None);
                said.set(text.clone());
            } else if waiting.borrow().is_none() {
                let (again, slot) = (latest.clone(), waiting.clone());
                let said = said.clone();
                let timeout = Timeout::new(PLAYING_MILLISECONDS, move || {
                    said.set(again.borrow().clone());
                    slot.replace(None);
                });
                waiting.replace(timeout);
            }
        }
    });
    html! {
        <>
            <p class="announcer" role="status">{&*said}</p>
            <p class="visually-hidden" role="status">{passing(props)}</p>
        </>
    }
}

fn text_now(props: &AnnouncerProps) -> String {
    let Shown { view, event, history, .. } = &*props.shown;
    let told = event.as_ref().map(|event| history.read(|history| sentence(props.lang, event, history, view).0));
    told.unwrap_or_default()
}

/// Keyed by its number: the same words said again are heard again.
fn passing(props: &AnnouncerProps) -> Html {
    let Some((number, notice)) = &props.notice else { return html! {} };
    html! { <span key={*number}>{notice_text(props.lang, notice, &props.shown)}</span> }
}
