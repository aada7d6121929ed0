//! Which nodes have a say in whether a message can still make a difference.
//!
//! The answer is asked of every message under way, in every state; but it changes only with what it looked at. So it is noted which nodes were
//! looked at, ever, for each message: after a step of another node the answer is what it was.

/// By node, the messages for which it was looked at, as a set.
#[derive(Clone, Default, Debug)]
pub(super) struct Relevance {
    messages: Vec<Vec<u32>>,
}

impl Relevance {
    /// Notes that these nodes, a set of indices, were looked at for a message.
    pub fn note(&mut self, message: u32, mut nodes: u128) {
        while nodes != 0 {
            let node = nodes.trailing_zeros() as usize;
            nodes &= nodes - 1;
            let (word, bit) = ((message / 32) as usize, 1 << (message % 32));
            if self.messages.len() <= node {
                self.messages.resize(node + 1, Vec::new());
            }
            let set = &mut self.messages[node];
            if set.len() <= word {
                set.resize(word + 1, 0);
            }
            set[word] |= bit;
        }
    }

    /// The messages for which the node of this index was looked at, as a set.
    pub fn of(&self, node: u8) -> &[u32] {
        self.messages.get(usize::from(node)).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_noted_with_each_node_that_was_looked_at() {
        let mut relevance = Relevance::default();
        assert_eq!(relevance.of(3), &[] as &[u32]);
        relevance.note(33, 1 << 98 | 1 << 3);
        relevance.note(0, 1 << 3);
        assert_eq!((relevance.of(3), relevance.of(98), relevance.of(0)), (&[1, 2][..], &[0, 2][..], &[][..]));
    }
}
