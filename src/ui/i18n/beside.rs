//! The words of two runs on one clock.

use super::Lang;
use super::fill::catalogue;

catalogue! {
    /// What two runs are called, and where they differ.
    pub struct BesideWords {
        synod: "Synod" | "Synod",
        with: "With the mistake “{mistake}”" | "含错误“{mistake}”",
        without: "Without “{mistake}”" | "不含“{mistake}”",
        look: "Why, diagram and keys are about this run" | "“为什么”、时空图与按键针对这个运行",
        same: "One script, one clock, two runs. So far they have done the same, as far as both have come." | "同一剧本，同一时钟，两个运行。就双方都已做到的而言，目前相同。",
        commands: "First difference, at t = {tick}: command {number} is “{one}” under {name} and “{two}” under {other}." | "首个差异，t = {tick}：第 {number} 条命令，{name} 下是“{one}”，{other} 下是“{two}”。",
        events: "First difference, at t = {tick}. {name}: {one} {other}: {two}" | "首个差异，t = {tick}。{name}：{one} {other}：{two}",
        nothing: "Nothing happens." | "什么也没有发生。",
        no_messages: "Two runs are under one script here: name nodes, links and times. A message of one run is none of the other." | "这里两个运行共用一个剧本：请指定节点、链路与时间。一个运行的消息不属于另一个。",
    }
}

/// Why no message is named.
#[inline(never)]
pub fn no_messages(lang: Lang) -> &'static str {
    BesideWords::of(lang).no_messages
}
