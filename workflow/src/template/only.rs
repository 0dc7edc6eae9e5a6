//! A track of which only some of the town's steps are started: what is done by schedule or on an event.

use super::{Party, Track};

impl Track {
    /// The track with the town's steps of these words made to be done, and no other of them. Of the bodies' steps those become required that the hand-offs
    /// of the chosen steps feed. `None` when one of the words is no town step's.
    #[must_use]
    pub fn only(&self, words: &[String]) -> Option<Self> {
        let chosen = |party: &Party, text: &str| *party == Party::Town && words.iter().any(|word| word == text);
        if !words.iter().all(|word| self.steps.iter().any(|step| chosen(&step.party, &step.text) && step.text == *word)) {
            return None;
        }
        let fed: Vec<String> = self
            .steps
            .iter()
            .filter(|step| chosen(&step.party, &step.text))
            .flat_map(|step| step.hands_to.iter().flat_map(|planned| planned.feeds.clone()))
            .collect();
        let mut track = self.clone();
        for step in &mut track.steps {
            step.required = match step.party {
                Party::Town => chosen(&step.party, &step.text),
                Party::Body { .. } => fed.contains(&step.key),
            };
        }
        Some(track)
    }
}
