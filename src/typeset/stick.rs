//! The composing stick: what is held while one chapter is set.

use std::collections::BTreeSet;

use super::Case;
use super::galley::NoteBody;
use super::ideographs;
use super::matter::Matter;
use super::shape::Shaper;
use crate::base::{Code, Diags, Em, Length, Site, SourceId, Span};
use crate::model::{Anchor, Lang, Note};
use crate::page::{Elem, ElemId, ElemRole, Folio, FontId, Ink, PageMap};
use crate::style::{Align, Typeface, Voice};

/// What is held while one chapter is set.
pub(super) struct Stick<'a> {
    pub case: Case<'a>,
    pub chapter: u32,
    pub source: Option<SourceId>,
    pub shaper: Shaper<'a>,
    /// The folios that are known.
    pub folios: Option<&'a PageMap>,
    /// The folios that were set, and as what.
    pub shown: Vec<(Anchor, Option<Folio>)>,
    /// The last paragraph's matter, whose room the next one takes.
    pub matter: Matter,
    pub structure: Vec<Elem>,
    pub notes: Vec<NoteBody>,
    /// Notes whose bodies are still to be set: their index in `notes`.
    pub waiting: Vec<(usize, &'a Note)>,
    pub diags: Diags,
    /// How wide what stands in a line may be: the measure of the block that is being set.
    pub room: Length,
    /// Characters that no font has, each with its first place.
    pub missing: Vec<(String, Option<Site>)>,
    /// Languages without patterns, characters without a glyph and coarse pictures that were reported.
    pub reported: BTreeSet<String>,
    /// Whether a word wider than its line is divided anywhere: in a table that no page is wide enough for.
    pub divide_anywhere: bool,
    /// Whether names may be divided and parted: in a paragraph that would have a line torn open else.
    pub part_names: bool,
}

/// How letters look; pieces of a paragraph differ in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Look {
    pub face: Typeface,
    pub size: Length,
    pub bold: bool,
    pub italic: bool,
    pub small_caps: bool,
    pub lining: bool,
    /// Figures of one width, for columns.
    pub tabular: bool,
    pub tracking: Em,
    /// How far above the baseline it stands.
    pub raise: Length,
    pub struck: bool,
    pub ink: Ink,
    pub underlined: bool,
    pub highlighted: bool,
    /// Whether it is stressed: by its slant, or in Chinese and Japanese by a dot for each square.
    pub stressed: bool,
    pub hyphenate: bool,
    /// Whether lines keep their spaces, and letters their width.
    pub ragged: bool,
    pub lang: Lang,
}

impl<'a> Stick<'a> {
    pub fn new(case: Case<'a>, chapter: u32, source: Option<SourceId>) -> Stick<'a> {
        Stick {
            case,
            chapter,
            source,
            shaper: Shaper::new(case.fonts),
            folios: None,
            shown: Vec::new(),
            matter: Matter::default(),
            structure: Vec::new(),
            notes: Vec::new(),
            waiting: Vec::new(),
            diags: Diags::new(),
            room: case.style.measure(),
            missing: Vec::new(),
            reported: BTreeSet::new(),
            divide_anywhere: false,
            part_names: false,
        }
    }

    /// Adds an element at the end of its parent's children.
    pub fn elem(&mut self, role: ElemRole, parent: Option<ElemId>, site: Option<Site>) -> ElemId {
        let id = ElemId(self.structure.len() as u32);
        self.structure.push(Elem { role, parent, children: Vec::new(), lang: None, alt: None, title: None, site });
        if let Some(parent) = parent {
            self.structure[parent.0 as usize].children.push(id);
        }
        id
    }

    /// All that was found. Characters that no font has are one finding, however many there are: a text in a script without a font would
    /// else have a thousand.
    pub fn found(&mut self) -> Diags {
        let mut diags = std::mem::take(&mut self.diags);
        let missing = std::mem::take(&mut self.missing);
        let Some((_, site)) = missing.first() else { return diags };
        diags.push_help(
            Code::MissingGlyph,
            *site,
            lacking(&missing.iter().map(|(cluster, _)| cluster.as_str()).collect::<Vec<_>>()),
            "put a font that has it into the book's fonts folder, or let the machine's fonts in with system-fonts: true",
        );
        diags
    }

    /// The folio of the page on which a place stands, where it is known yet.
    pub fn folio(&mut self, place: &Anchor) -> Option<Folio> {
        let folio = self.folios.and_then(|map| map.anchors.get(place)).copied();
        self.shown.push((place.clone(), folio));
        folio
    }

    /// Where a span of this chapter is.
    pub fn site(&self, span: Span) -> Option<Site> {
        self.source.filter(|_| span != Span::default()).map(|source| Site { source, span })
    }

    /// The look of a voice.
    pub fn look(&self, voice: &Voice, lang: &Lang) -> Look {
        Look {
            face: voice.face,
            size: self.case.style.size.scale(voice.size_percent, 100),
            bold: voice.bold,
            italic: voice.italic,
            small_caps: voice.small_caps,
            // Figures stand as tall as capitals among capitals and in display, and have old-style forms in text; beside letters that
            // are all of one height, they are, too.
            lining: voice.tabular
                || !voice.small_caps && voice.size_percent > 130
                || lang.right_to_left()
                || ideographs::custom(lang).is_some(),
            tabular: voice.tabular,
            tracking: voice.tracking,
            raise: Length::ZERO,
            struck: false,
            ink: Ink::Black,
            underlined: false,
            highlighted: false,
            stressed: false,
            // Squares are not divided, nor widened or narrowed.
            hyphenate: voice.hyphenate && ideographs::custom(lang).is_none(),
            ragged: voice.align != Align::Justify,
            lang: lang.clone(),
        }
    }

    /// Whether letters of that look give way in justified lines.
    pub fn gives(&self, look: &Look) -> bool {
        self.case.style.microtypography && look.hyphenate && !look.ragged
    }

    /// The font of a look.
    pub fn font(&self, look: &Look) -> FontId {
        let style = self.case.style;
        let family = match look.face {
            Typeface::Text => &style.text,
            Typeface::Heads => &style.heads,
            Typeface::Code => &style.code,
        };
        self.case.fonts.find(family, look.bold, look.italic).unwrap_or(FontId(0))
    }
}

/// Says which characters no font has: some are named.
pub(super) fn lacking(missing: &[&str]) -> String {
    const NAMED: usize = 3;
    let named = |cluster: &&str| {
        let codes: Vec<String> = cluster.chars().map(|c| format!("U+{:04X}", c as u32)).collect();
        format!("'{cluster}' ({})", codes.join(" "))
    };
    let first = missing.iter().take(NAMED).map(named).collect::<Vec<_>>().join(", ");
    match missing.len() {
        1 => format!("no font has the character {first}"),
        few if few <= NAMED => format!("no font has the characters {first}"),
        many => format!("no font has {many} of the characters here: {first} and {} more", many - NAMED),
    }
}
