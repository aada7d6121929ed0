//! A new run: what the nodes agree on, how many there are, how many of them propose at the start or how many clients there are, and the seed.

use super::check::choices;
use super::{DialogProps, Modal};
use crate::protocol::{MAX_CLIENTS, MAX_NODES, NodeId, ProtocolName, Value, majority};
use crate::scenario::{Bilingual, Item, Scenario, Settings, What};
use crate::sim::{Command, Moment};
use crate::ui::i18n::Lang;
use crate::ui::i18n::dialogs::DialogWords;
use crate::ui::i18n::fill::fill;
use crate::ui::icons::{Sign, icon};
use crate::ui::platform;
use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, SubmitEvent, TargetCast, UseStateHandle, component, html, use_state};

/// The dialog.
#[component]
pub fn NewRun(props: &DialogProps) -> Html {
    let words = DialogWords::of(props.lang);
    let protocol = use_state(|| props.shown.view.protocol);
    let nodes = use_state(|| props.shown.view.node_count.to_string());
    let proposers = use_state(|| "1".to_owned());
    let clients = use_state(|| "2".to_owned());
    let seed = use_state(|| platform::random_seed().to_string());
    let wish = Wish::read(*protocol, &nodes, if protocol.keeps_log() { &clients } else { &proposers }, &seed);
    let on_submit = {
        let wish = wish.clone();
        let (playground, on_close) = (props.playground.clone(), props.on_close.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(scenario) = wish.scenario() {
                on_close.emit(());
                playground.open_scenario(scenario);
            }
        })
    };
    let draw = {
        let seed = seed.clone();
        Callback::from(move |_| seed.set(platform::random_seed().to_string()))
    };
    let quorum = wish.nodes.map(|nodes| fill(words.new_quorum, &[("quorum", &majority(nodes)), ("nodes", &nodes)]));
    let nodes_hint =
        [Some(words.new_nodes_hint), quorum.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    html! {
        <Modal title={words.new_run} lang={props.lang} on_close={props.on_close.clone()}>
            <form class="form" onsubmit={on_submit} novalidate=true>
                {choices(&protocol, "new-what", words.new_what, vec![
                    (words.new_single.to_owned(), !protocol.keeps_log(), |_| ProtocolName::Synod),
                    (words.new_log.to_owned(), *protocol == ProtocolName::MultiPaxos, |_| ProtocolName::MultiPaxos),
                    (words.new_zab.to_owned(), *protocol == ProtocolName::Zab, |_| ProtocolName::Zab),
                ])}
                {field("new-nodes", words.new_nodes, &nodes, &nodes_hint, wish.nodes.is_none().then_some(words.new_wrong_nodes), html! {})}
                if protocol.keeps_log() {
                    {field("new-clients", words.new_clients, &clients, words.new_clients_hint,
                        wish.asked.is_none().then_some(words.new_wrong_clients), html! {})}
                } else {
                    {field("new-proposers", words.new_proposers, &proposers, words.new_proposers_hint,
                        wish.asked.is_none().then_some(words.new_wrong_proposers), html! {})}
                }
                {field("new-seed", words.new_seed, &seed, words.new_seed_hint, wish.seed.is_none().then_some(words.new_wrong_seed), html! {
                    <button type="button" class="button icon-button" aria-label={words.new_draw} title={words.new_draw} onclick={draw}>
                        {icon(Sign::Dice)}
                    </button>
                })}
                <div class="modal-buttons">
                    <button type="submit" class="button primary" disabled={wish.scenario().is_none()}>{words.new_start}</button>
                </div>
            </form>
        </Modal>
    }
}

fn field(
    id: &'static str,
    name: &'static str,
    value: &UseStateHandle<String>,
    hint: &str,
    wrong: Option<&'static str>,
    beside: Html,
) -> Html {
    let oninput = {
        let value = value.clone();
        Callback::from(move |event: InputEvent| value.set(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    html! {
        <div class="field">
            <label for={id}>{name}</label>
            <div class="field-row">
                <input {id} data-first={(id == "new-nodes").then_some("")} type="text" inputmode="numeric" autocomplete="off" value={(**value).clone()} {oninput}
                    aria-invalid={wrong.map(|_| "true")} aria-describedby={format!("{id}-hint")} />
                {beside}
            </div>
            <p id={format!("{id}-hint")} class={if wrong.is_some() { "wrong" } else { "dim" }}>{wrong.unwrap_or(hint).to_owned()}</p>
        </div>
    }
}

/// How long a server of a new log waits for a leader at least, in ticks.
const LOG_TIMEOUT_TICKS: u32 = 120;

/// What was typed, as far as it can be read.
#[derive(Clone, PartialEq, Debug)]
struct Wish {
    protocol: ProtocolName,
    nodes: Option<u8>,
    /// How many propose at the start, or of a log how many clients there are.
    asked: Option<u8>,
    seed: Option<u64>,
}

impl Wish {
    fn read(protocol: ProtocolName, nodes: &str, asked: &str, seed: &str) -> Self {
        let nodes: Option<u8> = nodes.trim().parse().ok().filter(|nodes| (1..=MAX_NODES).contains(nodes));
        let range = if protocol.keeps_log() { 1..=MAX_CLIENTS } else { 0..=nodes.unwrap_or(MAX_NODES) };
        let asked = asked.trim().parse().ok().filter(|asked| range.contains(asked));
        Self { protocol, nodes, asked, seed: seed.trim().parse().ok() }
    }

    fn scenario(&self) -> Option<Scenario> {
        let (nodes, asked, seed) = (self.nodes?, self.asked?, self.seed?);
        let mut settings = Settings::defaults_of(self.protocol, nodes);
        settings.seed = seed;
        if self.protocol.keeps_log() {
            settings.client_count = asked;
            // A leader is missed only after several messages could have been there and back.
            settings.timeout_ticks = LOG_TIMEOUT_TICKS;
        }
        let mut scenario = Scenario::new(settings);
        let title = |lang| fill(DialogWords::of(lang).new_title, &[("nodes", &nodes), ("seed", &seed)]);
        scenario.title = Bilingual { en: Some(title(Lang::En)), zh: Some(title(Lang::Zh)) };
        for node in NodeId::all(asked).filter(|_| !self.protocol.keeps_log()) {
            let value = Value::new(&format!("value{}", node.number())).ok()?;
            let what = What::Command(Command::Propose { node, value, crash_after: None });
            scenario.body.push(Item { at: Some(Moment::at_tick(0)), what, line: 0 });
        }
        Some(scenario)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{format, parse};

    #[test]
    fn a_wish_becomes_a_scenario_only_when_all_of_it_can_be_read() {
        let wish = Wish::read(ProtocolName::Synod, " 5", "2", "42");
        let scenario = wish.scenario().expect("a scenario");
        assert_eq!((scenario.settings.node_count, scenario.settings.seed, scenario.body.len()), (5, 42, 2));
        assert_eq!(Wish::read(ProtocolName::Synod, "0", "0", "1").scenario(), None);
        assert_eq!(Wish::read(ProtocolName::Synod, "100", "0", "1").nodes, None);
        assert_eq!(Wish::read(ProtocolName::Synod, "3", "4", "1").asked, None);
        assert_eq!(Wish::read(ProtocolName::Synod, "3", "1", "x").seed, None);
        assert!(Wish::read(ProtocolName::Synod, "99", "99", "18446744073709551615").scenario().is_some());
    }

    #[test]
    fn a_log_has_clients_and_nobody_proposes_at_the_start() {
        let scenario = Wish::read(ProtocolName::MultiPaxos, "3", "2", "7").scenario().expect("a scenario");
        assert_eq!((scenario.settings.client_count, scenario.body.len()), (2, 0));
        assert_eq!(scenario, parse(&format(&scenario)).expect("its text").without_lines());
        let zab = Wish::read(ProtocolName::Zab, "5", "1", "7").scenario().expect("a scenario");
        assert_eq!(zab, parse(&format(&zab)).expect("its text").without_lines());
        assert_eq!(Wish::read(ProtocolName::MultiPaxos, "3", "0", "7").asked, None);
        assert_eq!(Wish::read(ProtocolName::MultiPaxos, "3", "21", "7").asked, None);
    }
}
