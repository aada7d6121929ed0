//! The acceptor: it promises and votes, and writes both down before it says so (but for what mistakes are switched on).

use super::super::{Ballot, Canonical, Effects, NodeId, Projection, Renamed, Renaming, Value, Variant, Variants, Vote};
use super::{Config, Learning, Message, Mistake, Reason, Synod};

/// What an acceptor remembers. The same is on its disk, unless it is a mistake: it says nothing that it has not written.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Acceptor {
    memory: Durable,
}

/// What the disk of a node holds.
#[derive(Clone, Default, PartialEq, Eq, Hash, Debug)]
pub struct Durable {
    /// The highest ballot promised or voted in (`maxBal`).
    pub promised: Option<Ballot>,
    /// The vote of the highest ballot (`maxVBal`, `maxVal`).
    pub vote: Option<Vote>,
}

/// A write to the disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Write {
    /// The ballot promised.
    Promised(Ballot),
    /// The vote; it raises the promise as well.
    Voted(Vote),
    /// The vote, which leaves the promise as it is: only with the mistake [`Variant::NoRaise`].
    VoteAlone(Vote),
}

impl Acceptor {
    /// An acceptor that remembers what its disk kept.
    pub fn recover(disk: &Durable) -> Self {
        Self { memory: disk.clone() }
    }

    /// The highest ballot it promised or voted in.
    pub fn promised(&self) -> Option<Ballot> {
        self.memory.promised
    }

    /// Its vote of the highest ballot.
    pub fn vote(&self) -> Option<&Vote> {
        self.memory.vote.as_ref()
    }

    /// Phase 1b. When: a prepare for a ballot higher than any promised or voted in (P1a of Paxos Made Simple). Changes: the
    /// promise rises to it. Safe: what it reports is its last vote below the ballot for good, since it will cast no other there.
    /// A prepare that it has answered already gets no second answer; one of a lower ballot is refused.
    pub fn prepare(
        &mut self,
        config: &Config,
        from: NodeId,
        ballot: Ballot,
        value: Option<Value>,
        out: &mut Effects<Synod>,
    ) {
        let checks = !config.variants.has(Variant::PromiseUnchecked);
        match self.memory.promised {
            Some(promised) if promised > ballot && checks => self.refuse(from, ballot, promised, false, out),
            Some(promised) if promised == ballot && checks => out.explain(Reason::AlreadyPromised { from, ballot }),
            before => {
                let stored = value.map(|value| Vote { ballot, value });
                let overwritten = stored.as_ref().and_then(|stored| self.memory.vote.replace(stored.clone()));
                self.memory.promised = Some(ballot);
                out.explain(Reason::Promised { from, ballot, before, vote: self.memory.vote.clone() });
                if let Some(vote) = stored.clone() {
                    out.explain(Reason::Mistake(Mistake::StoresValue { from, vote, before: overwritten }));
                }
                write_promise(config.variants, ballot, stored, out);
                out.send(from, Message::Promise { ballot, vote: self.memory.vote.clone() });
            }
        }
    }

    /// Phase 2b. When: an accept for a ballot not lower than the promised one (P1a). Changes: the vote becomes it, and the
    /// promise rises to its ballot. Safe: the ballot's owner asked for a value that is safe at that ballot, and for only one.
    /// A vote already cast is told again: a vote is a fact, and hearing it twice changes nothing.
    pub fn accept(&mut self, id: NodeId, config: &Config, from: NodeId, vote: Vote, out: &mut Effects<Synod>) {
        let promised = self.memory.promised;
        let checks = !config.variants.has(Variant::AcceptUnchecked);
        if let Some(promised) = promised.filter(|promised| checks && *promised > vote.ballot) {
            return self.refuse(from, vote.ballot, promised, true, out);
        }
        let again = self.memory.vote.as_ref() == Some(&vote);
        out.explain(Reason::Voted { from, vote: vote.clone(), before: self.memory.vote.clone(), promised, again });
        if !again {
            if !config.variants.has(Variant::NoRaise) {
                self.memory.promised = Some(vote.ballot);
            }
            self.memory.vote = Some(vote.clone());
            let moved = self.memory.promised != promised;
            write_vote(config.variants, moved, vote.clone(), out);
        }
        let Vote { ballot, value } = vote;
        let accepted = Message::Accepted { ballot, value };
        match config.learning {
            Learning::Notification => out.send(from, accepted),
            Learning::Votes => out.broadcast(id, config.node_count, &accepted),
        }
    }

    fn refuse(&self, from: NodeId, ballot: Ballot, promised: Ballot, vote_asked: bool, out: &mut Effects<Synod>) {
        out.explain(Reason::Refused { from, ballot, promised, vote_asked });
        out.send(from, Message::Refuse { ballot, promised });
    }
}

/// Writes a promise down, and what was stored with it, but for what a mistake forgets.
fn write_promise(variants: Variants, ballot: Ballot, stored: Option<Vote>, out: &mut Effects<Synod>) {
    match stored.filter(|_| !variants.has(Variant::LoseVote)) {
        Some(vote) => out.persist(Write::Voted(vote)),
        None if variants.has(Variant::LosePromise) => {}
        None => out.persist(Write::Promised(ballot)),
    }
}

/// Writes a vote down, and that it moved the promise, if it did; but for what a mistake forgets.
fn write_vote(variants: Variants, moved: bool, vote: Vote, out: &mut Effects<Synod>) {
    if !variants.has(Variant::LoseVote) {
        out.persist(if variants.has(Variant::NoRaise) { Write::VoteAlone(vote) } else { Write::Voted(vote) });
    } else if moved && !variants.has(Variant::LosePromise) {
        out.persist(Write::Promised(vote.ballot));
    }
}

impl Renamed for Acceptor {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { memory: self.memory.renamed(renaming) }
    }
}

impl Renamed for Durable {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self { promised: self.promised.renamed(renaming), vote: self.vote.renamed(renaming) }
    }
}

impl Canonical for Acceptor {
    fn project(&self, out: &mut Projection) {
        self.memory.project(out);
    }
}

impl Canonical for Durable {
    fn project(&self, out: &mut Projection) {
        self.promised.project(out);
        self.vote.project(out);
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

    fn vote(round: u32, owner: u8, value: &str) -> Vote {
        Vote { ballot: ballot(round, owner), value: Value::new(value).expect("a value") }
    }

    /// The acceptor n2 of three, with this on its disk, gets one message from n1; its effects without the explanations.
    fn check(disk: Durable, message: Message, expected: Vec<Effect<Synod>>) -> Acceptor {
        let mut acceptor = Acceptor::recover(&disk);
        let mut out = Effects::default();
        let config = Config::majorities(3);
        match message {
            Message::Prepare { ballot } => acceptor.prepare(&config, node(1), ballot, None, &mut out),
            Message::Accept { ballot, value } => {
                acceptor.accept(node(2), &config, node(1), Vote { ballot, value }, &mut out);
            }
            other => panic!("an acceptor gets no {other:?}"),
        }
        let effects = out.into_vec().into_iter().filter(|effect| !matches!(effect, Effect::Explain(_)));
        assert_eq!(effects.collect::<Vec<_>>(), expected);
        acceptor
    }

    fn send(message: Message) -> Effect<Synod> {
        Effect::Send { to: node(1), message }
    }

    fn accept(vote: Vote) -> Message {
        let Vote { ballot, value } = vote;
        Message::Accept { ballot, value }
    }

    fn accepted(vote: Vote) -> Message {
        let Vote { ballot, value } = vote;
        Message::Accepted { ballot, value }
    }

    #[test]
    fn first_prepare_is_promised_and_written_before_it_is_sent() {
        check(
            Durable::default(),
            Message::Prepare { ballot: ballot(1, 1) },
            vec![
                Effect::Persist(Write::Promised(ballot(1, 1))),
                send(Message::Promise { ballot: ballot(1, 1), vote: None }),
            ],
        );
    }

    #[test]
    fn p1a_a_higher_prepare_is_promised_with_the_vote() {
        let disk = Durable { promised: Some(ballot(1, 3)), vote: Some(vote(1, 3, "blue")) };
        let acceptor = check(
            disk,
            Message::Prepare { ballot: ballot(2, 1) },
            vec![
                Effect::Persist(Write::Promised(ballot(2, 1))),
                send(Message::Promise { ballot: ballot(2, 1), vote: Some(vote(1, 3, "blue")) }),
            ],
        );
        assert_eq!(acceptor.promised(), Some(ballot(2, 1)));
        assert_eq!(acceptor.vote(), Some(&vote(1, 3, "blue")));
    }

    #[test]
    fn p1a_a_lower_prepare_is_refused_with_the_higher_ballot() {
        let disk = Durable { promised: Some(ballot(2, 3)), vote: None };
        check(
            disk,
            Message::Prepare { ballot: ballot(1, 1) },
            vec![send(Message::Refuse { ballot: ballot(1, 1), promised: ballot(2, 3) })],
        );
    }

    #[test]
    fn a_repeated_prepare_gets_no_second_answer() {
        let disk = Durable { promised: Some(ballot(1, 1)), vote: None };
        check(disk, Message::Prepare { ballot: ballot(1, 1) }, vec![]);
    }

    #[test]
    fn p1a_an_accept_of_the_promised_ballot_is_voted_for() {
        let disk = Durable { promised: Some(ballot(1, 1)), vote: None };
        check(
            disk,
            accept(vote(1, 1, "blue")),
            vec![Effect::Persist(Write::Voted(vote(1, 1, "blue"))), send(accepted(vote(1, 1, "blue")))],
        );
    }

    #[test]
    fn an_accept_without_a_promise_raises_the_promise() {
        let acceptor = check(
            Durable { promised: Some(ballot(1, 1)), vote: None },
            accept(vote(4, 1, "blue")),
            vec![Effect::Persist(Write::Voted(vote(4, 1, "blue"))), send(accepted(vote(4, 1, "blue")))],
        );
        assert_eq!(acceptor.promised(), Some(ballot(4, 1)));
    }

    #[test]
    fn p1a_an_accept_below_the_promise_is_refused() {
        let disk = Durable { promised: Some(ballot(2, 3)), vote: None };
        let acceptor = check(
            disk,
            accept(vote(1, 1, "blue")),
            vec![send(Message::Refuse { ballot: ballot(1, 1), promised: ballot(2, 3) })],
        );
        assert_eq!(acceptor.vote(), None);
    }

    #[test]
    fn a_repeated_accept_is_told_again_and_not_written_again() {
        let disk = Durable { promised: Some(ballot(1, 1)), vote: Some(vote(1, 1, "blue")) };
        check(disk, accept(vote(1, 1, "blue")), vec![send(accepted(vote(1, 1, "blue")))]);
    }
}
