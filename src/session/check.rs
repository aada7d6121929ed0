//! A run, or the state that it stands at, put to the search: can this ever go wrong?

use super::branch::{Branch, Line};
use super::searching::{Searching, Subject, searching};
use super::{EventView, Happening, Session};
use crate::chaos::Dice;
use crate::check::{Allowance, Bound, Bounds, Coverage, MAX_REQUESTS, Move, Question, Verdict, collision_chance};
use crate::protocol::synod::Learning;
use crate::protocol::{Canonical, NodeId, Projection, ProtocolName};
use crate::scenario::{
    Asked, Checked, Expectation, Judging, Limit, MAX_CHECKED, Outcome, Scenario, Scheduled, Settings, Unplayable, What,
    allowance_of, requests_of, with_protocol,
};
use crate::sim::{Command, CommandError, Moment, Share};
use crate::world::{NetworkKind, Property, World};
use std::rc::Rc;

/// How many runs a sample has of what a search has covered.
pub const SAMPLE_RUNS: usize = 5;
/// The most steps of each.
const SAMPLE_STEPS: u32 = 200;

/// Where a search begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CheckFrom {
    /// Where nothing has happened yet.
    Start,
    /// The state at the cursor: what is under way stays deliverable, and what the branch shown has in store may still happen.
    Here,
}

/// Why a run cannot be put to the search.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CheckRefusal {
    /// More values are proposed than a model may have ([`MAX_REQUESTS`]).
    TooManyProposals(usize),
    /// This is not asked of the run's protocol.
    NotAsked(ProtocolName),
}

/// A search of a run's schedules. Advance it by budgets until it has a result.
pub struct Check {
    search: Box<dyn Searching>,
    questions: Vec<Question>,
    bounds: Bounds,
    scenario: Scenario,
    done: Vec<Command>,
    /// Where it began, if not at the start; and the digest of what is searched: see [`Session::subject`].
    from: Option<Moment>,
    subject: u64,
    allow: Allowance,
}

/// How far a search has come.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct CheckProgress {
    /// What it has covered.
    pub covered: Coverage,
    /// States seen and not expanded yet.
    pub frontier: usize,
    /// How much of the nearest bound is used up, in thousandths.
    pub bound_permille: u16,
}

/// What a search came to.
#[derive(Clone, PartialEq, Debug)]
pub struct CheckResult {
    /// The verdict.
    pub verdict: CheckVerdict,
    /// What was covered.
    pub covered: Coverage,
    /// The chance that two states were taken for one, at most.
    pub collision_chance: f64,
    /// Where nothing was found, [`SAMPLE_RUNS`] of the runs that were covered, drawn by chance from the run's seed: each goes on until nothing more can
    /// happen, or as far as everything was seen.
    pub sample: Vec<CheckSchedule>,
    /// What can be kept with the scenario, if it is an answer: see [`Session::keep_check`].
    pub kept: Option<Checked>,
}

/// A verdict.
#[derive(Clone, PartialEq, Debug)]
pub enum CheckVerdict {
    /// Every state that is allowed was seen, and nothing is broken in any.
    Holds,
    /// Nothing is broken, or the goal is not reached, in what was seen; this bound cut the rest off.
    HoldsWithin(Bound),
    /// A property is broken: no shorter schedule breaks any that was asked for.
    Violated(Box<CheckSchedule>),
    /// The goal can be reached: by no shorter schedule.
    Reached(Box<CheckSchedule>),
    /// Every state that is allowed was seen, and the goal is reached in none.
    Unreachable,
    /// The machine had no more memory; nothing was found until then.
    OutOfMemory,
    /// It was called off; nothing was found until then.
    Stopped,
}

/// A schedule that a search found, or covered.
#[derive(Clone, PartialEq, Debug)]
pub struct CheckSchedule {
    /// What it breaks or reaches: see [`Question::word`]; of a run of a sample, [`COVERED`].
    pub word: &'static str,
    /// How many steps it has.
    pub length: usize,
    /// A scenario that does what was done until the state that the search began with, plays the schedule, and expects its end; or why there is none.
    pub scheduled: Result<Scheduled, Unplayable>,
}

/// The word of a run that was covered.
pub const COVERED: &str = "covered";

impl Session {
    /// The commands of the branch shown that are still to come there. The search makes its proposals at any time, and allows for its crashes.
    pub fn to_come(&self, from: CheckFrom) -> Vec<Command> {
        let command = |line: &Line| match &line.item.what {
            What::Command(command) => Some(command.clone()),
            _ => None,
        };
        let done = if from == CheckFrom::Start { 0 } else { self.cursor.state.next_entry() };
        self.branch().lines[done..].iter().filter_map(command).collect()
    }

    /// The digest of what a search from there searches: the cluster and its mistakes, the state, and the commands to come, as far as they count.
    pub fn subject(&self, from: CheckFrom) -> u64 {
        let to_come = self.to_come(from);
        let mut subject = Projection::default();
        project_cluster(&self.scenario.settings, &mut subject);
        match from {
            CheckFrom::Start => project_start(&self.scenario.settings, &mut subject),
            CheckFrom::Here => self.cursor.state.project_world(&mut subject),
        }
        for (node, value) in requests_of(&to_come) {
            node.project(&mut subject);
            value.project(&mut subject);
        }
        let Allowance { crashes, wipes, breaks, .. } = allowance_of(Allowance::NOTHING, &to_come);
        subject.u8(crashes);
        subject.u8(wipes);
        if self.scenario.settings.protocol == ProtocolName::Zab {
            subject.u8(breaks);
        }
        // A log "holds" if all of its properties do; of one decision there are as many as there ever were.
        let count = Property::of(self.scenario.settings.protocol).len();
        if self.scenario.settings.protocol != ProtocolName::Synod {
            subject.u32(u32::try_from(count).unwrap_or(u32::MAX));
        }
        subject.digest()
    }

    /// Keeps with the scenario what a search came to, in place of what one with the same question did, and of the oldest where there are too many.
    ///
    /// # Errors
    /// The text has no room for it; nothing has changed.
    pub fn keep_check(&mut self, checked: Checked) -> Result<(), CommandError> {
        let before = Rc::clone(&self.scenario);
        let kept = &mut Rc::make_mut(&mut self.scenario).checked;
        let asked = |checked: &Checked| (checked.asked.clone(), checked.from, checked.allow, checked.of);
        kept.retain(|known| asked(known) != asked(&checked));
        if kept.len() >= MAX_CHECKED {
            kept.remove(0);
        }
        kept.push(checked);
        self.room_in_text().inspect_err(|_| self.scenario = before)
    }

    /// Takes what a search came to off the scenario.
    pub fn forget_check(&mut self, checked: &Checked) {
        Rc::make_mut(&mut self.scenario).checked.retain(|known| known != checked);
    }

    /// Puts the run to the search, which has seen nothing yet. `allow` stands for what its scenario allows, and for each crash and wiped disk among the
    /// commands to come there is one more.
    ///
    /// # Errors
    /// The run is too large for it, or its protocol is not asked this.
    pub fn check(
        &self,
        from: CheckFrom,
        questions: Vec<Question>,
        allow: Allowance,
        bounds: Bounds,
    ) -> Result<Check, CheckRefusal> {
        let protocol = self.scenario.settings.protocol;
        if !questions.iter().all(|question| question.is_of(protocol)) {
            return Err(CheckRefusal::NotAsked(protocol));
        }
        let mut scenario = (*self.scenario).clone();
        scenario.settings.allow = allow;
        let (moment, done, state) = match from {
            CheckFrom::Start => (None, Vec::new(), None),
            CheckFrom::Here => {
                let done = commands_of(self.branch(), self.cursor.position);
                (Some(self.cursor.moment), done, Some(&*self.cursor.state))
            }
        };
        if from == CheckFrom::Start {
            scenario = scenario.searched().into_owned();
        }
        let to_come = self.to_come(from);
        let requests = requests_of(&to_come);
        if requests.len() > MAX_REQUESTS {
            return Err(CheckRefusal::TooManyProposals(requests.len()));
        }
        let allowance = allowance_of(allow, &to_come);
        let asked = questions.clone();
        let search = searching(Subject { scenario: &scenario, state, requests, allowance, questions: asked }, bounds);
        let subject = self.subject(from);
        Ok(Check { search, questions, bounds, scenario, done, from: moment, subject, allow })
    }
}

/// Where nothing has happened yet.
fn project_start(settings: &Settings, subject: &mut Projection) {
    let kind = NetworkKind::Set;
    with_protocol!(settings.protocol, P => World::<P>::new(P::config(settings), kind).project(subject));
}

/// What of the settings a search takes for the cluster.
fn project_cluster(settings: &Settings, subject: &mut Projection) {
    if settings.protocol.keeps_log() {
        subject.text(settings.protocol.word());
        subject.u8(settings.client_count);
        subject.u8(settings.observer_count);
        subject.u8(settings.window);
        subject.u32(settings.snapshot_every.unwrap_or_default());
        subject.u8(u8::from(settings.lease));
        subject.u8(u8::from(settings.drift != Share::default()));
        subject.u8(settings.membership.map_or(0, |membership| membership.alpha));
        subject.u8(settings.membership.map_or(0, |membership| membership.first));
    }
    let quorums = settings.effective_quorums();
    subject.u8(settings.node_count);
    subject.u8(quorums.phase1);
    subject.u8(quorums.phase2);
    subject.u8(u8::from(settings.learning == Learning::Votes));
    subject.u32(settings.variants.iter().count() as u32);
    settings.variants.iter().for_each(|variant| subject.text(variant.word()));
}

impl Check {
    /// The same from its beginning, taking no state for another: as many states as any other engine sees, to compare how fast they are.
    #[must_use]
    pub fn plain(self) -> Self {
        Self { search: self.search.plain(self.bounds), ..self }
    }

    /// Expands at most so many states; true once there is a result.
    pub fn advance(&mut self, budget: usize) -> bool {
        self.search.advance(budget)
    }

    /// Calls it off.
    pub fn stop(&mut self) {
        self.search.stop();
    }

    /// How far it has come.
    pub fn progress(&self) -> CheckProgress {
        let covered = self.search.covered();
        let share = |used: u64, most: u64| (used.min(most).saturating_mul(1000) / most.max(1)) as u16;
        let Bounds { max_states, max_depth, max_bytes } = self.bounds;
        let shares = [
            share(covered.distinct, u64::from(max_states)),
            share(u64::from(covered.depth), u64::from(max_depth)),
            share(covered.bytes as u64, max_bytes as u64),
        ];
        let bound_permille = shares.into_iter().max().unwrap_or_default();
        CheckProgress { covered, frontier: self.search.frontier(), bound_permille }
    }

    /// What it came to, if it has.
    pub fn result(&mut self) -> Option<CheckResult> {
        let covered = self.search.covered();
        let goal = self.questions.iter().position(|question| matches!(question, Question::CanChoose(_)));
        let verdict = match self.search.verdict()? {
            Verdict::Holds => match goal.and_then(|goal| Some((goal, self.search.schedule_to(goal)?))) {
                Some((goal, script)) => CheckVerdict::Reached(self.schedule(goal, &script)),
                None => CheckVerdict::Holds,
            },
            Verdict::HoldsWithin(bound) => CheckVerdict::HoldsWithin(bound),
            Verdict::Violated { property, script, .. } => CheckVerdict::Violated(self.schedule(property, &script)),
            Verdict::Unreachable { .. } => CheckVerdict::Unreachable,
            Verdict::OutOfMemory => CheckVerdict::OutOfMemory,
            Verdict::Stopped => CheckVerdict::Stopped,
        };
        let passed = matches!(verdict, CheckVerdict::Holds | CheckVerdict::HoldsWithin(_));
        let sample = if passed { (0..SAMPLE_RUNS).map(|run| self.covered_run(run)).collect() } else { Vec::new() };
        let kept = self.kept(&verdict, covered);
        Some(CheckResult { verdict, covered, collision_chance: collision_chance(covered.distinct), sample, kept })
    }

    fn kept(&self, verdict: &CheckVerdict, covered: Coverage) -> Option<Checked> {
        let asked = match &self.questions[..] {
            [Question::Holds(property)] => Asked::Holds(*property),
            [Question::CanChoose(value)] => Asked::CanChoose(value.clone()),
            questions if questions == Question::states_of(self.scenario.settings.protocol) => Asked::States,
            _ => return None,
        };
        let steps = |schedule: &CheckSchedule| u32::try_from(schedule.length).unwrap_or(u32::MAX);
        let outcome = match verdict {
            CheckVerdict::Holds => Outcome::Holds,
            CheckVerdict::HoldsWithin(Bound::States(states)) => Outcome::Within(Limit::States, u64::from(*states)),
            CheckVerdict::HoldsWithin(Bound::Depth(steps)) => Outcome::Within(Limit::Steps, u64::from(*steps)),
            CheckVerdict::HoldsWithin(Bound::Bytes(bytes)) => Outcome::Within(Limit::Bytes, *bytes as u64),
            CheckVerdict::Violated(schedule) => Outcome::Broken(Property::from_word(schedule.word)?, steps(schedule)),
            CheckVerdict::Reached(schedule) => Outcome::Chosen(steps(schedule)),
            CheckVerdict::Unreachable => Outcome::NeverChosen,
            CheckVerdict::OutOfMemory | CheckVerdict::Stopped => return None,
        };
        let Self { from, allow, subject: of, .. } = *self;
        Some(Checked { asked, from, allow, of, seen: covered.distinct, outcome })
    }

    /// A run that was covered, by chance: the nth.
    fn covered_run(&mut self, nth: usize) -> CheckSchedule {
        let mut dice = Dice::new(self.scenario.settings.seed.wrapping_add(nth as u64));
        let (script, end) = self.search.wander(SAMPLE_STEPS, &mut |among| dice.place(among).unwrap_or_default());
        self.told(COVERED, &script, Some(end))
    }

    fn schedule(&self, question: usize, script: &[Move]) -> Box<CheckSchedule> {
        let question = &self.questions[question];
        Box::new(self.told(question.word(), script, Expectation::answering(question)))
    }

    fn told(&self, word: &'static str, script: &[Move], end: Option<Expectation>) -> CheckSchedule {
        let scheduled = self.search.told(&self.scenario, &self.done, script, end);
        CheckSchedule { word, length: script.len(), scheduled }
    }
}

/// What happened in a branch until its event of this place, as commands of a manual run: there too each message is called what it is called here, for
/// all that set out here sets out there in the same order.
fn commands_of(branch: &Branch, position: usize) -> Vec<Command> {
    branch.history().events().take(position).filter_map(|event| command_of(branch, &event)).collect()
}

fn command_of(branch: &Branch, event: &EventView) -> Option<Command> {
    let name = |id: u32| branch.history().message(id).map(|trace| trace.name);
    let at = |command: fn(NodeId) -> Command| event.node.map(command);
    let crash_after = event.crashed_after;
    match &event.what {
        Happening::Proposed(value) => {
            event.node.map(|node| Command::Propose { node, value: value.clone(), crash_after })
        }
        Happening::Delivered(id) => name(*id).map(|message| Command::Deliver { message, crash_after }),
        Happening::Lost(id, ..) => name(*id).map(Command::Drop),
        Happening::Duplicated(id, _) => name(*id).map(Command::Duplicate),
        Happening::Fired(_) => event.node.map(|node| match event.timer {
            Some(timer) => Command::FireOf { node, timer, crash_after },
            None => Command::Fire { node, crash_after },
        }),
        Happening::Crashed => at(Command::Crash),
        Happening::Restarted => at(Command::Restart),
        Happening::Wiped => at(Command::Wipe),
        Happening::Rewired { command, .. } | Happening::Set(command) => Some(command.clone()),
        Happening::Broken(one, other) => Some(Command::Break(*one, *other)),
        Happening::Noticed(peer) => event.node.map(|node| Command::Notice { node, peer: *peer, crash_after }),
        // Without time nothing needs to be held; and what was not possible changed nothing.
        Happening::Held(_) | Happening::Released(_) | Happening::Impossible(..) => None,
    }
}
