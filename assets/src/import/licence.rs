//! Licences of what comes in: SPDX expressions, so that a dataset card can state them and a person can filter.

use super::error::Fault;

/// Checks a licence. What asks for attribution needs to name whom.
///
/// # Errors
/// A fault when it is no SPDX expression, or when an attribution licence comes without an author.
pub fn check_licence(licence: &str, author: Option<&str>) -> Result<(), Fault> {
    let expected = "an SPDX licence such as CC0-1.0, CC-BY-4.0, MIT, or LicenseRef-NAME for one's own terms";
    if licence.trim().is_empty() {
        return Err(Fault::new("--licence", expected, "none")
            .hint("state the licence of the model: without one it may not enter a dataset"));
    }
    if let Err(error) = spdx::Expression::parse(licence) {
        return Err(Fault::new("--licence", expected, format!("{licence:?}, {}", error.reason)));
    }
    let attribution = licence.starts_with("CC-BY");
    if attribution && author.is_none_or(|author| author.trim().is_empty()) {
        return Err(Fault::new("--author", format!("whom to credit, as {licence} asks"), "none"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_is_an_expression_and_credit_needs_a_name() {
        assert!(check_licence("CC0-1.0", None).is_ok());
        assert!(check_licence("MIT OR Apache-2.0", None).is_ok());
        assert!(check_licence("LicenseRef-shop", None).is_ok());
        assert!(check_licence("CC-BY-4.0", Some("A. Modeller")).is_ok());
        assert_eq!(check_licence("CC-BY-4.0", None).unwrap_err().field, "--author");
        for bad in ["", "free", "CC BY 4"] {
            assert_eq!(check_licence(bad, None).unwrap_err().field, "--licence", "{bad}");
        }
    }
}
