//! Every limit on what a user may give, in one place. Reaching one is a finding, never a crash.

/// The largest text file, in bytes: a hundred long novels.
pub const SOURCE_BYTES: u64 = 64 << 20;
/// The largest manifest, in bytes.
pub const MANIFEST_BYTES: u64 = 4 << 20;
/// The largest picture or font file, in bytes.
pub const ASSET_BYTES: u64 = 256 << 20;
/// Nodes of a manifest once its aliases are expanded.
pub const MANIFEST_NODES: usize = 200_000;
/// How deep mappings and lists of a manifest may nest.
pub const MANIFEST_DEPTH: usize = 64;
/// Editions of one book.
pub const EDITIONS: usize = 64;
/// How deep blocks and inlines may nest: lists in quotations in lists.
pub const NESTING: usize = 64;
/// How many elements of HTML may be open at once; the parser takes quadratic time for more.
pub const HTML_NESTING: usize = 200;
/// How many elements of a saved page may be open at once: sites leave more of them open than people do.
pub const PAGE_NESTING: usize = 800;
/// Elements of a saved page once it is read.
pub const PAGE_ELEMENTS: usize = 300_000;
/// How many quotations one line may open; comrak needs quadratic time for more.
pub const QUOTES_A_LINE: usize = 100;
/// How deep files may include one another; mdBook's own limit.
pub const INCLUDE_DEPTH: usize = 10;
/// Articles of a folder that is imported.
pub const ARTICLES: usize = 10_000;
/// Bytes that the parts of a Word file may unfold to in all.
pub const PACKAGE_BYTES: u64 = 512 << 20;
/// Nodes of a part of a Word file, or of a blog's export.
pub const PACKAGE_NODES: u32 = 8_000_000;
/// How many files one article may include in all.
pub const INCLUDES: usize = 100_000;
/// Bytes of a block of code that is coloured, and of a line in one; the grammars are slow.
pub const COLOURED: usize = 1 << 20;
/// Bytes of a line of code that is coloured.
pub const COLOURED_LINE: usize = 4_000;
/// Columns of a table: more fit no page, not even a letter wide each.
pub const TABLE_COLUMNS: usize = 64;
/// Pixels of a picture's width or height.
pub const PICTURE_SIDE: u32 = 20_000;
/// Pixels of a picture in all.
pub const PICTURE_PIXELS: u64 = 100_000_000;
/// Bytes a decoder may allocate for one picture.
pub const PICTURE_ALLOC: u64 = 512 << 20;
/// Bytes of a drawing, and how many its entities may stand for.
pub const DRAWING_BYTES: usize = 16 << 20;
/// Nodes of a drawing as XML.
pub const DRAWING_NODES: u32 = 500_000;
/// How deep the elements of a drawing may nest.
pub const DRAWING_NESTING: usize = 200;
/// Rules of style that are held against elements: each against each.
pub const DRAWING_MATCHES: usize = 20_000_000;
/// Elements of a drawing once all that is used stands where it is used.
pub const DRAWING_EXPANDED: usize = 500_000;
/// How deep uses of uses may go.
pub const DRAWING_USES: usize = 32;
/// Steps of a drawing's outlines.
pub const DRAWING_STEPS: usize = 1_000_000;
/// Letters of a drawing.
pub const DRAWING_LETTERS: usize = 20_000;
/// Pixels that are painted, over one another, for a drawing that becomes pixels.
pub const DRAWING_PAINTED: u64 = 4_000_000_000;
/// How deep layers (groups that shine through, masks, filters) may nest in one.
pub const DRAWING_LAYERS: usize = 16;
/// Steps of one filter; each keeps a layer.
pub const DRAWING_FILTER: usize = 40;
/// Bytes of a description in a PDF, in UTF-16; PDF/A-2 allows strings of 32,767 (ISO 19005-2, 6.1.13).
pub const DESCRIPTION_BYTES: usize = 32_000;
/// States of the page breaker before the least promising are dropped, and how many stay.
pub const PAGE_STATES: usize = 4_096;
/// How many of them stay.
pub const PAGE_STATES_KEPT: usize = 512;
/// Bytes of one word that are shaped together.
pub const WORD_BYTES: usize = 2_000;
/// Files of a folder that are held against the name of one that is not there.
pub const NAMES_COMPARED: usize = 10_000;
/// Bytes of a link's address. Servers read no longer ones (RFC 9110, 4.1), and PDF/A allows strings of 32,767 bytes.
pub const ADDRESS_BYTES: usize = 8_000;
/// How deep the groups of a formula may nest.
pub const MATH_NESTING: usize = 48;
/// Signs of one formula, and how many its macros may add.
pub const MATH_TOKENS: usize = 20_000;
/// Columns of a formula's table.
pub const MATH_COLUMNS: usize = 64;
/// Rows of a formula's table.
pub const MATH_ROWS: usize = 1_000;
