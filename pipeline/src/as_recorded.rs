//! Generated episodes as the real device would have reported them.
//!
//! A simulated gripper measures its width in every frame; many real ones report only what they were told, or open and
//! closed. Where the fingers stall is then inferred from the motion of the hand, and comparing that with a measured
//! stall would compare two definitions. A generated episode is therefore read through the real channel before anything
//! is inferred from it: its commanded widths, or a label that says which way the fingers went last.

use restage_episodes::{Demonstration, WidthEvidence};
use restage_rollouts::CommandTrajectory;

/// Replaces the widths of a generated episode by what a gripper with the `evidence` of the real one would have
/// reported. Measured widths stay.
pub fn as_recorded(demonstration: &mut Demonstration, command: &CommandTrajectory, evidence: WidthEvidence) {
    let start = demonstration.timestamps.first().copied().unwrap_or(0.0);
    let gripper = &mut demonstration.gripper;
    match evidence {
        WidthEvidence::Measured => return,
        WidthEvidence::Commanded => {
            let told = demonstration.timestamps.iter().map(|time| commanded_width(command, time - start));
            gripper.width = told.collect();
        }
        WidthEvidence::Binary => {
            let mut label = Label::default();
            let (open, closed) = (gripper.open_width, gripper.closed_width);
            for width in &mut gripper.width {
                *width = if label.closed_at(*width) { closed } else { open };
            }
        }
    }
    gripper.evidence = evidence;
}

/// Changes of the width below this are none of opening or closing, m.
const MOVED: f64 = 0.003;

/// Whether the fingers last moved together. The label follows the direction of their motion and not a level, for wide
/// objects are held far open; and the motion as it was observed and not the command, which comes before every delay.
#[derive(Default)]
struct Label {
    closed: bool,
    /// Furthest width since the last change of direction, m.
    furthest: Option<f64>,
}

impl Label {
    fn closed_at(&mut self, width: f64) -> bool {
        let furthest = *self.furthest.get_or_insert(width);
        let turned = if self.closed { width > furthest + MOVED } else { width < furthest - MOVED };
        if turned {
            self.closed = !self.closed;
        }
        let further = if self.closed { width < furthest } else { width > furthest };
        if turned || further {
            self.furthest = Some(width);
        }
        self.closed
    }
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

    /// Fingers that are told to close at 0.5 s, close later on an object of 60 mm, sink in a little, and let go.
    fn episode() -> (Demonstration, CommandTrajectory) {
        let timestamps: Vec<f64> = (0..20).map(|k| f64::from(k) * 0.1).collect();
        let measured = |t: &f64| match *t {
            ..0.65 => 0.08,
            0.65..1.25 => 0.06,
            1.25..1.55 => 0.058,
            _ => 0.07,
        };
        let width = timestamps.iter().map(measured).collect();
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
        let commanded = (0..120).map(|k| if k < 30 { 0.08 } else { 0.05 }).collect();
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
        assert_eq!((commanded.width[4], commanded.width[5]), (0.08, 0.05));
        let closed: Vec<usize> = (0..20).filter(|k| binary.width[*k] == 0.0).collect();
        assert_eq!((closed, binary.evidence), ((7..16).collect(), WidthEvidence::Binary));
    }
}
