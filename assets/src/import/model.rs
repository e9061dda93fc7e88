//! What every reader gives: triangles with materials, not yet checked, scaled or turned.

use super::error::Fault;
use crate::{ColliderPart, TextureImage};
use std::sync::Arc;

/// Which axis of a file points up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpAxis {
    /// As in glTF, and by custom in OBJ.
    Y,
    /// As in URDF and STL, and here.
    Z,
}

/// Surface of a part as its file states it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawMaterial {
    /// Name in the file.
    pub name: String,
    /// Linear RGB.
    pub base_color: [f32; 3],
    /// Perceptual roughness.
    pub roughness: f32,
    /// Metallic.
    pub metallic: f32,
    /// Colour picture, sRGB, first row on top; shared by the parts that show it.
    pub picture: Option<Arc<TextureImage>>,
}

/// Triangles of one material.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawPart {
    /// Place in the file, for messages.
    pub field: String,
    /// Vertex positions, units of the file.
    pub positions: Vec<[f32; 3]>,
    /// Vertex normals; empty when the file has none.
    pub normals: Vec<[f32; 3]>,
    /// Texture coordinates in pictures, v downwards; empty when the file has none.
    pub uvs: Vec<[f32; 2]>,
    /// Three per triangle.
    pub indices: Vec<u32>,
    /// Surface.
    pub material: RawMaterial,
}

/// A model as its file describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct RawModel {
    /// Parts in file order.
    pub parts: Vec<RawPart>,
    /// Which axis points up.
    pub up: UpAxis,
    /// Convex pieces that the file itself gives for contact, m; empty when it leaves that open.
    pub colliders: Vec<ColliderPart>,
    /// Mass that the file states, kg.
    pub mass_kg: Option<f64>,
    /// What the file has and this program leaves out, one sentence each.
    pub notes: Vec<String>,
}

impl RawModel {
    /// An empty model.
    pub fn new(up: UpAxis) -> Self {
        Self { parts: Vec::new(), up, colliders: Vec::new(), mass_kg: None, notes: Vec::new() }
    }

    /// Adds a note once.
    pub fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.notes.contains(&text) {
            self.notes.push(text);
        }
    }
}

/// Collects the faults of one input, up to a readable number.
#[derive(Debug, Default)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// More are not listed.
    const SHOWN: usize = 12;

    /// Adds one.
    pub fn push(&mut self, fault: Fault) {
        if self.0.len() < Self::SHOWN {
            self.0.push(fault);
        }
    }
}
