//! Trees of bounding boxes over world-space triangles, four boxes to a node, for shadow and occlusion rays.
//!
//! `obvhs` builds the binary tree; it is then flattened to four children per node (Dammertz et al., "Shallow
//! bounding volume hierarchies for fast SIMD ray tracing of incoherent rays", 2008), because a node's boxes are
//! then tested together in the four lanes that every x86-64 machine has. When a body moves only the boxes change.
//! Answers never depend on the shape of the tree: boxes are tested conservatively, and what is asked is whether
//! any triangle is in the way.

use crate::geometry::Geometry;
use crate::lanes::Lanes;
use crate::query::{Boxes, Quad, Stack, WideRay, WideRegion};
use crate::shadow::Volume;
use glam::Vec3;
use obvhs::BvhBuildParams;
use obvhs::bvh2::{Bvh2, builder::build_bvh2_from_tris};
use obvhs::triangle::Triangle;
use std::ops::Range;
use std::time::Duration;

/// Child slot that holds nothing.
const EMPTY: u32 = u32::MAX;
/// Bit that marks a leaf; the next seven hold the number of triangles, the rest the first one.
const LEAF: u32 = 1 << 31;
const COUNT_SHIFT: u32 = 24;
const FIRST_MASK: u32 = (1 << COUNT_SHIFT) - 1;
const MAX_LEAF: u32 = 8;

/// Four boxes and what is in them.
#[derive(Clone, Copy, Debug)]
struct Node {
    bounds: Boxes,
    children: [u32; 4],
}

/// A tree over some triangles of the [`Geometry`].
#[derive(Clone, Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
    /// Indices into the geometry, in leaf order; [`EMPTY`] where a leaf is filled up.
    triangles: Vec<u32>,
    /// World corners in leaf order. Every leaf begins at a multiple of four and is filled up with triangles without area.
    pub corners: Vec<[Vec3; 3]>,
    /// The same, four by four.
    pub quads: Vec<Quad>,
    /// Shadow volumes by the key light in leaf order; empty unless asked for.
    pub volumes: Vec<Volume>,
    /// Bounds of everything.
    pub bounds: [Vec3; 2],
}

impl Tree {
    /// Builds a tree over the given triangles.
    pub fn new(geometry: &Geometry, triangles: Vec<u32>) -> Self {
        let mut tree = Self { bounds: [Vec3::INFINITY, Vec3::NEG_INFINITY], ..Self::default() };
        if triangles.is_empty() {
            return tree;
        }
        let input: Vec<Triangle> = triangles
            .iter()
            .map(|triangle| {
                let [v0, v1, v2] = geometry.corners(*triangle).map(|corner| corner.to_array().into());
                Triangle { v0, v1, v2 }
            })
            .collect();
        let parameters = BvhBuildParams { max_prims_per_leaf: 4, ..BvhBuildParams::fast_build() };
        let binary = build_bvh2_from_tris(&input, parameters, &mut Duration::default());
        tree.flatten(&binary, &triangles);
        tree.corners = vec![[Vec3::ZERO; 3]; tree.triangles.len()];
        tree.refit(geometry);
        tree
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    fn root(&self) -> Option<u32> {
        (!self.nodes.is_empty()).then_some(0)
    }

    /// Takes over the topology of a binary tree.
    fn flatten(&mut self, binary: &Bvh2, triangles: &[u32]) {
        // (binary node whose children fill the new node, where its index is to be written)
        let mut queue = vec![(0usize, None::<(usize, usize)>)];
        while let Some((root, parent)) = queue.pop() {
            let index = self.nodes.len();
            if let Some((node, slot)) = parent {
                self.nodes[node].children[slot] = index as u32;
            }
            self.nodes.push(Node { bounds: [[Lanes::ZERO; 2]; 3], children: [EMPTY; 4] });
            for (slot, child) in four_children(binary, root).into_iter().enumerate() {
                let node = &binary.nodes[child];
                if node.is_leaf() {
                    self.nodes[index].children[slot] = self.leaf(binary, child, triangles);
                } else {
                    queue.push((child, Some((index, slot))));
                }
            }
        }
    }

    /// Appends the triangles of a binary leaf.
    fn leaf(&mut self, binary: &Bvh2, node: usize, triangles: &[u32]) -> u32 {
        let node = &binary.nodes[node];
        let (first, count) = (node.first_index as usize, node.prim_count.min(MAX_LEAF));
        debug_assert_eq!(count, node.prim_count);
        let start = self.triangles.len() as u32;
        let order = &binary.primitive_indices[first..first + node.prim_count as usize];
        self.triangles.extend(order.iter().map(|primitive| triangles[*primitive as usize]));
        self.triangles.resize(self.triangles.len().next_multiple_of(4), EMPTY);
        LEAF | count << COUNT_SHIFT | start
    }

    /// Brings corners and boxes up to date with the geometry.
    pub fn refit(&mut self, geometry: &Geometry) {
        for (corners, triangle) in self.corners.iter_mut().zip(&self.triangles) {
            if *triangle != EMPTY {
                *corners = geometry.corners(*triangle);
            }
        }
        self.quads.clear();
        self.quads.extend(self.corners.chunks(4).map(Quad::new));
        // Children come after their parents, so the last node is complete first.
        let mut boxes = vec![[Vec3::INFINITY, Vec3::NEG_INFINITY]; self.nodes.len()];
        for index in (0..self.nodes.len()).rev() {
            let children = self.nodes[index].children;
            let mut lanes = [[[f32::INFINITY; 4], [f32::NEG_INFINITY; 4]]; 3];
            for (slot, child) in children.into_iter().enumerate().filter(|(_, child)| *child != EMPTY) {
                let [min, max] = self.child_bounds(child, &boxes);
                for axis in 0..3 {
                    lanes[axis][0][slot] = min[axis];
                    lanes[axis][1][slot] = max[axis];
                }
                boxes[index] = [boxes[index][0].min(min), boxes[index][1].max(max)];
            }
            self.nodes[index].bounds = lanes.map(|[min, max]| [Lanes::new(min), Lanes::new(max)]);
        }
        self.volumes.clear();
        self.bounds = boxes.first().copied().unwrap_or([Vec3::INFINITY, Vec3::NEG_INFINITY]);
    }

    fn child_bounds(&self, child: u32, boxes: &[[Vec3; 2]]) -> [Vec3; 2] {
        if child & LEAF == 0 {
            return boxes[child as usize];
        }
        let corners = self.corners[leaf_slots(child)].iter().flatten();
        corners.fold([Vec3::INFINITY, Vec3::NEG_INFINITY], |[min, max], p| [min.min(*p), max.max(*p)])
    }

    /// Gives every leaf that may overlap the region to `visit`, as slots of [`Self::corners`], until it returns false.
    /// Returns whether it never did.
    pub fn visit_leaves(
        &self,
        stack: &mut Stack,
        region: &WideRegion,
        visit: &mut impl FnMut(&Self, Range<usize>) -> bool,
    ) -> bool {
        stack.clear();
        stack.extend(self.root());
        while let Some(index) = stack.pop() {
            let node = &self.nodes[index as usize];
            let mut bits = region.meets(&node.bounds);
            while bits != 0 {
                let child = node.children[bits.trailing_zeros() as usize];
                bits &= bits - 1;
                if child & LEAF == 0 {
                    stack.push(child);
                } else if child != EMPTY && !visit(self, leaf_slots(child)) {
                    return false;
                }
            }
        }
        true
    }

    /// Whether `hits` is true of the quads of any leaf that the ray meets.
    pub fn blocks(
        &self,
        stack: &mut Stack,
        ray: &WideRay,
        hits: &mut impl FnMut(&Self, Range<usize>) -> bool,
    ) -> bool {
        stack.clear();
        stack.extend(self.root());
        while let Some(index) = stack.pop() {
            let node = &self.nodes[index as usize];
            let mut bits = ray.meets(&node.bounds);
            while bits != 0 {
                let child = node.children[bits.trailing_zeros() as usize];
                bits &= bits - 1;
                if child & LEAF == 0 {
                    stack.push(child);
                } else if child != EMPTY && hits(self, leaf_quads(child)) {
                    return true;
                }
            }
        }
        false
    }
}

impl Tree {
    /// The triangle that the ray meets first, from either side, as (index into the geometry, parameter); the ray is
    /// shortened to it.
    pub fn nearest(&self, stack: &mut Stack, ray: &mut WideRay) -> Option<(u32, f32)> {
        let mut found = None;
        stack.clear();
        stack.extend(self.root());
        while let Some(index) = stack.pop() {
            let node = &self.nodes[index as usize];
            let (mut bits, enter) = ray.enters(&node.bounds);
            let (enter, first) = (enter.to_array(), stack.len());
            let mut entered = [0.0f32; 4];
            while bits != 0 {
                let slot = bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let child = node.children[slot];
                if child & LEAF == 0 {
                    // Nearest last, so that it is taken first.
                    let count = stack.len() - first;
                    let at = entered[..count].iter().take_while(|other| **other > enter[slot]).count();
                    entered.copy_within(at..count, at + 1);
                    entered[at] = enter[slot];
                    stack.insert(first + at, child);
                } else if child != EMPTY {
                    for quad in leaf_quads(child) {
                        let (mut bits, parameters) = ray.passes(&self.quads[quad]);
                        while bits != 0 {
                            let lane = bits.trailing_zeros() as usize;
                            bits &= bits - 1;
                            let t = parameters.as_array()[lane];
                            if found.is_none_or(|(_, least)| t < least) {
                                found = Some((self.triangles[quad * 4 + lane], t));
                                ray.shorten(t);
                            }
                        }
                    }
                }
            }
        }
        found
    }
}

/// Up to four nodes below `root`: its children, the larger ones opened first. A lone leaf is its own child.
fn four_children(binary: &Bvh2, root: usize) -> Vec<usize> {
    if binary.nodes[root].is_leaf() {
        return vec![root];
    }
    let first = binary.nodes[root].first_index as usize;
    let mut children = vec![first, first + 1];
    while children.len() < 4 {
        let inner = children.iter().copied().enumerate().filter(|(_, child)| !binary.nodes[*child].is_leaf());
        let area = |child: usize| binary.nodes[child].aabb().half_area();
        let Some((slot, largest)) = inner.max_by(|(_, a), (_, b)| area(*a).total_cmp(&area(*b))) else {
            break;
        };
        let first = binary.nodes[largest].first_index as usize;
        children[slot] = first;
        children.push(first + 1);
    }
    children
}

/// Slots of a leaf's triangles.
fn leaf_slots(child: u32) -> Range<usize> {
    let first = (child & FIRST_MASK) as usize;
    first..first + ((child & !LEAF) >> COUNT_SHIFT) as usize
}

/// Quads of a leaf's triangles.
fn leaf_quads(child: u32) -> Range<usize> {
    let slots = leaf_slots(child);
    slots.start / 4..slots.end.div_ceil(4)
}
