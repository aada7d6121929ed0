//! What is switched on in the bug lab's dialog, and what it makes of a run. No mistake is judged here: whether one does harm is to be found out.

use crate::protocol::{NodeId, Quorums, Value, Variant, Variants};
use crate::scenario::{Item, Problem, Scenario, ScenarioError, Settings, What, format, parse};
use crate::sim::{Command, Moment};

/// How many values it takes to disagree.
const ENOUGH_VALUES: usize = 2;

/// What is switched on.
#[derive(Clone, PartialEq, Debug)]
pub struct Switches {
    /// The mistakes.
    pub variants: Variants,
    /// How many promises and how many votes are enough, as typed.
    pub sizes: [String; 2],
    /// The [`rivals`] propose as well.
    pub rivals: bool,
}

/// Why nothing can be made of a run with these switches.
#[derive(Clone, PartialEq, Debug)]
pub enum Wrong {
    /// A size is none.
    Size,
    /// One of the mistakes says how large a quorum is, and so do the sizes.
    SizesTwice,
    /// Something else that no text may say.
    Text(ScenarioError),
}

impl Switches {
    /// What is on in a run with these settings.
    pub fn of(settings: &Settings) -> Self {
        let Quorums { phase1, phase2 } = settings.quorums;
        Self { variants: settings.variants, sizes: [phase1, phase2].map(|size| size.to_string()), rivals: false }
    }

    /// Nothing.
    pub fn none(node_count: u8) -> Self {
        Self::of(&Settings::defaults(node_count))
    }

    /// The same with this mistake on, or off.
    #[must_use]
    pub fn with(mut self, variant: Variant, on: bool) -> Self {
        self.variants = if on { self.variants.with(variant) } else { self.variants.without(variant) };
        self
    }

    /// What was typed, where it is a size among so many nodes.
    pub fn read(&self, node_count: u8) -> [Option<u8>; 2] {
        let size = |text: &String| text.trim().parse().ok().filter(|size| (1..=node_count).contains(size));
        [size(&self.sizes[0]), size(&self.sizes[1])]
    }

    /// The sizes, where both are some.
    pub fn quorums(&self, node_count: u8) -> Option<Quorums> {
        let [phase1, phase2] = self.read(node_count);
        Some(Quorums { phase1: phase1?, phase2: phase2? })
    }

    /// The run with this switched on: its text, with another head, read again.
    ///
    /// # Errors
    /// The text could not be read.
    pub fn scenario(&self, run: &Scenario) -> Result<Scenario, Wrong> {
        let mut scenario = run.clone();
        scenario.settings.variants = self.variants;
        scenario.settings.quorums = self.quorums(run.settings.node_count).ok_or(Wrong::Size)?;
        if self.rivals {
            add(&mut scenario, rivals(run));
        }
        parse(&format(&scenario)).map_err(|error| match error.problem {
            Problem::QuorumsTwice { .. } => Wrong::SizesTwice,
            _ => Wrong::Text(error),
        })
    }
}

/// Who else would have to propose what, so that there are two values; nobody, if there are, or if too few nodes are left.
pub fn rivals(run: &Scenario) -> Vec<(NodeId, Value)> {
    let requests = run.requests();
    let mut values: Vec<&Value> = requests.iter().map(|(_, value)| value).collect();
    values.sort_unstable();
    values.dedup();
    let missing = ENOUGH_VALUES.saturating_sub(values.len());
    let settings = &run.settings;
    let asked = |node: &NodeId| requests.iter().any(|(asked, _)| asked == node);
    let mut free: Vec<NodeId> = NodeId::all(settings.node_count).filter(|node| !asked(node)).collect();
    free.sort_by_key(|node| !settings.proposers.contains(node));
    let own = |node: NodeId| Some((node, Value::new(&format!("value{}", node.number())).ok()?));
    let others = free.into_iter().filter_map(own).filter(|(_, value)| !values.contains(&value));
    let rivals: Vec<_> = others.take(missing).collect();
    if rivals.len() < missing { Vec::new() } else { rivals }
}

/// Has them propose at the start, after what else is done there.
fn add(scenario: &mut Scenario, rivals: Vec<(NodeId, Value)>) {
    let at = Some(Moment::default());
    for (node, value) in rivals {
        let proposers = &mut scenario.settings.proposers;
        proposers.push(node);
        proposers.sort_unstable();
        proposers.dedup();
        let place = scenario.body.iter().take_while(|item| item.at == at).count();
        let what = What::Command(Command::Propose { node, value, crash_after: None });
        scenario.body.insert(place, Item { at, what, line: 0 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUN: &str = "paxos 1\ntitle \"Mine\"\nnodes 4\nseed 7\n\nat 0 propose n1 \"red\"\nat 3 crash n2\nrun to 20\n\n\
                       branch from 1 at 5\npropose n2 \"blue\"\n";

    fn run(text: &str) -> Scenario {
        parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    fn switches(run: &Scenario, words: &[&str], sizes: [&str; 2]) -> Switches {
        let variants = words.iter().filter_map(|word| Variant::from_word(word)).collect();
        Switches { variants, sizes: sizes.map(str::to_owned), ..Switches::of(&run.settings) }
    }

    #[test]
    fn only_the_settings_change() {
        let run = run(RUN);
        let changed = switches(&run, &["duplicate-vote", "no-raise"], [" 2", "3 "]).scenario(&run).expect("a scenario");
        assert_eq!(
            format(&changed),
            "paxos 1\ntitle \"Mine\"\nprotocol synod\nnodes 4\nquorums 2 3\nseed 7\nvariant no-raise\nvariant duplicate-vote\n\n\
             at 0 propose n1 \"red\"\nat 3 crash n2\nrun to 20\n\nbranch from 1 at 5\npropose n2 \"blue\"\n"
        );
        assert_eq!(Switches::of(&changed.settings), switches(&run, &["no-raise", "duplicate-vote"], ["2", "3"]));
        let back = Switches::none(4).scenario(&changed).expect("a scenario");
        assert_eq!(format(&back), format(&run));
    }

    #[test]
    fn every_mistake_can_be_switched_on_and_off() {
        let run = run(RUN);
        for variant in Variant::SYNOD {
            let on = Switches::none(4).with(variant, true);
            let text = format(&on.scenario(&run).expect("a scenario"));
            assert_eq!(text.matches("variant ").count(), 1);
            assert!(text.contains(&format!("variant {}\n", variant.word())), "{text}");
            assert_eq!(on.with(variant, false), Switches::none(4));
        }
    }

    #[test]
    fn what_no_text_may_say_is_refused() {
        let run = run(RUN);
        let refused = |words: &[&str], sizes| switches(&run, words, sizes).scenario(&run).err();
        for wrong in ["", "0", "5", "two", "1 2", "-1"] {
            assert_eq!(refused(&[], [wrong, "3"]), Some(Wrong::Size), "{wrong:?}");
            assert_eq!(refused(&[], ["3", wrong]), Some(Wrong::Size), "{wrong:?}");
        }
        assert_eq!(refused(&["half-quorum"], ["4", "1"]), Some(Wrong::SizesTwice));
        assert_eq!(refused(&["half-quorum"], ["3", "3"]), None);
    }

    #[test]
    fn rivals_make_two_values_of_fewer() {
        let check = |text: &str, expected: &[&str]| {
            let run = run(text);
            let told: Vec<String> = rivals(&run).iter().map(|(node, value)| format!("{node} {value}")).collect();
            assert_eq!(told, expected, "{text}");
            let on = Switches { rivals: true, ..Switches::of(&run.settings) };
            on.scenario(&run).expect("a scenario")
        };
        check("paxos 1\npropose n1 \"a\"\npropose n2 \"b\"", &[]);
        check("paxos 1\nnodes 1\npropose n1 \"a\"", &[]);
        check("paxos 1\npropose n1 \"value2\"", &["n3 value3"]);
        check("paxos 1\nproposers n2", &["n2 value2", "n1 value1"]);
        let changed = check("paxos 1\nproposers n1\nseed 1\nat 0 propose n1 \"a\"\nat 4 crash n1", &["n2 value2"]);
        assert!(format(&changed).ends_with(
            "proposers n1 n2\nseed 1\n\nat 0 propose n1 \"a\"\nat 0 propose n2 \"value2\"\nat 4 crash n1\n"
        ));
    }
}
