//! Whether the cameras see the object of the task in the frames that matter: before the hand comes, when it grasps,
//! under way, and at the end. A picture in which a cabinet or another object hides it teaches nothing.
//!
//! A lattice of points in the object's box is looked at from each camera: a point is seen when it falls into the image
//! and the line to it passes no box around a convex piece of a fixture or around another object. That is strict for
//! hollow and round things. The hand itself is no obstacle: it covers what it holds, in real recordings too.

use glam::DVec3;
use restage_episodes::SegmentKind;
use restage_film::{PosedCamera, posed_cameras};
use restage_geometry::Pose;
use restage_rollouts::RolloutSpec;
use restage_scenes::{Camera, CameraMount, ObjectPlacement, OrientedBox, Scene};

/// Share of the points that a camera must see.
pub const LEAST_SHARE: f64 = 0.25;

/// Points lie at these shares of the half extents: a little inside, so that what it stands on hides none of them.
const LATTICE: [f64; 3] = [-0.9, 0.0, 0.9];

/// A frame that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The first frame: the hand is away.
    Start,
    /// The hand is at the object and still open.
    Reach,
    /// The fingers have closed.
    Grasp,
    /// Halfway to the place.
    Carry,
    /// The last frame.
    End,
}

impl Moment {
    /// Its name, for reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Reach => "reach",
            Self::Grasp => "grasp",
            Self::Carry => "carry",
            Self::End => "end",
        }
    }

    /// Whether a camera must see the object then: one that is fixed in the room whenever it does not move by itself, one
    /// on the hand while the hand has to do with the object.
    fn concerns(self, camera: &Camera) -> bool {
        match camera.mount {
            CameraMount::World { .. } => self != Self::Reach,
            CameraMount::Tcp { .. } => matches!(self, Self::Reach | Self::Grasp | Self::Carry),
        }
    }
}

/// A camera that does not see the object.
#[derive(Clone, Debug, PartialEq)]
pub struct Hidden {
    /// The camera.
    pub camera: String,
    /// When.
    pub moment: Moment,
    /// Share of the points that it sees.
    pub share: f64,
}

/// What stands between cameras and the object.
pub struct Sight {
    blocks: Vec<OrientedBox>,
}

impl Sight {
    /// All fixtures of a scene, and its objects but the one of a name.
    pub fn around(scene: &Scene, target: &str) -> Self {
        let mut blocks: Vec<OrientedBox> = scene.fixtures.iter().flat_map(OrientedBox::pieces_of).collect();
        let others = scene.objects.iter().filter(|object| object.name != target);
        blocks.extend(others.map(OrientedBox::of_object));
        Self { blocks }
    }

    /// Share of the points of a box that a camera sees. `extents`: full extents along the box's axes, m.
    pub fn share(&self, camera: &PosedCamera, world_from_box: &Pose, extents: DVec3) -> f64 {
        let eye = camera.world_from_camera.translation;
        let half = extents / 2.0;
        let reach = half.length();
        let (low, high) =
            (eye.min(world_from_box.translation - reach), eye.max(world_from_box.translation + reach));
        let between: Vec<&OrientedBox> = self
            .blocks
            .iter()
            .filter(|block| {
                let (from, to) = block.bounds();
                from.cmple(high).all() && low.cmple(to).all()
            })
            .collect();
        let (mut seen, mut count) = (0, 0);
        for x in LATTICE {
            for y in LATTICE {
                for z in LATTICE {
                    let point = world_from_box.transform_point(half * DVec3::new(x, y, z));
                    let pixel = camera.project(point);
                    let inside = pixel.is_some_and(|pixel| {
                        (0.0..f64::from(camera.width)).contains(&pixel.x)
                            && (0.0..f64::from(camera.height)).contains(&pixel.y)
                    });
                    count += 1;
                    seen += usize::from(inside && !between.iter().any(|block| block.crosses(eye, point)));
                }
            }
        }
        seen as f64 / f64::from(count)
    }
}

/// The first camera and moment in which the object of a planned rollout is not seen; nothing when all see it.
pub fn hidden(spec: &RolloutSpec) -> Option<Hidden> {
    let target = spec.scene.object(&spec.target)?;
    let sight = Sight::around(&spec.scene, &spec.target);
    moments(spec, target).into_iter().find_map(|(moment, world_from_tcp, world_from_object)| {
        first_hidden(&spec.scene, &sight, target, moment, &world_from_tcp, &world_from_object)
    })
}

/// The first camera fixed in the room that does not see an object where it stands.
pub fn hidden_at_rest(scene: &Scene, target: &ObjectPlacement) -> Option<Hidden> {
    let sight = Sight::around(scene, &target.name);
    let at = &target.world_from_object;
    first_hidden(scene, &sight, target, Moment::Start, &Pose::IDENTITY, at)
}

fn first_hidden(
    scene: &Scene,
    sight: &Sight,
    target: &ObjectPlacement,
    moment: Moment,
    world_from_tcp: &Pose,
    world_from_object: &Pose,
) -> Option<Hidden> {
    let posed = posed_cameras(scene, *world_from_tcp);
    scene.cameras.iter().zip(&posed).filter(|(camera, _)| moment.concerns(camera)).find_map(|(_, posed)| {
        let share = sight.share(posed, world_from_object, target.model.size());
        (share < LEAST_SHARE).then(|| Hidden { camera: posed.name.clone(), moment, share })
    })
}

/// The frames that matter of a planned motion, with the poses of hand and object. The object follows the hand from the
/// grasp to the release and then lies where it was to be put.
fn moments(spec: &RolloutSpec, target: &ObjectPlacement) -> Vec<(Moment, Pose, Pose)> {
    let poses = &spec.trajectory.world_from_tcp;
    let (Some(first), Some(last)) = (poses.first(), poses.last()) else { return Vec::new() };
    let at_start = target.world_from_object;
    let segment = |kind| spec.trajectory.segments.iter().find(move |it| it.kind == kind);
    let pose = |frame: usize| poses.get(frame).copied().unwrap_or(*last);
    let mut moments = vec![(Moment::Start, *first, at_start)];
    moments.extend(segment(SegmentKind::Pregrasp).map(|it| (Moment::Reach, pose(it.frames.start), at_start)));
    let Some(secure) = segment(SegmentKind::Secure) else { return moments };
    let grasped = pose(secure.frames.start);
    let held = grasped.inverse() * at_start;
    moments.push((Moment::Grasp, grasped, at_start));
    if let Some(carry) = segment(SegmentKind::Transport) {
        let hand = pose((carry.frames.start + carry.frames.end) / 2);
        moments.push((Moment::Carry, hand, hand * held));
    }
    let at_end = spec.goal.world_from_object_placed.unwrap_or(*last * held);
    moments.push((Moment::End, *last, at_end));
    moments
}
