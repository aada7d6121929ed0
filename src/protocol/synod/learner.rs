//! The learner: it counts votes, and knows what is chosen when a quorum has voted in one ballot.

use super::super::{Canonical, Effects, Map, NodeId, Projection, Renamed, Renaming, Set, Variant, Variants, Vote};
use super::{Config, Learning, Message, Mistake, ONLY_SLOT, Reason, Synod};

/// A learner's memory; none of it is on the disk.
#[derive(Clone, Default, PartialEq, Eq, Hash, Debug)]
pub struct Learner {
    votes: Map<Vote, Set<NodeId>>,
    /// How often votes were counted again, at most until there are enough; empty but with the mistake [`Variant::DuplicateVote`].
    repeats: Map<Vote, u8>,
    learned: Option<Learned>,
}

/// What a learner knows to be chosen.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Learned {
    /// The value and the ballot in which it was chosen.
    pub vote: Vote,
    /// How it got to know.
    pub told: Told,
}

/// How a learner got to know.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Told {
    /// It heard the votes of a quorum.
    ByVotes,
    /// This node told it.
    By(NodeId),
}

impl Learner {
    /// What it knows to be chosen.
    pub fn learned(&self) -> Option<&Learned> {
        self.learned.as_ref()
    }

    /// The votes it has heard of: who voted, by ballot and value.
    pub fn votes(&self) -> &Map<Vote, Set<NodeId>> {
        &self.votes
    }

    /// A vote is heard. A quorum of votes in one ballot is a decision (Paxos Made Simple, section 2.3). True if this vote completed it.
    pub fn accepted(
        &mut self,
        id: NodeId,
        config: &Config,
        from: NodeId,
        vote: Vote,
        out: &mut Effects<Synod>,
    ) -> bool {
        let need = config.quorums.phase2;
        let counted_before = !self.votes.entry(vote.clone()).or_default().insert(from);
        let again = counted_before && config.variants.has(Variant::DuplicateVote) && self.count_again(&vote, need);
        let (voters, have) = self.tally(config.variants, &vote);
        if let Some(known) = self.learned.as_ref().filter(|known| have >= need && known.vote.value != vote.value) {
            out.explain(Reason::Contradicted { from, vote, known: known.vote.clone() });
            return false;
        }
        let in_ballot = self.votes.get(&vote).map_or(0, Set::len);
        let mistake = if again {
            Some(Mistake::CountsVoteAgain { from, vote: vote.clone(), have, need })
        } else if voters.len() > in_ballot {
            Some(Mistake::CountsVotesAcross { from, vote: vote.clone(), voters: voters.clone(), have, need })
        } else {
            None
        };
        if have < need || self.learned.is_some() {
            let counted = Reason::VoteCounted { from, vote, have, need, counted_before };
            out.explain(mistake.map_or(counted, Reason::Mistake));
            return false;
        }
        mistake.into_iter().for_each(|mistake| out.explain(Reason::Mistake(mistake)));
        out.explain(Reason::LearnedByVotes { vote: vote.clone(), voters });
        self.learn(vote.clone(), Told::ByVotes, out);
        if config.learning == Learning::Notification && vote.ballot.node == id {
            let Vote { ballot, value } = vote;
            out.send_to_others(id, config.node_count, &Message::Chosen { ballot, value });
        }
        true
    }

    /// Counts a vote once more, unless there are enough of it already; true if it did.
    fn count_again(&mut self, vote: &Vote, need: u8) -> bool {
        let voters = self.votes.get(vote).map_or(0, Set::len);
        let repeats = self.repeats.get(vote).copied().unwrap_or_default();
        let counts = voters + usize::from(repeats) < usize::from(need);
        if counts {
            self.repeats.insert(vote.clone(), repeats + 1);
        }
        counts
    }

    /// Who has voted so, and how many votes that makes: of the one ballot and each acceptor once, but by mistake.
    fn tally(&self, variants: Variants, vote: &Vote) -> (Vec<NodeId>, u8) {
        let across = variants.has(Variant::VotesAcrossBallots);
        let counts = |other: &Vote| other == vote || (across && other.value == vote.value);
        let mut all = Set::default();
        for (_, voters) in self.votes.iter().filter(|(other, _)| counts(other)) {
            for voter in voters {
                all.insert(*voter);
            }
        }
        let repeats: usize =
            self.repeats.iter().filter(|(other, _)| counts(other)).map(|(_, count)| usize::from(*count)).sum();
        (all.iter().copied().collect(), u8::try_from(all.len() + repeats).unwrap_or(u8::MAX))
    }

    /// Somebody tells what is chosen. True if it was news.
    pub fn told(&mut self, from: NodeId, vote: Vote, out: &mut Effects<Synod>) -> bool {
        match &self.learned {
            Some(known) if known.vote.value == vote.value => {
                out.explain(Reason::KnownAlready { from, vote });
                false
            }
            Some(known) => {
                out.explain(Reason::Contradicted { from, vote, known: known.vote.clone() });
                false
            }
            None => {
                out.explain(Reason::LearnedByNotification { from, vote: vote.clone() });
                self.learn(vote, Told::By(from), out);
                true
            }
        }
    }

    pub(super) fn forget_votes(&mut self) {
        self.votes = Map::new_vec();
        self.repeats = Map::new_vec();
        if let Some(learned) = &mut self.learned {
            learned.told = Told::ByVotes;
        }
    }

    fn learn(&mut self, vote: Vote, told: Told, out: &mut Effects<Synod>) {
        out.decide(ONLY_SLOT, vote.value.clone());
        self.learned = Some(Learned { vote, told });
    }
}

impl Renamed for Learner {
    fn renamed(&self, renaming: &Renaming) -> Self {
        Self {
            votes: self.votes.renamed(renaming),
            repeats: self.repeats.renamed(renaming),
            learned: self.learned.renamed(renaming),
        }
    }
}

impl Renamed for Learned {
    fn renamed(&self, renaming: &Renaming) -> Self {
        let told = match self.told {
            Told::ByVotes => Told::ByVotes,
            Told::By(node) => Told::By(node.renamed(renaming)),
        };
        Self { vote: self.vote.renamed(renaming), told }
    }
}

impl Canonical for Learner {
    fn project(&self, out: &mut Projection) {
        out.u32(u32::try_from(self.votes.len()).unwrap_or(u32::MAX));
        for (vote, voters) in &self.votes {
            vote.project(out);
            out.all(voters.iter());
        }
        if !self.repeats.is_empty() {
            // What follows otherwise begins with 0 or 1.
            out.u8(2);
            out.u32(u32::try_from(self.repeats.len()).unwrap_or(u32::MAX));
            for (vote, count) in &self.repeats {
                vote.project(out);
                out.u8(*count);
            }
        }
        self.learned.project(out);
    }
}

impl Canonical for Learned {
    fn project(&self, out: &mut Projection) {
        self.vote.project(out);
        match self.told {
            Told::ByVotes => out.u8(0),
            Told::By(node) => node.project(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{Ballot, Effect, Value};
    use super::*;

    fn node(number: u8) -> NodeId {
        NodeId::new(number).expect("a node")
    }

    fn vote(round: u32, owner: u8, value: &str) -> Vote {
        Vote { ballot: Ballot::new(round, node(owner)), value: Value::new(value).expect("a value") }
    }

    /// What a learner hears.
    enum Hears {
        /// A vote of this acceptor.
        Vote(u8, Vote),
        /// This node tells what is chosen.
        Told(u8, Vote),
    }

    /// The learner n1 of three hears this; the last of it has exactly these effects, and is news or not.
    fn check(learning: Learning, hears: Vec<Hears>, news: bool, expected: Vec<Effect<Synod>>) -> Learner {
        let config = Config { learning, ..Config::majorities(3) };
        let mut learner = Learner::default();
        let mut last = (false, Vec::new());
        for heard in hears {
            let mut out = Effects::default();
            let is_news = match heard {
                Hears::Vote(from, vote) => learner.accepted(node(1), &config, node(from), vote, &mut out),
                Hears::Told(from, vote) => learner.told(node(from), vote, &mut out),
            };
            last = (is_news, out.into_vec());
        }
        assert_eq!(last, (news, expected));
        learner
    }

    fn counted(from: u8, vote: Vote, have: u8, counted_before: bool) -> Effect<Synod> {
        Effect::Explain(Reason::VoteCounted { from: node(from), vote, have, need: 2, counted_before })
    }

    fn learned(vote: &Vote, voters: &[u8]) -> Vec<Effect<Synod>> {
        let voters = voters.iter().map(|number| node(*number)).collect();
        let decide = Effect::Decide { slot: ONLY_SLOT, value: vote.value.clone() };
        vec![Effect::Explain(Reason::LearnedByVotes { vote: vote.clone(), voters }), decide]
    }

    fn chosen(to: u8, vote: &Vote) -> Effect<Synod> {
        let Vote { ballot, value } = vote.clone();
        Effect::Send { to: node(to), message: Message::Chosen { ballot, value } }
    }

    #[test]
    fn one_vote_of_three_is_not_enough() {
        let blue = vote(1, 1, "blue");
        let one = vec![Hears::Vote(1, blue.clone())];
        let learner = check(Learning::Notification, one, false, vec![counted(1, blue, 1, false)]);
        assert_eq!(learner.learned(), None);
    }

    #[test]
    fn the_same_vote_twice_is_counted_once() {
        let blue = vote(1, 1, "blue");
        let twice = vec![Hears::Vote(2, blue.clone()), Hears::Vote(2, blue.clone())];
        check(Learning::Notification, twice, false, vec![counted(2, blue, 1, true)]);
    }

    #[test]
    fn the_owner_of_the_ballot_tells_the_others() {
        let blue = vote(1, 1, "blue");
        let quorum = vec![Hears::Vote(3, blue.clone()), Hears::Vote(1, blue.clone())];
        let expected = [learned(&blue, &[1, 3]), vec![chosen(2, &blue), chosen(3, &blue)]].concat();
        let learner = check(Learning::Notification, quorum, true, expected);
        assert_eq!(learner.learned(), Some(&Learned { vote: blue, told: Told::ByVotes }));
    }

    #[test]
    fn where_votes_are_broadcast_nobody_tells() {
        for owner in [1, 2] {
            let blue = vote(1, owner, "blue");
            let quorum = vec![Hears::Vote(3, blue.clone()), Hears::Vote(1, blue.clone())];
            check(Learning::Votes, quorum, true, learned(&blue, &[1, 3]));
        }
    }

    #[test]
    fn votes_of_different_ballots_do_not_add_up() {
        let (first, second) = (vote(1, 1, "blue"), vote(2, 1, "blue"));
        let both = vec![Hears::Vote(1, first), Hears::Vote(2, second.clone())];
        check(Learning::Notification, both, false, vec![counted(2, second, 1, false)]);
    }

    #[test]
    fn a_third_vote_is_no_news() {
        let blue = vote(1, 1, "blue");
        let all = (1..=3).map(|from| Hears::Vote(from, blue.clone())).collect();
        check(Learning::Notification, all, false, vec![counted(3, blue, 3, false)]);
    }

    #[test]
    fn what_it_is_told_it_knows_and_once_is_enough() {
        let blue = vote(1, 2, "blue");
        let decide = Effect::Decide { slot: ONLY_SLOT, value: blue.value.clone() };
        let told = Effect::Explain(Reason::LearnedByNotification { from: node(2), vote: blue.clone() });
        let once = vec![Hears::Told(2, blue.clone())];
        let learner = check(Learning::Notification, once, true, vec![told, decide]);
        assert_eq!(learner.learned(), Some(&Learned { vote: blue.clone(), told: Told::By(node(2)) }));
        let again = Effect::Explain(Reason::KnownAlready { from: node(3), vote: blue.clone() });
        let twice = vec![Hears::Told(2, blue.clone()), Hears::Told(3, blue)];
        check(Learning::Notification, twice, false, vec![again]);
    }

    #[test]
    fn the_same_value_of_another_ballot_contradicts_nothing() {
        let (first, second) = (vote(1, 2, "blue"), vote(4, 3, "blue"));
        let both = vec![Hears::Told(2, first), Hears::Told(3, second.clone())];
        let known = Effect::Explain(Reason::KnownAlready { from: node(3), vote: second });
        check(Learning::Notification, both, false, vec![known]);
    }

    #[test]
    fn another_value_contradicts_and_what_it_knows_stays() {
        let (blue, red) = (vote(1, 2, "blue"), vote(4, 3, "red"));
        let told = vec![Hears::Told(2, blue.clone()), Hears::Told(3, red.clone())];
        let contradicted =
            |from| Effect::Explain(Reason::Contradicted { from: node(from), vote: red.clone(), known: blue.clone() });
        let learner = check(Learning::Notification, told, false, vec![contradicted(3)]);
        assert_eq!(learner.learned().map(|learned| &learned.vote), Some(&blue));
        let voted = vec![Hears::Told(2, blue.clone()), Hears::Vote(1, red.clone()), Hears::Vote(2, red.clone())];
        check(Learning::Notification, voted, false, vec![contradicted(2)]);
    }
}
