//! Films a kitchen with its wrist, head and overview cameras in both qualities.
//!
//! `cargo run --release -p restage-film-cpu --example kitchen -- FOLDER` writes six PNG files of 640 x 480 px.
#![expect(clippy::print_stdout, reason = "an example reports on the terminal")]

use glam::DQuat;
use restage_assets::{GripperModel, by_id};
use restage_film::{Channels, FilmScene, FrameState, Quality, Renderer, posed_cameras};
use restage_film_cpu::{CpuOptions, CpuRenderer};
use restage_geometry::Pose;
use restage_scenes::kitchen::{KitchenParameters, counter_scene};
use restage_scenes::{Camera, ObjectPlacement, ObjectRole, Scene};
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// Catalogue ids and where they stand on the worktop: along it, across it (m) and turned (rad).
const OBJECTS: [(&str, f64, f64, f64); 7] = [
    ("ycb_003_cracker_box", -0.30, 0.10, 0.3),
    ("ycb_005_tomato_soup_can", -0.12, 0.08, 0.0),
    ("ycb_025_mug", 0.02, -0.06, 0.8),
    ("ycb_004_sugar_box", 0.17, 0.10, -0.4),
    ("ycb_013_apple", -0.18, -0.10, 0.0),
    ("ycb_024_bowl", 0.25, -0.08, 0.0),
    ("ycb_006_mustard_bottle", 0.06, 0.14, 0.2),
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("usage: kitchen FOLDER")?);
    std::fs::create_dir_all(&folder)?;
    let gripper = GripperModel::umi();
    let scene = kitchen(&gripper);
    let target = scene.supports[0].point(0.02, -0.06, 0.12);
    let down = Pose::new(target, DQuat::from_rotation_x(std::f64::consts::PI * 0.80));
    let state = FrameState::at_start(&scene, down, 0.085);
    let cameras = posed_cameras(&scene, down);
    let film_scene = Arc::new(FilmScene::from_scene(&scene, Some(&gripper)));
    for (name, quality) in [("fast", Quality::Fast), ("high", Quality::High)] {
        let mut renderer = CpuRenderer::new(CpuOptions { quality, threads: None })?;
        renderer.load(Arc::clone(&film_scene))?;
        for camera in &cameras {
            let start = Instant::now();
            let images = renderer.render(&state, std::slice::from_ref(camera), Channels::default())?;
            let path = folder.join(format!("{}_{name}.png", camera.name));
            for picture in images {
                image::save_buffer(
                    &path,
                    &picture.rgb,
                    picture.width,
                    picture.height,
                    image::ExtendedColorType::Rgb8,
                )?;
            }
            println!("{} in {:.0} ms", path.display(), start.elapsed().as_secs_f64() * 1e3);
        }
    }
    Ok(())
}

/// The default kitchen with a few things on the worktop and three cameras.
fn kitchen(gripper: &GripperModel) -> Scene {
    let mut scene = counter_scene(&KitchenParameters::default());
    let support = scene.supports[0].clone();
    for (id, along, across, turn) in OBJECTS {
        let Some(model) = by_id(id).cloned() else {
            println!("the catalogue has no {id}");
            continue;
        };
        let at = support.point(along, across, model.size().z / 2.0);
        let yaw = DQuat::from_rotation_z(support.yaw + turn);
        let world_from_object = Pose::new(at, yaw);
        let name = format!("{id}_{}", scene.objects.len());
        scene.objects.push(ObjectPlacement { name, model, world_from_object, role: ObjectRole::Distractor });
    }
    scene.cameras = vec![
        Camera::wrist_umi(640, 480, gripper.tip_beyond_tcp),
        Camera::head(640, 480, &support, [0.0, 0.0]),
        Camera::overview(640, 480, &support, [0.0, 0.0]),
    ];
    scene
}
