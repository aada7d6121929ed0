//! All cases.

mod smoke;

use crate::suite::Case;

/// In the order in which they are run: the cheap and fundamental first.
pub fn all() -> impl Iterator<Item = &'static Case> {
    [smoke::CASES].into_iter().flatten()
}
