//! Cameras that see a task: at the wrist, at the head, and from the room.
//!
//! Camera frame: `OpenCV` axes, x right, y down, z forward.

use crate::{Camera, CameraMount, Lens, OrientedBox, Scene, SensorModel, SupportSurface};
use glam::{DQuat, DVec3};
use restage_assets::GripperModel;
use restage_geometry::Pose;

/// Where the UMI finger tips are in the frame of its camera, m: 0.086 below the lens and 0.01465 + 0.205 ahead
/// (UMI project, action camera generations 9 to 11); axes parallel.
pub const UMI_TIP_IN_CAMERA: DVec3 = DVec3::new(0.0, 0.086, 0.219_65);

/// The calibration that the UMI project ships (2.7K 4:3 with the wide lens mod): size, `fx`, aspect, `cx`, `cy`, `k`.
const UMI_SIZE: [f64; 2] = [2704.0, 2028.0];
const UMI_FOCAL: f64 = 796.8545;
const UMI_ASPECT: f64 = 1.002_98;
const UMI_CENTER: [f64; 2] = [1354.4265, 1011.4847];
const UMI_K: [f64; 4] = [-0.021_961_18, -0.018_959_72, 0.001_693_88, -0.000_168_07];

impl Lens {
    /// A pinhole with square pixels and its centre in the middle; `horizontal_fov` in rad, less than pi.
    pub fn pinhole(width: u32, height: u32, horizontal_fov: f64) -> Self {
        let focal = f64::from(width) / 2.0 / libm::tan(horizontal_fov / 2.0);
        Self::Pinhole { fx: focal, fy: focal, cx: f64::from(width) / 2.0, cy: f64::from(height) / 2.0 }
    }

    /// The UMI fisheye, scaled so that the full height of its frame fills `height` and cropped in the middle to
    /// `width` (224 x 224 gives the image that UMI policies see: 88 px focal length).
    pub fn umi_fisheye(width: u32, height: u32) -> Self {
        let scale = f64::from(height) / UMI_SIZE[1];
        Self::FisheyeKb4 {
            fx: UMI_FOCAL * scale,
            fy: UMI_FOCAL * UMI_ASPECT * scale,
            cx: UMI_CENTER[0] * scale - (UMI_SIZE[0] * scale - f64::from(width)) / 2.0,
            cy: UMI_CENTER[1] * scale,
            k: UMI_K,
        }
    }

    /// The lens of an image resized by factors along u and v.
    #[must_use]
    pub fn scaled(self, u: f64, v: f64) -> Self {
        match self {
            Self::Pinhole { fx, fy, cx, cy } => {
                Self::Pinhole { fx: fx * u, fy: fy * v, cx: cx * u, cy: cy * v }
            }
            Self::FisheyeKb4 { fx, fy, cx, cy, k } => {
                Self::FisheyeKb4 { fx: fx * u, fy: fy * v, cx: cx * u, cy: cy * v, k }
            }
            Self::BrownConrady { fx, fy, cx, cy, k, p } => {
                Self::BrownConrady { fx: fx * u, fy: fy * v, cx: cx * u, cy: cy * v, k, p }
            }
        }
    }

    /// The same lens with another focal length.
    #[must_use]
    pub fn with_focal_factor(mut self, factor: f64) -> Self {
        match &mut self {
            Self::Pinhole { fx, fy, .. }
            | Self::BrownConrady { fx, fy, .. }
            | Self::FisheyeKb4 { fx, fy, .. } => {
                *fx *= factor;
                *fy *= factor;
            }
        }
        self
    }

    /// The same lens with a change of its first radial coefficient.
    #[must_use]
    pub fn with_more_k1(self, change: f64) -> Self {
        match self {
            Self::Pinhole { .. } if change == 0.0 => self,
            Self::Pinhole { fx, fy, cx, cy } => {
                Self::BrownConrady { fx, fy, cx, cy, k: [change, 0.0, 0.0], p: [0.0; 2] }
            }
            Self::BrownConrady { fx, fy, cx, cy, k: [k1, k2, k3], p } => {
                Self::BrownConrady { fx, fy, cx, cy, k: [k1 + change, k2, k3], p }
            }
            Self::FisheyeKb4 { fx, fy, cx, cy, k: [k1, k2, k3, k4] } => {
                Self::FisheyeKb4 { fx, fy, cx, cy, k: [k1 + change, k2, k3, k4] }
            }
        }
    }

    /// The same lens over an image whose origin moved by (`-du`, `-dv`) px.
    #[must_use]
    pub fn shifted(self, du: f64, dv: f64) -> Self {
        match self {
            Self::Pinhole { fx, fy, cx, cy } => Self::Pinhole { fx, fy, cx: cx + du, cy: cy + dv },
            Self::FisheyeKb4 { fx, fy, cx, cy, k } => {
                Self::FisheyeKb4 { fx, fy, cx: cx + du, cy: cy + dv, k }
            }
            Self::BrownConrady { fx, fy, cx, cy, k, p } => {
                Self::BrownConrady { fx, fy, cx: cx + du, cy: cy + dv, k, p }
            }
        }
    }
}

/// `world_from_camera` of a camera at `eye` that looks at `target` (m) with the horizon level.
pub fn look_at(eye: DVec3, target: DVec3) -> Pose {
    let forward = (target - eye).normalize_or(DVec3::Y);
    let right = forward.cross(DVec3::Z).normalize_or(DVec3::X);
    Pose::from_axes(eye, right, forward.cross(right), forward)
}

impl Camera {
    /// The same camera with another image size. Pixels stay square: the picture shows at least what it showed, and
    /// more at the sides of the longer edge when the aspect changes.
    #[must_use]
    pub fn resized(mut self, width: u32, height: u32) -> Self {
        let (w, h) = (f64::from(width), f64::from(height));
        let (old_w, old_h) = (f64::from(self.width), f64::from(self.height));
        let scale = (w / old_w).min(h / old_h);
        self.lens =
            self.lens.scaled(scale, scale).shifted((w - scale * old_w) / 2.0, (h - scale * old_h) / 2.0);
        (self.width, self.height) = (width, height);
        self
    }

    /// The UMI wrist camera, fisheye as the real one. `tip_beyond_tcp` (m) is the gripper's: published distances
    /// are to the finger tips.
    pub fn wrist_umi(width: u32, height: u32, tip_beyond_tcp: f64) -> Self {
        Self {
            name: "wrist".into(),
            width,
            height,
            lens: Lens::umi_fisheye(width, height),
            mount: CameraMount::Tcp { tcp_from_camera: umi_tcp_from_camera(tip_beyond_tcp) },
            sensor: SensorModel::default(),
        }
    }

    /// A pinhole camera of `horizontal_fov` rad on the wrist of a robot gripper: beside the front of the housing, on
    /// the -y side, looking at the TCP, so that both fingers and what is between them are in the picture.
    pub fn wrist_pinhole(width: u32, height: u32, gripper: &GripperModel, horizontal_fov: f64) -> Self {
        /// From the housing to the optical centre, m.
        const CLEARANCE: f64 = 0.045;
        let front = gripper.tip_beyond_tcp - gripper.finger_size.z;
        let eye = DVec3::new(0.0, -(gripper.palm_size.y / 2.0 + CLEARANCE), front);
        let forward = (-eye).normalize_or(DVec3::Z);
        let tcp_from_camera = Pose::from_axes(eye, DVec3::X, forward.cross(DVec3::X), forward);
        Self {
            name: "wrist".into(),
            width,
            height,
            lens: Lens::pinhole(width, height, horizontal_fov),
            mount: CameraMount::Tcp { tcp_from_camera },
            sensor: SensorModel::default(),
        }
    }

    /// A head-mounted camera of a person who stands at the -y side of the support and looks at `focus` (m, in
    /// coordinates of the support): 0.62 m above, 80 degrees wide, looking down at about 43 degrees (measured head
    /// cameras: 15 to 45).
    pub fn head(width: u32, height: u32, support: &SupportSurface, focus: [f64; 2]) -> Self {
        let [x, y] = focus;
        let eye = support.point(0.8 * x, (y - 0.66).min(-0.45), 0.62);
        Self::fixed("head", width, height, 80f64.to_radians(), eye, support.point(x, y, 0.0))
    }

    /// A third-person camera on the right beside the person, 1 m from `focus` (m, in coordinates of the support),
    /// 0.5 m above the support, 52 degrees wide.
    pub fn overview(width: u32, height: u32, support: &SupportSurface, focus: [f64; 2]) -> Self {
        let [x, y] = focus;
        let eye = support.point(x + 0.5, y - 0.78, 0.5);
        Self::fixed("overview", width, height, 52f64.to_radians(), eye, support.point(x, y, 0.13))
    }

    /// [`Camera::overview`] of the surface that carries the task of a scene, from the right, or from elsewhere where a wall or
    /// a cabinet is in the way: from the left, nearer, or from higher up.
    pub fn overview_in(scene: &Scene, width: u32, height: u32, focus: [f64; 2]) -> Option<Self> {
        /// Eyes relative to what is looked at: to the right, towards the person, up; m.
        const EYES: [[f64; 3]; 8] = [
            [0.50, 0.78, 0.50],
            [-0.50, 0.78, 0.50],
            [0.34, 0.64, 0.62],
            [-0.34, 0.64, 0.62],
            [0.20, 0.52, 0.74],
            [-0.20, 0.52, 0.74],
            [0.10, 0.42, 0.86],
            [-0.10, 0.42, 0.86],
        ];
        let support = scene.supports.first()?;
        let [x, y] = focus;
        let blocks: Vec<OrientedBox> = scene.fixtures.iter().flat_map(OrientedBox::pieces_of).collect();
        let seen = [[-0.05, -0.05, 0.02], [0.05, 0.05, 0.02], [0.0, 0.0, 0.10]]
            .map(|[along, away, up]| support.point(x + along, y + away, up));
        let free = |eye: DVec3| {
            let in_room = scene.rooms.is_empty()
                || scene.rooms.iter().any(|room| {
                    (0..2).all(|axis| eye[axis] > room.low[axis] + 0.05 && eye[axis] < room.high[axis] - 0.05)
                });
            in_room && !blocks.iter().any(|block| seen.iter().any(|point| block.crosses(eye, *point)))
        };
        let eyes = EYES.map(|[right, back, up]| support.point(x + right, y - back, up));
        let eye = eyes.into_iter().find(|eye| free(*eye)).unwrap_or(eyes[0]);
        let target = support.point(x, y, 0.13);
        Some(Self::fixed("overview", width, height, 52f64.to_radians(), eye, target))
    }

    /// A camera that shows the room and the surface that carries the task: 80 degrees wide, from in front of the surface
    /// where it can be, from where it sees most of the furniture.
    pub fn room(scene: &Scene, width: u32, height: u32) -> Self {
        let (eye, target) =
            crate::room_view::room_view(scene, ROOM_FOV, f64::from(height) / f64::from(width));
        Self::fixed("room", width, height, ROOM_FOV, eye, target)
    }

    /// A pinhole camera fixed in the room at `eye`, looking at `target` (m), `horizontal_fov` in rad.
    pub fn fixed(
        name: &str,
        width: u32,
        height: u32,
        horizontal_fov: f64,
        eye: DVec3,
        target: DVec3,
    ) -> Self {
        Self {
            name: name.into(),
            width,
            height,
            lens: Lens::pinhole(width, height, horizontal_fov),
            mount: CameraMount::World { world_from_camera: look_at(eye, target) },
            sensor: SensorModel::default(),
        }
    }
}

/// Horizontal field of view of [`Camera::room`], rad.
const ROOM_FOV: f64 = 80.0 / 180.0 * std::f64::consts::PI;

/// `tcp_from_camera` of the UMI wrist camera for a gripper whose tips reach `tip_beyond_tcp` m beyond its TCP.
pub fn umi_tcp_from_camera(tip_beyond_tcp: f64) -> Pose {
    Pose::from_translation(DVec3::Z * tip_beyond_tcp - UMI_TIP_IN_CAMERA)
}

impl SupportSurface {
    /// A point in the world from support coordinates: `x`, `y` along the surface from its centre, `up` above, m.
    pub fn point(&self, x: f64, y: f64, up: f64) -> DVec3 {
        self.center + DQuat::from_rotation_z(self.yaw) * DVec3::new(x, y, up)
    }

    /// Support coordinates of a world point: x, y from the centre along the surface, z above it, m.
    pub fn local(&self, world: DVec3) -> DVec3 {
        DQuat::from_rotation_z(-self.yaw) * (world - self.center)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn support() -> SupportSurface {
        SupportSurface {
            name: "worktop".into(),
            center: DVec3::new(0.2, 0.3, 0.9),
            yaw: 0.4,
            size: [1.2, 0.5],
            clear_height: 1.0,
            classes: Vec::new(),
        }
    }

    #[test]
    fn the_camera_looks_where_it_is_told() {
        let (eye, target) = (DVec3::new(0.3, -1.0, 1.6), DVec3::new(0.0, 0.2, 0.9));
        let pose = look_at(eye, target);
        let seen = pose.inverse().transform_point(target);
        assert!(seen.x.abs() < 1e-12 && seen.y.abs() < 1e-12 && seen.z > 1.0);
        // Upright: what lies above the target appears above it, and z x x = y.
        let above = pose.inverse().transform_point(target + DVec3::Z * 0.1);
        assert!(above.y < 0.0 && above.x.abs() < 1e-12);
    }

    #[test]
    fn umi_lens_scales_to_the_policy_image() {
        let Lens::FisheyeKb4 { fx, cx, cy, .. } = Lens::umi_fisheye(224, 224) else { panic!("fisheye") };
        assert!((fx - 88.02).abs() < 0.01 && (cx - 112.0).abs() < 0.6 && (cy - 112.0).abs() < 0.6);
    }

    #[test]
    fn the_tips_are_where_umi_says() {
        let camera = Camera::wrist_umi(224, 224, 0.015);
        let CameraMount::Tcp { tcp_from_camera } = camera.mount else { panic!("on the gripper") };
        let tip = tcp_from_camera.inverse().transform_point(DVec3::Z * 0.015);
        assert!((tip - UMI_TIP_IN_CAMERA).length() < 1e-12);
    }

    #[test]
    fn resizing_keeps_the_field_of_view() {
        let camera = Camera::head(640, 480, &support(), [0.0, 0.0]);
        let Lens::Pinhole { fx, cx, .. } = camera.clone().resized(320, 240).lens else { panic!("pinhole") };
        let Lens::Pinhole { fx: wide, .. } = camera.lens else { panic!("pinhole") };
        assert!((fx * 2.0 - wide).abs() < 1e-9 && (cx - 160.0).abs() < 1e-9);
    }

    #[test]
    fn support_coordinates_go_there_and_back() {
        let support = support();
        let local = support.local(support.point(0.3, -0.1, 0.05));
        assert!((local - DVec3::new(0.3, -0.1, 0.05)).length() < 1e-12);
    }
}
