//! Scenarios in Markdown: the fenced blocks marked `paxos`.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// The mark of a block that is a scenario.
const MARK: &str = "paxos";

/// A fenced block.
#[derive(PartialEq, Eq, Debug)]
pub struct Block {
    /// The line of its opening fence, from 1.
    pub line: u32,
    /// What stands in it, without what puts it into a list or a quotation.
    pub text: String,
    /// Where each line of the text stands.
    places: Vec<Place>,
}

/// Where a line of a block stands in the Markdown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Place {
    /// The line, from 1.
    line: u32,
    /// How many characters stand before it.
    indent: u32,
}

impl Block {
    /// The line of the Markdown in which a line of the text stands (both from 1). Behind the last it is that of the closing fence.
    pub fn line_of(&self, line: u32) -> u32 {
        self.place(line).line
    }

    /// The column of the Markdown at which a column of a line of the text stands (all from 1).
    pub fn column_of(&self, line: u32, column: u32) -> u32 {
        column.saturating_add(self.place(line).indent)
    }

    fn place(&self, line: u32) -> Place {
        let known = usize::try_from(line).ok().and_then(|line| self.places.get(line.checked_sub(1)?));
        let last = self.places.last().map_or(self.line, |place| place.line);
        known.copied().unwrap_or(Place { line: last.saturating_add(1), indent: 0 })
    }
}

/// Every block marked `paxos`, in order.
pub fn blocks(markdown: &str) -> Vec<Block> {
    let starts: Vec<usize> = std::iter::once(0).chain(markdown.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let place = |at: usize| {
        let line = starts.partition_point(|start| *start <= at);
        let indent = line
            .checked_sub(1)
            .and_then(|line| markdown.get(starts[line]..at))
            .map_or(0, |before| before.chars().count());
        Place { line: small(line), indent: small(indent) }
    };
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (event, range) in Parser::new(markdown).into_offset_iter() {
        match (event, &mut open) {
            (Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))), _) if is_marked(&info) => {
                open = Some(Block { line: place(range.start).line, text: String::new(), places: Vec::new() });
            }
            (Event::Text(text), Some(block)) => {
                let mut at = range.start;
                for piece in text.split_inclusive('\n') {
                    if block.text.is_empty() || block.text.ends_with('\n') {
                        block.places.push(place(at));
                    }
                    block.text.push_str(piece);
                    at += piece.len();
                }
            }
            (Event::End(TagEnd::CodeBlock), _) => blocks.extend(open.take()),
            _ => {}
        }
    }
    blocks
}

/// The first word behind the fence is the mark, in whatever letters.
fn is_marked(info: &str) -> bool {
    let first = info.split(|character: char| !character.is_alphanumeric() && character != '-').next();
    first.is_some_and(|word| word.eq_ignore_ascii_case(MARK))
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A block: the line of its fence, its text, and where each line of it begins.
    type Expected<'a> = (u32, &'a str, &'a [(u32, u32)]);

    fn check(markdown: &str, expected: &[Expected<'_>]) {
        let found = blocks(markdown);
        let found: Vec<_> = found
            .iter()
            .map(|block| {
                let lines = 1..=small(block.text.lines().count());
                let places: Vec<_> = lines.map(|line| (block.line_of(line), block.column_of(line, 1))).collect();
                (block.line, block.text.as_str(), places)
            })
            .collect();
        let expected: Vec<_> = expected.iter().map(|(line, text, places)| (*line, *text, places.to_vec())).collect();
        assert_eq!(found, expected, "\n{markdown}");
    }

    #[test]
    fn a_block_is_found_wherever_markdown_allows_one() {
        check("a\n\n```paxos\npaxos 1\n\nrun\n```\nb", &[(3, "paxos 1\n\nrun\n", &[(4, 1), (5, 1), (6, 1)])]);
        check("~~~~ paxos title\npaxos 1\n```\n~~~~\n", &[(1, "paxos 1\n```\n", &[(2, 1), (3, 1)])]);
        check("- é\n  ```Paxos\n  paxos 1\n    run\n  ```\n", &[(2, "paxos 1\n  run\n", &[(3, 3), (4, 3)])]);
        check("> ```paxos\n> paxos 1\n>\n> run\n", &[(1, "paxos 1\n\nrun\n", &[(2, 3), (3, 2), (4, 3)])]);
        check("```paxos\npaxos 1", &[(1, "paxos 1", &[(2, 1)])]);
    }

    #[test]
    fn lines_that_end_as_on_windows_are_counted_as_everywhere() {
        let markdown = "a\r\n\r\n```paxos\r\npaxos 1\r\n\r\nrun\r\n```\r\n\r\n```paxos\r\nx\r\n```\r\n";
        let found: Vec<_> =
            blocks(markdown).iter().map(|block| (block.line, block.line_of(1), block.line_of(3))).collect();
        assert_eq!(found, [(3, 4, 6), (9, 10, 11)]);
        assert_eq!(blocks(markdown)[0].text.lines().collect::<Vec<_>>(), ["paxos 1", "", "run"]);
    }

    #[test]
    fn what_only_looks_like_a_block_is_none() {
        for markdown in [
            "",
            "paxos 1\nrun\n",
            "```\npaxos 1\n```\n",
            "```paxosx\npaxos 1\n```\n",
            "```sh\n```paxos\n```\n",
            "````md\n```paxos\npaxos 1\n```\n````\n",
            "    ```paxos\n    paxos 1\n    ```\n",
            "<!--\n```paxos\npaxos 1\n```\n-->\n",
        ] {
            check(markdown, &[]);
        }
    }

    #[test]
    fn behind_the_last_line_stands_the_closing_fence() {
        let found = blocks("\n```paxos\npaxos 1\n```\n");
        assert_eq!((found[0].line_of(1), found[0].line_of(2)), (3, 4));
        assert_eq!(blocks("\n```paxos\n```\n")[0].line_of(1), 3);
    }
}
