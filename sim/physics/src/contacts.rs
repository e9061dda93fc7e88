//! Reads contact forces: the pads on the target, and the gripper on anything else.

use crate::convert::from_vector;
use crate::gripper::Gripper;
use crate::world::Part;
use glam::DVec3;
use rapier3d::prelude::{
    ContactData, ContactManifold, ContactPair, NEW_CONTACT_BIT, PhysicsWorld, RigidBodyHandle,
};
use std::collections::BTreeMap;

/// Cosine of the largest angle between closing axis and contact normal of a grip: 60°.
pub(crate) const GRIP_COS: f64 = 0.5;

/// Contact of one pad with the target over a span of steps.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PadContact {
    /// Mean normal force, N.
    pub normal_n: f64,
    /// Mean tangential force, N.
    pub tangential_n: f64,
    /// Cosine of the angle between the closing axis and the mean contact normal, at least 0.5; 0 without contact.
    pub alignment: f64,
}

/// Sums over the steps of a frame.
#[derive(Default)]
pub(crate) struct ContactAccumulator {
    steps: u32,
    /// Per pad: normal impulse N s, normal impulse as a vector, tangential impulse.
    normal: [f64; 2],
    normal_vector: [DVec3; 2],
    tangential: [f64; 2],
    axis: DVec3,
    /// Whether a finger was in contact with the target in the last step added.
    touched: bool,
    /// Impulse of fingers and palm per thing, other than by gripping the target, N s.
    others: BTreeMap<Part, f64>,
}

/// The deepest contact of the gripper with a fixture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Obstruction {
    /// The fixture.
    pub(crate) part: Part,
    /// World direction, unit, that leads the gripper out of it.
    pub(crate) out: DVec3,
    /// Distance, m; negative where they overlap.
    pub(crate) distance: f64,
}

/// What a frame's contacts came to.
pub(crate) struct FrameContacts {
    /// Left and right pad on the target.
    pub(crate) pads: [PadContact; 2],
    /// The strongest contact of the gripper other than gripping the target: mean force N and what it was with.
    pub(crate) strongest_other: Option<(f64, Part)>,
}

impl ContactAccumulator {
    /// Adds the contacts of the step just made; returns the deepest one with a fixture. `step_over_substep` is the
    /// number of solver substeps in a step.
    pub(crate) fn add(
        &mut self,
        world: &PhysicsWorld,
        gripper: &Gripper,
        target: RigidBodyHandle,
        step_over_substep: f64,
    ) -> Option<Obstruction> {
        self.steps += 1;
        self.touched = false;
        self.axis = from_vector(gripper.closing_axis(world));
        let mut deepest: Option<Obstruction> = None;
        let [left, right] = gripper.fingers();
        for (side, body) in [(Some(0), left), (Some(1), right), (None, gripper.palm())] {
            for_each_pair(world, body, |contact| match (contact.other, side) {
                (Part::Fixture(_), _) => {
                    let obstruction = contact.obstruction();
                    if obstruction.is_some_and(|o| deepest.is_none_or(|d| o.distance < d.distance)) {
                        deepest = obstruction;
                    }
                }
                (Part::Object(_), Some(side)) if contact.other_body == Some(target) => {
                    self.touched |= contact.pair.has_any_active_contact();
                    self.add_pad(side, &contact, step_over_substep);
                }
                (Part::Object(_), _) => {
                    let points = contact.pair.solver_manifolds().iter().flat_map(solved);
                    let impulse: f64 = points.map(|point| f64::from(point.impulse)).sum();
                    *self.others.entry(contact.other).or_default() += impulse;
                }
                _ => {}
            });
        }
        deepest
    }

    /// Whether a finger was in contact with the target in the last step added.
    pub(crate) fn touched(&self) -> bool {
        self.touched
    }

    /// Adds the force that the arm exerts on a fixture in this step of `dt` s.
    pub(crate) fn add_obstruction(&mut self, part: Part, force: f64, dt: f64) {
        *self.others.entry(part).or_default() += force * dt;
    }

    /// Adds a finger's contact with the target: a grip where the normal lies within 60° of the closing axis, else a push
    /// (a fingertip that comes down on the target), which counts like one on anything else.
    fn add_pad(&mut self, side: usize, contact: &PairContact<'_>, step_over_substep: f64) {
        for manifold in contact.pair.solver_manifolds() {
            let normal: f64 = solved(manifold).map(|point| f64::from(point.impulse)).sum();
            let direction = from_vector(manifold.data.normal);
            if direction.dot(self.axis).abs() < GRIP_COS {
                *self.others.entry(contact.other).or_default() += normal;
                continue;
            }
            self.normal[side] += normal;
            self.normal_vector[side] += direction * normal;
            // The simplified friction model stores one impulse per manifold, the last substep's, on every point.
            let tangent = solved(manifold).next();
            let tangent = tangent.map_or(0.0, |point| f64::from(point.warmstart_tangent_world.length()));
            self.tangential[side] += tangent * step_over_substep;
        }
    }

    /// Mean forces over the steps added, each of `dt` s; starts anew.
    pub(crate) fn take(&mut self, dt: f64) -> FrameContacts {
        let done = std::mem::take(self);
        let span = f64::from(done.steps.max(1)) * dt;
        let pads = [0, 1].map(|side| PadContact {
            normal_n: done.normal[side] / span,
            tangential_n: done.tangential[side] / span,
            alignment: done.normal_vector[side].normalize_or_zero().dot(done.axis).abs(),
        });
        let strongest_other = done
            .others
            .into_iter()
            .map(|(part, impulse)| (impulse / span, part))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        FrameContacts { pads, strongest_other }
    }
}

/// The points of a manifold that the solver used; the others keep impulses of earlier steps.
fn solved(manifold: &ContactManifold) -> impl Iterator<Item = &ContactData> {
    let ids = manifold.data.solver_contacts.iter().map(|contact| contact.contact_id[0] & !NEW_CONTACT_BIT);
    ids.filter_map(|id| manifold.points.get(id as usize)).map(|point| &point.data)
}

/// A pair of a gripper collider and another.
struct PairContact<'a> {
    pair: &'a ContactPair,
    other: Part,
    other_body: Option<RigidBodyHandle>,
    gripper_is_first: bool,
}

impl PairContact<'_> {
    fn obstruction(&self) -> Option<Obstruction> {
        let (manifold, point) = self.pair.find_deepest_contact()?;
        // Rapier's normals point from the first collider to the second.
        let sign = if self.gripper_is_first { -1.0 } else { 1.0 };
        let out = from_vector(manifold.data.normal) * sign;
        Some(Obstruction { part: self.other, out, distance: f64::from(point.dist) })
    }
}

/// Calls `visit` with every pair of the body's colliders.
fn for_each_pair(world: &PhysicsWorld, body: RigidBodyHandle, mut visit: impl FnMut(PairContact<'_>)) {
    for &collider in world.bodies[body].colliders() {
        for pair in world.narrow_phase.contact_pairs_with(collider) {
            let gripper_is_first = pair.collider1 == collider;
            let other = if gripper_is_first { pair.collider2 } else { pair.collider1 };
            let Some(other) = world.colliders.get(other) else { continue };
            if let Some(part) = Part::of(other) {
                visit(PairContact { pair, other: part, other_body: other.parent(), gripper_is_first });
            }
        }
    }
}
