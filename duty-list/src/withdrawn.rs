//! Withdrawn duties: who has them now, and whether anybody does them at all.

use crate::Outcome;
use crate::bodies::{Departments, Place, split_departments};
use crate::chars::{identity, trim};
use crate::headers::{header_at, owner};
use crate::markup::{blocks, lines_of, strip_tags};
use crate::vocabulary::has_any;

/// What the cell of a withdrawn duty says.
pub(crate) struct TakenBack {
    pub departments: Vec<String>,
    pub handling: Option<String>,
    pub outcome: Outcome,
}

/// Reads the cells of a withdrawn duty. `joint`: the handling cell names the departments as its headers; so it may where their own cell is empty.
pub(crate) fn taken_back(departments: &str, handling: &str, joint: bool, place: &Place) -> TakenBack {
    let mut names = split_departments(&lines_of(departments));
    let nobody = Departments::new(&[], place);
    let mut text = String::new();
    if joint || names.is_empty() {
        let mut headed = 0;
        for block in blocks(handling) {
            headed += usize::from(read_block(&block.text, &nobody, &mut names, &mut text));
        }
        if headed > 1 {
            // several departments with their own handling: the headers say whose it is
            text = strip_tags(handling);
        }
    } else {
        text = strip_tags(handling);
    }
    let outcome = outcome(&text);
    TakenBack { departments: names, outcome, handling: Some(text).filter(|t| !t.is_empty()) }
}

/// Takes the headers off a block and keeps the rest: `阿合奇县民政局：负责…`, `承接部门：… 工作方式：…`.
fn read_block(block: &str, nobody: &Departments<'_>, names: &mut Vec<String>, text: &mut String) -> bool {
    let known = names.len();
    let mut rest = trim(block);
    if let Some((_, after)) = label(rest, &["承接部门", "承接单位", "收回部门", "接收部门", "责任部门"]) {
        let after = trim(after);
        let end = ["工作方式", "承接方式", "处理方式", "收回方式"].iter().filter_map(|l| after.find(l)).min().unwrap_or(after.len());
        add_all(names, split_departments(trim(&after[..end])));
        rest = trim(&after[end..]);
    } else if let Some((name, len)) = header_at(rest, nobody).filter(|(_, len)| *len < rest.len() || rest.ends_with(['：', ':'])) {
        add_all(names, header_names(name, nobody));
        rest = trim(&rest[len..]);
    }
    if let Some((_, after)) = label(rest, &["工作方式", "承接方式", "处理方式", "收回方式"]) {
        rest = trim(after);
    }
    text.push_str(rest);
    names.len() > known
}

/// The names of a header: 阿合奇县自然资源局、农业农村局.
fn header_names(name: &str, nobody: &Departments<'_>) -> Vec<String> {
    let owner = owner(name, nobody);
    let mut names = vec![owner.department];
    names.extend(owner.also);
    names
}

fn add_all(to: &mut Vec<String>, names: Vec<String>) {
    for name in names {
        if !to.iter().any(|n| identity(n) == identity(&name)) {
            to.push(name);
        }
    }
}

/// A label with its colon at the start of the text.
fn label<'t>(text: &'t str, labels: &[&'static str]) -> Option<(&'static str, &'t str)> {
    labels.iter().find_map(|label| {
        let rest = trim(text.strip_prefix(label)?);
        rest.strip_prefix(['：', ':']).map(|rest| (*label, rest))
    })
}

/// What the handling words say became of the duty.
///
/// `不再对乡镇进行考核` → no longer assessed; `不再开展此项工作` → no longer done; `取消乡镇开展…，由县人社局开展…` → taken over.
pub(crate) fn outcome(handling: &str) -> Outcome {
    let assessed = has_any(handling, &["考核", "评比", "达标"]);
    let dropped = has_any(handling, &["取消", "不再"]);
    if assessed && has_any(handling, &["不再对", "取消对", "不再考核", "取消考核", "不再进行考核", "不再纳入考核", "不得考核"])
    {
        return Outcome::NoLongerAssessed;
    }
    let somebody = has_any(handling, &["，由", "；由", "。由", "部门直接", "承担", "负责", "收回"]) || handling.starts_with('由');
    let ended = has_any(handling, &["停止开展", "工作已完成", "已失效", "已废止"]);
    if (dropped || ended) && !somebody {
        return Outcome::NoLongerDone;
    }
    Outcome::TakenOver
}
