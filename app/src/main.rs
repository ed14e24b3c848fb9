//! The page starts itself.

fn main() {
    app::start();
}
