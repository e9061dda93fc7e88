//! What this machine has, and what it lacks.

use crate::RendererChoice;
use crate::filming::resolve_renderer;
use restage_exporters::FfmpegInfo;
use serde::Serialize;
use std::path::Path;

/// The ffmpeg program and what it can encode.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ffmpeg {
    /// Version line.
    pub version: String,
    /// Encoders that this program knows how to use.
    pub encoders: Vec<String>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Machine {
    /// Cores that this process may use.
    pub cores: usize,
    /// Installed memory, bytes.
    pub memory_bytes: u64,
    /// Memory that new work may take, bytes.
    pub available_bytes: u64,
    /// Free disk where the program stands, bytes.
    pub free_disk_bytes: u64,
    /// The ffmpeg program, or why there is none.
    pub ffmpeg: Result<Ffmpeg, String>,
    /// Graphics adapter, or why there is none.
    pub graphics: String,
    /// What `--renderer auto` resolves to.
    pub renderer: String,
    /// Whether this build opens S3-compatible stores.
    pub stores: bool,
    /// What to install, one sentence each.
    pub advice: Vec<String>,
}

/// Looks at the machine.
pub fn examine() -> Machine {
    let mut advice = Vec::new();
    let ffmpeg = match FfmpegInfo::probe() {
        Ok(info) => Ok(Ffmpeg { version: info.version, encoders: info.encoders.into_iter().collect() }),
        Err(error) => {
            advice.push("ffmpeg, for video in and out: apt-get install ffmpeg".to_owned());
            Err(error.to_string())
        }
    };
    let graphics = graphics(&mut advice);
    let renderer = match resolve_renderer(RendererChoice::Auto) {
        Ok(renderer) => renderer.name().to_owned(),
        Err(error) => error.to_string(),
    };
    let [memory_bytes, available_bytes] = memory();
    Machine {
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        memory_bytes,
        available_bytes,
        free_disk_bytes: free_disk(Path::new(".")),
        ffmpeg,
        graphics,
        renderer,
        stores: cfg!(feature = "s3"),
        advice,
    }
}

#[cfg(feature = "gpu")]
fn graphics(advice: &mut Vec<String>) -> String {
    match restage_film_gpu::adapter() {
        Ok(adapter) => adapter.to_string(),
        Err(error) => {
            advice.push(
                "a Vulkan driver, for the GPU renderer: the vendor's, or mesa-vulkan-drivers for software"
                    .into(),
            );
            error.to_string()
        }
    }
}

#[cfg(not(feature = "gpu"))]
fn graphics(advice: &mut Vec<String>) -> String {
    if Path::new("/proc/driver/nvidia").exists() || Path::new("/dev/dri/renderD128").exists() {
        advice.push("a GPU is here, but this build cannot use it: build with `--features gpu`".into());
    }
    "not looked at: this build has no GPU renderer (build with `--features gpu`)".into()
}

/// Total and available memory, bytes; zeros where the system does not tell.
fn memory() -> [u64; 2] {
    let text = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let field = |name: &str| {
        text.lines()
            .find_map(|line| line.strip_prefix(name)?.trim().strip_suffix("kB")?.trim().parse::<u64>().ok())
            .map_or(0, |kib| kib * 1024)
    };
    [field("MemTotal:"), field("MemAvailable:")]
}

/// Free bytes of the file system that holds `folder`; 0 where the system does not tell.
fn free_disk(folder: &Path) -> u64 {
    fs4::available_space(folder).unwrap_or(0)
}
