//! Statistics of pictures that need no network: brightness, colour, sharpness, noise and spectrum. Values are of
//! gamma-coded 8-bit RGB, 0 to 255 where not said otherwise.

use super::fourier::power_spectrum;
use restage_episodes::video::RgbFrame;
use serde::{Deserialize, Serialize};

/// Side of the square that every picture is brought to, px: real and generated cameras differ in size.
pub const SIDE: usize = 128;
/// Patches per side over which noise is measured.
const PATCHES: usize = 16;

/// One picture statistic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PictureStatistic {
    /// Key in files.
    pub key: &'static str,
    /// Words for people.
    pub label: &'static str,
    /// Unit; empty for pure numbers.
    pub unit: &'static str,
    /// Spread below which differences mean nothing.
    pub resolution: f64,
}

const fn statistic(
    key: &'static str,
    label: &'static str,
    unit: &'static str,
    resolution: f64,
) -> PictureStatistic {
    PictureStatistic { key, label, unit, resolution }
}

/// The statistics per camera view, in the order of [`statistics`].
pub const STATISTICS: [PictureStatistic; 11] = [
    statistic("luma", "brightness", "of 255", 2.0),
    statistic("luma_spread", "spread of brightness", "of 255", 2.0),
    statistic("saturation", "saturation", "", 0.02),
    statistic("colourfulness", "colourfulness", "", 2.0),
    statistic("sharpness", "sharpness (log Laplacian variance)", "", 0.1),
    statistic("spectrum_slope", "slope of the power spectrum", "", 0.05),
    statistic("red_share", "share of red", "", 0.005),
    statistic("blue_share", "share of blue", "", 0.005),
    statistic("clipped", "share of clipped pixels", "", 0.005),
    statistic("noise", "noise in flat patches", "of 255", 0.2),
    statistic("flicker", "change of brightness between frames", "of 255", 0.5),
];

/// The values of one episode's view, means over its frames.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ViewStatistics {
    /// In the order of [`STATISTICS`].
    pub values: Vec<f64>,
}

/// Rec. 709 luma of gamma-coded RGB.
pub fn luma([r, g, b]: [f64; 3]) -> f64 {
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn pixels(frame: &RgbFrame) -> impl Iterator<Item = [f64; 3]> + '_ {
    frame.pixels.chunks_exact(3).map(|p| [f64::from(p[0]), f64::from(p[1]), f64::from(p[2])])
}

/// Mean and population standard deviation.
fn moments(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let count = values.clone().count().max(1) as f64;
    let mean = values.clone().sum::<f64>() / count;
    (mean, (values.map(|v| (v - mean) * (v - mean)).sum::<f64>() / count).sqrt())
}

/// Mean and standard deviation of the luma.
pub fn luma_moments(frame: &RgbFrame) -> (f64, f64) {
    let values: Vec<f64> = pixels(frame).map(luma).collect();
    moments(values.iter().copied())
}

/// Colourfulness of Hasler and Süsstrunk (2003).
pub fn colourfulness(frame: &RgbFrame) -> f64 {
    let red_green: Vec<f64> = pixels(frame).map(|[r, g, _]| r - g).collect();
    let yellow_blue: Vec<f64> = pixels(frame).map(|[r, g, b]| 0.5 * (r + g) - b).collect();
    let (rg, rg_sd) = moments(red_green.iter().copied());
    let (yb, yb_sd) = moments(yellow_blue.iter().copied());
    rg_sd.hypot(yb_sd) + 0.3 * rg.hypot(yb)
}

/// Variance of the four-neighbour Laplacian over the inner pixels of a grey picture, row-major.
pub fn laplacian_variance(grey: &[f64], width: usize) -> f64 {
    let height = grey.len() / width.max(1);
    if width < 3 || height < 3 {
        return 0.0;
    }
    let at = |x: usize, y: usize| grey[y * width + x];
    let values: Vec<f64> = (1..height - 1)
        .flat_map(|y| (1..width - 1).map(move |x| (x, y)))
        .map(|(x, y)| at(x, y - 1) + at(x, y + 1) + at(x - 1, y) + at(x + 1, y) - 4.0 * at(x, y))
        .collect();
    moments(values.iter().copied()).1.powi(2)
}

/// Power per rounded radius of the spectrum of a square grey picture (side a power of two), its mean removed.
pub fn radial_power(grey: &[f64], side: usize, window: bool) -> Vec<f64> {
    let mean = grey.iter().sum::<f64>() / grey.len().max(1) as f64;
    let hann = |k: usize| {
        if window { 0.5 - 0.5 * (std::f64::consts::TAU * (k as f64 + 0.5) / side as f64).cos() } else { 1.0 }
    };
    let centred: Vec<f64> =
        grey.iter().enumerate().map(|(i, v)| (v - mean) * hann(i % side) * hann(i / side)).collect();
    let power = power_spectrum(&centred, side);
    let frequency = |k: usize| if k < side / 2 { k as f64 } else { k as f64 - side as f64 };
    let mut bins = vec![0.0; side];
    for (i, value) in power.iter().enumerate() {
        let radius = frequency(i % side).hypot(frequency(i / side)).round() as usize;
        if let Some(bin) = bins.get_mut(radius) {
            *bin += value;
        }
    }
    bins
}

/// Slope of log mean power over log radius, bins 2 to a quarter of the side: near -2 for natural pictures.
fn spectrum_slope(grey: &[f64], side: usize) -> f64 {
    let bins = radial_power(grey, side, true);
    let points: Vec<(f64, f64)> = (2..=side / 4)
        // The number of frequencies at a radius grows like its circumference.
        .map(|r| ((r as f64).ln(), (bins[r] / (std::f64::consts::TAU * r as f64) + 1e-9).ln()))
        .collect();
    let n = points.len() as f64;
    let (mx, my) = (points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n);
    let covariance: f64 = points.iter().map(|p| (p.0 - mx) * (p.1 - my)).sum();
    let variance: f64 = points.iter().map(|p| (p.0 - mx).powi(2)).sum();
    covariance / variance
}

/// Noise in the flattest tenth of the patches: their median standard deviation.
fn noise(grey: &[f64], side: usize) -> f64 {
    let step = side / PATCHES;
    let mut spreads: Vec<f64> = (0..PATCHES * PATCHES)
        .map(|patch| {
            let (x0, y0) = (patch % PATCHES * step, patch / PATCHES * step);
            moments((0..step * step).map(|k| grey[(y0 + k / step) * side + x0 + k % step])).1
        })
        .collect();
    crate::distances::quantile(&mut spreads, 0.05)
}

/// The centre square of a picture at [`SIDE`] pixels.
pub fn centre_square(frame: &RgbFrame) -> RgbFrame {
    use image::{RgbImage, imageops};
    let side = frame.width.min(frame.height).max(1);
    let Some(picture) = RgbImage::from_raw(frame.width, frame.height, frame.pixels.clone()) else {
        return frame.clone();
    };
    let (x, y) = ((frame.width - side) / 2, (frame.height - side) / 2);
    let square = imageops::crop_imm(&picture, x, y, side, side).to_image();
    let scaled = imageops::resize(&square, SIDE as u32, SIDE as u32, imageops::FilterType::Triangle);
    RgbFrame { width: SIDE as u32, height: SIDE as u32, pixels: scaled.into_raw() }
}

/// Statistics of the frames of one view of one episode, brought to [`SIDE`] by [`centre_square`] first. `None`
/// without a frame.
pub fn statistics(frames: &[RgbFrame]) -> Option<ViewStatistics> {
    let each: Vec<Vec<f64>> = frames.iter().map(|frame| frame_statistics(&centre_square(frame))).collect();
    let first = each.first()?;
    let mut values: Vec<f64> =
        (0..first.len()).map(|k| each.iter().map(|v| v[k]).sum::<f64>() / each.len() as f64).collect();
    let steps: Vec<f64> = each.windows(2).map(|w| (w[1][0] - w[0][0]).abs()).collect();
    values.push(crate::distances::mean(&steps));
    Some(ViewStatistics { values })
}

fn frame_statistics(frame: &RgbFrame) -> Vec<f64> {
    let grey: Vec<f64> = pixels(frame).map(luma).collect();
    let count = grey.len().max(1) as f64;
    let (mean, spread) = moments(grey.iter().copied());
    let saturation = pixels(frame).map(|p| {
        let (low, high) = (p[0].min(p[1]).min(p[2]), p[0].max(p[1]).max(p[2]));
        if high > 0.0 { (high - low) / high } else { 0.0 }
    });
    let sums = pixels(frame).fold([0.0; 3], |s, p| [s[0] + p[0], s[1] + p[1], s[2] + p[2]]);
    let total = sums.iter().sum::<f64>().max(1e-9);
    let clipped = pixels(frame).filter(|p| p.iter().all(|v| *v >= 254.5) || p.iter().all(|v| *v <= 0.5));
    vec![
        mean,
        spread,
        saturation.sum::<f64>() / count,
        colourfulness(frame),
        (laplacian_variance(&grey, SIDE) + 1.0).ln(),
        spectrum_slope(&grey, SIDE),
        sums[0] / total,
        sums[2] / total,
        clipped.count() as f64 / count,
        noise(&grey, SIDE),
    ]
}
