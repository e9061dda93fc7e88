//! Generated episodes as the real device would have reported them.
//!
//! A simulated gripper measures its width in every frame; many real ones report only what they were told, or open and
//! closed. Where the fingers stall is then inferred from the motion of the hand, and comparing that with a measured
//! stall would compare two definitions. A generated episode is therefore read through the real channel before anything
//! is inferred from it: its commanded widths, or a label of them.

use restage_episodes::{Demonstration, WidthEvidence};
use restage_rollouts::CommandTrajectory;

/// Replaces the widths of a generated episode by what a gripper with the `evidence` of the real one would have
/// reported. Measured widths stay.
pub fn as_recorded(demonstration: &mut Demonstration, command: &CommandTrajectory, evidence: WidthEvidence) {
    let start = demonstration.timestamps.first().copied().unwrap_or(0.0);
    let gripper = &mut demonstration.gripper;
    let commanded = |time: &f64| commanded_width(command, time - start);
    match evidence {
        WidthEvidence::Measured => return,
        WidthEvidence::Commanded => {
            gripper.width = demonstration.timestamps.iter().map(commanded).collect();
        }
        WidthEvidence::Binary => {
            let widths: Vec<f64> = demonstration.timestamps.iter().map(commanded).collect();
            let most = widths.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let least = widths.iter().copied().fold(f64::INFINITY, f64::min);
            let (open, closed) = (gripper.open_width, gripper.closed_width);
            let label = |width: &f64| if *width > (most + least) / 2.0 { open } else { closed };
            gripper.width = widths.iter().map(label).collect();
        }
    }
    gripper.evidence = evidence;
}

/// Commanded width (m) a time (s) after the start, held at the ends.
fn commanded_width(command: &CommandTrajectory, secs: f64) -> f64 {
    let last = command.gripper_width.len().saturating_sub(1);
    let step = (secs * command.rate_hz).round().max(0.0) as usize;
    command.gripper_width.get(step.min(last)).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use restage_episodes::{DemonstrationSource, GripperTrack};

    /// Fingers that are told to close at 0.5 s, reach an object of 30 mm later, and stay on it.
    fn episode() -> (Demonstration, CommandTrajectory) {
        let timestamps: Vec<f64> = (0..20).map(|k| f64::from(k) * 0.1).collect();
        let width = timestamps.iter().map(|t| if *t < 0.65 { 0.08 } else { 0.03 }).collect();
        let gripper = GripperTrack {
            width,
            evidence: WidthEvidence::Measured,
            open_width: 0.08,
            closed_width: 0.0,
            close_label_delay: 0.0,
        };
        let demonstration = Demonstration {
            source: DemonstrationSource {
                dataset: "d".into(),
                episode_index: 0,
                group: String::new(),
                scripted: false,
            },
            profile: "restage".into(),
            task: String::new(),
            world_from_tcp: vec![restage_geometry::Pose::IDENTITY; timestamps.len()],
            timestamps,
            gripper,
            joints: None,
            cameras: Vec::new(),
        };
        let commanded = (0..120).map(|k| if k < 30 { 0.08 } else { 0.02 }).collect();
        let command = CommandTrajectory {
            rate_hz: 60.0,
            world_from_tcp: Vec::new(),
            gripper_width: commanded,
            segments: Vec::new(),
        };
        (demonstration, command)
    }

    #[test]
    fn a_generated_episode_is_read_as_the_real_gripper_reports() {
        let seen = |evidence| {
            let (mut demonstration, command) = episode();
            as_recorded(&mut demonstration, &command, evidence);
            demonstration.gripper
        };
        let (measured, commanded, binary) =
            (seen(WidthEvidence::Measured), seen(WidthEvidence::Commanded), seen(WidthEvidence::Binary));
        assert_eq!(measured, episode().0.gripper);
        assert_eq!((commanded.width[4], commanded.width[5]), (0.08, 0.02));
        assert_eq!((binary.width[4], binary.width[5], binary.evidence), (0.08, 0.0, WidthEvidence::Binary));
    }
}
