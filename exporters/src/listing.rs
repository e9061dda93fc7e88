//! What a dataset says about its episodes, read back for whoever checks it.

use crate::error::ExportError;
use crate::part::{Rows, VideoReader, read_json, reader, table_files};
use restage_episodes::EpisodeProvenance;
use serde_json::Value;
use std::path::Path;

/// One row of `meta/episodes`.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedEpisode {
    /// Number of the episode.
    pub episode: u64,
    /// Frames that it claims.
    pub frames: usize,
    /// Task text.
    pub task: String,
    /// Where it comes from.
    pub provenance: EpisodeProvenance,
    /// What is wrong with its videos, one sentence each: frames missing, a damaged file.
    pub video_faults: Vec<String>,
}

/// Every episode of a dataset that this program wrote, in the order of the table. Every video is opened, and must hold
/// the frames that the table claims.
///
/// # Errors
/// When the tables or `meta/info.json` cannot be read, or lack a column.
pub fn list_episodes(dataset: &Path) -> Result<Vec<ListedEpisode>, ExportError> {
    let info: Value = read_json(&dataset.join("meta/info.json"))?;
    let fps = info["fps"].as_f64().unwrap_or_default();
    let mut listed = Vec::new();
    for path in table_files(&dataset.join("meta/episodes"))? {
        for batch in reader(&path, None)? {
            let batch = batch.map_err(ExportError::table("read episodes", &path))?;
            let schema = batch.schema();
            let names = schema.fields().iter().filter_map(|field| {
                field.name().strip_prefix("videos/")?.strip_suffix("/from_timestamp").map(str::to_owned)
            });
            let mut videos: Vec<(String, VideoReader)> =
                names.map(|key| (key.clone(), VideoReader::new(dataset, key))).collect();
            let rows = Rows { path: &path, batch: &batch };
            for row in 0..batch.num_rows() {
                let frames = rows.int("length", row)? as usize;
                let mut video_faults = Vec::new();
                for (key, video) in &mut videos {
                    let prefix = format!("videos/{key}");
                    let from = rows.float(&format!("{prefix}/from_timestamp"), row)?;
                    let first = (from * fps).round() as usize;
                    if let Err(error) = video.clip(rows.file(&prefix, row)?, first, frames) {
                        video_faults.push(format!("{key}: {error}"));
                    }
                }
                listed.push(ListedEpisode {
                    episode: rows.int("episode_index", row)?,
                    frames,
                    task: rows.task(row)?,
                    provenance: rows.provenance(row)?,
                    video_faults,
                });
            }
        }
    }
    Ok(listed)
}
