//! Where objects and places of recordings lie relative to the others of their dataset.

use super::GroundedDemonstration;
use super::frames::{SourceGrasp, yaw_of};
use crate::axes::PlanarShift;
use glam::{DQuat, DVec3};
use std::collections::BTreeMap;
use std::f64::consts::FRAC_PI_2;

/// What the axes of object and place pose would have to draw to give one recording out of its dataset.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RecordedShift {
    /// Object pose against the mean of the dataset.
    pub object: PlanarShift,
    /// Displacement from object to place against the mean of the dataset; nothing when it was not put down.
    pub place: Option<PlanarShift>,
}

/// Sums over a dataset.
#[derive(Default)]
struct Site {
    count: f64,
    places: f64,
    position: DVec3,
    heading: DVec3,
    /// Closing axes as doubled angles: an axis has no sign.
    axis: DVec3,
    displacement: DVec3,
    turn: DVec3,
}

fn direction(angle: f64) -> DVec3 {
    DVec3::new(libm::cos(angle), libm::sin(angle), 0.0)
}

fn angle(direction: DVec3) -> f64 {
    libm::atan2(direction.y, direction.x)
}

/// Turn from the object to its place, rad.
fn place_turn(grasp: &SourceGrasp) -> Option<f64> {
    grasp.released_base.map(|placed| yaw_of(placed.rotation) - yaw_of(grasp.base.rotation))
}

/// The shifts of recordings, each relative to those of its dataset: x to the right of the person, y away.
pub fn recorded_shifts(sources: &[&GroundedDemonstration]) -> Vec<RecordedShift> {
    let grasps: Vec<(SourceGrasp, &str)> = sources
        .iter()
        .map(|source| {
            let grasp = SourceGrasp::new(source, source.grounding.object.best());
            (grasp, source.demonstration.source.dataset.as_str())
        })
        .collect();
    let mut sites: BTreeMap<&str, Site> = BTreeMap::new();
    for (grasp, dataset) in &grasps {
        let site = sites.entry(dataset).or_default();
        site.count += 1.0;
        site.position += grasp.base.translation;
        site.heading += direction(grasp.heading);
        site.axis += direction(2.0 * yaw_of(grasp.base.rotation));
        if let (Some(placed), Some(turn)) = (grasp.released_base, place_turn(grasp)) {
            site.places += 1.0;
            site.displacement += placed.translation - grasp.base.translation;
            site.turn += direction(turn);
        }
    }
    grasps.iter().map(|(grasp, dataset)| shift(grasp, &sites[dataset])).collect()
}

fn shift(grasp: &SourceGrasp, site: &Site) -> RecordedShift {
    let to_person = DQuat::from_rotation_z(FRAC_PI_2 - angle(site.heading));
    let offset = to_person * (grasp.base.translation - site.position / site.count);
    // Back from doubled angles, into -pi/2..pi/2.
    let turn = angle(direction(2.0 * yaw_of(grasp.base.rotation) - angle(site.axis)));
    let object = PlanarShift { along: offset.x, depth: offset.y, yaw: turn / 2.0 };
    let place = grasp.released_base.zip(place_turn(grasp)).map(|(placed, turn)| {
        let displacement = placed.translation - grasp.base.translation;
        let offset = to_person * (displacement - site.displacement / site.places);
        PlanarShift { along: offset.x, depth: offset.y, yaw: angle(direction(turn - angle(site.turn))) }
    });
    RecordedShift { object, place }
}
