//! What is wrong with a text or a link, in words. The English sentences are those of the command line too, and come from the room of
//! scenarios; here stand the Chinese ones.

use super::Lang;
use crate::protocol::{MAX_VALUE_CHARS, ValueError};
use crate::scenario::link::{Damage, LinkError};
use crate::scenario::{Expected, Found, Problem, Quantity, SETTING_WORDS, ScenarioError, TextRole};

/// What is wrong with a scenario's text, and where.
pub fn problem_text(lang: Lang, error: &ScenarioError) -> String {
    match lang {
        Lang::En => sentence_case(&error.to_string()),
        Lang::Zh => format!("第 {} 行第 {} 列：{}", error.line, error.column, problem(&error.problem)),
    }
}

/// What is wrong with a link.
pub fn link_problem_text(lang: Lang, error: &LinkError) -> String {
    match lang {
        Lang::En => error.to_string(),
        Lang::Zh => link_problem(error),
    }
}

fn sentence_case(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn link_problem(error: &LinkError) -> String {
    match error {
        LinkError::Empty => "这里没有链接。请粘贴以“p1.”开头的链接，或以它结尾的网址。".to_owned(),
        LinkError::NotOurs { found } => {
            format!("“{found}”不是本页面链接的开头：链接应以“p1.”开头。请复制完整的链接。")
        }
        LinkError::NewerVersion { found, newest } => {
            format!("此链接的版本是 {found}，而本页面最高只能读取版本 {newest}。请用更新版本的页面打开。")
        }
        LinkError::TooLong { limit_chars } => {
            format!("此次运行太大，无法放进链接（上限 {limit_chars} 个字符）。请改为传递它的文本。")
        }
        LinkError::TextTooLarge { limit_bytes } => format!("此链接中的场景太大：文本上限为 {limit_bytes} 字节。"),
        LinkError::Damaged(Damage::Character { character, position }) => {
            format!("此链接已损坏：第 {position} 个字符“{}”不可能出现在链接中。请重新复制。", character.escape_debug())
        }
        LinkError::Damaged(Damage::CutOff { found_chars, expected_chars: Some(expected_chars) }) => format!(
            "此链接被截断：“p1.”之后应有 {expected_chars} 个字符，只剩 {found_chars} 个。有些程序会截断长链接；请重新复制，或索取运行的文本。"
        ),
        LinkError::Damaged(Damage::CutOff { expected_chars: None, .. }) => {
            "此链接在开头之后就被截断了。请复制完整的链接。".to_owned()
        }
        LinkError::Damaged(Damage::Checksum) => "此链接已损坏：有字符被改动、增加或遗漏。请重新复制。".to_owned(),
        LinkError::Damaged(Damage::Content) => "此链接是完整的，但内容没有意义：它不是由本页面制作的。".to_owned(),
        LinkError::Scenario(error) => {
            format!("此链接是完整的，但其中的场景无法读取：{}", problem_text(Lang::Zh, error))
        }
    }
}

fn problem(problem: &Problem) -> String {
    match problem {
        Problem::Unexpected { found, expected, suggestion } => unexpected(found, expected, suggestion.as_deref()),
        Problem::OutOfRange { quantity, found, low, high } => {
            format!("{}必须在 {low} 到 {high} 之间，而不是 {found}。", quantity_name(*quantity))
        }
        Problem::RangeBackwards { start_ticks, end_ticks } => {
            format!("范围 {start_ticks}..{end_ticks} 的终点早于起点。是否想写“{end_ticks}..{start_ticks}”？")
        }
        _ => cluster_problem(problem),
    }
}

fn unexpected(found: &Found, expected: &[Expected], suggestion: Option<&str>) -> String {
    let lead = match found {
        Found::EndOfLine | Found::EndOfText => "这一行结束得太早。".to_owned(),
        Found::Word(word) => format!("“{word}”不应出现在这里。"),
        Found::Text(text) => format!("文本 \"{text}\" 不应出现在这里。"),
    };
    let choices: Vec<String> = expected.iter().map(|one| expected_text(*one)).collect();
    let meant = suggestion.map(|suggestion| format!("是否想写“{suggestion}”？")).unwrap_or_default();
    format!("{lead}此处应为：{}。{meant}", choices.join("、"))
}

fn expected_text(expected: Expected) -> String {
    let noun = match expected {
        Expected::EndOfLine => return "行尾".to_owned(),
        Expected::Setting => return format!("一项设置（{}）", SETTING_WORDS.join("、")),
        Expected::Kind(_) => "消息类型",
        Expected::Protocol => "协议",
        Expected::Learning => "获知方式",
        Expected::Property(_) => "性质",
        Expected::Variant(_) => "错误",
        Expected::Allowance => "可允许的事项",
        Expected::Timer => "定时器",
        Expected::Node => "节点",
        Expected::Link => "链路",
        Expected::Connection => "连接",
        Expected::Message => "消息",
        Expected::Ballot => "编号",
        Expected::BallotAndSlot => "编号与槽位",
        Expected::Moment => "时刻",
        Expected::Number => "数字",
        Expected::Digest => "摘要",
        Expected::Share => "百分比",
        Expected::Span => "拍数范围",
        Expected::Text => "双引号中的文本",
        Expected::Occurrence => "第几条（#2）",
        _ => "",
    };
    match (expected.example(), expected.words()) {
        (Some(example), _) if !noun.is_empty() => format!("{noun}（{example}）"),
        (_, words) if noun.is_empty() => words.join("、"),
        (_, words) => format!("{noun}（{}）", words.join("、")),
    }
}

fn cluster_problem(problem: &Problem) -> String {
    match problem {
        Problem::NoSuchNode { found, node_count } => {
            format!("没有节点 {found}：此场景有 {node_count} 个节点，最后一个是 n{node_count}。")
        }
        Problem::NoSuchClient { found, client_count: 0 } => {
            format!("没有客户端 {found}：此场景的协议没有客户端；节点叫 n1、n2 等。")
        }
        Problem::NoSuchClient { found, client_count } => {
            format!("没有客户端 {found}：此场景有 {client_count} 个，最后一个是 c{client_count}；个数由“clients”设置。")
        }
        Problem::WrongRole { found, suggestion } => match found.is_client() {
            true => format!("{found} 是客户端，此处应为服务器。是否想写“{suggestion}”？"),
            false => format!("{found} 是服务器，此处应为客户端。是否想写“{suggestion}”？"),
        },
        Problem::MessageOfTwo => "此场景在两种协议下运行，它们的消息并不相同：请改为指定节点、链路与时间。".to_owned(),
        Problem::NotOfProtocol { word, protocol } => {
            format!("“{word}”在协议“{}”的场景中没有意义。", protocol.word())
        }
        Problem::NoSuchBranch { found, branch_count } => {
            format!("此行之上没有分支 {found}：只有 1（主体）到 {branch_count}。")
        }
        Problem::ToItself(node) => format!("{node} 与自身：链路连接两个不同的节点。"),
        Problem::WrongSender { message, suggestion } => format!(
            "{} 由其编号的所有者 {} 发出，而不是 {}。是否想写“{suggestion}”？",
            message.label, message.label.ballot.node, message.from
        ),
        Problem::WrongReceiver { message, suggestion } => format!(
            "{} 发给其编号的所有者 {}，而不是 {}。是否想写“{suggestion}”？",
            message.label, message.label.ballot.node, message.to
        ),
        Problem::AllowedTwice(word) => format!("前面已说明允许多少 {word}。"),
        Problem::NamedTwice(node) => format!("{node} 在这里出现了两次。"),
        Problem::BackInTime { at, reached } => format!("时刻 {at} 已经过去：上面的行已到 {reached}。"),
        _ => form_problem(problem),
    }
}

fn form_problem(problem: &Problem) -> String {
    match problem {
        Problem::TextTooLarge { limit_bytes } => format!("场景太大：上限为 {limit_bytes} 字节。"),
        Problem::NoVersion { .. } => "场景的第一行应为“paxos 1”，即格式的版本。".to_owned(),
        Problem::NewerVersion { found, newest } => {
            format!("此场景使用格式版本 {found}，而本页面最高只能读取版本 {newest}。")
        }
        Problem::SettingTwice { setting, first_line } => format!("“{setting}”重复出现；第一次在第 {first_line} 行。"),
        Problem::QuorumsTwice { first_line } => {
            format!("“half-quorum”与“quorums”都规定多数派的大小，只能有一个；第一个在第 {first_line} 行。")
        }
        Problem::NotWithAlpha { setting: "lease", first_line } => format!(
            "“lease”与“alpha”不能同时使用：投票者可变时，领导者不会请求租约。只能保留其中一个：请删去此行或第 {first_line} 行。"
        ),
        Problem::NotWithAlpha { setting, first_line } => format!(
            "“{setting}”与“alpha”不能同时使用：投票者可变时，多数派就是当时投票者的过半数。只能保留其中一个：请删去此行或第 {first_line} 行。"
        ),
        Problem::LoadByHand { first_line } => format!(
            "“load”与“manual”不能同时使用：手动运行中什么都不会自行发生，客户端也就不会自行请求。只能保留其中一个：请删去此行或第 {first_line} 行。"
        ),
        Problem::NeverBeside { variant, without } => {
            format!("没有设置“{without}”就不会犯错误“{variant}”，并排的运行会完全相同。是否要同时设置“{without}”？")
        }
        Problem::SettingTooLate { setting } => format!("“{setting}”是设置，必须写在主体之前。"),
        Problem::TextTooLong { role, limit_chars } => {
            format!("{}太长：上限为 {limit_chars} 个字符。", role_name(*role))
        }
        Problem::NoValue(ValueError::Empty) => "值至少要有一个字符。".to_owned(),
        Problem::NoValue(ValueError::TooLong) => format!("值太长：上限为 {MAX_VALUE_CHARS} 个字符。"),
        Problem::NoValue(ValueError::Control(_)) => "值必须是一行纯文本。".to_owned(),
        Problem::TextNotClosed => "此文本在本行内没有结束的双引号 \"。".to_owned(),
        Problem::BadEscape(_) => "反斜杠之后只能是 \"、\\ 或 n。".to_owned(),
        Problem::ControlCharacter(character) => format!("文本中不能有控制字符 {}。", character.escape_unicode()),
        Problem::WrongQuote(quote) => format!("文本要用英文双引号 \"，而不是 {quote}。"),
        Problem::TooManyItems { limit } => format!("行数太多：主体与各分支合计上限为 {limit} 行。"),
        Problem::TooManyChecked { limit } => format!("检查结果太多：上限为 {limit} 个。"),
        Problem::TooManyBranches { limit } => format!("分支太多：上限为 {limit} 个。"),
        // The others are told by the functions that called this one.
        _ => String::new(),
    }
}

fn quantity_name(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Nodes => "节点数",
        Quantity::Clients => "客户端数",
        Quantity::Observers => "观察者数",
        Quantity::Slot => "槽位",
        Quantity::Window => "窗口",
        Quantity::Alpha => "α",
        Quantity::Members => "开始时的投票者数",
        Quantity::SnapshotEvery => "快照前日志的长度",
        Quantity::Load => "每个客户端的命令数",
        Quantity::Pause => "客户端发出下一条命令前的停顿",
        Quantity::Commands => "命令数",
        Quantity::Quorum => "多数派的大小",
        Quantity::Allowed => "允许的次数",
        Quantity::Seed => "种子",
        Quantity::Timeout => "超时",
        Quantity::SpanEnd => "拍数",
        Quantity::Share => "百分比",
        Quantity::Occurrence => "消息的序号",
        Quantity::CrashAfter => "崩溃前的写入与发送次数",
        Quantity::Round => "编号的轮次",
        Quantity::Tick => "时刻",
        Quantity::Events => "同一拍内的事件数",
        Quantity::RunTicks => "运行的拍数",
        Quantity::Seen => "看过的数目",
        Quantity::Steps => "步数",
    }
}

fn role_name(role: TextRole) -> &'static str {
    match role {
        TextRole::Title => "标题",
        TextRole::About => "简介",
        TextRole::Caption => "解说",
    }
}
