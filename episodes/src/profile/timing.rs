//! Frame times.

use super::interpret::Faults;
use super::{DeviceProfile, TimeSource};
use crate::raw::RawEpisode;

/// Frame times from 0, s; nothing, with a fault, when the stored ones do not increase.
///
/// Stored times that stand still or jump back are a fault and never repaired: which of the frames around them is
/// wrong cannot be told, and a repaired time would be invented. A profile with `timestamps = "grid"` reads such
/// a recording.
pub(super) fn times(profile: &DeviceProfile, raw: &RawEpisode, faults: &mut Faults) -> Option<Vec<f64>> {
    let field = "timestamps";
    if let (TimeSource::Grid, Some(rate)) = (profile.timestamps, profile.rate_hz) {
        return Some((0..raw.timestamps.len()).map(|frame| frame as f64 / rate).collect());
    }
    if !faults.finite(field, raw.timestamps.iter().map(|time| time.is_finite())) {
        return None;
    }
    let backward: Vec<usize> =
        (1..raw.timestamps.len()).filter(|i| raw.timestamps[*i] <= raw.timestamps[i - 1]).collect();
    if let Some(first) = backward.first() {
        let (before, after) = (raw.timestamps[first - 1], raw.timestamps[*first]);
        faults.add(
            field,
            "times that increase from frame to frame",
            format!("{} that do not, the first from {before} to {after} s at frame {first}", backward.len()),
            "cut the recording there, or set `timestamps = \"grid\"` and `rate_hz` in the device profile",
        );
        return None;
    }
    let start = raw.timestamps.first().copied().unwrap_or(0.0);
    Some(raw.timestamps.iter().map(|time| time - start).collect())
}
