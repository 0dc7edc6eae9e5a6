//! `dutyflow compare`: what changed from one list to another, grouped for people or as JSON. Also what `import` shows before it is accepted.

use std::io;

use duty_list::compare::{Change, ChangeKind, Comparison, Mark, Reworded, compare};

use super::args::{Compare, TextOrJson};
use super::out::Out;
use super::{Exit, list};
use crate::text::fill;

/// Columns of a terminal; a Chinese character takes two.
const WIDTH: usize = 80;

pub(super) fn run(args: &Compare, out: &Out) -> anyhow::Result<Exit> {
    let (old, new) = (list::read(&args.old, out)?, list::read(&args.new, out)?);
    let comparison = compare(&old.duties, &new.duties);
    match args.format {
        TextOrJson::Json => out.json(&comparison)?,
        TextOrJson::Text => tell(&comparison, out)?,
    }
    Ok(Exit::Done)
}

/// The changes, grouped by kind, each duty once.
pub(super) fn tell(comparison: &Comparison, out: &Out) -> io::Result<()> {
    let t = out.t;
    if comparison.is_empty() {
        return out.line(t.import.nothing_changed);
    }
    let mut kinds = ChangeKind::ALL.to_vec();
    kinds.retain(|kind| comparison.changes.iter().any(|change| change.main() == *kind));
    for (at, kind) in kinds.iter().enumerate() {
        let changes: Vec<&Change> = comparison.changes.iter().filter(|change| change.main() == *kind).collect();
        if at > 0 {
            out.line("")?;
        }
        out.line(format_args!("{} {}", t.change_kind(*kind).0, changes.len()))?;
        for change in changes {
            one(change, out)?;
        }
    }
    if comparison.questions().next().is_some() {
        out.line("")?;
        wrapped(&fill(t.cli.compare_unsure, &[("count", &comparison.questions().count())]), 0, out)?;
    }
    Ok(())
}

fn one(change: &Change, out: &Out) -> io::Result<()> {
    let t = out.t;
    let places: Vec<String> = [&change.old, &change.new]
        .into_iter()
        .flatten()
        .map(|at| fill(t.cli.at_duty, &[("kind", &t.duty_kind_short(at.kind)), ("no", &at.no)]))
        .collect();
    let place = match places.as_slice() {
        [old, new] if old != new => format!("{old} → {new}"),
        [one, ..] => one.clone(),
        [] => String::new(),
    };
    let title = change.new.as_ref().or(change.old.as_ref()).map(|at| at.title.as_str()).unwrap_or_default();
    wrapped(&format!("{place}  {title}"), 2, out)?;
    if let (Some(old), Some(new), true) = (&change.old, &change.new, change.is(ChangeKind::Recategorised)) {
        let none = |category: &Option<String>| category.clone().unwrap_or_else(|| t.import.no_category.to_owned());
        wrapped(&fill(t.import.change_category, &[("old", &none(&old.category)), ("new", &none(&new.category))]), 4, out)?;
    }
    for words in &change.words {
        wrapped(&format!("{}  {}", t.changed_part(words.part, words.new_i.or(words.old_i)), marked(words)), 4, out)?;
    }
    Ok(())
}

/// Old words in `[-…-]`, new ones in `{+…+}`.
fn marked(words: &Reworded) -> String {
    let span = |span: &duty_list::compare::Span| match span.mark {
        Mark::Kept => span.text.clone(),
        Mark::Removed => format!("[-{}-]", span.text),
        Mark::Added => format!("{{+{}+}}", span.text),
    };
    words.spans.iter().map(span).collect()
}

/// A text in lines that a terminal shows whole.
fn wrapped(text: &str, indent: usize, out: &Out) -> io::Result<()> {
    for line in lines(text, WIDTH.saturating_sub(indent)) {
        out.line(format_args!("{:indent$}{line}", ""))?;
    }
    Ok(())
}

fn lines(text: &str, width: usize) -> Vec<String> {
    let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0);
    for c in text.chars() {
        let wide = if c.is_ascii() { 1 } else { 2 };
        if used + wide > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        line.push(c);
        used += wide;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_terminal_and_no_character_is_lost() {
        let text = format!("{}abc{}", "职".repeat(90), "责".repeat(7));
        let lines = lines(&text, 78);
        assert!(lines.iter().all(|line| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>() <= 78));
        assert_eq!(lines.concat(), text);
    }
}
