//! Task text.

use crate::distribution::index;
use rand_chacha::rand_core::Rng;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Wording of the task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WordingAxis {
    /// Off: the first wording.
    pub enabled: bool,
    /// Wordings for a grasp that ends in the hand; `{object}` is replaced.
    pub pick: Vec<String>,
    /// Wordings for a grasp that ends on the support; `{object}` and `{surface}` are replaced.
    pub pick_and_place: Vec<String>,
}

impl Default for WordingAxis {
    fn default() -> Self {
        let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Self {
            enabled: true,
            pick: own(&[
                "pick up the {object}",
                "grasp the {object} and lift it",
                "take the {object} from the {surface}",
                "lift the {object} off the {surface}",
            ]),
            pick_and_place: own(&[
                "pick up the {object} and put it down on the {surface}",
                "move the {object} to another spot on the {surface}",
                "take the {object} and set it down on the {surface}",
                "pick the {object} and place it on the {surface}",
            ]),
        }
    }
}

/// Drawn wording.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WordingDraw {
    /// With placeholders.
    pub template: String,
}

impl WordingAxis {
    /// Draws a wording; `placed` when the object is put down in the end.
    pub fn sample(&self, rng: &mut impl Rng, placed: bool) -> WordingDraw {
        let (texts, plain) = if placed {
            (&self.pick_and_place, "pick up the {object} and put it down")
        } else {
            (&self.pick, "pick up the {object}")
        };
        let which = if self.enabled { index(rng, texts.len()) } else { 0 };
        WordingDraw { template: texts.get(which).map_or_else(|| plain.to_owned(), Clone::clone) }
    }
}

impl WordingDraw {
    /// The task text.
    pub fn text(&self, object: &str, surface: &str) -> String {
        self.template.replace("{object}", object).replace("{surface}", surface)
    }
}
