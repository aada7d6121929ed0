//! What happened in a branch. Of every event and message little is kept for good; what they look like is worked out again from the timeline where it is
//! looked at, a block of events at a time, and kept for a while. So a long run takes little room, and a short one is never worked out twice.

use super::reel::Reel;
use super::{EventView, Happening, TraceEnd, TraceHold, TraceView, Words};
use crate::protocol::{Map, NodeId, Slot, Value};
use crate::sim::{KEYFRAME_EVENTS, LossCause, Moment};
use crate::world::Property;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::rc::Rc;

/// So many blocks are kept as they look.
const MOST_BLOCKS: usize = 64;

/// The end of a message that is under way.
const NONE_YET: u32 = u32::MAX;

/// What happened in the branch shown: all that was simulated, also beyond the cursor. Only ever appended to while the branch is shown and played. A copy is the
/// same history.
#[derive(Clone, Copy)]
pub struct History<'a> {
    chronicle: &'a Chronicle,
    reel: &'a dyn Reel,
}

/// An event that is more than time passing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Noted {
    /// The event, by its place.
    pub place: usize,
    /// A command was carried out.
    pub commanded: bool,
    /// A fault struck: a crash, a loss, a cut.
    pub fault: bool,
    /// A message was lost in it, or a connection broke.
    pub loss: bool,
    /// This node went down in it (false), or came up (true).
    pub turned: Option<(NodeId, bool)>,
}

impl<'a> History<'a> {
    /// How many events there are.
    pub fn event_count(self) -> usize {
        self.reel.moments().len()
    }

    /// Has nothing happened?
    pub fn is_empty(self) -> bool {
        self.event_count() == 0
    }

    /// The moments right after each event.
    pub fn moments(self) -> &'a [Moment] {
        self.reel.moments()
    }

    /// The event of this place.
    pub fn event(self, place: usize) -> Option<Rc<EventView>> {
        // Who has just come here asks for this one event, and not for its block.
        let again = || self.reel.event_again(place, self.chronicle).map(Rc::new);
        if let Some(event) = self.known(place).is_none().then(again).flatten() {
            return Some(event);
        }
        let block = self.block(place)?;
        block.events.get(place % KEYFRAME_EVENTS).cloned()
    }

    /// Every event, in order.
    pub fn events(self) -> impl DoubleEndedIterator<Item = Rc<EventView>> + 'a {
        (0..self.event_count()).filter_map(move |place| self.event(place))
    }

    /// The last event.
    pub fn last_event(self) -> Option<Rc<EventView>> {
        self.event(self.event_count().checked_sub(1)?)
    }

    /// How many messages ever set out.
    pub fn message_count(self) -> usize {
        self.chronicle.fates.len()
    }

    /// The message of this number.
    pub fn message(self, id: u32) -> Option<Rc<TraceView>> {
        let sent_by = self.chronicle.fates.get(id as usize)?.sent_by as usize;
        let again = || self.reel.message_again(id, sent_by).filter(|_| !self.chronicle.held.contains_key(&id));
        if let Some(mut trace) = self.known(sent_by).is_none().then(again).flatten() {
            self.chronicle.tell_end(id, &mut trace, self.moments());
            return Some(Rc::new(trace));
        }
        let block = self.block(sent_by)?;
        block.messages.get((id - block.first_message) as usize).cloned()
    }

    /// Every message that ever set out; its place is its number.
    pub fn messages(self) -> impl Iterator<Item = Rc<TraceView>> + 'a {
        (0..self.message_count() as u32).filter_map(move |id| self.message(id))
    }

    /// How many messages set out before the event of this place.
    pub fn sent_before(self, place: usize) -> usize {
        self.chronicle.sent_before(place)
    }

    /// The event with which a message ended, if it has.
    pub fn ended_by(self, id: u32) -> Option<usize> {
        let ended_by = self.chronicle.fates.get(id as usize)?.ended_by;
        (ended_by != NONE_YET).then_some(ended_by as usize)
    }

    /// What is more than time passing, in order.
    pub fn noted(self) -> &'a [Noted] {
        &self.chronicle.noted
    }

    /// What became broken in which slot: the event, by its place. It may be whole again later.
    pub fn broken(self) -> &'a [(usize, Property, Slot)] {
        &self.chronicle.broken
    }

    /// Captions, each with the position from which it is in force.
    pub fn captions(self) -> &'a [(usize, Moment, Words)] {
        &self.chronicle.captions
    }

    /// What became chosen first in each slot: the tick, and the value.
    pub(super) fn first_chosen(self) -> impl Iterator<Item = Option<(u64, &'a Value)>> {
        self.chronicle.first_chosen.iter().map(|first| first.as_ref().map(|first| (first.tick, &first.value)))
    }

    /// The block of the event of this place, as it looks.
    fn block(self, place: usize) -> Option<Rc<Block>> {
        if place >= self.event_count() {
            return None;
        }
        self.known(place).or_else(|| {
            let number = place / KEYFRAME_EVENTS;
            let seen = self.reel.seen_again(number, self.chronicle);
            let block = Rc::new(self.chronicle.block_of(number, seen, self.moments()));
            self.chronicle.blocks.borrow_mut().put(number, Rc::clone(&block));
            Some(block)
        })
    }

    /// The same, if it is kept, or as much of it that the event is in it.
    fn known(self, place: usize) -> Option<Rc<Block>> {
        let number = place / KEYFRAME_EVENTS;
        let kept = self.chronicle.blocks.borrow().get(number);
        kept.or_else(|| match &*self.chronicle.glimpse.borrow() {
            Some((glimpsed, block)) if *glimpsed == number && place % KEYFRAME_EVENTS < block.events.len() => {
                Some(Rc::clone(block))
            }
            _ => None,
        })
    }
}

/// Two histories are equal if everything in them is.
impl PartialEq for History<'_> {
    fn eq(&self, other: &Self) -> bool {
        let same_notes = self.broken() == other.broken() && self.captions() == other.captions();
        same_notes && self.events().eq(other.events()) && self.messages().eq(other.messages())
    }
}

impl fmt::Debug for History<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.events()).finish()
    }
}

/// An event as it looks, with the messages that set out in it, and what it broke.
pub(super) struct Seen {
    pub event: EventView,
    pub sent: Vec<TraceView>,
    pub broken: Vec<(Property, Slot)>,
}

/// What is kept of a branch's history for good.
#[derive(Clone, Default, Debug)]
pub(super) struct Chronicle {
    fates: Vec<Fate>,
    /// Messages that were held at some time.
    held: Map<u32, Lateness>,
    /// Events that held a message: which event, and which message.
    holds: Vec<(usize, u32)>,
    noted: Vec<Noted>,
    /// By slot.
    first_chosen: Vec<Option<FirstChosen>>,
    broken: Vec<(usize, Property, Slot)>,
    pub captions: Vec<(usize, Moment, Words)>,
    blocks: RefCell<Blocks>,
    /// Of another block its first events: those up to where somebody stands. Forgotten with the next that happens.
    glimpse: RefCell<Option<(usize, Rc<Block>)>>,
}

/// What becomes of a message.
#[derive(Clone, Copy, Debug)]
struct Fate {
    sent_by: u32,
    ended_by: u32,
    lost: Option<LossCause>,
    progress_permille: u16,
}

/// When a message is due that was held, and where it is held, if it still is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Lateness {
    pub due_tick: u64,
    pub held: Option<TraceHold>,
}

#[derive(Clone, Debug)]
struct FirstChosen {
    place: usize,
    tick: u64,
    value: Value,
}

/// Events that follow a keyframe, as they look, with the messages that set out in them.
#[derive(Clone, Default, Debug)]
struct Block {
    first_message: u32,
    events: Vec<Rc<EventView>>,
    messages: Vec<Rc<TraceView>>,
}

/// The blocks that were looked at last, the last at the end.
#[derive(Clone, Default, Debug)]
struct Blocks(VecDeque<(usize, Rc<Block>)>);

impl Blocks {
    fn get(&self, number: usize) -> Option<Rc<Block>> {
        self.0.iter().rev().find(|(known, _)| *known == number).map(|(_, block)| Rc::clone(block))
    }

    fn get_mut(&mut self, number: usize) -> Option<&mut Block> {
        self.0.iter_mut().rev().find(|(known, _)| *known == number).map(|(_, block)| Rc::make_mut(block))
    }

    fn put(&mut self, number: usize, block: Rc<Block>) {
        if self.0.len() >= MOST_BLOCKS {
            self.0.pop_front();
        }
        self.0.push_back((number, block));
    }
}

impl Chronicle {
    /// As a history, of this timeline.
    pub fn history<'a>(&'a self, reel: &'a dyn Reel) -> History<'a> {
        History { chronicle: self, reel }
    }

    /// What became broken before the event of this place.
    pub fn broken_before(&self, place: usize) -> &[(usize, Property, Slot)] {
        &self.broken[..self.broken.partition_point(|(broken, ..)| *broken < place)]
    }

    fn sent_before(&self, place: usize) -> usize {
        self.fates.partition_point(|fate| (fate.sent_by as usize) < place)
    }

    /// The event of this place comes, and what is seen of it.
    pub fn append(&mut self, place: usize, seen: Seen) {
        self.glimpse.take();
        let Seen { event, sent, broken } = seen;
        self.note(place, &event);
        for (slot, vote) in &event.newly_chosen {
            self.note_chosen(*slot, FirstChosen { place, tick: event.moment.tick, value: vote.value.clone() });
        }
        self.broken.extend(broken.into_iter().map(|(property, slot)| (place, property, slot)));
        let (number, first_message) = (place / KEYFRAME_EVENTS, self.fates.len() as u32);
        let under_way = Fate { sent_by: place as u32, ended_by: NONE_YET, lost: None, progress_permille: 0 };
        self.fates.extend(sent.iter().map(|_| under_way));
        let blocks = self.blocks.get_mut();
        if place.is_multiple_of(KEYFRAME_EVENTS) {
            blocks.put(number, Rc::new(Block { first_message, ..Block::default() }));
        }
        // (One that is not there any more is worked out again when somebody looks.)
        if let Some(block) = blocks.get_mut(number) {
            block.events.push(Rc::new(event));
            block.messages.extend(sent.into_iter().map(Rc::new));
        }
    }

    fn note(&mut self, place: usize, event: &EventView) {
        let goes_down = event.what == Happening::Crashed || event.crashed_after.is_some();
        let comes_up = matches!(event.what, Happening::Restarted | Happening::Wiped);
        let turned = event.node.filter(|_| goes_down || comes_up).map(|node| (node, !goes_down));
        let fault = is_fault(event);
        let loss = matches!(event.what, Happening::Lost(..) | Happening::Broken(..));
        if event.commanded || fault || loss || turned.is_some() {
            self.noted.push(Noted { place, commanded: event.commanded, fault, loss, turned });
        }
    }

    fn note_chosen(&mut self, slot: Slot, first: FirstChosen) {
        let place = usize::try_from(slot).unwrap_or(usize::MAX);
        if self.first_chosen.len() <= place {
            self.first_chosen.resize(place + 1, None);
        }
        self.first_chosen[place].get_or_insert(first);
    }

    /// A message ends with the event of this place: lost, with how far it had come, or delivered.
    pub fn end(&mut self, id: u32, (place, moment): (usize, Moment), lost: Option<(LossCause, u16)>) {
        let Some(fate) = self.fates.get_mut(id as usize) else { return };
        fate.ended_by = place as u32;
        (fate.lost, fate.progress_permille) =
            (lost.map(|(cause, _)| cause), lost.map_or(1000, |(_, progress)| progress));
        if let Some(lateness) = self.held.get_mut(&id) {
            lateness.held = None;
        }
        let end = fate.end(moment);
        self.change_trace(id, |trace| (trace.end, trace.held) = (end, None));
    }

    /// The event of this place holds a message.
    pub fn holds(&mut self, id: u32, place: usize) {
        self.holds.push((place, id));
    }

    /// The event that holds a message, if one does.
    pub fn held_by(&self, id: u32) -> Option<usize> {
        self.holds.iter().rev().find(|(_, held)| *held == id).map(|(place, _)| *place)
    }

    /// A message under way is due then, and is held there, or nowhere.
    pub fn follow(&mut self, id: u32, now: Lateness) {
        let known = self.held.get(&id);
        if known == Some(&now)
            || (known.is_none() && now.held.is_none() && !self.holds.iter().any(|(_, held)| *held == id))
        {
            // It was never held, and so is due when it was.
            return;
        }
        let Lateness { due_tick, held } = now.clone();
        self.held.insert(id, now);
        self.change_trace(id, |trace| (trace.due_tick, trace.held) = (due_tick, held));
    }

    fn change_trace(&mut self, id: u32, change: impl FnOnce(&mut TraceView)) {
        self.glimpse.take();
        let number = self.fates[id as usize].sent_by as usize / KEYFRAME_EVENTS;
        if let Some(block) = self.blocks.get_mut().get_mut(number)
            && let Some(trace) = block.messages.get_mut((id - block.first_message) as usize)
        {
            change(Rc::make_mut(trace));
        }
    }

    /// Is this block kept as it looks?
    pub fn knows(&self, block: usize) -> bool {
        self.blocks.borrow().get(block).is_some()
    }

    /// The first events of a block were seen again.
    pub fn glimpse(&self, block: usize, seen: Vec<Seen>, moments: &[Moment]) {
        if !seen.is_empty() {
            self.glimpse.replace(Some((block, Rc::new(self.block_of(block, seen, moments)))));
        }
    }

    /// The block of what was seen again, with what became of its messages.
    fn block_of(&self, number: usize, seen: Vec<Seen>, moments: &[Moment]) -> Block {
        let first_message = self.sent_before(number * KEYFRAME_EVENTS) as u32;
        let mut block = Block { first_message, ..Block::default() };
        for Seen { event, sent, .. } in seen {
            block.events.push(Rc::new(event));
            for mut trace in sent {
                let id = first_message + block.messages.len() as u32;
                self.tell_end(id, &mut trace, moments);
                if let Some(Lateness { due_tick, held }) = self.held.get(&id) {
                    (trace.due_tick, trace.held) = (*due_tick, held.clone());
                }
                block.messages.push(Rc::new(trace));
            }
        }
        block
    }

    fn tell_end(&self, id: u32, trace: &mut TraceView, moments: &[Moment]) {
        let fate = self.fates.get(id as usize);
        trace.end = fate.and_then(|fate| fate.end(*moments.get(fate.ended_by as usize)?));
    }

    /// Leaves what happened before the event of this place. (Captions are lines, of which the branch knows; what held messages under way is for
    /// whoever knows them.)
    pub fn cut_back(&mut self, position: usize) {
        self.glimpse.take();
        self.noted.retain(|noted| noted.place < position);
        self.holds.retain(|(place, _)| *place < position);
        self.broken.retain(|(place, ..)| *place < position);
        self.first_chosen.iter_mut().for_each(|first| {
            first.take_if(|first| first.place >= position);
        });
        let sent = self.sent_before(position);
        self.fates.truncate(sent);
        self.fates.iter_mut().filter(|fate| fate.ended_by as usize >= position).for_each(|fate| {
            (fate.ended_by, fate.lost, fate.progress_permille) = (NONE_YET, None, 0);
        });
        self.held.retain(|id, _| (*id as usize) < sent);
        let blocks = &mut self.blocks.get_mut().0;
        blocks.retain(|(number, _)| number * KEYFRAME_EVENTS < position);
        for (number, block) in blocks {
            let block = Rc::make_mut(block);
            block.events.truncate(position - *number * KEYFRAME_EVENTS);
            block.messages.truncate(sent - block.first_message as usize);
            let over = |trace: &&mut Rc<TraceView>| trace.end.as_ref().is_some_and(|end| end.event >= position);
            block.messages.iter_mut().filter(over).for_each(|trace| Rc::make_mut(trace).end = None);
        }
    }

    /// Is no whole block kept as it looks?
    #[cfg(test)]
    pub fn has_no_blocks(&self) -> bool {
        self.blocks.borrow().0.is_empty()
    }

    /// Forgets what blocks look like, so that they are worked out again.
    #[cfg(test)]
    pub fn forget_blocks(&self) {
        self.blocks.borrow_mut().0.clear();
        self.glimpse.take();
    }
}

impl Fate {
    fn end(&self, moment: Moment) -> Option<TraceEnd> {
        let Fate { ended_by, lost, progress_permille, .. } = *self;
        (ended_by != NONE_YET).then_some(TraceEnd { moment, event: ended_by as usize, lost, progress_permille })
    }
}

fn is_fault(event: &EventView) -> bool {
    use crate::sim::Command::{SetDuplication, SetLoss};
    match &event.what {
        Happening::Crashed | Happening::Wiped | Happening::Lost(..) | Happening::Duplicated(..) => true,
        Happening::Rewired { cut, .. } => !cut.is_empty(),
        Happening::Set(command) => matches!(command, SetLoss(_) | SetDuplication(_)),
        _ => event.crashed_after.is_some(),
    }
}
