//! The words of chaos: what is asked, how far it has come, what it came to. What it shares with the search stands in [`check`](super::check).

use super::fill::catalogue;

catalogue! {
    /// The words of chaos.
    pub struct ChaosWords {
        how: "How" | "方式",
        how_schedules: "Every schedule" | "每一种调度",
        how_chaos: "Chaos: random runs with every fault" | "混沌：注入各种故障的随机运行",
        about: "Random runs of this cluster: values are proposed, nodes crash and come back, links are cut, messages are dropped, delayed, held and duplicated. After every event the properties are judged. Then everything heals, and a decision is demanded. The first run that fails is shrunk to the commands that matter." | "随机运行这个集群：提出值，节点崩溃又重启，链路被切断，消息被丢弃、延迟、扣住或复制。每个事件之后都判断各项性质。然后一切恢复，并要求形成决议。第一次失败的运行会被缩减到只剩必要的命令。",
        about_log: "Random runs of this cluster: clients ask, nodes crash and come back, links are cut, connections break, messages are dropped, delayed, held and duplicated. After every event the properties are judged. Then everything heals, and every client has to be answered. The first run that fails is shrunk to the commands that matter." | "随机运行这个集群：客户端发出请求，节点崩溃又重启，链路被切断，连接断开，消息被丢弃、延迟、扣住或复制。每个事件之后都判断各项性质。然后一切恢复，每个客户端都必须得到答复。第一次失败的运行会被缩减到只剩必要的命令。",
        within_log: "When everything has healed, a client asks once more, and every client has to have its answer within {ticks} ticks." | "一切恢复后，再由一个客户端发出请求；每个客户端都必须在 {ticks} 拍内得到答复。",
        within: "When everything has healed, a node is asked once more, and has to know a decision within {ticks} ticks." | "一切恢复后，再请求一个节点，它必须在 {ticks} 拍内获知决议。",
        runs: "Runs, at most" | "最多运行次数",
        first_seed: "First seed" | "起始种子",
        first_seed_hint: "Each run takes the next one. The same seed gives the same run." | "每次运行依次取下一个种子。相同的种子得到相同的运行。",
        wipes: "Wiped disks in each run" | "每次运行清空磁盘次数",
        more_wipes: "and {wipes} more by its own commands" | "另有 {wipes} 次出自运行自身的命令",

        asked: "Chaos: up to {runs} runs" | "混沌：最多 {runs} 次运行",
        asked_seed: "from seed {seed}" | "从种子 {seed} 开始",
        asked_wipes: "wiped disks {wipes}" | "清空磁盘 {wipes}",
        progress: "{runs:1 run|# runs}, {rate} a second; {events:1 event|# events}; {decided} decided in time" | "已运行 {runs} 次，每秒 {rate} 次；{events} 个事件；{decided} 次按时形成决议",
        progress_log: "{runs:1 run|# runs}, {rate} a second; {events:1 event|# events}; {decided} answered in time" | "已运行 {runs} 次，每秒 {rate} 次；{events} 个事件；{decided} 次按时全部答复",
        progress_name: "How many of the runs were played" | "已进行的运行",
        shrinking: "Run {runs} failed and is being shrunk: {trials:1 attempt|# attempts} so far." | "第 {runs} 次运行失败，正在缩减：已尝试 {trials} 次。",

        nothing: "Found nothing in {runs:1 run|# runs}." | "{runs} 次运行中没有发现问题。",
        nothing_about: "No property was broken. After everything had healed, {decided} of {runs} decided within {ticks} ticks." | "没有任何性质被破坏。一切恢复后，{runs} 次中有 {decided} 次在 {ticks} 拍内形成决议。",
        nothing_about_log: "No property was broken. After everything had healed, {decided} of {runs} answered every client within {ticks} ticks." | "没有任何性质被破坏。一切恢复后，{runs} 次中有 {decided} 次在 {ticks} 拍内答复了每个客户端。",
        cut_short: "Runs that reached the bound of {most} events, and were judged only so far: {cut}." | "达到 {most} 个事件的上限、只判断到那里的运行：{cut} 次。",
        nothing_proved: "This proves nothing about other runs: try other seeds, or every schedule." | "这并不能证明其他运行没有问题：可以换种子再试，或检查每一种调度。",
        broken: "“{property}” was broken in run {runs}, with seed {seed}." | "“{property}”在第 {runs} 次运行（种子 {seed}）中被破坏。",
        no_decision: "No decision within {ticks} ticks after everything had healed, in run {runs}, with seed {seed}." | "第 {runs} 次运行（种子 {seed}）在一切恢复后 {ticks} 拍内没有形成决议。",
        no_answer: "A client had no answer {ticks} ticks after everything had healed, in run {runs}, with seed {seed}." | "第 {runs} 次运行（种子 {seed}）在一切恢复后 {ticks} 拍时，仍有客户端没有得到答复。",
        shrunk: "Shrunk to {commands} of its {before} commands; none can be left out." | "已从 {before} 条命令缩减到 {commands} 条，缺一不可。",
        shrunk_so_far: "Shrunk to {commands} of its {before} commands; perhaps fewer would do." | "已从 {before} 条命令缩减到 {commands} 条，也许还能更少。",
        effort: "{events:1 event|# events} in all; it took {seconds} s." | "共 {events} 个事件；用时 {seconds} 秒。",
        stopped_about: "Nothing was found in {runs:1 run|# runs}; of others nothing is known." | "{runs} 次运行中没有发现问题，其余未知。",
        title_broken: "“{property}” broken by chaos, seed {seed}" | "混沌（种子 {seed}）破坏“{property}”",
        title_no_decision: "no decision in time under chaos, seed {seed}" | "混沌（种子 {seed}）下未按时形成决议",
        title_no_answer: "no answer in time under chaos, seed {seed}" | "混沌（种子 {seed}）下未按时得到答复",
        lines: "The commands that are left" | "缩减后的命令",
        link: "Link to this run" | "此次运行的链接",
        text: "This run as text" | "此次运行的文本",
    }
}
