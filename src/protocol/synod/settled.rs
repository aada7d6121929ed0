//! What can make no difference any more: for a search, which then has fewer states to see. Each rule says why it is right; that it is, is
//! also held against searches without them.

use super::super::{Ballot, NodeId, Outlook, Variant};
use super::{Config, Durable, Learner, Message, Phase, Proposer, Synod};

impl Learner {
    /// Once it knows what is chosen, more votes tell it nothing, nor does it matter who told it: it only ever says that it knows.
    pub(super) fn settle(&mut self) {
        if self.learned().is_some() {
            self.forget_votes();
        }
    }
}

impl Proposer {
    /// A proposer that begins no ballot again needs nothing for the next one. Of the present one all that is left to do, once the value is
    /// proposed or the ballot given up, is nothing: its votes are the learner's affair.
    pub(super) fn settle(&mut self) {
        *self = match self.phase() {
            Phase::Preparing { .. } => self.without_future(),
            _ => Proposer::default(),
        };
    }
}

/// Can this message make no difference any more?
///
/// Each rule is also right with mistakes switched on, but where it says how they change it:
///
/// - What is lost (`lose-promise`, `lose-vote`) is not on the disk, which is all that is looked at here; what is in memory is never below
///   it. Where promises may sink (`accept-unchecked`, `promise-unchecked`), nothing is concluded from them.
/// - `stale-promises` makes promises of older ballots count, for whoever prepares a later one.
/// - Ballots that are begun again (`ballot-reuse`) are begun by who is not spent, and of these nothing is concluded.
/// - The rest changes what is proposed, stored or counted, but not by which messages; and one that has learned looks at no more votes,
///   however it counts them.
pub(super) fn is_futile<'a>(
    config: &Config,
    to: NodeId,
    message: &Message,
    outlook: &dyn Fn(NodeId) -> Outlook<'a, Synod>,
) -> bool {
    let has = |variant| config.variants.has(variant);
    let receiver = outlook(to);
    // Answers to a ballot matter to its owner while it collects promises for it; a spent owner never will again. (Where ballots are
    // still begun, a refusal tells how high, and a wiped disk may begin one twice.)
    let is_over = |ballot: Ballot| {
        let owner = outlook(ballot.node);
        let counts = |led: Ballot| led == ballot || (has(Variant::StalePromises) && ballot < led);
        let prepares =
            |node: &Synod| matches!(node.proposer().phase(), Phase::Preparing { ballot: led, .. } if counts(*led));
        owner.spent && !owner.node.is_some_and(prepares)
    };
    // A promise never sinks but with its disk, or by mistake.
    let sinks = receiver.may_be_wiped || has(Variant::AcceptUnchecked) || has(Variant::PromiseUnchecked);
    let promised = |disk: &Durable| disk.promised.filter(|_| !sinks);
    match message {
        Message::Promise { ballot, .. } | Message::Refuse { ballot, .. } => is_over(*ballot),
        // It is promised already, or will be refused; and the refusal is futile.
        Message::Prepare { ballot } => promised(receiver.disk) >= Some(*ballot) && is_over(*ballot),
        // It will be refused. (One that was voted for is answered again: the first answer may have been cut off by a crash.)
        Message::Accept { ballot, .. } => promised(receiver.disk) > Some(*ballot) && is_over(*ballot),
        Message::PrepareValue { .. } => false,
        // Who knows, and does not crash, knows for ever.
        Message::Accepted { .. } | Message::Chosen { .. } => {
            !receiver.may_crash && receiver.node.is_some_and(|node| node.learner().learned().is_some())
        }
    }
}
