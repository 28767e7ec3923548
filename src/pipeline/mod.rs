//! The order of the stages, and the only user of threads.
//!
//! In: a book's folder, the names of editions, the dates that `cli/` knows. Out: files as bytes, and findings in the manifest's
//! order, the same with any number of threads. Never here: a decision of a stage, a clock, a path outside the folder.

mod articles;
mod bench;
mod books;
mod build;
mod dates;
mod release;
mod room;
mod standing;
mod stray;

pub use articles::Article;
pub use bench::{Bench, Stock, open, open_with};
pub use books::side_by_side;
pub use build::{Built, Intermediate, Job, Outcome, Step, build, dump, galleys_of, pages};
pub use dates::{Clock, given};
pub use release::{Released, of_other_versions, release};
pub use standing::Standing;
