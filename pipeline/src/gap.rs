//! `restage gap`: which part of the gap comes from what. The same training demonstrations are re-staged under a matrix
//! of settings, and each result is compared with the same held-out recordings.

use crate::evidence::RealSet;
use crate::progress::{Progress, Silent};
use crate::splitting::SourcePart;
use crate::{Job, PipelineError, QualityChoice, RendererChoice, SourceEntry, generate};
use restage_randomizers::RandomizationConfig;
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
    change: fn(&mut Job),
}

const fn setting(name: &'static str, about: &'static str, pictures: bool, change: fn(&mut Job)) -> Setting {
    Setting { name, about, pictures, change }
}

/// Every setting that there is, in the order of the table.
static SETTINGS: [Setting; 15] = [
    setting("all-on", "everything varies", false, |_| {}),
    setting("no-placement", "object and goal stay where they were recorded", false, |job| {
        job.randomization.object_pose.enabled = false;
        job.randomization.place_pose.enabled = false;
    }),
    setting("no-object", "one nominal object", false, |job| job.randomization.object.enabled = false),
    setting("no-clutter", "no other objects", false, |job| job.randomization.clutter.enabled = false),
    setting("no-layout", "one kitchen", false, |job| job.randomization.kitchen.enabled = false),
    setting("no-style", "no human style", false, |job| job.randomization.style.enabled = false),
    setting("no-contact", "nominal friction and grip", false, |job| {
        job.randomization.friction.enabled = false;
        job.randomization.grip.enabled = false;
    }),
    setting("no-wording", "one task text", false, |job| job.randomization.wording.enabled = false),
    setting("nothing-varies", "every axis off: recorded motion, nominal values", false, |job| {
        job.randomization =
            RandomizationConfig { bounds: job.randomization.bounds.clone(), ..RandomizationConfig::fixed() };
    }),
    setting("no-lights", "one light", true, |job| job.randomization.lights.enabled = false),
    setting("no-exposure", "nominal exposure", true, |job| job.randomization.exposure.enabled = false),
    setting("no-camera", "cameras stay where they are", true, |job| {
        job.randomization.wrist_camera.enabled = false;
        job.randomization.head_camera.enabled = false;
    }),
    setting("high-quality", "soft shadows and indirect light", true, |job| {
        job.film.quality = QualityChoice::High
    }),
    setting("cpu-renderer", "the CPU ray caster", true, |job| job.film.renderer = RendererChoice::Cpu),
    setting("gpu-renderer", "the Bevy renderer", true, |job| job.film.renderer = RendererChoice::Gpu),
];

impl GapRequest {
    /// The settings that were asked for, or all that can show.
    fn chosen(&self) -> Result<Vec<&'static Setting>, PipelineError> {
        if self.settings.is_empty() {
            let usual = |s: &&Setting| (self.film || !s.pictures) && s.name != "gpu-renderer";
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
    let real = RealSet::read(&request.real, request.film, &cache)?;
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
