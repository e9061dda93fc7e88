//! Plain text tables, readable without colour.

/// Aligns rows under their headings; the first column to the left, the others to the right.
pub fn render(headings: &[&str], rows: &[Vec<String>]) -> String {
    aligned(headings, rows, |column| column == 0)
}

/// Aligns rows of words under their headings, every column to the left.
pub fn render_left(headings: &[&str], rows: &[Vec<String>]) -> String {
    aligned(headings, rows, |_| true)
}

fn aligned(headings: &[&str], rows: &[Vec<String>], left: impl Fn(usize) -> bool) -> String {
    let widths: Vec<usize> = headings
        .iter()
        .enumerate()
        .map(|(column, heading)| {
            let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
            cells.max().unwrap_or(0).max(heading.chars().count())
        })
        .collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            if left(column) { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let mut out = vec![line(headings.to_vec())];
    out.extend(rows.iter().map(|row| line(row.iter().map(String::as_str).collect())));
    out.join("\n")
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn columns_line_up() {
        let text =
            render(&["episode", "grasps"], &[vec!["0".into(), "1".into()], vec!["10".into(), "12".into()]]);
        assert_eq!(text, "episode  grasps\n0             1\n10           12");
    }
}
