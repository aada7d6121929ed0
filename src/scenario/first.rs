//! The scenario that the page opens with, spelled out: so the first screen needs neither the parser nor the gallery. It is
//! `gallery/first-run.paxos`, which a test holds it against.

use super::{Bilingual, Expectation, Item, Scenario, Settings, What};
use crate::protocol::{Ballot, Value};
use crate::sim::{Command, Moment, Run, Span};

/// Three nodes agree: the seed's example.
pub fn first_scenario() -> Scenario {
    let defaults = Settings::defaults(3);
    // (Neither this nor the value can fail; the test below has run it.)
    let (&[n1, n2, n3], Ok(value)) = (defaults.proposers.as_slice(), Value::new("value1")) else {
        return Scenario::new(defaults);
    };
    let latency = Span::new(20, 28).unwrap_or(defaults.latency);
    let settings = Settings { proposers: vec![n1], seed: 42, latency, timeout_ticks: 150, ..defaults };
    let mut scenario = Scenario::new(settings);
    scenario.title = both("Three nodes agree", "三个节点达成一致");
    scenario.about = both(
        "Node 1 proposes “value1”. It is chosen in two phases, and in the end all three nodes know.",
        "节点 1 提出“value1”。经过两个阶段，它被选定，最后三个节点都知道。",
    );
    let ballot = Ballot::new(1, n1);
    let learned = |node| expect(Expectation::Learned(node, Some(value.clone())));
    let learned_nothing = |node| expect(Expectation::Learned(node, None));
    let propose = Command::Propose { node: n1, value: value.clone(), crash_after: None };
    scenario.body = vec![
        Item { at: Some(Moment::default()), what: What::Command(propose), line: 0 },
        caption(
            0,
            "Phase 1, prepare: n1 begins ballot 1.n1 and asks everybody to promise it. It promises at once itself.",
            "阶段一，准备：n1 发起编号 1.n1，请大家承诺；它自己立即承诺。",
        ),
        expect(Expectation::Leads(n1, Some(ballot))),
        expect(Expectation::Promised(n1, Some(ballot))),
        expect(Expectation::Promised(n2, None)),
        caption(
            20,
            "Promise: n2 takes part in no lower ballot any more. First to the disk, then the answer.",
            "承诺：n2 从此不再参与更低的编号。先写入磁盘，再回答。",
        ),
        expect(Expectation::Promised(n2, Some(ballot))),
        caption(
            41,
            "Phase 2, accept: two of three have promised, a quorum. Nobody reports a vote, so n1 asks all to vote for its own value.",
            "阶段二，接受请求：三个中已有两个承诺，成多数派。没有人报告投过票，n1 便请大家投票给自己的值。",
        ),
        expect(Expectation::Accepted(n1, Some((ballot, value.clone())))),
        expect(Expectation::NothingChosen),
        caption(
            63,
            "Accepted: n2 votes, as n1 has. In this instant “value1” is chosen by a quorum, and nobody knows it yet.",
            "接受：n1 之后，n2 也投了票，成多数派。“value1”就在此刻被选定，却还没有人知道。",
        ),
        expect(Expectation::Chosen(value.clone())),
        learned_nothing(n1),
        caption(
            84,
            "n1 hears n2’s vote. Now it knows, and tells the others.",
            "n1 收到 n2 的票，获知决议，并转告其他节点。",
        ),
        learned(n1),
        learned_nothing(n3),
        caption(
            110,
            "All three know. Whatever the network does from here on, no other value can be chosen.",
            "三个节点都知道了。从此无论网络怎样，都不可能再选定别的值。",
        ),
        Item { at: None, what: What::Run(Run::Quiet), line: 0 },
        learned(n2),
        learned(n3),
    ];
    scenario
}

fn both(en: &str, zh: &str) -> Bilingual {
    Bilingual { en: Some(en.to_owned()), zh: Some(zh.to_owned()) }
}

/// In force from the first event of a tick on.
fn caption(tick: u64, en: &str, zh: &str) -> Item {
    Item { at: Some(Moment { tick, events: 1 }), what: What::Caption(both(en, zh)), line: 0 }
}

fn expect(expectation: Expectation) -> Item {
    Item { at: None, what: What::Expect(expectation), line: 0 }
}

#[cfg(test)]
mod tests {
    use super::super::{gallery, parse};

    #[test]
    fn it_is_the_first_of_the_gallery() {
        assert_eq!(super::first_scenario(), parse(gallery()[0].text).expect("the first scenario").without_lines());
    }
}
