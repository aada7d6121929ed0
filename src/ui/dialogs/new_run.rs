//! A new run: how many nodes, how many of them propose at the start, and the seed.

use super::{DialogProps, Modal};
use crate::protocol::{MAX_NODES, NodeId, Value, majority};
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
    let nodes = use_state(|| props.shown.view.node_count.to_string());
    let proposers = use_state(|| "1".to_owned());
    let seed = use_state(|| platform::random_seed().to_string());
    let wish = Wish::read(&nodes, &proposers, &seed);
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
                {field("new-nodes", words.new_nodes, &nodes, &nodes_hint, wish.nodes.is_none().then_some(words.new_wrong_nodes), html! {})}
                {field("new-proposers", words.new_proposers, &proposers, words.new_proposers_hint,
                    wish.proposers.is_none().then_some(words.new_wrong_proposers), html! {})}
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

/// What was typed, as far as it can be read.
#[derive(Clone, PartialEq, Debug)]
struct Wish {
    nodes: Option<u8>,
    proposers: Option<u8>,
    seed: Option<u64>,
}

impl Wish {
    fn read(nodes: &str, proposers: &str, seed: &str) -> Self {
        let nodes: Option<u8> = nodes.trim().parse().ok().filter(|nodes| (1..=MAX_NODES).contains(nodes));
        let most = nodes.unwrap_or(MAX_NODES);
        let proposers = proposers.trim().parse().ok().filter(|proposers| *proposers <= most);
        Self { nodes, proposers, seed: seed.trim().parse().ok() }
    }

    fn scenario(&self) -> Option<Scenario> {
        let (nodes, proposers, seed) = (self.nodes?, self.proposers?, self.seed?);
        let mut settings = Settings::defaults(nodes);
        settings.seed = seed;
        let mut scenario = Scenario::new(settings);
        let title = |lang| fill(DialogWords::of(lang).new_title, &[("nodes", &nodes), ("seed", &seed)]);
        scenario.title = Bilingual { en: Some(title(Lang::En)), zh: Some(title(Lang::Zh)) };
        for node in NodeId::all(proposers) {
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

    #[test]
    fn a_wish_becomes_a_scenario_only_when_all_of_it_can_be_read() {
        let wish = Wish::read(" 5", "2", "42");
        let scenario = wish.scenario().expect("a scenario");
        assert_eq!((scenario.settings.node_count, scenario.settings.seed, scenario.body.len()), (5, 42, 2));
        assert_eq!(Wish::read("0", "0", "1").scenario(), None);
        assert_eq!(Wish::read("100", "0", "1").nodes, None);
        assert_eq!(Wish::read("3", "4", "1").proposers, None);
        assert_eq!(Wish::read("3", "1", "x").seed, None);
        assert!(Wish::read("99", "99", "18446744073709551615").scenario().is_some());
    }
}
