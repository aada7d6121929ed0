//! The words of a replicated log: its slots, its servers and clients, and why they did what they did. The glossary is in [`why`](super::why), and:
//!
//! | English | 中文 |
//! | --- | --- |
//! | slot, entry, no-op | 槽位、条目、空操作 |
//! | leader, candidate, follower | 领导者、候选者、跟随者 |
//! | commit index, window | 提交位置、窗口 |
//! | snapshot, heartbeat | 快照、心跳 |
//! | lease, grant, round | 租约、授租、轮 |
//! | client, command, reply | 客户端、命令、答复 |

use super::Lang;
use super::fill::{catalogue, fill};
use crate::protocol::{ProtocolName, Wait};
use crate::session::{EntryView, View};
use crate::world::Property;

catalogue! {
    /// What servers and clients are, and what stands in the log.
    pub struct LogWords {
        multipaxos: "Multi-Paxos" | "Multi-Paxos",
        zab: "Zab" | "Zab",
        cluster: "{protocol} · {nodes} servers · quorum {quorum} of {voters}" | "{protocol} · {nodes} 个服务器 · 多数派 {quorum}/{voters}",
        cluster_plain: "{protocol} · {nodes} servers" | "{protocol} · {nodes} 个服务器",
        follows: "follows {ballot}" | "跟随 {ballot}",
        follower: "knows no leader" | "不知道领导者",
        candidate: "asks for {ballot} · {have}/{need}" | "竞选 {ballot} · {have}/{need}",
        leads: "leads {ballot}" | "领导 {ballot}",
        with_lease_held: "{role} · has the lease" | "{role} · 持有租约",
        with_lease_asked: "{role} · asks for a lease" | "{role} · 请求租约",
        with_lease_granted: "{role} · granted a lease" | "{role} · 已授租约",
        no_vote: "{role} · has no vote" | "{role} · 无投票权",
        done: "done {commit}" | "已执行 {commit}",
        done_more: "done {commit}, +{open}" | "已执行 {commit}，+{open}",
        spoken_log: "has done the first {commit} slots and voted up to slot {end}" | "已执行前 {commit} 个槽位，投票到槽位 {end} 之前",
        spoken_candidate: "asks for promises in {ballot} and has {have} of {need}" | "为 {ballot} 请求承诺，已得 {have}/{need}",
        client_asks: "asks “{operation}”" | "请求“{operation}”",
        client_idle: "has its answers" | "已得到答复",
        spoken_client: "a client that waits for an answer to “{operation}”" | "客户端，正在等待“{operation}”的答复",
        spoken_idle: "a client that waits for nothing" | "客户端，没有在等待",
        strip: "The log: what each server has in each slot" | "日志：每个服务器在每个槽位中的内容",
        strip_chosen: "chosen" | "选定",
        slot: "slot" | "槽位",
        no_op: "no-op" | "空操作",
        cell_empty: "nothing" | "空",
        cell_snapshot: "in the snapshot" | "已并入快照",
        cell_voted: "{entry}, voted in {ballot}" | "{entry}，在 {ballot} 中投票",
        cell_applied: "{entry}, voted in {ballot}, done" | "{entry}，在 {ballot} 中投票，已执行",
        entry_of: "{operation} of {client} ({sequence})" | "{client} 的 {operation}（第 {sequence} 条）",
        row_log: "Log" | "日志",
        row_log_text: "slots {first} to {end}" | "槽位 {first} 至 {end}",
        row_log_none: "no slot" | "没有槽位",
        row_log_snapshot: "snapshot below {first}, then slots to {end}" | "{first} 以下为快照，之后到槽位 {end}",
        row_role: "Is" | "角色",
        role_follower: "follower" | "跟随者",
        role_candidate: "candidate in {ballot}, promised by {nodes}" | "{ballot} 的候选者，已得承诺：{nodes}",
        role_leader: "leader of {ballot}" | "{ballot} 的领导者",
        role_leader_waiting: "leader of {ballot}; {count} commands wait for a slot" | "{ballot} 的领导者；{count} 条命令等待槽位",
        row_follows: "Follows" | "跟随",
        row_commit: "Has done" | "已执行",
        row_commit_text: "the first {commit} slots" | "前 {commit} 个槽位",
        row_store: "Store" | "键值",
        row_voters: "Voters" | "投票者",
        voters_from: "{voters}; from slot {slot} on {later}" | "{voters}；从槽位 {slot} 起 {later}",
        row_lease: "Lease" | "租约",
        lease_held: "holds one: reads need no slot" | "持有：读取不需要槽位",
        lease_asked: "has asked for one" | "已请求",
        lease_granted: "granted to {leader}" | "授予 {leader}",
        lease_assumed: "perhaps granted before it restarted" | "重启前可能授予过",
        row_asked: "Commands" | "命令数",
        row_waits: "Waits for" | "等待",
        row_server: "Asks" | "询问",
        message_commit: "All chosen below" | "此前全部选定",
        message_from: "From slot" | "从槽位",
        message_votes: "Reports" | "报告",
        message_votes_text: "votes in {count} slots" | "{count} 个槽位的投票",
        message_snapshot: "Snapshot" | "快照",
        message_snapshot_text: "of all slots below {slot}" | "槽位 {slot} 以下全部",
        kind_granted: "granted" | "授租",
        timer_lease: "a round of the lease ends at {tick}" | "一轮租约在 {tick} 结束",
        timer_grant: "bound by a lease until {tick}" | "受租约约束到 {tick}",
        timer_lease_in: "a round of its lease, held or asked for, ends in {ticks}" | "一轮租约（已得或请求中）还有 {ticks} 拍",
        timer_grant_in: "bound by a lease for {ticks}" | "受租约约束还有 {ticks} 拍",
        label_leads: "leads {ballot}" | "领导 {ballot}",
        label_applied: "does {entry}" | "执行 {entry}",
        label_snapshot: "snapshot below {slot}" | "{slot} 以下快照",
        label_answered: "answered" | "得到答复",
        label_asks: "asks {operation}" | "请求 {operation}",
        label_fills: "no-op in {slot}" | "{slot} 填空操作",
        label_chosen: "{slot}: “{value}” is chosen" | "{slot}：“{value}”被选定",
    }
}

catalogue! {
    /// What a step of a log did, and why.
    pub struct LogStepWords {
        recovered: "{node} is back, with what its disk kept." | "{node} 带着磁盘上的内容重新启动。",
        recovered_why: "Its promise {promised} and its log of slots {first} to {end} survived. What it knew to be chosen beyond its snapshot was only in memory: a leader will tell it again." | "承诺 {promised} 和槽位 {first} 至 {end} 的日志都还在。快照之外哪些已经选定，只记在内存里：领导者会再告诉它。",
        began: "{node} wants to lead: it begins ballot {ballot}." | "{node} 想要领导：它发起编号 {ballot}。",
        began_missed: "It heard nothing of the leader of {missed} for too long. It asks every server to promise {ballot}, once for all slots from {from} on, and to report its votes there." | "它太久没有听到 {missed} 的领导者。它请每个服务器承诺 {ballot}：一次承诺对槽位 {from} 起的全部槽位有效，并报告在那里投过的票。",
        began_first: "It heard of no leader for too long. It asks every server to promise {ballot}, once for all slots from {from} on, and to report its votes there." | "它太久没有听到任何领导者。它请每个服务器承诺 {ballot}：一次承诺对槽位 {from} 起的全部槽位有效，并报告在那里投过的票。",
        promised: "{node} promises {ballot}." | "{node} 承诺 {ballot}。",
        promised_why: "{ballot} is higher than what it had promised ({before}). One promise counts for every slot. It reports its votes in {votes} of the slots it was asked about." | "{ballot} 高于它此前的承诺（{before}）。一个承诺对每个槽位都有效。它报告了被问及的 {votes} 个槽位中的投票。",
        promised_snapshot: "{ballot} is higher than what it had promised ({before}). Its log begins later than the candidate asks, so a snapshot goes along: what lies below is chosen." | "{ballot} 高于它此前的承诺（{before}）。它的日志比候选者问的开始得晚，于是附上快照：其下的内容都已选定。",
        already_promised: "{node} hears {ballot} once more." | "{node} 又一次收到 {ballot}。",
        already_promised_why: "It has promised this very ballot, and answered." | "它已经承诺过这个编号，也回答过了。",
        refused: "{node} refuses {ballot}." | "{node} 拒绝 {ballot}。",
        refused_why: "It has promised {promised}, which is higher, and takes part in nothing below. It tells {from}, who may give way." | "它已承诺更高的 {promised}，不再参与更低的编号。它告诉 {from}，好让对方让位。",
        promise_counted: "{node} counts the promise of {from}: {have} of {need}." | "{node} 计入 {from} 的承诺：{have}/{need}。",
        promise_counted_why: "With {need} promises it leads; any two such groups share a server." | "得到 {need} 个承诺即可领导；任何两个这样的群体都有共同的服务器。",
        leads: "{node} leads ballot {ballot}." | "{node} 领导编号 {ballot}。",
        leads_why: "{nodes} have promised: a quorum, for every slot at once. Nobody reported a vote in a slot that it does not know, so it is free in all of them." | "{nodes} 已经承诺：对全部槽位一次成为多数派。没有人报告在它未知的槽位中投过票，所以它在所有槽位都不受约束。",
        leads_open: "{nodes} have promised: a quorum, for every slot at once. Slots {from} to {to} are open: what was reported there binds it, and gaps between are filled with no-ops." | "{nodes} 已经承诺：对全部槽位一次成为多数派。槽位 {from} 至 {to} 尚未确定：报告过的投票约束它，其间的空缺用空操作填补。",
        gives_up: "{node} gives up {ballot}." | "{node} 放弃 {ballot}。",
        gives_up_why: "The higher {higher} is under way. What it has proposed stays where it was voted for: the next leader will find it." | "更高的 {higher} 正在进行。它提出过的内容仍留在投过票的地方：下一个领导者会找到它。",
        reported: "{node} proposes “{entry}” again, in slot {slot}." | "{node} 在槽位 {slot} 再次提出“{entry}”。",
        reported_why: "A vote for it in {ballot} was reported, the highest in this slot. It may be chosen already, so nothing else may be proposed there (P2c)." | "有人报告在 {ballot} 中投票给它，是该槽位中编号最高的。它可能已被选定，所以那里不能提出别的（P2c）。",
        fills: "{node} proposes a no-op in slot {slot}." | "{node} 在槽位 {slot} 提出空操作。",
        fills_why: "Nobody in the quorum has voted there, so nothing is chosen there below this ballot. Commands behind the gap cannot be done before it is closed." | "多数派中没有人在那里投过票，所以更低的编号中那里什么都没有选定。空缺不填，后面的命令就不能执行。",
        proposes: "{node} proposes “{entry}” in slot {slot}." | "{node} 在槽位 {slot} 提出“{entry}”。",
        proposes_why: "It leads, so no phase 1 is needed: the promises it has hold for this slot too." | "它是领导者，不需要阶段一：已得到的承诺对这个槽位同样有效。",
        voted: "{node} votes for “{entry}” in slot {slot}." | "{node} 在槽位 {slot} 投票给“{entry}”。",
        voted_why: "{ballot} is not below anything it has promised. The vote is on its disk before the answer leaves." | "{ballot} 不低于它承诺过的编号。投票先写入磁盘，再发出回答。",
        vote_counted: "{node} counts the vote of {from} in slot {slot}: {have} of {need}." | "{node} 计入 {from} 在槽位 {slot} 的一票：{have}/{need}。",
        vote_counted_why: "With {need} votes in this ballot the slot is chosen." | "在此编号中得到 {need} 票，该槽位即被选定。",
        knows_chosen: "{node} knows that “{entry}” is chosen in slot {slot}." | "{node} 获知槽位 {slot} 选定了“{entry}”。",
        knows_chosen_why: "A quorum has voted for it in its ballot, and every slot below is done." | "多数派已在它的编号中投票，而且此前的槽位都已执行。",
        knows_chosen_waits: "A quorum has voted for it in its ballot. A slot below is not chosen yet, so it has to wait." | "多数派已在它的编号中投票。但更低的槽位还没有选定，所以它要等待。",
        applied: "{node} does “{entry}” (slot {slot})." | "{node} 执行“{entry}”（槽位 {slot}）。",
        applied_why: "It knows it to be chosen, and has done all before it. Every server does the same commands in the same order, and so comes to the same state." | "它知道这已被选定，此前的也都已执行。每个服务器以相同的次序执行相同的命令，因此得到相同的状态。",
        applied_idle: "It changes nothing: a no-op, or a command that was done before. A command is done at most once." | "什么都没有改变：这是空操作，或是执行过的命令。一条命令至多执行一次。",
        passes_over: "{node} passes over slot {slot}." | "{node} 跳过槽位 {slot}。",
        passes_over_why: "It has nothing there, and takes the slot for empty. Something may be chosen there all the same: then others do what it has not done." | "它在那里什么都没有，便当作空槽位。但那里仍可能选定某个内容：那时别人会执行它没有执行的。",
        answers: "{node} answers {client}." | "{node} 答复 {client}。",
        answers_why: "“{operation}” is chosen and done: what it came to goes to the client." | "“{operation}”已选定并执行：把结果告诉客户端。",
        voters_change: "From slot {slot} on, {voters} vote." | "从槽位 {slot} 起，由 {voters} 投票。",
        voters_change_why: "A command changes who votes, alpha slots further on. Until then those vote who did: a leader proposes no further ahead than it knows who votes." | "一条命令改变由谁投票，在 α 个槽位之后生效。在此之前仍由原来的服务器投票：领导者提出的内容不会超前到不知道由谁投票的槽位。",
        asks_voters: "{node} asks the new voters for their promises." | "{node} 请新的投票者承诺。",
        asks_voters_why: "In slot {slot} others vote than have promised {ballot}. It proposes nothing there before a quorum of them has." | "槽位 {slot} 的投票者与承诺 {ballot} 的不同。在他们的多数派承诺之前，它不在那里提出任何内容。",
        promised_later: "{node} counts the promise of {from}, for slots to come." | "{node} 为以后的槽位计入 {from} 的承诺。",
        promised_later_why: "What it has voted for there binds the leader as well." | "它在那里投过的票同样约束领导者。",
        no_member: "{node} does not lead." | "{node} 不领导。",
        no_member_why: "In slot {slot} it does not vote." | "它在槽位 {slot} 中没有投票权。",
        asks_lease: "{node} asks for round {round} of its lease." | "{node} 请求第 {round} 轮租约。",
        asks_lease_why: "It goes with the heartbeats. The time counts from now on, before anybody hears of it." | "请求随心跳发出。时间从现在起算，早于任何服务器收到它。",
        grants: "{node} grants round {round} of the lease of {leader}." | "{node} 向 {leader} 授予第 {round} 轮租约。",
        grants_why: "Until its own timer runs out it promises nothing to any other candidate." | "在自己的计时器到期之前，它不向别的候选者作任何承诺。",
        grant_counted: "{node} counts the grant of {from}: {have} of {need}." | "{node} 计入 {from} 的授租：{have}/{need}。",
        grant_counted_why: "With {need} grants no other server can be promised by a quorum while they last." | "有 {need} 个授租，在其有效期内别的服务器得不到多数派的承诺。",
        holds_lease: "{node} holds round {round} of its lease." | "{node} 持有第 {round} 轮租约。",
        holds_lease_why: "A quorum has granted it. Its timer has run since it first asked, so it runs out before theirs do, if clocks go alike. Until then nobody else can lead, and reads need no slot." | "多数派已经授租。它的计时器从首次请求起算，只要各时钟走得一样快，就会先于它们到期。在此之前没有别人能领导，读取不需要槽位。",
        lease_over: "Round {round} of the lease of {node} is over." | "{node} 的第 {round} 轮租约已过。",
        lease_over_why: "Its timer has run out. Without a round that is granted and not over, reads go through the log." | "计时器已经到期。没有已授且未过的一轮时，读取要经过日志。",
        grant_over: "{node} is free to promise again." | "{node} 又可以承诺了。",
        grant_over_why: "The lease that it granted is over by its own clock." | "按它自己的时钟，它授予的租约已经结束。",
        bound: "{node} promises {from} nothing." | "{node} 不向 {from} 作承诺。",
        bound_why: "It has granted a lease that is not over by its clock. {ballot} has to wait." | "它授予的租约按它的时钟还没有结束。{ballot} 必须等待。",
        waits_grant: "{node} does not begin a ballot yet." | "{node} 暂不发起编号。",
        waits_grant_why: "It has granted a lease that is not over by its clock, and that binds it as well." | "它授予的租约按它的时钟还没有结束，这同样约束它自己。",
        assumes_grant: "{node} waits as if it had just granted a lease." | "{node} 像刚刚授予过租约一样等待。",
        assumes_grant_why: "It has restarted, and what it had granted was only in memory." | "它重新启动了，而授予过的租约只记在内存里。",
        reads: "{node} answers “{operation}” of {client} from its own state." | "{node} 依据自己的状态答复 {client} 的“{operation}”。",
        reads_why: "It counts on its lease: while that holds, nobody else can get anything chosen, and its state after {commit} slots is all that anybody was told. So it needs no slot." | "它依靠租约：租约有效期间，没有别人能使任何内容被选定，它在 {commit} 个槽位之后的状态就是任何人被告知的全部。因此不需要槽位。",
        follows: "{node} follows {leader}." | "{node} 跟随 {leader}。",
        follows_why: "It hears the leader of {ballot}, and waits again from now on." | "它听到了 {ballot} 的领导者，从现在起重新计时。",
        lags: "{node} lags behind: it asks for what was chosen from slot {from} on." | "{node} 落后了：它请求槽位 {from} 起已选定的内容。",
        lags_why: "The leader knows everything below slot {commit} to be chosen, and it has not voted there in this ballot." | "领导者知道槽位 {commit} 之前都已选定，而它还没有在此编号中投过票。",
        catches_up: "{node} proposes again to {to} what was chosen from slot {from} on." | "{node} 向 {to} 重新提出槽位 {from} 起已选定的内容。",
        catches_up_why: "In this ballot nothing else can be proposed there: so a vote for it tells what was chosen." | "在此编号中那里不可能提出别的内容：所以投票给它，就等于获知选定的内容。",
        catches_up_snapshot: "{node} sends a snapshot to {to}." | "{node} 向 {to} 发送快照。",
        catches_up_snapshot_why: "What was chosen in slot {from} is in its log no more, only what it has led to." | "槽位 {from} 选定的内容已不在它的日志里，只剩下它带来的状态。",
        snapshot: "{node} takes a snapshot of all below slot {slot}." | "{node} 为槽位 {slot} 之前的全部内容做快照。",
        snapshot_why: "The state stands for the commands that led to it: that part of the log is not needed any more." | "状态可以代替得出它的那些命令：这部分日志不再需要。",
        installed: "{node} takes over a snapshot of all below slot {slot}." | "{node} 接受槽位 {slot} 之前全部内容的快照。",
        installed_why: "It reaches further than what it knew. Every entry below is chosen, so the state is what it would have come to itself." | "它比已知的更靠后。其下的条目都已选定，所以这正是它自己执行也会得到的状态。",
        queued: "{node} takes “{operation}” of {client}." | "{node} 收下 {client} 的“{operation}”。",
        queued_why: "It leads: the command gets the next free slot within the window." | "它是领导者：命令将得到窗口内的下一个空槽位。",
        forwards: "{node} passes “{operation}” of {client} on to {to}." | "{node} 把 {client} 的“{operation}”转交给 {to}。",
        forwards_why: "It takes {to} for the leader." | "它认为 {to} 是领导者。",
        no_leader: "{node} can do nothing for “{operation}” of {client}." | "{node} 无法处理 {client} 的“{operation}”。",
        no_leader_why: "It leads nothing and knows of no leader. The client will ask another server." | "它不是领导者，也不知道谁是。客户端会去问别的服务器。",
        under_way: "{node} has “{operation}” of {client} under way already." | "{node} 已经在处理 {client} 的“{operation}”。",
        under_way_why: "The client asked again; one slot is enough." | "客户端又问了一次；一个槽位就够了。",
        answered_before: "{node} answers {client} again." | "{node} 再次答复 {client}。",
        answered_before_why: "“{operation}” was done before. It is not done twice: the client is told again what it came to." | "“{operation}”早已执行。不会执行两次：只把结果再告诉客户端一次。",
        too_many: "{node} does not take “{operation}” of {client}." | "{node} 不收 {client} 的“{operation}”。",
        too_many_why: "Too many commands wait already. The client will ask again." | "等待的命令已经太多。客户端会再问。",
        asks: "{node} asks {server} for “{operation}”." | "{node} 向 {server} 请求“{operation}”。",
        asks_why: "Its command number {sequence}. If no answer comes in time, it asks another server for the same." | "这是它的第 {sequence} 条命令。若没有及时得到答复，它会向别的服务器请求同一条。",
        asks_again: "{node} asks {server} for “{operation}” again." | "{node} 再向 {server} 请求“{operation}”。",
        asks_again_why: "No answer came. It may be done already; its number {sequence} sees to it that it is done only once." | "没有得到答复。它也许已经执行；编号 {sequence} 保证它只执行一次。",
        answered: "{node} has its answer: {answer}." | "{node} 得到答复：{answer}。",
        answered_why: "What a client was told is chosen, and will not be lost." | "告诉过客户端的都已选定，不会丢失。",
        busy: "{node} does not ask for “{operation}”." | "{node} 没有请求“{operation}”。",
        busy_why: "It still waits for an answer to “{waits}”: a client asks for one thing at a time." | "它还在等“{waits}”的答复：客户端一次只请求一件事。",
        stale: "{node} does nothing with it." | "{node} 不作处理。",
        stale_why: "The message of {from} belongs to what is over." | "{from} 的这条消息属于已经过去的事。",
        heartbeat: "{node} tells that it still leads." | "{node} 告知自己仍在领导。",
        heartbeat_why: "Who does not hear it for too long wants to lead itself. It also says up to where everything is chosen." | "太久听不到它的服务器会想要自己领导。心跳还说明到哪里为止都已选定。",
        answer_nothing: "nothing was there" | "原先没有值",
        chosen: "In slot {slot}, “{value}” is chosen." | "槽位 {slot} 选定了“{value}”。",
        chosen_why: "{voters} have voted for it in {ballot}, {have} of {total}: a quorum. In this slot nothing else can be chosen any more." | "{voters} 都在 {ballot} 中投票给它（{have}/{total}），已成多数派。这个槽位不可能再选定别的。",
        mistake: "{node} makes a mistake: {mistake}." | "{node} 犯了错误：{mistake}。",
        mistake_why: "The bug lab has switched it on." | "这是错误实验室里打开的开关。",
        crashed_kept: "its promise {promised} and its log up to slot {end}" | "承诺 {promised} 和到槽位 {end} 为止的日志",
    }
}

catalogue! {
    /// The properties of a log: what each is called, what it says, and what proves that it fails.
    pub struct LogPropertyWords {
        nothing_skipped: "Nothing is skipped" | "不跳过任何槽位",
        nothing_skipped_about: "Before what a server does it has done what stands in the slot below, or taken over the state that this led to." | "服务器执行一个槽位之前，已执行过前一个槽位，或已接受它带来的状态。",
        fresh_reads: "Reads are fresh" | "读取不会过时",
        fresh_reads_about: "Whatever any client was told before a read was asked for is in the state from which it is answered." | "在请求读取之前，任何客户端被告知的一切，都已在答复所依据的状态中。",
        stale: "{node} answers “{entry}” from the state after {place} slots, and a client had been told of slot {told} before it was asked for." | "{node} 依据 {place} 个槽位之后的状态答复“{entry}”，而在请求之前，已有客户端得到槽位 {told} 的答复。",
        skipped: "{node} has done “{entry}” in slot {slot} without what stands in slot {below}." | "{node} 执行了槽位 {slot} 的“{entry}”，却没有执行槽位 {below} 的内容。",
    }
}

/// A grant of a lease, as a word.
pub fn granted(lang: Lang) -> &'static str {
    LogWords::of(lang).kind_granted
}

/// What a timer of a lease waits for, and how long that takes still.
pub fn lease_timer(lang: Lang, wait: Wait) -> &'static str {
    let words = LogWords::of(lang);
    if wait == Wait::Lease { words.timer_lease_in } else { words.timer_grant_in }
}

/// A property of a log: its name, and what it says.
pub fn log_property(lang: Lang, property: Property) -> (&'static str, &'static str) {
    let words = LogPropertyWords::of(lang);
    match property {
        Property::NothingSkipped => (words.nothing_skipped, words.nothing_skipped_about),
        Property::FreshReads => (words.fresh_reads, words.fresh_reads_about),
        // Of votes: named where those of a single decision are.
        other => (other.word(), ""),
    }
}

catalogue! {
    /// The rules of Multi-Paxos as pseudocode; each line of a text is a line of the rule.
    pub struct LogRuleWords {
        begin: "when no leader is heard for too long:\n  b ← a ballot of mine above all seen\n  send Prepare(b, from) to all, once" | "太久没有听到领导者时：\n  b ← 自己的、高于所见的编号\n  向所有服务器发送 Prepare(b, 起点)",
        promise: "1b. on Prepare(b, from):\n  if b > promised:\n    to disk: promised ← b, for every slot\n    answer Promise(b, votes from there on)\n  if b = promised: say nothing\n  if b < promised: answer Refuse(promised)" | "1b. 收到 Prepare(b, 起点)：\n  若 b > 已承诺：\n    写盘：已承诺 ← b，对每个槽位\n    回答 Promise(b, 起点之后的投票)\n  若 b = 已承诺：不回答\n  若 b < 已承诺：回答 Refuse(已承诺)",
        lead: "on Promise(b, votes):\n  too few promises: wait\n  lead: for each open slot\n    the highest vote reported binds\n    none reported: a no-op fills the gap\n  then clients' commands, in order" | "收到 Promise(b, 投票)：\n  承诺不足：等待\n  开始领导：对每个未定槽位\n    报告中编号最高的投票约束它\n    没有报告：用空操作填补\n  之后按序提出客户端的命令",
        vote: "2b. on Accept(b, slot, e, commit):\n  if b < promised: answer Refuse(promised)\n  to disk: my vote in the slot ← (b, e)\n  answer Accepted(b, slot)\n  all below commit is chosen: do it" | "2b. 收到 Accept(b, 槽位, e, 提交)：\n  若 b < 已承诺：回答 Refuse(已承诺)\n  写盘：该槽位的投票 ← (b, e)\n  回答 Accepted(b, 槽位)\n  提交位置之前都已选定：执行",
        count: "on Accepted(b, slot) from a:\n  add a to the voters of the slot\n  if they are a quorum: it is chosen\n  do what is chosen, slot by slot\n  tell the client" | "收到 a 的 Accepted(b, 槽位)：\n  将 a 计入该槽位的投票者\n  若成多数派：该槽位选定\n  逐个槽位执行已选定的内容\n  答复客户端",
        apply: "each slot in order, once it is chosen:\n  if the command was not done before:\n    do it, and keep the answer\n  if the log is long: take a snapshot" | "按次序，对每个已选定的槽位：\n  若命令没有执行过：\n    执行它，并记下答复\n  若日志太长：做快照",
        heartbeat: "Heartbeat(b, commit), now and then:\n  the leader sends it to all\n  a follower waits again from now on\n  and asks for what it lacks below commit" | "Heartbeat(b, 提交位置)，定期：\n  领导者发给所有服务器\n  跟随者重新计时\n  并请求提交位置之前缺少的内容",
        refused: "on Refuse(b, higher):\n  if b is not my ballot: ignore it\n  give b up, and follow" | "收到 Refuse(b, 更高编号)：\n  若 b 不是我的编号：忽略\n  放弃 b，转为跟随",
        lease: "Heartbeat(b, round) asks for a lease:\n  the leader's timer runs from here on\n  a follower grants it, and sets its own\n    until then: no promise to others\n  granted by a quorum: reads need no slot\n  the timer has run out: they do again" | "Heartbeat(b, 轮) 请求租约：\n  领导者从此时起计时\n  跟随者授租，并设自己的计时器\n    到期之前：不向别人承诺\n  多数派已授租：读取不需要槽位\n  计时器到期：又需要槽位",
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
