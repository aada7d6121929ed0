//! The words of the bug lab: what its mistakes are called, who made them, and what to say of a step while one is switched on. Then much that
//! the other words claim is not sure any more ("a quorum has voted, so it stays"), and is not claimed here.

use super::Lang;
use super::fill::catalogue;
use crate::protocol::Variant;

catalogue! {
    /// What each mistake is called, and who made it.
    pub struct LabWords {
        mistakes: "{count:With a mistake|With # mistakes}: {names}" | "{count:含错误|含 # 个错误}：{names}",
        mistakes_on: "Mistakes switched on: {count}." | "打开的错误：{count} 个。",
        mistake: "the mistake “{word}”" | "错误“{word}”",
        quorums: "Quorums {phase1} and {phase2}" | "多数派 {phase1} 与 {phase2}",
        quorums_on: "Quorums: {phase1} and {phase2}." | "多数派：{phase1} 与 {phase2}。",
        quorums_meet: "{phase1} + {phase2} is more than {nodes}, so any two quorums of the two phases share a node. That is all it takes (Flexible Paxos)." | "{phase1} + {phase2} 大于 {nodes}，所以两个阶段的多数派必有共同的节点。这就足够了（Flexible Paxos）。",
        quorums_apart: "{phase1} + {phase2} is no more than {nodes}: a quorum that votes need not share a node with the one that promises later. Agreement may break." | "{phase1} + {phase2} 不超过 {nodes}：投票的多数派与后来承诺的多数派未必有共同的节点，一致性可能被破坏。",

        half_quorum: "half is a quorum" | "半数即多数派",
        half_quorum_who: "Half of the nodes, ⌈n/2⌉, are enough: so says the article from which this project began." | "⌈n/2⌉ 个节点即可：本项目所源自的文章就是这样写的。",
        lose_promise: "promises not on disk" | "承诺不写盘",
        lose_promise_who: "A promise is not written to disk: replicas that answer without a sync, which is an option in efficient/epaxos (issue 28)." | "承诺不写入磁盘：有的副本不落盘就回答，例如 efficient/epaxos 把它作为选项（issue 28）。",
        lose_vote: "votes not on disk" | "投票不写盘",
        lose_vote_who: "A vote is not written to disk: replicas that come back with less than they said. Paxos Made Live (5.1) has a procedure against it." | "投票不写入磁盘：副本重启后忘记了说过的话。Paxos Made Live（5.1 节）为此专门设计了处理办法。",
        ignore_promises: "own value in spite of promises" | "不顾报告，只提自己的值",
        ignore_promises_who: "Whoever proposes takes its own value, whatever is reported: the article from which this project began never says what the reports are for." | "提案者不管报告了什么，都提出自己的值：本项目所源自的文章从未说明报告有什么用。",
        any_value: "any reported value" | "任取一个报告的值",
        any_value_who: "The proposer takes some value that is reported, and not the highest ballot’s: “a value reported by an acceptor”, read too quickly." | "提案者任取一个报告的值，而不是编号最高的那个：把“某个接受者报告的值”读得太快。",
        lowest_ballot_value: "the lowest ballot’s value" | "取最低编号的值",
        lowest_ballot_value_who: "The proposer takes the value of the lowest ballot reported: a comparison turned round, as the article from which this project began has one." | "提案者取报告中编号最低的值：比较写反了，本项目所源自的文章里就有一处。",
        greatest_value: "the greatest value" | "取最大的值",
        greatest_value_who: "The proposer takes the greatest value reported: the code of the article from which this project began compares values where it should compare ballots." | "提案者取报告中最大的值：本项目所源自的文章的代码比较的是值，而不是编号。",
        accept_unchecked: "votes below the promise" | "低于承诺也投票",
        accept_unchecked_who: "An acceptor votes without looking at its promise: the accept of the article from which this project began looks at no number." | "接受者不看承诺就投票：本项目所源自的文章的 accept 根本不看编号。",
        no_raise: "a vote raises no promise" | "投票不抬高承诺",
        no_raise_who: "A vote leaves the promise where it is: a reading of Paxos Made Simple that M. Brooker warned of in 2021, argued over at apache/cassandra (#1327)." | "投票后承诺不变：M. Brooker 在 2021 年提醒过对 Paxos Made Simple 的这种读法，apache/cassandra（#1327）为此争论过。",
        promise_unchecked: "promises anything" | "不检查就承诺",
        promise_unchecked_who: "An acceptor promises any ballot, also a lower one: the article from which this project began has this check turned round." | "接受者对任何编号都承诺，哪怕更低：本项目所源自的文章把这个检查写反了。",
        duplicate_promise: "promises counted twice" | "承诺重复计数",
        duplicate_promise_who: "Messages are counted, not acceptors: “proposers simply count the number of promise messages”, says the tutorial Neat Algorithms: Paxos." | "数的是消息，而不是接受者：教程 Neat Algorithms: Paxos 说，提案者只需数收到的承诺消息。",
        duplicate_vote: "votes counted twice" | "投票重复计数",
        duplicate_vote_who: "Messages are counted, not acceptors: in jjzhang/booth (#47) the votes came to exceed the number of acceptors." | "数的是消息，而不是接受者：在 jjzhang/booth（#47）中，票数竟超过了接受者的数目。",
        stale_promises: "old promises count" | "旧承诺也算数",
        stale_promises_who: "A promise of an older ballot counts for the present one: luohaha/MyPaxos, issue 18." | "对旧编号的承诺计入当前编号：luohaha/MyPaxos，issue 18。",
        votes_across: "votes of all ballots add up" | "不同编号的票相加",
        votes_across_who: "Votes for a value, in a log for a slot, count together whatever their ballots: the messages of jjzhang/booth (#47) had no number to tell them apart." | "对一个值（在日志中：对一个槽位）的投票，不论编号一律相加：jjzhang/booth（#47）的消息中没有可以区分的编号。",
        ballot_reuse: "a ballot used twice" | "编号重复使用",
        ballot_reuse_who: "After a restart a proposer begins a ballot that it has used: suspected of Tencent/phxpaxos (issue 145), which turned out to do it right." | "重启后，提案者再次使用旧编号：有人怀疑 Tencent/phxpaxos 如此（issue 145），后来证实它做得对。",
        prepare_stores: "the prepare stores the value" | "准备请求即存值",
        prepare_stores_who: "The prepare carries a value, and whoever promises stores it at once: section 3.1 of the article from which this project began." | "准备请求带着值，承诺者立即存下：本项目所源自的文章的 3.1 节就是如此。",
        ack_epoch_unwritten: "an epoch not on disk" | "纪元不写盘",
        ack_epoch_unwritten_who: "An epoch is acknowledged before it is written down. ZooKeeper once wrote currentEpoch and an epoch’s transactions in the wrong order (ZOOKEEPER-4643)." | "先确认纪元，后写盘。ZooKeeper 曾把 currentEpoch 与该纪元的事务按错误的次序写盘（ZOOKEEPER-4643）。",
        commit_without_quorum: "commits without a quorum" | "无多数派即提交",
        commit_without_quorum_who: "A primary commits what it alone has: backups are told after the client, as in asynchronous replication." | "主服务器提交只有自己拥有的事务：先答复客户端，再告诉备份，异步复制就是这样。",
        skip_trunc: "keeps what TRUNC cuts off" | "不理会 TRUNC",
        skip_trunc_who: "A learner keeps what it is told to cut off: what nobody committed stays in its history." | "学习者保留应当截去的内容：没有人提交过的事务留在它的历史里。",
        active_unsynchronized: "active before it is in sync" | "未同步就开始广播",
        active_unsynchronized_who: "A leader broadcasts as soon as a quorum is in its epoch, before any has its history: phase 2 taken for a courtesy." | "多数派一加入纪元，领导者就开始广播，而它们还没有它的历史：把第二阶段当成了可有可无的礼节。",
        old_epoch_proposal: "takes an old leader’s proposals" | "接受旧领导者的提案",
        old_epoch_proposal_who: "A follower that has left a leader keeps the connection, and takes its proposals whatever their epoch." | "跟随者离开领导者后仍保留连接，不论纪元都接受它的提案。",
        forget_late_joiner: "forgets who is about to join" | "遗漏正在加入者",
        forget_late_joiner_who: "Proposals skip a follower that was sent the history and has yet to acknowledge it: a slip that the authors of ZooKeeper’s specification list." | "已收到历史但尚未确认的跟随者，得不到新的提案：ZooKeeper 规范的作者列出的疏漏之一。",
        apply_twice: "does a command twice" | "命令执行两次",
        apply_twice_who: "A command that is asked for again enters the log again, and is done again: nobody looks at its number." | "再次请求的命令又写进日志，又执行一次：没有人看它的编号。",
        skip_gap: "passes over a gap" | "跳过空缺",
        skip_gap_who: "A new leader fills no gap with a no-op, and servers pass over a slot of which they know nothing. Paxos Made Simple (section 3) says why that will not do." | "新的领导者不用空操作填补空缺，服务器跳过自己一无所知的槽位。Paxos Made Simple（第 3 节）说明了为什么不行。",
        long_lease: "a lease that lasts too long" | "租约过长",
        long_lease_who: "A leader counts on its lease for longer than those who granted it: as if it had begun when the grants came in, or clocks could be trusted further." | "领导者依靠租约的时间，超过授予者受约束的时间：仿佛从收到授予时才起算，或者过分相信时钟。",
        wide_window: "a window wider than alpha" | "窗口宽于 α",
        wide_window_who: "A leader proposes where it is not settled yet who votes: more slots ahead than alpha, which Paxos Made Simple (section 3) names as the limit." | "在还没有确定由谁投票的槽位中，领导者就提出内容：超前的槽位多于 α，而 Paxos Made Simple（第 3 节）以 α 为限。",
    }
}

catalogue! {
    /// The words of the lab's dialog.
    pub struct LabDialogWords {
        about: "Mistakes that people made, in articles and in programs. Switch some on, and the run begins anew with them; its commands, network and seed stay the same. Not every mistake does harm: guess, then check." | "人们在文章和程序中犯过的错误。打开一些，运行便从头开始，命令、网络与种子不变。错误并非都有害：先猜，再检查。",
        captions: "The run’s captions were written without them." | "原有的解说没有考虑这些错误。",

        rivals: "Also, at the start: {list}" | "另外，在开始时：{list}",
        rival: "{node} proposes “{value}”" | "{node} 提出“{value}”",
        rivals_about: "It takes two values to disagree, and this run proposes fewer." | "至少有两个值才可能出现分歧，而此运行提出的不足两个。",

        quorums: "How many are enough" | "多少个才够",
        disk: "What is not written" | "不写入磁盘",
        value: "Which value is proposed" | "提出哪个值",
        acceptor: "What an acceptor does" | "接受者怎么做",
        count: "What is counted" | "如何计数",
        ballot: "Which ballot is begun" | "发起哪个编号",
        primary: "What a leader leaves out" | "领导者省去什么",
        hasty: "What a leader does too early" | "领导者过早做什么",
        lease: "How long a lease counts" | "租约算多久",
        command: "How often a command is done" | "命令执行几次",
        learner: "What a follower takes, or keeps" | "跟随者接受或保留什么",

        promises_needed: "Promises needed (Q1)" | "需要的承诺数（Q1）",
        votes_needed: "Votes needed (Q2)" | "需要的票数（Q2）",
        wrong_size: "A whole number from 1 to {nodes}." | "请输入 1 到 {nodes} 的整数。",
        half_says: "“{half}” says how many." | "数目由“{half}”规定。",
        half_says_already: "“{half}” says already how many: leave {majority} in both fields, or switch it off." | "“{half}”已规定了数目：请在两处都填 {majority}，或关闭它。",

        run_mistake: "Run with this mistake" | "带着这个错误运行",
        run_mistakes: "Run with these mistakes" | "带着这些错误运行",
        run_quorums: "Run with these quorums" | "按这样的多数派运行",
        run_plain: "Run without mistakes" | "不带错误运行",
        check: "Guess, then check…" | "先猜，再检查……",
        none: "Switch all off" | "全部关闭",
        to_lab: "Switch on a mistake…" | "打开一个错误……",
    }
}

catalogue! {
    /// What a step did, while a mistake is switched on.
    pub struct LabStepWords {
        recovered_promise: "It holds to the promise {promised}, for that was written. Everything else is gone." | "它遵守承诺 {promised}，因为那写在磁盘上。其余内容都已丢失。",
        recovered_vote: "It holds to the promise {promised} and to the vote {vote}, for these were written. Everything else is gone." | "它遵守承诺 {promised}，也记得投票 {vote}，因为它们写在磁盘上。其余内容都已丢失。",
        restarted_why: "Its disk was blank: what it may have promised or voted was never written." | "它的磁盘是空白的：即使它承诺过或投过票，也从未写入。",
        began_asked: "A client asked it for “{value}”. First it asks every acceptor to promise {ballot}, and to tell what it voted for." | "客户端请它提出“{value}”。它先请每个接受者承诺 {ballot}，并报告自己投过的票。",
        already_decided_why: "It takes “{learned}” for chosen." | "它认为“{learned}”已被选定。",
        not_above: "{node} may have used {ballot} before." | "{node} 可能曾用过 {ballot}。",
        not_above_why: "Its own acceptor has promised {promised}, and {ballot} is not above that. It counts its rounds from its memory alone: {mistake}." | "它自己的接受者已承诺 {promised}，而 {ballot} 并不更高。它只凭内存计算轮次：{mistake}。",

        promised_first: "It had promised nothing, as far as it remembers." | "就它所记得的，此前没有承诺过。",
        promised_higher: "{ballot} is higher than {before}, which it had promised before." | "{ballot} 高于它此前承诺的 {before}。",
        promised_lower: "It has promised {before}, which is higher, and should refuse. It promises without looking: {mistake}." | "它已承诺更高的 {before}，本应拒绝。它不检查就承诺：{mistake}。",
        promised_again: "It has promised {ballot} already, and should say nothing. It promises without looking: {mistake}." | "它早已承诺 {ballot}，本不应再回答。它不检查就承诺：{mistake}。",
        reports: "It reports its vote {vote}." | "它报告自己的投票 {vote}。",
        reports_none: "It has no vote to report." | "它没有投票可以报告。",
        promise_written: "The promise is on its disk before the answer leaves." | "承诺先写入磁盘，再发出回答。",
        promise_unwritten: "The promise is only in its memory, and a crash takes it: {mistake}." | "承诺只在内存中，崩溃即丢失：{mistake}。",
        stores: "{node} stores “{value}” at once." | "{node} 立即存下“{value}”。",
        stores_why: "The prepare carries it, and it becomes the vote of {node} in {ballot} before anybody has looked at what was reported: {mistake}." | "准备请求带着它；还没有人看过报告，它就成了 {node} 在 {ballot} 中的投票：{mistake}。",
        stores_over: "Its vote {before} is overwritten." | "它原来的投票 {before} 被覆盖。",

        refused_why: "It has promised {promised}, which is higher. The refusal names {promised}, to tell {from} what to go above." | "它已承诺更高的 {promised}。拒绝中写明 {promised}，好让 {from} 知道要超过谁。",
        voted_fits: "{ballot} is not below what it has promised, as far as it remembers." | "就它所记得的，{ballot} 不低于它承诺过的编号。",
        voted_below: "It has promised {promised}, which is higher, and should refuse. It votes without looking: {mistake}." | "它已承诺更高的 {promised}，本应拒绝。它不检查就投票：{mistake}。",
        voted_replaces: "Its vote {before} gives way." | "它原来的投票 {before} 被取代。",
        voted_keeps: "Its promise stays what it was rather than rise to {ballot}: {mistake}." | "它的承诺保持不变，没有提高到 {ballot}：{mistake}。",
        vote_written: "The vote is on its disk before the answer leaves." | "投票先写入磁盘，再发出回答。",
        vote_unwritten: "The vote is only in its memory, and a crash takes it: {mistake}." | "投票只在内存中，崩溃即丢失：{mistake}。",

        promise_counted_none: "It reports no vote. {need} are needed." | "其中没有投票报告。需要 {need} 个。",
        promise_again_why: "It had counted this acceptor already, and counts it once more: {mistake}." | "这个接受者已经计算过了，它又算了一次：{mistake}。",
        promise_stale_why: "That promise is for {ballot} and not for {led}. What {from} has voted for since, it does not tell: {mistake}." | "那个承诺是对 {ballot} 的，而不是对 {led} 的；{from} 此后投过什么，它并不知道：{mistake}。",
        stale_promise_why: "It does not collect promises for {ballot} any more." | "它已不再为 {ballot} 收集承诺。",
        late_promise_why: "It has proposed a value in {ballot}, and settles no other." | "它已在 {ballot} 中提出了值，不再更改。",
        proposes_free: "It takes {members} for a quorum that has promised {ballot}, and has heard of no vote. So it proposes what it wants." | "它把 {members} 当作承诺 {ballot} 的多数派，没有听说任何投票，于是提出自己想要的值。",
        proposes_forced: "It takes {members} for a quorum that has promised {ballot}. {who} reported its vote {vote}, the highest reported, so it proposes “{value}”." | "它把 {members} 当作承诺 {ballot} 的多数派。{who} 报告的投票 {vote} 编号最高，所以它提出“{value}”。",
        wrong_own: "{who} reported its vote {vote}, the highest reported: it must propose “{right}”. It proposes what it wants instead: {mistake}." | "{who} 报告的投票 {vote} 编号最高，它必须提出“{right}”。它却提出自己想要的值：{mistake}。",
        wrong_report: "{who} reported its vote {vote}, the highest reported: it must propose “{right}”. It goes by the report {other} of {other_who} instead: {mistake}." | "{who} 报告的投票 {vote} 编号最高，它必须提出“{right}”。它却采用 {other_who} 报告的 {other}：{mistake}。",

        vote_counted_why: "It takes “{value}” for chosen once it has counted {need} votes for it." | "数到 {need} 票，它就认为“{value}”已被选定。",
        vote_again_why: "It had counted this acceptor’s vote already, and counts it once more: {mistake}." | "这个接受者的投票已经计算过了，它又算了一次：{mistake}。",
        votes_across_why: "{voters} have voted for “{value}”, but not all of them in {ballot}, and votes of different ballots do not add up: {mistake}." | "{voters} 都投给了“{value}”，但并不都在 {ballot} 中，而不同编号的票不能相加：{mistake}。",
        learned: "{node} takes “{value}” for chosen." | "{node} 认为“{value}”已被选定。",
        learned_why: "It has counted {voters} as a quorum that voted for it in {ballot}." | "它把 {voters} 当作在 {ballot} 中投票给它的多数派。",
        learned_few_why: "It has counted {need} votes, but {voters} alone cast them." | "它数到了 {need} 票，但投票者只有 {voters}。",
        learned_across_why: "{voters} have voted for it, in one ballot or another." | "{voters} 都投给了它，但不一定在同一个编号中。",
        learned_told: "{node} takes “{value}” for chosen: {from} says so." | "{node} 认为“{value}”已被选定：这是 {from} 说的。",
        learned_told_why: "{from} takes it for chosen in {ballot}, and a learner believes what it is told." | "{from} 认为它在 {ballot} 中被选定，而学习者相信别人的转告。",
        known_already: "{node} takes “{value}” for chosen already." | "{node} 早就认为“{value}”已被选定。",
        contradicted: "{node} hears that “{value}” is chosen, but has taken “{known}” for chosen." | "{node} 听说“{value}”被选定，而它认为选定的是“{known}”。",
        contradicted_why: "Either two values are chosen and agreement is broken, or one of the two was never chosen." | "要么选定了两个值，一致性被破坏；要么其中一个从未被选定。",
        chosen_why: "{voters} have voted for it in {ballot}, {have} of {total}: a quorum. That it stays the only one is not sure here." | "{voters} 都在 {ballot} 中投票给它（{have}/{total}），已成多数派。但在这里，不能保证它始终是唯一选定的值。",
        duplicated_why: "Networks do deliver twice." | "网络确实可能重复投递。",
        released_why: "Networks may deliver as late as they like." | "网络的投递可以任意迟到。",
    }
}

/// What a mistake is called, in a few words.
pub fn variant_name(lang: Lang, variant: Variant) -> &'static str {
    of(LabWords::of(lang), variant).0
}

/// Who made it, in a sentence.
pub fn variant_about(lang: Lang, variant: Variant) -> &'static str {
    of(LabWords::of(lang), variant).1
}

fn of(words: &LabWords, variant: Variant) -> (&'static str, &'static str) {
    match variant {
        Variant::HalfQuorum => (words.half_quorum, words.half_quorum_who),
        Variant::LosePromise => (words.lose_promise, words.lose_promise_who),
        Variant::LoseVote => (words.lose_vote, words.lose_vote_who),
        Variant::IgnorePromises => (words.ignore_promises, words.ignore_promises_who),
        Variant::AnyValue => (words.any_value, words.any_value_who),
        Variant::LowestBallotValue => (words.lowest_ballot_value, words.lowest_ballot_value_who),
        Variant::GreatestValue => (words.greatest_value, words.greatest_value_who),
        Variant::AcceptUnchecked => (words.accept_unchecked, words.accept_unchecked_who),
        Variant::NoRaise => (words.no_raise, words.no_raise_who),
        Variant::PromiseUnchecked => (words.promise_unchecked, words.promise_unchecked_who),
        Variant::DuplicatePromise => (words.duplicate_promise, words.duplicate_promise_who),
        Variant::DuplicateVote => (words.duplicate_vote, words.duplicate_vote_who),
        Variant::StalePromises => (words.stale_promises, words.stale_promises_who),
        Variant::VotesAcrossBallots => (words.votes_across, words.votes_across_who),
        Variant::BallotReuse => (words.ballot_reuse, words.ballot_reuse_who),
        Variant::PrepareStoresValue => (words.prepare_stores, words.prepare_stores_who),
        Variant::AckEpochUnwritten => (words.ack_epoch_unwritten, words.ack_epoch_unwritten_who),
        Variant::CommitWithoutQuorum => (words.commit_without_quorum, words.commit_without_quorum_who),
        Variant::SkipTrunc => (words.skip_trunc, words.skip_trunc_who),
        Variant::ActiveUnsynchronized => (words.active_unsynchronized, words.active_unsynchronized_who),
        Variant::OldEpochProposal => (words.old_epoch_proposal, words.old_epoch_proposal_who),
        Variant::ForgetLateJoiner => (words.forget_late_joiner, words.forget_late_joiner_who),
        Variant::ApplyTwice => (words.apply_twice, words.apply_twice_who),
        Variant::SkipGap => (words.skip_gap, words.skip_gap_who),
        Variant::LongLease => (words.long_lease, words.long_lease_who),
        Variant::WideWindow => (words.wide_window, words.wide_window_who),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_has_a_short_name_of_its_own() {
        for lang in Lang::ALL {
            let names: std::collections::BTreeSet<_> =
                Variant::ALL.into_iter().map(|variant| variant_name(lang, variant)).collect();
            assert_eq!(names.len(), Variant::ALL.len());
            assert!(names.iter().all(|name| name.chars().count() <= 32), "{names:?}");
        }
    }
}
