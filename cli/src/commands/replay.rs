//! `restage replay`.

use super::{print, print_json};
use crate::args::ReplayArgs;
use crate::exit::Outcome;
use crate::table;
use crate::terminal::{Terminal, tell};
use restage_pipeline::replay::{ReplayRun, ReplaySettings, ReplayedDemonstration, best, replay};
use restage_pipeline::replay_gap::gap_of;
use restage_pipeline::{QualityChoice, SourceEntry, contact_sheet, filming};
use restage_validation::intervals::BootstrapOptions;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

/// Cameras and pictures of a filmed replay.
const CAMERAS: [&str; 2] = ["overview", "wrist"];
const SHEET_FRAMES: usize = 8;
const FPS: u32 = 20;

pub fn run(args: &ReplayArgs) -> anyhow::Result<Outcome> {
    let terminal = Terminal::new()?;
    let settings = ReplaySettings {
        source: SourceEntry::from(&args.source),
        draws: args.draws,
        seed: args.seed,
        fps: FPS,
        image_size: (320, 240),
    };
    let run = replay(&settings, &terminal)?;
    if let Some(folder) = &args.out {
        let which = filming::resolve_renderer(args.renderer.into())?;
        let renderers = filming::RendererPool::for_one(which, QualityChoice::High);
        for demonstration in &run.demonstrations {
            film(&renderers, demonstration, folder)?;
        }
        print_to_stderr(&run, folder);
    }
    let rejections = rejections(&run);
    let gap =
        args.gap.then(|| gap_of(&run, &BootstrapOptions { seed: args.seed, ..BootstrapOptions::default() }));
    if args.json {
        let outcomes: Vec<_> = run.demonstrations.iter().map(|d| &d.outcome).collect();
        let mut report = json!({
            "episodes": outcomes,
            "replayed": outcomes.len(),
            "successes": outcomes.iter().filter(|o| o.successes > 0).count(),
            "rejections": rejections,
            "left_out": run.catalogue.left_out,
            "interrupted": run.interrupted,
        });
        if let Some(gap) = &gap {
            report["gap"] = serde_json::to_value(gap)?;
        }
        print_json(&report)?;
    } else {
        print(&describe(&run, &rejections))?;
        if let Some(gap) = &gap {
            print(&super::replay_gap::describe(gap))?;
        }
    }
    Ok(if run.interrupted {
        Outcome::Interrupted
    } else if run.catalogue.left_out.is_empty() {
        Outcome::Complete
    } else {
        Outcome::Partial
    })
}

fn film(
    renderers: &filming::RendererPool,
    replayed: &ReplayedDemonstration,
    folder: &Path,
) -> anyhow::Result<()> {
    let Some((spec, rollout)) = best(&replayed.rollouts) else { return Ok(()) };
    let cameras = CAMERAS.map(str::to_owned);
    let clips = renderers.with(|renderer| filming::film_rollout(renderer, spec, rollout, &cameras))?;
    let stem = format!("episode_{:06}", replayed.source.episode_index);
    let rows: Vec<_> = clips.iter().map(|clip| contact_sheet::evenly_spaced(clip, SHEET_FRAMES)).collect();
    contact_sheet::write(&rows, &folder.join(format!("{stem}.png")))?;
    for clip in &clips {
        restage_pipeline::write_mp4(clip, spec.fps, &folder.join(format!("{stem}_{}.mp4", clip.name)))?;
    }
    Ok(())
}

fn print_to_stderr(run: &ReplayRun, folder: &Path) {
    tell(&format!("{} filmed replays in {}", run.demonstrations.len(), folder.display()));
}

fn rejections(run: &ReplayRun) -> BTreeMap<String, u64> {
    let mut all = BTreeMap::new();
    for demonstration in &run.demonstrations {
        for (reason, count) in &demonstration.outcome.rejections {
            *all.entry(reason.clone()).or_default() += count;
        }
    }
    all
}

fn describe(run: &ReplayRun, rejections: &BTreeMap<String, u64>) -> String {
    let rows: Vec<_> = run
        .demonstrations
        .iter()
        .map(|demonstration| {
            let o = &demonstration.outcome;
            vec![
                format!("{} / {}", o.dataset, o.episode),
                o.best_stage.clone(),
                format!("{}/{}", o.successes, o.draws),
                format!("{}/{}", o.held, o.draws),
                format!("{:.1}", o.width_mm),
                format!("{:.1}", o.slip_mm),
                o.rejections.iter().map(|(reason, n)| format!("{reason} {n}")).collect::<Vec<_>>().join(", "),
            ]
        })
        .collect();
    let headings =
        ["demonstration", "best stage", "success", "held", "width mm", "slip mm", "rejected because"];
    let mut lines = vec![table::render(&headings, &rows)];
    let succeeded = run.demonstrations.iter().filter(|d| d.outcome.successes > 0).count();
    lines.push(format!("\n{succeeded} of {} demonstrations replay to success", run.demonstrations.len()));
    for (reason, count) in rejections {
        lines.push(format!("  {reason}: {count} draws"));
    }
    if !run.catalogue.left_out.is_empty() {
        lines.push(format!("left out:\n{}", restage_pipeline::sources::list(&run.catalogue.left_out)));
    }
    lines.join("\n")
}
