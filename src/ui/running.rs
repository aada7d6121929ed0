//! The session that runs, where its history, and that of the run beside, can be read in place.

use super::model::HistorySource;
use crate::session::{History, Session};
use std::cell::RefCell;
use std::rc::Rc;

/// The session, where its history can be read in place.
pub(super) struct RunningSession(pub RefCell<Session>);

impl HistorySource for RunningSession {
    fn read(&self, with: &mut dyn FnMut(History<'_>)) {
        if let Ok(session) = self.0.try_borrow() {
            with(session.history());
        }
    }
}

/// The same, of the run beside.
pub(super) struct BesideHistory(pub Rc<RunningSession>);

impl HistorySource for BesideHistory {
    fn read(&self, with: &mut dyn FnMut(History<'_>)) {
        if let Ok(session) = self.0.0.try_borrow()
            && let Some(beside) = session.beside()
        {
            with(beside.history());
        }
    }
}
