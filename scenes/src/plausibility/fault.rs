//! What can be wrong with a scene.

/// What kind of fault it is, for counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// Two things in one place.
    Overlap,
    /// Something rests on nothing.
    Unstable,
    /// No way to the task, or no room at it.
    Access,
    /// A light or camera where none can be.
    Sight,
    /// Numbers, names, references.
    Structure,
}

impl FaultKind {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Overlap => "overlap",
            Self::Unstable => "unstable",
            Self::Access => "access",
            Self::Sight => "sight",
            Self::Structure => "structure",
        }
    }
}

/// One fault of a scene.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SceneFault {
    /// A number that is infinite or not a number.
    #[error("{path} is not a finite number")]
    NotFinite {
        /// Where in the scene, such as `objects[2].world_from_object.translation[0]`.
        path: String,
    },
    /// Two things of one kind with the same name.
    #[error("two {kind} are named {name:?}; names must be unique")]
    DuplicateName {
        /// `fixtures`, `objects`, `supports`, `lights`, ...
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// A name that nothing has.
    #[error("{field} names {name:?}, but no {kind} has that name{hint}")]
    Dangling {
        /// Field that names it.
        field: String,
        /// What it should be: `furniture`, `support`, `fixture`, `catalogue object`.
        kind: &'static str,
        /// The name.
        name: String,
        /// The nearest name that there is or where to describe it, as a phrase, or nothing.
        hint: String,
    },
    /// A constraint that nothing can meet.
    #[error("{field} is impossible: {found}; expected {expected}")]
    Impossible {
        /// Field of the constraint.
        field: String,
        /// What it says.
        found: String,
        /// What would be possible.
        expected: String,
    },
    /// No surface carries the task.
    #[error("the scene has no support surface")]
    NoSupport,
    /// Two objects occupy the same space.
    #[error("objects {a:?} and {b:?} overlap by {depth_m:.4} m")]
    ObjectsOverlap {
        /// First object.
        a: String,
        /// Second object.
        b: String,
        /// How deep their boxes overlap, m.
        depth_m: f64,
    },
    /// An object is inside an immovable part.
    #[error("object {object:?} overlaps fixture {fixture:?} by {depth_m:.4} m")]
    ObjectInFixture {
        /// The object.
        object: String,
        /// The fixture.
        fixture: String,
        /// How deep, m.
        depth_m: f64,
    },
    /// Solid parts of different furniture, or of furniture and building, occupy the same space.
    #[error("fixtures {a:?} and {b:?} overlap by {depth_m:.4} m")]
    FixturesOverlap {
        /// First fixture.
        a: String,
        /// Second fixture.
        b: String,
        /// How deep, m.
        depth_m: f64,
    },
    /// An object neither stands on a support nor on another object.
    #[error("object {object:?} rests on nothing: its lowest point is at z = {lowest_m:.4} m")]
    NotSupported {
        /// The object.
        object: String,
        /// Height of its lowest point, m.
        lowest_m: f64,
    },
    /// Furniture, or a part of it, touches neither floor, wall, ceiling nor anything that does.
    #[error("furniture {furniture:?} floats: {part:?} hangs on nothing")]
    Floating {
        /// The furniture.
        furniture: String,
        /// A part that hangs in the air.
        part: String,
    },
    /// A person cannot get from a door to the task.
    #[error("room {room:?}: no walkway of {width_m:.2} m from every door to the task at ({:.2}, {:.2})", stand[0], stand[1])]
    NoWay {
        /// The room.
        room: String,
        /// Width of its walkways, m.
        width_m: f64,
        /// Where the person should stand, m.
        stand: [f64; 2],
    },
    /// Something solid stands where the task is.
    #[error("fixture {fixture:?} stands in the task zone on {support:?}")]
    TaskBlocked {
        /// The fixture.
        fixture: String,
        /// The support.
        support: String,
    },
    /// A camera of the room sits inside something.
    #[error("camera {camera:?} is inside {thing:?}")]
    CameraInside {
        /// The camera.
        camera: String,
        /// Object or fixture.
        thing: String,
    },
    /// An image without pixels.
    #[error("camera {camera:?} has an empty image of {width} x {height} px")]
    EmptyImage {
        /// The camera.
        camera: String,
        /// Width, px.
        width: u32,
        /// Height, px.
        height: u32,
    },
    /// A lamp's light that does not come from a lamp.
    #[error("light {light:?} is {distance_m:.2} m away from its fixture {fixture:?}")]
    LightOutsideFixture {
        /// The light.
        light: String,
        /// Its fixture; empty when it has none.
        fixture: String,
        /// How far outside, m.
        distance_m: f64,
    },
}

impl SceneFault {
    /// Its kind.
    pub fn kind(&self) -> FaultKind {
        match self {
            Self::ObjectsOverlap { .. } | Self::ObjectInFixture { .. } | Self::FixturesOverlap { .. } => {
                FaultKind::Overlap
            }
            Self::NotSupported { .. } | Self::Floating { .. } => FaultKind::Unstable,
            Self::NoWay { .. } | Self::TaskBlocked { .. } | Self::NoSupport => FaultKind::Access,
            Self::CameraInside { .. } | Self::EmptyImage { .. } | Self::LightOutsideFixture { .. } => {
                FaultKind::Sight
            }
            Self::NotFinite { .. }
            | Self::DuplicateName { .. }
            | Self::Dangling { .. }
            | Self::Impossible { .. } => FaultKind::Structure,
        }
    }
}
