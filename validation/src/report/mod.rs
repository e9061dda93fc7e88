//! `report.html`: one self-contained file. The verdict first, then why, then everything that supports it.

pub mod gap;
mod plots;
mod replay;

use crate::ValidationError;
use crate::comparison::Verdict;
use crate::comparison::diagnostics::FeatureReport;
use crate::evidence::Report;
use crate::features::Family;
use base64::Engine;
use minijinja::{Environment, context};
use serde::Serialize;

const TEMPLATE: &str = include_str!("report.html");
/// Features drawn per family; the table holds all.
const DRAWN: usize = 6;

/// One family as the page shows it.
#[derive(Serialize)]
struct Section<'a> {
    name: &'static str,
    about: &'static str,
    report: &'a crate::comparison::FamilyReport,
    verdict: &'static str,
    halves: String,
    plots: Vec<String>,
    features: Vec<&'a FeatureReport>,
    diagnostics: Option<&'a crate::comparison::diagnostics::FamilyDiagnostics>,
    /// Details of the utility family, and its co-training curve.
    utility: Option<&'a crate::utility::UtilityReport>,
    learning: String,
}

/// A strip of pictures of one view.
#[derive(Serialize)]
struct Strip {
    view: String,
    real: Vec<String>,
    generated: Vec<String>,
}

/// Renders a report.
///
/// # Errors
/// When a plot cannot be drawn or the template does not render, which is a defect of the program.
pub fn render(report: &Report) -> Result<String, ValidationError> {
    let fault = |error: &dyn std::fmt::Display| ValidationError::Render { reason: error.to_string() };
    let sections: Vec<Section<'_>> =
        report.families.iter().map(|family| section(report, family)).collect::<Result<_, _>>()?;
    let strips: Vec<Strip> = report
        .thumbnails
        .iter()
        .map(|(view, [real, generated])| {
            let encode = |all: &[(u32, Vec<u8>)]| all.iter().map(picture).collect::<Result<Vec<_>, _>>();
            Ok(Strip { view: view.clone(), real: encode(real)?, generated: encode(generated)? })
        })
        .collect::<Result<_, ValidationError>>()?;
    let mut environment = Environment::new();
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.add_filter("number", number);
    environment.add_filter("percent", percent);
    environment.add_filter("sentence", sentence);
    environment.add_template("report.html", TEMPLATE).map_err(|error| fault(&error))?;
    let template = environment.get_template("report.html").map_err(|error| fault(&error))?;
    template
        .render(context! {
            r => report,
            verdict => report.verdict.name(),
            headline => headline(report.verdict),
            sections => sections,
            strips => strips,
            forest => plots::forest(&report.families)?,
            paths => plots::paths(&report.paths)?,
            replay_rows => report.replay.as_ref().map(replay::rows),
            version => env!("CARGO_PKG_VERSION"),
        })
        .map_err(|error| fault(&error))
}

fn section<'a>(
    report: &'a Report,
    family: &'a crate::comparison::FamilyReport,
) -> Result<Section<'a>, ValidationError> {
    let features: Vec<&FeatureReport> =
        report.features.iter().filter(|feature| feature.family == family.family).collect();
    let utility = report.utility.as_ref().filter(|_| family.family == Family::Utility);
    Ok(Section {
        utility,
        learning: utility.map_or(Ok(String::new()), plots::learning)?,
        name: family.family.name(),
        about: about(family.family),
        verdict: family.verdict.name(),
        halves: plots::halves(family)?,
        plots: features
            .iter()
            .take(DRAWN)
            .map(|feature| plots::distribution(feature))
            .collect::<Result<_, _>>()?,
        features,
        diagnostics: report.diagnostics.iter().find(|d| d.family == family.family),
        report: family,
    })
}

fn headline(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => {
            "The generated episodes lie as near to held-out real ones as the registered margin asks."
        }
        Verdict::Fail => {
            "The generated episodes differ from held-out real ones by more than the registered margin."
        }
        Verdict::Inconclusive => "The episodes at hand do not decide.",
        Verdict::Void => "The controls failed: this comparison could not have told, and shows nothing.",
    }
}

fn about(family: Family) -> &'static str {
    match family {
        Family::Kinematics => "How the hand moves: speed, smoothness, directions, heights.",
        Family::Aperture => "How far the fingers open and on what width they stall.",
        Family::Contact => "When things are gripped, held and let go.",
        Family::Image => "What the cameras see: brightness, colour, sharpness, noise.",
        Family::Utility => "What a small policy learns from the episodes.",
    }
}

fn picture((side, pixels): &(u32, Vec<u8>)) -> Result<String, ValidationError> {
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 88)
        .encode(pixels, *side, *side, image::ExtendedColorType::Rgb8)
        .map_err(|error| ValidationError::Render { reason: error.to_string() })?;
    Ok(base64::engine::general_purpose::STANDARD.encode(bytes))
}

/// Three significant digits; a dash for nothing.
fn number(value: Option<f64>) -> String {
    match value {
        None => "–".into(),
        Some(0.0) => "0".into(),
        Some(v) if v.abs() >= 100.0 => format!("{v:.0}"),
        Some(v) if v.abs() >= 10.0 => format!("{v:.1}"),
        Some(v) if v.abs() >= 1.0 => format!("{v:.2}"),
        Some(v) if v.abs() >= 0.01 => format!("{v:.3}"),
        Some(v) => format!("{v:.1e}"),
    }
}

fn percent(value: Option<f64>) -> String {
    value.map_or("–".into(), |v| format!("{:.0} %", 100.0 * v))
}

/// The text with its first letter large.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
