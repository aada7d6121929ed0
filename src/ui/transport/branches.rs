//! The branches of the run: where each leaves which, and what it does differently.

use super::TransportProps;
use crate::session::BranchView;
use crate::ui::i18n::fill::fill;
use crate::ui::i18n::naming::command_name;
use crate::ui::i18n::shell::ShellWords;
use crate::ui::icons::{Sign, icon};
use crate::ui::menu::Menu;
use yew::{Callback, Html, classes, html};

/// The button and the list.
pub fn branches(props: &TransportProps) -> Html {
    let words = ShellWords::of(props.lang);
    let view = &props.shown.view;
    let (current, count) = (view.branch + 1, view.branches.len());
    let number = if count > 1 { format!("{current}/{count}") } else { String::new() };
    let name = if count > 1 { format!("{} {number}", words.branches) } else { words.branches.to_owned() };
    let face = html! { <>{icon(Sign::Branch)}<span>{words.branches}</span><span class="count">{number}</span></> };
    html! {
        <Menu id="branches" {name} {face} upwards={true} class={classes!((count > 1).then_some("is-on"))}>
            <ul class="branch-list">
                for (place, branch) in view.branches.iter().enumerate() {
                    <li key={place}>{entry(props, words, place, branch)}</li>
                }
            </ul>
        </Menu>
    }
}

fn entry(props: &TransportProps, words: &ShellWords, place: usize, branch: &BranchView) -> Html {
    let current = place == props.shown.view.branch;
    let onclick = {
        let playground = props.playground.clone();
        Callback::from(move |_| playground.show_branch(place))
    };
    let first = branch.first_command.as_ref().filter(|_| branch.parent.is_some());
    let from = match branch.parent {
        None => words.branch_first.to_owned(),
        Some((parent, moment)) => {
            let parent = fill(words.branch, &[("number", &(parent + 1))]);
            fill(words.branch_from, &[("parent", &parent), ("moment", &moment)])
        }
    };
    html! {
        <button type="button" class="menu-item branch" aria-current={current.then_some("true")} data-closes="" {onclick}>
            <span class="branch-name">
                {fill(words.branch, &[("number", &(place + 1))])}
                if let Some(command) = first {
                    <span>{command_name(props.lang, command)}</span>
                }
            </span>
            <span class="dim">
                {from}{" · "}{fill(words.branch_reaches, &[("moment", &branch.frontier)])}
            </span>
        </button>
    }
}
