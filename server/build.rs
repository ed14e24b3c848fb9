//! The page is embedded from `dist/`, which `cargo xtask` builds. The server must build before that too: an empty
//! folder then stands in, and the server says that the page is missing. Languages are embedded from `shared/locales`.

fn main() {
    let dist = std::path::Path::new("../dist");
    // Debug builds read the folder while they run, so only release builds depend on what is in it.
    let embeds = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    println!("cargo:rerun-if-changed={}", if embeds { "../dist" } else { "build.rs" });
    if embeds {
        println!("cargo:rerun-if-changed=../shared/locales");
    }
    if !dist.exists()
        && let Err(error) = std::fs::create_dir_all(dist)
    {
        println!("cargo:warning=cannot make {}: {error}", dist.display());
    }
}
