//! From display-linear light to the bytes of a picture, with the noise and gamma of the camera's sensor.
//!
//! Order of effects (`restage_scenes::SensorModel`): exposure offset and white balance are factors on the light before
//! the tone curve ([`Development::gains`]); after it the lens blurs ([`Development::soften`]); shot noise is added to the linear signal and reaches the byte through the
//! slope of the tone curve; then follow encoding, gamma, read noise and rounding. Noise is a function of seed, frame
//! number, pixel and channel alone.

use crate::tonemap::{SrgbEncoder, linear_of_toned, tone_slope};
use crate::{FrameState, PosedCamera};
use glam::Vec3;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Steps of linear light in the table of codes.
const STEPS: usize = 8192;
/// Entries of the table of the normal distribution.
const NORMALS: usize = 1024;
/// Steps of display-linear light in the table of shot noise.
const DEVIATIONS: usize = 1024;

/// Encoded values in codes, by display-linear light.
type Codes = [f32; STEPS];

/// How one camera's sensor turns light into bytes at one frame.
#[derive(Clone, Debug)]
pub struct Development {
    gains: Vec3,
    /// Only where the sensor is not ideal.
    codes: Option<Arc<Codes>>,
    shot: f32,
    read: f32,
    normals: &'static [f32; NORMALS],
    deviations: &'static [f32; DEVIATIONS],
    key: u64,
    /// Standard deviation of the blur, px.
    blur: f32,
}

impl Development {
    /// The development of a camera's picture of one state.
    pub fn of(camera: &PosedCamera, state: &FrameState) -> Self {
        let sensor = &camera.sensor;
        let key = mixed(u64::from(sensor.noise_seed) << 32 ^ state.number ^ mixed(name_bits(&camera.name)));
        let noisy = sensor.read_noise > 0.0 || sensor.shot_noise > 0.0;
        let codes = (noisy || sensor.gamma != 1.0).then(|| codes(sensor.gamma));
        Self {
            gains: Vec3::from(sensor.gains()),
            codes,
            shot: sensor.shot_noise.max(0.0) as f32,
            read: sensor.read_noise.max(0.0) as f32 * 255.0,
            normals: normals(),
            deviations: deviations(),
            key,
            blur: (sensor.blur.max(0.0) * f64::from(camera.width)) as f32,
        }
    }

    /// Whether [`Self::soften`] changes anything.
    pub fn is_soft(&self) -> bool {
        self.blur > 0.0
    }

    /// Blurs the display-linear colours of a picture, row by row of `width`, as the lens does.
    pub fn soften(&self, picture: &mut [Vec3], width: usize) {
        crate::blur::soften(picture, width, self.blur);
    }

    /// Factors on linear red, green and blue before the tone curve.
    pub fn gains(&self) -> Vec3 {
        self.gains
    }

    /// The bytes of pixel `index` with the display-linear colour `color`.
    #[inline]
    pub fn develop(&self, encoder: &SrgbEncoder, index: usize, color: Vec3) -> [u8; 3] {
        let Some(codes) = &self.codes else {
            return color.to_array().map(|channel| encoder.encode(channel));
        };
        let bits = mixed(self.key ^ index as u64);
        // Six draws of ten bits.
        let draw = |slot: u32| self.normals[(bits >> (10 * slot)) as usize & (NORMALS - 1)];
        let channel = |slot: u32, toned: f32| {
            let shot = self.shot * self.deviations[step(toned, DEVIATIONS)] * draw(slot);
            let code = codes[step(toned + shot, STEPS)] + self.read * draw(slot + 3);
            (code + 0.5) as i32
        };
        [channel(0, color.x), channel(1, color.y), channel(2, color.z)].map(|code| code.clamp(0, 255) as u8)
    }
}

/// The nearest of `steps` steps from 0 to 1.
#[inline]
fn step(value: f32, steps: usize) -> usize {
    // Thirty-two bits: that cast is one instruction.
    ((value * (steps - 1) as f32 + 0.5) as i32).clamp(0, steps as i32 - 1) as usize
}

/// Sensors whose codes are kept between pictures.
const KEPT: usize = 64;

/// Encoded values in codes, by linear light, raised to `gamma`; the tables of recent sensors are kept.
fn codes(gamma: f64) -> Arc<Codes> {
    static RECENT: Mutex<VecDeque<(u64, Arc<Codes>)>> = Mutex::new(VecDeque::new());
    // A thread that panicked while it held the lock left whole entries.
    let mut recent = RECENT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, known)) = recent.iter().find(|(bits, _)| *bits == gamma.to_bits()) {
        return Arc::clone(known);
    }
    recent.truncate(KEPT - 1);
    let table = table_of_codes(gamma);
    recent.push_front((gamma.to_bits(), Arc::clone(&table)));
    table
}

fn table_of_codes(gamma: f64) -> Arc<Codes> {
    let code = |index: usize| {
        let linear = index as f32 / (STEPS - 1) as f32;
        let encoded = f64::from(restage_assets::material::srgb_from_linear(linear));
        (255.0 * libm::pow(encoded, gamma)) as f32
    };
    Arc::new(std::array::from_fn(code))
}

/// Quantiles of the normal distribution in the middles of equal shares.
fn normals() -> &'static [f32; NORMALS] {
    static TABLE: OnceLock<[f32; NORMALS]> = OnceLock::new();
    TABLE.get_or_init(|| std::array::from_fn(|k| quantile((k as f64 + 0.5) / NORMALS as f64) as f32))
}

/// Deviation of the display-linear signal by a shot noise of 1, by display-linear light.
fn deviations() -> &'static [f32; DEVIATIONS] {
    static TABLE: OnceLock<[f32; DEVIATIONS]> = OnceLock::new();
    let deviation = |k: usize| {
        let toned = k as f32 / (DEVIATIONS - 1) as f32;
        linear_of_toned(toned).sqrt() * tone_slope(toned)
    };
    TABLE.get_or_init(|| std::array::from_fn(deviation))
}

/// Quantile of the standard normal distribution (rational approximation 26.2.23 of Abramowitz and Stegun, "Handbook of
/// mathematical functions", 1964; error below 4.5e-4).
fn quantile(share: f64) -> f64 {
    let tail = share.min(1.0 - share);
    let t = libm::sqrt(-2.0 * libm::log(tail));
    let top = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let bottom = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let value = t - top / bottom;
    if share < 0.5 { -value } else { value }
}

/// SplitMix64's finaliser.
#[inline]
fn mixed(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ z >> 31
}

/// FNV-1a of a name.
fn name_bits(name: &str) -> u64 {
    name.bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use restage_geometry::Pose;
    use restage_scenes::{Lens, SensorModel};

    fn development(sensor: SensorModel, number: u64) -> Development {
        let lens = Lens::Pinhole { fx: 1.0, fy: 1.0, cx: 0.0, cy: 0.0 };
        let world_from_camera = Pose::IDENTITY;
        let camera =
            PosedCamera { name: "wrist".into(), width: 1, height: 1, lens, world_from_camera, sensor };
        Development::of(&camera, &FrameState { bodies: Vec::new(), number })
    }

    /// Mean and standard deviation of one channel over many pixels of one colour.
    fn statistics(development: &Development, linear: f32) -> (f64, f64) {
        let encoder = SrgbEncoder::new();
        let values: Vec<f64> = (0..40_000)
            .map(|pixel| f64::from(development.develop(&encoder, pixel, Vec3::splat(linear))[1]))
            .collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / values.len() as f64;
        (mean, variance.sqrt())
    }

    #[test]
    fn an_ideal_sensor_only_encodes() {
        let ideal = development(SensorModel::default(), 3);
        assert_eq!(ideal.gains(), Vec3::ONE);
        assert_eq!(ideal.develop(&SrgbEncoder::new(), 9, Vec3::splat(0.18)), [118; 3]);
    }

    #[test]
    fn read_noise_has_its_deviation_and_keeps_the_mean() {
        let sensor = SensorModel { read_noise: 2.0 / 255.0, noise_seed: 5, ..SensorModel::default() };
        let (mean, deviation) = statistics(&development(sensor, 0), 0.18);
        // Linear 0.18 is code 117.63. Rounding to codes adds a variance of 1/12.
        assert!((mean - 117.63).abs() < 0.1 && (deviation - 2.02).abs() < 0.05, "{mean} {deviation}");
    }

    #[test]
    fn shot_noise_grows_with_the_root_of_the_signal() {
        let sensor = SensorModel { shot_noise: 0.02, ..SensorModel::default() };
        let development = development(sensor, 0);
        for linear in [0.05f32, 0.2, 0.6] {
            // Through the slope of the sRGB curve at the signal: 255 * 1.055 / 2.4 * x^(1/2.4 - 1).
            let slope = 255.0 * 1.055 / 2.4 * libm::pow(f64::from(linear), 1.0 / 2.4 - 1.0);
            let variance = libm::pow(slope * 0.02 * f64::from(linear).sqrt(), 2.0) + 1.0 / 12.0;
            let (_, deviation) = statistics(&development, linear);
            assert!(
                (deviation / variance.sqrt() - 1.0).abs() < 0.05,
                "{linear}: {deviation} {}",
                variance.sqrt()
            );
        }
    }

    #[test]
    fn noise_repeats_by_frame_and_differs_between_frames() {
        let sensor = SensorModel { read_noise: 0.01, noise_seed: 1, ..SensorModel::default() };
        let encoder = SrgbEncoder::new();
        let line = |development: Development| -> Vec<[u8; 3]> {
            (0..64).map(|pixel| development.develop(&encoder, pixel, Vec3::splat(0.3))).collect()
        };
        let first = line(development(sensor, 7));
        assert_eq!(first, line(development(sensor, 7)));
        assert_ne!(first, line(development(sensor, 8)));
        assert_ne!(first, line(development(SensorModel { noise_seed: 2, ..sensor }, 7)));
    }

    #[test]
    fn gamma_darkens_the_middle_and_keeps_the_ends() {
        let sensor = SensorModel { gamma: 1.2, ..SensorModel::default() };
        let development = development(sensor, 0);
        let encoder = SrgbEncoder::new();
        assert_eq!(development.develop(&encoder, 0, Vec3::ONE), [255; 3]);
        assert_eq!(development.develop(&encoder, 0, Vec3::ZERO), [0; 3]);
        // 255 (117.63 / 255)^1.2 = 100.8.
        assert_eq!(development.develop(&encoder, 0, Vec3::splat(0.18)), [101; 3]);
    }
}
