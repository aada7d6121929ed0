//! The list of keys.

use super::{DialogProps, Modal};
use crate::ui::i18n::dialogs::DialogWords;
use yew::{Html, html};

/// The list of keys, as the keyboard has them.
pub fn keys_dialog(props: &DialogProps) -> Html {
    let words = DialogWords::of(props.lang);
    html! {
        <Modal key="keys" title={words.keys} lang={props.lang} on_close={props.on_close.clone()} class="modal-wide">
            <p class="dim">{words.keys_about}</p>
            <div class="key-groups">
                for (name, rows) in groups(words) {
                    <section key={name}>
                        <h3>{name}</h3>
                        <dl class="key-list">
                            for (keys, does) in rows {
                                <div key={does}>
                                    <dt>for key in keys.split('|') { <kbd key={key}>{key}</kbd> }</dt>
                                    <dd>{does}</dd>
                                </div>
                            }
                        </dl>
                    </section>
                }
            </div>
        </Modal>
    }
}

/// The keys, with a bar between two that stand side by side, and what they do.
type Row = (&'static str, &'static str);

fn groups(words: &DialogWords) -> Vec<(&'static str, Vec<Row>)> {
    vec![
        (
            words.keys_time,
            vec![
                (words.key_space, words.key_play),
                ("←|→", words.key_step),
                ("Home|End", words.key_ends),
                ("+|−", words.key_speed),
            ],
        ),
        (
            words.keys_run,
            vec![
                ("Ctrl Z", words.key_undo),
                ("Ctrl ⇧ Z", words.key_redo),
                ("1|9", words.key_select),
                ("↑|↓", words.key_walk),
                ("B", words.key_lab),
                ("Esc", words.key_escape),
                ("?", words.key_help),
            ],
        ),
        (
            words.keys_message,
            vec![("D", words.key_deliver), ("X", words.key_drop), ("C", words.key_duplicate), ("H", words.key_hold)],
        ),
        (
            words.keys_node,
            vec![
                ("P", words.key_propose),
                ("F", words.key_fire),
                ("K", words.key_crash),
                ("W", words.key_wipe),
                ("I", words.key_isolate),
            ],
        ),
        (words.keys_link, vec![("X", words.key_cut)]),
    ]
}
