//! Memory: two-level segregated fits instead of the standard library's dlmalloc, for half the code (docs/adr/0002-wasm-size.md).

use rlsf::{GlobalTlsf, GlobalTlsfOptions};

struct Small;

impl GlobalTlsfOptions for Small {
    /// What grows is copied: growing in place is as much code again as all the rest.
    const ENABLE_REALLOCATION: bool = false;
    /// What was got from the browser piece by piece may serve a large value later.
    const COALESCE_POOLS: bool = true;
}

#[global_allocator]
static HEAP: GlobalTlsf<Small> = GlobalTlsf::new();
