//! How a collector moves: tremor, pace, pauses. Formulas only: whoever calls draws the random numbers.

use glam::DVec3;
use std::f64::consts::TAU;

/// Steps run before the first tremor sample, so that the filter has forgotten its start.
const BURN_IN: usize = 400;

/// Physiological tremor: an AR(2) resonance per axis, scaled to a root-mean-square displacement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tremor {
    /// Resonance, Hz (6 to 12 in the hand).
    pub frequency_hz: f64,
    /// Root-mean-square displacement per axis, m (20 to 200 µm).
    pub rms: f64,
    /// Pole radius at a 100 Hz grid; nearer 1 is a sharper resonance.
    pub pole_radius: f64,
}

/// AR(2) process `x_t = a1 x_{t-1} + a2 x_{t-2} + sigma e_t` of unit variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ar2 {
    /// First coefficient.
    pub a1: f64,
    /// Second coefficient.
    pub a2: f64,
    /// Standard deviation of the innovation for unit output variance.
    pub innovation: f64,
}

impl Ar2 {
    /// Poles at radius `r` and angle `2 pi f0 / fs`: `a1 = 2 r cos(2 pi f0 / fs)`, `a2 = -r²`.
    pub fn resonance(fs: f64, f0: f64, r: f64) -> Self {
        let a1 = 2.0 * r * libm::cos(TAU * f0 / fs);
        let a2 = -r * r;
        // Stationary variance of an AR(2) process with unit innovation (Box & Jenkins).
        let variance = (1.0 - a2) / ((1.0 + a2) * ((1.0 - a2) * (1.0 - a2) - a1 * a1));
        Self { a1, a2, innovation: 1.0 / libm::sqrt(variance) }
    }
}

impl Tremor {
    /// Lowest grid rate that carries this tremor without aliasing, Hz.
    pub fn min_rate_hz(&self) -> f64 {
        2.5 * self.frequency_hz
    }

    /// Displacement per step, m, on a grid of `rate_hz`; `normal` yields standard normal draws. All zero when the
    /// grid is too coarse to carry the tremor ([`Tremor::min_rate_hz`]).
    pub fn offsets(&self, rate_hz: f64, steps: usize, normal: &mut dyn FnMut() -> f64) -> Vec<DVec3> {
        if rate_hz < self.min_rate_hz() {
            return vec![DVec3::ZERO; steps];
        }
        // The pole radius is a decay per step: the same decay per second at every rate.
        let radius = libm::pow(self.pole_radius, 100.0 / rate_hz);
        let filter = Ar2::resonance(rate_hz, self.frequency_hz, radius);
        let (mut before, mut now) = (DVec3::ZERO, DVec3::ZERO);
        let mut next = || {
            let noise = DVec3::new(normal(), normal(), normal()) * filter.innovation;
            let value = now * filter.a1 + before * filter.a2 + noise;
            (before, now) = (now, value);
            value * self.rms
        };
        for _ in 0..BURN_IN {
            next();
        }
        (0..steps).map(|_| next()).collect()
    }
}

/// Peak displacement (m) of a sinusoidal tremor from its peak acceleration (in g = 9.80665 m/s²):
/// `a / (2 pi f)²`.
pub fn tremor_displacement(acceleration_g: f64, frequency_hz: f64) -> f64 {
    let omega = TAU * frequency_hz;
    acceleration_g * 9.806_65 / (omega * omega)
}

/// Fitts' law in the Shannon form: `MT = a + b log2(D / W + 1)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FittsLaw {
    /// Intercept, s.
    pub intercept: f64,
    /// Slope, s per bit.
    pub slope: f64,
    /// Width of the target, m.
    pub width: f64,
}

impl FittsLaw {
    /// Index of difficulty of a reach over `distance` (m), bit.
    pub fn difficulty(&self, distance: f64) -> f64 {
        libm::log2(distance / self.width + 1.0)
    }

    /// Movement time of a reach over `distance` (m), s.
    pub fn movement_time(&self, distance: f64) -> f64 {
        self.intercept + self.slope * self.difficulty(distance)
    }
}

/// Parameters `(mu, sigma)` of the lognormal law with this mean and standard deviation.
pub fn lognormal_from_mean_sd(mean: f64, sd: f64) -> (f64, f64) {
    let variance = libm::log(1.0 + (sd / mean) * (sd / mean));
    (libm::log(mean) - variance / 2.0, libm::sqrt(variance))
}

/// A lognormal value from a standard normal draw.
pub fn lognormal(mu: f64, sigma: f64, normal: f64) -> f64 {
    libm::exp(mu + sigma * normal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resonance_coefficients() {
        let filter = Ar2::resonance(100.0, 9.0, 0.97);
        assert!((filter.a1 - 1.637_996_175_473_909_2).abs() < 1e-9);
        assert!((filter.a2 + 0.9409).abs() < 1e-9);
        assert!((filter.innovation - 0.181_685_006_452_822_4).abs() < 1e-9);
    }

    #[test]
    fn displacement_of_measured_accelerations() {
        let expected = [7.604_245_297_699_988e-6, 5.069_496_865_133_325_7e-5, 1.774_323_902_796_664e-4];
        for (acceleration, want) in [0.0015, 0.01, 0.035].into_iter().zip(expected) {
            assert!((tremor_displacement(acceleration, 7.0) - want).abs() < 1e-12);
        }
    }

    #[test]
    fn tremor_has_the_asked_rms() {
        // Sum of 12 uniforms from a linear congruential generator: near enough to normal for a variance.
        let mut state = 12345u64;
        let mut normal = || {
            (0..12)
                .map(|_| {
                    state =
                        state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    (state >> 11) as f64 / (1u64 << 53) as f64
                })
                .sum::<f64>()
                - 6.0
        };
        for rate in [50.0, 100.0, 240.0] {
            let tremor = Tremor { frequency_hz: 8.0, rms: 5e-5, pole_radius: 0.97 };
            let offsets = tremor.offsets(rate, 60_000, &mut normal);
            let mean_square = offsets.iter().map(|o| o.x * o.x).sum::<f64>() / offsets.len() as f64;
            let rms = libm::sqrt(mean_square);
            assert!((rms / 5e-5 - 1.0).abs() < 0.08, "rate {rate}: rms {rms}");
        }
        let coarse = Tremor { frequency_hz: 8.0, rms: 5e-5, pole_radius: 0.97 }.offsets(15.0, 3, &mut normal);
        assert_eq!(coarse, vec![DVec3::ZERO; 3]);
    }

    #[test]
    fn fitts_known_answer() {
        let law = FittsLaw { intercept: 0.1, slope: 0.12, width: 0.02 };
        assert!((law.difficulty(0.3) - 4.0).abs() < 1e-12);
        assert!((law.movement_time(0.3) - 0.58).abs() < 1e-12);
    }

    #[test]
    fn lognormal_known_answer() {
        let (mu, sigma) = lognormal_from_mean_sd(0.25, 0.06);
        assert!((mu + 1.414_295_456_177_533).abs() < 1e-12);
        assert!((sigma - 0.236_647_818_741_869_83).abs() < 1e-12);
        assert!((lognormal(mu, sigma, 0.0) - libm::exp(mu)).abs() < 1e-15);
    }
}
