//! Pictures as vectors of an encoder that the user has: any program, so that no network, weights or Python are needed here.

use crate::ValidationError;
use crate::evidence::Thumbnail;
use image::{ExtendedColorType, save_buffer};
use std::path::Path;
use std::process::Command;

/// Runs `program FOLDER`, where the folder holds the pictures as `000000.png` and so on, and reads a line of numbers per
/// picture, in the order of the names, from what it prints. Rows are of one length.
///
/// # Errors
/// When the program does not run, fails, or prints anything else.
pub fn embed(program: &Path, pictures: &[&Thumbnail]) -> Result<Vec<Vec<f64>>, ValidationError> {
    let fault = |reason: String| ValidationError::Encoder { program: program.to_owned(), reason };
    let folder = tempfile::tempdir().map_err(|error| fault(format!("no temporary folder: {error}")))?;
    for (index, (side, pixels)) in pictures.iter().enumerate() {
        let path = folder.path().join(format!("{index:06}.png"));
        save_buffer(&path, pixels, *side, *side, ExtendedColorType::Rgb8)
            .map_err(|error| fault(format!("cannot write {}: {error}", path.display())))?;
    }
    let run = Command::new(program)
        .arg(folder.path())
        .output()
        .map_err(|error| fault(format!("cannot be started: {error}")))?;
    if !run.status.success() {
        let said = String::from_utf8_lossy(&run.stderr);
        return Err(fault(format!("{}: {}", run.status, said.lines().last().unwrap_or("it said nothing"))));
    }
    parse(&String::from_utf8_lossy(&run.stdout), pictures.len()).map_err(fault)
}

/// Rows of numbers, as many as pictures, all of one length.
fn parse(text: &str, pictures: usize) -> Result<Vec<Vec<f64>>, String> {
    let row = |(index, line): (usize, &str)| {
        let number = |word: &str| {
            let value: Option<f64> = word.parse().ok().filter(|value: &f64| value.is_finite());
            value.ok_or_else(|| format!("line {}: expected a finite number, found {word:?}", index + 1))
        };
        line.split_whitespace().map(number).collect::<Result<Vec<f64>, String>>()
    };
    let rows: Vec<Vec<f64>> = text.lines().enumerate().map(row).collect::<Result<_, String>>()?;
    if rows.len() != pictures {
        return Err(format!("expected {pictures} lines, one per picture, found {}", rows.len()));
    }
    let length = rows.first().map_or(0, Vec::len);
    match rows.iter().position(|row| row.len() != length || row.is_empty()) {
        Some(at) => {
            Err(format!("line {}: expected {} numbers, found {}", at + 1, length.max(1), rows[at].len()))
        }
        None => Ok(rows),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_table_is_said() {
        assert_eq!(parse("1 2\n3 4\n", 2).expect("a table"), vec![vec![1.0, 2.0], vec![3.0, 4.0]]);
        for (text, part) in [
            ("1 2\n3\n", "line 2: expected 2 numbers"),
            ("1 nan\n3 4\n", "line 1"),
            ("1 2\n", "found 1"),
            ("\n\n", "line 1: expected 1"),
        ] {
            let error = parse(text, 2).expect_err(text);
            assert!(error.contains(part), "{error}");
        }
    }

    #[test]
    fn a_missing_encoder_is_named() {
        let error = embed(Path::new("/nowhere/encoder"), &[]).expect_err("not there").to_string();
        assert!(error.contains("/nowhere/encoder") && error.contains("hint"), "{error}");
    }
}
