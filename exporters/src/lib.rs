//! Writers: LeRobotDataset v3.0, video encoding and statistics.
//!
//! [`DatasetWriter`] takes [`restage_episodes::Episode`]s and publishes a dataset that the `lerobot` library loads
//! without any code of ours:
//!
//! ```text
//! ROOT/README.md                                     dataset card
//! ROOT/meta/info.json, stats.json, tasks.parquet     what loaders read first
//! ROOT/meta/episodes/chunk-000/file-000.parquet      one row per episode: places, provenance, statistics
//! ROOT/data/chunk-000/file-000.parquet               one row per frame, one row group per episode
//! ROOT/videos/<key>/chunk-000/file-000.mp4           H.264, many episodes per file, frame k at k/fps
//! ROOT/meta/restage/dataset.json                     conventions, segment codes, encoder, run
//! ROOT/meta/restage/pixel_histograms.json            pixel counts behind the picture statistics
//! ROOT/meta/restage/episodes/chunk-000.zip           attachments of 1000 episodes; see `read_attachment`
//! ```
//!
//! The work is split in two. [`EpisodePreparer::prepare`] checks and encodes one episode; it knows nothing of
//! others and runs in any thread. [`DatasetWriter::commit`] gives it its place. So the tables are the same bytes
//! for the same episodes in the same order, whoever prepared them; and [`DatasetMerger`] of parts gives the
//! tables that one writer would have written.

mod attachments;
mod card;
mod columns;
mod config;
mod episode_table;
mod error;
mod features;
mod ffmpeg;
mod h264;
mod listing;
mod merge;
mod metadata;
mod mp4;
mod part;
mod passes;
mod plan;
mod prepare;
mod preview;
mod staging;
mod stats;
mod tables;
mod validate;
mod videos;
mod writer;

pub use attachments::{attachment_names, read_attachment};
pub use card::{AssetCredit, AxisShare, DatasetCard, EnvironmentCredit, RunRecord, SourceCredit, SplitUse};
pub use config::{
    CameraConfig, DatasetConfig, FileLimits, Modalities, TactileGrid, VideoSettings, X264Preset,
};
pub use error::{ConfigFault, EpisodeFault, ExportError};
pub use ffmpeg::{ENCODER, FfmpegInfo};
pub use listing::{ListedEpisode, list_episodes};
pub use merge::DatasetMerger;
pub use metadata::{DATASET_FORMAT_VERSION, read_card};
pub use prepare::{EpisodePreparer, PreparedEpisode};
pub use preview::write_mp4;
pub use staging::check_destination;
pub use writer::{DatasetSummary, DatasetWriter, EpisodeReceipt};
