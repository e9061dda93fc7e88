//! Many scenes of a template: drawn, furnished with objects, checked, timed; on contact sheets and as files.

mod draw;
mod populate;
mod sheet;

pub use draw::draw_request;
pub use populate::populate;
pub use restage_scenes::{select, templates};
pub use sheet::SheetSettings;

use crate::gltf::write_gltf;
use crate::{PipelineError, Progress};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use restage_physics::settle;
use restage_scenes::{FaultKind, Scene, Template};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// An object that moves farther than this while it is left alone does not rest, m.
pub const REST_LIMIT_M: f64 = 0.01;
/// Objects that roll or tip farther than this are taken out before the check, m.
const ROLLING_M: f64 = 0.005;
/// How long a scene is left alone, s.
const SETTLE_SECS: f64 = 0.5;

/// What to build.
#[derive(Clone, Debug)]
pub struct SceneSetRequest {
    /// Templates.
    pub templates: Vec<&'static Template>,
    /// Scenes of each.
    pub count: u64,
    /// Seed of every draw.
    pub seed: u64,
    /// Folder for scene files and contact sheets.
    pub out: Option<PathBuf>,
    /// Whether scenes are written as GLB files too.
    pub gltf: bool,
    /// How contact sheets are filmed.
    pub sheet: SheetSettings,
}

/// What came of one template.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct EnvironmentReport {
    /// Scenes asked for.
    pub count: u64,
    /// Those that the grammar or a check refused.
    pub rejected: u64,
    /// Those in which anything overlaps.
    pub overlaps: u64,
    /// Those in which anything rests on nothing or moves by more than [`REST_LIMIT_M`] when left alone.
    pub unstable: u64,
    /// Time of one description with its objects, median, ms.
    pub median_ms: f64,
    /// 99th percentile, ms.
    pub p99_ms: f64,
    /// Different scenes among those that were not rejected, by content hash.
    #[serde(skip)]
    pub distinct: u64,
    /// Why scenes were rejected, and how often.
    #[serde(skip)]
    pub reasons: BTreeMap<String, u64>,
    /// Sizes of rooms (m) and heights of supports (m), for comparison with captured rooms: floor sides, ceiling, support.
    #[serde(skip)]
    pub measures: Vec<[f64; 4]>,
}

/// Reports by template name.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SceneSetReport {
    /// One per template.
    pub environments: BTreeMap<String, EnvironmentReport>,
}

/// One scene and what the checks say.
struct Built {
    scene: Option<Scene>,
    millis: f64,
    overlaps: bool,
    unstable: bool,
    reasons: BTreeSet<String>,
}

/// Builds and checks all scenes in parallel; writes files and sheets when a folder is given.
///
/// # Errors
/// When a file cannot be written or the renderer fails.
pub fn build_set(
    request: &SceneSetRequest,
    progress: &dyn Progress,
) -> Result<SceneSetReport, PipelineError> {
    let mut report = SceneSetReport::default();
    let mut pictures = BTreeMap::new();
    for template in &request.templates {
        progress.begin(template.name, Some(request.count));
        let done = AtomicU64::new(0);
        let built: Vec<Built> = (0..request.count)
            .into_par_iter()
            .map(|index| {
                let built = build_one(template, request.seed, index);
                progress.advance(done.fetch_add(1, Ordering::Relaxed) + 1, "");
                built
            })
            .collect();
        progress.end();
        if let Some(out) = &request.out {
            write_files(out, template, &built, request.gltf)?;
            let scenes = built.iter().filter_map(|it| it.scene.as_ref());
            let shown: Vec<Scene> = scenes.take(sheet::PER_SHEET).cloned().collect();
            let row = sheet::film(&shown, &request.sheet)?;
            sheet::write(&row, &out.join(format!("{}.png", template.name)))?;
            pictures.entry(template.family).or_insert_with(Vec::new).push(row);
        }
        report.environments.insert(template.name.into(), summary(&built));
    }
    if let Some(out) = &request.out {
        for (family, rows) in pictures.into_iter().filter(|(_, rows)| rows.len() > 1) {
            sheet::write(&sheet::mixed(&rows), &out.join(format!("{}.png", family.name())))?;
        }
    }
    Ok(report)
}

/// Draws, furnishes and checks scene `index`.
fn build_one(template: &Template, seed: u64, index: u64) -> Built {
    let request = draw_request(template, seed, index);
    let start = Instant::now();
    let built = template.build(&request);
    let mut scene = match built {
        Ok(scene) => scene,
        Err(error) => {
            let reasons = BTreeSet::from([first_line(&error.to_string())]);
            let millis = millis_since(start);
            return Built { scene: None, millis, overlaps: false, unstable: false, reasons };
        }
    };
    populate(&mut scene, seed, index);
    let millis = millis_since(start);
    let moved = rest(&mut scene);
    let faults = scene.validate();
    let any = |kind: FaultKind| faults.iter().any(|fault| fault.kind() == kind);
    let mut reasons: BTreeSet<String> = faults.iter().map(|fault| format!("{:?}", fault.kind())).collect();
    let unstable = any(FaultKind::Unstable) || moved > REST_LIMIT_M;
    if moved > REST_LIMIT_M {
        reasons.insert("Unstable".into());
    }
    let overlaps = any(FaultKind::Overlap);
    Built { scene: reasons.is_empty().then_some(scene), millis, overlaps, unstable, reasons }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().split(": needs").next().unwrap_or_default().to_owned()
}

fn millis_since(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

/// Lets the scene come to rest: takes out what rolls away (round things on a flat surface), then says how far anything
/// that is left moves, m. A scene that physics refuses moves without limit.
fn rest(scene: &mut Scene) -> f64 {
    let Ok(first) = settle(scene, SETTLE_SECS) else { return f64::INFINITY };
    let rolling = first.iter().any(|moved| *moved > ROLLING_M);
    if !rolling {
        return first.into_iter().fold(0.0, f64::max);
    }
    let mut moved = first.iter();
    scene.objects.retain(|_| moved.next().is_none_or(|moved| *moved <= ROLLING_M));
    settle(scene, SETTLE_SECS).map_or(f64::INFINITY, |moved| moved.into_iter().fold(0.0, f64::max))
}

fn summary(built: &[Built]) -> EnvironmentReport {
    let mut millis: Vec<f64> = built.iter().map(|it| it.millis).collect();
    millis.sort_by(f64::total_cmp);
    let quantile = |share: f64| {
        let last = millis.len().saturating_sub(1);
        millis.get(((share * last as f64).round() as usize).min(last)).copied().unwrap_or(0.0)
    };
    let count_of = |test: fn(&Built) -> bool| built.iter().filter(|it| test(it)).count() as u64;
    let mut reasons = BTreeMap::new();
    for reason in built.iter().flat_map(|it| &it.reasons) {
        *reasons.entry(reason.clone()).or_default() += 1;
    }
    let scenes = || built.iter().filter_map(|it| it.scene.as_ref());
    let measures = scenes().filter_map(|scene| {
        let (room, support) = (scene.rooms.first()?, scene.support()?);
        let [w, d] = room.size();
        Some([w.min(d), w.max(d), room.height, support.center.z])
    });
    EnvironmentReport {
        count: built.len() as u64,
        rejected: count_of(|it| it.scene.is_none()),
        overlaps: count_of(|it| it.overlaps),
        unstable: count_of(|it| it.unstable),
        median_ms: rounded(quantile(0.5)),
        p99_ms: rounded(quantile(0.99)),
        distinct: scenes().map(Scene::hash).collect::<BTreeSet<_>>().len() as u64,
        reasons,
        measures: measures.collect(),
    }
}

/// To a microsecond.
fn rounded(millis: f64) -> f64 {
    (millis * 1e3).round() / 1e3
}

fn write_files(out: &Path, template: &Template, built: &[Built], gltf: bool) -> Result<(), PipelineError> {
    let folder = out.join(template.name);
    std::fs::create_dir_all(&folder).map_err(PipelineError::io("cannot make the folder", &folder))?;
    for (index, scene) in built.iter().enumerate().filter_map(|(k, it)| Some((k, it.scene.as_ref()?))) {
        let path = folder.join(format!("{index:06}.json"));
        scene
            .save(&path)
            .map_err(|error| PipelineError::io("cannot write", &path)(std::io::Error::other(error)))?;
        if gltf {
            write_gltf(scene, &path.with_extension("glb"))?;
        }
    }
    Ok(())
}
