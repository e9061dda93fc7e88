//! The object hypothesis: a primitive that explains the grasp, every unknown with its sampling law.
//!
//! Nothing here is measured except, at best, the width: see [`Hypothesis::source`]. Object frame: origin at the
//! centre of the box, +x along the closing axis projected on the support plane, +z up.

use crate::events::{GraspEvent, WidthSource};
use crate::options::{GroundingOptions, ObjectPrior};
use crate::support::SupportPlane;
use glam::{DQuat, DVec3};
use restage_geometry::Pose;
use serde::{Deserialize, Serialize};

/// How a value without a measurement is to be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SamplingLaw {
    /// Uniform between `low` and `high`.
    Uniform,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueSource {
    /// Measured; the range is the uncertainty of the measurement.
    Measured,
    /// Follows from measured motion under stated physical assumptions.
    Inferred,
    /// Assumed; never to be exported as a measurement.
    Hypothesis,
}

/// A value that is not known exactly.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hypothesis {
    /// Best single value.
    pub best: f64,
    /// Least value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
    /// How to draw from it.
    pub law: SamplingLaw,
    /// Where it comes from.
    pub source: ValueSource,
}

impl Hypothesis {
    fn uniform(best: f64, low: f64, high: f64, source: ValueSource) -> Self {
        Self { best, low, high, law: SamplingLaw::Uniform, source }
    }

    /// The value for a uniform draw `unit` in `[0, 1)`.
    pub fn draw(&self, unit: f64) -> f64 {
        match self.law {
            SamplingLaw::Uniform => self.low + (self.high - self.low) * unit,
        }
    }
}

/// Form of the primitive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrimitiveShape {
    /// Box.
    Box,
    /// Upright cylinder; width and depth are its diameter.
    Cylinder,
    /// Ball; all extents are its diameter.
    Sphere,
}

/// A hypothesis with nothing random left.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResolvedObject {
    /// Form.
    pub shape: PrimitiveShape,
    /// Full extents in the object frame, m: along the closing axis, across it, up.
    pub size: DVec3,
    /// Pose when grasped, standing upright on the support; world of the demonstration.
    pub world_from_object: Pose,
    /// Height of the support that it stands on, m.
    pub support_height: f64,
}

/// What was grasped, as far as it can be told. Lengths in m.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObjectHypothesis {
    /// Weights of box, cylinder and sphere.
    pub shape_weights: [f64; 3],
    /// Extent along the closing axis.
    pub width: Hypothesis,
    /// Height over width, before [`ObjectHypothesis::grip_margin`] is kept.
    pub height_ratio: Hypothesis,
    /// Depth over width.
    pub depth_ratio: Hypothesis,
    /// Height of the TCP above the support at the grasp.
    pub grip_height: Hypothesis,
    /// The object reaches at least this far above the TCP.
    pub grip_margin: f64,
    /// How far the gripper reaches below the TCP at the grasp.
    pub gripper_reach: f64,
    /// Yaw of the closing axis on the support plane, rad; follows from the TCP pose.
    pub yaw: f64,
    /// Angle between closing axis and support plane, rad, `0..=pi/2`. Beyond a radian the grasp is from above
    /// and below, and an upright primitive explains it badly.
    pub closing_tilt: f64,
    /// TCP pose at the stall.
    pub world_from_tcp: Pose,
}

/// Yaw of the +x axis of `rotation` projected on the ground plane, rad.
pub(crate) fn yaw_of_closing_axis(rotation: DQuat) -> f64 {
    let x = rotation * DVec3::X;
    libm::atan2(x.y, x.x)
}

impl ObjectHypothesis {
    /// The object that explains `grasp` on `support`. `gripper_reach` is how far the gripper reaches below the
    /// TCP at the grasp, m; `open_width` that of the source gripper, m.
    pub(crate) fn infer(
        grasp: &GraspEvent,
        support: &SupportPlane,
        gripper_reach: f64,
        open_width: f64,
        options: &GroundingOptions,
    ) -> Self {
        let prior = &options.object;
        let tcp = grasp.world_from_tcp;
        let best_grip = tcp.translation.z - support.height;
        // The support can be no higher than the lowest point that the gripper visited.
        let least_grip = (tcp.translation.z - support.evidence.lowest_gripper_point).min(best_grip);
        let grip_height = Hypothesis::uniform(
            best_grip,
            least_grip,
            best_grip + support.spread.min(options.plane.site_tolerance),
            ValueSource::Inferred,
        );
        let closing = tcp.rotation * DVec3::X;
        Self {
            shape_weights: prior.shape_weights,
            width: width_hypothesis(grasp, best_grip, open_width, prior),
            height_ratio: ratio(prior.height_ratio, 1.1),
            depth_ratio: ratio(prior.depth_ratio, 1.0),
            grip_height,
            grip_margin: prior.grip_margin,
            gripper_reach,
            yaw: yaw_of_closing_axis(tcp.rotation),
            closing_tilt: libm::asin(closing.z.abs().min(1.0)),
            world_from_tcp: tcp,
        }
    }

    /// The best single guess: a box.
    pub fn best(&self) -> ResolvedObject {
        let width = self.width.best;
        let [low, high] = self.height_range(width, self.grip_height.best);
        let height = (self.height_ratio.best * width).clamp(low, high);
        let size = DVec3::new(width, self.depth_ratio.best * width, height);
        self.resolve(PrimitiveShape::Box, size, self.grip_height.best)
    }

    /// Draws an object. `draw` gives uniform numbers in `[0, 1)`; exactly five are taken, whatever comes out.
    pub fn sample(&self, draw: &mut impl FnMut() -> f64) -> ResolvedObject {
        let [shape_unit, width_unit, grip_unit, height_unit, depth_unit] = std::array::from_fn(|_| draw());
        let width = self.width.draw(width_unit);
        let grip_height = self.grip_height.draw(grip_unit);
        let shape = self.feasible_shape(self.draw_shape(shape_unit), width, grip_height);
        let [low, high] = self.height_range(width, grip_height);
        let size = match shape {
            PrimitiveShape::Sphere => DVec3::splat(width),
            PrimitiveShape::Cylinder => DVec3::new(width, width, low + (high - low) * height_unit),
            PrimitiveShape::Box => {
                DVec3::new(width, self.depth_ratio.draw(depth_unit) * width, low + (high - low) * height_unit)
            }
        };
        self.resolve(shape, size, grip_height)
    }

    /// Heights that keep to the ratio law and reach above the TCP.
    fn height_range(&self, width: f64, grip_height: f64) -> [f64; 2] {
        let least = grip_height + self.grip_margin;
        let low = (self.height_ratio.low * width).max(least);
        // A taller thing than the law expects was evidently gripped: leave it a tenth of room.
        [low, (self.height_ratio.high * width).max(low * 1.1)]
    }

    fn draw_shape(&self, unit: f64) -> PrimitiveShape {
        let total: f64 = self.shape_weights.iter().sum();
        let [box_weight, cylinder_weight, _] = self.shape_weights;
        let mark = unit * total;
        if mark < box_weight {
            PrimitiveShape::Box
        } else if mark < box_weight + cylinder_weight {
            PrimitiveShape::Cylinder
        } else {
            PrimitiveShape::Sphere
        }
    }

    /// A ball can be held only if its equator is between the pads and its top above the TCP; otherwise the
    /// round thing that was drawn is a cylinder.
    fn feasible_shape(&self, shape: PrimitiveShape, width: f64, grip_height: f64) -> PrimitiveShape {
        let lowest_pad = grip_height - self.gripper_reach;
        let equator_gripped = width * 0.5 >= lowest_pad + self.grip_margin;
        let top_above_tcp = width >= grip_height + self.grip_margin;
        match shape {
            PrimitiveShape::Sphere if !(equator_gripped && top_above_tcp) => PrimitiveShape::Cylinder,
            other => other,
        }
    }

    /// Stands the primitive on the support, centred between the pads.
    fn resolve(&self, shape: PrimitiveShape, size: DVec3, grip_height: f64) -> ResolvedObject {
        let tcp = self.world_from_tcp;
        let support_height = tcp.translation.z - grip_height;
        let rise = support_height + size.z * 0.5 - tcp.translation.z;
        // The centre stays in the plane midway between the pads: go along the direction of that plane which is
        // nearest to vertical. For a grasp straight from above this is the approach axis.
        let closing = tcp.rotation * DVec3::X;
        let along = DVec3::Z - closing * closing.z;
        let mut center = tcp.translation;
        if along.z > 0.25 {
            center += along * (rise / along.z);
        }
        center.z = support_height + size.z * 0.5;
        let world_from_object = Pose::new(center, DQuat::from_rotation_z(self.yaw));
        ResolvedObject { shape, size, world_from_object, support_height }
    }
}

fn ratio([low, high]: [f64; 2], best: f64) -> Hypothesis {
    Hypothesis::uniform(best.clamp(low, high), low, high, ValueSource::Hypothesis)
}

/// Width of the object. Unmeasured widths leave out those that would make the object taller than the ratio law
/// allows, given how high it was gripped.
fn width_hypothesis(
    grasp: &GraspEvent,
    grip_height: f64,
    open_width: f64,
    prior: &ObjectPrior,
) -> Hypothesis {
    let width = &grasp.width;
    match width.source {
        WidthSource::Measured => {
            Hypothesis::uniform(width.best, width.low, width.high, ValueSource::Measured)
        }
        WidthSource::Hypothesis => {
            let least = (grip_height + prior.grip_margin) / prior.height_ratio[1];
            let high = width.high.max(width.low).min(open_width);
            let low = width.low.max(least).min(high);
            Hypothesis::uniform(width.best.clamp(low, high), low, high, ValueSource::Hypothesis)
        }
    }
}
