//! From a protocol's name to its type.

/// Does something with the type of the protocol that a name stands for: `with_protocol!(settings.protocol, P => run_of::<P>(terms))`.
macro_rules! with_protocol {
    ($name:expr, $protocol:ident => $does:expr) => {
        match $name {
            $crate::protocol::ProtocolName::Synod => {
                type $protocol = $crate::protocol::synod::Synod;
                $does
            }
            $crate::protocol::ProtocolName::MultiPaxos => {
                type $protocol = $crate::protocol::multipaxos::MultiPaxos<$crate::protocol::clients::KeyValue>;
                $does
            }
            $crate::protocol::ProtocolName::Zab => {
                type $protocol = $crate::protocol::zab::Zab<$crate::protocol::clients::KeyValue>;
                $does
            }
        }
    };
}

pub(crate) use with_protocol;
