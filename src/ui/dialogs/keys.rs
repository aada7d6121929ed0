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
                                    <dt>for key in keys { <kbd key={key}>{key}</kbd> }</dt>
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

type Row = (Vec<&'static str>, &'static str);

fn groups(words: &DialogWords) -> Vec<(&'static str, Vec<Row>)> {
    let row = |keys: &[&'static str], does| (keys.to_vec(), does);
    vec![
        (
            words.keys_time,
            vec![
                row(&[words.key_space], words.key_play),
                row(&["←", "→"], words.key_step),
                row(&["Home", "End"], words.key_ends),
                row(&["+", "−"], words.key_speed),
            ],
        ),
        (
            words.keys_run,
            vec![
                row(&["Ctrl Z"], words.key_undo),
                row(&["Ctrl ⇧ Z"], words.key_redo),
                row(&["1", "9"], words.key_select),
                row(&["↑", "↓"], words.key_walk),
                row(&["Esc"], words.key_escape),
                row(&["?"], words.key_help),
            ],
        ),
        (
            words.keys_message,
            vec![
                row(&["D"], words.key_deliver),
                row(&["X"], words.key_drop),
                row(&["C"], words.key_duplicate),
                row(&["H"], words.key_hold),
            ],
        ),
        (
            words.keys_node,
            vec![
                row(&["P"], words.key_propose),
                row(&["F"], words.key_fire),
                row(&["K"], words.key_crash),
                row(&["W"], words.key_wipe),
                row(&["I"], words.key_isolate),
            ],
        ),
        (words.keys_link, vec![row(&["X"], words.key_cut)]),
    ]
}
