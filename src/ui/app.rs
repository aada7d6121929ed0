//! The layout: which part of the page stands where, and what of the store each gets.

use super::announcer::Announcer;
use super::beside::{StagesProps, looked_at, name_looked_at, stages};
use super::caption::caption;
use super::dialogs::open_dialog;
use super::embed::{Controls, Embed};
use super::header::{HeaderProps, header};
use super::i18n::Lang;
use super::i18n::shell::{ShellWords, bilingual};
use super::inspector::{InspectorProps, inspector};
use super::keep::{self, Opening};
use super::keyboard::use_keyboard;
use super::lab::lab_chips;
use super::model::{Refusal, Selection};
use super::notice::NoticeBar;
use super::pace::{FAR_PAUSE_MILLISECONDS, is_far, use_wait};
use super::platform;
use super::playground::Playground;
use super::spacetime::SpaceTime;
use super::stage::Stage;
use super::stage::log::LogStrip;
use super::store::{Dialog, Page, Shown};
use super::transport::{TransportProps, transport};
use super::visible::use_autoplay;
use crate::protocol::Quorums;
use crate::session::digest_text;
use crate::sim::Command;
use std::rc::Rc;
use yew::{Callback, Html, MouseEvent, Properties, UseReducerHandle};
use yew::{classes, component, hook, html, use_callback, use_effect_with, use_memo, use_mut_ref, use_reducer_eq};

/// Properties of [`App`].
#[derive(Properties, PartialEq)]
pub struct AppProps {
    /// What the host page asks for, where the page is in a frame.
    pub embed: Option<Embed>,
}

/// The page.
#[component]
pub fn App(props: &AppProps) -> Html {
    let embed = props.embed;
    let embedded = embed.is_some();
    let start = use_memo((), |()| {
        let opening = keep::opening(embedded);
        let trouble = opening.trouble.clone();
        (playground_of(opening), trouble)
    });
    let playground = start.0.clone();
    let page = use_reducer_eq(|| {
        let mut page = Page::new(playground.shown(), keep::first_lang(embed), keep::first_theme(embed));
        page.dialog = start.1.clone().map(|trouble| Dialog::LinkTrouble(Rc::new(trouble)));
        page
    });
    playground.connect(page.dispatcher());
    let read_only = embed.is_some_and(|embed| embed.read_only);
    let lab = embed.is_none_or(Embed::has_lab);
    use_keyboard(&playground, &page, read_only, lab);
    keep::use_kept_lang(page.lang, embedded);
    keep::use_kept_theme(page.theme, embedded);
    keep::use_kept_run(&playground, &page.shown, page.playing, embedded);
    keep::use_address_links(&playground);
    use_title(&page);
    use_autoplay(&playground, embed.is_some_and(|embed| embed.autoplay));
    let picks = use_picks(&playground);
    let digest = use_digest(&playground, &page);
    let rested = use_rested(&page.shown);
    let controls = embed.map_or(Controls::Full, |embed| embed.controls);
    let full = controls == Controls::Full;
    let panel = use_panel(&page, &picks, full.then_some(&page.shown));
    let diagram = use_diagram(&playground, &page, &picks, full.then_some(&page.shown));
    html! {
        <div class={classes!("app", embedded.then_some("embedded"), layout_class(controls))} data-digest={digest}>
            {skip_link(page.lang)}
            if !embedded {
                {header(&HeaderProps {
                    playground: playground.clone(),
                    shown: page.shown.clone(),
                    lang: page.lang,
                    theme: page.theme,
                    pause_at_captions: page.pause_at_captions,
                })}
            }
            {stage(&playground, &page, &rested, &picks, embed)}
            <Announcer shown={rested.clone()} playing={page.playing} notice={page.notice.clone()} lang={page.lang} />
            {(*panel).clone()}
            {(*diagram).clone()}
            if controls != Controls::None {
                {transport(&TransportProps {
                    playground: playground.clone(),
                    shown: page.shown.clone(),
                    playing: page.playing,
                    speed: page.speed,
                    lang: page.lang,
                    controls,
                    read_only,
                    without_header: embedded,
                })}
            }
            if page.dialog.is_some() {
                {open_dialog(&playground, &page)}
            }
        </div>
    }
}

fn playground_of(opening: Opening) -> Playground {
    let playground = Playground::new(opening.session);
    if opening.kept {
        playground.mark_changed();
    }
    playground
}

fn layout_class(controls: Controls) -> &'static str {
    match controls {
        Controls::Full => "controls-full",
        Controls::Min => "controls-min",
        Controls::None => "controls-none",
    }
}

/// What the parts of the run hand back: the same callbacks for as long as the page lives, so that nothing renders for them.
struct Picks {
    on_select: Callback<Option<Selection>>,
    on_command: Callback<Command>,
    on_seek: Callback<usize>,
    refusal: Rc<Refusal>,
}

#[hook]
fn use_picks(playground: &Playground) -> Picks {
    Picks {
        on_select: use_callback(playground.clone(), |selection, playground| playground.select(selection)),
        on_command: use_callback(playground.clone(), |command, playground| playground.command(command)),
        on_seek: use_callback(playground.clone(), |position, playground| playground.seek_position(position)),
        refusal: use_memo(playground.clone(), |playground| playground.refusals()),
    }
}

fn stage(playground: &Playground, page: &Page, rested: &Rc<Shown>, picks: &Picks, embed: Option<Embed>) -> Html {
    let shown = &page.shown;
    let read_only = embed.is_some_and(|embed| embed.read_only);
    html! {
        <main class="stage-area" aria-label={ShellWords::of(page.lang).stage}>
            if embed.is_some() {
                <h1 class="visually-hidden">{ShellWords::of(page.lang).name}</h1>
            }
            {in_lab(shown, page.lang, embed.is_none_or(Embed::has_lab).then_some(playground))}
            {caption(shown, page.lang)}
            if let Some(beside) = &shown.beside {
                {stages(&StagesProps {
                    playground,
                    page,
                    rested,
                    on_command: picks.on_command.clone(),
                    refusal: (*picks.refusal).clone(),
                    read_only,
                }, beside)}
            } else {
            <div class="stage-box" id="stage" tabindex="-1">
                <Stage view={shown.view.clone()} history={shown.history.clone()} clock={playground.clock()} lang={page.lang}
                    selection={page.selection.clone()} on_select={picks.on_select.clone()} on_command={picks.on_command.clone()}
                    refusal={(*picks.refusal).clone()} {read_only} panel_asked={page.panel_asked} />
            </div>
            if shown.view.log.is_some() {
                <LogStrip view={shown.view.clone()} rested={rested.view.clone()} lang={page.lang} />
            }
            }
            if embed.is_some() {
                {whole_page_link(playground, page.lang)}
            }
            <NoticeBar playground={playground.clone()} notice={page.notice.clone()} lang={page.lang} />
        </main>
    }
}

/// What the bug lab has switched on, above the stage, in frames too; nothing, mostly, and then nothing of it is needed. With the playground it
/// leads to the lab.
fn in_lab(shown: &Shown, lang: Lang, playground: Option<&Playground>) -> Html {
    let view = &shown.view;
    let node_count = view.voter_count;
    if view.variants.is_empty() && view.quorum_sizes == Quorums::majorities(node_count) {
        return Html::default();
    }
    lab_chips(lang, view, node_count, playground)
}

/// What is told, and what is drawn out of sight: the run as it is shown, or, where a long one has gone far, for a moment as it was shown before.
#[hook]
fn use_rested(shown: &Rc<Shown>) -> Rc<Shown> {
    let rested = use_mut_ref(|| shown.clone());
    let is_far = is_far(rested.borrow().view.position, shown.view.position, shown.view.event_count);
    if !use_wait(is_far.then_some(FAR_PAUSE_MILLISECONDS)) {
        rested.replace(shown.clone());
    }
    rested.borrow().clone()
}

/// The panel, of what it is about; nothing where there is no room for it.
#[hook]
fn use_panel(page: &Page, picks: &Picks, shown: Option<&Rc<Shown>>) -> Rc<Html> {
    // (What the parts hand back is the same for as long as the page lives.)
    let of = (shown.cloned(), page.looks_beside, page.lang, page.selection.clone());
    use_memo(of, |(shown, ..)| shown.as_ref().map(|shown| panel(page, picks, shown)).unwrap_or_default())
}

fn panel(page: &Page, picks: &Picks, shown: &Rc<Shown>) -> Html {
    let shown = looked_at(page, shown);
    html! {
        <aside class="side" tabindex="0" aria-label={ShellWords::of(page.lang).why}>
            {run_name(page)}
            {inspector(&InspectorProps {
                view: shown.view.clone(),
                before: shown.before.clone(),
                event: shown.event.clone(),
                history: shown.history.clone(),
                lang: page.lang,
                selection: page.selection.clone(),
                on_select: picks.on_select.clone(),
            })}
        </aside>
    }
}

/// The diagram, of what it is about; nothing where there is no room for it.
#[hook]
fn use_diagram(playground: &Playground, page: &Page, picks: &Picks, shown: Option<&Rc<Shown>>) -> Rc<Html> {
    // (The playground, too, is the same for as long as the page lives.)
    let of = (shown.cloned(), page.looks_beside, page.lang, page.selection.clone());
    use_memo(of, |(shown, ..)| shown.as_ref().map(|shown| diagram(playground, page, picks, shown)).unwrap_or_default())
}

fn diagram(playground: &Playground, page: &Page, picks: &Picks, shown: &Rc<Shown>) -> Html {
    let shown = looked_at(page, shown);
    html! {
        <section class="diagram" aria-label={ShellWords::of(page.lang).diagram}>
            {run_name(page)}
            <SpaceTime view={shown.view.clone()} history={shown.history.clone()} lang={page.lang}
                selection={page.selection.clone()} on_select={picks.on_select.clone()} on_seek={picks.on_seek.clone()}
                clock={playground.clock()} />
        </section>
    }
}

/// Where two runs stand side by side, it is said which of them is meant.
fn run_name(page: &Page) -> Option<Html> {
    let run = page.shown.beside.as_ref().map(|beside| name_looked_at(page, beside))?;
    Some(html! { <p class="run-name">{run}</p> })
}

/// For the keyboard: over the header, right to the stage. (The address is left alone: what follows its `#` is a link.)
fn skip_link(lang: Lang) -> Html {
    let onclick = Callback::from(|event: MouseEvent| {
        event.prevent_default();
        platform::focus("stage");
    });
    html! { <a class="skip-link" href="#stage" {onclick}>{ShellWords::of(lang).skip}</a> }
}

/// Of a run with more events the page does not tell the digest of each state.
const MOST_DIGESTED_EVENTS: usize = 10_000;

/// The digest of the state shown, by which programs see that two pages show the same. None before anything has happened, so that the first
/// screen does not need what works it out; and none while time passes, or of a long run: it is made of the whole state, and costs more than all that is
/// drawn. (Links and *Share* have it always.)
#[hook]
fn use_digest(playground: &Playground, page: &Page) -> Option<String> {
    let digest = use_memo((page.shown.revision, page.playing), |(_, playing)| {
        let (begun, long) = (page.shown.view.event_count > 0, page.shown.view.event_count > MOST_DIGESTED_EVENTS);
        (begun && !playing && !long).then(|| digest_text(playground.digest()))
    });
    (*digest).clone()
}

#[hook]
fn use_title(page: &UseReducerHandle<Page>) {
    let words = ShellWords::of(page.lang);
    let title = bilingual(page.lang, &page.shown.facts.title).map(str::to_owned);
    use_effect_with((title, page.lang), move |(title, _)| match title {
        Some(title) => platform::set_page_title(&format!("{title} · {}", words.name)),
        None => platform::set_page_title(words.name),
    });
}

/// From a frame to the page with everything on it, at this very moment.
fn whole_page_link(playground: &Playground, lang: Lang) -> Html {
    let words = ShellWords::of(lang);
    // Worked out when it is wanted: packing the run for each step would be too much.
    let onpointerdown = {
        let playground = playground.clone();
        Callback::from(move |event: yew::PointerEvent| point_at_now(&playground, event.current_target()))
    };
    let onfocus = {
        let playground = playground.clone();
        Callback::from(move |event: yew::FocusEvent| point_at_now(&playground, event.current_target()))
    };
    html! {
        <a class="whole-page-link" href={platform::whole_page()} target="_blank" rel="noopener" {onpointerdown} {onfocus}>
            {words.open_in_playground}<span class="visually-hidden">{" "}{words.opens_new_tab}</span>
        </a>
    }
}

fn point_at_now(playground: &Playground, link: Option<web_sys::EventTarget>) {
    if let Ok(hash) = playground.link(true, true) {
        platform::set_href(link, &format!("{}#{hash}", platform::whole_page()));
    }
}
