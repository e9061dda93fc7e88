//! Filming on the CPU beside a peer: images per second of a textured room with a table and 40 objects, each state with
//! all objects moved unless said otherwise, and of `MuJoCo`'s renderer (EGL on a software driver) on the same layout in the same run.
//!
//! `cargo bench -p restage-benches --bench film`. The peer is `mujoco_render.py` in the folder `RESTAGE_PEERS` (default
//! `../shared/peers` beside the workspace), run with `RESTAGE_PEER_PYTHON` (default `python3`); without it a line says
//! so. `FILM_SECONDS` sets the time per measurement, `FILM_ONLY` picks
//! the measurements whose name contains it, `rooms` the table of rooms.
#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

use glam::{DVec3, Vec3};
use restage_assets::primitives::{cylinder, rounded_box, sphere};
use restage_assets::{Material, Mesh, TextureKind};
use restage_film::{
    Channels, FilmInstance, FilmLight, FilmScene, FrameState, InstanceBody, PosedCamera, Quality, Renderer,
};
use restage_film_cpu::{CpuOptions, CpuRenderer};
use restage_geometry::Pose;
use restage_scenes::{Camera, Lens, Light, LightKind, SceneRequest, SensorModel};
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

/// What was measured of one renderer.
struct Rate {
    images_per_second: f64,
    cpu_ms_per_image: f64,
}

fn main() {
    let seconds = std::env::var("FILM_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(2.0);
    let duration = Duration::from_secs_f64(seconds);
    let scene = Arc::new(scene());
    let triangles: usize = scene.instances.iter().map(|instance| instance.mesh.indices.len() / 3).sum();
    println!("scene: {} instances, {triangles} triangles", scene.instances.len());
    let (one, two) = (Team { films: 1, threads: 1 }, Team { films: 2, threads: 1 });
    let together = Team { films: 1, threads: 2 };
    let cases: [(&str, Quality, Team, Vec<Mount>, usize); 9] = [
        ("fast 224x224, two cameras, 1 worker", Quality::Fast, one, pair(224), 40),
        ("fast 224x224, two cameras, 2 workers", Quality::Fast, two, pair(224), 40),
        ("fast 224x224, two cameras, 2 workers, 3 objects move", Quality::Fast, two, pair(224), 3),
        ("fast 224x224, two cameras, 2 threads on one state", Quality::Fast, together, pair(224), 40),
        ("fast 224x224, overview alone, 2 workers", Quality::Fast, two, vec![tripod(224, 224)], 40),
        ("fast 224x224, overview alone, moving, 2 workers", Quality::Fast, two, vec![boom(224, 224)], 40),
        ("fast 224x224, fisheye alone, moving, 2 workers", Quality::Fast, two, vec![wrist(224)], 40),
        ("fast 640x480, overview, 2 workers", Quality::Fast, two, vec![tripod(640, 480)], 40),
        ("high 224x224, two cameras, 2 workers", Quality::High, two, pair(224), 40),
    ];
    let before = peer();
    let only = std::env::var("FILM_ONLY").unwrap_or_default();
    for (name, quality, team, mounts, moving) in cases.into_iter().filter(|case| case.0.contains(&only)) {
        let rate = measure(&scene, quality, team, (&mounts, moving), duration);
        let (images, cpu) = (rate.images_per_second, rate.cpu_ms_per_image);
        println!("restage {name}: {images:.0} images/s, {cpu:.2} ms CPU per image");
    }
    let after = peer();
    for (before, after) in before.iter().zip(&after) {
        println!("before: {before}\nafter:  {after}");
    }
    if only.is_empty() {
        loading(&scene);
    }
    if only.is_empty() || only == "rooms" {
        rooms();
    }
}

/// Who films: rollouts at a time, as `generate` does it, and threads on the pictures of each.
#[derive(Clone, Copy)]
struct Team {
    films: usize,
    threads: usize,
}

/// A camera, and whether it moves from state to state.
#[derive(Clone)]
struct Mount {
    camera: PosedCamera,
    moves: bool,
}

impl Mount {
    /// The camera at a frame; a moving one sways by some millimetres.
    fn at(&self, frame: u32) -> PosedCamera {
        let mut camera = self.camera.clone();
        if self.moves {
            let sway = DVec3::new(f64::from(frame % 5), f64::from(frame % 7), f64::from(frame % 3));
            camera.world_from_camera.translation += sway * 0.003;
        }
        camera
    }
}

/// Films states in which the given number of objects moved.
fn measure(
    scene: &Arc<FilmScene>,
    quality: Quality,
    team: Team,
    (mounts, moving): (&[Mount], usize),
    duration: Duration,
) -> Rate {
    let ready = Barrier::new(team.films + 1);
    let film = || {
        let mut renderer = CpuRenderer::new(CpuOptions { quality, threads: Some(team.threads) })
            .expect("the operating system gives threads");
        renderer.load(Arc::clone(scene)).expect("the scene is sound");
        let mut film = |frame: u32| {
            let cameras: Vec<PosedCamera> = mounts.iter().map(|mount| mount.at(frame)).collect();
            let state = state(frame, moving);
            renderer.render(&state, &cameras, Channels::default()).expect("state and scene fit").len()
        };
        film(0);
        ready.wait();
        let (start, mut images, mut frame) = (Instant::now(), 0, 0);
        while start.elapsed() < duration {
            frame += 1;
            images += film(frame);
        }
        images as f64
    };
    let (images, seconds, cpu) = std::thread::scope(|scope| {
        let films: Vec<_> = (0..team.films).map(|_| scope.spawn(film)).collect();
        ready.wait();
        let (start, cpu) = (Instant::now(), cpu_seconds());
        let images: f64 = films.into_iter().map(|film| film.join().expect("filming goes well")).sum();
        (images, start.elapsed().as_secs_f64(), cpu_seconds() - cpu)
    });
    Rate { images_per_second: images / seconds, cpu_ms_per_image: cpu * 1e3 / images }
}

/// What a rollout pays once: trees and textures.
fn loading(scene: &Arc<FilmScene>) {
    let mut renderer = CpuRenderer::new(CpuOptions::default()).expect("the operating system gives threads");
    let start = Instant::now();
    renderer.load(Arc::clone(scene)).expect("the scene is sound");
    renderer.render(&state(0, 40), &[], Channels::default()).expect("state and scene fit");
    println!("load and first trees, textures known: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
}

/// For every template: from its description to the first 224 x 224 picture with textures cached, and what pictures cost.
fn rooms() {
    println!(
        "room: instances, triangles, lights; description to first fast picture ms; CPU ms per picture fast, high"
    );
    for template in restage_scenes::templates() {
        let request = SceneRequest { layout: Some(1), style: Some(1), ..SceneRequest::default() };
        let Ok(mut scene) = template.build(&request) else { continue };
        let camera = Camera::head(224, 224, &scene.supports[0], [0.0; 2]);
        scene.cameras = vec![camera];
        let cameras = restage_film::posed_cameras(&scene, Pose::IDENTITY);
        let mut costs = Vec::new();
        let (mut first_ms, mut triangles, mut instances) = (f64::INFINITY, 0, 0);
        for quality in [Quality::Fast, Quality::High] {
            let mut renderer = CpuRenderer::new(CpuOptions { quality, threads: Some(2) })
                .expect("the operating system gives threads");
            for _ in 0..3 {
                let start = Instant::now();
                let film = Arc::new(FilmScene::from_scene(&scene, None));
                instances = film.instances.len();
                triangles =
                    film.instances.iter().map(|instance| instance.mesh.indices.len() / 3).sum::<usize>();
                renderer.load(film).expect("the scene is sound");
                renderer
                    .render(&FrameState::default(), &cameras, Channels::default())
                    .expect("state and scene fit");
                if quality == Quality::Fast {
                    first_ms = first_ms.min(start.elapsed().as_secs_f64() * 1e3);
                }
            }
            let (cpu, mut images) = (cpu_seconds(), 0);
            while cpu_seconds() - cpu < 0.3 {
                let state = FrameState { number: images, ..FrameState::default() };
                renderer.render(&state, &cameras, Channels::default()).expect("state and scene fit");
                images += 1;
            }
            costs.push((cpu_seconds() - cpu) * 1e3 / images as f64);
        }
        let lights = scene.lights.len();
        println!(
            "{}: {instances}, {triangles}, {lights}; {first_ms:.0} ms; {:.1}, {:.1} ms",
            template.name, costs[0], costs[1]
        );
    }
}

/// User and system time of this process, s (Linux: clock ticks of 1/100 s); zero where it cannot be read.
fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |index: usize| fields.get(index).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// Lines of the peer at 224x224 and 640x480.
fn peer() -> Vec<String> {
    let folder = std::env::var_os("RESTAGE_PEERS").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/peers")),
        PathBuf::from,
    );
    let script = folder.join("mujoco_render.py");
    let python = std::env::var("RESTAGE_PEER_PYTHON").unwrap_or_else(|_| "python3".into());
    let output = Command::new(&python).arg(&script).env("MUJOCO_GL", "egl").output();
    match output {
        Ok(output) if output.status.success() => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let wanted = |line: &&str| line.contains("224x224") || line.contains("640x480");
            text.lines().filter(wanted).map(str::to_owned).collect()
        }
        Ok(output) => {
            println!(
                "SKIPPED: the peer {} failed: {}",
                script.display(),
                String::from_utf8_lossy(&output.stderr)
            );
            Vec::new()
        }
        Err(error) => {
            println!("SKIPPED: the peer {} does not run with {python}: {error}", script.display());
            Vec::new()
        }
    }
}

/// A room of 8 x 8 m, a table and 40 objects on it, laid out as the peer's.
fn scene() -> FilmScene {
    let paint = Material::plain([0.8, 0.8, 0.74], 0.9).textured(TextureKind::PaintedWall, 1.0, 1);
    let wood = Material::plain([0.45, 0.3, 0.18], 0.5).textured(TextureKind::Wood, 0.8, 2);
    let tile = Material::plain([0.6, 0.58, 0.55], 0.4).textured(TextureKind::Tile, 1.2, 3);
    let still = |name: &str, size: [f64; 3], at: [f64; 3], material: &Material| FilmInstance {
        name: name.into(),
        mesh: Arc::new(rounded_box(DVec3::from(size), 0.002)),
        material: material.clone(),
        body: InstanceBody::Static,
        body_from_instance: Pose::from_translation(DVec3::from(at)),
    };
    let mut instances = vec![
        still("floor", [8.0, 8.0, 0.1], [0.0, 0.0, -0.05], &tile),
        still("wall_north", [8.0, 0.1, 4.0], [0.0, 4.0, 0.0], &paint),
        still("wall_south", [8.0, 0.1, 4.0], [0.0, -4.0, 0.0], &paint),
        still("wall_east", [0.1, 8.0, 4.0], [4.0, 0.0, 0.0], &paint),
        still("wall_west", [0.1, 8.0, 4.0], [-4.0, 0.0, 0.0], &paint),
        still("table", [1.4, 0.8, 0.05], [0.0, 0.0, 0.75], &wood),
    ];
    let meshes: [Arc<Mesh>; 3] = [
        Arc::new(sphere(0.04, 32, 20)),
        Arc::new(rounded_box(DVec3::new(0.06, 0.06, 0.08), 0.0015)),
        Arc::new(cylinder(0.035, 0.12, 0.0015, 48)),
    ];
    let kinds = [TextureKind::Stone, TextureKind::Print, TextureKind::BrushedMetal];
    for index in 0..40usize {
        let hue = index as f32 / 40.0;
        let color = [0.3 + 0.5 * hue, 0.7 - 0.5 * hue, 0.3 + 0.4 * (1.0 - hue)];
        instances.push(FilmInstance {
            name: format!("object_{index}"),
            mesh: Arc::clone(&meshes[index % 3]),
            material: Material::plain(color, 0.4).textured(kinds[index % 3], 0.15, index as u32 % 4),
            body: InstanceBody::Body(index),
            body_from_instance: Pose::IDENTITY,
        });
    }
    let light = |name: &str, kind, shadows| {
        FilmLight::from(Light { name: name.into(), kind, color: [1.0; 3], shadows, fixture: None })
    };
    let direction = DVec3::new(-2.0, 1.0, -4.0).normalize();
    let lights = vec![
        light("sun", LightKind::Directional { direction, illuminance_lux: 350.0 }, true),
        light("lamp", LightKind::Point { position: DVec3::new(1.0, -1.0, 2.6), flux_lumen: 1500.0 }, false),
    ];
    FilmScene {
        instances,
        lights,
        ambient_lux: 200.0,
        task: Some(Vec3::new(0.0, 0.0, 0.8)),
        environment: None,
        exposure_ev100: 7.0,
        texture_size: 256,
    }
}

/// All objects, the first `moving` of them a little further in every frame.
fn state(frame: u32, moving: usize) -> FrameState {
    let number = frame;
    let pose = |index: u32| {
        let frame = if (index as usize) < moving { frame } else { 0 };
        let wobble = 0.002 * f64::from((frame + index) % 7);
        let (column, row) = (f64::from(index % 8), f64::from(index / 8));
        let at = DVec3::new(column * 0.16 - 0.56 + wobble, 0.3 - row * 0.15, 0.835);
        Pose::from_rotation_vector(at, DVec3::Z * 0.01 * f64::from((frame + index) % 11))
    };
    FrameState { number: u64::from(number), bodies: (0..40).map(pose).collect() }
}

/// The overview on a stand.
fn tripod(width: u32, height: u32) -> Mount {
    Mount { camera: overview(width, height), moves: false }
}

/// The overview in motion.
fn boom(width: u32, height: u32) -> Mount {
    Mount { camera: overview(width, height), moves: true }
}

/// The peer's camera: 45 degrees high, looking down at the table.
fn overview(width: u32, height: u32) -> PosedCamera {
    let f = f64::from(height) / 2.0 / 0.414_213_562;
    let (cx, cy) = (f64::from(width) / 2.0, f64::from(height) / 2.0);
    let axes =
        [DVec3::X, DVec3::new(0.0, -0.53, -0.85).normalize(), DVec3::new(0.0, 0.85, -0.53).normalize()];
    PosedCamera {
        name: "overview".into(),
        width,
        height,
        lens: Lens::Pinhole { fx: f, fy: f, cx, cy },
        world_from_camera: Pose::from_axes(DVec3::new(0.0, -0.9, 1.35), axes[0], axes[1], axes[2]),
        sensor: SensorModel::default(),
    }
}

/// A wrist camera with the fisheye lens that UMI ships, 224 px crop, 20 cm above the objects, in motion.
fn wrist(size: u32) -> Mount {
    let f = 88.02 * f64::from(size) / 224.0;
    let c = f64::from(size) / 2.0;
    let k = [-0.021_961_18, -0.018_959_72, 0.001_693_88, -0.000_168_07];
    let camera = PosedCamera {
        name: "wrist".into(),
        width: size,
        height: size,
        lens: Lens::FisheyeKb4 { fx: f, fy: f, cx: c, cy: c, k },
        world_from_camera: Pose::from_axes(DVec3::new(0.05, -0.1, 1.1), DVec3::X, DVec3::NEG_Y, DVec3::NEG_Z),
        sensor: SensorModel::default(),
    };
    Mount { camera, moves: true }
}

/// One camera that stands still and one that moves, as of an arm on a table.
fn pair(size: u32) -> Vec<Mount> {
    vec![tripod(size, size), wrist(size)]
}
