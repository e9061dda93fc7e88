//! Statistics per feature: exact moments and quantiles of numbers, and of sampled pixels by a histogram.
//!
//! Standard deviations are those of the population. Quantiles interpolate linearly between order statistics
//! (Hyndman and Fan 1996, type 7; the default of numpy). Pictures are sampled as lerobot does it
//! (`formats.md` 1.7): `max(min(100, n), min(n^0.75, 10000))` frames, pixels strided when a side reaches 300.

use crate::columns::Values;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

/// Stored quantiles: key and level.
pub(crate) const QUANTILES: [(&str, f64); 5] =
    [("q01", 0.01), ("q10", 0.10), ("q50", 0.50), ("q90", 0.90), ("q99", 0.99)];

/// Keys of the stored numbers, in order, without `count`.
pub(crate) const KEYS: [&str; 9] = ["min", "max", "mean", "std", "q01", "q10", "q50", "q90", "q99"];

/// Statistics of one dimension.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Moments([f64; KEYS.len()]);

/// Statistics of one feature: for each of [`KEYS`] one number per dimension (or colour channel).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FeatureStats {
    /// Whether numbers are stored with shape `(channels, 1, 1)`, as pictures are, or `(dims,)`.
    pub(crate) image: bool,
    /// `values[key][dim]`.
    pub(crate) values: [Vec<f64>; KEYS.len()],
    /// Frames that were looked at.
    pub(crate) count: u64,
}

impl FeatureStats {
    pub(crate) fn from_dimensions(image: bool, dimensions: &[Moments], count: u64) -> Self {
        let values = std::array::from_fn(|key| dimensions.iter().map(|moments| moments.0[key]).collect());
        Self { image, values, count }
    }

    /// Statistics of the frames of `values`.
    pub(crate) fn of(values: &Values, frames: usize) -> Self {
        let dimensions: Vec<Moments> =
            (0..values.dims()).map(|dim| describe(values.dimension(dim))).collect();
        Self::from_dimensions(false, &dimensions, frames as u64)
    }

    /// Statistics from one vector per dimension, all of one length. The vectors are consumed.
    #[cfg(test)]
    pub(crate) fn of_dimensions(dimensions: Vec<Vec<f64>>) -> Self {
        let count = dimensions.first().map_or(0, Vec::len) as u64;
        let moments: Vec<Moments> = dimensions.into_iter().map(describe).collect();
        Self::from_dimensions(false, &moments, count)
    }
}

impl Serialize for FeatureStats {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(KEYS.len() + 1))?;
        for (key, values) in KEYS.iter().zip(&self.values) {
            if self.image {
                let nested: Vec<[[f64; 1]; 1]> = values.iter().map(|&value| [[value]]).collect();
                map.serialize_entry(key, &nested)?;
            } else {
                map.serialize_entry(key, values)?;
            }
        }
        map.serialize_entry("count", &[self.count])?;
        map.end()
    }
}

/// Moments and quantiles of one dimension; sums run in frame order, so equal input gives equal bits.
fn describe(mut values: Vec<f64>) -> Moments {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count;
    values.sort_unstable_by(f64::total_cmp);
    moments(values.len() as u64, mean, variance, |rank| values[rank as usize])
}

/// The stored numbers of `count` values, of which `at` returns the one of a rank.
pub(crate) fn moments(count: u64, mean: f64, variance: f64, at: impl Fn(u64) -> f64) -> Moments {
    let mut moments = [at(0), at(count - 1), mean, variance.sqrt(), 0.0, 0.0, 0.0, 0.0, 0.0];
    for (slot, (_, level)) in moments[4..].iter_mut().zip(QUANTILES) {
        *slot = interpolate(count, level, &at);
    }
    Moments(moments)
}

/// Ranks of the values between which the quantile at `level` of `count` values lies.
pub(crate) fn neighbours(count: u64, level: f64) -> [u64; 2] {
    let last = count.saturating_sub(1);
    let below = (level * last as f64).floor() as u64;
    [below, (below + 1).min(last)]
}

/// Quantile at `level` of `count` sorted values that `at` returns by rank.
fn interpolate(count: u64, level: f64, at: impl Fn(u64) -> f64) -> f64 {
    let [lower, upper] = neighbours(count, level);
    let part = level * (count - 1) as f64 - lower as f64;
    let (below, above) = (at(lower), at(upper));
    below + (above - below) * part
}

/// How often each 8-bit value occurs per colour channel, over sampled pixels of sampled frames.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PixelHistogram {
    /// Sampled frames.
    pub(crate) frames: u64,
    /// Red, green, blue: 256 counts each.
    pub(crate) channels: [Vec<u64>; 3],
}

impl Default for PixelHistogram {
    fn default() -> Self {
        Self { frames: 0, channels: std::array::from_fn(|_| vec![0; 256]) }
    }
}

impl PixelHistogram {
    /// Counts the sampled pixels of tightly packed RGB frames.
    pub(crate) fn of(frames: &[Vec<u8>], width: u32, height: u32) -> Self {
        let stride = pixel_stride(width, height);
        let mut histogram = Self::default();
        for frame in sampled_frames(frames.len()) {
            histogram.count(&frames[frame], width as usize, stride);
        }
        histogram
    }

    fn count(&mut self, frame: &[u8], width: usize, stride: usize) {
        let [red, green, blue] = &mut self.channels;
        for row in frame.chunks_exact(width * 3).step_by(stride) {
            for pixel in row.as_chunks::<3>().0.iter().step_by(stride) {
                red[usize::from(pixel[0])] += 1;
                green[usize::from(pixel[1])] += 1;
                blue[usize::from(pixel[2])] += 1;
            }
        }
        self.frames += 1;
    }

    /// Adds the counts of `other`.
    pub(crate) fn add(&mut self, other: &Self) {
        self.frames += other.frames;
        for (mine, more) in self.channels.iter_mut().zip(&other.channels) {
            mine.iter_mut().zip(more).for_each(|(mine, more)| *mine += more);
        }
    }

    /// Exact statistics of the counted pixels, scaled to `[0, 1]`.
    pub(crate) fn stats(&self) -> FeatureStats {
        let channels: Vec<Moments> = self.channels.iter().map(|counts| describe_counts(counts)).collect();
        FeatureStats::from_dimensions(true, &channels, self.frames)
    }
}

fn describe_counts(counts: &[u64]) -> Moments {
    let total: u64 = counts.iter().sum();
    let weighted = |f: &dyn Fn(f64) -> f64| {
        let sum: f64 = counts.iter().enumerate().map(|(value, &count)| f(value as f64) * count as f64).sum();
        sum / total as f64
    };
    let mean = weighted(&|value| value);
    let variance = weighted(&|value| (value - mean) * (value - mean));
    let mut cumulative = Vec::with_capacity(counts.len());
    let mut sum = 0;
    for count in counts {
        sum += count;
        cumulative.push(sum);
    }
    // The value at a rank is the first whose cumulative count exceeds it.
    let at = |rank: u64| cumulative.partition_point(|&below| below <= rank) as f64;
    let Moments(codes) = moments(total, mean, variance, at);
    Moments(codes.map(|code| code / 255.0))
}

/// Frames whose pixels are counted: evenly spaced, the first and the last among them.
fn sampled_frames(frames: usize) -> Vec<usize> {
    let power = (frames as u128).pow(3).isqrt().isqrt() as usize; // floor(frames^0.75)
    let count = frames.min(100).max(power.min(10_000)).min(frames);
    if count <= 1 {
        return (0..count).collect();
    }
    let step = (frames - 1) as f64 / (count - 1) as f64;
    (0..count).map(|sample| ((sample as f64 * step).round_ties_even() as usize).min(frames - 1)).collect()
}

fn pixel_stride(width: u32, height: u32) -> usize {
    let longer = width.max(height);
    if longer < 300 { 1 } else { (longer / 150) as usize }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn naive_quantile(sorted: &[f64], level: f64) -> f64 {
        // Piecewise linear through the points (i / (n - 1), sorted[i]).
        for i in 1..sorted.len() {
            let (left, right) = ((i - 1) as f64, i as f64);
            let n = (sorted.len() - 1) as f64;
            if level * n <= right {
                return sorted[i - 1] + (sorted[i] - sorted[i - 1]) * (level * n - left);
            }
        }
        sorted[0]
    }

    #[test]
    fn known_answer_of_numpy() {
        // numpy.quantile([3, 1, 4, 1, 5, 9, 2, 6], [.01, .1, .5, .9, .99]), mean, std
        let values = vec![3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
        let stats = FeatureStats::of_dimensions(vec![values]);
        let found: Vec<f64> = stats.values.iter().map(|value| value[0]).collect();
        let expected = [1.0, 9.0, 3.875, 2.570_870_475_150_391_7, 1.0, 1.0, 3.5, 6.9, 8.79];
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
        }
        assert_eq!(stats.count, 8);
    }

    #[test]
    fn frames_are_sampled_as_lerobot_does() {
        assert_eq!(sampled_frames(1), [0]);
        assert_eq!(sampled_frames(60), (0..60).collect::<Vec<_>>());
        let many = sampled_frames(1000); // floor(1000^0.75) = 177
        assert_eq!((many.len(), many[0], many[176]), (177, 0, 999));
        assert_eq!(sampled_frames(300).len(), 100);
        assert_eq!((pixel_stride(299, 200), pixel_stride(640, 480), pixel_stride(300, 300)), (1, 4, 2));
    }

    proptest! {
        #[test]
        fn quantiles_match_a_naive_reading(values in prop::collection::vec(-1e3f64..1e3, 1..60)) {
            let stats = FeatureStats::of_dimensions(vec![values.clone()]);
            let mut sorted = values;
            sorted.sort_by(f64::total_cmp);
            for (key, (_, level)) in QUANTILES.iter().enumerate() {
                let naive = naive_quantile(&sorted, *level);
                prop_assert!((stats.values[4 + key][0] - naive).abs() < 1e-9);
            }
        }

        #[test]
        fn a_histogram_says_what_the_pixels_say(pixels in prop::collection::vec(any::<[u8; 3]>(), 4..64)) {
            let width = pixels.len() as u32;
            let frame: Vec<u8> = pixels.concat();
            let counted = PixelHistogram::of(&[frame], width, 1).stats();
            let channels = (0..3).map(|c| pixels.iter().map(|p| f64::from(p[c]) / 255.0).collect()).collect();
            let plain = FeatureStats::of_dimensions(channels);
            for (counted, plain) in counted.values.iter().zip(&plain.values) {
                for (counted, plain) in counted.iter().zip(plain) {
                    prop_assert!((counted - plain).abs() < 1e-9);
                }
            }
        }
    }
}
