//! Who does the work: the calling thread alone, the threads of the program, or threads of this renderer's own.

use rayon::prelude::*;

/// Where independent pieces of a picture are worked on. The result is the same anywhere.
#[derive(Debug)]
pub enum Workers {
    /// The calling thread.
    Caller,
    /// The thread pool that the caller runs in.
    Shared,
    /// A pool of its own.
    Own(rayon::ThreadPool),
}

impl Workers {
    /// `None`: the caller's pool; `Some(1)`: the calling thread; more: a pool of that size.
    ///
    /// # Errors
    /// When the operating system gives no threads.
    pub fn new(threads: Option<usize>) -> Result<Self, rayon::ThreadPoolBuildError> {
        match threads {
            None => Ok(Self::Shared),
            Some(0 | 1) => Ok(Self::Caller),
            Some(count) => rayon::ThreadPoolBuilder::new().num_threads(count).build().map(Self::Own),
        }
    }

    /// Runs a piece of work where the pool is.
    pub fn run<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        match self {
            Self::Caller | Self::Shared => work(),
            Self::Own(pool) => pool.install(work),
        }
    }

    /// Works on every item, in any order.
    pub fn for_each<T: Send>(&self, items: Vec<T>, work: impl Fn(T) + Sync + Send) {
        match self {
            Self::Caller => items.into_iter().for_each(work),
            Self::Shared | Self::Own(_) => items.into_par_iter().for_each(work),
        }
    }
}
