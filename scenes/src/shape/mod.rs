//! Forms of immovable things: each gives its mesh, its convex collider pieces and its bounding box from the same
//! measures.

mod extrude;
mod mesh;

use glam::{DQuat, DVec3};
use restage_assets::{ColliderPart, ColliderShape, VisualPart, by_id};
use restage_geometry::Pose;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

/// Form of an immovable thing, metres, in the frame of its fixture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum FixtureShape {
    /// Box, origin at its centre. Edges are broken by what the thing is: boards by up to 3 mm, appliances by 8 mm,
    /// parts of a building not at all.
    Box {
        /// Full extents.
        #[schemars(with = "[f64; 3]")]
        size: DVec3,
    },
    /// Box with round edges (cushions, appliances, basins), origin at its centre.
    RoundedBox {
        /// Full extents.
        #[schemars(with = "[f64; 3]")]
        size: DVec3,
        /// Radius of all edges, at most half of the least extent.
        radius: f64,
    },
    /// Cylinder along local z, origin at its centre.
    Cylinder {
        /// Radius.
        radius: f64,
        /// Height.
        height: f64,
    },
    /// Ellipsoid, origin at its centre.
    Ellipsoid {
        /// Full extents.
        #[schemars(with = "[f64; 3]")]
        size: DVec3,
    },
    /// Surface of revolution about local z.
    Lathe {
        /// Points (radius, z), walked with the outside on the right hand: upwards for an outer surface.
        profile: Vec<[f64; 2]>,
    },
    /// A plan outline drawn up along local z from 0.
    Extrusion {
        /// Simple polygon (x, y), counter-clockwise seen from above.
        outline: Vec<[f64; 2]>,
        /// Height.
        height: f64,
    },
    /// A round bar along a path.
    Tube {
        /// At least two points.
        #[schemars(with = "Vec<[f64; 3]>")]
        path: Vec<DVec3>,
        /// Radius.
        radius: f64,
    },
    /// An entry of the object catalogue, fixed in place and painted in its own materials; origin at the centre of
    /// its bounding box.
    Asset {
        /// Catalogue id.
        id: String,
    },
}

/// Segments around a circle of a radius, m.
pub(crate) fn segments_around(radius: f64) -> usize {
    if radius > 0.25 {
        64
    } else if radius > 0.03 {
        40
    } else {
        16
    }
}

impl FixtureShape {
    /// A ball of a diameter, m.
    pub fn ball(diameter: f64) -> Self {
        Self::Ellipsoid { size: DVec3::splat(diameter) }
    }

    /// The meshes of the shape. `material` paints all but catalogue entries, which bring their own. Nothing for an
    /// unknown catalogue id (which `Scene::validate` reports).
    pub fn visual(&self, material: &restage_assets::Material) -> Vec<VisualPart> {
        match self {
            Self::Asset { id } => by_id(id).map(restage_assets::ObjectModel::visual).unwrap_or_default(),
            _ => vec![VisualPart { mesh: self.mesh(), material: material.clone() }],
        }
    }

    /// Convex pieces that physics and planning touch, in the frame of the fixture; they cover the shape.
    pub fn colliders(&self) -> Vec<ColliderPart> {
        let centred = |shape| vec![ColliderPart { object_from_part: Pose::IDENTITY, shape }];
        match self {
            Self::Box { size } | Self::RoundedBox { size, .. } => {
                centred(ColliderShape::Cuboid { half_extents: *size / 2.0 })
            }
            Self::Cylinder { radius, height } => {
                centred(ColliderShape::Cylinder { radius: *radius, half_height: height / 2.0 })
            }
            Self::Ellipsoid { size } => centred(ellipsoid_collider(*size)),
            Self::Lathe { .. } => {
                let (low, high) = self.bounds();
                let (radius, half_height) = (high.x, (high.z - low.z) / 2.0);
                let object_from_part = Pose::from_translation(DVec3::Z * (low.z + high.z) / 2.0);
                vec![ColliderPart {
                    object_from_part,
                    shape: ColliderShape::Cylinder { radius, half_height },
                }]
            }
            Self::Extrusion { outline, height } => extrude::convex_pieces(outline)
                .into_iter()
                .map(|piece| {
                    let at = |z: f64| piece.iter().map(move |[x, y]| DVec3::new(*x, *y, z));
                    let points = at(0.0).chain(at(*height)).collect();
                    ColliderPart {
                        object_from_part: Pose::IDENTITY,
                        shape: ColliderShape::ConvexHull { points },
                    }
                })
                .collect(),
            Self::Tube { path, radius } => path.windows(2).map(|ends| capsule(ends, *radius)).collect(),
            Self::Asset { id } => asset_colliders(id),
        }
    }

    /// Corners of the bounding box in the frame of the fixture, m.
    pub fn bounds(&self) -> (DVec3, DVec3) {
        let centred = |half: DVec3| (-half, half);
        match self {
            Self::Box { size } | Self::RoundedBox { size, .. } | Self::Ellipsoid { size } => {
                centred(*size / 2.0)
            }
            Self::Cylinder { radius, height } => centred(DVec3::new(*radius, *radius, height / 2.0)),
            Self::Lathe { profile } => {
                let radius = profile.iter().map(|p| p[0]).fold(0.0, f64::max);
                let low = profile.iter().map(|p| p[1]).fold(f64::INFINITY, f64::min);
                let high = profile.iter().map(|p| p[1]).fold(f64::NEG_INFINITY, f64::max);
                (DVec3::new(-radius, -radius, low), DVec3::new(radius, radius, high))
            }
            Self::Extrusion { outline, height } => bounds_of(
                outline.iter().flat_map(|[x, y]| [DVec3::new(*x, *y, 0.0), DVec3::new(*x, *y, *height)]),
            ),
            Self::Tube { path, radius } => {
                let (low, high) = bounds_of(path.iter().copied());
                (low - DVec3::splat(*radius), high + DVec3::splat(*radius))
            }
            Self::Asset { id } => centred(by_id(id).map_or(DVec3::splat(0.05), |model| model.size() / 2.0)),
        }
    }
}

/// Pieces of a catalogue entry, worked out once: a shelf may hold a dozen of the same bottle.
fn asset_colliders(id: &str) -> Vec<ColliderPart> {
    static KNOWN: LazyLock<Mutex<BTreeMap<String, Vec<ColliderPart>>>> = LazyLock::new(Mutex::default);
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(pieces) = known().get(id) {
        return pieces.clone();
    }
    let Some(model) = by_id(id) else { return Vec::new() };
    let pieces = model.colliders();
    known().insert(id.to_owned(), pieces.clone());
    pieces
}

fn bounds_of(points: impl Iterator<Item = DVec3>) -> (DVec3, DVec3) {
    points.fold((DVec3::INFINITY, DVec3::NEG_INFINITY), |(low, high), p| (low.min(p), high.max(p)))
}

/// A ball where it is one, else the hull of its 26 main directions, drawn out so that it covers the ellipsoid.
fn ellipsoid_collider(size: DVec3) -> ColliderShape {
    if size.max_element() - size.min_element() < 1e-9 {
        return ColliderShape::Ball { radius: size.x / 2.0 };
    }
    let mut points = Vec::with_capacity(26);
    for k in (0..27).filter(|k| *k != 13) {
        let direction = DVec3::new(f64::from(k % 3 - 1), f64::from(k / 3 % 3 - 1), f64::from(k / 9 - 1));
        points.push(direction.normalize() * size / 2.0);
    }
    ColliderShape::ConvexHull { points }
}

fn capsule(ends: &[DVec3], radius: f64) -> ColliderPart {
    let along = ends[1] - ends[0];
    let rotation = DQuat::from_rotation_arc(DVec3::Z, along.normalize_or(DVec3::Z));
    ColliderPart {
        object_from_part: Pose::new((ends[0] + ends[1]) / 2.0, rotation),
        shape: ColliderShape::Capsule { radius, half_height: along.length() / 2.0 },
    }
}

#[cfg(test)]
mod tests;
