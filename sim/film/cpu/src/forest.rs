//! All trees of a scene: one of everything that stands still and one per body, with the boxes around them.

use crate::geometry::Geometry;
use crate::lanes::Lanes;
use crate::query::{Boxes, Ray, Stack, WideRay, WideRegion};
use crate::shadow::Volume;
use crate::tree::Tree;
use glam::Vec3;
use restage_film::Source;
use std::borrow::Cow;
use std::ops::Range;

/// Trees and the boxes around them.
#[derive(Clone, Debug, Default)]
pub struct Forest {
    trees: Vec<Tree>,
    /// Which trees are a single convex body.
    convex: Vec<bool>,
    /// A tree that stands in nobody's way: what shines by itself.
    shining: Option<usize>,
    /// Bounds of the trees, four by four.
    roots: Vec<Boxes>,
    /// Diagonal of the bounds of everything, m.
    pub size: f32,
}

impl Forest {
    /// A tree over each list of triangles; `convex` tells which of them are a single convex body, `shining` which stands
    /// in nobody's way.
    pub fn new(
        geometry: &Geometry,
        groups: Vec<Vec<u32>>,
        convex: Vec<bool>,
        shining: Option<usize>,
    ) -> Self {
        let trees = groups.into_iter().map(|triangles| Tree::new(geometry, triangles)).collect();
        let mut forest = Self { trees, convex, shining, ..Self::default() };
        forest.bound();
        forest
    }

    /// Brings the trees for which `moved` up to date, building those that are still empty from `triangles`.
    pub fn follow(
        &mut self,
        geometry: &Geometry,
        moved: impl Fn(usize) -> bool,
        triangles: impl Fn(usize) -> Vec<u32>,
    ) {
        let mut any = false;
        for (index, tree) in self.trees.iter_mut().enumerate().filter(|(index, _)| moved(*index)) {
            any = true;
            if tree.is_empty() {
                *tree = Tree::new(geometry, triangles(index));
            } else {
                tree.refit(geometry);
            }
        }
        if any {
            self.bound();
        }
    }

    /// Makes the shadow volumes by the key light that are missing.
    pub fn cast(&mut self, source: &Source) {
        for tree in self.trees.iter_mut().filter(|tree| tree.volumes.len() != tree.corners.len()) {
            tree.volumes.clear();
            tree.volumes.extend(tree.corners.iter().map(|corners| Volume::new(corners, source)));
        }
    }

    /// Indices of all trees that can be in the way.
    pub fn all(&self) -> Vec<usize> {
        (0..self.trees.len()).filter(|tree| Some(*tree) != self.shining).collect()
    }

    /// The triangle of some trees that a ray meets first, from either side, as (index into the geometry, parameter).
    /// What shines by itself is seen as well if `shining`.
    pub fn nearest(
        &self,
        stack: &mut Stack,
        trees: &[usize],
        shining: bool,
        ray: &Ray,
    ) -> Option<(u32, f32)> {
        let mut ray = WideRay::new(ray);
        let also = self.shining.filter(|_| shining);
        let met = self.met(&ray);
        let trees = trees.iter().chain(also.as_ref()).filter(|tree| met.contains(**tree));
        trees.filter_map(|tree| self.trees[*tree].nearest(stack, &mut ray)).last()
    }

    /// The trees whose bounds a ray meets.
    #[inline]
    fn met(&self, ray: &WideRay) -> Met {
        let mut met = Met([0; 4]);
        for (index, roots) in self.roots.iter().enumerate().take(Met::ROOTS) {
            met.0[index / 16] |= u64::from(ray.meets(roots)) << (index % 16 * 4);
        }
        met
    }

    /// Indices of the trees that may be in the way within the region.
    pub fn meeting(&self, region: &WideRegion) -> Vec<usize> {
        let mut found = Vec::new();
        for (index, roots) in self.roots.iter().enumerate() {
            let mut bits = region.meets(roots);
            while bits != 0 {
                found.push(index * 4 + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
        found.retain(|tree| Some(*tree) != self.shining);
        found
    }

    /// Whether any of the `wanted` trees may be in the way within the region.
    pub fn meets(&self, region: &WideRegion, wanted: impl Fn(usize) -> bool) -> bool {
        self.roots.iter().enumerate().any(|(index, roots)| {
            let bits = region.meets(roots);
            bits != 0 && (0..4).any(|lane| bits >> lane & 1 == 1 && wanted(index * 4 + lane))
        })
    }

    /// Gives every leaf of some trees that may overlap the region to `visit`, as slots of a tree's corners, until it
    /// returns false; whether it never did.
    pub fn visit_leaves(
        &self,
        trees: &[usize],
        region: &WideRegion,
        mut visit: impl FnMut(&Tree, Range<usize>) -> bool,
    ) -> bool {
        let mut stack = Stack::new();
        trees.iter().all(|index| self.trees[*index].visit_leaves(&mut stack, region, &mut visit))
    }

    /// Whether the ray meets a leaf of some trees in which `hits`, given its quads, finds something in the way.
    #[inline]
    pub fn blocks(
        &self,
        stack: &mut Stack,
        trees: &[usize],
        ray: &WideRay,
        mut hits: impl FnMut(&Tree, Range<usize>) -> bool,
    ) -> bool {
        let met = self.met(ray);
        let mut trees = trees.iter().filter(|tree| met.contains(**tree));
        trees.any(|index| self.trees[*index].blocks(stack, ray, &mut hits))
    }

    /// The trees that can stand in the way of light for the surface of tree `own`: a convex body does not shade itself.
    pub fn others<'a>(&self, trees: &'a [usize], own: usize) -> Cow<'a, [usize]> {
        if self.convex.get(own) == Some(&true) {
            Cow::Owned(trees.iter().copied().filter(|tree| *tree != own).collect())
        } else {
            Cow::Borrowed(trees)
        }
    }

    /// Writes the bounds of the trees; an absent or empty tree has `min > max`, which nothing meets.
    fn bound(&mut self) {
        let nothing = [Vec3::INFINITY, Vec3::NEG_INFINITY];
        let boxes = |trees: &[Tree]| {
            let bounds: [[Vec3; 2]; 4] =
                std::array::from_fn(|slot| trees.get(slot).map_or(nothing, |t| t.bounds));
            std::array::from_fn(|axis| [0, 1].map(|end| Lanes::new(bounds.map(|b| b[end][axis]))))
        };
        self.roots = self.trees.chunks(4).map(boxes).collect();
        let whole = self.trees.iter().map(|tree| tree.bounds);
        let [min, max] = whole.fold(nothing, |[min, max], [low, high]| [min.min(low), max.max(high)]);
        self.size = if min.x <= max.x { (max - min).length() } else { 0.0 };
    }
}

/// A set of trees. Those beyond its size count as members.
struct Met([u64; 4]);

impl Met {
    /// So many groups of four trees are told apart.
    const ROOTS: usize = 64;

    #[inline]
    fn contains(&self, tree: usize) -> bool {
        tree >= Self::ROOTS * 4 || self.0[tree / 64] >> (tree % 64) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Region;
    use crate::testing::{self, Draw};

    /// Any crossing, without a tree.
    fn brute_force(geometry: &Geometry, ray: &Ray) -> bool {
        (0..geometry.triangles.len() as u32).any(|triangle| ray.crosses(&geometry.corners(triangle)))
    }

    #[test]
    fn a_forest_answers_as_testing_every_triangle_does_before_and_after_a_move() {
        let (scene, mut state) = testing::clutter();
        let mut geometry = Geometry::new(&scene).unwrap();
        geometry.follow(&scene, &state).unwrap();
        let all: Vec<u32> = (0..geometry.triangles.len() as u32).collect();
        let parts = all.chunks(all.len() / 6).map(<[u32]>::to_vec).collect();
        let mut forest = Forest::new(&geometry, parts, Vec::new(), None);
        let trees = forest.all();
        let mut draw = Draw::new(5);
        let mut hits = 0;
        for round in 0..2 {
            for _ in 0..400 {
                let origin = draw.vector(-1.0, 1.0);
                let ray = Ray { origin, direction: draw.vector(-1.0, 1.0), length: 2.0 };
                let expected = brute_force(&geometry, &ray);
                assert_eq!(
                    forest.blocks(&mut Stack::new(), &trees, &WideRay::new(&ray), |tree, quads| tree.quads
                        [quads]
                        .iter()
                        .any(|quad| WideRay::new(&ray).passes(quad).0 != 0)),
                    expected,
                    "round {round}"
                );
                hits += usize::from(expected);
            }
            for pose in &mut state.bodies {
                pose.translation += draw.vector(-0.2, 0.2).as_dvec3();
            }
            geometry.follow(&scene, &state).unwrap();
            forest.follow(&geometry, |_| true, |_| Vec::new());
        }
        assert!(hits > 50 && hits < 750, "{hits}");
    }

    #[test]
    fn a_region_visit_misses_no_triangle_inside() {
        let (scene, state) = testing::clutter();
        let mut geometry = Geometry::new(&scene).unwrap();
        geometry.follow(&scene, &state).unwrap();
        let all: Vec<u32> = (0..geometry.triangles.len() as u32).collect();
        let forest = Forest::new(
            &geometry,
            all.chunks(all.len() / 6).map(<[u32]>::to_vec).collect(),
            Vec::new(),
            None,
        );
        let mut draw = Draw::new(9);
        for _ in 0..50 {
            let center = draw.vector(-0.5, 0.5);
            let planes = std::array::from_fn(|_| {
                let normal = draw.vector(-1.0, 1.0);
                (normal, normal.dot(center) - 0.2)
            });
            let region = Region { planes, min: center - Vec3::ONE, max: center + Vec3::splat(0.3) };
            let mut visited = Vec::new();
            let wide = WideRegion::new(&region);
            forest.visit_leaves(&forest.meeting(&wide), &wide, |tree, slots| {
                visited.extend_from_slice(&tree.corners[slots]);
                true
            });
            for triangle in 0..geometry.triangles.len() as u32 {
                let corners = geometry.corners(triangle);
                let inside = |p: Vec3| {
                    planes.iter().all(|(normal, least): &(Vec3, f32)| normal.dot(p) >= *least)
                        && p.cmpge(region.min).all()
                        && p.cmple(region.max).all()
                };
                if corners.iter().any(|corner| inside(*corner)) {
                    assert!(visited.contains(&corners));
                }
            }
        }
    }
}
