//! One plot per inspected episode: height, speed and gripper width over time, with the phases behind them.

use plotters::coord::Shift;
use plotters::prelude::*;
use restage_episodes::SegmentKind;
use restage_pipeline::sources::InspectedEpisode;
use std::path::Path;

const SIZE: (u32, u32) = (960, 640);

/// Writes `episode_NNNNNN.svg` into `folder`.
pub fn write(episode: &InspectedEpisode, folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    let demonstration = &episode.demonstration;
    let path = folder.join(format!("episode_{:06}.svg", demonstration.source.episode_index));
    let root = SVGBackend::new(&path, SIZE).into_drawing_area();
    root.fill(&WHITE)?;
    let title = format!("{} episode {}", demonstration.source.dataset, demonstration.source.episode_index);
    let root = root.titled(&title, ("sans-serif", 20))?;
    let panels = root.split_evenly((3, 1));
    let times = &demonstration.timestamps;
    let heights: Vec<f64> = demonstration.world_from_tcp.iter().map(|pose| pose.translation.z).collect();
    let widths: Vec<f64> = demonstration.gripper.width.iter().map(|width| width * 1e3).collect();
    let series = [
        ("TCP height, m", heights, BLUE),
        ("TCP speed, m/s", speeds(episode), MAGENTA),
        ("gripper width, mm", widths, BLACK),
    ];
    for (panel, (label, values, colour)) in panels.iter().zip(series) {
        draw(panel, episode, (label, times, &values), colour)?;
    }
    root.present()?;
    Ok(())
}

fn speeds(episode: &InspectedEpisode) -> Vec<f64> {
    let demonstration = &episode.demonstration;
    let poses = &demonstration.world_from_tcp;
    let last = poses.len().saturating_sub(1);
    (0..poses.len())
        .map(|frame| {
            let (a, b) = (frame.saturating_sub(1), (frame + 1).min(last));
            let secs = demonstration.timestamps[b] - demonstration.timestamps[a];
            if secs > 0.0 { poses[a].distance(&poses[b]) / secs } else { 0.0 }
        })
        .collect()
}

fn draw(
    panel: &DrawingArea<SVGBackend<'_>, Shift>,
    episode: &InspectedEpisode,
    (label, times, values): (&str, &[f64], &[f64]),
    colour: RGBColor,
) -> anyhow::Result<()> {
    let (low, high) = values
        .iter()
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &value| (low.min(value), high.max(value)));
    let (low, high) = if low < high { (low, high) } else { (low.min(0.0), low.max(0.0) + 1.0) };
    let margin = 0.08 * (high - low);
    let end = times.last().copied().unwrap_or(1.0).max(1e-3);
    let mut chart = ChartBuilder::on(panel)
        .margin(6)
        .x_label_area_size(24)
        .y_label_area_size(56)
        .build_cartesian_2d(0.0..end, (low - margin)..(high + margin))?;
    chart.configure_mesh().y_desc(label).x_desc("s").light_line_style(WHITE.mix(0.0)).draw()?;
    if let Ok(grounding) = &episode.grounding {
        let time = |frame: usize| times.get(frame).copied().unwrap_or(end);
        chart.draw_series(grounding.segments.iter().map(|segment| {
            let corners =
                [(time(segment.frames.start), low - margin), (time(segment.frames.end), high + margin)];
            Rectangle::new(corners, tint(segment.kind).mix(0.25).filled())
        }))?;
    }
    chart.draw_series(LineSeries::new(
        times.iter().copied().zip(values.iter().copied()),
        colour.stroke_width(2),
    ))?;
    Ok(())
}

fn tint(kind: SegmentKind) -> RGBColor {
    match kind {
        SegmentKind::Approach | SegmentKind::Retreat => RGBColor(200, 200, 200),
        SegmentKind::Pregrasp => RGBColor(250, 200, 80),
        SegmentKind::Secure => RGBColor(240, 120, 60),
        SegmentKind::Transport => RGBColor(110, 180, 250),
        SegmentKind::Place => RGBColor(120, 210, 130),
        SegmentKind::InPlace => RGBColor(200, 140, 220),
    }
}
