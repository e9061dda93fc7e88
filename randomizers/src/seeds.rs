//! Child seeds: one independent random stream per (job seed, rollout index, name of the draw).
//!
//! The stream is `ChaCha8` keyed by the 32 bytes
//! `job_seed (8, little endian) ‖ index (8) ‖ FNV-1a-64(name) (8) ‖ "restage1" (8)`, block counter and nonce zero.
//! Job seed and index enter the key unchanged, so no two rollouts share a stream, and adding a draw never shifts
//! another one. This rule is part of the stored format: changing it changes every generated dataset.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Low bits of an attempt's number that count the attempts for one episode.
const ATTEMPT_BITS: u32 = 16;
/// Largest number of attempts for one episode.
pub const MAX_ATTEMPTS: u64 = 1 << ATTEMPT_BITS;

/// The number of an attempt within its job. Every episode of a job has attempts of its own, so that any machine can
/// work on any episode without knowing of the others.
pub fn attempt_index(episode: u64, attempt: u64) -> u64 {
    (episode << ATTEMPT_BITS) | (attempt & (MAX_ATTEMPTS - 1))
}

/// Episode and attempt of a number that [`attempt_index`] made.
pub fn episode_and_attempt(index: u64) -> (u64, u64) {
    (index >> ATTEMPT_BITS, index & (MAX_ATTEMPTS - 1))
}

/// Last eight key bytes; counts versions of this rule.
const DOMAIN: &[u8; 8] = b"restage1";

/// FNV-1a, 64 bit (Fowler, Noll, Vo).
fn name_hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The random stream of one draw.
pub fn child_rng(job_seed: u64, index: u64, name: &str) -> ChaCha8Rng {
    let mut key = [0_u8; 32];
    key[..8].copy_from_slice(&job_seed.to_le_bytes());
    key[8..16].copy_from_slice(&index.to_le_bytes());
    key[16..24].copy_from_slice(&name_hash(name).to_le_bytes());
    key[24..].copy_from_slice(DOMAIN);
    ChaCha8Rng::from_seed(key)
}

/// The seed that a rollout is known by.
pub fn rollout_seed(job_seed: u64, index: u64) -> u64 {
    child_rng(job_seed, index, "rollout").next_u64()
}

/// Hands out the streams of one rollout.
#[derive(Clone, Copy, Debug)]
pub struct Streams {
    /// Seed of the job.
    pub job_seed: u64,
    /// Attempt number within the job.
    pub index: u64,
}

impl Streams {
    /// The stream of a name.
    pub fn rng(&self, name: &str) -> ChaCha8Rng {
        child_rng(self.job_seed, self.index, name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_hash_known_answers() {
        assert_eq!(name_hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(name_hash("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(name_hash("foobar"), 0x8594_4171_f739_67e8);
    }

    /// Computed with an implementation of ChaCha8 in another language from the rule above: these numbers may never
    /// change.
    #[test]
    fn streams_are_what_the_rule_says() {
        let first_two = |seed, index, name| {
            let mut rng = child_rng(seed, index, name);
            [rng.next_u64(), rng.next_u64()]
        };
        assert_eq!(first_two(0, 0, "object_pose"), [0x7077_b157_5d31_5b8d, 0xc093_2c91_8b38_d33b]);
        assert_eq!(first_two(42, 7, "lights"), [0xbefb_3380_1538_2401, 0x7915_64c3_9a4b_ad60]);
        assert_eq!(rollout_seed(42, 7), 0x0359_a22e_b148_d40d);
    }

    #[test]
    fn attempts_of_episodes_have_numbers_of_their_own() {
        assert_eq!(attempt_index(0, 3), 3);
        for (episode, attempt) in [(0, 0), (1, 0), (7, 65_535), (1 << 40, 12)] {
            assert_eq!(episode_and_attempt(attempt_index(episode, attempt)), (episode, attempt));
        }
    }

    #[test]
    fn every_part_of_the_key_matters() {
        let first = |seed, index, name| child_rng(seed, index, name).next_u64();
        let base = first(1, 2, "a");
        assert_ne!(base, first(2, 2, "a"));
        assert_ne!(base, first(1, 3, "a"));
        assert_ne!(base, first(1, 2, "b"));
        assert_ne!(first(1, 2, "a"), first(2, 1, "a"));
    }
}
