//! What kind of thing an object is and where it belongs.

use serde::{Deserialize, Serialize};

/// Family of places in which an object is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// Rooms of a home.
    Home,
    /// Desks and meeting rooms.
    Office,
    /// Shelves and counters of a shop.
    Store,
    /// Kitchen and tables of a restaurant.
    Restaurant,
    /// Racks, packing and sorting.
    Warehouse,
    /// Benches and machines.
    Factory,
    /// Wards, pharmacies, laboratories.
    Healthcare,
    /// Cleaning and sorting of waste.
    Sanitation,
}

impl Environment {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Home,
        Self::Office,
        Self::Store,
        Self::Restaurant,
        Self::Warehouse,
        Self::Factory,
        Self::Healthcare,
        Self::Sanitation,
    ];

    /// Name as stored, such as `home`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Office => "office",
            Self::Store => "store",
            Self::Restaurant => "restaurant",
            Self::Warehouse => "warehouse",
            Self::Factory => "factory",
            Self::Healthcare => "healthcare",
            Self::Sanitation => "sanitation",
        }
    }

    /// The environment of a stored name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|environment| environment.name() == name)
    }
}

/// What kind of thing an object is; support surfaces say which kinds they carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectClass {
    /// Boxes, tins, jars and bags of food.
    PackagedFood,
    /// Bottles, cans and cartons to drink from.
    Drink,
    /// Fruit, vegetables, eggs.
    Produce,
    /// Bread and pastry.
    Bakery,
    /// Mugs, cups, glasses.
    Drinkware,
    /// Plates, bowls, trays.
    Tableware,
    /// Forks, spoons, knives.
    Cutlery,
    /// Pots, pans, boards.
    Cookware,
    /// Whisks, ladles, peelers.
    KitchenTool,
    /// Sponges, brushes, detergents.
    Cleaning,
    /// Toothbrush, soap, shampoo.
    Hygiene,
    /// Pens, books, tape.
    Stationery,
    /// Devices, chargers, batteries.
    Electronics,
    /// Bulbs, candles, locks.
    Household,
    /// Vases, frames, plants.
    Decor,
    /// Toys and games.
    Toy,
    /// Shoes, towels, gloves.
    Clothing,
    /// Tools held by hand, powered ones too.
    HandTool,
    /// Bolts, nuts, washers, nails.
    Hardware,
    /// Parts of machines and circuits.
    MachinePart,
    /// Medicine, syringes, laboratory ware.
    Medical,
    /// Cartons, mailers, packing material.
    Parcel,
    /// Totes, bins, baskets.
    Container,
    /// Used packaging and refuse.
    Waste,
}

impl ObjectClass {
    /// All of them.
    pub const ALL: [Self; 24] = [
        Self::PackagedFood,
        Self::Drink,
        Self::Produce,
        Self::Bakery,
        Self::Drinkware,
        Self::Tableware,
        Self::Cutlery,
        Self::Cookware,
        Self::KitchenTool,
        Self::Cleaning,
        Self::Hygiene,
        Self::Stationery,
        Self::Electronics,
        Self::Household,
        Self::Decor,
        Self::Toy,
        Self::Clothing,
        Self::HandTool,
        Self::Hardware,
        Self::MachinePart,
        Self::Medical,
        Self::Parcel,
        Self::Container,
        Self::Waste,
    ];

    /// Name as stored, such as `packaged_food`.
    pub fn name(self) -> &'static str {
        match self {
            Self::PackagedFood => "packaged_food",
            Self::Drink => "drink",
            Self::Produce => "produce",
            Self::Bakery => "bakery",
            Self::Drinkware => "drinkware",
            Self::Tableware => "tableware",
            Self::Cutlery => "cutlery",
            Self::Cookware => "cookware",
            Self::KitchenTool => "kitchen_tool",
            Self::Cleaning => "cleaning",
            Self::Hygiene => "hygiene",
            Self::Stationery => "stationery",
            Self::Electronics => "electronics",
            Self::Household => "household",
            Self::Decor => "decor",
            Self::Toy => "toy",
            Self::Clothing => "clothing",
            Self::HandTool => "hand_tool",
            Self::Hardware => "hardware",
            Self::MachinePart => "machine_part",
            Self::Medical => "medical",
            Self::Parcel => "parcel",
            Self::Container => "container",
            Self::Waste => "waste",
        }
    }

    /// The class of a stored name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }

    /// The wider category that scenes may name in its place, such as `food`.
    pub fn category(self) -> &'static str {
        match self {
            Self::PackagedFood | Self::Drink | Self::Produce | Self::Bakery => "food",
            Self::Drinkware | Self::Tableware | Self::Cutlery | Self::Cookware | Self::KitchenTool => {
                "kitchen"
            }
            Self::Cleaning => "cleaning",
            Self::Hygiene => "bathroom",
            Self::Stationery => "office",
            Self::Electronics => "electronics",
            Self::Household | Self::Decor => "household",
            Self::Toy => "toy",
            Self::Clothing => "clothing",
            Self::HandTool => "tool",
            Self::Hardware | Self::MachinePart => "industrial_part",
            Self::Medical => "medical",
            Self::Parcel => "packaging",
            Self::Container => "container",
            Self::Waste => "waste",
        }
    }

    /// The classes that a name stands for: one class, or all of a category; nothing for an unknown name.
    pub fn named(name: &str) -> Vec<Self> {
        Self::ALL.into_iter().filter(|class| class.name() == name || class.category() == name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_stored_form() {
        for class in ObjectClass::ALL {
            assert_eq!(serde_json::to_value(class).unwrap(), class.name());
            assert_eq!(ObjectClass::by_name(class.name()), Some(class));
            assert!(ObjectClass::named(class.category()).contains(&class));
        }
        for environment in Environment::ALL {
            assert_eq!(serde_json::to_value(environment).unwrap(), environment.name());
            assert_eq!(Environment::by_name(environment.name()), Some(environment));
        }
    }
}
