//! `restage assets`.

use super::{print, print_json};
use crate::args::{AssetsAction, AssetsArgs, AssetsListArgs};
use crate::exit::Outcome;
use crate::table;
use restage_assets::{ObjectModel, catalogue};

pub fn run(args: &AssetsArgs) -> anyhow::Result<Outcome> {
    match &args.action {
        AssetsAction::List(args) => list(args),
    }
}

/// `restage assets list`.
fn list(args: &AssetsListArgs) -> anyhow::Result<Outcome> {
    if args.json {
        print_json(&serde_json::json!({ "objects": catalogue() }))?;
    } else {
        let rows: Vec<Vec<String>> = catalogue().iter().map(row).collect();
        print(&table::render(&["id", "name", "size mm", "mass g"], &rows))?;
    }
    Ok(Outcome::Complete)
}

fn row(model: &ObjectModel) -> Vec<String> {
    let size = model.size() * 1e3;
    let extents = format!("{:.0} x {:.0} x {:.0}", size.x, size.y, size.z);
    vec![model.id.clone(), model.name.clone(), extents, format!("{:.0}", 1e3 * model.mass_kg)]
}
