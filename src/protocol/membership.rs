//! Who votes in which slot of a log, where that may change: by a command in the log itself (L. Lamport, *Paxos Made Simple*, section 3: "the set of servers that execute instance
//! i + alpha of the consensus algorithm \[is\] specified by the state after execution of the i-th state machine command").

use super::{Canonical, NodeId, Projection, Renamed, Renaming, Slot, Value};

/// How who votes may change.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Membership {
    /// Who votes in a slot is settled by what stands in the slots that lie so many below it, and further below.
    pub alpha: u8,
    /// How many vote at the start: the first ones.
    pub first: u8,
    /// How many servers there are: nobody else can come to vote.
    pub servers: u8,
}

/// A change of who votes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// `+n4`: it votes too.
    Add(NodeId),
    /// `-n2`: it votes no more.
    Remove(NodeId),
}

impl Change {
    /// What the operation changes, if it changes who votes.
    pub fn of(operation: &Value) -> Option<Change> {
        let text = operation.as_str();
        let node = |name: &str| NodeId::new(name.strip_prefix('n')?.parse().ok()?);
        match text.strip_prefix('+') {
            Some(name) => node(name).map(Change::Add),
            None => text.strip_prefix('-').and_then(node).map(Change::Remove),
        }
    }

    /// The same of a client's command as the ledger has it: the operation, and behind it who asked for it.
    pub fn of_command(value: &Value) -> Option<Change> {
        let (operation, _) = value.as_str().rsplit_once(" #")?;
        Change::of(&Value::new(operation).ok()?)
    }
}

/// Who votes, as far as the log is known: from which slot on, and who, in order. Nothing where it never changes.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Electorates(Vec<(Slot, Vec<NodeId>)>);

impl Electorates {
    /// Those at the start.
    pub fn first(membership: Membership) -> Self {
        Self(vec![(0, NodeId::all(membership.first).collect())])
    }

    /// Is there nothing that could change?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Who votes in the slot, as far as that is known.
    pub fn of(&self, slot: Slot) -> &[NodeId] {
        let holding = self.0.iter().rev().find(|(from, _)| *from <= slot);
        holding.map_or(&[], |(_, members)| members)
    }

    /// Every electorate of a slot from the first to the one before the second.
    pub fn within(&self, from: Slot, end: Slot) -> impl Iterator<Item = &[NodeId]> {
        let ends = self.0.iter().skip(1).map(|(next, _)| *next).chain([Slot::MAX]);
        let held = self.0.iter().zip(ends).filter(move |((begin, _), until)| *begin < end && *until > from);
        held.map(|((_, members), _)| members.as_slice())
    }

    /// All of them, with the slot from which each holds.
    pub fn iter(&self) -> impl Iterator<Item = (Slot, &[NodeId])> {
        self.0.iter().map(|(from, members)| (*from, members.as_slice()))
    }

    /// What stands in this slot changes who votes, alpha slots further on. True if it does: who is added is a server and did not vote before, and somebody
    /// always votes.
    pub fn change(&mut self, slot: Slot, membership: Membership, change: Change) -> bool {
        let Some((_, members)) = self.0.last() else { return false };
        let mut members = members.clone();
        match change {
            Change::Add(node) if node.number() <= membership.servers && !members.contains(&node) => members.push(node),
            Change::Remove(node) if members.contains(&node) && members.len() > 1 => {
                members.retain(|member| *member != node);
            }
            _ => return false,
        }
        members.sort_unstable();
        let from = slot + Slot::from(membership.alpha);
        self.0.retain(|(other, _)| *other != from);
        self.0.push((from, members));
        true
    }
}

impl Renamed for Electorates {
    fn renamed(&self, renaming: &Renaming) -> Self {
        let renamed = |members: &Vec<NodeId>| {
            let mut members: Vec<_> = members.iter().map(|member| member.renamed(renaming)).collect();
            members.sort_unstable();
            members
        };
        Self(self.0.iter().map(|(from, members)| (*from, renamed(members))).collect())
    }
}

impl Canonical for Electorates {
    /// (Nothing where it never changes, as before it could.)
    fn project(&self, out: &mut Projection) {
        for (from, members) in &self.0 {
            out.u64(*from);
            out.all(members.iter());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(number: u8) -> NodeId {
        NodeId::new(number).expect("a node")
    }

    fn change(text: &str) -> Option<Change> {
        Change::of(&Value::new(text).expect("a value"))
    }

    #[test]
    fn an_operation_says_what_it_changes() {
        assert_eq!((change("+n4"), change("-n2")), (Some(Change::Add(node(4))), Some(Change::Remove(node(2)))));
        for other in ["n4", "+4", "+n0", "+n100", "x=+n4", "+n4=1", "-"] {
            assert_eq!(change(other), None, "{other}");
        }
        let command = Value::new("+n4 #c1.7").expect("a value");
        assert_eq!(Change::of_command(&command), Some(Change::Add(node(4))));
    }

    /// The state after slot i says who votes in slot i + alpha.
    #[test]
    fn who_votes_is_settled_alpha_slots_before() {
        let membership = Membership { alpha: 3, first: 3, servers: 4 };
        let mut electorates = Electorates::first(membership);
        assert!(electorates.change(2, membership, Change::Add(node(4))));
        assert!(!electorates.change(3, membership, Change::Add(node(4))), "it votes already");
        assert!(electorates.change(4, membership, Change::Remove(node(1))));
        let numbers = |slot| electorates.of(slot).iter().map(|node| node.number()).collect::<Vec<_>>();
        assert_eq!((numbers(0), numbers(4)), (vec![1, 2, 3], vec![1, 2, 3]));
        assert_eq!((numbers(5), numbers(6), numbers(7)), (vec![1, 2, 3, 4], vec![1, 2, 3, 4], vec![2, 3, 4]));
        assert_eq!(electorates.within(5, 8).count(), 2);
        assert_eq!(electorates.within(0, 5).count(), 1);
    }

    #[test]
    fn somebody_always_votes() {
        let membership = Membership { alpha: 1, first: 1, servers: 1 };
        let mut electorates = Electorates::first(membership);
        assert!(!electorates.change(0, membership, Change::Remove(node(1))));
        assert_eq!(electorates.of(9), [node(1)]);
    }

    #[test]
    fn only_servers_come_to_vote() {
        let membership = Membership { alpha: 1, first: 2, servers: 3 };
        let mut electorates = Electorates::first(membership);
        assert!(!electorates.change(0, membership, Change::Add(node(4))), "there is no n4");
        assert!(electorates.change(0, membership, Change::Add(node(3))));
        assert_eq!(electorates.of(1), [node(1), node(2), node(3)]);
    }
}
