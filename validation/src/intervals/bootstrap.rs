//! Bootstrap of nested groups: sites with replacement, collectors within each drawn site, episodes within each drawn
//! collector. Percentile and bias-corrected accelerated (`BCa`, Efron 1987) intervals.

use super::jackknife::cluster_jackknife;
use super::special::{normal_cdf, normal_quantile};
use super::{Estimate, FEW_GROUPS, Interval, IntervalMethod};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How to resample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BootstrapOptions {
    /// Resamples.
    pub draws: usize,
    /// Seed; draw `k` has its own stream, so the result does not depend on threads.
    pub seed: u64,
    /// Two-sided confidence.
    pub confidence: f64,
    /// Bias correction and acceleration rather than plain percentiles.
    pub bca: bool,
}

impl Default for BootstrapOptions {
    fn default() -> Self {
        Self { draws: 2000, seed: 0, confidence: 0.95, bca: true }
    }
}

/// Units (episodes, by index) in nested groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Hierarchy {
    root: Node,
    count: usize,
}

#[derive(Clone, Debug, PartialEq)]
enum Node {
    Units(Vec<usize>),
    Groups(Vec<Node>),
}

impl Hierarchy {
    /// `count` units without groups.
    pub fn flat(count: usize) -> Self {
        Self { root: Node::Units((0..count).collect()), count }
    }

    /// One path per unit, from the outermost group (site) inwards (collector, session). Paths may differ in length;
    /// levels at which all units agree are of no consequence.
    pub fn of(paths: &[Vec<String>]) -> Self {
        Self { root: nest(&(0..paths.len()).collect::<Vec<_>>(), paths, 0), count: paths.len() }
    }

    /// Number of units.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is no unit.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// All units.
    pub fn units(&self) -> Vec<usize> {
        (0..self.count).collect()
    }

    /// Units of each group at the outermost level that has more than one group; single units where there is none.
    pub fn groups(&self) -> Vec<Vec<usize>> {
        let mut node = &self.root;
        loop {
            match node {
                Node::Units(units) => return units.iter().map(|unit| vec![*unit]).collect(),
                Node::Groups(groups) if groups.len() == 1 => node = &groups[0],
                Node::Groups(groups) => {
                    return groups.iter().map(|group| collect(group, Vec::new())).collect();
                }
            }
        }
    }

    /// One resample: indices of units, some several times, some not at all.
    pub fn resample(&self, rng: &mut impl Rng) -> Vec<usize> {
        let mut drawn = Vec::with_capacity(self.count);
        draw(&self.root, rng, &mut drawn);
        drawn
    }
}

fn nest(units: &[usize], paths: &[Vec<String>], level: usize) -> Node {
    if units.iter().all(|unit| paths[*unit].len() <= level) {
        return Node::Units(units.to_vec());
    }
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for unit in units {
        groups.entry(paths[*unit].get(level).map_or("", String::as_str)).or_default().push(*unit);
    }
    // Groups of one unit each are the units themselves.
    if groups.len() == units.len() {
        return Node::Units(units.to_vec());
    }
    Node::Groups(groups.values().map(|group| nest(group, paths, level + 1)).collect())
}

fn collect(node: &Node, mut into: Vec<usize>) -> Vec<usize> {
    match node {
        Node::Units(units) => into.extend(units),
        Node::Groups(groups) => {
            for group in groups {
                into = collect(group, into);
            }
        }
    }
    into
}

fn draw(node: &Node, rng: &mut impl Rng, into: &mut Vec<usize>) {
    match node {
        Node::Units(units) => {
            for _ in 0..units.len() {
                into.push(units[below(rng, units.len())]);
            }
        }
        Node::Groups(groups) => {
            for _ in 0..groups.len() {
                draw(&groups[below(rng, groups.len())], rng, into);
            }
        }
    }
}

/// A uniform index below `n`, by multiplication; the bias is below 2^-40 for any number of episodes.
pub fn below(rng: &mut impl Rng, n: usize) -> usize {
    ((u128::from(rng.next_u64()) * n as u128) >> 64) as usize
}

/// The stream of draw `k` of a seed.
pub fn stream(seed: u64, k: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(k);
    rng
}

/// Interval of a statistic of units (it gets indices, with repetition). Draws on which it is not finite are left out;
/// `None` where that is more than half of them, or where there are fewer than two groups to draw from.
pub fn bootstrap_interval(
    hierarchy: &Hierarchy,
    statistic: impl Fn(&[usize]) -> f64 + Sync,
    options: &BootstrapOptions,
) -> Option<Interval> {
    if hierarchy.groups().len() < 2 {
        return None;
    }
    let mut values: Vec<f64> = (0..options.draws as u64)
        .into_par_iter()
        .map(|k| statistic(&hierarchy.resample(&mut stream(options.seed, k))))
        .collect();
    values.retain(|value| value.is_finite());
    if values.len() * 2 < options.draws || values.is_empty() {
        return None;
    }
    values.sort_by(f64::total_cmp);
    let tail = (1.0 - options.confidence) / 2.0;
    let mut levels = [tail, 1.0 - tail];
    if options.bca {
        let value = statistic(&hierarchy.units());
        if let Some(corrected) = corrected_levels(&values, value, levels, || {
            cluster_jackknife(hierarchy, &statistic).map_or(0.0, |jackknife| jackknife.acceleration())
        }) {
            levels = corrected;
        }
    }
    Some(Interval::new(quantile(&values, levels[0]), quantile(&values, levels[1])))
}

/// Levels of the `BCa` interval; `None` where every draw lies on one side of the value (nothing to correct by).
fn corrected_levels(
    sorted: &[f64],
    value: f64,
    levels: [f64; 2],
    acceleration: impl FnOnce() -> f64,
) -> Option<[f64; 2]> {
    // Ties count half: statistics of few episodes are coarse.
    let lower = sorted.iter().filter(|draw| **draw < value).count() as f64;
    let equal = sorted.iter().filter(|draw| **draw == value).count() as f64;
    let share = (lower + equal / 2.0) / sorted.len() as f64;
    if !(share > 0.0 && share < 1.0) {
        return None;
    }
    let (bias, a) = (normal_quantile(share), acceleration());
    Some(levels.map(|level| {
        let z = bias + normal_quantile(level);
        normal_cdf(bias + z / (1.0 - a * z))
    }))
}

/// Quantile of sorted values, linear between order statistics (type 7 of Hyndman & Fan 1996).
pub fn quantile(sorted: &[f64], level: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let at = level.clamp(0.0, 1.0) * last as f64;
    let index = (at as usize).min(last);
    let next = (index + 1).min(last);
    sorted[index] + (at - index as f64) * (sorted[next] - sorted[index])
}

/// The statistic on all units with the interval that the number of groups allows: bootstrap from eight groups on,
/// jackknife below, none with a single group.
pub fn estimate(
    hierarchy: &Hierarchy,
    statistic: impl Fn(&[usize]) -> f64 + Sync,
    options: &BootstrapOptions,
) -> Estimate {
    let groups = hierarchy.groups().len();
    let (interval, method) = if groups >= FEW_GROUPS {
        let method =
            if options.bca { IntervalMethod::BootstrapBca } else { IntervalMethod::BootstrapPercentile };
        (bootstrap_interval(hierarchy, &statistic, options), method)
    } else {
        let jackknife = cluster_jackknife(hierarchy, &statistic);
        (jackknife.map(|j| j.interval(options.confidence)), IntervalMethod::Jackknife)
    };
    Estimate {
        value: statistic(&hierarchy.units()),
        interval,
        method: if interval.is_some() { method } else { IntervalMethod::None },
        n: hierarchy.len(),
        groups,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mean_of(values: &[f64]) -> impl Fn(&[usize]) -> f64 + Sync + '_ {
        |units| units.iter().map(|k| values[*k]).sum::<f64>() / units.len() as f64
    }

    #[test]
    fn the_mean_of_many_agrees_with_the_normal_interval() {
        let mut rng = stream(3, 0);
        let values: Vec<f64> =
            (0..400).map(|_| (rng.next_u64() >> 11) as f64 / (1u64 << 53) as f64).collect();
        let found = estimate(&Hierarchy::flat(400), mean_of(&values), &BootstrapOptions::default());
        let interval = found.interval.expect("400 units");
        // Standard error of a mean of 400 uniform numbers: sqrt(1/12)/20 = 0.0144.
        assert!((interval.width() - 2.0 * 1.96 * 0.014_43).abs() < 0.004, "{interval:?}");
        assert!((found.value - 0.5).abs() < 0.05 && interval.contains(found.value), "{found:?}");
        assert_eq!(found.method, IntervalMethod::BootstrapBca);
    }

    #[test]
    fn grouped_units_are_worth_less() {
        // 16 collectors whose 10 episodes are all alike: 160 episodes carry what 16 do.
        let values: Vec<f64> = (0..160).map(|k| f64::from((k / 10 * 7 % 16) as u8)).collect();
        let paths: Vec<_> =
            (0..160).map(|k| vec!["site".into(), format!("collector {:02}", k / 10)]).collect();
        let options = BootstrapOptions::default();
        let width = |hierarchy: &Hierarchy| {
            estimate(hierarchy, mean_of(&values), &options).interval.expect("an interval").width()
        };
        let (flat, grouped) = (width(&Hierarchy::flat(160)), width(&Hierarchy::of(&paths)));
        assert!(grouped > 2.5 * flat, "{grouped} against {flat}");
    }

    #[test]
    fn skewed_data_move_the_accelerated_interval_outwards() {
        let values: Vec<f64> = (0..60).map(|k| libm::exp(f64::from(k % 20) / 5.0)).collect();
        let interval = |bca| {
            let options = BootstrapOptions { bca, ..BootstrapOptions::default() };
            bootstrap_interval(&Hierarchy::flat(60), mean_of(&values), &options).expect("an interval")
        };
        let (plain, corrected) = (interval(false), interval(true));
        assert!(corrected.high > plain.high && corrected.low > plain.low, "{plain:?} {corrected:?}");
    }

    #[test]
    fn few_groups_fall_back_to_the_jackknife_and_one_to_nothing() {
        let values = [1.0, 2.0, 3.0, 4.0];
        let found = estimate(&Hierarchy::flat(4), mean_of(&values), &BootstrapOptions::default());
        assert_eq!((found.method, found.groups), (IntervalMethod::Jackknife, 4));
        let one = estimate(&Hierarchy::flat(1), mean_of(&values), &BootstrapOptions::default());
        assert_eq!((one.method, one.interval, one.value), (IntervalMethod::None, None, 1.0));
    }

    proptest! {
        #[test]
        fn resamples_take_whole_groups(seed in 0u64..1000) {
            let paths: Vec<_> = (0..12).map(|k| vec![format!("{}", k / 4)]).collect();
            let drawn = Hierarchy::of(&paths).resample(&mut stream(seed, 0));
            prop_assert_eq!(drawn.len(), 12);
            for group in drawn.chunks(4) {
                prop_assert!(group.iter().all(|k| k / 4 == group[0] / 4));
            }
        }
    }
}
