//! Procedural textures with all their mip levels.

use bevy::asset::RenderAssetUsages;
use bevy::image::{ImageAddressMode, ImageFilterMode, ImageSampler, ImageSamplerDescriptor};
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat};
use restage_assets::TextureKind;
use restage_assets::texture::texture_with_roughness;

/// The pattern with all its mip levels, averaged in linear light; alpha is the factor on the roughness, 128 for 1.
pub(crate) fn bevy_texture(kind: TextureKind, seed: u32, size: u32) -> Image {
    let base = texture_with_roughness(kind, seed, size);
    let (mut width, mut height) = (base.width, base.height);
    let mut level = base.rgba8;
    let mut data = level.clone();
    let mut levels = 1;
    while width > 1 && height > 1 && width.is_multiple_of(2) && height.is_multiple_of(2) {
        level = halve(&level, width as usize, height as usize);
        (width, height) = (width / 2, height / 2);
        data.extend_from_slice(&level);
        levels += 1;
    }
    let extent = Extent3d { width: base.width, height: base.height, depth_or_array_layers: 1 };
    let mut image = Image::new_uninit(
        extent,
        TextureDimension::D2,
        TextureFormat::Rgba8UnormSrgb,
        RenderAssetUsages::RENDER_WORLD,
    );
    image.data = Some(data);
    image.texture_descriptor.mip_level_count = levels;
    image.sampler = ImageSampler::Descriptor(ImageSamplerDescriptor {
        address_mode_u: ImageAddressMode::Repeat,
        address_mode_v: ImageAddressMode::Repeat,
        mag_filter: ImageFilterMode::Linear,
        min_filter: ImageFilterMode::Linear,
        mipmap_filter: ImageFilterMode::Linear,
        anisotropy_clamp: 4,
        ..default()
    });
    image
}

fn halve(rgba8: &[u8], width: usize, height: usize) -> Vec<u8> {
    use restage_assets::material::{linear_from_srgb, srgb_from_linear};
    let at = |x: usize, y: usize, c: usize| rgba8[(y * width + x) * 4 + c];
    let mut out = Vec::with_capacity(rgba8.len() / 4);
    for y in (0..height).step_by(2) {
        for x in (0..width).step_by(2) {
            for c in 0..3 {
                let four = [at(x, y, c), at(x + 1, y, c), at(x, y + 1, c), at(x + 1, y + 1, c)];
                let mean =
                    four.iter().map(|code| linear_from_srgb(f32::from(*code) / 255.0)).sum::<f32>() / 4.0;
                out.push((255.0 * srgb_from_linear(mean)).round() as u8);
            }
            let four = [at(x, y, 3), at(x + 1, y, 3), at(x, y + 1, 3), at(x + 1, y + 1, 3)];
            out.push((four.iter().map(|byte| u32::from(*byte)).sum::<u32>() / 4) as u8);
        }
    }
    out
}
