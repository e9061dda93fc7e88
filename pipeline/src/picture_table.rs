//! Picture statistics of datasets side by side, camera by camera: whether generated frames have the brightness, colour,
//! sharpness and noise of recorded ones. Any LeRobot folder with video will do; its tables are not read.

use crate::{PipelineError, Progress};
use rayon::prelude::*;
use restage_episodes::VideoClip;
use restage_episodes::video::{RgbFrame, VideoError, VideoInfo, for_each_frame, probe};
use restage_validation::ValidationError;
use restage_validation::features::pictures::{STATISTICS, centre_square, statistics};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Statistics of one camera of one dataset.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CameraPictures {
    /// Name of the dataset's folder.
    pub dataset: String,
    /// The camera, without `observation.images.`.
    pub camera: String,
    /// Places in the videos that were looked at; two frames at each.
    pub places: usize,
    /// Per statistic the 10th percentile, median and 90th percentile over the places.
    pub statistics: BTreeMap<&'static str, [f64; 3]>,
}

/// Looks at about `places` places of every camera of every dataset, spread evenly over its videos.
///
/// # Errors
/// When a folder has no videos, or one cannot be decoded.
pub fn picture_table(
    datasets: &[PathBuf],
    places: usize,
    progress: &dyn Progress,
) -> Result<Vec<CameraPictures>, PipelineError> {
    progress.begin("looking at pictures", None);
    let mut rows = Vec::new();
    for dataset in datasets {
        for (camera, files) in cameras(dataset)? {
            rows.push(look(dataset, camera, &files, places)?);
        }
    }
    progress.end();
    Ok(rows)
}

/// Video files by camera, in order.
fn cameras(dataset: &Path) -> Result<BTreeMap<String, Vec<PathBuf>>, PipelineError> {
    let root = dataset.join("videos");
    let mut found: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(PipelineError::io("list the videos in", &folder))?;
        for entry in entries {
            let path = entry.map_err(PipelineError::io("list the videos in", &folder))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "mp4")
                && let Some(camera) = camera_of(&root, &path)
            {
                found.entry(camera).or_default().push(path);
            }
        }
    }
    if found.is_empty() {
        let reason = "no mp4 file; expected the videos of a LeRobot dataset".to_owned();
        return Err(ValidationError::Pictures { path: root, reason }.into());
    }
    found.values_mut().for_each(|files| files.sort());
    Ok(found)
}

/// The folder between the videos and the file that is no chunk.
fn camera_of(root: &Path, file: &Path) -> Option<String> {
    let inner = file.strip_prefix(root).ok()?.parent()?;
    let names = inner.components().filter_map(|part| part.as_os_str().to_str());
    let name = names.rev().find(|name| !name.starts_with("chunk-"))?;
    Some(name.strip_prefix("observation.images.").unwrap_or(name).to_owned())
}

fn undecodable(path: &Path) -> impl FnOnce(VideoError) -> ValidationError + use<> {
    let path = path.to_owned();
    move |error| ValidationError::Pictures { path, reason: error.to_string() }
}

/// Statistics of one camera's files.
fn look(
    dataset: &Path,
    camera: String,
    files: &[PathBuf],
    places: usize,
) -> Result<CameraPictures, PipelineError> {
    let infos: Vec<VideoInfo> =
        files.par_iter().map(|path| probe(path).map_err(undecodable(path))).collect::<Result<_, _>>()?;
    let step = (infos.iter().map(|it| it.frames).sum::<usize>() / places.max(1)).max(2);
    let pairs: Vec<Vec<Vec<RgbFrame>>> = files
        .par_iter()
        .zip(&infos)
        .map(|(path, &VideoInfo { frames, rate_hz, .. })| {
            let clip = VideoClip { path: path.clone(), first_frame: 0, frames, rate_hz };
            let mut pairs: Vec<Vec<RgbFrame>> = Vec::new();
            // A place a step, in the middle of each; short files have one at their middle.
            let first = (step / 2).min(frames / 2);
            for_each_frame(&clip, 0..frames, None, |index, frame| match index.checked_sub(first) {
                Some(at) if at % step == 0 => pairs.push(vec![centre_square(&frame)]),
                Some(at) if at % step == 1 => {
                    pairs.last_mut().into_iter().for_each(|pair| pair.push(centre_square(&frame)));
                }
                _ => {}
            })
            .map_err(undecodable(path))?;
            Ok(pairs)
        })
        .collect::<Result<_, PipelineError>>()?;
    let pairs: Vec<Vec<RgbFrame>> = pairs.into_iter().flatten().collect();
    let values: Vec<Vec<f64>> =
        pairs.par_iter().filter_map(|pair| statistics(pair)).map(|it| it.values).collect();
    let spread = |k: usize| {
        let mut column: Vec<f64> = values.iter().map(|row| row[k]).collect();
        column.sort_by(f64::total_cmp);
        let last = column.len().saturating_sub(1);
        [0.1, 0.5, 0.9]
            .map(|share| column.get((share * last as f64).round() as usize).copied().unwrap_or(0.0))
    };
    Ok(CameraPictures {
        dataset: dataset.file_name().unwrap_or(dataset.as_os_str()).to_string_lossy().into_owned(),
        camera,
        places: values.len(),
        statistics: STATISTICS.iter().enumerate().map(|(k, it)| (it.key, spread(k))).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cameras_are_found_in_both_layouts() {
        let root = Path::new("videos");
        for file in [
            "videos/observation.images.wrist/chunk-000/file-001.mp4",
            "videos/chunk-000/observation.images.wrist/episode_000004.mp4",
        ] {
            assert_eq!(camera_of(root, Path::new(file)).as_deref(), Some("wrist"), "{file}");
        }
    }

    #[test]
    fn a_folder_without_videos_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(cameras(folder.path()).is_err());
        std::fs::create_dir(folder.path().join("videos")).expect("a folder");
        let error = cameras(folder.path()).expect_err("nothing is there").to_string();
        assert!(error.contains("no mp4 file"), "{error}");
    }
}
