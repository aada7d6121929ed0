//! The words of the space-time diagram. The glossary is in [`why`](super::why).

use super::fill::catalogue;

catalogue! {
    /// The words of the space-time diagram.
    pub struct SpaceTimeWords {
        diagram: "Space-time diagram: who sent what to whom, over time" | "时空图：谁在何时向谁发送了什么",
        empty: "Messages will be drawn here as they travel: time runs to the right." | "消息传送时会画在这里：时间向右流动。",
        help: "Left and right arrows move through time; click to go to a moment." | "左右方向键在时间中移动；点击可跳到某一时刻。",
        zoom_in: "Wider" | "放宽",
        zoom_out: "Narrower" | "收窄",
        copy_svg: "Copy as SVG" | "复制为 SVG",
        save_svg: "Save as SVG" | "保存为 SVG",
        ticks: "ticks" | "拍",
        earlier: "‹ {count:1 earlier event|# earlier events}" | "‹ 之前还有 {count} 个事件",
        later: "{count:1 more event|# more events} ›" | "之后还有 {count} 个事件 ›",

        begins: "prepare {ballot}" | "准备 {ballot}",
        promises: "promises {ballot}" | "承诺 {ballot}",
        promises_vote: "promises {ballot}, reports {vote}" | "承诺 {ballot}，报告 {vote}",
        refuses: "refuses {ballot}" | "拒绝 {ballot}",
        proposes: "proposes “{value}”" | "提出“{value}”",
        adopts: "adopts “{value}”" | "沿用“{value}”",
        accepts: "accepts “{value}” at {ballot}" | "在 {ballot} 接受“{value}”",
        gives_up: "gives up {ballot}" | "放弃 {ballot}",
        learns: "learns “{value}”" | "获知“{value}”",
        contradicted: "hears “{value}”, knows “{known}”" | "听说“{value}”，已知“{known}”",
        chosen: "“{value}” is chosen" | "“{value}”被选定",
        broken: "{property} broken" | "{property}被破坏",
        crashes: "crashes" | "崩溃",
        restarts: "restarts" | "重启",
        wiped: "disk wiped" | "磁盘清空",
        timer: "timer" | "定时器",
        cut: "cut {links}" | "切断 {links}",
        healed: "healed {links}" | "恢复 {links}",
        partition: "partition {groups}" | "分区 {groups}",
        title: "{title}, t = {tick}" | "{title}，t = {tick}",
    }
}
