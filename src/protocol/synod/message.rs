//! What nodes say to each other. The table in [`synod`](super) says who sends what to whom.

use super::super::{Ballot, Canonical, Projection, Renamed, Renaming, Value, Vote};

/// A message of the Synod protocol.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Message {
    /// 1a. "Will you take part in this ballot, and in none below it?"
    Prepare {
        /// The ballot to be begun.
        ballot: Ballot,
    },
    /// 1a with a value to be stored at once: only sent with the mistake
    /// [`PrepareStoresValue`](super::super::Variant::PrepareStoresValue).
    PrepareValue {
        /// The ballot to be begun.
        ballot: Ballot,
        /// The value.
        value: Value,
    },
    /// 1b. "I promise. My last vote was this."
    Promise {
        /// The ballot promised.
        ballot: Ballot,
        /// The acceptor's vote of the highest ballot, if it ever voted.
        vote: Option<Vote>,
    },
    /// "No: I have promised a higher ballot."
    Refuse {
        /// The ballot refused.
        ballot: Ballot,
        /// The higher ballot promised.
        promised: Ballot,
    },
    /// 2a. "Vote for this value in this ballot."
    Accept {
        /// The ballot.
        ballot: Ballot,
        /// The value.
        value: Value,
    },
    /// 2b. "I have voted."
    Accepted {
        /// The ballot.
        ballot: Ballot,
        /// The value.
        value: Value,
    },
    /// "A quorum has voted: this is chosen."
    Chosen {
        /// The ballot in which it was chosen.
        ballot: Ballot,
        /// The value chosen.
        value: Value,
    },
}

impl Message {
    /// The value that it carries; for a promise, the one reported.
    pub fn value(&self) -> Option<&Value> {
        match self {
            Message::Prepare { .. } | Message::Refuse { .. } => None,
            Message::Promise { vote, .. } => vote.as_ref().map(|vote| &vote.value),
            Message::PrepareValue { value, .. }
            | Message::Accept { value, .. }
            | Message::Accepted { value, .. }
            | Message::Chosen { value, .. } => Some(value),
        }
    }
}

impl Renamed for Message {
    fn renamed(&self, renaming: &Renaming) -> Self {
        let mut message = self.clone();
        match &mut message {
            Message::Prepare { ballot }
            | Message::PrepareValue { ballot, .. }
            | Message::Accept { ballot, .. }
            | Message::Accepted { ballot, .. }
            | Message::Chosen { ballot, .. } => *ballot = ballot.renamed(renaming),
            Message::Promise { ballot, vote } => {
                *ballot = ballot.renamed(renaming);
                *vote = vote.renamed(renaming);
            }
            Message::Refuse { ballot, promised } => {
                *ballot = ballot.renamed(renaming);
                *promised = promised.renamed(renaming);
            }
        }
        message
    }
}

impl Canonical for Message {
    fn project(&self, out: &mut Projection) {
        match self {
            Message::Prepare { ballot } => {
                out.u8(1);
                ballot.project(out);
            }
            Message::Promise { ballot, vote } => {
                out.u8(2);
                ballot.project(out);
                vote.project(out);
            }
            Message::Refuse { ballot, promised } => {
                out.u8(3);
                ballot.project(out);
                promised.project(out);
            }
            Message::Accept { ballot, value } => project_vote(4, *ballot, value, out),
            Message::Accepted { ballot, value } => project_vote(5, *ballot, value, out),
            Message::Chosen { ballot, value } => project_vote(6, *ballot, value, out),
            Message::PrepareValue { ballot, value } => project_vote(7, *ballot, value, out),
        }
    }
}

fn project_vote(tag: u8, ballot: Ballot, value: &Value, out: &mut Projection) {
    out.u8(tag);
    ballot.project(out);
    value.project(out);
}
