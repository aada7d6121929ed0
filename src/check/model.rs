//! What the engine searches.

use super::Fingerprint;

/// A transition system with properties. A model may note what it has worked out, hence `&mut`; but what it answers depends on the state
/// alone, and the order in which the steps of a state come never changes: a script is kept as places in it.
pub trait Model {
    /// A state.
    type State: Clone;
    /// A step.
    type Step: Clone;

    /// Where every schedule begins.
    fn initial_states(&mut self) -> Vec<Self::State>;

    /// The steps that may be taken in this state, appended.
    fn steps(&mut self, state: &Self::State, out: &mut Vec<Self::Step>);

    /// What a step makes of a state; nothing if it leads out of what the model allows, or back to the same state.
    fn next(&mut self, state: &Self::State, step: &Self::Step) -> Option<Self::State>;

    /// Stands for the state; the same for states that the model takes for one (by symmetry).
    fn fingerprint(&self, state: &Self::State) -> Fingerprint;

    /// What is claimed of the model.
    fn properties(&self) -> &[Property];

    /// Does the property of this place hold in the state?
    fn holds(&mut self, property: usize, state: &Self::State) -> bool;

    /// Does the property of this place hold for the step? Asked only for [`Claim::EachStep`].
    fn step_holds(
        &mut self,
        _property: usize,
        _before: &Self::State,
        _step: &Self::Step,
        _after: &Self::State,
    ) -> bool {
        true
    }

    /// Is something left undone in this state? Asked of states from which no step leads anywhere: then it is a dead end.
    fn is_unfinished(&self, _state: &Self::State) -> bool {
        false
    }

    /// How much memory the model takes for what it has noted, about, in bytes.
    fn own_bytes(&self) -> usize {
        0
    }

    /// How much memory a state takes about, in bytes.
    fn state_bytes(&self, _state: &Self::State) -> usize {
        size_of::<Self::State>()
    }
}

/// A property with its name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Property {
    /// Its name, as people call it.
    pub name: &'static str,
    /// What is claimed.
    pub claim: Claim,
}

/// What a property claims.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Claim {
    /// It holds in every state.
    Always,
    /// It holds in some state: something can still be reached.
    Sometimes,
    /// It holds for every step.
    EachStep,
}
