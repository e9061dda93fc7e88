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
    /// A spoon. Slot: metal or wood.
    Spoon,
    /// A wooden spoon: a round straight handle and a shallow bowl. Slot: wood.
    WoodenSpoon,
    /// A fork with four tines. Slot: metal.
    Fork,
    /// A table knife lying on its side. Slots: blade, handle.
    TableKnife,
    /// A kitchen knife lying on its side. Slots: blade, handle, rivets.
    ChefKnife,
    /// A turner: slotted blade, bent neck, handle. Slots: blade, handle.
    Turner,
    /// A ladle; its bowl is hollow. Slots: bowl, handle.
    Ladle,
    /// A toothbrush lying on its back. Slots: handle, bristles.
    Toothbrush,
    /// A bar of soap with a sunken oval. Slots: soap, mark.
    SoapBar,
    /// A bottle with a pump. Slots: body, pump, label.
    PumpBottle,
    /// A spray bottle with a trigger; it sprays along +y. Slots: body, trigger head, label.
    TriggerBottle,
    /// A spray can with a cap. Slots: metal, cap, print.
    AerosolCan,
    /// A canister with a flip lid: wipes, tea, powder. Slots: body, lid, print.
    Canister,
    /// A comb. Slot: plastic.
    Comb,
    /// A razor lying along x. Slots: handle, head, blade.
    Razor,
    /// Folded cloth: layers with round folds. Slot: cloth.
    FoldedCloth,
    /// A roll around a core: paper, tape, bandage, labels. Slots: roll, core.
    Roll,
    /// A roll of tape: thin ring around a wide core. Slots: tape, core.
    TapeRoll,
    /// A large bottle with a handle through its body. Slots: body, cap, label.
    HandledBottle,
    /// A bucket with a bail, hollow. Slots: bucket, bail.
    Bucket,
    /// A pair of gloves lying flat on one another. Slots: glove, cuff.
    Gloves,
    /// A remote control. Slots: body, keys, power key.
    Remote,
    /// A telephone lying on its back. Slots: body, screen, camera.
    Phone,
    /// A hand-held terminal: screen and keypad. Slots: body, screen, keys.
    Terminal,
    /// A calculator. Slots: body, screen, keys.
    Calculator,
    /// A computer mouse, its buttons at +x. Slots: body, wheel.
    Mouse,
    /// A keyboard with its keys. Slots: body, keys.
    Keyboard,
    /// A plug-in charger; its prongs point along +x. Slots: body, prongs.
    Charger,
    /// A memory stick; its plug points along +x. Slots: body, plug.
    UsbStick,
    /// A moulded plug with a piece of cable. Slots: body, contacts, cable.
    CablePlug,
    /// A light bulb standing on its base. Slots: glass, base.
    LightBulb,
    /// A round cell lying on its side, its pole at +x. Slots: jacket, metal, band.
    Battery,
    /// A 9 V block lying on its side, its poles at +x. Slots: jacket, poles, band.
    BlockBattery,
    /// An alarm clock facing -y. Slots: body, face, hands.
    AlarmClock,
    /// A closed laptop. Slots: lid, base, mark.
    Laptop,
    /// A pistol-shaped device lying on its side, its window at +x: scanner, thermometer. Slots: body, window, grip.
    PistolDevice,
    /// A coil of cable with a plug. Slots: cable, plug.
    CableCoil,
    /// A controller with two grips, lying on its back. Slots: body, sticks, keys.
    GameController,
    /// A bare circuit board with parts. Slots: board, chips, metal.
    CircuitBoard,
    /// A marker lying on its side, its cap at +x. Slots: body, cap, end.
    Marker,
    /// A ballpoint pen lying on its side, its tip at +x. Slots: body, metal, clip.
    Pen,
    /// A six-sided pencil lying on a side, sharpened at +x. Slots: paint, wood, lead, ferrule.
    Pencil,
    /// A highlighter lying on its side. Slots: body, cap, tip band.
    Highlighter,
    /// A stapler. Slots: arm, base, metal.
    Stapler,
    /// A tape dispenser with its roll. Slots: body, tape, cutter.
    TapeDispenser,
    /// A glue stick. Slots: tube, cap, print band.
    GlueStick,
    /// A ruler with its marks. Slots: body, marks.
    Ruler,
    /// A bound book lying on its back, its spine at -x. Slots: cover, pages, print.
    Book,
    /// A notebook with a wire spine at -x. Slots: cover, pages, wire.
    Notebook,
    /// A pad of notes. Slots: paper, top sheet.
    NotePad,
    /// A lever-arch binder standing, its spine at -y. Slots: cover, paper, metal, label.
    Binder,
    /// An envelope or mailer lying flat with an address label and a stamp. Slots: paper, label, stamp.
    Envelope,
    /// A cup for pens with a few pens in it; hollow. Slots: cup, pens.
    PenCup,
    /// A pair of scissors lying flat, their blades at +x. Slots: blades, handles, pivot.
    Scissors,
    /// A padlock lying on its back, its shackle at +x. Slots: body, shackle, keyhole.
    Padlock,
    /// A key lying flat. Slots: metal, head.
    Key,
    /// A pillar candle with its wick. Slots: wax, wick.
    Candle,
    /// A picture in a frame, leaning back a little on its stand. Slots: frame, mount, picture.
    PictureFrame,
    /// A box of tissues with one drawn out. Slots: board, print, tissue.
    TissueBox,
    /// A box of gloves or masks, its opening showing. Slots: board, print, content.
    GloveBox,
    /// A clothes peg lying on its side. Slots: wood, spring.
    ClothesPeg,
    /// A folded umbrella lying on its side, its handle at +x. Slots: cloth, handle, tip.
    Umbrella,
    /// A hinged case or a wallet: a rounded body with a seam. Slots: leather, seam.
    Case,
    /// A folded wallet. Slots: leather, stitching.
    Wallet,
    /// A pair of rolled socks. Slots: wool, stripe.
    Socks,
    /// A shoe, its toe at +x. Slots: upper, sole, laces.
    Shoe,
    /// A toy car. Slots: body, glass, tyres, hubs.
    ToyCar,
    /// A building brick with two rows of studs. Slot: plastic.
    ToyBrick,
    /// A stuffed bear sitting. Slots: fur, muzzle, eyes.
    PlushBear,
    /// A die with its pips. Slots: body, pips.
    Die,
    /// A ball with a seam. Slots: cover, seam.
    Ball,
    /// A deck of cards in its box. Slots: board, print.
    CardDeck,
    /// A set of stacking rings on a peg. Slots: base and peg, then the rings from below.
    StackingRings,
    /// A kitchen timer or another round-cornered appliance with a dial on its front (-y). Slots: body, dial, mark.
    DialBox,
    /// A basket of wicker or perforated plastic with two grips, hollow. Slots: basket, rim.
    Basket,
    /// Sunglasses or safety glasses folded open, lenses at +x. Slots: frame, lenses.
    Glasses,
    /// A screwdriver. Slots: handle, shaft, ring.
    Screwdriver,
    /// A pair of pliers, their jaws at +x. Slots: grips, steel, pivot.
    Pliers,
    /// A pair of side cutters: short broad jaws. Slots: grips, steel, pivot.
    SideCutter,
    /// A claw hammer lying on its side, its head at +x. Slots: handle, head.
    Hammer,
    /// A combination wrench: open jaw at +x, ring at -x. Slot: steel.
    Wrench,
    /// An adjustable wrench, its jaws at +x. Slots: steel, screw.
    AdjustableWrench,
    /// A cordless drill lying on its side, its chuck at +x. Slots: housing, grip, chuck, bit.
    PowerDrill,
    /// A tape measure standing, its tape at +x. Slots: case, grip, tape.
    TapeMeasure,
    /// A box cutter, its blade at +x. Slots: body, blade, slider.
    BoxCutter,
    /// A hex key. Slot: steel.
    HexKey,
    /// A spring clamp. Slots: arms, tips, spring.
    SpringClamp,
    /// A multimeter lying on its back. Slots: body, screen, dial, jacks.
    Multimeter,
    /// A soldering iron, its tip at +x. Slots: handle, steel, cable.
    SolderingIron,
    /// A caliper lying flat, its fixed jaw at +x. Slots: steel, display, screen.
    Caliper,
    /// A sealant cartridge with its nozzle. Slots: tube, nozzle, print.
    Cartridge,
    /// A tape gun lying on its side: roll, frame, grip. Slots: frame, tape, core, grip.
    TapeGun,
    /// A spool of wire or solder: flanges and windings. Slots: spool, wire, label.
    Spool,
    /// A scraper: a flat blade that widens away from its handle. Slots: blade, handle.
    Scraper,
    /// A box of screws, open, its content showing. Slots: board, print, screws.
    ScrewBox,
    /// A hex socket for a ratchet, its mouth up. Slots: steel, bore.
    Socket,
    /// A paint brush. Slots: handle, ferrule, bristles.
    PaintBrush,
    /// A hexagon bolt lying on its head and its tip, the head at -x. Slot: steel.
    HexBolt,
    /// A hexagon nut lying flat. Slot: steel.
    HexNut,
    /// A washer. Slot: steel.
    Washer,
    /// A rubber ring of round section. Slot: rubber.
    ORing,
    /// A nail lying on its side, its head at -x. Slot: steel.
    Nail,
    /// A ball bearing: rings, shield, balls. Slots: rings, shield, balls.
    Bearing,
    /// A spur gear with a hub and a bore. Slots: gear, hub.
    Gear,
    /// A turned part: shoulders, a groove, a chamfer. Slot: steel.
    TurnedPart,
    /// A shaft lying on its side with a keyway and chamfers. Slots: steel, keyway.
    Shaft,
    /// A drill bit or an end mill lying on its side, its cutting end at +x. Slots: shank, flutes.
    DrillBit,
    /// A coil spring lying on its side. Slot: steel.
    CoilSpring,
    /// A bent sheet-metal bracket with holes. Slots: sheet, holes.
    Bracket,
    /// A pipe elbow lying flat with hexagon collars. Slots: brass, bore.
    PipeElbow,
    /// A ball valve with its lever. Slots: brass, lever, steel.
    BallValve,
    /// A push-in fitting lying on its side. Slots: body, thread.
    PushFitting,
    /// A stepper motor standing, its shaft up. Slots: housing, caps, shaft.
    StepperMotor,
    /// A cast housing with cooling ribs, a flange and a bore. Slots: casting, bore.
    Housing,
    /// A heat sink: a plate with fins along x. Slot: aluminium.
    HeatSink,
    /// A module for a rail, its front at -y: circuit breaker, contactor. Slots: body, front, lever, print.
    RailModule,
    /// A round sensor or capacitor standing: body, crimp, marking. Slots: body, end, mark.
    SmallCan,
    /// A threaded sensor lying on its side with two nuts and a cable. Slots: barrel, face, cable.
    Sensor,
    /// A metal bar or billet with cut marks. Slots: metal, cut ends.
    Billet,
    /// A printed bracket: base, upright, gusset, holes. Slots: plastic, holes.
    PrintedPart,
    /// A collet or another slotted taper standing on its wide end. Slots: steel, slots.
    Collet,
    /// A terminal connector: metal shell, pins, two screws; upright. Slots: shell, pins, hood.
    Connector,
    /// A bottle of pills with a ribbed cap. Slots: bottle, cap, label.
    PillBottle,
    /// A strip of blisters with tablets. Slots: foil, tablets.
    BlisterPack,
    /// A syringe lying on its side, its tip at +x. Slots: barrel, plunger, marks.
    Syringe,
    /// A stoppered tube with a flat bottom, standing. Slots: tube, cap, label.
    TestTube,
    /// A centrifuge tube with a skirt to stand on. Slots: tube, cap, label.
    CentrifugeTube,
    /// A micro tube with a snap lid, lying on its side. Slots: tube, lid.
    MicroTube,
    /// A plate of wells. Slots: plate, wells.
    Microplate,
    /// A dish with its lid on. Slots: dish, lid.
    PetriDish,
    /// A rack box of pipette tips, open. Slots: box, tips, rack.
    TipBox,
    /// A vial with a crimped stopper. Slots: glass, crimp, label.
    Vial,
    /// A filled bag of infusion lying flat, its ports at -x. Slots: bag, ports, print.
    IvBag,
    /// A clip for a finger. Slots: shell, screen, pad.
    Oximeter,
    /// A kidney dish or another oval bowl with steep walls, hollow. Slot: steel.
    OvalDish,
    /// A pipette lying on its side, its tip at +x. Slots: body, button, shaft.
    Pipette,
    /// A cup with a screw lid: specimen cup, ointment pot. Slots: cup, lid, label.
    ScrewCup,
    /// A roll of bandage with a loose end. Slots: gauze, end.
    Bandage,
    /// A flat stick with round ends, such as a tongue depressor. Slot: wood.
    FlatStick,
    /// A first-aid box or tool box with a handle on its lid. Slots: box, mark, handle.
    AidBox,
    /// A taped carton with a shipping label. Slots: board, tape, label, print.
    Carton,
    /// A box with a lid that overlaps, such as a shoe box. Slots: board, lid, print.
    LiddedBox,
    /// A stackable tote with a rim, ribs, grips and a label; hollow. Slots: plastic, ribs, label.
    Tote,
    /// A picking bin with a low front at -y; hollow. Slots: plastic, label.
    PickingBin,
    /// A food tray of thin plastic or a punnet; hollow. Slot: plastic.
    FoodTray,
    /// A box with a clipped lid: food container, lunch box, tub. Slots: box, lid, clips.
    ClipBox,
    /// A crushed drinks can lying on its side. Slots: metal, print.
    CrushedCan,
    /// A crushed bottle lying on its side, its cap at +x. Slots: plastic, cap, label.
    CrushedBottle,
    /// A tied bag of refuse. Slots: film, knot.
    TiedBag,
    /// A carton folded flat. Slots: board, crease.
    FlatCarton,
    /// Air cushions in a row. Slot: film.
    AirCushion,
    /// A canister for chemicals with a hazard label. Slots: body, cap, label.
    JerryCan,
    /// Six cans in shrink film. Slots: cans, tops, film.
    SixPack,
}

impl Form {
    /// What the outline looks like from above.
    #[expect(clippy::too_many_lines, reason = "one line per form")]
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
            | Self::PottedPlant
            | Self::AerosolCan
            | Self::Canister
            | Self::Roll
            | Self::TapeRoll
            | Self::Bucket
            | Self::LightBulb
            | Self::CableCoil
            | Self::GlueStick
            | Self::PenCup
            | Self::Candle
            | Self::Ball
            | Self::StackingRings
            | Self::Cartridge
            | Self::Spool
            | Self::Socket
            | Self::Washer
            | Self::ORing
            | Self::Bearing
            | Self::Gear
            | Self::TurnedPart
            | Self::SmallCan
            | Self::Collet
            | Self::PillBottle
            | Self::TestTube
            | Self::CentrifugeTube
            | Self::PetriDish
            | Self::Vial
            | Self::ScrewCup
            | Self::Bandage => Footprint::Disc,
            Self::BlockBag
            | Self::EggBox
            | Self::FlatPack
            | Self::ClamBox
            | Self::BurgerBox
            | Self::BreadLoaf
            | Self::FoldedCloth
            | Self::Remote
            | Self::Phone
            | Self::Terminal
            | Self::Calculator
            | Self::Keyboard
            | Self::Laptop
            | Self::CircuitBoard
            | Self::Book
            | Self::Notebook
            | Self::NotePad
            | Self::Binder
            | Self::Envelope
            | Self::TissueBox
            | Self::GloveBox
            | Self::Wallet
            | Self::ToyBrick
            | Self::Die
            | Self::CardDeck
            | Self::Basket
            | Self::ScrewBox
            | Self::HeatSink
            | Self::Billet
            | Self::BlisterPack
            | Self::Microplate
            | Self::TipBox
            | Self::AidBox
            | Self::Carton
            | Self::LiddedBox
            | Self::Tote
            | Self::PickingBin
            | Self::FoodTray
            | Self::ClipBox
            | Self::FlatCarton
            | Self::SixPack => Footprint::Rectangle,
            _ => Footprint::Other,
        }
    }

    /// Whether it is open at the top.
    pub fn is_hollow(self) -> bool {
        matches!(
            self,
            Self::FryingPan
                | Self::Saucepan
                | Self::WineGlass
                | Self::Jug
                | Self::Tray
                | Self::Vase
                | Self::Bucket
                | Self::Basket
                | Self::OvalDish
                | Self::Tote
                | Self::PickingBin
                | Self::FoodTray
        )
    }

    /// Whether fingers meet nearly the full width at any height.
    pub fn is_prismatic(self) -> bool {
        matches!(
            self,
            Self::DrinkCan
                | Self::BlockBag
                | Self::FlatPack
                | Self::ClamBox
                | Self::AerosolCan
                | Self::Canister
                | Self::Roll
                | Self::TapeRoll
                | Self::Remote
                | Self::Phone
                | Self::Calculator
                | Self::Laptop
                | Self::GlueStick
                | Self::Book
                | Self::NotePad
                | Self::Binder
                | Self::Candle
                | Self::ToyBrick
                | Self::Die
                | Self::CardDeck
                | Self::Bearing
                | Self::HeatSink
                | Self::SmallCan
                | Self::Billet
                | Self::PillBottle
                | Self::Microplate
                | Self::PetriDish
                | Self::TipBox
                | Self::Bandage
                | Self::Carton
                | Self::LiddedBox
        )
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
                | Self::Battery
                | Self::Marker
                | Self::Pencil
                | Self::Umbrella
                | Self::Ball
                | Self::Shaft
                | Self::DrillBit
                | Self::CoilSpring
        )
    }
}
