//! The gallery: every scenario that comes with the page.

use super::{DialogProps, Modal};
use crate::protocol::ProtocolName;
use crate::scenario::{Scenario, gallery_of, parse};
use crate::ui::i18n::dialogs::DialogWords;
use crate::ui::i18n::shell::bilingual;
use crate::ui::platform;
use crate::ui::store::{Action, Dialog};
use yew::{Callback, Html, html};

/// The gallery.
pub fn gallery_dialog(props: &DialogProps) -> Html {
    let words = DialogWords::of(props.lang);
    // A scenario of the gallery that did not parse would be left out; the tests hold that none is.
    let entries = |protocol| gallery_of(protocol).filter_map(|entry| Some((entry.name, parse(entry.text).ok()?)));
    let new_run = {
        let playground = props.playground.clone();
        Callback::from(move |_| playground.dispatch(Action::Dialog(Some(Dialog::NewRun))))
    };
    let shelves = [
        (ProtocolName::Synod, words.gallery_single),
        (ProtocolName::MultiPaxos, words.gallery_multipaxos),
        (ProtocolName::Zab, words.gallery_zab),
    ];
    html! {
        <Modal key="gallery" title={words.gallery} lang={props.lang} on_close={props.on_close.clone()} class="modal-wide">
            <p class="dim">{words.gallery_about}</p>
            <nav class="gallery-jump" aria-label={words.gallery}>
                for (protocol, heading) in shelves {
                    <button type="button" key={heading} class="chip" onclick={move |_| platform::bring_into_view(heading_id(protocol))}>{heading}</button>
                }
            </nav>
            for (protocol, heading) in shelves {
                <h3 key={format!("{heading} of")} id={heading_id(protocol)} tabindex="-1">{heading}</h3>
                <ul key={heading} class="gallery">
                    for (name, scenario) in entries(protocol) {
                        <li key={name}>{entry(props, name, &scenario)}</li>
                    }
                </ul>
            }
            <div class="modal-buttons">
                <button type="button" class="button" onclick={new_run}>{words.gallery_new}</button>
            </div>
        </Modal>
    }
}

fn heading_id(protocol: ProtocolName) -> &'static str {
    match protocol {
        ProtocolName::Synod => "gallery-synod",
        ProtocolName::MultiPaxos => "gallery-multipaxos",
        ProtocolName::Zab => "gallery-zab",
    }
}

fn entry(props: &DialogProps, name: &'static str, scenario: &Scenario) -> Html {
    let words = DialogWords::of(props.lang);
    let onclick = {
        let (playground, scenario, on_close) = (props.playground.clone(), scenario.clone(), props.on_close.clone());
        Callback::from(move |_| {
            on_close.emit(());
            playground.open_scenario(scenario.clone());
        })
    };
    let title = bilingual(props.lang, &scenario.title).unwrap_or(name);
    let current = scenario.title == props.shown.facts.title;
    html! {
        <button type="button" class="gallery-entry" aria-current={current.then_some("true")} {onclick}>
            <strong>{title.to_owned()}</strong>
            if current {
                <span class="tag">{words.gallery_current}</span>
            }
            <span class="dim">{bilingual(props.lang, &scenario.about).unwrap_or_default().to_owned()}</span>
        </button>
    }
}
