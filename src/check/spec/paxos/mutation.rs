//! Mistakes that implementations made, made in the specification.

/// A change to the specification.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mutation {
    /// 2a may be sent for any value without a single 1b (once per ballot).
    SkipPhase1,
    /// 2a may be sent in a ballot that had one.
    BallotReuse,
    /// 1b's of any lower ballot count as promises too.
    StalePromises,
    /// One acceptor's 1b is enough for a quorum.
    DuplicatePromise,
    /// One acceptor's 2b is enough for a value to be chosen.
    DuplicateVote,
    /// 2a takes any value, whatever the 1b's report.
    IgnorePromises,
    /// 1b never reports a vote.
    HideVote,
    /// 2b whatever was promised; maxBal becomes the ballot, and may fall.
    AcceptUnchecked,
    /// 1b whatever was promised; maxBal becomes the ballot, and may fall.
    PromiseUnchecked,
    /// A crash forgets the promise (maxBal becomes maxVBal).
    LosePromise,
    /// A crash forgets the vote.
    LoseVote,
    /// A crash forgets both.
    LoseBoth,
    /// 2a takes any value that is reported.
    AnyValue,
    /// 2a takes the value of the lowest vote reported.
    LowestBallotValue,
    /// 2a takes the greatest value reported.
    GreatestValue,
    /// 2b leaves maxBal as it is.
    NoRaise,
    /// Votes for a value count together whatever their ballots.
    VotesAcrossBallots,
    /// 1b also for a ballot that was promised already.
    RePromise,
    /// 2b only for a ballot above the one promised.
    AcceptStrict,
}

impl Mutation {
    /// All of them.
    pub const ALL: [Mutation; 19] = [
        Mutation::SkipPhase1,
        Mutation::BallotReuse,
        Mutation::StalePromises,
        Mutation::DuplicatePromise,
        Mutation::DuplicateVote,
        Mutation::IgnorePromises,
        Mutation::HideVote,
        Mutation::AcceptUnchecked,
        Mutation::PromiseUnchecked,
        Mutation::LosePromise,
        Mutation::LoseVote,
        Mutation::LoseBoth,
        Mutation::AnyValue,
        Mutation::LowestBallotValue,
        Mutation::GreatestValue,
        Mutation::NoRaise,
        Mutation::VotesAcrossBallots,
        Mutation::RePromise,
        Mutation::AcceptStrict,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Mutation::SkipPhase1 => "skip-phase-1",
            Mutation::BallotReuse => "ballot-reuse",
            Mutation::StalePromises => "stale-promises",
            Mutation::DuplicatePromise => "duplicate-promise",
            Mutation::DuplicateVote => "duplicate-vote",
            Mutation::IgnorePromises => "ignore-promises",
            Mutation::HideVote => "hide-vote",
            Mutation::AcceptUnchecked => "accept-unchecked",
            Mutation::PromiseUnchecked => "promise-unchecked",
            Mutation::LosePromise => "lose-promise",
            Mutation::LoseVote => "lose-vote",
            Mutation::LoseBoth => "lose-both",
            Mutation::AnyValue => "any-value",
            Mutation::LowestBallotValue => "lowest-ballot-value",
            Mutation::GreatestValue => "greatest-value",
            Mutation::NoRaise => "no-raise",
            Mutation::VotesAcrossBallots => "votes-across-ballots",
            Mutation::RePromise => "re-promise",
            Mutation::AcceptStrict => "accept-strict",
        }
    }

    /// The mutation of this name.
    pub fn from_name(name: &str) -> Option<Mutation> {
        Self::ALL.into_iter().find(|mutation| mutation.name() == name)
    }

    /// Does it let acceptors crash and forget?
    pub(super) fn forgets(self) -> bool {
        matches!(self, Mutation::LosePromise | Mutation::LoseVote | Mutation::LoseBoth)
    }
}
