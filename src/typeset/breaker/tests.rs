use super::*;
use proptest::prelude::*;

const RULES: Rules = Rules {
    ragged: false,
    tolerance: 8000,
    hyphen: 60_000,
    hyphens: 150_000,
    jump: 12_000,
    stair: 90_000,
    short: Length(20),
    short_last: 90_000,
    nearly: Length(150),
    nearly_full: 30_000,
    hyphen_before_last: 60_000,
    fragment: 400_000,
    lines: None,
};

fn word(width: i64) -> Node {
    Node::Box {
        width: Length(width),
        expand: Length(width / 50),
        track: Length(width / 400),
        hang_left: Length::ZERO,
        hang_right: Length::ZERO,
    }
}

const SPACE: Node = Node::Glue { width: Length(240), stretch: Length(120), shrink: Length(80) };
/// In ragged lines nothing gives.
const RAGGED: Rules = Rules { ragged: true, ..RULES };
const FIXED: Node = Node::Glue { width: Length(240), stretch: Length::ZERO, shrink: Length::ZERO };

/// A paragraph for ragged lines.
fn fixed(nodes: &[Node]) -> Vec<Node> {
    let fixed = nodes.iter().map(|node| match *node {
        SPACE => FIXED,
        Node::Box { width, .. } => Node::Box {
            width,
            expand: Length::ZERO,
            track: Length::ZERO,
            hang_left: Length::ZERO,
            hang_right: Length::ZERO,
        },
        other => other,
    });
    fixed.collect()
}
const HYPHEN: Node = Node::Discretionary {
    pre: Length(300),
    post: Length(-20),
    cost: 0,
    flagged: true,
    added: true,
    hang_right: Length::ZERO,
};
/// The author's own: it takes no room and costs what it says.
const WRITTEN: Node = Node::Discretionary {
    pre: Length::ZERO,
    post: Length::ZERO,
    cost: 20_000,
    flagged: true,
    added: false,
    hang_right: Length::ZERO,
};

fn ended(mut nodes: Vec<Node>) -> Vec<Node> {
    nodes.push(Node::Penalty { cost: FORBIDDEN });
    nodes.push(Node::Glue { width: Length::ZERO, stretch: FILL, shrink: Length::ZERO });
    nodes.push(Node::Penalty { cost: FORCED });
    nodes
}

/// The least demerits of all ways to choose among the places, each line reckoned from its nodes; none where every way
/// has a line beyond the tolerance, or another number of lines than is asked for.
fn exhaustive(nodes: &[Node], measures: &[Measure], rules: &Rules, lines: Option<usize>) -> Option<i64> {
    let places: Vec<usize> = (1..nodes.len() - 1)
        .filter(|at| match nodes[*at] {
            Node::Glue { .. } => matches!(nodes[at - 1], Node::Box { .. }),
            Node::Discretionary { .. } => true,
            _ => false,
        })
        .collect();
    (0..1u32 << places.len())
        .filter_map(|chosen| {
            let mut ends: Vec<usize> =
                places.iter().enumerate().filter(|(i, _)| chosen >> i & 1 == 1).map(|(_, at)| *at).collect();
            ends.push(nodes.len() - 1);
            if lines.is_some_and(|lines| lines != ends.len()) {
                return None;
            }
            reckon(nodes, measures, rules, &ends)
        })
        .min()
}

fn reckon(nodes: &[Node], measures: &[Measure], rules: &Rules, ends: &[usize]) -> Option<i64> {
    let (mut from, mut carried, mut before, mut hyphens, mut demerits) = (0, Length::ZERO, 0, 0, 0);
    let mut stepped = 0;
    for (number, end) in ends.iter().enumerate() {
        let (mut width, mut space, mut stretch, mut shrink) = (carried, Length::ZERO, Length::ZERO, Length::ZERO);
        let (mut expand, mut track) = (Length::ZERO, Length::ZERO);
        for node in &nodes[from..*end] {
            match *node {
                Node::Box { width: w, expand: e, track: t, .. } => {
                    (width, expand, track) = (width + w, expand + e, track + t);
                }
                Node::Glue { width: w, stretch: s, shrink: m } => {
                    (width, space, stretch, shrink) = (width + w, space + w, stretch + s, shrink + m);
                }
                _ => {}
            }
        }
        let (mut flagged, mut post) = (false, Length::ZERO);
        if let Node::Discretionary { pre, post: p, cost, added, .. } = nodes[*end] {
            (flagged, post, width) = (true, p, width + pre);
            demerits += cost + if added { rules.hyphen } else { 0 };
        }
        let measure = measures[number.min(measures.len() - 1)].width;
        let bare = measure - width;
        let (wider, apart) = shares(bare, expand, track, space);
        let slack = bare - wider - apart;
        let far = distance(slack, space, stretch, measure, rules);
        if slack.0 < -shrink.0 || far > rules.tolerance {
            return None;
        }
        let last = number + 1 == ends.len();
        let class = class_of(distance(bare, space, stretch, measure, rules) * bare.0.signum());
        demerits += badness(far);
        if last && number > 0 {
            demerits += if width < rules.short { rules.short_last } else { 0 };
            demerits += if slack.0 > 0 && slack < rules.nearly { rules.nearly_full } else { 0 };
            demerits += if hyphens > 0 { rules.hyphen_before_last } else { 0 };
            let alone = !nodes[from..*end].iter().any(|node| matches!(*node, SPACE | FIXED));
            demerits += if hyphens > 0 && alone { rules.fragment } else { 0 };
        }
        hyphens = if flagged { hyphens + 1 } else { 0 };
        demerits += match hyphens {
            0 | 1 => 0,
            2 => rules.hyphens,
            _ => LADDER,
        };
        let step: i64 = if number > 0 && stretch < FILL { (class - before as i64).abs() - 1 } else { 0 };
        demerits += if step > 0 && !rules.ragged { rules.jump * step * step } else { 0 };
        let step = if number > 0 && rules.ragged && stretch < FILL { (class - before as i64).signum() } else { 0 };
        demerits += if step != 0 && step == stepped { rules.stair } else { 0 };
        stepped = step;
        (before, carried) = (class as i32, post);
        from = end + 1;
    }
    Some(demerits)
}

fn paragraph() -> impl Strategy<Value = Vec<Node>> {
    prop::collection::vec((prop::collection::vec(200i64..1500, 1..3), any::<bool>()), 2..8).prop_map(|words| {
        let mut nodes = Vec::new();
        for (syllables, written) in words {
            if !nodes.is_empty() {
                nodes.push(SPACE);
            }
            for (at, width) in syllables.into_iter().enumerate() {
                if at > 0 {
                    nodes.push(if written { WRITTEN } else { HYPHEN });
                }
                nodes.push(word(width));
            }
        }
        ended(nodes)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_way_to_divide_a_paragraph_is_better(nodes in paragraph(), first in 2500i64..4000, rest in 2500i64..4000) {
        let measure = |width| Measure { indent: Length::ZERO, width: Length(width) };
        let measures = [measure(first), measure(rest)];
        for (nodes, rules) in [(&nodes, &RULES), (&fixed(&nodes), &RAGGED)] {
            let found = divide(nodes, &measures, rules).map(|lines| lines.demerits);
            prop_assert_eq!(found, exhaustive(nodes, &measures, rules, None));
        }
        for count in 1..6 {
            let found = divide_in(&nodes, &measures, &RULES, count);
            prop_assert!(found.as_ref().is_none_or(|lines| lines.breaks.len() == count));
            let least = exhaustive(&nodes, &measures, &RULES, Some(count)).filter(|least| *least < LADDER);
            prop_assert_eq!(found.map(|lines| lines.demerits), least);
        }
    }
}

#[test]
fn a_last_line_is_neither_short_nor_the_rest_of_a_word() {
    let first = |nodes: &[Node], width: i64, rules: &Rules| {
        let measure = [Measure { indent: Length::ZERO, width: Length(width) }];
        divide(nodes, &measure, rules).map(|lines| (lines.breaks[0].at, lines.stub))
    };
    let rules = Rules { short: Length(800), ..RULES };
    let four = ended(vec![word(700), SPACE, word(700), SPACE, word(700), SPACE, word(700)]);
    assert_eq!(first(&four, 2600, &Rules { short_last: 0, ..rules }), Some((5, true)));
    assert_eq!(first(&four, 2600, &Rules { short_last: 1 << 30, ..rules }), Some((3, false)));
    let rules = Rules { tolerance: 20_000, hyphen: 0, hyphen_before_last: 0, ..RULES };
    let divided = ended(vec![word(600), SPACE, word(600), SPACE, word(600), HYPHEN, word(500)]);
    assert_eq!(first(&divided, 2500, &Rules { fragment: 0, ..rules }), Some((5, true)));
    assert_eq!(first(&divided, 2500, &Rules { fragment: 1 << 30, ..rules }), Some((3, false)));
    // A short word behind the rest of one makes a line of it.
    let mut behind = divided[..7].to_vec();
    behind.extend([SPACE, word(200)]);
    assert_eq!(first(&ended(behind), 2500, &Rules { fragment: 1 << 30, ..rules }), Some((5, false)));
}

#[test]
fn a_word_wider_than_the_measure_is_overfull_and_nothing_is_lost() {
    let nodes = ended(vec![word(500), SPACE, word(9000), SPACE, word(500)]);
    let measure = [Measure { indent: Length::ZERO, width: Length(3000) }];
    let lines = divide_anyhow(&nodes, &measure, &RULES);
    assert_eq!(lines.breaks.iter().filter(|line| line.overfull).count(), 1);
    assert_eq!(lines.breaks.last().map(|line| line.at), Some(nodes.len() - 1));
}

#[test]
fn a_forced_break_ends_a_line_and_a_forbidden_one_never_does() {
    let mut nodes = vec![word(500)];
    nodes = ended(nodes);
    nodes.extend(ended(vec![word(1400), Node::Penalty { cost: FORBIDDEN }, SPACE, word(1400)]));
    let measure = [Measure { indent: Length::ZERO, width: Length(3100) }];
    let ends: Vec<usize> = divide(&nodes, &measure, &RULES).unwrap().breaks.iter().map(|line| line.at).collect();
    assert_eq!(ends, [3, 10]);
}
