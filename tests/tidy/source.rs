//! Finding and lexing the sources: every file of the tree, and a `.rs` file as paths, strings and attributes with their lines.

use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Folders that hold no source of ours.
const SKIPPED: &[&str] = &["target", "node_modules", "dutyflow-demo", "dutyflow-data", "__pycache__"];
/// Hidden folders that do.
const HIDDEN: &[&str] = &[".cargo", ".ci", ".config"];

/// The workspace's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files under `folder` (relative to the workspace) with one of these endings (none given: all), as relative paths, sorted.
pub fn files(folder: &str, endings: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            if entry.file_type().unwrap().is_dir() {
                if !SKIPPED.contains(&name.as_str()) && (!name.starts_with('.') || HIDDEN.contains(&name.as_str())) {
                    folders.push(entry.path());
                }
            } else if name == ".git" {
                // in a second work tree git keeps a file there
            } else if endings.is_empty() || endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(relative(&entry.path()));
            }
        }
    }
    found.sort();
    found
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned()
}

/// The text of a file, or nothing where it is not text.
pub fn text(file: &str) -> Option<String> {
    String::from_utf8(std::fs::read(PathBuf::from(root()).join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))).ok()
}

/// Whether a file under `src/` holds unit tests only.
pub fn is_test(file: &str) -> bool {
    file.ends_with("tests.rs") || file.contains("/tests/")
}

/// What the checks want to know of one Rust file. Code under `#[cfg(test)]` is left out.
#[derive(Default)]
pub struct Source {
    /// Each path of at least two segments or each leaf of a `use`, resolved against the module that it stands in:
    /// `["crate", "store", "task"]`, or starting with a crate's name.
    pub paths: Vec<(Vec<String>, usize)>,
    /// String literals without their quotes.
    pub strings: Vec<(String, usize)>,
    /// Identifiers.
    pub idents: Vec<(String, usize)>,
    /// Attributes as text without white space.
    pub attributes: Vec<(String, usize)>,
    /// Names that this file imports or declares as modules: a path starting with one does not start with a crate.
    local: Vec<String>,
}

/// Lexes `file`; panics where it is no Rust.
pub fn lex(file: &str) -> Source {
    let text = text(file).unwrap_or_else(|| panic!("{file} is not UTF-8"));
    let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{file}: {error}"));
    let mut source = Source::default();
    walk(&tokens.into_iter().collect::<Vec<_>>(), &module_of(file), &mut source);
    let local = std::mem::take(&mut source.local);
    // A `use` is resolved from the crates; any other path may start with a name that the file brought in.
    source.paths.retain(|(path, _)| path[0] != "~" || !local.contains(&path[1]));
    for (path, _) in &mut source.paths {
        if path[0] == "~" {
            path.remove(0);
        }
    }
    source
}

/// `src/store/task.rs` → `["crate", "store", "task"]`.
fn module_of(file: &str) -> Vec<String> {
    let inside = file.split_once("src/").map_or(file, |(_, rest)| rest).trim_end_matches(".rs").trim_end_matches("/mod");
    let mut module = vec!["crate".to_owned()];
    if inside != "lib" && inside != "main" {
        module.extend(inside.split('/').map(str::to_owned));
    }
    module
}

fn walk(tokens: &[TokenTree], module: &[String], out: &mut Source) {
    let mut at = 0;
    let mut skip_item = false;
    while at < tokens.len() {
        let line = tokens[at].span().start().line;
        match &tokens[at] {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                let bang = usize::from(is_punct(tokens.get(at + 1), '!'));
                if let Some(TokenTree::Group(group)) = tokens.get(at + 1 + bang)
                    && group.delimiter() == Delimiter::Bracket
                {
                    let attribute = group.stream().to_string().split_whitespace().collect::<String>();
                    skip_item |= attribute.starts_with("cfg(test");
                    if !attribute.starts_with("doc=") {
                        out.attributes.push((attribute, line));
                    }
                    at += 2 + bang;
                    continue;
                }
            }
            TokenTree::Ident(ident) if skip_item => {
                // To the end of the item: its block, or its semicolon.
                let _ = ident;
                while at < tokens.len() && !is_block(&tokens[at]) && !is_punct(tokens.get(at), ';') {
                    at += 1;
                }
                skip_item = false;
            }
            TokenTree::Ident(ident) if *ident == "use" && !is_punct(tokens.get(at + 1), '<') => {
                let end = (at..tokens.len()).find(|&i| is_punct(tokens.get(i), ';')).unwrap_or(tokens.len());
                use_tree(&tokens[at + 1..end], &[], module, out);
                at = end;
            }
            TokenTree::Ident(ident) if *ident == "mod" => {
                if let Some(TokenTree::Ident(name)) = tokens.get(at + 1) {
                    let name = name.to_string();
                    if let Some(TokenTree::Group(group)) = tokens.get(at + 2) {
                        walk(&group.stream().into_iter().collect::<Vec<_>>(), &[module, &[name]].concat(), out);
                    } else {
                        out.local.push(name);
                    }
                    at += 2;
                }
            }
            TokenTree::Ident(ident) => {
                out.idents.push((ident.to_string(), line));
                let mut path = vec![ident.to_string()];
                while is_colons(tokens, at + 1) {
                    let Some(TokenTree::Ident(next)) = tokens.get(at + 3) else { break };
                    out.idents.push((next.to_string(), line));
                    path.push(next.to_string());
                    at += 3;
                }
                if path.len() > 1 {
                    out.paths.push((resolve(path, module, true), line));
                }
            }
            TokenTree::Literal(literal) => {
                let literal = literal.to_string();
                if let (Some(from), Some(to)) = (literal.find('"'), literal.rfind('"'))
                    && from < to
                {
                    out.strings.push((literal[from + 1..to].to_owned(), line));
                }
            }
            TokenTree::Group(group) => walk(&group.stream().into_iter().collect::<Vec<_>>(), module, out),
            TokenTree::Punct(_) => {}
        }
        at += 1;
    }
}

/// Adds every leaf of the tree behind a `use`.
fn use_tree(tokens: &[TokenTree], before: &[String], module: &[String], out: &mut Source) {
    'leaves: for leaf in tokens.split(|token| is_punct(Some(token), ',')).filter(|leaf| !leaf.is_empty()) {
        let mut path = before.to_vec();
        let mut renamed = None;
        for (at, token) in leaf.iter().enumerate() {
            match token {
                TokenTree::Ident(ident) if *ident == "as" => {
                    renamed = leaf.get(at + 1).map(ToString::to_string);
                    break;
                }
                TokenTree::Ident(ident) if *ident == "self" && !path.is_empty() => {}
                TokenTree::Ident(ident) => path.push(ident.to_string()),
                TokenTree::Punct(punct) if punct.as_char() == '*' => path.push("*".to_owned()),
                TokenTree::Group(group) => {
                    use_tree(&group.stream().into_iter().collect::<Vec<_>>(), &path, module, out);
                    continue 'leaves;
                }
                _ => {}
            }
        }
        let line = leaf[0].span().start().line;
        let path = resolve(path, module, false);
        // `use workflow;` says nothing new of the name.
        out.local.extend(renamed.or_else(|| path.get(1..).and_then(|rest| rest.last().cloned())));
        out.paths.push((path, line));
    }
}

/// `self` and `super` written out. A path that may start with a local name gets the mark `~`.
fn resolve(path: Vec<String>, module: &[String], maybe_local: bool) -> Vec<String> {
    match path[0].as_str() {
        "crate" => path,
        "self" => [module, &path[1..]].concat(),
        "super" => {
            let ups = path.iter().take_while(|part| *part == "super").count();
            [&module[..module.len().saturating_sub(ups).max(1)], &path[ups..]].concat()
        }
        _ if maybe_local => [vec!["~".to_owned()], path].concat(),
        _ => path,
    }
}

fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}

fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')
}

fn is_block(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

#[test]
fn the_lexer_sees_through_groups_supers_and_local_names() {
    let tokens: TokenStream = "
        use crate::{store::{task, self as rows}, service};
        use super::web::Page;
        mod entity;
        fn f() { entity::x(); task::load(); jobs::push(vec![crate::mail::Mail::new()]); \"text\"; }
        #[cfg(test)] mod tests { use crate::api; }
    "
    .parse()
    .unwrap();
    let mut source = Source::default();
    walk(&tokens.into_iter().collect::<Vec<_>>(), &module_of("src/auth/login.rs"), &mut source);
    let paths: Vec<String> = source.paths.iter().map(|(path, _)| path.join("::")).collect();
    for wanted in
        ["crate::store::task", "crate::store", "crate::service", "crate::auth::web::Page", "~::jobs::push", "crate::mail::Mail::new"]
    {
        assert!(paths.contains(&wanted.to_owned()), "{wanted} not in {paths:?}");
    }
    assert!(!paths.iter().any(|path| path.contains("api")), "{paths:?}");
    for local in ["task", "rows", "service", "entity"] {
        assert!(source.local.contains(&local.to_owned()), "{local}");
    }
    assert_eq!(source.strings[0].0, "text");
}
