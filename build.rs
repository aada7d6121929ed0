//! The page's WebAssembly is split in two after it is linked (see `split/`), by what the linker then tells of it.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_ARCH", "wasm32")
        && is("PROFILE", "release")
        && std::env::var_os("CARGO_FEATURE_PAGE").is_some()
    {
        println!("cargo::rustc-link-arg-bin=app=--emit-relocs");
    }
}
