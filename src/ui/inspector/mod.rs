//! The panel at the side: why the last step did what it did, and the state of what is picked.

mod explain;
mod lab;
mod log;
mod proof;
mod rules;
mod state;
#[cfg(test)]
mod tests;
mod zab;

pub use self::explain::{Sentence, occasion, sentence, sentences};
pub use self::proof::breach_text;

use self::rules::Line;
use self::state::{Row, State};
use crate::protocol::NodeId;
use crate::session::{EventView, TraceView, View};
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::naming::{loss_word, property_name, trace_title, vote_text};
use crate::ui::i18n::stage::StageWords;
use crate::ui::i18n::why::{StateWords, StepWords, WhyWords};
use crate::ui::model::{HistoryHandle, Selection, Shared};
use crate::ui::palette::owner_class;
use crate::world::{Breach, Property};
use yew::prelude::*;

/// What [`inspector`] takes.
pub struct InspectorProps {
    /// The state shown.
    pub view: Shared<View>,
    /// The state before the last event.
    pub before: Option<Shared<View>>,
    /// The last event before the cursor.
    pub event: Option<Shared<EventView>>,
    /// What happened.
    pub history: HistoryHandle,
    /// The language.
    pub lang: Lang,
    /// What is picked.
    pub selection: Option<Selection>,
    /// Picks something.
    pub on_select: Callback<Option<Selection>>,
}

/// The panel.
pub fn inspector(props: &InspectorProps) -> Html {
    html! {
        <div class="inspector">
            { why(props) }
            { breaches(props) }
            { picked(props) }
        </div>
    }
}

/// Properties that fail in the state shown, with the votes that prove it; those that fail just now are told in "Why".
fn breaches(props: &InspectorProps) -> Html {
    let just_now = props.event.as_ref().map(|event| event.newly_broken.as_slice()).unwrap_or_default();
    let old = props.view.properties.iter().filter(|judged| !just_now.contains(&judged.property));
    html! {
        for (property, breach) in old.filter_map(|judged| judged.breach.as_ref().map(|breach| (judged.property, breach))) {
            { breach_section(props.lang, property, breach) }
        }
    }
}

#[inline(never)]
fn breach_section(lang: Lang, property: Property, breach: &Breach) -> Html {
    html! {
        <section class="breach" key={property.word()}>
            <h2>{ fill(StepWords::of(lang).broken, &[("property", &property_name(lang, property))]) }</h2>
            <p>{ breach_text(lang, breach) }</p>
        </section>
    }
}

fn why(props: &InspectorProps) -> Html {
    let words = WhyWords::of(props.lang);
    let Some(event) = &props.event else {
        let what_to_do = match props.view.next_tick {
            _ if props.view.log.is_some() => crate::ui::i18n::log::nothing_yet(props.lang),
            Some(_) => words.nothing_yet_why,
            None => words.nothing_due_why,
        };
        return html! {
            <section class="why">
                <h2>{ words.heading }</h2>
                <p><b>{ words.nothing_yet }</b>{ props.lang.pick(" ", "") }{ what_to_do }</p>
            </section>
        };
    };
    told(props, event)
}

/// Why the last step did what it did. (Apart, like the rule: before the first step nobody needs it.)
#[inline(never)]
fn told(props: &InspectorProps, event: &EventView) -> Html {
    let words = WhyWords::of(props.lang);
    let (occasion, told) = props
        .history
        .read(|history| (occasion(props.lang, event, history), sentences(props.lang, event, history, &props.view)));
    let occasion = occasion.filter(|_| !event.reasons.is_empty());
    let between = props.lang.pick(" ", "");
    html! {
        <section class="why">
            <h2>
                { words.heading }
                <span class="why-when">
                    { fill(words.at, &[("tick", &event.moment.tick)]) }
                    if event.commanded {
                        { " · " }{ words.by_command }
                    }
                </span>
            </h2>
            if let Some(occasion) = occasion {
                <p class="why-occasion">{ occasion }</p>
            }
            if let Some(first) = told.first() {
                <p class={classes!(first.bad.then_some("is-bad"))}><b>{ &first.lead }</b>{ between }{ &first.why }</p>
                if let Some(line) = first.line {
                    { rule(line, props.lang) }
                }
            }
            if told.len() > 1 {
                <h3>{ words.also }</h3>
                <ul class="why-also">
                    for sentence in told.iter().skip(1) {
                        <li class={classes!(sentence.bad.then_some("is-bad"))}><b>{ &sentence.lead }</b>{ between }{ &sentence.why }</li>
                    }
                </ul>
            }
            if props.view.manual && props.view.next_tick.is_none() {
                <p class="why-occasion">{ words.manual }</p>
            }
        </section>
    }
}

/// The rule's pseudocode with its line marked. (Apart: before the first step nobody needs it.)
#[inline(never)]
fn rule(line: Line, lang: Lang) -> Html {
    html! {
        <pre class="rule" aria-label={WhyWords::of(lang).rule}>
            for (place, text) in line.rule.text(lang).lines().enumerate() {
                if place == usize::from(line.line) {
                    <mark>{ text }</mark>
                } else {
                    <span>{ text }</span>
                }
            }
        </pre>
    }
}

fn picked(props: &InspectorProps) -> Html {
    match &props.selection {
        Some(Selection::Node(node)) => node_state(props, *node),
        Some(Selection::Nodes(nodes)) => html! {
            for node in nodes.iter() {
                { node_state(props, *node) }
            }
        },
        Some(Selection::Message(id)) => {
            let trace = props.history.read(|history| history.message(*id));
            trace.map(|trace| message_state(props, &trace)).unwrap_or_default()
        }
        Some(Selection::Link(from, to)) => html! {
            <>{ node_state(props, *from) }{ node_state(props, *to) }</>
        },
        // Nothing is picked: the node of the last step is the one to look at.
        None => match props.event.as_ref().and_then(|event| event.node) {
            Some(node) => node_state(props, node),
            None => overview(props),
        },
    }
}

#[inline(never)]
fn node_state(props: &InspectorProps, id: NodeId) -> Html {
    let words = StateWords::of(props.lang);
    let Some(node) = props.view.node(id) else {
        return Html::default();
    };
    let before = props.before.as_ref().and_then(|view| view.node(id));
    let state = State::of(node, before, props.lang);
    let heading = if state.changed { words.state_changed } else { words.state };
    html! {
        <section class="state" key={id.number()}>
            <h2>{ fill(heading, &[("node", &id)]) }</h2>
            <table class="state-disk">
                <caption>{ words.disk }<span>{ words.disk_note }</span></caption>
                <tbody>{ rows(&state.disk) }</tbody>
            </table>
            <table class="state-memory">
                <caption>{ words.memory }<span>{ words.memory_note }</span></caption>
                <tbody>
                    if let Some(memory) = &state.memory {
                        { rows(memory) }
                        if memory.is_empty() {
                            <tr><td colspan="2" class="state-none">{ words.memory_blank }</td></tr>
                        }
                    } else {
                        <tr><td colspan="2" class="state-none">{ words.memory_none }</td></tr>
                    }
                </tbody>
            </table>
        </section>
    }
}

fn rows(rows: &[Row]) -> Html {
    html! {
        for row in rows {
            <tr key={row.head}>
                <th scope="row">{ row.head }</th>
                <td>
                    if let Some(before) = &row.before {
                        if !before.is_empty() {
                            <del>{ before }</del>{ " " }
                        }
                        if row.now.is_empty() {
                            <ins>{ "–" }</ins>
                        } else {
                            <ins>{ &row.now }</ins>
                        }
                    } else {
                        { &row.now }
                    }
                </td>
            </tr>
        }
    }
}

#[inline(never)]
fn message_state(props: &InspectorProps, trace: &TraceView) -> Html {
    let lang = props.lang;
    let (words, why) = (StateWords::of(lang), WhyWords::of(lang));
    let end = match &trace.end {
        // What lies beyond the cursor has not happened yet.
        Some(end) if end.event < props.view.position => match end.lost {
            Some(cause) => loss_word(lang, cause).to_owned(),
            None => fill(words.message_delivered, &[("tick", &end.moment.tick)]),
        },
        _ => words.message_under_way.to_owned(),
    };
    let name = &trace.name;
    let way = fill(StageWords::of(lang).way, &[("from", &name.from), ("to", &name.to)]);
    let mut rows = vec![
        (words.message_way, way),
        (words.message_sent, fill(why.at, &[("tick", &trace.sent.tick)])),
        (words.message_end, end),
    ];
    if let Some(vote) = &trace.content.reported {
        rows.push((words.message_reports, vote_text(lang, vote)));
    }
    if let Some(higher) = trace.content.higher {
        rows.push((words.message_higher, higher.to_string()));
    }
    if let Some(value) = trace.content.value.as_ref().filter(|_| trace.content.reported.is_none()) {
        rows.push((words.message_value, fill(why.quoted, &[("value", value)])));
    }
    rows.extend(log::message_rows(trace, lang));
    html! {
        <section class={classes!("state", owner_class(name.label.ballot.node))}>
            <h2>{ words.message }</h2>
            <p><b>{ trace_title(lang, trace) }</b></p>
            <table><tbody>
                for (head, text) in rows {
                    <tr><th scope="row">{ head }</th><td>{ text }</td></tr>
                }
            </tbody></table>
        </section>
    }
}

/// Every node in a line, as long as nothing has happened.
fn overview(props: &InspectorProps) -> Html {
    let words = StateWords::of(props.lang);
    html! {
        <section class="state">
            <h2>{ words.all_nodes }</h2>
            <p class="state-none">{ words.state_pick }</p>
            <div class="state-picks">
                for node in props.view.nodes.iter() {
                    <button
                        key={node.id.number()} type="button" class={owner_class(node.id)}
                        onclick={props.on_select.reform({
                            let id = node.id;
                            move |_: MouseEvent| Some(Selection::Node(id))
                        })}
                    >{ node.id.to_string() }</button>
                }
            </div>
        </section>
    }
}
