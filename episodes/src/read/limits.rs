//! Bounds on what a reader accepts, so that a damaged or hostile file cannot exhaust memory.

/// Upper bounds for reading. The defaults are far above any real recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// Rows (frames) of one episode.
    pub max_rows_per_episode: usize,
    /// Numeric values of one episode, all columns together; 8 bytes each in memory.
    pub max_values_per_episode: usize,
    /// Bytes of one data file.
    pub max_file_bytes: u64,
    /// Bytes of one JSON or JSON-lines file.
    pub max_text_bytes: u64,
    /// Columns of one table.
    pub max_columns: usize,
    /// Pixels of one picture (width times height).
    pub max_image_pixels: u64,
}

impl Default for ReadOptions {
    /// Ten hours at 30 Hz, 800 MB of values per episode, 4 GiB per file, 256 MiB of text, 1024 columns, and
    /// pictures up to 8192 x 8192.
    fn default() -> Self {
        Self {
            max_rows_per_episode: 1_080_000,
            max_values_per_episode: 100_000_000,
            max_file_bytes: 4 << 30,
            max_text_bytes: 256 << 20,
            max_columns: 1024,
            max_image_pixels: 1 << 26,
        }
    }
}
