//! HTTP answers what the rules say.
