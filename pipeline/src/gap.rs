//! `restage gap`: which part of the gap comes from what. The same training demonstrations are re-staged under a matrix
//! of settings, and each result is compared with the same held-out recordings.

use crate::evidence::RealSet;
use crate::progress::{Progress, Silent};
use crate::splitting::SourcePart;
use crate::{Job, PipelineError, QualityChoice, RendererChoice, SourceEntry, generate};
use restage_episodes::split::SplitRule;
use restage_randomizers::config::AXES;
use restage_validation::evidence::family_gaps;
use restage_validation::features::cache::Cache;
use restage_validation::report::gap::{GapReport, GapRow};
use std::path::PathBuf;

/// What to measure.
#[derive(Clone, Debug)]
pub struct GapRequest {
    /// Settings that all runs share; its randomization is what "everything on" means.
    pub base: Job,
    /// The real dataset: its training groups are re-staged, its held-out groups compared with.
    pub real: SourceEntry,
    /// Names of settings; the usual ones when empty.
    pub settings: Vec<String>,
    /// Generated episodes per setting.
    pub episodes: u64,
    /// Folder for datasets and the report.
    pub out: PathBuf,
    /// Whether to film, and to compare pictures.
    pub film: bool,
}

/// One way to generate.
struct Setting {
    name: &'static str,
    /// Words for people.
    about: &'static str,
    /// Whether it only shows in pictures.
    pictures: bool,
    /// Axes that are switched off.
    off: &'static [&'static str],
    /// What else is changed.
    change: fn(&mut Job),
}

/// A setting that switches axes off.
const fn without(
    name: &'static str,
    about: &'static str,
    pictures: bool,
    off: &'static [&'static str],
) -> Setting {
    Setting { name, about, pictures, off, change: |_| {} }
}

/// A setting of how things are filmed.
const fn filmed(name: &'static str, about: &'static str, change: fn(&mut Job)) -> Setting {
    Setting { name, about, pictures: true, off: &[], change }
}

/// Every setting that there is, in the order of the table.
static SETTINGS: [Setting; 17] = [
    without("all-on", "everything varies", false, &[]),
    without(
        "no-placement",
        "object and goal stay where they were recorded",
        false,
        &["object_pose", "place_pose"],
    ),
    without("no-object", "one nominal object", false, &["object", "scale", "mass"]),
    without("no-clutter", "no other objects", false, &["clutter"]),
    without("no-layout", "one layout of the place", false, &["layout", "support_height"]),
    without("no-place", "one place", false, &["environment", "layout", "room_style", "support_height"]),
    without("no-style", "no human style, no tremor", false, &["style", "tremor"]),
    without("no-contact", "nominal friction, grip and delay", false, &["friction", "grip", "latency"]),
    without("no-wording", "one task text", false, &["wording"]),
    without("nothing-varies", "every axis off: recorded motion, nominal values", false, &AXES),
    Setting {
        name: "no-priors",
        about: "laws as published, not fitted to recordings",
        pictures: false,
        off: &[],
        change: |job| job.priors = None,
    },
    without("no-lights", "one light, nominal exposure", true, &["lights", "exposure", "white_balance"]),
    without("no-camera", "cameras stay where they are", true, &["wrist_camera", "head_camera"]),
    without("no-noise", "no sensor noise", true, &["sensor_noise"]),
    filmed("high-quality", "soft shadows and indirect light", |job| job.film.quality = QualityChoice::High),
    filmed("cpu-renderer", "the CPU ray caster", |job| job.film.renderer = RendererChoice::Cpu),
    filmed("gpu-renderer", "the Bevy renderer", |job| job.film.renderer = RendererChoice::Gpu),
];

impl GapRequest {
    /// The settings that were asked for, or all that can show.
    fn chosen(&self) -> Result<Vec<&'static Setting>, PipelineError> {
        if self.settings.is_empty() {
            let usual = |s: &&Setting| match s.name {
                "gpu-renderer" => false,
                "no-priors" => self.base.priors.is_some(),
                _ => self.film || !s.pictures,
            };
            return Ok(SETTINGS.iter().filter(usual).collect());
        }
        let find = |name: &String| {
            SETTINGS.iter().find(|setting| setting.name == name).ok_or_else(|| PipelineError::Unknown {
                what: "setting of the gap benchmark",
                expected: SETTINGS.iter().map(|setting| setting.name).collect::<Vec<_>>().join(", "),
                found: name.clone(),
            })
        };
        self.settings.iter().map(find).collect()
    }

    fn job(&self, setting: &Setting) -> Job {
        let mut job = self.base.clone();
        job.sources = vec![SourceEntry { split: SourcePart::Train, ..self.real.clone() }];
        job.output.path = self.out.join(setting.name);
        job.output.episodes = self.episodes;
        job.output.overwrite = true;
        job.film.enabled = self.film;
        for axis in setting.off {
            job.randomization.switch(axis, false);
        }
        (setting.change)(&mut job);
        job
    }
}

/// Runs the matrix. A setting that generates nothing becomes a row that says so.
///
/// # Errors
/// On bad input, or when the real dataset and a generated one cannot be compared at all.
pub fn gap(request: &GapRequest, progress: &dyn Progress) -> Result<GapReport, PipelineError> {
    let chosen = request.chosen()?;
    let cache = Cache::at(request.out.join("cache"));
    let rule = SplitRule::new(request.base.split_salt.as_str());
    let real = RealSet::read(&request.real, &rule, request.film, &cache)?;
    let mut rows = Vec::new();
    progress.begin("generating and comparing", Some(chosen.len() as u64));
    for (done, setting) in chosen.iter().enumerate() {
        if progress.stop_requested() {
            break;
        }
        progress.advance(done as u64, setting.name);
        let report = generate(&request.job(setting), &Silent)?;
        let families = match &report.dataset {
            Some(dataset) => {
                let evidence = real.against(dataset, request.film, &cache)?;
                family_gaps(&evidence, &cache, request.base.seed)?
            }
            None => Vec::new(),
        };
        rows.push(GapRow {
            setting: setting.name.into(),
            about: setting.about.into(),
            episodes: report.successes,
            attempts: report.attempts,
            families,
        });
    }
    progress.end();
    Ok(GapReport::new(real.split().dataset.clone(), real.split().hash(), rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use restage_randomizers::RandomizationConfig;

    #[test]
    fn every_setting_switches_axes_that_exist() {
        for setting in &SETTINGS {
            for axis in setting.off {
                assert!(
                    RandomizationConfig::default().switch(axis, false),
                    "{}: no axis {axis}",
                    setting.name
                );
            }
        }
    }
}
