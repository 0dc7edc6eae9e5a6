//! Changing a template by hand: typed changes that keep what every template must hold, or refuse in words.
//!
//! What always holds afterwards, whatever was changed: the words of the list are all there, none twice in a track; the order has no circle, so every
//! step can open; every hand-off has a receiver; which steps are required follows from natures, hand-offs and waits. [`apply`] changes a copy,
//! brings it in order and checks it; a refused change leaves nothing behind.

mod carry;
mod check;
mod settle;
mod shape;
mod tracks;
mod words;

use duty_list::{HandKind, Nature};
use serde::{Deserialize, Serialize};

use super::{Party, SignOff, Step, Template, Track, WaitFor};
use crate::calendar::LimitUnit;
use crate::case::LimitSpec;

pub use carry::carry;
pub use check::{Fault, faults};
pub use words::pieces;

/// The longest text of a step or heading that a person writes, in characters.
pub const TEXT_LIMIT: usize = 500;

/// A change of a template. Steps are named by their keys, tracks by their places, from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Edit {
    /// Says what a town's clause is. A clause that is left as `standing` or `requirement` makes no task.
    SetNature { step: String, nature: Nature },
    /// Gives a step to another side.
    SetParty { step: String, party: Party },
    /// Sets or clears the limit of a step.
    SetLimit { step: String, limit: Option<LimitSpec> },
    /// Who signs before it leaves the town.
    SetSignOff { step: String, sign_off: SignOff },
    /// To whom the step hands on, as what; `any`: one settled hand-off is enough. No receivers: it hands nothing on.
    SetHandOffs { step: String, receivers: Vec<String>, kind: HandKind, any: bool },
    /// Which of the receiver's steps a hand-off is for.
    SetFeeds { step: String, receiver: String, feeds: Vec<String> },
    /// What a town's step waits for from other sides.
    SetWaits { step: String, waits: Vec<WaitFor> },
    /// Which steps of its own side come before a step.
    SetAfter { step: String, after: Vec<String> },
    /// Puts a step before another one of its lane, or at the lane's end.
    Move { step: String, before: Option<String> },
    /// Makes one step of several of one side.
    Merge { steps: Vec<String> },
    /// Makes several steps of one; the texts together are its words, nothing more and nothing less.
    Split { step: String, texts: Vec<String> },
    /// Adds a step of the town's own making.
    AddStep { track: usize, party: Party, text: String },
    /// Rewords such a step.
    SetText { step: String, text: String },
    /// Takes such a step out.
    RemoveStep { step: String },
    /// Makes a track of its own from steps of a track.
    MakeTrack { track: usize, title: String, steps: Vec<String> },
    /// Names a track.
    RenameTrack { track: usize, title: String },
    /// Puts the steps of a track into another one.
    JoinTracks { track: usize, into: usize },
    /// Notes that a person looked at a review mark and settled it.
    Resolve { step: String, mark: String },
    /// Takes that back.
    Reopen { step: String, mark: String },
}

/// Why a change is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs)]
pub enum EditError {
    /// No such step.
    #[error("没有这个环节，可能已被更改，请查看最新内容")]
    NoStep,
    /// No such track.
    #[error("没有这个分项，可能已被更改，请查看最新内容")]
    NoTrack,
    /// The steps are not of one track and side.
    #[error("只能选择同一分项中同一方的环节")]
    NotTogether,
    /// Fewer than two steps, or one twice.
    #[error("请至少选择两个不同的环节")]
    TooFew,
    /// A nature or sign-off for a step of a body.
    #[error("只有镇的环节可以这样设置")]
    TownOnly,
    /// Not a step of the town's own making.
    #[error("清单原文不能改写或删除；不需要办理的，可以设为日常职责或工作要求")]
    ListWords,
    /// A text is missing.
    #[error("请填写内容")]
    TextMissing,
    /// A text is too long.
    #[error("内容太长，请不要超过 {max} 个字")]
    TextTooLong { max: usize },
    /// The parts of a split are not the words.
    #[error("拆分后的文字合起来必须与原文一字不差；现在从“{at}”起不一致")]
    NotTheWords { at: String },
    /// A split into fewer than two parts.
    #[error("请至少拆成两段，每段一行")]
    OnePart,
    /// A limit that cannot stand in a template.
    #[error("模板中的时限请填写天数或小时数，并注明依据；不能是某一天")]
    LimitUnclear,
    /// A receiver is missing or stands twice.
    #[error("请选择接收单位，每个只选一次")]
    ReceiverUnclear,
    /// A step that hands on cannot go to another side.
    #[error("这个环节有送件，请先取消送件，再改由其他单位办理")]
    HandsOn,
    /// A step of another side, where the order is about one's own.
    #[error("先后只能在同一方的需办环节之间设置；等其他单位的，请用“等待”")]
    OtherSide,
    /// A wait for what makes no task.
    #[error("所等的环节不存在，或不属于所选单位")]
    WaitUnclear,
    /// The step fed is not the receiver's.
    #[error("所选环节不属于接收单位")]
    FeedUnclear,
    /// The order would have a circle.
    #[error("这样设置后，几个环节会互相等待，谁也不能开始：{}", .steps.join(" → "))]
    Cycle { steps: Vec<String> },
    /// Nothing would be left in the track.
    #[error("分项中至少要留下一个环节")]
    NothingLeft,
    /// Two tracks of one name.
    #[error("已有同名的分项")]
    TitleTaken,
    /// The two tracks hold the same words differently.
    #[error("两个分项对同一条文字的拆分不同，请先恢复为整条再合并")]
    TracksDiffer,
    /// There is no such mark.
    #[error("没有这个待核对事项，可能已处理")]
    NoMark,
    /// The change would break what every template must hold; it is ours to find out why.
    #[error("这样修改会使清单文字缺失或重复，未予保存")]
    Broken,
}

/// Changes a template.
///
/// # Errors
/// Why it is refused; the template is as it was.
pub fn apply(template: &Template, edit: &Edit) -> Result<Template, EditError> {
    let mut changed = template.clone();
    change(&mut changed, edit)?;
    settle::settle(&mut changed);
    check::check(template, &changed)?;
    Ok(changed)
}

fn change(template: &mut Template, edit: &Edit) -> Result<(), EditError> {
    match edit {
        Edit::SetNature { step, nature } => {
            let step = town_step(template, step)?;
            step.nature = Some(*nature);
            settled(step, &[super::derive::review::NATURE_UNSURE]);
        }
        Edit::SetParty { step, party } => shape::set_party(template, step, party)?,
        Edit::SetLimit { step, limit } => {
            if limit.as_ref().is_some_and(|spec| !fits(spec)) {
                return Err(EditError::LimitUnclear);
            }
            find(template, step)?.limit.clone_from(limit);
        }
        Edit::SetSignOff { step, sign_off } => town_step(template, step)?.sign_off = *sign_off,
        Edit::SetHandOffs { step, receivers, kind, any } => shape::set_hand_offs(template, step, receivers, *kind, *any)?,
        Edit::SetFeeds { step, receiver, feeds } => shape::set_feeds(template, step, receiver, feeds)?,
        Edit::SetWaits { step, waits } => shape::set_waits(template, step, waits)?,
        Edit::SetAfter { step, after } => shape::set_after(template, step, after)?,
        Edit::Move { step, before } => shape::move_step(template, step, before.as_deref())?,
        Edit::Merge { steps } => shape::merge(template, steps)?,
        Edit::Split { step, texts } => shape::split(template, step, texts)?,
        Edit::AddStep { track, party, text } => shape::add(template, *track, party, text)?,
        Edit::SetText { step, text } => {
            let text = typed(text)?;
            own(template, step)?.text = text;
        }
        Edit::RemoveStep { step } => {
            own(template, step)?;
            let track = track_of(template, step)?;
            track.steps.retain(|other| other.key != *step);
            if track.steps.is_empty() {
                return Err(EditError::NothingLeft);
            }
        }
        Edit::MakeTrack { track, title, steps } => tracks::make(template, *track, title, steps)?,
        Edit::RenameTrack { track, title } => tracks::rename(template, *track, title)?,
        Edit::JoinTracks { track, into } => tracks::join(template, *track, *into)?,
        Edit::Resolve { step, mark } => {
            let step = find(template, step)?;
            if !step.review.contains(mark) {
                return Err(EditError::NoMark);
            }
            settled(step, &[mark.as_str()]);
        }
        Edit::Reopen { step, mark } => {
            let step = find(template, step)?;
            let at = step.resolved.iter().position(|code| code == mark).ok_or(EditError::NoMark)?;
            let code = step.resolved.remove(at);
            step.review.push(code);
        }
    }
    Ok(())
}

/// Whether a limit can stand in a template: an amount above nothing, in a unit that counts, with a source.
fn fits(spec: &LimitSpec) -> bool {
    let counts = !matches!(spec.limit.unit, LimitUnit::Date(_));
    counts && spec.limit.amount > 0 && spec.limit.check().is_ok() && spec.source != crate::calendar::LimitSource::None
}

/// A text that a person wrote.
fn typed(text: &str) -> Result<String, EditError> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(EditError::TextMissing),
        n if n > TEXT_LIMIT => Err(EditError::TextTooLong { max: TEXT_LIMIT }),
        _ => Ok(text.to_owned()),
    }
}

/// Moves those of these marks that are open to what is settled; it stays settled.
fn settled(step: &mut Step, marks: &[&str]) {
    for mark in marks {
        if let Some(at) = step.review.iter().position(|code| code == mark) {
            let code = step.review.remove(at);
            if !step.resolved.contains(&code) {
                step.resolved.push(code);
            }
        }
    }
}

/// Marks a step unless a person has settled that already.
fn mark(step: &mut Step, code: &str) {
    if !step.review.iter().chain(&step.resolved).any(|own| own == code) {
        step.review.push(code.to_owned());
    }
}

fn track_of<'t>(template: &'t mut Template, step: &str) -> Result<&'t mut Track, EditError> {
    template.tracks.iter_mut().find(|track| track.steps.iter().any(|own| own.key == step)).ok_or(EditError::NoStep)
}

fn find<'t>(template: &'t mut Template, step: &str) -> Result<&'t mut Step, EditError> {
    template.tracks.iter_mut().flat_map(|track| &mut track.steps).find(|own| own.key == step).ok_or(EditError::NoStep)
}

fn town_step<'t>(template: &'t mut Template, step: &str) -> Result<&'t mut Step, EditError> {
    let step = find(template, step)?;
    if step.party == Party::Town { Ok(step) } else { Err(EditError::TownOnly) }
}

fn own<'t>(template: &'t mut Template, step: &str) -> Result<&'t mut Step, EditError> {
    let step = find(template, step)?;
    if step.clause.cell == super::Cell::Own { Ok(step) } else { Err(EditError::ListWords) }
}

/// A key that no step has: the lane's name with the first free number.
fn fresh_key(template: &Template, track: usize, party: &Party, taken: &[String]) -> String {
    let lane = match party {
        Party::Town => "town".to_owned(),
        Party::Body { .. } => {
            let lanes = template.tracks.get(track).map(|track| track.lanes.as_slice()).unwrap_or_default();
            let at = lanes.iter().position(|lane| lane == party).unwrap_or(lanes.len());
            format!("b{at}")
        }
    };
    let free = |key: &String| !taken.contains(key) && !template.tracks.iter().flat_map(|track| &track.steps).any(|step| step.key == *key);
    (1..).map(|number| format!("t{}-{lane}-{number}", track + 1)).find(free).unwrap_or_default()
}
