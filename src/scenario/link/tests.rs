//! Links: golden ones, wrong ones, and any bytes at all.

use super::*;
use crate::scenario::{Found, Problem};
use miniz_oxide::deflate::compress_to_vec;

/// Links that were given away once: each has to open, for ever. (That they are written like this shows that writing is
/// deterministic; another version of the compressor may write them otherwise, and then only those that are written change.)
struct Golden {
    text: &'static str,
    digest: u64,
    moment: Option<Moment>,
    branch: usize,
    /// All at the start where there is none.
    frontiers: &'static [Moment],
    /// The places of lines by hand.
    by_hand: &'static [usize],
    encoded: &'static str,
}

impl Golden {
    fn link(&self) -> Link {
        let mut link = Link::unplayed(scenario(self.text), self.digest);
        link.frontiers[..self.frontiers.len()].copy_from_slice(self.frontiers);
        self.by_hand.iter().for_each(|line| link.by_hand[*line] = true);
        Link { moment: self.moment, branch: self.branch, ..link }
    }
}

static GOLDEN: [Golden; 5] = [
    Golden {
        text: "paxos 1\nprotocol synod\nnodes 3\nseed 1\n",
        digest: 0,
        moment: None,
        branch: 0,
        frontiers: &[],
        by_hand: &[],
        encoded: "p1.ABcAAAAAAAAAAINZhmM0CjIJxAUALiQgEA",
    },
    Golden {
        text: "paxos 1\nprotocol synod\nnodes 5\nproposers n1 n3\nseed 7\n\nat 0 propose n1 \"blue\"\nat 58+2 drop n1->n3 accept 1.n1\nrun\n",
        digest: 0x0123_4567_89ab_cdef,
        moment: None,
        branch: 0,
        frontiers: &[at(61, 1)],
        by_hand: &[1],
        encoded: "p1.DCQBPQECAQHvzauJZ0UjAYNZRpol-CZ-QAfi4kopoNADAAUNzT4",
    },
    Golden {
        text: "paxos 1\ntitle \"Three nodes agree\" zh \"三个节点达成一致\"\nprotocol synod\nnodes 3\nproposers n1\nseed 42\n\n\
         at 0 propose n1 \"value1\"\nrun\nexpect chosen \"value1\"\n",
        digest: u64::MAX,
        moment: Some(at(58, 2)),
        branch: 0,
        frontiers: &[at(58, 2)],
        by_hand: &[],
        encoded: "p1.BSE6AgE6Av__________o3RIjpRRLNxDVVhCFSYFACvd3wg",
    },
    Golden {
        text: "paxos 1\n# 值\nprotocol synod\nnodes 99\nseed 18446744073709551615\nloss 12.5%\nmanual\n\ncaption zh \"没有什么。\"\n\
         crash n99\n\nbranch from 1 at 3\nwipe n98\nset latency n1--n2 5..20\n",
        digest: 1,
        moment: Some(at(1_000_000_000, 300)),
        branch: 1,
        frontiers: &[at(7, 0), at(1_000_000_000, 300)],
        by_hand: &[1, 3],
        encoded: "p1.D3CAlOvcA6wCAQIHAICU69wDrAIEAQEBAQEAAAAAAAAAg1mmrABsxGG3ytISOhdkYWJiZm5iYmBubG5gaWpqaGZoCq2kjfSANSm0joWHBLj_Cm3rgva4gnso0AIPaCZmlWkMLcgtLbBVxJCaFwChmsQl",
    },
    Golden {
        text: "paxos 1\ntitle \"Strange words\"\nprotocol synod\nnodes 5\nseed 3\n\nat 0 caption \"Sphinx of black quartz, judge my vow; pack my \
         box with five dozen liquor jugs. How vexingly quick daft zebras jump!\" zh \"天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。\
         寒来暑往，秋收冬藏。\"\nat 4 propose n2 \"Jackdaws love my big sphinx of quartz.\"\nat 9 caption \"The five boxing \
         wizards jump quickly, and bright vixens jump; dozy fowl quack. Waltz, bad nymph, for quick jigs vex. Quick zephyrs \
         blow, vexing daft Jim. Two driven jocks help fax my big quiz.\" zh \"云腾致雨，露结为霜。金生丽水，玉出昆冈。\"\nrun\n",
        digest: 0xdead_beef,
        moment: None,
        branch: 0,
        frontiers: &[at(110, 4)],
        by_hand: &[0, 1, 3],
        encoded: "p1.DKwDAW4EBAACAQHvvq3eAAAAAHVdzU7CQBB-ldUH4OCVFzDcDAfPQCssbqFJDbS9ikhi1BRNQGmiB43RGOyBg4mKL-P25y38ZreWSMKx2e5uv2nT_WZn9pu1yapHuhoJaJDhbJw6l9Bew1i18Qd3iaAg8oAdTCVA4ZN6moERLZL96JfxftCEi3rX1YRDHbszuj5MKTh5xejQBLPYhbvYM10sCoIybzi6GVhtmW9irXVwk2Vv5cneD88yjJKLQfYxUPtwp3J-Ey9e0vOxUkJ5jMNRMhvF02Ml-BfJ-bccTeTnPe21vI2paM1tIJe0WZU8nRHPHb6mk8uiJMPKbDtsu4LnN6gYi6BjawSEN5lTQNegSzrA9F8MRQEFbJV1yn2wNY1CgxNeLg6tCtmwHnfNjm4vk3U8MLC-oOEbCOfs1wRZtg4G2fEsu6UP2WkjtXnTIcOV2J669k275eErqQsKvWuLaktWuKWLgxikE9hh7W7jUCVU2Oyg5v5hw6h-kYAcpCdLeBPZjDzyLITDcgUfJwtDpfgRJNd3P-9fcbRQYjVUMCueDuVwJUf1C7NXhYM",
    },
];

fn scenario(text: &str) -> Scenario {
    parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn link(text: &str) -> Link {
    Link::unplayed(scenario(text), 7)
}

const fn at(tick: u64, events: u32) -> Moment {
    Moment { tick, events }
}

/// What is pasted is refused with this sentence.
#[track_caller]
fn check(pasted: &str, expected: &str) {
    let error = decode(pasted).expect_err(pasted);
    assert_eq!(error.to_string(), expected, "for {pasted:?}");
}

/// A link of our making around these bytes in place of the deflated text.
fn around(packed: &[u8]) -> String {
    let bytes = seal(&link("paxos 1"), packed);
    format!("p1.{}", BASE64URL_NOPAD.encode(&bytes))
}

#[test]
fn golden_links_are_written_as_ever() {
    for golden in &GOLDEN {
        assert_eq!(format(&scenario(golden.text)), golden.text, "the golden texts are canonical");
        assert_eq!(encode(&golden.link()).as_deref(), Ok(golden.encoded));
    }
}

#[test]
fn golden_links_open_for_ever() {
    for golden in &GOLDEN {
        assert_eq!(decode(golden.encoded), Ok(golden.link()));
    }
}

#[test]
fn golden_links_cover_both_kinds_of_code_tables() {
    let uses_own_tables = |text: &str| packing::deflate(text)[0] & 0b110 == 0b100;
    assert_eq!(GOLDEN.each_ref().map(|golden| uses_own_tables(golden.text)), [false, false, false, false, true]);
}

#[test]
fn the_dictionary_is_frozen() {
    assert_eq!((packing::DICTIONARY.len(), packing::crc32(packing::DICTIONARY)), (28_758, 0xe347_20d4));
}

#[test]
fn the_gallery_makes_short_links() {
    for entry in crate::scenario::gallery() {
        let encoded = encode(&link(entry.text)).unwrap_or_else(|error| panic!("{}: {error}", entry.name));
        assert!(encoded.len() < 1_500, "{}: {} characters", entry.name, encoded.len());
        assert_eq!(
            decode(&encoded).map(|link| link.scenario.without_lines()),
            Ok(scenario(entry.text).without_lines())
        );
    }
}

#[test]
fn the_checksum_is_that_of_zip() {
    assert_eq!(packing::crc32(b"123456789"), 0xcbf4_3926);
}

#[test]
fn links_are_pasted_in_many_ways() {
    let link = GOLDEN[1].encoded;
    let bare = decode(link);
    let (front, back) = link.split_at(20);
    for pasted in [
        format!("#{link}"),
        format!("  {link}\n"),
        format!("https://example.org/paxos/?theme=dark#{link}"),
        format!("https://example.org/#old#{link}"),
        format!("<https://example.org/#{link}>."),
        format!("({link}),"),
        format!("{front}\r\n  {back}"),
    ] {
        assert_eq!(decode(&pasted), bare, "for {pasted:?}");
    }
}

#[test]
fn what_is_no_link() {
    let none = "There is no link. Paste one that begins with “p1.”, or the address that ends with it.";
    for nothing in ["", "#", " \n", "https://example.org/#", "..."] {
        check(nothing, none);
    }
    let not_ours = |found: &str| {
        format!("“{found}” is not the beginning of a link of this page: those begin with “p1.”. Copy the whole link.")
    };
    check("https://example.org/", &not_ours("https://example.org"));
    check("paxos 1", &not_ours("paxos1"));
    check("#p.AAAA", &not_ours("p.AAAA"));
    check("p0.AAAA", &not_ours("p0.AAAA"));
    check("P1.AAAA", &not_ours("P1.AAAA"));
    check(
        "p2.AAAA",
        "This link is of version 2, and this page reads up to version 1. Open it with a newer version of the page.",
    );
    assert!(matches!(decode("p99999999999.A"), Err(LinkError::NewerVersion { .. })));
}

#[test]
fn damaged_links() {
    let link = GOLDEN[0].encoded;
    let after = link.len() - "p1.".len();
    for start in ["p1", "p1.", "p1.AB"] {
        check(start, "This link is cut off right behind its beginning. Copy the whole link.");
    }
    let cut = format!(
        "This link is cut off: {} of {after} characters are left behind “p1.”. Some programs cut long links; copy it once more, \
         or ask for the run's text.",
        after - 1
    );
    check(&link[..link.len() - 1], &cut);
    let strange = format!("{}%{}", &link[..9], &link[10..]);
    check(&strange, "This link is damaged: “%”, its character 10, is none that a link has. Copy it once more.");
    let strange = format!("{}三{}", &link[..9], &link[10..]);
    check(&strange, "This link is damaged: “三”, its character 10, is none that a link has. Copy it once more.");
    let wrong = "This link is damaged: a character was changed, added or left out. Copy it once more.";
    check(&format!("{link}A"), wrong);
    check(&format!("{}{}{}{}", &link[..20], &link[21..22], &link[20..21], &link[22..]), wrong);
}

#[test]
fn every_damaged_character_is_noticed() {
    for link in GOLDEN.each_ref().map(|golden| golden.encoded) {
        for (at, was) in link.char_indices() {
            for other in "ABYZabyz0189-_.%".chars().filter(|other| *other != was) {
                let damaged = format!("{}{other}{}", &link[..at], &link[at + 1..]);
                assert!(decode(&damaged).is_err(), "{damaged}");
            }
            let shorter = format!("{}{}", &link[..at], &link[at + 1..]);
            assert!(decode(&shorter).is_err(), "{shorter}");
            assert!(decode(&link[..at]).is_err(), "{}", &link[..at]);
        }
    }
}

#[test]
fn forged_links() {
    let senseless = "This link is whole, but what is in it makes no sense: it was not made by this page.";
    check(&around(&[]), senseless);
    check(&around(&[0xff; 40]), senseless);
    check(&around(&compress_to_vec(b"paxos 1\n\xff", 6)), senseless);
    let trailing = [compress_to_vec(b"paxos 1", 6), vec![0]].concat();
    check(&around(&trailing), senseless);
    assert!(decode(&around(&compress_to_vec(b"paxos 1", 6))).is_ok());
    check(
        &around(&compress_to_vec(b"paxos 1\nnoods 3", 6)).replace(' ', ""),
        &format!(
            "The link is whole, but the scenario in it cannot be read: {}",
            parse("paxos 1\nnoods 3").expect_err("noods")
        ),
    );
}

/// What fits its form but not the scenario is not written, and forged it does not open.
#[test]
fn links_whose_parts_do_not_fit_each_other() {
    let good = || link("paxos 1\nat 0 crash n1\n\nbranch from 1 at 0\ncrash n2");
    assert!(encode(&good()).and_then(|link| decode(&link)).is_ok());
    let moment = Some(at(0, 1));
    let wrong = [
        ("a branch that is not there", Link { branch: 2, ..good() }),
        ("a moment that was not played", Link { moment, ..good() }),
        ("a moment of another branch", Link { moment, frontiers: vec![at(9, 0), at(0, 0)], branch: 1, ..good() }),
        ("a frontier too few", Link { frontiers: vec![at(9, 0)], ..good() }),
        ("a frontier too many", Link { frontiers: vec![at(9, 0); 3], ..good() }),
        ("a line too many", Link { by_hand: vec![true; 3], ..good() }),
    ];
    for (what, link) in wrong {
        let senseless = LinkError::Damaged(Damage::Content);
        assert_eq!(encode(&link), Err(senseless.clone()), "{what}");
        let bytes = seal(&link, &packing::deflate(&format(&link.scenario)));
        assert_eq!(decode(&format!("p1.{}", BASE64URL_NOPAD.encode(&bytes))), Err(senseless), "{what}");
    }
}

#[test]
fn heads_out_of_bounds() {
    let tick = |tick: u64| Link { frontiers: vec![at(tick, 0)], ..link("paxos 1") };
    let head = |bytes: &[u8]| Head::read_from(&mut Reader { rest: bytes }).is_some();
    let digest = [0; DIGEST_BYTES];
    assert!(head(&[&[HAS_FRONTIERS, 0, 1, 58, 2], &digest[..]].concat()));
    assert!(!head(&[&[FLAGS + 1, 0], &digest[..]].concat()), "an unknown flag");
    assert!(!head(&[&[HAS_FRONTIERS, 0, 2, 58, 2], &digest[..4]].concat()), "no digest");
    assert!(!head(&[&[HAS_FRONTIERS, 0, MAX_BRANCHES as u8 + 2], &[0; 1_000][..]].concat()), "too many branches");
    assert!(!head(&[&[HAS_BY_HAND, 0, 2, 0xff, 0x7f, 1], &digest[..]].concat()), "too many lines");
    assert!(!head(&[&[HAS_BY_HAND, 0, 0xff, 0x7f], &[0; 20_000][..]].concat()), "too many runs of lines");
    let mut late = vec![HAS_FRONTIERS, 0, 1];
    push_varint(&mut late, MAX_TICK + 1);
    assert!(!head(&[&late, &[0][..], &digest].concat()), "a tick beyond the last");
    // Whoever plays it finds that nothing is due so late, and time has passed.
    assert!(encode(&tick(MAX_TICK)).and_then(|link| decode(&link)).is_ok());
}

#[test]
fn lines_by_hand_are_told_by_turns() {
    let told = |lines: &str| runs(&lines.chars().map(|line| line == 'h').collect::<Vec<_>>());
    assert_eq!(told(""), [0; 0]);
    assert_eq!(told("..."), [0; 0]);
    assert_eq!(told("h"), [0, 1]);
    assert_eq!(told("..hh."), [2, 2]);
    assert_eq!(told("h.hhh...."), [0, 1, 1, 3]);
}

#[test]
fn what_is_too_large() {
    let bomb = around(&compress_to_vec(&vec![b'#'; 64 * 1024 * 1024], 6));
    // A bomb of this size does not even fit into a link; a smaller one meets the bound of the text.
    assert_eq!(decode(&bomb), Err(LinkError::TooLong { limit_chars: MAX_LINK_CHARS }));
    let bomb = around(&compress_to_vec(&vec![b'#'; MAX_TEXT_BYTES + 1], 6));
    check(&bomb, "The scenario of this link is too large: its text may have 65536 bytes.");
    let long = format!("p1.{}", "A".repeat(MAX_LINK_CHARS));
    check(&long, "This run is too large for a link, which may have 65536 characters. Pass on its text instead.");
    let mut large = link("paxos 1");
    large.scenario.head_comments = vec!["a".repeat(100); 700];
    assert_eq!(encode(&large), Err(LinkError::TextTooLarge { limit_bytes: MAX_TEXT_BYTES }));
}

#[test]
fn what_cannot_be_opened_is_not_written() {
    let mut wrong = link("paxos 1");
    wrong.scenario.settings.node_count = 0;
    let error = encode(&wrong).expect_err("no nodes");
    assert!(matches!(error, LinkError::Scenario(_)), "{error}");
    let Err(LinkError::Scenario(error)) = decode(&around(&compress_to_vec(b"", 6))) else {
        panic!("an empty text is no scenario");
    };
    assert_eq!(error.problem, Problem::NoVersion { found: Found::EndOfText });
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use super::*;
    use crate::scenario::tests::arbitrary::scenario;
    use proptest::prelude::*;

    fn any_moment() -> impl Strategy<Value = Moment> {
        (0..=MAX_TICK, 0..=MAX_EVENTS).prop_map(|(tick, events)| Moment { tick, events })
    }

    fn any_link() -> impl Strategy<Value = Link> {
        let played = (prop::option::of(any_moment()), prop::option::of(any_moment()));
        let by_hand = prop::collection::vec(any::<bool>(), 0..100);
        (scenario(), any::<u64>(), played, any::<prop::sample::Index>(), by_hand).prop_map(
            |(scenario, digest, (frontier, moment), branch, by_hand)| {
                let mut link = Link::unplayed(scenario, digest);
                link.branch = branch.index(link.frontiers.len());
                if let Some(frontier) = frontier {
                    link.frontiers.fill(frontier);
                    link.moment = moment.map(|moment| moment.min(frontier));
                }
                link.by_hand.iter_mut().zip(by_hand).for_each(|(line, by_hand)| *line = by_hand);
                link
            },
        )
    }

    proptest! {
        #[test]
        fn a_link_holds_everything(link in any_link()) {
            let encoded = encode(&link).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert!(encoded.chars().all(is_link_character));
            let mut decoded = decode(&encoded).map_err(|error| TestCaseError::fail(error.to_string()))?;
            decoded.scenario = decoded.scenario.without_lines();
            prop_assert_eq!(decoded, link);
        }

        #[test]
        fn any_text_is_a_link_or_an_error(text in any::<String>(), ours in any::<bool>()) {
            let text = if ours { format!("p1.{text}") } else { text };
            let _ = decode(&text);
        }

        #[test]
        fn any_base64_is_a_link_or_an_error(text in "p1\\.[A-Za-z0-9_-]{0,200}") {
            prop_assert!(decode(&text).is_err(), "nobody hits the checksum by chance");
        }

        #[test]
        fn any_bytes_are_a_link_or_an_error(packed in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&around(&packed));
        }

        #[test]
        fn a_damaged_stream_is_a_link_or_an_error(
            link in any_link(), at in any::<prop::sample::Index>(), other in any::<u8>(),
        ) {
            let mut packed = packing::deflate(&format(&link.scenario));
            let at = at.index(packed.len());
            packed[at] = other;
            let _ = decode(&around(&packed));
        }

        #[test]
        fn a_damaged_character_is_noticed(
            link in any_link(), at in any::<prop::sample::Index>(), other in "[A-Za-z0-9_-]",
        ) {
            let encoded = encode(&link).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let at = at.index(encoded.len());
            let damaged = format!("{}{other}{}", &encoded[..at], &encoded[at + 1..]);
            prop_assume!(damaged != encoded);
            prop_assert!(decode(&damaged).is_err());
        }
    }
}
