//! What a picture says about light and camera without knowing what is in it.

use restage_episodes::video::RgbFrame;

/// Statistics of one picture. The first four follow from light and camera settings, the last from the sensor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PictureStatistics {
    /// Mean luma (Rec. 709 weights on encoded values), 0..1.
    pub luma_mean: f64,
    /// Standard deviation of luma.
    pub luma_sd: f64,
    /// Natural logarithm of mean linear red over green: the grey world's warmth.
    pub red_green: f64,
    /// The same of blue over green.
    pub blue_green: f64,
    /// Standard deviation of the noise in flat patches, as a share of full scale.
    pub noise: f64,
}

/// Patches for the noise estimate, px.
const PATCH: usize = 16;

/// Share of the patches, the flattest, that the noise is read from.
const FLAT_SHARE: f64 = 0.1;

impl PictureStatistics {
    /// Statistics of a picture; nothing when it has no pixel, or is black all over.
    pub fn of(picture: &RgbFrame) -> Option<Self> {
        let (width, height) = (picture.width as usize, picture.height as usize);
        let count = (width * height) as f64;
        let linear: Vec<f64> = (0..=255_u8).map(|code| linear_from_code(f64::from(code) / 255.0)).collect();
        let mut luma = Vec::with_capacity(width * height);
        let mut sums = [0.0; 3];
        for pixel in picture.pixels.chunks_exact(3) {
            let [r, g, b] = [0, 1, 2].map(|channel| f64::from(pixel[channel]) / 255.0);
            luma.push(0.2126 * r + 0.7152 * g + 0.0722 * b);
            for (sum, code) in sums.iter_mut().zip(pixel) {
                *sum += linear[usize::from(*code)];
            }
        }
        if luma.is_empty() || sums.iter().any(|sum| *sum <= 0.0) {
            return None;
        }
        let luma_mean = luma.iter().sum::<f64>() / count;
        let variance = luma.iter().map(|y| (y - luma_mean) * (y - luma_mean)).sum::<f64>() / count;
        Some(Self {
            luma_mean,
            luma_sd: variance.sqrt(),
            red_green: (sums[0] / sums[1]).ln(),
            blue_green: (sums[2] / sums[1]).ln(),
            noise: noise(&luma, width, height),
        })
    }

    /// The part that scenes are compared by.
    pub fn light(&self) -> [f64; 4] {
        [self.luma_mean, self.luma_sd, self.red_green, self.blue_green]
    }
}

fn linear_from_code(value: f64) -> f64 {
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

/// Noise of the flattest patches: in each the mean absolute answer of a mask that is blind to planes and edges
/// (Immerkaer, "Fast noise variance estimation", 1996), `sigma = sqrt(pi / 2) / 6 * mean |mask * luma|`.
fn noise(luma: &[f64], width: usize, height: usize) -> f64 {
    let at = |x: usize, y: usize| luma[y * width + x];
    let answer = |x: usize, y: usize| {
        at(x - 1, y - 1) - 2.0 * at(x, y - 1) + at(x + 1, y - 1) - 2.0 * at(x - 1, y) + 4.0 * at(x, y)
            - 2.0 * at(x + 1, y)
            + at(x - 1, y + 1)
            - 2.0 * at(x, y + 1)
            + at(x + 1, y + 1)
    };
    let mut patches = Vec::new();
    for top in (1..height.saturating_sub(PATCH)).step_by(PATCH) {
        for left in (1..width.saturating_sub(PATCH)).step_by(PATCH) {
            let inside = (top..top + PATCH).flat_map(|y| (left..left + PATCH).map(move |x| (x, y)));
            let (mut sum, mut clipped) = (0.0, 0);
            for (x, y) in inside {
                sum += answer(x, y).abs();
                clipped += usize::from(!(0.03..=0.97).contains(&at(x, y)));
            }
            // Clipped patches hide their noise.
            if clipped == 0 {
                patches.push(sum / (PATCH * PATCH) as f64);
            }
        }
    }
    patches.sort_by(f64::total_cmp);
    let flat = patches.get((FLAT_SHARE * patches.len() as f64) as usize).copied().unwrap_or(0.0);
    flat * (std::f64::consts::FRAC_PI_2).sqrt() / 6.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use restage_randomizers::distribution::normal;
    use restage_randomizers::seeds::child_rng;

    fn picture(width: u32, height: u32, pixel: impl FnMut(u32) -> [u8; 3]) -> RgbFrame {
        RgbFrame { width, height, pixels: (0..width * height).flat_map(pixel).collect() }
    }

    #[test]
    fn a_plain_picture_has_its_own_colour_and_no_noise() {
        let s = PictureStatistics::of(&picture(64, 48, |_| [200, 100, 50])).expect("not black");
        let expected = (0.2126 * 200.0 + 0.7152 * 100.0 + 0.0722 * 50.0) / 255.0;
        assert!((s.luma_mean - expected).abs() < 1e-12 && s.luma_sd < 1e-7 && s.noise < 1e-12);
        assert!(s.red_green > 1.0 && s.blue_green < -1.0);
        assert_eq!(PictureStatistics::of(&picture(64, 48, |_| [0; 3])), None);
    }

    #[test]
    fn noise_is_found_beside_a_ramp() {
        let mut rng = child_rng(1, 2, "noise");
        for sd in [1.0, 2.0, 4.0] {
            let noisy = picture(320, 240, |k| {
                [(60.0 + 0.4 * f64::from(k % 320) + sd * normal(&mut rng)).round() as u8; 3]
            });
            let found = PictureStatistics::of(&noisy).expect("not black").noise * 255.0;
            // Rounding adds 0.29 codes; the flattest tenth of the patches lies a little below the mean.
            let expected = (sd * sd + 1.0_f64 / 12.0).sqrt();
            assert!((0.85..=1.05).contains(&(found / expected)), "{sd}: {found}");
        }
    }
}
