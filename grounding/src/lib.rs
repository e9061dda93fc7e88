//! Grasp inference from recorded motion, and object-centric trajectory adaptation.
//!
//! [`ground`] takes the demonstrations of a dataset and works out, for each, when the fingers closed on what
//! width ([`events`]), which phases the motion has ([`phases`]), on which surface the object stood ([`support`])
//! and what it may have been ([`object`]). Whatever no recording can show is a hypothesis with a range and a
//! sampling law, and says so.

pub mod adapt;
pub mod alignment;
mod command;
pub mod envelope;
pub mod error;
pub mod events;
mod ground;
pub mod grounding;
mod holds;
pub mod keyframes;
pub mod object;
pub mod options;
pub mod phases;
mod signal;
pub mod stillness;
pub mod style;
pub mod support;

pub use error::{GroundingError, NoGraspReason, TrackFault};
pub use events::{EndedBy, EventKind, EvidenceGrade, GraspEvent, WidthInterval, WidthSource};
pub use ground::{ground, ground_one};
pub use grounding::{Grounding, GroundingSummary, Outcome, PlacedObject, Release};
pub use object::{Hypothesis, ObjectHypothesis, PrimitiveShape, ResolvedObject, SamplingLaw, ValueSource};
pub use options::GroundingOptions;
pub use support::{PlaneEvidence, SupportPlane};
