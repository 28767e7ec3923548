//! In which order articles stand, by evidence: the neighbours that they name, numbers, days, and at last their names.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::numbers::{number_of_name, number_of_title};
use crate::model::{Chapter, InlineKind, Target, each_inline, plain_blocks, plain_text};
use crate::pass;
use crate::reader::{self, stem};

/// An order, and what it stands on.
#[derive(Debug, Default)]
pub struct Order {
    /// The articles by their place in what was given.
    pub sequence: Vec<usize>,
    /// What decided, in words.
    pub evidence: String,
    /// What decided for each article, in the order of what was given; empty where nothing speaks for its place.
    pub why: Vec<String>,
    /// An article that is nothing but a list of the others.
    pub left_out: Option<usize>,
    /// What is in doubt, with what to do.
    pub doubts: Vec<(String, &'static str)>,
}

/// Puts articles in order. Each has the path at which it was found.
pub fn order(articles: &[(&str, &Chapter)]) -> Order {
    if let Some(listed) = by_list(articles) {
        return listed;
    }
    let base = by_place(articles);
    let links = chains(articles, &base.sequence);
    let Some((chains, said, crossed)) = links else { return base };
    let whole = chains.len() == 1;
    let mut order = Order { sequence: chains.concat(), why: base.why.clone(), ..Order::default() };
    for (at, words) in said {
        order.why[at] = words;
    }
    order.evidence = match whole {
        true => "the previous and next that the articles name".to_string(),
        false => format!("the previous and next that articles name; where they name none, {}", base.evidence),
    };
    if !whole {
        let message = format!(
            "previous and next tie the articles into {} runs, not one; the runs stand by {}",
            chains.len(),
            base.evidence
        );
        order.doubts.push((message, MOVE));
    }
    order.doubts.extend(crossed);
    order
}

const MOVE: &str = "read the list through, and move lines in book.yaml where it is wrong";

/// Runs of articles that name one another, each in its order, and the runs in the order of `base`; what each names; and
/// what could not be. None where no article names another.
type Chains = (Vec<Vec<usize>>, Vec<(usize, String)>, Vec<(String, &'static str)>);
fn chains(articles: &[(&str, &Chapter)], base: &[usize]) -> Option<Chains> {
    let chapters: Vec<&Chapter> = articles.iter().map(|(_, chapter)| *chapter).collect();
    let pairs: Vec<(usize, usize)> = pass::follows(&chapters).into_iter().filter(|(a, b)| a != b).collect();
    if pairs.is_empty() {
        return None;
    }
    let (mut next, mut before) = (BTreeMap::new(), BTreeMap::new());
    let mut doubts = Vec::new();
    for (first, second) in pairs {
        if next.contains_key(&first) || before.contains_key(&second) {
            let words = format!(
                "'{}' cannot stand right before '{}' as well: another article names one of them, too",
                title(chapters[first]),
                title(chapters[second])
            );
            doubts.push((words, MOVE));
            continue;
        }
        next.insert(first, second);
        before.insert(second, first);
    }
    let mut taken = vec![false; articles.len()];
    let mut chains = Vec::new();
    // Those that nothing comes before begin a run; what is left then is a ring, cut where `base` has it first.
    let heads = base.iter().copied().filter(|at| !before.contains_key(at));
    for head in heads.chain(base.iter().copied()) {
        if taken[head] {
            continue;
        }
        if before.contains_key(&head) {
            let words = format!("articles name one another in a ring; it was cut before '{}'", title(chapters[head]));
            doubts.push((words, MOVE));
        }
        let mut run = Vec::new();
        let mut at = Some(head);
        while let Some(here) = at.filter(|here| !taken[*here]) {
            taken[here] = true;
            run.push(here);
            at = next.get(&here).copied();
        }
        chains.push(run);
    }
    let rank: BTreeMap<usize, usize> = base.iter().enumerate().map(|(rank, at)| (*at, rank)).collect();
    chains.sort_by_key(|run| run.first().and_then(|head| rank.get(head)).copied());
    let mut said = Vec::new();
    for at in 0..chapters.len() {
        let named = |name: Option<&usize>| name.map(|other| title(chapters[*other]));
        let words = match (named(before.get(&at)), named(next.get(&at))) {
            (Some(previous), Some(next)) => format!("behind “{previous}”, before “{next}”"),
            (Some(previous), None) => format!("behind “{previous}”"),
            (None, Some(next)) => format!("before “{next}”"),
            (None, None) => continue,
        };
        said.push((at, words));
    }
    Some((chains, said, doubts))
}

/// The order of what lists every other article: an index of links or of the files' names, which is no chapter; else an
/// article that begins the book with such a list; else the list of the series that articles carry, each its own place in it too.
fn by_list(articles: &[(&str, &Chapter)]) -> Option<Order> {
    if articles.len() < 3 {
        return None;
    }
    let lists: Vec<(usize, Vec<usize>)> = (0..articles.len())
        .map(|at| (at, listed_in(articles, at)))
        .filter(|(at, list)| list.iter().filter(|other| *other != at).count() + 1 == articles.len())
        .collect();
    let bare = lists.iter().filter(|(at, _)| is_bare(articles[*at].1, articles.len()));
    let index = bare.min_by_key(|(at, _)| !is_index(articles[*at].0));
    let mut order = Order { why: vec![String::new(); articles.len()], ..Order::default() };
    let (at, list) = index.or(lists.first())?;
    let without = |of: usize, list: &[usize]| list.iter().copied().filter(|other| *other != of).collect::<Vec<_>>();
    order.evidence = format!("the list in '{}'", articles[*at].0);
    order.sequence = without(*at, list);
    match (index, &lists[..]) {
        (Some(_), _) => order.left_out = Some(*at),
        (None, [_]) => order.sequence.insert(0, *at),
        (None, [_, (other, theirs), ..]) => {
            // What one leaves out of its list, itself, stands in that of the other.
            let mine = if list.contains(at) { list } else { theirs };
            let behind = mine.iter().skip_while(|one| *one != at).nth(1);
            let place = behind.and_then(|behind| order.sequence.iter().position(|one| one == behind));
            order.sequence.insert(place.unwrap_or(order.sequence.len()), *at);
            order.evidence = "the list of the series that the articles carry".to_string();
            if without(*other, &order.sequence) != without(*other, theirs) {
                let message = "the articles carry lists of the series that differ; the first was taken".to_string();
                order.doubts.push((message, MOVE));
            }
        }
        (None, []) => return None,
    }
    Some(order)
}

/// The articles that one names, each once, in its order.
fn listed_in(articles: &[(&str, &Chapter)], at: usize) -> Vec<usize> {
    let (path, chapter) = articles[at];
    let mut list: Vec<usize> = Vec::new();
    for name in named_in(chapter) {
        let name = reader::beside(path, name.split(['#', '?']).next().unwrap_or_default());
        let found = articles.iter().position(|(other, _)| *other == name);
        list.extend(found.filter(|found| !list.contains(found)));
    }
    list
}

/// Whether an article says next to nothing but what it names.
fn is_bare(chapter: &Chapter, articles: usize) -> bool {
    let count = |text: &str| text.split_whitespace().count();
    let mut named = 0;
    each_inline(&chapter.blocks, &mut |inline| match &inline.kind {
        InlineKind::Link { .. } => named += count(&plain_text(inline.children())),
        InlineKind::Text(words) => named += words.split_whitespace().filter(|word| is_file(word)).count(),
        _ => {}
    });
    count(&plain_blocks(&chapter.blocks)) <= named + articles * 2 + 6
}

fn is_index(path: &str) -> bool {
    let stem = named(path).to_lowercase();
    ["index", "contents", "toc", "order", "summary", "readme"].contains(&stem.as_str())
}

/// What an article names: where its links lead, and words that look like a file's name.
fn named_in(chapter: &Chapter) -> Vec<String> {
    let mut names = Vec::new();
    each_inline(&chapter.blocks, &mut |inline| match &inline.kind {
        InlineKind::Link { target: Target::Written(address), .. } => names.push(address.clone()),
        InlineKind::Text(words) => {
            names.extend(words.split_whitespace().filter(|word| is_file(word)).map(str::to_string));
        }
        _ => {}
    });
    names
}

fn is_file(word: &str) -> bool {
    word.contains('.') && !word.ends_with('.')
}

/// The order without links: by numbers, else by days, else by names.
fn by_place(articles: &[(&str, &Chapter)]) -> Order {
    let names: Vec<usize> = {
        let mut all: Vec<usize> = (0..articles.len()).collect();
        all.sort_by(|a, b| by_name(articles[*a].0, articles[*b].0).then(a.cmp(b)));
        all
    };
    if articles.len() < 2 {
        return Order { sequence: names, why: vec![String::new(); articles.len()], ..Order::default() };
    }
    let sorted = |keys: Vec<(Key, String)>, evidence: &str| {
        let mut sequence = names.clone();
        sequence.sort_by(|a, b| keys[*a].0.cmp(&keys[*b].0));
        let why = keys.into_iter().map(|(_, why)| why).collect();
        Order { sequence, evidence: evidence.to_string(), why, ..Order::default() }
    };
    if let Some(numbers) = all(articles, |path, _| numbered(path)).filter(|keys| distinct(keys)) {
        return sorted(numbers, "the numbers in their files' names");
    }
    if let Some(days) = all(articles, day) {
        let same = !distinct(&days);
        let mut order = sorted(days, "their days, oldest first");
        if same {
            let words = "some articles are of one day; those stand by their names".to_string();
            order.doubts.push((words, MOVE));
        }
        return order;
    }
    if let Some(numbers) = all(articles, |_, chapter| {
        let found = number_of_title(&title(chapter))?;
        Some((vec![found], format!("number {found} in its title")))
    })
    .filter(|keys| counted(keys))
    {
        return sorted(numbers, "the numbers in their titles");
    }
    let why = vec![String::new(); articles.len()];
    let evidence = "their files' names".to_string();
    let words = "nothing says in which order the articles stand, so they stand by their files' names".to_string();
    Order { sequence: names, evidence, why, doubts: vec![(words, MOVE)], ..Order::default() }
}

/// What articles are sorted by: several numbers, since folders may have some, too.
type Key = Vec<i64>;

/// The key of every article, and how it was found; none where one of them has none.
fn all(
    articles: &[(&str, &Chapter)],
    key: impl Fn(&str, &Chapter) -> Option<(Key, String)>,
) -> Option<Vec<(Key, String)>> {
    articles.iter().map(|(path, chapter)| key(path, chapter)).collect()
}

fn distinct(keys: &[(Key, String)]) -> bool {
    let mut all: Vec<&Key> = keys.iter().map(|(key, _)| key).collect();
    all.sort();
    all.windows(2).all(|two| two[0] != two[1])
}

/// Whether keys count from 0 or 1 without a gap, as parts of a series do, and years or "7 ways to …" do not.
fn counted(keys: &[(Key, String)]) -> bool {
    let mut all: Vec<i64> = keys.iter().filter_map(|(key, _)| key.first().copied()).collect();
    all.sort_unstable();
    let first = all.first().copied().unwrap_or(-1);
    (0..=1).contains(&first) && all.iter().enumerate().all(|(at, number)| *number == first + at as i64)
}

/// The numbers of a path, of its folders and of its name: where names begin with one, or end in one, as `chapter-2` does.
/// A folder without one counts as its name would not.
fn numbered(path: &str) -> Option<(Key, String)> {
    let named = named(path);
    if day_of_name(named).is_some() {
        return None;
    }
    let own = number_of_name(named)?;
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    let mut key: Key = folders.split('/').filter_map(number_of_name).collect();
    // `01-chapter2`: what has the same first number may have another behind it.
    let all = named.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse::<i64>().ok());
    let mut numbers: Vec<i64> = all.filter(|number| *number < 1_000_000).collect();
    if numbers.first() != Some(&own) {
        numbers.insert(0, own);
    }
    let words = numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(".");
    key.extend(numbers);
    Some((key, format!("number {words}")))
}

/// The day of an article: as its own data have it, else as its file's name begins.
fn day(path: &str, chapter: &Chapter) -> Option<(Key, String)> {
    let said = chapter.origin.date.as_deref().and_then(day_of_name).or_else(|| day_of_name(named(path)))?;
    let [year, month, day] = said;
    Some((vec![year, month, day], format!("{year:04}-{month:02}-{day:02}")))
}

/// `2024-01-31…`, as Jekyll names its posts.
fn day_of_name(name: &str) -> Option<[i64; 3]> {
    let date = name.get(..10)?;
    crate::base::date::parse_date(date).and_then(|(year, month, day)| Some([year, month?.into(), day?.into()]))
}

/// The name by which a path is known: its stem, of `folder/index.md` its folder.
fn named(path: &str) -> &str {
    match (stem(path).to_lowercase().as_str(), path.rsplit_once('/')) {
        ("index" | "readme" | "_index", Some((folder, _))) => folder.rsplit('/').next().unwrap_or(folder),
        _ => stem(path),
    }
}

/// Names as people sort them: numbers by what they count, an index first, what opens a book before and what ends it behind.
pub(super) fn by_name(a: &str, b: &str) -> Ordering {
    let (mut a_parts, mut b_parts) = (a.split('/'), b.split('/'));
    loop {
        match (a_parts.next(), b_parts.next()) {
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) => {
                let rank = place_of(stem(a)).cmp(&place_of(stem(b)));
                return rank.then_with(|| natural(&a.to_lowercase(), &b.to_lowercase())).then_with(|| a.cmp(b));
            }
            (a, b) => return a.is_some().cmp(&b.is_some()),
        }
    }
}

/// Where names that say it themselves belong.
fn place_of(stem: &str) -> i8 {
    match stem.to_lowercase().as_str() {
        "index" | "readme" | "_index" => -2,
        "foreword" | "preface" | "introduction" | "intro" | "prologue" | "vorwort" | "einleitung" | "préface" => -1,
        "epilogue" | "afterword" | "conclusion" | "nachwort" | "épilogue" => 1,
        "appendix" | "glossary" | "bibliography" | "acknowledgements" | "acknowledgments" | "anhang" => 2,
        _ => 0,
    }
}

fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (Some(one), Some(other)) = (a.chars().next(), b.chars().next()) else { return a.len().cmp(&b.len()) };
        if one.is_ascii_digit() && other.is_ascii_digit() {
            let ((left, rest_a), (right, rest_b)) = (a.split_at(digits(a)), b.split_at(digits(b)));
            let (left, right) = (left.trim_start_matches('0'), right.trim_start_matches('0'));
            let order = left.len().cmp(&right.len()).then_with(|| left.cmp(right));
            if order != Ordering::Equal {
                return order;
            }
            (a, b) = (rest_a, rest_b);
        } else if one != other {
            return one.cmp(&other);
        } else {
            (a, b) = (&a[one.len_utf8()..], &b[other.len_utf8()..]);
        }
    }
}

/// The title that an article gives itself.
pub(super) fn title(chapter: &Chapter) -> String {
    chapter.own_title.clone().unwrap_or_else(|| plain_text(&chapter.title))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Diags, Site, Source, SourceId, Span};
    use crate::model::Origin;

    fn chapter(path: &str, text: &str) -> Chapter {
        reader::read(&Source::new(path, text), SourceId(0), &mut Diags::new()).unwrap()
    }

    /// The paths in order, what decided, and how many doubts there are.
    fn ordered(chapters: &[(&str, Chapter)]) -> (Vec<String>, String, usize) {
        let articles: Vec<(&str, &Chapter)> = chapters.iter().map(|(path, chapter)| (*path, chapter)).collect();
        let order = order(&articles);
        let paths = order.sequence.iter().map(|at| chapters[*at].0.to_string()).collect();
        (paths, order.evidence, order.doubts.len())
    }

    fn plain(paths: &[&'static str]) -> Vec<(&'static str, Chapter)> {
        paths.iter().map(|path| (*path, chapter(path, &format!("# {path}\n\nText.")))).collect()
    }

    #[test]
    fn neighbours_come_before_all_else() {
        let said = |path: &'static str, title: &str, next: &str| {
            let mut chapter = chapter(path, &format!("# {title}\n\nText."));
            let site = Site { source: SourceId(0), span: Span::default() };
            chapter.neighbours.next = (!next.is_empty()).then(|| (next.to_string(), site));
            (path, chapter)
        };
        let (paths, evidence, doubts) =
            ordered(&[said("1.md", "C", ""), said("2.md", "A", "B"), said("3.md", "B", "C")]);
        assert_eq!((paths.join(" ").as_str(), doubts), ("2.md 3.md 1.md", 0));
        assert_eq!(evidence, "the previous and next that the articles name");
        // Two runs stand by their first articles' numbers; a ring is cut.
        let (paths, _, doubts) =
            ordered(&[said("1.md", "C", ""), said("2.md", "A", "B"), said("3.md", "B", ""), said("4.md", "D", "")]);
        assert_eq!((paths.join(" ").as_str(), doubts), ("1.md 2.md 3.md 4.md", 1));
        let (paths, _, doubts) = ordered(&[said("1.md", "A", "B"), said("2.md", "B", "A")]);
        assert_eq!((paths.join(" ").as_str(), doubts), ("1.md 2.md", 1));
    }

    #[test]
    fn numbers_count_and_do_not_spell() {
        for (paths, wanted) in [
            (["10 End.md", "2 Middle.md", "1 Begin.md"], "1 Begin.md 2 Middle.md 10 End.md"),
            (["chapter10.md", "chapter9.md", "chapter8.md"], "chapter8.md chapter9.md chapter10.md"),
            (["01-part2.md", "01-part10.md", "01-part1.md"], "01-part1.md 01-part2.md 01-part10.md"),
            (["2/1.md", "1/2.md", "1/1.md"], "1/1.md 1/2.md 2/1.md"),
            (
                ["Kapitel 2 – B.md", "Kapitel 1 – Z.md", "Kapitel 3.md"],
                "Kapitel 1 – Z.md Kapitel 2 – B.md Kapitel 3.md",
            ),
        ] {
            let (order, evidence, doubts) = ordered(&plain(&paths));
            assert_eq!((order.join(" ").as_str(), doubts), (wanted, 0));
            assert_eq!(evidence, "the numbers in their files' names");
        }
    }

    #[test]
    fn days_come_from_the_page_or_the_name() {
        let mut chapters = plain(&["b.md", "a.md", "2019-02-03-c.md"]);
        for (at, date) in [(0, "2018-01-01T08:00:00Z"), (1, "2020-01-01")] {
            chapters[at].1.origin = Origin { url: None, date: Some(date.to_string()) };
        }
        let (order, evidence, _) = ordered(&chapters);
        assert_eq!(
            (order.join(" ").as_str(), evidence.as_str()),
            ("b.md 2019-02-03-c.md a.md", "their days, oldest first")
        );
    }

    #[test]
    fn numbers_in_titles_count_where_they_leave_no_gap() {
        let titled = |titles: [&str; 3]| {
            let paths = ["x.md", "y.md", "z.md"];
            let all: Vec<(&str, Chapter)> = paths
                .iter()
                .zip(titles)
                .map(|(path, title)| (*path, chapter(path, &format!("# {title}\n\nText."))))
                .collect();
            ordered(&all)
        };
        let (order, ..) = titled(["Knots, Part Three", "Knots: part 1", "Knots (Part II)"]);
        assert_eq!(order.join(" "), "y.md z.md x.md");
        let (order, _, doubts) = titled(["7 ways to tie", "3 knots", "12 ropes"]);
        assert_eq!((order.join(" ").as_str(), doubts), ("x.md y.md z.md", 1));
    }

    #[test]
    fn names_are_the_last_evidence() {
        let (order, _, doubts) = ordered(&plain(&["zebra.md", "epilogue.md", "b/index.md", "preface.md", "Apple.md"]));
        assert_eq!((order.join(" ").as_str(), doubts), ("preface.md Apple.md b/index.md zebra.md epilogue.md", 1));
    }

    #[test]
    fn a_list_of_the_others_decides() {
        let mut chapters = plain(&["b.md", "a.md"]);
        chapters.push(("order.txt", chapter("order.txt", "b.md\na.md\n")));
        let (order, evidence, _) = ordered(&chapters);
        assert_eq!((order.join(" ").as_str(), evidence.as_str()), ("b.md a.md", "the list in 'order.txt'"));
        let index = chapter("index.md", &format!("# All\n\n{}\n\n- [B](b.md)\n- [A](a.md#x)\n", "word ".repeat(60)));
        chapters[2] = ("index.md", index);
        assert_eq!(ordered(&chapters).0.join(" "), "index.md b.md a.md");
    }

    #[test]
    fn a_list_that_every_article_carries_gives_the_place_of_each() {
        let text = |own: &str| {
            let item = |name: &str| {
                if name == own { format!("- {name}, this one\n") } else { format!("- [{name}]({name}.md)\n") }
            };
            format!(
                "# {own}\n\n{}\n\nIn this series:\n\n{}",
                "Two sentences of prose. ".repeat(4),
                ["c", "b", "a"].map(item).concat()
            )
        };
        let chapters: Vec<_> =
            [("a.md", "a"), ("b.md", "b"), ("c.md", "c")].map(|(path, own)| (path, chapter(path, &text(own)))).into();
        let (order, evidence, doubts) = ordered(&chapters);
        assert_eq!((order.join(" ").as_str(), doubts), ("c.md b.md a.md", 0), "{evidence}");
    }

    #[test]
    fn a_bare_index_holds_over_an_article_that_names_the_others() {
        let chapters = [
            (
                "a.html",
                chapter(
                    "a.html",
                    "<title>A</title><p>As <a href=\"b.html\">b</a> says, and as anybody may read in it at length and with profit, it was so from the first day on. <a href=\"index.html\">Back to index</a></p>",
                ),
            ),
            ("b.html", chapter("b.html", "<title>B</title><p>It was a long day, and nothing came of it at all.</p>")),
            (
                "index.html",
                chapter(
                    "index.html",
                    "<title>All</title><ul><li><a href=\"b.html\">B</a></li><li><a href=\"a.html\">A</a></li></ul>",
                ),
            ),
        ];
        assert_eq!(ordered(&chapters).0.join(" "), "b.html a.html");
    }
}
