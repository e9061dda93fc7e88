//! Distances, tests and features against numbers computed independently with NumPy and SciPy.

use glam::DVec3;
use restage_episodes::video::RgbFrame;
use restage_validation::distances::classifier::{
    accuracy_p_value, area_under_curve, exact_accuracy_p_value, logistic_regression, logistic_score,
    nearest_neighbour_accuracy,
};
use restage_validation::distances::copies::{authenticity, closer_to_train, nearest, nearest_ratios};
use restage_validation::distances::diversity::{cell_overlap, vendi};
use restage_validation::distances::energy::{energy_distance, energy_of};
use restage_validation::distances::fid::frechet_gaussian;
use restage_validation::distances::kernel::{cmmd, kid, mmd_test, mmd2_biased, mmd2_unbiased};
use restage_validation::distances::kolmogorov::{critical_difference, kolmogorov_smirnov};
use restage_validation::distances::manifold::{Manifold, expected_coverage, manifold};
use restage_validation::distances::paths::{discrete_frechet, dynamic_time_warping};
use restage_validation::distances::permutation::exact_p_value;
use restage_validation::distances::wasserstein::{directions, normal, sliced_wasserstein1, wasserstein1};
use restage_validation::distances::{DistanceMatrix, euclidean};
use restage_validation::features::pictures::{colourfulness, laplacian_variance, luma_moments, radial_power};
use restage_validation::features::smoothness::{
    dimensionless_jerk, log_dimensionless_jerk, spectral_arc_length,
};
use restage_validation::features::trajectory::{SpeedSummary, angle_from_down};
use std::collections::BTreeSet;

type Rows = Vec<Vec<f64>>;

fn rows<const N: usize>(points: &[[f64; N]]) -> Rows {
    points.iter().map(|p| p.to_vec()).collect()
}

fn x() -> Rows {
    rows(&[[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [2.0, 1.0]])
}

fn y() -> Rows {
    rows(&[[1.0, 1.0], [2.0, 2.0], [3.0, 1.0], [2.0, 0.0]])
}

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected}");
}

/// The rows of `pooled` that the mask names, and the others.
fn split(pooled: &Rows, mask: &[bool]) -> (Rows, Rows) {
    let pick = |wanted: bool| {
        pooled.iter().zip(mask).filter(|(_, m)| **m == wanted).map(|(p, _)| p.clone()).collect::<Rows>()
    };
    (pick(true), pick(false))
}

const OBSERVED: [bool; 8] = [true, true, true, true, false, false, false, false];

#[test]
fn mmd_and_its_bandwidth() {
    let pooled: Rows = x().into_iter().chain(y()).collect();
    let sigma = DistanceMatrix::euclidean(&pooled).median();
    close(sigma, std::f64::consts::SQRT_2, 1e-12);
    close(1.0 / (2.0 * sigma * sigma), 0.249_999_999_999_999_94, 1e-12);
    close(mmd2_unbiased(&x(), &y(), sigma), 0.110_964_656_267_973_92, 1e-9);
    close(mmd2_biased(&x(), &y(), sigma), 0.336_509_296_068_260_2, 1e-9);
    let p = exact_p_value(&OBSERVED, |mask| {
        let (a, b) = split(&pooled, mask);
        mmd2_unbiased(&a, &b, sigma)
    });
    close(p, 0.2, 1e-9);
    let groups: Vec<usize> = (0..8).collect();
    let test = mmd_test(&x(), &y(), &groups, 999, 1);
    close(test.mmd2, 0.110_964_656_267_973_92, 1e-9);
    // Three widths, standardised: another statistic than above, but on the same 70 splits.
    assert!(test.p_value > 0.05 && test.p_value < 0.5, "{test:?}");
}

#[test]
fn energy_distance_of_points_and_numbers() {
    close(energy_distance(&x(), &y()), 1.203_480_113_193_558, 1e-9);
    let pooled: Rows = x().into_iter().chain(y()).collect();
    let matrix = DistanceMatrix::euclidean(&pooled);
    close(energy_of(&matrix, &[0, 1, 2, 3], &[4, 5, 6, 7]), 1.203_480_113_193_558, 1e-9);
    let p = exact_p_value(&OBSERVED, |mask| {
        let (a, b) = split(&pooled, mask);
        energy_distance(&a, &b)
    });
    close(p, 0.2, 1e-9);
    let numbers = |values: &[f64]| values.iter().map(|v| vec![*v]).collect::<Rows>();
    let one = energy_distance(&numbers(&[0.0, 1.0, 2.0, 5.0]), &numbers(&[1.0, 2.0, 4.0]));
    close(one, 0.333_333_333_333_333_26, 1e-9);
    close(one.sqrt(), 0.577_350_269_189_625_8, 1e-9);
}

#[test]
fn gap_ratio_at_equal_sizes() {
    let numbers = |values: &[f64]| values.iter().map(|v| vec![*v]).collect::<Rows>();
    let (train, held_out) = (numbers(&[0.0, 1.0, 2.0, 3.0]), numbers(&[0.5, 1.5, 2.5, 3.5]));
    let synthetic = numbers(&[1.0, 2.0, 3.0, 4.0]);
    let (d_synthetic, d_real) = (energy_distance(&synthetic, &held_out), energy_distance(&train, &held_out));
    close(d_synthetic, 0.25, 1e-9);
    close(d_real, 0.25, 1e-9);
    close(d_synthetic / d_real, 1.0, 1e-9);
}

#[test]
fn kolmogorov_smirnov_counts_exactly() {
    let (d, p) = kolmogorov_smirnov(&[0.0, 1.0, 2.0, 5.0], &[1.0, 2.0, 4.0]);
    close(d, 0.25, 1e-9);
    close(p, 1.0, 1e-9);
    // Fully separated samples of three: 2 of the 20 splits.
    let (d, p) = kolmogorov_smirnov(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0]);
    close(d, 1.0, 1e-12);
    close(p, 0.1, 1e-12);
    close(critical_difference(50, 50), 0.271_620_303_148_123_9, 1e-6);
}

#[test]
fn wasserstein_in_one_dimension_and_sliced() {
    close(wasserstein1(&[0.0, 1.0, 2.0, 5.0], &[1.0, 2.0, 4.0]), 0.833_333_333_333_333_5, 1e-9);
    let half = 0.5_f64.sqrt();
    let fixed = rows(&[[1.0, 0.0], [0.0, 1.0], [half, half], [half, -half]]);
    close(sliced_wasserstein1(&x(), &y(), &fixed), 0.879_441_738_241_592_2, 1e-9);
    for (direction, expected) in
        fixed.iter().zip([1.25, 0.5, 1.237_436_867_076_458_2, 0.530_330_085_889_910_7])
    {
        close(sliced_wasserstein1(&x(), &y(), std::slice::from_ref(direction)), expected, 1e-9);
    }
    let seeded = directions(5, 128, 3);
    assert_eq!(seeded, directions(5, 128, 3));
    assert!(seeded.iter().all(|u| (u.iter().map(|v| v * v).sum::<f64>() - 1.0).abs() < 1e-12));
}

#[test]
fn classifiers_tell_samples_apart() {
    let pooled: Rows = x().into_iter().chain(y()).collect();
    let labels: Vec<bool> = OBSERVED.iter().map(|in_x| !in_x).collect();
    close(nearest_neighbour_accuracy(&pooled, &labels), 0.229_166_666_666_666_66, 1e-12);
    let weights = logistic_regression(&pooled, &labels, 1.0).expect("not singular");
    for (found, expected) in
        weights.iter().zip([-1.463_118_802_928_244_7, 0.859_722_751_685_661_7, 0.373_556_618_073_918_54])
    {
        close(*found, expected, 1e-8);
    }
    let scores: Vec<f64> = pooled.iter().map(|p| logistic_score(&weights, p)).collect();
    close(area_under_curve(&scores, &labels), 0.875, 1e-12);
    let right = scores.iter().zip(&labels).filter(|(s, l)| (**s > 0.0) == **l).count();
    assert_eq!(right, 6);
    close(accuracy_p_value(0.6, 100), 0.022_750_131_948_179_18, 1e-9);
    close(exact_accuracy_p_value(60, 100), 0.028_443_966_820_490_444, 1e-9);
    close(exact_accuracy_p_value(0, 7), 1.0, 1e-12);
}

#[test]
fn precision_recall_density_coverage() {
    let real = rows(&[[0.0, 0.0], [1.0, 0.0], [5.0, 5.0], [6.0, 5.0]]);
    let fake = rows(&[[0.2, 0.1], [0.4, 0.1], [0.5, -0.2], [9.0, 9.0]]);
    let expected = Manifold { precision: 0.75, recall: 0.75, density: 1.5, coverage: 0.5 };
    assert_eq!(manifold(&real, &fake, 1), Some(expected));
    let expected = Manifold { precision: 1.0, recall: 1.0, density: 1.0, coverage: 1.0 };
    assert_eq!(manifold(&real, &fake, 2), Some(expected));
    assert_eq!(manifold(&real, &fake, 4), None);
    let expected =
        [0.501_253_132_832_080_2, 0.876_877_331_868_714_6, 0.969_915_941_849_010_9, 0.999_152_055_452_940_8];
    for (k, expected) in [1, 3, 5, 10].into_iter().zip(expected) {
        close(expected_coverage(k, 200, 200), expected, 1e-12);
    }
}

#[test]
fn copying() {
    let train = rows(&[[0.0, 0.0], [1.0, 0.0], [3.0, 0.0]]);
    let held_out = rows(&[[0.4, 0.2], [2.6, 0.1], [1.5, 0.5]]);
    let synthetic = rows(&[[0.01, 0.0], [1.4, 0.3], [2.0, 0.2], [3.0, 0.05]]);
    let distance = |a: &Vec<f64>, b: &Vec<f64>| euclidean(a, b);
    close(authenticity(&train, &synthetic, distance), 0.25, 1e-12);
    let found: Vec<_> = synthetic.iter().filter_map(|s| nearest(s, &train, None, distance)).collect();
    assert_eq!(found.iter().map(|n| n.index).collect::<Vec<_>>(), [0, 1, 1, 2]);
    for (found, expected) in found.iter().zip([0.01, 0.5, 1.019_803_902_718_557, 0.05]) {
        close(found.distance, expected, 1e-12);
    }
    close(closer_to_train(&train, &held_out, &synthetic, distance), 0.5, 1e-12);
    let ratios = nearest_ratios(&train, &synthetic, distance);
    let expected = [0.010_101_010_101_010_102, 0.349_215_147_884_789, 1.0, 0.024_992_191_160_203_066];
    for (found, expected) in ratios.into_iter().zip(expected) {
        close(found, expected, 1e-12);
    }
}

#[test]
fn diversity_and_overlap() {
    close(vendi(&[1.0, 0.5, 0.0, 0.5, 1.0, 0.0, 0.0, 0.0, 1.0], 3), 2.749_459_273_997_205_2, 1e-9);
    close(vendi(&[1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0], 3), 3.0, 1e-9);
    close(vendi(&[1.0; 9], 3), 1.0, 1e-9);
    let real = BTreeSet::from([[0, 0], [0, 1], [1, 1], [2, 1]]);
    let synthetic = BTreeSet::from([[0, 1], [1, 1], [1, 2]]);
    let overlap = cell_overlap(&real, &synthetic);
    close(overlap.jaccard, 0.4, 1e-12);
    close(overlap.real_covered, 0.5, 1e-12);
    close(overlap.novel, 1.0 / 3.0, 1e-12);
}

#[test]
fn paths_are_warped_and_leashed() {
    let distance = |a: &f64, b: &f64| (a - b).abs();
    let (a, b) = ([0.0, 1.0, 2.0, 3.0, 3.0], [0.0, 2.0, 3.0]);
    close(dynamic_time_warping(&a, &b, distance), 1.0, 1e-9);
    close(discrete_frechet(&a, &b, distance), 1.0, 1e-9);
    let plane = |a: &[f64; 2], b: &[f64; 2]| euclidean(a, b);
    let a = [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [3.0, 0.0]];
    let b = [[0.0, 1.0], [1.0, 1.5], [3.0, 1.0]];
    close(dynamic_time_warping(&a, &b, plane), 4.914_213_562_373_095, 1e-9);
    close(discrete_frechet(&a, &b, plane), 1.5, 1e-9);
}

#[test]
fn picture_distances() {
    close(kid(&x(), &y()), 17.333_333_333_333_336, 1e-9);
    let unit = |points: Rows| -> Rows {
        points
            .into_iter()
            .map(|p| {
                let shifted: Vec<f64> = p.iter().map(|v| v + 1.0).collect();
                let length = shifted.iter().map(|v| v * v).sum::<f64>().sqrt();
                shifted.into_iter().map(|v| v / length).collect()
            })
            .collect()
    };
    close(cmmd(&unit(x()), &unit(y())), 0.201_535_569_436_916_97, 1e-9);
    let fid = frechet_gaussian(&[0.0, 0.0], &[1.0, 0.0, 0.0, 1.0], &[1.0, 0.0], &[4.0, 0.0, 0.0, 4.0]);
    close(fid, 3.0, 1e-8);
    let fid = frechet_gaussian(&[0.0, 0.0], &[2.0, 0.5, 0.5, 1.0], &[0.5, -0.5], &[1.0, 0.0, 0.0, 3.0]);
    close(fid, 1.308_852_870_442_881_7, 1e-8);
}

/// The Fréchet distance of two samples of one law is far from 0 at real sample sizes: why it is no headline here.
#[test]
fn the_frechet_distance_is_biased_at_small_samples() {
    use rand::SeedableRng;
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(0);
    let d = 64;
    let mut sample = |n: usize| {
        let points: Rows = (0..n).map(|_| (0..d).map(|_| normal(&mut rng)).collect()).collect();
        let mean: Vec<f64> = (0..d).map(|j| points.iter().map(|p| p[j]).sum::<f64>() / n as f64).collect();
        let mut covariance = vec![0.0; d * d];
        for p in &points {
            for i in 0..d {
                for j in 0..d {
                    covariance[i * d + j] += (p[i] - mean[i]) * (p[j] - mean[j]) / (n as f64 - 1.0);
                }
            }
        }
        (mean, covariance)
    };
    for (n, repeats, expected, tolerance) in [
        (80, 10, 28.041_404_498_713_224, 0.5),
        (200, 10, 11.342_365_190_847_937, 0.5),
        (500, 4, 4.442_085_377_954_832, 0.5),
        (2000, 1, 1.105, 0.1),
    ] {
        let sum: f64 = (0..repeats)
            .map(|_| {
                let ((m1, s1), (m2, s2)) = (sample(n), sample(n));
                frechet_gaussian(&m1, &s1, &m2, &s2)
            })
            .sum();
        close(sum / f64::from(repeats), expected, tolerance);
    }
}

/// The doctests of the authors' own implementation give the same three numbers.
#[test]
fn smoothness_of_known_profiles() {
    let gauss: Vec<f64> =
        (0..200).map(|k| -1.0 + 0.01 * f64::from(k)).map(|t| (-5.0 * t * t).exp()).collect();
    close(spectral_arc_length(&gauss, 100.0).expect("moves"), -1.414_031_261_710_479, 1e-5);
    close(dimensionless_jerk(&gauss, 100.0).expect("moves"), -335.746_837_032_685_7, 1e-5 * 335.7);
    close(log_dimensionless_jerk(&gauss, 100.0).expect("moves"), -5.816_357_414_756_398, 1e-5);
    let bell: Vec<f64> = (0..=100)
        .map(|k| 0.01 * f64::from(k))
        .map(|s| 30.0 * s * s - 60.0 * s.powi(3) + 30.0 * s.powi(4))
        .collect();
    close(spectral_arc_length(&bell, 100.0).expect("moves"), -1.405_829_324_421_465_5, 1e-5);
    close(log_dimensionless_jerk(&bell, 100.0).expect("moves"), -5.301_633_248_098_184_5, 1e-5);
}

#[test]
fn speed_and_direction_of_a_short_path() {
    let path = [
        [0.0, 0.0, 0.2],
        [0.1, 0.0, 0.2],
        [0.2, 0.0, 0.15],
        [0.2, 0.0, 0.05],
        [0.2, 0.0, 0.05],
        [0.2, 0.0, 0.15],
    ]
    .map(DVec3::from_array);
    let summary = SpeedSummary::of(&path, 0.1);
    close(summary.duration, 0.5, 1e-12);
    close(summary.path_length, 0.411_803_398_874_989_5, 1e-12);
    close(summary.straightness, 0.500_615_783_755_260_6, 1e-12);
    close(summary.peak_speed, 1.118_033_988_749_895, 1e-12);
    close(summary.mean_speed, 0.823_606_797_749_979, 1e-12);
    close(summary.pause_fraction, 0.2, 1e-12);
    close(angle_from_down(path[3] - path[2]).expect("a direction"), 0.0, 1e-12);
}

fn frame(width: u32, height: u32, pixels: &[u8]) -> RgbFrame {
    RgbFrame { width, height, pixels: pixels.to_vec() }
}

#[test]
fn statistics_of_small_pictures() {
    let picture = frame(2, 2, &[255, 0, 0, 0, 255, 0, 0, 0, 255, 128, 128, 128]);
    let (mean, spread) = luma_moments(&picture);
    close(mean, 95.75, 1e-9);
    close(spread, 63.739_253_341_249_61, 1e-9);
    close(spread / 255.0, 0.249_957_856_240_194_54, 1e-9);
    close(colourfulness(&picture), 238.530_658_406_838_77, 1e-9);
    let grey = [0.0, 0.0, 0.0, 0.0, 0.0, 8.0, 0.0, 0.0, 0.0, 0.0, 4.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    close(laplacian_variance(&grey, 4), 356.0, 1e-12);
    let wave: Vec<f64> =
        (0..32 * 32).map(|i| (std::f64::consts::TAU * 4.0 * f64::from(i % 32) / 32.0).cos()).collect();
    let bins = radial_power(&wave, 32, false);
    close(bins[4] / bins.iter().sum::<f64>(), 1.0, 1e-9);
}
