//! How messages travel.

/// How a message travels. What each of the two promises is told where networks are: in [`Network`](crate::world::Network) and
/// [`Streams`](crate::world::Streams).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Channel {
    /// On its own: it may be lost, late, doubled, or overtaken.
    Datagram,
    /// On the connection between the two nodes: in order, each once. What is lost is a suffix, and the connection with it, which both ends notice.
    Stream,
}
