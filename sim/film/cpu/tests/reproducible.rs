//! The same bits for any number of threads, after any history, and as stored.

mod common;

use common::{ALL, still_life};
use glam::DVec3;
use restage_film::{
    CameraImage, Channels, FilmInstance, FilmScene, FrameState, InstanceBody, PosedCamera, Quality, Renderer,
};
use restage_film_cpu::{CpuOptions, CpuRenderer};
use restage_geometry::Pose;
use restage_scenes::SensorModel;
use std::path::PathBuf;
use std::sync::Arc;

/// All cameras of the still life.
#[expect(clippy::unwrap_used, reason = "helper of tests")]
fn pictures(quality: Quality, threads: Option<usize>) -> Vec<CameraImage> {
    let (scene, state, cameras) = still_life();
    let mut renderer = CpuRenderer::new(CpuOptions { quality, threads }).unwrap();
    renderer.load(Arc::new(scene)).unwrap();
    renderer.render(&state, &cameras, ALL).unwrap()
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    for quality in [Quality::Fast, Quality::High] {
        let alone = pictures(quality, Some(1));
        for threads in [None, Some(2), Some(5)] {
            assert!(pictures(quality, threads) == alone, "{quality:?} with {threads:?} threads differs");
        }
    }
}

#[test]
fn a_state_looks_the_same_whatever_was_filmed_before() {
    let (scene, state, cameras) = still_life();
    let mut renderer = CpuRenderer::new(CpuOptions { quality: Quality::Fast, threads: Some(1) }).unwrap();
    renderer.load(Arc::new(scene)).unwrap();
    let first = renderer.render(&state, &cameras, ALL).unwrap();
    let mut moved = state.clone();
    moved.bodies[0].translation += DVec3::new(-0.15, -0.2, 0.2);
    let between = renderer.render(&moved, &cameras, ALL).unwrap();
    assert!(between != first);
    assert!(renderer.render(&state, &cameras, ALL).unwrap() == first);
}

/// Three balls on their ways over the table, of which the second sets out late and the third rests twice.
#[expect(clippy::unwrap_used, reason = "helper of tests")]
fn rolling_balls() -> (FilmScene, Vec<FrameState>) {
    let (mut scene, state, _) = still_life();
    let ball = scene.instances.last().unwrap().clone();
    let body = |index| FilmInstance { body: InstanceBody::Body(index), ..ball.clone() };
    scene.instances.extend([body(1), body(2)]);
    let at = |frame: u32| {
        let (t, late) = (f64::from(frame) / 30.0, f64::from(frame.saturating_sub(12)) / 30.0);
        let hop = f64::from(frame % 8 / 4) * 0.05;
        [
            DVec3::new(0.22 - 0.5 * t, -0.1 + 0.05 * t, 0.07),
            DVec3::new(-0.5 + 0.7 * late, 0.3 - 0.6 * late, 0.07 + 0.3 * late),
            DVec3::new(0.45, 0.2 - hop, 0.25 + hop),
        ]
    };
    let poses = |frame| at(frame).map(|place| Pose { translation: place, ..state.bodies[0] }).to_vec();
    let states = (0..30).map(|frame| FrameState { number: u64::from(frame), bodies: poses(frame) });
    (scene, states.collect())
}

#[test]
fn a_camera_that_stands_still_films_what_a_new_renderer_films() {
    let (_, _, mut cameras) = still_life();
    let soft = SensorModel { blur: 0.004, read_noise: 0.01, ..SensorModel::default() };
    cameras.push(PosedCamera { name: "soft".into(), sensor: soft, ..cameras[0].clone() });
    let (scene, states) = rolling_balls();
    let scene = Arc::new(scene);
    let mut renderer = CpuRenderer::new(CpuOptions { quality: Quality::Fast, threads: Some(2) }).unwrap();
    renderer.load(Arc::clone(&scene)).unwrap();
    for (frame, state) in states.iter().enumerate() {
        let mut new = CpuRenderer::new(CpuOptions { quality: Quality::Fast, threads: Some(1) }).unwrap();
        new.load(Arc::clone(&scene)).unwrap();
        // The wrist camera looks away once, and back.
        cameras[1].world_from_camera.translation.z = if frame == 20 { 0.5 } else { 0.45 };
        let (kept, fresh) =
            (renderer.render(state, &cameras, ALL).unwrap(), new.render(state, &cameras, ALL).unwrap());
        for (kept, (fresh, camera)) in kept.iter().zip(fresh.iter().zip(&cameras)) {
            let differing = kept.rgb.iter().zip(&fresh.rgb).filter(|(a, b)| a != b).count();
            assert_eq!(differing, 0, "bytes of frame {frame} of {}", camera.name);
            assert!(
                kept.ids == fresh.ids && kept.depth_m == fresh.depth_m,
                "frame {frame} of {}",
                camera.name
            );
        }
    }
}

#[test]
fn channels_are_filled_only_on_request() {
    let (scene, state, cameras) = still_life();
    let mut renderer = CpuRenderer::new(CpuOptions::default()).unwrap();
    renderer.load(Arc::new(scene)).unwrap();
    let image = renderer.render(&state, &cameras[..1], Channels::default()).unwrap().remove(0);
    assert_eq!((image.rgb.len(), image.depth_m.len(), image.ids.len()), (120 * 91 * 3, 0, 0));
    assert!(renderer.render(&state, &[], ALL).unwrap().is_empty());
}

/// Compares with the stored pictures, byte for byte. `RESTAGE_UPDATE_GOLDEN=1` writes them anew; look at them then.
#[test]
fn pictures_equal_the_stored_ones() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for (quality, name) in [(Quality::Fast, "fast"), (Quality::High, "high")] {
        for (image, camera) in pictures(quality, Some(1)).iter().zip(["overview", "wrist"]) {
            let path = folder.join(format!("{camera}_{name}.png"));
            if std::env::var_os("RESTAGE_UPDATE_GOLDEN").is_some() {
                let kind = image::ExtendedColorType::Rgb8;
                image::save_buffer(&path, &image.rgb, image.width, image.height, kind).unwrap();
            }
            let stored = image::open(&path).unwrap().into_rgb8();
            assert_eq!(stored.dimensions(), (image.width, image.height));
            let differing = stored.as_raw().iter().zip(&image.rgb).filter(|(a, b)| a != b).count();
            assert_eq!(differing, 0, "{}: {differing} bytes differ", path.display());
        }
    }
}
