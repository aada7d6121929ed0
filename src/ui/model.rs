//! Small types that the parts of the page share: what is selected, the time that is shown, and handles that compare by identity.

use crate::protocol::NodeId;
use crate::session::History;
use crate::sim::{Command, CommandError};
use std::cell::{Cell, RefCell};
use std::ops::Deref;
use std::rc::{Rc, Weak};

/// What a person has picked, on the stage or in the diagram.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Selection {
    /// One node.
    Node(NodeId),
    /// Several nodes, sorted, at least two.
    Nodes(Vec<NodeId>),
    /// A message, by its number in the branch; it may have ended.
    Message(u32),
    /// A link, the lower node first.
    Link(NodeId, NodeId),
}

impl Selection {
    /// True if the node is picked, alone or among others.
    pub fn has_node(&self, node: NodeId) -> bool {
        match self {
            Selection::Node(one) => *one == node,
            Selection::Nodes(several) => several.contains(&node),
            Selection::Message(_) | Selection::Link(..) => false,
        }
    }
}

/// A shared value that compares by identity: a component that gets the same one does not render again.
#[derive(Debug)]
pub struct Shared<T>(Rc<T>);

impl<T> Shared<T> {
    /// Shares the value.
    pub fn new(value: T) -> Self {
        Self(Rc::new(value))
    }
}

impl<T> From<Rc<T>> for Shared<T> {
    fn from(value: Rc<T>) -> Self {
        Self(value)
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// Where a [`History`] can be read without copying it.
pub trait HistorySource {
    /// Calls `with` once, with the history as it is now.
    fn read(&self, with: &mut dyn FnMut(History<'_>));
}

/// A handle on the history of the branch shown. Two handles are equal if their stamps are: whoever makes them counts the stamp up
/// whenever the history is not what it was (longer, or of another branch).
#[derive(Clone)]
pub struct HistoryHandle {
    source: Rc<dyn HistorySource>,
    stamp: u64,
}

impl HistoryHandle {
    /// A handle on this source; see [`HistoryHandle`] for the stamp.
    pub fn new(source: Rc<dyn HistorySource>, stamp: u64) -> Self {
        Self { source, stamp }
    }

    /// What `look` makes of the history as it is now.
    pub fn read<R: Default>(&self, look: impl FnOnce(History<'_>) -> R) -> R {
        let mut look = Some(look);
        let mut found = R::default();
        self.source.read(&mut |history| {
            if let Some(look) = look.take() {
                found = look(history);
            }
        });
        found
    }
}

impl PartialEq for HistoryHandle {
    fn eq(&self, other: &Self) -> bool {
        self.stamp == other.stamp
    }
}

type Judge = dyn Fn(&Command) -> Option<CommandError>;

/// Why a command is not possible now, asked for the buttons that offer it. Compares by identity.
#[derive(Clone)]
pub struct Refusal(Rc<Judge>);

impl Refusal {
    /// Refusals as this function judges them.
    pub fn new(judge: impl Fn(&Command) -> Option<CommandError> + 'static) -> Self {
        Self(Rc::new(judge))
    }

    /// Why the command is not possible, or nothing if it is.
    pub fn of(&self, command: &Command) -> Option<CommandError> {
        (self.0)(command)
    }
}

impl PartialEq for Refusal {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The virtual time that the page shows, in fractions of ticks. The transport's one frame loop sets it; whoever moves things registers a
/// painter. A cheap handle: clones are the same clock. Painters run outside the virtual DOM and touch only attributes.
///
/// With reduced motion the transport sets it only when the view changes, so that things jump from step to step.
#[derive(Clone)]
pub struct Clock(Rc<ClockState>);

type Painter = Rc<RefCell<dyn FnMut(f64)>>;

struct ClockState {
    tick: Cell<f64>,
    next_key: Cell<u64>,
    painters: RefCell<Vec<(u64, Painter)>>,
}

/// A registered painter; dropping it ends the registration.
pub struct Subscription {
    clock: Weak<ClockState>,
    key: u64,
}

impl Default for Clock {
    fn default() -> Self {
        let state = ClockState { tick: Cell::new(0.0), next_key: Cell::new(0), painters: RefCell::default() };
        Self(Rc::new(state))
    }
}

impl PartialEq for Clock {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Clock {
    /// The time shown.
    pub fn tick(&self) -> f64 {
        self.0.tick.get()
    }

    /// Shows this time: calls every painter, if the time is another.
    pub fn show(&self, tick: f64) {
        if self.0.tick.replace(tick).to_bits() == tick.to_bits() {
            return;
        }
        // A painter may register or drop others: walk over a copy.
        let painters: Vec<_> = self.0.painters.borrow().iter().map(|(_, painter)| Rc::clone(painter)).collect();
        for painter in painters {
            if let Ok(mut paint) = painter.try_borrow_mut() {
                paint(tick);
            }
        }
    }

    /// Calls `paint` for every time shown from now on, until the subscription is dropped.
    #[must_use]
    pub fn on_frame(&self, paint: impl FnMut(f64) + 'static) -> Subscription {
        let key = self.0.next_key.get();
        self.0.next_key.set(key + 1);
        self.0.painters.borrow_mut().push((key, Rc::new(RefCell::new(paint))));
        Subscription { clock: Rc::downgrade(&self.0), key }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(clock) = self.clock.upgrade() {
            clock.painters.borrow_mut().retain(|(key, _)| *key != self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_calls_its_painters_until_they_are_dropped() {
        let clock = Clock::default();
        let seen = Rc::new(RefCell::new(Vec::new()));
        let subscription = clock.on_frame({
            let seen = Rc::clone(&seen);
            move |tick| seen.borrow_mut().push(tick)
        });
        clock.show(1.5);
        clock.show(1.5);
        clock.show(2.0);
        drop(subscription);
        clock.show(3.0);
        assert_eq!(*seen.borrow(), [1.5, 2.0]);
    }
}
