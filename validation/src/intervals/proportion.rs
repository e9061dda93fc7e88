//! Intervals of success rates.

use super::special::beta_quantile;
use super::{Interval, Z95};
use crate::ValidationError;

/// Wilson's score interval (Wilson 1927) of `successes` in `trials` at normal quantile `z`; `None` without trials. Takes
/// real numbers, so that effective sample sizes can be given.
pub fn wilson(successes: f64, trials: f64, z: f64) -> Option<Interval> {
    if !(trials > 0.0 && (0.0..=trials).contains(&successes)) {
        return None;
    }
    let p = successes / trials;
    let z2 = z * z / trials;
    let centre = (p + z2 / 2.0) / (1.0 + z2);
    let half = z / (1.0 + z2) * libm::sqrt(p * (1.0 - p) / trials + z2 / (4.0 * trials));
    Some(Interval::new((centre - half).max(0.0), (centre + half).min(1.0)))
}

/// Clopper and Pearson's exact interval at confidence `1 - alpha`: never too narrow.
pub fn clopper_pearson(successes: usize, trials: usize, alpha: f64) -> Option<Interval> {
    if trials == 0 || successes > trials {
        return None;
    }
    let (k, n) = (successes as f64, trials as f64);
    let low = if successes == 0 { 0.0 } else { beta_quantile(k, n - k + 1.0, alpha / 2.0) };
    let high = if successes == trials { 1.0 } else { beta_quantile(k + 1.0, n - k, 1.0 - alpha / 2.0) };
    Some(Interval::new(low, high))
}

/// The equal-tailed credible interval under Jeffreys' prior.
pub fn jeffreys(successes: usize, trials: usize, alpha: f64) -> Option<Interval> {
    if trials == 0 || successes > trials {
        return None;
    }
    let (a, b) = (successes as f64 + 0.5, (trials - successes) as f64 + 0.5);
    Some(Interval::new(beta_quantile(a, b, alpha / 2.0), beta_quantile(a, b, 1.0 - alpha / 2.0)))
}

/// Difference of two independent success rates, first minus second, with Newcombe's hybrid score interval (method 10,
/// Newcombe 1998): `(successes, trials)` each.
///
/// # Errors
/// [`ValidationError::TooFew`] without trials, or with more successes than trials.
pub fn newcombe_difference(
    first: (usize, usize),
    second: (usize, usize),
) -> Result<(f64, Interval), ValidationError> {
    let side = |(successes, trials): (usize, usize)| {
        wilson(successes as f64, trials as f64, Z95).map(|i| (successes as f64 / trials as f64, i)).ok_or(
            ValidationError::TooFew {
                what: "trials, at least as many as successes, in a difference of success rates",
                expected: successes.max(1),
                found: trials,
            },
        )
    };
    let ((p1, i1), (p2, i2)) = (side(first)?, side(second)?);
    let difference = p1 - p2;
    let interval = Interval::new(
        difference - libm::hypot(p1 - i1.low, i2.high - p2),
        difference + libm::hypot(i1.high - p1, p2 - i2.low),
    );
    Ok((difference, interval))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Option<Interval>, low: f64, high: f64) {
        let found = found.expect("an interval");
        assert!((found.low - low).abs() < 1e-6 && (found.high - high).abs() < 1e-6, "{found:?}");
    }

    /// Known answer `binomial_ci`.
    #[test]
    fn binomial_intervals() {
        near(wilson(8.0, 10.0, Z95), 0.490_162_471_536_641_83, 0.943_317_848_545_624_7);
        near(wilson(45.0, 50.0, Z95), 0.786_397_685_625_203_5, 0.956_524_235_068_109_6);
        near(wilson(0.0, 20.0, Z95), 0.0, 0.161_125_158_052_819_38);
        near(wilson(20.0, 20.0, Z95), 0.838_874_841_947_180_6, 1.0);
        near(clopper_pearson(8, 10, 0.05), 0.443_904_537_692_358_5, 0.974_789_273_673_166_6);
        near(clopper_pearson(45, 50, 0.05), 0.781_864_633_565_797_7, 0.966_724_906_410_977_5);
        near(clopper_pearson(0, 20, 0.05), 0.0, 0.168_433_470_983_085_3);
        near(clopper_pearson(20, 20, 0.05), 0.831_566_529_016_914_6, 1.0);
        near(jeffreys(8, 10, 0.05), 0.497_225_503_560_006_9, 0.955_940_586_447_369_2);
        near(jeffreys(45, 50, 0.05), 0.794_645_171_976_952_4, 0.960_805_605_635_816_2);
        near(jeffreys(0, 20, 0.05), 2.424_647_845_924_273_3e-5, 0.116_638_982_904_875_39);
        near(jeffreys(20, 20, 0.05), 0.883_361_017_095_124_6, 0.999_975_753_521_540_8);
    }

    /// Known answer `newcombe_diff`.
    #[test]
    fn difference_of_rates() {
        let (difference, interval) = newcombe_difference((40, 50), (30, 50)).expect("trials");
        assert!((difference - 0.2).abs() < 1e-12);
        assert!((interval.low - 0.020_133_900_869_208_16).abs() < 1e-9, "{interval:?}");
        assert!((interval.high - 0.363_592_352_055_335_8).abs() < 1e-9, "{interval:?}");
        assert!(newcombe_difference((1, 0), (1, 2)).is_err());
    }
}
