//! How fast episodes become a dataset: 60 frames, two cameras of 224x224, the work of `peers/lerobot_writer.py`.
//!
//! `filmed` is the whole append (checks, H.264, statistics, tables) with one caller; `states_only` leaves the
//! pictures out. Elements per second are episodes per second.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use restage_episodes::{CameraClip, Episode, EpisodeProvenance, Pose};
use restage_exporters::{CameraConfig, DatasetCard, DatasetConfig, DatasetWriter};

const FRAMES: usize = 60;
const SIDE: u32 = 224;

fn episode(seed: u64, cameras: &[&str]) -> Episode {
    let poses: Vec<Pose> = (0..FRAMES)
        .map(|k| Pose::from_translation(glam::DVec3::new(0.01 * k as f64, seed as f64, 0.5)))
        .collect();
    let width: Vec<f64> = (0..FRAMES).map(|k| 0.08 - 0.001 * k as f64).collect();
    Episode {
        task: "pick the cube".into(),
        fps: 10,
        world_from_tcp: poses.clone(),
        gripper_width: width.clone(),
        command_world_from_tcp: poses,
        command_gripper_width: width,
        segment: vec![0; FRAMES],
        success: vec![true; FRAMES],
        tactile: None,
        force: None,
        cameras: cameras.iter().map(|name| clip(name)).collect(),
        provenance: EpisodeProvenance {
            success: true,
            stage: "release".into(),
            failure: String::new(),
            seed,
            source_dataset: "synthetic".into(),
            source_episode: seed,
            source_group: "bench".into(),
            source_scripted: true,
            environment: "home".into(),
            scene_hash: "0".into(),
            support_height: 0.75,
            generator_version: "bench".into(),
        },
        attachments: Vec::new(),
    }
}

/// The moving gradients of the peer's script.
fn clip(name: &str) -> CameraClip {
    let picture = |k: u32| {
        let pixel = |x: u32, y: u32| [x + 3 * k, y + 5 * k, x + y + k].map(|value| (value % 256) as u8);
        (0..SIDE).flat_map(|y| (0..SIDE).flat_map(move |x| pixel(x, y))).collect()
    };
    let frames = (0..FRAMES as u32).map(picture).collect();
    CameraClip { name: name.into(), width: SIDE, height: SIDE, frames }
}

fn writer(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("writer");
    group.sample_size(10);
    for (name, cameras, episodes) in [("filmed", &["wrist", "head"][..], 5), ("states_only", &[][..], 50)] {
        let episodes: Vec<Episode> = (0..episodes).map(|seed| episode(seed, cameras)).collect();
        let camera = |name: &&str| CameraConfig { name: (*name).into(), width: SIDE, height: SIDE };
        let config =
            DatasetConfig { cameras: cameras.iter().map(camera).collect(), ..DatasetConfig::default() };
        group.throughput(Throughput::Elements(episodes.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let folder = tempfile::tempdir().expect("a temporary folder");
                let mut writer = DatasetWriter::create(&folder.path().join("set"), config.clone())
                    .expect("ffmpeg is installed");
                for episode in &episodes {
                    writer.append(episode).expect("the episode is valid");
                }
                writer.finish(&DatasetCard::default()).expect("the disk has room")
            });
        });
    }
    group.finish();
}

criterion_group!(benches, writer);
criterion_main!(benches);
