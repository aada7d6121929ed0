//! The same run on every machine, every time, and after being taken away and brought back.

#[path = "common/golden.rs"]
mod golden;

#[test]
fn golden_times() {
    golden::check_due();
}

#[test]
fn golden_digests() {
    golden::check_digests();
}

#[test]
fn two_hundred_runs_with_faults_end_as_ever_also_after_a_text_and_a_link() {
    golden::check_folded();
}

#[test]
fn logs_with_faults_are_as_ever_also_after_a_text_and_a_link() {
    golden::check_logs_folded();
}

/// Not only where a run ends: everything that happens in it.
#[test]
fn a_run_played_twice_is_the_same_run() {
    for seed in 0..40 {
        let (first, second) = (golden::run(seed), golden::run(seed));
        assert_eq!(first.transcript(), second.transcript(), "{}", golden::scenario(seed));
        assert_eq!(first.text(true), second.text(true));
    }
}

/// How far the run is played at a time makes no difference.
#[test]
fn steps_and_leaps_come_to_the_same() {
    for seed in 0..40 {
        let text = golden::scenario(seed);
        let mut leaps = golden::session(&text);
        leaps.play_to(900);
        let mut steps = golden::session(&text);
        while steps.view().next_tick.is_some_and(|tick| tick <= 900) && steps.step() {}
        let mut ticks = golden::session(&text);
        for tick in 0..=900 {
            ticks.play_to(tick);
        }
        assert_eq!(leaps.transcript(), ticks.transcript(), "{text}");
        assert_eq!(leaps.transcript(), steps.transcript(), "{text}");
    }
}

/// A different seed is a different run, or the seed does nothing.
#[test]
fn the_seed_matters() {
    let digest = |seed| {
        let text = format!("paxos 1\nprotocol synod\nnodes 3\nseed {seed}\n\nat 0 propose n1 \"a\"\nrun 15\n");
        let mut session = golden::session(&text);
        session.play_out();
        session.end_digest()
    };
    assert_ne!(digest(1), digest(2));
}
