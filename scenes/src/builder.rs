//! Collects a scene: the building, furniture, lamps and windows, then light and task.

use crate::furniture::Piece;
use crate::lighting::{Daylight, Lamp, light_scene};
use crate::{
    Environment, Exposure, Fixture, Furniture, Lighting, Room, Scene, SupportSurface, TaskDemand, TaskZone,
    TemplateError,
};
use glam::{DQuat, DVec3};
use restage_geometry::Pose;
use std::collections::BTreeMap;

/// A scene under construction. Names are made unique by numbering: `chair`, `chair_2`.
#[derive(Clone, Debug)]
pub struct SceneBuilder {
    scene: Scene,
    lamps: Vec<Lamp>,
    windows: Vec<Daylight>,
    /// How often each name was given, by what is named: a desk and its surface may both be called `desk`.
    used: BTreeMap<(Named, String), u32>,
}

/// What a name is given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    Furniture,
    Part,
    Surface,
}

impl SceneBuilder {
    /// Nothing yet.
    pub fn new(template: &str, environment: Environment) -> Self {
        Self {
            scene: Scene::empty(template, environment),
            lamps: Vec::new(),
            windows: Vec::new(),
            used: BTreeMap::new(),
        }
    }

    fn unique(&mut self, what: Named, name: &str) -> String {
        let count = self.used.entry((what, name.to_owned())).or_default();
        *count += 1;
        if *count == 1 { name.to_owned() } else { format!("{name}_{count}") }
    }

    /// Adds a room.
    pub fn room(&mut self, room: Room) {
        self.scene.rooms.push(room);
    }

    /// Adds parts of the building: pieces whose frame is the world and that are no furniture.
    pub fn building(&mut self, piece: Piece) {
        let mut names = BTreeMap::new();
        for part in piece.parts {
            let name = self.unique(Named::Part, &part.name);
            names.insert(part.name.clone(), name.clone());
            self.scene.fixtures.push(Fixture { name, part_of: None, ..part });
        }
        self.take_lamps(piece.lamps, &names, &Pose::IDENTITY);
    }

    /// Adds a window that daylight may come through; `fixture` must name a part of the building.
    pub fn daylight(&mut self, window: Daylight) {
        self.windows.push(window);
    }

    /// Places a piece; its supports and lamps come with it. Returns its name.
    pub fn place(&mut self, piece: Piece, world_from_piece: Pose) -> String {
        let (low, high) = piece.bounds();
        let name = self.unique(Named::Furniture, &piece.kind);
        let mut names = BTreeMap::new();
        for part in piece.parts {
            let full = self.unique(Named::Part, &format!("{name}/{}", part.name));
            names.insert(part.name.clone(), full.clone());
            self.scene.fixtures.push(Fixture {
                name: full,
                world_from_fixture: world_from_piece * part.world_from_fixture,
                part_of: Some(name.clone()),
                ..part
            });
        }
        let yaw = libm::atan2(
            world_from_piece.transform_vector(DVec3::X).y,
            world_from_piece.transform_vector(DVec3::X).x,
        );
        for support in piece.supports {
            let center = world_from_piece.transform_point(support.center);
            let support = SupportSurface { center, yaw: support.yaw + yaw, ..support };
            let name = self.unique(Named::Surface, &support.name);
            self.scene.supports.push(SupportSurface { name, ..support });
        }
        self.take_lamps(piece.lamps, &names, &world_from_piece);
        self.scene.furniture.push(Furniture {
            name: name.clone(),
            kind: piece.kind,
            world_from_furniture: world_from_piece,
            size: high - low,
        });
        name
    }

    fn take_lamps(&mut self, lamps: Vec<Lamp>, names: &BTreeMap<String, String>, world_from_piece: &Pose) {
        for lamp in lamps {
            let fixture = names.get(&lamp.fixture).cloned().unwrap_or(lamp.fixture);
            let position = world_from_piece.transform_point(lamp.position);
            self.lamps.push(Lamp { name: fixture.clone(), fixture, position, ..lamp });
        }
    }

    /// The scene so far.
    pub fn scene(&self) -> &Scene {
        &self.scene
    }

    /// Moves the support of a name to the front, so that it carries the task, and sets the task zone over all of it. The
    /// person stands in the middle of its -y side, `stand_off` m from its edge.
    ///
    /// # Errors
    /// [`TemplateError::NoRoom`] when there is no such support or it is smaller or lower than the task demands.
    pub fn task(&mut self, support: &str, demand: &TaskDemand, stand_off: f64) -> Result<(), TemplateError> {
        let no_room = |found| TemplateError::NoRoom {
            template: self.scene.template.clone(),
            what: format!("the task on {support:?}"),
            needed: [demand.footprint[0], demand.footprint[1], demand.headroom],
            found,
        };
        let Some(index) = self.scene.supports.iter().position(|it| it.name == support) else {
            return Err(no_room([0.0; 3]));
        };
        let it = self.scene.supports[index].clone();
        let found = [it.size[0], it.size[1], it.clear_height];
        if found[0] < demand.footprint[0] || found[1] < demand.footprint[1] || found[2] < demand.headroom {
            return Err(no_room(found));
        }
        let stand = it.point(0.0, -it.size[1] / 2.0 - stand_off, 0.0);
        self.scene.task_zone = Some(TaskZone {
            support: it.name.clone(),
            center: [0.0, 0.0],
            size: it.size,
            stand: [stand.x, stand.y],
        });
        self.scene.supports.remove(index);
        self.scene.supports.insert(0, it);
        Ok(())
    }

    /// Lights the scene and gives it away.
    pub fn finish(mut self, lighting: &Lighting, exposure: &Exposure) -> Scene {
        light_scene(&mut self.scene, lighting, exposure, &self.lamps, &self.windows);
        self.scene
    }
}

/// A pose on the floor: world x and y (m) and yaw (rad).
pub fn floor_pose(x: f64, y: f64, yaw: f64) -> Pose {
    Pose::new(DVec3::new(x, y, 0.0), DQuat::from_rotation_z(yaw))
}
