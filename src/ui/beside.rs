//! Two stages on one clock: the run and the one beside it, each with its log, and where they come to differ.

use super::i18n::Lang;
use super::i18n::beside::BesideWords;
use super::i18n::fill::fill;
use super::i18n::lab::variant_name;
use super::i18n::log::{LogWords, entry_text};
use super::i18n::shell::ShellWords;
use super::inspector::sentence;
use super::model::{HistoryHandle, HistorySource, Refusal, Selection};
use super::playground::Playground;
use super::stage::Stage;
use super::stage::log::LogStrip;
use super::store::{Action, Page, Shown};
use crate::protocol::{ProtocolName, Slot};
use crate::scenario::Beside;
use crate::session::{Difference, Differing, EventView, Session, View};
use crate::sim::Command;
use std::rc::Rc;
use yew::{Callback, Html, MouseEvent, classes, html};

/// The run beside, as it is shown now.
#[derive(Clone)]
pub struct ShownBeside {
    /// The same, as of a run that is alone.
    pub shown: Rc<Shown>,
    /// In which way it differs from the run itself.
    pub beside: Beside,
    /// Where the two have come to differ.
    pub difference: Option<Difference>,
}

/// The run beside as it is shown, with what both have in common. `stamp`: that of the run's own history. `old`: what was shown before, if that belongs to the
/// same run as far as it goes.
#[inline(never)]
pub fn look_beside(
    session: &Session,
    source: Rc<dyn HistorySource>,
    run: &Shown,
    stamp: u64,
    old: Option<&ShownBeside>,
) -> Option<Rc<ShownBeside>> {
    let (other, beside) = (session.beside()?, session.scenario().settings.beside?);
    let (view, before, event) = super::playground::look(other, old.map(|old| &old.shown.view));
    // It may grow where the run itself does not.
    let history = HistoryHandle::new(source, (stamp << 24).wrapping_add(view.event_count as u64));
    let shown = Rc::new(Shown { view, before, event, history, beside: None, ..run.clone() });
    Some(Rc::new(ShownBeside { shown, beside, difference: session.difference() }))
}

/// Of what is shown, the run that the panel and the diagram are about.
pub fn looked_at<'a>(page: &Page, shown: &'a Rc<Shown>) -> &'a Rc<Shown> {
    match &shown.beside {
        Some(beside) if page.looks_beside => &beside.shown,
        _ => shown,
    }
}

/// What both stages need of the page.
pub struct StagesProps<'a> {
    /// The run.
    pub playground: &'a Playground,
    /// The page.
    pub page: &'a Page,
    /// The runs, or, where they have gone far, for a moment as they were before.
    pub rested: &'a Shown,
    /// Carries out a command, in both runs.
    pub on_command: Callback<Command>,
    /// Why a command is not possible.
    pub refusal: Refusal,
    /// Nothing may be done here.
    pub read_only: bool,
}

/// Both stages with their logs, and the first difference.
#[inline(never)]
pub fn stages(props: &StagesProps<'_>, beside: &ShownBeside) -> Html {
    let lang = props.page.lang;
    let shown = &props.page.shown;
    let [name, other] = names(lang, shown.view.protocol, beside);
    let (here, there) = places(beside);
    let rested = props.rested.beside.as_ref().map_or(&*beside.shown, |beside| &beside.shown);
    html! {
        <>
            <p class={classes!("difference", beside.difference.is_some().then_some("is-different"))} role="status">
                { difference_text(props.page, beside, [&name, &other]) }
            </p>
            <div class="stages">
                { side(props, [shown, props.rested], false, &name, here) }
                { side(props, [&beside.shown, rested], true, &other, there) }
            </div>
        </>
    }
}

fn side(
    props: &StagesProps<'_>,
    [shown, rested]: [&Shown; 2],
    is_beside: bool,
    name: &str,
    different: Option<Slot>,
) -> Html {
    let StagesProps { playground, page, on_command, refusal, read_only, .. } = props;
    let words = BesideWords::of(page.lang);
    let looks = page.looks_beside == is_beside;
    let look = {
        let playground = (*playground).clone();
        Callback::from(move |_: MouseEvent| playground.dispatch(Action::LookBeside(is_beside)))
    };
    let on_select = {
        let playground = (*playground).clone();
        Callback::from(move |selection: Option<Selection>| {
            playground.dispatch(Action::LookBeside(is_beside));
            playground.select(selection);
        })
    };
    let (holds, verdict) = ShellWords::of(page.lang).verdict(&shown.view, page.lang);
    let selection = page.selection.clone().filter(|_| looks);
    html! {
        <section class={classes!("stage-side", looks.then_some("is-looked-at"))} aria-label={name.to_owned()}>
            <header class="stage-head">
                <button type="button" class="chip" aria-pressed={looks.to_string()} title={words.look} onclick={look}>{ name.to_owned() }</button>
                <span class={if holds { "ok" } else { "bad" }}>{ verdict }</span>
            </header>
            <div class="stage-box" id={if is_beside { "stage-beside" } else { "stage" }} tabindex="-1">
                <Stage view={shown.view.clone()} history={shown.history.clone()} clock={playground.clock()} lang={page.lang}
                    {selection} {on_select} on_command={on_command.clone()} refusal={refusal.clone()}
                    read_only={*read_only} paired=true panel_asked={if looks { page.panel_asked } else { 0 }} />
            </div>
            if shown.view.log.is_some() {
                <LogStrip view={shown.view.clone()} rested={rested.view.clone()} lang={page.lang} {different} />
            }
        </section>
    }
}

/// Which of the two runs the panel and the diagram are about.
#[inline(never)]
pub fn name_looked_at(page: &Page, beside: &ShownBeside) -> String {
    let [name, other] = names(page.lang, page.shown.view.protocol, beside);
    let name = if page.looks_beside { other } else { name };
    fill(BesideWords::of(page.lang).about, &[("name", &name)])
}

/// What the two runs are called.
pub fn names(lang: Lang, protocol: ProtocolName, beside: &ShownBeside) -> [String; 2] {
    let words = BesideWords::of(lang);
    let log = LogWords::of(lang);
    let of = |protocol: ProtocolName| match protocol {
        ProtocolName::Synod => words.synod,
        ProtocolName::MultiPaxos => log.multipaxos,
        ProtocolName::Zab => log.zab,
    };
    match beside.beside {
        Beside::Protocol(other) => [of(protocol).to_owned(), of(other).to_owned()],
        Beside::Variant(variant) => {
            let name = variant_name(lang, variant);
            let with = fill(words.with, &[("mistake", &name)]);
            let without = fill(words.without, &[("mistake", &name)]);
            // The run beside has it the other way.
            if beside.shown.view.variants.contains(&variant) { [without, with] } else { [with, without] }
        }
    }
}

/// The slots in which the two differ.
fn places(beside: &ShownBeside) -> (Option<Slot>, Option<Slot>) {
    match beside.difference.as_ref().map(|difference| &difference.what) {
        Some(Differing::Command { here, beside, .. }) => (Some(here.0), Some(beside.0)),
        _ => (None, None),
    }
}

fn difference_text(page: &Page, beside: &ShownBeside, [name, other]: [&String; 2]) -> String {
    let words = BesideWords::of(page.lang);
    let Some(Difference { tick, what }) = &beside.difference else {
        // Under two protocols it is only commands that are compared.
        let is_of_commands = matches!(beside.beside, Beside::Protocol(_));
        return if is_of_commands { words.same_commands } else { words.same }.to_owned();
    };
    match what {
        Differing::Command { number, here, beside } => {
            let number = number + 1;
            let (one, two) = (entry_text(&here.1, page.lang), entry_text(&beside.1, page.lang));
            fill(
                words.commands,
                &[("tick", tick), ("number", &number), ("name", name), ("one", &one), ("other", other), ("two", &two)],
            )
        }
        Differing::Event(here, there) => {
            let one = event_text(page.lang, here.as_ref(), &page.shown);
            let two = event_text(page.lang, there.as_ref(), &beside.shown);
            fill(words.events, &[("tick", tick), ("name", name), ("one", &one), ("other", other), ("two", &two)])
        }
    }
}

/// What happened in an event, in a sentence.
fn event_text(lang: Lang, event: Option<&Rc<EventView>>, shown: &Shown) -> String {
    let words = BesideWords::of(lang);
    let Some(event) = event else { return words.nothing.to_owned() };
    let view: &View = &shown.view;
    let told = shown.history.read(|history| sentence(lang, event, history, view).0);
    if told.is_empty() { words.nothing.to_owned() } else { told }
}
