//! Recipes of composed things, one function each; sizes are full extents in m, and the result is stretched to them.

mod food;
mod kitchen;
mod produce;

use super::Recipe;
use crate::Form;
use glam::DVec3;

/// The parts of a composed thing, not yet stretched to its exact size.
pub(super) fn composed(form: Form, size: DVec3) -> Recipe {
    let build = match form {
        Form::DrinkCan => food::drink_can,
        Form::PetBottle => food::pet_bottle,
        Form::WineBottle => food::wine_bottle,
        Form::BeerBottle => food::beer_bottle,
        Form::YoghurtPot => food::yoghurt_pot,
        Form::PillowBag => food::pillow_bag,
        Form::BlockBag => food::block_bag,
        Form::EggBox => food::egg_box,
        Form::SandwichPack => food::sandwich_pack,
        Form::FlatPack => food::flat_pack,
        Form::LiddedCup => food::lidded_cup,
        Form::Tube => food::tube,
        Form::ClamBox => food::clam_box,
        Form::BurgerBox => food::burger_box,
        Form::Egg => produce::egg,
        Form::Tomato => produce::tomato,
        Form::Onion => produce::onion,
        Form::BellPepper => produce::bell_pepper,
        Form::Cucumber => produce::cucumber,
        Form::Carrot => produce::carrot,
        Form::Potato => produce::potato,
        Form::Garlic => produce::garlic,
        Form::Broccoli => produce::broccoli,
        Form::Avocado => produce::avocado,
        Form::Strawberry => produce::strawberry,
        Form::RoundFruit => produce::round_fruit,
        Form::BreadRoll => produce::bread_roll,
        Form::BreadLoaf => produce::bread_loaf,
        Form::Croissant => produce::croissant,
        Form::FryingPan => kitchen::frying_pan,
        Form::Saucepan => kitchen::saucepan,
        Form::PotLid => kitchen::pot_lid,
        Form::WineGlass => kitchen::wine_glass,
        Form::Teapot => kitchen::teapot,
        Form::Kettle => kitchen::kettle,
        Form::RollingPin => kitchen::rolling_pin,
        Form::Whisk => kitchen::whisk,
        Form::Tongs => kitchen::tongs,
        Form::Peeler => kitchen::peeler,
        Form::HandledBrush => kitchen::handled_brush,
        Form::ScrubBrush => kitchen::scrub_brush,
        Form::Jug => kitchen::jug,
        Form::Tray => kitchen::tray,
        Form::Vase => kitchen::vase,
        Form::PottedPlant => kitchen::potted_plant,
        Form::PaddleBoard => kitchen::paddle_board,
    };
    build(size)
}
