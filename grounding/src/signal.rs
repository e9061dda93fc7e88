//! Small filters on sampled signals: median, local quadratic regression, resampling, differences.

use std::ops::{Add, Mul, Sub};

/// Value, first and second derivative of a local fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LocalFit<V> {
    pub value: V,
    pub first: V,
    pub second: V,
}

/// Least-squares parabola through the samples within `half_window` seconds of `times[center]`, evaluated there.
/// On a uniform grid this is the Savitzky-Golay filter of order 2 (Savitzky and Golay 1964), and at the ends and
/// on jittery clocks its natural continuation. `None` when fewer than three distinct times are in the window.
pub(crate) fn local_quadratic<V>(
    times: &[f64],
    center: usize,
    half_window: f64,
    value_at: impl Fn(usize) -> V,
) -> Option<LocalFit<V>>
where
    V: Copy + Add<Output = V> + Sub<Output = V> + Mul<f64, Output = V>,
{
    let origin = times[center];
    let slack = half_window * 1e-9;
    let first = times.partition_point(|t| *t < origin - half_window - slack);
    let last = times.partition_point(|t| *t <= origin + half_window + slack);
    if last - first < 3 {
        return None;
    }
    let base = value_at(center);
    let mut moments = [0.0; 5];
    let mut sums = [base * 0.0; 3];
    for (index, time) in times.iter().enumerate().take(last).skip(first) {
        let t = (time - origin) / half_window;
        let offset = value_at(index) - base;
        let mut power = 1.0;
        for (k, moment) in moments.iter_mut().enumerate() {
            *moment += power;
            if k < 3 {
                sums[k] = sums[k] + offset * power;
            }
            power *= t;
        }
    }
    let [c0, c1, c2] = solve_parabola(moments, sums)?;
    Some(LocalFit {
        value: base + c0,
        first: c1 * (1.0 / half_window),
        second: c2 * (2.0 / (half_window * half_window)),
    })
}

/// Solves the normal equations of a parabola by Cramer's rule.
fn solve_parabola<V>([m0, m1, m2, m3, m4]: [f64; 5], [s0, s1, s2]: [V; 3]) -> Option<[V; 3]>
where
    V: Copy + Add<Output = V> + Sub<Output = V> + Mul<f64, Output = V>,
{
    let cofactors = [
        [m2 * m4 - m3 * m3, m2 * m3 - m1 * m4, m1 * m3 - m2 * m2],
        [m2 * m3 - m1 * m4, m0 * m4 - m2 * m2, m1 * m2 - m0 * m3],
        [m1 * m3 - m2 * m2, m1 * m2 - m0 * m3, m0 * m2 - m1 * m1],
    ];
    let determinant = m0 * cofactors[0][0] + m1 * cofactors[0][1] + m2 * cofactors[0][2];
    if determinant.abs() < 1e-12 * m0 * m0 * m0 {
        return None;
    }
    Some(cofactors.map(|[a, b, c]| (s0 * a + s1 * b + s2 * c) * (1.0 / determinant)))
}

/// Median of three neighbours; the ends are kept.
pub(crate) fn median3(values: &[f64]) -> Vec<f64> {
    let mut out = values.to_vec();
    for (slot, window) in out.iter_mut().skip(1).zip(values.windows(3)) {
        *slot = window[0].min(window[1]).max(window[0].max(window[1]).min(window[2]));
    }
    out
}

/// Order-2 smoothing over a window of `window` seconds; a window of fewer than five samples changes nothing.
pub(crate) fn smooth(values: &[f64], dt: f64, window: f64) -> Vec<f64> {
    if window / dt < 4.0 {
        return values.to_vec();
    }
    let times: Vec<f64> = (0..values.len()).map(|k| k as f64 * dt).collect();
    (0..values.len())
        .map(|k| local_quadratic(&times, k, window * 0.5, |i| values[i]).map_or(values[k], |fit| fit.value))
        .collect()
}

/// Central difference, one-sided at the ends; empty below two samples.
pub(crate) fn central_difference(values: &[f64], dt: f64) -> Vec<f64> {
    let n = values.len();
    if n < 2 {
        return vec![0.0; n];
    }
    (0..n)
        .map(|i| {
            let (a, b) = (i.saturating_sub(1), (i + 1).min(n - 1));
            (values[b] - values[a]) / ((b - a) as f64 * dt)
        })
        .collect()
}

/// A signal on a uniform grid, with the way back to the frames it came from.
pub(crate) struct UniformSignal {
    /// Grid values.
    pub values: Vec<f64>,
    /// Grid period, s.
    pub dt: f64,
    /// Frame nearest to each grid point, and the frame count behind the last.
    frames: Vec<usize>,
}

impl UniformSignal {
    /// Resamples linearly at `dt`, unless every time already lies within a quarter period of the grid.
    pub fn new(times: &[f64], values: &[f64], dt: f64) -> Self {
        let start = times[0];
        let on_grid = times.iter().enumerate().all(|(k, t)| (t - start - k as f64 * dt).abs() < 0.25 * dt);
        let n = times.len();
        if on_grid {
            return Self { values: values.to_vec(), dt, frames: (0..=n).collect() };
        }
        let count = ((times[n - 1] - start) / dt + 1e-9) as usize + 1;
        let mut grid = Vec::with_capacity(count);
        let mut frames = Vec::with_capacity(count + 1);
        for k in 0..count {
            let t = start + k as f64 * dt;
            let right = times.partition_point(|time| *time < t).clamp(1, n - 1);
            let (a, b) = (times[right - 1], times[right]);
            let s = ((t - a) / (b - a)).clamp(0.0, 1.0);
            grid.push(values[right - 1] + (values[right] - values[right - 1]) * s);
            frames.push(if s < 0.5 { right - 1 } else { right });
        }
        frames.push(n);
        Self { values: grid, dt, frames }
    }

    /// The frame of a grid index; one past the last grid point is one past the last frame.
    pub fn frame(&self, index: usize) -> usize {
        self.frames[index.min(self.frames.len() - 1)]
    }
}

/// Median; the mean of the middle two for an even count. `None` when empty.
pub(crate) fn median(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    Some((sorted[(n - 1) / 2] + sorted[n / 2]) * 0.5)
}

/// The value below which the fraction `p` of `values` lies, linear between ranks. `None` when empty.
pub(crate) fn percentile(values: &[f64], p: f64) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let position = p.clamp(0.0, 1.0) * (sorted.len() - 1) as f64;
    let low = position as usize;
    let high = (low + 1).min(sorted.len() - 1);
    Some(sorted[low] + (sorted[high] - sorted[low]) * (position - low as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parabola_is_recovered_exactly_on_a_jittery_clock() {
        let times = [0.0, 0.09, 0.21, 0.3, 0.44, 0.5, 0.61];
        let f = |t: f64| 1.0 - 2.0 * t + 3.0 * t * t;
        let values = times.map(f);
        for center in 0..times.len() {
            let fit = local_quadratic(&times, center, 0.31, |i| values[i]).unwrap();
            assert!((fit.value - values[center]).abs() < 1e-9);
            assert!((fit.first - (-2.0 + 6.0 * times[center])).abs() < 1e-8);
            assert!((fit.second - 6.0).abs() < 1e-7);
        }
    }

    #[test]
    fn median_of_three_removes_a_spike() {
        assert_eq!(median3(&[1.0, 1.0, 9.0, 1.0, 2.0]), vec![1.0, 1.0, 1.0, 2.0, 2.0]);
    }

    #[test]
    fn resampling_finds_the_way_back_to_frames() {
        let times = [0.0, 0.1, 0.2, 0.5, 0.6];
        let signal = UniformSignal::new(&times, &[0.0, 1.0, 2.0, 5.0, 6.0], 0.1);
        assert_eq!(signal.values.len(), 7);
        assert!(signal.values.iter().enumerate().all(|(k, v)| (v - k as f64).abs() < 1e-9));
        assert_eq!((signal.frame(2), signal.frame(3), signal.frame(4), signal.frame(7)), (2, 2, 3, 5));
    }
}
