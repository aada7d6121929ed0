//! Commands, and why one cannot be carried out, in words.

use super::Lang;
use crate::protocol::NodeId;
use crate::sim::{Command, CommandError, Link, MessageName};

/// A command as a short phrase, for undo, branches and marks.
pub fn command_name(lang: Lang, command: &Command) -> String {
    match lang {
        Lang::En => english(command),
        Lang::Zh => chinese(command),
    }
}

fn english(command: &Command) -> String {
    let during = |crash: &Option<u16>| crash.map(|after| format!(", crashing after {after}")).unwrap_or_default();
    match command {
        Command::Propose { node, value, crash_after } => format!("{node} proposes “{value}”{}", during(crash_after)),
        Command::Deliver { message, crash_after } => format!("deliver {}{}", name(message), during(crash_after)),
        Command::Drop(message) => format!("drop {}", name(message)),
        Command::Duplicate(message) => format!("duplicate {}", name(message)),
        Command::Hold(message) => format!("hold {}", name(message)),
        Command::Release(message) => format!("release {}", name(message)),
        Command::Fire { node, crash_after } => format!("fire the timer of {node}{}", during(crash_after)),
        Command::Crash(node) => format!("crash {node}"),
        Command::Restart(node) => format!("restart {node}"),
        Command::Wipe(node) => format!("wipe the disk of {node}"),
        Command::Cut(link) => format!("cut {}", arrow(link)),
        Command::Heal(link) => format!("heal {}", arrow(link)),
        Command::HealAll => "heal all links".to_owned(),
        Command::Partition(groups) => format!("partition {}", groups_text(groups)),
        Command::Isolate(node) => format!("isolate {node}"),
        Command::SetLoss(share) => format!("loss {share}"),
        Command::SetDuplication(share) => format!("duplication {share}"),
        Command::SetLatency { link: None, latency } => format!("latency {latency}"),
        Command::SetLatency { link: Some(link), latency } => format!("latency {} {latency}", arrow(link)),
    }
}

fn chinese(command: &Command) -> String {
    let during = |crash: &Option<u16>| crash.map(|after| format!("，第 {after} 个动作后崩溃")).unwrap_or_default();
    match command {
        Command::Propose { node, value, crash_after } => format!("{node} 提议“{value}”{}", during(crash_after)),
        Command::Deliver { message, crash_after } => format!("送达 {}{}", name(message), during(crash_after)),
        Command::Drop(message) => format!("丢弃 {}", name(message)),
        Command::Duplicate(message) => format!("复制 {}", name(message)),
        Command::Hold(message) => format!("扣住 {}", name(message)),
        Command::Release(message) => format!("放行 {}", name(message)),
        Command::Fire { node, crash_after } => format!("触发 {node} 的定时器{}", during(crash_after)),
        Command::Crash(node) => format!("使 {node} 崩溃"),
        Command::Restart(node) => format!("重启 {node}"),
        Command::Wipe(node) => format!("清空 {node} 的磁盘"),
        Command::Cut(link) => format!("切断 {}", arrow(link)),
        Command::Heal(link) => format!("恢复 {}", arrow(link)),
        Command::HealAll => "恢复所有链路".to_owned(),
        Command::Partition(groups) => format!("分区 {}", groups_text(groups)),
        Command::Isolate(node) => format!("隔离 {node}"),
        Command::SetLoss(share) => format!("丢包率 {share}"),
        Command::SetDuplication(share) => format!("重复率 {share}"),
        Command::SetLatency { link: None, latency } => format!("延迟 {latency}"),
        Command::SetLatency { link: Some(link), latency } => format!("延迟 {} {latency}", arrow(link)),
    }
}

/// Why a command cannot be carried out now, as a sentence.
pub fn command_error(lang: Lang, error: &CommandError) -> String {
    match lang {
        Lang::En => english_error(error),
        Lang::Zh => chinese_error(error),
    }
}

fn english_error(error: &CommandError) -> String {
    match error {
        CommandError::NoSuchNode(node, count) => format!("There is no {node}: the cluster has {count} nodes."),
        CommandError::NoSuchMessage { name: message, sent: 0, .. } => format!("{} was never sent.", name(message)),
        CommandError::NoSuchMessage { name: message, under_way, .. } if under_way.is_empty() => {
            format!("{} is not under way any more.", name(message))
        }
        CommandError::NoSuchMessage { name: message, under_way, .. } => {
            format!("{} is not under way; under way are {}.", name(message), occurrences(under_way, ", "))
        }
        CommandError::NodeDown(node) => format!("{node} is down."),
        CommandError::NodeUp(node) => format!("{node} is running already."),
        CommandError::NoTimer(node) => format!("{node} has no timer running."),
        CommandError::LinkCut(from, to) => format!("The link {from} → {to} is cut."),
        CommandError::AlreadyHeld(message) => format!("{} is held already.", name(message)),
        CommandError::NotHeld(message) => format!("{} is not held.", name(message)),
        CommandError::AlreadyCut(from, to) => format!("The link {from} → {to} is cut already."),
        CommandError::NotCut(from, to) => format!("The link {from} → {to} is not cut."),
        CommandError::NothingCut => "No link is cut.".to_owned(),
        CommandError::SelfLink(node) => format!("{node} has no link to itself."),
        CommandError::NamedTwice(node) => format!("{node} stands in two groups."),
        CommandError::TooManyEvents(limit) => format!("This run is full: it has reached {limit} events. Start a new one, or undo."),
        CommandError::TooManyCommands(limit) => {
            format!("This run is full: it has reached {limit} commands. Start a new one, or undo.")
        }
        CommandError::TooManyBranches(limit) => format!("This run has {limit} branches, and can have no more. Go to the end of one, or undo."),
    }
}

fn chinese_error(error: &CommandError) -> String {
    match error {
        CommandError::NoSuchNode(node, count) => format!("没有 {node}：集群只有 {count} 个节点。"),
        CommandError::NoSuchMessage { name: message, sent: 0, .. } => format!("从未发出过 {}。", name(message)),
        CommandError::NoSuchMessage { name: message, under_way, .. } if under_way.is_empty() => {
            format!("{} 已不在途中。", name(message))
        }
        CommandError::NoSuchMessage { name: message, under_way, .. } => {
            format!("{} 不在途中；在途的是 {}。", name(message), occurrences(under_way, "、"))
        }
        CommandError::NodeDown(node) => format!("{node} 已宕机。"),
        CommandError::NodeUp(node) => format!("{node} 已在运行。"),
        CommandError::NoTimer(node) => format!("{node} 没有正在计时的定时器。"),
        CommandError::LinkCut(from, to) => format!("链路 {from} → {to} 已切断。"),
        CommandError::AlreadyHeld(message) => format!("{} 已被扣住。", name(message)),
        CommandError::NotHeld(message) => format!("{} 没有被扣住。", name(message)),
        CommandError::AlreadyCut(from, to) => format!("链路 {from} → {to} 早已切断。"),
        CommandError::NotCut(from, to) => format!("链路 {from} → {to} 没有切断。"),
        CommandError::NothingCut => "没有被切断的链路。".to_owned(),
        CommandError::SelfLink(node) => format!("{node} 与自身之间没有链路。"),
        CommandError::NamedTwice(node) => format!("{node} 同时出现在两个分区中。"),
        CommandError::TooManyEvents(limit) => format!("此次运行已达 {limit} 个事件的上限。请新建一次运行，或撤销几步。"),
        CommandError::TooManyCommands(limit) => format!("此次运行已达 {limit} 条命令的上限。请新建一次运行，或撤销几步。"),
        CommandError::TooManyBranches(limit) => format!("此次运行已有 {limit} 个分支，不能再多。请到某个分支的末尾操作，或撤销几步。"),
    }
}

/// Kinds of messages keep their English names, as in the literature and in scenarios.
fn name(message: &MessageName) -> String {
    let MessageName { from, to, label, occurrence } = message;
    match occurrence {
        1 => format!("{from}→{to} {label}"),
        occurrence => format!("{from}→{to} {label} #{occurrence}"),
    }
}

fn arrow(link: &Link) -> String {
    let arrow = if link.both_ways { "↔" } else { "→" };
    format!("{}{arrow}{}", link.from, link.to)
}

fn groups_text(groups: &[Vec<NodeId>]) -> String {
    let group = |nodes: &Vec<NodeId>| nodes.iter().map(NodeId::to_string).collect::<Vec<_>>().join(" ");
    groups.iter().map(group).collect::<Vec<_>>().join(" | ")
}

fn occurrences(numbers: &[u32], separator: &str) -> String {
    numbers.iter().map(|number| format!("#{number}")).collect::<Vec<_>>().join(separator)
}
