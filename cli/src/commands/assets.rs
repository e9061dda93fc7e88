//! `restage assets`.

use super::{print, print_json};
use crate::args::{AssetsAction, AssetsAddArgs, AssetsArgs, AssetsImportArgs, AssetsListArgs, Up};
use crate::exit::Outcome;
use crate::table;
use crate::terminal::{Terminal, tell};
use restage_assets::import::{ImportOptions, ImportReport, Library, MassSource, UpAxis, import_file};
use restage_assets::packs::{self, PackManifest, SetKind};
use restage_assets::{CatalogueEntry, entries};
use restage_pipeline::asset_sheet;

pub fn run(args: &AssetsArgs) -> anyhow::Result<Outcome> {
    match &args.action {
        AssetsAction::List(args) if args.packs => list_packs(args.json),
        AssetsAction::List(args) if args.imported => list_imported(args.json),
        AssetsAction::List(args) => list(args),
        AssetsAction::Import(args) => import(args),
        AssetsAction::Add(args) => add(args),
    }
}

/// `restage assets add`. Models of a pack that cannot be used are told and left out.
fn add(args: &AssetsAddArgs) -> anyhow::Result<Outcome> {
    let (manifest, library) = (packs::manifest(&args.pack)?, Library::of_process());
    let mut progress = |line: &str| tell(line);
    let report = match &args.archive {
        Some(archive) => packs::install_archive(manifest, archive, &library, &mut progress)?,
        None => packs::install(manifest, &library, &mut progress)?,
    };
    for (model, reason) in &report.left_out {
        tell(&format!("left out: {model}: {reason}"));
    }
    if args.json {
        print_json(&report)?;
    } else {
        let counted: Vec<String> =
            report.pack.sets.iter().map(|set| format!("{} {}", set.content.len(), kind(set.kind))).collect();
        let folder = library.folder().display();
        print(&format!("installed {} into {folder}: {}", manifest.id, counted.join(", ")))?;
    }
    Ok(if report.left_out.is_empty() { Outcome::Complete } else { Outcome::Partial })
}

fn kind(kind: SetKind) -> &'static str {
    match kind {
        SetKind::Environments => "environment maps",
        SetKind::Furniture => "furniture models",
        SetKind::Models => "model files",
        SetKind::Notices => "licence texts",
    }
}

/// `restage assets list --packs`.
fn list_packs(json: bool) -> anyhow::Result<Outcome> {
    let installed = packs::installed(&Library::of_process())?;
    if json {
        print_json(&serde_json::json!({ "known": packs::manifests(), "installed": installed }))?;
        return Ok(Outcome::Complete);
    }
    let row = |manifest: &PackManifest| {
        let there = installed.iter().find(|pack| pack.id == manifest.id);
        let state = there.map_or("-".to_owned(), |pack| pack.version.clone());
        let mut licences: Vec<&str> = manifest.sets.iter().map(|set| set.licence.as_str()).collect();
        licences.dedup();
        let package = format!("{} {}", manifest.package, manifest.version);
        vec![manifest.id.clone(), manifest.title.clone(), package, licences.join(", "), state]
    };
    let rows: Vec<Vec<String>> = packs::manifests().iter().map(row).collect();
    print(&table::render(&["id", "brings", "package", "licence", "installed"], &rows))?;
    Ok(Outcome::Complete)
}

/// `restage assets import`.
fn import(args: &AssetsImportArgs) -> anyhow::Result<Outcome> {
    let options = ImportOptions {
        id: args.id.clone(),
        name: args.name.clone(),
        author: args.author.clone(),
        scale: args.scale,
        up: args.up.map(|up| match up {
            Up::Y => UpAxis::Y,
            Up::Z => UpAxis::Z,
        }),
        mass_kg: args.mass,
        density: args.density,
        substance: args.material.clone(),
        pad_friction: args.pad_friction,
        support_friction: args.support_friction,
        allow_open: args.allow_open,
        fixture: args.fixture,
        max_parts: args.max_parts,
        root: args.root.clone(),
        replace: args.force,
        ..ImportOptions::new(&args.licence)
    };
    let library = Library::of_process();
    let (_, report) = import_file(&args.model, &options, &library)?;
    for note in &report.notes {
        tell(&format!("note: {note}"));
    }
    if args.json {
        print_json(&report)?;
    } else {
        print(&describe(&report, &library))?;
    }
    Ok(Outcome::Complete)
}

fn describe(report: &ImportReport, library: &Library) -> String {
    let size = report.size_m.map(|side| format!("{:.1}", side * 1e3)).join(" x ");
    let closed = match report.open_edges {
        0 => "closed".to_owned(),
        edges => format!("open ({edges} edges)"),
    };
    let source = match report.mass_source {
        MassSource::Stated => "stated",
        MassSource::File => "stated by the file",
        MassSource::Density => "volume times density",
        MassSource::Assumed => "assumed",
    };
    [
        format!("imported   {} into {}", report.id, library.folder().display()),
        format!("size       {size} mm"),
        format!("surface    {} triangles, {closed}", report.triangles),
        format!("contact    {} convex pieces", report.parts),
        format!("mass       {:.1} g ({source})", report.mass_kg * 1e3),
        format!("hash       {}", report.hash),
    ]
    .join("\n")
}

/// `restage assets list --imported`. An asset that cannot be loaded is told and left out.
fn list_imported(json: bool) -> anyhow::Result<Outcome> {
    let library = Library::of_process();
    let mut outcome = Outcome::Complete;
    let mut assets = Vec::new();
    for id in library.ids()? {
        match library.load(&id) {
            Ok(asset) => assets.push(asset.description),
            Err(error) => {
                tell(&format!("error: {error}"));
                outcome = Outcome::Partial;
            }
        }
    }
    if json {
        print_json(&serde_json::json!({ "library": library.folder(), "assets": assets }))?;
        return Ok(outcome);
    }
    let rows: Vec<Vec<String>> = assets
        .iter()
        .map(|asset| {
            let size = asset.size * 1e3;
            vec![
                asset.id.clone(),
                asset.name.clone(),
                if asset.movable { "object" } else { "fixture" }.to_owned(),
                format!("{:.0} x {:.0} x {:.0}", size.x, size.y, size.z),
                format!("{:.0}", 1e3 * asset.mass_kg),
                asset.provenance.licence.clone(),
            ]
        })
        .collect();
    print(&table::render(&["id", "name", "kind", "size mm", "mass g", "licence"], &rows))?;
    Ok(outcome)
}

/// `restage assets list`.
fn list(args: &AssetsListArgs) -> anyhow::Result<Outcome> {
    let wanted = |entry: &&CatalogueEntry| {
        args.environment.is_none_or(|environment| entry.environments.contains(&environment))
            && (args.classes.is_empty() || args.classes.iter().any(|named| named.contains(&entry.class)))
    };
    let listed: Vec<&CatalogueEntry> = entries().iter().filter(wanted).collect();
    if let Some(path) = &args.sheet {
        let models: Vec<_> = listed.iter().map(|entry| entry.model.clone()).collect();
        asset_sheet::write(&models, SHEET_COLUMNS, SHEET_CELL_PX, path, &Terminal::new()?)?;
    }
    if args.json {
        print_json(&serde_json::json!({ "objects": listed }))?;
    } else {
        let rows: Vec<Vec<String>> = listed.iter().map(|entry| row(entry)).collect();
        print(&table::render(&["id", "name", "class", "size mm", "mass g", "grasp mm"], &rows))?;
    }
    Ok(Outcome::Complete)
}

/// Pictures side by side on a sheet, and the edge length of one.
const SHEET_COLUMNS: usize = 16;
const SHEET_CELL_PX: u32 = 160;

fn row(entry: &CatalogueEntry) -> Vec<String> {
    let size = entry.model.size() * 1e3;
    let [light, heavy] = entry.mass_range_kg.map(|kg| format!("{:.0}", 1e3 * kg));
    vec![
        entry.model.id.clone(),
        entry.model.name.clone(),
        entry.class.name().to_owned(),
        format!("{:.0} x {:.0} x {:.0}", size.x, size.y, size.z),
        if light == heavy { light } else { format!("{light}-{heavy}") },
        entry.grasp.map_or_else(|| "-".to_owned(), |grasp| format!("{:.0}", 1e3 * grasp.width_m)),
    ]
}
