//! Lamport's specification of Paxos, `Paxos.tla` of the TLA+ Examples, and mistakes in it.
//!
//! State: `maxBal`, `maxVBal` and `maxVal` of each acceptor, and the set of all messages ever sent, which only grows. A message is
//! told apart by its content alone, so the set is kept as bits: those that an acceptor sends with the acceptor, the others beside. Then two
//! states are the same under a permutation of the acceptors exactly if they have the same columns in any order, and symmetry costs nothing.
//!
//! | step | when | what it does |
//! | --- | --- | --- |
//! | `1a(b)` | any time | sends 1a(b) |
//! | `1b(a,b)` | 1a(b) was sent, b > maxBal\[a\] | maxBal\[a\] becomes b; sends 1b(a, b, maxVBal\[a\], maxVal\[a\]) |
//! | `2a(b,v)` | no 2a of b was sent; each member of some quorum sent a 1b of b; v is the value of the highest vote that they report, or any if they report none | sends 2a(b, v) |
//! | `2b(a,b,v)` | 2a(b, v) was sent, b >= maxBal\[a\] | maxBal\[a\] and maxVBal\[a\] become b, maxVal\[a\] becomes v; sends 2b(a, b, v) |

mod mutation;
mod reports;

pub use mutation::Mutation;

use self::reports::Reports;
use super::super::{Claim, Fingerprint, Model, Property, mix};
use crate::protocol::Quorums;
use std::fmt;

/// The constants of the specification.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Constants {
    /// How many acceptors, from 1 to [`MAX_ACCEPTORS`].
    pub acceptors: u8,
    /// How many values.
    pub values: u8,
    /// The highest ballot: ballots are 0 to this.
    pub highest_ballot: u8,
    /// How many acceptors each phase needs.
    pub quorums: Quorums,
}

/// The most acceptors: more have more quorums than anybody waits for.
pub const MAX_ACCEPTORS: u8 = 15;
/// The most values that may be taken for one another: states are then looked at in 5,040 orders.
pub const MAX_ALIKE: u8 = 7;
/// The most values and ballots that can be told apart in a state.
const MAX_REPORTS: u32 = 128;

/// Why constants cannot be searched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConstantsError {
    /// No acceptor, or more than [`MAX_ACCEPTORS`].
    Acceptors(u8),
    /// No value.
    NoValue,
    /// A quorum of nobody, or of more acceptors than there are.
    Quorum(u8),
    /// With symmetry, more values than [`MAX_ALIKE`]: a state would be looked at in too many orders.
    TooManyOrders,
    /// Values and ballots together make more different messages than fit into a state.
    TooManyMessages,
}

/// What is asked of the specification.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Question {
    /// Is at most one value ever chosen?
    #[default]
    Agreement,
    /// Is no value ever chosen? (A violation is the shortest way to choose one.)
    NeverChosen,
    /// From every state, with one more ballot than are searched, can a value still be chosen? Tried is one schedule: all promise, and all
    /// that may vote. Where it holds, it is the proof; where it fails, this one leads nowhere.
    CanDecide,
}

impl Question {
    /// All of them.
    pub const ALL: [Question; 3] = [Question::Agreement, Question::NeverChosen, Question::CanDecide];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Question::Agreement => "agreement",
            Question::NeverChosen => "never-chosen",
            Question::CanDecide => "can-decide",
        }
    }
}

/// The specification with its constants, as a model.
#[derive(Clone, Debug)]
pub struct Paxos {
    constants: Constants,
    mutation: Option<Mutation>,
    question: Question,
    /// The highest ballot that is searched: one less than there are if one is kept for [`Question::CanDecide`].
    highest_searched: u8,
    property: [Property; 1],
    /// The permutations of the values under which states are taken for one: only the identity without symmetry.
    value_orders: Vec<Vec<u8>>,
    symmetry: bool,
}

/// An acceptor's variables, and the messages that it sent. Ballots are kept as one more than they are, so that 0 is "none" (-1).
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
struct Column {
    max_bal: u8,
    max_vbal: u8,
    max_val: u8,
    /// 1b messages, by ballot and report.
    promises: u128,
    /// 2b messages, by ballot and value.
    votes: u128,
}

/// A state of the specification.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct State {
    columns: Box<[Column]>,
    /// 1a messages, by ballot.
    begun: u128,
    /// 2a messages, by ballot and value.
    proposed: u128,
}

/// A step of the specification.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Phase 1a of this ballot.
    Phase1a(u8),
    /// Phase 1b: this acceptor, in this ballot.
    Phase1b(u8, u8),
    /// Phase 2a: in this ballot, for this value.
    Phase2a(u8, u8),
    /// Phase 2b: this acceptor, in this ballot, for this value.
    Phase2b(u8, u8, u8),
    /// This acceptor crashes and starts again: only where a mutation lets it forget.
    Crash(u8),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Phase1a(ballot) => write!(f, "1a({ballot})"),
            Step::Phase1b(acceptor, ballot) => write!(f, "1b(a{},{ballot})", acceptor + 1),
            Step::Phase2a(ballot, value) => write!(f, "2a({ballot},v{})", value + 1),
            Step::Phase2b(acceptor, ballot, value) => write!(f, "2b(a{},{ballot},v{})", acceptor + 1, value + 1),
            Step::Crash(acceptor) => write!(f, "crash(a{})", acceptor + 1),
        }
    }
}

impl Constants {
    fn check(self) -> Result<(), ConstantsError> {
        if !(1..=MAX_ACCEPTORS).contains(&self.acceptors) {
            return Err(ConstantsError::Acceptors(self.acceptors));
        }
        if self.values == 0 {
            return Err(ConstantsError::NoValue);
        }
        for quorum in [self.quorums.phase1, self.quorums.phase2] {
            if !(1..=self.acceptors).contains(&quorum) {
                return Err(ConstantsError::Quorum(quorum));
            }
        }
        match u32::from(self.ballot_count()) * self.report_count() <= MAX_REPORTS {
            true => Ok(()),
            false => Err(ConstantsError::TooManyMessages),
        }
    }

    fn ballot_count(self) -> u16 {
        u16::from(self.highest_ballot) + 1
    }

    fn ballots(self) -> impl Iterator<Item = u8> {
        0..=self.highest_ballot
    }

    /// What a 1b may report: nothing, or a vote of some ballot for some value.
    fn report_count(self) -> u32 {
        1 + u32::from(self.ballot_count()) * u32::from(self.values)
    }

    /// The bit of a 2a or 2b message.
    fn vote_bit(self, ballot: u8, value: u8) -> u128 {
        1 << (u32::from(ballot) * u32::from(self.values) + u32::from(value))
    }

    /// Of a set of 2a or 2b messages those of a ballot, as a set of values.
    fn values_in(self, votes: u128, ballot: u8) -> u128 {
        votes >> (u32::from(ballot) * u32::from(self.values)) & ((1 << self.values) - 1)
    }

    /// The bit of a 1b message: its report is 0 for none, else 1 + the place of the vote.
    fn promise_bit(self, ballot: u8, report: u32) -> u128 {
        1 << (u32::from(ballot) * self.report_count() + report)
    }

    /// The reports of an acceptor's 1b messages of a ballot, as a set.
    fn reports_in(self, promises: u128, ballot: u8) -> u128 {
        let all = if self.report_count() >= 128 { u128::MAX } else { (1 << self.report_count()) - 1 };
        promises >> (u32::from(ballot) * self.report_count()) & all
    }
}

impl Paxos {
    /// The specification, or one with a mistake in it.
    ///
    /// # Errors
    /// The constants cannot be searched.
    pub fn new(
        constants: Constants,
        mutation: Option<Mutation>,
        question: Question,
        symmetry: bool,
    ) -> Result<Self, ConstantsError> {
        let highest_searched = constants.highest_ballot;
        let spare = u8::from(question == Question::CanDecide);
        let constants = Constants { highest_ballot: highest_searched.saturating_add(spare), ..constants };
        constants.check()?;
        // Where values are compared, they are not alike.
        let alike = symmetry && mutation != Some(Mutation::GreatestValue);
        if alike && constants.values > MAX_ALIKE {
            return Err(ConstantsError::TooManyOrders);
        }
        let identity: Vec<u8> = (0..constants.values).collect();
        let value_orders = if alike { orders(&identity) } else { vec![identity] };
        let property = [Property { name: question.name(), claim: Claim::Always }];
        Ok(Self { constants, mutation, question, highest_searched, property, value_orders, symmetry })
    }

    fn has(&self, mutation: Mutation) -> bool {
        self.mutation == Some(mutation)
    }

    fn may_promise(&self, column: &Column, ballot: u8) -> bool {
        match self.mutation {
            Some(Mutation::PromiseUnchecked) => true,
            Some(Mutation::RePromise) => ballot + 1 >= column.max_bal,
            _ => ballot + 1 > column.max_bal,
        }
    }

    fn may_vote(&self, column: &Column, ballot: u8) -> bool {
        match self.mutation {
            Some(Mutation::AcceptUnchecked) => true,
            Some(Mutation::AcceptStrict) => ballot + 1 > column.max_bal,
            _ => ballot + 1 >= column.max_bal,
        }
    }

    /// The report of an acceptor's vote in a 1b.
    fn report(&self, column: &Column) -> u32 {
        if column.max_vbal == 0 || self.has(Mutation::HideVote) {
            return 0;
        }
        1 + u32::from(column.max_vbal - 1) * u32::from(self.constants.values) + u32::from(column.max_val)
    }

    fn promise(&self, column: &mut Column, ballot: u8) {
        column.promises |= self.constants.promise_bit(ballot, self.report(column));
        column.max_bal = ballot + 1;
    }

    fn vote(&self, column: &mut Column, ballot: u8, value: u8) {
        column.votes |= self.constants.vote_bit(ballot, value);
        (column.max_vbal, column.max_val) = (ballot + 1, value);
        if !self.has(Mutation::NoRaise) {
            column.max_bal = ballot + 1;
        }
    }

    fn crash(&self, column: &mut Column) {
        match self.mutation {
            Some(Mutation::LosePromise) => column.max_bal = column.max_vbal,
            Some(Mutation::LoseVote) => (column.max_vbal, column.max_val) = (0, 0),
            Some(Mutation::LoseBoth) => (column.max_bal, column.max_vbal, column.max_val) = (0, 0, 0),
            _ => {}
        }
    }

    /// The values that may be proposed in a ballot, as a set.
    fn proposable(&self, state: &State, ballot: u8) -> u128 {
        let mine = self.constants.values_in(state.proposed, ballot);
        if mine != 0 && !self.has(Mutation::BallotReuse) {
            return 0;
        }
        Reports::of(self, state, ballot).proposable() & !mine
    }

    /// The values chosen, as a set.
    fn chosen(&self, state: &State) -> u128 {
        let need = if self.has(Mutation::DuplicateVote) { 1 } else { self.constants.quorums.phase2 };
        let voters = |value: u8, ballots: &mut dyn Iterator<Item = u8>| {
            let bits = ballots.fold(0, |bits, ballot| bits | self.constants.vote_bit(ballot, value));
            state.columns.iter().filter(|column| column.votes & bits != 0).count() >= usize::from(need)
        };
        let is_chosen = |value: u8| match self.has(Mutation::VotesAcrossBallots) {
            true => voters(value, &mut self.constants.ballots()),
            false => self.constants.ballots().any(|ballot| voters(value, &mut std::iter::once(ballot))),
        };
        (0..self.constants.values).filter(|value| is_chosen(*value)).fold(0, |set, value| set | 1 << value)
    }

    /// Is a value chosen if all take part in the ballot that is kept for it?
    fn can_decide(&self, mut state: State) -> bool {
        let ballot = self.constants.highest_ballot;
        for column in state.columns.iter_mut().filter(|column| self.may_promise(column, ballot)) {
            self.promise(column, ballot);
        }
        let proposable = self.proposable(&state, ballot);
        let Some(value) = (0..self.constants.values).find(|value| proposable & 1 << value != 0) else { return false };
        for column in state.columns.iter_mut().filter(|column| self.may_vote(column, ballot)) {
            self.vote(column, ballot, value);
        }
        self.chosen(&state) != 0
    }

    /// A state's fingerprint with its values renamed.
    fn renamed_fingerprint(&self, state: &State, order: &[u8]) -> Fingerprint {
        let Constants { values, .. } = self.constants;
        let votes = |votes: u128| {
            self.constants.ballots().fold(0, |renamed, ballot| {
                let here = self.constants.values_in(votes, ballot);
                (0..values).filter(|value| here & 1 << value != 0).fold(renamed, |renamed, value| {
                    renamed | self.constants.vote_bit(ballot, order[usize::from(value)])
                })
            })
        };
        let promises = |promises: u128| {
            self.constants.ballots().fold(0, |renamed, ballot| {
                let here = self.constants.reports_in(promises, ballot);
                let none = if here & 1 != 0 { self.constants.promise_bit(ballot, 0) } else { 0 };
                let told = votes(here >> 1);
                renamed | none | told << (u32::from(ballot) * self.constants.report_count() + 1)
            })
        };
        let columns = state.columns.iter().map(|column| Column {
            max_val: if column.max_vbal == 0 { 0 } else { order[usize::from(column.max_val)] },
            promises: promises(column.promises),
            votes: votes(column.votes),
            ..*column
        });
        self.fingerprint_of(columns, state.begun, votes(state.proposed))
    }

    fn fingerprint_of(&self, columns: impl Iterator<Item = Column>, begun: u128, proposed: u128) -> Fingerprint {
        let shared = hash([begun, proposed]);
        // With symmetry the order of the acceptors does not matter; without it each has its own number.
        let each = columns.zip(1..).map(|(column, number)| column.hash(if self.symmetry { 0 } else { number }));
        mix(each.fold(shared, u64::wrapping_add))
    }
}

impl Column {
    fn hash(&self, number: u64) -> u64 {
        let small = [self.max_bal, self.max_vbal, self.max_val]
            .into_iter()
            .fold(number, |sum, part| sum << 8 | u64::from(part));
        mix(hash([self.promises, self.votes]) ^ mix(small.wrapping_add(0x9e37_79b9_7f4a_7c15)))
    }
}

fn hash(numbers: [u128; 2]) -> u64 {
    numbers
        .into_iter()
        .flat_map(|number| [number as u64, (number >> 64) as u64])
        .fold(1, |sum, part| mix(sum ^ part).wrapping_add(1))
}

/// Every order of these.
fn orders(of: &[u8]) -> Vec<Vec<u8>> {
    if of.is_empty() {
        return vec![Vec::new()];
    }
    let with_first = |first: usize| {
        let rest: Vec<u8> = of.iter().enumerate().filter(|(at, _)| *at != first).map(|(_, value)| *value).collect();
        orders(&rest).into_iter().map(move |order| [vec![of[first]], order].concat()).collect::<Vec<_>>()
    };
    (0..of.len()).flat_map(with_first).collect()
}

impl Model for Paxos {
    type State = State;
    type Step = Step;

    fn initial_states(&mut self) -> Vec<State> {
        let columns = vec![Column::default(); usize::from(self.constants.acceptors)].into();
        vec![State { columns, begun: 0, proposed: 0 }]
    }

    /// By ballot: 1a, 2a for each value, then for each acceptor 1b and 2b for each value; then crashes. What would change nothing is left out.
    fn steps(&mut self, state: &State, out: &mut Vec<Step>) {
        for ballot in 0..=self.highest_searched {
            let begun = state.begun & 1 << ballot != 0;
            if !begun {
                out.push(Step::Phase1a(ballot));
            }
            let proposable = self.proposable(state, ballot);
            out.extend(
                (0..self.constants.values)
                    .filter(|value| proposable & 1 << value != 0)
                    .map(|value| Step::Phase2a(ballot, value)),
            );
            let proposed = self.constants.values_in(state.proposed, ballot);
            for (acceptor, column) in (0_u8..).zip(&state.columns) {
                if begun && self.may_promise(column, ballot) {
                    out.push(Step::Phase1b(acceptor, ballot));
                }
                if proposed != 0 && self.may_vote(column, ballot) {
                    let values = (0..self.constants.values).filter(|value| proposed & 1 << value != 0);
                    out.extend(values.map(|value| Step::Phase2b(acceptor, ballot, value)));
                }
            }
        }
        if self.mutation.is_some_and(Mutation::forgets) {
            out.extend((0..self.constants.acceptors).map(Step::Crash));
        }
    }

    fn next(&mut self, state: &State, step: &Step) -> Option<State> {
        let column = |acceptor: u8, change: &dyn Fn(&mut Column)| {
            let place = usize::from(acceptor);
            let mut column = state.columns[place];
            change(&mut column);
            (column != state.columns[place]).then(|| {
                let mut next = state.clone();
                next.columns[place] = column;
                next
            })
        };
        match *step {
            Step::Phase1a(ballot) => Some(State { begun: state.begun | 1 << ballot, ..state.clone() }),
            Step::Phase2a(ballot, value) => {
                Some(State { proposed: state.proposed | self.constants.vote_bit(ballot, value), ..state.clone() })
            }
            Step::Phase1b(acceptor, ballot) => column(acceptor, &|column| self.promise(column, ballot)),
            Step::Phase2b(acceptor, ballot, value) => column(acceptor, &|column| self.vote(column, ballot, value)),
            Step::Crash(acceptor) => column(acceptor, &|column| self.crash(column)),
        }
    }

    fn fingerprint(&self, state: &State) -> Fingerprint {
        match &self.value_orders[..] {
            [_] => self.fingerprint_of(state.columns.iter().copied(), state.begun, state.proposed),
            orders => orders.iter().map(|order| self.renamed_fingerprint(state, order)).min().unwrap_or(0),
        }
    }

    fn properties(&self) -> &[Property] {
        &self.property
    }

    fn holds(&mut self, _: usize, state: &State) -> bool {
        let chosen = self.chosen(state).count_ones();
        match self.question {
            Question::Agreement => chosen <= 1,
            Question::NeverChosen => chosen == 0,
            Question::CanDecide => chosen > 0 || self.can_decide(state.clone()),
        }
    }

    /// Nothing is chosen.
    fn is_unfinished(&self, state: &State) -> bool {
        self.chosen(state) == 0
    }

    fn state_bytes(&self, state: &State) -> usize {
        size_of::<State>() + size_of_val(&*state.columns)
    }
}

#[cfg(test)]
mod tests;
