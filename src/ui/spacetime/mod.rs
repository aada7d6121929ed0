//! The space-time diagram.
