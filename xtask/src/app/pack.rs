//! Compressed siblings, made once here so that the server never compresses an asset.

use crate::{Res, sh};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use std::path::Path;

/// Writes `x.br` and `x.gz` beside each file below `dir`.
pub fn siblings(dir: &Path) -> Res {
    for file in sh::files(dir) {
        let bytes = sh::read(&file)?;
        let name = file.to_string_lossy();
        sh::write(Path::new(&format!("{name}.br")), &brotli(&bytes)?)?;
        sh::write(Path::new(&format!("{name}.gz")), &gzip(&bytes)?)?;
    }
    Ok(())
}

/// As small as brotli makes it.
pub fn brotli(bytes: &[u8]) -> Res<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params)
        .map_err(|e| format!("Free some memory: {e}."))?;
    Ok(out)
}

fn gzip(bytes: &[u8]) -> Res<Vec<u8>> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    out.write_all(bytes).and_then(|()| out.finish()).map_err(|e| format!("Free some memory: {e}."))
}
