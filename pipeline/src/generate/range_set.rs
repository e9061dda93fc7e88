//! Sets of episode numbers as few sorted ranges: a run of a million episodes is a handful of them.

use std::collections::BTreeMap;
use std::ops::Range;

/// A set of numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RangeSet(BTreeMap<u64, u64>);

impl RangeSet {
    /// Adds a range; joins it with those that it touches.
    pub fn insert(&mut self, range: Range<u64>) {
        if range.is_empty() {
            return;
        }
        let (mut start, mut end) = (range.start, range.end);
        while let Some((&first, &last)) = self.0.range(..=end).next_back().filter(|(_, last)| **last >= start)
        {
            self.0.remove(&first);
            (start, end) = (start.min(first), end.max(last));
        }
        self.0.insert(start, end);
    }

    /// Parts of `within` that are not in the set, in order.
    pub fn missing(&self, within: Range<u64>) -> Vec<Range<u64>> {
        let mut gaps = Vec::new();
        let mut next = within.start;
        for (&start, &end) in self.0.range(..within.end) {
            if start > next {
                gaps.push(next..start);
            }
            next = next.max(end);
        }
        if next < within.end {
            gaps.push(next..within.end);
        }
        gaps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_order_of_insertion_gives_the_same_gaps() {
        let ranges = [0..3, 5..7, 3..4, 20..30, 6..9, 25..26];
        let mut forwards = RangeSet::default();
        let mut backwards = RangeSet::default();
        ranges.iter().for_each(|range| forwards.insert(range.clone()));
        ranges.iter().rev().for_each(|range| backwards.insert(range.clone()));
        assert_eq!(forwards, backwards);
        assert_eq!(forwards.missing(0..40), [4..5, 9..20, 30..40]);
        assert_eq!(forwards.missing(8..12), vec![9..12; 1]);
        assert_eq!(forwards.missing(6..9), []);
        assert_eq!(RangeSet::default().missing(2..4), vec![2..4; 1]);
    }
}
