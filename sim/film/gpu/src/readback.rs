//! From render targets to memory. Copies are ordered after the frame's own commands on the same queue, so they
//! see exactly that frame.

use crate::app::unavailable;
use bevy::image::Image;
use bevy::prelude::*;
use bevy::render::RenderApp;
use bevy::render::render_asset::RenderAssets;
use bevy::render::render_resource::{
    Buffer, BufferDescriptor, BufferUsages, CommandEncoderDescriptor, Extent3d, MapMode, PollType,
    TexelCopyBufferInfo, TexelCopyBufferLayout,
};
use bevy::render::renderer::{RenderDevice, RenderQueue};
use bevy::render::texture::GpuImage;
use half::f16;
use restage_film::FilmError;
use std::sync::mpsc::channel;

/// Bytes of one texel of the render targets: four half floats.
const TEXEL: usize = 8;

/// Staging memory for one render target.
pub(crate) struct Staging {
    buffer: Buffer,
    size: (u32, u32),
    padded_row: usize,
}

impl Staging {
    pub(crate) fn new(device: &RenderDevice, size: (u32, u32)) -> Self {
        let padded_row = RenderDevice::align_copy_bytes_per_row(size.0 as usize * TEXEL);
        let buffer = device.create_buffer(&BufferDescriptor {
            label: Some("film readback"),
            size: (padded_row * size.1 as usize) as u64,
            usage: BufferUsages::MAP_READ | BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        Self { buffer, size, padded_row }
    }

    /// Calls `pixel(index, rgba)` for every pixel, row by row from the top. The buffer must be mapped.
    fn each_pixel(&self, mut pixel: impl FnMut(usize, [f32; 4])) {
        let view = self.buffer.slice(..).get_mapped_range();
        let width = self.size.0 as usize;
        for (y, row) in view.chunks(self.padded_row).enumerate() {
            for (x, texel) in row[..width * TEXEL].chunks_exact(TEXEL).enumerate() {
                let channel = |c: usize| f16::from_le_bytes([texel[2 * c], texel[2 * c + 1]]).to_f32();
                pixel(y * width + x, [channel(0), channel(1), channel(2), channel(3)]);
            }
        }
    }
}

/// Copies all targets in one submission and hands out their pixels: `pixel(target, index, rgba)`.
///
/// # Errors
/// When a target was never rendered, or the device is lost.
pub(crate) fn read(
    app: &App,
    targets: &[(Handle<Image>, &Staging)],
    mut pixel: impl FnMut(usize, usize, [f32; 4]),
) -> Result<(), FilmError> {
    let world = app.sub_app(RenderApp).world();
    let device = world.resource::<RenderDevice>();
    let images = world.resource::<RenderAssets<GpuImage>>();
    let mut encoder =
        device.create_command_encoder(&CommandEncoderDescriptor { label: Some("film readback") });
    for (handle, staging) in targets {
        let image = images.get(handle).ok_or_else(|| unavailable("a camera image was not rendered"))?;
        encoder.copy_texture_to_buffer(
            image.texture.as_image_copy(),
            TexelCopyBufferInfo {
                buffer: &staging.buffer,
                layout: TexelCopyBufferLayout {
                    offset: 0,
                    bytes_per_row: u32::try_from(staging.padded_row).ok(),
                    rows_per_image: None,
                },
            },
            Extent3d { width: staging.size.0, height: staging.size.1, depth_or_array_layers: 1 },
        );
    }
    world.resource::<RenderQueue>().submit([encoder.finish()]);
    let (sender, mapped) = channel();
    for (_, staging) in targets {
        let sender = sender.clone();
        staging.buffer.slice(..).map_async(MapMode::Read, move |result| {
            let _ = sender.send(result.is_ok());
        });
    }
    device
        .poll(PollType::wait_indefinitely())
        .map_err(|error| unavailable(format!("the device did not finish: {error}")))?;
    for _ in targets {
        if mapped.recv() != Ok(true) {
            return Err(unavailable("the device is lost"));
        }
    }
    for (target, (_, staging)) in targets.iter().enumerate() {
        staging.each_pixel(|index, rgba| pixel(target, index, rgba));
        staging.buffer.unmap();
    }
    Ok(())
}
