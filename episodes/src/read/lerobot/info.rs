//! `meta/info.json`: version, rate, features and path templates.

use super::super::ReadOptions;
use super::super::finding::Finding;
use super::super::text::read_text;
use super::template::Template;
use crate::raw::{Fault, ReadError, SourceFormat};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// Place of the file in the dataset.
pub(crate) const INFO: &str = "meta/info.json";
const DATA_V2: &str = "data/chunk-{episode_chunk:03d}/episode_{episode_index:06d}.parquet";
const VIDEO_V2: &str = "videos/chunk-{episode_chunk:03d}/{video_key}/episode_{episode_index:06d}.mp4";
const DATA_V3: &str = "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet";
const VIDEO_V3: &str = "videos/{video_key}/chunk-{chunk_index:03d}/file-{file_index:03d}.mp4";
/// Files per chunk folder when the set does not say.
const CHUNKS_SIZE: u64 = 1000;

/// What `info.json` says, checked.
#[derive(Clone, Debug)]
pub(crate) struct Info {
    /// Version.
    pub(crate) format: SourceFormat,
    /// Nominal rate, Hz.
    pub(crate) fps: f64,
    /// Episodes (v2) per chunk folder.
    pub(crate) chunks_size: u64,
    /// Features by key.
    pub(crate) features: BTreeMap<String, Feature>,
    /// Where data files are.
    pub(crate) data_path: Template,
    /// Where video files are.
    pub(crate) video_path: Template,
    /// `total_episodes`, when stated.
    pub(crate) total_episodes: Option<u64>,
    /// `total_frames`, when stated.
    pub(crate) total_frames: Option<u64>,
}

/// One declared feature.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Feature {
    /// `float32`, `video`, `image`, `string`, …
    pub(crate) dtype: String,
    /// Declared shape.
    pub(crate) shape: Vec<u64>,
    /// Element or axis names, flattened.
    pub(crate) names: Vec<String>,
    /// Width and height in pixels, for cameras that state them.
    pub(crate) size: Option<(u32, u32)>,
    /// Rate of the video, Hz, when stated.
    pub(crate) video_rate: Option<f64>,
}

impl Info {
    /// Reads and checks the file; all faults at once.
    pub(crate) fn read(root: &Path, options: &ReadOptions) -> Result<Self, ReadError> {
        let only = |finding: Finding| ReadError::Faults { faults: vec![finding.at(Path::new(INFO), None)] };
        let text = read_text(&root.join(INFO), options.max_text_bytes).map_err(only)?;
        let value: Value = serde_json::from_str(&text).map_err(|error| {
            let remedy = "repair the file or copy it again";
            only(Finding::new("info.json", "valid JSON", error.to_string(), remedy))
        })?;
        let Value::Object(object) = value else {
            return Err(only(Finding::new(
                "info.json",
                "a JSON object",
                kind(&value),
                "write it as `{...}`",
            )));
        };
        Self::from_object(&object).map_err(|findings| {
            let faults: Vec<Fault> =
                findings.into_iter().map(|finding| finding.at(Path::new(INFO), None)).collect();
            ReadError::Faults { faults }
        })
    }

    fn from_object(object: &Map<String, Value>) -> Result<Self, Vec<Finding>> {
        let mut faults = Vec::new();
        let format = keep(&mut faults, format_of(object.get("codebase_version")));
        let fps = keep(&mut faults, fps_of(object.get("fps")));
        let features = keep(&mut faults, features_of(object.get("features")));
        let chunks_size = keep(&mut faults, chunks_size_of(object.get("chunks_size")));
        let v3 = format == Some(SourceFormat::LeRobotV30);
        let (data, video) = if v3 { (DATA_V3, VIDEO_V3) } else { (DATA_V2, VIDEO_V2) };
        let data_path = keep(&mut faults, template_of(object, "data_path", data));
        let video_path = keep(&mut faults, template_of(object, "video_path", video));
        match (format, fps, features, chunks_size, data_path, video_path) {
            (
                Some(format),
                Some(fps),
                Some(features),
                Some(chunks_size),
                Some(data_path),
                Some(video_path),
            ) => {
                let total = |key: &str| object.get(key).and_then(Value::as_u64);
                let (total_episodes, total_frames) = (total("total_episodes"), total("total_frames"));
                Ok(Self {
                    format,
                    fps,
                    chunks_size,
                    features,
                    data_path,
                    video_path,
                    total_episodes,
                    total_frames,
                })
            }
            _ => Err(faults),
        }
    }
}

fn keep<T>(faults: &mut Vec<Finding>, result: Result<T, Finding>) -> Option<T> {
    result.map_err(|finding| faults.push(finding)).ok()
}

/// What kind of JSON value it is, for messages.
fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        other => other.to_string(),
    }
}

fn missing_or(value: Option<&Value>) -> String {
    value.map_or_else(|| "no such key".to_owned(), kind)
}

fn format_of(value: Option<&Value>) -> Result<SourceFormat, Finding> {
    let text = value.and_then(Value::as_str).unwrap_or_default().trim();
    let mut numbers = text.trim_start_matches('v').split('.');
    match (numbers.next(), numbers.next()) {
        (Some("3"), _) => Ok(SourceFormat::LeRobotV30),
        (Some("2"), Some("0") | None) => Ok(SourceFormat::LeRobotV20),
        (Some("2"), Some("1")) => Ok(SourceFormat::LeRobotV21),
        _ => Err(Finding::new(
            "codebase_version",
            "\"v2.0\", \"v2.1\" or \"v3.0\"",
            missing_or(value),
            "convert the set with LeRobot's own conversion scripts first",
        )),
    }
}

fn fps_of(value: Option<&Value>) -> Result<f64, Finding> {
    let fps = value.and_then(Value::as_f64).filter(|fps| fps.is_finite() && *fps > 0.0 && *fps <= 1e6);
    let remedy = "state the recording rate in frames per second";
    fps.ok_or_else(|| Finding::new("fps", "a number above 0", missing_or(value), remedy))
}

fn chunks_size_of(value: Option<&Value>) -> Result<u64, Finding> {
    let Some(value) = value.filter(|value| !value.is_null()) else { return Ok(CHUNKS_SIZE) };
    value.as_u64().filter(|size| *size > 0).ok_or_else(|| {
        let remedy = "write 1000, which is what LeRobot uses";
        Finding::new("chunks_size", "a whole number above 0", kind(value), remedy)
    })
}

fn template_of(object: &Map<String, Value>, key: &str, default: &str) -> Result<Template, Finding> {
    let text = match object.get(key) {
        None | Some(Value::Null) => default,
        Some(Value::String(text)) => text,
        Some(other) => return Err(bad_template(key, default, kind(other))),
    };
    Template::parse(text).map_err(|found| bad_template(key, default, found))
}

fn bad_template(key: &str, default: &str, found: String) -> Finding {
    let expected = format!("a path template inside the dataset, such as `{default}`");
    Finding::new(key, expected, found, "write the template that fits the files of this set")
}

fn features_of(value: Option<&Value>) -> Result<BTreeMap<String, Feature>, Finding> {
    let Some(Value::Object(features)) = value else {
        let remedy = "list the features of the set as `\"name\": {\"dtype\", \"shape\", \"names\"}`";
        return Err(Finding::new("features", "an object", missing_or(value), remedy));
    };
    Ok(features.iter().map(|(key, value)| (key.clone(), Feature::from_json(value))).collect())
}

impl Feature {
    /// Whether its values stand in the data files as numbers.
    pub(crate) fn is_numeric(&self) -> bool {
        !matches!(self.dtype.as_str(), "video" | "image" | "string" | "language" | "")
    }

    /// Takes what can be understood; a feature is a description and never a reason to refuse data.
    fn from_json(value: &Value) -> Self {
        let dtype = value.get("dtype").and_then(Value::as_str).unwrap_or_default().to_owned();
        let shape: Vec<u64> = match value.get("shape") {
            Some(Value::Array(sizes)) => sizes.iter().filter_map(Value::as_u64).collect(),
            Some(size) => size.as_u64().into_iter().collect(),
            None => Vec::new(),
        };
        let mut names = Vec::new();
        collect_names(value.get("names").unwrap_or(&Value::Null), &mut names);
        let details = ["info", "video_info"].iter().find_map(|key| value.get(key)).unwrap_or(&Value::Null);
        let detail =
            |key: &str| details.get(key).and_then(Value::as_u64).and_then(|size| u32::try_from(size).ok());
        let stated = detail("video.width").zip(detail("video.height"));
        let size = picture_size(&shape, &names).or(stated);
        let video_rate = details.get("video.fps").and_then(Value::as_f64).filter(|rate| *rate > 0.0);
        Self { dtype, shape, names, size, video_rate }
    }
}

/// Names come as a list, as a list in a list, as `{"motors": [..]}`, or as `{"x": 0, "y": 1}`.
fn collect_names(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::String(name) => names.push(name.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect_names(item, names)),
        Value::Object(entries) => {
            let mut numbered: Vec<(u64, &String)> =
                entries.iter().filter_map(|(name, place)| Some((place.as_u64()?, name))).collect();
            if numbered.len() == entries.len() {
                numbered.sort();
                names.extend(numbered.into_iter().map(|(_, name)| name.clone()));
            } else {
                entries.values().for_each(|item| collect_names(item, names));
            }
        }
        _ => {}
    }
}

/// Width and height of a picture feature, `[height, width, channels]` or `[channels, height, width]`.
fn picture_size(shape: &[u64], names: &[String]) -> Option<(u32, u32)> {
    let axis = |wanted: &str| names.iter().position(|name| name.eq_ignore_ascii_case(wanted));
    let channels = |size: u64| matches!(size, 1 | 3 | 4);
    let (height, width) = match (axis("height"), axis("width"), shape) {
        (Some(height), Some(width), _) if names.len() == shape.len() => (shape[height], shape[width]),
        (_, _, [first, height, width]) if channels(*first) && !channels(*width) => (*height, *width),
        (_, _, [height, width] | [height, width, _]) => (*height, *width),
        _ => return None,
    };
    Some((u32::try_from(width).ok()?, u32::try_from(height).ok()?))
}

#[cfg(test)]
mod tests {
    use super::{Feature, Info};
    use crate::raw::SourceFormat;
    use serde_json::{Value, json};

    fn info(value: &Value) -> Result<Info, Vec<String>> {
        Info::from_object(value.as_object().expect("an object"))
            .map_err(|faults| faults.into_iter().map(|fault| fault.field).collect())
    }

    #[test]
    fn names_in_every_spelling() {
        for (names, expected) in [
            (json!(["a", "b"]), vec!["a", "b"]),
            (json!([["a", "b"]]), vec!["a", "b"]),
            (json!({"motors": ["a", "b"]}), vec!["a", "b"]),
            (json!({"zeta": 0, "alpha": 1}), vec!["zeta", "alpha"]),
            (json!(null), vec![]),
        ] {
            let feature = Feature::from_json(&json!({"dtype": "float32", "shape": [2], "names": names}));
            assert_eq!(feature.names, expected);
        }
    }

    #[test]
    fn picture_sizes_in_either_order() {
        for (shape, names) in [
            (json!([480, 640, 3]), json!(["height", "width", "channel"])),
            (json!([3, 480, 640]), json!(["channels", "height", "width"])),
            (json!([3, 480, 640]), json!(null)),
            (json!([480, 640, 3]), json!(null)),
            (json!([480, 640, 1]), json!(null)),
        ] {
            let feature = Feature::from_json(&json!({"dtype": "video", "shape": shape, "names": names}));
            assert_eq!(feature.size, Some((640, 480)), "{shape} {names}");
        }
    }

    #[test]
    fn versions() {
        for (version, expected) in [
            ("v2.0", Some(SourceFormat::LeRobotV20)),
            ("v2.1", Some(SourceFormat::LeRobotV21)),
            ("2.1", Some(SourceFormat::LeRobotV21)),
            ("v3.0", Some(SourceFormat::LeRobotV30)),
            ("v3.1", Some(SourceFormat::LeRobotV30)),
            ("v1.6", None),
            ("v4.0", None),
            ("", None),
        ] {
            let read = info(&json!({"codebase_version": version, "fps": 30, "features": {}}));
            assert_eq!(read.ok().map(|info| info.format), expected, "{version}");
        }
    }

    #[test]
    fn all_faults_at_once() {
        let broken = json!({"codebase_version": 3, "fps": 0, "features": [], "chunks_size": 0,
            "data_path": "/etc/{episode_index}", "video_path": 5});
        let faults = info(&broken).expect_err("nothing in it is right");
        assert_eq!(faults, ["codebase_version", "fps", "features", "chunks_size", "data_path", "video_path"]);
    }
}
