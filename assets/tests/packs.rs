//! Packs: what the manifest names is taken from the pinned archive, and an archive that is not what it should be
//! changes nothing. The archives are made here.
#![cfg(feature = "import")]
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use base64::Engine;
use restage_assets::import::Library;
use restage_assets::packs::{
    PackManifest, SetKind, decode_exr, environments, install_archive, installed, load_environment, visit,
};
use sha2::{Digest, Sha256};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

/// A panorama of 8 x 4 px whose red grows to the right and whose green grows downwards.
fn exr() -> Vec<u8> {
    use exr::prelude::*;
    let mut bytes = Vec::new();
    let pixel = |at: Vec2<usize>| (at.x() as f32, at.y() as f32, 100.0);
    Image::from_channels((8, 4), SpecificChannels::rgb(pixel))
        .write()
        .non_parallel()
        .to_buffered(Cursor::new(&mut bytes))
        .unwrap();
    bytes
}

fn script() -> Vec<u8> {
    let text = base64::engine::general_purpose::STANDARD.encode(exr());
    format!("export default 'data:application/exr;base64,{text}'\n").into_bytes()
}

fn tgz(folder: &Path, files: &[(&str, &[u8])], links: &[(&str, &str)]) -> PathBuf {
    let path = folder.join("pack.tgz");
    let file = std::fs::File::create(&path).unwrap();
    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(file, flate2::Compression::fast()));
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        // The builder refuses names that climb, so they are put into the header as they are.
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        tar.append(&header, *bytes).unwrap();
    }
    for (name, target) in links {
        let mut header = tar::Header::new_gnu();
        header.set_size(0);
        header.set_entry_type(tar::EntryType::Symlink);
        tar.append_link(&mut header, name, target).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap();
    path
}

fn zipped(folder: &Path, files: &[(&str, &[u8])]) -> PathBuf {
    let path = folder.join("pack.whl");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    path
}

fn manifest(archive: &Path, sets: &str) -> PackManifest {
    let digest = Sha256::digest(std::fs::read(archive).unwrap());
    let sha256: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    PackManifest::parse(&format!(
        "id = \"try\"\ntitle = \"t\"\nclient = \"npm\"\npackage = \"p\"\nversion = \"1\"\nsha256 = \"{sha256}\"\n{sets}"
    ))
    .unwrap()
}

const MAPS: &str = "[[sets]]\nkind = \"environments\"\nfrom = \"package/hdri/\"\nsuffix = \".exr.js\"\nlicence = \"CC0-1.0\"\n";

#[test]
fn a_pack_of_environment_maps_is_installed_and_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::at(folder.path().join("library"));
    let script = script();
    let files: [(&str, &[u8]); 3] = [
        ("package/hdri/lab.exr.js", &script),
        ("package/hdri/lab.exr.d.ts", b"x"),
        ("package/big.bin", b"y"),
    ];
    let archive = tgz(folder.path(), &files, &[("package/hdri/evil.exr.js", "/etc/passwd")]);
    let report = install_archive(&manifest(&archive, MAPS), &archive, &library, &mut |_| ()).unwrap();
    assert_eq!(report.pack.sets[0].content, ["environments/lab.exr"]);
    assert_eq!(installed(&library).unwrap(), [report.pack]);
    assert_eq!(environments(&library).unwrap(), ["try/lab"]);
    let map = load_environment(&library, "try/lab").unwrap();
    assert_eq!((map.width, map.height, map.pixels.len()), (8, 4, 32));
    // From inside, right is clockwise: the columns come out reversed, the rows as they are.
    assert_eq!(
        (map.pixels[0], map.pixels[15], map.pixels[31]),
        ([7.0, 0.0, 100.0], [0.0, 1.0, 100.0], [0.0, 3.0, 100.0])
    );
    let credit = restage_assets::import::credits().into_iter().find(|credit| credit.id == "try/lab").unwrap();
    assert_eq!((credit.licence.as_str(), credit.source.as_str()), ("CC0-1.0", "p 1"));
    let error = load_environment(&library, "try/../lab").unwrap_err().to_string();
    assert!(error.contains("no environment map") && error.contains("assets add"), "{error}");
}

#[test]
fn another_archive_is_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::at(folder.path().join("library"));
    let script = script();
    let archive = tgz(folder.path(), &[("package/hdri/lab.exr.js", &script)], &[]);
    let manifest = manifest(&archive, MAPS);
    let mut bytes = std::fs::read(&archive).unwrap();
    bytes.push(0);
    std::fs::write(&archive, bytes).unwrap();
    let error = install_archive(&manifest, &archive, &library, &mut |_| ()).unwrap_err().to_string();
    assert!(error.contains("SHA-256") && error.contains(&manifest.sha256), "{error}");
    assert!(installed(&library).unwrap().is_empty());
}

#[test]
fn names_that_climb_and_broken_archives_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::at(folder.path().join("library"));
    let script = script();
    let good: (&str, &[u8]) = ("package/hdri/lab.exr.js", &script);
    let climbing = ["../evil", "package/../../evil", "/etc/evil", "package\\..\\..\\evil", "C:/evil"];
    for name in climbing {
        for archive in
            [tgz(folder.path(), &[good, (name, b"x")], &[]), zipped(folder.path(), &[good, (name, b"x")])]
        {
            let result = install_archive(&manifest(&archive, MAPS), &archive, &library, &mut |_| ());
            let error = result.expect_err(name).to_string();
            assert!(error.contains("names inside"), "{name}: {error}");
            assert!(installed(&library).unwrap().is_empty(), "{name}");
        }
    }
    let whole = tgz(folder.path(), &[good], &[]);
    let bytes = std::fs::read(&whole).unwrap();
    std::fs::write(&whole, &bytes[..bytes.len() / 2]).unwrap();
    assert!(install_archive(&manifest(&whole, MAPS), &whole, &library, &mut |_| ()).is_err());
    for broken in ["no base64", "export default 'data:x;base64,AAAA'"] {
        let archive = tgz(folder.path(), &[good, ("package/hdri/b.exr.js", broken.as_bytes())], &[]);
        assert!(install_archive(&manifest(&archive, MAPS), &archive, &library, &mut |_| ()).is_err());
    }
    let none = tgz(folder.path(), &[("package/other", b"x")], &[]);
    let error = install_archive(&manifest(&none, MAPS), &none, &library, &mut |_| ()).unwrap_err();
    assert!(error.to_string().contains("as the manifest names them"), "{error}");
    assert!(installed(&library).unwrap().is_empty() && environments(&library).unwrap().is_empty());
}

#[test]
fn furniture_comes_in_at_the_size_of_its_catalogue() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::at(folder.path().join("library"));
    // A cube of 8 units; the catalogue says 40 cm, and 10 cm for a second one.
    let mut cube = String::new();
    for corner in 0..8 {
        let axis = |bit: u32| if (corner >> bit) & 1 == 1 { 4.0 } else { -4.0 };
        cube += &format!("v {} {} {}\n", axis(0), axis(1), axis(2));
    }
    cube += "f 1 3 4 2\nf 5 6 8 7\nf 1 2 6 5\nf 1 5 7 3\nf 2 4 8 6\nf 3 7 8 4\n";
    let catalogue = "name=x\nid#1=a\nname#1=Big Box\nmodel#1=/m/big.obj\nwidth#1=40\ndepth#1=40\nheight#1=40\n\
        id#2=b\nname#2=Small Box\nmodel#2=/m/small.obj\nwidth#2=10\ndepth#2=10\nheight#2=10\ncreator#2=Someone\n\
        id#3=c\nname#3=Odd\nmodel#3=/m/big.obj\nwidth#3=40\ndepth#3=10\nheight#3=40\n";
    let inner = zipped(
        folder.path(),
        &[
            ("PluginFurnitureCatalog.properties", catalogue.as_bytes()),
            ("m/big.obj", cube.as_bytes()),
            ("m/small.obj", cube.as_bytes()),
        ],
    );
    let inner = std::fs::read(inner).unwrap();
    let archive = tgz(folder.path(), &[("usr/f.sh3f", &inner)], &[]);
    let sets = "[[sets]]\nkind = \"furniture\"\nfrom = \"usr/f.sh3f\"\nlicence = \"CC0-1.0\"\n";
    let report = install_archive(&manifest(&archive, sets), &archive, &library, &mut |_| ()).unwrap();
    assert_eq!(report.pack.sets[0].content, ["try/big", "try/small"]);
    assert_eq!(report.pack.sets[0].kind, SetKind::Furniture);
    assert!(
        report.left_out.len() == 1 && report.left_out[0].1.contains("proportions"),
        "{:?}",
        report.left_out
    );
    let (big, small) = (library.load("try/big").unwrap(), library.load("try/small").unwrap());
    assert!((big.description.size.x - 0.4).abs() < 1e-6 && !big.description.movable);
    assert!((small.description.size.x - 0.1).abs() < 1e-6 && small.description.movable);
    assert_eq!(small.description.provenance.author.as_deref(), Some("Someone"));
    assert_eq!(small.description.name, "small box");
}

#[test]
fn panoramas_are_limited_before_they_are_unpacked() {
    let whole = exr();
    assert!(decode_exr(&whole).is_ok());
    assert!(decode_exr(&whole[..whole.len() / 2]).is_err() && decode_exr(b"").is_err());
    // The data window of the header, made a million pixels wide and high.
    let at = whole.windows(11).position(|window| window == b"dataWindow\0").unwrap() + 11 + 6 + 4;
    let mut bomb = whole;
    bomb[at + 8..at + 12].copy_from_slice(&1_000_000i32.to_le_bytes());
    bomb[at + 12..at + 16].copy_from_slice(&1_000_000i32.to_le_bytes());
    assert!(decode_exr(&bomb).is_err());
}

#[test]
fn only_wanted_files_are_unpacked() {
    let folder = tempfile::tempdir().unwrap();
    let archive = zipped(folder.path(), &[("a/x", b"1"), ("b/y", b"2")]);
    let mut taken = Vec::new();
    visit(
        &archive,
        |path| path.starts_with("b/"),
        |entry| {
            taken.push((entry.path, entry.bytes));
            Ok(())
        },
    )
    .unwrap();
    assert_eq!(taken, [("b/y".to_owned(), b"2".to_vec())]);
}
