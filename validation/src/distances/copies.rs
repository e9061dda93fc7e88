//! Signs of copying: synthetic points that lie nearer to a training point than chance explains.

/// Distances of each synthetic point to a set: the nearest, its index, and the second nearest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearest {
    /// Index of the nearest point of the set.
    pub index: usize,
    /// Distance to it.
    pub distance: f64,
    /// Distance to the second nearest; infinite when there is none.
    pub second: f64,
}

/// The nearest points of `set` to `point`, skipping the index `except`; `None` for an empty set.
pub fn nearest<T>(
    point: &T,
    set: &[T],
    except: Option<usize>,
    distance: impl Fn(&T, &T) -> f64,
) -> Option<Nearest> {
    let mut best: Option<Nearest> = None;
    for (index, other) in set.iter().enumerate().filter(|(index, _)| Some(*index) != except) {
        let d = distance(point, other);
        best = Some(match best {
            None => Nearest { index, distance: d, second: f64::INFINITY },
            Some(b) if d < b.distance => Nearest { index, distance: d, second: b.distance },
            Some(b) => Nearest { second: b.second.min(d), ..b },
        });
    }
    best
}

/// Authenticity (Alaa et al. 2022): share of synthetic points s whose distance to the nearest training point r is
/// larger than r's distance to the nearest other training point. 0 when there are fewer than two training points.
pub fn authenticity<T>(train: &[T], synthetic: &[T], distance: impl Fn(&T, &T) -> f64 + Copy) -> f64 {
    let own: Vec<f64> = (0..train.len())
        .map(|i| nearest(&train[i], train, Some(i), distance).map_or(f64::INFINITY, |n| n.distance))
        .collect();
    let authentic = synthetic
        .iter()
        .filter(|s| nearest(*s, train, None, distance).is_some_and(|n| n.distance > own[n.index]))
        .count();
    if synthetic.is_empty() { 0.0 } else { authentic as f64 / synthetic.len() as f64 }
}

/// Share of synthetic points nearer to the training than to the held-out set; 0.5 without copying when both have one
/// size.
pub fn closer_to_train<T>(
    train: &[T],
    held_out: &[T],
    synthetic: &[T],
    distance: impl Fn(&T, &T) -> f64 + Copy,
) -> f64 {
    let to = |s: &T, set: &[T]| nearest(s, set, None, distance).map_or(f64::INFINITY, |n| n.distance);
    let closer = synthetic.iter().filter(|s| to(s, train) < to(s, held_out)).count();
    if synthetic.is_empty() { 0.0 } else { closer as f64 / synthetic.len() as f64 }
}

/// Ratio of the nearest to the second nearest distance per synthetic point: near 0 for a copy. 1 for two copies of
/// one point.
pub fn nearest_ratios<T>(set: &[T], synthetic: &[T], distance: impl Fn(&T, &T) -> f64 + Copy) -> Vec<f64> {
    synthetic
        .iter()
        .filter_map(|s| nearest(s, set, None, distance))
        .filter(|n| n.second.is_finite())
        .map(|n| if n.second > 0.0 { n.distance / n.second } else { 1.0 })
        .collect()
}
