//! Path templates of `info.json`, such as `data/chunk-{episode_chunk:03d}/episode_{episode_index:06d}.parquet`.
//!
//! Placeholders of both format generations are understood in either (`{episode_chunk}`, `{chunk_index}`,
//! `{episode_index}`, `{file_index}`, `{video_key}`), since real sets mix them. A template may not lead out of
//! the dataset folder.

use std::path::{Component, Path, PathBuf};

/// Most digits that a number is padded to.
const MAX_DIGITS: usize = 20;

/// A parsed path template, relative to the dataset folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Number { which: Number, digits: usize },
    VideoKey,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Number {
    Chunk,
    File,
    Episode,
}

/// What goes into the placeholders.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// `{chunk_index}` and `{episode_chunk}`.
    pub(crate) chunk: u64,
    /// `{file_index}`.
    pub(crate) file: u64,
    /// `{episode_index}`.
    pub(crate) episode: u64,
    /// `{video_key}`.
    pub(crate) video_key: &'a str,
}

impl Template {
    /// Parses a template; the error says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, from_brace)) = rest.split_once('{') {
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            let (inside, after) =
                from_brace.split_once('}').ok_or_else(|| format!("`{text}` with an unclosed brace"))?;
            parts.push(
                placeholder(inside).ok_or_else(|| format!("`{text}` with the placeholder `{{{inside}}}`"))?,
            );
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        let template = Self { parts };
        let example = Place { chunk: 0, file: 0, episode: 0, video_key: "key" };
        match template.fill(example) {
            Some(_) => Ok(template),
            None => Err(format!("`{text}`, which leads out of the dataset folder or nowhere")),
        }
    }

    /// The path for one place, relative to the dataset folder; `None` when it would leave that folder.
    pub(crate) fn fill(&self, place: Place<'_>) -> Option<PathBuf> {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(fixed) => text.push_str(fixed),
                Part::VideoKey => text.push_str(place.video_key),
                Part::Number { which, digits } => {
                    let value = match which {
                        Number::Chunk => place.chunk,
                        Number::File => place.file,
                        Number::Episode => place.episode,
                    };
                    text.push_str(&format!("{value:0digits$}"));
                }
            }
        }
        stays_inside(&text).then(|| PathBuf::from(text))
    }
}

fn placeholder(inside: &str) -> Option<Part> {
    let (name, format) = inside.split_once(':').unwrap_or((inside, ""));
    let digits = format.strip_suffix('d').unwrap_or(format);
    let digits =
        if digits.is_empty() { 0 } else { digits.parse().ok().filter(|digits| *digits <= MAX_DIGITS)? };
    let which = match name {
        "episode_chunk" | "chunk_index" => Number::Chunk,
        "file_index" => Number::File,
        "episode_index" => Number::Episode,
        "video_key" if format.is_empty() => return Some(Part::VideoKey),
        _ => return None,
    };
    Some(Part::Number { which, digits })
}

/// Whether a path is relative and never climbs, on any operating system.
fn stays_inside(text: &str) -> bool {
    let climbs = text.split(['/', '\\']).any(|component| component == "..");
    let plain =
        Path::new(text).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let drive = text.as_bytes().get(1) == Some(&b':');
    !text.is_empty() && !climbs && plain && !drive && !text.starts_with('\\') && !text.contains('\0')
}

#[cfg(test)]
mod tests {
    use super::{Place, Template};
    use std::path::Path;

    const PLACE: Place<'static> =
        Place { chunk: 2, file: 7, episode: 2041, video_key: "observation.images.top" };

    #[test]
    fn fills_both_generations() {
        for (template, expected) in [
            (
                "data/chunk-{episode_chunk:03d}/episode_{episode_index:06d}.parquet",
                "data/chunk-002/episode_002041.parquet",
            ),
            ("data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet", "data/chunk-002/file-007.parquet"),
            ("videos/{video_key}/{chunk_index}/{file_index:d}.mp4", "videos/observation.images.top/2/7.mp4"),
        ] {
            let path = Template::parse(template).expect(template).fill(PLACE).expect(template);
            assert_eq!(path, Path::new(expected));
        }
    }

    #[test]
    fn refuses_paths_out_of_the_dataset() {
        for template in [
            "/etc/passwd",
            "../x/{file_index}.parquet",
            "data/../../x",
            "C:\\x",
            "..\\x",
            "\\\\host\\x",
            "",
            "a\0b",
            "{secret}",
            "{episode_index",
            "{file_index:999999d}",
            "{file_index:03x}",
            "{video_key:03d}",
        ] {
            assert!(Template::parse(template).is_err(), "{template:?} was accepted");
        }
        let template = Template::parse("videos/{video_key}/{file_index}.mp4").expect("a fine template");
        for video_key in ["..", "../..", "a/../../b", "..\\.."] {
            assert_eq!(template.fill(Place { video_key, ..PLACE }), None, "{video_key:?} was accepted");
        }
    }
}
