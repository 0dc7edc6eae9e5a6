//! What the words of a clause say beyond themselves: hand-offs, waits, joint work and nature, each with its cue.

