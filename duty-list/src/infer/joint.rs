//! Joint work: bodies that a clause works with side by side. No hand-off.

use super::mention::{Trust, mentions_at, names_of};
use super::segments::segments;
use crate::bodies::Departments;

/// Words before the body that a clause works with.
const WITH: [&str; 8] = ["会同", "协同", "联合", "配合", "协助", "参与", "联同", "协调配合"];

/// The bodies that a clause works with.
///
/// `会同县农业农村局技术人员共同确定` → 县农业农村局; `与部门共同推广` → `*`; `会同做好` → nobody.
pub(crate) fn joint_with(text: &str, departments: &Departments<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for segment in segments(text) {
        for word in WITH {
            let mut rest = segment.text;
            while let Some(at) = rest.find(word) {
                rest = &rest[at + word.len()..];
                found.extend(mentions_at(rest, departments, Trust::Any).0);
            }
        }
        for word in ["与", "同", "和"] {
            for (at, _) in segment.text.match_indices(word) {
                let rest = &segment.text[at + word.len()..];
                let (mentions, end) = mentions_at(rest, departments, Trust::Placed);
                if ["共同", "一起", "联合", "一道"].iter().any(|w| rest[end..].starts_with(w)) {
                    found.extend(mentions);
                }
            }
        }
    }
    names_generic_as_any(&found, departments)
}

/// A generic partner stays open (`*`) even where one department is listed: 相关部门 means others.
fn names_generic_as_any(found: &[super::mention::Mention], departments: &Departments<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for mention in found {
        let name = match &mention.who {
            super::mention::Who::Generic => "*".to_owned(),
            _ => names_of(std::slice::from_ref(mention), departments).remove(0),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
