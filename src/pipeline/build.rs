//! Editions built: bound, set, written, each step over all editions at once.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};

use rayon::prelude::*;
use serde_json::json;

use super::Bench;
use super::room::{PICTURES_AT_ONCE, Room};
use crate::asset::{Content, Media, Output, Press};
use crate::base::{Code, Diags, Length, Severity, Site, Size};
use crate::epub;
use crate::manifest::{self, Edition, Format, FrontChoice, Spanned};
use crate::model;
use crate::model::{Book, Chapter, TocEntry, plain_blocks};
use crate::page;
use crate::page::{Cover, PageMap, Pages};
use crate::paint;
use crate::pass::{self, Given};
use crate::pdf;
use crate::press;
use crate::style::{NotePlace, Shop, Sides, Style, StylePatch, default_paper};
use crate::typeset::{self, Case, Galley, Shaper};

/// What is being done to an edition, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// Its chapters are put together.
    Binding(&'a str),
    /// Its pages are set.
    Setting(&'a str),
    /// Its file is written.
    Writing(&'a str),
}

/// What is to be built.
#[derive(Clone)]
pub struct Job<'a> {
    /// The names of the editions; all of them where empty. Every one is known.
    pub editions: &'a [String],
    /// The ids of the only chapters that are wanted, for a quick look; all of them where empty.
    pub only: &'a [String],
    /// The shops whose rules EPUBs are held against, besides those that the manifest names.
    pub shops: &'a [Shop],
    /// The date.
    pub given: Given,
    /// Whether words are counted: only a release tells how many there are.
    pub counted: bool,
    /// How many threads; those at hand where 0.
    pub threads: usize,
    /// Who is told what is being done, from any thread.
    pub progress: &'a (dyn Fn(Step) + Sync),
}

/// An edition as it came out.
#[derive(Debug)]
pub struct Built {
    /// Its name.
    pub edition: String,
    /// What it is written as.
    pub format: Format,
    /// The file; none where the edition would be wrong.
    pub output: Option<Output>,
    /// How many pages it has; none for an epub.
    pub pages: Option<usize>,
    /// How many chapters it has, made pages left out.
    pub chapters: usize,
    /// How many words, front and back matter included, where they are counted.
    pub words: Option<usize>,
    /// The standards that the file was held against while it was written. Nothing here judges an EPUB.
    pub checks: Vec<&'static str>,
    /// The paths of the articles in it.
    pub sources: Vec<String>,
    /// What was found while it was bound, set and written.
    pub diags: Diags,
}

/// The editions of a run.
#[derive(Debug)]
pub struct Outcome {
    /// In the manifest's order.
    pub editions: Vec<Built>,
}

impl Built {
    /// The ending of its file's name, behind the slug and the edition's name.
    pub const fn ending(&self) -> &'static str {
        match self.format {
            Format::Epub => ".epub",
            Format::Pdf => ".pdf",
            Format::Print => "-interior.pdf",
        }
    }
}

/// How passes go through chapters that do not know of one another.
const SIDE_BY_SIDE: pass::Each = &|chapters, work| chapters.par_iter_mut().for_each(work);

/// How an EPUB's entries are pressed: one by one, since a chapter may be as long as all others.
const PRESSED: epub::Each = &|entries| {
    let room = Room::new(PICTURES_AT_ONCE);
    // As many as threads, each time that one is wanted the last that was warm.
    let presses = Mutex::new(Vec::new());
    let idle = || presses.lock().unwrap_or_else(PoisonError::into_inner);
    entries.par_iter_mut().with_max_len(1).for_each(|entry| {
        let waiting = idle().pop();
        let mut press = waiting.unwrap_or_else(Press::of_text);
        room.with(entry.takes(), || entry.press(&mut press));
        idle().push(press);
    });
};

/// Builds editions. What an edition lacks because of an error is in the findings; the others come out whole.
pub fn build(bench: &Bench, job: &Job) -> Outcome {
    in_pool(job.threads, || build_here(bench, job))
}

/// An edition bound, and how it is to look.
pub(super) struct Bound<'a> {
    pub(super) edition: &'a Edition,
    pub(super) book: Book,
    pub(super) style: Style,
    pub(super) diags: Diags,
}

pub(super) fn bind<'a>(bench: &Bench, edition: &'a Edition, articles: &pass::Articles, given: Given) -> Bound<'a> {
    let mut diags = Diags::new();
    let book = pass::bind(&bench.manifest, edition, articles, given, SIDE_BY_SIDE, &mut diags);
    let mut bound = Bound { edition, book, style: style_of(bench, edition), diags };
    if edition.format != Format::Epub {
        look_over(bench, &mut bound);
    }
    bound
}

fn build_here(bench: &Bench, job: &Job) -> Outcome {
    let all = &bench.manifest.editions;
    let wanted = |edition: &Edition| job.editions.is_empty() || job.editions.contains(&edition.name.value);
    let lends_to =
        |edition: &Edition, e: &Edition| e.pages.as_ref().is_some_and(|name| name.value == edition.name.value);
    let lends = |edition: &Edition| all.iter().any(|e| wanted(e) && lends_to(edition, e));
    let cut: Vec<Edition> = all.iter().filter(|e| wanted(e) || lends(e)).map(|e| only(bench, e, job.only)).collect();

    let covers: Vec<Option<Drawn>> = cut.iter().map(|e| drawn(bench, e, job).filter(|_| wanted(e))).collect();
    // Covers are drawn while the text is bound, written and pressed.
    let draw = || covers.par_iter().flatten().for_each(|cover| _ = LazyLock::force(&cover.0));
    let (_, editions) = rayon::join(draw, || made(bench, job, &cut, &covers, &wanted));
    Outcome { editions }
}

/// Makes editions, those of `cut` that are wanted, once they and those that lend them their pages are bound and set.
fn made(
    bench: &Bench,
    job: &Job,
    cut: &[Edition],
    covers: &[Option<Drawn>],
    wanted: &(dyn Fn(&Edition) -> bool + Sync),
) -> Vec<Built> {
    let articles = bench.chapters();
    let bound: Vec<Bound> = cut
        .par_iter()
        .map(|edition| {
            (job.progress)(Step::Binding(&edition.name.value));
            bind(bench, edition, &articles, job.given)
        })
        .collect();
    let set: Vec<Option<(Pages, PageMap, Diags)>> = bound
        .par_iter()
        .map(|bound| match bound.edition.format {
            Format::Epub => None,
            Format::Pdf | Format::Print => {
                (job.progress)(Step::Setting(&bound.edition.name.value));
                Some(lay_out(bench, bound))
            }
        })
        .collect();
    let lent: BTreeMap<&str, (&Book, &PageMap)> = bound
        .iter()
        .zip(&set)
        .filter_map(|(bound, set)| Some((bound.edition.name.value.as_str(), (&bound.book, &set.as_ref()?.1))))
        .collect();
    bound
        .par_iter()
        .zip(&set)
        .zip(covers)
        .filter(|((bound, _), _)| wanted(bound.edition))
        .map(|((bound, set), cover)| {
            (job.progress)(Step::Writing(&bound.edition.name.value));
            write(bench, bound, set.as_ref(), cover.as_ref(), &lent, job)
        })
        .collect()
}

/// A cover that Recto draws once it is wanted, as a JPEG, with what was found in it.
struct Drawn<'a>(LazyLock<Painted, Box<dyn FnOnce() -> Painted + Send + 'a>>);

type Painted = (Vec<u8>, Diags);

impl Deref for Drawn<'_> {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.0.0
    }
}

/// The cover of an EPUB that has no picture for one.
fn drawn<'a>(bench: &'a Bench, edition: &'a Edition, job: &Job) -> Option<Drawn<'a>> {
    if edition.format != Format::Epub || bench.cover(edition).is_some() {
        return None;
    }
    let given = job.given;
    Some(Drawn(LazyLock::new(Box::new(move || {
        let (meta, style) = (pass::metadata_of(&bench.manifest, edition, given), style_of(bench, edition));
        let mut lacks = Diags::new();
        let place = |letter: &str| named_at(bench, edition, letter);
        let cover = typeset::cover(&meta, case_of(bench, &style), &place, &mut lacks);
        (painted(bench, &cover), lacks)
    }))))
}

fn write(
    bench: &Bench,
    bound: &Bound,
    set: Option<&(Pages, PageMap, Diags)>,
    drawn: Option<&Drawn>,
    lent: &BTreeMap<&str, (&Book, &PageMap)>,
    job: &Job,
) -> Built {
    let Bound { edition, book, style, diags } = bound;
    let mut diags = diags.clone();
    let sources: Vec<String> = book.chapters().iter().filter_map(|chapter| chapter.path.clone()).collect();
    let (output, checks) = match (edition.format, set) {
        (Format::Epub, _) => {
            let map = edition.pages.as_ref().and_then(|name| lent.get(name.value.as_str()));
            let map = map.map(|(paged, map)| translated(map, paged, book));
            let picture = bench.cover(edition);
            let given = picture.map(|picture| match picture.media {
                media @ (Media::Jpeg | Media::Png) => (media, picture.content.clone()),
                // Shops and shelves take no other.
                Media::Gif | Media::WebP | Media::Svg => match paint::picture_jpeg(picture) {
                    Ok(bytes) => (Media::Jpeg, Content::held(bytes)),
                    Err(why) => {
                        let message = format!("'{}' cannot become a cover: {why}", picture.path);
                        diags.push_help(Code::BadPicture, None, message, "give a JPEG or a PNG file");
                        (Media::Jpeg, Content::held(Vec::new()))
                    }
                },
            });
            let language = language_of(bench, edition);
            if !epub::speaks(&language.value) {
                let message =
                    format!("the words that the EPUB itself says are English: Recto has none in '{}'", language.value);
                let help = "nothing needs to be done; they are marked as English";
                diags.push_help(Code::EnglishWords, bench.manifest.site(language.span), message, help);
            }
            let case = epub::Case {
                pictures: &bench.pictures,
                faces: bench.fonts.faces(),
                style,
                cover: match &given {
                    Some((media, content)) => Some(epub::Cover::File(*media, content)),
                    None => drawn.map(|drawn| epub::Cover::Drawn(drawn)),
                },
                map: map.as_ref(),
                each: PRESSED,
            };
            let mut found = Diags::new();
            let output = epub::write(book, &case, &mut found);
            // What the cover lacks comes before what the text lacks, whichever was done first.
            diags.append(drawn.map_or_else(Diags::new, |drawn| drawn.0.1.clone()));
            diags.append(found);
            let shops = asked(bench, job.shops);
            if let Some(output) = output.as_ref().filter(|_| !shops.is_empty()) {
                let pictures = epub::shown(book, &bench.pictures);
                let size = picture.map_or(DRAWN_COVER, |picture| [picture.width, picture.height]);
                let cover_bytes = match &given {
                    Some((_, content)) => content.len(),
                    None => drawn.map_or(0, |drawn| drawn.len() as u64),
                };
                let offer = epub::Offer { cover: size, cover_bytes, pictures, bytes: output.len() };
                for (shop, at) in shops {
                    epub::hold(shop, &offer, at, &mut diags);
                }
            }
            (output, Vec::new())
        }
        (Format::Pdf, Some((pages, _, found))) => {
            diags.append(found.clone());
            if diags.has_errors() { (None, Vec::new()) } else { checked_pdf(pages, &mut diags) }
        }
        (Format::Print, Some((pages, _, found))) => {
            diags.append(found.clone());
            let bytes = if diags.has_errors() { None } else { press::write(pages, &mut diags) };
            (bytes.map(Output::from), Vec::new())
        }
        (Format::Pdf | Format::Print, None) => (None, Vec::new()),
    };
    let stopped = diags.has_errors()
        || bench.diags.has_errors()
        || bench.common.has_errors()
        || bench.found_in(edition).any(|finding| finding.severity == Severity::Error);
    if stopped {
        // What is not written claims nothing and says nothing, and lacks headings only until its chapters can be read.
        diags.leave_out(Code::NoClaim);
        diags.leave_out(Code::EnglishWords);
    }
    diags.in_edition(&edition.name.value);
    Built {
        edition: edition.name.value.clone(),
        format: edition.format,
        output: output.filter(|_| !stopped),
        pages: set.map(|(pages, ..)| pages.pages.len()),
        chapters: sources.len(),
        words: job.counted.then(|| book.chapters().par_iter().map(words).sum()),
        checks,
        sources,
        diags,
    }
}

/// Where the manifest has the title or the name in which a letter stands.
fn named_at(bench: &Bench, edition: &Edition, letter: &str) -> Option<Site> {
    let (book, own) = (&bench.manifest.metadata, &edition.metadata);
    let title = own.title.as_ref().unwrap_or(&book.title);
    let authors = own.authors.as_ref().or(book.facts.authors.as_ref());
    let subtitle = own.subtitle.as_ref().or(book.facts.subtitle.as_ref());
    let series = own.series.as_ref().or(book.facts.series.as_ref());
    let names = authors.into_iter().flatten().map(|person| &person.name);
    let mut words = std::iter::once(title).chain(names).chain(subtitle).chain(series.map(|series| &series.title));
    words.find(|words| words.value.contains(letter)).map(|words| bench.manifest.site(words.span))
}

fn words(chapter: &Chapter) -> usize {
    plain_blocks(&chapter.blocks).split_whitespace().count()
}

fn checked_pdf(pages: &Pages, diags: &mut Diags) -> (Option<Output>, Vec<&'static str>) {
    let bytes = pdf::write(pages, diags);
    let whole = bytes.is_some() && !diags.iter().any(|finding| finding.code == Code::NoClaim);
    (bytes.map(Output::from), if whole { vec!["PDF/A-2a", "PDF/UA-1"] } else { Vec::new() })
}

fn lay_out(bench: &Bench, bound: &Bound) -> (Pages, PageMap, Diags) {
    let all = (0..bound.book.chapters().len()).collect();
    let galleys = galleys_for(&bound.book, all, case_of(bench, &bound.style));
    paginated(bench, bound, galleys.into_iter().map(|(_, set)| set).collect())
}

/// The pages of galleys, with what was found in both.
pub(super) fn paginated(bench: &Bench, bound: &Bound, set: Vec<(Galley, Diags)>) -> (Pages, PageMap, Diags) {
    let mut diags = Diags::new();
    let galleys = joined(set, &mut diags);
    let (pages, map) = typeset::paginate(&bound.book, galleys, case_of(bench, &bound.style), &mut diags);
    if bound.edition.format == Format::Pdf {
        // A screen shows fewer than paper does.
        diags.soften(Code::LowResolution);
    }
    (pages, map, diags)
}

/// Sets every chapter of a book, chapters in parallel, findings in order.
pub fn galleys_of(book: &Book, case: Case, diags: &mut Diags) -> Vec<Galley> {
    let set = galleys_for(book, (0..book.chapters().len()).collect(), case);
    joined(set.into_iter().map(|(_, set)| set).collect(), diags)
}

fn joined(set: Vec<(Galley, Diags)>, diags: &mut Diags) -> Vec<Galley> {
    let one = |(galley, found)| {
        diags.append(found);
        galley
    };
    set.into_iter().map(one).collect()
}

/// Sets these chapters of a book, in parallel; they come out in their order.
pub(super) fn galleys_for(book: &Book, mut chapters: Vec<usize>, case: Case) -> Vec<(usize, (Galley, Diags))> {
    // The longest first, so that no thread is left with one while the others have nothing to do.
    chapters.sort_by_cached_key(|at| std::cmp::Reverse(plain_blocks(&book.chapters()[*at].blocks).len()));
    let next = AtomicUsize::new(0);
    // A shaper stays with its thread, and knows the words of the chapters before.
    let on_one_thread = |_| {
        let mut shaper = Shaper::new(case.fonts);
        let chapters = std::iter::from_fn(|| chapters.get(next.fetch_add(1, Ordering::Relaxed)));
        let set = chapters.map(|chapter| {
            let mut diags = Diags::new();
            (*chapter, (typeset::galley(book, *chapter, case, None, &mut shaper, &mut diags), diags))
        });
        set.collect::<Vec<_>>()
    };
    let threads = 0..rayon::current_num_threads();
    let mut set: Vec<_> = threads.into_par_iter().with_max_len(1).flat_map_iter(on_one_thread).collect();
    set.sort_by_key(|(chapter, _)| *chapter);
    set
}

/// The shops of the manifest and of the command line, each once, with its place.
fn asked(bench: &Bench, more: &[Shop]) -> BTreeMap<Shop, Option<Site>> {
    let mut asked: BTreeMap<Shop, Option<Site>> = more.iter().map(|shop| (*shop, None)).collect();
    asked.extend(bench.manifest.shops.iter().map(|shop| (shop.value, Some(bench.manifest.site(shop.span)))));
    asked
}

/// The pixels of a drawn cover across and down.
const DRAWN_COVER: [u32; 2] = [1600, 2560];

fn painted(bench: &Bench, cover: &Cover) -> Vec<u8> {
    let (fonts, images) = (bench.fonts.faces(), bench.pictures.all());
    paint::cover(cover, paint::Palette { fonts, images, width: DRAWN_COVER[0] })
}

/// What setting stands at.
pub(super) fn case_of<'a>(bench: &'a Bench, style: &'a Style) -> Case<'a> {
    Case { style, fonts: &bench.fonts, pictures: &bench.pictures }
}

/// The page map of one edition in the chapters and lists of another, which may have other pages at its front.
fn translated(map: &PageMap, paged: &Book, book: &Book) -> PageMap {
    let at: BTreeMap<&str, u32> =
        book.chapters().iter().zip(0..).map(|(chapter, at)| (chapter.id.as_str(), at)).collect();
    let starts = map.starts.iter().filter_map(|(folio, pos)| {
        let chapter = paged.chapters().get(pos.chapter as usize)?;
        let offset = chapter.blocks.iter().find(|block| block.index == pos.block).and_then(|block| {
            let (theirs, ours) = (paged.entries(&block.kind)?, book.entries(&block.kind)?);
            Some(same_entry(theirs, pos.offset, ours))
        });
        let chapter = *at.get(chapter.id.as_str())?;
        Some((*folio, model::TextPos { chapter, offset: offset.unwrap_or(pos.offset), ..*pos }))
    });
    PageMap { anchors: map.anchors.clone(), starts: starts.collect() }
}

/// The number in `ours` of the entry that is the `nth` of `theirs`; of the next one that is there, where that is not.
fn same_entry(theirs: &[TocEntry], nth: u32, ours: &[TocEntry]) -> u32 {
    let rest = theirs.iter().skip(nth as usize);
    let mut known = rest.filter_map(|entry| ours.iter().position(|own| own.anchor == entry.anchor));
    known.next().unwrap_or(ours.len()) as u32
}

/// Says what of a style cannot be as the manifest has it, now that the page is known.
fn look_over(bench: &Bench, bound: &mut Bound) {
    let (edition, style) = (bound.edition, &bound.style);
    if style.leading < style.size {
        let at = bench.manifest.site(bench.manifest.style_span);
        let message = manifest::tight(style.leading, style.size);
        bound.diags.push_help(Code::BadValue, at, message, manifest::LOOSER);
    }
    let patch = patch_of(bench, edition);
    let asked = patch.changes.iter().rfind(|change| change.key == "notes.place");
    if let Some(change) = asked.filter(|_| style.design.notes == NotePlace::Side && style.note_column().is_none()) {
        let outside = style.margins.outside;
        let message = format!("an outer margin of {outside} has no room for notes, which stand at the foot");
        let help = format!(
            "set 'outside' in 'margins' to {} or more, or 'place' in 'notes' to foot",
            style.least_note_margin()
        );
        bound.diags.push_help(Code::NarrowMargin, bench.manifest.site(change.span), message, help);
    }
}

/// What the manifest says of the look of an edition.
fn patch_of(bench: &Bench, edition: &Edition) -> StylePatch {
    let style = &bench.manifest.style;
    let book = if pass::is_handout(edition) { style.apart_from_the_page() } else { style.clone() };
    book.merged(&edition.style)
}

/// The language of an edition, where the manifest has it.
fn language_of<'b>(bench: &'b Bench, edition: &'b Edition) -> &'b Spanned<String> {
    edition.metadata.language.as_ref().unwrap_or(&bench.manifest.metadata.language)
}

/// The look of an edition.
fn style_of(bench: &Bench, edition: &Edition) -> Style {
    let language = language_of(bench, edition);
    let page = edition.page.as_ref().map(|page| page.value.size());
    let handout = pass::is_handout(edition);
    let six_by_nine = Size { width: Length::milli_inch(6000), height: Length::milli_inch(9000) };
    let (design, trim, sides) = match (edition.format, page) {
        (Format::Print, page) => ("book", page.unwrap_or(six_by_nine), Some(Sides::Two)),
        (Format::Pdf, page) if handout => {
            ("handout", page.unwrap_or_else(|| default_paper(&language.value).size), None)
        }
        (Format::Pdf, page) => ("book", page.unwrap_or(six_by_nine), None),
        (Format::Epub, page) => ("book", page.unwrap_or(six_by_nine), None),
    };
    let patch = patch_of(bench, edition);
    // A press prints black until an edition may say otherwise.
    Style { colour: edition.format == Format::Pdf, ..Style::new(&patch, design, trim, sides) }
}

/// The edition with all chapters left out but those of `ids`, and no pages around them.
fn only(bench: &Bench, edition: &Edition, ids: &[String]) -> Edition {
    let mut edition = edition.clone();
    if !ids.is_empty() {
        let all = Edition { omit: Vec::new(), ..edition.clone() };
        let others = bench.entries_of(&all).into_iter().map(|entry| entry.id.clone());
        edition.omit = others.filter(|id| !ids.contains(&id.value)).collect();
        edition.front = FrontChoice::None;
        edition.back = Some(Vec::new());
    }
    edition
}

/// The forms between the stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intermediate {
    /// The bound book.
    Model,
    /// Its chapters in lines.
    Galley,
    /// Its pages.
    Pages,
}

/// One intermediate form of an edition as text, or as JSON; and what was found on the way.
pub fn dump(bench: &Bench, edition: &Edition, form: Intermediate, as_json: bool, given: Given) -> (String, Diags) {
    let mut bound = bind(bench, edition, &bench.chapters(), given);
    let case = case_of(bench, &bound.style);
    let pretty = |value: &serde_json::Value| serde_json::to_string_pretty(value).unwrap_or_default() + "\n";
    let text = match form {
        Intermediate::Model if as_json => pretty(&json!(bound.book)),
        Intermediate::Model => model::dump(&bound.book),
        Intermediate::Galley => {
            let galleys = galleys_of(&bound.book, case, &mut bound.diags);
            if as_json { pretty(&json!(galleys)) } else { galleys.iter().map(typeset::dump).collect() }
        }
        Intermediate::Pages => {
            let (pages, map, found) = lay_out(bench, &bound);
            bound.diags.append(found);
            if as_json {
                pretty(&json!({
                    "pages": pages.pages, "structure": pages.structure, "links": pages.links, "outline": pages.outline, "starts": map.starts,
                }))
            } else {
                page::dump(&pages)
            }
        }
    };
    bound.diags.in_edition(&edition.name.value);
    (text, bound.diags)
}

/// The pages of an edition, which one of them starts where, and what was found on the way.
pub fn pages(bench: &Bench, edition: &Edition, given: Given) -> (Pages, PageMap, Diags) {
    let mut bound = bind(bench, edition, &bench.chapters(), given);
    let (pages, map, found) = lay_out(bench, &bound);
    bound.diags.append(found);
    (pages, map, bound.diags)
}

/// Runs `work` on that many threads, or on those at hand where 0.
pub(super) fn in_pool<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    if threads == 0 {
        return work();
    }
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(work),
        // A machine that cannot give threads can still work on this one.
        Err(_) => work(),
    }
}
