//! A WebAssembly file as it was read: what is in it, and which function calls which.

use anyhow::{Context, Result, bail, ensure};
use std::collections::{BTreeMap, BTreeSet};
use wasmparser::{
    ConstExpr, DataKind, ElementItems, ElementKind, Export, FuncType, FunctionBody, GlobalType, Import, KnownCustom,
    MemoryType, Name, Operator, Parser, Payload, TableType, TypeRef,
};

/// A global of the file's own.
pub struct Global<'a> {
    pub ty: GlobalType,
    pub start: ConstExpr<'a>,
}

/// Bytes that are written into the memory before anything runs.
#[derive(Clone, Copy)]
pub struct Data<'a> {
    pub address: u32,
    pub bytes: &'a [u8],
}

/// A function of the file's own.
pub struct Function<'a> {
    pub body: FunctionBody<'a>,
    /// Its name as the linker knows it.
    pub symbol: &'a str,
    /// Its name for people, without hashes.
    pub name: String,
    /// Its size in bytes.
    pub size: usize,
    /// Functions that it calls.
    pub calls: BTreeSet<u32>,
    /// Numbers in it that may be addresses.
    pub numbers: BTreeSet<u32>,
}

/// A file with one memory, its functions in table 0, and no imports but functions: what wasm-bindgen writes.
#[derive(Default)]
pub struct Module<'a> {
    pub types: Vec<FuncType>,
    /// The functions that it imports.
    pub imports: Vec<Import<'a>>,
    /// The type of each function, imported ones first.
    pub function_types: Vec<u32>,
    pub tables: Vec<TableType>,
    pub memory: Option<MemoryType>,
    pub globals: Vec<Global<'a>>,
    pub exports: Vec<Export<'a>>,
    /// What stands in table 0 from the start: slot, function.
    pub slots: BTreeMap<u32, u32>,
    pub functions: Vec<Function<'a>>,
    pub data: Vec<Data<'a>>,
    names: BTreeMap<u32, &'a str>,
}

impl<'a> Module<'a> {
    /// Reads a file.
    ///
    /// # Errors
    /// It is not WebAssembly, has no names, or has in it what the splitting does not know how to handle.
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        let mut module = Self::default();
        let mut bodies = Vec::new();
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::CodeSectionEntry(body) => bodies.push(body),
                payload => module.section(payload)?,
            }
        }
        ensure!(!module.names.is_empty(), "it has no names of functions in it (was it stripped?)");
        for (place, body) in bodies.into_iter().enumerate() {
            let index = (module.imports.len() + place) as u32;
            let symbol = module.names.get(&index).copied().unwrap_or_default();
            let function = function(body, symbol).with_context(|| symbol.to_owned())?;
            module.functions.push(function);
        }
        Ok(module)
    }

    fn section(&mut self, payload: Payload<'a>) -> Result<()> {
        match payload {
            Payload::TypeSection(section) => {
                for ty in section.into_iter_err_on_gc_types() {
                    self.types.push(ty?);
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    let TypeRef::Func(ty) = import.ty else {
                        bail!("it imports {}, which is not a function", import.name)
                    };
                    self.function_types.push(ty);
                    self.imports.push(import);
                }
            }
            Payload::FunctionSection(section) => {
                for ty in section {
                    self.function_types.push(ty?);
                }
            }
            Payload::TableSection(section) => {
                for table in section {
                    self.tables.push(table?.ty);
                }
            }
            Payload::MemorySection(section) => {
                for memory in section {
                    ensure!(self.memory.replace(memory?).is_none(), "it has two memories");
                }
            }
            Payload::GlobalSection(section) => {
                for global in section {
                    let global = global?;
                    self.globals.push(Global { ty: global.ty, start: global.init_expr });
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    self.exports.push(export?);
                }
            }
            Payload::ElementSection(section) => {
                for element in section {
                    let element = element?;
                    self.fill_slots(element)?;
                }
            }
            Payload::DataSection(section) => {
                for data in section {
                    let data = data?;
                    let DataKind::Active { memory_index: 0, offset_expr } = data.kind else {
                        bail!("it has passive data")
                    };
                    self.data.push(Data { address: constant(&offset_expr)?, bytes: data.data });
                }
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    self.names = function_names(names)?;
                }
            }
            Payload::TagSection(_) => bail!("it has exceptions in it"),
            Payload::StartSection { .. } => bail!("it starts by itself"),
            Payload::Version { .. }
            | Payload::DataCountSection { .. }
            | Payload::CodeSectionStart { .. }
            | Payload::End(_) => {}
            other => bail!("it has a part in it that is not known here: {other:?}"),
        }
        Ok(())
    }

    fn fill_slots(&mut self, element: wasmparser::Element<'a>) -> Result<()> {
        let ElementKind::Active { table_index, offset_expr } = element.kind else {
            bail!("it fills its tables in a way that is not known here")
        };
        let ElementItems::Functions(functions) = element.items else { bail!("it fills its tables with expressions") };
        ensure!(table_index.unwrap_or(0) == 0, "its functions are not in table 0");
        let first = constant(&offset_expr)?;
        for (place, function) in functions.into_iter().enumerate() {
            self.slots.insert(first + place as u32, function?);
        }
        Ok(())
    }

    /// A function of the file's own, by its index.
    pub fn function(&self, index: u32) -> Option<&Function<'a>> {
        self.functions.get((index as usize).checked_sub(self.imports.len())?)
    }

    /// The indices of the file's own functions.
    pub fn own(&self) -> std::ops::Range<u32> {
        self.imports.len() as u32..self.function_types.len() as u32
    }

    /// The type of a function.
    pub fn type_of(&self, index: u32) -> &FuncType {
        &self.types[self.function_types[index as usize] as usize]
    }

    /// The imported function `() -> ()` with this in its name.
    ///
    /// # Errors
    /// There is none.
    pub fn imported(&self, part: &str) -> Result<u32> {
        let found = self.imports.iter().position(|import| import.name.contains(part));
        let index = found.with_context(|| format!("no imported function's name has {part:?} in it"))? as u32;
        let ty = self.type_of(index);
        ensure!(
            ty.params().is_empty() && ty.results().is_empty(),
            "the imported function {part:?} has parameters or a result"
        );
        Ok(index)
    }
}

fn function<'a>(body: FunctionBody<'a>, symbol: &'a str) -> Result<Function<'a>> {
    let (mut calls, mut numbers) = (BTreeSet::new(), BTreeSet::new());
    let mut operators = body.get_operators_reader()?;
    while !operators.eof() {
        match operators.read()? {
            Operator::Call { function_index } | Operator::ReturnCall { function_index } => {
                calls.insert(function_index);
            }
            Operator::I32Const { value } => {
                numbers.insert(value as u32);
            }
            Operator::RefFunc { .. } => bail!("it takes a reference to a function"),
            Operator::MemoryInit { .. } | Operator::DataDrop { .. } => bail!("it handles passive data"),
            operator => numbers.extend(offset(&operator)),
        }
    }
    let range = body.range();
    let size = (range.end - range.start) as usize;
    // (The alternate form leaves the hashes out.)
    let name = format!("{:#}", rustc_demangle::demangle(symbol));
    Ok(Function { body, symbol, name, size, calls, numbers })
}

/// The number added to the address of a load or a store: it may be the address itself.
fn offset(operator: &Operator<'_>) -> Option<u32> {
    macro_rules! memargs {
        ($($name:ident)*) => { match operator { $(Operator::$name { memarg })|* => Some(memarg.offset as u32), _ => None } };
    }
    memargs!(
        I32Load I64Load F32Load F64Load I32Load8S I32Load8U I32Load16S I32Load16U I64Load8S I64Load8U I64Load16S I64Load16U I64Load32S
        I64Load32U I32Store I64Store F32Store F64Store I32Store8 I32Store16 I64Store8 I64Store16 I64Store32
    )
}

/// The number that an expression for a place is.
pub fn constant(expression: &ConstExpr<'_>) -> Result<u32> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value as u32),
        _ => bail!("a place is not given by a number"),
    }
}

/// The names of functions, by index.
pub fn function_names<'a>(names: wasmparser::NameSectionReader<'a>) -> Result<BTreeMap<u32, &'a str>> {
    let mut found = BTreeMap::new();
    for part in names {
        if let Name::Function(map) = part? {
            for naming in map {
                let naming = naming?;
                found.insert(naming.index, naming.name);
            }
        }
    }
    Ok(found)
}
