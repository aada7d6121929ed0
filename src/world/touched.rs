//! Of which slots an event tells something: only those have to be judged after it.

use super::{Ledger, Performed};
use crate::protocol::{Effect, Protocol, Slot, Testimony};

/// The slots, or places of the history, about which these effects tell the ledger, which has heard them, something that can break anything there; in order.
/// (That a promise is made only makes votes safer, and what was asked only grows.)
pub fn slots_touched<P: Protocol>(performed: &[Performed<P>], ledger: &Ledger) -> Vec<Slot> {
    let facts = ledger.broadcasts();
    let mut slots: Vec<Slot> = Vec::new();
    for performed in performed {
        match &performed.effect {
            Effect::Decide { slot, .. } => slots.push(*slot),
            effect => match P::testimony(effect) {
                Some(Testimony::Voted(slot, _)) => {
                    slots.push(slot);
                    // Who votes above, and so what is chosen there.
                    if ledger.may_change_voters(slot) {
                        slots.extend(slot + 1..ledger.end());
                    }
                }
                // What stands behind may be of a lower epoch.
                Some(Testimony::Delivered { place, .. }) => slots.extend([place, place + 1]),
                Some(Testimony::Answered { place, .. }) => slots.push(place),
                // What it should have delivered before; and who is the primary is judged at the first place.
                Some(Testimony::Broadcast { delivered, .. }) => {
                    slots.push(0);
                    slots.extend(delivered..facts.delivered().end());
                }
                Some(Testimony::Established { history, .. }) => {
                    slots.push(0);
                    slots.extend(history..facts.answered().end());
                }
                Some(Testimony::Told(value)) => slots.extend(facts.done(&value).map(|done| done.place)),
                Some(Testimony::Read { place, .. }) => slots.push(place),
                // The state is that of whoever has done what stands below; whether states part behind it depends on it too.
                Some(Testimony::TookOver { up_to, .. }) => slots.extend(up_to.saturating_sub(1)..=up_to),
                Some(
                    Testimony::Promised(_) | Testimony::Asked(_) | Testimony::AskedToRead(_) | Testimony::Logged(_),
                )
                | None => {}
            },
        }
    }
    slots.sort_unstable();
    slots.dedup();
    slots
}
