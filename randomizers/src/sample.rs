//! Numbers of a draw over any number of rollouts, in bounded memory.

/// Most numbers that are kept.
const MOST: usize = 1 << 17;

/// Every number up to [`MOST`] of them; of more, evenly spaced ones. Which are kept depends on their order alone.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    kept: Vec<f64>,
    /// Of so many that come, one is kept.
    stride: u64,
    seen: u64,
}

impl Default for Sample {
    fn default() -> Self {
        Self { kept: Vec::new(), stride: 1, seen: 0 }
    }
}

impl Sample {
    /// Takes in the next number.
    pub(crate) fn push(&mut self, number: f64) {
        if self.seen.is_multiple_of(self.stride) {
            if self.kept.len() == MOST {
                let mut place = 0;
                self.kept.retain(|_| {
                    place += 1;
                    place % 2 == 1
                });
                self.stride *= 2;
            }
            // After thinning, this one may lie between those that stay.
            if self.seen.is_multiple_of(self.stride) {
                self.kept.push(number);
            }
        }
        self.seen += 1;
    }

    /// What is kept, in the order in which it came.
    pub(crate) fn values(&self) -> &[f64] {
        &self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_kept_and_many_are_thinned_evenly() {
        let mut sample = Sample::default();
        (0..1000).for_each(|number| sample.push(f64::from(number)));
        assert_eq!(sample.values(), (0..1000).map(f64::from).collect::<Vec<_>>());
        (1000..1_000_000).for_each(|number| sample.push(f64::from(number)));
        let values = sample.values();
        assert!(values.len() > MOST / 2 && values.len() <= MOST, "{}", values.len());
        let gaps = values.windows(2).all(|pair| pair[1] - pair[0] == 8.0);
        assert!(gaps && values[0] == 0.0);
    }
}
