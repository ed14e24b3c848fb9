//! The page is embedded from `dist/`, which `cargo xtask` builds. The server must build before that too: an empty
//! folder then stands in, and the server says that the page is missing.

fn main() {
    let dist = std::path::Path::new("../dist");
    println!("cargo:rerun-if-changed=../dist");
    if !dist.exists()
        && let Err(error) = std::fs::create_dir_all(dist)
    {
        println!("cargo:warning=cannot make {}: {error}", dist.display());
    }
}
