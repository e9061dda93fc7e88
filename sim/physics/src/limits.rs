//! Closed-form limits of a two-finger friction grasp. Coulomb friction, rigid bodies, two opposed pads.

/// Heaviest object, kg, that two pads hold with a horizontal closing axis while the gripper accelerates upward at
/// `acceleration` (m/s²): `m (g + a) <= 2 mu F`, `grip_force` F in N per pad.
pub fn grip_mass_limit(friction: f64, grip_force: f64, gravity: f64, acceleration: f64) -> f64 {
    2.0 * friction * grip_force / (gravity + acceleration)
}

/// Heaviest object, kg, with the closing axis tilted by `tilt` (rad) off the horizontal, when the upper pad presses
/// with F and the lower finger is a rigid stop that carries F plus the object's weight along the axis:
/// `m g cos(phi) <= mu (2 F + m g sin(phi))`. Infinite where the lower pad's friction alone carries the object.
pub fn grip_mass_limit_tilted(friction: f64, grip_force: f64, gravity: f64, tilt: f64) -> f64 {
    let denominator = gravity * (libm::cos(tilt) - friction * libm::sin(tilt));
    if denominator <= 0.0 { f64::INFINITY } else { 2.0 * friction * grip_force / denominator }
}

/// The same with mechanically coupled fingers, as simulated here: the drive fixes the sum of the two pad forces at
/// 2 F, the weight along the axis only moves force from the upper to the lower pad: `m g cos(phi) <= 2 mu F`.
/// Also requires the upper pad to stay in contact, `m g sin(phi) <= 2 F`.
pub fn grip_mass_limit_tilted_coupled(friction: f64, grip_force: f64, gravity: f64, tilt: f64) -> f64 {
    let friction_limit = 2.0 * friction * grip_force / (gravity * libm::cos(tilt).max(f64::EPSILON));
    let contact_limit = 2.0 * grip_force / (gravity * libm::sin(tilt).abs().max(f64::EPSILON));
    friction_limit.min(contact_limit)
}

/// Largest torque about the closing axis, N m, that two pads hold with uniform pressure on discs of `patch_radius` m:
/// `2 (2/3) mu F R`.
pub fn torsional_slip_uniform(friction: f64, grip_force: f64, patch_radius: f64) -> f64 {
    2.0 * (2.0 / 3.0) * friction * grip_force * patch_radius
}

/// The same with Hertzian pressure: `2 (3 pi / 16) mu F R`.
pub fn torsional_slip_hertz(friction: f64, grip_force: f64, patch_radius: f64) -> f64 {
    2.0 * (3.0 * std::f64::consts::PI / 16.0) * friction * grip_force * patch_radius
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_answers() {
        assert!((grip_mass_limit(0.6, 10.0, 9.81, 0.0) - 1.223_241_590_214_067_2).abs() < 1e-12);
        assert!((grip_mass_limit(0.6, 10.0, 9.81, 2.0) - 1.016_088_060_965_283_6).abs() < 1e-12);
        let tilted = grip_mass_limit_tilted(0.6, 10.0, 9.81, 30f64.to_radians());
        assert!((tilted - 2.161_107_225_992_842_6).abs() < 1e-9);
        assert!((torsional_slip_uniform(0.6, 10.0, 0.008) - 0.064).abs() < 1e-12);
        assert!((torsional_slip_hertz(0.6, 10.0, 0.008) - 0.056_548_667_764_616_28).abs() < 1e-12);
    }

    #[test]
    fn tilted_limits_meet_the_level_one() {
        let level = grip_mass_limit(0.6, 10.0, 9.81, 0.0);
        assert!((grip_mass_limit_tilted(0.6, 10.0, 9.81, 0.0) - level).abs() < 1e-12);
        assert!((grip_mass_limit_tilted_coupled(0.6, 10.0, 9.81, 0.0) - level).abs() < 1e-12);
        assert!(grip_mass_limit_tilted(0.6, 10.0, 9.81, 1.5).is_infinite());
        // Closing axis vertical: both pads level, the object hangs on the drive alone.
        let vertical = grip_mass_limit_tilted_coupled(0.6, 10.0, 9.81, std::f64::consts::FRAC_PI_2);
        assert!((vertical - 20.0 / 9.81).abs() < 1e-9);
    }
}
