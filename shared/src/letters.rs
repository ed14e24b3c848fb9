//! Letters as people type them: what the page's search and the server's must agree on.

/// Letters that have no decomposition but that people type without their strokes and dots.
pub fn plain(c: char) -> char {
    match c {
        'ı' => 'i',
        'ł' => 'l',
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        c => c,
    }
}
