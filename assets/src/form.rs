//! Things put together from several parts.

use crate::Footprint;
use serde::{Deserialize, Serialize};

/// What a composed thing is. Slots are listed in the order of `ObjectModel::materials`; what lies has its length
/// along x.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A drinks can with necked ends and a ring pull. Slots: metal, print.
    DrinkCan,
    /// A ribbed plastic water bottle. Slots: body, cap, label.
    PetBottle,
    /// A wine bottle.
    WineBottle,
    /// A beer bottle with a crown cap.
    BeerBottle,
    /// A tapered pot with a foil lid. Slots: pot, foil, print.
    YoghurtPot,
    /// A crisps bag or another sealed pillow of film lying flat, crimped at both ends. Slots: print, crimp.
    PillowBag,
    /// A standing paper or film bag with a folded top. Slots: print, fold.
    BlockBag,
    /// An egg box: tapered base and lid with knobs. Slots: pulp, print.
    EggBox,
    /// A triangular sandwich pack with a window. Slots: board, bread, filling, window rim.
    SandwichPack,
    /// A flat thing with a print on its upper side: bar of chocolate, envelope, case, card. Slots: body, print.
    FlatPack,
    /// A paper cup with a lid and a sleeve. Slots: paper, lid, sleeve.
    LiddedCup,
    /// A squeezable tube lying on its side, its cap at +x. Slots: print, cap.
    Tube,
    /// A shallow carton that opens like a book, such as a pizza box. Slots: board, print.
    ClamBox,
    /// A burger box: a tapered base and a taller tapered lid. Slots: board, print.
    BurgerBox,
    /// An egg lying on its side. Slot: shell.
    Egg,
    /// A tomato. Slots: skin, calyx.
    Tomato,
    /// An onion. Slot: skin.
    Onion,
    /// A bell pepper: four lobes and a stem. Slots: skin, stem.
    BellPepper,
    /// A long vegetable lying along x, bent a little. Slots: skin, stalk.
    Cucumber,
    /// A carrot lying along x with the stumps of its leaves. Slots: skin, leaves.
    Carrot,
    /// A lumpy tuber. Slot: skin.
    Potato,
    /// A bulb of garlic: cloves around a stalk. Slot: skin.
    Garlic,
    /// A head of broccoli. Slots: florets, stalk.
    Broccoli,
    /// An avocado standing on its thick end. Slot: skin.
    Avocado,
    /// A strawberry standing on its leaves' opposite end. Slots: flesh, calyx.
    Strawberry,
    /// A round fruit with a dimple, a seam or a nub: peach, plum, lime, kiwi. Slots: skin, stalk.
    RoundFruit,
    /// A bread roll with a cut along its top. Slots: crust, cut.
    BreadRoll,
    /// A loaf with a domed crust. Slots: crust, crumb.
    BreadLoaf,
    /// A croissant lying with its tips towards +y. Slot: crust.
    Croissant,
    /// A frying pan, its handle at +x. Slots: pan, handle.
    FryingPan,
    /// A saucepan, its handle at +x. Slots: pan, handle.
    Saucepan,
    /// A lid with a knob. Slots: lid, knob.
    PotLid,
    /// A glass on a stem, its bowl hollow. Slot: glass.
    WineGlass,
    /// A teapot: spout at +x, handle at -x. Slots: pot, lid knob.
    Teapot,
    /// An electric kettle: spout at +x, handle at -x. Slots: body, plastic.
    Kettle,
    /// A rolling pin along x. Slots: wood, handles.
    RollingPin,
    /// A balloon whisk along x, its wires at +x. Slots: wire, handle.
    Whisk,
    /// Kitchen tongs along x, their hinge at -x. Slots: arms, grips.
    Tongs,
    /// A Y-shaped peeler along x. Slots: handle, blade.
    Peeler,
    /// A brush along x: handle at -x, bristles below the head. Slots: handle, bristles.
    HandledBrush,
    /// A scrubbing brush with an arched grip. Slots: body, bristles.
    ScrubBrush,
    /// A jug with a handle at -x and a lip at +x, hollow. Slots: jug, handle.
    Jug,
    /// A tray or a gastronorm pan: a shallow open box with a flange. Slot: body.
    Tray,
    /// A bud vase, hollow. Slot: glaze.
    Vase,
    /// A potted plant: pot, soil and leaves. Slots: pot, soil, leaves.
    PottedPlant,
    /// A serving board with a handle at +x. Slot: wood.
    PaddleBoard,
}

impl Form {
    /// What the outline looks like from above.
    pub fn footprint(self) -> Footprint {
        match self {
            Self::DrinkCan
            | Self::PetBottle
            | Self::WineBottle
            | Self::BeerBottle
            | Self::YoghurtPot
            | Self::LiddedCup
            | Self::Tomato
            | Self::Onion
            | Self::Garlic
            | Self::Broccoli
            | Self::Avocado
            | Self::Strawberry
            | Self::PotLid
            | Self::WineGlass
            | Self::Vase
            | Self::PottedPlant => Footprint::Disc,
            Self::BlockBag
            | Self::EggBox
            | Self::FlatPack
            | Self::ClamBox
            | Self::BurgerBox
            | Self::BreadLoaf => Footprint::Rectangle,
            _ => Footprint::Other,
        }
    }

    /// Whether it is open at the top.
    pub fn is_hollow(self) -> bool {
        matches!(
            self,
            Self::FryingPan | Self::Saucepan | Self::WineGlass | Self::Jug | Self::Tray | Self::Vase
        )
    }

    /// Whether fingers meet nearly the full width at any height.
    pub fn is_prismatic(self) -> bool {
        matches!(self, Self::DrinkCan | Self::BlockBag | Self::FlatPack | Self::ClamBox)
    }

    /// Whether it rolls away when pushed.
    pub fn rolls(self) -> bool {
        matches!(
            self,
            Self::Egg
                | Self::Onion
                | Self::Cucumber
                | Self::Carrot
                | Self::RoundFruit
                | Self::RollingPin
                | Self::Whisk
        )
    }
}
