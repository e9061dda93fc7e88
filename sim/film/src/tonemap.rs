//! From scene luminance to pixel values: exposure, tone curve and sRGB encoding, the same in both renderers.
//!
//! `byte = round(255 * srgb(tone_curve(exposure_factor(ev100) * luminance)))`, per channel.
//!
//! The tone curve is the identity up to [`SHOULDER`], so mid tones are radiometric: an 18 % grey card lit so that
//! it lands at linear 0.18 stays there. Above, a rational shoulder of the same slope rolls highlights off towards
//! white as a camera does. In WGSL, after lighting and exposure, with the renderer's own tone mapping off:
//!
//! ```wgsl
//! let over = max((c - 0.7) / 0.3, vec3(0.0));
//! let toned = min(c, vec3(0.7)) + 0.3 * over / (1.0 + over);
//! ```

/// Linear value up to which the tone curve is the identity.
pub const SHOULDER: f32 = 0.7;

/// Factor from luminance (cd/m²) to linear pixel value at `ev100`: `2^-EV / 1.2` (Lagarde and de Rousiers, "Moving
/// Frostbite to PBR", 2014, saturation-based sensitivity with q = 0.65; Bevy uses the same).
pub fn exposure_factor(ev100: f64) -> f32 {
    (libm::exp2(-ev100) / 1.2) as f32
}

/// The tone curve of one channel: linear in, display-linear `0..1` out. Monotonic, slope 1 up to [`SHOULDER`].
pub fn tone_curve(linear: f32) -> f32 {
    let over = ((linear - SHOULDER) / (1.0 - SHOULDER)).max(0.0);
    linear.min(SHOULDER) + (1.0 - SHOULDER) * (over / (1.0 + over))
}

/// The linear value that [`tone_curve`] takes to `toned`.
#[inline]
pub fn linear_of_toned(toned: f32) -> f32 {
    let share = ((toned - SHOULDER) / (1.0 - SHOULDER)).clamp(0.0, 0.999);
    toned.clamp(0.0, SHOULDER) + (1.0 - SHOULDER) * (share / (1.0 - share))
}

/// Slope of [`tone_curve`] where it gives `toned`.
#[inline]
pub fn tone_slope(toned: f32) -> f32 {
    let share = ((toned - SHOULDER) / (1.0 - SHOULDER)).clamp(0.0, 1.0);
    (1.0 - share) * (1.0 - share)
}

/// Encodes display-linear values as sRGB bytes (IEC 61966-2-1) through a table, the same bits everywhere.
#[derive(Clone, Debug)]
pub struct SrgbEncoder {
    table: Vec<u8>,
}

impl SrgbEncoder {
    /// Steps of linear light: in the darkest tones still more than two per code.
    const STEPS: usize = 8192;

    /// Builds the table.
    pub fn new() -> Self {
        let code = |index: usize| {
            let linear = index as f32 / (Self::STEPS - 1) as f32;
            libm::roundf(255.0 * restage_assets::material::srgb_from_linear(linear)) as u8
        };
        Self { table: (0..Self::STEPS).map(code).collect() }
    }

    /// The byte of a display-linear value; what lies outside `0..=1` is clamped, not-a-number is black.
    #[inline]
    pub fn encode(&self, linear: f32) -> u8 {
        // A float to integer cast saturates and sends not-a-number to zero.
        let index = (linear * (Self::STEPS - 1) as f32 + 0.5) as i32;
        self.table[index.clamp(0, Self::STEPS as i32 - 1) as usize]
    }
}

impl Default for SrgbEncoder {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use restage_assets::material::srgb_from_linear;

    #[test]
    fn grey_card_exposure_matches_the_table() {
        // Illuminance and the EV at which an 18 % card lands at 0.18: EV = log2(E / 3.77).
        for (lux, ev) in [(50.0f32, 3.73), (150.0, 5.31), (500.0, 7.05), (10_000.0, 11.37)] {
            let luminance = 0.18 * lux / std::f32::consts::PI;
            let value = tone_curve(luminance * exposure_factor(ev));
            assert!((value - 0.18).abs() < 0.001, "{lux} lx at EV {ev} gives {value}");
        }
    }

    #[test]
    fn tone_curve_is_the_identity_below_the_shoulder_and_monotonic_above() {
        assert_eq!(tone_curve(0.18), 0.18);
        assert_eq!(tone_curve(0.0), 0.0);
        let mut last = 0.0;
        for index in 1..2000 {
            let value = tone_curve(index as f32 * 0.01);
            assert!(value > last && value < 1.0);
            last = value;
        }
        let slope = (tone_curve(SHOULDER + 1e-3) - tone_curve(SHOULDER)) / 1e-3;
        assert!((slope - 1.0).abs() < 0.01);
    }

    #[test]
    fn the_tone_curve_is_undone_and_has_its_slope() {
        for index in 0..300 {
            let linear = index as f32 * 0.01;
            let toned = tone_curve(linear);
            assert!((linear_of_toned(toned) - linear).abs() < 2e-3 * (1.0 + linear));
            let slope = (tone_curve(linear + 1e-2) - tone_curve(linear)) / 1e-2;
            assert!((tone_slope(tone_curve(linear + 5e-3)) - slope).abs() < 2e-2);
        }
    }

    #[test]
    fn encoder_is_within_one_code_and_hits_the_ends() {
        let encoder = SrgbEncoder::new();
        assert_eq!((encoder.encode(-1.0), encoder.encode(0.0)), (0, 0));
        assert_eq!((encoder.encode(1.0), encoder.encode(9.0), encoder.encode(f32::NAN)), (255, 255, 0));
        for index in 0..10_000 {
            let linear = index as f32 / 9_999.0;
            let exact = 255.0 * srgb_from_linear(linear);
            assert!((f32::from(encoder.encode(linear)) - exact).abs() < 0.75);
        }
    }
}
