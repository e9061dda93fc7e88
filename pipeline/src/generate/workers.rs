//! Worker threads that hand their results over in order, never more than a window ahead of the slowest.
//!
//! A worker takes an episode from its first attempt to the encoded pictures, so that no stage waits for another;
//! the window bounds how many finished episodes wait for one that takes longer, and with them the memory.

use std::collections::BTreeMap;
use std::sync::mpsc::sync_channel;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Where the queue stands.
struct Position {
    /// Next item to be taken.
    next: usize,
    /// Items before it have been handed over.
    done: usize,
    closed: bool,
}

struct Queue {
    length: usize,
    window: usize,
    position: Mutex<Position>,
    moved: Condvar,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Position> {
        self.position.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next item, or `None` when there are no more. Waits while the window is full; `waited` grows by that.
    fn take(&self, waited: &mut Duration) -> Option<usize> {
        let start = Instant::now();
        let mut position = self.lock();
        while !position.closed && position.next < self.length && position.next >= position.done + self.window
        {
            position = self.moved.wait(position).unwrap_or_else(PoisonError::into_inner);
        }
        *waited += start.elapsed();
        if position.closed || position.next >= self.length {
            return None;
        }
        position.next += 1;
        Some(position.next - 1)
    }

    fn advance(&self, done: usize) {
        self.lock().done = done;
        self.moved.notify_all();
    }

    fn close(&self) {
        self.lock().closed = true;
        self.moved.notify_all();
    }
}

/// Calls `work` on the items 0..`length` in `threads` threads, and `take` in this thread with the results in order,
/// until `take` gives false. Returns the time that workers waited for the window, summed.
pub(super) fn in_order<T: Send>(
    length: usize,
    threads: usize,
    window: usize,
    work: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(usize, T) -> bool,
) -> Duration {
    let queue = Queue {
        length,
        window: window.max(threads),
        position: Mutex::new(Position { next: 0, done: 0, closed: false }),
        moved: Condvar::new(),
    };
    let idle = Mutex::new(Duration::ZERO);
    let (sender, receiver) = sync_channel(queue.window);
    thread::scope(|scope| {
        for _ in 0..threads {
            let sender = sender.clone();
            scope.spawn(|| {
                let (sender, mut waited) = (sender, Duration::ZERO);
                while let Some(item) = queue.take(&mut waited) {
                    if sender.send((item, work(item))).is_err() {
                        break;
                    }
                }
                *idle.lock().unwrap_or_else(PoisonError::into_inner) += waited;
            });
        }
        drop(sender);
        let (mut early, mut next, mut go_on) = (BTreeMap::new(), 0, true);
        for (item, result) in receiver {
            early.insert(item, result);
            while let Some(result) = early.remove(&next).filter(|_| go_on) {
                go_on = take(next, result);
                next += 1;
                queue.advance(next);
            }
            if !go_on {
                queue.close();
            }
        }
    });
    idle.into_inner().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_come_in_order_within_the_window() {
        for threads in [1, 2, 7] {
            let (started, handed_over) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let mut seen = Vec::new();
            let work = |item: usize| {
                let ahead = started.fetch_add(1, Ordering::SeqCst) + 1 - handed_over.load(Ordering::SeqCst);
                assert!(ahead <= 8 + 1, "{ahead} items under way");
                // Every third item is slow.
                if item.is_multiple_of(3) {
                    thread::sleep(Duration::from_millis(2));
                }
                item * item
            };
            in_order(60, threads, 8, work, |item, square| {
                assert_eq!(square, item * item);
                seen.push(item);
                handed_over.fetch_add(1, Ordering::SeqCst);
                true
            });
            assert_eq!(seen, (0..60).collect::<Vec<_>>());
        }
    }

    #[test]
    fn it_stops_when_told_to() {
        let mut taken = 0;
        in_order(
            1000,
            3,
            4,
            |item| item,
            |item, _| {
                taken += 1;
                item < 9
            },
        );
        assert_eq!(taken, 10);
    }

    #[test]
    fn no_items_are_no_work() {
        in_order(0, 2, 4, |item| item, |_, _| panic!("nothing was to be done"));
    }
}
