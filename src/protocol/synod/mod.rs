//! Single-decree Paxos, which Lamport calls the Synod protocol: the cluster chooses one value.
//!
//! Source: L. Lamport, *Paxos Made Simple* (2001), section 2; the names of the steps are those of `Paxos.tla`.
//! Every node plays three roles, each a state machine of its own: [`Proposer`], [`Acceptor`] and [`Learner`].
//!
//! | word | what it means |
//! | --- | --- |
//! | ballot | an attempt, numbered `round.node`; its node is the only one that may lead it |
//! | promise | an acceptor's word that it takes part in no lower ballot |
//! | vote | an acceptor's acceptance of a value in a ballot |
//! | chosen | a quorum has voted for the value in one ballot |
//! | learned | a node knows that a value is chosen |
//!
//! | message | from | to | purpose |
//! | --- | --- | --- | --- |
//! | prepare (1a) | proposer | every acceptor | asks for promises, and for what was voted |
//! | promise (1b) | acceptor | the proposer | promises, and reports its last vote |
//! | refuse | acceptor | the proposer | turns the ballot down, and names the higher one promised |
//! | accept (2a) | proposer | every acceptor | asks for votes for one value |
//! | accepted (2b) | acceptor | the proposer, or every learner | the vote |
//! | chosen | the proposer's learner | every learner | tells what was chosen |
//!
//! Only the acceptor writes to the disk. A proposer needs nothing there: it begins a ballot above everything that its own
//! acceptor has promised, and that acceptor's promise is on the disk before anybody else hears of the ballot, so that no
//! ballot is used twice over a restart.
//!
//! All that is so unless one of the mistakes in [`Config::variants`] is switched on: then the node that should know better does it
//! wrong, and tells so ([`Mistake`]). Without any, no effect and no state is other than if there were no such switches.

mod acceptor;
mod learner;
mod message;
mod mistake;
mod proposer;
mod reason;
mod settled;

pub use acceptor::{Acceptor, Durable, Write};
pub use learner::{Learned, Learner, Told};
pub use message::Message;
pub use mistake::Mistake;
pub use proposer::{Phase, Promises, Proposer, Timer};
pub use reason::{BallotCause, Reason};

use super::{
    Ballot, Canonical, Effect, Effects, Input, Kind, Label, NodeId, Outlook, Projection, Protocol, Quorums, Renamed,
    Renaming, Set, Testimony, Value, Variant, Variants, Vote, Wait,
};

/// The only slot there is.
pub const ONLY_SLOT: super::Slot = 0;

/// What every node knows.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Config {
    /// How many nodes; each is proposer, acceptor and learner.
    pub node_count: u8,
    /// How many acceptors each phase needs.
    pub quorums: Quorums,
    /// How the decision gets around.
    pub learning: Learning,
    /// Mistakes that are switched on: none, but in the bug lab.
    pub variants: Variants,
}

impl Config {
    /// A cluster of this size with majority quorums, learning by notification.
    pub fn majorities(node_count: u8) -> Self {
        Self {
            node_count,
            quorums: Quorums::majorities(node_count),
            learning: Learning::Notification,
            variants: Variants::default(),
        }
    }
}

/// How learners get to know (Paxos Made Simple, section 2.3).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Learning {
    /// Acceptors vote to the ballot's owner, whose learner tells the others: few messages.
    Notification,
    /// Acceptors vote to every learner: one message delay less, and n times as many messages.
    Votes,
}

/// A node of the Synod protocol.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Synod {
    id: NodeId,
    proposer: Proposer,
    acceptor: Acceptor,
    learner: Learner,
}

impl Synod {
    /// Its proposer, to be looked at.
    pub fn proposer(&self) -> &Proposer {
        &self.proposer
    }

    /// Its acceptor, to be looked at.
    pub fn acceptor(&self) -> &Acceptor {
        &self.acceptor
    }

    /// Its learner, to be looked at.
    pub fn learner(&self) -> &Learner {
        &self.learner
    }

    fn deliver(&mut self, config: &Config, from: NodeId, message: Message, out: &mut Effects<Self>) {
        match message {
            Message::Prepare { ballot } => self.acceptor.prepare(config, from, ballot, None, out),
            Message::PrepareValue { ballot, value } => self.acceptor.prepare(config, from, ballot, Some(value), out),
            Message::Accept { ballot, value } => {
                self.acceptor.accept(self.id, config, from, Vote { ballot, value }, out);
            }
            Message::Promise { ballot, vote } => self.proposer.promise(self.id, config, from, ballot, vote, out),
            Message::Refuse { ballot, promised } => self.proposer.refuse(from, ballot, promised, out),
            Message::Accepted { ballot, value } => {
                if self.learner.accepted(self.id, config, from, Vote { ballot, value }, out) {
                    self.proposer.finish(out);
                }
            }
            Message::Chosen { ballot, value } => {
                if self.learner.told(from, Vote { ballot, value }, out) {
                    self.proposer.finish(out);
                }
            }
        }
    }
}

impl Protocol for Synod {
    type Config = Config;
    type Message = Message;
    type Request = Value;
    type Timer = Timer;
    type Durable = Durable;
    type Write = Write;
    type Reason = Reason;

    fn boot(id: NodeId, _config: &Config, disk: &Durable, out: &mut Effects<Self>) -> Self {
        if *disk != Durable::default() {
            out.explain(Reason::Recovered { promised: disk.promised, vote: disk.vote.clone() });
        }
        Self { id, proposer: Proposer::default(), acceptor: Acceptor::recover(disk), learner: Learner::default() }
    }

    fn handle(&mut self, config: &Config, input: Input<Self>, out: &mut Effects<Self>) {
        match input {
            Input::Deliver { from, message } => self.deliver(config, from, message, out),
            // Nothing that it sends belongs to a connection.
            Input::Closed { .. } => {}
            Input::Fire(timer) => self.proposer.fire(self.id, config, self.acceptor.promised(), timer, out),
            Input::Request(value) => match self.learner.learned() {
                Some(learned) => {
                    out.explain(Reason::AlreadyDecided { asked: value, learned: learned.vote.value.clone() })
                }
                None => self.proposer.request(self.id, config, self.acceptor.promised(), value, out),
            },
        }
    }

    fn fold(disk: &mut Durable, write: &Write) {
        match write {
            Write::Promised(ballot) => disk.promised = Some(*ballot),
            Write::Voted(vote) => {
                disk.promised = Some(vote.ballot);
                disk.vote = Some(vote.clone());
            }
            Write::VoteAlone(vote) => disk.vote = Some(vote.clone()),
        }
    }

    fn label(_from: NodeId, _to: NodeId, message: &Message) -> Label {
        let (kind, ballot) = match message {
            Message::Prepare { ballot } | Message::PrepareValue { ballot, .. } => (Kind::Prepare, ballot),
            Message::Promise { ballot, .. } => (Kind::Promise, ballot),
            Message::Refuse { ballot, .. } => (Kind::Refuse, ballot),
            Message::Accept { ballot, .. } => (Kind::Accept, ballot),
            Message::Accepted { ballot, .. } => (Kind::Accepted, ballot),
            Message::Chosen { ballot, .. } => (Kind::Chosen, ballot),
        };
        Label::of_ballot(kind, *ballot)
    }

    fn wait(timer: Timer) -> Wait {
        match timer {
            Timer::Timeout => Wait::Timeout,
            Timer::BackOff => Wait::BackOff,
        }
    }

    fn testimony(effect: &Effect<Self>) -> Option<Testimony> {
        match effect {
            Effect::Persist(Write::Promised(ballot)) => Some(Testimony::Promised(*ballot)),
            Effect::Persist(Write::Voted(vote) | Write::VoteAlone(vote)) => {
                Some(Testimony::Voted(ONLY_SLOT, vote.clone()))
            }
            Effect::Send { message, .. } => match message {
                Message::Promise { ballot, .. } => Some(Testimony::Promised(*ballot)),
                Message::Accepted { ballot, value } => {
                    Some(Testimony::Voted(ONLY_SLOT, Vote { ballot: *ballot, value: value.clone() }))
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn begun(effect: &Effect<Self>) -> Option<Ballot> {
        match effect {
            Effect::Explain(Reason::Began { ballot, .. }) => Some(*ballot),
            _ => None,
        }
    }

    fn asked_value(request: &Value) -> Option<Value> {
        Some(request.clone())
    }

    fn node_count(config: &Config) -> u8 {
        config.node_count
    }

    /// Votes and decisions are heard by the learner alone. Once it has learned, the proposer is done, and requests are answered with what is
    /// known: it begins nothing and proposes nothing any more. A crash takes what was learned and what the proposer was about alike.
    fn only_teaches(message: &Message) -> bool {
        matches!(message, Message::Accepted { .. } | Message::Chosen { .. })
    }

    /// They begin a ballot only when asked. The one place in which a node looks at names is where several promises report votes of one
    /// ballot: of these it takes the first. That makes no difference if they are for one value, as they are unless a ballot is begun
    /// twice: by a node that lost its disk, or, where a mistake forgets or lowers promises, its memory. (`prepare-stores-value` gives a ballot
    /// two values without that, and `any-value` takes the first report whatever its ballot.)
    fn are_alike(config: &Config, crashes_between: bool, wipes_between: bool) -> bool {
        let begun_twice = wipes_between || (crashes_between && !config.variants.is_empty());
        let looks_at_names = [Variant::AnyValue, Variant::PrepareStoresValue];
        !begun_twice && !looks_at_names.into_iter().any(|variant| config.variants.has(variant))
    }

    fn settle(&mut self, _config: &Config, timers: &mut Set<Timer>, spent: bool) {
        self.learner.settle();
        if spent {
            *timers = Set::default();
            self.proposer.settle();
        }
    }

    fn is_futile<'a>(
        config: &Config,
        to: NodeId,
        message: &Message,
        outlook: &dyn Fn(NodeId) -> Outlook<'a, Self>,
    ) -> bool
    where
        Self: 'a,
    {
        settled::is_futile(config, to, message, outlook)
    }
}

impl Renamed for Synod {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self {
            id: self.id.renamed(renaming),
            proposer: self.proposer.renamed(renaming),
            acceptor: self.acceptor.renamed(renaming),
            learner: self.learner.renamed(renaming),
        }
    }
}

impl Canonical for Synod {
    fn project(&self, out: &mut Projection) {
        self.id.project(out);
        self.proposer.project(out);
        self.acceptor.project(out);
        self.learner.project(out);
    }
}

/// The ballot that a node may begin next: its own, above everything it has seen and everything its acceptor has promised.
fn next_ballot(id: NodeId, highest_round: u32, promised: Option<Ballot>) -> Ballot {
    let above = highest_round.max(promised.map_or(0, |ballot| ballot.round));
    Ballot::new(above.saturating_add(1), id)
}

#[cfg(test)]
mod tests;
