//! Metadata of v2.0 and v2.1: `meta/episodes.jsonl` and `meta/tasks.jsonl`, one JSON object per line.

use super::super::ReadOptions;
use super::super::finding::Finding;
use super::super::notes::Notes;
use super::super::text::read_text;
use super::info::Info;
use super::listing::{Entry, GROUP_KEYS, Listing, SCRIPTED_KEY, is_true, texts_in, whole};
use super::template::Place;
use crate::raw::ReadError;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

const EPISODES: &str = "meta/episodes.jsonl";
const TASKS: &str = "meta/tasks.jsonl";
/// Episodes that are looked for when nothing lists them.
const MAX_UNLISTED: u64 = 100_000;

/// The listed episodes.
pub(crate) fn episodes(
    root: &Path,
    info: &Info,
    options: &ReadOptions,
    notes: &mut Notes,
) -> Result<Listing, ReadError> {
    if !root.join(EPISODES).exists() {
        return unlisted(root, info, notes);
    }
    let text = read_text(&root.join(EPISODES), options.max_text_bytes)
        .map_err(|finding| ReadError::Faults { faults: vec![finding.at(Path::new(EPISODES), None)] })?;
    let mut listing = Listing::default();
    let mut broken = Vec::new();
    for (position, (line, content)) in numbered_lines(&text).enumerate() {
        match serde_json::from_str::<Value>(content) {
            Ok(Value::Object(object)) => {
                let stated = object.get("episode_index").and_then(Value::as_f64).and_then(whole);
                if stated.is_none() {
                    notes.add(format!("{EPISODES} line {line} has no episode_index; its position is used"));
                }
                listing.add(entry(stated.unwrap_or(position as u64), info, &Value::Object(object)), notes);
            }
            Ok(_) => broken.push((position as u64, line, "another JSON value".to_owned())),
            Err(error) => {
                let found = error.to_string().replace(" at line 1 column", " at column");
                broken.push((position as u64, line, found));
            }
        }
    }
    for (episode, line, found) in broken {
        if listing.entries.contains_key(&episode) {
            notes.add(format!("{EPISODES} line {line} cannot be read ({found}) and is left out"));
        } else {
            let remedy = "repair the line, or remove it together with its data file";
            let finding = Finding::new(format!("line {line}"), "a JSON object", found, remedy);
            listing.reject(episode, Path::new(EPISODES), finding);
        }
    }
    Ok(listing)
}

fn entry(episode: u64, info: &Info, value: &Value) -> Entry {
    let group = GROUP_KEYS.iter().find_map(|key| match value.get(*key)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    let scripted = match value.get(SCRIPTED_KEY) {
        Some(Value::String(text)) => is_true(text),
        other => other.is_some_and(|value| is_true(&value.to_string())),
    };
    let mut tasks = texts_in(value.get("tasks"));
    if tasks.is_empty() {
        tasks = texts_in(value.get("task"));
    }
    let length = value.get("length").and_then(Value::as_f64).and_then(whole);
    let data = (episode / info.chunks_size, episode);
    Entry { episode, length, tasks, group, scripted, data, videos: BTreeMap::new() }
}

/// Without `episodes.jsonl` the episodes are those whose data files exist.
fn unlisted(root: &Path, info: &Info, notes: &mut Notes) -> Result<Listing, ReadError> {
    let mut listing = Listing::default();
    let total = info.total_episodes.unwrap_or(MAX_UNLISTED).min(MAX_UNLISTED);
    for episode in 0..total {
        let place = Place { chunk: episode / info.chunks_size, file: episode, episode, video_key: "" };
        let found = info.data_path.fill(place).is_some_and(|path| root.join(path).is_file());
        if found {
            listing.add(entry(episode, info, &Value::Null), notes);
        } else if info.total_episodes.is_none() {
            break;
        }
    }
    if listing.entries.is_empty() {
        let finding = Finding::new(
            "episodes",
            "the list of episodes",
            "no such file, and no data file under the expected names",
            "fetch the metadata of the set again",
        );
        return Err(ReadError::Faults { faults: vec![finding.at(Path::new(EPISODES), None)] });
    }
    notes.add(format!(
        "{EPISODES} is missing; the episodes are those whose data files exist, of unchecked length"
    ));
    Ok(listing)
}

/// Task texts by `task_index`; a missing or damaged table is a warning, since episodes may name their tasks.
pub(crate) fn tasks(root: &Path, options: &ReadOptions, notes: &mut Notes) -> BTreeMap<u64, String> {
    let text = match read_text(&root.join(TASKS), options.max_text_bytes) {
        Ok(text) => text,
        Err(finding) => {
            notes.add(format!("{TASKS} cannot be used: {}", finding.found));
            return BTreeMap::new();
        }
    };
    let mut tasks = BTreeMap::new();
    for (position, (line, content)) in numbered_lines(&text).enumerate() {
        let Ok(value) = serde_json::from_str::<Value>(content) else {
            notes.add(format!("{TASKS} line {line} is not JSON and is left out"));
            continue;
        };
        let index =
            value.get("task_index").and_then(Value::as_f64).and_then(whole).unwrap_or(position as u64);
        if let Some(task) = texts_in(value.get("task")).into_iter().next() {
            tasks.entry(index).or_insert(task);
        }
    }
    tasks
}

/// Lines with content, each with its number in the file, from 1.
fn numbered_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty())
}
