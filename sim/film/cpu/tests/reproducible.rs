//! The same bits for any number of threads, after any history, and as stored.

mod common;

use common::{ALL, still_life};
use glam::DVec3;
use restage_film::{CameraImage, Channels, Quality, Renderer};
use restage_film_cpu::{CpuOptions, CpuRenderer};
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
