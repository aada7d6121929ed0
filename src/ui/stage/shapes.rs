//! The shape of each kind of message, centred on the origin. Requests are square, answers are round; phase 1 is hollow, phase 2 is
//! filled (which the style sheet does); a refusal is a crossed octagon, a decision a star. Of Zab, what a leader sends is square, what is sent to one is round,
//! and a vote for a leader is a diamond; what belongs to election and discovery is hollow.

use crate::protocol::Kind;

const SQUARE: &str = "M-8-13H8A5 5 0 0 1 13-8V8A5 5 0 0 1 8 13H-8A5 5 0 0 1-13 8V-8A5 5 0 0 1-8-13Z";
const ROUND: &str = "M-13 0A13 13 0 1 1 13 0A13 13 0 1 1-13 0Z";
const DIAMOND: &str = "M0-16L16 0 0 16-16 0Z";
const STAR: &str = "M0-16L4.5-6.2 15.2-4.9 7.3 2.4 9.4 13 0 7.7-9.4 13-7.3 2.4-15.2-4.9-4.5-6.2Z";

/// The outline, half of which is about 13 wide.
pub fn outline(kind: Kind) -> &'static str {
    match kind {
        Kind::Refuse => "M-5.4-13H5.4L13-5.4V5.4L5.4 13H-5.4L-13 5.4V-5.4Z",
        Kind::Chosen => STAR,
        Kind::Notification => DIAMOND,
        Kind::Promise | Kind::Accepted | Kind::Heartbeat | Kind::Granted | Kind::Install | Kind::Reply => ROUND,
        Kind::FollowerInfo | Kind::AckEpoch | Kind::Ack | Kind::Ping => ROUND,
        _ => SQUARE,
    }
}

/// What is drawn over the outline: the cross of a refusal.
pub fn overlay(kind: Kind) -> Option<&'static str> {
    (kind == Kind::Refuse).then_some("M-5-5L5 5M5-5L-5 5")
}

/// Is it one of those that prepare votes, or tell only that somebody is there? In the diagram their lines are thin.
pub fn is_light(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Prepare
            | Kind::Promise
            | Kind::Refuse
            | Kind::Heartbeat
            | Kind::Granted
            | Kind::Fetch
            | Kind::Notification
            | Kind::LeaderInfo
            | Kind::FollowerInfo
            | Kind::AckEpoch
            | Kind::Ping
    )
}

/// The class of a kind.
pub fn kind_class(kind: Kind) -> &'static str {
    match kind {
        Kind::Prepare => "kind-prepare",
        Kind::Promise => "kind-promise",
        Kind::Refuse => "kind-refuse",
        Kind::Accept => "kind-accept",
        Kind::Accepted => "kind-accepted",
        Kind::Chosen => "kind-chosen",
        Kind::Heartbeat | Kind::Granted => "kind-heartbeat",
        Kind::Fetch => "kind-fetch",
        Kind::Install => "kind-install",
        Kind::Request => "kind-request",
        Kind::Reply => "kind-reply",
        Kind::Notification | Kind::LeaderInfo => "kind-prepare",
        Kind::FollowerInfo | Kind::AckEpoch => "kind-promise",
        Kind::Diff | Kind::Trunc | Kind::NewLeader | Kind::Proposal | Kind::Inform => "kind-accept",
        Kind::Ack | Kind::UpToDate | Kind::Commit => "kind-accepted",
        Kind::Snap => "kind-install",
        Kind::Ping => "kind-heartbeat",
    }
}
