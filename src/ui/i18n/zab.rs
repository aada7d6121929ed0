//! The words of Zab: its servers, their phases and their messages. What it shares with any log is in [`log`](super::log), the rest of the glossary in
//! [`why`](super::why), and:
//!
//! | English | 中文 |
//! | --- | --- |
//! | epoch, round (of an election) | 纪元、轮次 |
//! | transaction, zxid, history | 事务、zxid、历史 |
//! | discovery, synchronization, broadcast | 发现、同步、广播 |
//! | primary, observer, learner | 主服务器、观察者、学习者 |
//! | connection, to hang up | 连接、挂断 |
//! | delivered, committed | 交付、提交 |

use super::Lang;
use super::fill::{catalogue, fill};
use crate::protocol::zab::{Reason, Zxid};
use crate::protocol::{Kind, Label, NodeId, Slot, TimerName};
use crate::session::{EventView, ReasonView};
use crate::world::PrimaryOrder;

catalogue! {
    /// What servers are, what stands on their disks, and what their messages carry.
    pub struct ZabWords {
        looking: "votes {leader} · {have}/{need}" | "投给 {leader} · {have}/{need}",
        looking_observer: "looks for a leader" | "寻找领导者",
        follows: "follows {leader}" | "跟随 {leader}",
        observes: "observes {leader}" | "观察 {leader}",
        joins: "joins {leader}" | "加入 {leader}",
        synchronizes: "syncs with {leader}" | "与 {leader} 同步中",
        elected: "elected · {have}/{need}" | "当选 · {have}/{need}",
        discovery: "epoch {epoch} · {have}/{need}" | "纪元 {epoch} · {have}/{need}",
        synchronization: "syncs epoch {epoch} · {have}/{need}" | "同步纪元 {epoch} · {have}/{need}",
        leads: "leads epoch {epoch}" | "领导纪元 {epoch}",
        epoch: "epoch {current}" | "纪元 {current}",
        epoch_accepted: "epoch {current} → {accepted}" | "纪元 {current} → {accepted}",
        done: "delivered {commit}/{end}" | "已交付 {commit}/{end}",
        history_empty: "empty history" | "历史为空",
        quorum: "{have} of {total} in epoch {epoch}" | "{have}/{total} 在纪元 {epoch} 中",
        spoken_looking: "looks for a leader in round {round}: votes for {leader}, {have} of {need} agree" | "正在第 {round} 轮寻找领导者：投给 {leader}，{have}/{need} 一致",
        spoken_epochs: "has accepted epoch {accepted}; its history is of epoch {current}, and ends with {last}" | "已接受纪元 {accepted}；历史属于纪元 {current}，止于 {last}",
        spoken_log: "has delivered {commit} of {end:1 transaction|# transactions}" | "{end} 个事务中已交付 {commit} 个",
        strip: "The history: what each server has at each place" | "历史：每个服务器在每个位置上的内容",
        strip_committed: "committed" | "已提交",
        strip_signs: "dashed: on disk · filled: delivered · hatched: in a snapshot · struck out: no longer on disk" | "虚线框：已写盘 · 实底：已交付 · 斜纹：已并入快照 · 划去：已不在磁盘上",
        place: "place" | "位置",
        cell_gone: "{zxid}: {entry}, was on disk, and is no longer: cut off, or lost with the disk" | "{zxid}：{entry}，曾写盘，现已不在：被截去，或随磁盘丢失",
        cell_logged: "{zxid}: {entry}, on disk, not delivered yet" | "{zxid}：{entry}，已写盘，尚未交付",
        cell_delivered: "{zxid}: {entry}, on disk and delivered" | "{zxid}：{entry}，已写盘，已交付",
        row_accepted: "acceptedEpoch" | "acceptedEpoch",
        row_current: "currentEpoch" | "currentEpoch",
        row_history: "History" | "历史",
        row_history_none: "empty" | "空",
        row_history_text: "{count:1 transaction|# transactions}, up to {last}" | "{count} 个事务，止于 {last}",
        row_history_snapshot: "{count:1 transaction|# transactions}, up to {last}; of {first:the first|the first #} only the snapshot" | "{count} 个事务，止于 {last}；其中前 {first} 个只有快照",
        row_delivered: "Has delivered" | "已交付",
        row_delivered_text: "{commit:nothing yet|the first transaction|the first # transactions}" | "{commit:无|第一个事务|前 # 个事务}",
        row_learners: "Learners" | "学习者",
        row_with_it: "Voters with it" | "已到的投票者",
        role_looking: "looks for a leader, round {round}: votes for {leader}, whose last is {zxid}; the same vote: {nodes}" | "寻找领导者，第 {round} 轮：投给 {leader}（止于 {zxid}）；同样投票的：{nodes}",
        role_discovery: "learner of {leader}: discovery" | "{leader} 的学习者：发现阶段",
        role_synchronization: "learner of {leader}: synchronization" | "{leader} 的学习者：同步阶段",
        role_synchronized: "learner of {leader}: has its history" | "{leader} 的学习者：已有它的历史",
        role_follower: "follower of {leader}" | "{leader} 的跟随者",
        role_observer: "observer of {leader}" | "{leader} 的观察者",
        role_leader_discovery: "elected: discovery" | "当选：发现阶段",
        role_leader_synchronization: "leader of epoch {epoch}: synchronization" | "纪元 {epoch} 的领导者：同步阶段",
        role_leader: "primary of epoch {epoch}" | "纪元 {epoch} 的主服务器",
        role_leader_outstanding: "primary of epoch {epoch}; {count:1 transaction is|# transactions are} not committed yet" | "纪元 {epoch} 的主服务器；{count} 个事务尚未提交",
        learner_connected: "connected" | "已连接",
        learner_informed: "told the epoch" | "已告知纪元",
        learner_in_epoch: "in the epoch" | "已加入纪元",
        learner_syncing: "is sent the history" | "正在接收历史",
        learner_synced: "has the history" | "已有历史",
        learner_up_to_date: "serves" | "提供服务",
        message_vote: "Votes for" | "投票给",
        message_vote_text: "{leader}: epoch {epoch}, last {zxid}" | "{leader}：纪元 {epoch}，止于 {zxid}",
        message_state: "Its sender is" | "发送者",
        state_looking: "looking" | "寻找中",
        state_following: "following" | "跟随中",
        state_leading: "leading" | "领导中",
        message_zxid: "zxid" | "zxid",
        message_current: "History of epoch" | "历史所属纪元",
        message_not_counted: "not to be counted" | "不计数",
        kind_notification: "Notification" | "选票",
        kind_snapshot: "the first {count:transaction|# transactions}" | "前 {count} 个事务",
        zxid_none: "{zxid} (empty)" | "{zxid}（空）",
        place_vote: "for {leader}, round {round}" | "投给 {leader}，第 {round} 轮",
        place_epoch: "of epoch {epoch}" | "纪元 {epoch}",
        label_leads: "leads epoch {epoch}" | "领导纪元 {epoch}",
        label_looks: "looks, round {round}" | "寻找领导者，第 {round} 轮",
        label_elected: "is elected" | "当选",
        label_follows: "follows {leader}" | "跟随 {leader}",
        label_epoch: "epoch {epoch}" | "纪元 {epoch}",
        label_truncates: "cuts off {lost:1 transaction|# transactions}" | "截去 {lost} 个事务",
        label_snapshot: "takes the snapshot" | "采用快照",
        label_compacts: "snapshot of {count:1 transaction|# transactions}" | "{count} 个事务做成快照",
        label_delivers: "delivers {entry}" | "交付 {entry}",
        label_committed: "{zxid} “{value}” is committed" | "{zxid}“{value}”已提交",
        label_serves: "serves" | "提供服务",
        label_broken: "{one} – {other} breaks" | "{one} – {other} 断开",
        break_connection: "Break the connection" | "断开连接",
        command_break: "break {one}–{other}" | "断开 {one}–{other}",
        no_connection: "{one} and {other} have no connection that could break." | "{one} 与 {other} 之间没有可断开的连接。",
        command_naming: "name {leader} to {node} as its leader" | "向 {node} 指定领导者 {leader}",
        command_fire_of: "fire {node}’s timer “{timer}”" | "触发 {node} 的定时器“{timer}”",
        command_notice: "{node} notices that its connection with {peer} is gone" | "{node} 察觉它与 {peer} 的连接已断",
        no_such_timer: "{node}’s timer “{timer}” is not running." | "{node} 的定时器“{timer}”没有在运行。",
        no_naming: "No leader can be named to {node} now: it does not look for one, or no oracle elects." | "此刻不能向 {node} 指定领导者：它没有在寻找领导者，或者选举不由预言者决定。",
        nothing_to_notice: "{node} has nothing to notice of its connection with {peer} now." | "{node} 与 {peer} 的连接此刻没有什么可察觉的。",
        not_next: "On its connection others come first." | "在它的连接上，还有别的消息排在前面。",
        mark_disconnected: "connection gone" | "连接已断",
        connection: "connection" | "连接",
        timer_notify: "tells its vote again at {tick}" | "{tick} 时再次告知选票",
        timer_notify_in: "tells its vote again in {ticks}" | "{ticks} 拍后再次告知选票",
        timer_finalize: "settles on its vote at {tick}" | "{tick} 时认定当前选票",
        timer_finalize_in: "settles on its vote in {ticks}" | "{ticks} 拍后认定当前选票",
        timer_ping: "pings its learners at {tick}" | "{tick} 时 ping 学习者",
        timer_ping_in: "pings its learners in {ticks}" | "{ticks} 拍后 ping 学习者",
        timer_quorum: "looks for its quorum at {tick}" | "{tick} 时检查多数派是否还在",
        timer_quorum_in: "looks for its quorum in {ticks}" | "{ticks} 拍后检查多数派是否还在",
        timer_silence: "gives its leader up at {tick}, if it hears nothing" | "若一直没有消息，{tick} 时放弃领导者",
        timer_silence_in: "gives its leader up in {ticks}, if it hears nothing" | "若一直没有消息，{ticks} 拍后放弃领导者",
        timer_naming: "waits for the oracle to name a leader" | "等待预言者指定领导者",
    }
}

catalogue! {
    /// What a step of Zab did, and why.
    pub struct ZabStepWords {
        recovered: "{node} is back, with what its disk kept." | "{node} 重新启动，磁盘上的内容还在。",
        recovered_why: "It has accepted epoch {accepted}, and its history is of epoch {current}, up to {last}. How much of that is committed it does not know: a leader will tell it." | "它已接受纪元 {accepted}，历史属于纪元 {current}，止于 {last}。其中有多少已提交，它并不知道：领导者会告诉它。",

        looks: "{node} looks for a leader: round {round}." | "{node} 寻找领导者：第 {round} 轮。",
        looks_leader_gone: "Its connection with {leader} is gone. It votes for itself and tells every voter; a better vote may change its mind." | "它与 {leader} 的连接已断。它先投自己一票并告知每个投票者；见到更好的选票就会改投。",
        looks_leader_silent: "It heard nothing of {leader} for too long. It hangs up, votes for itself and tells every voter." | "它太久没有收到 {leader} 的消息。它挂断连接，先投自己一票，并告知每个投票者。",
        looks_old_epoch: "{leader} wants epoch {epoch}, and it has accepted {accepted}: it takes part in none below, so it hangs up." | "{leader} 提出纪元 {epoch}，而它已接受 {accepted}：更低的纪元它不再参与，于是挂断。",
        looks_follower_ahead: "{follower} has accepted epoch {accepted}, above its own {epoch}, and can take no part in that. A new epoch has to be above both." | "{follower} 已接受纪元 {accepted}，高于它自己的 {epoch}，不能再加入后者。需要一个高于两者的新纪元。",
        looks_no_quorum: "It leads, but heard only {have:one voter|# voters}, itself included, and needs {need}. Without a quorum nothing can be committed, so it gives up." | "它在领导，但连自己在内只听到 {have} 个投票者，而需要 {need} 个。没有多数派就什么都不能提交，于是它放弃。",
        looks_not_established: "It was elected, and hears a quorum, but has not become established for too long. It gives up: what holds it up may not hold up another." | "它已当选，也听得到多数派，却迟迟没有确立。于是它放弃：阻碍它的，未必会阻碍别的服务器。",
        looks_oracle: "Here an oracle elects, and the oracle lets it look for another leader." | "这里由预言者选举；预言者让它另找领导者。",
        looks_more_recent: "{follower} has a more recent history ({theirs}) than its own ({ours}). The history of an epoch has to be the most recent of a quorum, so it must not lead." | "{follower} 的历史（{theirs}）比它自己的（{ours}）更新。纪元的历史必须是多数派中最新的，所以它不能领导。",
        recency: "epoch {epoch}, {zxid}" | "纪元 {epoch}，{zxid}",
        tells_again: "{node} tells its vote again: {leader}." | "{node} 再次告知自己的选票：{leader}。",
        tells_again_why: "Round {round} has not ended. It tells its vote now and then, for notifications may be lost." | "第 {round} 轮尚未结束。选票可能丢失，所以它不时再次告知。",
        takes_vote: "{node} now votes for {leader}, as {from} does." | "{node} 改投 {leader}，与 {from} 一样。",
        takes_vote_why: "The vote for {leader} (epoch {epoch}, {zxid}) is better than its former one for {before} (epoch {before_epoch}, {before_zxid}). Votes are compared by epoch, then by last zxid, then by server number." | "投给 {leader} 的票（纪元 {epoch}，{zxid}）优于它原先投给 {before} 的（纪元 {before_epoch}，{before_zxid}）。选票依次比较纪元、最后的 zxid、服务器编号。",
        counts_vote: "{node} counts the vote of {from} for {leader}: {have} of {need} agree with its own." | "{node} 收到 {from} 投给 {leader} 的一票：与它自己一致的有 {have}/{need}。",
        counts_vote_why: "That vote is not better than its own, so it keeps its own." | "那张选票并不优于自己的，所以它不改投。",
        joins_round: "{node} joins round {round}." | "{node} 加入第 {round} 轮。",
        joins_round_why: "{from} is in a later round. What it had counted was of an older one, and is void." | "{from} 处于更晚的轮次。它先前计的票属于旧轮次，全部作废。",
        old_round: "{node} passes over the vote of {from}." | "{node} 不计 {from} 的选票。",
        old_round_why: "It is of the earlier round {round}. {from} is told the present one, and will join." | "它属于更早的第 {round} 轮。{from} 会得知当前轮次，并加入。",
        tells_state: "{node} tells {to} where it stands." | "{node} 把自己的状态告诉 {to}。",
        tells_state_why: "{to} looks for a leader. If a quorum follows one already, it can join that." | "{to} 在寻找领导者。如果多数派已经跟随某一个，它就可以加入。",
        quorum_agrees: "{node} sees a quorum agree on {leader}: {have}, and {need} are enough." | "{node} 看到多数派一致投给 {leader}：有 {have} 个，{need} 个即可。",
        quorum_agrees_why: "It waits a little longer, in case a better vote is still under way." | "它再稍等片刻，以防更好的选票还在途中。",
        counts_settled: "{node} notes that {have:1 server is|# servers are} with {leader} already; it takes {need}." | "{node} 记下：已有 {have} 个服务器与 {leader} 在一起，需要 {need} 个。",
        counts_settled_confirmed: "{leader} says itself that it leads: once a quorum is with it, it can be followed whatever the round." | "{leader} 自己也说在领导：只要多数派与它在一起，不论哪一轮都可以跟随它。",
        counts_settled_self: "They took it for their leader in this round. Once they are a quorum, it is elected." | "它们在这一轮认它为领导者。一旦成为多数派，它就当选。",
        counts_settled_unconfirmed: "{leader} has not said itself that it leads, so it waits: others may be mistaken." | "{leader} 自己还没有说在领导，所以它继续等待：别人可能弄错了。",
        follows: "{node} takes {leader} for its leader, and connects to it." | "{node} 认定 {leader} 为领导者，并连接到它。",
        follows_why: "A quorum voted so, or follows it already. It tells the highest epoch that it has accepted, {accepted}, so that the new one can be above it." | "多数派这样投票，或已经跟随它。它告知自己已接受的最高纪元 {accepted}，好让新纪元高于它。",
        follows_named: "An oracle, which elects here, has named it. It tells the highest epoch that it has accepted, {accepted}, so that the new one can be above it." | "这里由预言者选举，是它指定的。它告知自己已接受的最高纪元 {accepted}，好让新纪元高于它。",
        leads_named: "An oracle, which elects here, has named it. That is only a guess at a good leader: nothing is safe before a quorum takes part in its epoch and has its history." | "这里由预言者选举，是它指定的。当选只是推测它适合领导：在多数派加入它的纪元并拥有它的历史之前，什么都还没有保证。",
        leads: "{node} is elected in round {round}." | "{node} 在第 {round} 轮当选。",
        leads_why: "A quorum voted for it. That is only a guess at a good leader: nothing is safe before a quorum takes part in its epoch and has its history." | "多数派投票给它。当选只是推测它适合领导：在多数派加入它的纪元并拥有它的历史之前，什么都还没有保证。",

        keeps_for_later: "{node} keeps {from} waiting." | "{node} 让 {from} 稍候。",
        keeps_for_later_why: "{from} takes it for the leader already, and it does not know yet whether it is." | "{from} 已经认它为领导者，而它自己还不知道是不是。",
        does_not_lead: "{node} hangs up on {from}." | "{node} 挂断与 {from} 的连接。",
        does_not_lead_why: "It does not lead, so there is nothing that it could do with this. {from} will notice, and look again." | "它不是领导者，无法处理这条消息。{from} 会察觉，并重新寻找。",
        info_counted: "{node} counts {from}, which has accepted epoch {accepted}: {have} of {need}." | "{node} 得知 {from} 已接受纪元 {accepted}，计为 {have}/{need}。",
        info_counted_why: "From a quorum of these it can tell an epoch that is above all in which a quorum ever took part." | "有了多数派的回答，它就能选出一个纪元，高于任何曾有多数派加入的纪元。",
        tells_epoch: "{node} tells {to} its epoch: {epoch}." | "{node} 把纪元 {epoch} 告诉 {to}。",
        tells_epoch_why: "The epoch stands already: whoever comes later takes part in it too." | "纪元已经确定：后来者也加入它。",
        new_epoch: "{node} chooses epoch {epoch}." | "{node} 选定纪元 {epoch}。",
        new_epoch_why: "One above the highest that a quorum has accepted ({list}). It writes that down before anybody hears of it." | "比多数派已接受的最高纪元（{list}）大一。它先写盘，再告诉别人。",
        accepts_epoch: "{node} accepts epoch {epoch}." | "{node} 接受纪元 {epoch}。",
        accepts_epoch_why: "It is above {before}, which it had accepted. From now on it takes part in nothing below. That is on its disk before the answer leaves, which tells how recent its history is." | "它高于先前接受的 {before}。从此它不再参与更低的纪元。先写盘，再回答；回答还说明自己的历史有多新。",
        accepts_epoch_unwritten: "It is above {before}, which it had accepted. It answers before that is on its disk: after a crash in between it would not know what it has promised." | "它高于先前接受的 {before}。它不等写盘就回答：若此间崩溃，它就不知道自己答应过什么。",
        accepted_before: "{node} has accepted epoch {epoch} before." | "{node} 先前已接受过纪元 {epoch}。",
        accepted_before_why: "It answers, but must not be counted again: it may have counted for another leader." | "它会回答，但不能再计数：它也许已经算在别的领导者那里。",
        epoch_ack_counted: "{node} has {from} in its epoch: {have} of {need}." | "{from} 加入 {node} 的纪元，计为 {have}/{need}。",
        epoch_ack_counted_why: "Whoever takes part in this epoch takes part in none below: once it is a quorum, no older leader can get anything committed." | "加入此纪元者不再参与更低的纪元：一旦成为多数派，旧的领导者就再也不能提交任何事务。",
        epoch_ack_not_counted: "{node} lets {from} into its epoch, without counting it." | "{node} 让 {from} 加入纪元，但不计数。",
        epoch_ack_not_counted_why: "It observes, or had accepted this epoch before, or there is a quorum already." | "它是观察者，或者先前已接受过此纪元，或者多数派已经凑齐。",

        takes_epoch: "{node} makes its history that of epoch {epoch}." | "{node} 把自己的历史定为纪元 {epoch} 的历史。",
        takes_epoch_why: "A quorum takes part, and nobody of it is more recent: so its history ({history:empty|1 transaction|# transactions}) holds everything that was ever committed. It writes currentEpoch, and brings the others to it." | "多数派已加入，而且其中没有谁比它更新：所以它的历史（{history:空|1 个事务|# 个事务}）包含所有曾经提交的事务。它写下 currentEpoch，并让其他服务器与它同步。",
        sync_nothing: "{node} has nothing to send {learner}: an empty DIFF." | "{node} 没有什么要发给 {learner}：空的 DIFF。",
        sync_nothing_why: "Both histories end with {last}." | "两者的历史都止于 {last}。",
        sync_diff: "{node} sends {learner} what it lacks: DIFF." | "{node} 把 {learner} 缺少的事务发给它：DIFF。",
        sync_diff_why: "{learner} ends with {last}, which {node} has too, among the transactions that it keeps at hand. What follows, up to {to}, is sent." | "{learner} 止于 {last}，{node} 也有它，就在手边保留的事务之中。其后直到 {to} 的都发过去。",
        sync_log_why: "{learner} ends with {last}, further back than what {node} keeps at hand, but its log on disk still has it. What follows, up to {to}, is sent." | "{learner} 止于 {last}，早于 {node} 手边保留的事务，但磁盘上的日志里还有。其后直到 {to} 的都发过去。",
        sync_trunc: "{node} tells {learner} to cut off all behind {to}: TRUNC." | "{node} 要求 {learner} 截去 {to} 之后的一切：TRUNC。",
        sync_trunc_why: "{learner} has transactions up to {last} that are not in the history of this epoch. They were never committed: otherwise one of the quorum would have had them." | "{learner} 有到 {last} 为止的事务，不在此纪元的历史之中。它们从未提交：否则多数派中必有一个拥有它们。",
        sync_trunc_diff: "{node} tells {learner} to go back, and sends what follows: TRUNC." | "{node} 要求 {learner} 退回，再发送其后的内容：TRUNC。",
        sync_trunc_diff_why: "The last transaction of {learner}, {last}, is none of this history. It goes back to the last that both have, and is sent what follows up to {to}." | "{learner} 的最后一个事务 {last} 不属于这个历史。它退回到双方都有的最后一个，再接收其后直到 {to} 的内容。",
        sync_snap: "{node} sends {learner} its state: SNAP." | "{node} 把状态发给 {learner}：SNAP。",
        sync_snap_why: "{learner} ends with {last}, and the log of {node} does not reach so far back any more: only what it has led to is left." | "{learner} 止于 {last}，而 {node} 的日志已经追溯不到那里：只剩下执行的结果。",
        queues: "{node} sends {learner} what is under way as well: {count:1 transaction|# transactions}." | "{node} 把在途的 {count} 个事务也发给 {learner}。",
        queues_why: "That was broadcast before {learner} was in sync. Left out, it would be a gap." | "它们广播时，{learner} 还没有同步。少了它们就会出现空缺。",
        is_brought_to: "{node} is to be brought to {to}." | "{node} 将同步到 {to}。",
        is_brought_to_why: "What it lacks follows on this connection, in order." | "它缺少的内容将按序在此连接上到来。",
        truncates: "{node} cuts off all behind {to}: {lost:nothing|1 transaction|# transactions}." | "{node} 截去 {to} 之后的一切：{lost:没有事务|1 个事务|# 个事务}。",
        truncates_why: "The leader of the new epoch does not have it. So it was never committed, and no client was told that it is done." | "新纪元的领导者没有这些内容。所以它们从未提交，也没有客户端被告知已完成。",
        installs: "{node} takes over the state of {count:the first transaction|the first # transactions}." | "{node} 采用前 {count} 个事务之后的状态。",
        installs_why: "It reaches up to {last}, and all in it is committed." | "它止于 {last}，其中的事务都已提交。",
        takes_history: "{node} writes {zxid} “{operation}” down." | "{node} 写下 {zxid}“{operation}”。",
        takes_history_why: "It belongs to the history of the epoch. Until UPTODATE it does not do it." | "它属于此纪元的历史。收到 UPTODATE 之前不执行。",
        takes_informed: "It observes: its leader tells it only what is committed. It acknowledges nothing." | "它是观察者：领导者只把已提交的告诉它。它不确认。",
        takes_new_leader: "{node} has the history of epoch {epoch}." | "{node} 已有纪元 {epoch} 的历史。",
        takes_new_leader_why: "From now on its history is of this epoch: that is on its disk, as currentEpoch, before it says so." | "从此它的历史属于这个纪元：先把 currentEpoch 写盘，再回答。",
        new_leader_acked: "{node} knows that {from} has its history: {have} of {need}." | "{node} 得知 {from} 已有它的历史，计为 {have}/{need}。",
        new_leader_acked_why: "Once a quorum has it, every later epoch begins with it." | "一旦多数派拥有它，以后的每个纪元都以它开始。",
        established: "{node} is established: the primary of epoch {epoch}." | "{node} 已确立：成为纪元 {epoch} 的主服务器。",
        established_why: "A quorum has its history ({history:empty|1 transaction|# transactions}) on disk, so all of it is committed. From now on it broadcasts." | "多数派已把它的历史（{history:空|1 个事务|# 个事务}）写盘，所以其中全部都已提交。从现在起它开始广播。",
        established_early: "It does not wait until a quorum has its history ({history:empty|1 transaction|# transactions}) on disk: “{mistake}”. From now on it broadcasts." | "它没有等多数派把它的历史（{history:空|1 个事务|# 个事务}）写盘：“{mistake}”。从现在起它开始广播。",
        tells_up_to_date: "{node} tells {to} that it may serve." | "{node} 告诉 {to} 可以提供服务了。",
        tells_up_to_date_why: "All is committed up to {committed}." | "到 {committed} 为止都已提交。",
        is_up_to_date: "{node} serves from here on." | "{node} 从此提供服务。",
        is_up_to_date_why: "Its leader is established, and all is committed up to {committed}." | "它的领导者已确立，到 {committed} 为止都已提交。",

        proposes: "{node} broadcasts “{operation}” as {zxid}." | "{node} 以 {zxid} 广播“{operation}”。",
        proposes_why: "It is the primary: it has delivered all of lower epochs, and what it broadcasts itself stays in order. To its own disk first, then to every follower." | "它是主服务器：更低纪元的事务都已交付，自己广播的也保持次序。先写自己的磁盘，再发给每个跟随者。",
        logs: "{node} writes {zxid} “{operation}” down." | "{node} 写下 {zxid}“{operation}”。",
        logs_why: "It follows this leader, and everything on a connection arrives in order: so it has all before it. It acknowledges once it is on disk." | "它跟随这个领导者，而连接上的一切按序到达，所以之前的事务它都有。写盘之后再确认。",
        duplicate: "{node} has {zxid} already." | "{node} 已有 {zxid}。",
        duplicate_why: "It came with the history as well. A transaction is written down once." | "它已随历史一起到来。一个事务只写一次。",
        not_of_epoch: "{node} takes no notice of {zxid}, which {from} sent." | "{node} 不理会 {from} 发来的 {zxid}。",
        not_of_epoch_why: "That is not of the epoch that it follows." | "它不属于自己跟随的纪元。",
        not_of_leader_why: "{from} is not its leader now. It hangs up, so that {from} notices." | "{from} 现在不是它的领导者。它挂断连接，好让 {from} 察觉。",
        ack_counted: "{node} counts that {from} has {zxid}: {have} of {need}." | "{node} 收到 {from} 对 {zxid} 的确认，计为 {have}/{need}。",
        ack_counted_own: "{node} counts its own disk for {zxid}: {have} of {need}." | "{node} 自己已把 {zxid} 写盘，计为 {have}/{need}。",
        ack_counted_why: "With {need} on disk it is committed, provided that all before it are." | "有 {need} 个写盘，且之前的都已提交，它就提交。",
        waits_for_order: "{node} does not commit {zxid} yet." | "{node} 暂不提交 {zxid}。",
        waits_for_order_why: "A quorum has it, but {first} before it is not committed. Transactions are committed in order." | "多数派已有它，但之前的 {first} 还没有提交。事务按序提交。",
        commits: "{node} commits {zxid}." | "{node} 提交 {zxid}。",
        commits_why: "On the disks of {nodes}: a quorum, and every later leader hears one of them. All before it is committed." | "{nodes} 已写盘：这是多数派，以后的任何领导者都会听到其中之一。之前的也都已提交。",
        commits_early: "On disk so far: {nodes}. That is no quorum: “{mistake}”." | "目前已写盘的有 {nodes}，不是多数派：“{mistake}”。",
        notes_commit: "{node} notes that {zxid} is committed." | "{node} 记下 {zxid} 已提交。",
        notes_commit_why: "It does that once it is up to date." | "等它可以提供服务时再执行。",
        delivered: "{node} delivers “{operation}” ({zxid})." | "{node} 交付“{operation}”（{zxid}）。",
        delivered_why: "It is committed, and all before it are delivered: every server does the same in the same order." | "它已提交，之前的也都已交付：每个服务器以相同的次序做相同的事。",
        delivered_idle: "It changes nothing: the command was done before. A command is done at most once." | "什么都没有改变：这条命令已经执行过。一条命令至多执行一次。",
        answers: "{node} answers the client of “{operation}”." | "{node} 就“{operation}”答复客户端。",
        answers_why: "The transaction {zxid} is committed: what the client is told now stays." | "事务 {zxid} 已提交：现在告诉客户端的不会改变。",
        took_snapshot: "{node} takes a snapshot of {count:the first transaction|the first # transactions}." | "{node} 为前 {count} 个事务做快照。",
        took_snapshot_why: "The state stands for what led to it: that part of the log is not needed any more." | "有了执行这些事务得到的状态，这部分日志就不再需要。",

        pings: "{node} tells its learners that it is there." | "{node} 告诉学习者：自己还在。",
        pings_why: "Whoever does not hear it for too long looks for another leader." | "太久听不到它的服务器会寻找别的领导者。",
        answers_ping: "{node} hears its leader, and says so." | "{node} 收到领导者的消息，并作出回应。",
        answers_ping_why: "It waits again from now on. The leader needs to hear from a quorum, or it gives up." | "它从现在起重新计时。领导者必须听到多数派，否则会放弃。",
        heard: "{node} hears {from}." | "{node} 收到 {from} 的消息。",
        heard_why: "It will count when {node} next looks whether a quorum is there." | "{node} 下次检查多数派是否还在时，会把它算上。",
        has_quorum: "{node} has a quorum still: heard {have} voters, and needs {need}." | "{node} 仍有多数派：听到 {have} 个投票者，需要 {need} 个。",
        has_quorum_why: "That is with itself. It goes on, and begins to count anew." | "这包括它自己。它继续领导，并重新计数。",
        learner_gone: "{node} notices that its connection with {learner} is gone." | "{node} 察觉与 {learner} 的连接已断。",
        learner_gone_why: "What was under way on it is lost. {learner} has to come again, and to be brought up to date." | "在途的内容已丢失。{learner} 必须重新加入，并再次同步。",
        noticed: "{node} notices that its connection with {peer} is gone." | "{node} 察觉与 {peer} 的连接已断。",

        forwards: "{node} passes “{operation}” of {client} on to {to}." | "{node} 把 {client} 的“{operation}”转交给 {to}。",
        forwards_why: "Only the primary broadcasts." | "只有主服务器才能广播。",
        no_leader: "{node} can do nothing for “{operation}” of {client}." | "{node} 无法处理 {client} 的“{operation}”。",
        no_leader_why: "It is no primary, and follows none that serves. The client will ask another server." | "它不是主服务器，也没有跟随已提供服务的主服务器。客户端会去问别的服务器。",
        under_way: "{node} has “{operation}” of {client} under way already." | "{node} 已经在处理 {client} 的“{operation}”。",
        under_way_why: "The client asked again; one transaction is enough." | "客户端又请求了一次；一个事务就够了。",

        broken: "The connection of {one} and {other} breaks." | "{one} 与 {other} 的连接断开。",
        broken_why: "All that was under way on it is lost: the end of what each has sent, never something from the middle. Both will notice." | "途中的一切都丢失了：丢的是各自所发内容的末尾，绝不会是中间。双方都会察觉。",
        lost: "{message} is lost with its connection." | "{message} 随连接一起丢失。",
        lost_why: "A connection that is gone loses what was last sent on it." | "连接一断，最后在它上面发送的就丢失了。",
        vanished: "{message} for {to} goes nowhere." | "发给 {to} 的 {message} 没有去处。",
        vanished_why: "The connection of {node} and {to} is gone already. {node} does not know that yet, and what it sends before it notices is lost." | "{node} 与 {to} 的连接已断。{node} 还不知道；在察觉之前，它发送的都会丢失。",
        stream_lost_also: "With it the connection breaks, and everything behind it is lost too." | "连接随之断开，其后的一切也都丢失。",
        kept: "acceptedEpoch {accepted}, currentEpoch {current} and its history up to {last}" | "acceptedEpoch {accepted}、currentEpoch {current}，以及止于 {last} 的历史",
        committed: "“{value}” is committed ({zxid})." | "“{value}”已提交（{zxid}）。",
        committed_why: "On the disks of {voters}: {have} of {total} voters. It is delivered for the first time now." | "{voters} 已写盘（{have}/{total} 个投票者）。现在它第一次被交付。",
        cut_why: "What is sent over a cut link is lost, and a connection over it breaks: both ends notice. Whoever does not reach a quorum commits nothing, so nothing that clients were told is lost." | "经过已切断链路的消息会丢失，其上的连接会断开，两端都会察觉。联系不到多数派的一侧什么都提交不了，所以告诉过客户端的不会丢失。",
        answered_why: "What a client was told is committed, and will not be lost." | "告诉过客户端的都已提交，不会丢失。",
    }
}

catalogue! {
    /// The rules of Zab as pseudocode; each line of a text is a line of the rule.
    pub struct ZabRuleWords {
        look: "without a leader that is heard:\n  round ← round + 1; vote ← myself\n  tell every voter my vote\n  now and then: tell it again" | "没有能听到的领导者时：\n  轮次 ← 轮次 + 1；选票 ← 自己\n  向每个投票者告知选票\n  定期：再次告知",
        vote: "on the vote v of one that looks:\n  later round: join it, forget all votes\n  earlier round: tell mine\n  v better (epoch, zxid, number): vote v\n  a quorum votes as I do: wait a little\n  still so: that is my leader" | "收到寻找者的选票 v：\n  轮次更晚：加入它，清空计票\n  轮次更早：告知我的\n  v 更好（纪元、zxid、编号）：改投 v\n  多数派与我一致：稍等片刻\n  仍然一致：这就是领导者",
        settled: "on the vote of one that has settled:\n  I look: note whom it follows\n  a quorum follows, and that one leads:\n    follow it too\n  I have settled: tell those that look" | "收到已定者的选票：\n  我在寻找：记下它跟随谁\n  多数派跟随同一个，且它在领导：\n    也跟随它\n  我已定：告知仍在寻找者",
        discover: "1. leader: on FOLLOWERINFO from a quorum\n  epoch ← the highest accepted + 1\n  to disk: acceptedEpoch ← epoch\n  send LEADERINFO(epoch)\n  a quorum ACKEPOCH, none more recent:\n    my history is that of the epoch" | "1. 领导者：收到多数派的 FOLLOWERINFO\n  纪元 ← 其中最高的 + 1\n  写盘：acceptedEpoch ← 纪元\n  发送 LEADERINFO(纪元)\n  多数派 ACKEPOCH，且无人更新：\n    我的历史即此纪元的历史",
        accept: "1. learner: on LEADERINFO(e)\n  e > accepted: to disk, ACKEPOCH(last)\n  e = accepted: ACKEPOCH, not counted\n  e < accepted: hang up, look again" | "1. 学习者：收到 LEADERINFO(e)\n  e > 已接受：写盘，ACKEPOCH(最后)\n  e = 已接受：ACKEPOCH，不计数\n  e < 已接受：挂断，重新寻找",
        synchronize: "2. leader: a learner whose history ends z\n  z is mine: DIFF, and what follows\n  z not mine: TRUNC to the last we share\n  z before my log: SNAP\n  then NEWLEADER; ACK from a quorum:\n    established, UPTODATE" | "2. 领导者：学习者的历史止于 z\n  z 是我的：DIFF 及其后内容\n  z 超出我的：TRUNC 到共有的最后一个\n  z 早于我的日志：SNAP\n  再 NEWLEADER；多数派 ACK：\n    已确立，UPTODATE",
        take: "2. learner: DIFF, TRUNC or SNAP\n  to disk, as it comes\n  NEWLEADER(e): currentEpoch ← e, ACK\n  UPTODATE: deliver, and serve" | "2. 学习者：DIFF、TRUNC 或 SNAP\n  随到随写盘\n  NEWLEADER(e)：currentEpoch ← e，ACK\n  UPTODATE：交付，并提供服务",
        broadcast: "3. primary: on a command\n  done or under way: not again\n  zxid ← (epoch, next counter)\n  to disk; PROPOSAL to all in sync" | "3. 主服务器：收到命令\n  已执行或在途：不再广播\n  zxid ← (纪元, 下一个计数)\n  写盘；PROPOSAL 发给所有已同步者",
        log: "3. follower: on PROPOSAL(z)\n  not of my leader's epoch: ignore\n  to disk, then ACK(z)\n3. observer: on INFORM(z)\n  to disk, then deliver; no ACK" | "3. 跟随者：收到 PROPOSAL(z)\n  不属于领导者的纪元：忽略\n  写盘，再 ACK(z)\n3. 观察者：收到 INFORM(z)\n  写盘，再交付；不 ACK",
        commit: "3. primary: on ACK(z)\n  a quorum has it, all before committed:\n    COMMIT(z); INFORM to observers\n    deliver, tell the client" | "3. 主服务器：收到 ACK(z)\n  多数派已有，且之前的都已提交：\n    COMMIT(z)；INFORM 发给观察者\n    交付，答复客户端",
        deliver: "up to what is committed, in order:\n  not done before: do it\n  the log is long: take a snapshot" | "按序，直到已提交之处：\n  没有执行过：执行\n  日志太长：做快照",
        ping: "leader and learners, now and then:\n  leader: ping; no quorum heard: give up\n  learner: answer; leader not heard: look" | "领导者与学习者，定期：\n  领导者：ping；听不到多数派：放弃\n  学习者：回应；听不到领导者：寻找",
        connection: "on a connection:\n  all in order, each once\n  gone: what was last sent is lost\n  both ends notice" | "在连接上：\n  全部按序，各一次\n  断开：最后发送的丢失\n  两端都会察觉",
    }
}

catalogue! {
    /// What must be true of primaries and their transactions: names, meanings, and proofs that one fails.
    pub struct OrderWords {
        answered_kept: "What clients were told stays" | "告诉客户端的不会丢失",
        answered_kept_about: "What a client was told to be done is in the history of every later primary, at its place." | "告诉客户端已完成的，都在以后每个主服务器的历史之中，位置不变。",
        agreement: "Agreement on what is delivered" | "交付的一致性",
        agreement_about: "Of two servers that deliver two transactions, one delivers both." | "若两个服务器各交付了一个事务，则其中一个两者都交付了。",
        total_order: "Total order" | "全序",
        total_order_about: "If one server delivers a before b, whoever delivers b delivers a before it." | "若某个服务器先交付 a 再交付 b，则凡交付 b 的都先交付 a。",
        integrity: "Integrity" | "完整性",
        integrity_about: "Only what was broadcast is delivered." | "只有广播过的才会被交付。",
        local_primary_order: "Local primary order" | "局部主服务器次序",
        local_primary_order_about: "If a primary broadcasts a before b, whoever delivers b delivers a before it." | "若主服务器先广播 a 再广播 b，则凡交付 b 的都先交付 a。",
        global_primary_order: "Global primary order" | "全局主服务器次序",
        global_primary_order_about: "Transactions of a lower epoch are delivered before those of a higher one." | "低纪元的事务先于高纪元的事务交付。",
        primary_integrity: "Primary integrity" | "主服务器完整性",
        primary_integrity_about: "A primary that broadcasts has delivered whatever anybody delivers of lower epochs." | "主服务器广播之前，已交付任何服务器会交付的更低纪元的事务。",
        one_primary: "One primary per epoch" | "每个纪元一个主服务器",
        one_primary_about: "No epoch has two primaries." | "没有哪个纪元有两个主服务器。",
        done_once: "A command is done once" | "命令只执行一次",
        done_once_about: "No server does a client’s command twice." | "没有服务器把客户端的命令执行两次。",
        quorum_logged: "A quorum has what is delivered" | "交付的已在多数派上",
        quorum_logged_about: "What is delivered is on the disks of a quorum, or was." | "交付的内容在（或曾在）多数派的磁盘上。",

        holds: "All properties hold so far" | "目前所有性质都成立",
        broken: "Broken: {property}" | "被破坏：{property}",
        delivered: "“{operation}” ({zxid}) at place {place} on {server}" | "“{operation}”（{zxid}，在 {server} 的位置 {place}）",
        delivered_slot: "“{operation}” in slot {place} on {server}" | "{server} 的槽位 {place} 的“{operation}”",
        never_broadcast: "Delivered, and never broadcast: {one}." | "交付了，却从未广播：{one}。",
        reordered: "Two orders: {one}, and {other}; one of the two servers delivers both." | "两种次序：{one}，以及 {other}；其中一个服务器两者都交付了。",
        diverged: "Two histories: {one}, and {other}; neither server delivers the other’s." | "两种历史：{one}，以及 {other}；两个服务器都没有交付对方的。",
        without_predecessor: "{one} was delivered without {zxid}, which its primary had broadcast right before." | "{one} 被交付，却没有其主服务器在它之前广播的 {zxid}。",
        epochs_reversed: "{one} came before {other}, which is of a lower epoch." | "{one} 先于 {other}，而后者属于更低的纪元。",
        not_delivered: "{primary} broadcast “{operation}” ({zxid}) when it had delivered {count:nothing|1 transaction|# transactions}, and had missed: {one}." | "{primary} 广播“{operation}”（{zxid}）时，{count:什么都没有交付|只交付了 1 个事务|只交付了 # 个事务}，漏掉了：{one}。",
        two_primaries: "Epoch {epoch} has two primaries: {one} and {other}." | "纪元 {epoch} 有两个主服务器：{one} 与 {other}。",
        no_quorum: "Delivered, while only {nodes} ever had it on disk: {one}." | "交付了，但只有 {nodes} 曾把它写盘：{one}。",
        nobody: "nobody" | "无人",
        done_twice: "Done twice: {one}, and {other}." | "执行了两次：{one}，以及 {other}。",
        overwritten: "A client was told of {one}; now there is {other}." | "曾告诉客户端 {one}；现在却是 {other}。",
        forgotten: "A client was told of {one}; the history of {primary}, primary of epoch {epoch}, {count:is empty|has only 1 transaction|has only # transactions}." | "曾告诉客户端 {one}；而纪元 {epoch} 的主服务器 {primary} 的历史{count:是空的|只有 1 个事务|只有 # 个事务}。",
    }
}

/// A message's kind, as ZooKeeper calls it.
#[inline(never)]
pub fn kind_word(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Notification => ZabWords::of(lang).kind_notification,
        Kind::FollowerInfo => "FOLLOWERINFO",
        Kind::LeaderInfo => "LEADERINFO",
        Kind::AckEpoch => "ACKEPOCH",
        Kind::Diff => "DIFF",
        Kind::Trunc => "TRUNC",
        Kind::Snap => "SNAP",
        Kind::NewLeader => "NEWLEADER",
        Kind::Ack => "ACK",
        Kind::UpToDate => "UPTODATE",
        Kind::Proposal => "PROPOSAL",
        Kind::Commit => "COMMIT",
        Kind::Inform => "INFORM",
        Kind::Ping => "PING",
        other => other.word(),
    }
}

/// The sign that stands for a kind where there is no room.
#[inline(never)]
pub fn kind_sign(kind: Kind) -> &'static str {
    match kind {
        Kind::Notification => "V",
        Kind::FollowerInfo => "FI",
        Kind::LeaderInfo => "LI",
        Kind::AckEpoch => "AE",
        Kind::Diff => "D",
        Kind::Trunc => "T",
        Kind::Snap => "S",
        Kind::NewLeader => "NL",
        Kind::Ack => "A",
        Kind::UpToDate => "U",
        Kind::Proposal => "P",
        Kind::Commit => "C",
        Kind::Inform => "I",
        Kind::Ping => "♥",
        _ => "•",
    }
}

/// The last transaction of a history; that there is none, where there is none.
#[inline(never)]
pub fn zxid_text(lang: Lang, zxid: Zxid) -> String {
    match zxid {
        Zxid::ZERO => fill(ZabWords::of(lang).zxid_none, &[("zxid", &zxid)]),
        zxid => zxid.to_string(),
    }
}

/// What a message is about: the vote, the epoch or the transaction. Nothing for one of a client.
#[inline(never)]
pub fn place_text(lang: Lang, label: &Label) -> Option<String> {
    let words = ZabWords::of(lang);
    let (epoch, leader) = (label.ballot.round, label.ballot.node);
    match label.kind {
        Kind::Notification => Some(fill(words.place_vote, &[("leader", &leader), ("round", &epoch)])),
        kind if !kind.is_on_connection() => None,
        _ => Some(match label.slot.map(u32::try_from) {
            Some(Ok(counter)) => Zxid::new(epoch, counter).to_string(),
            _ => fill(words.place_epoch, &[("epoch", &epoch)]),
        }),
    }
}

/// The transaction that the event delivers at this place, if it does.
#[inline(never)]
pub fn delivered_at(event: &EventView, place: Slot) -> Option<Zxid> {
    event.reasons.iter().find_map(|reason| match reason {
        ReasonView::Zab(Reason::Delivered { place: at, txn, .. }) if *at == place => Some(txn.zxid),
        _ => None,
    })
}

/// What a server's timer of this name waits for: see [`log::timer_words`](super::log::timer_words).
#[inline(never)]
pub fn timer_words(lang: Lang, name: Option<TimerName>) -> (&'static str, &'static str) {
    let words = ZabWords::of(lang);
    match name {
        Some(TimerName::Notify) => (words.timer_notify, words.timer_notify_in),
        Some(TimerName::Finalize) => (words.timer_finalize, words.timer_finalize_in),
        Some(TimerName::Ping) => (words.timer_ping, words.timer_ping_in),
        Some(TimerName::Quorum) => (words.timer_quorum, words.timer_quorum_in),
        Some(TimerName::Naming(_)) => (words.timer_naming, words.timer_naming),
        // That of one that has a leader.
        None => (words.timer_silence, words.timer_silence_in),
    }
}

/// A command as a short phrase: that a connection breaks.
#[inline(never)]
pub fn command_break(lang: Lang, one: &NodeId, other: &NodeId) -> String {
    fill(ZabWords::of(lang).command_break, &[("one", one), ("other", other)])
}

/// Why a connection cannot break.
#[inline(never)]
pub fn no_connection(lang: Lang, one: &NodeId, other: &NodeId) -> String {
    fill(ZabWords::of(lang).no_connection, &[("one", one), ("other", other)])
}

/// A command as a short phrase: that a timer among several is fired.
#[inline(never)]
pub fn command_fire_of(lang: Lang, node: &NodeId, timer: TimerName) -> String {
    match timer {
        TimerName::Naming(leader) => fill(ZabWords::of(lang).command_naming, &[("node", node), ("leader", &leader)]),
        timer => fill(ZabWords::of(lang).command_fire_of, &[("node", node), ("timer", &timer)]),
    }
}

/// A command as a short phrase: that a node notices the end of a connection.
#[inline(never)]
pub fn command_notice(lang: Lang, node: &NodeId, peer: &NodeId) -> String {
    fill(ZabWords::of(lang).command_notice, &[("node", node), ("peer", peer)])
}

/// Why a timer among several cannot be fired.
#[inline(never)]
pub fn no_such_timer(lang: Lang, node: &NodeId, timer: TimerName) -> String {
    match timer {
        TimerName::Naming(_) => fill(ZabWords::of(lang).no_naming, &[("node", node)]),
        timer => fill(ZabWords::of(lang).no_such_timer, &[("node", node), ("timer", &timer)]),
    }
}

/// Why a node cannot notice the end of a connection.
#[inline(never)]
pub fn nothing_to_notice(lang: Lang, node: &NodeId, peer: &NodeId) -> String {
    fill(ZabWords::of(lang).nothing_to_notice, &[("node", node), ("peer", peer)])
}

/// The word that a message leaves at its place which was lost with its connection.
#[inline(never)]
pub fn mark_disconnected(lang: Lang) -> &'static str {
    ZabWords::of(lang).mark_disconnected
}

/// What stands on the chip about the properties.
#[inline(never)]
pub fn verdict(lang: Lang, broken: Option<PrimaryOrder>) -> String {
    let words = OrderWords::of(lang);
    match broken {
        None => words.holds.to_owned(),
        Some(property) => fill(words.broken, &[("property", &order_name(lang, property).0)]),
    }
}

/// What breaking a connection is called.
#[inline(never)]
pub fn break_word(lang: Lang) -> &'static str {
    ZabWords::of(lang).break_connection
}

/// A property's name, and what it says.
#[inline(never)]
pub fn order_name(lang: Lang, property: PrimaryOrder) -> (&'static str, &'static str) {
    let words = OrderWords::of(lang);
    match property {
        PrimaryOrder::AnsweredKept => (words.answered_kept, words.answered_kept_about),
        PrimaryOrder::Agreement => (words.agreement, words.agreement_about),
        PrimaryOrder::TotalOrder => (words.total_order, words.total_order_about),
        PrimaryOrder::Integrity => (words.integrity, words.integrity_about),
        PrimaryOrder::LocalPrimaryOrder => (words.local_primary_order, words.local_primary_order_about),
        PrimaryOrder::GlobalPrimaryOrder => (words.global_primary_order, words.global_primary_order_about),
        PrimaryOrder::PrimaryIntegrity => (words.primary_integrity, words.primary_integrity_about),
        PrimaryOrder::OnePrimary => (words.one_primary, words.one_primary_about),
        PrimaryOrder::DoneOnce => (words.done_once, words.done_once_about),
        PrimaryOrder::QuorumLogged => (words.quorum_logged, words.quorum_logged_about),
    }
}
