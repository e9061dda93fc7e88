//! `restage doctor`.

use super::{print, print_json};
use crate::args::DoctorArgs;
use crate::exit::Outcome;
use restage_pipeline::doctor::{Machine, examine};

pub fn run(args: &DoctorArgs) -> anyhow::Result<Outcome> {
    let machine = examine();
    if args.json {
        print_json(&machine)?;
    } else {
        print(&describe(&machine))?;
    }
    Ok(if machine.ffmpeg.is_ok() { Outcome::Complete } else { Outcome::Partial })
}

fn describe(machine: &Machine) -> String {
    let mut lines = vec![
        format!("cores      {}", machine.cores),
        format!(
            "memory     {:.1} GiB, {:.1} available",
            gib(machine.memory_bytes),
            gib(machine.available_bytes)
        ),
        format!("free disk  {:.1} GiB in the current folder", gib(machine.free_disk_bytes)),
    ];
    match &machine.ffmpeg {
        Ok(ffmpeg) => {
            lines.push(format!("ffmpeg     {}", ffmpeg.version));
            lines.push(format!("encoders   {}", ffmpeg.encoders.join(", ")));
        }
        Err(reason) => lines.push(format!("ffmpeg     {reason}")),
    }
    lines.push(format!("graphics   {}", machine.graphics));
    lines.push(format!("renderer   {} (what `--renderer auto` gives)", machine.renderer));
    lines.push(format!("stores     {}", stores(machine)));
    if machine.advice.is_empty() {
        lines.push("nothing to install".into());
    } else {
        lines.push("to install:".into());
        lines.extend(machine.advice.iter().map(|advice| format!("  - {advice}")));
    }
    lines.join("\n")
}

fn stores(machine: &Machine) -> &'static str {
    if machine.stores {
        "s3://BUCKET/FOLDER"
    } else {
        "none: this build has no client of S3-compatible stores (build with `--features s3`)"
    }
}

fn gib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1u32 << 30)
}
