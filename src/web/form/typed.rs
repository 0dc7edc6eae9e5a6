//! What was typed and what is wrong with it.

use std::borrow::Cow;

use askama::filters::Safe;
use workflow::ids::CommandId;

use crate::text::{Texts, fill};

/// The fields of a form as typed, the reasons why they were not accepted, and the id that makes sending it twice harmless.
#[derive(Debug, Clone)]
pub struct Typed {
    prefix: &'static str,
    command: CommandId,
    values: Vec<(String, String)>,
    errors: Vec<(Cow<'static, str>, String)>,
    refusal: Option<String>,
}

impl Typed {
    /// An empty form. Two forms on one page need different prefixes, so that their fields' ids differ.
    #[must_use]
    pub fn new(prefix: &'static str, command: CommandId) -> Self {
        Self::from_pairs(prefix, command, Vec::new())
    }

    pub(super) fn from_pairs(prefix: &'static str, command: CommandId, values: Vec<(String, String)>) -> Self {
        Self { prefix, command, values, errors: Vec::new(), refusal: None }
    }

    /// The same with a field filled in beforehand.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.values.push((name.to_owned(), value.to_string()));
        self
    }

    /// Notes that a field is not acceptable; the first reason stays.
    pub fn wrong(&mut self, name: impl Into<Cow<'static, str>>, reason: impl Into<String>) {
        let name = name.into();
        if self.error(&name).is_none() {
            self.errors.push((name, reason.into()));
        }
    }

    /// Notes that the whole is not acceptable.
    pub fn refuse(&mut self, reason: impl Into<String>) {
        self.refusal = Some(reason.into());
    }

    /// Whether anything is wrong.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty() || self.refusal.is_some()
    }

    /// The first value of a field; empty when it has none.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.values_of(name).next().unwrap_or_default()
    }

    /// All values of a field.
    pub fn values_of<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Whether the field has this value among its own.
    #[must_use]
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.values_of(name).any(|own| own == value)
    }

    /// The reason beside the field.
    #[must_use]
    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|(own, _)| own == name).map(|(_, reason)| reason.as_str())
    }

    /// The reason above the form.
    #[must_use]
    pub fn refusal(&self) -> Option<&str> {
        self.refusal.as_deref()
    }

    /// 有 2 处需要改正 …
    #[must_use]
    pub fn summary(&self, t: &Texts) -> String {
        fill(t.common.form_errors, &[("count", &self.errors.len())])
    }

    /// The id of the request that the form makes.
    #[must_use]
    pub fn command(&self) -> CommandId {
        self.command
    }

    /// The id of a field's element.
    #[must_use]
    pub fn id(&self, name: &str) -> String {
        if self.prefix.is_empty() { name.to_owned() } else { format!("{}-{name}", self.prefix) }
    }

    /// The attributes that join a field with its hint and its error for those who hear the page.
    #[must_use]
    pub fn describe(&self, name: &str, hint: &str) -> Safe<String> {
        let id = self.id(name);
        let described = match (hint.is_empty(), self.error(name).is_some()) {
            (false, true) => format!(" aria-invalid=\"true\" aria-describedby=\"{id}-hint {id}-error\""),
            (true, true) => format!(" aria-invalid=\"true\" aria-describedby=\"{id}-error\""),
            (false, false) => format!(" aria-describedby=\"{id}-hint\""),
            (true, false) => String::new(),
        };
        Safe(described)
    }
}

/// An entry of a select, of radio buttons or of check boxes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
}

impl Choice {
    /// An entry.
    #[must_use]
    pub fn new(value: impl ToString, label: impl Into<String>) -> Self {
        Self { value: value.to_string(), label: label.into() }
    }
}
