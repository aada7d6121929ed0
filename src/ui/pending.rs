//! Stand-ins until the diagram and the panel "Why" are there.
#![allow(missing_docs)]
use super::i18n::Lang;
use super::model::{Clock, HistoryHandle, Selection, Shared};
use crate::session::{EventView, View};
use yew::{Callback, Html, Properties, component, html};
#[derive(Properties, PartialEq)]
pub struct InspectorProps { pub view: Shared<View>, pub before: Option<Shared<View>>, pub event: Option<Shared<EventView>>, pub history: HistoryHandle, pub lang: Lang, pub selection: Option<Selection>, pub on_select: Callback<Option<Selection>> }
#[component]
pub fn Inspector(_props: &InspectorProps) -> Html { html! {} }
#[derive(Properties, PartialEq)]
pub struct SpaceTimeProps { pub view: Shared<View>, pub history: HistoryHandle, pub lang: Lang, pub selection: Option<Selection>, pub on_select: Callback<Option<Selection>>, pub on_seek: Callback<usize>, pub clock: Clock }
#[component]
pub fn SpaceTime(_props: &SpaceTimeProps) -> Html { html! {} }
pub fn sentence(_: Lang, _: &EventView, _: &crate::session::History, _: &View) -> (String, String) { Default::default() }
