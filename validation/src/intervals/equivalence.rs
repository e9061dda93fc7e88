//! Equivalence: shown, and not merely "no significant difference".

use super::special::normal_cdf;

/// Two one-sided tests (Schuirmann 1987).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tost {
    /// p of "the difference is at most -delta".
    pub p_lower: f64,
    /// p of "the difference is at least +delta".
    pub p_upper: f64,
    /// The larger of the two: below alpha, the difference lies within the margin.
    pub p: f64,
}

/// Tests whether a difference with this standard error lies within `-delta..delta` (normal law).
pub fn tost(difference: f64, standard_error: f64, delta: f64) -> Tost {
    let p_lower = normal_cdf(-(difference + delta) / standard_error);
    let p_upper = normal_cdf((difference - delta) / standard_error);
    Tost { p_lower, p_upper, p: p_lower.max(p_upper) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answer `tost`.
    #[test]
    fn one_centimetre_within_five() {
        let found = tost(0.01, 0.02, 0.05);
        assert!((found.p_lower - 0.001_349_898_031_630_093_3).abs() < 1e-9, "{found:?}");
        assert!((found.p_upper - 0.022_750_131_948_179_195).abs() < 1e-9, "{found:?}");
        assert_eq!(found.p, found.p_upper);
    }
}
