//! Fingerprints: 64 bits that stand for a state in the set of those seen.

/// What stands for a state. Two states with the same fingerprint are taken for one; [`collision_chance`] says how likely that is.
pub type Fingerprint = u64;

/// Spreads every bit of a number over all of them: David Stafford's variant 13 of the finalizer of MurmurHash3, as in SplitMix64. One to
/// one, so that it adds no collision of its own.
pub fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// The chance, at most, that among so many states any two different ones had the same fingerprint, so that a part of the space was
/// passed over unseen: n (n - 1) / 2 pairs, each with a chance of 2^-64.
pub fn collision_chance(states: u64) -> f64 {
    let states = states as f64;
    (states * (states - 1.0).max(0.0) / 2.0 / 2.0_f64.powi(64)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_mixed_far_apart() {
        for number in 0..1000_u64 {
            for bit in 0..64 {
                let apart = (mix(number) ^ mix(number ^ (1 << bit))).count_ones();
                assert!((8..=56).contains(&apart), "{number} with bit {bit} turned: {apart} bits differ");
            }
        }
    }

    #[test]
    fn the_chance_of_a_collision_is_that_of_the_birthday_bound() {
        assert_eq!(collision_chance(0), 0.0);
        assert_eq!(collision_chance(1), 0.0);
        // A million states: 5e11 pairs of 1.8e19.
        assert!((collision_chance(1_000_000) - 2.71e-8).abs() < 1e-10);
        assert_eq!(collision_chance(u64::MAX), 1.0);
    }
}
