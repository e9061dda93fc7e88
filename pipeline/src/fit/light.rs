//! Priors of light, exposure, white balance and noise, from recorded pictures.
//!
//! Noise is read from the pictures directly. For the rest: approximate Bayesian computation by rejection (Pritchard
//! et al. 1999). Light and camera settings are drawn from the prior, a scene is built and filmed small with them, and
//! the draws whose pictures lie within the nearest 5 % of a recording, by Mahalanobis distance of four statistics,
//! are kept. What is in front of the camera differs between recordings and scenes; the scenes' own spread of the
//! statistics is the yardstick, so that only differences beyond that spread move a law.

use super::statistics::PictureStatistics;
use super::{Findings, FitSettings};
use crate::filming::{RendererPool, ResolvedRenderer};
use crate::{GENERATOR_VERSION, PipelineError, Progress, QualityChoice};
use rayon::prelude::*;
use restage_episodes::RecordedCamera;
use restage_episodes::video::{RgbFrame, decode_camera};
use restage_film::{Channels, FilmScene, FrameState, posed_cameras};
use restage_randomizers::Law;
use restage_randomizers::plan::{GroundedDemonstration, PlanContext, PlanSettings, plan_rollout};
use restage_randomizers::posterior::shrinkage_weight;
use restage_randomizers::priors::{INFLATION, PRIOR_WEIGHT, narrowed};
use restage_rollouts::RolloutSpec;
use std::sync::Arc;

/// Laws that pictures speak of, by the pointer into the draws of a rollout.
const LAWS: [(&str, &str); 4] = [
    ("exposure.ev", "ev"),
    ("white_balance.adaptation", "adaptation"),
    ("lights.lamp_share", "lamp_share"),
    ("lights.lamp_color", "lamp_color"),
];

/// Share of the scenes that is kept for each recording.
const NEAREST: f64 = 0.05;

/// Frames of each recording and camera, spread over it.
const FRAMES: usize = 3;

/// Recordings whose pictures are looked at.
const RECORDINGS: usize = 12;

/// Size of the filmed pictures, px.
const FILM_SIZE: (u32, u32) = (64, 48);

/// A scene that was drawn and filmed.
struct Filmed {
    values: [f64; LAWS.len()],
    /// Of the wrist camera and of the head's.
    statistics: [[f64; 4]; 2],
}

/// Fits what pictures show.
pub(super) fn fit(
    train: &[GroundedDemonstration],
    settings: &FitSettings,
    progress: &dyn Progress,
    findings: &mut Findings,
) -> Result<(), PipelineError> {
    progress.begin("looking at recorded pictures", None);
    let step = train.len().div_ceil(RECORDINGS).max(1);
    let chosen: Vec<&GroundedDemonstration> = train.iter().step_by(step).collect();
    let recorded: Vec<Vec<(usize, PictureStatistics)>> = chosen.par_iter().map(|it| look(it)).collect();
    progress.end();
    let recorded: Vec<_> = recorded.into_iter().filter(|pictures| !pictures.is_empty()).collect();
    if recorded.is_empty() {
        for (law, _) in LAWS {
            findings.keep(law, "the recordings have no pictures that can be decoded");
        }
        findings.keep("sensor_noise.read", "the recordings have no pictures that can be decoded");
        return Ok(());
    }
    noise(&recorded, settings, findings);
    if settings.scenes == 0 {
        LAWS.iter().for_each(|(law, _)| findings.keep(law, "no scenes were to be filmed"));
        return Ok(());
    }
    let filmed = film_prior(train, settings, progress)?;
    let kept = nearest(&recorded, &filmed);
    for (index, (law, _)) in LAWS.into_iter().enumerate() {
        let prior = settings.randomization.clone().law_mut(law).cloned();
        let Some(prior) = prior else { continue };
        let values: Vec<f64> = kept.draws.iter().map(|k| filmed[*k].values[index]).collect();
        let measured = format!(
            "{} of {} scenes drawn from the prior, the nearest 5 % to each of {} recordings by luma mean and sd and \
             grey-world chromaticity (median Mahalanobis distance {:.2})",
            kept.draws.len(),
            filmed.len(),
            recorded.len(),
            kept.median_distance
        );
        findings.note(law, recorded.len(), &measured, posterior(&values, recorded.len(), &prior));
    }
    Ok(())
}

/// Statistics of a few frames of every camera of a recording; 0: a camera on the gripper, 1: any other. A camera
/// that cannot be decoded is left out.
fn look(it: &GroundedDemonstration) -> Vec<(usize, PictureStatistics)> {
    let frames = it.demonstration.len();
    let mut found = Vec::new();
    for camera in it.demonstration.cameras.iter().filter(|camera| camera.clip.is_some()) {
        for part in 0..FRAMES {
            let frame = (2 * part + 1) * frames / (2 * FRAMES);
            let picture =
                decode_camera(camera, frame..frame + 1, None).ok().and_then(|it| it.into_iter().next());
            found.extend(picture.and_then(|it| PictureStatistics::of(&it)).map(|it| (mount(camera), it)));
        }
    }
    found
}

fn mount(camera: &RecordedCamera) -> usize {
    let name = camera.name.to_lowercase();
    let on_gripper = ["wrist", "hand", "gripper", "camera0"].iter().any(|part| name.contains(part));
    usize::from(!on_gripper)
}

fn noise(recorded: &[Vec<(usize, PictureStatistics)>], settings: &FitSettings, findings: &mut Findings) {
    let values: Vec<f64> = recorded
        .iter()
        .map(|pictures| pictures.iter().map(|(_, it)| it.noise).sum::<f64>() / pictures.len() as f64)
        .collect();
    findings.note(
        "sensor_noise.read",
        values.len(),
        "noise in the flattest tenth of the patches; compression of the video lowers it",
        narrowed(&values, &settings.randomization.sensor_noise.read),
    );
}

/// Draws scenes from the prior and films their start.
fn film_prior(
    train: &[GroundedDemonstration],
    settings: &FitSettings,
    progress: &dyn Progress,
) -> Result<Vec<Filmed>, PipelineError> {
    let plan = PlanSettings {
        job_seed: settings.seed,
        fps: 10,
        image_size: FILM_SIZE,
        generator_version: GENERATOR_VERSION.to_owned(),
    };
    let context =
        PlanContext { demonstrations: train, config: &settings.randomization, settings: &plan, scenes: &[] };
    let renderers = RendererPool::for_many(ResolvedRenderer::Cpu, QualityChoice::Fast);
    progress.begin("filming scenes of the prior", Some(settings.scenes));
    let done = std::sync::atomic::AtomicU64::new(0);
    let film = |index: u64| -> Result<Option<Filmed>, PipelineError> {
        if progress.stop_requested() {
            return Ok(None);
        }
        // Plans that a gate rejects have no picture; they are no fact about light.
        let Ok(spec) = plan_rollout(&context, index) else { return Ok(None) };
        let filmed = film_start(&renderers, &spec);
        progress.advance(1 + done.fetch_add(1, std::sync::atomic::Ordering::Relaxed), "");
        filmed
    };
    let filmed: Result<Vec<Option<Filmed>>, PipelineError> =
        (0..settings.scenes).into_par_iter().map(film).collect();
    progress.end();
    Ok(filmed?.into_iter().flatten().collect())
}

fn film_start(renderers: &RendererPool, spec: &RolloutSpec) -> Result<Option<Filmed>, PipelineError> {
    let (world_from_tcp, width) = spec.trajectory.sample(0.0);
    let state = FrameState::at_start(&spec.scene, world_from_tcp, width);
    let mut cameras = posed_cameras(&spec.scene, world_from_tcp);
    cameras.truncate(2);
    let images = renderers.with(|renderer| {
        renderer.load(Arc::new(FilmScene::from_spec(spec)))?;
        Ok(renderer.render(&state, &cameras, Channels::default())?)
    })?;
    let mut statistics = [[0.0; 4]; 2];
    for (own, image) in statistics.iter_mut().zip(images) {
        let picture = RgbFrame { width: image.width, height: image.height, pixels: image.rgb };
        let Some(found) = PictureStatistics::of(&picture) else { return Ok(None) };
        *own = found.light();
    }
    let value = |(law, key): (&str, &str)| {
        let axis = law.split_once('.').map_or(law, |(axis, _)| axis);
        spec.draws.get(axis)?.get(key)?.as_f64()
    };
    let values: Option<Vec<f64>> = LAWS.into_iter().map(value).collect();
    let values = values.and_then(|values| <[f64; LAWS.len()]>::try_from(values).ok());
    Ok(values.map(|values| Filmed { values, statistics }))
}

/// Scenes that were kept, with repetition: one may be near to several recordings.
struct Kept {
    draws: Vec<usize>,
    median_distance: f64,
}

fn nearest(recorded: &[Vec<(usize, PictureStatistics)>], filmed: &[Filmed]) -> Kept {
    let whitened: [Option<Whitening>; 2] =
        [0, 1].map(|mount| Whitening::of(&filmed.iter().map(|it| it.statistics[mount]).collect::<Vec<_>>()));
    let keep = ((NEAREST * filmed.len() as f64) as usize).max(1);
    let (mut draws, mut distances) = (Vec::new(), Vec::new());
    for pictures in recorded {
        let mut ranked: Vec<(f64, usize)> = (0..filmed.len())
            .map(|k| {
                let to = |(mount, it): &(usize, PictureStatistics)| {
                    let whitening = whitened[*mount].as_ref()?;
                    Some(whitening.square(&it.light(), &filmed[k].statistics[*mount]))
                };
                let squares: Vec<f64> = pictures.iter().filter_map(to).collect();
                ((squares.iter().sum::<f64>() / squares.len().max(1) as f64).sqrt(), k)
            })
            .collect();
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        draws.extend(ranked.iter().take(keep).map(|(_, k)| *k));
        distances.extend(ranked.iter().take(keep).map(|(distance, _)| *distance));
    }
    distances.sort_by(f64::total_cmp);
    let median_distance = distances.get(distances.len() / 2).copied().unwrap_or(f64::NAN);
    Kept { draws, median_distance }
}

/// What kept values make of a prior: normal about their mean, as many observations as there were recordings.
fn posterior(values: &[f64], recordings: usize, prior: &Law) -> Option<Law> {
    let n = values.len() as f64;
    if values.len() < 2 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / n;
    let sd = (values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0)).sqrt();
    let fitted = Law::normal(mean, INFLATION * sd, prior.range());
    Some(Law::mixture(shrinkage_weight(recordings as f64, PRIOR_WEIGHT), fitted, prior.clone()))
}

/// Lower triangle `L` of the Cholesky factor of a covariance: `|L⁻¹ d|` is the Mahalanobis length of `d`.
struct Whitening([[f64; 4]; 4]);

impl Whitening {
    /// Of the covariance of some statistics; nothing when they do not vary in every direction.
    fn of(samples: &[[f64; 4]]) -> Option<Self> {
        let n = samples.len() as f64;
        let mean: [f64; 4] = std::array::from_fn(|i| samples.iter().map(|s| s[i]).sum::<f64>() / n);
        let covariance = |i: usize, j: usize| {
            samples.iter().map(|s| (s[i] - mean[i]) * (s[j] - mean[j])).sum::<f64>() / (n - 1.0)
        };
        let mut lower = [[0.0; 4]; 4];
        for i in 0..4 {
            for j in 0..=i {
                let inner: f64 = (0..j).map(|k| lower[i][k] * lower[j][k]).sum();
                let rest = covariance(i, j) - inner;
                lower[i][j] = if i == j { rest.sqrt() } else { rest / lower[j][j] };
                if !lower[i][j].is_finite() || (i == j && lower[i][j] < 1e-9) {
                    return None;
                }
            }
        }
        Some(Self(lower))
    }

    /// Square of the Mahalanobis distance.
    fn square(&self, a: &[f64; 4], b: &[f64; 4]) -> f64 {
        let mut white = [0.0; 4];
        for i in 0..4 {
            let inner: f64 = (0..i).map(|k| self.0[i][k] * white[k]).sum();
            white[i] = (a[i] - b[i] - inner) / self.0[i][i];
        }
        white.iter().map(|value| value * value).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use restage_randomizers::distribution::normal;
    use restage_randomizers::seeds::child_rng;

    /// Correlated normal statistics: squared distances from the mean have the mean of chi-square with 4 degrees.
    #[test]
    fn mahalanobis_distances_are_chi_square() {
        let mut rng = child_rng(1, 1, "whitening");
        let samples: Vec<[f64; 4]> = (0..4000)
            .map(|_| {
                let z: [f64; 4] = std::array::from_fn(|_| normal(&mut rng));
                [z[0], 0.5 * z[0] + 0.1 * z[1], 3.0 * z[2] - z[1], 0.01 * z[3]]
            })
            .collect();
        let whitening = Whitening::of(&samples).expect("varied");
        let mean = samples.iter().map(|s| whitening.square(s, &[0.0; 4])).sum::<f64>() / 4000.0;
        assert!((mean - 4.0).abs() < 0.15, "{mean}");
        assert!(Whitening::of(&[[1.0; 4]; 10]).is_none(), "no spread, no yardstick");
    }

    /// Brightness follows a hidden setting: recordings made at one value of it bring the draws near that value back.
    #[test]
    fn rejection_finds_the_setting_behind_the_pictures() {
        let mut rng = child_rng(2, 1, "abc");
        let law = Law::Range([-0.7, 0.7]);
        let picture = |ev: f64, rng: &mut _| {
            let brightness = 0.5 * (-ev).exp2() + 0.02 * normal(rng);
            [brightness, 0.2 + 0.02 * normal(rng), 0.1 * normal(rng), 0.1 * normal(rng)]
        };
        let filmed: Vec<Filmed> = (0..1000)
            .map(|_| {
                let ev = law.sample(&mut rng);
                let statistics = [picture(ev, &mut rng), picture(ev, &mut rng)];
                Filmed { values: [ev, 0.0, 0.0, 0.0], statistics }
            })
            .collect();
        let recorded: Vec<Vec<(usize, PictureStatistics)>> = (0..8)
            .map(|_| {
                let [luma_mean, luma_sd, red_green, blue_green] = picture(0.4, &mut rng);
                vec![(1, PictureStatistics { luma_mean, luma_sd, red_green, blue_green, noise: 0.0 })]
            })
            .collect();
        let kept = nearest(&recorded, &filmed);
        assert_eq!(kept.draws.len(), 8 * 50);
        let values: Vec<f64> = kept.draws.iter().map(|k| filmed[*k].values[0]).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        assert!((mean - 0.4).abs() < 0.12, "{mean}");
        let becomes = posterior(&values, recorded.len(), &law).expect("many");
        assert!(becomes.cdf(0.7) - becomes.cdf(0.1) > 0.55, "half the weight, and it lies where it should");
    }
}
