//! One comparison from end to end: features of all sets, families, controls, copies, bias, and the report.

use crate::ValidationError;
use crate::comparison::bias::{self, BiasReport, GenerationRecord};
use crate::comparison::conclusion::{conclude, grasp_share};
use crate::comparison::controls::{self, ControlsReport, Limit};
use crate::comparison::copying::{self, CopyReport, Paths};
use crate::comparison::diagnostics::{self, FamilyDiagnostics, FeatureReport};
use crate::comparison::encoded::{EncodedView, encoded};
use crate::comparison::families::{ColumnInfo, FamilyReport, Values};
use crate::comparison::perturb::Fault;
use crate::comparison::thresholds::Thresholds;
use crate::comparison::verdict::Verdict;
use crate::comparison::{advice, inputs, usefulness};
use crate::features::aligned::AlignedPath;
use crate::features::cache::{Cache, key};
use crate::features::images::View;
use crate::features::pictures::STATISTICS;
use crate::features::track::Sampling;
use crate::features::{EpisodeFeatures, FEATURES, FEATURES_VERSION, Family};
use crate::intervals::power::minimum_detectable_effect;
use crate::replay_gap::ReplayGapReport;
use crate::sample::{Observed, Sample};
use crate::utility::{UtilityOptions, UtilityReport};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Version of `report.json`.
pub const REPORT_FORMAT_VERSION: u32 = 1;

/// Views of each episode of a set, in episode order.
pub type Views = Vec<BTreeMap<&'static str, View>>;

/// Real episodes of one split with their pictures (one entry per episode, possibly empty).
#[derive(Clone, Debug, Default)]
pub struct RealPart {
    /// The episodes.
    pub sample: Sample,
    /// Their camera views.
    pub views: Views,
}

/// All that a comparison needs.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Training episodes.
    pub train: RealPart,
    /// Calibration episodes.
    pub calibration: RealPart,
    /// Held-out episodes.
    pub held_out: RealPart,
    /// Generated episodes.
    pub generated: RealPart,
    /// Generated episodes whose source is not for training.
    pub leaked_sources: Vec<String>,
    /// What the generated dataset says of its own making.
    pub record: GenerationRecord,
    /// Hash of the split.
    pub split_hash: String,
    /// What else is to be said about the input.
    pub remarks: Vec<String>,
    /// Held-out recordings replayed in simulation, where that was done.
    pub replay: Option<ReplayGapReport>,
}

/// What a comparison computes beside the distances.
#[derive(Clone, Debug, Default)]
pub struct CompareOptions {
    /// Root of all resampling.
    pub seed: u64,
    /// How utility is measured; it is not without.
    pub utility: Option<UtilityOptions>,
    /// A program that turns pictures into vectors, see [`crate::features::embedding::embed`].
    pub encoder: Option<PathBuf>,
}

/// Numbers of episodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Real, for training.
    pub train: usize,
    /// Real, for calibration.
    pub calibration: usize,
    /// Real, held out.
    pub held_out: usize,
    /// Generated.
    pub generated: usize,
}

/// The report of a comparison.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// [`REPORT_FORMAT_VERSION`].
    pub format_version: u32,
    /// Name of the generated dataset.
    pub generated: String,
    /// Name of the real one.
    pub real: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Why, one sentence each.
    pub reasons: Vec<String>,
    /// What to change where it failed.
    pub advice: Vec<String>,
    /// Numbers of episodes.
    pub n: Counts,
    /// Smallest shift of a feature, in spreads of real episodes, that these numbers show with 80 % power.
    pub minimum_detectable_gap: Option<f64>,
    /// Held-out episodes from which on a verdict is possible at all, when there are fewer.
    pub held_out_needed: Option<usize>,
    /// The families.
    pub families: Vec<FamilyReport>,
    /// The controls.
    pub controls: ControlsReport,
    /// Copies and leaks.
    pub copies: CopyReport,
    /// What a small policy learns from the generated episodes.
    pub utility: Option<UtilityReport>,
    /// Held-out recordings replayed in simulation.
    pub replay: Option<ReplayGapReport>,
    /// Pictures as an encoder of the user's sees them, per view; none without one.
    pub encoded: Vec<EncodedView>,
    /// Rejections, sources, coverage.
    pub bias: BiasReport,
    /// Each feature in its own unit.
    pub features: Vec<FeatureReport>,
    /// Other distances per family.
    pub diagnostics: Vec<FamilyDiagnostics>,
    /// Common frame rate, Hz.
    pub rate_hz: f64,
    /// What could not be compared, and other remarks on the input.
    pub remarks: Vec<String>,
    /// The thresholds.
    pub thresholds: Thresholds,
    /// Hash of the committed file of thresholds.
    pub thresholds_hash: String,
    /// Hash of the split.
    pub split_hash: String,
    /// Pictures for the report: per view, real ones then generated ones.
    #[serde(skip)]
    pub thumbnails: Vec<(String, [Vec<Thumbnail>; 2])>,
    /// Relative paths for the report: real, generated.
    #[serde(skip)]
    pub paths: [Vec<AlignedPath>; 2],
}

/// A square picture: its side in px, and its RGB bytes row by row.
pub type Thumbnail = (u32, Vec<u8>);

/// Runs a comparison.
///
/// # Errors
/// When the sets cannot be compared at all ([`ValidationError::Incomparable`]) or the cache cannot be written.
pub fn compare(
    evidence: &Evidence,
    cache: &Cache,
    options: &CompareOptions,
) -> Result<Report, ValidationError> {
    let seed = options.seed;
    let thresholds = Thresholds::registered();
    let real = evidence.real();
    inputs::check(&real, &evidence.generated.sample)?;
    let sampling = evidence.sampling();
    let sets = Sets::new(evidence, &sampling, cache)?;
    let values = evidence.values(&sets);
    let mut families = Vec::new();
    let (mut features, mut diagnostics) = (Vec::new(), Vec::new());
    for values in &values {
        let prepared = values.prepare(&thresholds);
        families.push(values.judge(&prepared, &thresholds, seed));
        if !values.held_out.is_empty() && !values.pool.is_empty() {
            features.extend(diagnostics::features(values, &prepared, seed));
            diagnostics.push(diagnostics::family(values, &prepared, &thresholds, seed));
        }
    }
    let utility = options.utility.as_ref().map(|options| evidence.utility(&thresholds, options));
    families.extend(utility.as_ref().map(|measured| usefulness::judge(measured, &thresholds)));
    FamilyReport::adjust(&mut families, &thresholds);
    grasp_share(&real, &evidence.generated.sample, &mut families, &thresholds);
    let faulty = evidence.faulty(&sets, &values, &sampling);
    let limits = families
        .iter()
        .filter_map(|report| Some((report.family, Limit { ratio: report.limit?, matched: report.matched })))
        .collect();
    let mut controls = controls::run(&values, &limits, &faulty, &sets.pool_paths(), &thresholds, seed);
    if utility.is_some() {
        controls.not_run.push("utility: each control would train sixty policies again".into());
    }
    let copies = evidence.copies(&sets, &thresholds);
    let (verdict, reasons) = conclude(&families, &controls, &copies);
    let n = evidence.counts();
    let detectable = (n.held_out > 0 && n.generated > 0)
        .then(|| minimum_detectable_effect(n.held_out as f64, n.generated as f64, thresholds.alpha, 0.8));
    let needed = thresholds.matched_least;
    let mut remarks = inputs::remarks(&real, &evidence.generated.sample);
    remarks.extend(evidence.one_sided_views());
    remarks.extend(evidence.remarks.iter().cloned());
    Ok(Report {
        format_version: REPORT_FORMAT_VERSION,
        generated: evidence.generated.sample.name.clone(),
        real: real.name,
        verdict,
        reasons,
        advice: advice::advice(&families, &features, &copies),
        n,
        minimum_detectable_gap: detectable,
        held_out_needed: (n.held_out < needed || n.train + n.calibration < 2 * needed).then_some(needed),
        bias: evidence.bias(&sets),
        families,
        controls,
        copies,
        features,
        diagnostics,
        utility: utility.and_then(Result::ok),
        replay: evidence.replay.clone(),
        encoded: options
            .encoder
            .as_ref()
            .map_or(Ok(Vec::new()), |program| evidence.encoded(program, seed))?,
        rate_hz: sampling.rate_hz,
        remarks,
        thresholds,
        thresholds_hash: Thresholds::hash(),
        split_hash: evidence.split_hash.clone(),
        thumbnails: evidence.thumbnails(),
        paths: [sets.pool_paths(), sets.generated.iter().map(|f| f.path.clone()).collect()],
    })
}

/// The gap ratios of the families alone: no controls, no diagnostics. For many comparisons with one real set.
///
/// # Errors
/// As [`compare`].
pub fn family_gaps(
    evidence: &Evidence,
    cache: &Cache,
    seed: u64,
) -> Result<Vec<FamilyReport>, ValidationError> {
    let thresholds = Thresholds::registered();
    let real = evidence.real();
    inputs::check(&real, &evidence.generated.sample)?;
    let sets = Sets::new(evidence, &evidence.sampling(), cache)?;
    let values = evidence.values(&sets);
    let mut families: Vec<FamilyReport> =
        values.iter().map(|values| values.judge(&values.prepare(&thresholds), &thresholds, seed)).collect();
    FamilyReport::adjust(&mut families, &thresholds);
    grasp_share(&real, &evidence.generated.sample, &mut families, &thresholds);
    Ok(families)
}

/// Features of all sets.
struct Sets {
    train: Vec<EpisodeFeatures>,
    calibration: Vec<EpisodeFeatures>,
    held_out: Vec<EpisodeFeatures>,
    generated: Vec<EpisodeFeatures>,
}

impl Sets {
    fn new(evidence: &Evidence, sampling: &Sampling, cache: &Cache) -> Result<Self, ValidationError> {
        let of = |part: &RealPart| -> Result<Vec<EpisodeFeatures>, ValidationError> {
            part.sample.episodes.par_iter().map(|episode| cached(episode, sampling, cache)).collect()
        };
        Ok(Self {
            train: of(&evidence.train)?,
            calibration: of(&evidence.calibration)?,
            held_out: of(&evidence.held_out)?,
            generated: of(&evidence.generated)?,
        })
    }

    fn pool(&self) -> impl Iterator<Item = &EpisodeFeatures> {
        self.train.iter().chain(&self.calibration)
    }

    fn pool_paths(&self) -> Vec<AlignedPath> {
        self.pool().map(|features| features.path.clone()).collect()
    }
}

/// Features of an episode, from the cache where its content and the sampling are known.
fn cached(
    observed: &Observed,
    sampling: &Sampling,
    cache: &Cache,
) -> Result<EpisodeFeatures, ValidationError> {
    let text = |value: Result<Vec<u8>, serde_json::Error>| value.unwrap_or_default();
    let key = key(&[
        &FEATURES_VERSION.to_le_bytes(),
        &text(serde_json::to_vec(&observed.demonstration)),
        &text(serde_json::to_vec(&observed.grounding)),
        &observed.support_height.to_le_bytes(),
        &text(serde_json::to_vec(sampling)),
    ]);
    cache.get_or(&key, || Ok(EpisodeFeatures::of(observed, sampling)))
}

impl Evidence {
    /// All real episodes as one sample.
    fn real(&self) -> Sample {
        let parts = [&self.train, &self.calibration, &self.held_out];
        let first = parts.iter().find(|part| !part.sample.name.is_empty());
        Sample {
            name: first.map_or(String::new(), |part| part.sample.name.clone()),
            episodes: parts.iter().flat_map(|part| part.sample.episodes.iter().cloned()).collect(),
            left_out: parts.iter().flat_map(|part| part.sample.left_out.iter().cloned()).collect(),
        }
    }

    /// Utility of the generated episodes beside the training episodes that they were made from.
    fn utility(&self, thresholds: &Thresholds, options: &UtilityOptions) -> Result<UtilityReport, String> {
        let [train, held_out, generated] =
            [&self.train, &self.held_out, &self.generated].map(|part| part.sample.episodes.as_slice());
        usefulness::measure(train, held_out, generated, thresholds, options)
    }

    /// The sampling that all sets allow.
    fn sampling(&self) -> Sampling {
        let parts = [&self.train, &self.calibration, &self.held_out, &self.generated];
        let rates = parts.iter().filter_map(|part| part.sample.lowest_rate_hz());
        Sampling::for_rate(rates.fold(f64::INFINITY, f64::min))
    }

    fn counts(&self) -> Counts {
        let count = |part: &RealPart| part.sample.episodes.len();
        Counts {
            train: count(&self.train),
            calibration: count(&self.calibration),
            held_out: count(&self.held_out),
            generated: count(&self.generated),
        }
    }

    /// Numbers of the groups of some parts: generated episodes have the group of their source, apart from real ones.
    fn groups(&self, keep: impl Fn(&RealPart, usize) -> bool) -> Vec<usize> {
        let mut names: BTreeMap<(bool, String), usize> = BTreeMap::new();
        let parts = [
            (&self.train, false),
            (&self.calibration, false),
            (&self.held_out, false),
            (&self.generated, true),
        ];
        let mut groups = Vec::new();
        for (part, generated) in parts {
            for (index, episode) in part.sample.episodes.iter().enumerate() {
                if keep(part, index) {
                    let origin = &episode.origin;
                    let name = restage_episodes::split::group_key(
                        &origin.dataset,
                        origin.episode_index,
                        &origin.group,
                    );
                    let next = names.len();
                    groups.push(*names.entry((generated, name)).or_insert(next));
                }
            }
        }
        groups
    }

    fn values(&self, sets: &Sets) -> Vec<Values> {
        let motion = [Family::Kinematics, Family::Aperture, Family::Contact];
        let mut all: Vec<Values> =
            motion.into_iter().map(|family| self.motion_values(family, sets)).collect();
        all.extend(self.image_values());
        all
    }

    fn motion_values(&self, family: Family, sets: &Sets) -> Values {
        Values {
            family,
            columns: columns_of(family)
                .map(|index| {
                    let info = &FEATURES[index];
                    ColumnInfo {
                        key: info.key.into(),
                        label: info.label.into(),
                        unit: info.unit.into(),
                        resolution: info.resolution,
                    }
                })
                .collect(),
            pool: sets.pool().map(|features| row(features, family)).collect(),
            held_out: sets.held_out.iter().map(|features| row(features, family)).collect(),
            generated: sets.generated.iter().map(|features| row(features, family)).collect(),
            groups: self.groups(|_, _| true),
        }
    }

    /// Sentences on cameras that only one of the sets has.
    fn one_sided_views(&self) -> Vec<String> {
        let real = [&self.train, &self.calibration, &self.held_out];
        let side = |view: &str| match (has(&real, view), has(&[&self.generated], view)) {
            (true, false) => Some("real"),
            (false, true) => Some("generated"),
            _ => None,
        };
        let sentence = |view: &'static str| {
            let set = side(view)?;
            Some(format!("only the {set} episodes have pictures of the {view} camera: they are not compared"))
        };
        VIEWS.into_iter().filter_map(sentence).collect()
    }

    /// Views that both sets have, and the rows of the episodes that have them.
    fn image_values(&self) -> Option<Values> {
        let real = [&self.train, &self.calibration, &self.held_out];
        let names: Vec<&'static str> =
            VIEWS.into_iter().filter(|view| has(&real, view) && has(&[&self.generated], view)).collect();
        if names.is_empty() {
            return None;
        }
        let complete = |part: &RealPart, index: usize| {
            part.views.get(index).is_some_and(|views| names.iter().all(|name| views.contains_key(name)))
        };
        let rows = |part: &RealPart, brighter: bool| -> Vec<Vec<Option<f64>>> {
            let wanted = (0..part.views.len()).filter(|index| complete(part, *index));
            wanted.map(|index| image_row(&part.views[index], &names, brighter)).collect()
        };
        let pool = [rows(&self.train, false), rows(&self.calibration, false)].concat();
        Some(Values {
            family: Family::Image,
            columns: names
                .iter()
                .flat_map(|view| STATISTICS.iter().map(move |s| (view, s)))
                .map(|(view, s)| ColumnInfo {
                    key: format!("{view}.{}", s.key),
                    label: format!("{view} camera: {}", s.label),
                    unit: s.unit.into(),
                    resolution: s.resolution,
                })
                .collect(),
            pool,
            held_out: rows(&self.held_out, false),
            generated: rows(&self.generated, false),
            groups: self.groups(complete),
        })
    }

    /// The pool's values with each fault that the sets can show.
    fn faulty(
        &self,
        sets: &Sets,
        values: &[Values],
        sampling: &Sampling,
    ) -> BTreeMap<(Fault, Family), Vec<Vec<Option<f64>>>> {
        let episodes: Vec<&Observed> =
            self.train.sample.episodes.iter().chain(&self.calibration.sample.episodes).collect();
        let spoilt = |fault: Fault, family: Family| -> Vec<Vec<Option<f64>>> {
            let features = |episode: &&Observed| EpisodeFeatures::of(&fault.applied(episode), sampling);
            episodes.par_iter().map(|episode| row(&features(episode), family)).collect()
        };
        let mut faulty = BTreeMap::new();
        for fault in [Fault::Slower, Fault::Higher] {
            faulty.insert((fault, Family::Kinematics), spoilt(fault, Family::Kinematics));
        }
        if sampling.tremor {
            let rows = spoilt(Fault::Trembling, Family::Kinematics);
            faulty.insert((Fault::Trembling, Family::Kinematics), rows);
        }
        if sets.pool().any(|features| features.get("stall_width").is_some()) {
            faulty.insert((Fault::Wider, Family::Aperture), spoilt(Fault::Wider, Family::Aperture));
        }
        if let Some(image) = values.iter().find(|values| values.family == Family::Image) {
            let views = self.train.views.iter().chain(&self.calibration.views);
            let names: Vec<&'static str> = VIEWS
                .into_iter()
                .filter(|name| image.columns.iter().any(|column| column.key.starts_with(&format!("{name}."))))
                .collect();
            let complete = views.filter(|views| names.iter().all(|name| views.contains_key(name)));
            let rows = complete.map(|views| image_row(views, &names, true)).collect();
            faulty.insert((Fault::Brighter, Family::Image), rows);
        }
        faulty
    }

    fn copies(&self, sets: &Sets, thresholds: &Thresholds) -> CopyReport {
        let numbered = |part: &RealPart, features: &[EpisodeFeatures]| -> Vec<(u64, AlignedPath)> {
            let episodes = part.sample.episodes.iter().map(|e| e.demonstration.source.episode_index);
            episodes.zip(features.iter().map(|f| f.path.clone())).collect()
        };
        let only = |features: &[EpisodeFeatures]| -> Vec<AlignedPath> {
            features.iter().map(|f| f.path.clone()).collect()
        };
        let paths = Paths {
            train: &only(&sets.train),
            calibration: &only(&sets.calibration),
            held_out: &numbered(&self.held_out, &sets.held_out),
            generated: &numbered(&self.generated, &sets.generated),
        };
        copying::check(&paths, self.leaked_sources.clone(), thresholds)
    }

    fn bias(&self, sets: &Sets) -> BiasReport {
        let source = |e: &Observed| format!("{}/{}", e.origin.dataset, e.origin.episode_index);
        let sources: Vec<String> = self.generated.sample.episodes.iter().map(source).collect();
        let real: Vec<&AlignedPath> = sets.pool().chain(&sets.held_out).map(|f| &f.path).collect();
        let generated: Vec<&AlignedPath> = sets.generated.iter().map(|f| &f.path).collect();
        bias::collect(self.record.clone(), &sources, sets.train.len(), &real, &generated)
    }

    /// Up to four pictures per view and set.
    /// The middle frames of real and of generated episodes, compared by an encoder.
    fn encoded(&self, program: &Path, seed: u64) -> Result<Vec<EncodedView>, ValidationError> {
        let mut found = Vec::new();
        for view in VIEWS {
            let real = frames(&[&self.held_out, &self.train, &self.calibration], view);
            found.extend(encoded(program, view, [real, frames(&[&self.generated], view)], seed)?);
        }
        Ok(found)
    }

    fn thumbnails(&self) -> Vec<(String, [Vec<Thumbnail>; 2])> {
        const SHOWN: usize = 4;
        let some = |parts: &[&RealPart], view: &str| -> Vec<Thumbnail> {
            let all = frames(parts, view);
            let step = (all.len() / SHOWN).max(1);
            all.into_iter().step_by(step).take(SHOWN).cloned().collect()
        };
        VIEWS
            .into_iter()
            .map(|view| {
                let real = some(&[&self.held_out, &self.train, &self.calibration], view);
                (view.to_owned(), [real, some(&[&self.generated], view)])
            })
            .filter(|(_, [real, generated])| !real.is_empty() || !generated.is_empty())
            .collect()
    }
}

/// Camera views that can be compared.
const VIEWS: [&str; 3] = ["wrist", "head", "external"];

/// The middle frames of a view, of each episode that has it.
fn frames<'a>(parts: &[&'a RealPart], view: &str) -> Vec<&'a Thumbnail> {
    let views = parts.iter().flat_map(|part| &part.views).filter_map(|views| views.get(view));
    views.map(|view| &view.thumbnail).collect()
}

/// Whether any episode of these parts has pictures of a view.
fn has(parts: &[&RealPart], view: &str) -> bool {
    parts.iter().any(|part| part.views.iter().any(|views| views.contains_key(view)))
}

fn columns_of(family: Family) -> impl Iterator<Item = usize> {
    (0..FEATURES.len()).filter(move |index| FEATURES[*index].family == family)
}

fn row(features: &EpisodeFeatures, family: Family) -> Vec<Option<f64>> {
    columns_of(family).map(|index| features.values[index]).collect()
}

fn image_row(
    views: &BTreeMap<&'static str, View>,
    names: &[&'static str],
    brighter: bool,
) -> Vec<Option<f64>> {
    names
        .iter()
        .flat_map(|name| {
            let view = &views[name];
            if brighter { &view.brighter.values } else { &view.statistics.values }
        })
        .map(|value| Some(*value))
        .collect()
}
