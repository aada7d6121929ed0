//! A cluster as a model: every schedule of a world, within what is allowed.
//!
//! The steps are those of [`World`]; only they are taken differently. What a node does with an input depends on its place and the input
//! alone, and in the millions of states of a search the same places meet the same inputs again and again: each pair is worked out once
//! (`local`), and places, messages and ledgers are kept once and stand as numbers in a state (`row`). A step is then a look into a table, a
//! state a few dozen bytes, and its fingerprint what it was but for the parts that changed.

mod helper;
mod interned;
mod judge;
mod local;
mod question;
mod relevance;
mod row;
mod symmetry;
#[cfg(test)]
mod tests;
mod ways;

use self::helper::Helper;
use self::judge::Judge;
pub use self::judge::MAX_QUESTIONS;
use self::local::{Local, Tables};
pub use self::question::Question;
use self::relevance::Relevance;
use self::row::Change;
pub use self::row::Row;
use self::symmetry::Symmetry;
use super::{Fingerprint, Model, Property, mix};
use crate::protocol::{NodeId, Outlook, Protocol, Quorums};
use crate::world::{Action, Place, Step, World};
use foldhash::quality::FixedState;
use std::cell::Cell;
use std::hash::{BuildHasher, Hash};

/// How often what would go on for ever may happen. All loss, delay and duplication is allowed anyway: what was sent stays deliverable.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Allowance {
    /// How many ballots each node may begin.
    pub ballots: u8,
    /// How many crashes there may be in all, between steps or within one. Restarting with the disk is always allowed.
    pub crashes: u8,
    /// How many restarts with a blank disk there may be in all.
    pub wipes: u8,
    /// How often connections may break in all, where the protocol has any. (What is lost on its own may as well be late, but what is lost with a connection
    /// both ends notice.)
    pub breaks: u8,
}

impl Allowance {
    /// How often anything may be allowed.
    pub const MAX: u8 = 99;

    /// What is allowed where nothing else is said: one ballot each, and no crash.
    pub const DEFAULT: Allowance = Allowance { ballots: 1, crashes: 0, wipes: 0, breaks: 0 };

    /// Not even a ballot.
    pub const NOTHING: Allowance = Allowance { ballots: 0, crashes: 0, wipes: 0, breaks: 0 };

    /// What can be allowed, by its word in scenarios.
    pub const WORDS: [&'static str; 4] = ["ballots", "crashes", "wipes", "breaks"];

    /// How often this is allowed.
    pub fn of_mut(&mut self, word: &str) -> Option<&mut u8> {
        match word {
            "ballots" => Some(&mut self.ballots),
            "crashes" => Some(&mut self.crashes),
            "wipes" => Some(&mut self.wipes),
            "breaks" => Some(&mut self.breaks),
            _ => None,
        }
    }
}

/// The most requests that a model may have.
pub const MAX_REQUESTS: usize = 32;

/// The model of a world.
#[derive(Clone, Debug)]
pub struct Cluster<P: Protocol> {
    config: P::Config,
    requests: Vec<(NodeId, P::Request)>,
    allowance: Allowance,
    reduced: bool,
    start: World<P>,
    properties: Vec<Property>,
    tables: Tables<P>,
    judge: Judge,
    symmetry: Symmetry,
    helper: Helper<P>,
    relevance: Relevance,
    /// Messages to be judged, in one step: kept, so that not every step has to make room for them.
    doubtful: Vec<u32>,
    /// What the initial state's parts sum up to.
    start_sum: u64,
    /// By place, what can happen to it.
    prospects: Vec<Prospect>,
    /// By request, the action that makes it.
    asking: Vec<u32>,
}

/// A step of a cluster, as a number of its model: see [`Cluster::step`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Move {
    action: u32,
    /// The node crashes after so many writes and sends; 0: it does not.
    crash_after: u16,
    node: u8,
    kind: Kind,
    /// What comes of it where it is offered, if that is known already.
    local: u32,
}

/// Of a move of which it is not known yet what comes of it.
const UNKNOWN: u32 = u32::MAX;

/// What a move costs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Kind {
    /// Nothing, unless it is cut by a crash.
    Free,
    /// The request of this place.
    Request(u8),
    Crash,
    Wipe,
    /// Nothing, unless it is cut by a crash: the head of the direction from the node of this index arrives.
    Arrive(u8),
    /// A break of the connection with the node of this index.
    Break(u8),
}

/// What can happen to a node at a place.
#[derive(Clone, Debug)]
struct Prospect {
    up: bool,
    /// The actions that fire its timers.
    fires: Box<[u32]>,
    /// If it is up, the action that crashes it; if it is down, those that restart it with its disk and with a blank one.
    others: [u32; 2],
}

impl<P: Protocol> Cluster<P> {
    /// The model that begins with this world (its links whole again: what is cut may be healed), in which clients may at any time make
    /// each of these requests once (the first [`MAX_REQUESTS`] of them), and the rest happens as often as is allowed. It is asked everything
    /// that a word suffices for ([`Question::all`]).
    pub fn new(start: World<P>, requests: Vec<(NodeId, P::Request)>, quorums: Quorums, allowance: Allowance) -> Self {
        let requests: Vec<_> = requests.into_iter().take(MAX_REQUESTS).collect();
        let mut tables = Tables::new(start.node_count());
        let asking =
            requests.iter().map(|(node, request)| tables.actions.number(Action::Request(*node, request.clone())));
        let asking = asking.collect();
        let cluster = Self {
            config: start.config().clone(),
            requests,
            allowance,
            reduced: true,
            judge: Judge::new(Vec::new(), quorums, start.acceptor_count()),
            symmetry: Symmetry::default(),
            helper: Helper::new(start.node_count()),
            relevance: Relevance::default(),
            doubtful: Vec::new(),
            start_sum: 0,
            start,
            properties: Vec::new(),
            tables,
            prospects: Vec::new(),
            asking,
        };
        let symmetry = Symmetry::of(cluster.start.node_count(), &cluster.alike());
        Self { symmetry, ..cluster }.asked(Question::all())
    }

    /// The nodes that are taken for one another: those that are never asked. From the middle of a run none are: what has happened there
    /// may go by names.
    fn alike(&self) -> Vec<NodeId> {
        let Allowance { ballots, crashes, wipes, .. } = self.allowance;
        let again = ballots > 1;
        let is_start = self.start == World::new(self.config.clone(), self.start.network().kind());
        if !is_start || !P::are_alike(&self.config, again && crashes > 0, again && wipes > 0) {
            return Vec::new();
        }
        let is_asked = |node: &NodeId| self.requests.iter().any(|(asked, _)| asked == node);
        NodeId::all(self.start.node_count()).filter(|node| !is_asked(node)).collect()
    }

    /// The same, asked this instead (the first [`MAX_QUESTIONS`] of it). What is asked is the model's properties, in this order; a search
    /// for the shortest schedule that breaks one of them should ask for that alone, since it stops at the first that is broken.
    #[must_use]
    pub fn asked(self, questions: Vec<Question>) -> Self {
        let judge = self.judge.asking(questions);
        Self { properties: judge.questions().iter().map(Question::property).collect(), judge, ..self }
    }

    /// The same without the reduction: no state is taken for one that differs in what can make no difference any more. (Where nodes are asked about,
    /// [`Question::CanDecide`], there is none anyway: what makes no difference within what is allowed may make one beyond it.)
    #[must_use]
    pub fn unreduced(self) -> Self {
        Self { reduced: false, ..self }
    }

    /// The same, taking no node for another.
    #[must_use]
    pub fn without_symmetry(self) -> Self {
        Self { symmetry: Symmetry::default(), ..self }
    }

    /// How many permutations of nodes there are under which states are taken for one (1: none but that which changes nothing). There are at most so
    /// many times fewer states.
    pub fn symmetry_order(&self) -> usize {
        self.symmetry.order()
    }

    /// The step of a move.
    pub fn step(&self, a_move: Move) -> Step<P> {
        let action = self.tables.actions.thing(a_move.action).clone();
        Step { action, crash_after: Some(a_move.crash_after).filter(|after| *after > 0) }
    }

    /// The world of a state.
    pub fn world(&self, state: &Row) -> World<P> {
        let places = state.places(self.node_count()).iter().map(|place| self.tables.places.thing(*place).1.clone());
        let sent: Vec<_> =
            state.messages(self.node_count()).map(|message| self.tables.messages.thing(message).clone()).collect();
        let ledger = self.tables.ledgers.thing(state.ledger(self.node_count())).clone();
        let streams = self.tables.streams(state, self.node_count());
        World::of(self.config.clone(), places.collect(), &sent, ledger).connected(streams)
    }

    fn node_count(&self) -> usize {
        usize::from(P::node_count(&self.config)) + usize::from(P::client_count(&self.config))
    }

    /// Notes what can happen at places that are new, and judges ledgers that are.
    fn catch_up(&mut self) {
        for number in self.prospects.len()..self.tables.places.len() {
            let (index, place) = self.tables.places.thing(number as u32).clone();
            let node = self.start.ids().nth(index.into()).expect("places are those of nodes");
            let prospect = self.prospect(node, &place);
            self.prospects.push(prospect);
        }
        self.judge.catch_up(&self.tables.ledgers);
        self.symmetry.catch_up(&self.tables);
    }

    fn prospect(&mut self, node: NodeId, place: &Place<P>) -> Prospect {
        let actions = &mut self.tables.actions;
        match &place.running {
            Some(running) => Prospect {
                up: true,
                fires: running.timers.iter().map(|timer| actions.number(Action::Fire(node, *timer))).collect(),
                others: [actions.number(Action::Crash(node)); 2],
            },
            None => Prospect {
                up: false,
                fires: Box::default(),
                others: [actions.number(Action::Restart(node)), actions.number(Action::RestartWiped(node))],
            },
        }
    }

    /// Takes out of a state what can make no difference any more: two states that differ in nothing else have the same steps that matter,
    /// to states that again do not, so that whatever can be reached from one can be reached from the other by schedules as short.
    fn settle(&mut self, change: &mut Change, before: &Row, node: u8, local: u32) {
        let spent = self.is_spent(change, node);
        let place = self.tables.settled(&self.config, change.place_of(node), spent);
        change.place(node, place, &self.tables);
        self.catch_up();
        let mut doubtful = std::mem::take(&mut self.doubtful);
        doubtful.clear();
        if self.judges_anew(change, before) {
            doubtful.extend(change.messages());
        } else {
            doubtful.extend(change.messages_among(self.relevance.of(node)));
            doubtful.extend(self.tables.get(local).sent.iter());
        }
        for message in &doubtful {
            if !change.has(*message) {
                continue;
            }
            let (is_futile, looked_at) = self.is_futile(change, *message);
            self.relevance.note(*message, looked_at);
            if is_futile {
                change.forget(*message, self.tables.messages.hash(*message));
            }
        }
        self.doubtful = doubtful;
        debug_assert!(
            change.messages().all(|message| !self.is_futile(change, message).0),
            "of the other messages it is what it was"
        );
    }

    /// May the step have changed of any message, whoever it concerns, whether it can make a difference? It was judged of all of them in the state
    /// before, unless that is where everything begins; and what is left of the allowance concerns all.
    fn judges_anew(&self, change: &Change, before: &Row) -> bool {
        let count = self.node_count();
        let ran_out = |before: u8, after: u8| before > 0 && after == 0;
        before.sum == self.start_sum
            || ran_out(before.crashes(count), change.crashes())
            || ran_out(before.wipes(count), change.wipes())
    }

    /// Can the message make a difference to what is asked? Where that is nothing about learning, what only teaches is left out, and nobody is ever told
    /// what others voted. Of any schedule take out the steps in which somebody is told (a crash in one of them stays, as a crash), and those in
    /// which somebody is asked who has learned: what is left is a schedule, no longer than the first, with the same promises and votes in the same
    /// order, since who has not learned could do whatever it did ([`Protocol::only_teaches`]), and with no more that was asked
    /// for. So a property of promises and votes is broken by it as well. The other way round, it is a schedule of the
    /// world's own anyway. That is right with every mistake, however learners count.
    fn may_matter(&self, message: u32) -> bool {
        !self.reduced || self.judge.asks_of_learning() || !self.tables.only_teach[message as usize]
    }

    /// Will the node begin no ballot again?
    fn is_spent(&self, change: &Change, node: u8) -> bool {
        let asked = |place: usize| self.tables.place_of(self.requests[place].0) == node;
        let requests = change.requests();
        let to_come = (0..self.requests.len()).any(|place| requests & 1 << place != 0 && asked(place));
        change.begun(node) >= self.allowance.ballots && !to_come
    }

    /// Can the message make no difference any more? And which nodes that depends on, as a set of indices.
    fn is_futile(&self, change: &Change, message: u32) -> (bool, u128) {
        let envelope = self.tables.messages.thing(message);
        let looked_at = Cell::new(0_u128);
        let outlook = |node: NodeId| {
            let index = self.tables.place_of(node);
            looked_at.set(looked_at.get() | 1 << index);
            let place = &self.tables.places.thing(change.place_of(index)).1;
            Outlook {
                disk: &place.disk,
                node: place.running.as_ref().map(|running| &running.node),
                spent: self.is_spent(change, index),
                may_crash: change.crashes() > 0,
                may_be_wiped: change.wipes() > 0,
            }
        };
        let is_futile = P::is_futile(&self.config, envelope.to, &envelope.message, &outlook);
        (is_futile, looked_at.get())
    }

    /// May this timer run out in a state, as clocks go?
    fn may_run_out(&self, state: &Row, action: u32) -> bool {
        let Action::Fire(id, timer) = self.tables.actions.thing(action) else { return true };
        let places = state.places(self.node_count());
        let place = |id: NodeId| places.get(usize::from(self.tables.place_of(id)));
        let node = |id: NodeId| {
            let running = self.tables.places.thing(*place(id)?).1.running.as_ref();
            running.map(|running| &running.node)
        };
        P::may_run_out(&self.config, (*id, *timer), &node)
    }

    /// A move and those cut by a crash, if any is left; what changes nothing is left out.
    fn offer(&mut self, state: &Row, a_move: Move, out: &mut Vec<Move>) {
        let place = state.places(self.node_count())[usize::from(a_move.node)];
        let local = self.tables.local(&self.config, (place, a_move.action, 0));
        let Local { nothing, lasting, .. } = *self.tables.get(local);
        if nothing && a_move.kind == Kind::Free {
            return;
        }
        out.push(Move { local, ..a_move });
        // Before the first and after the last it is a crash before or after the step.
        if state.crashes(self.node_count()) > 0
            && matches!(a_move.kind, Kind::Free | Kind::Request(_) | Kind::Arrive(_))
        {
            out.extend((1..lasting).map(|crash_after| Move { crash_after, ..a_move }));
        }
    }
}

impl<P: Protocol> Cluster<P> {
    /// What is next in each direction, by sender and receiver; and then each break.
    fn steps_on_streams(&mut self, state: &Row, out: &mut Vec<Move>) {
        let (count, nodes) = (self.node_count(), P::node_count(&self.config));
        let ids: Vec<NodeId> = NodeId::all(nodes).collect();
        let way = |from: u8, to: u8| state.ways()[usize::from(from) * count + usize::from(to)];
        let free = |action, node, kind| Move { action, node, crash_after: 0, kind, local: UNKNOWN };
        for (from, to) in (0..nodes).flat_map(|from| (0..nodes).map(move |to| (from, to))) {
            let Some(head) = self.tables.head(way(from, to)) else { continue };
            if self.prospects[state.places(count)[usize::from(to)] as usize].up {
                let notice = Action::Notice { from: ids[usize::from(from)], to: ids[usize::from(to)] };
                let action = match head {
                    Some(message) => self.tables.deliveries[message as usize].0,
                    None => self.tables.actions.number(notice),
                };
                self.offer(state, free(action, to, Kind::Arrive(from)), out);
            }
        }
        if state.breaks(count) > 0 {
            for (one, other) in (0..nodes).flat_map(|one| (one + 1..nodes).map(move |other| (one, other))) {
                if self.tables.can_break(way(one, other), way(other, one)) {
                    let action = Action::Break(ids[usize::from(one)], ids[usize::from(other)]);
                    out.push(free(self.tables.actions.number(action), one, Kind::Break(other)));
                }
            }
        }
    }

    /// What a move makes of connections, but for a break.
    fn connect(&mut self, change: &mut Change, a_move: &Move, local: u32) {
        if let Kind::Arrive(from) = a_move.kind {
            self.tables.arrive(change, from, a_move.node);
        }
        let doings = self.tables.get(local).doings.clone();
        self.tables.do_all(change, a_move.node, &doings);
        if a_move.kind == Kind::Crash || a_move.crash_after > 0 {
            self.tables.hang_up(change, a_move.node, P::node_count(&self.config));
        }
    }

    /// The row after a break.
    fn broken(&mut self, state: &Row, a_move: &Move, other: u8) -> Option<Row> {
        let mut change = state.change(self.node_count());
        change.pay(a_move, 0);
        self.tables.break_between(&mut change, a_move.node, other);
        change.done()
    }
}

fn hash(thing: &impl Hash) -> u64 {
    FixedState::with_seed(0x5061_786f_7300_0001).hash_one(thing)
}

impl<P: Protocol> Model for Cluster<P> {
    type State = Row;
    type Step = Move;

    fn initial_states(&mut self) -> Vec<Row> {
        let start = self.start.clone();
        let places: Vec<u32> = (0..)
            .zip(start.ids())
            .filter_map(|(index, id)| Some((index, start.place(id)?.clone())))
            .map(|place| self.tables.places.number(place))
            .collect();
        let messages: Vec<u32> =
            start.network().distinct().map(|envelope| self.tables.message(envelope.clone())).collect();
        let messages: Vec<u32> = messages.into_iter().filter(|message| self.may_matter(*message)).collect();
        let ledger = self.tables.ledgers.number(start.ledger().clone());
        self.catch_up();
        let row = Row::new(&places, ledger, self.requests.len(), self.allowance, &messages, &self.tables);
        let row = self.connected(row);
        self.start_sum = row.sum;
        vec![row]
    }

    /// The world's own order ([`World::enabled`]), with messages in the order in which they were first met, and without what loss
    /// and delay cover (cutting and healing links); each step that a crash may cut is followed by the steps cut.
    fn steps(&mut self, state: &Row, out: &mut Vec<Move>) {
        let count = self.node_count();
        let free = |action, node| Move { action, node, crash_after: 0, kind: Kind::Free, local: UNKNOWN };
        for message in state.messages(count) {
            let (action, receiver) = self.tables.deliveries[message as usize];
            if self.prospects[state.places(count)[usize::from(receiver)] as usize].up {
                self.offer(state, free(action, receiver), out);
            }
        }
        for (node, place) in (0_u8..).zip(state.places(count)) {
            for at in 0..self.prospects[*place as usize].fires.len() {
                let action = self.prospects[*place as usize].fires[at];
                if !P::CLOCKS || self.may_run_out(state, action) {
                    self.offer(state, free(action, node), out);
                }
            }
        }
        for request in (0..self.requests.len()).filter(|request| state.requests(count) & 1 << request != 0) {
            let node = self.tables.place_of(self.requests[request].0);
            if self.prospects[state.places(count)[usize::from(node)] as usize].up {
                let kind = Kind::Request(request as u8);
                self.offer(state, Move { kind, ..free(self.asking[request], node) }, out);
            }
        }
        for (node, place) in (0_u8..).zip(state.places(count)) {
            let Prospect { up, others: [first, second], .. } = self.prospects[*place as usize];
            if up && state.crashes(count) > 0 {
                out.push(Move { kind: Kind::Crash, ..free(first, node) });
            }
            if !up {
                out.push(free(first, node));
            }
            if !up && state.wipes(count) > 0 {
                out.push(Move { kind: Kind::Wipe, ..free(second, node) });
            }
        }
        if P::STREAMS {
            self.steps_on_streams(state, out);
        }
    }

    fn next(&mut self, state: &Row, a_move: &Move) -> Option<Row> {
        let count = self.node_count();
        let place = state.places(count)[usize::from(a_move.node)];
        if let Kind::Break(other) = a_move.kind {
            return self.broken(state, a_move, other);
        }
        let number = match a_move.local {
            UNKNOWN => self.tables.local(&self.config, (place, a_move.action, a_move.crash_after)),
            known => known,
        };
        let begun = self.tables.get(number).begun;
        if begun > 0 && state.begun(count, a_move.node).saturating_add(begun) > self.allowance.ballots {
            return None;
        }
        let ledger = self.tables.told(state.ledger(count), a_move.action, number);
        self.catch_up();
        let mut change = state.change(count);
        change.place(a_move.node, self.tables.get(number).place, &self.tables);
        change.ledger(ledger, &self.tables);
        change.pay(a_move, begun);
        for message in self.tables.get(number).sent.iter().filter(|message| self.may_matter(**message)) {
            change.message(*message, self.tables.messages.hash(*message));
        }
        if P::STREAMS {
            self.connect(&mut change, a_move, number);
        }
        if self.reduced && !self.judge.asks_of_nodes() {
            self.settle(&mut change, state, a_move.node, number);
        }
        change.done()
    }

    fn fingerprint(&self, state: &Row) -> Fingerprint {
        mix(self.symmetry.least_sum(state, self.node_count()))
    }

    fn properties(&self) -> &[Property] {
        &self.properties
    }

    fn holds(&mut self, property: usize, state: &Row) -> bool {
        let count = self.node_count();
        if self.judge.holds(property, state.ledger(count)) {
            return true;
        }
        let Self { config, requests, tables, helper, judge, .. } = self;
        let by_deciding = judge.questions()[property] == Question::CanDecide;
        by_deciding && helper.can_decide(config, requests, state.places(count), tables)
    }

    fn step_holds(&mut self, _: usize, before: &Row, _: &Move, after: &Row) -> bool {
        let count = self.node_count();
        self.judge.step_holds(before.ledger(count), after.ledger(count), &self.tables.ledgers)
    }

    /// Nothing is chosen.
    fn is_unfinished(&self, state: &Row) -> bool {
        !self.judge.is_decided(state.ledger(self.node_count()))
    }

    fn own_bytes(&self) -> usize {
        self.tables.bytes() + self.judge.bytes() + self.symmetry.bytes() + self.helper.bytes()
    }

    fn state_bytes(&self, state: &Row) -> usize {
        state.bytes()
    }
}
