//! `restage inspect`.

use super::{plots, print, print_json};
use crate::args::InspectArgs;
use crate::exit::Outcome;
use crate::table;
use crate::terminal::tell;
use restage_episodes::quality::Verdict;
use restage_episodes::split::SplitRule;
use restage_pipeline::SourceEntry;
use restage_pipeline::sources::{InspectedEpisode, InspectedSource, LeftOut, inspect_source, list};
use serde_json::{Value, json};

pub fn run(args: &InspectArgs) -> anyhow::Result<Outcome> {
    let source = inspect_source(&SourceEntry::from(&args.source), &SplitRule::default())?;
    if let Some(folder) = &args.plots {
        for episode in &source.episodes {
            plots::write(episode, folder)?;
        }
        tell(&format!("{} plots in {}", source.episodes.len(), folder.display()));
    }
    if args.json {
        print_json(&to_json(&source))?;
    } else {
        print(&describe(&source))?;
    }
    let all_good =
        source.unreadable.is_empty() && source.episodes.iter().all(|episode| episode.grounding.is_ok());
    Ok(if all_good { Outcome::Complete } else { Outcome::Partial })
}

fn to_json(source: &InspectedSource) -> Value {
    let episodes: Vec<Value> = source
        .episodes
        .iter()
        .map(|episode| {
            let demonstration = &episode.demonstration;
            let mut value = json!({
                "episode": demonstration.source.episode_index,
                "group": demonstration.source.group,
                "scripted": demonstration.source.scripted,
                "task": demonstration.task,
                "frames": demonstration.len(),
                "duration_secs": demonstration.duration_secs(),
                "cameras": demonstration.cameras.iter().map(|camera| json!({
                    "name": camera.name, "video": camera.clip.is_some(),
                })).collect::<Vec<_>>(),
                "quality": episode.quality,
            });
            match &episode.grounding {
                Ok(grounding) => {
                    value["summary"] = json!(grounding.summary(&demonstration.timestamps));
                    value["grounding"] = json!(grounding);
                }
                Err(reason) => value["not_grounded"] = json!(reason),
            }
            value
        })
        .collect();
    let grounded: Vec<_> =
        source.episodes.iter().filter_map(|episode| episode.grounding.as_ref().ok()).collect();
    json!({
        "dataset": source.name,
        "format": format!("{:?}", source.format),
        "profile": source.profile.name,
        "episodes": episodes,
        "unreadable": source.unreadable,
        "warnings": source.warnings,
        "grounded": grounded.len(),
        "with_one_grasp_and_release": grounded.iter().filter(|g| g.events.len() == 1 && g.release.is_some()).count(),
        "with_grasp_and_release": grounded.iter().filter(|g| g.release.is_some()).count(),
    })
}

fn describe(source: &InspectedSource) -> String {
    let mut lines = vec![format!(
        "{} ({:?}, profile {}): {} episodes read, {} unreadable",
        source.name,
        source.format,
        source.profile.name,
        source.episodes.len(),
        source.unreadable.len()
    )];
    lines.extend(source.warnings.iter().map(|warning| format!("warning: {warning}")));
    let headings = [
        "episode",
        "frames",
        "Hz",
        "quality",
        "grasps",
        "grade",
        "close s",
        "release s",
        "width mm",
        "range mm",
        "lift cm",
        "support cm",
        "outcome",
    ];
    let rows: Vec<_> = source.episodes.iter().map(row).collect();
    lines.push(table::render(&headings, &rows));
    let notes = source.episodes.iter().filter_map(notes).collect::<Vec<_>>();
    if !notes.is_empty() {
        lines.push(format!("\nnotes:\n{}", list(&notes)));
    }
    if !source.unreadable.is_empty() {
        lines.push(format!("\nunreadable:\n{}", list(&source.unreadable)));
    }
    if source.episodes.iter().any(|e| e.grounding.as_ref().is_ok_and(|g| !g.summary(&[]).width_measured)) {
        lines.push("\n* width is a hypothesis: this gripper does not measure it".into());
    }
    lines.join("\n")
}

fn row(episode: &InspectedEpisode) -> Vec<String> {
    let demonstration = &episode.demonstration;
    let verdict = match episode.quality.verdict {
        Verdict::Usable => "usable",
        Verdict::Warned => "warned",
        Verdict::Unusable => "unusable",
    };
    let mut cells = vec![
        demonstration.source.episode_index.to_string(),
        demonstration.len().to_string(),
        format!("{:.1}", episode.quality.rate_hz),
        verdict.to_owned(),
    ];
    match &episode.grounding {
        Ok(grounding) => {
            let s = grounding.summary(&demonstration.timestamps);
            let mark = if s.width_measured { "" } else { "*" };
            cells.extend([
                s.grasps.to_string(),
                format!("{:?}", s.grade),
                format!("{:.2}", s.close_secs),
                s.release_secs.map_or("-".into(), |secs| format!("{secs:.2}")),
                format!("{:.1}{mark}", s.width * 1e3),
                format!("{:.0}-{:.0}", s.width_range[0] * 1e3, s.width_range[1] * 1e3),
                format!("{:.1}", s.lift_height * 1e2),
                format!("{:.1}", s.support_height * 1e2),
                s.outcome,
            ]);
        }
        Err(_) => cells.extend(std::iter::repeat_n("-".to_owned(), 9)),
    }
    cells
}

fn notes(episode: &InspectedEpisode) -> Option<LeftOut> {
    let mut reasons: Vec<String> =
        episode.quality.findings.iter().map(|finding| finding.message.clone()).collect();
    reasons.extend(episode.grounding.as_ref().err().cloned());
    let source = &episode.demonstration.source;
    (!reasons.is_empty()).then(|| LeftOut {
        dataset: source.dataset.clone(),
        episode_index: source.episode_index,
        reasons,
    })
}
