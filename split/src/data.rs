//! Which data moves to the second file: the statics that nothing in the first can reach.
//!
//! A function that is missing is noticed, and data is not. So what stays is found carefully: what a function that stays uses, as the
//! linker knows (of a function that it does not know, because wasm-bindgen made it, any number that may be an address); and what a
//! static that stays points at.

use crate::choice::Choice;
use crate::linked::Linked;
use crate::module::{Data, Module};
use std::collections::BTreeMap;
use std::ops::Range;

/// A piece of the second file's data costs some bytes beside its own; a shorter one stays.
const MIN_PIECE_BYTES: usize = 16;

/// The data of the two files.
pub struct Parts<'a> {
    pub first: Vec<Data<'a>>,
    pub second: Vec<Data<'a>>,
    /// Statics that stay, and who reads them first of all.
    pub kept: Vec<(Range<u32>, String)>,
}

/// Divides the data.
pub fn divide<'a>(module: &Module<'a>, choice: &Choice, linked: &Linked) -> Parts<'a> {
    let stays = staying(module, choice, linked);
    let kept = linked
        .statics
        .iter()
        .zip(&stays)
        .filter_map(|(known, reader)| Some((known.place.clone(), reader.clone()?)))
        .collect();
    let mut parts = Parts { first: Vec::new(), second: Vec::new(), kept };
    for data in &module.data {
        let mut moves = vec![false; data.bytes.len()];
        for later in [true, false] {
            // Where two statics share bytes, the one that stays has the last word.
            let these = linked.statics.iter().zip(&stays).filter(|(_, stays)| stays.is_none() == later);
            for (known, _) in these {
                moves[within(&known.place, data)].fill(later);
            }
        }
        cut(data, &moves, &mut parts);
    }
    parts
}

/// The part of a range of addresses that lies in a segment, as places in its bytes.
fn within(place: &Range<u32>, data: &Data<'_>) -> Range<usize> {
    let end = data.address + data.bytes.len() as u32;
    let (from, to) = (place.start.clamp(data.address, end), place.end.clamp(data.address, end));
    (from - data.address) as usize..(to - data.address) as usize
}

/// For each static: why it stays, if it does.
fn staying(module: &Module<'_>, choice: &Choice, linked: &Linked) -> Vec<Option<String>> {
    let mut at: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, known) in linked.statics.iter().enumerate() {
        for address in known.place.clone().chain(known.also_at.iter().copied()) {
            at.entry(address).or_default().push(index);
        }
    }
    let mut open: Vec<(usize, String)> = Vec::new();
    for function in
        module.own().filter(|index| !choice.moved.contains(index)).filter_map(|index| module.function(index))
    {
        let guessed = || function.numbers.iter().filter_map(|number| at.get(number)).flatten().copied().collect();
        let used = linked.used_by.get(function.symbol).cloned().unwrap_or_else(guessed);
        open.extend(used.into_iter().map(|index| (index, function.name.clone())));
    }
    open.extend(
        linked
            .pointed_at_from_nowhere
            .iter()
            .map(|index| (*index, String::from("(pointed at from outside of any static)"))),
    );
    let mut stays = vec![None; linked.statics.len()];
    while let Some((index, reader)) = open.pop() {
        if stays[index].is_none() {
            open.extend(linked.statics[index].points_at.iter().map(|target| (*target, reader.clone())));
            stays[index] = Some(reader);
        }
    }
    stays
}

/// Cuts a segment into what stays and what moves.
fn cut<'a>(data: &Data<'a>, moves: &[bool], parts: &mut Parts<'a>) {
    let mut pieces: Vec<(bool, Range<usize>)> = Vec::new();
    for (place, later) in moves.iter().enumerate() {
        match pieces.last_mut() {
            Some((same, range)) if same == later => range.end = place + 1,
            _ => pieces.push((*later, place..place + 1)),
        }
    }
    for (later, range) in &mut pieces {
        *later &= range.len() >= MIN_PIECE_BYTES;
    }
    for (later, range) in join(pieces) {
        let piece = Data { address: data.address + range.start as u32, bytes: &data.bytes[range] };
        if later { parts.second.push(piece) } else { parts.first.push(piece) }
    }
}

/// Joins neighbours that go the same way.
fn join(pieces: Vec<(bool, Range<usize>)>) -> Vec<(bool, Range<usize>)> {
    let mut joined: Vec<(bool, Range<usize>)> = Vec::new();
    for (later, range) in pieces {
        match joined.last_mut() {
            Some((same, last)) if *same == later => last.end = range.end,
            _ => joined.push((later, range)),
        }
    }
    joined
}
