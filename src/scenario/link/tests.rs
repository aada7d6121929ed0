//! Links: golden ones, wrong ones, and any bytes at all.

use super::*;
use crate::scenario::{Found, Problem};
use miniz_oxide::deflate::compress_to_vec;

/// Links that were given away once: each has to open, for ever. (That they are written like this shows that writing is
/// deterministic; another version of the compressor may write them otherwise, and then only those that are written change.)
/// (Text, digest, moment, branch, the link.)
type Golden = (&'static str, u64, Option<Moment>, usize, &'static str);

const GOLDEN: [Golden; 5] = [
    ("paxos 1\nprotocol synod\nnodes 3\nseed 1\n", 0, None, 0, "p1.ABcAAAAAAAAAAINZhmM0CjIJxAUALiQgEA"),
    (
        "paxos 1\nprotocol synod\nnodes 5\nproposers n1 n3\nseed 7\n\nat 0 propose n1 \"blue\"\nat 58+2 drop n1->n3 accept 1.n1\nrun\n",
        0x0123_4567_89ab_cdef,
        None,
        0,
        "p1.AB7vzauJZ0UjAYNZRpol-CZ-QAfi4kopoNADAMSRHc4",
    ),
    (
        "paxos 1\ntitle \"Three nodes agree\" zh \"三个节点达成一致\"\nprotocol synod\nnodes 3\nproposers n1\nseed 42\n\n\
         at 0 propose n1 \"value1\"\nrun\nexpect chosen \"value1\"\n",
        u64::MAX,
        Some(Moment { tick: 58, events: 2 }),
        0,
        "p1.AR46Av__________o3RIjpRRLNxDVVhCFSYFADEMYH0",
    ),
    (
        "paxos 1\n# 值\nprotocol synod\nnodes 99\nseed 18446744073709551615\nloss 12.5%\nmanual\n\ncaption zh \"没有什么。\"\n\
         crash n99\n\nbranch from 1 at 3\nwipe n98\nset latency n1--n2 5..20\n",
        1,
        Some(Moment { tick: 1_000_000_000, events: 300 }),
        1,
        "p1.A2GAlOvcA6wCAQEAAAAAAAAAg1mmrABsxGG3ytISOhdkYWJiZm5iYmBubG5gaWpqaGZoCq2kjfSANSm0joWHBLj_Cm3rgva4gnso0AIPaCZmlWkMLcgtLbBVxJCaFwCr8s0V",
    ),
    (
        "paxos 1\ntitle \"Strange words\"\nprotocol synod\nnodes 5\nseed 3\n\nat 0 caption \"Sphinx of black quartz, judge my vow; pack my \
         box with five dozen liquor jugs. How vexingly quick daft zebras jump!\" zh \"天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。\
         寒来暑往，秋收冬藏。\"\nat 4 propose n2 \"Jackdaws love my big sphinx of quartz.\"\nat 9 caption \"The five boxing \
         wizards jump quickly, and bright vixens jump; dozy fowl quack. Waltz, bad nymph, for quick jigs vex. Quick zephyrs \
         blow, vexing daft Jim. Two driven jocks help fax my big quiz.\" zh \"云腾致雨，露结为霜。金生丽水，玉出昆冈。\"\nrun\n",
        0xdead_beef,
        None,
        0,
        "p1.AKQD776t3gAAAAB1Xc1OwkAQfpXVB-DglRcw3AwHz0ArLG6hSQ20vYpIYtQUTUBpogeN0RjsgYOJii_j9uct_Ga3lkjCsdnubr9p0_1mZ_abtcmqR7oaCWiQ4WycOpfQXsNYtfEHd4mgIPKAHUwlQOGTepqBES2S_eiX8X7QhIt619WEQx27M7o-TCk4ecXo0ASz2IW72DNdLAqCMm84uhlYbZlvYq11cJNlb-XJ3g_PMoySi0H2MVD7cKdyfhMvXtLzsVJCeYzDUTIbxdNjJfgXyfm3HE3k5z3ttbyNqWjNbSCXtFmVPJ0Rzx2-ppPLoiTDymw7bLuC5zeoGIugY2sEhDeZU0DXoEs6wPRfDEUBBWyVdcp9sDWNQoMTXi4OrQrZsB53zY5uL5N1PDCwvqDhGwjn7NcEWbYOBtnxLLulD9lpI7V50yHDldieuvZNu-XhK6kLCr1ri2pLVrili4MYpBPYYe1u41AlVNjsoOb-YcOofpGAHKQnS3gT2Yw88iyEw3IFHycLQ6X4ESTXdz_vX3G0UGI1VDArng7lcCVH9QvfWpNV",
    ),
];

fn scenario(text: &str) -> Scenario {
    parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn link(text: &str) -> Link {
    Link { scenario: scenario(text), digest: 7, moment: None, branch: 0 }
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
    for (text, digest, moment, branch, expected) in GOLDEN {
        assert_eq!(format(&scenario(text)), text, "the golden texts are canonical");
        let link = Link { scenario: scenario(text), digest, moment, branch };
        assert_eq!(encode(&link).as_deref(), Ok(expected));
    }
}

#[test]
fn golden_links_open_for_ever() {
    for (text, digest, moment, branch, encoded) in GOLDEN {
        let link = Link { scenario: scenario(text), digest, moment, branch };
        assert_eq!(decode(encoded), Ok(link));
    }
}

#[test]
fn golden_links_cover_both_kinds_of_code_tables() {
    let uses_own_tables = |text: &str| packing::deflate(text)[0] & 0b110 == 0b100;
    assert_eq!(GOLDEN.map(|(text, ..)| uses_own_tables(text)), [false, false, false, false, true]);
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
    let (.., link) = GOLDEN[1];
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
    let (.., link) = GOLDEN[0];
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
    for (.., link) in GOLDEN {
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
    let missing_branch = Link { branch: 1, ..link("paxos 1") };
    assert_eq!(encode(&missing_branch).and_then(|link| decode(&link)), Err(LinkError::Damaged(Damage::Content)));
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

    fn any_link() -> impl Strategy<Value = Link> {
        let moment = prop::option::of((0..=MAX_TICK, 0..=MAX_EVENTS));
        (scenario(), any::<u64>(), moment, any::<prop::sample::Index>()).prop_map(
            |(scenario, digest, moment, branch)| {
                let moment = moment.map(|(tick, events)| Moment { tick, events });
                let branch = branch.index(scenario.branches.len() + 1);
                Link { scenario, digest, moment, branch }
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
