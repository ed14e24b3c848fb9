//! The page's allocator. The standard library's makes 5 KB of code; this is a tenth of it (docs/adr/0002-wasm-size.md).
//!
//! Sizes are rounded up to classes, two for each power of two; a block that is given back is kept for the next one of its class.
//! Blocks are never joined or split: what a page once needed at a time, it keeps, and about a fifth of it is rounding.

// An allocator is unsafe by its nature; there is no other unsafe code in the page.
#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;
use std::ptr::null_mut;

/// Every block begins at a multiple of this.
const ALIGN: usize = 16;
/// 16, 32, 48, 64, 96, 128, 192, 256, … up to 3 GB.
const CLASSES: usize = 56;
const PAGE: usize = 65_536;
/// Pages that are asked for at once.
const STEP: usize = 4;

/// The class of a size, and the size of its blocks.
fn class(size: usize) -> (usize, usize) {
    if size <= 64 {
        let units = size.saturating_sub(1) / ALIGN;
        return (units, (units + 1) * ALIGN);
    }
    let power = (size - 1).ilog2() as usize;
    let middle = 3 << (power - 1);
    let at = (power - 6) * 2 + 4;
    if size <= middle { (at, middle) } else { (at + 1, 2 << power) }
}

/// Blocks that are free, and memory that was never used.
pub struct Memory {
    /// The first free block of each class; each begins with the address of the next.
    free: [Cell<*mut u8>; CLASSES],
    top: Cell<usize>,
    end: Cell<usize>,
}

// SAFETY: the page has one thread.
unsafe impl Sync for Memory {}

impl Memory {
    pub const fn new() -> Self {
        Self { free: [const { Cell::new(null_mut()) }; CLASSES], top: Cell::new(0), end: Cell::new(0) }
    }

    /// Memory that was never used before; null when there is no more.
    fn fresh(&self, size: usize) -> *mut u8 {
        if self.end.get() - self.top.get() < size {
            let pages = size.div_ceil(PAGE).max(STEP);
            let before = core::arch::wasm32::memory_grow(0, pages);
            if before == usize::MAX {
                return null_mut();
            }
            // Behind what we had, unless somebody else has grown it meanwhile.
            if before * PAGE != self.end.get() {
                self.top.set(before * PAGE);
            }
            self.end.set((before + pages) * PAGE);
        }
        let block = self.top.get();
        self.top.set(block + size);
        block as *mut u8
    }
}

// SAFETY: a block is as large as its class, aligned to 16 (nothing in a page asks for more), and is either in use or in one list.
unsafe impl GlobalAlloc for Memory {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.align() > ALIGN || layout.size() > (1 << 30) {
            return null_mut();
        }
        let (class, size) = class(layout.size());
        let first = self.free[class].get();
        if first.is_null() {
            return self.fresh(size);
        }
        // SAFETY: a free block begins with the address of the next.
        self.free[class].set(unsafe { *first.cast() });
        first
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let (class, _) = class(layout.size());
        // SAFETY: nobody uses the block any more, and it is large enough for an address.
        unsafe { *block.cast() = self.free[class].get() };
        self.free[class].set(block);
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if class(layout.size()) == class(size) {
            return block;
        }
        // SAFETY: the new size is not 0 and fits, as the caller has promised.
        let new = unsafe { self.alloc(Layout::from_size_align_unchecked(size, layout.align())) };
        if !new.is_null() {
            // SAFETY: both are at least as large as the smaller size, and they are different blocks.
            unsafe {
                new.copy_from_nonoverlapping(block, layout.size().min(size));
                self.dealloc(block, layout);
            }
        }
        new
    }
}
