//! Source time as a function of new time: a steady rate with pauses that are entered and left smoothly.

use super::minimum_jerk;

/// Time that entering or leaving a pause takes, s.
const RAMP_SECS: f64 = 0.1;

/// A pause of the source clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pause {
    /// Source time at which it stands still, s.
    pub at: f64,
    /// How long, s of new time.
    pub secs: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Pace {
    Steady,
    Braking,
    Still,
    Starting,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Run {
    pace: Pace,
    /// Source time at its start and end, s.
    from: f64,
    to: f64,
    /// New time that it takes, s.
    secs: f64,
}

/// A monotone map from new time to source time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clock {
    runs: Vec<Run>,
}

impl Clock {
    /// Runs from source time `from` to `to` at `rate` (source seconds per second) with `pauses` (in order; those
    /// outside the range or of no length are ignored).
    pub fn new(from: f64, to: f64, rate: f64, pauses: &[Pause]) -> Self {
        let mut runs = Vec::new();
        let mut push = |pace, from: f64, to: f64, secs: f64| {
            if secs > 0.0 {
                runs.push(Run { pace, from, to, secs });
            }
        };
        let mut cursor = from;
        for pause in pauses {
            if pause.secs <= 0.0 || !(cursor..=to).contains(&pause.at) {
                continue;
            }
            let room = RAMP_SECS * rate / 2.0;
            let before = (pause.at - cursor).min(room);
            let after = (to - pause.at).min(room);
            push(Pace::Steady, cursor, pause.at - before, (pause.at - before - cursor) / rate);
            push(Pace::Braking, pause.at - before, pause.at, 2.0 * before / rate);
            push(Pace::Still, pause.at, pause.at, pause.secs);
            push(Pace::Starting, pause.at, pause.at + after, 2.0 * after / rate);
            cursor = pause.at + after;
        }
        push(Pace::Steady, cursor, to, (to - cursor) / rate);
        Self { runs }
    }

    /// New time from start to end, s.
    pub fn duration(&self) -> f64 {
        self.runs.iter().map(|run| run.secs).sum()
    }

    /// Source time after `elapsed` seconds; clamped to the ends, `fallback` for an empty clock.
    pub fn source_time(&self, elapsed: f64, fallback: f64) -> f64 {
        let mut left = elapsed.max(0.0);
        for run in &self.runs {
            if left < run.secs {
                return run.from + (run.to - run.from) * run.pace.progress(left / run.secs);
            }
            left -= run.secs;
        }
        self.runs.last().map_or(fallback, |run| run.to)
    }
}

impl Pace {
    /// Share of the source time covered at the share `s` of the new time.
    fn progress(self, s: f64) -> f64 {
        match self {
            Self::Steady => s,
            // The rate falls from 1 to 0 as a minimum-jerk step; its integral is one half.
            Self::Braking => 2.0 * (s - minimum_jerk::fraction_integral(s)),
            Self::Still => 0.0,
            Self::Starting => 2.0 * minimum_jerk::fraction_integral(s),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steady_clock_is_linear() {
        let clock = Clock::new(1.0, 3.0, 2.0, &[]);
        assert!((clock.duration() - 1.0).abs() < 1e-12);
        assert!((clock.source_time(0.25, 0.0) - 1.5).abs() < 1e-12);
        assert!((clock.source_time(9.0, 0.0) - 3.0).abs() < 1e-12);
    }

    #[test]
    fn pause_lengthens_and_never_runs_back() {
        let clock = Clock::new(0.0, 2.0, 1.0, &[Pause { at: 1.0, secs: 0.4 }]);
        assert!((clock.duration() - (2.0 + 0.4 + RAMP_SECS)).abs() < 1e-12);
        let times: Vec<f64> = (0..=1250).map(|k| clock.source_time(k as f64 * 0.002, 0.0)).collect();
        let largest = times.windows(2).map(|w| w[1] - w[0]).fold(0.0, f64::max);
        assert!(times.windows(2).all(|w| w[1] >= w[0]));
        assert!(largest <= 0.002 + 1e-12, "the rate never exceeds the steady one");
        let still = times.iter().filter(|t| (**t - 1.0).abs() < 1e-12).count();
        assert!((199..=202).contains(&still), "0.4 s at 500 Hz, found {still}");
    }

    #[test]
    fn pause_at_the_very_end_stands_still() {
        let clock = Clock::new(0.0, 1.0, 1.0, &[Pause { at: 1.0, secs: 0.3 }]);
        assert!((clock.source_time(clock.duration() - 0.01, 0.0) - 1.0).abs() < 1e-12);
    }
}
