//! `dutyflow templates`: the templates that a list's words give, as JSON (docs/duty-list-format.md) or as a clerk would read them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::anyhow;
use duty_list::{Duty, DutyList, Nature};
use workflow::template::derive::derive_all;
use workflow::template::{Party, Step, Template, Track};

use super::args::{Templates, TextOrJson};
use super::out::{BOLD, COLUMNS, FAINT, MARK, Out, PLAIN, width, wrap};
use super::{Exit, list, progress};
use crate::text::fill;

pub(super) fn run(args: &Templates, out: &Out) -> anyhow::Result<Exit> {
    let read = list::read(&args.file, out)?;
    if !args.quiet {
        list::note_findings(&read, out);
    }
    let mut templates = progress::during(out.t.cli.reading, || derive_all(&read))?;
    if let Some(wanted) = args.duty {
        templates.retain(|template| template.duty == wanted.0);
        if templates.is_empty() {
            let names: [(&str, &dyn std::fmt::Display); 2] = [("kind", &out.t.duty_kind_short(wanted.0.kind)), ("no", &wanted.0.no)];
            return Err(anyhow!(fill(out.t.cli.templates_no_duty, &names)));
        }
    }
    match args.format {
        TextOrJson::Json => out.json(&templates)?,
        TextOrJson::Text => {
            let mut text = String::new();
            for template in &templates {
                Reading { out, list: &read, text: &mut text }.template(template);
            }
            out.styled(&text)?;
        }
    }
    Ok(Exit::Done)
}

/// A template being written down.
struct Reading<'r> {
    out: &'r Out,
    list: &'r DutyList,
    text: &'r mut String,
}

impl Reading<'_> {
    fn template(&mut self, template: &Template) {
        let t = self.out.t;
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let duty = self.list.duties.iter().find(|duty| duty.kind() == template.duty.kind && duty.no() == template.duty.no);
        let name = format!("{} {}  ", t.duty_kind_short(template.duty.kind), template.duty.no);
        self.hanging(0, BOLD, &name, duty.map_or("", Duty::title));
        if template.tracks.is_empty() {
            self.hanging(2, "", "", t.cli.templates_none);
        }
        for track in &template.tracks {
            self.track(track);
        }
    }

    fn track(&mut self, track: &Track) {
        let (t, d) = (self.out.t, &self.out.t.duty);
        self.text.push('\n');
        if let Some(title) = &track.title {
            self.hanging(2, BOLD, "", &fill(d.flow_of, &[("title", title)]));
        }
        let required = || track.steps.iter().filter(|step| step.required);
        let hands: usize = track.steps.iter().map(|step| step.hands_to.len()).sum();
        let review: usize = track.steps.iter().map(|step| step.review.len()).sum();
        let counts = fill(t.cli.templates_counts, &[("steps", &required().count()), ("hands", &hands), ("review", &review)]);
        self.hanging(2, FAINT, "", &counts);
        let fed: BTreeSet<&str> =
            track.steps.iter().flat_map(|step| &step.hands_to).flat_map(|hand| &hand.feeds).map(String::as_str).collect();
        let first = required().filter(|step| {
            step.after.is_empty() && step.waits_for.iter().all(|wait| wait.step.is_none()) && !fed.contains(step.key.as_str())
        });
        let first: Vec<&str> = first.map(|step| step.key.as_str()).collect();
        let begins = if first.is_empty() {
            t.cli.templates_no_begin.to_owned()
        } else {
            fill(t.cli.templates_begin, &[("steps", &numbers(track, &first, d.between))])
        };
        self.hanging(2, FAINT, "", &begins);
        for lane in &track.lanes {
            let mut steps = track.steps.iter().enumerate().filter(|(_, step)| step.party == *lane).peekable();
            if steps.peek().is_none() {
                continue;
            }
            let name = match lane {
                Party::Town => self.list.town.as_deref().unwrap_or(t.common.unit_town),
                Party::Body { name } => name,
            };
            let _ = writeln!(self.text, "\n  {BOLD}{name}{PLAIN}");
            for (at, step) in steps {
                self.step(track, at, step);
            }
        }
    }

    fn step(&mut self, track: &Track, at: usize, step: &Step) {
        let (t, d) = (self.out.t, &self.out.t.duty);
        let what = match step.nature {
            Some(nature) => t.nature(nature),
            None if step.required => t.cli.templates_body_step,
            None => d.reference_body,
        };
        let number = format!("{:>3}. ", at + 1);
        self.hanging(2, "", &number, &step.text);
        let mut notes = Vec::new();
        let feeders: Vec<&str> = track
            .steps
            .iter()
            .filter(|other| other.hands_to.iter().any(|hand| hand.feeds.contains(&step.key)))
            .map(|other| other.key.as_str())
            .collect();
        // what hands over to it comes before it anyway
        let keys: Vec<&str> = step.after.iter().map(String::as_str).filter(|key| !feeders.contains(key)).collect();
        // what is done by schedule or on an event waits for nobody
        if step.required && !keys.is_empty() {
            let key = if keys.len() == 1 { ("step", d.after_step) } else { ("steps", d.after_steps) };
            notes.push(fill(key.1, &[(key.0, &numbers(track, &keys, d.between))]));
        }
        if !feeders.is_empty() {
            notes.push(fill(d.fed_by, &[("step", &numbers(track, &feeders, d.between))]));
        }
        for wait in &step.waits_for {
            notes.push(match (&wait.party, &wait.step) {
                (Party::Body { name }, Some(key)) => fill(d.waits_body, &[("body", name), ("step", &numbers(track, &[key], ""))]),
                (Party::Body { name }, None) => fill(d.waits_external, &[("body", name)]),
                (Party::Town, Some(key)) => fill(d.after_step, &[("step", &numbers(track, &[key], ""))]),
                (Party::Town, None) => d.waits_other.to_owned(),
            });
        }
        for hand in &step.hands_to {
            let receiver = if hand.receiver == "*" { d.receiver_open } else { &hand.receiver };
            let words = step.why.iter().find(|why| why.what == "handoff");
            let words = words.map(|why| fill(d.words_of, &[("words", &why.words)])).unwrap_or_default();
            let words = if words.starts_with('(') { format!(" {words}") } else { words };
            notes.push(fill(d.hands, &[("kind", &t.hand_kind(hand.kind)), ("receiver", &receiver)]) + &words);
        }
        let mark = if step.nature == Some(Nature::Step) || step.required { BOLD } else { FAINT };
        self.hanging(2 + number.len(), mark, "", &format!("[{what}] {}", notes.join(d.stop)));
        for code in &step.review {
            self.hanging(2 + number.len(), "", &format!("{}  ", d.check), t.review(code));
        }
    }

    /// A head, and beside it the words, all lines of which begin below each other.
    fn hanging(&mut self, indent: usize, style: &str, head: &str, words: &str) {
        let hang = indent + width(head);
        let mut lines = wrap(words.trim(), COLUMNS - MARK - hang).into_iter();
        let _ = writeln!(self.text, "{}{style}{head}{}{PLAIN}", " ".repeat(indent), lines.next().unwrap_or_default().trim_end());
        for line in lines {
            let _ = writeln!(self.text, "{}{style}{}{PLAIN}", " ".repeat(hang), line.trim_end());
        }
    }
}

/// The printed numbers of steps in their track.
fn numbers(track: &Track, keys: &[&str], between: &str) -> String {
    let mut at: Vec<usize> = keys.iter().filter_map(|key| track.steps.iter().position(|step| step.key == *key)).collect();
    at.sort_unstable();
    at.iter().map(|at| (at + 1).to_string()).collect::<Vec<_>>().join(between)
}
