//! What the linker says of the program's data: where each static begins and ends, and which points at which.
//!
//! The linker writes it with `--emit-relocs`, and wasm-bindgen's output has it no more, but has the data at the same addresses. The
//! format: <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>.

use crate::module::{constant, function_names};
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use wasmparser::{
    DataKind, KnownCustom, Linking, LinkingSectionReader, Parser, Payload, RelocSectionReader, RelocationEntry,
    RelocationType, SymbolInfo, TypeRef,
};

/// A static of the program.
#[derive(Debug)]
pub struct Static {
    /// Its addresses.
    pub place: Range<u32>,
    /// Statics that it points at, by their places in [`Linked::statics`].
    pub points_at: Vec<usize>,
    /// Addresses in front of it or behind it that mean it all the same, as the end does for a loop.
    pub also_at: Vec<u32>,
}

/// The program's data as the linker saw it.
pub struct Linked {
    /// Every static that has a size.
    pub statics: Vec<Static>,
    /// Statics that something points at which is itself part of no static.
    pub pointed_at_from_nowhere: Vec<usize>,
    /// The statics that functions of this name use.
    pub used_by: BTreeMap<String, BTreeSet<usize>>,
}

/// What is read before it can be put together.
#[derive(Default)]
struct Parts<'a> {
    /// The bytes of each data segment: where in the data section, and at which address.
    segments: Vec<(Range<u32>, u32)>,
    /// For each symbol: its static, if it is one.
    symbols: Vec<Option<usize>>,
    linking: Option<LinkingSectionReader<'a>>,
    relocations: Vec<RelocSectionReader<'a>>,
    data_section: u32,
    code_section: u32,
    code_start: u64,
    /// How many functions are imported.
    imported: u32,
    /// Where each function ends in the code section; they stand one behind the other.
    function_ends: Vec<u32>,
    names: BTreeMap<u32, &'a str>,
}

impl Linked {
    /// Reads the linker's output.
    ///
    /// # Errors
    /// It is not WebAssembly, or was not linked with `--emit-relocs`.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let mut parts = Parts::read(bytes)?;
        let linking =
            parts.linking.take().context("it has no symbols in it (linked without --emit-relocs, or stripped?)")?;
        let mut linked = Self { statics: Vec::new(), pointed_at_from_nowhere: Vec::new(), used_by: BTreeMap::new() };
        for part in linking.subsections() {
            if let Linking::SymbolTable(symbols) = part? {
                for symbol in symbols {
                    let found = parts.place_of(&symbol?).map(|place| linked.add(place));
                    parts.symbols.push(found);
                }
            }
        }
        for section in std::mem::take(&mut parts.relocations) {
            for entry in section.entries() {
                linked.relocate(&parts, section.section_index(), entry?)?;
            }
        }
        Ok(linked)
    }

    fn add(&mut self, place: Range<u32>) -> usize {
        self.statics.push(Static { place, points_at: Vec::new(), also_at: Vec::new() });
        self.statics.len() - 1
    }

    fn relocate(&mut self, parts: &Parts<'_>, section: u32, entry: RelocationEntry) -> Result<()> {
        match entry.ty {
            RelocationType::MemoryAddrLeb | RelocationType::MemoryAddrSleb | RelocationType::MemoryAddrI32 => {}
            RelocationType::MemoryAddrRelSleb
            | RelocationType::MemoryAddrTlsSleb
            | RelocationType::MemoryAddrLocrelI32 => {
                bail!("it points at data in a way that is not known here: {:?}", entry.ty)
            }
            _ => return Ok(()),
        }
        let Some(Some(target)) = parts.symbols.get(entry.index as usize).copied() else { return Ok(()) };
        let meant = &mut self.statics[target];
        let address = (i64::from(meant.place.start) + entry.addend) as u32;
        if !meant.place.contains(&address) {
            meant.also_at.push(address);
        }
        if section == parts.code_section {
            let name = parts.function_at(entry.offset).context("data is used outside of any function")?;
            self.used_by.entry(name.to_owned()).or_default().insert(target);
        } else if section == parts.data_section {
            let address = parts.address_of(entry.offset).context("a pointer stands outside of the data")?;
            let mut holders = self.statics.iter_mut().filter(|holder| holder.place.contains(&address)).peekable();
            if holders.peek().is_none() {
                self.pointed_at_from_nowhere.push(target);
            }
            holders.for_each(|holder| holder.points_at.push(target));
        }
        Ok(())
    }
}

impl<'a> Parts<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self> {
        let mut parts = Self::default();
        let mut index = 0;
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload?;
            let is_section = payload.as_section().is_some();
            match payload {
                Payload::DataSection(section) => {
                    parts.data_section = index;
                    let start = section.range().start;
                    for data in section {
                        let data = data?;
                        let DataKind::Active { offset_expr, .. } = data.kind else { bail!("it has passive data") };
                        let end = data.range.end - start;
                        let first = end - data.data.len() as u64;
                        parts.segments.push((first as u32..end as u32, constant(&offset_expr)?));
                    }
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        parts.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionStart { unchecked_range: range, .. } => {
                    parts.code_section = index;
                    parts.code_start = range.start;
                }
                Payload::CodeSectionEntry(body) => {
                    parts.function_ends.push((body.range().end - parts.code_start) as u32)
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Name(names) => parts.names = function_names(names)?,
                    KnownCustom::Linking(linking) => parts.linking = Some(linking),
                    KnownCustom::Reloc(relocations) => parts.relocations.push(relocations),
                    _ => {}
                },
                _ => {}
            }
            index += u32::from(is_section);
        }
        Ok(parts)
    }

    /// Where a symbol's bytes are, if it is a static with any.
    fn place_of(&self, symbol: &SymbolInfo<'_>) -> Option<Range<u32>> {
        let SymbolInfo::Data { symbol: Some(data), .. } = symbol else { return None };
        if data.size == 0 {
            return None;
        }
        let segment = self.segments.get(data.index as usize);
        // (What begins as zeros is in no segment.)
        segment.map(|(_, address)| address + data.offset..address + data.offset + data.size)
    }

    /// The name of the function that has this byte of the code section.
    fn function_at(&self, offset: u32) -> Option<&'a str> {
        let place = self.function_ends.partition_point(|end| *end <= offset);
        self.names.get(&(self.imported + place as u32)).copied()
    }

    /// The address of a byte of the data section.
    fn address_of(&self, offset: u32) -> Option<u32> {
        let (bytes, address) = self.segments.iter().find(|(bytes, _)| bytes.contains(&offset))?;
        Some(address + offset - bytes.start)
    }
}
