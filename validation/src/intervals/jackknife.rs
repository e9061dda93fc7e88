//! Delete-one-group jackknife.

use super::special::student_quantile;
use super::{Interval, bootstrap::Hierarchy};

/// What the jackknife found.
#[derive(Clone, Debug, PartialEq)]
pub struct Jackknife {
    /// The statistic on everything.
    pub value: f64,
    /// The statistic without each group, in the order of the groups.
    pub leave_one_out: Vec<f64>,
    /// Standard error `sqrt((G - 1) / G * sum (l_g - mean l)²)`.
    pub standard_error: f64,
}

impl Jackknife {
    /// Two-sided interval at `confidence` with the t quantile of `G - 1` degrees of freedom.
    pub fn interval(&self, confidence: f64) -> Interval {
        let freedom = self.leave_one_out.len() as f64 - 1.0;
        let half = student_quantile(0.5 + confidence / 2.0, freedom) * self.standard_error;
        Interval::new(self.value - half, self.value + half)
    }

    /// Acceleration of the `BCa` bootstrap: a sixth of the skewness of the influence of the groups (Efron 1987).
    pub fn acceleration(&self) -> f64 {
        let n = self.leave_one_out.len() as f64;
        let mean = self.leave_one_out.iter().sum::<f64>() / n;
        let (mut square, mut cube) = (0.0, 0.0);
        for value in &self.leave_one_out {
            let d = mean - value;
            square += d * d;
            cube += d * d * d;
        }
        if square > 0.0 { cube / (6.0 * libm::pow(square, 1.5)) } else { 0.0 }
    }
}

/// Leaves out one outermost group (with more than one beside it) at a time. The statistic takes the indices of units.
/// `None` with fewer than two groups, or where the statistic is not finite.
pub fn cluster_jackknife(hierarchy: &Hierarchy, statistic: impl Fn(&[usize]) -> f64) -> Option<Jackknife> {
    let groups = hierarchy.groups();
    if groups.len() < 2 {
        return None;
    }
    let value = statistic(&hierarchy.units());
    let leave_one_out: Vec<f64> = (0..groups.len())
        .map(|left_out| {
            let kept: Vec<usize> = groups
                .iter()
                .enumerate()
                .filter(|(k, _)| *k != left_out)
                .flat_map(|(_, g)| g.clone())
                .collect();
            statistic(&kept)
        })
        .collect();
    if !value.is_finite() || leave_one_out.iter().any(|v| !v.is_finite()) {
        return None;
    }
    let count = groups.len() as f64;
    let mean = leave_one_out.iter().sum::<f64>() / count;
    let sum: f64 = leave_one_out.iter().map(|v| (v - mean) * (v - mean)).sum();
    Some(Jackknife { value, leave_one_out, standard_error: libm::sqrt((count - 1.0) / count * sum) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answer `cluster_jackknife`.
    #[test]
    fn three_collectors() {
        let values = [1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0];
        let groups = ["a", "a", "a", "a", "b", "b", "b", "c", "c"].map(|g| vec![g.to_owned()]);
        let mean = |units: &[usize]| units.iter().map(|k| values[*k]).sum::<f64>() / units.len() as f64;
        let found = cluster_jackknife(&Hierarchy::of(&groups), mean).expect("three groups");
        assert!((found.value - 2.0 / 3.0).abs() < 1e-12);
        for (found, truth) in
            found.leave_one_out.iter().zip([0.6, 0.833_333_333_333_333_4, 0.571_428_571_428_571_4])
        {
            assert!((found - truth).abs() < 1e-12);
        }
        assert!((found.standard_error - 0.165_901_493_720_049_8).abs() < 1e-12);
        assert!(found.interval(0.95).width() > 4.0 * 0.1659, "t with 2 degrees of freedom is wide");
    }
}
