//! The words of a replicated log: its slots, its servers and clients, and why they did what they did. The glossary is in [`why`](super::why), and:
//!
//! | English | 中文 |
//! | --- | --- |
//! | slot, entry, no-op | 槽位、条目、空操作 |
//! | leader, candidate, follower | 领导者、候选者、跟随者 |
//! | commit index, window | 提交位置、窗口 |
//! | snapshot, heartbeat | 快照、心跳 |
//! | lease, grant, round | 租约、授予、轮 |
//! | client, command, reply | 客户端、命令、答复 |

use super::fill::{catalogue, fill};
use super::{Lang, zab};
use crate::protocol::{ProtocolName, Wait};
use crate::session::{EntryView, NodeView, TimerView, View};
use crate::world::Property;

catalogue! {
    /// What servers and clients are, and what stands in the log.
    pub struct LogWords {
        multipaxos: "Multi-Paxos" | "Multi-Paxos",
        zab: "Zab" | "Zab",
        cluster: "{protocol} · {nodes:1 server|# servers} · quorum {quorum} of {voters}" | "{protocol} · {nodes} 个服务器 · 多数派 {quorum}/{voters}",
        cluster_plain: "{protocol} · {nodes:1 server|# servers}" | "{protocol} · {nodes} 个服务器",
        follows: "follows {ballot}" | "跟随 {ballot}",
        follower: "knows no leader" | "不知道谁是领导者",
        candidate: "asks for {ballot} · {have}/{need}" | "竞选 {ballot} · {have}/{need}",
        leads: "leads {ballot}" | "以 {ballot} 领导",
        with_lease_held: "{role} · has the lease" | "{role} · 持有租约",
        with_lease_asked: "{role} · asks for a lease" | "{role} · 请求租约",
        with_lease_granted: "{role} · granted a lease" | "{role} · 已授租约",
        no_vote: "{role} · has no vote" | "{role} · 无投票权",
        done: "done {commit}/{end}" | "已执行 {commit}/{end}",
        log_empty: "empty log" | "日志为空",
        log_down: "{end} on disk" | "磁盘上 {end} 个",
        spoken_log: "has done {commit} of {end:1 slot|# slots} in its log" | "日志中有 {end} 个槽位，已执行 {commit} 个",
        spoken_log_empty: "its log is empty" | "日志为空",
        spoken_candidate: "asks for promises in {ballot} and has {have} of {need}" | "为 {ballot} 征集承诺，已得 {have}/{need}",
        client_asks: "asks “{operation}”" | "请求“{operation}”",
        spoken_client: "a client that waits for an answer to “{operation}”" | "客户端，正在等待“{operation}”的答复",
        spoken_idle: "a client that waits for nothing" | "客户端，没有在等待答复",
        strip: "The log: what each server has in each slot" | "日志：每个服务器在每个槽位中的内容",
        strip_chosen: "chosen" | "选定",
        strip_signs: "dashed: voted for · filled: done · hatched: in a snapshot · struck out: not on disk" | "虚线框：已投票 · 实底：已执行 · 斜纹：已并入快照 · 划去：磁盘上没有",
        slot: "slot" | "槽位",
        no_op: "no-op" | "空操作",
        cell_empty: "nothing" | "空",
        cell_snapshot: "in the snapshot, in the log no more" | "已并入快照，不再留在日志中",
        cell_voted: "{entry}: voted for in {ballot}, not done yet" | "{entry}：在 {ballot} 中投过票，尚未执行",
        cell_gone: "{entry}: voted for in {ballot}, and not on the disk" | "{entry}：在 {ballot} 中投过票，但磁盘上没有",
        cell_applied: "{entry}: voted for in {ballot}, and done" | "{entry}：在 {ballot} 中投过票，已执行",
        entry_of: "“{operation}”, command {sequence} of {client}" | "“{operation}”（{client} 的第 {sequence} 条命令）",
        row_log: "Log" | "日志",
        row_log_text: "slots {first} to {end}" | "槽位 {first} 至 {end}",
        row_log_one: "slot {first}" | "槽位 {first}",
        row_log_none: "empty" | "空",
        row_log_snapshot: "snapshot below slot {first}" | "槽位 {first} 之前为快照",
        row_log_and: "{snapshot}, then {slots}" | "{snapshot}，之后是{slots}",
        row_role: "Is" | "角色",
        role_follower: "follower" | "跟随者",
        role_candidate: "candidate in {ballot}, promised by {nodes}" | "候选者，编号 {ballot}，已承诺：{nodes}",
        role_leader: "leader of {ballot}" | "领导者，编号 {ballot}",
        role_leader_waiting: "leader of {ballot}; {count:1 command waits|# commands wait} for a slot" | "领导者，编号 {ballot}；{count} 条命令在等待槽位",
        row_follows: "Follows" | "跟随",
        row_commit: "Has done" | "已执行",
        row_commit_text: "{commit:nothing yet|slot 0|the first # slots}" | "{commit:无|槽位 0|前 # 个槽位}",
        row_store: "Store" | "键值",
        row_voters: "Voters" | "投票者",
        voters_from: "{voters}; from slot {slot} on {later}" | "{voters}；从槽位 {slot} 起为 {later}",
        row_lease: "Lease" | "租约",
        lease_held: "holds one: reads need no slot" | "持有：读取不占用槽位",
        lease_asked: "has asked for one, and has none" | "已请求，尚未持有",
        lease_granted: "granted to {leader}" | "已授予 {leader}",
        lease_assumed: "perhaps granted before it restarted" | "重启前也许授予过",
        row_asked: "Commands asked for" | "已请求的命令",
        row_waits: "Waits for" | "等待",
        row_server: "Asks" | "询问的服务器",
        timer_election: "calls an election at {tick}" | "{tick} 时发起选举",
        timer_election_in: "calls an election in {ticks}" | "{ticks} 拍后发起选举",
        timer_heartbeat: "sends a heartbeat at {tick}" | "{tick} 时发心跳",
        timer_heartbeat_in: "sends a heartbeat in {ticks}" | "{ticks} 拍后发心跳",
        message_commit: "Chosen" | "已选定",
        message_commit_text: "{slot:nothing yet|slot 0|all slots below #}" | "{slot:尚无|槽位 0|槽位 # 之前的全部}",
        message_from: "From slot" | "起始槽位",
        message_votes: "Reports" | "报告",
        message_votes_text: "{count:no votes|its vote in 1 slot|its votes in # slots}" | "{count:没有投票|1 个槽位的投票|# 个槽位的投票}",
        message_snapshot: "Snapshot" | "快照",
        message_snapshot_text: "of all slots below {slot}" | "槽位 {slot} 之前的全部",
        kind_granted: "Grant" | "授予租约",
        timer_lease: "its round of the lease ends at {tick}" | "本轮租约在 {tick} 到期",
        timer_grant: "bound by a lease until {tick}" | "受租约约束到 {tick}",
        timer_lease_in: "a round of its lease, held or asked for, ends in {ticks}" | "本轮租约（已得或请求中）{ticks} 拍后到期",
        timer_grant_in: "bound by a lease for {ticks}" | "还受租约约束 {ticks} 拍",
        timer_retry: "asks again at {tick}" | "{tick} 时再次请求",
        timer_retry_in: "asks again in {ticks}" | "{ticks} 拍后再次请求",
        label_leads: "leads {ballot}" | "以 {ballot} 领导",
        label_applied: "does {entry}" | "执行 {entry}",
        label_snapshot: "snapshot below slot {slot}" | "槽位 {slot} 之前的快照",
        label_answered: "answered" | "得到答复",
        label_asks: "asks {operation}" | "请求 {operation}",
        label_fills: "no-op in slot {slot}" | "槽位 {slot} 空操作",
        label_chosen: "slot {slot}: “{value}” is chosen" | "槽位 {slot} 选定“{value}”",
    }
}

catalogue! {
    /// What a step of a log did, and why.
    pub struct LogStepWords {
        recovered: "{node} is back, with what its disk kept." | "{node} 重新启动，磁盘上的内容还在。",
        recovered_why: "On its disk: promise {promised}; log: {log}. What it knew to be chosen beyond its snapshot was only in memory: a leader will tell it again." | "磁盘上有承诺：{promised}；日志：{log}。快照之外哪些已经选定，只记在内存里，已经丢失：领导者会再告诉它。",
        began: "{node} wants to lead: it begins ballot {ballot}." | "{node} 想当领导者：它发起编号 {ballot}。",
        began_missed: "It heard nothing of the leader of {missed} for too long. It asks every server to promise {ballot}, once for all slots from {from} on, and to report its votes there." | "它太久没有收到 {missed} 的领导者的消息。它请每个服务器承诺 {ballot}，一次承诺对槽位 {from} 起的所有槽位都有效，并报告在那里投过的票。",
        began_first: "It heard of no leader for too long. It asks every server to promise {ballot}, once for all slots from {from} on, and to report its votes there." | "它一直没有收到任何领导者的消息。它请每个服务器承诺 {ballot}，一次承诺对槽位 {from} 起的所有槽位都有效，并报告在那里投过的票。",
        promised: "{node} promises {ballot}." | "{node} 承诺 {ballot}。",
        promised_none: "It had promised nothing yet." | "它此前没有承诺过。",
        promised_higher: "{ballot} is higher than {before}, which it had promised before." | "{ballot} 高于它此前承诺的 {before}。",
        promised_why: "One promise counts for every slot. {votes:It has voted in none of the slots it was asked about.|It reports its vote in one of the slots it was asked about.|It reports its votes in # of the slots it was asked about.}" | "一次承诺对每个槽位都有效。{votes:在被问到的槽位中，它都没有投过票。|在被问到的槽位中，它报告一个槽位的投票。|在被问到的槽位中，它报告 # 个槽位的投票。}",
        promised_snapshot: "Its log begins later than the candidate asks, so a snapshot goes along: what lies below is chosen." | "候选者问到的槽位中，有些已不在它的日志里，于是附上快照：快照中的内容都已选定。",
        already_promised: "{node} hears {ballot} once more." | "{node} 再次收到 {ballot}。",
        already_promised_why: "It has promised this very ballot, and answered." | "它早已承诺这个编号，也回答过了。",
        refused: "{node} refuses {ballot}." | "{node} 拒绝 {ballot}。",
        refused_why: "It has promised {promised}, which is higher, and takes part in nothing below. It tells {from}, who may give way." | "它已承诺更高的 {promised}，不再参与更低的编号。它把这告诉 {from}，好让对方让位。",
        promise_counted: "{node} counts the promise of {from}: {have} of {need}." | "{node} 收到 {from} 的承诺，计为 {have}/{need}。",
        promise_counted_own: "{node} counts its own promise: {have} of {need}." | "{node} 计入自己的承诺：{have}/{need}。",
        promise_counted_why: "With {need} promises it leads: a quorum. Any two quorums share a server." | "得到 {need} 个承诺，即多数派，它就成为领导者。任何两个多数派都有共同的服务器。",
        leads: "{node} leads ballot {ballot}." | "{node} 成为领导者，编号 {ballot}。",
        leads_why: "Promised by {nodes}: a quorum, for every slot at once. None of them reported a vote in a slot that it does not know, so it is free in all of these." | "已承诺的有 {nodes}：这是多数派，一次对所有槽位有效。在它还不知道结果的槽位中，没有人报告投过票，所以它可以自由提出。",
        leads_open: "Promised by {nodes}: a quorum, for every slot at once. Still open: {slots}. What was reported there binds it, and gaps between are filled with no-ops." | "已承诺的有 {nodes}：这是多数派，一次对所有槽位有效。尚未确定：{slots}。报告过的投票约束它，其间的空缺用空操作填补。",
        leads_ignoring: "Promised by {nodes}: a quorum, for every slot at once. Whatever votes they reported, it takes no notice of them: “{mistake}”." | "已承诺的有 {nodes}：这是多数派，一次对所有槽位有效。不论他们报告过什么投票，它都不理会：“{mistake}”。",
        gives_up: "{node} gives up {ballot}." | "{node} 放弃 {ballot}。",
        gives_up_why: "The higher {higher} is under way. What it has proposed stays on the disks of those who voted for it: if it is chosen, the next leader will hear of it." | "更高的 {higher} 正在进行。它提出过的内容留在投过票的服务器的磁盘上：如果已经选定，下一个领导者就会得知。",
        reported: "{node} proposes “{entry}” again, in slot {slot}." | "{node} 在槽位 {slot} 再次提出“{entry}”。",
        reported_why: "A vote for it in {ballot} was reported, the highest in this slot. It may be chosen already, so nothing else may be proposed there (P2c)." | "有人报告在 {ballot} 中投票给它，是这个槽位所报告的最高编号。它可能已被选定，所以那里不能提出别的（P2c）。",
        fills: "{node} proposes a no-op in slot {slot}." | "{node} 在槽位 {slot} 提出空操作。",
        fills_why: "Nobody in the quorum has voted there, so nothing is or can be chosen there below this ballot. Commands behind the gap cannot be done before it is closed." | "多数派中没有人在那里投过票，所以更低的编号在那里没有选定、也不可能再选定任何内容。空缺不填上，后面的命令就不能执行。",
        proposes: "{node} proposes “{entry}” in slot {slot}." | "{node} 在槽位 {slot} 提出“{entry}”。",
        proposes_why: "It leads, so no phase 1 is needed: the promises it has hold for this slot too." | "它是领导者，不必再经过阶段一：已得到的承诺对这个槽位同样有效。",
        voted: "{node} votes for “{entry}” in slot {slot}." | "{node} 在槽位 {slot} 投票给“{entry}”。",
        voted_why: "{ballot} is not below anything it has promised." | "{ballot} 不低于它承诺过的编号。",
        vote_counted: "{node} counts the vote of {from} in slot {slot}: {have} of {need}." | "{node} 收到 {from} 在槽位 {slot} 的投票，计为 {have}/{need}。",
        vote_counted_own: "{node} counts its own vote in slot {slot}: {have} of {need}." | "{node} 计入自己在槽位 {slot} 的投票：{have}/{need}。",
        vote_counted_why: "With {need} votes in this ballot the slot is chosen." | "在这个编号中得到 {need} 票，该槽位就选定了。",
        knows_chosen: "{node} knows that “{entry}” is chosen in slot {slot}." | "{node} 获知槽位 {slot} 选定了“{entry}”。",
        knows_chosen_why: "A quorum has voted for it in this ballot, and every slot below is done." | "多数派已在这个编号中投票给它，前面的槽位也都已执行。",
        knows_chosen_waits: "A quorum has voted for it in this ballot. A slot below is not chosen yet, so it has to wait." | "多数派已在这个编号中投票给它。但前面还有槽位没有选定，所以它要等待。",
        applied: "{node} does “{entry}” (slot {slot})." | "{node} 执行“{entry}”（槽位 {slot}）。",
        applied_why: "It knows it to be chosen, and has done all before it. Every server does the same commands in the same order, and so comes to the same state." | "它知道这条命令已选定，前面的也都已执行。每个服务器按相同的次序执行相同的命令，因此得到相同的状态。",
        applied_idle: "It changes nothing: a no-op, or a command that was done before. A command is done at most once." | "什么都没有改变：这是空操作，或是已经执行过的命令。一条命令至多执行一次。",
        passes_over: "{node} passes over slot {slot}." | "{node} 跳过槽位 {slot}。",
        passes_over_why: "It has nothing there, and takes the slot for empty. Something may be chosen there all the same: then others do what it has not done." | "它在那里什么都没有，便当作空槽位。但那里仍可能选定了内容：那样，别人会执行它没有执行的命令。",
        answers: "{node} answers {client}." | "{node} 答复 {client}。",
        answers_why: "“{operation}” is chosen and done: what it came to goes to the client." | "“{operation}”已选定并执行：把结果告诉客户端。",
        voters_change: "From slot {slot} on, {voters} vote." | "从槽位 {slot} 起，由 {voters} 投票。",
        voters_change_why: "A command changes who votes, alpha slots further on. Until then those vote who did: a leader proposes no further ahead than it knows who votes." | "这条命令改变由谁投票，α 个槽位之后生效，在那之前仍由原来的服务器投票。还不知道由谁投票的槽位，领导者不会提出内容。",
        voters_stay: "Who votes stays as it is." | "由谁投票保持不变。",
        voters_stay_add: "{who} votes already, or is no server of this cluster." | "{who} 已有投票权，或不是这个集群的服务器。",
        voters_stay_remove: "{who} does not vote, or is the last that does." | "{who} 没有投票权，或是最后一个投票者。",
        asks_voters: "{node} asks the new voters for their promises." | "{node} 请新的投票者承诺。",
        asks_voters_why: "In slot {slot} others vote than have promised {ballot}. It proposes nothing there before a quorum of them has." | "槽位 {slot} 的投票者与承诺 {ballot} 的服务器不同。在新投票者的多数派承诺之前，它不在那里提出任何内容。",
        promised_later: "{node} counts the promise of {from}, for slots to come." | "{node} 收到 {from} 的承诺，对以后的槽位有效。",
        promised_later_why: "What it has voted for there binds the leader as well." | "那里投过的票，同样约束领导者。",
        no_member: "{node} does not lead." | "{node} 不当领导者。",
        no_member_why: "In slot {slot} it does not vote." | "它在槽位 {slot} 中没有投票权。",
        asks_lease: "{node} asks for round {round} of its lease." | "{node} 请求第 {round} 轮租约。",
        asks_lease_why: "It goes with the heartbeats. The time counts from now on, before anybody hears of it." | "请求随心跳发出。时间从现在起算，这时还没有服务器收到请求。",
        grants: "{node} grants round {round} of the lease of {leader}." | "{node} 把第 {round} 轮租约授予 {leader}。",
        grants_why: "Until its own timer runs out it promises nothing to any other candidate." | "在自己的定时器到期之前，它不向别的候选者作任何承诺。",
        grant_counted: "{node} counts the grant of {from}: {have} of {need}." | "{node} 收到 {from} 授予的租约，计为 {have}/{need}。",
        grant_counted_own: "{node} counts its own grant: {have} of {need}." | "{node} 计入自己授予的租约：{have}/{need}。",
        grant_counted_why: "Once {need} have granted it, no other server gets promises from a quorum while these grants last." | "有 {need} 个服务器授予之后，在有效期内，别的服务器得不到多数派的承诺。",
        holds_lease: "{node} holds round {round} of its lease." | "{node} 持有第 {round} 轮租约。",
        holds_lease_why: "A quorum has granted it. Its timer has run since it first asked, so by clocks that go alike it runs out before theirs. Until then nobody else can come to lead, and reads need no slot." | "多数派已经授予。它的定时器从首次请求时起算：只要各时钟走得一样快，就比授予者的先到期。在那之前，别人不能成为领导者，读取不占用槽位。",
        holds_lease_long: "A quorum has granted it. With the mistake “{mistake}” it counts on the lease for longer than those are bound who granted it." | "多数派已经授予。但有错误“{mistake}”：它依靠租约的时间，会超过授予者受约束的时间。",
        lease_over: "Round {round} of {node}’s lease has run out." | "{node} 的第 {round} 轮租约到期。",
        lease_over_why: "Whether a quorum had granted that round or not, it counts on it no more. Without a round that is granted and still runs, reads go through the log." | "不论这一轮是否已由多数派授予，它都不再依靠。没有已授予且未到期的一轮时，读取要经过日志。",
        grant_over: "{node} is free to promise again." | "{node} 又可以承诺了。",
        grant_over_why: "The lease that it granted is over by its own clock." | "按它自己的时钟，它授予的租约已经到期。",
        bound: "{node} promises {from} nothing." | "{node} 不向 {from} 承诺。",
        bound_why: "It has granted a lease that is not over by its clock. {ballot} has to wait." | "按它的时钟，它授予的租约还没有到期。{ballot} 只能等待。",
        waits_grant: "{node} does not begin a ballot yet." | "{node} 暂不发起编号。",
        waits_grant_why: "It has granted a lease that is not over by its clock, and that binds it as well." | "按它的时钟，它授予的租约还没有到期，这同样约束它自己。",
        assumes_grant: "{node} waits as if it had just granted a lease." | "{node} 像刚授予过租约那样等待。",
        assumes_grant_why: "It has restarted, and what it had granted was only in memory." | "它重新启动了，而是否授予过租约只记在内存里。",
        reads: "{node} answers “{operation}” of {client} from its own state." | "{node} 依据自己的状态答复 {client} 的“{operation}”。",
        reads_why: "It counts on its lease. While that runs, and all clocks go alike, nobody else can get anything chosen: so its state after {commit:no slot|1 slot|# slots} is all that any client was told, and the read needs no slot." | "它依靠租约。只要租约未到期，且各时钟走得一样快，别人就不能使任何内容被选定：它执行 {commit} 个槽位之后的状态，就是任何客户端被告知过的全部，所以读取不占用槽位。",
        reads_long: "It counts on its lease, and answers from its state after {commit:no slot|1 slot|# slots}. With the mistake “{mistake}” those who granted it may be free already, and something newer chosen elsewhere." | "它依靠租约，依据执行 {commit} 个槽位之后的状态答复。但有错误“{mistake}”：授予者可能早已不受约束，别处也许选定了更新的内容。",
        follows: "{node} follows {leader}." | "{node} 跟随 {leader}。",
        follows_why: "It hears the leader of {ballot}, and waits again from now on." | "它收到 {ballot} 的领导者的消息，从现在起重新计时。",
        lags: "{node} lags behind: it asks for what was chosen from slot {from} on." | "{node} 落后了：它请求补取槽位 {from} 起已选定的内容。",
        lags_why: "The leader knows everything below slot {commit} to be chosen, and it has not voted for all of that in this ballot." | "领导者知道槽位 {commit} 之前都已选定，而它在这个编号中还没有为其中每一个都投过票。",
        catches_up: "{node} proposes again to {to} what was chosen from slot {from} on." | "{node} 向 {to} 重新提出槽位 {from} 起已选定的内容。",
        catches_up_why: "In this ballot nothing else can be proposed there: so a vote for it tells what was chosen." | "在这个编号中，那里不可能提出别的内容：投票给它，就等于获知选定了什么。",
        catches_up_snapshot: "{node} sends a snapshot to {to}." | "{node} 向 {to} 发送快照。",
        catches_up_snapshot_why: "What was chosen in slot {from} is in its log no more, only what it has led to." | "槽位 {from} 选定的内容已不在它的日志里，只剩下执行的结果。",
        snapshot: "{node} takes a snapshot of all below slot {slot}." | "{node} 为槽位 {slot} 之前的全部内容做快照。",
        snapshot_why: "The state stands for the commands that led to it: that part of the log is not needed any more." | "有了执行这些命令得到的状态，这部分日志就不再需要。",
        installed: "{node} takes over a snapshot of all below slot {slot}." | "{node} 采用快照，其中是槽位 {slot} 之前的全部内容。",
        installed_why: "It reaches further than what it had done. Every entry in it is chosen, so the state is what it would have come to itself." | "快照比它已执行的更靠后。其中的条目都已选定，所以它自己执行也会得到同样的状态。",
        queued: "{node} takes “{operation}” of {client}." | "{node} 收下 {client} 的“{operation}”。",
        queued_why: "It leads: the command gets the next free slot within the window." | "它是领导者：命令会得到窗口内的下一个空槽位。",
        forwards: "{node} passes “{operation}” of {client} on to {to}." | "{node} 把 {client} 的“{operation}”转交给 {to}。",
        forwards_why: "It takes {to} for the leader." | "它认为 {to} 是领导者。",
        no_leader: "{node} can do nothing for “{operation}” of {client}." | "{node} 无法处理 {client} 的“{operation}”。",
        no_leader_why: "It leads nothing and knows of no leader. The client will ask another server." | "它不是领导者，也不知道谁是。客户端会去问别的服务器。",
        under_way: "{node} has “{operation}” of {client} under way already." | "{node} 已经在处理 {client} 的“{operation}”。",
        under_way_why: "The client asked again; one slot is enough." | "客户端又请求了一次；占用一个槽位就够了。",
        answered_before: "{node} answers {client} again." | "{node} 再次答复 {client}。",
        answered_before_why: "“{operation}” was done before. It is not done twice: the client is told again what it came to." | "“{operation}”早已执行，不会再执行一次：只把结果再告诉客户端。",
        too_many: "{node} does not take “{operation}” of {client}." | "{node} 不收 {client} 的“{operation}”。",
        too_many_why: "Too many commands wait already. The client will ask again." | "等待的命令已经太多。客户端会再次请求。",
        asks: "{node} asks {server} for “{operation}”." | "{node} 向 {server} 请求“{operation}”。",
        asks_why: "Its command number {sequence}. If no answer comes in time, it asks another server for the same." | "这是它的第 {sequence} 条命令。若没有及时得到答复，它会向另一个服务器请求同一条命令。",
        asks_again: "{node} asks {server} for “{operation}” again." | "{node} 再次请求“{operation}”，这次问 {server}。",
        asks_again_why: "No answer came in time. The command may be done already; its number {sequence} sees to it that it is done only once." | "没有及时得到答复。命令也许已经执行；编号 {sequence} 保证它只执行一次。",
        answered: "{node} has its answer: {answer}." | "{node} 得到答复：{answer}。",
        answered_why: "What a client was told rests on what is chosen, and will not be lost." | "告诉客户端的都以已选定的内容为依据，不会丢失。",
        busy: "{node} does not ask for “{operation}”." | "{node} 没有请求“{operation}”。",
        busy_why: "It still waits for an answer to “{waits}”: a client asks for one thing at a time." | "它还在等待“{waits}”的答复：客户端一次只请求一件事。",
        stale: "{node} does nothing with it." | "{node} 不予处理。",
        stale_why: "The message of {from} belongs to what is over." | "{from} 的这条消息已经过时。",
        heartbeat: "{node} tells all servers that it still leads." | "{node} 告诉所有服务器：它仍在领导。",
        heartbeat_why: "Whoever does not hear that for too long wants to lead itself. The heartbeat also says up to where all is chosen." | "太久听不到心跳的服务器会自己竞选。心跳还说明到哪里为止都已选定。",
        answer_nothing: "done, with no value to tell" | "已执行，没有返回值",
        chosen: "In slot {slot}, “{value}” is chosen." | "槽位 {slot} 选定“{value}”。",
        chosen_why: "Voted for in {ballot} by {voters}, {have} of {total}: a quorum. In this slot nothing else can be chosen any more." | "{voters} 都在 {ballot} 中投票给它（{have}/{total}），已成多数派。这个槽位不可能再选定别的。",
        mistake: "{node} makes a mistake: {mistake}." | "{node} 犯了错误：{mistake}。",
        mistake_why: "The bug lab has switched it on." | "这是错误实验室里打开的错误。",
        unsure: "With what the bug lab has switched on, that is not sure here." | "错误实验室里打开了别的规则，所以这里不能保证如此。",
        nothing_yet: "Press Space to play, → for a single step, or pick a client and have it ask for something." | "按空格键播放，按 → 走一步；或者点选一个客户端，让它提出请求。",
        crashed_kept: "its promise {promised} and its log ({log})" | "承诺 {promised} 和日志（{log}）",
        crashed_kept_log: "its log ({log})" | "日志（{log}）",
        crashed_client: "the number of its last command" | "最后一条命令的编号",
        crashed_why: "Its memory is lost: what it led or followed, whom it had heard, its timers. Its disk keeps {kept}. What it has sent travels on." | "它的内存丢失：领导或跟随着谁、收到过什么、定时器。磁盘保留 {kept}。已发出的消息继续传送。",
        healed_why: "Messages get through again. What was lost stays lost; whoever waits in vain asks again." | "消息又能通过了。丢失的不会回来；等不到的一方会再次请求。",
    }
}

catalogue! {
    /// The properties of a log: what each is called, what it says, and what proves that it fails.
    pub struct LogPropertyWords {
        nothing_skipped: "Nothing is skipped" | "不跳过任何槽位",
        nothing_skipped_about: "A server does a slot only after the slot below, or after taking over a state that includes it." | "服务器执行一个槽位之前，已执行前一个槽位，或已采用包含它的状态。",
        fresh_reads: "Reads are fresh" | "读取不会过时",
        fresh_reads_about: "A read sees all that any client had been told before it was asked for." | "读取看得到：在请求它之前，任何客户端被告知过的一切。",
        equal_states: "States are equal" | "状态相同",
        equal_states_about: "Servers that have done as much of the log are in the same state." | "执行了同样长的日志的服务器，状态相同。",
        two_states: "{one} and {other} have come to different states by doing {count:the first entry|the first # entries} of the log." | "执行日志的前 {count} 项之后，{one} 与 {other} 的状态不同。",
        two_states_of_one: "{one} has done {count:the first entry|the first # entries} of the log more than once, and has come to different states." | "{one} 不止一次执行日志的前 {count} 项，得到的状态不同。",
        stale: "{node} answers “{entry}” from the state after {place:no slot|1 slot|# slots}, though a client had been told of slot {told} before that was asked for." | "{node} 依据执行 {place} 个槽位之后的状态答复“{entry}”，而在请求它之前，已有客户端得到槽位 {told} 的答复。",
        skipped: "{node} has done “{entry}” in slot {slot}, but not what stands in slot {below}." | "{node} 执行了槽位 {slot} 的“{entry}”，却没有执行槽位 {below} 的内容。",
    }
}

/// A grant of a lease, as a word.
pub fn granted(lang: Lang) -> &'static str {
    LogWords::of(lang).kind_granted
}

/// What can be done before anything has happened.
#[inline(never)]
pub fn nothing_yet(lang: Lang) -> &'static str {
    LogStepWords::of(lang).nothing_yet
}

/// What a timer of a server or a client waits for: in words with the tick at which it runs out, and in words with how long that takes still.
#[inline(never)]
pub fn timer_words(lang: Lang, node: &NodeView, timer: &TimerView) -> (&'static str, &'static str) {
    let words = LogWords::of(lang);
    let is_zab = node.server.as_ref().is_some_and(|server| server.epochs.is_some());
    match timer.waits {
        _ if node.client.is_some() => (words.timer_retry, words.timer_retry_in),
        _ if is_zab => zab::timer_words(lang, timer.name),
        Wait::Lease => (words.timer_lease, words.timer_lease_in),
        Wait::Grant => (words.timer_grant, words.timer_grant_in),
        Wait::Heartbeat => (words.timer_heartbeat, words.timer_heartbeat_in),
        Wait::Election | Wait::Timeout | Wait::BackOff => (words.timer_election, words.timer_election_in),
    }
}

/// A property of a log: its name, and what it says.
pub fn log_property(lang: Lang, property: Property) -> (&'static str, &'static str) {
    let words = LogPropertyWords::of(lang);
    match property {
        Property::NothingSkipped => (words.nothing_skipped, words.nothing_skipped_about),
        Property::FreshReads => (words.fresh_reads, words.fresh_reads_about),
        Property::EqualStates => (words.equal_states, words.equal_states_about),
        // Of votes: named where those of a single decision are.
        other => (other.word(), ""),
    }
}

catalogue! {
    /// The rules of Multi-Paxos as pseudocode; each line of a text is a line of the rule.
    pub struct LogRuleWords {
        begin: "when no leader is heard for too long:\n  b ← a ballot of mine above all seen\n  send Prepare(b, from) to all, once" | "太久没有听到领导者时：\n  b ← 自己的、高于所见的编号\n  向所有服务器发送 Prepare(b, 起点)",
        promise: "1b. on Prepare(b, from):\n  if b > promised:\n    to disk: promised ← b, for every slot\n    answer Promise(b, votes from there on)\n  if b = promised: nothing (α: answer)\n  if b < promised: answer Refuse(promised)" | "1b. 收到 Prepare(b, 起点)：\n  若 b > 已承诺：\n    写盘：已承诺 ← b，对每个槽位\n    回答 Promise(b, 起点之后的投票)\n  若 b = 已承诺：不回答（有 α：回答）\n  若 b < 已承诺：回答 Refuse(已承诺)",
        lead: "on Promise(b, votes):\n  too few promises: wait\n  lead: for each open slot\n    the highest vote reported binds\n    none reported: a no-op fills the gap\n  then commands, as the window allows" | "收到 Promise(b, 投票)：\n  承诺不足：等待\n  开始领导：对每个未定槽位\n    报告中编号最高的投票约束它\n    没有报告：用空操作填补\n  之后在窗口内按序提出命令",
        vote: "2b. on Accept(b, slot, e, commit):\n  if b < promised: answer Refuse(promised)\n  to disk: my vote in the slot ← (b, e)\n  answer Accepted(b, slot)\n  all below commit is chosen: do it" | "2b. 收到 Accept(b, 槽位, e, 提交)：\n  若 b < 已承诺：回答 Refuse(已承诺)\n  写盘：该槽位的投票 ← (b, e)\n  回答 Accepted(b, 槽位)\n  提交位置之前都已选定：执行",
        count: "on Accepted(b, slot) from a:\n  add a to the voters of the slot\n  if they are a quorum: it is chosen\n  do what is chosen, slot by slot\n  tell the client" | "收到 a 的 Accepted(b, 槽位)：\n  将 a 计入该槽位的投票者\n  若成多数派：该槽位选定\n  逐个槽位执行已选定的内容\n  答复客户端",
        voters: "a command +n or -n in slot i is done:\n  n votes, or votes no more, from i+α on\n  n votes already, or not: nothing changes\n  the leader proposes where that is known\n    too few there have promised: ask them\n    their votes there bind it too\n    it has no vote there: it resigns" | "执行槽位 i 的命令 +n 或 -n：\n  从 i+α 起，n 投票，或不再投票\n  n 已在投票，或本不投票：不变\n  已知由谁投票之处，领导者才提出\n    那里承诺不足：请他们承诺\n    他们在那里投过的票也约束它\n    它在那里没有投票权：不再领导",
        apply: "each slot in order, once it is chosen:\n  if the command was not done before:\n    do it, and keep the answer\n  if the log is long: take a snapshot" | "按次序，对每个已选定的槽位：\n  若命令没有执行过：\n    执行它，并记下答复\n  若日志太长：做快照",
        heartbeat: "Heartbeat(b, commit), now and then:\n  the leader sends it to all\n  a follower waits again from now on\n  and asks for what it lacks below commit" | "Heartbeat(b, 提交位置)，定期：\n  领导者发给所有服务器\n  跟随者重新计时\n  并请求提交位置之前缺少的内容",
        refused: "on Refuse(b, higher):\n  if b is not my ballot: ignore it\n  give b up, and follow" | "收到 Refuse(b, 更高编号)：\n  若 b 不是我的编号：忽略\n  放弃 b，转为跟随",
        lease: "Heartbeat(b, round) asks for a lease:\n  the leader's timer runs from here on\n  a follower grants it, and sets its own\n    until then: no promise to others\n  granted by a quorum: reads need no slot\n  the timer has run out: they do again" | "Heartbeat(b, 轮) 请求租约：\n  领导者从此时起计时\n  跟随者授予租约，并设自己的定时器\n    到期之前：不向别人承诺\n  多数派已授予：读取不占用槽位\n  定时器到期：又要占用槽位",
        catch_up: "on Fetch(b, from):\n  if the log reaches back to there:\n    propose it again in b\n  otherwise: send the snapshot" | "收到 Fetch(b, 起点)：\n  若日志还包含起点：\n    在 b 中重新提出\n  否则：发送快照",
        request: "on a client's command:\n  if I lead and it was done: answer again\n  if I lead: give it the next slot\n  if I know a leader: pass it on, once\n  otherwise: nothing" | "收到客户端的命令：\n  若我领导且已执行：再次答复\n  若我领导：给它下一个槽位\n  若我知道领导者：转交一次\n  否则：什么都不做",
        client: "a client, for one command at a time:\n  number it, and ask a server\n  no answer in time: ask the next server\n  answered: done" | "客户端，一次一条命令：\n  给它编号，询问一个服务器\n  没有及时答复：问下一个服务器\n  得到答复：完成",
    }
}

/// What stands on the chip about the cluster.
#[inline(never)]
pub fn cluster_text(lang: Lang, view: &View) -> String {
    let words = LogWords::of(lang);
    let protocol = if view.protocol == ProtocolName::Zab { words.zab } else { words.multipaxos };
    let quorums = view.quorum_sizes;
    // Where the phases need different numbers, a chip of its own says so.
    let text = if quorums.phase1 == quorums.phase2 { words.cluster } else { words.cluster_plain };
    fill(
        text,
        &[
            ("protocol", &protocol),
            ("nodes", &view.node_count),
            ("quorum", &quorums.phase2),
            ("voters", &view.voter_count),
        ],
    )
}

/// An entry, as it is called in a sentence.
pub fn entry_text(entry: &EntryView, lang: Lang) -> String {
    let words = LogWords::of(lang);
    match entry {
        EntryView::NoOp => words.no_op.to_owned(),
        EntryView::Command { client, sequence, operation } => {
            fill(words.entry_of, &[("operation", operation), ("client", client), ("sequence", sequence)])
        }
    }
}
