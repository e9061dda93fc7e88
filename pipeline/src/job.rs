//! The job file: everything that `restage generate` can do, as TOML. Flags of the command line override it.

use crate::splitting::SourcePart;
use restage_episodes::split::{DEFAULT_SALT, SplitRule};
use restage_randomizers::RandomizationConfig;
use restage_randomizers::priors::PriorsError;
use restage_randomizers::seeds::MAX_ATTEMPTS;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Version of the job file format.
pub const JOB_FORMAT_VERSION: u32 = 1;

/// A job: what to read, how much to make of it, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Job {
    /// Version of this format.
    pub format_version: u32,
    /// Root of every random draw. The same job with the same seed gives the same states.
    pub seed: u64,
    /// Real demonstrations to start from.
    pub sources: Vec<SourceEntry>,
    /// What to write.
    pub output: OutputSettings,
    /// How to film.
    pub film: FilmSettings,
    /// How to run.
    pub run: RunSettings,
    /// Priors that `restage fit` narrowed by real data (TOML); they replace laws of `randomization`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priors: Option<PathBuf>,
    /// Salt of the split into train, calibration and held-out groups.
    pub split_salt: String,
    /// Scene files (JSON, `docs/scene.schema.json`) that rollouts take place in, instead of generated places. Their ranges
    /// narrow `randomization`, their zones say where things may stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scenes: Vec<PathBuf>,
    /// What varies between rollouts, and how much.
    pub randomization: RandomizationConfig,
}

impl Default for Job {
    fn default() -> Self {
        Self {
            format_version: JOB_FORMAT_VERSION,
            seed: 0,
            sources: Vec::new(),
            output: OutputSettings::default(),
            film: FilmSettings::default(),
            run: RunSettings::default(),
            priors: None,
            split_salt: DEFAULT_SALT.into(),
            scenes: Vec::new(),
            randomization: RandomizationConfig::default(),
        }
    }
}

/// One source of demonstrations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceEntry {
    /// A dataset: `LeRobot` directory, UMI replay buffer, CSV or TUM file.
    pub path: PathBuf,
    /// Name of a device profile that comes with the program, or the path of one (TOML).
    pub profile: String,
    /// Use these episodes only. All usable ones when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub episodes: Option<Vec<u64>>,
    /// Which part of the source rollouts may start from: `all`, or `train`, so that the rest stays fit to judge by.
    #[serde(default, skip_serializing_if = "SourcePart::is_all")]
    pub split: SourcePart,
    /// Registered split of the source (TOML). With one, only its training groups are used, whatever `split` says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_file: Option<PathBuf>,
}

impl SourceEntry {
    /// All usable episodes of a dataset.
    pub fn whole(path: impl Into<PathBuf>, profile: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            profile: profile.into(),
            episodes: None,
            split: SourcePart::All,
            split_file: None,
        }
    }
}

/// What to write.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OutputSettings {
    /// Folder of the dataset, here or in an S3-compatible store (`s3://BUCKET/FOLDER`). It must not exist, unless
    /// `overwrite` is set.
    pub path: PathBuf,
    /// Number of successful episodes to write.
    pub episodes: u64,
    /// Frames per second.
    pub fps: u32,
    /// Write failed rollouts into a second dataset, `<path>-failures`.
    pub keep_failures: bool,
    /// Replace an existing dataset once the new one is complete.
    pub overwrite: bool,
}

impl Default for OutputSettings {
    fn default() -> Self {
        Self {
            path: PathBuf::from("out/dataset"),
            episodes: 10,
            fps: 10,
            keep_failures: false,
            overwrite: false,
        }
    }
}

/// Which renderer films.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RendererChoice {
    /// The GPU renderer where this build has it and the machine has a GPU, else the CPU ray caster.
    #[default]
    Auto,
    /// The CPU ray caster.
    Cpu,
    /// The Bevy renderer; an error where there is none.
    Gpu,
}

/// How much work goes into a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QualityChoice {
    /// One shadow-casting key light, cheap fill and ambient.
    #[default]
    Fast,
    /// Soft shadows, ambient occlusion, several samples per pixel.
    High,
}

/// How to film.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FilmSettings {
    /// False writes states only.
    pub enabled: bool,
    /// Which renderer films.
    pub renderer: RendererChoice,
    /// How much work goes into a picture.
    pub quality: QualityChoice,
    /// Image width, px.
    pub width: u32,
    /// Image height, px.
    pub height: u32,
    /// Cameras of the scene to film: `wrist`, `head`, `overview`.
    pub cameras: Vec<String>,
}

impl Default for FilmSettings {
    fn default() -> Self {
        Self {
            enabled: true,
            renderer: RendererChoice::Auto,
            quality: QualityChoice::Fast,
            width: 224,
            height: 224,
            cameras: vec!["wrist".into(), "head".into()],
        }
    }
}

/// How to run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RunSettings {
    /// Worker threads; 0 takes every core. The result does not depend on it.
    pub threads: usize,
    /// An episode is given up after this many attempts.
    pub max_attempts_per_episode: u64,
    /// An attempt whose physics takes longer than this, s, is given up (`internal.too_slow`).
    pub attempt_seconds: u64,
    /// Episodes that are published together: a process that dies loses fewer than this.
    pub episodes_per_part: u64,
    /// Which part of the work this process does.
    pub shard: Shard,
    /// Folder for working copies of what is in a store; one in the cache of the user when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_folder: Option<PathBuf>,
}

/// One of several processes that share a job, on one machine or many. The work is dealt out by blocks of episodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shard {
    /// Number of this process, from 0.
    pub index: u64,
    /// Number of processes.
    pub count: u64,
}

impl Default for Shard {
    /// All of the work.
    fn default() -> Self {
        Self { index: 0, count: 1 }
    }
}

impl std::str::FromStr for Shard {
    type Err = String;

    /// Reads `INDEX/COUNT`, counted from 0, such as `0/3`.
    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
        match numbers {
            Some((index, count)) if index < count => Ok(Self { index, count }),
            _ => {
                Err(format!("expected INDEX/COUNT with INDEX from 0 to COUNT-1, such as 0/3, found {text:?}"))
            }
        }
    }
}

impl Default for RunSettings {
    fn default() -> Self {
        Self {
            threads: 0,
            max_attempts_per_episode: 100,
            attempt_seconds: 120,
            episodes_per_part: 32,
            shard: Shard::default(),
            work_folder: None,
        }
    }
}

/// Why a job cannot run.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// The file system said no.
    #[error("cannot read the job file {path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// Not TOML, or not a job.
    #[error("the job file {path} is not valid:\n{message}{hint}", path = path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Line, column and reason.
        message: String,
        /// A suggestion, or empty.
        hint: String,
    },
    /// Fitted priors that this job may not use.
    #[error("the priors {path} cannot be used: {source}", path = path.display())]
    Priors {
        /// The file.
        path: PathBuf,
        /// Why.
        source: PriorsError,
    },
    /// Values that contradict each other or lie outside their range.
    #[error("the job cannot run:\n{}", .faults.iter().map(|fault| format!("  - {fault}")).collect::<Vec<_>>().join("\n"))]
    Invalid {
        /// All faults at once.
        faults: Vec<String>,
    },
}

impl Job {
    /// Reads a job file.
    ///
    /// # Errors
    /// When the file cannot be read or is not a job; an unknown key is named with the nearest known one.
    pub fn load(path: &Path) -> Result<Self, JobError> {
        let text =
            std::fs::read_to_string(path).map_err(|source| JobError::Io { path: path.to_owned(), source })?;
        toml::from_str(&text).map_err(|error| {
            let message = error.to_string();
            let hint = suggestion(&message).map_or(String::new(), |s| format!("hint: {s}\n"));
            JobError::Syntax { path: path.to_owned(), message, hint }
        })
    }

    /// The JSON schema of the job file.
    pub fn schema() -> schemars::Schema {
        schemars::schema_for!(Job)
    }

    /// The job with its fitted priors in place of its laws.
    ///
    /// # Errors
    /// When the file cannot be read, or was fitted under another split.
    pub fn with_priors(&self) -> Result<Self, JobError> {
        let mut job = self.clone();
        if let Some(path) = &self.priors {
            let priors = crate::fit::load_priors(path)?;
            let refused = |error: PriorsError| JobError::Priors { path: path.clone(), source: error };
            priors.check(&SplitRule::new(self.split_salt.as_str())).map_err(refused)?;
            priors.apply(&mut job.randomization).map_err(refused)?;
        }
        Ok(job)
    }

    /// Checks what the types cannot: every fault at once.
    ///
    /// # Errors
    /// When any value is out of range.
    pub fn validate(&self) -> Result<(), JobError> {
        let mut faults = Vec::new();
        let mut require = |ok: bool, fault: String| {
            if !ok {
                faults.push(fault);
            }
        };
        let version = self.format_version;
        require(
            version == JOB_FORMAT_VERSION,
            format!("format_version: expected {JOB_FORMAT_VERSION}, found {version}"),
        );
        require(
            !self.sources.is_empty(),
            "sources: expected at least one; hint: give --source and --profile".into(),
        );
        let OutputSettings { episodes, fps, .. } = self.output;
        require(episodes > 0, "output.episodes: expected at least 1, found 0".into());
        require((1..=120).contains(&fps), format!("output.fps: expected 1 to 120, found {fps}"));
        let FilmSettings { width, height, ref cameras, enabled, .. } = self.film;
        for (name, pixels) in [("width", width), ("height", height)] {
            let even = pixels % 2 == 0;
            require(
                (16..=4096).contains(&pixels) && even,
                format!("film.{name}: expected an even number from 16 to 4096, found {pixels}"),
            );
        }
        require(!enabled || !cameras.is_empty(), "film.cameras: expected at least one, found none".into());
        for camera in cameras {
            require(
                restage_randomizers::CAMERA_NAMES.contains(&camera.as_str()),
                format!(
                    "film.cameras: expected names out of {:?}, found {camera:?}",
                    restage_randomizers::CAMERA_NAMES
                ),
            );
        }
        let RunSettings { max_attempts_per_episode, attempt_seconds, episodes_per_part, shard, .. } =
            self.run;
        require(
            (1..=MAX_ATTEMPTS).contains(&max_attempts_per_episode),
            format!(
                "run.max_attempts_per_episode: expected 1 to {MAX_ATTEMPTS}, found {max_attempts_per_episode}"
            ),
        );
        require(attempt_seconds > 0, "run.attempt_seconds: expected at least 1, found 0".into());
        require(episodes_per_part > 0, "run.episodes_per_part: expected at least 1, found 0".into());
        require(
            shard.index < shard.count,
            format!("run.shard: expected an index below {}, found {}", shard.count, shard.index),
        );
        faults.extend(self.randomization.faults());
        if faults.is_empty() { Ok(()) } else { Err(JobError::Invalid { faults }) }
    }
}

/// For serde's "unknown field `x`, expected one of `a`, `b`": the nearest of those expected.
fn suggestion(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("unknown field `")?;
    let (unknown, expected) = rest.split_once('`')?;
    let known = expected.split('`').skip(1).step_by(2);
    known
        .map(|name| (strsim::damerau_levenshtein(unknown, name), name))
        .min()
        .filter(|(distance, name)| *distance <= 1 + name.len() / 3)
        .map(|(_, name)| format!("did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Job, JobError> {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("job.toml");
        std::fs::write(&path, text).expect("job file");
        Job::load(&path)
    }

    #[test]
    fn an_unknown_key_is_named_with_the_nearest_known_one() {
        let message = parse("[output]\nepsiodes = 3\n").expect_err("a typo").to_string();
        assert!(message.contains("epsiodes") && message.contains("did you mean `episodes`?"), "{message}");
        assert!(message.contains("line 2"), "{message}");
    }

    #[test]
    fn every_fault_is_reported_at_once() {
        let job =
            parse("format_version = 9\n[output]\nfps = 0\n[film]\nwidth = 223\n").expect("syntax is fine");
        let message = job.validate().expect_err("four faults").to_string();
        for field in ["format_version", "sources", "output.fps", "film.width"] {
            assert!(message.contains(field), "{field} missing in: {message}");
        }
    }

    #[test]
    fn a_job_survives_its_own_text() {
        let job = Job {
            sources: vec![SourceEntry { episodes: Some(vec![0, 2]), ..SourceEntry::whole("a", "umi") }],
            ..Job::default()
        };
        let text = toml::to_string(&job).expect("a job is TOML");
        assert_eq!(parse(&text).expect("its own text"), job);
    }

    #[test]
    fn the_example_job_is_a_job_whose_laws_can_be_drawn() {
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/job.example.toml");
        let job = Job::load(&example).expect("the example");
        assert_eq!(job.randomization.faults(), Vec::<String>::new());
        assert!(job.randomization.environment.templates().expect("known").len() <= 18);
    }

    #[test]
    fn priors_of_another_split_are_refused() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("priors.toml");
        let text = "format_version = 1\ngenerator_version = \"0\"\nsalt = \"other\"\nsources = []\n";
        std::fs::write(&path, text).expect("a file");
        let job = Job { priors: Some(path.clone()), ..Job::default() };
        let message = job.with_priors().expect_err("another salt").to_string();
        assert!(message.contains("priors.toml") && message.contains("\"other\""), "{message}");
        let same = Job { split_salt: "other".into(), ..job };
        assert_eq!(same.with_priors().expect("the same salt").randomization, same.randomization);
        std::fs::write(&path, "nonsense = 1").expect("a file");
        assert!(same.with_priors().expect_err("no priors").to_string().contains("restage fit"));
    }
}
