//! What was probably meant: the closest of a few words.

/// Longer words are not compared: nothing in the format is that long, and the comparison takes time with its square.
const MAX_WORD_CHARS: usize = 24;

/// The candidate closest to `word`, if one is close enough to be a slip of the fingers, or the only one that goes on from it.
pub fn closest(word: &str, candidates: &[&'static str]) -> Option<&'static str> {
    let word: Vec<char> = word.chars().take(MAX_WORD_CHARS + 1).flat_map(char::to_lowercase).collect();
    if word.len() < 2 || word.len() > MAX_WORD_CHARS {
        return None;
    }
    let slips_allowed = (word.len() / 3).max(1);
    let near = candidates.iter().map(|candidate| (distance(&word, candidate), *candidate));
    match near.filter(|(slips, _)| *slips <= slips_allowed).min_by_key(|(slips, _)| *slips) {
        Some((_, candidate)) => Some(candidate),
        None => only_continuation(&word.iter().collect::<String>(), candidates),
    }
}

/// The one candidate that begins with `word`, if there is exactly one.
fn only_continuation(word: &str, candidates: &[&'static str]) -> Option<&'static str> {
    let mut continuations = candidates.iter().filter(|candidate| candidate.starts_with(word));
    match (continuations.next(), continuations.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// How many letters have to be inserted, left out, replaced or swapped with their neighbour (optimal string alignment).
fn distance(left: &[char], right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut before: Vec<usize> = vec![0; right.len() + 1];
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let replaced = last[j] + usize::from(a != b);
            let mut best = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each row: what was written, what is suggested, what it shows.
    const TABLE: [(&str, Option<&str>, &str); 8] = [
        ("prepair", Some("prepare"), "two letters wrong in seven"),
        ("Prepare", Some("prepare"), "capital letters are slips too"),
        ("perpare", Some("prepare"), "a swap is one slip"),
        ("acept", Some("accept"), "a letter left out"),
        ("acceptted", Some("accepted"), "the closer of two"),
        ("ref", Some("refuse"), "the only one that goes on from there"),
        ("pr", None, "two go on from there"),
        ("elephant", None, "nothing is close"),
    ];

    #[test]
    fn suggestions() {
        let kinds = ["prepare", "promise", "refuse", "accept", "accepted", "chosen"];
        for (word, expected, shows) in TABLE {
            assert_eq!(closest(word, &kinds), expected, "{word}: {shows}");
        }
    }

    #[test]
    fn a_word_without_end_is_not_compared() {
        assert_eq!(closest(&"prepare".repeat(10_000), &["prepare"]), None);
    }
}
