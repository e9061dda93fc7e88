//! The discrete Fourier transform of power-of-two lengths (Cooley and Tukey 1965). Small on purpose: the spectra here
//! are of short speed profiles and small pictures, and a library would pull other features of shared crates.

use std::f64::consts::PI;

/// In-place forward transform of interleaved real and imaginary parts. The length must be a power of two.
pub fn transform(re: &mut [f64], im: &mut [f64]) {
    let n = re.len();
    debug_assert!(n.is_power_of_two() && im.len() == n);
    let bits = n.trailing_zeros();
    for i in 0..n {
        let j = if bits == 0 { 0 } else { i.reverse_bits() >> (usize::BITS - bits) };
        if j > i {
            re.swap(i, j);
            im.swap(i, j);
        }
    }
    let mut half = 1;
    while half < n {
        for start in (0..n).step_by(2 * half) {
            for k in 0..half {
                let (sin, cos) = libm::sincos(-PI * k as f64 / half as f64);
                let (a, b) = (start + k, start + k + half);
                let (br, bi) = (re[b] * cos - im[b] * sin, re[b] * sin + im[b] * cos);
                (re[b], im[b]) = (re[a] - br, im[a] - bi);
                (re[a], im[a]) = (re[a] + br, im[a] + bi);
            }
        }
        half *= 2;
    }
}

/// Magnitudes of the transform of a real signal, padded with zeros to `length` (a power of two).
pub fn magnitudes(signal: &[f64], length: usize) -> Vec<f64> {
    let mut re = signal.to_vec();
    re.resize(length, 0.0);
    let mut im = vec![0.0; length];
    transform(&mut re, &mut im);
    re.iter().zip(&im).map(|(re, im)| re.hypot(*im)).collect()
}

/// Power spectrum of a square picture of side `n` (a power of two), row-major.
pub fn power_spectrum(picture: &[f64], n: usize) -> Vec<f64> {
    let mut re = picture.to_vec();
    let mut im = vec![0.0; n * n];
    for row in 0..n {
        let range = row * n..(row + 1) * n;
        transform(&mut re[range.clone()], &mut im[range]);
    }
    for column in 0..n {
        let mut r: Vec<f64> = (0..n).map(|row| re[row * n + column]).collect();
        let mut i: Vec<f64> = (0..n).map(|row| im[row * n + column]).collect();
        transform(&mut r, &mut i);
        for row in 0..n {
            re[row * n + column] = r[row];
            im[row * n + column] = i[row];
        }
    }
    re.iter().zip(&im).map(|(re, im)| re * re + im * im).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_has_one_line() {
        let tone: Vec<f64> = (0..64).map(|k| (2.0 * PI * 5.0 * f64::from(k) / 64.0).cos()).collect();
        let spectrum = magnitudes(&tone, 64);
        for (bin, value) in spectrum.iter().enumerate() {
            let expected = if bin == 5 || bin == 59 { 32.0 } else { 0.0 };
            assert!((value - expected).abs() < 1e-9, "{bin}: {value}");
        }
    }
}
