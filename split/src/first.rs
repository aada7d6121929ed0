//! The first file: all that the second has not, with stubs for what moved.

use crate::choice::Choice;
use crate::data::Parts;
use crate::glue::Names;
use crate::module::Module;
use anyhow::{Context, Result, anyhow};
use std::collections::{BTreeMap, BTreeSet};
use wasm_encoder::reencode::{Error, Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, ExportKind, ExportSection, Function,
    FunctionSection, GlobalSection, GlobalType, ImportSection, MemorySection, NameMap, NameSection, TableSection,
    TypeSection, ValType,
};
use wasmparser::ExternalKind;

/// Gives functions new numbers. One that is not in the file is a mistake of ours, and told as such.
pub struct Renumber {
    /// Old number, new number.
    pub functions: BTreeMap<u32, u32>,
}

impl Reencode for Renumber {
    type Error = anyhow::Error;

    fn function_index(&mut self, index: u32) -> Result<u32, Error<anyhow::Error>> {
        let new = self.functions.get(&index).copied();
        new.ok_or_else(|| Error::UserError(anyhow!("function {index} is called and is in neither file")))
    }
}

/// Errors of the encoder, in our words.
pub fn encoded<T>(result: Result<T, Error<anyhow::Error>>) -> Result<T> {
    result.map_err(|error| anyhow!("{error}"))
}

/// What a file shares is exported under a short name of its own.
pub fn shared_name(kind: char, index: u32) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut digits = Vec::new();
    let mut rest = index as usize;
    loop {
        digits.push(DIGITS[rest % 36]);
        rest /= 36;
        if rest == 0 {
            break;
        }
    }
    digits.iter().rev().fold(format!("~{kind}"), |name, digit| name + &char::from(*digit).to_string())
}

/// The type section, the same in both files.
pub fn types(module: &Module<'_>) -> Result<TypeSection> {
    let mut section = TypeSection::new();
    for ty in &module.types {
        section.ty().func_type(&encoded(
            RoundtripReencoder.func_type(ty.clone()).map_err(|error| Error::UserError(anyhow!("{error}"))),
        )?);
    }
    Ok(section)
}

/// Table types, the first one large enough for every slot.
pub fn tables(module: &Module<'_>, choice: &Choice) -> Result<Vec<wasm_encoder::TableType>> {
    let mut types = Vec::new();
    for (place, table) in module.tables.iter().enumerate() {
        let mut ty = RoundtripReencoder.table_type(*table).map_err(|error| anyhow!("{error}"))?;
        if place == 0 {
            ty.minimum = choice.table_size;
            ty.maximum = ty.maximum.map(|maximum| maximum.max(choice.table_size));
        }
        types.push(ty);
    }
    Ok(types)
}

/// The global that says whether the second file is there: after all others.
pub fn ready_index(module: &Module<'_>) -> u32 {
    module.globals.len() as u32
}

/// Its type.
pub const READY: GlobalType = GlobalType { val_type: ValType::I32, mutable: true, shared: false };

/// Writes the file. `load`: the imported function that gets the second one.
pub fn encode(module: &Module<'_>, choice: &Choice, data: &Parts<'_>, names: &Names, load: u32) -> Result<Vec<u8>> {
    let mut renumber = numbers(module, choice);
    let mut out = wasm_encoder::Module::new();
    out.section(&types(module)?);
    out.section(&imports(module, names)?);
    out.section(&functions(module, choice));
    let mut table_section = TableSection::new();
    for table in tables(module, choice)? {
        table_section.table(table);
    }
    out.section(&table_section);
    let mut memories = MemorySection::new();
    memories.memory(encoded(renumber.memory_type(module.memory.context("it has no memory")?))?);
    out.section(&memories);
    let mut globals = GlobalSection::new();
    for global in &module.globals {
        globals.global(encoded(renumber.global_type(global.ty))?, &encoded(renumber.const_expr(global.start.clone()))?);
    }
    globals.global(READY, &ConstExpr::i32_const(0));
    out.section(&globals);
    out.section(&exports(module, choice, names, &renumber));
    out.section(&elements(module.slots.iter().map(|(slot, function)| (*slot, renumber.functions[function]))));
    out.section(&code(module, choice, &mut renumber, load)?);
    out.section(&data_section(&data.first));
    out.section(&function_names(module, &renumber));
    Ok(out.finish())
}

/// The names of functions, for whoever looks for a mistake; wasm-opt takes them out.
pub fn function_names(module: &Module<'_>, renumber: &Renumber) -> NameSection {
    let named = |(old, new): (&u32, &u32)| Some((*new, module.function(*old)?.name.as_str()));
    let sorted: BTreeMap<u32, &str> = renumber.functions.iter().filter_map(named).collect();
    let mut functions = NameMap::new();
    for (index, name) in sorted {
        functions.append(index, name);
    }
    let mut section = NameSection::new();
    section.functions(&functions);
    section
}

/// Imports and what stays in their old order, then the stubs.
fn numbers(module: &Module<'_>, choice: &Choice) -> Renumber {
    let imported = 0..module.imports.len() as u32;
    let kept = module.own().filter(|index| !choice.moved.contains(index));
    let all = imported.chain(kept).chain(choice.stubs.keys().copied());
    Renumber { functions: all.enumerate().map(|(new, old)| (old, new as u32)).collect() }
}

fn imports(module: &Module<'_>, names: &Names) -> Result<ImportSection> {
    let mut section = ImportSection::new();
    for import in &module.imports {
        let ty = RoundtripReencoder.entity_type(import.ty).map_err(|error| anyhow!("{error}"))?;
        section.import(import.module, names.short(import.name), ty);
    }
    Ok(section)
}

fn functions(module: &Module<'_>, choice: &Choice) -> FunctionSection {
    let mut section = FunctionSection::new();
    for index in module.own().filter(|index| !choice.moved.contains(index)).chain(choice.stubs.keys().copied()) {
        section.function(module.function_types[index as usize]);
    }
    section
}

fn exports(module: &Module<'_>, choice: &Choice, names: &Names, renumber: &Renumber) -> ExportSection {
    let mut section = ExportSection::new();
    for export in &module.exports {
        let (kind, index) = match export.kind {
            ExternalKind::Func | ExternalKind::FuncExact => (ExportKind::Func, renumber.functions[&export.index]),
            ExternalKind::Table => (ExportKind::Table, export.index),
            ExternalKind::Memory => (ExportKind::Memory, export.index),
            ExternalKind::Global => (ExportKind::Global, export.index),
            ExternalKind::Tag => (ExportKind::Tag, export.index),
        };
        section.export(names.short(export.name), kind, index);
    }
    section.export(&shared_name('m', 0), ExportKind::Memory, 0);
    for table in 0..module.tables.len() as u32 {
        section.export(&shared_name('t', table), ExportKind::Table, table);
    }
    for global in 0..=ready_index(module) {
        section.export(&shared_name('g', global), ExportKind::Global, global);
    }
    for (place, function) in choice.shared.iter().enumerate() {
        section.export(&shared_name('f', place as u32), ExportKind::Func, renumber.functions[function]);
    }
    section
}

/// Fills slots of table 0 with functions, a segment for each row of slots without a gap.
pub fn elements(slots: impl Iterator<Item = (u32, u32)>) -> ElementSection {
    let mut rows: Vec<(u32, Vec<u32>)> = Vec::new();
    for (slot, function) in slots {
        match rows.last_mut() {
            Some((first, row)) if *first + row.len() as u32 == slot => row.push(function),
            _ => rows.push((slot, vec![function])),
        }
    }
    let mut section = ElementSection::new();
    for (first, row) in rows {
        section.active(None, &ConstExpr::i32_const(first as i32), Elements::Functions(row.into()));
    }
    section
}

fn code(module: &Module<'_>, choice: &Choice, renumber: &mut Renumber, load: u32) -> Result<CodeSection> {
    let mut section = CodeSection::new();
    let kept: BTreeSet<_> = module.own().filter(|index| !choice.moved.contains(index)).collect();
    for function in kept.iter().filter_map(|index| module.function(*index)) {
        encoded(renumber.parse_function_body(&mut section, function.body.clone()))
            .with_context(|| function.name.clone())?;
    }
    for (function, slot) in &choice.stubs {
        section.function(&stub(module, *function, *slot, load));
    }
    Ok(section)
}

/// See the head of `main`.
fn stub(module: &Module<'_>, function: u32, slot: u32, load: u32) -> Function {
    let ready = ready_index(module);
    let mut stub = Function::new([]);
    let mut to = stub.instructions();
    to.global_get(ready).i32_eqz().if_(wasm_encoder::BlockType::Empty).call(load).end();
    for parameter in 0..module.type_of(function).params().len() as u32 {
        to.local_get(parameter);
    }
    to.i32_const(slot as i32).call_indirect(0, module.function_types[function as usize]).end();
    stub
}

/// The data section.
pub fn data_section(data: &[crate::module::Data<'_>]) -> DataSection {
    let mut section = DataSection::new();
    for data in data {
        section.active(0, &ConstExpr::i32_const(data.address as i32), data.bytes.iter().copied());
    }
    section
}
