//! What the line breaker sees of a paragraph.

use crate::base::Length;

/// A piece of a paragraph as the breaker sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// Something that is not divided.
    Box {
        /// Its width as designed.
        width: Length,
        /// How far it may widen or narrow.
        expand: Length,
        /// How much wider it is with one unit of letter-spacing.
        track: Length,
        /// How far it may hang out of the measure where it begins a line.
        hang_left: Length,
        /// The same where it ends one.
        hang_right: Length,
    },
    /// A space. It vanishes at a break; a break may fall where a box stands before it.
    Glue {
        /// Its natural width.
        width: Length,
        /// How far it may grow.
        stretch: Length,
        /// How far it may shrink.
        shrink: Length,
    },
    /// A place where a line may end ([`FORCED`], [`FORBIDDEN`] or a cost between them).
    Penalty {
        /// What it costs to end a line here.
        cost: i64,
    },
    /// A place inside a word where a line may end.
    Discretionary {
        /// What is added to the line that ends here.
        pre: Length,
        /// What is added to the line that begins here.
        post: Length,
        /// What it costs beyond the usual.
        cost: i64,
        /// Whether the line then ends in a hyphen, ours or the author's: readers see both alike.
        flagged: bool,
        /// Whether that hyphen is put in.
        added: bool,
        /// How far what ends the line may hang out of the measure.
        hang_right: Length,
    },
}

/// The cost of a break that must be.
pub(super) const FORCED: i64 = -1_000_000;
/// The cost of a break that must not be.
pub(super) const FORBIDDEN: i64 = 1_000_000;
/// A stretch that swallows whatever is left of a line.
pub(super) const FILL: Length = Length(1 << 50);
