//! The bug lab's switches: mistakes that implementations and texts made, each of which the protocol really makes when it is switched on.

use std::fmt;

/// A mistake. Each says who made it; whether it does any harm is for the properties, and for the checker, to tell.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Variant {
    /// Half of the acceptors, ceil(n/2), are enough for a quorum of either phase. The article from which this project began counts so,
    /// and student solutions that ask `acks * 2 >= n - 1`. With an odd number of nodes it is a majority, and no mistake.
    HalfQuorum,
    /// A promise is not written to the disk. Replicas that answer before, or without, a sync: in efficient/epaxos (issue 28) writing was an
    /// option.
    LosePromise,
    /// A vote is not written to the disk (that it raises the promise still is). Replicas that came back with less than they had
    /// said, such as with a disk that was replaced: *Paxos Made Live*, section 5.1, has a procedure of its own against it.
    LoseVote,
    /// The proposer proposes its own value, whatever the promises report. The article from which this project began never says what the
    /// reports are for.
    IgnorePromises,
    /// It proposes any value that is reported: here that of the promiser with the lowest number. Whoever stops reading *Paxos Made
    /// Simple* at "a value reported by an acceptor" does this.
    AnyValue,
    /// It proposes the value reported with the lowest ballot: a comparison turned round, as the first article has one in its prepare.
    LowestBallotValue,
    /// It proposes the greatest value reported. The code of the article from which this project began compares the values themselves, and
    /// not their ballots.
    GreatestValue,
    /// An acceptor votes without looking at what it has promised; its promise then falls to the ballot of the vote. The `accept` in
    /// the first article's code looks at no number.
    AcceptUnchecked,
    /// A vote leaves the promise where it is. A reading of *Paxos Made Simple* that M. Brooker warned of ("The Bug in Paxos Made
    /// Simple", 2021), argued over at apache/cassandra (pull request 1327).
    NoRaise,
    /// An acceptor promises any ballot, also one that is not above its promise, which then falls. The first article has its check turned
    /// round: it takes part where the number is *lower*.
    PromiseUnchecked,
    /// Promises are counted, not acceptors: the same one twice makes two. "Proposers simply count the number of promise messages",
    /// says the tutorial *Neat Algorithms: Paxos*.
    DuplicatePromise,
    /// Votes are counted, not acceptors. In jjzhang/booth (pull request 47) the votes came to exceed the number of acceptors.
    DuplicateVote,
    /// A promise of an older ballot of the same proposer counts for the present one: luohaha/MyPaxos, issue 18.
    StalePromises,
    /// Votes for a value, in a log for a slot, count together whatever their ballots: jjzhang/booth (pull request 47) had no number in its messages to tell
    /// them apart.
    VotesAcrossBallots,
    /// A proposer counts its rounds from its memory alone, so that after a restart it begins a ballot that it has used. Suspected of
    /// Tencent/phxpaxos (issue 145), which turned out to ask its acceptor, as it should.
    BallotReuse,
    /// The prepare carries a value, and whoever promises stores it at once as its vote: section 3.1 of the article from which this project
    /// began.
    PrepareStoresValue,
    /// An epoch is acknowledged before it is written down, so that a crash between the two forgets it. ZooKeeper once wrote `currentEpoch` and
    /// the transactions of an epoch in the wrong order (ZOOKEEPER-4643).
    AckEpochUnwritten,
    /// A primary commits what nobody has but itself. Backups that are told after the client is, as in asynchronous replication.
    CommitWithoutQuorum,
    /// A learner keeps what TRUNC tells it to cut off.
    SkipTrunc,
    /// A leader is active as soon as a quorum takes part in its epoch, before any has its history: phase 2 taken for a courtesy.
    ActiveUnsynchronized,
    /// A follower that has left a leader keeps the connection, and takes that leader's proposals, whatever their epoch.
    OldEpochProposal,
    /// Proposals go only to followers that have acknowledged NEWLEADER, and not to those that were sent the history and have yet to: one of the slips that
    /// the authors of ZooKeeper's specification list.
    ForgetLateJoiner,
    /// A command that is asked for again is broadcast again, and done again: requests taken for distinct because their transactions are.
    ApplyTwice,
    /// A new leader leaves a gap in the log open rather than fill it with a no-op, and servers take a slot of which they know nothing for an empty one, and pass
    /// over it. *Paxos Made Simple*, section 3, says what would be wrong with that: what comes behind a gap cannot be done before the gap is closed.
    SkipGap,
    /// A leader counts on its lease for longer than those who granted it: twice as long. Leases that were measured from when the grant came in, or by clocks that were
    /// trusted too far.
    LongLease,
    /// A leader proposes in slots of which it is not settled yet who votes there: its window is wider than alpha. It takes those for the voters that it knows of last.
    WideWindow,
}

impl Variant {
    /// Those that single-decree Paxos makes.
    pub const SYNOD: [Variant; 16] = {
        let mut first = [Variant::HalfQuorum; 16];
        let mut place = 0;
        while place < first.len() {
            first[place] = Self::ALL[place];
            place += 1;
        }
        first
    };

    /// Those that Multi-Paxos makes.
    pub const MULTIPAXOS: [Variant; 9] = [
        Variant::HalfQuorum,
        Variant::LosePromise,
        Variant::LoseVote,
        Variant::IgnorePromises,
        Variant::VotesAcrossBallots,
        Variant::ApplyTwice,
        Variant::SkipGap,
        Variant::LongLease,
        Variant::WideWindow,
    ];

    /// Those that Zab makes.
    pub const ZAB: [Variant; 7] = [
        Variant::AckEpochUnwritten,
        Variant::CommitWithoutQuorum,
        Variant::SkipTrunc,
        Variant::ActiveUnsynchronized,
        Variant::OldEpochProposal,
        Variant::ForgetLateJoiner,
        Variant::ApplyTwice,
    ];

    /// All of them, in the order in which they are written.
    pub const ALL: [Variant; 26] = [
        Variant::HalfQuorum,
        Variant::LosePromise,
        Variant::LoseVote,
        Variant::IgnorePromises,
        Variant::AnyValue,
        Variant::LowestBallotValue,
        Variant::GreatestValue,
        Variant::AcceptUnchecked,
        Variant::NoRaise,
        Variant::PromiseUnchecked,
        Variant::DuplicatePromise,
        Variant::DuplicateVote,
        Variant::StalePromises,
        Variant::VotesAcrossBallots,
        Variant::BallotReuse,
        Variant::PrepareStoresValue,
        Variant::AckEpochUnwritten,
        Variant::CommitWithoutQuorum,
        Variant::SkipTrunc,
        Variant::ActiveUnsynchronized,
        Variant::OldEpochProposal,
        Variant::ForgetLateJoiner,
        Variant::ApplyTwice,
        Variant::SkipGap,
        Variant::LongLease,
        Variant::WideWindow,
    ];

    /// Its word in scenarios.
    pub fn word(self) -> &'static str {
        match self {
            Variant::HalfQuorum => "half-quorum",
            Variant::LosePromise => "lose-promise",
            Variant::LoseVote => "lose-vote",
            Variant::IgnorePromises => "ignore-promises",
            Variant::AnyValue => "any-value",
            Variant::LowestBallotValue => "lowest-ballot-value",
            Variant::GreatestValue => "greatest-value",
            Variant::AcceptUnchecked => "accept-unchecked",
            Variant::NoRaise => "no-raise",
            Variant::PromiseUnchecked => "promise-unchecked",
            Variant::DuplicatePromise => "duplicate-promise",
            Variant::DuplicateVote => "duplicate-vote",
            Variant::StalePromises => "stale-promises",
            Variant::VotesAcrossBallots => "votes-across-ballots",
            Variant::BallotReuse => "ballot-reuse",
            Variant::PrepareStoresValue => "prepare-stores-value",
            Variant::AckEpochUnwritten => "ack-epoch-unwritten",
            Variant::CommitWithoutQuorum => "commit-without-quorum",
            Variant::SkipTrunc => "skip-trunc",
            Variant::ActiveUnsynchronized => "active-unsynchronized",
            Variant::OldEpochProposal => "old-epoch-proposal",
            Variant::ForgetLateJoiner => "forget-late-joiner",
            Variant::ApplyTwice => "apply-twice",
            Variant::SkipGap => "skip-gap",
            Variant::LongLease => "long-lease",
            Variant::WideWindow => "wide-window",
        }
    }

    /// The mistake that scenarios call so.
    pub fn from_word(word: &str) -> Option<Variant> {
        Self::ALL.into_iter().find(|variant| variant.word() == word)
    }
}

/// The mistakes that are switched on; none, unless somebody switches them on.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variants(u32);

impl Variants {
    /// Is it on?
    pub fn has(self, variant: Variant) -> bool {
        self.0 & Self::bit(variant) != 0
    }

    /// The same with this one on.
    #[must_use]
    pub fn with(self, variant: Variant) -> Self {
        Self(self.0 | Self::bit(variant))
    }

    /// The same with this one off.
    #[must_use]
    pub fn without(self, variant: Variant) -> Self {
        Self(self.0 & !Self::bit(variant))
    }

    /// Is none on?
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that are on, in the order of [`Variant::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Variant> {
        Variant::ALL.into_iter().filter(move |variant| self.has(*variant))
    }

    fn bit(variant: Variant) -> u32 {
        1 << (variant as u32)
    }
}

impl FromIterator<Variant> for Variants {
    fn from_iter<I: IntoIterator<Item = Variant>>(variants: I) -> Self {
        variants.into_iter().fold(Self::default(), Self::with)
    }
}

impl fmt::Debug for Variants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_has_a_word_of_its_own() {
        for variant in Variant::ALL {
            assert_eq!(Variant::from_word(variant.word()), Some(variant));
        }
        assert_eq!(Variant::from_word("paxos"), None);
    }

    #[test]
    fn a_set_is_in_order_whatever_was_switched_on_first() {
        let set: Variants = [Variant::NoRaise, Variant::HalfQuorum, Variant::NoRaise].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [Variant::HalfQuorum, Variant::NoRaise]);
        assert!(set.has(Variant::NoRaise) && !set.has(Variant::LoseVote));
        assert!(Variants::default().is_empty() && !set.is_empty());
        assert_eq!(
            set.without(Variant::NoRaise).without(Variant::LoseVote),
            Variants::default().with(Variant::HalfQuorum)
        );
        assert_eq!(Variant::ALL.into_iter().collect::<Variants>().iter().count(), Variant::ALL.len());
    }
}
