//! What of a design a manifest may change: each key, where in a [`Design`] its value stands, and what may stand there.
//! A key is written once, here; the manifest's reader, its errors and the manual follow this table.

use std::borrow::Cow;

use super::design::{
    Align, ChapterNumbers, Design, Edge, Figures, FolioPlace, NotePlace, Openings, RunningHead, Typeface, Voice,
};
use crate::base::{Em, Span};

/// Where a value stands in a design, by what it is.
pub enum Slot<'d> {
    /// A percentage.
    Percent(&'d mut i64),
    /// The size of a voice, which decides how many lines of the grid its lines take.
    Size(&'d mut Voice),
    /// A length in ems of running text, or of the voice it belongs to.
    Em(&'d mut Em),
    /// A count.
    Count(&'d mut u8),
    /// A space in lines, by halves.
    HalfLines(&'d mut u8),
    /// True or false.
    Truth(&'d mut bool),
    /// A word out of a few.
    Word(&'d mut dyn Word),
    /// A text.
    Text(&'d mut Cow<'static, str>),
    /// The bullet of each depth.
    Bullets(&'d mut [char; 3]),
}

/// A value for a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// For [`Slot::Percent`] and [`Slot::Size`].
    Percent(i64),
    /// For [`Slot::Em`].
    Em(Em),
    /// For [`Slot::Count`] and [`Slot::HalfLines`].
    Count(u8),
    /// For [`Slot::Truth`].
    Truth(bool),
    /// For [`Slot::Word`]: which of its words.
    Word(usize),
    /// For [`Slot::Text`].
    Text(String),
    /// For [`Slot::Bullets`].
    Bullets([char; 3]),
}

/// A choice among words.
pub trait Word {
    /// The words.
    fn words(&self) -> Vec<&'static str>;
    /// Which is chosen.
    fn chosen(&self) -> &'static str;
    /// Chooses one.
    fn choose(&mut self, nth: usize);
}

macro_rules! words {
    ($type:ident: $($word:literal $variant:ident),+) => {
        impl Word for $type {
            fn words(&self) -> Vec<&'static str> {
                vec![$($word),+]
            }
            fn chosen(&self) -> &'static str {
                match self {
                    $($type::$variant => $word),+
                }
            }
            fn choose(&mut self, nth: usize) {
                if let Some(chosen) = [$($type::$variant),+].get(nth) {
                    *self = *chosen;
                }
            }
        }
    };
}

words!(Align: "justify" Justify, "start" Start, "center" Center, "end" End);
words!(Typeface: "text" Text, "heads" Heads, "code" Code);
words!(Openings: "recto" Recto, "next-page" NextPage);
words!(NotePlace: "side" Side, "foot" Foot);
words!(ChapterNumbers: "above" Above, "before" Before, "none" None);
words!(RunningHead: "book" Book, "chapter" Chapter, "section" Section, "none" None);
words!(Edge: "inner" Inner, "center" Center, "outer" Outer);
words!(FolioPlace: "head" Head, "foot" Foot, "none" None);
words!(Figures: "near" Near, "here" Here);

/// A key of a design.
pub type Key = (&'static str, fn(&mut Design) -> Slot<'_>);
/// A key of a voice.
pub type VoiceKey = (&'static str, fn(&mut Voice) -> Slot<'_>);

/// Where a design has a voice, and what of it may be said.
pub type VoiceOf = (fn(&mut Design) -> &mut Voice, &'static [&'static [VoiceKey]]);

/// Keys that stand in one mapping.
pub struct Group {
    /// The mapping's key; headings have one each by their level.
    pub name: &'static str,
    /// A voice of it, and which of a voice's keys mean something there.
    pub voice: Option<VoiceOf>,
    /// Keys of its own.
    pub keys: &'static [Key],
}

const TYPE: &[VoiceKey] = &[
    ("font", |voice| Slot::Word(&mut voice.face)),
    ("size", |voice| Slot::Size(voice)),
    ("bold", |voice| Slot::Truth(&mut voice.bold)),
    ("italic", |voice| Slot::Truth(&mut voice.italic)),
    ("small-caps", |voice| Slot::Truth(&mut voice.small_caps)),
    ("letter-spacing", |voice| Slot::Em(&mut voice.tracking)),
];
const LINES: &[VoiceKey] =
    &[("align", |voice| Slot::Word(&mut voice.align)), ("hyphenate", |voice| Slot::Truth(&mut voice.hyphenate))];
const ONE_LINE: &[&[VoiceKey]] = &[TYPE];
const BOTH: &[&[VoiceKey]] = &[TYPE, LINES];

const fn voice(name: &'static str, of: fn(&mut Design) -> &mut Voice) -> Group {
    Group { name, voice: Some((of, BOTH)), keys: &[] }
}

/// The keys that stand in `style` by themselves.
pub const KEYS: &[Key] = &[
    ("openings", |design| Slot::Word(&mut design.openings)),
    ("sink", |design| Slot::Count(&mut design.sink)),
    ("section-numbers", |design| Slot::Count(&mut design.section_numbers)),
    ("scene-break", |design| Slot::Text(&mut design.scene_break)),
    ("figures", |design| Slot::Word(&mut design.figures)),
];

/// The mapping that holds those of headings by their level.
pub const HEADINGS: &str = "headings";

/// The mappings in `style`; those of single digits stand in [`HEADINGS`].
pub const GROUPS: &[Group] = &[
    Group {
        name: "paragraphs",
        voice: Some((|design| &mut design.body, &[LINES])),
        keys: &[
            ("indent", |design| Slot::Em(&mut design.indent)),
            ("space", |design| Slot::Count(&mut design.between)),
        ],
    },
    Group {
        name: "1",
        voice: Some((|design| &mut design.headings[0].voice, BOTH)),
        keys: &[("below", |design| Slot::HalfLines(&mut design.headings[0].below_half_lines))],
    },
    heading::<1>("2"),
    heading::<2>("3"),
    heading::<3>("4"),
    heading::<4>("5"),
    heading::<5>("6"),
    Group {
        name: "chapter-numbers",
        voice: Some((|design| &mut design.number, BOTH)),
        keys: &[("place", |design| Slot::Word(&mut design.chapter_numbers))],
    },
    voice("subtitles", |design| &mut design.subtitle),
    Group {
        name: "quotes",
        voice: Some((|design| &mut design.quote, BOTH)),
        keys: &[("indent", |design| Slot::Em(&mut design.quote_indent))],
    },
    voice("epigraphs", |design| &mut design.epigraph),
    voice("attributions", |design| &mut design.attribution),
    voice("labels", |design| &mut design.label),
    Group {
        name: "lists",
        voice: None,
        keys: &[
            ("indent", |design| Slot::Em(&mut design.list_indent)),
            ("bullets", |design| Slot::Bullets(&mut design.bullets)),
        ],
    },
    Group { name: "verse", voice: None, keys: &[("indent", |design| Slot::Em(&mut design.verse_indent))] },
    Group { name: "code-blocks", voice: Some((|design| &mut design.code_block, ONE_LINE)), keys: &[] },
    voice("code-titles", |design| &mut design.code_title),
    Group {
        name: "code-in-text",
        voice: None,
        keys: &[("size", |design| Slot::Percent(&mut design.inline_code_percent))],
    },
    Group {
        name: "notes",
        voice: Some((|design| &mut design.note, BOTH)),
        keys: &[
            ("place", |design| Slot::Word(&mut design.notes)),
            ("leading", |design| Slot::Percent(&mut design.note_leading_percent)),
        ],
    },
    voice("captions", |design| &mut design.caption),
    Group {
        name: "tables",
        voice: Some((|design| &mut design.table, ONE_LINE)),
        keys: &[("leading", |design| Slot::Percent(&mut design.table_leading_percent))],
    },
    Group { name: "table-heads", voice: Some((|design| &mut design.table_head, ONE_LINE)), keys: &[] },
    Group {
        name: "running-heads",
        voice: Some((|design| &mut design.running_voice, ONE_LINE)),
        keys: &[
            ("verso", |design| Slot::Word(&mut design.running[0])),
            ("recto", |design| Slot::Word(&mut design.running[1])),
            ("at", |design| Slot::Word(&mut design.running_at)),
        ],
    },
    Group {
        name: "folios",
        voice: Some((|design| &mut design.folio_voice, ONE_LINE)),
        keys: &[
            ("place", |design| Slot::Word(&mut design.folio)),
            ("at", |design| Slot::Word(&mut design.folio_at)),
            ("count", |design| Slot::Truth(&mut design.folio_count)),
        ],
    },
    voice("book-title", |design| &mut design.book_title),
    voice("book-subtitle", |design| &mut design.book_subtitle),
    voice("book-author", |design| &mut design.book_author),
    voice("imprint", |design| &mut design.imprint),
    Group { name: "contents-lines", voice: Some((|design| &mut design.contents, ONE_LINE)), keys: &[] },
];

const fn heading<const N: usize>(name: &'static str) -> Group {
    Group {
        name,
        voice: Some((|design| &mut design.headings[N].voice, BOTH)),
        keys: &[
            ("above", |design| Slot::HalfLines(&mut design.headings[N].above_half_lines)),
            ("below", |design| Slot::HalfLines(&mut design.headings[N].below_half_lines)),
        ],
    }
}

/// How a key is reached.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    /// In the design.
    Own(fn(&mut Design) -> Slot<'_>),
    /// In one of its voices.
    Voice(fn(&mut Design) -> &mut Voice, fn(&mut Voice) -> Slot<'_>),
}

impl Way {
    /// The slot that it leads to.
    pub fn slot(self, design: &mut Design) -> Slot<'_> {
        match self {
            Way::Own(key) => key(design),
            Way::Voice(voice, key) => key(voice(design)),
        }
    }
}

impl Group {
    /// Whether it stands in [`HEADINGS`].
    pub fn is_heading(&self) -> bool {
        self.name.bytes().all(|b| b.is_ascii_digit())
    }

    /// Its keys.
    pub fn ways(&self) -> Vec<(&'static str, Way)> {
        let own = self.keys.iter().map(|(name, key)| (*name, Way::Own(*key)));
        let voice = self.voice.iter().flat_map(|(voice, lists)| {
            lists.iter().copied().flatten().map(|(name, key)| (*name, Way::Voice(*voice, *key)))
        });
        own.chain(voice).collect()
    }
}

/// What a manifest changes in a design.
#[derive(Clone, Debug)]
pub struct Change {
    /// The key as the manifest has it, such as `headings.2.size`.
    pub key: String,
    /// Where it leads.
    pub way: Way,
    /// The value.
    pub value: Value,
    /// Where it was written.
    pub span: Span,
}

impl PartialEq for Change {
    fn eq(&self, other: &Change) -> bool {
        (&self.key, &self.value) == (&other.key, &other.value)
    }
}

impl Eq for Change {}

impl Change {
    /// Makes it. A value of another kind than its slot changes nothing, and no reader gives one.
    pub fn apply(&self, design: &mut Design) {
        match (self.way.slot(design), &self.value) {
            (Slot::Percent(slot), Value::Percent(value)) => *slot = *value,
            (Slot::Size(voice), Value::Percent(value)) => {
                voice.size_percent = *value;
                // A line of type takes as many lines of the grid as it is high, and a twentieth more.
                voice.lines = u8::try_from((value * 105 + 12_999) / 13_000).unwrap_or(1).max(1);
            }
            (Slot::Em(slot), Value::Em(value)) => *slot = *value,
            (Slot::Count(slot) | Slot::HalfLines(slot), Value::Count(value)) => *slot = *value,
            (Slot::Truth(slot), Value::Truth(value)) => *slot = *value,
            (Slot::Word(slot), Value::Word(value)) => slot.choose(*value),
            (Slot::Text(slot), Value::Text(value)) => *slot = Cow::Owned(value.clone()),
            (Slot::Bullets(slot), Value::Bullets(value)) => *slot = *value,
            _ => debug_assert!(false, "{} got {:?}", self.key, self.value),
        }
    }
}

impl Slot<'_> {
    /// Its value as a manifest writes it.
    pub fn shown(&self) -> String {
        match self {
            Slot::Percent(percent) => format!("{percent}%"),
            Slot::Size(voice) => format!("{}%", voice.size_percent),
            Slot::Em(em) => match (i64::from(em.0) * 1000 + 32_768) / 65_536 {
                0 => "0".to_string(),
                milli => {
                    let text = format!("{}.{:03}", milli / 1000, milli % 1000);
                    format!("{}em", text.trim_end_matches('0').trim_end_matches('.'))
                }
            },
            Slot::Count(count) => count.to_string(),
            Slot::HalfLines(half) => format!("{}{}", **half / 2, if **half % 2 == 1 { ".5" } else { "" }),
            Slot::Truth(truth) => truth.to_string(),
            Slot::Word(word) => word.chosen().to_string(),
            Slot::Text(text) => format!("\"{text}\""),
            Slot::Bullets(bullets) => {
                format!("[{}]", bullets.map(|bullet| format!("\"{bullet}\"")).join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a key is without being told: not worth a word in the manual.
    fn usual(name: &str, shown: &str) -> bool {
        matches!(
            (name, shown),
            ("bold" | "italic" | "small-caps" | "count" | "hyphenate", "false")
                | ("font", "text")
                | ("letter-spacing" | "above" | "below", "0")
        )
    }

    fn row(name: &str, ways: &[(&str, Way)]) -> String {
        let cells = Design::NAMES.iter().map(|design| {
            let mut design = Design::named(design).unwrap();
            let all = ways.iter().filter_map(|(key, way)| {
                let shown = way.slot(&mut design).shown();
                (!usual(key, &shown)).then(|| if key.is_empty() { shown } else { format!("{key}: {shown}") })
            });
            format!("`{}`", all.collect::<Vec<_>>().join(", "))
        });
        format!("| `{name}` | {} |", cells.collect::<Vec<_>>().join(" | "))
    }

    #[test]
    fn the_manual_gives_every_key_and_what_it_is_in_each_design() {
        let manual = include_str!("../../docs/manual/book-yaml.md");
        let mut rows: Vec<String> = KEYS.iter().map(|(name, key)| row(name, &[("", Way::Own(*key))])).collect();
        rows.extend(GROUPS.iter().map(|group| {
            let name = if group.is_heading() { format!("{HEADINGS}: {}", group.name) } else { group.name.to_string() };
            row(&name, &group.ways())
        }));
        let table = rows.join("\n");
        assert!(manual.contains(&table), "docs/manual/book-yaml.md lacks this table:\n{table}");
        let keys = GROUPS.iter().flat_map(Group::ways);
        for (key, _) in keys {
            assert!(manual.contains(&format!("`{key}`")), "docs/manual/book-yaml.md says nothing of `{key}`");
        }
    }

    #[test]
    fn a_change_of_size_takes_the_lines_it_needs() {
        let mut design = Design::named("book").unwrap();
        let way = Way::Voice(|design| &mut design.headings[1].voice, TYPE[1].1);
        for (percent, lines) in [(80, 1), (120, 1), (130, 2), (240, 2), (260, 3)] {
            Change { key: "headings.2.size".into(), way, value: Value::Percent(percent), span: Span::default() }
                .apply(&mut design);
            assert_eq!((design.headings[1].voice.size_percent, design.headings[1].voice.lines), (percent, lines));
        }
    }
}
