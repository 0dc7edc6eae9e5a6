//! Every address of the pages: its type, its methods and the right that each asks for. `app` joins each with its handler. The right here is the
//! coarse one, by role; what a person may see and do with one object is decided where the object is loaded.

mod right;
mod table;

pub use right::Right;
pub use table::{Route, Url};

/// A method of HTTP that pages use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// Shows something; changes nothing.
    Get,
    /// Does something.
    Post,
}

impl Verb {
    /// As HTTP writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

impl Route {
    /// The right that the route asks for with this method; `None` when it does not have the method.
    #[must_use]
    pub fn right(self, verb: Verb) -> Option<Right> {
        self.rights().iter().find(|(own, _)| *own == verb).map(|(_, right)| *right)
    }

    /// Every route with each of its methods.
    pub fn all_with_verbs() -> impl Iterator<Item = (Self, Verb)> {
        Self::ALL.iter().flat_map(|route| route.rights().iter().map(|(verb, _)| (*route, *verb)))
    }
}

impl Url {
    /// The address with a query.
    #[must_use]
    pub fn with<'a, V: AsRef<str> + 'a>(&self, query: impl AsRef<[(&'a str, V)]>) -> String {
        let mut out = url::form_urlencoded::Serializer::new(String::new());
        out.extend_pairs(query.as_ref().iter().map(|(name, value)| (*name, value.as_ref())));
        format!("{self}?{}", out.finish())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fmt::Write;
    use std::path::Path;

    use ::workflow::people::Role;

    use super::*;

    fn matrix() -> String {
        let mut out = String::from(
            "# Who may open what\n\nMade from `src/urls/table.rs` by a test; do not edit. ● by role; what a person sees and does with one object is decided again where \
             the object is loaded (`workflow::case::rights`, the finders of `src/store`). Everybody who is logged in has the routes of the first table.\n\n",
        );
        out.push_str("| Route | Method | Right |\n|---|---|---|\n");
        for (route, verb) in Route::all_with_verbs() {
            match route.right(verb) {
                Some(Right::Public) => writeln!(out, "| `{}` | {} | anybody |", route.pattern(), verb.name()).expect("a string"),
                Some(Right::SignedIn) => writeln!(out, "| `{}` | {} | logged in |", route.pattern(), verb.name()).expect("a string"),
                _ => {}
            }
        }
        out.push_str("\n| Route | Method |");
        Role::ALL.iter().for_each(|role| write!(out, " {} |", role.code()).expect("a string"));
        out.push_str("\n|---|---|");
        Role::ALL.iter().for_each(|_| out.push_str(":-:|"));
        out.push('\n');
        for (route, verb) in Route::all_with_verbs() {
            let Some(Right::Roles(roles)) = route.right(verb) else { continue };
            write!(out, "| `{}` | {} |", route.pattern(), verb.name()).expect("a string");
            Role::ALL.iter().for_each(|role| out.push_str(if roles.contains(role) { " ● |" } else { " |" }));
            out.push('\n');
        }
        out
    }

    #[test]
    fn the_authorisation_matrix_is_up_to_date() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/authorisation.md");
        let fresh = matrix();
        if std::fs::read_to_string(&file).unwrap_or_default() != fresh {
            std::fs::write(&file, fresh).expect("docs/authorisation.md is written");
            panic!("docs/authorisation.md was out of date; it has been written anew, look at it and commit it");
        }
    }

    #[test]
    fn no_two_routes_share_an_address() {
        let patterns: BTreeSet<&str> = Route::ALL.iter().map(|route| route.pattern()).collect();
        assert_eq!(patterns.len(), Route::ALL.len());
    }

    #[test]
    fn nothing_but_the_way_in_is_open_to_everybody() {
        let public: Vec<&str> = Route::all_with_verbs()
            .filter(|(route, verb)| route.right(*verb) == Some(Right::Public))
            .map(|(route, _)| route.pattern())
            .collect();
        assert_eq!(public, ["/login", "/login", "/language", "/static/{file}", "/healthz", "/readyz"]);
    }

    #[test]
    fn an_address_is_its_pattern_with_the_id_in_place() {
        let id = "018f0000-0000-7000-8000-000000000001".parse().expect("an id");
        assert_eq!(Url::TaskComplete(id).to_string(), "/tasks/018f0000-0000-7000-8000-000000000001/complete");
        assert_eq!(Url::TaskComplete(id).route(), Route::TaskComplete);
        assert_eq!(
            Url::Duties.with([("q", "老年人 津贴"), ("table", "cooperative")]),
            "/duties?q=%E8%80%81%E5%B9%B4%E4%BA%BA+%E6%B4%A5%E8%B4%B4&table=cooperative"
        );
    }
}
