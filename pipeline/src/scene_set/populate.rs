//! Objects of the catalogue on the surfaces of a scene: the one of the task, what stands around it, and the cameras that
//! look at it.

use super::rests::rests;
use glam::{DQuat, DVec2, DVec3};
use rand_chacha::ChaCha8Rng;
use restage_assets::{CatalogueEntry, ObjectClass, ObjectModel, Variation, objects_for};
use restage_geometry::Pose;
use restage_randomizers::distribution::{index, integer, uniform};
use restage_randomizers::seeds::child_rng;
use restage_scenes::{Camera, ObjectPlacement, ObjectRole, Scene, SupportSurface};
use std::f64::consts::TAU;

/// Objects stay this far from the edge of a surface, m.
const EDGE_M: f64 = 0.015;
/// Gap between objects, m.
const GAP_M: f64 = 0.012;
/// Places tried for one object.
const TRIES: u32 = 12;
/// Objects drawn for the surface that carries the task, and for each other.
const COUNTS: [[u32; 2]; 2] = [[3, 7], [0, 3]];

/// Size of the pictures of the scene's cameras, px.
const PICTURE: (u32, u32) = (320, 240);

/// Puts a few objects on every surface; what finds no room is left out. The first one on the surface that carries the task
/// is the object of the task, and the cameras of a person's head and of the room look at it.
pub fn populate(scene: &mut Scene, seed: u64, number: u64) {
    let mut rng = child_rng(seed, number, "clutter");
    for (which, support) in scene.supports.clone().iter().enumerate() {
        let fixed = obstacles(scene, support);
        let mut placed: Vec<(DVec2, f64)> = Vec::new();
        for _ in 0..integer(&mut rng, COUNTS[usize::from(which > 0)]) {
            let Some(model) = choose(scene, support, &mut rng) else { break };
            if !rests(&model) {
                continue;
            }
            let radius = model.size().truncate().length() / 2.0;
            let spot = (0..TRIES).find_map(|_| spot(support, &model, &placed, &fixed, &mut rng));
            let Some(world_from_object) = spot else { continue };
            let role =
                if which == 0 && placed.is_empty() { ObjectRole::Target } else { ObjectRole::Distractor };
            placed.push((world_from_object.translation.truncate(), radius));
            scene.objects.push(ObjectPlacement {
                name: format!("object_{}", scene.objects.len()),
                model,
                world_from_object,
                role,
            });
        }
    }
    let target = scene.objects.iter().find(|object| object.role == ObjectRole::Target);
    if let Some((target, support)) = target.zip(scene.support()) {
        let at = support.local(target.world_from_object.translation);
        let ((width, height), focus) = (PICTURE, [at.x, at.y]);
        let head = Camera::head(width, height, support, focus);
        scene.cameras =
            std::iter::once(head).chain(Camera::overview_in(scene, width, height, focus)).collect();
    }
}

/// An object that belongs there and that the surface can carry, one of the many that an entry stands for.
fn choose(scene: &Scene, support: &SupportSurface, rng: &mut ChaCha8Rng) -> Option<ObjectModel> {
    let room = support.size[0].min(support.size[1]) - 2.0 * EDGE_M;
    let place = restage_assets::Environment::by_name(scene.environment.name())?;
    let classes: Vec<ObjectClass> =
        support.classes.iter().flat_map(|name| ObjectClass::named(name)).collect();
    let instance = |entry: &CatalogueEntry, rng: &mut ChaCha8Rng| {
        let mut share = || uniform(rng, [0.0, 1.0]);
        let (look, scale, mass, friction) = (share(), share(), share(), share());
        let print_seed = integer(rng, [0, u32::MAX]);
        entry.instance(&Variation { look, scale, mass, friction, print_seed })
    };
    let fits = |entry: &&'static CatalogueEntry| {
        let size = entry.model.size() * entry.scale_range[1];
        size.truncate().length() < room && size.z < support.clear_height - 0.02
    };
    let candidates: Vec<_> = objects_for(place, &classes).into_iter().filter(fits).collect();
    let chosen = candidates.get(index(rng, candidates.len()))?;
    Some(instance(chosen, rng))
}

/// Solid fixtures that stand on a surface or reach over it, as boxes along the world's axes.
fn obstacles(scene: &Scene, support: &SupportSurface) -> Vec<(DVec3, DVec3)> {
    let z = support.center.z;
    scene
        .fixtures
        .iter()
        .filter(|fixture| fixture.collides)
        .map(restage_scenes::Fixture::world_bounds)
        .filter(|(low, high)| high.z > z + 0.003 && low.z < z + support.clear_height)
        .collect()
}

/// A free pose, upright and turned at random.
fn spot(
    support: &SupportSurface,
    model: &ObjectModel,
    placed: &[(DVec2, f64)],
    fixed: &[(DVec3, DVec3)],
    rng: &mut ChaCha8Rng,
) -> Option<Pose> {
    let size = model.size();
    let radius = size.truncate().length() / 2.0;
    let half = support.size.map(|edge| edge / 2.0 - EDGE_M - radius);
    let (x, y) = (uniform(rng, [-half[0], half[0]]), uniform(rng, [-half[1], half[1]]));
    let yaw = uniform(rng, [0.0, TAU]);
    let center = support.point(x, y, size.z / 2.0);
    let flat = center.truncate();
    let clear = placed.iter().all(|(other, reach)| other.distance(flat) >= radius + reach + GAP_M);
    let reach = DVec3::new(radius + GAP_M, radius + GAP_M, size.z / 2.0 - 0.004);
    let free = fixed
        .iter()
        .all(|(low, high)| !((center - reach).cmplt(*high).all() && low.cmplt(center + reach).all()));
    (half[0] > 0.0 && half[1] > 0.0 && clear && free)
        .then(|| Pose::new(center, DQuat::from_rotation_z(support.yaw + yaw)))
}
