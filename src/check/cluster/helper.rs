//! "Can it still decide?", answered by doing it: from a state, one schedule that helps as well as it can.
//!
//! Every node that is down restarts with its disk, links are whole, and one node leads: its timer fires, or it is asked, again and again, each
//! time in a fresh ballot; whatever is sent from then on arrives in the order in which it was sent, refusals last, and what was sent before
//! is lost. If some node learns a value, the state can decide, and this schedule is the proof. If none does, whichever of those that clients ask
//! leads, the state is said to be stuck; that no other schedule leads to a decision is not shown.
//!
//! The schedule depends on the nodes' places alone, not on the messages under way nor on the ledger; so it is played once for
//! each combination of places. What it meets is kept apart from what the search meets. It knows no connections: a protocol with streams is not to be asked
//! this.

use super::local::Tables;
use super::mix;
use crate::protocol::{Effect, Kind, NodeId, Protocol};
use crate::world::{Action, Envelope};
use hashbrown::HashTable;
use std::collections::VecDeque;

/// How many ballots a leader begins: the first may be refused, and the next is above whatever stood in its way.
const MAX_BALLOTS: u32 = 4;

/// What is known of places and of what comes of helping.
#[derive(Clone, Debug)]
pub(super) struct Helper<P: Protocol> {
    tables: Tables<P>,
    /// By place of the search, the place here.
    known_as: Vec<u32>,
    /// By the sum of the hashes of the places, whether they can decide.
    answers: HashTable<(u64, bool)>,
}

impl<P: Protocol> Helper<P> {
    /// Nothing known yet, of a cluster of so many nodes.
    pub fn new(node_count: u8) -> Self {
        Self { tables: Tables::new(node_count), known_as: Vec::new(), answers: HashTable::new() }
    }

    /// Can nodes at these places still decide, if one of those leads that clients ask?
    pub fn can_decide(
        &mut self,
        config: &P::Config,
        requests: &[(NodeId, P::Request)],
        places: &[u32],
        tables: &Tables<P>,
    ) -> bool {
        let sum = mix(places.iter().fold(0, |sum, place| sum.wrapping_add(tables.places.hash(*place))));
        if let Some((_, answer)) = self.answers.find(sum, |(known, _)| *known == sum) {
            return *answer;
        }
        for number in self.known_as.len()..tables.places.len() {
            let place = self.tables.places.number(tables.places.thing(number as u32).clone());
            self.known_as.push(place);
        }
        let mut places: Vec<u32> = places.iter().map(|place| self.known_as[*place as usize]).collect();
        for (at, node) in NodeId::all(P::node_count(config)).enumerate() {
            if self.tables.places.thing(places[at]).1.running.is_none() {
                self.take(config, &mut places, Action::Restart(node), &mut Vec::new());
            }
        }
        let answer = requests.iter().any(|request| self.leads_to_decision(config, request, places.clone()));
        self.answers.insert_unique(sum, (sum, answer), |(sum, _)| *sum);
        answer
    }

    /// Does some node learn a value if this one leads?
    fn leads_to_decision(
        &mut self,
        config: &P::Config,
        (leader, request): &(NodeId, P::Request),
        mut places: Vec<u32>,
    ) -> bool {
        (0..MAX_BALLOTS).any(|_| {
            let running =
                self.tables.places.thing(places[usize::from(self.tables.place_of(*leader))]).1.running.as_ref();
            let timer = running.and_then(|running| running.timers.first().copied());
            let begin =
                timer.map_or_else(|| Action::Request(*leader, request.clone()), |timer| Action::Fire(*leader, timer));
            self.play_out(config, &mut places, begin)
        })
    }

    /// Takes the action and delivers all that is sent because of it; true if a node learns a value.
    fn play_out(&mut self, config: &P::Config, places: &mut [u32], action: Action<P>) -> bool {
        let (mut waiting, mut refusals) = (VecDeque::new(), VecDeque::new());
        let mut next = Some(action);
        while let Some(action) = next {
            let mut sent = Vec::new();
            if self.take(config, places, action, &mut sent) {
                return true;
            }
            for message in sent {
                let kind = {
                    let Envelope { from, to, message } = self.tables.messages.thing(message);
                    P::label(*from, *to, message).kind
                };
                if kind == Kind::Refuse { refusals.push_back(message) } else { waiting.push_back(message) }
            }
            let message = waiting.pop_front().or_else(|| refusals.pop_front());
            next = message.map(|message| Action::Deliver(self.tables.messages.thing(message).clone()));
        }
        false
    }

    /// Takes an action; what is sent is appended. True if the node learns a value.
    fn take(&mut self, config: &P::Config, places: &mut [u32], action: Action<P>, sent: &mut Vec<u32>) -> bool {
        let at = usize::from(self.tables.place_of(action.node()));
        let action = self.tables.actions.number(action);
        let local = self.tables.local(config, (places[at], action, 0));
        let local = self.tables.get(local);
        places[at] = local.place;
        sent.extend_from_slice(&local.sent);
        local.heard.iter().any(|effect| matches!(effect, Effect::Decide { .. }))
    }

    /// How much memory it takes, about, in bytes.
    pub fn bytes(&self) -> usize {
        self.tables.bytes() + self.answers.allocation_size()
    }
}
