//! Data files to episodes: which rows belong to which episode, and whether they can be trusted.

use super::super::ReadOptions;
use super::super::finding::Finding;
use super::super::notes::Notes;
use super::super::table::{Table, is_numeric};
use super::cameras::{Cameras, Frames};
use super::info::{Feature, Info};
use super::listing::{Entry, whole};
use super::template::Place;
use crate::raw::{Fault, RawColumn, RawEpisode, RejectedEpisode, SourceFormat};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Columns that number rows and say nothing about the motion.
pub(super) const BOOKKEEPING: [&str; 5] =
    ["timestamp", "frame_index", "episode_index", "index", "task_index"];

/// A set and how to read it.
pub(super) struct Source<'a> {
    pub(super) root: &'a Path,
    pub(super) info: &'a Info,
    pub(super) options: &'a ReadOptions,
    /// Task texts by `task_index`.
    pub(super) tasks: &'a BTreeMap<u64, String>,
}

/// An episode and the data file that it came from, relative to the set.
pub(super) struct ReadEpisode {
    pub(super) episode: RawEpisode,
    pub(super) file: PathBuf,
}

/// What has been read so far.
pub(super) struct Reading {
    pub(super) episodes: Vec<ReadEpisode>,
    pub(super) rejected: Vec<RejectedEpisode>,
    pub(super) notes: Notes,
}

impl Reading {
    /// Sorts an episode out.
    pub(super) fn reject(&mut self, episode_index: u64, faults: Vec<Fault>) {
        self.rejected.push(RejectedEpisode { episode_index, faults });
    }
}

/// Reads every listed episode; each data file is read once, and only one is held at a time.
pub(super) fn read_all(source: &Source<'_>, entries: &BTreeMap<u64, Entry>, reading: &mut Reading) {
    let mut files: BTreeMap<PathBuf, Vec<&Entry>> = BTreeMap::new();
    for entry in entries.values() {
        let (chunk, file) = entry.data;
        let place = Place { chunk, file, episode: entry.episode, video_key: "" };
        match source.info.data_path.fill(place) {
            Some(path) => files.entry(path).or_default().push(entry),
            None => {
                let remedy = "write a `data_path` that stays inside the dataset";
                let finding =
                    Finding::new("data_path", "a path inside the dataset", "one that leaves it", remedy);
                reading.reject(entry.episode, vec![finding.at(Path::new(super::INFO), Some(entry.episode))]);
            }
        }
    }
    for (file, listed) in &files {
        read_file(source, file, listed, reading);
    }
}

fn read_file(source: &Source<'_>, file: &Path, listed: &[&Entry], reading: &mut Reading) {
    let loaded = Table::read(&source.root.join(file), source.options, |_, data_type| is_numeric(data_type));
    let table = match loaded {
        Ok(table) => table,
        Err(finding) => {
            for entry in listed {
                reading.reject(entry.episode, vec![finding.clone().at(file, Some(entry.episode))]);
            }
            return;
        }
    };
    let cameras = Cameras::of(source, &table.schema);
    let rows = rows_by_episode(source, &table, file, listed, &mut reading.notes);
    for entry in listed {
        let ranges = match &rows {
            Ok(rows) => rows.get(&entry.episode).map_or(&[][..], Vec::as_slice),
            Err(finding) => {
                reading.reject(entry.episode, vec![finding.clone().at(file, Some(entry.episode))]);
                continue;
            }
        };
        let draft = Draft { source, entry, table: &table, ranges };
        match draft.build(&mut reading.notes) {
            Ok(mut episode) => {
                let frames = Frames { file, ranges, rows: episode.timestamps.len() };
                episode.cameras = cameras.of_episode(source, entry, &frames, &mut reading.notes);
                reading.episodes.push(ReadEpisode { episode, file: file.to_path_buf() });
            }
            Err(findings) => {
                let faults =
                    findings.into_iter().map(|finding| finding.at(file, Some(entry.episode))).collect();
                reading.reject(entry.episode, faults);
            }
        }
    }
}

/// Row ranges of each episode in a file. A v2 file is one episode, whatever its index column says.
fn rows_by_episode(
    source: &Source<'_>,
    table: &Table,
    file: &Path,
    listed: &[&Entry],
    notes: &mut Notes,
) -> Result<BTreeMap<u64, Vec<Range<usize>>>, Finding> {
    let whole_table = 0..table.rows;
    let everything = std::slice::from_ref(&whole_table);
    let v3 = source.info.format == SourceFormat::LeRobotV30;
    if let ([entry], false) = (listed, v3) {
        let stated = table.numbers("episode_index", everything).unwrap_or_default().values;
        if stated.iter().any(|index| whole(*index) != Some(entry.episode)) {
            notes.add_for(
                entry.episode,
                "the data file belongs to another episode by its episode_index column,",
            );
        }
        return Ok(BTreeMap::from([(entry.episode, everything.to_vec())]));
    }
    if !table.has("episode_index") {
        let remedy = "add the column; it tells which rows belong to which episode";
        return Err(Finding::new("episode_index", "a column of whole numbers", "no such column", remedy));
    }
    let known: BTreeSet<u64> = listed.iter().map(|entry| entry.episode).collect();
    let mut rows: BTreeMap<u64, Vec<Range<usize>>> = BTreeMap::new();
    let mut strays = 0;
    for (row, index) in table.numbers("episode_index", everything)?.values.into_iter().enumerate() {
        let Some(episode) = whole(index).filter(|index| known.contains(index)) else {
            strays += 1;
            continue;
        };
        let ranges = rows.entry(episode).or_default();
        match ranges.last_mut() {
            Some(last) if last.end == row => last.end += 1,
            _ => ranges.push(row..row + 1),
        }
    }
    if strays > 0 {
        notes.add(format!("{}: {strays} rows belong to no listed episode and are left out", file.display()));
    }
    Ok(rows)
}

/// One episode on its way from a table.
struct Draft<'a> {
    source: &'a Source<'a>,
    entry: &'a Entry,
    table: &'a Table,
    ranges: &'a [Range<usize>],
}

impl Draft<'_> {
    fn build(&self, notes: &mut Notes) -> Result<RawEpisode, Vec<Finding>> {
        let rows = self.check_rows().map_err(|finding| vec![finding])?;
        let mut faults = Vec::new();
        let mut columns = self.columns(&mut faults, notes);
        match columns.get("frame_index") {
            Some(column) => faults.extend(self.check_order(column, notes)),
            None => notes.add_for(self.entry.episode, "no column frame_index; rows count in file order"),
        }
        let timestamps = match self.timestamps(&columns, rows, notes) {
            Ok(timestamps) => timestamps,
            Err(finding) => {
                faults.push(finding);
                Vec::new()
            }
        };
        if columns.keys().all(|name| BOOKKEEPING.contains(&name.as_str())) && faults.is_empty() {
            let found = format!("only {}", columns.keys().cloned().collect::<Vec<_>>().join(", "));
            let remedy = "check that the data file is the right one";
            faults.push(Finding::new("columns", "at least one column of recorded values", found, remedy));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        for (name, column) in &mut columns {
            column.names = self.element_names(name, column.width, notes);
        }
        Ok(RawEpisode {
            episode_index: self.entry.episode,
            task: self.task(&columns, notes),
            group: self.entry.group.clone(),
            scripted: self.entry.scripted,
            timestamps,
            columns,
            cameras: Vec::new(),
        })
    }

    /// The number of rows, when it is as stated and within the limits.
    fn check_rows(&self) -> Result<usize, Finding> {
        let rows: usize = self.ranges.iter().map(ExactSizeIterator::len).sum();
        if let Some(length) = self.entry.length.filter(|length| *length != rows as u64) {
            let remedy = "the recording was cut off or the metadata are stale; leave the episode out or correct `length`";
            return Err(Finding::new(
                "rows",
                format!("{length} (the stated length)"),
                rows.to_string(),
                remedy,
            ));
        }
        if rows == 0 {
            return Err(Finding::new("rows", "at least one", "none", "leave the episode out"));
        }
        let most = self.source.options.max_rows_per_episode;
        if rows > most {
            let remedy = "raise `max_rows_per_episode` if the episode is right";
            return Err(Finding::new("rows", format!("at most {most}"), rows.to_string(), remedy));
        }
        Ok(rows)
    }

    fn columns(&self, faults: &mut Vec<Finding>, notes: &mut Notes) -> BTreeMap<String, RawColumn> {
        let most = self.source.options.max_values_per_episode;
        let mut values = 0;
        let mut columns = BTreeMap::new();
        for name in self.table.names() {
            match self.table.numbers(name, self.ranges) {
                Ok(column) if column.width == 0 => {
                    notes.add_for(
                        self.entry.episode,
                        format!("column {name} holds empty lists and is left out"),
                    );
                }
                Ok(column) => {
                    values += column.values.len();
                    if values > most {
                        let remedy = "raise `max_values_per_episode` if the episode is right";
                        let found = format!("{values} values or more");
                        faults.push(Finding::new(name, format!("at most {most} values"), found, remedy));
                        break;
                    }
                    if !BOOKKEEPING.contains(&name) && column.values.iter().any(|value| !value.is_finite()) {
                        let what = format!("column {name} has values that are not finite or missing");
                        notes.add_for(self.entry.episode, what);
                    }
                    columns.insert(name.to_owned(), column);
                }
                Err(finding) => faults.push(finding),
            }
        }
        columns
    }

    /// `frame_index` must rise; gaps in it are tolerated.
    fn check_order(&self, column: &RawColumn, notes: &mut Notes) -> Option<Finding> {
        let values = &column.values;
        if let Some(row) = (1..values.len()).find(|row| values[*row].total_cmp(&values[row - 1]).is_le()) {
            let found = format!("{} after {} in row {row}", values[row], values[row - 1]);
            let remedy = "the rows are shuffled or doubled; leave the episode out or sort it";
            return Some(Finding::new("frame_index", "numbers that rise from row to row", found, remedy));
        }
        if values.iter().enumerate().any(|(row, value)| whole(*value) != Some(row as u64)) {
            notes.add_for(
                self.entry.episode,
                "frame_index does not count 0, 1, 2, …; frames are paired by row",
            );
        }
        None
    }

    /// Stored times, or times on the nominal grid when none are stored.
    fn timestamps(
        &self,
        columns: &BTreeMap<String, RawColumn>,
        rows: usize,
        notes: &mut Notes,
    ) -> Result<Vec<f64>, Finding> {
        let fps = self.source.info.fps;
        let Some(column) = columns.get("timestamp") else {
            notes.add_for(self.entry.episode, "no column timestamp; times are the row number over fps");
            return Ok((0..rows).map(|row| row as f64 / fps).collect());
        };
        if column.width != 1 {
            let found = format!("{} values per row", column.width);
            return Err(Finding::new("timestamp", "one value per row", found, "store seconds as one number"));
        }
        match column.values.iter().position(|value| !value.is_finite()) {
            None => Ok(column.values.clone()),
            Some(row) => {
                let found = format!("{} in row {row}", column.values[row]);
                let remedy = "leave the episode out, or repair its clock";
                Err(Finding::new("timestamp", "a finite number of seconds in every row", found, remedy))
            }
        }
    }

    fn element_names(&self, name: &str, width: usize, notes: &mut Notes) -> Vec<String> {
        let Some(Feature { names, shape, .. }) = self.source.info.features.get(name) else {
            return Vec::new();
        };
        if names.len() == width {
            return names.clone();
        }
        // For arrays of two and more axes, names are those of the axes.
        if !names.is_empty() && shape.len() < 2 {
            let count = names.len();
            notes.add(format!("feature {name} has {count} names for {width} values; the names are left out"));
        }
        Vec::new()
    }

    fn task(&self, columns: &BTreeMap<String, RawColumn>, notes: &mut Notes) -> String {
        let index = columns
            .get("task_index")
            .and_then(|column| column.values.first())
            .and_then(|value| whole(*value));
        let by_index = index.and_then(|index| self.source.tasks.get(&index));
        if self.entry.tasks.len() > 1 {
            notes.add_for(self.entry.episode, "several task texts, of which the first row's is taken,");
        }
        by_index.or(self.entry.tasks.first()).cloned().unwrap_or_default()
    }
}
