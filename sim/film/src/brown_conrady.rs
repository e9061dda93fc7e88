//! The lens distortion of Brown and Conrady on the image plane at depth 1 (formulas of the `OpenCV` camera calibration
//! documentation).

use glam::DVec2;

/// Where distortion without a turning point stops being trusted, in focal lengths: 80 degrees from the axis.
const FAR: f64 = 5.67;

/// Radial and tangential coefficients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Distortion {
    k: [f64; 3],
    p: [f64; 2],
    /// Largest undistorted radius up to which the distorted one grows.
    limit: f64,
}

impl Distortion {
    pub(crate) fn new(k: [f64; 3], p: [f64; 2]) -> Self {
        let mut lens = Self { k, p, limit: FAR };
        // A scan finds where the slope first turns, bisection refines it.
        const STEPS: u32 = 256;
        for index in 1..=STEPS {
            let step = FAR / f64::from(STEPS);
            let (mut low, mut high) = (step * f64::from(index - 1), step * f64::from(index));
            if lens.slope(high) > 0.0 {
                continue;
            }
            for _ in 0..60 {
                let middle = 0.5 * (low + high);
                if lens.slope(middle) > 0.0 {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            lens.limit = low;
            break;
        }
        lens
    }

    /// Largest undistorted radius that the lens sees.
    pub(crate) fn limit(&self) -> f64 {
        self.limit
    }

    /// Distorted position of an undistorted one; nothing beyond the limit.
    pub(crate) fn distorted(&self, at: DVec2) -> Option<DVec2> {
        let square = at.length_squared();
        (square <= self.limit * self.limit).then(|| at * self.factor(square) + self.tangential(at))
    }

    /// Undistorted position of a distorted one: the radial part by Newton's method inside a shrinking bracket, the
    /// tangential part by repeating that with its last estimate, which converges because it is small.
    pub(crate) fn undistorted(&self, image: DVec2) -> Option<DVec2> {
        let mut at = self.radial(image)?;
        for _ in 0..50 {
            let next = self.radial(image - self.tangential(at))?;
            let done = (next - at).length() <= 1e-15;
            at = next;
            if done || self.p == [0.0; 2] {
                break;
            }
        }
        Some(at)
    }

    fn factor(&self, square: f64) -> f64 {
        1.0 + square * (self.k[0] + square * (self.k[1] + square * self.k[2]))
    }

    /// Derivative of the distorted radius.
    fn slope(&self, radius: f64) -> f64 {
        let square = radius * radius;
        1.0 + square * (3.0 * self.k[0] + square * (5.0 * self.k[1] + square * 7.0 * self.k[2]))
    }

    fn tangential(&self, at: DVec2) -> DVec2 {
        let [p1, p2] = self.p;
        let (square, xy) = (at.length_squared(), at.x * at.y);
        DVec2::new(
            2.0 * p1 * xy + p2 * (square + 2.0 * at.x * at.x),
            p1 * (square + 2.0 * at.y * at.y) + 2.0 * p2 * xy,
        )
    }

    fn radial(&self, image: DVec2) -> Option<DVec2> {
        let wanted = libm::hypot(image.x, image.y);
        let (mut low, mut high) = (0.0, self.limit);
        if wanted > high * self.factor(high * high) {
            return None;
        }
        let mut radius = wanted.min(high);
        for _ in 0..100 {
            let error = radius * self.factor(radius * radius) - wanted;
            if error > 0.0 {
                high = radius;
            } else {
                low = radius;
            }
            let newton = radius - error / self.slope(radius);
            let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
            if (next - radius).abs() <= 1e-15 {
                break;
            }
            radius = next;
        }
        Some(if wanted > 0.0 { image * (radius / wanted) } else { DVec2::ZERO })
    }
}
