//! A run as a readable record, a block per event: what the tests keep beside each scenario, so that a change of behaviour shows as a difference
//! that somebody has to understand.

use super::{EventView, ExpectationView, Happening, History, Session, WrittenView, digest_text};
use crate::protocol::{Kind, Slot, TimerName, Vote, Wait};
use crate::scenario::{Expectation, format_command};
use crate::sim::LossCause;
use std::fmt::Write;

impl Session {
    /// The record of the branch shown, from the start to the frontier, expectations and the digest of the end included.
    pub fn transcript(&self) -> String {
        let history = self.history();
        let mut text = String::new();
        let mut captions = history.captions().iter().peekable();
        for (position, event) in history.events().enumerate() {
            while let Some((_, moment, words)) = captions.next_if(|(before, _, _)| *before <= position) {
                line(&mut text, &format!("{:>8}  “{}”", moment.to_string(), words.en));
            }
            describe(&mut text, history, &event, self.scenario.settings.protocol.keeps_log());
        }
        for (_, moment, words) in captions {
            line(&mut text, &format!("{:>8}  “{}”", moment.to_string(), words.en));
        }
        let own = |expectation: &ExpectationView| !matches!(expectation.expectation, Expectation::Beside(_));
        for expectation in self.expectations().into_iter().filter(own) {
            let verdict = match expectation.held {
                Some(true) => "held",
                Some(false) => "FAILED",
                None => "NOT REACHED",
            };
            line(&mut text, &format!("{}: {verdict}", expectation.text));
        }
        line(&mut text, &format!("digest {}", digest_text(self.end_digest())));
        if let (Some(beside), Some(other)) = (self.scenario.settings.beside, self.beside()) {
            line(&mut text, &format!("\nbeside {}", beside.word()));
            text += &other.transcript();
        }
        text
    }
}

fn line(text: &mut String, content: &str) {
    text.push_str(content.trim_end());
    text.push('\n');
}

fn describe(text: &mut String, history: History<'_>, event: &EventView, log: bool) {
    let in_slot = |slot: Slot| if log { format!(" in slot {slot}") } else { String::new() };
    let by_hand = if event.commanded { "!" } else { " " };
    let what = headline(history, event);
    line(text, &format!("{:>8} {by_hand}{what}", event.moment.to_string()));
    let mut detail = |content: String| line(text, &format!("{:>10}{content}", ""));
    for written in &event.written {
        detail(match written {
            WrittenView::Promised(ballot) => format!("disk: promised {ballot}"),
            WrittenView::Voted(None, vote) => format!("disk: voted {}", vote_text(vote)),
            WrittenView::Voted(Some(slot), vote) => format!("disk: voted {} in slot {slot}", vote_text(vote)),
            WrittenView::Snapshot(slot) => format!("disk: snapshot of all below slot {slot}"),
            WrittenView::AcceptedEpoch(epoch) => format!("disk: acceptedEpoch {epoch}"),
            WrittenView::CurrentEpoch(epoch) => format!("disk: currentEpoch {epoch}"),
            WrittenView::Logged(zxid, operation) => format!("disk: {zxid} \"{operation}\""),
            WrittenView::Truncated(zxid) => format!("disk: cut off behind {zxid}"),
            WrittenView::Asked(sequence) => format!("disk: command {sequence}"),
        });
    }
    for id in &event.sent {
        let Some(trace) = history.message(*id) else { continue };
        let mut sent = format!("sends {}", trace.name);
        let content = &trace.content;
        if let Some(vote) = &content.reported {
            let _ = write!(sent, ", reporting {}", vote_text(vote));
        } else if let Some(value) = &content.value {
            let _ = write!(sent, " \"{value}\"");
        }
        if let Some(higher) = &content.higher {
            let _ = write!(sent, ", having promised {higher}");
        }
        if let Some(votes) = content.votes {
            let _ = write!(sent, ", reporting {votes} votes");
        }
        if let Some(slot) = content.snapshot {
            let _ = write!(sent, ", with a snapshot of all below slot {slot}");
        }
        if let Some(slot) = content.slot {
            let asks = matches!(trace.name.label.kind, Kind::Prepare | Kind::Fetch);
            let _ = if asks { write!(sent, ", from slot {slot}") } else { write!(sent, ", all chosen below {slot}") };
        }
        let _ = write!(sent, ", due {}", trace.first_due_tick);
        detail(sent);
    }
    for (slot, value) in &event.decided {
        detail(format!("learns \"{value}\"{}", in_slot(*slot)));
    }
    if let Some(after) = event.crashed_after {
        detail(format!("crashes after {after} of its writes and sends"));
    }
    for (slot, vote) in &event.newly_chosen {
        detail(format!("CHOSEN {}{}", vote_text(vote), in_slot(*slot)));
    }
    for property in &event.newly_broken {
        detail(format!("BROKEN {}", property.word()));
    }
}

fn vote_text(vote: &Vote) -> String {
    format!("{} \"{}\"", vote.ballot, vote.value)
}

fn headline(history: History<'_>, event: &EventView) -> String {
    let name = |id: &u32| history.message(*id).map(|trace| trace.name.to_string()).unwrap_or_default();
    let node = event.node.map_or_else(String::new, |node| node.to_string());
    match &event.what {
        Happening::Proposed(value) => format!("{node} is asked for \"{value}\""),
        Happening::Delivered(id) => format!("{} arrives", name(id)),
        Happening::Lost(id, cause) => {
            let how = match cause {
                LossCause::ByHand => "dropped",
                LossCause::Network => "by the network",
                LossCause::LinkCut => "the link is cut",
                LossCause::ReceiverDown => "the receiver is down",
                LossCause::Disconnected => "its connection is gone",
            };
            format!("{} is lost: {how}", name(id))
        }
        Happening::Duplicated(id, copy) => format!("{} is copied as {}", name(id), name(copy)),
        Happening::Held(id) => format!("{} is held", name(id)),
        Happening::Released(id) => format!("{} is released", name(id)),
        Happening::Fired(Wait::Timeout) => format!("{node} has waited long enough for answers"),
        Happening::Fired(Wait::BackOff) => format!("{node} has backed off long enough"),
        Happening::Fired(Wait::Election) => format!("{node} has waited long enough for a leader"),
        Happening::Fired(Wait::Lease) => format!("{node} has waited as long as a lease lasts"),
        Happening::Fired(Wait::Grant) => format!("{node} has waited as long as it is bound by a lease"),
        Happening::Fired(Wait::Heartbeat) => match event.timer {
            Some(TimerName::Notify) => format!("{node} is to tell its vote again"),
            Some(TimerName::Finalize) => format!("{node} has waited long enough for a better vote"),
            _ => format!("{node} is to be heard again"),
        },
        Happening::Noticed(peer) => format!("{node} notices that its connection with {peer} is gone"),
        Happening::Broken(one, other) => format!("the connection of {one} and {other} breaks"),
        Happening::Crashed => format!("{node} crashes"),
        Happening::Restarted => format!("{node} restarts"),
        Happening::Wiped => format!("{node} restarts with a wiped disk"),
        Happening::Rewired { command, .. } | Happening::Set(command) => format_command(command),
        Happening::Impossible(command, error) => format!("impossible: {}: {error}", format_command(command)),
    }
}
