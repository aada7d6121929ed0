//! The state machine that the log drives: every server applies the same commands in the same order, and so comes to the same state
//! (Paxos Made Simple, section 3).

use super::super::{Canonical, Map, NodeId, Projection, Renamed, Renaming, Value};
use super::Command;
use std::fmt::Debug;
use std::hash::Hash;

/// A deterministic machine. Nothing of clients, slots or ballots is known to it.
pub trait StateMachine: Clone + Default + Ord + Hash + Debug + Canonical {
    /// Does what the operation says; what its client is told.
    fn apply(&mut self, operation: &Value) -> Option<Value>;

    /// Does the operation change nothing, whatever the state is?
    fn only_reads(_operation: &Value) -> bool {
        false
    }
}

/// A small store: `key=value` sets a key and answers what it held before; `key?`, or the key alone, is answered with what it holds.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct KeyValue(Map<Value, Value>);

impl KeyValue {
    /// What the key holds.
    pub fn get(&self, key: &Value) -> Option<&Value> {
        self.0.get(key)
    }

    /// All keys with what they hold, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Value, &Value)> {
        self.0.iter()
    }
}

impl StateMachine for KeyValue {
    fn apply(&mut self, operation: &Value) -> Option<Value> {
        let set = operation.as_str().split_once('=');
        match set.map(|(key, value)| (Value::new(key), Value::new(value))) {
            Some((Ok(key), Ok(value))) => self.0.insert(key, value),
            // To hold nothing is to be no key.
            Some((Ok(key), Err(_))) => self.0.remove(&key),
            _ => {
                let key = operation.as_str().strip_suffix('?').and_then(|key| Value::new(key).ok());
                self.0.get(key.as_ref().unwrap_or(operation)).cloned()
            }
        }
    }

    fn only_reads(operation: &Value) -> bool {
        !matches!(operation.as_str().split_once('='), Some((key, _)) if Value::new(key).is_ok())
    }
}

/// A machine, and of each client the last command that was done with what it was answered: who asks again is answered again, and nothing is done twice.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Applied<S> {
    machine: S,
    sessions: Sessions,
}

/// What each client was answered last.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
struct Sessions(Map<NodeId, Answered>);

/// What a client was answered.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Answered {
    /// The number of its command.
    pub sequence: u32,
    /// What it came to.
    pub answer: Option<Value>,
}

impl Default for Sessions {
    fn default() -> Self {
        Self(Map::new_vec())
    }
}

impl<S: StateMachine> Applied<S> {
    /// The machine.
    pub fn machine(&self) -> &S {
        &self.machine
    }

    /// What the client was answered last.
    pub fn answered(&self, client: NodeId) -> Option<&Answered> {
        self.sessions.0.get(&client)
    }

    /// What the client was answered to this command, if none came after it.
    pub fn last_answer(&self, command: &Command) -> Option<&Answered> {
        self.answered(command.client).filter(|answered| answered.sequence == command.sequence)
    }

    /// A digest of it, by which states are compared where they are not kept.
    pub fn digest(&self) -> u64 {
        let mut projection = Projection::default();
        self.project(&mut projection);
        projection.digest()
    }

    /// Has this command of the client been done, or a later one?
    pub fn has_done(&self, command: &Command) -> bool {
        self.answered(command.client).is_some_and(|answered| answered.sequence >= command.sequence)
    }

    /// Does a command, even if it was done before: a mistake.
    pub(in super::super) fn apply_again(&mut self, command: &Command) {
        let answer = self.machine.apply(&command.operation);
        self.sessions.0.insert(command.client, Answered { sequence: command.sequence, answer });
    }

    /// Does a command, unless it was done before. True if it was done now.
    pub fn apply(&mut self, command: &Command) -> bool {
        if self.has_done(command) {
            return false;
        }
        self.apply_again(command);
        true
    }
}

impl<S: StateMachine> Renamed for Applied<S> {
    fn renamed(&self, renaming: &Renaming) -> Self {
        let sessions = self.sessions.0.iter().map(|(client, answered)| (client.renamed(renaming), answered.clone()));
        Self { machine: self.machine.clone(), sessions: Sessions(sessions.collect()) }
    }
}

impl Canonical for KeyValue {
    fn project(&self, out: &mut Projection) {
        out.all(self.0.iter());
    }
}

impl Canonical for Answered {
    fn project(&self, out: &mut Projection) {
        out.u32(self.sequence);
        self.answer.project(out);
    }
}

impl<S: StateMachine> Canonical for Applied<S> {
    fn project(&self, out: &mut Projection) {
        self.machine.project(out);
        out.all(self.sessions.0.iter());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value {
        Value::new(text).expect("a value")
    }

    fn command(client: u8, sequence: u32, operation: &str) -> Command {
        Command::new(NodeId::new(client).expect("a node"), sequence, value(operation))
    }

    #[test]
    fn a_key_holds_what_it_was_set_to() {
        let mut store = KeyValue::default();
        assert_eq!(store.apply(&value("x")), None);
        assert_eq!(store.apply(&value("x=1")), None);
        assert_eq!(store.apply(&value("x=2")), Some(value("1")));
        assert_eq!(store.apply(&value("x")), Some(value("2")));
        assert_eq!(store.apply(&value("x=")), Some(value("2")));
        assert_eq!((store.apply(&value("x")), store.iter().count()), (None, 0));
        store.apply(&value("x?=3"));
        assert_eq!((store.apply(&value("x?")), store.apply(&value("x??"))), (None, Some(value("3"))));
    }

    #[test]
    fn what_only_reads_changes_nothing_and_what_changes_nothing_reads() {
        for (operation, reads) in [
            ("x", true),
            ("x?", true),
            ("?", true),
            ("=", true),
            ("=1", true),
            ("x=1", false),
            ("x=", false),
            ("x?=1", false),
        ] {
            assert_eq!(KeyValue::only_reads(&value(operation)), reads, "{operation}");
            let mut store = KeyValue::default();
            for set in ["x=0", "x?=0"] {
                store.apply(&value(set));
            }
            let before = store.clone();
            store.apply(&value(operation));
            assert_eq!(store == before, reads, "{operation}");
        }
    }

    #[test]
    fn a_command_is_done_once_and_answered_as_often_as_it_is_asked_for() {
        let mut applied = Applied::<KeyValue>::default();
        assert!(applied.apply(&command(4, 1, "x=1")));
        assert!(applied.apply(&command(5, 1, "x=2")));
        assert!(!applied.apply(&command(4, 1, "x=1")), "it was done before");
        assert_eq!(applied.machine().get(&value("x")), Some(&value("2")));
        assert!(applied.apply(&command(4, 2, "x")));
        assert!(!applied.apply(&command(4, 1, "x=1")), "a later one was done");
        let answered = Answered { sequence: 2, answer: Some(value("2")) };
        assert_eq!(applied.answered(NodeId::new(4).expect("a node")), Some(&answered));
    }
}
