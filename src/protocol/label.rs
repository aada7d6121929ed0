//! What a person calls a message.

use super::{Ballot, Canonical, Projection, ProtocolName, Slot};
use std::fmt;

/// The kinds of message, of all protocols.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// Phase 1a: a proposer asks for promises.
    Prepare,
    /// Phase 1b: an acceptor promises, and reports its vote.
    Promise,
    /// An acceptor turns a ballot down and names the higher one that it promised.
    Refuse,
    /// Phase 2a: a proposer asks for votes.
    Accept,
    /// Phase 2b: an acceptor's vote.
    Accepted,
    /// A learner tells that a value is chosen.
    Chosen,
    /// A leader tells that it still leads.
    Heartbeat,
    /// A server asks for what was chosen.
    Fetch,
    /// A snapshot for a server that lags too far behind.
    Install,
    /// A client's command.
    Request,
    /// A client's answer.
    Reply,
    /// Election: a vote.
    Notification,
    /// Discovery: a learner tells its leader which epoch it has accepted.
    FollowerInfo,
    /// Discovery: a leader tells its epoch.
    LeaderInfo,
    /// Discovery: a learner takes part in an epoch.
    AckEpoch,
    /// Synchronization: what the learner lacks follows.
    Diff,
    /// Synchronization: the learner is to cut its log off.
    Trunc,
    /// Synchronization: a state for a learner that lags too far behind.
    Snap,
    /// Synchronization: the learner has the history of the epoch.
    NewLeader,
    /// A learner has it on its disk.
    Ack,
    /// Synchronization, its end: the leader is established.
    UpToDate,
    /// A transaction is proposed.
    Proposal,
    /// A quorum has a transaction.
    Commit,
    /// A committed transaction for an observer.
    Inform,
    /// A leader or a learner tells that it is there.
    Ping,
    /// A server grants a round of a leader's lease.
    Granted,
}

impl Kind {
    /// Every kind of the Synod protocol, in the order in which a ballot meets them.
    pub const SYNOD: [Kind; 6] =
        [Kind::Prepare, Kind::Promise, Kind::Refuse, Kind::Accept, Kind::Accepted, Kind::Chosen];

    /// Every kind of Multi-Paxos.
    pub const MULTIPAXOS: [Kind; 11] = [
        Kind::Prepare,
        Kind::Promise,
        Kind::Refuse,
        Kind::Accept,
        Kind::Accepted,
        Kind::Heartbeat,
        Kind::Granted,
        Kind::Fetch,
        Kind::Install,
        Kind::Request,
        Kind::Reply,
    ];

    /// Every kind of Zab, phase by phase.
    pub const ZAB: [Kind; 16] = [
        Kind::Notification,
        Kind::FollowerInfo,
        Kind::LeaderInfo,
        Kind::AckEpoch,
        Kind::Diff,
        Kind::Trunc,
        Kind::Snap,
        Kind::NewLeader,
        Kind::Ack,
        Kind::UpToDate,
        Kind::Proposal,
        Kind::Commit,
        Kind::Inform,
        Kind::Ping,
        Kind::Request,
        Kind::Reply,
    ];

    /// The kinds of a protocol.
    pub fn of(protocol: ProtocolName) -> &'static [Kind] {
        match protocol {
            ProtocolName::Synod => &Self::SYNOD,
            ProtocolName::MultiPaxos => &Self::MULTIPAXOS,
            ProtocolName::Zab => &Self::ZAB,
        }
    }

    /// Its word in scenarios.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Prepare => "prepare",
            Kind::Promise => "promise",
            Kind::Refuse => "refuse",
            Kind::Accept => "accept",
            Kind::Accepted => "accepted",
            Kind::Chosen => "chosen",
            Kind::Heartbeat => "heartbeat",
            Kind::Fetch => "fetch",
            Kind::Install => "install",
            Kind::Request => "request",
            Kind::Reply => "reply",
            Kind::Notification => "notification",
            Kind::FollowerInfo => "followerinfo",
            Kind::LeaderInfo => "leaderinfo",
            Kind::AckEpoch => "ackepoch",
            Kind::Diff => "diff",
            Kind::Trunc => "trunc",
            Kind::Snap => "snap",
            Kind::NewLeader => "newleader",
            Kind::Ack => "ack",
            Kind::UpToDate => "uptodate",
            Kind::Proposal => "proposal",
            Kind::Commit => "commit",
            Kind::Inform => "inform",
            Kind::Ping => "ping",
            Kind::Granted => "granted",
        }
    }

    /// The kind that scenarios of a protocol call so.
    pub fn from_word(protocol: ProtocolName, word: &str) -> Option<Kind> {
        Self::of(protocol).iter().copied().find(|kind| kind.word() == word)
    }

    /// Does it travel on a connection?
    pub fn is_on_connection(self) -> bool {
        Self::ZAB.contains(&self) && !matches!(self, Kind::Notification | Kind::Request | Kind::Reply)
    }

    /// Is such a message about one slot, in a protocol that has many? (Or about one zxid: then its counter stands where slots do.)
    pub fn has_slot(self) -> bool {
        let of_log = matches!(self, Kind::Accept | Kind::Accepted);
        let of_zxid =
            matches!(self, Kind::AckEpoch | Kind::Diff | Kind::Trunc | Kind::Snap | Kind::Ack | Kind::UpToDate);
        of_log || of_zxid || matches!(self, Kind::Proposal | Kind::Commit | Kind::Inform)
    }
}

/// A message's kind, its ballot, and its slot if it is about one: with sender and receiver, what it is addressed by. Written `accept 2.n1`, or
/// `accept 2.n1@5`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Label {
    /// What kind of message.
    pub kind: Kind,
    /// The ballot it belongs to; for a refusal, the ballot refused. Of a client's command: its number, and the client.
    pub ballot: Ballot,
    /// The slot of the log that it is about.
    pub slot: Option<Slot>,
}

impl Label {
    /// Of a message that is about no slot, or about the only one.
    pub fn of_ballot(kind: Kind, ballot: Ballot) -> Self {
        Self { kind, ballot, slot: None }
    }

    /// All but its kind: `2.n1`, or `2.n1@5`.
    pub fn place(&self) -> String {
        self.slot.map_or_else(|| self.ballot.to_string(), |slot| format!("{}@{slot}", self.ballot))
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.word(), self.place())
    }
}

impl Canonical for Label {
    fn project(&self, out: &mut Projection) {
        out.text(self.kind.word());
        self.ballot.project(out);
        // (Nothing where there is none, as before there were slots: what was ever drawn for a label stays.)
        self.slot.iter().for_each(|slot| out.u64(*slot));
    }
}
