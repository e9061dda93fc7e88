//! Both renderers film the same states: depth and ids agree pixel by pixel but for edges, colours to the eye. This
//! is the test that each renderer is for the other.

use glam::{DQuat, DVec3};
use restage_assets::{GripperModel, by_id};
use restage_film::{
    CameraImage, Channels, FilmError, FilmScene, FrameState, PosedCamera, Quality, Renderer, posed_cameras,
};
use restage_film_cpu::{CpuOptions, CpuRenderer};
use restage_film_gpu::GpuRenderer;
use restage_geometry::Pose;
use restage_scenes::kitchen::{KitchenParameters, counter_scene};
use restage_scenes::{Camera, ObjectPlacement, ObjectRole, Scene};
use std::f64::consts::PI;
use std::sync::Arc;

/// Share of pixels that must agree; the rest are edges, where centres of pixels fall on either side by rounding.
const AGREEING: f64 = 0.995;
/// Depth that counts as equal, m.
const DEPTH_TOLERANCE: f32 = 0.001;

/// Bound on the mean absolute difference of colour, in codes of 255. Both renderers calculate the same light; they smooth
/// edges and filter textures in their own ways, and in `high` the GPU's samples are not put together with those of
/// neighbouring pixels.
fn color_bound(quality: Quality) -> f64 {
    match quality {
        Quality::Fast => 3.0,
        Quality::High => 12.0,
    }
}

/// A GPU renderer, or `None` with a loud line where there is no driver; `RESTAGE_REQUIRE_GPU=1` makes that a failure.
fn gpu(quality: Quality) -> Option<GpuRenderer> {
    match GpuRenderer::new(quality) {
        Ok(renderer) => Some(renderer),
        Err(error) => {
            let required = std::env::var_os("RESTAGE_REQUIRE_GPU").is_some_and(|value| value == "1");
            assert!(!required, "{error}");
            eprintln!("SKIPPED: {error}");
            None
        }
    }
}

/// A kitchen with a few objects and a gripper above one of them.
fn stage() -> (Scene, GripperModel, Pose) {
    let mut scene = counter_scene(&KitchenParameters::default());
    let support = scene.supports[0].clone();
    let things = [("apple", -0.2, 0.05), ("mug", 0.15, 0.1), ("plate", 0.0, -0.12), ("can", 0.3, -0.1)];
    for (wanted, x, y) in things {
        let model = restage_assets::catalogue()
            .iter()
            .find(|model| model.name.contains(wanted))
            .or_else(|| by_id("ycb_004_sugar_box"))
            .expect("a catalogue object")
            .clone();
        let up = model.size().z / 2.0;
        scene.objects.push(ObjectPlacement {
            name: format!("{wanted}_{x}"),
            world_from_object: Pose::from_translation(support.point(x, y, up)),
            model,
            role: ObjectRole::Distractor,
        });
    }
    let gripper = GripperModel::by_name("robotiq_2f85").expect("a known gripper");
    let world_from_tcp = Pose::new(support.point(-0.2, 0.05, 0.12), DQuat::from_rotation_x(PI));
    scene.cameras = vec![
        Camera::wrist_pinhole(128, 128, &gripper, 1.5),
        Camera::head(160, 120, &support, [0.0, 0.0]),
        Camera::overview(128, 128, &support, [0.0, 0.0]),
    ];
    (scene, gripper, world_from_tcp)
}

fn film(
    renderer: &mut dyn Renderer,
    scene: &Arc<FilmScene>,
    states: &[FrameState],
    cameras: &[PosedCamera],
) -> Result<Vec<Vec<CameraImage>>, FilmError> {
    renderer.load(Arc::clone(scene))?;
    let channels = Channels { depth: true, ids: true };
    states.iter().map(|state| renderer.render(state, cameras, channels)).collect()
}

fn share(agree: impl Iterator<Item = bool>) -> f64 {
    let (mut good, mut all) = (0u32, 0u32);
    for one in agree {
        good += u32::from(one);
        all += 1;
    }
    f64::from(good) / f64::from(all)
}

fn compare(label: &str, bound: f64, cpu: &CameraImage, gpu: &CameraImage) {
    let ids = share(cpu.ids.iter().zip(&gpu.ids).map(|(a, b)| a == b));
    let depth = share(
        cpu.depth_m
            .iter()
            .zip(&gpu.depth_m)
            .map(|(a, b)| (a.is_infinite() && b.is_infinite()) || (a - b).abs() <= DEPTH_TOLERANCE),
    );
    let difference: u64 = cpu.rgb.iter().zip(&gpu.rgb).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    let difference = difference as f64 / cpu.rgb.len() as f64;
    eprintln!("{label}: ids {ids:.5}, depth {depth:.5}, mean colour difference {difference:.2}");
    if let Some(folder) = std::env::var_os("RESTAGE_KEEP_PICTURES") {
        let folder = std::path::PathBuf::from(folder);
        for (who, image) in [("cpu", cpu), ("gpu", gpu)] {
            let path = folder.join(format!("{label}_{who}.png").replace(' ', "_"));
            image::save_buffer(path, &image.rgb, image.width, image.height, image::ColorType::Rgb8)
                .expect("the picture is written");
        }
    }
    assert!(ids >= AGREEING, "{label}: ids agree on {ids:.5}");
    assert!(depth >= AGREEING, "{label}: depth agrees on {depth:.5}");
    assert!(difference <= bound, "{label}: mean colour difference {difference:.2}");
}

#[test]
fn depth_ids_and_colours_agree_on_the_same_states() {
    for quality in [Quality::Fast, Quality::High] {
        let Some(mut gpu) = gpu(quality) else { return };
        let mut cpu = CpuRenderer::new(CpuOptions { quality, threads: None }).expect("the ray caster");
        let (scene, gripper, world_from_tcp) = stage();
        let film_scene = Arc::new(FilmScene::from_scene(&scene, Some(&gripper)));
        let lower = Pose::new(world_from_tcp.translation - DVec3::Z * 0.07, world_from_tcp.rotation);
        let mut states = vec![
            FrameState::at_start(&scene, world_from_tcp, 0.08),
            FrameState::at_start(&scene, lower, 0.05),
        ];
        if quality == Quality::High {
            // Rays take their time on software Vulkan.
            states.truncate(1);
        }
        let cameras = posed_cameras(&scene, world_from_tcp);
        let from_cpu = film(&mut cpu, &film_scene, &states, &cameras).expect("the ray caster films");
        let from_gpu = film(&mut gpu, &film_scene, &states, &cameras).expect("the GPU films");
        for (frame, (a, b)) in from_cpu.iter().zip(&from_gpu).enumerate() {
            for (camera, (a, b)) in cameras.iter().zip(a.iter().zip(b)) {
                compare(&format!("{quality:?} {} {frame}", camera.name), color_bound(quality), a, b);
            }
        }
    }
}

/// Frame k shows state k: going back to an earlier state gives the earlier picture, not the one in between.
#[test]
fn a_picture_shows_exactly_the_state_that_was_asked_for() {
    let Some(mut gpu) = gpu(Quality::Fast) else { return };
    let (scene, gripper, world_from_tcp) = stage();
    let film_scene = Arc::new(FilmScene::from_scene(&scene, Some(&gripper)));
    let far = Pose::new(world_from_tcp.translation + DVec3::new(0.25, 0.0, 0.1), world_from_tcp.rotation);
    let states = [world_from_tcp, far, world_from_tcp].map(|tcp| FrameState::at_start(&scene, tcp, 0.08));
    let cameras = posed_cameras(&scene, world_from_tcp);
    let films = film(&mut gpu, &film_scene, &states, &cameras).expect("the GPU films");
    assert_eq!(films[0][1].ids, films[2][1].ids, "the same state gives the same ids");
    assert_eq!(films[0][1].rgb, films[2][1].rgb, "the same state gives the same picture");
    assert_ne!(films[0][1].ids, films[1][1].ids, "another state gives another picture");
}

/// The fisheye is put together from pinhole faces: colour is sampled between texels, ids and depth from the nearest
/// texel, so edges are a pixel wide on either side.
#[test]
fn a_fisheye_agrees_up_to_its_sampling() {
    let Some(mut gpu) = gpu(Quality::Fast) else { return };
    let mut cpu =
        CpuRenderer::new(CpuOptions { quality: Quality::Fast, threads: None }).expect("the ray caster");
    let (mut scene, gripper, world_from_tcp) = stage();
    scene.cameras = vec![Camera::wrist_umi(128, 128, gripper.tip_beyond_tcp)];
    let film_scene = Arc::new(FilmScene::from_scene(&scene, Some(&gripper)));
    let states = [FrameState::at_start(&scene, world_from_tcp, 0.08)];
    let cameras = posed_cameras(&scene, world_from_tcp);
    let a = film(&mut cpu, &film_scene, &states, &cameras).expect("the ray caster films");
    let b = film(&mut gpu, &film_scene, &states, &cameras).expect("the GPU films");
    let ids = share(a[0][0].ids.iter().zip(&b[0][0].ids).map(|(a, b)| a == b));
    assert!(ids > 0.95, "ids agree on {ids:.4}");
    let depth = share(
        a[0][0]
            .depth_m
            .iter()
            .zip(&b[0][0].depth_m)
            .map(|(a, b)| (a.is_infinite() && b.is_infinite()) || (a - b).abs() <= 0.02),
    );
    assert!(depth > 0.95, "depth agrees within 2 cm on {depth:.4}");
}
