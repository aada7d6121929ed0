//! The proposer: it begins ballots, chooses what to propose, and tries again.

use super::super::{
    Ballot, Canonical, Effects, Map, NodeId, Projection, Renamed, Renaming, Value, Variant, Variants, Vote,
};
use super::{BallotCause, Config, Message, Mistake, Reason, Synod, next_ballot};

/// Who promised, and the vote each reported.
pub type Promises = Map<NodeId, Option<Vote>>;

/// A proposer's memory; none of it is on the disk.
#[derive(Clone, Default, PartialEq, Eq, Hash, Debug)]
pub struct Proposer {
    wants: Option<Value>,
    highest_round: u32,
    attempts: u32,
    phase: Phase,
}

/// Where a proposer stands.
#[derive(Clone, Default, PartialEq, Eq, Hash, Debug)]
pub enum Phase {
    /// It leads no ballot.
    #[default]
    Idle,
    /// Phase 1: it collects promises.
    Preparing {
        /// The ballot it leads.
        ballot: Ballot,
        /// The promises so far.
        promises: Promises,
        /// How many were counted again; 0 but with the mistake [`Variant::DuplicatePromise`].
        repeats: u8,
    },
    /// Phase 2: it has asked for votes. (Its learner counts them.)
    Proposing {
        /// The ballot it leads, and the value it proposes.
        vote: Vote,
        /// The promises that allowed it.
        promises: Promises,
    },
    /// A higher ballot stood in the way; it waits before it tries again.
    BackingOff {
        /// The ballot it gave up.
        ballot: Ballot,
        /// The higher ballot.
        higher: Ballot,
    },
}

/// The timers of a proposer; at most one is armed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Timer {
    /// Armed when a ballot begins: the answers are overdue.
    Timeout,
    /// Armed when a ballot was refused: time to try again.
    BackOff,
}

impl Proposer {
    /// What a client asked it to propose.
    pub fn wants(&self) -> Option<&Value> {
        self.wants.as_ref()
    }

    /// How many ballots it has begun for what it wants.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Where it stands.
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// A client asks for a value. One at a time: a second wish is turned away.
    pub fn request(
        &mut self,
        id: NodeId,
        config: &Config,
        promised: Option<Ballot>,
        value: Value,
        out: &mut Effects<Synod>,
    ) {
        if let Some(wants) = &self.wants {
            return out.explain(Reason::Busy { asked: value, wants: wants.clone() });
        }
        self.wants = Some(value.clone());
        self.begin(id, config, promised, BallotCause::Asked(value), out);
    }

    /// A timer ran out: the next ballot begins.
    pub fn fire(
        &mut self,
        id: NodeId,
        config: &Config,
        promised: Option<Ballot>,
        timer: Timer,
        out: &mut Effects<Synod>,
    ) {
        let cause = match (timer, &self.phase) {
            (Timer::Timeout, Phase::Preparing { ballot, promises, repeats }) => {
                let counted = promises.len() + usize::from(*repeats);
                BallotCause::NoQuorum { ballot: *ballot, promises: u8::try_from(counted).unwrap_or(u8::MAX) }
            }
            (Timer::Timeout, Phase::Proposing { vote, .. }) => BallotCause::NoDecision { ballot: vote.ballot },
            (Timer::BackOff, Phase::BackingOff { ballot, higher }) => {
                BallotCause::BackedOff { ballot: *ballot, higher: *higher }
            }
            _ => return out.explain(Reason::NothingToRetry),
        };
        self.begin(id, config, promised, cause, out);
    }

    /// Phase 1a. When: at any time. Changes: nothing that anybody relies on. Safe: it only asks, and the ballot is new,
    /// since it is above everything that this node's acceptor, which promises it at once, ever promised.
    fn begin(
        &mut self,
        id: NodeId,
        config: &Config,
        promised: Option<Ballot>,
        cause: BallotCause,
        out: &mut Effects<Synod>,
    ) {
        let reuses = config.variants.has(Variant::BallotReuse);
        let ballot = next_ballot(id, self.highest_round, promised.filter(|_| !reuses));
        self.highest_round = ballot.round;
        self.attempts = self.attempts.saturating_add(1);
        self.phase = Phase::Preparing { ballot, promises: Promises::new_vec(), repeats: 0 };
        out.explain(Reason::Began { ballot, cause });
        if let Some(promised) = promised.filter(|promised| reuses && *promised >= ballot) {
            out.explain(Reason::Mistake(Mistake::BallotNotAbove { ballot, promised }));
        }
        out.set_timer(Timer::Timeout, self.attempts);
        let carries = config.variants.has(Variant::PrepareStoresValue);
        let prepare = match self.wants.clone().filter(|_| carries) {
            Some(value) => Message::PrepareValue { ballot, value },
            None => Message::Prepare { ballot },
        };
        out.broadcast(id, config.node_count, &prepare);
    }

    /// Phase 2a. When: a quorum has promised this ballot, and no value was proposed in it yet. Changes: the ballot's value is
    /// settled. Safe: see [`choose_value`].
    pub fn promise(
        &mut self,
        id: NodeId,
        config: &Config,
        from: NodeId,
        ballot: Ballot,
        vote: Option<Vote>,
        out: &mut Effects<Synod>,
    ) {
        let need = config.quorums.phase1;
        let stale_counts = config.variants.has(Variant::StalePromises);
        let (led, promises, repeats) = match &mut self.phase {
            Phase::Preparing { ballot: led, promises, repeats }
                if *led == ballot || (stale_counts && ballot < *led) =>
            {
                (*led, promises, repeats)
            }
            Phase::Proposing { vote: led, .. } if led.ballot == ballot => {
                return out.explain(Reason::LatePromise { from, ballot });
            }
            _ => return out.explain(Reason::StalePromise { from, ballot }),
        };
        let counted_before = promises.contains_key(&from);
        if !counted_before || led == ballot {
            promises.insert(from, vote.clone());
        }
        let counts_again = counted_before && config.variants.has(Variant::DuplicatePromise);
        let again = counts_again && promises.len() + usize::from(*repeats) < usize::from(need);
        *repeats += u8::from(again);
        let have = u8::try_from(promises.len() + usize::from(*repeats)).unwrap_or(u8::MAX);
        let mistake = if led != ballot {
            Some(Mistake::CountsStalePromise { from, ballot, led, have, need })
        } else {
            again.then_some(Mistake::CountsPromiseAgain { from, ballot, have, need })
        };
        if have < need {
            let counted = Reason::PromiseCounted { from, ballot, vote, have, need, counted_before };
            return out.explain(mistake.map_or(counted, Reason::Mistake));
        }
        mistake.into_iter().for_each(|mistake| out.explain(Reason::Mistake(mistake)));
        let promises = std::mem::take(promises);
        self.propose(id, config, led, promises, out);
    }

    fn propose(&mut self, id: NodeId, config: &Config, ballot: Ballot, promises: Promises, out: &mut Effects<Synod>) {
        let Some(wants) = self.wants.clone() else {
            return;
        };
        let promised_by = promises.keys().copied().collect();
        let (right, reported) = choose_value(&promises, wants.clone());
        let wrong = choose_wrongly(config.variants, &promises, &wants).filter(|wrong| wrong.value != right);
        let value = match (wrong, reported) {
            (Some(Wrong { variant, value, used }), Some(forced)) => {
                let vote = Vote { ballot, value: value.clone() };
                out.explain(Reason::Mistake(Mistake::Proposes { variant, vote, used, forced, promised_by }));
                value
            }
            (_, reported) => {
                out.explain(Reason::Proposes { ballot, value: right.clone(), wants, reported, promised_by });
                right
            }
        };
        self.phase = Phase::Proposing { vote: Vote { ballot, value: value.clone() }, promises };
        out.broadcast(id, config.node_count, &Message::Accept { ballot, value });
    }

    /// An acceptor has promised a higher ballot: this one is given up, and the next waits, so that whoever holds the higher
    /// ballot has a chance to finish (Paxos Made Simple, section 2.4, on progress).
    pub fn refuse(&mut self, from: NodeId, ballot: Ballot, promised: Ballot, out: &mut Effects<Synod>) {
        self.highest_round = self.highest_round.max(promised.round);
        let leads = match &self.phase {
            Phase::Preparing { ballot: led, .. } => *led == ballot,
            Phase::Proposing { vote, .. } => vote.ballot == ballot,
            Phase::Idle | Phase::BackingOff { .. } => false,
        };
        if !leads {
            return out.explain(Reason::StaleRefusal { from, ballot, promised });
        }
        out.explain(Reason::GivesUp { from, ballot, higher: promised });
        self.phase = Phase::BackingOff { ballot, higher: promised };
        out.cancel_timer(Timer::Timeout);
        out.set_timer(Timer::BackOff, self.attempts);
    }

    /// The same without what only a next ballot would need.
    pub(super) fn without_future(&self) -> Self {
        Self { wants: self.wants.clone(), phase: self.phase.clone(), ..Self::default() }
    }

    /// The decision is known: nothing is left to propose.
    pub fn finish(&mut self, out: &mut Effects<Synod>) {
        match self.phase {
            Phase::Idle => {}
            Phase::Preparing { .. } | Phase::Proposing { .. } => out.cancel_timer(Timer::Timeout),
            Phase::BackingOff { .. } => out.cancel_timer(Timer::BackOff),
        }
        self.phase = Phase::Idle;
        self.wants = None;
        self.attempts = 0;
    }
}

/// The value to propose, and the reported vote that forces it.
///
/// Why the highest reported vote's value (P2c of Paxos Made Simple; `ShowsSafeAt` of Voting.tla):
/// 1. Suppose a value `v` was, or may yet be, chosen in a ballot `c` below ours: then a quorum votes for it in `c`.
/// 2. That quorum shares an acceptor with the one that promised us. Having promised, it votes in no lower ballot any more; so it had
///    voted for `v` in `c` before it answered, and what it reports is of ballot `c` or higher.
/// 3. So the highest reported ballot `d` is at least `c`. If `d = c`, its value is `v`, since a ballot has one value. If
///    `d > c`, its owner followed this same rule, and by induction its value is `v`.
/// 4. If nobody reports a vote, nothing was or can be chosen below: any value is safe.
fn choose_value(promises: &Promises, wants: Value) -> (Value, Option<(NodeId, Vote)>) {
    let votes = promises.iter().filter_map(|(from, vote)| Some((*from, vote.clone()?)));
    // Of several reports of the highest ballot the first acceptor's is named.
    match votes.rev().max_by_key(|(_, vote)| vote.ballot) {
        Some((from, vote)) => (vote.value.clone(), Some((from, vote))),
        None => (wants, None),
    }
}

/// A value chosen by a wrong rule.
struct Wrong {
    variant: Variant,
    value: Value,
    used: Option<(NodeId, Vote)>,
}

/// What the mistake makes it propose that is switched on: the first of these, if there are several.
fn choose_wrongly(variants: Variants, promises: &Promises, wants: &Value) -> Option<Wrong> {
    const RULES: [Variant; 4] =
        [Variant::IgnorePromises, Variant::AnyValue, Variant::LowestBallotValue, Variant::GreatestValue];
    let variant = RULES.into_iter().find(|rule| variants.has(*rule))?;
    let mut votes = promises.iter().filter_map(|(from, vote)| Some((*from, vote.clone()?)));
    let used = match variant {
        Variant::AnyValue => votes.next(),
        Variant::LowestBallotValue => votes.min_by_key(|(_, vote)| vote.ballot),
        Variant::GreatestValue => votes.max_by(|(_, one), (_, other)| one.value.cmp(&other.value)),
        _ => None,
    };
    let value = used.as_ref().map_or_else(|| wants.clone(), |(_, vote)| vote.value.clone());
    Some(Wrong { variant, value, used })
}

impl Renamed for Proposer {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self {
            wants: self.wants.clone(),
            highest_round: renaming.round(self.highest_round),
            attempts: renaming.attempts(self.attempts),
            phase: self.phase.renamed(renaming),
        }
    }
}

impl Renamed for Phase {
    fn renamed(&self, renaming: &Renaming) -> Self {
        match self {
            Phase::Idle => Phase::Idle,
            Phase::Preparing { ballot, promises, repeats } => Phase::Preparing {
                ballot: ballot.renamed(renaming),
                promises: promises.renamed(renaming),
                repeats: *repeats,
            },
            Phase::Proposing { vote, promises } => {
                Phase::Proposing { vote: vote.renamed(renaming), promises: promises.renamed(renaming) }
            }
            Phase::BackingOff { ballot, higher } => {
                Phase::BackingOff { ballot: ballot.renamed(renaming), higher: higher.renamed(renaming) }
            }
        }
    }
}

impl Canonical for Timer {
    fn project(&self, out: &mut Projection) {
        out.u8(match self {
            Timer::Timeout => 1,
            Timer::BackOff => 2,
        });
    }
}

impl Canonical for Proposer {
    fn project(&self, out: &mut Projection) {
        self.wants.project(out);
        out.u32(self.highest_round);
        out.u32(self.attempts);
        match &self.phase {
            Phase::Idle => out.u8(0),
            Phase::Preparing { ballot, promises, repeats } => {
                out.u8(if *repeats == 0 { 1 } else { 4 });
                ballot.project(out);
                out.all(promises.iter());
                if *repeats > 0 {
                    out.u8(*repeats);
                }
            }
            Phase::Proposing { vote, promises } => {
                out.u8(2);
                vote.project(out);
                out.all(promises.iter());
            }
            Phase::BackingOff { ballot, higher } => {
                out.u8(3);
                ballot.project(out);
                higher.project(out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Effect;
    use super::*;

    fn node(number: u8) -> NodeId {
        NodeId::new(number).expect("a node")
    }

    fn ballot(round: u32, owner: u8) -> Ballot {
        Ballot::new(round, node(owner))
    }

    fn value(text: &str) -> Value {
        Value::new(text).expect("a value")
    }

    fn vote(round: u32, owner: u8, text: &str) -> Vote {
        Vote { ballot: ballot(round, owner), value: value(text) }
    }

    /// An input to a proposer.
    enum To {
        Request(&'static str),
        Fire(Timer),
        Promise(u8, Ballot, Option<Vote>),
        Refuse(u8, Ballot, Ballot),
        Finish,
    }

    /// The proposer n1 of three, whose acceptor has promised this, gets one input.
    fn give(proposer: &mut Proposer, promised: Option<Ballot>, input: To) -> Vec<Effect<Synod>> {
        let (id, config) = (node(1), Config::majorities(3));
        let mut out = Effects::default();
        match input {
            To::Request(text) => proposer.request(id, &config, promised, value(text), &mut out),
            To::Fire(timer) => proposer.fire(id, &config, promised, timer, &mut out),
            To::Promise(from, ballot, vote) => proposer.promise(id, &config, node(from), ballot, vote, &mut out),
            To::Refuse(from, ballot, higher) => proposer.refuse(node(from), ballot, higher, &mut out),
            To::Finish => proposer.finish(&mut out),
        }
        out.into_vec()
    }

    /// The last of these inputs has exactly these effects.
    fn check(inputs: impl IntoIterator<Item = To>, expected: Vec<Effect<Synod>>) -> Proposer {
        let mut proposer = Proposer::default();
        let mut effects = Vec::new();
        for input in inputs {
            effects = give(&mut proposer, None, input);
        }
        assert_eq!(effects, expected);
        proposer
    }

    fn to_all(message: &Message) -> Vec<Effect<Synod>> {
        (1..=3).map(|to| Effect::Send { to: node(to), message: message.clone() }).collect()
    }

    fn begins(ballot: Ballot, cause: BallotCause, attempt: u32) -> Vec<Effect<Synod>> {
        let first =
            [Effect::Explain(Reason::Began { ballot, cause }), Effect::SetTimer { timer: Timer::Timeout, attempt }];
        first.into_iter().chain(to_all(&Message::Prepare { ballot })).collect()
    }

    fn proposes(vote: &Vote, reported: Option<(u8, Vote)>, promised_by: &[u8]) -> Vec<Effect<Synod>> {
        let Vote { ballot, value } = vote.clone();
        let explained = Effect::Explain(Reason::Proposes {
            ballot,
            value: value.clone(),
            wants: Value::new("blue").expect("a value"),
            reported: reported.map(|(from, vote)| (node(from), vote)),
            promised_by: promised_by.iter().map(|number| node(*number)).collect(),
        });
        [explained].into_iter().chain(to_all(&Message::Accept { ballot, value })).collect()
    }

    #[test]
    fn a_request_begins_ballot_1_and_asks_its_own_acceptor_first() {
        check([To::Request("blue")], begins(ballot(1, 1), BallotCause::Asked(value("blue")), 1));
    }

    #[test]
    fn a_ballot_begins_above_what_its_own_acceptor_has_promised() {
        let mut proposer = Proposer::default();
        let effects = give(&mut proposer, Some(ballot(7, 3)), To::Request("blue"));
        assert_eq!(effects, begins(ballot(8, 1), BallotCause::Asked(value("blue")), 1));
    }

    #[test]
    fn a_second_request_is_turned_away() {
        let busy = Effect::Explain(Reason::Busy { asked: value("red"), wants: value("blue") });
        let proposer = check([To::Request("blue"), To::Request("red")], vec![busy]);
        assert_eq!(proposer.wants(), Some(&value("blue")));
    }

    #[test]
    fn p2c_with_no_vote_reported_it_proposes_what_it_wants() {
        let promises = [To::Request("blue"), To::Promise(1, ballot(1, 1), None), To::Promise(3, ballot(1, 1), None)];
        check(promises, proposes(&vote(1, 1, "blue"), None, &[1, 3]));
    }

    #[test]
    fn p2c_it_proposes_the_value_of_the_highest_vote_reported() {
        let low = To::Promise(1, ballot(1, 1), Some(vote(1, 2, "green")));
        let high = To::Promise(2, ballot(1, 1), Some(vote(1, 3, "red")));
        check([To::Request("blue"), low, high], proposes(&vote(1, 1, "red"), Some((2, vote(1, 3, "red"))), &[1, 2]));
    }

    #[test]
    fn p2c_the_order_of_the_promises_does_not_matter() {
        let high = To::Promise(1, ballot(1, 1), Some(vote(1, 3, "red")));
        let low = To::Promise(2, ballot(1, 1), Some(vote(1, 2, "green")));
        check([To::Request("blue"), high, low], proposes(&vote(1, 1, "red"), Some((1, vote(1, 3, "red"))), &[1, 2]));
    }

    #[test]
    fn of_equal_votes_the_first_acceptors_is_named() {
        let reported = || Some(vote(1, 3, "red"));
        let promises = [To::Promise(3, ballot(1, 1), reported()), To::Promise(2, ballot(1, 1), reported())];
        check(
            [To::Request("blue")].into_iter().chain(promises),
            proposes(&vote(1, 1, "red"), Some((2, vote(1, 3, "red"))), &[2, 3]),
        );
    }

    #[test]
    fn the_same_promise_twice_is_counted_once() {
        let promise = || To::Promise(2, ballot(1, 1), None);
        let counted = Effect::Explain(Reason::PromiseCounted {
            from: node(2),
            ballot: ballot(1, 1),
            vote: None,
            have: 1,
            need: 2,
            counted_before: true,
        });
        check([To::Request("blue"), promise(), promise()], vec![counted]);
    }

    #[test]
    fn promises_of_another_ballot_do_not_count() {
        let stale = Effect::Explain(Reason::StalePromise { from: node(3), ballot: ballot(1, 1) });
        let again = [To::Request("blue"), To::Fire(Timer::Timeout), To::Promise(2, ballot(2, 1), None)];
        check(again.into_iter().chain([To::Promise(3, ballot(1, 1), None)]), vec![stale]);
    }

    #[test]
    fn a_promise_after_the_value_is_settled_changes_nothing() {
        let late = Effect::Explain(Reason::LatePromise { from: node(3), ballot: ballot(1, 1) });
        let quorum = [To::Promise(1, ballot(1, 1), None), To::Promise(2, ballot(1, 1), None)];
        let third = To::Promise(3, ballot(1, 1), Some(vote(1, 2, "red")));
        check([To::Request("blue")].into_iter().chain(quorum).chain([third]), vec![late]);
    }

    #[test]
    fn too_few_promises_in_time_begin_a_higher_ballot() {
        let cause = BallotCause::NoQuorum { ballot: ballot(1, 1), promises: 1 };
        let inputs = [To::Request("blue"), To::Promise(1, ballot(1, 1), None), To::Fire(Timer::Timeout)];
        check(inputs, begins(ballot(2, 1), cause, 2));
    }

    #[test]
    fn no_decision_in_time_begins_a_higher_ballot() {
        let quorum = [To::Promise(1, ballot(1, 1), None), To::Promise(2, ballot(1, 1), None)];
        let inputs = [To::Request("blue")].into_iter().chain(quorum).chain([To::Fire(Timer::Timeout)]);
        check(inputs, begins(ballot(2, 1), BallotCause::NoDecision { ballot: ballot(1, 1) }, 2));
    }

    #[test]
    fn a_refused_ballot_is_given_up_and_the_next_waits() {
        let (led, higher) = (ballot(1, 1), ballot(5, 3));
        let expected = vec![
            Effect::Explain(Reason::GivesUp { from: node(2), ballot: led, higher }),
            Effect::CancelTimer(Timer::Timeout),
            Effect::SetTimer { timer: Timer::BackOff, attempt: 1 },
        ];
        check([To::Request("blue"), To::Refuse(2, led, higher)], expected);
    }

    #[test]
    fn after_the_back_off_it_begins_above_the_ballot_that_stood_in_the_way() {
        let (led, higher) = (ballot(1, 1), ballot(5, 3));
        let inputs = [To::Request("blue"), To::Refuse(2, led, higher), To::Fire(Timer::BackOff)];
        check(inputs, begins(ballot(6, 1), BallotCause::BackedOff { ballot: led, higher }, 2));
    }

    #[test]
    fn promises_that_come_while_it_backs_off_do_not_count() {
        let (led, higher) = (ballot(1, 1), ballot(5, 3));
        let inputs = [To::Request("blue"), To::Promise(1, led, None), To::Refuse(2, led, higher)];
        let stale = Effect::Explain(Reason::StalePromise { from: node(3), ballot: led });
        check(inputs.into_iter().chain([To::Promise(3, led, None)]), vec![stale]);
    }

    #[test]
    fn a_refusal_of_an_older_ballot_is_remembered_and_stops_nothing() {
        let stale = Reason::StaleRefusal { from: node(2), ballot: ballot(1, 1), promised: ballot(9, 3) };
        let inputs = [To::Request("blue"), To::Fire(Timer::Timeout), To::Refuse(2, ballot(1, 1), ballot(9, 3))];
        let mut proposer = check(inputs, vec![Effect::Explain(stale)]);
        let cause = BallotCause::NoQuorum { ballot: ballot(2, 1), promises: 0 };
        assert_eq!(give(&mut proposer, None, To::Fire(Timer::Timeout)), begins(ballot(10, 1), cause, 3));
    }

    #[test]
    fn a_decision_leaves_nothing_to_propose_and_disarms_the_timer() {
        let proposer = check([To::Request("blue"), To::Finish], vec![Effect::CancelTimer(Timer::Timeout)]);
        assert_eq!((proposer.wants(), proposer.phase(), proposer.attempts()), (None, &Phase::Idle, 0));
        let backing_off = [To::Request("blue"), To::Refuse(2, ballot(1, 1), ballot(5, 3)), To::Finish];
        check(backing_off, vec![Effect::CancelTimer(Timer::BackOff)]);
        check([To::Finish], vec![]);
    }

    #[test]
    fn a_timer_with_nothing_to_retry_does_nothing() {
        check([To::Fire(Timer::Timeout)], vec![Effect::Explain(Reason::NothingToRetry)]);
        check([To::Request("blue"), To::Fire(Timer::BackOff)], vec![Effect::Explain(Reason::NothingToRetry)]);
    }
}
