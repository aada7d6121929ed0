//! The panel beside what is picked: what it is, and what can be done to it.

use super::actions::{Offer, offers, suggestion};
use super::geometry::{Point, Ring, place_panel};
use super::{links, message, node, pick, time_passing};
use crate::protocol::{MAX_VALUE_CHARS, NodeId, Value, ValueError};
use crate::session::View;
use crate::sim::Command;
use crate::ui::draw::px;
use crate::ui::i18n::Lang;
use crate::ui::i18n::beside::BesideWords;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::naming::{message_view_title, node_list, refusal_text};
use crate::ui::i18n::stage::StageWords;
use crate::ui::model::{Refusal, Selection, Shared};
use crate::ui::platform;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// Properties of [`Popover`].
#[derive(Properties, PartialEq)]
pub struct PopoverProps {
    /// The state.
    pub view: Shared<View>,
    /// What it speaks about.
    pub selection: Selection,
    /// Where that is.
    pub anchor: Point,
    /// How large that is.
    pub reach: f64,
    /// Where nodes stand.
    pub ring: Shared<Ring>,
    /// How many pixels a unit of the drawing is.
    pub zoom: f64,
    /// It was opened by a key: the focus goes into it.
    pub by_key: bool,
    /// Nothing may be done.
    pub read_only: bool,
    /// Another run is beside it: no message is named.
    pub paired: bool,
    /// Why a command is not possible.
    pub refusal: Refusal,
    /// Gives commands.
    pub on_command: Callback<Command>,
    /// Closes the panel.
    pub on_close: Callback<()>,
    /// The language.
    pub lang: Lang,
}

/// Stages narrower than this show the panel as a sheet at the bottom.
const SHEET_WIDTH: f64 = 520.0;

/// When the panel goes, the focus goes to what it spoke about, or, if that is gone too, to the first thing on the stage. (Only if it
/// would be lost: whoever has moved it elsewhere keeps it there.)
fn give_focus_back(name: Option<String>) {
    platform::soon(move || {
        if platform::has_focus() {
            return;
        }
        let find = |selectors: &str| platform::document()?.query_selector(selectors).ok().flatten();
        let spoken_of = name.and_then(|name| find(&format!(".stage [data-pick=\"{name}\"]")));
        if let Some(element) = spoken_of.or_else(|| find(".stage [data-pick]")) {
            pick::focus(&element);
        }
    });
}

/// The panel.
#[component]
pub fn Popover(props: &PopoverProps) -> Html {
    let words = StageWords::of(props.lang);
    let panel = use_node_ref();
    let sheet = props.ring.width < SHEET_WIDTH;
    // Many nodes leave a low and wide room in their midst.
    let low = props.ring.places.len() > 6;
    // At the top instead, where it would cover what it speaks about.
    let high = sheet && props.anchor.y > props.ring.height * 0.5;
    use_effect_with((props.selection.clone(), props.anchor, props.ring.clone(), panel.clone()), {
        let (reach, zoom) = (props.reach, props.zoom);
        move |(_, anchor, ring, panel)| {
            if let Some(panel) = panel.cast::<HtmlElement>() {
                place(&panel, (!sheet).then_some((*anchor, reach)), ring, zoom);
            }
        }
    });
    use_effect_with((props.selection.clone(), props.by_key, panel.clone()), |(_, by_key, panel)| {
        if let Some(panel) = panel.cast::<HtmlElement>().filter(|_| *by_key) {
            focus_first(&panel);
        }
    });
    use_effect_with(props.selection.clone(), |selection| {
        let name = pick::name(selection);
        move || give_focus_back(name)
    });
    let (title, lines) = about(&props.selection, &props.view, props.lang);
    let close = props.on_close.reform(|_: MouseEvent| ());
    html! {
        <div ref={panel} class={classes!("popover", sheet.then_some("is-sheet"), high.then_some("is-high"), low.then_some("is-low"))} role="dialog" aria-label={title.clone()}>
            <div class="popover-head">
                <b>{ title }</b>
                <button type="button" class="popover-close" aria-label={words.close} onclick={close}>{ "×" }</button>
            </div>
            for line in lines {
                <p class="popover-line">{ line }</p>
            }
            if props.paired && matches!(props.selection, Selection::Message(_)) {
                <p class="popover-line">{ BesideWords::of(props.lang).no_messages }</p>
            } else if props.read_only {
                <p class="popover-line">{ words.read_only }</p>
            } else {
                if let Some(node) = asked(props) {
                    <ProposeForm
                        key={node.number()} {node} view={props.view.clone()} refusal={props.refusal.clone()}
                        on_command={props.on_command.clone()} on_close={props.on_close.clone()} lang={props.lang}
                    />
                }
                { buttons(props) }
            }
        </div>
    }
}

/// Whom a client may ask: in a log, a person asks the clients.
fn asked(props: &PopoverProps) -> Option<NodeId> {
    match props.selection {
        Selection::Node(node) if props.view.log.is_none() || node.is_client() => Some(node),
        _ => None,
    }
}

/// The panel's main thing: the field, with the value suggested selected so that typing replaces it, or the first button.
fn focus_first(panel: &HtmlElement) {
    let find = |selectors: &str| panel.query_selector(selectors).ok().flatten();
    let first = find("input, .popover-button").or_else(|| find(".popover-close"));
    let Some(first) = first.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else { return };
    // What cannot be focused is left alone.
    drop(first.focus());
    if let Some(field) = first.dyn_ref::<HtmlInputElement>() {
        field.select();
    }
}

fn place(panel: &HtmlElement, anchor: Option<(Point, f64)>, ring: &Ring, zoom: f64) {
    let style = panel.style();
    let set = |name: &str, value: Option<f64>| {
        drop(match value {
            Some(value) => style.set_property(name, &format!("{}px", px(value * zoom))),
            None => style.remove_property(name).map(drop),
        });
    };
    let at = anchor.map(|(anchor, reach)| {
        let size = (f64::from(panel.offset_width()) / zoom, f64::from(panel.offset_height()) / zoom);
        place_panel(anchor, reach, size, ring)
    });
    set("left", at.map(|at| at.x));
    set("top", at.map(|at| at.y));
}

/// The panel's title, and what more there is to say.
fn about(selection: &Selection, view: &View, lang: Lang) -> (String, Vec<String>) {
    let words = StageWords::of(lang);
    match selection {
        Selection::Message(id) => match view.messages.iter().find(|message| message.id == *id) {
            Some(found) => {
                let name = &found.name;
                let mut line = fill(words.way, &[("from", &name.from), ("to", &name.to)]);
                for state in message::states(found, lang, time_passing(view)) {
                    line.push_str(words.separator);
                    line.push_str(&state);
                }
                (message_view_title(lang, found), vec![line])
            }
            None => (String::new(), Vec::new()),
        },
        Selection::Node(id) => {
            let found = view.node(*id);
            let text = found.map(|found| node::spoken(found, lang, view.quorum_sizes.phase1, time_passing(view)));
            let text = text.unwrap_or_default();
            // The name stands in the title already.
            let state = text.strip_prefix(&id.to_string()).unwrap_or(&text).trim_start_matches(words.separator);
            (id.to_string(), vec![state.to_owned()])
        }
        Selection::Link(from, to) => {
            let title = fill(words.link_name, &[("from", from), ("to", to)]);
            (title, vec![links::state(words, &view.cuts, *from, *to)])
        }
        Selection::Nodes(nodes) => {
            let names = node_list(lang, nodes);
            let title = fill(words.nodes_name, &[("count", &nodes.len()), ("nodes", &names)]);
            (title, vec![words.more_nodes.to_owned()])
        }
    }
}

fn buttons(props: &PopoverProps) -> Html {
    let all = offers(&props.selection, &props.view, props.lang);
    let refusals: Vec<Option<String>> = all
        .iter()
        .map(|offer| offer.commands.first().and_then(|command| props.refusal.of(command)))
        .map(|error| error.map(|error| refusal_text(props.lang, &error)))
        .collect();
    let mut said: Vec<&String> = refusals.iter().flatten().collect();
    said.dedup();
    html! {
        <>
            <div class="popover-row">
                for (offer, refused) in all.iter().zip(&refusals) {
                    { button(props, offer, refused.clone()) }
                }
            </div>
            for text in said {
                <p class="popover-why">{ text }</p>
            }
        </>
    }
}

fn button(props: &PopoverProps, offer: &Offer, refused: Option<String>) -> Html {
    let disabled = refused.is_some();
    let onclick = {
        let (on_command, on_close) = (props.on_command.clone(), props.on_close.clone());
        let commands = offer.commands.clone();
        // What is picked may be gone afterwards.
        let ends = matches!(commands.first(), Some(Command::Deliver { .. } | Command::Drop(_)));
        Callback::from(move |_: MouseEvent| {
            if !disabled {
                commands.iter().for_each(|command| on_command.emit(command.clone()));
                if ends {
                    on_close.emit(());
                }
            }
        })
    };
    html! {
        <button
            key={offer.label.clone()} type="button" class={classes!("popover-button", offer.harsh.then_some("is-harsh"))}
            aria-disabled={disabled.then_some("true")} title={refused} {onclick}
        >{ &offer.label }</button>
    }
}

/// Properties of [`ProposeForm`].
#[derive(Properties, PartialEq)]
struct ProposeFormProps {
    node: NodeId,
    view: Shared<View>,
    refusal: Refusal,
    on_command: Callback<Command>,
    on_close: Callback<()>,
    lang: Lang,
}

/// A small field for the value to propose.
#[component]
fn ProposeForm(props: &ProposeFormProps) -> Html {
    let words = StageWords::of(props.lang);
    let text = use_state_eq(|| suggestion(&props.view, props.lang));
    let value = Value::new(&text);
    let command = |value: Value| Command::Propose { node: props.node, value, crash_after: None };
    let trouble = match &value {
        Ok(value) => props.refusal.of(&command(value.clone())).map(|error| refusal_text(props.lang, &error)),
        Err(ValueError::Empty) => Some(words.value_empty.to_owned()),
        Err(ValueError::TooLong) => Some(fill(words.value_too_long, &[("count", &MAX_VALUE_CHARS)])),
        Err(ValueError::Control(_)) => Some(words.value_control.to_owned()),
    };
    let oninput = {
        let text = text.setter();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                text.set(input.value());
            }
        })
    };
    let onsubmit = {
        let ready = value.ok().filter(|_| trouble.is_none()).map(command);
        let (on_command, on_close) = (props.on_command.clone(), props.on_close.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(command) = &ready {
                on_command.emit(command.clone());
                on_close.emit(());
            }
        })
    };
    let usual = props.view.proposers.contains(&props.node);
    html! {
        <form class="popover-form" {onsubmit}>
            <input
                type="text" value={(*text).clone()} {oninput} aria-label={words.propose_label} autocomplete="off" spellcheck="false"
                maxlength={MAX_VALUE_CHARS.to_string()}
            />
            <button
                type="submit" class={classes!("popover-button", usual.then_some("is-main"))}
                aria-disabled={trouble.is_some().then_some("true")} title={trouble.clone().or_else(|| (!usual).then(|| words.propose_other.to_owned()))}
            >{ words.propose }</button>
            if let Some(trouble) = trouble {
                <p class="popover-why">{ trouble }</p>
            }
        </form>
    }
}
