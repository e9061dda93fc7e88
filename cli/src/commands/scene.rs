//! `restage scene`.

use super::{print, print_json};
use crate::args::SceneArgs;
use crate::exit::Outcome;
use crate::table;
use crate::terminal::Terminal;
use restage_pipeline::Job;
use restage_pipeline::scene_set::{
    SceneSetReport, SceneSetRequest, SheetSettings, build_set, select, templates,
};
use restage_pipeline::sources::authored_scenes;
use std::path::PathBuf;

pub fn run(args: &SceneArgs) -> anyhow::Result<Outcome> {
    if args.list {
        let names: Vec<&str> = templates().iter().map(|template| template.name).collect();
        print(&names.join("\n"))?;
        return Ok(Outcome::Complete);
    }
    if !args.files.is_empty() {
        return check(&args.files);
    }
    let names: Vec<&str> = args.environment.split(',').map(str::trim).collect();
    let request = SceneSetRequest {
        templates: select(&names).map_err(restage_pipeline::PipelineError::from)?,
        count: args.count,
        seed: args.seed,
        out: args.out.clone(),
        gltf: args.gltf,
        sheet: SheetSettings {
            renderer: args.renderer.into(),
            quality: args.quality.into(),
            size: args.size,
        },
    };
    let report = build_set(&request, &Terminal::new()?)?;
    if args.json {
        print_json(&report)?;
    } else {
        print(&describe(&report))?;
        if args.measures {
            print(&measures(&report))?;
        }
    }
    let clean = report.environments.values().all(|it| it.overlaps == 0 && it.unstable == 0);
    Ok(if clean { Outcome::Complete } else { Outcome::Partial })
}

/// Reads scene files as `generate --scene` would.
fn check(files: &[PathBuf]) -> anyhow::Result<Outcome> {
    for (file, scene) in files.iter().zip(authored_scenes(files, &Job::default().randomization)?) {
        let (surfaces, things) = (scene.supports.len(), scene.fixtures.len());
        let text = format!("{}: {things} fixtures, {surfaces} surfaces, nothing wrong", file.display());
        print(&text)?;
    }
    Ok(Outcome::Complete)
}

fn describe(report: &SceneSetReport) -> String {
    let headings = [
        "template",
        "scenes",
        "rejected",
        "overlaps",
        "unstable",
        "layouts",
        "distinct",
        "median ms",
        "p99 ms",
    ];
    let rows: Vec<Vec<String>> = report
        .environments
        .iter()
        .map(|(name, it)| {
            vec![
                name.clone(),
                it.count.to_string(),
                it.rejected.to_string(),
                it.overlaps.to_string(),
                it.unstable.to_string(),
                it.layouts.to_string(),
                it.distinct.to_string(),
                format!("{:.2}", it.median_ms),
                format!("{:.2}", it.p99_ms),
            ]
        })
        .collect();
    let reasons = report.environments.iter().flat_map(|(name, it)| {
        it.reasons.iter().map(move |(reason, found)| {
            let example = found.example.lines().next().unwrap_or_default();
            format!("  {name}: {} x {reason}, such as {example}", found.count)
        })
    });
    std::iter::once(table::render(&headings, &rows)).chain(reasons).collect::<Vec<_>>().join("\n")
}

/// Least, median and greatest of what captured rooms are measured by.
fn measures(report: &SceneSetReport) -> String {
    let headings = ["template", "short side m", "long side m", "height m", "support m"];
    let rows: Vec<Vec<String>> = report
        .environments
        .iter()
        .map(|(name, it)| {
            let spread = |column: usize| {
                let mut values: Vec<f64> = it.measures.iter().map(|row| row[column]).collect();
                values.sort_by(f64::total_cmp);
                match (values.first(), values.get(values.len() / 2), values.last()) {
                    (Some(low), Some(middle), Some(high)) => format!("{low:.2} {middle:.2} {high:.2}"),
                    _ => "-".into(),
                }
            };
            std::iter::once(name.clone()).chain((0..4).map(spread)).collect()
        })
        .collect();
    table::render(&headings, &rows)
}
