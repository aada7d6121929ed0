//! The words of two runs on one clock.

use super::Lang;
use super::fill::catalogue;

catalogue! {
    /// What two runs are called, and where they differ.
    pub struct BesideWords {
        synod: "Synod" | "Synod",
        with: "With the mistake “{mistake}”" | "含错误“{mistake}”",
        without: "Without “{mistake}”" | "不含“{mistake}”",
        look: "Why, diagram and keys are about this run" | "“为什么”、时空图与按键都针对这个运行",
        both: "Both runs" | "两个运行",
        about: "About: {name}" | "所示运行：{name}",
        same: "Two runs of one script, on one clock. So far they have done the same." | "同一剧本、同一时钟下的两个运行。到目前为止，两者所做的相同。",
        same_commands: "Two runs of one script, on one clock. As far as both have come, they have done the same commands." | "同一剧本、同一时钟下的两个运行。就双方都已执行到的而言，命令相同。",
        commands: "They part at t = {tick}. Command number {number} is {one} under {name}, but {two} under {other}." | "从 t = {tick} 起不同。按次序的第 {number} 条命令，{name} 下是{one}，{other} 下却是{two}。",
        events: "They part at t = {tick}. {name}: {one} {other}: {two}" | "从 t = {tick} 起不同。{name}：{one}{other}：{two}",
        nothing: "Nothing happens then." | "此时什么也没有发生。",
        no_messages: "Two runs share one script here, and a message, a timer or a connection of one is none of the other’s. Act on nodes and links instead." | "这里两个运行共用一个剧本，一个运行的消息、定时器和连接在另一个运行中并不存在。请改为操作节点和链路。",
    }
}

/// What stands at a caption of two runs.
#[inline(never)]
pub fn both_runs(lang: Lang) -> &'static str {
    BesideWords::of(lang).both
}

/// Why no message is named.
#[inline(never)]
pub fn no_messages(lang: Lang) -> &'static str {
    BesideWords::of(lang).no_messages
}
