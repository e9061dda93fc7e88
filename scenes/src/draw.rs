//! Seeded draws of the generators: one independent stream per (seed, name), the same numbers on every machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A family of named random streams under one seed. Naming every draw keeps them apart: drawing more of one thing never
/// shifts another.
#[derive(Clone, Debug)]
pub struct Draws {
    seed: u64,
    scope: String,
}

impl Draws {
    /// The streams of a seed; `scope` names who draws (a template, an axis).
    pub fn new(seed: u64, scope: &str) -> Self {
        Self { seed, scope: scope.to_owned() }
    }

    /// The stream of a name: `ChaCha8` keyed by BLAKE3 of seed, scope and name.
    pub fn stream(&self, name: &str) -> Stream {
        let mut hasher = blake3::Hasher::new_derive_key("restage scenes 1");
        hasher.update(&self.seed.to_le_bytes());
        hasher.update(self.scope.as_bytes());
        hasher.update(b"/");
        hasher.update(name.as_bytes());
        Stream(ChaCha8Rng::from_seed(*hasher.finalize().as_bytes()))
    }
}

/// A random stream.
#[derive(Clone, Debug)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// Uniform in `[0, 1)`.
    pub fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Uniform between two values.
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// True with a probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Uniform integer of `low..=high`.
    pub fn integer(&mut self, low: u32, high: u32) -> u32 {
        let count = high.saturating_sub(low) + 1;
        low + ((self.unit() * f64::from(count)) as u32).min(count - 1)
    }

    /// One of some values; the slice must not be empty.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.index(items.len())]
    }

    /// An index below `count`, 0 when there is nothing to choose from.
    pub fn index(&mut self, count: usize) -> usize {
        ((self.unit() * count as f64) as usize).min(count.saturating_sub(1))
    }

    /// An index in proportion to weights; the slice must not be empty.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut mark = self.unit() * weights.iter().sum::<f64>();
        for (index, weight) in weights.iter().enumerate() {
            if mark < *weight {
                return index;
            }
            mark -= weight;
        }
        weights.len() - 1
    }

    /// Puts items into a random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.index(last + 1));
        }
    }

    /// A seed for a texture pattern.
    pub fn texture_seed(&mut self) -> u32 {
        (self.0.next_u64() >> 40) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_told_apart_by_seed_scope_and_name() {
        let first = |seed, scope: &str, name: &str| Draws::new(seed, scope).stream(name).unit();
        let one = first(1, "home_kitchen", "room");
        assert_eq!(one, first(1, "home_kitchen", "room"));
        for other in
            [first(2, "home_kitchen", "room"), first(1, "home", "room"), first(1, "home_kitchen", "rooms")]
        {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn draws_cover_their_ranges() {
        let mut stream = Draws::new(7, "test").stream("numbers");
        let mut counts = [0; 3];
        for _ in 0..3000 {
            counts[stream.integer(4, 6) as usize - 4] += 1;
            let value = stream.uniform(-1.0, 2.0);
            assert!((-1.0..2.0).contains(&value));
        }
        assert!(counts.iter().all(|count| (900..1100).contains(count)), "{counts:?}");
        let heavy = (0..1000).filter(|_| stream.weighted(&[1.0, 0.0, 3.0]) == 2).count();
        assert!((680..820).contains(&heavy), "{heavy}");
        let mut order = [0, 1, 2, 3, 4, 5, 6, 7];
        stream.shuffle(&mut order);
        let mut sorted = order;
        sorted.sort_unstable();
        assert!(order != sorted && sorted == [0, 1, 2, 3, 4, 5, 6, 7]);
    }
}
