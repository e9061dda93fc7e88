//! How long work reports and how it is stopped.

/// Receives progress and says whether to stop. Called from several threads.
pub trait Progress: Sync {
    /// A stage begins; `total` units of work when known.
    fn begin(&self, stage: &str, total: Option<u64>);

    /// `done` units so far, and one line about the state of things.
    fn advance(&self, done: u64, note: &str);

    /// The stage ended.
    fn end(&self);

    /// A sentence for the person who watches.
    fn say(&self, message: &str);

    /// True once the person asked to stop. Work ends at the next safe point; finished work is kept.
    fn stop_requested(&self) -> bool {
        false
    }
}

/// Reports nothing and never stops.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _stage: &str, _total: Option<u64>) {}
    fn advance(&self, _done: u64, _note: &str) {}
    fn end(&self) {}
    fn say(&self, _message: &str) {}
}
