//! The stage: nodes on a ring, the links between them, and messages on their way.
//!
//! `geometry` says where things stand and `lanes` which lane a message takes; both are pure. `node`, `message`, `links`, `hulls`
//! and `marks` draw one kind of thing each, and are rendered once for each logical step. `motion` moves what moves in between.
//! `pick` turns clicks and keys into a selection; `actions` says what can be done to it, and `popover` offers that.

pub mod actions;
pub mod geometry;
mod hulls;
mod lanes;
mod links;
pub mod log;
mod marks;
mod message;
mod motion;
mod node;
mod pick;
mod popover;
pub mod shapes;
pub mod zab;

use self::geometry::{Detail, Point, Ring, SMALL_STAGE};
use self::lanes::{Files, Lanes, assign};
use self::links::Links;
use self::marks::MarksProps;
use self::message::{Crowd, MessageMark};
use self::motion::Movers;
use self::node::{Face, NodeProps, drawn_node, spoken};
use self::popover::Popover;
use crate::protocol::ProtocolName;
use crate::session::{NodeView, View};
use crate::sim::Command;
use crate::ui::draw::px;
use crate::ui::i18n::Lang;
use crate::ui::i18n::stage::StageWords;
use crate::ui::measure::use_size;
use crate::ui::model::{Clock, HistoryHandle, Refusal, Selection, Shared};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// Properties of [`Stage`].
#[derive(Properties, PartialEq)]
pub struct StageProps {
    /// The state shown.
    pub view: Shared<View>,
    /// What happened, for the marks of lost messages.
    pub history: HistoryHandle,
    /// The time shown.
    pub clock: Clock,
    /// The language.
    pub lang: Lang,
    /// What is picked.
    pub selection: Option<Selection>,
    /// Picks something, or nothing.
    pub on_select: Callback<Option<Selection>>,
    /// Gives a command.
    pub on_command: Callback<Command>,
    /// Why a command is not possible.
    pub refusal: Refusal,
    /// Nothing may be done here.
    #[prop_or_default]
    pub read_only: bool,
    /// Another run is beside it, under the same script.
    #[prop_or_default]
    pub paired: bool,
    /// Counts how often a key has asked for the panel of what is picked.
    pub panel_asked: u32,
}

/// The panel that is open: what it speaks about, and whether a key opened it.
#[derive(Clone, PartialEq)]
struct Open {
    selection: Selection,
    by_key: bool,
}

/// The stage. It fills its container.
#[component]
pub fn Stage(props: &StageProps) -> Html {
    let root = use_node_ref();
    let size = use_size(&root);
    let zoom = size.map_or(1.0, zoom);
    let open = use_state_eq(|| None::<Open>);
    let pick = use_pick(props, &open);
    use_asked_panel(props, &open);
    let onclick = use_click(&pick);
    let onkeydown = use_keys(props, &pick, &open, &root);
    html! {
        <div ref={root.clone()} class="stage" {onclick} {onkeydown}>
            if let Some((width, height)) = size {
                <Scene
                    root={root.clone()} width={width / zoom} height={height / zoom} {zoom} open={(*open).clone()} on_close={pick.close.clone()}
                    view={props.view.clone()} history={props.history.clone()} clock={props.clock.clone()} lang={props.lang}
                    selection={props.selection.clone()} on_command={props.on_command.clone()} refusal={props.refusal.clone()}
                    read_only={props.read_only} paired={props.paired}
                />
            }
        </div>
    }
}

/// How much larger than on a laptop everything is drawn where the stage (in pixels) has the room.
fn zoom((width, height): (f64, f64)) -> f64 {
    (width / 1200.0).min(height / 600.0).clamp(1.0, 1.6)
}

/// What picking does.
#[derive(Clone)]
struct Pick {
    /// Picks: what, added to what is picked already, by a key.
    choose: Callback<(Option<Selection>, bool, bool)>,
    close: Callback<()>,
}

#[hook]
fn use_pick(props: &StageProps, open: &UseStateHandle<Option<Open>>) -> Pick {
    let choose = {
        let (before, on_select, open) = (props.selection.clone(), props.on_select.clone(), open.setter());
        Callback::from(move |(new, adding, by_key): (Option<Selection>, bool, bool)| {
            let new = match new {
                Some(new) if adding => pick::joined(before.as_ref(), new),
                new => new,
            };
            open.set(new.clone().map(|selection| Open { selection, by_key }));
            on_select.emit(new);
        })
    };
    let close = {
        let open = open.setter();
        Callback::from(move |()| open.set(None))
    };
    Pick { choose, close }
}

/// Opens the panel of what was picked without one: by its number, or beside the stage.
#[hook]
fn use_asked_panel(props: &StageProps, open: &UseStateHandle<Option<Open>>) {
    let (selection, open) = (props.selection.clone(), open.setter());
    use_effect_with(props.panel_asked, move |asked| {
        if *asked > 0 {
            open.set(selection.map(|selection| Open { selection, by_key: true }));
        }
    });
}

#[hook]
fn use_click(pick: &Pick) -> Callback<MouseEvent> {
    let choose = pick.choose.clone();
    Callback::from(move |event: MouseEvent| {
        let within = |selector: &str| {
            let target = event.target_dyn_into::<Element>();
            target.is_some_and(|target| target.closest(selector).ok().flatten().is_some())
        };
        match pick::picked_element(event.target()) {
            Some(element) => choose.emit((pick::meaning(&element), event.shift_key(), false)),
            // A click into the panel, or on a button that has just gone with it, picks nothing.
            None if within(".stage-drawing") => choose.emit((None, false, false)),
            None => {}
        }
    })
}

#[hook]
fn use_keys(
    props: &StageProps,
    pick: &Pick,
    open: &UseStateHandle<Option<Open>>,
    root: &NodeRef,
) -> Callback<KeyboardEvent> {
    let (pick, is_open, root) = (pick.clone(), open.is_some(), root.clone());
    let selection = props.selection.clone();
    Callback::from(move |event: KeyboardEvent| {
        let on_element = pick::picked_element(event.target());
        let handled = match (event.key().as_str(), on_element) {
            ("Escape", _) if is_open => {
                pick.close.emit(());
                refocus(&root, selection.as_ref());
                true
            }
            ("Enter" | " ", Some(element)) => {
                pick.choose.emit((pick::meaning(&element), event.shift_key(), true));
                true
            }
            ("ArrowDown", Some(element)) => {
                pick::focus_neighbour(&element, true);
                true
            }
            ("ArrowUp", Some(element)) => {
                pick::focus_neighbour(&element, false);
                true
            }
            _ => false,
        };
        if handled {
            event.prevent_default();
            event.stop_propagation();
        }
    })
}

/// Gives the focus back to what the panel spoke about.
fn refocus(root: &NodeRef, selection: Option<&Selection>) {
    let name = selection.and_then(pick::name);
    let (Some(root), Some(name)) = (root.cast::<Element>(), name) else { return };
    if let Ok(Some(element)) = root.query_selector(&format!("[data-pick={name}]")) {
        pick::focus(&element);
    }
}

/// Properties of [`Scene`].
#[derive(Properties, PartialEq)]
struct SceneProps {
    root: NodeRef,
    /// Of the drawing, in units of its own: `zoom` pixels of the page each.
    width: f64,
    height: f64,
    zoom: f64,
    open: Option<Open>,
    on_close: Callback<()>,
    view: Shared<View>,
    history: HistoryHandle,
    clock: Clock,
    lang: Lang,
    selection: Option<Selection>,
    on_command: Callback<Command>,
    refusal: Refusal,
    read_only: bool,
    paired: bool,
}

/// Everything on a stage of known size.
#[component]
fn Scene(props: &SceneProps) -> Html {
    let SceneProps { view, lang, selection, width, height, .. } = props;
    let lang = *lang;
    let words = StageWords::of(lang);
    let clients = view.nodes.len() - usize::from(view.node_count);
    let ring = use_memo((*width, *height, view.node_count, clients), |(width, height, nodes, clients)| match clients {
        0 => Ring::new(*width, *height, (*nodes).into()),
        clients => Ring::with_clients(*width, *height, *nodes, *clients),
    });
    let ring = Shared::from(ring);
    let lanes = use_lanes(props, &ring);
    use_motion(props, &ring, &lanes);
    // Before the first step there is none of either.
    let hulls = if view.groups.is_empty() && view.quorums.is_empty() { Vec::new() } else { hulls::hulls(view, lang) };
    let marks = match view.position {
        0 => Vec::new(),
        _ => props.history.read(|history| marks::marks(history, view)),
    };
    let marks = MarksProps { ring: &ring, marks: &marks, lanes: &lanes, manual: view.manual, lang };
    let links = Links { ring: &ring, cuts: &view.cuts, selection: selection.as_ref(), lang };
    html! {
        <>
            <svg
                class={classes!("stage-drawing", detail_class(ring.detail))} viewBox={format!("0 0 {} {}", px(*width), px(*height))}
                role="group" aria-label={words.stage}
            >
                if !hulls.is_empty() {
                    { hulls::shapes(&ring, &hulls) }
                }
                { links::lines(&links) }
                if !view.connections.is_empty() {
                    { zab::connections(&ring, view) }
                }
                <g role="group" aria-label={words.nodes} class="nodes">{ nodes(props, &ring) }</g>
                { links::handles(&links) }
                if view.protocol == ProtocolName::Zab {
                    { zab::votes(&ring, view) }
                }
                if !hulls.is_empty() {
                    { hulls::labels(&ring, &hulls) }
                }
                if !marks.marks.is_empty() {
                    { marks::drawn(&marks) }
                }
                <g role="group" aria-label={words.messages} class="messages">{ for messages(props, &ring) }</g>
            </svg>
            { popover(props, &ring, &lanes) }
        </>
    }
}

fn detail_class(detail: Detail) -> &'static str {
    match detail {
        Detail::Full => "detail-full",
        Detail::Brief => "detail-brief",
        Detail::Dot => "detail-dot",
    }
}

/// Lanes are kept from one rendering to the next, so that no message jumps aside when another has gone.
#[hook]
fn use_lanes(props: &SceneProps, ring: &Shared<Ring>) -> Shared<Lanes> {
    let kept = use_mut_ref(Lanes::new);
    let view = &props.view;
    let lanes = use_memo((view.clone(), ring.clone()), |(view, ring)| {
        let mut kept = kept.borrow_mut();
        let lanes = assign(&kept, &view.messages, view.moment.tick as f64, view.manual, ring);
        // Those that have just gone leave a mark in their lane.
        let recent = kept.iter().rev().take(64).map(|(id, lane)| (*id, *lane)).collect::<Vec<_>>();
        *kept = lanes.clone();
        for (id, lane) in recent {
            kept.entry(id).or_insert(lane);
        }
        kept.clone()
    });
    Shared::from(lanes)
}

#[hook]
fn use_motion(props: &SceneProps, ring: &Shared<Ring>, lanes: &Shared<Lanes>) {
    let movers = use_mut_ref(|| None::<Movers>);
    // New elements are put in place before the browser paints them.
    use_effect_with((props.view.clone(), ring.clone(), lanes.clone()), {
        let (movers, clock, root) = (Rc::clone(&movers), props.clock.clone(), props.root.clone());
        move |(view, ring, lanes)| {
            if let Some(root) = root.cast::<Element>() {
                let before = movers.take();
                let mut found = Movers::find(&root, view, ring, lanes, before);
                found.paint(clock.tick());
                movers.replace(Some(found));
            }
        }
    });
    use_effect_with(props.clock.clone(), move |clock: &Clock| {
        let movers: Rc<RefCell<Option<Movers>>> = movers;
        let subscription = clock.on_frame(move |tick| {
            if let Some(movers) = movers.borrow_mut().as_mut() {
                movers.paint(tick);
            }
        });
        move || drop(subscription)
    });
}

fn nodes(props: &SceneProps, ring: &Ring) -> Html {
    let SceneProps { view, lang, selection, .. } = props;
    let need = view.quorum_sizes.phase1;
    html! {
        for (place, node) in view.nodes.iter().enumerate() {
            { drawn_node(NodeProps {
                face: face_of(node, *lang, need, ring),
                at: ring.place(place),
                radius: ring.radius_of(node.id),
                detail: ring.detail,
                caption_way: ring.caption_way(place),
                caption_room: ring.caption_room,
                stage_width: ring.width,
                picked: selection.as_ref().is_some_and(|picked| picked.has_node(node.id)),
                tabbable: place == 0,
                spoken: spoken(node, *lang, need, time_passing(view)),
                lang: *lang,
            }) }
        }
    }
}

/// What is drawn of a node: of clients that stand close, no caption.
fn face_of(node: &NodeView, lang: Lang, need: u8, ring: &Ring) -> Face {
    let mut face = Face::of(node, lang, need);
    if node.id.is_client() && ring.crowded_clients {
        face.role = None;
    }
    face
}

fn messages<'a>(props: &'a SceneProps, ring: &Ring) -> impl Iterator<Item = Html> + 'a {
    let SceneProps { view, lang, selection, .. } = props;
    let count = view.messages.len();
    let most = match ring.detail {
        Detail::Full if ring.width >= SMALL_STAGE && view.node_count <= 5 => 24,
        Detail::Full => 10,
        Detail::Brief | Detail::Dot => 0,
    };
    let crowd = Crowd { labels: count <= most, small: ring.detail != Detail::Full || count > 60 };
    let files = Files::of(&view.messages, ring);
    view.messages.iter().enumerate().map(move |(place, message)| {
        let picked = *selection == Some(Selection::Message(message.id));
        // In a crowd it is not said when each is due: all of them would have to be spoken of anew at every tick.
        let now = time_passing(view).filter(|_| crowd.labels);
        let crowd = Crowd { labels: crowd.labels && !files.is_close(&view.messages, place), ..crowd };
        html! {
            <MessageMark key={message.id} message={message.clone()} {crowd} {now} {picked} tabbable={place == 0} lang={*lang} />
        }
    })
}

/// What is due is due after so many ticks, unless nothing moves without a command.
fn time_passing(view: &View) -> Option<u64> {
    (!view.manual).then_some(view.moment.tick)
}

fn popover(props: &SceneProps, ring: &Shared<Ring>, lanes: &Lanes) -> Html {
    let open = props.open.as_ref().filter(|open| props.selection.as_ref() == Some(&open.selection));
    let spot = open.and_then(|open| anchor(&open.selection, props, ring, lanes));
    let (Some(open), Some((at, reach))) = (open, spot) else {
        return Html::default();
    };
    html! {
        <Popover
            view={props.view.clone()} selection={open.selection.clone()} anchor={at} {reach} ring={ring.clone()} zoom={props.zoom}
            by_key={open.by_key} read_only={props.read_only} paired={props.paired} refusal={props.refusal.clone()}
            on_command={props.on_command.clone()} on_close={props.on_close.clone()} lang={props.lang}
        />
    }
}

/// Where what is picked stands, and how large it is; nothing if it is not there any more.
fn anchor(selection: &Selection, props: &SceneProps, ring: &Ring, lanes: &Lanes) -> Option<(Point, f64)> {
    match selection {
        Selection::Node(node) => Some((ring.at(*node), ring.radius_of(*node) + 12.0)),
        Selection::Nodes(nodes) => nodes.last().map(|node| (ring.at(*node), ring.radius + 12.0)),
        Selection::Link(from, to) => Some((ring.at(*from).towards(ring.at(*to), 0.5), 16.0)),
        Selection::Message(id) => {
            let messages = &props.view.messages;
            let place = messages.iter().position(|message| message.id == *id)?;
            let progress = Files::of(messages, ring).progress(messages, props.clock.tick(), props.view.manual);
            let (message, progress) = (&messages[place], progress[place]);
            let lane = lanes.get(id).copied().unwrap_or(0);
            let way = ring.lane(message.name.from, message.name.to, lane);
            Some((way.at(progress), 22.0))
        }
    }
}
