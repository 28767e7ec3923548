//! What `style` changes in a design, after the table of `style/keys.rs`.

use super::check::{Fields, Reader};
use super::tree::{Kind, Node};
use crate::base::{Code, Em};
use crate::style::{Change, Design, GROUPS, HEADINGS, KEYS, Slot, Value, Way};

/// Sizes that can still be told from a slip.
const PERCENT: std::ops::RangeInclusive<i64> = 30..=900;
/// The most ems, and the most lines.
const MOST: u8 = 30;

/// The keys of `style` that stand for something in a design.
pub(super) fn names() -> Vec<&'static str> {
    let groups = GROUPS.iter().filter(|group| !group.is_heading()).map(|group| group.name);
    KEYS.iter().map(|(name, _)| *name).chain(groups).chain([HEADINGS]).collect()
}

/// What the fields of a `style` change.
pub(super) fn changes(reader: &mut Reader, fields: &Fields) -> Vec<Change> {
    let mut found = Vec::new();
    for (name, key) in KEYS {
        if let Some(node) = fields.get(name) {
            found.extend(change(reader, node, name, (*name).to_string(), Way::Own(*key)));
        }
    }
    for group in GROUPS.iter().filter(|group| !group.is_heading()) {
        if let Some(node) = fields.get(group.name) {
            mapping(reader, node, group.name, &group.ways(), &mut found);
        }
    }
    let levels: Vec<&str> = GROUPS.iter().filter(|group| group.is_heading()).map(|group| group.name).collect();
    let headings = fields.get(HEADINGS).and_then(|node| reader.fields(node, "'headings'", &[&levels], &[]));
    if let Some(headings) = headings {
        for group in GROUPS.iter().filter(|group| group.is_heading()) {
            if let Some(node) = headings.get(group.name) {
                mapping(reader, node, &format!("{HEADINGS}.{}", group.name), &group.ways(), &mut found);
            }
        }
    }
    found
}

fn mapping(reader: &mut Reader, node: &Node, name: &str, ways: &[(&'static str, Way)], found: &mut Vec<Change>) {
    let known: Vec<&str> = ways.iter().map(|(key, _)| *key).collect();
    let Some(fields) = reader.fields(node, &format!("'{name}'"), &[&known], &[]) else { return };
    for (key, way) in ways {
        if let Some(node) = fields.get(key) {
            found.extend(change(reader, node, key, format!("{name}.{key}"), *way));
        }
    }
}

fn change(reader: &mut Reader, node: &Node, name: &str, key: String, way: Way) -> Option<Change> {
    // What a value must be is the same in every design.
    let mut design = Design::named(Design::NAMES[0])?;
    let value = value(reader, node, &format!("'{name}'"), way.slot(&mut design))?;
    Some(Change { key, way, value, span: node.span })
}

fn value(reader: &mut Reader, node: &Node, what: &str, slot: Slot) -> Option<Value> {
    let wanted = match slot {
        Slot::Truth(_) => return reader.truth(node, what).map(Value::Truth),
        Slot::Bullets(_) => return bullets(reader, node, what).map(Value::Bullets),
        Slot::Text(_) => return reader.text(node, what).map(|text| Value::Text(text.value)),
        Slot::Word(word) => {
            let words: Vec<(&str, usize)> = word.words().into_iter().zip(0..).collect();
            return reader.word(node, what, &words).map(Value::Word);
        }
        Slot::Percent(_) | Slot::Size(_) => "a percentage from 30% to 900%, such as 110%",
        Slot::Em(_) => "a length in em up to 30em, such as 1.5em, or 0",
        Slot::Count(_) => "a whole number from 0 to 30",
        Slot::HalfLines(_) => "a number of lines by halves up to 15, such as 1.5",
    };
    let text = reader.text(node, what)?;
    let thousandths = |unit: &str| thousandths(text.value.strip_suffix(unit)?.trim_end());
    let found = match slot {
        Slot::Percent(_) | Slot::Size(_) => thousandths("%")
            .filter(|milli| milli % 1000 == 0 && PERCENT.contains(&(milli / 1000)))
            .map(|milli| Value::Percent(milli / 1000)),
        Slot::Em(_) => thousandths("em")
            .or((text.value == "0").then_some(0))
            .filter(|milli| (0..=i64::from(MOST) * 1000).contains(milli))
            .and_then(|milli| Some(Value::Em(Em::milli(i32::try_from(milli).ok()?)))),
        Slot::Count(_) => text.value.parse().ok().filter(|count| *count <= MOST).map(Value::Count),
        Slot::HalfLines(_) => thousandths("")
            .filter(|milli| milli % 500 == 0 && (0..=i64::from(MOST) * 500).contains(milli))
            .and_then(|milli| Some(Value::Count(u8::try_from(milli / 500).ok()?))),
        Slot::Truth(_) | Slot::Bullets(_) | Slot::Text(_) | Slot::Word(_) => None,
    };
    if found.is_none() {
        reader.push_help(
            Code::BadValue,
            text.span,
            format!("{what} cannot be '{}'", text.value),
            format!("write {wanted}"),
        );
    }
    found
}

/// A decimal of at most three places, in thousandths.
fn thousandths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || part.len() > 3 || !digits(whole) || !digits(part) {
        return None;
    }
    format!("{whole}{part:0<3}").parse().ok()
}

/// One to three characters, the last of which stands for what is deeper.
fn bullets(reader: &mut Reader, node: &Node, what: &str) -> Option<[char; 3]> {
    let items = match &node.kind {
        Kind::List(items) => items.clone(),
        Kind::Text(..) | Kind::Map(_) => {
            reader.wrong(node, what, "a list of one to three characters", "write ['•', '–']");
            return None;
        }
    };
    let mut found = Vec::new();
    for item in &items {
        let text = reader.text(item, "a bullet")?;
        let mut chars = text.value.chars();
        match (chars.next(), chars.next()) {
            (Some(bullet), None) => found.push(bullet),
            _ => {
                reader.push(Code::BadValue, text.span, format!("the bullet '{}' is not one character", text.value));
                return None;
            }
        }
    }
    let Some(last) = found.last().copied().filter(|_| found.len() <= 3) else {
        reader.push(Code::BadValue, node.span, format!("{what} has one to three characters, one a depth"));
        return None;
    };
    found.resize(3, last);
    <[char; 3]>::try_from(found).ok()
}
