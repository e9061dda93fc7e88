//! The cameras of a rollout: where they are, what their lenses and sensors are like.

use super::{Draws, PlanSettings};
use crate::axes::{CameraDraw, ExposureDraw, SensorNoiseDraw, WhiteBalanceDraw};
use crate::config::RandomizationConfig;
use crate::seeds::Streams;
use glam::DVec3;
use restage_assets::GripperModel;
use restage_scenes::{Camera, Scene, SensorModel};

/// Horizontal field of view of wrist cameras that are no fisheye, rad.
const WIDE_RAD: f64 = 1.5;

/// Drawn cameras, before it is known what they look at.
pub(super) struct Eyes {
    wrist: CameraDraw,
    head: CameraDraw,
    exposure: ExposureDraw,
    white: WhiteBalanceDraw,
    noise: SensorNoiseDraw,
}

/// Draws what the cameras are like. Exposure and white balance are those of the scene's draw.
pub(super) fn draw(config: &RandomizationConfig, streams: &Streams, draws: &mut Draws) -> Eyes {
    let eyes = Eyes {
        wrist: config.wrist_camera.sample(&mut streams.rng("wrist_camera")),
        head: config.head_camera.sample(&mut streams.rng("head_camera")),
        exposure: config.exposure.sample(&mut streams.rng("exposure")),
        white: config.white_balance.sample(&mut streams.rng("white_balance")),
        noise: config.sensor_noise.sample(&mut streams.rng("sensor_noise")),
    };
    draws.record("wrist_camera", &eyes.wrist);
    draws.record("head_camera", &eyes.head);
    draws.record("sensor_noise", &eyes.noise);
    eyes
}

impl Eyes {
    /// The drawn cameras, looking at the middle of `task`: the points in the world between which the object is
    /// carried, m.
    pub fn cameras(
        &self,
        settings: &PlanSettings,
        gripper: &GripperModel,
        scene: &Scene,
        task: &[DVec3],
    ) -> Vec<Camera> {
        let mut cameras = nominal(settings, gripper, scene, task);
        self.wrist.apply(&mut cameras, true);
        self.head.apply(&mut cameras, false);
        for (index, camera) in cameras.iter_mut().enumerate() {
            camera.sensor = self.sensor(index);
        }
        cameras
    }

    /// The sensor of a camera by its index in [`crate::CAMERA_NAMES`].
    fn sensor(&self, index: usize) -> SensorModel {
        SensorModel {
            exposure_offset_ev: 0.0,
            white_balance_offset_k: self.white.offset_k[index],
            gamma: self.exposure.gamma[index],
            blur: index.checked_sub(1).map_or(self.noise.wrist_blur, |room| self.noise.blur[room]),
            read_noise: self.noise.read[index],
            shot_noise: self.noise.shot[index],
            noise_seed: self.noise.seed[index],
        }
    }
}

/// The cameras of every planned scene, see [`crate::CAMERA_NAMES`]. The wrist camera of the UMI gripper is the real
/// fisheye, that of others a wide pinhole beside the housing. Head and overview look at the middle of `task`: the
/// points in the world between which the object is carried, m.
pub(super) fn nominal(
    settings: &PlanSettings,
    gripper: &GripperModel,
    scene: &Scene,
    task: &[DVec3],
) -> Vec<Camera> {
    let Some(support) = scene.support() else { return Vec::new() };
    let middle = support.local(task.iter().sum::<DVec3>() / task.len().max(1) as f64);
    let focus = [middle.x, middle.y];
    let (width, height) = settings.image_size;
    let wrist = if gripper.name == "umi" {
        Camera::wrist_umi(width, height, gripper.tip_beyond_tcp)
    } else {
        Camera::wrist_pinhole(width, height, gripper, WIDE_RAD)
    };
    let overview = Camera::overview_in(scene, width, height, focus);
    [wrist, Camera::head(width, height, support, focus)].into_iter().chain(overview).collect()
}
