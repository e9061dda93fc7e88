//! `restage fit`: priors narrowed by the train split of real recordings.
//!
//! What a recording shows directly (places, widths, pace, pauses, tremor) is fitted to its own values. Light and
//! colour have no such values: there the rollouts themselves are the model. Scenes are drawn from the prior and filmed
//! small, and those whose pictures are statistically nearest to the recorded ones are kept (approximate Bayesian
//! computation by rejection, see `light`).

mod light;
mod motion;
mod statistics;

pub use statistics::PictureStatistics;

use crate::sources::{InspectedSource, inspect_source};
use crate::{GENERATOR_VERSION, JobError, PipelineError, Progress, SourceEntry};
use restage_episodes::split::{DEFAULT_SALT, Split, SplitRule, group_key};
use restage_randomizers::plan::{GroundedDemonstration, usable};
use restage_randomizers::priors::{FittedLaw, KeptLaw, PRIORS_FORMAT_VERSION, PriorSource, Priors};
use restage_randomizers::{Law, RandomizationConfig};
use std::path::Path;

/// How to fit.
#[derive(Clone, Debug, PartialEq)]
pub struct FitSettings {
    /// The recordings.
    pub source: SourceEntry,
    /// Salt of the split.
    pub salt: String,
    /// Priors to start from.
    pub randomization: RandomizationConfig,
    /// Scenes that are drawn and filmed to fit light and colour; 0 leaves light and colour alone.
    pub scenes: u64,
    /// Seed of those scenes.
    pub seed: u64,
}

impl FitSettings {
    /// The usual settings for a source.
    pub fn new(source: SourceEntry) -> Self {
        Self {
            source,
            salt: DEFAULT_SALT.into(),
            randomization: RandomizationConfig::default(),
            scenes: 400,
            seed: 0,
        }
    }
}

/// Laws that were fitted and laws that keep their prior.
#[derive(Debug, Default)]
struct Findings {
    fitted: Vec<FittedLaw>,
    kept: Vec<KeptLaw>,
}

impl Findings {
    /// Notes a law, or why there is none.
    fn note(&mut self, law: &str, n: usize, measured: &str, becomes: Option<Law>) {
        match becomes {
            Some(becomes) => self.fitted.push(FittedLaw {
                law: law.into(),
                n: n as u64,
                split: Split::Train.name().into(),
                measured: measured.into(),
                becomes,
            }),
            None => self.keep(law, &format!("{n} observations are too few: {measured}")),
        }
    }

    /// Notes that a law keeps its prior.
    fn keep(&mut self, law: &str, reason: &str) {
        self.kept.push(KeptLaw { law: law.into(), reason: reason.into() });
    }
}

/// Fits priors to the train split of a source. Recordings of other splits are not looked at beyond their number.
///
/// # Errors
/// When the source cannot be read, or none of its usable recordings is in the train split.
pub fn fit(settings: &FitSettings, progress: &dyn Progress) -> Result<Priors, PipelineError> {
    progress.begin("reading and grounding demonstrations", None);
    let source = inspect_source(&settings.source, &SplitRule::new(settings.salt.as_str()));
    progress.end();
    let source = source?;
    let rule = SplitRule::new(settings.salt.as_str());
    let (train, others) = train_split(&source, &rule);
    if train.is_empty() {
        return Err(PipelineError::NoTrain { path: settings.source.path.clone(), others });
    }
    let mut findings = Findings::default();
    motion::fit(&train, &settings.randomization, &mut findings);
    light::fit(&train, settings, progress, &mut findings)?;
    let keys = train.iter().map(|it| &it.demonstration.source);
    let mut groups: Vec<String> =
        keys.map(|it| group_key(&it.dataset, it.episode_index, &it.group)).collect();
    groups.sort();
    groups.dedup();
    Ok(Priors {
        format_version: PRIORS_FORMAT_VERSION,
        generator_version: GENERATOR_VERSION.into(),
        salt: settings.salt.clone(),
        sources: vec![PriorSource {
            dataset: source.name.clone(),
            profile: settings.source.profile.clone(),
            split: Split::Train.name().into(),
            groups,
            episodes: train.iter().map(|it| it.demonstration.source.episode_index).collect(),
            other_splits: others,
        }],
        fitted: findings.fitted,
        kept: findings.kept,
    })
}

/// The usable recordings of the train split, and how many others there are.
fn train_split(source: &InspectedSource, rule: &SplitRule) -> (Vec<GroundedDemonstration>, u64) {
    let mut train = Vec::new();
    let mut others = 0;
    for episode in &source.episodes {
        let Ok(grounding) = &episode.grounding else { continue };
        if !usable(grounding) {
            continue;
        }
        if rule.split(&episode.demonstration.source) != Split::Train {
            others += 1;
            continue;
        }
        train.push(GroundedDemonstration {
            demonstration: episode.demonstration.clone(),
            grounding: grounding.clone(),
            gripper: source.profile.gripper.model.clone(),
        });
    }
    (train, others)
}

/// Reads a file that [`fit`] wrote.
///
/// # Errors
/// When it cannot be read or is not such a file.
pub fn load_priors(path: &Path) -> Result<Priors, JobError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| JobError::Io { path: path.to_owned(), source })?;
    toml::from_str(&text).map_err(|error| JobError::Syntax {
        path: path.to_owned(),
        message: error.to_string(),
        hint: "hint: `restage fit` writes such files\n".into(),
    })
}

/// The text of the file, with what it is in front.
///
/// # Errors
/// When a number has no text form.
pub fn priors_text(priors: &Priors) -> Result<String, PipelineError> {
    let body = toml::to_string_pretty(priors).map_err(|error| PipelineError::Stored {
        file: "priors.toml".into(),
        expected: "finite numbers".into(),
        found: error.to_string(),
        hint: "this is a defect of the program; report it with the source".into(),
    })?;
    Ok(format!(
        "# Priors narrowed by real recordings (train split only), for `restage generate --priors FILE`.\n\
         # Do not edit: the groups are checked against the split.\n{body}"
    ))
}

/// The JSON schema of the file.
pub fn priors_schema() -> schemars::Schema {
    schemars::schema_for!(Priors)
}
