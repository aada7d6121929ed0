//! Zab in the tests: a cluster that is driven by hand, every property judged after every step.

#![allow(dead_code, reason = "each of the tests that include this uses a part of it")]

use paxos_playground::protocol::zab::{
    Client, Config, Election, Following, KeyValue, Leading, Message, Reason, Role, Server, Timer, Zab, Zxid,
};
use paxos_playground::protocol::{Channel, Effect, NodeId, Protocol, Value, Variant, Variants};
use paxos_playground::world::{Action, Disorder, Envelope, Item, NetworkKind, Outcome, PrimaryOrder, Step, World};

pub type Node = Zab<KeyValue>;
pub type Cluster = World<Node>;

pub fn node(number: u8) -> NodeId {
    NodeId::new(number).expect("a node")
}

pub fn client(number: u8) -> NodeId {
    NodeId::client(number).expect("a client")
}

pub fn value(text: &str) -> Value {
    Value::new(text).expect("a value")
}

pub fn zxid(epoch: u32, counter: u32) -> Zxid {
    Zxid::new(epoch, counter)
}

/// What is broken in a world, if anything is.
pub fn broken(world: &Cluster) -> Option<(PrimaryOrder, Disorder)> {
    let (facts, voters) = (world.ledger().broadcasts(), world.config().voters());
    PrimaryOrder::ALL.into_iter().find_map(|property| Some((property, property.judge(facts, voters)?)))
}

pub fn with(config: Config, variant: Variant) -> Config {
    Config { variants: Variants::default().with(variant), ..config }
}

pub fn oracle(servers: u8, clients: u8) -> Config {
    Config { election: Election::Oracle, ..Config::majorities(servers, clients) }
}

/// What a message is, in ZooKeeper's words.
pub fn says(message: &Message<KeyValue>) -> String {
    match message {
        Message::Notification { round, state, vote } => format!("notification({round} {state:?} {})", vote.leader),
        Message::FollowerInfo { accepted } => format!("FOLLOWERINFO({accepted})"),
        Message::LeaderInfo { epoch } => format!("LEADERINFO({epoch})"),
        Message::AckEpoch { current: Some(current), last } => format!("ACKEPOCH({current}, {last})"),
        Message::AckEpoch { current: None, last } => format!("ACKEPOCH(-, {last})"),
        Message::Diff { to } => format!("DIFF({to})"),
        Message::Trunc { to } => format!("TRUNC({to})"),
        Message::Snap { snapshot } => format!("SNAP({})", snapshot.last),
        Message::NewLeader { epoch } => format!("NEWLEADER({epoch}:0)"),
        Message::Ack { zxid } => format!("ACK({zxid})"),
        Message::UpToDate { committed } => format!("UPTODATE({committed})"),
        Message::Proposal { txn } => format!("PROPOSAL({})", txn.zxid),
        Message::Commit { zxid } => format!("COMMIT({zxid})"),
        Message::Inform { txn } => format!("INFORM({})", txn.zxid),
        Message::Ping => "ping".to_owned(),
        Message::Request { .. } => "request".to_owned(),
        Message::Reply { .. } => "reply".to_owned(),
    }
}

/// A cluster that is driven by hand.
#[derive(Clone)]
pub struct Play {
    pub world: Cluster,
    /// Every property is judged after every step.
    pub judged: bool,
    /// Everything that arrived: `n2->n1 FOLLOWERINFO(0)`.
    pub arrived: Vec<String>,
}

impl Play {
    pub fn new(config: Config) -> Self {
        Self { world: World::new(config, NetworkKind::Bag), judged: true, arrived: Vec::new() }
    }

    /// The same, whatever is broken.
    pub fn unjudged(config: Config) -> Self {
        Self { judged: false, ..Self::new(config) }
    }

    #[track_caller]
    pub fn take(&mut self, action: Action<Node>) -> Outcome<Node> {
        self.crash_in(action, None)
    }

    #[track_caller]
    pub fn crash_in(&mut self, action: Action<Node>, crash_after: Option<u16>) -> Outcome<Node> {
        if let Action::Deliver(envelope) = &action {
            self.arrived.push(format!("{}->{} {}", envelope.from, envelope.to, says(&envelope.message)));
        }
        let step = Step { action, crash_after };
        let outcome = self.world.apply(&step).unwrap_or_else(|error| panic!("{error:?}: {step:?}"));
        if self.judged {
            assert_eq!(broken(&self.world), None, "{step:?}");
        }
        let is_step = !matches!(step.action, Action::Drop(_) | Action::Duplicate(_));
        let explained = outcome.performed.iter().any(|performed| matches!(performed.effect, Effect::Explain(_)));
        let handled = matches!(step.action, Action::Deliver(_) | Action::Fire(..) | Action::Notice { .. });
        assert!(!is_step || !handled || explained || crash_after.is_some(), "a step without a reason: {step:?}");
        outcome
    }

    pub fn running(&self, number: u8) -> Option<&Node> {
        Some(&self.world.place(node(number))?.running.as_ref()?.node)
    }

    #[track_caller]
    pub fn server(&self, number: u8) -> &Server<KeyValue> {
        self.running(number).and_then(Zab::server).expect("a server that runs")
    }

    pub fn client(&self, number: u8) -> &Client {
        let place = self.world.place(client(number)).and_then(|place| place.running.as_ref());
        place.and_then(|running| running.node.client()).expect("a client that runs")
    }

    #[track_caller]
    pub fn leading(&self, number: u8) -> &Leading {
        match self.server(number).role() {
            Role::Leading(leading) => leading,
            role => panic!("n{number} does not lead: {role:?}"),
        }
    }

    #[track_caller]
    pub fn following(&self, number: u8) -> &Following {
        match self.server(number).role() {
            Role::Following(following) => following,
            role => panic!("n{number} does not follow: {role:?}"),
        }
    }

    pub fn is_looking(&self, number: u8) -> bool {
        matches!(self.server(number).role(), Role::Looking(_))
    }

    #[track_caller]
    pub fn fire(&mut self, number: u8, timer: Timer) -> Outcome<Node> {
        let of = if timer == Timer::Retry { client(number) } else { node(number) };
        self.take(Action::Fire(of, timer))
    }

    /// The oracle names a leader to a server.
    #[track_caller]
    pub fn name(&mut self, number: u8, leader: u8) {
        self.fire(number, Timer::Oracle(node(leader)));
    }

    pub fn ask(&mut self, number: u8, operation: &str) {
        self.take(Action::Request(client(number), value(operation)));
    }

    pub fn crash(&mut self, number: u8) {
        self.take(Action::Crash(node(number)));
    }

    pub fn restart(&mut self, number: u8) {
        self.take(Action::Restart(node(number)));
    }

    /// What comes next from one to the other on their connection, whatever that is.
    #[track_caller]
    pub fn next(&mut self, from: u8, to: u8) -> Outcome<Node> {
        let (from, to) = (node(from), node(to));
        let head = self.world.network().streams().way(from, to).and_then(|way| way.head().cloned());
        match head.unwrap_or_else(|| panic!("nothing is under way from {from} to {to}")) {
            Item::Message(message) => self.take(Action::Deliver(Envelope { from, to, message })),
            Item::Closed => self.take(Action::Notice { from, to }),
        }
    }

    /// What is said on the connection from one to the other, in order.
    pub fn on_way(&self, from: u8, to: u8) -> Vec<String> {
        let way = self.world.network().streams().way(node(from), node(to));
        let text = |item: &Item<Message<KeyValue>>| match item {
            Item::Message(message) => says(message),
            Item::Closed => "closed".to_owned(),
        };
        way.map(|way| way.items().map(text).collect()).unwrap_or_default()
    }

    /// Everything that is under way arrives, until nothing is, but for what this is true of: that on its own is lost, and that on connections stays.
    pub fn settle_without(&mut self, without: impl Fn(NodeId, NodeId, Option<&Message<KeyValue>>) -> bool) {
        loop {
            let datagram = self.world.network().distinct().next().cloned();
            if let Some(envelope) = datagram {
                let down = self.world.place(envelope.to).is_none_or(|place| place.running.is_none());
                let lost = down || without(envelope.from, envelope.to, Some(&envelope.message));
                self.take(if lost { Action::Drop(envelope) } else { Action::Deliver(envelope) });
                continue;
            }
            let mut steps = Vec::new();
            self.world.enabled(&[], &mut steps);
            let arrives = |action: &Action<Node>| match action {
                Action::Deliver(envelope) => {
                    assert_eq!(Node::channel(&envelope.message), Channel::Stream);
                    !without(envelope.from, envelope.to, Some(&envelope.message))
                }
                Action::Notice { from, to } => !without(*from, *to, None),
                _ => false,
            };
            let Some(step) = steps.into_iter().find(|step| arrives(&step.action)) else { return };
            self.take(step.action);
        }
    }

    pub fn settle(&mut self) {
        self.settle_without(|_, _, _| false);
    }

    fn fire_everywhere(&mut self, timer: Timer) {
        for number in 1..=self.world.config().servers {
            let running = self.world.place(node(number)).and_then(|place| place.running.as_ref());
            if running.is_some_and(|running| running.timers.contains(&timer)) {
                self.fire(number, timer);
            }
        }
    }

    /// An election among those that look for a leader, to the end.
    pub fn elect(&mut self) {
        self.fire_everywhere(Timer::Notify);
        self.settle();
        self.fire_everywhere(Timer::Finalize);
        self.settle();
    }

    /// By oracle: this one leads and these follow, and all is settled.
    #[track_caller]
    pub fn lead(&mut self, leader: u8, followers: &[u8]) {
        self.name(leader, leader);
        followers.iter().for_each(|follower| self.name(*follower, leader));
        self.settle();
    }

    /// The numbers of the transactions of a server's log.
    #[track_caller]
    pub fn log(&self, number: u8) -> Vec<String> {
        let place = self.world.place(node(number)).expect("a place");
        place.disk.log().map(|txn| txn.zxid.to_string()).collect()
    }

    pub fn holds(&self, number: u8, key: &str) -> Option<String> {
        self.server(number).applied().machine().get(&value(key)).map(ToString::to_string)
    }
}

/// Why the node did what it did in a step.
pub fn reasons(outcome: &Outcome<Node>) -> Vec<Reason> {
    let reason = |effect: &Effect<Node>| match effect {
        Effect::Explain(reason) => Some(reason.clone()),
        _ => None,
    };
    outcome.performed.iter().filter_map(|performed| reason(&performed.effect)).collect()
}

/// Three servers and two clients; an oracle names leaders.
pub fn three() -> Play {
    Play::new(oracle(3, 2))
}

pub fn has(outcome: &Outcome<Node>, wanted: impl Fn(&Reason) -> bool) -> bool {
    reasons(outcome).iter().any(wanted)
}

/// The client asks, and its server is asked again until one answers.
pub fn done(play: &mut Play, client: u8, operation: &str) {
    play.ask(client, operation);
    play.settle();
    for _ in 0..5 {
        if play.client(client).waits_for().is_some() {
            play.fire(client, Timer::Retry);
            play.settle();
        }
    }
    assert_eq!(play.client(client).waits_for(), None, "{operation}");
}

/// The client's command reaches the leader, and nothing else happens.
pub fn asked(play: &mut Play, client: u8, operation: &str) {
    play.ask(client, operation);
    play.settle_without(|_, _, message| !matches!(message, Some(Message::Request { .. })));
}

/// n1 leads n2, with whom it has done so many transactions; the others missed them.
pub fn missed(config: Config, count: u32) -> Play {
    let mut play = Play::new(config);
    play.lead(1, &[2]);
    (0..count).for_each(|number| done(&mut play, 1, &format!("k{number}=1")));
    play
}
