//! The files of `meta/` that describe the dataset as a whole, and the card.

use crate::card::{self, DatasetCard, Tally};
use crate::config::DatasetConfig;
use crate::episode_table::write_tasks;
use crate::error::ExportError;
use crate::features::{Dtype, Feature, Ordered, features};
use crate::ffmpeg::ENCODER;
use crate::passes::FeaturePasses;
use crate::plan::Ledger;
use crate::stats::{FeatureStats, PixelHistogram};
use crate::tables::read_column;
use crate::videos::create_parent;
use restage_episodes::SegmentKind;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Version of the files under `meta/restage/`.
pub const DATASET_FORMAT_VERSION: u32 = 1;
/// Version of LeRobotDataset.
const CODEBASE_VERSION: &str = "v3.0";
const MEBIBYTE: u64 = 1024 * 1024;

/// What the metadata is made from. All tables and videos are complete.
pub(crate) struct Contents<'a> {
    pub(crate) root: &'a Path,
    pub(crate) config: &'a DatasetConfig,
    /// Version of the ffmpeg behind the videos, if there are any.
    pub(crate) ffmpeg: Option<&'a str>,
    pub(crate) ledger: &'a Ledger,
    pub(crate) tally: &'a Tally,
    pub(crate) histograms: &'a [PixelHistogram],
    pub(crate) data_files: &'a [PathBuf],
    pub(crate) card: &'a DatasetCard,
}

pub(crate) fn write(contents: &Contents<'_>) -> Result<(), ExportError> {
    let Contents { root, config, ledger, .. } = contents;
    let features = features(config);
    let stats = stats(contents, &features)?;
    write_tasks(root, &ledger.tasks)?;
    write_json(&root.join("meta/stats.json"), &stats)?;
    write_json(&root.join(HISTOGRAMS), &histograms(config, contents.histograms))?;
    write_json(&root.join(PROVENANCE), &provenance(contents))?;
    let text = card::render(contents.card, config, contents.tally, &ledger.tasks);
    write_file(&root.join("README.md"), text.as_bytes())?;
    // Last: a folder without it is not a dataset.
    write_json(&root.join("meta/info.json"), &info(contents, features))
}

/// `meta/info.json`; field names and order are lerobot's.
#[derive(Serialize)]
struct Info<'a> {
    codebase_version: &'static str,
    fps: u32,
    features: Ordered<Feature>,
    total_episodes: u64,
    total_frames: u64,
    total_tasks: usize,
    chunks_size: u32,
    data_files_size_in_mb: u64,
    video_files_size_in_mb: u64,
    data_path: &'static str,
    video_path: Option<&'static str>,
    robot_type: &'a str,
    splits: Ordered<String>,
}

fn info<'a>(contents: &Contents<'a>, features: Ordered<Feature>) -> Info<'a> {
    let Contents { config, ledger, .. } = contents;
    let video_path = "videos/{video_key}/chunk-{chunk_index:03d}/file-{file_index:03d}.mp4";
    Info {
        codebase_version: CODEBASE_VERSION,
        fps: config.fps,
        features,
        total_episodes: ledger.episodes,
        total_frames: ledger.frames,
        total_tasks: ledger.tasks.len(),
        chunks_size: config.limits.files_per_chunk,
        data_files_size_in_mb: config.limits.data_bytes.div_ceil(MEBIBYTE),
        video_files_size_in_mb: config.limits.video_bytes.div_ceil(MEBIBYTE),
        data_path: "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet",
        video_path: (!config.cameras.is_empty()).then_some(video_path),
        robot_type: &config.robot_type,
        splits: Ordered(vec![("train".into(), format!("0:{}", ledger.episodes))]),
    }
}

/// Exact statistics of the whole dataset, from the tables as they were written. They are read several times, so that
/// memory does not grow with the number of frames.
fn stats(contents: &Contents<'_>, features: &Ordered<Feature>) -> Result<Ordered<FeatureStats>, ExportError> {
    let mut histograms = contents.histograms.iter();
    let mut position = 0;
    let mut all = Vec::with_capacity(features.0.len());
    for (key, feature) in &features.0 {
        let stats = if feature.dtype == Dtype::Video {
            histograms.next().map(PixelHistogram::stats)
        } else {
            let dims = feature.shape.iter().map(|&side| side as usize).product();
            let stats = exact(contents.data_files, position, dims)?;
            position += 1;
            Some(stats)
        };
        all.extend(stats.map(|stats| (key.clone(), stats)));
    }
    Ok(Ordered(all))
}

/// Statistics of the feature in column `position`.
fn exact(files: &[PathBuf], position: usize, dims: usize) -> Result<FeatureStats, ExportError> {
    let mut passes = FeaturePasses::new(dims);
    loop {
        read_column(files, position, |values| {
            (0..dims).for_each(|dim| passes.take(dim, values.dimension(dim)));
        })?;
        if !passes.end_pass() {
            return Ok(passes.stats());
        }
    }
}

/// Pixel counts per camera; with them, datasets merge without loss of exactness.
pub(crate) const HISTOGRAMS: &str = "meta/restage/pixel_histograms.json";

/// What the numbers mean and how the dataset was made.
const PROVENANCE: &str = "meta/restage/dataset.json";

/// The content of [`HISTOGRAMS`].
#[derive(Serialize, Deserialize)]
pub(crate) struct StoredHistograms {
    pub(crate) format_version: u32,
    /// Camera name and counts, in the order of the features.
    pub(crate) cameras: Vec<(String, PixelHistogram)>,
}

fn histograms(config: &DatasetConfig, histograms: &[PixelHistogram]) -> StoredHistograms {
    let named = config.cameras.iter().map(|camera| camera.name.clone()).zip(histograms.iter().cloned());
    StoredHistograms { format_version: DATASET_FORMAT_VERSION, cameras: named.collect() }
}

/// The content of [`PROVENANCE`].
#[derive(Serialize)]
struct Provenance<'a> {
    format_version: u32,
    generator: &'static str,
    generator_version: &'static str,
    name: &'a str,
    simulated: bool,
    conventions: Conventions,
    annotation_segment: Ordered<i64>,
    encoder: Option<Encoder<'a>>,
    content: &'a Tally,
    run: &'a DatasetCard,
}

#[derive(Serialize)]
struct Conventions {
    world_frame: &'static str,
    tcp_frame: &'static str,
    units: &'static str,
    quaternion: &'static str,
    action: &'static str,
    tactile: &'static str,
    force: &'static str,
    attachments: &'static str,
}

#[derive(Serialize)]
struct Encoder<'a> {
    name: &'static str,
    ffmpeg: &'a str,
    crf: u8,
    gop: u32,
    preset: &'static str,
    colour: &'static str,
}

fn provenance<'a>(contents: &Contents<'a>) -> Provenance<'a> {
    let video = &contents.config.video;
    let codes = SegmentKind::ALL.iter().map(|kind| (kind.name().to_owned(), kind.code()));
    Provenance {
        format_version: DATASET_FORMAT_VERSION,
        generator: "restage",
        generator_version: env!("CARGO_PKG_VERSION"),
        name: &contents.config.name,
        simulated: true,
        conventions: Conventions {
            world_frame: "right-handed, z up",
            tcp_frame: "+z out of the fingers, +x along the closing axis",
            units: "m, s, rad, N, N m",
            quaternion: "x, y, z, w; unit; signs continuous within an episode",
            action: "commanded TCP pose and gripper width for the next frame",
            tactile: "per taxel: normal force and the two shear forces along the pad's axes",
            force: "wrench on the palm: fx, fy, fz, tx, ty, tz",
            attachments: "meta/restage/episodes/chunk-NNN.zip, episodes NNN*1000.., members episode_NNNNNN/<name>",
        },
        annotation_segment: Ordered(codes.collect()),
        encoder: contents.ffmpeg.map(|ffmpeg| Encoder {
            name: ENCODER,
            ffmpeg,
            crf: video.crf,
            gop: video.gop,
            preset: video.preset.name(),
            colour: "BT.601, limited range",
        }),
        content: contents.tally,
        run: contents.card,
    }
}

/// What the run that made the dataset at `root` wrote about itself.
///
/// # Errors
/// [`ExportError::Io`] when there is no such dataset; [`ExportError::Content`] when its provenance is damaged.
pub fn read_card(root: &Path) -> Result<DatasetCard, ExportError> {
    #[derive(Deserialize)]
    struct Stored {
        run: DatasetCard,
    }
    let path = root.join(PROVENANCE);
    let bytes = std::fs::read(&path).map_err(ExportError::io("read", &path))?;
    serde_json::from_slice::<Stored>(&bytes).map(|stored| stored.run).map_err(|error| ExportError::Content {
        path,
        expected: "the provenance of a dataset of this program".into(),
        found: error.to_string(),
        hint: "the file is damaged; generate the dataset again",
    })
}

fn write_json(path: &Path, value: &impl Serialize) -> Result<(), ExportError> {
    let text =
        serde_json::to_vec_pretty(value).map_err(|error| ExportError::io("write", path)(error.into()))?;
    write_file(path, &text)
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    create_parent(path)?;
    let write = File::create(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    write.map_err(ExportError::io("write", path))
}
