//! Rooms of several templates in both renderers and both qualities, side by side, for a person to judge:
//! `RESTAGE_KEEP_PICTURES=FOLDER` films six rooms and writes `FOLDER/gallery.png`, a row per room; CPU fast and high, then
//! GPU fast and high. `fast` pictures must agree. Without the folder there is nothing to look at and nothing is filmed.

use glam::DQuat;
use restage_assets::{GripperModel, by_id};
use restage_film::{CameraImage, Channels, FilmScene, FrameState, Quality, Renderer, posed_cameras};
use restage_film_cpu::{CpuOptions, CpuRenderer};
use restage_film_gpu::GpuRenderer;
use restage_geometry::Pose;
use restage_scenes::{Camera, ObjectPlacement, ObjectRole, Scene, SceneRequest, Template, templates};
use std::f64::consts::PI;
use std::path::PathBuf;
use std::sync::Arc;

/// Bound on the mean absolute difference of colour between renderers in `fast`, in codes of 255.
const COLOR_BOUND: f64 = 4.0;
/// Catalogue ids with places on the support, m.
const THINGS: [(&str, f64, f64); 4] = [
    ("ycb_003_cracker_box", -0.14, 0.06),
    ("ycb_025_mug", 0.03, -0.05),
    ("ycb_013_apple", -0.05, -0.09),
    ("ycb_005_tomato_soup_can", 0.13, 0.05),
];

/// A room with a few things on its task surface and a gripper above them.
fn stage(template: &Template, seed: u64, size: (u32, u32)) -> (Scene, GripperModel, Pose) {
    let request = SceneRequest { layout: Some(seed), style: Some(seed), ..SceneRequest::default() };
    let mut scene = template.build(&request).expect("the template has a room");
    let support = scene.supports[0].clone();
    let focus = scene.task_zone.as_ref().map_or([0.0; 2], |zone| zone.center);
    for (id, x, y) in THINGS {
        let model = by_id(id).expect("a catalogue object").clone();
        let at = support.point(focus[0] + x, focus[1] + y, model.size().z / 2.0);
        scene.objects.push(ObjectPlacement {
            name: id.into(),
            world_from_object: Pose::new(at, DQuat::from_rotation_z(support.yaw + 0.3)),
            model,
            role: ObjectRole::Distractor,
        });
    }
    let gripper = GripperModel::by_name("robotiq_2f85").expect("a known gripper");
    let turn = DQuat::from_rotation_z(support.yaw) * DQuat::from_rotation_x(PI);
    let tcp = Pose::new(support.point(focus[0] + 0.03, focus[1] - 0.05, 0.16), turn);
    scene.cameras = vec![Camera::head(size.0, size.1, &support, focus)];
    (scene, gripper, tcp)
}

fn film(renderer: &mut dyn Renderer, staged: &(Scene, GripperModel, Pose)) -> CameraImage {
    let (scene, gripper, tcp) = staged;
    let film_scene = Arc::new(FilmScene::from_scene(scene, Some(gripper)));
    renderer.load(film_scene).expect("the scene is sound");
    let state = FrameState::at_start(scene, *tcp, 0.07);
    let images = renderer.render(&state, &posed_cameras(scene, *tcp), Channels::default());
    images.expect("state and scene fit").remove(0)
}

fn difference(a: &CameraImage, b: &CameraImage) -> f64 {
    let sum: u64 = a.rgb.iter().zip(&b.rgb).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / a.rgb.len() as f64
}

/// Pictures of one size in rows of `columns`, as PNG.
fn write(path: PathBuf, pictures: &[CameraImage], columns: usize) {
    let (width, height) = (pictures[0].width, pictures[0].height);
    let rows = pictures.len().div_ceil(columns) as u32;
    let mut sheet = image::RgbImage::new(width * columns as u32, height * rows);
    for (index, picture) in pictures.iter().enumerate() {
        let tile =
            image::RgbImage::from_raw(width, height, picture.rgb.clone()).expect("three bytes per pixel");
        let (column, row) = ((index % columns) as i64, (index / columns) as i64);
        image::imageops::replace(&mut sheet, &tile, column * i64::from(width), row * i64::from(height));
    }
    sheet.save(path).expect("the sheet is written");
}

#[test]
fn rooms_look_alike_in_both_renderers() {
    let Some(folder) = std::env::var_os("RESTAGE_KEEP_PICTURES").map(PathBuf::from) else {
        eprintln!("SKIPPED: RESTAGE_KEEP_PICTURES names no folder for the gallery");
        return;
    };
    let (wanted, size) = (6, (240, 180));
    let qualities = &[Quality::Fast, Quality::High];
    let every = templates().len().div_ceil(wanted).max(1);
    let rooms = templates().iter().step_by(every).zip(0u64..);
    let rooms: Vec<_> = rooms.map(|(template, seed)| (template.name, stage(template, seed, size))).collect();
    let mut pictures: Vec<Vec<CameraImage>> = vec![Vec::new(); rooms.len()];
    for quality in qualities {
        let mut cpu =
            CpuRenderer::new(CpuOptions { quality: *quality, threads: None }).expect("the ray caster");
        for (picture, (_, staged)) in pictures.iter_mut().zip(&rooms) {
            picture.push(film(&mut cpu, staged));
        }
    }
    for quality in qualities {
        let mut gpu = match GpuRenderer::new(*quality) {
            Ok(gpu) => gpu,
            Err(error) => {
                let required = std::env::var_os("RESTAGE_REQUIRE_GPU").is_some_and(|value| value == "1");
                assert!(!required, "{error}");
                eprintln!("SKIPPED: {error}");
                return;
            }
        };
        for (picture, (_, staged)) in pictures.iter_mut().zip(&rooms) {
            picture.push(film(&mut gpu, staged));
        }
    }
    let half = qualities.len();
    for (picture, (name, _)) in pictures.iter().zip(&rooms) {
        let off: Vec<f64> =
            (0..half).map(|index| difference(&picture[index], &picture[half + index])).collect();
        eprintln!("{name}: mean colour differences {off:.2?}");
    }
    write(folder.join("gallery.png"), &pictures.concat(), 2 * half);
    for (picture, (name, _)) in pictures.iter().zip(&rooms) {
        let off = difference(&picture[0], &picture[half]);
        assert!(off <= COLOR_BOUND, "{name}: mean colour difference {off:.2}");
    }
}
