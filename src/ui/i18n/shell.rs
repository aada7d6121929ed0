//! The words of the shell: header, transport, settings, notices.

use super::Lang;
use super::fill::{catalogue, fill};
use super::{log, zab};
use crate::protocol::ProtocolName;
use crate::scenario::Bilingual;
use crate::session::{View, Words};
use crate::sim::Moment;
use crate::world::Property;

catalogue! {
    /// The words of the shell.
    pub struct ShellWords {
        name: "Paxos Playground" | "Paxos Playground",
        language_name: "English" | "简体中文",
        skip: "Skip to the stage" | "跳到舞台",
        stage: "Stage" | "舞台",
        why: "Why: the last step and the selection" | "为什么：最近一步与所选对象",
        diagram: "Space-time diagram" | "时空图",
        time: "Time" | "时间",

        untitled: "A run of your own" | "自己的运行",
        choose_scenario: "Choose a scenario. Now open: {title}" | "选择场景。当前：{title}",
        cluster: "Synod · {nodes} nodes · quorum {quorum} of {nodes}" | "Synod · {nodes} 个节点 · 多数派 {quorum}/{nodes}",
        cluster_plain: "Synod · {nodes} nodes" | "Synod · {nodes} 个节点",
        cluster_one: "Synod · 1 node" | "Synod · 1 个节点",
        agreement_holds: "Agreement holds so far" | "目前满足一致性",
        broken_agreement: "Agreement is broken" | "一致性已被破坏",
        broken_validity: "Validity is broken" | "有效性已被破坏",
        broken_one_value: "One ballot, two values" | "同一编号出现两个值",
        broken_votes_safe: "A vote was not safe" | "出现了不安全的投票",
        broken_learned_chosen: "Learned, but not chosen" | "获知了未选定的值",
        broken_skipped: "A slot was skipped" | "跳过了槽位",
        broken_stale: "A stale read" | "读到了旧值",
        broken_states: "Two states of one log" | "同一日志，两种状态",
        details: "{text}: details" | "{text}：查看详情",
        undo: "Undo" | "撤销",
        undo_of: "Undo: {command}" | "撤销：{command}",
        redo: "Redo" | "重做",
        redo_of: "Redo: {command}" | "重做：{command}",
        new_run: "New run" | "新建运行",
        check: "Check" | "检查",
        check_title: "Check every schedule, or play chaos" | "检查每一种调度，或运行混沌",
        lab: "Bug lab" | "错误实验室",
        text: "Text" | "文本",
        text_title: "The run as text" | "以文本查看此次运行",
        share: "Share" | "分享",
        settings: "Settings" | "设置",
        language: "Language" | "语言",
        theme: "Theme" | "主题",
        theme_auto: "Auto" | "自动",
        theme_light: "Light" | "浅色",
        theme_dark: "Dark" | "深色",
        before_your_change: "Written before your change:" | "此说明写于你改动之前：",
        pause_at_captions: "Pause at captions" | "出现解说时暂停",
        keys: "Keys" | "快捷键",

        to_start: "To the start" | "回到开头",
        step_back: "One step back" | "后退一步",
        play: "Play" | "播放",
        pause: "Pause" | "暂停",
        step: "One step" | "前进一步",
        to_end: "To the end of what has happened" | "到已发生部分的末尾",
        now: "t = {moment}" | "t = {moment}",
        scrubber: "Point in time" | "时间点",
        scrubber_value: "t = {moment}, event {position} of {count}" | "t = {moment}，第 {position} 个事件，共 {count} 个",
        scrubber_empty: "Nothing has happened yet: play, or take a step." | "还什么都没有发生：请播放，或前进一步。",
        speed: "Speed" | "速度",
        speed_value: "{speed} times" | "{speed} 倍",
        branches: "Branches" | "分支",
        branch: "Branch {number}" | "分支 {number}",
        branch_first: "The first run" | "最初的运行",
        branch_from: "leaves {parent} at t = {moment}" | "于 t = {moment} 离开{parent}",
        branch_reaches: "up to t = {moment}" | "到 t = {moment} 为止",
        faults: "Faults" | "故障",
        faults_about: "For messages sent from now on." | "对此后发出的消息生效。",
        loss: "Loss" | "丢包",
        duplication: "Duplication" | "重复",
        latency_low: "Latency, at least" | "延迟下限",
        latency_high: "Latency, at most" | "延迟上限",
        percent: "%" | "%",
        ticks: "ticks" | "拍",
        heal_all: "Heal all links" | "恢复所有链路",
        nothing_cut: "No link is cut." | "没有被切断的链路。",
        cut_count: "{count:1 directed link is|# directed links are} cut." | "有 {count} 条单向链路被切断。",
        seed_is: "Seed {seed}" | "种子 {seed}",

        undone: "Taken back: {command}." | "已撤销：{command}。",
        redone: "Given again: {command}." | "已重做：{command}。",
        branched: "You changed the past: this is a new branch. The old future is kept under “Branches”." | "你改变了过去：这是一个新分支。原来的未来仍保留在“分支”中。",
        nothing_due: "Nothing is due any more: no message is moving, no timer is running. Try a command." | "已没有待发生的事：没有消息在途，也没有定时器在计时。可以试试下达命令。",
        nothing_commanded: "In this run nothing moves unless commanded, and its commands are all done. Select a message or a node." | "在此次运行中，没有命令就什么都不动，而命令已全部执行完。请选择一条消息或一个节点。",
        checked: "A check has come to its end." | "一项检查已经结束。",
        see_checks: "See what it found" | "查看结果",
        opened: "Opened “{title}”." | "已打开“{title}”。",
        go_back: "Back to the run before" | "回到之前的运行",
        not_kept_browser: "This browser keeps nothing over a reload here. Use “Share” to keep the run." | "此浏览器在这里无法保存内容，重新加载后会丢失。请用“分享”保存此次运行。",
        not_kept_full: "The browser’s storage is full: this run will not survive a reload. Use “Share” to keep it." | "浏览器存储空间已满：重新加载后此次运行会丢失。请用“分享”保存。",
        not_kept_large: "This run has grown too large to be kept over a reload. Use “Share” to save it as a file." | "此次运行太大，无法在重新加载后保留。请用“分享”存为文件。",
        dismiss: "Dismiss" | "关闭提示",

        about_run: "About this run" | "关于此次运行",
        open_in_playground: "Open in the playground" | "在 Playground 中打开",
        opens_new_tab: "(opens a new tab)" | "（在新标签页打开）",
    }
}

impl ShellWords {
    /// What stands on the chip about the cluster.
    pub fn cluster_text(&self, view: &View, lang: Lang) -> String {
        if view.protocol.keeps_log() {
            return log::cluster_text(lang, view);
        }
        match view.nodes.len() {
            1 => self.cluster_one.to_owned(),
            // Where the phases need different numbers, a chip of its own says so.
            nodes if view.quorum_sizes.phase1 != view.quorum_sizes.phase2 => {
                fill(self.cluster_plain, &[("nodes", &nodes)])
            }
            nodes => fill(self.cluster, &[("nodes", &nodes), ("quorum", &view.quorum_sizes.phase2)]),
        }
    }

    /// What stands on the chip about the properties: whether they hold, and the words.
    pub fn verdict(&self, view: &View, lang: Lang) -> (bool, String) {
        let broken = view.properties.iter().find(|judged| judged.breach.is_some());
        let text = match broken.map(|judged| judged.property) {
            None if view.protocol == ProtocolName::Zab => return (true, zab::verdict(lang, None)),
            None => return (true, self.agreement_holds.to_owned()),
            Some(Property::Agreement) => self.broken_agreement,
            Some(Property::Validity) => self.broken_validity,
            Some(Property::OneValuePerBallot) => self.broken_one_value,
            Some(Property::VotesSafe) => self.broken_votes_safe,
            Some(Property::LearnedChosen) => self.broken_learned_chosen,
            Some(Property::NothingSkipped) => self.broken_skipped,
            Some(Property::FreshReads) => self.broken_stale,
            Some(Property::EqualStates) => self.broken_states,
            Some(Property::Order(order)) => return (false, zab::verdict(lang, Some(order))),
        };
        (false, text.to_owned())
    }

    /// `t = 58+2`.
    pub fn moment_text(&self, moment: Moment) -> String {
        fill(self.now, &[("moment", &moment)])
    }
}

/// The text in this language, or in the other if it is written only there.
pub fn bilingual(lang: Lang, text: &Bilingual) -> Option<&str> {
    let (first, second) = lang.pick((&text.en, &text.zh), (&text.zh, &text.en));
    first.as_deref().or(second.as_deref())
}

/// The text in this language.
pub fn words(lang: Lang, words: &Words) -> &str {
    lang.pick(&words.en, &words.zh)
}

/// How a speed is written: `1/20×`, `1.5×`.
pub fn speed_text((times, over): (u16, u16)) -> String {
    match (times, over) {
        (times, 1) => format!("{times}×"),
        (3, 2) => "1.5×".to_owned(),
        (times, over) => format!("{times}/{over}×"),
    }
}
