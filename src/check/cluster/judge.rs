//! What is asked, judged on ledgers: each ledger once, and each pair of them between which a step leads.

use super::interned::Interned;
use super::{Question, mix};
use crate::protocol::Quorums;
use crate::world::{Ledger, chosen, misvote};
use hashbrown::HashTable;

/// The most that may be asked at a time.
pub const MAX_QUESTIONS: usize = 32;

/// The questions, and what is known of their answers.
#[derive(Clone, Debug)]
pub(super) struct Judge {
    questions: Vec<Question>,
    of_nodes: bool,
    of_learning: bool,
    quorums: Quorums,
    node_count: u8,
    ledgers: Vec<Judged>,
    /// Pairs of ledgers, and whether what leads from one to the other is as Voting allows it.
    steps: HashTable<((u32, u32), bool)>,
}

/// What is known of a ledger.
#[derive(Clone, Copy, Debug)]
struct Judged {
    /// Places of the questions whose answer is no, as a set.
    unmet: u32,
    /// Something is chosen, or delivered.
    decided: bool,
}

impl Judge {
    pub fn new(questions: Vec<Question>, quorums: Quorums, node_count: u8) -> Self {
        let questions: Vec<_> = questions.into_iter().take(MAX_QUESTIONS).collect();
        let of_nodes = questions.contains(&Question::CanDecide);
        let learned = Question::Holds(crate::world::Property::LearnedChosen);
        let of_learning = of_nodes || questions.contains(&learned);
        Self { questions, of_nodes, of_learning, quorums, node_count, ledgers: Vec::new(), steps: HashTable::new() }
    }

    /// The same, asked something else.
    pub fn asking(self, questions: Vec<Question>) -> Self {
        Self::new(questions, self.quorums, self.node_count)
    }

    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// Does an answer depend on more than the ledger?
    pub fn asks_of_nodes(&self) -> bool {
        self.of_nodes
    }

    /// Does an answer depend on who learned what?
    pub fn asks_of_learning(&self) -> bool {
        self.of_learning
    }

    /// Judges ledgers that are new.
    pub fn catch_up(&mut self, ledgers: &Interned<Ledger>) {
        for number in self.ledgers.len()..ledgers.len() {
            let judged = self.judge(ledgers.thing(number as u32));
            self.ledgers.push(judged);
        }
    }

    fn judge(&self, ledger: &Ledger) -> Judged {
        let chosen = chosen(ledger, self.quorums);
        let is_met = |question: &Question| match question {
            Question::Holds(property) => property.judge(ledger, self.quorums, self.node_count).is_none(),
            Question::CanChoose(value) => chosen.iter().any(|chosen| chosen.vote.value == *value),
            // Decided, it has; until then it is for the helper to say.
            Question::CanDecide => !ledger.learned().is_empty(),
            Question::VotingStep => true,
        };
        let places = self.questions.iter().enumerate().filter(|(_, question)| !is_met(question));
        Judged {
            unmet: places.fold(0, |all, (place, _)| all | 1 << place),
            decided: !chosen.is_empty() || !ledger.broadcasts().delivered().is_empty(),
        }
    }

    /// The answer to the question of this place, of a state with this ledger.
    pub fn holds(&self, question: usize, ledger: u32) -> bool {
        self.ledgers[ledger as usize].unmet & 1 << question == 0
    }

    /// Is something chosen?
    pub fn is_decided(&self, ledger: u32) -> bool {
        self.ledgers[ledger as usize].decided
    }

    /// Is what leads from one ledger to the other as Voting allows it?
    pub fn step_holds(&mut self, before: u32, after: u32, ledgers: &Interned<Ledger>) -> bool {
        if before == after {
            return true;
        }
        let sum = |(before, after): (u32, u32)| mix(u64::from(before) << 32 | u64::from(after));
        let pair = (before, after);
        if let Some((_, holds)) = self.steps.find(sum(pair), |(known, _)| *known == pair) {
            return *holds;
        }
        let holds = misvote(ledgers.thing(before), ledgers.thing(after), self.quorums, self.node_count).is_none();
        self.steps.insert_unique(sum(pair), (pair, holds), |(pair, _)| sum(*pair));
        holds
    }

    /// How much memory it takes, in bytes.
    pub fn bytes(&self) -> usize {
        self.ledgers.len() * size_of::<Judged>() + self.steps.allocation_size()
    }
}
