//! What a search asks of a cluster.

use super::super::{Claim, Property};
use crate::protocol::{ProtocolName, Value};
use crate::world::{self, VOTING_STEP};

/// Something that is asked of a cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Question {
    /// Does this hold in every state?
    Holds(world::Property),
    /// Is every step one of Lamport's Voting specification, or one that changes nothing there (see [`world::misvote`])?
    VotingStep,
    /// Can this value be chosen?
    CanChoose(Value),
    /// Liveness, as far as it is honest to claim any (no schedule is promised to be a good one): from every state, once links are whole and
    /// all nodes up, and with as many fresh ballots as it takes, whatever the model allows, is there a schedule on which a node learns a
    /// value? Where it holds, one was found for each state; where it fails, those that were tried lead nowhere: see `helper`.
    CanDecide,
}

impl Question {
    /// Its word, on the command line and in verdicts.
    pub fn word(&self) -> &'static str {
        match self {
            Question::Holds(property) => property.word(),
            Question::VotingStep => VOTING_STEP,
            Question::CanChoose(_) => "can-choose",
            Question::CanDecide => "can-decide",
        }
    }

    /// The question of this word about this protocol, if it needs no more than that.
    pub fn from_word(protocol: ProtocolName, word: &str) -> Option<Question> {
        Self::worded(protocol).into_iter().find(|question| question.word() == word)
    }

    /// Can it be asked of this protocol?
    pub fn is_of(&self, protocol: ProtocolName) -> bool {
        match self {
            Question::Holds(property) => world::Property::of(protocol).contains(property),
            Question::VotingStep => protocol != ProtocolName::Zab,
            Question::CanChoose(_) | Question::CanDecide => !protocol.keeps_log(),
        }
    }

    /// Does every state keep every property of this protocol? Those that people care about most come first.
    pub fn states_of(protocol: ProtocolName) -> Vec<Question> {
        world::Property::of(protocol).iter().copied().map(Question::Holds).collect()
    }

    /// Does every state keep every property of votes? Those that people care about most come first.
    pub fn states() -> Vec<Question> {
        world::Property::VOTES.into_iter().map(Question::Holds).collect()
    }

    /// Does every state keep every property of primaries, their transactions and what these lead to? Those that people care about most come first.
    pub fn primary_order() -> Vec<Question> {
        world::Property::ZAB.into_iter().map(Question::Holds).collect()
    }

    /// Everything that may be asked of this protocol by its word alone.
    pub fn worded(protocol: ProtocolName) -> Vec<Question> {
        let mut worded = Self::all_of(protocol);
        // (What a log's clients are told is asked of chaos.)
        worded.extend((!protocol.keeps_log()).then_some(Question::CanDecide));
        worded
    }

    /// All that is claimed to be safe of this protocol.
    pub fn all_of(protocol: ProtocolName) -> Vec<Question> {
        let mut all = Self::states_of(protocol);
        all.extend(Some(Question::VotingStep).filter(|step| step.is_of(protocol)));
        all
    }

    /// All that is claimed to be safe of votes, which is what is asked if nothing else is: the properties of states, and that of steps behind
    /// them. It fails first where a vote is wrong, and is named only where the same step breaks no property of states.
    pub fn all() -> Vec<Question> {
        let mut all = Self::states();
        all.push(Question::VotingStep);
        all
    }

    pub(super) fn property(&self) -> Property {
        let claim = match self {
            Question::Holds(_) | Question::CanDecide => Claim::Always,
            Question::VotingStep => Claim::EachStep,
            Question::CanChoose(_) => Claim::Sometimes,
        };
        Property { name: self.word(), claim }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_back_to_questions() {
        for protocol in ProtocolName::ALL {
            for question in Question::worded(protocol) {
                assert_eq!(Question::from_word(protocol, question.word()), Some(question));
            }
            assert_eq!(Question::from_word(protocol, "can-choose"), None, "it is of a value");
        }
        assert_eq!(Question::from_word(ProtocolName::Zab, "agreement"), None, "nobody votes there");
    }
}
