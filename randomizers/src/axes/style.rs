//! How this rollout's person moves: pace, pauses, tremor.

use crate::distribution::{log_uniform, lognormal, truncated_lognormal, truncated_normal};
use rand_chacha::rand_core::Rng;
use restage_grounding::adapt::style::{FittsLaw, Tremor, lognormal_from_mean_sd};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Human motion style.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StyleAxis {
    /// Off: the pace and the pauses of the recording, no tremor.
    pub enabled: bool,
    /// Standard deviation of the logarithm of the speed factor.
    pub speed_sigma: f64,
    /// Range that the speed factor is cut to.
    pub speed_range: [f64; 2],
    /// Standard deviation of the logarithm of the duration of each re-synthesised motion.
    pub time_sigma: f64,
    /// Mean of the pause between closing and lifting and between arriving and opening, s. 0 adds none: the
    /// recording has pauses of its own.
    pub dwell_mean_secs: f64,
    /// Standard deviation of it, s.
    pub dwell_sd_secs: f64,
    /// Fitts' law as a lower bound on the duration of re-synthesised motion: intercept in s, slope in s per bit.
    /// Absent: limits of speed and acceleration only.
    pub fitts: Option<[f64; 2]>,
    /// Tremor of the hand.
    pub tremor: TremorAxis,
}

/// Physiological tremor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TremorAxis {
    /// Off: none.
    pub enabled: bool,
    /// Mean and standard deviation of the resonance, Hz.
    pub frequency_hz: [f64; 2],
    /// Range that the resonance is cut to, Hz.
    pub frequency_range_hz: [f64; 2],
    /// Range of the root-mean-square displacement per axis, m, log-uniform.
    pub rms: [f64; 2],
}

impl Default for TremorAxis {
    fn default() -> Self {
        Self {
            enabled: true,
            frequency_hz: [8.0, 1.2],
            frequency_range_hz: [6.0, 12.0],
            rms: [20e-6, 200e-6],
        }
    }
}

impl Default for StyleAxis {
    fn default() -> Self {
        Self {
            enabled: true,
            speed_sigma: 0.15,
            speed_range: [0.7, 1.4],
            time_sigma: 0.10,
            dwell_mean_secs: 0.10,
            dwell_sd_secs: 0.06,
            fitts: Some([0.1, 0.12]),
            tremor: TremorAxis::default(),
        }
    }
}

/// Drawn style.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct StyleDraw {
    /// Speed relative to the recording.
    pub speed_factor: f64,
    /// Duration factor of a re-synthesised approach.
    pub approach_time_factor: f64,
    /// Duration factor of a re-synthesised transport.
    pub transport_time_factor: f64,
    /// Pause added before the lift, s.
    pub grasp_dwell_secs: f64,
    /// Pause added before the retreat, s.
    pub release_dwell_secs: f64,
    /// Resonance of the tremor, Hz; 0 without tremor.
    pub tremor_hz: f64,
    /// Its root-mean-square displacement per axis, m; 0 without tremor.
    pub tremor_rms: f64,
    /// Intercept (s) and slope (s per bit) of Fitts' law.
    pub fitts: Option<[f64; 2]>,
}

impl StyleDraw {
    /// The style of the recording itself.
    pub const RECORDED: Self = Self {
        speed_factor: 1.0,
        approach_time_factor: 1.0,
        transport_time_factor: 1.0,
        grasp_dwell_secs: 0.0,
        release_dwell_secs: 0.0,
        tremor_hz: 0.0,
        tremor_rms: 0.0,
        fitts: None,
    };

    /// The tremor, if any.
    pub fn tremor(&self) -> Option<Tremor> {
        (self.tremor_rms > 0.0).then_some(Tremor {
            frequency_hz: self.tremor_hz,
            rms: self.tremor_rms,
            pole_radius: 0.97,
        })
    }

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
        let speed_factor = truncated_lognormal(rng, 1.0, self.speed_sigma, self.speed_range);
        let mut time = || truncated_lognormal(rng, 1.0, self.time_sigma, [1.0 / 1.2, 1.5]);
        let (approach_time_factor, transport_time_factor) = (time(), time());
        let mut dwell = || match self.dwell_mean_secs > 0.0 {
            true => {
                let (mu, sigma) = lognormal_from_mean_sd(self.dwell_mean_secs, self.dwell_sd_secs);
                lognormal(rng, mu, sigma)
            }
            false => 0.0,
        };
        let (grasp_dwell_secs, release_dwell_secs) = (dwell(), dwell());
        let TremorAxis { enabled, frequency_hz: [mean, sd], frequency_range_hz, rms } = self.tremor;
        let (tremor_hz, tremor_rms) = if enabled {
            (truncated_normal(rng, mean, sd, frequency_range_hz), log_uniform(rng, rms))
        } else {
            (0.0, 0.0)
        };
        StyleDraw {
            speed_factor,
            approach_time_factor,
            transport_time_factor,
            grasp_dwell_secs,
            release_dwell_secs,
            tremor_hz,
            tremor_rms,
            fitts: self.fitts,
        }
    }
}
