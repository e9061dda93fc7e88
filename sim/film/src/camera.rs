//! Cameras at one moment, and the projection of their lenses.
//!
//! Camera frame: `OpenCV` axes (x right, y down, z forward), metres. Image frame: pixels, origin at the top left
//! corner of the top left pixel, so that the centre of pixel `(column, row)` is `(column + 0.5, row + 0.5)`.
//!
//! Pinhole, its Brown-Conrady distortion and `KB4` fisheye follow the formulas of the `OpenCV` camera calibration and `fisheye` documentation
//! (the last after Kannala and Brandt, "A generic camera model and calibration method", TPAMI 2006).

use crate::brown_conrady::Distortion;
use glam::{DVec2, DVec3};
use restage_geometry::Pose;
use restage_scenes::{Lens, SensorModel};
use std::f64::consts::PI;

/// A camera posed in the world. OpenCV axes: x right, y down, z forward; pixel centres at half-integers.
#[derive(Clone, Debug, PartialEq)]
pub struct PosedCamera {
    /// Camera name.
    pub name: String,
    /// Image width, px.
    pub width: u32,
    /// Image height, px.
    pub height: u32,
    /// Intrinsics.
    pub lens: Lens,
    /// Pose in the world.
    pub world_from_camera: Pose,
    /// What the sensor makes of the light.
    pub sensor: SensorModel,
}

impl PosedCamera {
    /// Where a point of the world (m) falls in the image (px), inside the frame or not; nothing when no ray of
    /// this lens meets it.
    pub fn project(&self, world: DVec3) -> Option<DVec2> {
        project(&self.lens, self.world_from_camera.inverse().transform_point(world))
    }

    /// The unit direction in the world that a pixel position (px) sees; nothing beyond the valid image circle.
    pub fn unproject(&self, pixel: DVec2) -> Option<DVec3> {
        unproject(&self.lens, pixel).map(|ray| self.world_from_camera.transform_vector(ray))
    }
}

/// Where a point of the camera frame (m) falls in the image (px); nothing when it lies behind a pinhole or beyond
/// the angle up to which the polynomial of a fisheye or a distortion grows.
pub fn project(lens: &Lens, camera: DVec3) -> Option<DVec2> {
    projector(lens)(camera)
}

/// [`project`] for many points of one lens: what depends on the lens alone is calculated once.
pub fn projector(lens: &Lens) -> impl Fn(DVec3) -> Option<DVec2> + use<> {
    let lens = *lens;
    let (distortion, limit) = (distortion(&lens), max_angle(&lens));
    move |camera| match lens {
        Lens::Pinhole { fx, fy, cx, cy } => (camera.z > 0.0)
            .then(|| DVec2::new(fx * (camera.x / camera.z) + cx, fy * (camera.y / camera.z) + cy)),
        Lens::BrownConrady { fx, fy, cx, cy, .. } => {
            let plane = (camera.z > 0.0).then(|| camera.truncate() / camera.z)?;
            let image = distortion.distorted(plane)?;
            Some(DVec2::new(fx * image.x + cx, fy * image.y + cy))
        }
        Lens::FisheyeKb4 { fx, fy, cx, cy, ref k } => {
            let radius = libm::hypot(camera.x, camera.y);
            let theta = libm::atan2(radius, camera.z);
            if theta > limit {
                return None;
            }
            // On the axis the direction is arbitrary and theta is zero (or pi, which no polynomial reaches).
            let scale = if radius > 0.0 { distorted(k, theta) / radius } else { 0.0 };
            Some(DVec2::new(fx * (camera.x * scale) + cx, fy * (camera.y * scale) + cy))
        }
    }
}

/// The unit direction in the camera frame that a pixel position (px) sees; nothing beyond the image circle in
/// which a fisheye polynomial grows.
pub fn unproject(lens: &Lens, pixel: DVec2) -> Option<DVec3> {
    unprojector(lens)(pixel)
}

/// [`unproject`] for many pixels of one lens: what depends on the lens alone is calculated once.
pub fn unprojector(lens: &Lens) -> impl Fn(DVec2) -> Option<DVec3> + use<> {
    let lens = *lens;
    let (distortion, limit) = (distortion(&lens), max_angle(&lens));
    move |pixel| match lens {
        Lens::Pinhole { fx, fy, cx, cy } => {
            Some(DVec3::new((pixel.x - cx) / fx, (pixel.y - cy) / fy, 1.0).normalize())
        }
        Lens::BrownConrady { fx, fy, cx, cy, .. } => {
            let image = DVec2::new((pixel.x - cx) / fx, (pixel.y - cy) / fy);
            distortion.undistorted(image).map(|plane| plane.extend(1.0).normalize())
        }
        Lens::FisheyeKb4 { fx, fy, cx, cy, ref k } => {
            let image = DVec2::new((pixel.x - cx) / fx, (pixel.y - cy) / fy);
            let theta_d = libm::hypot(image.x, image.y);
            let theta = undistorted(k, theta_d, limit)?;
            let (sin, cos) = libm::sincos(theta);
            let scale = if theta_d > 0.0 { sin / theta_d } else { 0.0 };
            Some(DVec3::new(image.x * scale, image.y * scale, cos))
        }
    }
}

/// The largest angle from the optical axis that a lens can see, rad: half a turn at most for a fisheye, short of
/// a right angle for a pinhole.
pub fn max_angle(lens: &Lens) -> f64 {
    match lens {
        Lens::Pinhole { .. } => PI / 2.0,
        Lens::BrownConrady { .. } => libm::atan(distortion(lens).limit()),
        Lens::FisheyeKb4 { k, .. } => valid_angle(k),
    }
}

/// The distortion of a lens; none for those that have their own formula.
fn distortion(lens: &Lens) -> Distortion {
    match lens {
        Lens::BrownConrady { k, p, .. } => Distortion::new(*k, *p),
        Lens::Pinhole { .. } | Lens::FisheyeKb4 { .. } => Distortion::new([0.0; 3], [0.0; 2]),
    }
}

/// `theta_d` of the `KB4` polynomial.
fn distorted(k: &[f64; 4], theta: f64) -> f64 {
    let square = theta * theta;
    theta * (1.0 + square * (k[0] + square * (k[1] + square * (k[2] + square * k[3]))))
}

/// Derivative of [`distorted`].
fn slope(k: &[f64; 4], theta: f64) -> f64 {
    let square = theta * theta;
    1.0 + square * (3.0 * k[0] + square * (5.0 * k[1] + square * (7.0 * k[2] + square * 9.0 * k[3])))
}

/// The angle at which the polynomial first stops growing, rad, at most pi.
fn valid_angle(k: &[f64; 4]) -> f64 {
    // A scan finds the first sign change of the slope (a root of a quartic in theta squared), bisection refines it.
    const STEPS: u32 = 64;
    let step = PI / f64::from(STEPS);
    for index in 1..=STEPS {
        let (mut low, mut high) = (step * f64::from(index - 1), step * f64::from(index));
        if slope(k, high) > 0.0 {
            continue;
        }
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if slope(k, middle) > 0.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
    PI
}

/// The angle up to `limit` whose [`distorted`] value is `theta_d`: Newton's method kept inside a shrinking bracket.
fn undistorted(k: &[f64; 4], theta_d: f64, limit: f64) -> Option<f64> {
    let (mut low, mut high) = (0.0, limit);
    if theta_d > distorted(k, high) {
        return None;
    }
    let mut theta = theta_d.min(high);
    for _ in 0..100 {
        let error = distorted(k, theta) - theta_d;
        if error > 0.0 {
            high = theta;
        } else {
            low = theta;
        }
        let newton = theta - error / slope(k, theta);
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if (next - theta).abs() <= 1e-15 {
            return Some(next);
        }
        theta = next;
    }
    Some(theta)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The calibration that the UMI project ships for its wrist camera, 2704 x 2028 px.
    const UMI: Lens = Lens::FisheyeKb4 {
        fx: 796.8545,
        fy: 796.8545 * 1.00298,
        cx: 1354.4265,
        cy: 1011.4847,
        k: [-0.021_961_18, -0.018_959_72, 0.001_693_88, -0.000_168_07],
    };
    /// A webcam with barrel distortion and a sensor that is not quite square to the lens.
    const WEBCAM: Lens = Lens::BrownConrady {
        fx: 430.0,
        fy: 431.0,
        cx: 318.0,
        cy: 242.0,
        k: [-0.28, 0.09, -0.012],
        p: [0.0008, -0.0006],
    };
    const PINHOLE: Lens = Lens::Pinhole { fx: 615.0, fy: 612.0, cx: 320.5, cy: 239.0 };

    #[test]
    fn umi_lens_gives_the_measured_radii() {
        for (degrees, radius) in [(77.5f64, 975.0), (82.3, 1014.0), (90.0, 1064.0)] {
            let theta = degrees.to_radians();
            let pixel = project(&UMI, DVec3::new(libm::sin(theta), 0.0, libm::cos(theta))).unwrap();
            assert!((pixel.x - 1354.4265 - radius).abs() < 1.0, "{degrees} deg falls at {pixel}");
        }
        assert!((max_angle(&UMI).to_degrees() - 104.0).abs() < 0.5);
        assert!(unproject(&UMI, DVec2::new(1354.0 + 1102.0, 1011.0)).is_some());
        assert!(unproject(&UMI, DVec2::new(1354.0 + 1106.0, 1011.0)).is_none());
    }

    #[test]
    fn a_pinhole_sees_nothing_behind() {
        assert_eq!(project(&PINHOLE, DVec3::new(0.1, 0.0, -1.0)), None);
        assert_eq!(project(&PINHOLE, DVec3::Z), Some(DVec2::new(320.5, 239.0)));
    }

    #[test]
    fn a_posed_camera_projects_what_it_sees() {
        let camera = PosedCamera {
            name: "head".into(),
            width: 640,
            height: 480,
            lens: PINHOLE,
            world_from_camera: Pose::from_rotation_vector(
                DVec3::new(0.4, -1.0, 1.3),
                DVec3::new(-2.0, 0.2, 0.1),
            ),
            sensor: SensorModel::default(),
        };
        let pixel = DVec2::new(12.5, 400.5);
        let direction = camera.unproject(pixel).unwrap();
        let back = camera.project(camera.world_from_camera.translation + direction * 2.5).unwrap();
        assert!((back - pixel).length() < 1e-9);
    }

    #[test]
    fn barrel_distortion_pulls_the_corners_in() {
        let plain = Lens::Pinhole { fx: 430.0, fy: 431.0, cx: 318.0, cy: 242.0 };
        let corner = DVec3::new(0.6, 0.45, 1.0);
        let (bent, straight) = (project(&WEBCAM, corner).unwrap(), project(&plain, corner).unwrap());
        // r^2 = 0.5625: 1 - 0.28 r^2 + 0.09 r^4 - 0.012 r^6 = 0.86884.
        let center = DVec2::new(318.0, 242.0);
        assert!(((bent - center).length() / (straight - center).length() - 0.8688).abs() < 0.002);
    }

    proptest! {
        #[test]
        fn distortion_is_undone(u in 0.0..640.0f64, v in 0.0..480.0f64, range in 0.1..5.0f64) {
            let ray = unproject(&WEBCAM, DVec2::new(u, v)).unwrap();
            let back = project(&WEBCAM, ray * range).unwrap();
            prop_assert!((back - DVec2::new(u, v)).length() < 1e-6);
        }

        #[test]
        fn projection_undoes_unprojection(u in 0.0..2704.0f64, v in 0.0..2028.0f64, range in 0.01..20.0f64) {
            for lens in [UMI, PINHOLE] {
                if let Some(ray) = unproject(&lens, DVec2::new(u, v)) {
                    prop_assert!((ray.length() - 1.0).abs() < 1e-12);
                    let back = project(&lens, ray * range);
                    // At the very rim the slope vanishes and rounding may cross it.
                    if let Some(back) = back {
                        prop_assert!((back - DVec2::new(u, v)).length() < 1e-6);
                    } else {
                        prop_assert!((DVec2::new(u, v) - DVec2::new(1354.4, 1011.5)).length() > 1100.0);
                    }
                }
            }
        }

        #[test]
        fn unprojection_undoes_projection(x in -1.0..1.0f64, y in -1.0..1.0f64, z in -0.2..1.0f64) {
            let point = DVec3::new(x, y, z);
            prop_assume!(point.length() > 1e-3);
            if let Some(pixel) = project(&UMI, point) {
                let ray = unproject(&UMI, pixel).unwrap();
                prop_assert!((ray - point.normalize()).length() < 1e-5);
            }
        }
    }
}
