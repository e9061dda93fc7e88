//! Chains events into holds: a squeeze or a re-grip continues the hold that it follows.

use crate::events::{EndedBy, EventKind, EvidenceGrade, GraspEvent};
use crate::options::PhaseOptions;
use crate::phases::HoldSpan;
use glam::DVec3;

/// A hold of one object through any number of re-grips.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Hold {
    /// Event that the grasp is read from.
    pub event: usize,
    /// First frame of the hold.
    pub stall: usize,
    /// First frame behind it.
    pub hold_end: usize,
    /// Whether the fingers opened at its end.
    pub released: bool,
    /// Largest rise of the TCP above its height at the stall, m.
    pub lift: f64,
}

impl Hold {
    pub fn span(&self) -> HoldSpan {
        HoldSpan { stall: self.stall, hold_end: self.hold_end, released: self.released }
    }
}

/// Sets lift, re-grip and grade of `events`, and groups them into holds.
pub(crate) fn chain(events: &mut [GraspEvent], positions: &[DVec3], options: &PhaseOptions) -> Vec<Hold> {
    for event in events.iter_mut() {
        event.lift = rise(positions, event.stall, event.hold_end);
    }
    let mut holds: Vec<Hold> = Vec::new();
    for index in 0..events.len() {
        let event = events[index];
        let continues = index > 0
            && event.kind == EventKind::Grasp
            && events[index - 1].kind == EventKind::Grasp
            && events[index - 1].ended_by == EndedBy::Close;
        events[index].regrip = continues;
        match holds.last_mut() {
            Some(hold) if continues => extend(hold, index, &event, positions, options),
            _ if event.kind == EventKind::Grasp => holds.push(Hold {
                event: index,
                stall: event.stall,
                hold_end: event.hold_end,
                released: event.ended_by == EndedBy::Open,
                lift: event.lift,
            }),
            _ => {}
        }
    }
    grade(events, &holds, options);
    holds
}

/// Adds a re-grip to a hold. Until the object has been lifted, the latest closing is the grasp: a pause of the
/// fingers on the way to the object is no grasp.
fn extend(hold: &mut Hold, index: usize, event: &GraspEvent, positions: &[DVec3], options: &PhaseOptions) {
    if rise(positions, hold.stall, event.stall) < options.lift_height {
        hold.event = index;
        hold.stall = event.stall;
    }
    hold.hold_end = event.hold_end;
    hold.released = event.ended_by == EndedBy::Open;
    hold.lift = rise(positions, hold.stall, hold.hold_end);
}

/// Grade B for every grasp of a hold that was lifted and then opened; others keep what their channel gives.
fn grade(events: &mut [GraspEvent], holds: &[Hold], options: &PhaseOptions) {
    for hold in holds.iter().filter(|hold| hold.released && hold.lift >= options.lift_height) {
        for event in events.iter_mut() {
            if event.kind == EventKind::Grasp && event.stall >= hold.stall && event.hold_end <= hold.hold_end
            {
                event.grade = event.grade.min(EvidenceGrade::B);
            }
        }
    }
}

/// The hold that the demonstration is about: lifted and released before lifted before any, and of equals the
/// one with the highest lift.
pub(crate) fn primary(holds: &[Hold], options: &PhaseOptions) -> Option<usize> {
    let rank = |hold: &Hold| {
        let lifted = hold.lift >= options.lift_height;
        (lifted && hold.released, lifted, hold.lift)
    };
    (0..holds.len()).max_by(|a, b| {
        let (a, b) = (rank(&holds[*a]), rank(&holds[*b]));
        a.0.cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.total_cmp(&b.2))
    })
}

fn rise(positions: &[DVec3], stall: usize, hold_end: usize) -> f64 {
    let start = positions[stall].z;
    positions[stall..hold_end.max(stall + 1)].iter().map(|p| p.z - start).fold(0.0, f64::max)
}
