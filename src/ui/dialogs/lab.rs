//! The bug lab: mistakes to be switched on, and how many promises and votes are enough. It does not say which mistakes do harm: guess, then check.

use super::switches::{Switches, Wrong, rivals};
use super::{DialogProps, Modal};
use crate::protocol::{NodeId, Quorums, Value, Variant, majority};
use crate::scenario::{Scenario, Settings};
use crate::ui::i18n::Lang;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::lab::{LabDialogWords, variant_about, variant_name};
use crate::ui::i18n::problems::problem_text;
use crate::ui::i18n::shell::ShellWords;
use crate::ui::i18n::why::WhyWords;
use crate::ui::lab::quorums_about;
use crate::ui::store::Dialog;
use web_sys::HtmlInputElement;
use yew::{Callback, Event, Html, InputEvent, MouseEvent, TargetCast, UseStateHandle};
use yew::{component, html, use_memo, use_state};

/// The dialog.
#[component]
pub fn LabDialog(props: &DialogProps) -> Html {
    let DialogProps { playground, shown, lang, on_close } = props;
    let words = LabDialogWords::of(*lang);
    let run = use_memo(shown.revision, |_| playground.scenario());
    let switches = use_state(|| Switches::of(&run.settings));
    let changed = switches.scenario(&run);
    // Captions of a run that had none of this when it was opened.
    let unaware = shown.facts.captioned && Switches::of(&run.settings) == Switches::none(run.settings.node_count);
    let makes = |variant: &Variant| is_offered(&run.settings, *variant);
    html! {
        <Modal title={ShellWords::of(*lang).lab} lang={*lang} on_close={on_close.clone()} class="modal-wide" foot={buttons(props, &switches, &run, &changed)}>
            <p class="dim">{words.about}if unaware {{lang.pick(" ", "")}{words.captions}}</p>
            {more_proposals(*lang, &switches, &run)}
            for (name, variants) in groups(words).into_iter().filter(|(_, variants)| variants.iter().any(makes)) {
                <fieldset key={name} class="lab-group">
                    <legend>{name}</legend>
                    for variant in variants.iter().filter(|variant| makes(variant)) {
                        {mistake(*lang, &switches, *variant)}
                    }
                    if variants.contains(&Variant::HalfQuorum) && makes(&Variant::HalfQuorum) {
                        {sizes(*lang, &switches, &changed, run.settings.node_count)}
                    }
                </fieldset>
            }
            if let Err(Wrong::Text(error)) = &changed {
                <p class="wrong" role="alert">{problem_text(*lang, error)}</p>
            }
        </Modal>
    }
}

/// Whether the mistake means anything in a run with these settings. Where who votes may change, nothing else says how large quorums are.
fn is_offered(settings: &Settings, variant: Variant) -> bool {
    settings.protocol.makes(variant) && !(variant == Variant::HalfQuorum && settings.membership.is_some())
}

fn buttons(
    props: &DialogProps,
    switches: &UseStateHandle<Switches>,
    run: &Scenario,
    changed: &Result<Scenario, Wrong>,
) -> Html {
    let words = LabDialogWords::of(props.lang);
    let node_count = run.settings.node_count;
    let none = Switches::none(node_count);
    let off = {
        let (switches, none) = (switches.clone(), none.clone());
        Callback::from(move |_: MouseEvent| switches.set(none.clone()))
    };
    let disabled = changed.is_err();
    html! {
        <>
            if **switches != none {
                <button type="button" class="button" onclick={off}>{words.none}</button>
            }
            <span class="grow"></span>
            <button type="button" class="button" aria-haspopup="dialog" {disabled} onclick={goes(props, run, changed, true)}>{words.check}</button>
            <button type="button" class="button primary" {disabled} onclick={goes(props, run, changed, false)}>
                {run_text(words, switches, node_count)}
            </button>
        </>
    }
}

/// The mistakes, by what they are about: each in one group.
fn groups(words: &LabDialogWords) -> [(&'static str, &'static [Variant]); 11] {
    use Variant::*;
    [
        (words.quorums, &[HalfQuorum]),
        (words.value, &[IgnorePromises, AnyValue, LowestBallotValue, GreatestValue]),
        (words.acceptor, &[AcceptUnchecked, NoRaise, PromiseUnchecked, PrepareStoresValue]),
        (words.count, &[DuplicatePromise, DuplicateVote, StalePromises, VotesAcrossBallots]),
        (words.disk, &[LosePromise, LoseVote, AckEpochUnwritten]),
        (words.ballot, &[BallotReuse]),
        (words.hasty, &[CommitWithoutQuorum, ActiveUnsynchronized, WideWindow]),
        (words.primary, &[ForgetLateJoiner, SkipGap]),
        (words.learner, &[SkipTrunc, OldEpochProposal]),
        (words.command, &[ApplyTwice]),
        (words.lease, &[LongLease]),
    ]
}

/// Something that can be switched on: a name, and what it is, in a sentence.
fn switch(id: &str, on: bool, onchange: Callback<Event>, name: Html, about: &str) -> Html {
    let [name_id, about_id] = ["name", "about"].map(|part| format!("lab-{id}-{part}"));
    html! {
        <label key={id.to_owned()} class="lab-switch">
            <input type="checkbox" checked={on} {onchange} aria-labelledby={name_id.clone()} aria-describedby={about_id.clone()} />
            <span><span id={name_id}>{name}</span><span id={about_id} class="dim">{about.to_owned()}</span></span>
        </label>
    }
}

fn mistake(lang: Lang, switches: &UseStateHandle<Switches>, variant: Variant) -> Html {
    let on = switches.variants.has(variant);
    let onchange = on_checked(switches, move |switches, on| switches.with(variant, on));
    let name = html! { <b>{variant_name(lang, variant)}</b> };
    switch(variant.word(), on, onchange, name, variant_about(lang, variant))
}

/// Where a run proposes fewer than two values, there is nothing to disagree about.
fn more_proposals(lang: Lang, switches: &UseStateHandle<Switches>, run: &Scenario) -> Html {
    let words = LabDialogWords::of(lang);
    let said = |(node, value): &(NodeId, Value)| fill(words.rival, &[("node", node), ("value", value)]);
    let list: Vec<String> = rivals(run).iter().map(said).collect();
    if list.is_empty() || run.settings.protocol.keeps_log() {
        return html! {};
    }
    let onchange = on_checked(switches, |switches, on| Switches { rivals: on, ..switches });
    let list = list.join(WhyWords::of(lang).comma);
    let name = html! { <b>{fill(words.rivals, &[("list", &list)])}</b> };
    html! { <div class="warning">{switch("rivals", switches.rivals, onchange, name, words.rivals_about)}</div> }
}

/// How many promises and how many votes are enough, and whether such quorums meet.
fn sizes(lang: Lang, switches: &UseStateHandle<Switches>, changed: &Result<Scenario, Wrong>, node_count: u8) -> Html {
    let words = LabDialogWords::of(lang);
    let (class, told) = sizes_text(lang, switches, changed, node_count);
    let field = |place: usize, id: &'static str, name: &'static str| {
        let wrong = switches.read(node_count)[place].is_none() || *changed == Err(Wrong::SizesTwice);
        let oninput = {
            let switches = switches.clone();
            Callback::from(move |event: InputEvent| {
                let mut now = (*switches).clone();
                now.sizes[place] = event.target_unchecked_into::<HtmlInputElement>().value();
                switches.set(now);
            })
        };
        html! {
            <div class="field">
                <label for={id}>{name}</label>
                <input {id} type="text" inputmode="numeric" autocomplete="off" value={switches.sizes[place].clone()} {oninput}
                    aria-invalid={wrong.then_some("true")} aria-describedby="lab-sizes" />
            </div>
        }
    };
    html! {
        <div class="lab-sizes">
            {field(0, "lab-promises", words.promises_needed)}
            {field(1, "lab-votes", words.votes_needed)}
            <p id="lab-sizes" {class} role="status">{told}</p>
        </div>
    }
}

fn sizes_text(
    lang: Lang,
    switches: &Switches,
    changed: &Result<Scenario, Wrong>,
    node_count: u8,
) -> (&'static str, String) {
    let words = LabDialogWords::of(lang);
    let half = variant_name(lang, Variant::HalfQuorum);
    let Some(quorums) = switches.quorums(node_count) else {
        return ("wrong", fill(words.wrong_size, &[("nodes", &node_count)]));
    };
    if *changed == Err(Wrong::SizesTwice) {
        return ("wrong", fill(words.half_says_already, &[("half", &half), ("majority", &majority(node_count))]));
    }
    if switches.variants.has(Variant::HalfQuorum) {
        return ("dim", fill(words.half_says, &[("half", &half)]));
    }
    (if quorums.meet(node_count) { "dim" } else { "warning" }, quorums_about(lang, quorums, node_count))
}

fn run_text(words: &LabDialogWords, switches: &Switches, node_count: u8) -> &'static str {
    let majorities = switches.quorums(node_count) == Some(Quorums::majorities(node_count));
    match switches.variants.iter().count() {
        0 if majorities => words.run_plain,
        0 => words.run_quorums,
        1 => words.run_mistake,
        _ => words.run_mistakes,
    }
}

fn on_checked(
    switches: &UseStateHandle<Switches>,
    change: impl Fn(Switches, bool) -> Switches + 'static,
) -> Callback<Event> {
    let switches = switches.clone();
    Callback::from(move |event: Event| {
        let on = event.target_unchecked_into::<HtmlInputElement>().checked();
        switches.set(change((*switches).clone(), on));
    })
}

/// Opens the run with what is switched on, from the start; or the search, for which a run that is not changed stays as it is.
fn goes(
    props: &DialogProps,
    run: &Scenario,
    changed: &Result<Scenario, Wrong>,
    to_check: bool,
) -> Callback<MouseEvent> {
    let (playground, on_close) = (props.playground.clone(), props.on_close.clone());
    let Ok(changed) = changed.clone() else { return Callback::noop() };
    let same = changed.clone().without_lines() == run.clone().without_lines();
    Callback::from(move |_| {
        on_close.emit(());
        if !(to_check && same) {
            playground.open_scenario(changed.clone());
        }
        if to_check {
            playground.open_dialog(Dialog::Check);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_mistake_is_offered_once() {
        for lang in Lang::ALL {
            let groups = groups(LabDialogWords::of(lang));
            let offered: Vec<Variant> = groups.iter().flat_map(|(_, variants)| variants.iter().copied()).collect();
            assert_eq!(offered.len(), Variant::ALL.len());
            assert_eq!(offered.into_iter().collect::<BTreeSet<_>>(), BTreeSet::from(Variant::ALL));
        }
    }

    #[test]
    fn sizes_are_offered_where_they_mean_something() {
        let offered = |text: &str| {
            let run = crate::scenario::parse(&format!("paxos 1\nprotocol multipaxos\n{text}")).expect("a scenario");
            [Variant::HalfQuorum, Variant::WideWindow].map(|variant| is_offered(&run.settings, variant))
        };
        assert_eq!((offered(""), offered("alpha 3")), ([true, true], [false, true]));
    }

    #[test]
    fn sizes_say_what_they_mean() {
        let run = crate::scenario::parse("paxos 1\nnodes 5").expect("a scenario");
        let told = |sizes: [&str; 2], variants: &[Variant]| {
            let variants = variants.iter().copied().collect();
            let switches = Switches { variants, sizes: sizes.map(str::to_owned), rivals: false };
            sizes_text(Lang::En, &switches, &switches.scenario(&run), 5)
        };
        let half = &[Variant::HalfQuorum];
        assert!(told(["4", "2"], &[]).1.starts_with("4 + 2 is more than 5"));
        assert_eq!(told(["3", "2"], &[]).0, "warning");
        assert_eq!(told(["6", "2"], &[]), ("wrong", "A whole number from 1 to 5.".to_owned()));
        assert_eq!(told(["3", "3"], half), ("dim", "“half is a quorum” says how many.".to_owned()));
        assert!(told(["4", "2"], half).1.starts_with("“half is a quorum” says already how many: leave 3"));
    }

    #[test]
    fn the_button_says_what_is_run() {
        let words = LabDialogWords::of(Lang::En);
        let none = Switches::none(3);
        assert_eq!(run_text(words, &none, 3), "Run without mistakes");
        let one = none.clone().with(Variant::NoRaise, true);
        assert_eq!(run_text(words, &one, 3), "Run with this mistake");
        assert_eq!(run_text(words, &one.with(Variant::AnyValue, true), 3), "Run with these mistakes");
        let sizes = Switches { sizes: ["3", "1"].map(str::to_owned), ..none };
        assert_eq!(run_text(words, &sizes, 3), "Run with these quorums");
    }
}
