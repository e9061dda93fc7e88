//! Fréchet distance of two Gaussians (Heusel et al. 2017). Reported nowhere as a headline: at the sample sizes of
//! real robot data its bias exceeds any gap.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

/// `|m1 - m2|² + tr(S1 + S2 - 2 (S1^½ S2 S1^½)^½)`; covariances row-major, symmetric and positive semi-definite.
pub fn frechet_gaussian(mean1: &[f64], cov1: &[f64], mean2: &[f64], cov2: &[f64]) -> f64 {
    let d = mean1.len();
    let difference = DVector::from_column_slice(mean1) - DVector::from_column_slice(mean2);
    let (s1, s2) = (DMatrix::from_row_slice(d, d, cov1), DMatrix::from_row_slice(d, d, cov2));
    let root1 = root(&s1);
    let middle = &root1 * &s2 * &root1;
    let symmetric = (&middle + middle.transpose()) * 0.5;
    difference.norm_squared() + s1.trace() + s2.trace() - 2.0 * root(&symmetric).trace()
}

/// Square root of a symmetric positive semi-definite matrix.
fn root(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let eigen = SymmetricEigen::new(matrix.clone());
    let values = eigen.eigenvalues.map(|v| v.max(0.0).sqrt());
    &eigen.eigenvectors * DMatrix::from_diagonal(&values) * eigen.eigenvectors.transpose()
}
