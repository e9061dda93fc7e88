//! Parquet tables as plain numbers: every numeric or boolean column, whatever its Arrow type, becomes `f64`
//! values of a fixed width per row.
//!
//! Accepted shapes of a column: scalar, list, large list, fixed-size list, and lists of lists (flattened
//! row-major). The Arrow schema that writers embed is ignored: the Parquet schema alone decides, so tables of
//! any writer read alike.

use super::ReadOptions;
use super::finding::Finding;
use crate::raw::RawColumn;
use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef, OffsetSizeTrait, RecordBatch, StringArray};
use arrow_schema::{DataType, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use std::collections::BTreeMap;
use std::fs::File;
use std::ops::Range;
use std::path::Path;

/// Rows decoded at a time.
const BATCH_ROWS: usize = 4096;
/// Deepest nesting of lists that is flattened.
const MAX_NESTING: usize = 5;
const DAMAGED: &str = "copy or download the file again; it is damaged or cut off";

/// A table in memory, with the columns that were asked for.
pub(crate) struct Table {
    /// Column types, all columns of the file.
    pub(crate) schema: SchemaRef,
    /// Rows in the file.
    pub(crate) rows: usize,
    batches: Vec<RecordBatch>,
    /// Position of each loaded column in the batches.
    loaded: BTreeMap<String, usize>,
}

/// Opens a Parquet file within the limits, without reading a row.
pub(crate) fn open_parquet(
    path: &Path,
    options: &ReadOptions,
) -> Result<ParquetRecordBatchReaderBuilder<File>, Finding> {
    let metadata = std::fs::metadata(path).map_err(|error| Finding::io("a Parquet file", &error))?;
    if !metadata.is_file() {
        return Err(Finding::new("file", "a Parquet file", "something that is not a file", "check the path"));
    }
    if metadata.len() == 0 {
        return Err(Finding::new("file", "a Parquet file", "an empty file", DAMAGED));
    }
    if metadata.len() > options.max_file_bytes {
        let expected = format!("at most {} bytes", options.max_file_bytes);
        let found = format!("{} bytes", metadata.len());
        return Err(Finding::new("file", expected, found, "raise `max_file_bytes` if the file is right"));
    }
    let file = File::open(path).map_err(|error| Finding::io("a Parquet file", &error))?;
    let reader_options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let builder = guarded(|| ParquetRecordBatchReaderBuilder::try_new_with_options(file, reader_options))?
        .map_err(|error| damaged(&error))?;
    let columns = builder.schema().fields().len();
    if columns > options.max_columns {
        let expected = format!("at most {} columns", options.max_columns);
        let remedy = "raise `max_columns` if the file is right";
        return Err(Finding::new("columns", expected, format!("{columns} columns"), remedy));
    }
    Ok(builder)
}

/// The decoder's complaint as a finding.
pub(crate) fn damaged(error: &dyn std::fmt::Display) -> Finding {
    Finding::new("file", "a complete Parquet file", error.to_string(), DAMAGED)
}

/// Runs the Parquet decoder on bytes that nobody vouches for. Damaged pages can trip an assertion inside the
/// decoder; that is a fault of the file and must not end the program.
pub(crate) fn guarded<T>(decode: impl FnOnce() -> T) -> Result<T, Finding> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(decode))
        .map_err(|_| damaged(&"bytes that the Parquet decoder cannot make sense of"))
}

/// Whether a column can become numbers: a number or boolean, or nested lists of them.
pub(crate) fn is_numeric(data_type: &DataType) -> bool {
    match data_type {
        DataType::Boolean => true,
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) => {
            is_numeric(item.data_type())
        }
        other => other.is_numeric(),
    }
}

/// Whether a column holds encoded pictures: `struct<bytes, path>`.
pub(crate) fn is_picture(data_type: &DataType) -> bool {
    match data_type {
        DataType::Struct(fields) => {
            fields.iter().any(|field| field.name() == "bytes" && is_binary(field.data_type()))
        }
        _ => false,
    }
}

/// Whether a column holds plain bytes.
pub(crate) fn is_binary(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Binary | DataType::LargeBinary | DataType::BinaryView)
}

impl Table {
    /// Reads the columns for which `wanted` holds.
    pub(crate) fn read(
        path: &Path,
        options: &ReadOptions,
        wanted: impl Fn(&str, &DataType) -> bool,
    ) -> Result<Self, Finding> {
        let builder = open_parquet(path, options)?;
        let schema = builder.schema().clone();
        let roots: Vec<usize> = (0..schema.fields().len())
            .filter(|index| wanted(schema.field(*index).name(), schema.field(*index).data_type()))
            .collect();
        let loaded = roots
            .iter()
            .enumerate()
            .map(|(place, index)| (schema.field(*index).name().clone(), place))
            .collect();
        let mask = ProjectionMask::roots(builder.parquet_schema(), roots.iter().copied());
        let most_rows = max_rows(options, roots.len());
        let (batches, rows) = guarded(|| -> Result<_, Finding> {
            let reader = builder
                .with_projection(mask)
                .with_batch_size(BATCH_ROWS)
                .build()
                .map_err(|error| damaged(&error))?;
            let mut batches = Vec::new();
            let mut rows = 0;
            for batch in reader {
                let batch = batch.map_err(|error| damaged(&error))?;
                rows += batch.num_rows();
                if rows > most_rows {
                    let expected = format!("at most {most_rows} rows in one file");
                    let remedy = "raise `max_values_per_episode` if the file is right";
                    return Err(Finding::new("rows", expected, format!("{rows} rows or more"), remedy));
                }
                batches.push(batch);
            }
            Ok((batches, rows))
        })??;
        Ok(Self { schema, rows, batches, loaded })
    }

    /// Names of the loaded columns.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.loaded.keys().map(String::as_str)
    }

    /// Whether the column was loaded.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.loaded.contains_key(name)
    }

    /// The numbers of a loaded column in the given row ranges, which lie within the table; nulls become NaN.
    pub(crate) fn numbers(&self, name: &str, ranges: &[Range<usize>]) -> Result<RawColumn, Finding> {
        let mut column = RawColumn::default();
        let mut rows_before = 0;
        for part in self.parts(name, ranges) {
            let (values, width) = flatten(&part, 0).map_err(|ragged| ragged.finding(name, rows_before))?;
            if rows_before == 0 {
                column.width = width;
            } else if column.width != width {
                let ragged = Ragged { row: 0, expected: column.width, found: Some(width) };
                return Err(ragged.finding(name, rows_before));
            }
            column.values.extend(values);
            rows_before += part.len();
        }
        Ok(column)
    }

    /// The texts of a loaded column over all rows; `None` for null or when the column is not text.
    /// Lists of texts are given as such.
    pub(crate) fn texts(&self, name: &str) -> Vec<Vec<String>> {
        let whole = 0..self.rows;
        self.parts(name, std::slice::from_ref(&whole)).flat_map(|part| texts_of(&part)).collect()
    }

    /// Slices of a column, in row order, that make up the ranges.
    fn parts<'a>(&'a self, name: &str, ranges: &'a [Range<usize>]) -> impl Iterator<Item = ArrayRef> + 'a {
        let place = self.loaded.get(name).copied();
        ranges.iter().flat_map(move |range| {
            let mut first = 0;
            self.batches.iter().filter_map(move |batch| {
                let start = first;
                first += batch.num_rows();
                let (from, to) = (range.start.max(start), range.end.min(first));
                (from < to).then(|| place.map(|place| batch.column(place).slice(from - start, to - from)))?
            })
        })
    }
}

/// Rows of one file that are read at most. One file may hold many episodes, so this is a bound on memory and
/// not on any episode.
fn max_rows(options: &ReadOptions, columns: usize) -> usize {
    (options.max_values_per_episode / columns.max(1)).max(options.max_rows_per_episode)
}

/// A list column whose rows differ in length.
struct Ragged {
    row: usize,
    expected: usize,
    /// `None` for a null in place of a list.
    found: Option<usize>,
}

impl Ragged {
    fn finding(self, column: &str, rows_before: usize) -> Finding {
        let row = rows_before + self.row;
        let found = match self.found {
            Some(found) => format!("{found} in row {row}"),
            None => format!("nothing (null) in row {row}"),
        };
        let remedy = "leave this episode out, or repair the row; every row must have the same elements";
        Finding::new(column, format!("{} values in every row", self.expected), found, remedy)
    }
}

/// All values of an array, row-major, and the number of values per row.
fn flatten(array: &ArrayRef, depth: usize) -> Result<(Vec<f64>, usize), Ragged> {
    if depth > MAX_NESTING {
        return Ok((Vec::new(), 0));
    }
    match array.data_type() {
        DataType::List(_) => flatten_list::<i32>(array, depth),
        DataType::LargeList(_) => flatten_list::<i64>(array, depth),
        DataType::FixedSizeList(_, size) => {
            let list = array.as_fixed_size_list();
            let per_row = usize::try_from(*size).unwrap_or(0);
            if let Some(row) = (0..list.len()).find(|row| list.is_null(*row)) {
                return Err(Ragged { row, expected: per_row, found: None });
            }
            flatten_rows(list.values(), per_row, depth)
        }
        _ => Ok((scalars(array), 1)),
    }
}

fn flatten_list<O: OffsetSizeTrait>(array: &ArrayRef, depth: usize) -> Result<(Vec<f64>, usize), Ragged> {
    let list = array.as_list::<O>();
    let per_row = if list.is_empty() { 0 } else { list.value_length(0).as_usize() };
    for row in 0..list.len() {
        let found = (!list.is_null(row)).then(|| list.value_length(row).as_usize());
        if found != Some(per_row) {
            return Err(Ragged { row, expected: per_row, found });
        }
    }
    let start = list.value_offsets().first().map_or(0, |offset| offset.as_usize());
    flatten_rows(&list.values().slice(start, per_row * list.len()), per_row, depth)
}

/// Flattens the elements of lists that all have `per_row` elements.
fn flatten_rows(elements: &ArrayRef, per_row: usize, depth: usize) -> Result<(Vec<f64>, usize), Ragged> {
    let (values, width) = flatten(elements, depth + 1)
        .map_err(|ragged| Ragged { row: ragged.row.checked_div(per_row).unwrap_or(0), ..ragged })?;
    Ok((values, width * per_row))
}

/// Scalars as `f64`; null, and what is no number, as NaN.
fn scalars(array: &ArrayRef) -> Vec<f64> {
    let Ok(cast) = arrow_cast::cast(array, &DataType::Float64) else {
        return vec![f64::NAN; array.len()];
    };
    cast.as_primitive::<Float64Type>().iter().map(|value| value.unwrap_or(f64::NAN)).collect()
}

/// The texts in each row of a column of strings or of lists of strings.
fn texts_of(array: &ArrayRef) -> Vec<Vec<String>> {
    let row_arrays: Vec<Option<ArrayRef>> = match array.data_type() {
        DataType::List(_) => array.as_list::<i32>().iter().collect(),
        DataType::LargeList(_) => array.as_list::<i64>().iter().collect(),
        DataType::FixedSizeList(..) => array.as_fixed_size_list().iter().collect(),
        _ => (0..array.len()).map(|row| Some(array.slice(row, 1))).collect(),
    };
    row_arrays.into_iter().map(|row| row.map_or_else(Vec::new, |row| strings(&row))).collect()
}

fn strings(array: &ArrayRef) -> Vec<String> {
    let Ok(cast) = arrow_cast::cast(array, &DataType::Utf8) else {
        return Vec::new();
    };
    let strings: &StringArray = cast.as_string::<i32>();
    strings.iter().flatten().map(str::to_owned).collect()
}
