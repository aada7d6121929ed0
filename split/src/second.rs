//! The second file: what moved, and what it takes from the first.

use crate::choice::Choice;
use crate::data::Parts;
use crate::first::{
    READY, Renumber, data_section, elements, encoded, function_names, ready_index, shared_name, tables, types,
};
use crate::module::Module;
use anyhow::{Context, Result, anyhow};
use std::collections::BTreeMap;
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{CodeSection, EntityType, Function, FunctionSection, ImportSection, StartSection, TypeSection};

/// What the first file is called in the second one's imports.
const FIRST: &str = "first";

/// Writes the file.
pub fn encode(module: &Module<'_>, choice: &Choice, data: &Parts<'_>) -> Result<Vec<u8>> {
    let mut renumber = numbers(choice);
    let start = (choice.shared.len() + choice.moved.len()) as u32;
    let mut types: TypeSection = types(module)?;
    let start_type = types.len();
    types.ty().function([], []);
    let mut functions = FunctionSection::new();
    for index in &choice.moved {
        functions.function(module.function_types[*index as usize]);
    }
    functions.function(start_type);
    let mut out = wasm_encoder::Module::new();
    out.section(&types);
    out.section(&imports(module, choice)?);
    out.section(&functions);
    out.section(&StartSection { function_index: start });
    out.section(&elements(slots(module, choice, &renumber).into_iter()));
    let mut code = CodeSection::new();
    for function in choice.moved.iter().filter_map(|index| module.function(*index)) {
        encoded(renumber.parse_function_body(&mut code, function.body.clone()))
            .with_context(|| function.name.clone())?;
    }
    code.function(&say_ready(module));
    out.section(&code);
    out.section(&data_section(&data.second));
    out.section(&function_names(module, &renumber));
    Ok(out.finish())
}

/// Every slot that a moved function has: its own in the table, and the one that its stub calls through.
fn slots(module: &Module<'_>, choice: &Choice, renumber: &Renumber) -> BTreeMap<u32, u32> {
    let own = module.slots.iter().map(|(slot, function)| (*slot, *function));
    let added = choice.stubs.iter().map(|(function, slot)| (*slot, *function));
    let moved = own.chain(added).filter(|(_, function)| choice.moved.contains(function));
    moved.map(|(slot, function)| (slot, renumber.functions[&function])).collect()
}

/// What is taken from the first file, then what moved.
fn numbers(choice: &Choice) -> Renumber {
    let all = choice.shared.iter().chain(&choice.moved);
    Renumber { functions: all.enumerate().map(|(new, old)| (*old, new as u32)).collect() }
}

fn imports(module: &Module<'_>, choice: &Choice) -> Result<ImportSection> {
    let mut section = ImportSection::new();
    let memory = module.memory.context("it has no memory")?;
    let memory = RoundtripReencoder.memory_type(memory).map_err(|error| anyhow!("{error}"))?;
    section.import(FIRST, &shared_name('m', 0), EntityType::Memory(memory));
    for (place, table) in tables(module, choice)?.into_iter().enumerate() {
        section.import(FIRST, &shared_name('t', place as u32), EntityType::Table(table));
    }
    for (place, global) in module.globals.iter().enumerate() {
        let ty = RoundtripReencoder.global_type(global.ty).map_err(|error| anyhow!("{error}"))?;
        section.import(FIRST, &shared_name('g', place as u32), EntityType::Global(ty));
    }
    section.import(FIRST, &shared_name('g', ready_index(module)), EntityType::Global(READY));
    for (place, function) in choice.shared.iter().enumerate() {
        section.import(
            FIRST,
            &shared_name('f', place as u32),
            EntityType::Function(module.function_types[*function as usize]),
        );
    }
    Ok(section)
}

/// Runs once everything is in its place.
fn say_ready(module: &Module<'_>) -> Function {
    let mut function = Function::new([]);
    function.instructions().i32_const(1).global_set(ready_index(module)).end();
    function
}
