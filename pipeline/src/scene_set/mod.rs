//! Many scenes of a template: drawn, furnished with objects, checked, timed; on contact sheets and as files.

mod draw;
mod populate;
mod rests;
mod sheet;

pub use draw::draw_request;
pub use populate::populate;
pub use restage_scenes::{select, templates};
pub use sheet::SheetSettings;

use crate::gltf::write_gltf;
use crate::{PipelineError, Progress, sight};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use restage_physics::settle;
use restage_scenes::{FaultKind, ObjectRole, Scene, Template};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// An object that moves farther than this while it is left alone does not rest, m.
pub const REST_LIMIT_M: f64 = 0.01;
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
    /// Those that the grammar or any check refused, for whatever reason; the next two are among them.
    pub rejected: u64,
    /// Those in which anything overlaps.
    pub overlaps: u64,
    /// Those in which anything rests on nothing, or any object moves by more than [`REST_LIMIT_M`] when all are left alone.
    pub unstable: u64,
    /// Time of one description with its objects, median, ms.
    pub median_ms: f64,
    /// 99th percentile, ms.
    pub p99_ms: f64,
    /// Layouts that were drawn for all of them: the grammar draws one again in which something has no room or stands in the
    /// way.
    #[serde(skip)]
    pub layouts: u64,
    /// Different scenes among those that were not rejected, by content hash.
    #[serde(skip)]
    pub distinct: u64,
    /// Why scenes were rejected.
    #[serde(skip)]
    pub reasons: BTreeMap<String, Reason>,
    /// Sizes of rooms (m) and heights of supports (m), for comparison with captured rooms: floor sides, ceiling, support.
    #[serde(skip)]
    pub measures: Vec<[f64; 4]>,
}

/// A reason for rejections. A scene may have several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason {
    /// Scenes that were rejected for it.
    pub count: u64,
    /// What was found in the first of them.
    pub example: String,
}

/// Reports by template name.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SceneSetReport {
    /// One per template.
    pub environments: BTreeMap<String, EnvironmentReport>,
}

/// One scene and what the checks say.
struct Built {
    /// The scene, when nothing is wrong with it.
    scene: Option<Scene>,
    millis: f64,
    layouts: u64,
    overlaps: bool,
    unstable: bool,
    /// What was found, by reason.
    reasons: BTreeMap<&'static str, String>,
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

/// Draws, furnishes and checks scene `index`. Nothing is mended on the way: what a check finds rejects the scene.
fn build_one(template: &Template, seed: u64, index: u64) -> Built {
    let request = draw_request(template, seed, index);
    let start = Instant::now();
    let (built, layouts) = template.build_counting(&request);
    let built = built.map(|mut scene| {
        populate(&mut scene, seed, index);
        scene
    });
    let millis = start.elapsed().as_secs_f64() * 1e3;
    let scene = match built {
        Ok(scene) => scene,
        Err(error) => {
            let reasons = BTreeMap::from([("no room", error.to_string())]);
            return Built { scene: None, millis, layouts, overlaps: false, unstable: false, reasons };
        }
    };
    let reasons = check(&scene);
    let any = |kind: FaultKind| reasons.contains_key(kind.name());
    let (overlaps, unstable) = (any(FaultKind::Overlap), any(FaultKind::Unstable));
    let scene = reasons.is_empty().then_some(scene);
    Built { scene, millis, layouts, overlaps, unstable, reasons }
}

/// What is wrong with a scene: its faults by their kind, what moves when it is left alone, what hides the object of the
/// task.
fn check(scene: &Scene) -> BTreeMap<&'static str, String> {
    let mut reasons = BTreeMap::new();
    for fault in scene.validate() {
        reasons.entry(fault.kind().name()).or_insert_with(|| fault.to_string());
    }
    if let Some(restless) = restless(scene) {
        reasons.entry(FaultKind::Unstable.name()).or_insert(restless);
    }
    let target = scene.objects.iter().find(|object| object.role == ObjectRole::Target);
    if let Some(hidden) = target.and_then(|target| sight::hidden_at_rest(scene, target)) {
        let share = 100.0 * hidden.share;
        reasons.insert(
            "hidden",
            format!("camera {} sees {share:.0} % of the object of the task", hidden.camera),
        );
    }
    reasons
}

/// The object that moves most when the scene is left alone, if it moves too far.
fn restless(scene: &Scene) -> Option<String> {
    let moved = match settle(scene, SETTLE_SECS) {
        Ok(moved) => moved,
        Err(error) => return Some(error.to_string()),
    };
    let (object, distance) = scene.objects.iter().zip(moved).max_by(|a, b| a.1.total_cmp(&b.1))?;
    (distance > REST_LIMIT_M).then(|| {
        let (name, id) = (&object.name, &object.model.id);
        format!("object {name:?} ({id}) moves by {distance:.3} m in {SETTLE_SECS} s")
    })
}

fn summary(built: &[Built]) -> EnvironmentReport {
    let mut millis: Vec<f64> = built.iter().map(|it| it.millis).collect();
    millis.sort_by(f64::total_cmp);
    let quantile = |share: f64| {
        let last = millis.len().saturating_sub(1);
        millis.get(((share * last as f64).round() as usize).min(last)).copied().unwrap_or(0.0)
    };
    let count_of = |test: fn(&Built) -> bool| built.iter().filter(|it| test(it)).count() as u64;
    let mut reasons: BTreeMap<String, Reason> = BTreeMap::new();
    for (index, (reason, found)) in
        built.iter().enumerate().flat_map(|(k, it)| it.reasons.iter().map(move |r| (k, r)))
    {
        let known = reasons.entry((*reason).to_owned()).or_default();
        if known.count == 0 {
            known.example = format!("scene {index}: {found}");
        }
        known.count += 1;
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
        layouts: built.iter().map(|it| it.layouts).sum(),
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
