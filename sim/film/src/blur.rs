//! Softness of lens and sensor: a Gaussian over the picture, in display-linear light.

use glam::Vec3;

/// Softer or sharper pictures than this are left as they are, px.
const LEAST: f32 = 0.2;
/// Half width of the kernel, in standard deviations.
const REACH: f32 = 2.6;

/// Blurs a row-major picture of `width` columns in place; `sigma` in px. Beyond its borders it goes on as at them.
pub fn soften(picture: &mut [Vec3], width: usize, sigma: f32) {
    if sigma < LEAST || width == 0 || picture.is_empty() {
        return;
    }
    let height = picture.len() / width;
    let kernel = kernel(sigma);
    let reach = kernel.len() - 1;
    let mut between = vec![Vec3::ZERO; picture.len()];
    let mut padded = vec![Vec3::ZERO; width + 2 * reach];
    for (from, to) in picture.chunks_exact(width).zip(between.chunks_exact_mut(width)) {
        padded[..reach].fill(from[0]);
        padded[reach..reach + width].copy_from_slice(from);
        padded[reach + width..].fill(from[width - 1]);
        taps(&kernel).enumerate().for_each(|(first, (weight, _))| add(to, &padded[first..], weight));
    }
    for (row, to) in picture.chunks_exact_mut(width).enumerate() {
        to.fill(Vec3::ZERO);
        for (weight, offset) in taps(&kernel) {
            let from = row.saturating_add_signed(offset).min(height - 1);
            add(to, &between[from * width..], weight);
        }
    }
}

/// Adds weighted colours to a row.
fn add(to: &mut [Vec3], from: &[Vec3], weight: f32) {
    to.iter_mut().zip(from).for_each(|(out, from)| *out += *from * weight);
}

/// The middle weight and those to one side; all of them, both sides counted, add up to 1.
fn kernel(sigma: f32) -> Vec<f32> {
    let last = libm::ceilf(REACH * sigma).max(1.0) as usize;
    let raw: Vec<f32> =
        (0..=last).map(|k| libm::expf(-0.5 * (k as f32 / sigma) * (k as f32 / sigma))).collect();
    let sum = raw[0] + 2.0 * raw[1..].iter().sum::<f32>();
    raw.into_iter().map(|weight| weight / sum).collect()
}

/// Weights with their offsets, from one side to the other.
fn taps(kernel: &[f32]) -> impl Iterator<Item = (f32, isize)> + '_ {
    let last = kernel.len() as isize - 1;
    (-last..=last).map(|offset| (kernel[offset.unsigned_abs()], offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_becomes_a_gaussian_of_its_width() {
        let (width, height, sigma) = (41, 31, 1.5f32);
        let mut picture = vec![Vec3::ZERO; width * height];
        picture[15 * width + 20] = Vec3::new(1.0, 2.0, 0.0);
        soften(&mut picture, width, sigma);
        let (mut sum, mut across, mut down) = (0.0, 0.0, 0.0);
        for (index, color) in picture.iter().enumerate() {
            let (x, y) = ((index % width) as f32 - 20.0, (index / width) as f32 - 15.0);
            sum += color.x;
            across += color.x * x * x;
            down += color.x * y * y;
            assert!((color.y - 2.0 * color.x).abs() < 1e-6 && color.z == 0.0);
        }
        assert!((sum - 1.0).abs() < 1e-5);
        // The kernel is cut off at 2.6 standard deviations, and sampled.
        for variance in [across, down] {
            assert!((variance.sqrt() / sigma - 1.0).abs() < 0.05, "{variance}");
        }
    }

    #[test]
    fn an_even_picture_stays_and_so_does_a_sharp_one() {
        let mut even = vec![Vec3::splat(0.3); 12 * 7];
        soften(&mut even, 12, 2.0);
        assert!(even.iter().all(|color| (*color - 0.3).abs().max_element() < 1e-6));
        let mut picture: Vec<Vec3> = (0..84).map(|k| Vec3::splat((k % 5) as f32)).collect();
        let before = picture.clone();
        soften(&mut picture, 12, 0.1);
        assert_eq!(picture, before);
        soften(&mut [], 12, 1.0);
    }
}
