//! Distances between paths: dynamic time warping and the discrete Fréchet distance.

/// Sum of distances along the best monotone alignment with unit steps (Sakoe and Chiba 1978); infinite when one path
/// is empty and the other is not. Divide by the path length to compare paths of different length.
pub fn dynamic_time_warping<P>(a: &[P], b: &[P], distance: impl Fn(&P, &P) -> f64) -> f64 {
    let mut previous = vec![f64::INFINITY; b.len() + 1];
    previous[0] = 0.0;
    for point in a {
        let mut row = vec![f64::INFINITY; b.len() + 1];
        for (j, other) in b.iter().enumerate() {
            row[j + 1] = distance(point, other) + previous[j].min(previous[j + 1]).min(row[j]);
        }
        previous = row;
    }
    previous[b.len()]
}

/// Discrete Fréchet distance: the shortest leash for two walkers who never turn back (Eiter and Mannila 1994).
pub fn discrete_frechet<P>(a: &[P], b: &[P], distance: impl Fn(&P, &P) -> f64) -> f64 {
    let mut previous: Vec<f64> = Vec::new();
    for point in a {
        let mut row: Vec<f64> = Vec::with_capacity(b.len());
        for (j, other) in b.iter().enumerate() {
            let behind = j.checked_sub(1);
            let reached = [
                behind.map(|k| row[k]),
                previous.get(j).copied(),
                behind.and_then(|k| previous.get(k).copied()),
            ];
            let shortest = reached.into_iter().flatten().reduce(f64::min);
            let here = distance(point, other);
            row.push(shortest.map_or(here, |shortest| shortest.max(here)));
        }
        previous = row;
    }
    previous.last().copied().unwrap_or(f64::INFINITY)
}
