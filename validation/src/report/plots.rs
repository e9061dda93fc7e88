//! The report's plots, as SVG text that goes into the page.

use crate::ValidationError;
use crate::comparison::FamilyReport;
use crate::comparison::diagnostics::FeatureReport;
use crate::distances::quantile;
use crate::features::aligned::AlignedPath;
use crate::intervals::Interval;
use plotters::prelude::*;

/// Held-out real episodes.
const HELD_OUT: RGBColor = RGBColor(12, 74, 122);
/// Other real episodes.
const REAL: RGBColor = RGBColor(96, 158, 204);
/// Generated episodes.
const GENERATED: RGBColor = RGBColor(206, 104, 20);
const INK: RGBColor = RGBColor(70, 76, 84);
const FAINT: RGBColor = RGBColor(214, 218, 222);
const FONT: &str = "system-ui, sans-serif";
/// Largest ratio on the axis of the overview.
const MOST_RATIO: f64 = 6.0;
/// Episodes drawn per set in the overlay of paths.
const PATHS: usize = 40;

fn fault(error: impl std::fmt::Display) -> ValidationError {
    ValidationError::Render { reason: error.to_string() }
}

/// Draws on a fresh canvas and returns the SVG element.
fn svg(
    size: (u32, u32),
    draw: impl FnOnce(&DrawingArea<SVGBackend<'_>, plotters::coord::Shift>) -> Result<(), ValidationError>,
) -> Result<String, ValidationError> {
    let mut text = String::new();
    {
        let root = SVGBackend::with_string(&mut text, size).into_drawing_area();
        draw(&root)?;
        root.present().map_err(fault)?;
    }
    // Inside a page the element needs a view box to scale, and no prologue.
    let start = text.find("<svg").unwrap_or(0);
    Ok(text[start..].to_owned())
}

/// One ratio of an overview.
pub(super) struct Bar<'a> {
    /// Name at its left.
    pub name: &'a str,
    /// The ratio.
    pub ratio: f64,
    /// Its interval.
    pub interval: Interval,
    /// Its limit.
    pub limit: f64,
}

/// Gap ratios of the families with their intervals, against 1 and the limit.
pub(super) fn forest(families: &[FamilyReport]) -> Result<String, ValidationError> {
    let bars: Vec<Bar<'_>> = families
        .iter()
        .filter_map(|family| {
            let (ratio, interval, limit) = (family.gap_ratio?, family.interval?, family.limit?);
            Some(Bar { name: family.family.name(), ratio, interval, limit })
        })
        .collect();
    ratios(&bars)
}

/// Ratios with their intervals, against 1 and the limit.
pub(super) fn ratios(bars: &[Bar<'_>]) -> Result<String, ValidationError> {
    if bars.is_empty() {
        return Ok(String::new());
    }
    let most =
        bars.iter().map(|bar| bar.interval.high.max(bar.limit * 1.1)).fold(2.2_f64, f64::max).min(MOST_RATIO)
            * 1.05;
    let rows = bars.len();
    svg((760, 54 + 34 * rows as u32), |root| {
        let mut chart = ChartBuilder::on(root)
            .margin(4)
            .margin_right(16)
            .x_label_area_size(40)
            .y_label_area_size(124)
            .build_cartesian_2d(0.0..most, 0.0..rows as f64)
            .map_err(fault)?;
        for (row, bar) in bars.iter().enumerate() {
            let (low, high) = ((rows - row - 1) as f64, (rows - row) as f64);
            let within = [(0.0, low), (bar.limit.min(most), high)];
            chart.draw_series([Rectangle::new(within, RGBColor(233, 244, 236).filled())]).map_err(fault)?;
        }
        chart
            .configure_mesh()
            .disable_y_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(FAINT)
            .axis_style(FAINT)
            .y_labels(0)
            .x_labels(8)
            .x_desc("distance to held-out episodes, in distances between real halves")
            .label_style((FONT, 13).into_font().color(&INK))
            .draw()
            .map_err(fault)?;
        let one = [(1.0, 0.0), (1.0, rows as f64)];
        chart.draw_series(LineSeries::new(one, INK.stroke_width(1))).map_err(fault)?;
        for (row, bar) in bars.iter().enumerate() {
            let y = rows as f64 - 0.5 - row as f64;
            let limit = [(bar.limit, y - 0.5), (bar.limit, y + 0.5)];
            chart.draw_series(DashedLineSeries::new(limit, 6, 4, INK.stroke_width(2))).map_err(fault)?;
            let ends = [(bar.interval.low.clamp(0.0, most), y), (bar.interval.high.min(most), y)];
            chart.draw_series(LineSeries::new(ends, GENERATED.stroke_width(5))).map_err(fault)?;
            chart
                .draw_series([Circle::new((bar.ratio.min(most), y), 7, GENERATED.filled())])
                .map_err(fault)?;
            let place = chart.backend_coord(&(0.0, y));
            let text = (FONT, 15).into_text_style(root).color(&INK);
            root.draw_text(bar.name, &text, (6, place.1 - 8)).map_err(fault)?;
        }
        Ok(())
    })
}

/// Distances of real halves as a histogram, and where the generated episodes lie.
pub(super) fn halves(family: &FamilyReport) -> Result<String, ValidationError> {
    let Some(distance) = family.distance.filter(|_| !family.halves.is_empty()) else {
        return Ok(String::new());
    };
    let low = family.halves.iter().copied().fold(distance, f64::min) * 0.9;
    let high = family.halves.iter().copied().fold(distance, f64::max) * 1.08;
    const BINS: usize = 28;
    let width = (high - low) / BINS as f64;
    let mut counts = [0_u32; BINS];
    for value in &family.halves {
        counts[(((value - low) / width) as usize).min(BINS - 1)] += 1;
    }
    let most = f64::from(counts.iter().copied().max().unwrap_or(1)) * 1.25;
    svg((760, 150), |root| {
        let mut chart = ChartBuilder::on(root)
            .margin(4)
            .margin_right(16)
            .x_label_area_size(38)
            .build_cartesian_2d(low..high, 0.0..most)
            .map_err(fault)?;
        chart
            .configure_mesh()
            .disable_mesh()
            .axis_style(FAINT)
            .y_labels(0)
            .x_desc("energy distance, in spreads: real halves (bars), generated to held-out (line)")
            .label_style((FONT, 13).into_font().color(&INK))
            .draw()
            .map_err(fault)?;
        let bar = |(bin, count): (usize, &u32)| {
            let left = low + bin as f64 * width;
            Rectangle::new([(left, 0.0), (left + 0.9 * width, f64::from(*count))], REAL.filled())
        };
        chart.draw_series(counts.iter().enumerate().map(bar)).map_err(fault)?;
        let line = [(distance, 0.0), (distance, most)];
        chart.draw_series(LineSeries::new(line, GENERATED.stroke_width(4))).map_err(fault)?;
        Ok(())
    })
}

/// One feature: every episode of the three sets with median and middle half.
pub(super) fn distribution(feature: &FeatureReport) -> Result<String, ValidationError> {
    let all: Vec<f64> = feature.values.iter().flatten().copied().collect();
    let (mut low, mut high) = (quantile(&mut all.clone(), 0.0), quantile(&mut all.clone(), 1.0));
    let pad = ((high - low) * 0.06).max(high.abs() * 1e-3).max(1e-9);
    (low, high) = (low - pad, high + pad);
    let unit = if feature.unit.is_empty() { String::new() } else { format!(", {}", feature.unit) };
    let title = format!("{}{unit}", feature.label);
    let rows = [("held out", HELD_OUT), ("other real", REAL), ("generated", GENERATED)];
    svg((370, 158), |root| {
        root.draw_text(&title, &(FONT, 14).into_text_style(root).color(&INK), (6, 4)).map_err(fault)?;
        let mut chart = ChartBuilder::on(root)
            .margin(4)
            .margin_top(24)
            .margin_right(12)
            .x_label_area_size(22)
            .y_label_area_size(74)
            .build_cartesian_2d(low..high, 0.0..3.0)
            .map_err(fault)?;
        chart
            .configure_mesh()
            .disable_y_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(FAINT.mix(0.6))
            .axis_style(FAINT)
            .y_labels(0)
            .x_labels(5)
            .label_style((FONT, 12).into_font().color(&INK))
            .draw()
            .map_err(fault)?;
        for (row, ((name, colour), values)) in rows.iter().zip(&feature.values).enumerate() {
            let y = 2.5 - row as f64;
            let place = chart.backend_coord(&(low, y));
            root.draw_text(name, &(FONT, 12).into_text_style(root).color(colour), (6, place.1 - 7))
                .map_err(fault)?;
            // Spread by a low-discrepancy sequence, so that equal values do not hide each other.
            let spread = |k: usize| ((k as f64 * 0.618_033_988_75).fract() - 0.5) * 0.56;
            let dots = values
                .iter()
                .enumerate()
                .map(|(k, v)| Circle::new((*v, y + spread(k)), 2, colour.mix(0.55).filled()));
            chart.draw_series(dots).map_err(fault)?;
            let q = |share: f64| quantile(&mut values.clone(), share);
            let bar = [(q(0.25), y), (q(0.75), y)];
            chart.draw_series(LineSeries::new(bar, colour.stroke_width(3))).map_err(fault)?;
            let tick = [(q(0.5), y - 0.36), (q(0.5), y + 0.36)];
            chart.draw_series(LineSeries::new(tick, colour.stroke_width(3))).map_err(fault)?;
        }
        Ok(())
    })
}

/// Paths relative to the grasp from the side and from above, real beneath generated.
pub(super) fn paths([real, generated]: &[Vec<AlignedPath>; 2]) -> Result<String, ValidationError> {
    let all = || real.iter().take(PATHS).chain(generated.iter().take(PATHS)).flat_map(|path| &path.points);
    if all().next().is_none() {
        return Ok(String::new());
    }
    let reach = all().map(|p| p[0].abs().max(p[1].abs()).max(p[2].abs())).fold(0.05, f64::max) * 1.05;
    svg((760, 360), |root| {
        let halves = root.split_evenly((1, 2));
        let views = [
            ("from the side: along the closing axis, height", 2_usize),
            ("from above: along the closing axis, across", 1),
        ];
        for (half, (title, axis)) in halves.iter().zip(views) {
            let (low, high) = if axis == 2 { (-0.02, reach) } else { (-reach, reach) };
            half.draw_text(title, &(FONT, 13).into_text_style(half).color(&INK), (8, 2)).map_err(fault)?;
            let mut chart = ChartBuilder::on(half)
                .margin(8)
                .margin_top(22)
                .x_label_area_size(24)
                .y_label_area_size(40)
                .build_cartesian_2d(-reach..reach, low..high)
                .map_err(fault)?;
            chart
                .configure_mesh()
                .light_line_style(TRANSPARENT)
                .bold_line_style(FAINT.mix(0.6))
                .axis_style(FAINT)
                .x_labels(5)
                .y_labels(5)
                .label_style((FONT, 12).into_font().color(&INK))
                .draw()
                .map_err(fault)?;
            for (set, colour) in [(real, REAL), (generated, GENERATED)] {
                for path in set.iter().take(PATHS) {
                    let points = path.points.iter().map(|p| (p[0], p[axis]));
                    chart
                        .draw_series(LineSeries::new(points, colour.mix(0.45).stroke_width(1)))
                        .map_err(fault)?;
                }
            }
        }
        Ok(())
    })
}

/// Error on held-out real episodes by the number of real episodes trained on: alone, and with generated ones added.
pub(super) fn learning(report: &crate::utility::UtilityReport) -> Result<String, ValidationError> {
    let Some(curve) = report.policies.last().map(|policy| &policy.cotraining).filter(|c| c.len() > 1) else {
        return Ok(String::new());
    };
    let series = [("real episodes alone", REAL), ("with generated ones added", GENERATED)];
    let value = |which: usize, point: &crate::utility::CotrainingPoint| match which {
        0 => point.real_only,
        _ => point.cotrained,
    };
    let all = || curve.iter().flat_map(|point| [point.real_only, point.cotrained]);
    let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(0.0, f64::max));
    let most = curve.iter().map(|point| point.real_episodes).max().unwrap_or(1) as f64;
    svg((760, 240), |root| {
        let mut chart = ChartBuilder::on(root)
            .margin(8)
            .margin_right(200)
            .x_label_area_size(40)
            .y_label_area_size(56)
            .build_cartesian_2d(0.0..1.05 * most, 0.9 * low..1.05 * high)
            .map_err(fault)?;
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(FAINT)
            .axis_style(FAINT)
            .y_labels(5)
            .x_desc("real episodes trained on")
            .y_desc("error")
            .label_style((FONT, 13).into_font().color(&INK))
            .draw()
            .map_err(fault)?;
        for (which, (name, colour)) in series.into_iter().enumerate() {
            let points = || curve.iter().map(|point| (point.real_episodes as f64, value(which, point)));
            chart.draw_series(LineSeries::new(points(), colour.stroke_width(3))).map_err(fault)?;
            chart.draw_series(points().map(|point| Circle::new(point, 4, colour.filled()))).map_err(fault)?;
            let style = (FONT, 14).into_text_style(root).color(&colour);
            root.draw_text(name, &style, (570, 24 + 22 * which as i32)).map_err(fault)?;
        }
        Ok(())
    })
}
