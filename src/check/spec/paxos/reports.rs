//! Phase 2a: which values the 1b messages of a ballot allow.

use super::{Constants, Mutation, Paxos, State};
use crate::protocol::Quorums;

/// The 1b messages that count for a ballot.
pub(super) struct Reports<'a> {
    model: &'a Paxos,
    /// Of each acceptor, what it reports, as a set: 0 if it sent none.
    of: Vec<u128>,
}

impl<'a> Reports<'a> {
    pub(super) fn of(model: &'a Paxos, state: &State, ballot: u8) -> Self {
        let constants = model.constants;
        let reports = |promises: u128| match model.has(Mutation::StalePromises) {
            true => (0..=ballot).fold(0, |all, ballot| all | constants.reports_in(promises, ballot)),
            false => constants.reports_in(promises, ballot),
        };
        Self { model, of: state.columns.iter().map(|column| reports(column.promises)).collect() }
    }

    /// The values that some quorum of these allows, as a set.
    pub(super) fn proposable(&self) -> u128 {
        let Constants { values, quorums: Quorums { phase1, .. }, .. } = self.model.constants;
        let any = (1 << values) - 1;
        if self.model.has(Mutation::SkipPhase1) {
            return any;
        }
        let promised: Vec<u128> = self.of.iter().copied().filter(|reports| *reports != 0).collect();
        if self.model.has(Mutation::DuplicatePromise) {
            // Any quorum with one of them in it: so any of them may be missing, but not all.
            return (1..=usize::from(phase1).min(promised.len()))
                .fold(0, |all, of| all | self.by_quorums(&promised, of, 0));
        }
        self.by_quorums(&promised, usize::from(phase1), 0)
    }

    /// What every choice of so many of these acceptors allows, together with what was gathered from others.
    fn by_quorums(&self, promised: &[u128], of: usize, gathered: u128) -> u128 {
        if of == 0 {
            return self.allowed(gathered);
        }
        if promised.len() < of {
            return 0;
        }
        let with_first = self.by_quorums(&promised[1..], of - 1, gathered | promised[0]);
        with_first | self.by_quorums(&promised[1..], of, gathered)
    }

    /// The values that a quorum with these reports allows.
    fn allowed(&self, reports: u128) -> u128 {
        let constants = self.model.constants;
        let any = (1 << constants.values) - 1;
        let votes = reports >> 1;
        if votes == 0 || self.model.has(Mutation::IgnorePromises) {
            return any;
        }
        let in_ballot = |ballot: u8| Some(constants.values_in(votes, ballot)).filter(|values| *values != 0);
        match self.model.mutation {
            Some(Mutation::AnyValue) => constants.ballots().filter_map(in_ballot).fold(0, |all, values| all | values),
            Some(Mutation::LowestBallotValue) => constants.ballots().find_map(in_ballot).unwrap_or(any),
            Some(Mutation::GreatestValue) => {
                let all = constants.ballots().filter_map(in_ballot).fold(0_u128, |all, values| all | values);
                1 << (127 - all.leading_zeros())
            }
            _ => (0..=constants.highest_ballot).rev().find_map(in_ballot).unwrap_or(any),
        }
    }
}
