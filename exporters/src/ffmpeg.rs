//! The ffmpeg program: what it can do, and the encoding of one episode's pictures.
//!
//! One process encodes one episode. Measured on 60 frames of 224x224 with x264 `veryfast`: 75 ms of processor
//! time, and 70 ms more for starting the process. A process that lives on would save the start, but an encoder
//! that has seen earlier episodes gives other bytes, and one that dies takes episodes with it. So cameras of one
//! size share a process (the start is paid once per episode), and episodes never do.

use crate::config::VideoSettings;
use crate::error::ExportError;
use crate::h264::{self, EncodedClip};
use restage_episodes::CameraClip;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The encoder that is used.
pub const ENCODER: &str = "libx264";
/// Video encoders that [`FfmpegInfo`] looks for.
const KNOWN_ENCODERS: [&str; 6] =
    ["libx264", "h264_nvenc", "libx265", "hevc_nvenc", "libsvtav1", "libopenh264"];
/// Lines of ffmpeg's messages that an error keeps.
const STDERR_LINES: usize = 20;

/// An ffmpeg that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FfmpegInfo {
    /// The program, as it is called.
    pub program: PathBuf,
    /// Its version, such as `5.1.9`.
    pub version: String,
    /// Which of the known video encoders it has.
    pub encoders: Vec<String>,
}

impl FfmpegInfo {
    /// Asks the `ffmpeg` of the path what it can do.
    ///
    /// # Errors
    /// [`ExportError::FfmpegMissing`] when it cannot be started.
    pub fn probe() -> Result<Self, ExportError> {
        Self::probe_program(Path::new("ffmpeg"))
    }

    /// Asks `program` what it can do.
    ///
    /// # Errors
    /// [`ExportError::FfmpegMissing`] when it cannot be started or fails.
    pub fn probe_program(program: &Path) -> Result<Self, ExportError> {
        let ask = |question: &str| {
            let output = Command::new(program).args(["-hide_banner", question]).stdin(Stdio::null()).output();
            let output = output.and_then(|output| {
                let failed = || std::io::Error::other(format!("'{question}' failed: {}", output.status));
                if output.status.success() { Ok(output.stdout) } else { Err(failed()) }
            });
            match output {
                Ok(stdout) => Ok(String::from_utf8_lossy(&stdout).into_owned()),
                Err(source) => Err(ExportError::FfmpegMissing { program: program.into(), source }),
            }
        };
        let version = ask("-version")?;
        // "ffmpeg version 5.1.9-0+deb12u1 Copyright ..."
        let version = version.split_whitespace().nth(2).unwrap_or("unknown").to_owned();
        let listing = ask("-encoders")?;
        // " V....D libx264              libx264 H.264 / AVC ..."
        let listed =
            |encoder: &&str| listing.lines().any(|line| line.split_whitespace().nth(1) == Some(encoder));
        let encoders =
            KNOWN_ENCODERS.iter().filter(|name| listed(name)).map(|name| (*name).to_owned()).collect();
        Ok(Self { program: program.into(), version, encoders })
    }

    /// Probes and insists on the encoder that the writer uses.
    ///
    /// # Errors
    /// [`ExportError::FfmpegMissing`] or [`ExportError::EncoderMissing`].
    pub fn require(program: &Path) -> Result<Self, ExportError> {
        let info = Self::probe_program(program)?;
        if info.encoders.iter().any(|encoder| encoder == ENCODER) {
            return Ok(info);
        }
        let (version, available) = (info.version, info.encoders);
        Err(ExportError::EncoderMissing { encoder: ENCODER.into(), version, available })
    }
}

/// Encodes the clips of one episode, which all have the same number of frames and the sizes they claim. The
/// result is in the order of `clips`.
///
/// # Errors
/// [`ExportError::Encoding`] with ffmpeg's last lines; [`ExportError::FfmpegMissing`].
pub(crate) fn encode(
    clips: &[&CameraClip],
    fps: u32,
    settings: &VideoSettings,
    episode: &str,
) -> Result<Vec<EncodedClip>, ExportError> {
    let mut by_size: BTreeMap<(u32, u32), Vec<usize>> = BTreeMap::new();
    for (position, clip) in clips.iter().enumerate() {
        by_size.entry((clip.width, clip.height)).or_default().push(position);
    }
    let mut encoded: Vec<EncodedClip> = vec![EncodedClip::default(); clips.len()];
    for positions in by_size.values() {
        let group: Vec<&CameraClip> = positions.iter().map(|&position| clips[position]).collect();
        let parts = encode_group(&group, fps, settings).map_err(|failure| match failure {
            Failure::Start(source) => {
                ExportError::FfmpegMissing { program: settings.program.clone(), source }
            }
            Failure::Run { cause, stderr } => {
                let names: Vec<&str> = group.iter().map(|clip| clip.name.as_str()).collect();
                ExportError::Encoding { episode: episode.into(), cameras: names.join(", "), cause, stderr }
            }
        })?;
        for (&position, part) in positions.iter().zip(parts) {
            encoded[position] = part;
        }
    }
    Ok(encoded)
}

enum Failure {
    Start(std::io::Error),
    Run { cause: String, stderr: Vec<String> },
}

/// Encodes clips of one size, one after the other, in one process.
fn encode_group(
    clips: &[&CameraClip],
    fps: u32,
    settings: &VideoSettings,
) -> Result<Vec<EncodedClip>, Failure> {
    let frames = clips[0].frames.len();
    let mut child = Command::new(&settings.program)
        .args(arguments(clips[0], frames, fps, settings))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(Failure::Start)?;
    let transfer = feed(&mut child, clips);
    let status = child.wait();
    let stderr = transfer.stderr.lines().map(str::to_owned).collect::<Vec<_>>();
    let stderr = stderr[stderr.len().saturating_sub(STDERR_LINES)..].to_vec();
    let failed = |cause: String| Failure::Run { cause, stderr: stderr.clone() };
    match status {
        Ok(status) if status.success() => {}
        Ok(status) => return Err(failed(format!("ffmpeg failed with {status}"))),
        Err(error) => return Err(failed(format!("ffmpeg could not be waited for: {error}"))),
    }
    transfer.written.map_err(|error| failed(format!("ffmpeg stopped reading pictures: {error}")))?;
    let stream = transfer.stdout.map_err(|error| failed(format!("ffmpeg's output broke off: {error}")))?;
    h264::samples(&stream).and_then(|clip| clip.split(frames, clips.len())).map_err(failed)
}

struct Transfer {
    written: std::io::Result<()>,
    stdout: std::io::Result<Vec<u8>>,
    stderr: String,
}

/// Writes pictures, and reads the stream and the messages at the same time, so that no pipe can fill up and stop
/// the others.
fn feed(child: &mut Child, clips: &[&CameraClip]) -> Transfer {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        let writer = scope.spawn(move || {
            let mut stdin = stdin.ok_or_else(missing_pipe)?;
            clips.iter().flat_map(|clip| &clip.frames).try_for_each(|frame| stdin.write_all(frame))
        });
        let messages = scope.spawn(move || {
            let mut bytes = Vec::new();
            // What was said before a broken pipe is still worth reading.
            let _ = stderr.map(|mut stderr| stderr.read_to_end(&mut bytes));
            String::from_utf8_lossy(&bytes).into_owned()
        });
        let mut bytes = Vec::new();
        let read = stdout.ok_or_else(missing_pipe).and_then(|mut stdout| stdout.read_to_end(&mut bytes));
        let panicked = || std::io::Error::other("a thread of the encoder stopped");
        Transfer {
            written: writer.join().unwrap_or_else(|_| Err(panicked())),
            stdout: read.map(|_| bytes),
            stderr: messages.join().unwrap_or_default(),
        }
    })
}

fn missing_pipe() -> std::io::Error {
    std::io::Error::other("the pipe was not opened")
}

/// One encoder thread and bit-exact conversion: the same pictures give the same bytes with the same ffmpeg. The
/// colour matrix is BT.601, which ffmpeg's conversion uses and which the stream declares.
fn arguments(clip: &CameraClip, frames: usize, fps: u32, settings: &VideoSettings) -> Vec<String> {
    let size = format!("{}x{}", clip.width, clip.height);
    let (fps, crf, gop) = (fps.to_string(), settings.crf.to_string(), settings.gop.to_string());
    // Every clip of the process starts with a key frame.
    let starts = format!("expr:eq(mod(n,{frames}),0)");
    let input = [
        "-f",
        "rawvideo",
        "-pixel_format",
        "rgb24",
        "-video_size",
        &size,
        "-framerate",
        &fps,
        "-i",
        "pipe:0",
    ];
    let encoder = ["-c:v", ENCODER, "-preset", settings.preset.name(), "-crf", &crf, "-g", &gop, "-bf", "0"];
    let keys = ["-force_key_frames", &starts, "-forced-idr", "1", "-threads", "1"];
    let colour = ["-pix_fmt", "yuv420p", "-color_range", "tv", "-colorspace", "smpte170m"];
    let scaler = ["-sws_flags", "bilinear+accurate_rnd+full_chroma_int+bitexact"];
    let mut all = vec!["-hide_banner", "-loglevel", "warning", "-filter_threads", "1"];
    for part in [&input[..], &["-an"], &scaler, &encoder, &keys, &colour, &["-f", "h264", "pipe:1"]] {
        all.extend(part);
    }
    all.into_iter().map(str::to_owned).collect()
}
