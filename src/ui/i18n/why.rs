//! The words of the panel "Why": what a step did, by which rule, and why; the rules themselves; a node's state.
//!
//! Glossary, for all files of this folder:
//!
//! | English | 中文 |
//! | --- | --- |
//! | proposer, acceptor, learner | 提案者、接受者、学习者 |
//! | ballot | 编号（全称“提案编号”） |
//! | prepare, promise, refuse | 准备请求、承诺、拒绝 |
//! | accept, vote, accepted | 接受请求、投票（接受者对某编号某值的接受）、接受 |
//! | chosen, decision, learned | 选定、决议、获知 |
//! | quorum | 多数派 |
//! | back off | 退避 |
//! | crash, restart, wipe | 崩溃、重启、清空磁盘 |
//! | link, cut, heal, partition | 链路、切断、恢复、分区 |
//! | drop, hold, release, duplicate, deliver | 丢弃、扣住、放行、复制、送达 |
//! | tick | 拍 |

use super::fill::catalogue;

catalogue! {
    /// The words of the panel "Why".
    pub struct WhyWords {
        heading: "Why" | "为什么",
        also: "In the same step" | "同一步中还有",
        rule: "The rule" | "规则",
        nothing_yet: "Nothing has happened yet." | "还什么都没有发生。",
        nothing_due_why: "And nothing is due: pick a node and propose a value." | "也没有待发生的事：请点选一个节点，让它提出一个值。",
        manual: "In this run nothing moves unless commanded: pick a message to deliver it, or a node." | "在此次运行中，没有命令就什么都不动：请点选一条消息让它送达，或点选一个节点。",
        nothing_yet_why: "Press Space to play, → for a single step, or pick a node and propose a value." | "按空格键播放，按 → 走一步；或者点选一个节点，让它提出一个值。",
        at: "t = {tick}" | "t = {tick}",
        by_command: "by command" | "由命令",
        own_proposer: "its own proposer" | "本节点的提案者",
        own_acceptor: "its own acceptor" | "本节点的接受者",
        and: " and " | " 和 ",
        comma: ", " | "、",
        quoted: "“{value}”" | "“{value}”",
        vote: "{ballot} “{value}”" | "{ballot} “{value}”",
        nothing: "–" | "–",
    }
}

catalogue! {
    /// What a step did and why, and which property is broken by what. (By itself: before the first step nobody needs it.)
    pub struct StepWords {
        recovered: "{node} is back, with what its disk kept." | "{node} 带着磁盘上的内容重新启动。",
        recovered_promise: "It still holds to its promise {promised}; it had not voted. Everything else was only in memory, and is gone." | "它仍然遵守承诺 {promised}；此前没有投过票。其余内容只在内存中，都已丢失。",
        recovered_vote: "It still holds to its promise {promised} and to its vote {vote}. Everything else was only in memory, and is gone." | "它仍然遵守承诺 {promised}，也记得自己的投票 {vote}。其余内容只在内存中，都已丢失。",

        began: "{node} begins ballot {ballot}." | "{node} 发起编号 {ballot}。",
        began_asked: "A client asked it for “{value}”. First it asks every acceptor to promise {ballot}, the lowest of its own above all it has seen, and to tell what it voted for." | "客户端请它提出“{value}”。它先请每个接受者承诺 {ballot}（比它见过的都高的编号），并报告自己投过的票。",
        began_no_quorum: "Ballot {old} got too few promises in time ({promises}). Messages may be lost or acceptors down, so it tries again with a higher ballot." | "编号 {old} 没有及时得到足够的承诺（只有 {promises} 个）。也许消息丢了，也许有接受者宕机，所以它用更高的编号重试。",
        began_no_decision: "It proposed in {old} and heard of no decision in time. It starts over with a higher ballot; the promises will tell it what it may propose." | "它在 {old} 中提出了值，却没有及时得知决议。它用更高的编号重新开始；收到的承诺会告诉它可以提什么值。",
        began_backed_off: "Its ballot {old} had given way to {higher}. It has waited a random time so that {owner} could finish, and now tries again, higher." | "它的编号 {old} 曾让位于 {higher}。它随机等待了一段时间，好让 {owner} 完成；现在用更高的编号再试。",

        busy: "{node} turns “{asked}” away." | "{node} 不受理“{asked}”。",
        busy_why: "It is still trying to get “{wants}” chosen, and takes one wish at a time." | "它还在争取让“{wants}”被选定，一次只处理一个请求。",
        already_decided: "{node} answers “{learned}”, not “{asked}”." | "{node} 回答的是“{learned}”，而不是“{asked}”。",
        already_decided_why: "It knows that “{learned}” is chosen, and what is chosen stays chosen." | "它知道“{learned}”已被选定，而选定的值永远不会改变。",
        nothing_to_retry: "{node}’s timer runs out, and nothing follows." | "{node} 的定时器到期，没有后续动作。",
        nothing_to_retry_why: "It leads no ballot, so there is nothing to try again." | "它没有正在主持的编号，也就没有什么需要重试。",

        promise_counted: "{node} counts the promise of {from}: {have} of {need}." | "{node} 收到 {from} 的承诺，计为 {have}/{need}。",
        promise_counted_vote: "With it comes a report: {from} has voted {vote}. Unless another reports a higher ballot, “{value}” is what must be proposed." | "承诺中附有报告：{from} 投过 {vote}。除非有人报告更高的编号，否则必须提出“{value}”。",
        promise_counted_none: "It reports no vote. Only when {need} have promised can it be sure to hear of any value that may be chosen already." | "其中没有投票报告。只有集齐 {need} 个承诺，才能保证不遗漏任何可能已被选定的值。",
        promise_counted_before: "It had counted this acceptor already, and one acceptor counts once." | "这个接受者已经计算过了：同一个接受者只算一次。",
        stale_promise: "{node} ignores a promise for {ballot}." | "{node} 忽略对 {ballot} 的承诺。",
        stale_promise_why: "It does not collect promises for {ballot} any more, and a promise counts only for its own ballot." | "它已不再为 {ballot} 收集承诺，而承诺只对它自己的编号有效。",
        late_promise: "{node} needs no more promises for {ballot}." | "{node} 不再需要对 {ballot} 的承诺。",
        late_promise_why: "A quorum had promised, and the value of {ballot} is settled: one ballot proposes one value." | "多数派已经承诺，{ballot} 的值已经确定：一个编号只提出一个值。",

        proposes: "{node} proposes “{value}” in {ballot}." | "{node} 在 {ballot} 中提出“{value}”。",
        proposes_free: "A quorum ({members}) has promised {ballot}, and nobody reported a vote. So nothing was or can still be chosen below {ballot}, and it may propose what it wants." | "多数派（{members}）已承诺 {ballot}，没有人报告投过票。因此低于 {ballot} 的编号没有选定、也不可能再选定任何值，它可以提出自己想要的值。",
        proposes_forced: "A quorum ({members}) has promised {ballot}, and {who} reported its vote {vote}, the highest reported. So it must propose “{value}”: that may be chosen already, and {node} cannot know. “{wants}” is not proposed in {ballot}." | "多数派（{members}）已承诺 {ballot}，其中 {who} 报告的投票 {vote} 编号最高。所以必须提出“{value}”：它可能已被选定，而 {node} 无从知道。“{wants}”不会在 {ballot} 中提出。",
        proposes_forced_same: "A quorum ({members}) has promised {ballot}, and {who} reported its vote {vote}, the highest reported. So it must propose “{value}”, which is what it wants anyway." | "多数派（{members}）已承诺 {ballot}，其中 {who} 报告的投票 {vote} 编号最高。所以必须提出“{value}”，这恰好也是它想要的值。",

        gives_up: "{node} gives up {ballot}." | "{node} 放弃 {ballot}。",
        gives_up_why: "{from} has promised the higher {higher}, so {ballot} may never get its quorum. It waits a random time before it goes higher, so that {owner} can finish: two that keep outbidding each other never decide." | "{from} 已承诺更高的 {higher}，{ballot} 可能再也得不到多数派。它随机等待一段时间再用更高的编号，好让 {owner} 完成：两个不断互相超越的提案者永远达不成决议。",
        stale_refusal: "{node} ignores a refusal of {ballot}." | "{node} 忽略对 {ballot} 的拒绝。",
        stale_refusal_why: "It no longer leads {ballot}. It only takes note that {promised} exists, to go above it next time." | "它已不再主持 {ballot}。它只记下存在 {promised}，下次要用比它更高的编号。",

        promised: "{node} promises {ballot}." | "{node} 承诺 {ballot}。",
        promised_first: "It had promised nothing yet. From now on it takes part in no ballot below {ballot}." | "它此前没有承诺过。从现在起，它不再参与任何低于 {ballot} 的编号。",
        promised_higher: "{ballot} is higher than {before}, which it had promised before. From now on it takes part in no ballot below {ballot}." | "{ballot} 高于它此前承诺的 {before}。从现在起，它不再参与任何低于 {ballot} 的编号。",
        promised_reports: "It reports its vote {vote}, since “{value}” may be chosen. Both are on its disk before the answer leaves." | "它报告自己的投票 {vote}，因为“{value}”可能已被选定。先写入磁盘，再发出回答。",
        promised_blank: "It has no vote to report. The promise is on its disk before the answer leaves." | "它没有投票可以报告。承诺先写入磁盘，再发出回答。",
        already_promised: "{node} has promised {ballot} already, and says nothing." | "{node} 早已承诺 {ballot}，不再回答。",
        already_promised_why: "The same request has come again; it was answered once, and nothing has changed." | "同一个请求又来了一次；它已经回答过，什么都没有改变。",
        refused_promise: "{node} refuses to promise {ballot}." | "{node} 拒绝承诺 {ballot}。",
        refused_vote: "{node} refuses to vote in {ballot}." | "{node} 拒绝在 {ballot} 中投票。",
        refused_why: "It has promised {promised}, which is higher, and so takes part in nothing below. The refusal names {promised}, to tell {from} what to go above." | "它已承诺更高的 {promised}，不再参与更低的编号。拒绝中写明 {promised}，好让 {from} 知道要超过谁。",
        voted: "{node} accepts “{value}” in {ballot}." | "{node} 在 {ballot} 中接受“{value}”。",
        voted_why: "{ballot} is not below anything it has promised. Its vote is on its disk before the answer leaves: from here on it must never forget it." | "{ballot} 不低于它承诺过的编号。投票先写入磁盘，再发出回答：从此它绝不能忘记这一票。",
        voted_replaces: "{ballot} is not below anything it has promised. Its vote {before} gives way: only the highest is remembered, and it is on the disk before the answer leaves." | "{ballot} 不低于它承诺过的编号。原来的投票 {before} 被取代：只记住编号最高的一票，并且先写入磁盘再回答。",
        voted_again: "{node} repeats its vote for “{value}” in {ballot}." | "{node} 重复它在 {ballot} 中对“{value}”的投票。",
        voted_again_why: "The request has come twice. A vote is a fact, and hearing it again changes nothing." | "请求来了两次。投票是事实，多听一遍什么都不会改变。",

        vote_counted: "{node} counts the vote of {from}: {have} of {need}." | "{node} 收到 {from} 的投票，计为 {have}/{need}。",
        vote_counted_why: "“{value}” is chosen once {need} acceptors have voted for it in one and the same ballot, here {ballot}." | "只有当 {need} 个接受者在同一个编号（这里是 {ballot}）中投票给“{value}”，它才被选定。",
        vote_counted_before: "It had counted this acceptor’s vote already, and one acceptor counts once." | "这个接受者的投票已经计算过了：同一个接受者只算一次。",
        vote_late: "{node} hears one more vote for “{value}”, from {from}." | "{node} 又收到 {from} 投给“{value}”的一票。",
        vote_late_why: "It knows the decision already; more votes only confirm it." | "它已经知道决议；更多的票只是再次确认。",
        learned_votes: "{node} knows that “{value}” is chosen." | "{node} 获知“{value}”已被选定。",
        learned_votes_why: "{voters} have voted for it in {ballot}: a quorum. Every later quorum shares an acceptor with this one, so every later ballot will find “{value}” and propose it again." | "{voters} 都在 {ballot} 中投票给它，已成多数派。以后任何多数派都与它有共同的接受者，所以更高的编号都会发现“{value}”并再次提出它。",
        learned_told: "{node} learns from {from} that “{value}” is chosen." | "{node} 从 {from} 处获知“{value}”已被选定。",
        learned_told_why: "A quorum has voted for it in {ballot}. What is chosen stays chosen, so it can simply be passed on." | "多数派已在 {ballot} 中投票给它。选定的值永远不变，所以直接转告即可。",
        known_already: "{node} knows already that “{value}” is chosen." | "{node} 早就知道“{value}”已被选定。",
        known_already_why: "{from} tells it again; nothing changes." | "{from} 又告诉它一次，什么都没有改变。",
        contradicted: "{node} hears that “{value}” is chosen, but knows “{known}” to be." | "{node} 听说“{value}”被选定，而它知道的是“{known}”。",
        contradicted_why: "Two values are chosen: agreement is broken. Some acceptor has forgotten a promise or a vote that others counted on." | "选定了两个值：一致性被破坏。某个接受者忘记了别人已经依赖的承诺或投票。",

        chosen: "“{value}” is chosen." | "“{value}”被选定。",
        chosen_why: "{voters} have voted for it in {ballot}, {have} of {total}: a quorum. From this step on no other value can be chosen, whoever knows of it yet." | "{voters} 都在 {ballot} 中投票给它（{have}/{total}），已成多数派。从这一步起不可能再选定别的值，不论是否有人知道。",
        crashed_after: "It crashed in the middle of the step." | "它在这一步中途崩溃。",
        crashed_after_why: "{count:None of its writes and sends|Only the first of its writes and sends|Only the first # of its writes and sends} took effect; the rest never happened." | "{count:写盘和发送都没有生效|写盘和发送中只有第一次生效|写盘和发送中只有前 # 次生效}；其余的从未发生。",

        delivered: "{message} arrives at {to}." | "{message} 到达 {to}。",
        delivered_none: "It changes nothing there." | "它没有引起任何变化。",
        lost_hand: "{message} is dropped." | "{message} 被丢弃。",
        lost_hand_why: "On purpose. Paxos never counts on a message to arrive; whoever misses the answer tries again in time." | "这是有意为之。Paxos 从不指望消息一定到达；等不到回答的一方会在超时后重试。",
        lost_network: "{message} is lost." | "{message} 丢失。",
        lost_network_why: "By the network, as drawn from the seed. Losing messages can delay a decision, but never make it wrong." | "由网络丢失，按种子抽签决定。丢消息只会推迟决议，绝不会使它出错。",
        lost_cut: "{message} is lost on a cut link." | "{message} 在切断的链路上丢失。",
        lost_cut_why: "The link from {from} to {to} was cut when it fell due." | "到达之时，从 {from} 到 {to} 的链路是切断的。",
        lost_down: "{message} finds {to} down." | "{message} 到达时 {to} 已宕机。",
        lost_down_why: "There was nobody to receive it, so it is lost." | "没有接收方，于是它丢失了。",
        duplicated: "{message} is copied." | "{message} 被复制。",
        duplicated_why: "Networks do deliver twice. It changes nothing that counts: each acceptor’s promise and vote count once." | "网络确实可能重复投递。这不影响任何计数：每个接受者的承诺和投票都只算一次。",
        held: "{message} is held." | "{message} 被扣住。",
        held_why: "It stays where it is until it is released. To the cluster that is simply a slow network." | "放行之前它停在原处。对集群来说，这只是网络变慢了。",
        released: "{message} goes on." | "{message} 继续前行。",
        released_why: "However late a message is, its ballot tells whether it still counts." | "无论消息多晚到达，它的编号都能说明它是否仍然有效。",
        fired: "{node}’s timer runs out." | "{node} 的定时器到期。",
        crashed: "{node} crashes." | "{node} 崩溃。",
        crashed_why: "Its memory is lost: the ballot it led, promises and votes it heard, timers. Its disk keeps {kept}. What it has sent travels on." | "它的内存丢失：正在主持的编号、收到的承诺和投票、定时器。磁盘保留{kept}。已发出的消息继续传送。",
        kept_nothing: "nothing, for nothing was written" | "的是空白，因为什么都没写过",
        kept_promise: "the promise {promised}" | "承诺 {promised}",
        kept_vote: "the promise {promised} and the vote {vote}" | "承诺 {promised} 和投票 {vote}",
        restarted: "{node} starts again." | "{node} 重新启动。",
        restarted_why: "Its disk was blank: it had promised nothing and voted for nothing." | "它的磁盘是空白的：没有承诺，也没有投票。",
        wiped: "{node} loses its disk and starts blank." | "{node} 丢失磁盘内容，从空白启动。",
        wiped_why: "It has forgotten what it promised and voted, while others may count on it. Paxos stands on acceptors that never forget: from here on agreement may break." | "它忘记了自己的承诺和投票，而别人可能正依赖它们。Paxos 的根基是接受者永不遗忘：从这里起，一致性可能被破坏。",
        cut: "Cut: {links}." | "切断：{links}。",
        cut_why: "What falls due on a cut link is lost. Paxos stays correct; only a side that still has a quorum can decide." | "在切断的链路上到期的消息会丢失。Paxos 依然正确；只有仍拥有多数派的一侧能够达成决议。",
        healed: "Healed: {links}." | "恢复：{links}。",
        healed_why: "Messages get through again. What was lost stays lost; the proposers’ timers will try again." | "消息又能通过了。丢失的不会回来；提案者的定时器会触发重试。",
        partitioned: "The cluster is split: {groups}." | "集群被分区：{groups}。",
        set_loss: "Loss is now {share}." | "丢失率改为 {share}。",
        set_duplication: "Duplication is now {share}." | "重复率改为 {share}。",
        set_latency: "Latency is now {span:1 tick|# ticks}." | "延迟改为 {span} 拍。",
        set_link_latency: "Latency of {link} is now {span:1 tick|# ticks}." | "{link} 的延迟改为 {span} 拍。",
        set_why: "For messages sent from now on." | "对此后发出的消息生效。",
        impossible: "“{command}” was not possible here." | "“{command}”在此处无法执行。",

        broken: "Broken: {property}" | "被破坏：{property}",
        property_agreement: "Agreement" | "一致性",
        property_validity: "Validity" | "有效性",
        property_one_value: "One value per ballot" | "一个编号一个值",
        property_votes_safe: "Every vote is safe" | "每一票都安全",
        property_learned_chosen: "Only the chosen is learned" | "只获知已选定的值",
        breach_two_chosen: "Two values are chosen: “{value}” in {ballot} by {voters}, and “{other}” in {other_ballot} by {other_voters}." | "选定了两个值：“{value}”在 {ballot} 中由 {voters} 选定，“{other}”在 {other_ballot} 中由 {other_voters} 选定。",
        breach_never_asked: "“{value}” is chosen in {ballot} by {voters}, but no client ever asked for it." | "“{value}”在 {ballot} 中由 {voters} 选定，但没有任何客户端请求过它。",
        breach_two_values: "In {ballot}, {acceptor} voted for “{value}” and {other_acceptor} for “{other}”: a ballot must have one value." | "在 {ballot} 中，{acceptor} 投给“{value}”，而 {other_acceptor} 投给“{other}”：一个编号只能有一个值。",
        breach_unsafe: "{acceptor} voted for “{value}” in {ballot}, though below it, in {below}, another value is or may still be chosen." | "{acceptor} 在 {ballot} 中投给“{value}”，但在更低的 {below} 中，另一个值已经或仍可能被选定。",
        breach_not_chosen: "{node} takes “{value}” for chosen, but no quorum has voted for it in any one ballot." | "{node} 认为“{value}”已被选定，但在任何一个编号中都没有多数派投票给它。",
        breach_votes: "Votes for it: {votes}." | "投给它的票：{votes}。",
        breach_no_votes: "Nobody has voted for it." | "没有任何人投票给它。",
        breach_others: "Votes for another value in {below}: {votes}." | "{below} 中投给其他值的票：{votes}。",
        breach_undecided: "Could still vote in {below}: {nodes}." | "仍可能在 {below} 中投票：{nodes}。",
    }
}

catalogue! {
    /// The state of a node, and the message that is picked.
    pub struct StateWords {
        state: "{node} now" | "{node} 的当前状态",
        state_changed: "{node} since the step before" | "{node}：与上一步相比",
        state_pick: "Pick a node on the stage to see its state here." | "在舞台上点选一个节点，这里会显示它的状态。",
        all_nodes: "Every node" | "所有节点",
        disk: "On disk" | "磁盘上",
        disk_note: "survives a crash" | "崩溃后仍在",
        memory: "In memory" | "内存中",
        memory_note: "lost in a crash" | "崩溃即丢失",
        memory_none: "Down: nothing is left in memory." | "已宕机：内存中什么都不剩。",
        memory_blank: "Nothing but a copy of its disk." | "只有磁盘内容的副本。",
        row_promised: "Promised" | "承诺",
        row_vote: "Accepted" | "接受",
        row_wants: "Wants" | "想要",
        row_leads: "Leads" | "主持",
        row_promises: "Promises" | "已得承诺",
        row_proposes: "Proposes" | "提出",
        row_gave_up: "Gave up" | "放弃",
        row_attempts: "Attempts" | "尝试次数",
        row_learned: "Knows chosen" | "获知选定",
        row_votes: "Votes heard" | "收到的票",
        row_timer: "Timer" | "定时器",
        heard_from: "{vote} from {voters}" | "{vote}（{voters}）",
        semicolon: "; " | "；",
        learned_by_votes: "“{value}”, by votes" | "“{value}”（由投票）",
        learned_from: "“{value}”, told by {node}" | "“{value}”（由 {node} 告知）",
        timer_timeout: "retry at {tick}" | "{tick} 时重试",
        timer_backoff: "back-off until {tick}" | "退避到 {tick}",
        for_higher: "{ballot}, for {higher}" | "{ballot}，让位于 {higher}",
        message: "The message picked" | "所选消息",
        message_way: "Way" | "路径",
        message_sent: "Sent" | "发出",
        message_end: "End" | "结局",
        message_due: "Due" | "预计到达",
        message_under_way: "under way" | "途中",
        message_delivered: "delivered at {tick}" | "{tick} 时送达",
        message_reports: "Reports" | "报告",
        message_higher: "Promised instead" | "已承诺",
        message_value: "Value" | "值",
    }
}

catalogue! {
    /// The rules of the protocol as pseudocode; each line of a text is a line of the rule.
    pub struct RuleWords {
        rule_request: "when a client asks for v:\n  if I know the decision: answer with it\n  if I want a value already: turn v away\n  want ← v, and begin a ballot" | "当客户端请求 v：\n  若已知决议：以决议作答\n  若已有想要的值：不受理 v\n  想要 ← v，发起一个编号",
        rule_begin: "1a. to begin a ballot:\n  b ← a ballot of mine above all seen\n  promises ← ∅, start the timer\n  send Prepare(b) to every acceptor" | "1a. 发起编号：\n  b ← 自己的、高于所见的编号\n  承诺集 ← ∅，启动定时器\n  向每个接受者发送 Prepare(b)",
        rule_promise: "1b. on Prepare(b):\n  if b > promised:\n    to disk: promised ← b\n    answer Promise(b, my vote)\n  if b = promised: say nothing\n  if b < promised: answer Refuse(promised)" | "1b. 收到 Prepare(b)：\n  若 b > 已承诺：\n    写盘：已承诺 ← b\n    回答 Promise(b, 我的投票)\n  若 b = 已承诺：不回答\n  若 b < 已承诺：回答 Refuse(已承诺)",
        rule_propose: "2a. on Promise(b, vote):\n  if I no longer collect for b: ignore it\n  add it to the promises; too few: wait\n  v ← value of the highest vote reported\n      if none is: v ← the value I want\n  send Accept(b, v) to every acceptor" | "2a. 收到 Promise(b, 投票)：\n  若已不再为 b 收集承诺：忽略\n  计入承诺集；不足多数派：等待\n  v ← 报告中编号最高的投票的值\n      若没有：v ← 我想要的值\n  向每个接受者发送 Accept(b, v)",
        rule_vote: "2b. on Accept(b, v):\n  if b ≥ promised:\n    to disk: promised ← b, vote ← (b, v)\n    answer Accepted(b, v)\n  if b < promised: answer Refuse(promised)" | "2b. 收到 Accept(b, v)：\n  若 b ≥ 已承诺：\n    写盘：已承诺 ← b，投票 ← (b, v)\n    回答 Accepted(b, v)\n  若 b < 已承诺：回答 Refuse(已承诺)",
        rule_learn: "on Accepted(b, v) from a:\n  add a to the voters for (b, v)\n  if they are a quorum:\n    v is chosen; tell every learner" | "收到 a 的 Accepted(b, v)：\n  将 a 计入 (b, v) 的投票者\n  若已成多数派：\n    v 被选定；转告每个学习者",
        rule_told: "on Chosen(b, v):\n  if I know a decision: ignore it\n  learned ← v, and stop proposing" | "收到 Chosen(b, v)：\n  若已知决议：忽略\n  获知 ← v，停止提案",
        rule_refused: "on Refuse(b, higher):\n  if b is not the ballot I lead: ignore it\n  give b up\n  wait a random time; then go higher" | "收到 Refuse(b, 更高编号)：\n  若 b 不是我主持的编号：忽略\n  放弃 b\n  随机等待，再用超过它的编号",
        rule_timer: "when my timer runs out:\n  if I still lead or wait: begin a ballot\n  otherwise: nothing" | "当我的定时器到期：\n  若仍在主持或等待：发起新编号\n  否则：什么都不做",
        rule_crash: "on a crash:\n  memory ← nothing\n  disk stays: all that was written" | "崩溃时：\n  内存 ← 空\n  磁盘保留：写过的一切",
        rule_restart: "on a restart:\n  take up what the disk holds\n  all else ← blank" | "重启时：\n  读取磁盘上的内容\n  其余 ← 空白",
        rule_network: "the network, at any time, may:\n  lose a message\n  deliver it twice\n  deliver it late\nbut never make one up" | "网络随时可能：\n  丢失消息\n  重复送达\n  迟到送达\n但绝不会伪造消息",
    }
}
