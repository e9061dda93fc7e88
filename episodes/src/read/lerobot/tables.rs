//! Metadata of v3: `meta/episodes/*/*.parquet` and `meta/tasks.parquet`.

use super::super::ReadOptions;
use super::super::finding::Finding;
use super::super::notes::Notes;
use super::super::table::{Table, is_numeric};
use super::listing::{Entry, GROUP_KEYS, Listing, SCRIPTED_KEY, Stretch, is_true, whole};
use crate::raw::{Fault, ReadError};
use arrow_schema::DataType;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const EPISODES: &str = "meta/episodes";
const TASKS: &str = "meta/tasks.parquet";
/// Nesting of folders that is searched for tables.
const MAX_DEPTH: usize = 3;

/// The listed episodes. A damaged table costs the episodes that only it lists.
pub(crate) fn episodes(root: &Path, options: &ReadOptions, notes: &mut Notes) -> Result<Listing, ReadError> {
    let mut files = Vec::new();
    find_parquet(&root.join(EPISODES), MAX_DEPTH, &mut files);
    files.sort();
    let mut listing = Listing::default();
    let mut faults: Vec<Fault> = Vec::new();
    for file in &files {
        let relative = file.strip_prefix(root).unwrap_or(file);
        match Table::read(file, options, is_listing_column) {
            Ok(table) => add_rows(&table, relative, &mut listing, notes),
            Err(finding) => faults.push(finding.at(relative, None)),
        }
    }
    if files.is_empty() {
        let remedy = "fetch the metadata of the set again";
        let finding = Finding::new("episodes", "at least one table of episodes", "none", remedy);
        faults.push(finding.at(Path::new(EPISODES), None));
    }
    if listing.entries.is_empty() && listing.rejected.is_empty() && !faults.is_empty() {
        return Err(ReadError::Faults { faults });
    }
    for fault in faults {
        notes.add(format!("the episodes of one metadata table are lost: {fault}"));
    }
    Ok(listing)
}

/// Statistics make up most of the table and say nothing that the data do not.
fn is_listing_column(name: &str, data_type: &DataType) -> bool {
    let text = matches!(data_type, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
    let texts = match data_type {
        DataType::List(item) | DataType::LargeList(item) => {
            matches!(item.data_type(), DataType::Utf8 | DataType::LargeUtf8)
        }
        _ => false,
    };
    let scalar = data_type.is_numeric() || data_type == &DataType::Boolean;
    !name.starts_with("stats/") && (scalar || text || (texts && name == "tasks"))
}

fn add_rows(table: &Table, file: &Path, listing: &mut Listing, notes: &mut Notes) {
    let columns = ListingColumns::of(table);
    for row in 0..table.rows {
        let position = listing.entries.len() as u64;
        match columns.entry(row, position) {
            Ok(entry) => listing.add(entry, notes),
            Err(finding) => listing.reject(position, file, finding),
        }
    }
}

/// The columns of a metadata table that matter for reading.
struct ListingColumns<'a> {
    numbers: BTreeMap<&'a str, Vec<f64>>,
    tasks: Vec<Vec<String>>,
    groups: Vec<Vec<Vec<String>>>,
    scripted: Vec<Vec<String>>,
    video_keys: BTreeSet<String>,
}

impl<'a> ListingColumns<'a> {
    fn of(table: &'a Table) -> Self {
        let whole_table = 0..table.rows;
        let numbers = table
            .names()
            .filter_map(|name| {
                let column = table.numbers(name, std::slice::from_ref(&whole_table)).ok()?;
                (column.width == 1).then_some((name, column.values))
            })
            .collect();
        Self {
            numbers,
            tasks: table.texts("tasks"),
            groups: GROUP_KEYS.iter().map(|key| table.texts(key)).collect(),
            scripted: table.texts(SCRIPTED_KEY),
            video_keys: video_keys(table),
        }
    }

    /// The entry in a row; `position` is its number when the table has no `episode_index`.
    fn entry(&self, row: usize, position: u64) -> Result<Entry, Finding> {
        let number = |name: &str| self.numbers.get(name).and_then(|values| values.get(row)).copied();
        let count = |name: &str| number(name).and_then(whole);
        let first = |texts: &Vec<Vec<String>>| texts.get(row).and_then(|texts| texts.first()).cloned();
        let episode = number("episode_index").map_or(Some(position), whole).ok_or_else(|| {
            let found = format!("{} in row {row}", number("episode_index").unwrap_or(f64::NAN));
            Finding::new("episode_index", "a whole number", found, "repair the metadata table")
        })?;
        let span = count("dataset_from_index").zip(count("dataset_to_index"));
        Ok(Entry {
            episode,
            length: count("length").or_else(|| span.and_then(|(from, to)| to.checked_sub(from))),
            tasks: self.tasks.get(row).cloned().unwrap_or_default(),
            group: self.groups.iter().find_map(|texts| first(texts).filter(|text| !text.is_empty())),
            scripted: first(&self.scripted).is_some_and(|text| is_true(&text)),
            data: (count("data/chunk_index").unwrap_or(0), count("data/file_index").unwrap_or(0)),
            videos: self
                .video_keys
                .iter()
                .filter_map(|key| Some((key.clone(), stretch(key, &number)?)))
                .collect(),
        })
    }
}

/// Keys of the cameras that the table gives places for.
fn video_keys(table: &Table) -> BTreeSet<String> {
    table
        .names()
        .filter_map(|name| name.strip_prefix("videos/")?.rsplit_once('/').map(|(key, _)| key.to_owned()))
        .collect()
}

fn stretch(key: &str, number: &impl Fn(&str) -> Option<f64>) -> Option<Stretch> {
    let of = |part: &str| number(&format!("videos/{key}/{part}"));
    Some(Stretch {
        chunk: whole(of("chunk_index")?)?,
        file: whole(of("file_index")?)?,
        from_secs: of("from_timestamp").unwrap_or(0.0),
        to_secs: of("to_timestamp").unwrap_or(f64::NAN),
    })
}

/// Task texts by `task_index`. The text column is `task`, or pandas' name for an unnamed index.
pub(crate) fn tasks(root: &Path, options: &ReadOptions, notes: &mut Notes) -> BTreeMap<u64, String> {
    let table = match Table::read(&root.join(TASKS), options, |_, _| true) {
        Ok(table) => table,
        Err(finding) => {
            notes.add(format!("{TASKS} cannot be used: {}", finding.found));
            return BTreeMap::new();
        }
    };
    let text = ["task", "__index_level_0__"].into_iter().find(|name| table.has(name)).map(str::to_owned);
    let text = text.or_else(|| {
        let fields = table.schema.fields().iter();
        fields.clone().find(|field| !is_numeric(field.data_type())).map(|field| field.name().clone())
    });
    let Some(text) = text else {
        notes.add(format!("{TASKS} has no column of texts"));
        return BTreeMap::new();
    };
    let whole_table = 0..table.rows;
    let indices = table.numbers("task_index", std::slice::from_ref(&whole_table)).unwrap_or_default().values;
    let texts = table.texts(&text).into_iter().enumerate();
    texts
        .filter_map(|(row, texts)| {
            let index = indices.get(row).copied().and_then(whole).unwrap_or(row as u64);
            Some((index, texts.into_iter().next()?))
        })
        .collect()
}

/// Parquet files below a folder, hidden ones left out.
fn find_parquet(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if path.is_dir() && depth > 0 && !hidden {
            find_parquet(&path, depth - 1, files);
        } else if !hidden && path.extension().is_some_and(|extension| extension == "parquet") {
            files.push(path);
        }
    }
}
