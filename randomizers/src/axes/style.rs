//! How this rollout's person moves: pace, pauses, tremor.

use crate::law::Law;
use rand_chacha::rand_core::Rng;
use restage_grounding::adapt::style::{FittsLaw, Tremor};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Human motion style.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StyleAxis {
    /// Off: the pace and the pauses of the recording.
    pub enabled: bool,
    /// Speed relative to the recording.
    pub speed: Law,
    /// Duration factor of each re-synthesised motion.
    pub time: Law,
    /// Pause added between closing and lifting and between arriving and opening, s. The recording has pauses of its
    /// own.
    pub dwell_secs: Law,
    /// Fitts' law as a lower bound on the duration of re-synthesised motion: intercept in s, slope in s per bit.
    /// Absent: limits of speed and acceleration only.
    pub fitts: Option<[f64; 2]>,
}

impl Default for StyleAxis {
    fn default() -> Self {
        Self {
            enabled: true,
            speed: Law::lognormal(1.0, 0.15, [0.7, 1.4]),
            time: Law::lognormal(1.0, 0.10, [1.0 / 1.2, 1.5]),
            // Mean 0.10 s, standard deviation 0.06 s.
            dwell_secs: Law::lognormal(0.0857, 0.555, [0.01, 0.6]),
            fitts: Some([0.1, 0.12]),
        }
    }
}

/// Drawn style.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct StyleDraw {
    /// Speed relative to the recording.
    pub speed: f64,
    /// Duration factors of a re-synthesised approach and transport.
    pub time: [f64; 2],
    /// Pauses added before the lift and before the retreat, s.
    pub dwell_secs: [f64; 2],
    /// Intercept (s) and slope (s per bit) of Fitts' law.
    pub fitts: Option<[f64; 2]>,
}

impl StyleDraw {
    /// The style of the recording itself.
    pub const RECORDED: Self = Self { speed: 1.0, time: [1.0; 2], dwell_secs: [0.0; 2], fitts: None };

    /// Fitts' law for reaches to a target of 2 cm.
    pub fn fitts_law(&self) -> Option<FittsLaw> {
        self.fitts.map(|[intercept, slope]| FittsLaw { intercept, slope, width: 0.02 })
    }
}

impl StyleAxis {
    /// Draws a style.
    pub fn sample(&self, rng: &mut impl Rng) -> StyleDraw {
        if !self.enabled {
            return StyleDraw::RECORDED;
        }
        StyleDraw {
            speed: self.speed.sample(rng),
            time: [self.time.sample(rng), self.time.sample(rng)],
            dwell_secs: [self.dwell_secs.sample(rng), self.dwell_secs.sample(rng)],
            fitts: self.fitts,
        }
    }
}

/// Physiological tremor of the hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TremorAxis {
    /// Off: none.
    pub enabled: bool,
    /// Resonance, Hz.
    pub frequency_hz: Law,
    /// Root-mean-square displacement per axis, m.
    pub rms: Law,
}

impl Default for TremorAxis {
    fn default() -> Self {
        Self {
            enabled: true,
            frequency_hz: Law::normal(8.0, 1.2, [6.0, 12.0]),
            rms: Law::log_uniform([20e-6, 200e-6]),
        }
    }
}

/// Drawn tremor; none when `rms` is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TremorDraw {
    /// Resonance, Hz.
    pub frequency_hz: f64,
    /// Root-mean-square displacement per axis, m.
    pub rms: f64,
}

impl TremorAxis {
    /// Draws a tremor.
    pub fn sample(&self, rng: &mut impl Rng) -> TremorDraw {
        if !self.enabled {
            return TremorDraw::default();
        }
        TremorDraw { frequency_hz: self.frequency_hz.sample(rng), rms: self.rms.sample(rng) }
    }
}

impl TremorDraw {
    /// The tremor, if any.
    pub fn tremor(&self) -> Option<Tremor> {
        (self.rms > 0.0).then_some(Tremor {
            frequency_hz: self.frequency_hz,
            rms: self.rms,
            pole_radius: 0.97,
        })
    }
}
