//! Taking the run away: as a link, as text, as a frame for a web page.

use super::copy_field::CopyField;
use super::{DialogProps, Modal};
use crate::session::digest_text;
use crate::ui::i18n::dialogs::DialogWords;
use crate::ui::i18n::fill::fill;
use crate::ui::platform;
use yew::{AttrValue, Callback, Event, Html, TargetCast, component, html, use_memo, use_state};

/// Discord cuts at this length.
const SAFE_LINK_CHARS: usize = 2_000;
const FILE_NAME: &str = "run.paxos";
const FILE_KIND: &str = "text/plain;charset=utf-8";

/// The dialog.
#[component]
pub fn Share(props: &DialogProps) -> Html {
    let words = DialogWords::of(props.lang);
    let several = props.shown.view.branches.len() > 1;
    let all_branches = use_state(|| several);
    let here = use_state(|| props.shown.view.position > 0);
    let taken = use_memo((props.shown.revision, *all_branches, *here), {
        let playground = props.playground.clone();
        move |(_, all_branches, here)| {
            let end = digest_text(playground.end_digest());
            (playground.link(*all_branches, *here).ok(), playground.text(*all_branches), end)
        }
    });
    let (link, text, end) = &*taken;
    let address = link.as_ref().map(|link| format!("{}#{link}", platform::whole_page()));
    let frame = link.as_ref().map(|link| frame_code(words, &format!("{}#{link}", platform::address_of("embed.html"))));
    let too_long = address.as_ref().is_none_or(|address| address.len() > SAFE_LINK_CHARS);
    let length = address.as_ref().map(|address| fill(words.share_length, &[("count", &address.len())]));
    html! {
        <Modal title={words.share} lang={props.lang} on_close={props.on_close.clone()} class="modal-wide">
            <p class="dim">{words.share_about}</p>
            <div class="share-options">
                if several {
                    {pair("share-what", words.share_what, words.share_this_branch, words.share_all_branches, *all_branches, &all_branches)}
                }
                {pair("share-moment", words.share_moment, words.share_from_start,
                    &fill(words.share_here, &[("moment", &props.shown.view.moment)]), *here, &here)}
            </div>
            if let Some(address) = address {
                <CopyField name={words.share_link} text={address} note={length.map(AttrValue::from)} lang={props.lang} />
            }
            {end_state(words, end)}
            if too_long {
                <p class="warning" role="note">{if link.is_some() { words.share_long } else { words.share_too_large }}</p>
            }
            <CopyField name={words.share_text} text={text.clone()} rows={5} lang={props.lang}>{save_button(words, text)}</CopyField>
            if let Some(frame) = frame {
                <CopyField name={words.share_embed} text={frame} rows={3} lang={props.lang} />
            }
        </Modal>
    }
}

fn end_state(words: &DialogWords, digest: &str) -> Html {
    let (before, after) = words.share_end_state.split_once("{digest}").unwrap_or((words.share_end_state, ""));
    html! { <p class="dim">{before}<code>{digest.to_owned()}</code>{after}</p> }
}

/// Two choices; the second is the one that the state stands for.
fn pair(
    name: &'static str,
    legend: &'static str,
    first: &str,
    second: &str,
    chosen: bool,
    state: &yew::UseStateHandle<bool>,
) -> Html {
    let choice = |text: &str, value: bool| {
        let state = state.clone();
        let onchange = Callback::from(move |event: Event| {
            if event.target_unchecked_into::<web_sys::HtmlInputElement>().checked() {
                state.set(value);
            }
        });
        html! { <label><input type="radio" {name} checked={chosen == value} {onchange} /><span>{text.to_owned()}</span></label> }
    };
    html! {
        <fieldset class="choices">
            <legend>{legend}</legend>
            {choice(first, false)}
            {choice(second, true)}
        </fieldset>
    }
}

fn save_button(words: &DialogWords, text: &str) -> Html {
    let text = text.to_owned();
    let onclick = Callback::from(move |_| {
        platform::save_file(FILE_NAME, FILE_KIND, &text);
    });
    html! { <button type="button" class="button" {onclick}>{words.save_file}</button> }
}

fn frame_code(words: &DialogWords, address: &str) -> String {
    format!(
        "<iframe src=\"{address}\" title=\"{}\" width=\"100%\" height=\"480\" loading=\"lazy\" \
         sandbox=\"allow-scripts allow-popups\" allow=\"clipboard-write\"></iframe>",
        words.share_embed_title
    )
}
