//! A run's cluster put to chaos: does it stand every fault that can be drawn?

use super::Session;
use crate::chaos::Chaos;

impl Session {
    /// Runs of the cluster with every fault, one for each of so many seeds from the first on: none has been played yet. They begin where nothing has
    /// happened, and ask for the values of the branch shown, those proposed by hand among them; `wipes` stands for the wiped disks that the scenario
    /// allows in a run, and for each among the branch's commands there is one more.
    ///
    /// What comes of it is the same as on the command line: [`Chaos`] knows no sessions. What it finds is a scenario, which a session plays.
    pub fn chaos(&self, wipes: u8, first_seed: u64, runs: u64) -> Chaos {
        let mut scenario = self.to_scenario(false);
        scenario.settings.allow.wipes = wipes;
        Chaos::new(&scenario, first_seed, runs)
    }
}
