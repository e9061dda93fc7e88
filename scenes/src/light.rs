//! Photometry of scenes: colour of white light, flux for a wanted illuminance, exposure.

use crate::{Light, LightKind};
use glam::{DMat3, DVec3};
use std::f64::consts::PI;

/// Correlated colour temperatures for which [`cct_to_linear_rgb`] holds, K.
pub const CCT_RANGE_K: [f64; 2] = [1667.0, 25_000.0];

/// CIE 1931 chromaticity (x, y) of a black body, `kelvin` within [`CCT_RANGE_K`] (nearest end beyond).
///
/// Cubic splines of Kim et al., US patent 7 024 034 (2006), as quoted in the literature on the Planckian locus.
pub fn planckian_xy(kelvin: f64) -> [f64; 2] {
    let t = kelvin.clamp(CCT_RANGE_K[0], CCT_RANGE_K[1]);
    let (i, i2, i3) = (1e3 / t, 1e6 / (t * t), 1e9 / (t * t * t));
    let x = if t <= 4000.0 {
        -0.266_123_9 * i3 - 0.234_358_9 * i2 + 0.877_695_6 * i + 0.179_910
    } else {
        -3.025_846_9 * i3 + 2.107_037_9 * i2 + 0.222_634_7 * i + 0.240_390
    };
    let (x2, x3) = (x * x, x * x * x);
    let y = if t <= 2222.0 {
        -1.106_381_4 * x3 - 1.348_110_20 * x2 + 2.185_558_32 * x - 0.202_196_83
    } else if t <= 4000.0 {
        -0.954_947_6 * x3 - 1.374_185_93 * x2 + 2.091_370_15 * x - 0.167_488_67
    } else {
        3.081_758_0 * x3 - 5.873_386_70 * x2 + 3.751_129_97 * x - 0.370_014_83
    };
    [x, y]
}

/// Linear sRGB of white light of a colour temperature, unit luminance (Rec. 709 weights), no channel below 0.
pub fn cct_to_linear_rgb(kelvin: f64) -> [f32; 3] {
    let [x, y] = planckian_xy(kelvin);
    let xyz = DVec3::new(x / y, 1.0, (1.0 - x - y) / y);
    // Inverse of the sRGB primaries' matrix (IEC 61966-2-1).
    let rgb_from_xyz = DMat3::from_cols(
        DVec3::new(3.240_454_2, -0.969_266_0, 0.055_643_4),
        DVec3::new(-1.537_138_5, 1.876_010_8, -0.204_025_9),
        DVec3::new(-0.498_531_4, 0.041_556_0, 1.057_225_2),
    );
    unit_luminance((rgb_from_xyz * xyz).max(DVec3::ZERO))
}

/// Colour of a light as a camera records it whose white balance is set to `white_balance_k`: channel by channel
/// division (von Kries in linear sRGB), unit luminance. Equal temperatures give white.
pub fn balanced_light_rgb(kelvin: f64, white_balance_k: f64) -> [f32; 3] {
    let light = DVec3::from_array(cct_to_linear_rgb(kelvin).map(f64::from));
    let white = DVec3::from_array(cct_to_linear_rgb(white_balance_k).map(f64::from));
    unit_luminance(light / white.max(DVec3::splat(1e-3)))
}

fn unit_luminance(rgb: DVec3) -> [f32; 3] {
    let luminance = rgb.dot(DVec3::new(0.2126, 0.7152, 0.0722));
    (rgb / luminance).as_vec3().to_array()
}

/// Exposure (EV at ISO 100) at which an 18 % grey card lit with `lux` lands at linear 0.18: `log2(E / 3.77)`.
pub fn exposure_for_lux(lux: f64) -> f64 {
    libm::log2(lux.max(1e-3) / 3.77)
}

/// Flux (lumen over the whole sphere) of a point light at `position` that gives `lux` on an upward face at
/// `target` (both m). A light at or below the height of the target gives the flux for a face turned to it.
pub fn flux_for_lux(position: DVec3, target: DVec3, lux: f64) -> f64 {
    let offset = position - target;
    let distance = offset.length().max(0.05);
    let cosine = if offset.z > 0.0 { offset.z / distance } else { 1.0 };
    lux * 4.0 * PI * distance * distance / cosine.max(0.05)
}

impl Light {
    /// Illuminance that the light gives an upward face at `point` (m) when nothing is in between, lux.
    pub fn illuminance_up(&self, point: DVec3) -> f64 {
        match self.kind {
            LightKind::Directional { direction, illuminance_lux } => {
                illuminance_lux * (-direction.normalize_or_zero().z).max(0.0)
            }
            LightKind::Point { position, flux_lumen } => {
                let offset = position - point;
                let distance = offset.length().max(0.05);
                flux_lumen / (4.0 * PI * distance * distance) * (offset.z / distance).max(0.0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_body_chromaticities_match_published_ones() {
        // CIE illuminant A is a black body of 2856 K: (0.4476, 0.4074). At 6500 K the locus passes (0.3135, 0.3237).
        for (kelvin, x, y) in [(2856.0, 0.4476, 0.4074), (6500.0, 0.3135, 0.3237), (2000.0, 0.5267, 0.4133)] {
            let [cx, cy] = planckian_xy(kelvin);
            assert!((cx - x).abs() < 1e-3 && (cy - y).abs() < 1e-3, "{kelvin} K: {cx} {cy}");
        }
    }

    #[test]
    fn warm_light_is_red_and_cold_light_is_blue() {
        let mut last = f32::NEG_INFINITY;
        for kelvin in [1700.0, 2700.0, 3000.0, 4000.0, 5000.0, 6500.0, 10_000.0] {
            let [r, g, b] = cct_to_linear_rgb(kelvin);
            assert!((0.2126 * r + 0.7152 * g + 0.0722 * b - 1.0).abs() < 1e-5);
            assert!(b - r > last, "{kelvin} K is not bluer than the one before");
            last = b - r;
        }
        let [r, g, b] = cct_to_linear_rgb(6500.0);
        assert!((r - 1.0).abs() < 0.05 && (g - 1.0).abs() < 0.03 && (b - 1.0).abs() < 0.05, "{r} {g} {b}");
    }

    #[test]
    fn white_balance_makes_its_own_light_white() {
        for kelvin in [2700.0, 4000.0, 6500.0] {
            for channel in balanced_light_rgb(kelvin, kelvin) {
                assert!((channel - 1.0).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn flux_and_illuminance_undo_each_other() {
        // 800 lm at 2 m: 15.9 lx.
        assert!((flux_for_lux(DVec3::Z * 2.0, DVec3::ZERO, 15.915) - 800.0).abs() < 0.1);
        let position = DVec3::new(0.4, -0.8, 2.3);
        let target = DVec3::new(0.0, 0.3, 0.9);
        let flux_lumen = flux_for_lux(position, target, 240.0);
        let kind = LightKind::Point { position, flux_lumen };
        let light = Light { name: "lamp".into(), kind, color: [1.0; 3], shadows: true, fixture: None };
        assert!((light.illuminance_up(target) - 240.0).abs() < 1e-9);
    }

    #[test]
    fn exposure_matches_the_grey_card_table() {
        for (lux, ev) in [(50.0, 3.73), (150.0, 5.31), (500.0, 7.05), (10_000.0, 11.37)] {
            assert!((exposure_for_lux(lux) - ev).abs() < 0.01);
        }
    }
}
