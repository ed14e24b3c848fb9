//! Files that are made while they are sent: only a piece of them is in memory at any moment.

use crate::error::Refusal;
use axum::body::{Body, Bytes};
use futures_util::{StreamExt as _, stream};
use std::future::Future;

/// A file on its way.
pub(super) trait Pieces: Send + 'static {
    /// The next piece; `None` when it is whole. After a refusal nothing more is asked for, and the file breaks off.
    fn piece(&mut self) -> impl Future<Output = Result<Option<Bytes>, Refusal>> + Send;
}

/// The answer's body.
pub(super) fn body(file: impl Pieces) -> Body {
    let pieces = stream::try_unfold(file, |mut file| async move {
        let piece = file.piece().await.map_err(|refusal| std::io::Error::other(refusal.problem().code))?;
        Ok::<_, std::io::Error>(piece.map(|bytes| (bytes, file)))
    });
    // The compression asks once more after the end.
    Body::from_stream(pieces.fuse())
}
