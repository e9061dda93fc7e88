//! What the solver is told about contacts beyond the shapes: friction of each pair, and which points carry it.

use crate::world::Part;
use rapier3d::math::{Pose, Vector};
use rapier3d::pipeline::{ContactModificationContext, ModifiableManifold};
use rapier3d::prelude::{ContactManifold, NEW_CONTACT_BIT, PhysicsHooks};

/// Distance up to which the back of a finger makes solver contacts ahead of touching, m. While the patch grips, the back
/// stands off by more: without its idle contacts a step takes a quarter less time.
const BACK_PREDICTION: f32 = 0.000_25;

/// Spread of distances within a manifold, m, up to which two faces lie flat on each other.
const FLAT: f32 = 0.000_3;

/// Directions in the contact plane, rad, whose outermost points carry a flat contact; off the symmetries of common shapes,
/// so that no two points tie.
const CORNERS: [(f32, f32); 4] =
    [(0.877_58, 0.479_43), (-0.479_43, 0.877_58), (-0.877_58, -0.479_43), (0.479_43, -0.877_58)];

/// Contact rules of a rollout.
///
/// - Gripper and object: friction depends on both materials, which no combination of two per-collider coefficients
///   expresses beside the objects' support friction.
/// - Flat contacts with more than four points: Rapier solves four and picks them by depth, so that rounding picks other
///   ones every step; a point that comes back starts from the impulse it had when it was last picked, and bottles on
///   round feet rock themselves over. Here the four are picked by place, the same ones step after step.
pub(crate) struct ContactRules;

impl PhysicsHooks for ContactRules {
    fn modify_solver_contacts(&self, context: &mut ContactModificationContext) {
        let colliders = context.colliders;
        let pair = [context.collider1, context.collider2].map(|handle| colliders.get(handle));
        let [Some(first), Some(second)] = pair else { return };
        let parts = [Part::of(first), Part::of(second)];
        let Some(manifold) = context.rigid_mut() else { return };
        let touches = |test: fn(Part) -> bool| parts.iter().flatten().any(|part| test(*part));
        if touches(Part::is_gripper) {
            let object = parts.iter().position(|part| matches!(part, Some(Part::Object(_))));
            if let Some(object) = object {
                let data = [first, second][object].user_data;
                *manifold.friction = f32::from_bits(data as u32);
            }
            if touches(|part| matches!(part, Part::FingerBack(_))) {
                manifold.solver_contacts.retain(|contact| contact.dist < BACK_PREDICTION);
            }
        } else {
            // The moving one of the two, in whose frame the points stay where they are.
            let moving_first = !matches!(parts[0], Some(Part::Fixture(_)));
            keep_corners(manifold, moving_first, [first.position(), second.position()]);
        }
    }
}

/// Replaces the solver's points of a flat contact by its outermost ones.
fn keep_corners(manifold: &mut ModifiableManifold<'_>, moving_first: bool, poses: [&Pose; 2]) {
    let points = &manifold.manifold.points;
    let Some(template) = manifold.solver_contacts.first().copied() else { return };
    if points.len() <= CORNERS.len() {
        return;
    }
    let depths = || points.iter().map(|point| point.dist);
    if depths().fold(f32::MIN, f32::max) - depths().fold(f32::MAX, f32::min) > FLAT {
        return;
    }
    manifold.solver_contacts.clear();
    for index in corners(manifold.manifold, moving_first) {
        let point = &points[index];
        let mut contact = template;
        contact.contact_id = [index as u32 | if point.data.impulse == 0.0 { NEW_CONTACT_BIT } else { 0 }];
        contact.anchor1 = *poses[0] * point.local_p1;
        contact.anchor2 = *poses[1] * point.local_p2;
        contact.dist = point.dist;
        manifold.solver_contacts.push(contact);
    }
}

/// Indices of the outermost points, ascending, each once.
fn corners(manifold: &ContactManifold, moving_first: bool) -> Vec<usize> {
    let normal = if moving_first { manifold.local_n1 } else { manifold.local_n2 };
    let (along, across) = normal.any_orthonormal_pair();
    let place = |index: usize| {
        let point = &manifold.points[index];
        let place: Vector = if moving_first { point.local_p1 } else { point.local_p2 };
        (place.dot(along), place.dot(across))
    };
    let mut picked: Vec<usize> = CORNERS
        .iter()
        .filter_map(|(x, y)| {
            let reach = |index: &usize| {
                let (along, across) = place(*index);
                along * x + across * y
            };
            (0..manifold.points.len()).max_by(|a, b| reach(a).total_cmp(&reach(b)))
        })
        .collect();
    picked.sort_unstable();
    picked.dedup();
    picked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::empty_world;
    use crate::world::object_colliders;
    use rapier3d::prelude::{ActiveHooks, ColliderBuilder, RigidBodyBuilder};

    /// How far a catalogue object that never sleeps leans after 3 s on a table, degrees.
    fn lean(id: &str, rules: &dyn PhysicsHooks) -> f64 {
        let model = restage_assets::by_id(id).expect("a catalogue object");
        let mut world = empty_world(1.0 / 480.0, 4);
        let table = ColliderBuilder::cuboid(1.0, 1.0, 0.5)
            .translation(Vector::new(0.0, 0.0, -0.5))
            .active_hooks(ActiveHooks::MODIFY_SOLVER_CONTACTS)
            .user_data(Part::Fixture(0).pack(0.0));
        world.insert_collider(table, None);
        let height = (model.size().z / 2.0) as f32;
        let body = RigidBodyBuilder::dynamic().translation(Vector::new(0.0, 0.0, height)).can_sleep(false);
        let body = world.insert_body(body);
        for collider in object_colliders(model, 0).expect("colliders with a volume") {
            world.insert_collider(collider, Some(body));
        }
        for _ in 0..1440 {
            world.step_with_events(rules, &());
        }
        let up = world.bodies[body].rotation() * Vector::Z;
        f64::from(libm::acosf(up.z.min(1.0))).to_degrees()
    }

    #[test]
    fn round_feet_do_not_rock() {
        for id in ["ycb_021_bleach_cleanser", "dish_soap", "ycb_013_apple"] {
            let leaning = lean(id, &ContactRules);
            assert!(leaning < 0.5, "{id} leans by {leaning} degrees");
        }
    }
}
