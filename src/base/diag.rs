//! Findings: what is wrong or could be better, where, and what to do about it.
//!
//! A finding is data. How it looks to a person, a log or a machine is decided in `report/`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::source::{Site, Sources};

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// An edition would be wrong; it is not written.
    Error,
    /// An edition could be better; it is written.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// Its name, as findings show it.
    pub const fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

macro_rules! codes {
    ($($(#[$group:meta])* $name:ident $id:literal $severity:ident $explain:literal)*) => {
        /// What kind of finding it is. The id is stable: people allow and deny by it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $explain] $name,)*
        }

        impl Code {
            /// Every code, in the order in which they are declared.
            pub const ALL: &[Code] = &[$(Code::$name),*];

            /// The stable id, such as `unknown-key`.
            pub const fn id(self) -> &'static str {
                match self { $(Code::$name => $id,)* }
            }

            /// How grave it is unless the caller says otherwise.
            pub const fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)* }
            }

            /// What it means and what to do, in a few sentences.
            pub const fn explain(self) -> &'static str {
                match self { $(Code::$name => $explain,)* }
            }

            /// The code with that id.
            pub fn from_id(id: &str) -> Option<Code> {
                Code::ALL.iter().copied().find(|code| code.id() == id)
            }
        }
    };
}

// One line a code; each group belongs to the folder named above it.
codes! {
    // manifest
    ManifestSyntax "manifest-syntax" Error "The manifest is not valid YAML. The finding says what is wrong there and what to type instead. A title with ': ' or ' #' in it must stand in quotes."
    UnknownKey "unknown-key" Error "The manifest has a key that Recto does not know. The finding names the nearest one that it knows."
    WrongType "wrong-type" Error "A value in the manifest is of the wrong kind, such as a list where one text is wanted."
    BadValue "bad-value" Error "A value in the manifest cannot be used: an unknown word, a length without a unit, a date that does not exist."
    MissingKey "missing-key" Error "A key is missing that is needed: every book needs title, language and chapters, and some mappings have keys of their own that they need."
    DuplicateKey "duplicate-key" Error "The manifest says the same key twice in one mapping."
    TooDeep "too-deep" Error "Something is nested deeper than any book needs; Recto stops there instead of running out of memory."
    TooLarge "too-large" Error "A file, a line or the manifest once its aliases are expanded is larger than Recto reads."
    LaterKey "later-key" Warning "The manifest has a key whose meaning is settled but which Recto does not use yet; it changes nothing in the files."
    CutByComment "cut-by-comment" Warning "An unquoted title is followed by ' #', which begins a comment in YAML, so the title ends before it. Put the title in quotes."
    NoIdentifier "no-identifier" Warning "The manifest names no identifier, so one is derived from title, authors and language; a new edition under another title would look like another book. Write the identifier that the finding shows into the manifest."
    LandscapePage "landscape-page" Note "The page of a print edition is wider than it is high, and no shop lists a landscape book of that size: width and height may have changed places. The width is written first: `trim: 5x8in`."
    NoDate "no-date" Note "Neither SOURCE_DATE_EPOCH nor the manifest names a date, so today's is taken and tomorrow's file will differ. `release` refuses to guess."
    // base: files
    MissingFile "missing-file" Error "A file that the book names is not there. Check its spelling and its folder; capitals count."
    OutsideBook "outside-book" Error "A path leads out of the book's folder: by '..', as an absolute path, or through a link. Everything a book is made of lies in its folder."
    NotAFile "not-a-file" Error "A path names a folder, or something else that is not a file."
    Unreadable "unreadable" Error "A file is there and cannot be read."
    ChangedFile "changed-file" Error "A picture is no longer what it was when this run read it: it was changed or taken away while the book was made. Build the book again."
    NotUtf8 "not-utf8" Error "A text is not valid UTF-8. Save it as UTF-8."
    ListedTwice "listed-twice" Error "The same chapter stands in the manifest twice, or two chapters have the same id."
    OtherEncoding "other-encoding" Warning "A plain text is not UTF-8; it was read in the encoding that the finding names, which was guessed from its bytes. Check its accents and quotation marks, and save it as UTF-8."
    UnlistedChapter "unlisted-chapter" Warning "An article lies beside those that the manifest lists, and neither does the manifest list it nor does another article include it. List it, or move it away. Nothing is said where the manifest of another book lies in the folder, since that one may list it."
    // reader
    UnknownFormat "unknown-format" Error "A chapter's file is of a kind that Recto does not read. It reads Markdown (.md, .markdown), pages of HTML (.html, .htm, .xhtml) and plain text (.txt)."
    EmptyChapter "empty-chapter" Error "A chapter has no text."
    FrontMatter "front-matter" Error "The front matter of a chapter is not valid YAML or TOML, or a key in it is of the wrong kind."
    UnsupportedMarkup "unsupported-markup" Warning "The text uses a construct that Recto does not set yet; the finding says what stands in its place."
    UnclosedFence "unclosed-fence" Warning "A code fence is opened and never closed, so everything to the end of the article, or of the item or quotation that it stands in, is code. Close it with a line of as many marks as opened it."
    UnevenTable "uneven-table" Warning "The rows of a table in Markdown do not agree: a row has more cells than the head, or the row of hyphens does not have as many as the head, or that row is missing, so that the lines are not a table. Every word is kept; the finding says in what form."
    BadFormula "bad-formula" Warning "A formula has TeX that Recto does not know, or that is not complete. Its source stands in its place, in every edition."
    RawHtml "raw-html" Warning "Raw HTML in Markdown is never passed through; the finding says what was kept and what was left out."
    Shortcode "shortcode" Warning "A shortcode of a site generator was left in the text. It is printed as it stands."
    UnknownAttribute "unknown-attribute" Note "A code fence says something that means nothing to Recto. The code is set as it stands."
    BadInclude "bad-include" Error "What an article includes cannot be put in its place: the anchor or the lines are not in the file, or files include one another in a ring."
    TitleDiffers "title-differs" Warning "The chapter's leading level-1 heading differs from its title; it is not set a second time."
    UndefinedNote "undefined-note" Warning "A note's mark has no note. The mark is printed as typed."
    UnusedNote "unused-note" Warning "A note has no mark in the text, so it would appear nowhere; it is set at the chapter's end."
    RemotePicture "remote-picture" Warning "A picture is named by its address on the web, and Recto fetches nothing. Its description stands in its place, in a frame, until the file is where the finding says; `recto import` writes a list from which curl fetches all such pictures."
    MissingAlt "missing-alt" Warning "A picture has no description for those who do not see it. Write one: ![description](file). A book with such a picture does not claim PDF/UA."
    LongDescription "long-description" Warning "The description of a picture, a formula or a link is longer than a string in a PDF may be. The PDF has its beginning; the EPUB has all of it."
    SecondTitle "second-title" Note "A second heading of level 1 stands in a file whose first is the chapter's title. It becomes a section of that chapter, and the headings below it sink a level with it. Where it begins a chapter, give it a file of its own."
    SkippedLevel "skipped-level" Warning "A heading skips a level. It keeps its look; in the structure of the files it stands one level below the heading before it."
    WebRemains "web-remains" Warning "A plain text ends in what a blog engine prints below an article: tags, share buttons, comments. It is left out, and the finding shows it."
    PageRemains "page-remains" Note "A saved web page holds more than its article: menus, buttons, comments, forms. One finding per page says how much of each kind was left out, and how the first of each kind began. So does a blog's export: one finding counts comments, tags and categories."
    UncertainStructure "uncertain-structure" Note "The text gave little evidence for a heading, a list, a footer, a caption or strong words; the finding shows what was decided."
    // pass
    StraightQuote "straight-quote" Warning "A straight quotation mark stays as it was typed: there is a space, or nothing, on both sides of it, so that nothing says whether it opens or closes. Take the space away, or type the curly mark."
    UnbalancedQuote "unbalanced-quote" Warning "A quotation opens and is not closed, or closes and was not opened, in its paragraph or in those around it. Where it goes on in the next paragraph, that begins with an opening mark."
    DoubledWord "doubled-word" Warning "A word stands twice, as in 'of of'. What a language doubles on purpose ('had had') is not reported, nor is a word that stands three times, and languages whose grammar doubles words, such as Turkish, are passed over."
    DoubleSpace "double-space" Warning "Two or more spaces stand between words, which pages show as a gap. Type one; the space between sentences is the compositor's business."
    Placeholder "placeholder" Warning "Something was left for later: TK, lorem ipsum, or TODO, FIXME and TBD where they open a sentence or a bracket or are followed by a colon. Write it, or take it out; what stands in code is not reported."
    SeriesOrder "series-order" Warning "A chapter names as its neighbour a different chapter from the one that stands beside it in the manifest."
    SeriesRing "series-ring" Warning "Chapters name one another as neighbours in a ring."
    SeriesUnknown "series-unknown" Note "A chapter names as its neighbour something that is not in the book."
    SeriesUndetermined "series-undetermined" Error "`order: series` was asked for, and the neighbours that the chapters name do not determine a single order."
    FrontLeftOut "front-left-out" Note "A handout has its title on page 1 and leaves out the book's own pages before the text, unless its edition says `front: true` or lists its own."
    DeadLink "dead-link" Warning "A link leads to a file or a place that the book does not have. Its text stays; the link is left out."
    OmittedLink "omitted-link" Warning "A link leads into a chapter that this edition leaves out. Its text stays; the link is left out."
    LongLink "long-link" Warning "A link's address is longer than servers and files take. Its text stays; the link is left out."
    NoFigures "no-figures" Note "The manifest asks for a list of figures, and the edition has no figure with a caption. The list is left out."
    NoTables "no-tables" Note "The manifest asks for a list of tables, and the edition has no table with a caption. The list is left out."
    // asset
    BadPicture "bad-picture" Error "A picture cannot be read: it is damaged, of an unknown kind, or not a picture."
    CutPicture "cut-picture" Warning "A JPEG has no end, mostly because a download was broken off. Readers show what there is, and grey or nothing below it."
    CmykPicture "cmyk-picture" Warning "A picture is in the colours of a printing press, which screens do not have. It becomes RGB by arithmetic, without its profile, so its colours are close, but not exact."
    DrawingParts "drawing-parts" Warning "Something in an SVG picture is not shown: what runs or loads, such as scripts and linked pictures, is never passed on; letters along a path and characters that no font has are not drawn on paper."
    DrawingPixels "drawing-pixels" Note "An SVG picture has gradients, masks, filters, pictures in it or translucent colours. In the EPUB it stays as it is; on paper it is set as pixels, 2000 along its longer side."
    PictureTooLarge "picture-too-large" Error "A picture has more pixels than Recto decodes, or an SVG picture more elements, outlines or filters than it draws."
    LowResolution "low-resolution" Warning "A picture has fewer than 150 pixels an inch at the size at which it is set. In print that is seen; for the screen it is a note."
    UnusedPicture "unused-picture" Note "A picture lies beside those that the book shows, or beside its articles, and nothing shows it. Show it, or move it away."
    BadFont "bad-font" Error "A font file cannot be read, or its licence bits forbid embedding."
    UnknownFont "unknown-font" Error "The style names a font family that is neither bundled nor in the book's fonts folder."
    FontLeftOut "font-left-out" Warning "An EPUB is to carry its fonts, but the licence bits of one of them allow documents to show and print it, not to pass it on as a file. Readers see a font of their own in its place."
    SystemFonts "system-fonts" Warning "Fonts of this machine are let in, so the output depends on the machine."
    // typeset
    MissingGlyph "missing-glyph" Error "No font has this character. Put a font that has it into the book's fonts folder. A cover that is drawn needs its letters, too, unless `cover` names a picture."
    OverfullLine "overfull-line" Warning "A line does not fit its measure, even with its spaces pressed together. Reword, or allow a break."
    TallPicture "tall-picture" Warning "A picture within a line of text is higher than four lines, so the lines around it stand far apart. Put it in a paragraph of its own, where it is a figure, or give it a width."
    WideFormula "wide-formula" Warning "A formula is wider than the measure. It is set smaller to fit; break it into lines with \\begin{aligned}, or write it shorter."
    WideTable "wide-table" Warning "A table is too wide for the page even in smaller type and with its words hyphenated, so words in it are divided anywhere. Take a column out, shorten long words, or choose a larger page."
    NoPatterns "no-hyphenation" Note "There are no hyphenation patterns for this language; lines break between words only."
    Widow "widow" Warning "A page begins with the last line of a paragraph, since every other way to fill the pages around it is worse. Reword the passage so that it runs a line shorter or longer."
    Orphan "orphan" Warning "A page ends with the first line of a paragraph, since every other way to fill the pages around it is worse. Reword the passage so that it runs a line shorter or longer."
    CrampedPage "cramped-page" Warning "A page divides what should stay whole, ends in a heading, has no room for the beginning of a note, or is too small for what stands on it. Reword the passage, make a picture smaller, or choose another page or type size."
    ShortPage "short-page" Note "A page ends more than a line early, before something that does not fit on the rest of it: a picture, a table's row, a heading with its first lines. Move that down by a paragraph, or make the picture smaller."
    UnevenSpread "uneven-spread" Note "Two facing pages do not end on the same line. Reword a paragraph of one of them so that it runs a line shorter or longer."
    TurnHyphen "hyphen-at-turn" Note "A page that is turned ends in a divided word, since every other way to fill the pages around it is worse. Reword the line."
    UnsettledFolio "unsettled-folio" Warning "A page that the text refers to by its number moves as soon as the number is printed, and back without it, so the number may be off by one. Reword the sentence."
    TooManyStates "too-many-states" Note "There are so many ways to break a chapter into pages that only the most promising were followed."
    NoMeasure "no-measure" Error "The margins leave no room for text on the page."
    NarrowMargin "narrow-margin" Warning "The style asks for notes at the side, and the outer margin has no room for lines that are worth reading, so they stand at the foot. Make the margin wider, or say `notes: { place: foot }`."
    // writers
    BadConformance "bad-conformance" Error "A file would not hold what it claims (PDF/UA, PDF/A, EPUB). This is a fault of Recto: please report it."
    NoClaim "no-claim" Note "A PDF does not declare PDF/UA, or an EPUB does not claim what its `evaluation` says, since something in the book keeps the claim from being true. The finding says what."
    EnglishWords "english-words" Note "An EPUB says a few words of its own, most of them to those who hear it: the heads of contents, landmarks and pages, the description of the cover, the ways back from notes. Recto has them in Arabic, Chinese, Czech, Danish, Dutch, English, Finnish, French, German, Hebrew, Italian, Japanese, Norwegian, Persian, Polish, Portuguese, Russian, Spanish and Swedish; in a book in another language they are English, and say so."
    NotAssembled "not-assembled" Error "A file could not be put together from its parts. This is a fault of Recto: please report it."
    ShopRule "shop-rule" Warning "A shop that the manifest or `check --shop` names publishes a rule that the EPUB breaks, such as on the size of the cover, of a picture or of the book. The finding names the shop and where it says so."
    WriteFailed "write-failed" Error "A finished file could not be written into its folder: no permission, no space, or a folder of that name stands there."
    // import
    NothingToImport "nothing-to-import" Error "What was given to `recto import` has no article, or is of a kind that it does not read."
    LeftOut "left-out" Warning "Something that was to be imported is not in the book: an article that cannot be read, a draft, a picture that is not there. The finding says why; it can be added to book.yaml by hand."
    UncertainOrder "uncertain-order" Note "The articles that were imported do not say everything about their order: they name no neighbours and have no numbers and no days, or contradict one another. The finding says what was decided; move lines in book.yaml where it is wrong."
    NoFont "no-font" Warning "The fonts in Recto lack characters of what was imported, so book.yaml makes the EPUB alone, which readers set in fonts of their own. Put a font that has them into the book's fonts folder, and take the # from the other editions in book.yaml."
    // release
    ReleaseDate "release-date" Error "A release needs a date that does not change: SOURCE_DATE_EPOCH, or `date` in the manifest."
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind it is.
    pub code: Code,
    /// How grave it is; the code's own unless it was denied or softened.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop, in plain words.
    pub message: String,
    /// Where.
    pub at: Option<Site>,
    /// What to do, in one sentence.
    pub help: Option<String>,
    /// The names of the editions in which it was found while they were made; none where it is about the book itself.
    pub editions: Vec<String>,
}

/// Findings as they are told: each once, with all editions in which it was found; file after file as the manifest has them, those
/// of a file in the order of their places. What has no place is told first.
pub fn arranged(findings: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    let mut told: Vec<Diagnostic> = Vec::new();
    let mut known: BTreeMap<(Code, Severity, Option<Site>, String), usize> = BTreeMap::new();
    for finding in findings {
        let key = (finding.code, finding.severity, finding.at, finding.message.clone());
        let Some(before) = known.get(&key).map(|at| &mut told[*at]) else {
            known.insert(key, told.len());
            told.push(finding);
            continue;
        };
        if finding.editions.is_empty() || before.editions.is_empty() {
            before.editions = Vec::new();
            continue;
        }
        let fresh: Vec<String> = finding.editions.into_iter().filter(|name| !before.editions.contains(name)).collect();
        before.editions.extend(fresh);
    }
    let order = sources.order();
    told.sort_by_cached_key(|finding| finding.at.map(&order));
    told
}

/// The findings of one job, in the order in which they were found.
#[derive(Clone, Debug, Default)]
pub struct Diags(Vec<Diagnostic>);

impl Diags {
    /// No findings yet.
    pub fn new() -> Diags {
        Diags::default()
    }

    /// Adds a finding without help.
    pub fn push(&mut self, code: Code, at: impl Into<Option<Site>>, message: impl Into<String>) {
        self.0.push(Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            at: at.into(),
            help: None,
            editions: Vec::new(),
        });
    }

    /// Adds a finding that says what to do.
    pub fn push_help(
        &mut self,
        code: Code,
        at: impl Into<Option<Site>>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(code, at, message);
        if let Some(last) = self.0.last_mut() {
            last.help = Some(help.into());
        }
    }

    /// Adds the findings of another job behind these.
    pub fn append(&mut self, other: Diags) {
        self.0.extend(other.0);
    }

    /// Puts the findings of one source in the order of their places.
    pub fn sort_by_place(&mut self) {
        self.0.sort_by_key(|finding| finding.at.map(|site| site.span.start));
    }

    /// Says in which edition all of these were found.
    pub fn in_edition(&mut self, name: &str) {
        self.0.iter_mut().for_each(|finding| finding.editions = vec![name.to_string()]);
    }

    /// Takes out all findings of a kind, where they follow from others.
    pub fn leave_out(&mut self, code: Code) {
        self.0.retain(|finding| finding.code != code);
    }

    /// Makes notes of all findings of a kind, where they matter less than they might.
    pub fn soften(&mut self, code: Code) {
        self.0.iter_mut().filter(|d| d.code == code).for_each(|d| d.severity = Severity::Note);
    }

    /// Whether a finding keeps an edition from being written.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }

    /// The findings, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// How many findings there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The findings as a list that may be changed.
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Source, SourceId, Span};
    use super::*;

    #[test]
    fn a_finding_of_several_editions_is_told_once_and_those_of_a_file_in_the_order_of_its_lines() {
        let mut sources = Sources::default();
        let ids = ["book.yaml", "a.md", "b.md"].map(|path| sources.add(Source::new(path, "text of some lines")));
        let found = |code, source: SourceId, start, edition: &str| {
            let mut diags = Diags::new();
            diags.push(code, Site { source, span: Span::new(start, start + 1) }, "words");
            if !edition.is_empty() {
                diags.in_edition(edition);
            }
            diags.into_vec().remove(0)
        };
        let [_, a, b] = ids;
        let mut soft = found(Code::LowResolution, a, 3, "reading");
        soft.severity = Severity::Note;
        let told = arranged(
            vec![
                found(Code::DoubledWord, b, 4, ""),
                found(Code::DoubledWord, a, 9, ""),
                soft,
                found(Code::DeadLink, a, 2, "reading"),
                found(Code::DeadLink, a, 2, "print"),
                found(Code::LowResolution, a, 3, "print"),
                found(Code::DeadLink, a, 2, "print"),
            ],
            &sources,
        );
        let told: Vec<String> = told
            .iter()
            .map(|f| format!("{} {} {}", f.severity.word(), f.code.id(), f.editions.join(" ")).trim_end().to_string())
            .collect();
        assert_eq!(
            told,
            [
                "warning dead-link reading print",
                "note low-resolution reading",
                "warning low-resolution print",
                "warning doubled-word",
                "warning doubled-word",
            ]
        );
    }
}
