//! Readers of single-episode text files: CSV with a header, and TUM trajectories.
//!
//! Both tolerate a last line that is cut off in the middle, as a recorder that was killed leaves it; every other
//! malformed line is a fault, and all of them are reported together.

use crate::raw::{Fault, RawColumn, RawDataset, RawEpisode, ReadError, SourceFormat};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Bytes that a text recording may have.
const MAX_BYTES: u64 = 1 << 30;
/// Faults that are spelled out; the rest is counted.
const MAX_LISTED_FAULTS: usize = 20;
/// Names of a column that holds seconds, in order of preference, lower case.
const TIME_COLUMNS: [&str; 8] =
    ["t_s", "timestamp", "timestamp_s", "time_s", "time", "time_rel", "t", "seconds"];
/// Columns of a TUM trajectory after the time: metres and a unit quaternion.
const TUM_COLUMNS: [&str; 7] = ["x", "y", "z", "qx", "qy", "qz", "qw"];

/// Reads a CSV file with a header row (comma, tab or semicolon) as one episode.
///
/// Every numeric column becomes a [`RawColumn`] of width 1 under its header; an empty cell is `NaN`, `true` and
/// `false` are 1 and 0. Columns that hold only text are left out with a warning. Time is taken from the first
/// column named like one (`t_s`, `timestamp`, `time`, …); without any, rows are one second apart, with a warning.
///
/// # Errors
/// When the file cannot be read or is no table of numbers; all faults at once.
pub fn read_csv(path: &Path) -> Result<RawDataset, ReadError> {
    let text = read_text(path)?;
    let mut faults = Faults::new(path);
    let mut warnings = Vec::new();
    let table = Table::parse(&text, &mut faults, &mut warnings);
    let columns = table.numbers(&mut faults, &mut warnings);
    let rows = table.rows.len();
    if rows == 0 {
        faults.add("rows", "at least one row of numbers", "none", "check that the recording was written");
    } else if columns.is_empty() {
        faults.add(
            "columns",
            "at least one column of numbers",
            "none",
            "check the header row and the delimiter",
        );
    }
    let time = TIME_COLUMNS.iter().find_map(|name| {
        columns.iter().find(|(column, _)| column.eq_ignore_ascii_case(name)).map(|(_, column)| column)
    });
    let timestamps = match time {
        Some(column) => column.values.clone(),
        None => {
            warnings.push(format!(
                "no time column (such as {}): rows are taken to be one second apart",
                TIME_COLUMNS[0]
            ));
            (0..rows).map(|row| row as f64).collect()
        }
    };
    faults.or(dataset(path, SourceFormat::Csv, timestamps, columns, warnings))
}

/// Reads a TUM trajectory (`t x y z qx qy qz qw` per line, blanks between, `#` starts a comment) as one episode
/// with the columns `x y z qx qy qz qw`.
///
/// # Errors
/// When the file cannot be read or a line other than the last is not eight numbers; all faults at once.
pub fn read_tum(path: &Path) -> Result<RawDataset, ReadError> {
    let text = read_text(path)?;
    let mut faults = Faults::new(path);
    let mut warnings = Vec::new();
    let mut timestamps = Vec::new();
    let mut values: [Vec<f64>; 7] = Default::default();
    let lines: Vec<(usize, &str)> = text
        .lines()
        .enumerate()
        .map(|(number, line)| (number + 1, line.split('#').next().unwrap_or_default().trim()))
        .filter(|(_, line)| !line.is_empty())
        .collect();
    for (place, (number, line)) in lines.iter().enumerate() {
        let numbers: Option<Vec<f64>> = line.split_whitespace().map(|word| word.parse().ok()).collect();
        match numbers.as_deref() {
            Some([time, pose @ ..]) if pose.len() == values.len() => {
                timestamps.push(*time);
                values.iter_mut().zip(pose).for_each(|(column, value)| column.push(*value));
            }
            _ if place + 1 == lines.len() && place > 0 => {
                warnings.push(format!("line {number}, the last, is cut off and was dropped"));
            }
            _ => faults.add(
                format!("line {number}"),
                "8 numbers: t x y z qx qy qz qw",
                format!("`{}`", shortened(line)),
                "mark comments with `#`, separate numbers by blanks",
            ),
        }
    }
    if timestamps.is_empty() {
        faults.add("lines", "at least one pose", "none", "check that the recording was written");
    }
    let columns = TUM_COLUMNS
        .iter()
        .zip(values)
        .map(|(name, values)| ((*name).to_owned(), RawColumn { names: Vec::new(), width: 1, values }))
        .collect();
    faults.or(dataset(path, SourceFormat::Tum, timestamps, columns, warnings))
}

fn dataset(
    path: &Path,
    format: SourceFormat,
    timestamps: Vec<f64>,
    columns: BTreeMap<String, RawColumn>,
    warnings: Vec<String>,
) -> RawDataset {
    let episode = RawEpisode {
        episode_index: 0,
        task: String::new(),
        group: None,
        scripted: false,
        timestamps,
        columns,
        cameras: Vec::new(),
    };
    RawDataset {
        name: crate::read::dataset_name(path),
        format,
        rate_hz: None,
        episodes: vec![episode],
        rejected: Vec::new(),
        warnings,
    }
}

/// The whole file as text, without a byte order mark.
fn read_text(path: &Path) -> Result<String, ReadError> {
    let io = |source| ReadError::Io { path: path.to_path_buf(), source };
    let mut faults = Faults::new(path);
    let size = std::fs::metadata(path).map_err(io)?.len();
    if size > MAX_BYTES {
        faults.add(
            "file",
            format!("at most {MAX_BYTES} bytes"),
            format!("{size} bytes"),
            "split the recording",
        );
        return faults.or(String::new());
    }
    match String::from_utf8(std::fs::read(path).map_err(io)?) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(error) => {
            let found = format!("other bytes at {}", error.utf8_error().valid_up_to());
            faults.add("file", "UTF-8 text", found, "check that this is a text file, or save it as UTF-8");
            faults.or(String::new())
        }
    }
}

/// A CSV table as text cells. All rows have as many cells as there are names.
struct Table {
    names: Vec<String>,
    /// Line number in the file and cells.
    rows: Vec<(u64, Vec<String>)>,
}

impl Table {
    fn parse(text: &str, faults: &mut Faults, warnings: &mut Vec<String>) -> Self {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(text))
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let names: Vec<String> =
            reader.headers().map(|header| header.iter().map(str::to_owned).collect()).unwrap_or_default();
        check_header(&names, faults);
        let mut rows = Vec::new();
        let mut records = reader.records().peekable();
        while let Some(record) = records.next() {
            let Ok(record) = record.map_err(|error| {
                faults.add("text", "well-formed CSV", error.to_string(), "check the quotes in the file");
            }) else {
                continue;
            };
            let line = record.position().map_or(0, csv::Position::line);
            if record.len() == names.len() {
                rows.push((line, record.iter().map(str::to_owned).collect()));
            } else if record.len() < names.len() && records.peek().is_none() && !rows.is_empty() {
                warnings.push(format!("line {line}, the last, is cut off and was dropped"));
            } else {
                let expected = format!("{} cells, as in the header", names.len());
                faults.add(format!("line {line}"), expected, format!("{}", record.len()), "repair the line");
            }
        }
        Self { names, rows }
    }

    /// The columns that hold numbers.
    fn numbers(&self, faults: &mut Faults, warnings: &mut Vec<String>) -> BTreeMap<String, RawColumn> {
        let mut columns = BTreeMap::new();
        for (index, name) in self.names.iter().enumerate() {
            let cells: Vec<Option<f64>> = self.rows.iter().map(|(_, cells)| number(&cells[index])).collect();
            if !cells.is_empty() && cells.iter().all(Option::is_none) {
                warnings.push(format!("column {name} holds text and is left out"));
                continue;
            }
            for ((line, row), _) in self.rows.iter().zip(&cells).filter(|(_, cell)| cell.is_none()) {
                let found = format!("`{}`", shortened(&row[index]));
                let remedy = "write numbers with a decimal point; leave the cell empty where there is none";
                faults.add(format!("column {name}, line {line}"), "a number", found, remedy);
            }
            let values = cells.into_iter().map(|cell| cell.unwrap_or(f64::NAN)).collect();
            columns.insert(name.clone(), RawColumn { names: Vec::new(), width: 1, values });
        }
        columns
    }
}

fn check_header(names: &[String], faults: &mut Faults) {
    let remedy = "give every column its own name in the first line";
    if !names.is_empty() && names.iter().all(|name| number(name).is_some()) {
        faults.add("header", "column names in the first line", "numbers", remedy);
        return;
    }
    let mut seen = BTreeSet::new();
    for name in names {
        if name.is_empty() || !seen.insert(name) {
            faults.add("header", "one name per column", format!("`{name}` empty or twice"), remedy);
        }
    }
}

/// The delimiter that occurs most often in the header line.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |delimiter: u8| header.bytes().filter(|byte| *byte == delimiter).count();
    // The first of equals wins: a comma, unless another is more frequent.
    [b',', b'\t', b';'].into_iter().rev().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

/// A cell as a number; an empty cell is a missing number.
fn number(cell: &str) -> Option<f64> {
    match cell {
        "" => Some(f64::NAN),
        "true" | "True" => Some(1.0),
        "false" | "False" => Some(0.0),
        other => other.parse().ok(),
    }
}

fn shortened(text: &str) -> String {
    let mut characters = text.chars();
    let start: String = characters.by_ref().take(40).collect();
    if characters.next().is_some() { format!("{start}…") } else { start }
}

/// Collects the faults of one file.
struct Faults {
    file: PathBuf,
    listed: Vec<Fault>,
    more: usize,
}

impl Faults {
    fn new(path: &Path) -> Self {
        let file = path.file_name().map_or_else(|| path.to_path_buf(), PathBuf::from);
        Self { file, listed: Vec::new(), more: 0 }
    }

    fn add(
        &mut self,
        field: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        if self.listed.len() < MAX_LISTED_FAULTS {
            self.listed.push(Fault::new(self.file.clone(), None, field, expected, found, remedy));
        } else {
            self.more += 1;
        }
    }

    /// The value when there was no fault.
    fn or<T>(mut self, value: T) -> Result<T, ReadError> {
        if self.listed.is_empty() {
            return Ok(value);
        }
        if self.more > 0 {
            let found = format!("{} more faults", self.more);
            let remedy = "repair the ones above first";
            self.listed.push(Fault::new(self.file, None, "file", "no fault", found, remedy));
        }
        Err(ReadError::Faults { faults: self.listed })
    }
}
