//! Templates: named generators of rooms. `build` turns a request into a scene, the same one each time.

use crate::draw::Draws;
use crate::{Environment, Lighting, Scene, SceneFault, SceneRequest};

/// A generator of one kind of room.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Name, as typed and stored.
    pub name: &'static str,
    /// Family.
    pub family: Environment,
    /// One line for people.
    pub summary: &'static str,
    /// Heights of the surface that carries the task, m.
    pub support_height: [f64; 2],
    /// Illuminance of that surface as such rooms have it, lx.
    pub task_lux: [f64; 2],
    /// Colour temperatures of its lamps, K.
    pub lamp_cct_k: [f64; 2],
    /// How many ceiling lamps it can have.
    pub lamps: [u32; 2],
    /// Whether it has windows.
    pub daylight: bool,
    /// The generator.
    pub generate: Generate,
}

/// A generator: a pure function of what is asked and the streams of layout and style.
pub type Generate = fn(&Generation) -> Result<Scene, TemplateError>;

/// What a generator works from.
#[derive(Clone, Debug)]
pub struct Generation<'a> {
    /// The template.
    pub template: &'a Template,
    /// What is asked.
    pub request: &'a SceneRequest,
    /// Streams of the layout.
    pub layout: Draws,
    /// Streams of the style.
    pub style: Draws,
    /// Lights, drawn or nominal.
    pub lighting: Lighting,
}

impl Generation<'_> {
    /// The asked height of the support, held to a range, or the usual one, m.
    pub fn support_height(&self, usual: f64, range: [f64; 2]) -> f64 {
        self.request.support_height.unwrap_or(usual).clamp(range[0], range[1])
    }
}

/// Why a template gives no scene.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TemplateError {
    /// No template or family of that name.
    #[error(
        "no environment is named {name:?}\n  known: {known}\n  hint: {hint}`restage scene --list` prints the templates; `all` means every one"
    )]
    Unknown {
        /// What was asked for.
        name: String,
        /// Families and templates.
        known: String,
        /// The nearest name, as a sentence, or nothing.
        hint: String,
    },
    /// A constraint of the layout cannot be met.
    #[error(
        "template {template}: no room for {what}: needs {:.2} x {:.2} m and {:.2} m above, has {:.2} x {:.2} m and {:.2} m\n  hint: another layout seed, a smaller task or another template",
        needed[0], needed[1], needed[2], found[0], found[1], found[2]
    )]
    NoRoom {
        /// The template.
        template: String,
        /// What was to be placed.
        what: String,
        /// Width, depth and height needed, m.
        needed: [f64; 3],
        /// Width, depth and height there are, m.
        found: [f64; 3],
    },
    /// Furniture stands where none can.
    #[error("template {template}: {fault}\n  hint: another layout seed")]
    Implausible {
        /// The template.
        template: String,
        /// What is wrong.
        fault: Box<SceneFault>,
    },
    /// A drawn value that no room can have.
    #[error("template {template}: {field} is {found}, expected {expected}")]
    Value {
        /// The template.
        template: String,
        /// Field of the request.
        field: &'static str,
        /// Its value.
        found: String,
        /// What is allowed.
        expected: &'static str,
    },
}

/// Layouts tried for one request before it is given up: a drawn room may be too small for what must be in it, or furniture
/// may stand in the way.
const LAYOUT_TRIES: u64 = 8;

/// Every template, in a fixed order.
pub fn templates() -> &'static [Template] {
    crate::registry::TEMPLATES
}

impl Template {
    /// The template of a name.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        templates().iter().find(|template| template.name == name)
    }

    /// Lights as such rooms usually have them: the middle of every range, by day where there are windows.
    pub fn nominal_lighting(&self) -> Lighting {
        Lighting {
            task_lux: libm::sqrt(self.task_lux[0] * self.task_lux[1]),
            lamp_share: 0.5,
            lamps: self.lamps[0],
            lamp_shift: [0.0, 0.0],
            lamp_cct_k: (self.lamp_cct_k[0] + self.lamp_cct_k[1]) / 2.0,
            daylight_cct_k: 5600.0,
            sky_luminance: if self.daylight { 1200.0 } else { 0.0 },
            sun: None,
        }
    }

    /// Builds a scene: fixtures, furniture, supports with the one that carries the task first, task zone, lights and
    /// exposure; no objects and no cameras, those come with the task. Equal requests give equal scenes.
    ///
    /// # Errors
    /// When a value of the request is out of all bounds or no layout has room for the task.
    pub fn build(&self, request: &SceneRequest) -> Result<Scene, TemplateError> {
        self.build_counting(request).0
    }

    /// [`Template::build`], and how many layouts were drawn for it: one that has no room for what must be in it, or in which
    /// furniture overlaps, floats or blocks the way, is drawn again. Light does not decide about that.
    pub fn build_counting(&self, request: &SceneRequest) -> (Result<Scene, TemplateError>, u64) {
        let lighting = request.lighting.unwrap_or_else(|| self.nominal_lighting());
        if let Err(error) = self.check(request, &lighting) {
            return (Err(error), 0);
        }
        let mut last = None;
        for attempt in 0..LAYOUT_TRIES {
            let scope = match attempt {
                0 => format!("{}/layout", self.name),
                _ => format!("{}/layout/{attempt}", self.name),
            };
            let generation = Generation {
                template: self,
                request,
                layout: Draws::new(request.layout.unwrap_or(0), &scope),
                style: Draws::new(request.style.unwrap_or(0), &format!("{}/style", self.name)),
                lighting,
            };
            match (self.generate)(&generation) {
                Err(error @ TemplateError::NoRoom { .. }) => last = Some(error),
                Err(error) => return (Err(error), attempt + 1),
                Ok(scene) => match scene.layout_fault() {
                    None => return (Ok(scene), attempt + 1),
                    Some(fault) => {
                        let (template, fault) = (self.name.into(), Box::new(fault));
                        last = Some(TemplateError::Implausible { template, fault });
                    }
                },
            }
        }
        let nothing = || TemplateError::NoRoom {
            template: self.name.into(),
            what: "anything".into(),
            needed: [0.0; 3],
            found: [0.0; 3],
        };
        (Err(last.unwrap_or_else(nothing)), LAYOUT_TRIES)
    }

    fn check(&self, request: &SceneRequest, lighting: &Lighting) -> Result<(), TemplateError> {
        let task = &request.task;
        let numbers: [(&'static str, f64, [f64; 2], &'static str); 9] = [
            ("lighting.task_lux", lighting.task_lux, [1.0, 20_000.0], "1..=20000 lx"),
            ("lighting.lamp_share", lighting.lamp_share, [0.0, 0.9], "0..=0.9"),
            ("lighting.lamp_cct_k", lighting.lamp_cct_k, [1700.0, 12_000.0], "1700..=12000 K"),
            ("lighting.daylight_cct_k", lighting.daylight_cct_k, [2000.0, 25_000.0], "2000..=25000 K"),
            ("lighting.sky_luminance", lighting.sky_luminance, [0.0, 50_000.0], "0..=50000 cd/m²"),
            ("exposure.offset_ev", request.exposure.offset_ev, [-6.0, 6.0], "-6..=6 EV"),
            (
                "exposure.white_balance_k",
                request.exposure.white_balance_k,
                [1700.0, 15_000.0],
                "1700..=15000 K",
            ),
            ("task.footprint", task.footprint[0].max(task.footprint[1]), [0.0, 10.0], "0..=10 m"),
            ("task.headroom", task.headroom, [0.0, 3.0], "0..=3 m"),
        ];
        for (field, value, [low, high], expected) in numbers {
            if !(low..=high).contains(&value) {
                let (template, found) = (self.name.into(), value.to_string());
                return Err(TemplateError::Value { template, field, found, expected });
            }
        }
        Ok(())
    }
}

/// Builds a scene from the template of a name, see [`Template::build`].
///
/// # Errors
/// As [`Template::build`], and when there is no such template.
pub fn build(template: &str, request: &SceneRequest) -> Result<Scene, TemplateError> {
    Template::by_name(template).ok_or_else(|| unknown(template))?.build(request)
}

/// The templates that some names mean: a template, a family (all of its templates), or `all`. In the order of
/// [`templates`], each once.
///
/// # Errors
/// [`TemplateError::Unknown`] for the first name that means nothing.
pub fn select<S: AsRef<str>>(names: &[S]) -> Result<Vec<&'static Template>, TemplateError> {
    let means = |name: &str, template: &Template| {
        name == "all" || name == template.name || name == template.family.name()
    };
    if let Some(name) =
        names.iter().map(AsRef::as_ref).find(|name| !templates().iter().any(|t| means(name, t)))
    {
        return Err(unknown(name));
    }
    Ok(templates().iter().filter(|t| names.iter().any(|name| means(name.as_ref(), t))).collect())
}

fn unknown(name: &str) -> TemplateError {
    let mut known: Vec<&str> = Environment::ALL
        .into_iter()
        .map(Environment::name)
        .filter(|family| templates().iter().any(|template| template.family.name() == *family))
        .collect();
    known.extend(templates().iter().map(|template| template.name));
    let nearest = crate::store::nearest(name, known.iter().copied());
    TemplateError::Unknown {
        name: name.to_owned(),
        known: known.join(", "),
        hint: nearest.map(|it| format!("did you mean {it:?}? ")).unwrap_or_default(),
    }
}
