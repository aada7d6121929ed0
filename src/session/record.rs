//! The run as a scenario, a text, a link; and back.

use super::branch::{Branch, Line};
use super::{Session, digest_of};
use crate::scenario::link::{Link, LinkError, decode, encode};
use crate::scenario::{BranchSection, Item, MAX_ITEMS, MAX_TEXT_BYTES, Scenario, What, format};
use crate::sim::{CommandError, MANUAL_PACE_TICKS, Moment, Run};
use std::rc::Rc;

/// More than any line of a command takes in the text, but for a partition of many nodes: the longest value with its time, or 99 nodes.
const COMMAND_BYTES: usize = 600;
/// More than `run to` takes with the latest moment.
const FRONTIER_BYTES: usize = 32;

/// What a link is to carry. In any case it carries how far each of its branches was played, and which lines were given by hand.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct LinkOptions {
    /// Every branch, or only the one shown.
    pub all_branches: bool,
    /// To open where the cursor stands, rather than at the start.
    pub here: bool,
}

/// A run that came from a link.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The run, played as far as it was, at the moment that the link names.
    pub session: Session,
    /// The replay came to the states that the link recorded. If not, the link was made by a version that played differently.
    pub faithful: bool,
}

/// What of a branch's lines, from a place on, is told.
type Telling = fn(&Branch, usize) -> Vec<Item>;

impl Session {
    /// The run as a scenario: the branch shown, or all of them (the first branch is the body).
    pub fn to_scenario(&self, all_branches: bool) -> Scenario {
        self.tell(all_branches, items)
    }

    fn tell(&self, all_branches: bool, telling: Telling) -> Scenario {
        let mut scenario = (*self.scenario).clone();
        scenario.branches = Vec::new();
        scenario.body = telling(if all_branches { &self.branches[0] } else { self.branch() }, 0);
        if all_branches {
            let section = |branch: &Branch| {
                let (parent, from) = branch.parent.unwrap_or_default();
                let mut body = telling(branch, branch.shared);
                // Undo may have gone back to where nothing has happened since before the fork.
                body.pop_if(
                    |last| matches!(last.what, What::Run(Run::To(moment)) if last.at.is_none() && moment < from),
                );
                BranchSection { parent: parent + 1, from, body, line: 0 }
            };
            scenario.branches = self.branches.iter().skip(1).map(section).collect();
        }
        scenario
    }

    /// The run as text.
    pub fn text(&self, all_branches: bool) -> String {
        format(&self.to_scenario(all_branches))
    }

    /// Is there room for one more command in the text and in the link of the run, all branches told?
    ///
    /// # Errors
    /// There is none.
    pub(super) fn room_in_text(&self) -> Result<(), CommandError> {
        if self.is_far_from_full() {
            return Ok(());
        }
        let scenario = self.tell(true, lines);
        let sections = scenario.branches.iter().map(|section| &section.body);
        // A text has a line more for each branch, which says how far it was played.
        let frontiers = self.branches.len();
        let items: usize = sections.chain([&scenario.body]).map(Vec::len).sum::<usize>() + frontiers;
        // A branch may take over what the scenario has in store.
        let store: usize = if self.in_the_past() { self.branch().lines.len() } else { 0 };
        if items + store + 2 > MAX_ITEMS {
            return Err(CommandError::TooManyCommands(MAX_ITEMS));
        }
        let bytes = format(&scenario).len() + if store > 0 { format(&self.scenario).len() } else { 0 };
        if bytes + frontiers * FRONTIER_BYTES + 2 * COMMAND_BYTES > MAX_TEXT_BYTES {
            return Err(CommandError::TextFull(MAX_TEXT_BYTES));
        }
        Ok(())
    }

    /// So far from the bounds that there is no need to look closely, even if no branch shared anything with another.
    pub(super) fn is_far_from_full(&self) -> bool {
        let lines: usize = self.branches.iter().map(|branch| branch.lines.len() + 1).sum();
        let commands_bytes = lines * COMMAND_BYTES;
        lines + 2 <= MAX_ITEMS
            && commands_bytes < MAX_TEXT_BYTES
            && format(&self.scenario).len() * self.branches.len() + commands_bytes <= MAX_TEXT_BYTES
    }

    /// The run as a link, without the `#`. Whoever opens it has the same run, played as far as it is here.
    ///
    /// # Errors
    /// The run is too large for a link.
    pub fn link(&self, options: LinkOptions) -> Result<String, LinkError> {
        // As they are, and not as a text tells them: a link says of its own how far they were played.
        let scenario = self.tell(options.all_branches, lines);
        let (branches, branch) = match options.all_branches {
            true => (&self.branches[..], self.shown),
            false => (std::slice::from_ref(self.branch()), 0),
        };
        let moment = options.here.then(|| self.moment());
        let mut frontiers: Vec<Moment> = branches.iter().map(Branch::frontier).collect();
        // Where nothing is due, time may have passed beyond the frontier.
        frontiers[branch] = frontiers[branch].max(moment.unwrap_or_default());
        let bodies = std::iter::once(&scenario.body).chain(scenario.branches.iter().map(|section| &section.body));
        let own = |(branch, body): (&'_ Branch, &Vec<Item>)| {
            let from = branch.lines.len() - body.len();
            branch.lines[from..].iter().map(|line| line.by_hand).collect::<Vec<_>>()
        };
        let by_hand = branches.iter().zip(bodies).flat_map(own).collect();
        let digest = frontier_digest(branches);
        encode(&Link { scenario, digest, moment, branch, frontiers, by_hand })
    }

    /// The run that a link holds.
    ///
    /// # Errors
    /// The text is no link of ours, is damaged, too large, or of a newer version.
    pub fn open(link: &str) -> Result<Opened, LinkError> {
        let link = decode(link)?;
        let mut session = Session::with_hands(link.scenario, &link.by_hand);
        for (branch, frontier) in session.branches.iter_mut().zip(&link.frontiers) {
            // A branch that leaves it further on has played it to there.
            branch.cut_to(*frontier);
            branch.play_to(*frontier);
        }
        let faithful = frontier_digest(&session.branches) == link.digest;
        session.shown = link.branch.min(session.branches.len() - 1);
        session.seek(link.moment.unwrap_or_default());
        session.begin_beside();
        Ok(Opened { session, faithful })
    }

    /// Opens the branches that the scenario describes. A section whose parent is not there is left out: the parser lets none through.
    /// The lines of each take from `by_hand` whether the person gave them.
    pub(super) fn open_sections(&mut self, by_hand: &mut impl Iterator<Item = bool>) {
        let scenario = Rc::clone(&self.scenario);
        for section in &scenario.branches {
            let Some(parent) = section.parent.checked_sub(1).filter(|parent| *parent < self.branches.len()) else {
                continue;
            };
            self.shown = parent;
            self.seek(section.from);
            let shared = if section.from == Moment::default() { 0 } else { self.cursor.state.next_entry() };
            self.tell_as_done(parent, shared, section.from);
            let mut lines = self.branch().lines[..shared].to_vec();
            let mut body = section.body.clone();
            let base = self.cursor.state.entry_base();
            date_first(&mut body, base, section.from, section.from, scenario.settings.manual);
            in_order(&mut body, section.from);
            lines.extend(lines_of(&body, by_hand));
            let mut branch = self.branch().clone();
            branch.rewrite(self.cursor.position, self.cursor.moment, shared, lines);
            branch.parent = Some((parent, section.from));
            branch.shared = shared;
            self.branches.push(branch);
        }
        self.shown = 0;
    }

    /// Plays the branch shown to the end of its lines, and the run beside; the cursor stays. False if the bound on events came first.
    pub fn play_out(&mut self) -> bool {
        let beside = self.other.as_mut().is_none_or(|other| other.session.play_out());
        self.branch_mut().play_out() && beside
    }
}

/// Tells lines that come after `reached` so that a text of them can be read: none is timed before what those above it reach. Such a time, which undo
/// may leave behind, means right after the line above; a run ends when it would have ended.
pub(super) fn in_order(items: &mut [Item], mut reached: Moment) {
    for item in items {
        if let (Some(at), What::Run(Run::Ticks(ticks))) = (item.at.filter(|at| *at < reached), &item.what) {
            let end = Moment::at_tick(at.tick.saturating_add(*ticks));
            (item.at, item.what) = (None, What::Run(Run::To(end)));
        }
        item.at = item.at.map(|at| at.max(reached));
        if let What::Run(Run::To(moment)) = &mut item.what {
            *moment = reached.max(*moment);
        }
        reached = item.reaches(reached);
    }
}

/// Gives the first line of a branch a time of its own where it has none and time has passed between the line before, which was done at `base`,
/// and the fork: what comes without a time in a branch comes right after the fork. It counts from `start`.
pub(super) fn date_first(items: &mut [Item], base: Moment, start: Moment, fork: Moment, manual: bool) {
    let first = items.iter_mut().find(|item| !matches!(item.what, What::Comment(_)));
    let Some(first) = first.filter(|first| first.at.is_none() && base < fork) else { return };
    let after = |ticks: u64| Moment::at_tick(start.tick.saturating_add(ticks)).max(fork);
    match &mut first.what {
        What::Run(Run::To(_)) => {}
        What::Run(Run::Ticks(ticks)) => first.what = What::Run(Run::To(after(*ticks))),
        What::Command(_) if manual => first.at = Some(after(MANUAL_PACE_TICKS)),
        _ => first.at = Some(fork),
    }
}

/// The lines of the scenario, each given by hand or not, as the iterator says.
pub(super) fn lines_of(items: &[Item], by_hand: &mut impl Iterator<Item = bool>) -> Vec<Line> {
    let line = |item| Line { by_hand: by_hand.next().unwrap_or_default(), ..Line::written(item) };
    items.iter().map(line).collect()
}

/// The digest of the states at the frontiers of these branches; of a single one, that of its state.
fn frontier_digest(branches: &[Branch]) -> u64 {
    match branches {
        [branch] => branch.end_digest(),
        several => digest_of(several.iter().map(|branch| branch.reel.frontier())),
    }
}

/// The lines of a branch from the `first` on.
fn lines(branch: &Branch, first: usize) -> Vec<Item> {
    branch.lines.iter().skip(first).map(|line| line.item.clone()).collect()
}

/// The lines of a branch from the `first` on, with how far it was played where that goes beyond them.
fn items(branch: &Branch, first: usize) -> Vec<Item> {
    let mut items = lines(branch, first);
    // How far an earlier recording went says nothing any more once something comes after it at a moment of its own.
    let timed: Vec<bool> = items.iter().skip(1).map(|next| next.at.is_some()).collect();
    let mut place = 0;
    items.retain(|item| {
        let followed = timed.get(place).copied().unwrap_or(false);
        place += 1;
        !(followed && matches!(item.what, What::Run(Run::To(_))))
    });
    let all_done = branch.reel.frontier().next_entry() >= branch.lines.len();
    let told = branch.reel.reached().last().map_or(Moment::default(), |reached| reached.moment);
    let last_line = branch.reel.frontier().entry_base().max(told);
    if all_done && branch.frontier() > last_line {
        items.pop_if(|item| matches!(item.what, What::Run(Run::To(_))));
        items.push(Item { at: None, what: What::Run(Run::To(branch.frontier())), line: 0 });
    }
    items
}
