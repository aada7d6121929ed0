//! Every key of the page. Keys are left alone while somebody types, inside dialogs, where a modifier makes them the browser's, and where
//! something under the focus has used them already.

use super::model::Selection;
use super::platform::{self, Listener};
use super::playground::Playground;
use super::store::{Action, Dialog, Page};
use crate::protocol::NodeId;
use crate::session::View;
use crate::sim::{Command, Link, MessageName};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::{UseReducerHandle, hook, use_effect_with, use_mut_ref};

/// Listens to the keys for as long as the page lives.
#[hook]
pub fn use_keyboard(playground: &Playground, page: &UseReducerHandle<Page>, read_only: bool, lab: bool) {
    let latest = use_mut_ref(|| page.clone());
    latest.replace(page.clone());
    use_effect_with((playground.clone(), read_only, lab), move |(playground, read_only, lab)| {
        let (playground, read_only, lab) = (playground.clone(), *read_only, *lab);
        let pointed = Rc::new(Cell::new(false));
        let listeners = platform::window().map(|window| {
            let by_pointer = pointed.clone();
            let pointer = Listener::new(&window, "pointerdown", move |_| by_pointer.set(true));
            let keys = Listener::new(&window, "keydown", move |event| {
                if let Ok(event) = event.dyn_into::<KeyboardEvent>() {
                    if event.key() == "Tab" {
                        pointed.set(false);
                    }
                    on_key(&playground, &latest, &Manner { read_only, lab, pointed: pointed.get() }, &event);
                }
            });
            (pointer, keys)
        });
        move || drop(listeners)
    });
}

/// How the page is being used.
struct Manner {
    /// Nothing can be changed.
    read_only: bool,
    /// The bug lab can be opened.
    lab: bool,
    /// What has the focus was pressed with a mouse or a finger, and not reached by Tab.
    pointed: bool,
}

fn on_key(playground: &Playground, page: &RefCell<UseReducerHandle<Page>>, manner: &Manner, event: &KeyboardEvent) {
    let read_only = manner.read_only;
    let page = page.borrow().clone();
    if page.dialog.is_some() || event.default_prevented() || event.is_composing() {
        return;
    }
    let under = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if under.as_ref().is_some_and(takes_text) {
        return;
    }
    let key = event.key();
    let used = if event.ctrl_key() || event.meta_key() {
        !read_only && with_control(playground, &key, event.shift_key())
    } else if event.alt_key() {
        false
    } else {
        let button = under.as_ref().filter(|element| key == " " && manner.pointed && is_within(element, "button"));
        if let Some(button) = button.and_then(|button| button.dyn_ref::<HtmlElement>()) {
            // Whoever pressed a button with the mouse and then Space means Space, and not the button once more.
            let _ = button.blur();
            playground.toggle();
            event.prevent_default();
            return;
        }
        !under.as_ref().is_some_and(|element| uses(element, &key)) && plain(playground, &page, manner, &key)
    };
    if used {
        event.prevent_default();
    }
}

fn is_within(element: &Element, selectors: &str) -> bool {
    element.closest(selectors).ok().flatten().is_some()
}

fn takes_text(element: &Element) -> bool {
    const NO_TEXT: &str = "input[type=range], input[type=checkbox], input[type=radio]";
    is_within(element, "input, textarea, select, [contenteditable]") && !is_within(element, NO_TEXT)
}

/// Whether the key means something to what has the focus: buttons are pressed, sliders and choices are steered.
fn uses(element: &Element, key: &str) -> bool {
    match key {
        " " => is_within(element, "button, summary, a, [role=button], input[type=checkbox], input[type=radio]"),
        "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown" | "Home" | "End" => is_within(element, "input"),
        _ => false,
    }
}

fn with_control(playground: &Playground, key: &str, shift: bool) -> bool {
    match (key, shift) {
        ("z", false) => playground.undo(),
        ("z" | "Z", true) | ("y", false) => playground.redo(),
        _ => return false,
    }
    true
}

fn plain(playground: &Playground, page: &Page, manner: &Manner, key: &str) -> bool {
    match key {
        " " => playground.toggle(),
        "ArrowRight" => playground.step(),
        "ArrowLeft" => playground.step_back(),
        "Home" => playground.to_start(),
        "End" => playground.to_end(),
        "+" | "=" => playground.set_speed(page.speed + 1),
        "-" => playground.set_speed(page.speed.saturating_sub(1)),
        "?" => playground.open_dialog(Dialog::Keys),
        "b" if manner.lab => playground.open_dialog(Dialog::Lab),
        "Escape" if page.selection.is_some() => playground.dispatch(Action::Select(None)),
        "Escape" => match &page.notice {
            Some((number, _)) => playground.dispatch(Action::Dismiss(*number)),
            None => return false,
        },
        _ => return select(playground, page, key) || (!manner.read_only && act(playground, page, key)),
    }
    true
}

/// Digits pick nodes; with one picked already, 0 picks nothing.
fn select(playground: &Playground, page: &Page, key: &str) -> bool {
    let Some(number) = key.parse::<u8>().ok().filter(|_| key.len() == 1) else { return false };
    let node = NodeId::new(number).filter(|node| page.shown.view.node(*node).is_some());
    if node.is_some() || number == 0 {
        playground.dispatch(Action::Select(node.map(Selection::Node)));
    }
    true
}

/// Letters act on what is picked.
fn act(playground: &Playground, page: &Page, key: &str) -> bool {
    let view = &page.shown.view;
    if key == "p" && matches!(page.selection, Some(Selection::Node(_))) {
        if !platform::focus_first(".popover input") {
            playground.dispatch(Action::AskPanel);
        }
        return true;
    }
    let command = match &page.selection {
        Some(Selection::Message(id)) => view
            .messages
            .iter()
            .find(|message| message.id == *id)
            .and_then(|message| message_command(message.name, message.held_since_tick.is_some(), key)),
        Some(Selection::Node(node)) => node_command(view, *node, key),
        Some(Selection::Link(a, b)) => link_command(view, *a, *b, key),
        Some(Selection::Nodes(nodes)) => group_command(view, nodes, key),
        None => None,
    };
    match command {
        Some(command) => {
            playground.command(command);
            true
        }
        None => false,
    }
}

fn message_command(name: MessageName, held: bool, key: &str) -> Option<Command> {
    Some(match key {
        "d" => Command::Deliver { message: name, crash_after: None },
        "x" => Command::Drop(name),
        "c" => Command::Duplicate(name),
        "h" if held => Command::Release(name),
        "h" => Command::Hold(name),
        _ => return None,
    })
}

fn node_command(view: &View, node: NodeId, key: &str) -> Option<Command> {
    let up = view.node(node).is_none_or(|shown| shown.up);
    Some(match key {
        "f" => Command::Fire { node, crash_after: None },
        "k" if up => Command::Crash(node),
        "k" | "r" => Command::Restart(node),
        "w" => Command::Wipe(node),
        "i" => Command::Isolate(node),
        _ => return None,
    })
}

fn link_command(view: &View, a: NodeId, b: NodeId, key: &str) -> Option<Command> {
    let cut = view.cuts.contains(&(a, b)) || view.cuts.contains(&(b, a));
    let link = Link { from: a, to: b, both_ways: true };
    match key {
        "x" if cut => Some(Command::Heal(link)),
        "x" => Some(Command::Cut(link)),
        _ => None,
    }
}

/// The nodes picked on one side, all others on the other.
fn group_command(view: &View, nodes: &[NodeId], key: &str) -> Option<Command> {
    let others: Vec<_> = view.nodes.iter().map(|node| node.id).filter(|node| !nodes.contains(node)).collect();
    (key == "x" && !others.is_empty()).then(|| Command::Partition(vec![nodes.to_vec(), others]))
}
