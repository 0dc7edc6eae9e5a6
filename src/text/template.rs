//! Texts: Changing templates, and what changed between two versions.

use duty_list::HandKind;
use workflow::case::LimitSpec;
use workflow::template::diff::{Awaited, Change, Detail};
use workflow::template::edit::EditError;
use workflow::template::{Party, SignOff};

use super::{Texts, fill, texts};

texts! {
    /// Changing templates, and what changed between two versions.
    pub struct Template {
        title: "流程模板", "Template";
        edit: "编辑流程模板", "Edit the template";
        lead: "条目文字取自清单原文，不会丢失；修改先存为草稿，发布后新启动的办理才按新版进行，正在办理的不受影响。", "The clauses are the list's own words and are never lost. Changes go into a draft; once published, new workflows follow it and running ones keep theirs.";
        in_use: "使用中：第 {number} 版", "In use: version {number}";
        has_draft: "有未发布的修改：{count} 处与使用中的版本不同", "Not yet published: {count} differences from the version in use";
        no_draft: "没有未发布的修改", "Nothing waits to be published";
        see_changes: "查看修改并发布", "Look at the changes and publish";
        publish: "发布为新版本", "Publish as a new version";
        published: "已发布。新启动的办理按新版进行。", "Published. New workflows follow it.";
        discard: "放弃草稿", "Drop the draft";
        discarded: "草稿已放弃。", "The draft is dropped.";
        versions: "历次版本", "Versions";
        version: "第 {number} 版", "Version {number}";
        restore: "以这一版为草稿", "Take this version as the draft";
        restored: "已取为草稿，发布后生效。", "It is the draft now; it counts once published.";
        by_import: "导入清单时生成", "made by an import";
        proposal: "清单文字有变化：导入时按新文字生成了一份模板。", "The list was reworded: an import made a template from the new words.";
        take_proposal: "以新文字的模板为草稿", "Take the new wording as the draft";
        state_draft: "未采用", "not taken up";
        state_published: "使用中", "in use";
        state_retired: "已停用", "retired";
        picture: "流程图", "The lanes as a picture";
        picture_of: "流程图：{title}", "Lanes: {title}";
        picture_step: "{party}：{text}", "{party}: {text}";
        list: "环节和条目", "Steps and clauses";
        change: "修改", "Change";
        close: "收起", "Close";
        outdated: "这份模板按较早的清单文字编成，请对照现行清单核对。", "This template was made from an older wording; check it against the list in force.";
        conflict_lost: "其他人刚刚修改或发布了这份模板，您看到的已不是最新内容。请返回模板页查看最新内容，再决定是否继续。", "Somebody else has just changed or published this template, so what you saw is not the latest. Look at it again, then decide.";
        body_step: "需办环节", "step";
        party_hint: "改由另一方办理时，送件和等待要在保存后重新设置。", "When the side changes, hand-offs and waits are set anew after saving.";
        other_body: "列表中没有的单位", "A body that is not in the list";
        other_receiver: "送给列表中没有的单位", "A receiver that is not in the list";
        feed_hint: "对方收到后据此办理的环节；只对所选接收单位的环节有效。", "What the receiver does with it; counts for steps of the chosen receivers.";
        wait_hint: "只用于办理环节。", "For steps only.";
        saved: "已存入草稿。", "Kept in the draft.";
        conflict: "其他人刚刚修改了这份草稿，现在显示的是最新内容；您填写的内容还在，请核对后再保存。", "Somebody else has just changed this draft; you see its latest state. What you typed is still here: check it and save again.";
        nature: "性质", "Nature";
        party: "由谁办理", "Whose step";
        limit: "时限", "Limit";
        limit_hint: "不填数量即按本镇设定。", "Left empty, the town's setting holds.";
        sign_off: "送出前审签", "Sign-off before it leaves";
        sign_none: "不需要", "none";
        sign_office_lead: "站所负责人", "office lead";
        sign_leader_in_charge: "分管领导", "leader in charge";
        sign_first_leader: "主要领导", "first leader";
        sign_meeting: "会议", "meeting";
        receivers: "送给", "Handed to";
        kind: "送出方式", "As";
        any: "有一个单位办妥即可", "One settled hand-off is enough";
        after: "在哪些环节之后", "After which steps";
        waits: "等待其他单位", "Waits for";
        wait_receipt: "{body}送来（收到后登记）", "{body} sends it (receipt recorded)";
        wait_step: "{body}：{text}", "{body}: {text}";
        save: "存入草稿", "Keep in the draft";
        split: "拆成几个环节", "Split into steps";
        split_hint: "在要断开的地方换行，每行一个环节；文字不能增减。", "Break the line where it is to be cut, one step a line; no word may come or go.";
        split_do: "拆分", "Split";
        merge: "合并所选环节", "Merge the chosen steps";
        choose: "选择这一条", "Choose this one";
        make_track: "用所选环节另立分项", "Make a part of the chosen steps";
        track_title: "分项名称", "Name of the part";
        rename: "改名", "Rename";
        join: "并入“{title}”", "Put into “{title}”";
        add: "加一个环节", "Add a step";
        add_text: "环节内容", "What is done";
        remove: "删除这个环节", "Remove this step";
        up: "上移", "Up";
        down: "下移", "Down";
        resolve: "已核对", "Settled";
        reopen: "重新列为待核对", "Mark it again";
        resolved: "已核对：{mark}", "Settled: {mark}";
        own: "本镇自加", "the town's own";
        office: "负责站所", "The office that answers for it";
        office_hint: "基本履职事项的模板，负责站所的负责人也可以修改。", "The lead of this office may change the template of a basic duty too.";
        office_none: "未指定", "none";
        office_saved: "负责站所已更新。", "The office is set.";

        changed_track_added: "新增分项“{title}”（{count} 条）", "New part “{title}” ({count} clauses)";
        changed_track_removed: "取消分项“{title}”", "Part “{title}” is gone";
        changed_track_renamed: "分项“{from}”改名为“{to}”", "Part “{from}” is now called “{to}”";
        changed_added: "新增“{step}”", "Added “{step}”";
        changed_removed: "去掉“{step}”", "Removed “{step}”";
        changed_merged: "“{step}”并入“{into}”", "“{step}” merged into “{into}”";
        changed_split: "“{step}”从“{of}”拆出", "“{step}” split from “{of}”";
        changed_moved: "“{step}”移到分项“{title}”", "“{step}” moved to part “{title}”";
        changed_what: "“{step}”的{what}：{from} → {to}", "“{step}”, {what}: {from} → {to}";
        changed_settled: "“{step}”已核对：{marks}", "“{step}” settled: {marks}";
        what_words: "文字", "words";
        what_feeds: "送件对应的环节", "steps that the hand-off is for";
        what_place: "次序", "place";
        receipt: "登记收到", "receipt recorded";
        all_receivers: "全部单位", "all receivers";
        any_receiver: "任一单位", "any receiver";

        no_step: "没有这个环节，可能已被更改，请查看最新内容。", "There is no such step; it may have changed. Look at the latest state.";
        no_track: "没有这个分项，可能已被更改，请查看最新内容。", "There is no such part; it may have changed. Look at the latest state.";
        not_together: "只能选择同一分项中同一方的清单条目。", "Choose clauses of the list of one side and one part.";
        too_few: "请至少选择两个不同的环节。", "Choose at least two different steps.";
        town_only: "只有镇的办理环节可以这样设置。", "Only a step of the town's can be set so.";
        list_words: "清单原文不能改写或删除；不需要办理的，可以设为日常职责或工作要求。", "The list's words cannot be changed or removed. What makes no task can be a standing duty or a requirement.";
        not_the_words: "拆分后的文字合起来必须与原文一字不差；从“{at}”起不一致。", "The parts must be exactly the words of the clause; they differ from “{at}” on.";
        one_part: "请至少拆成两段，每段一行。", "Give at least two parts, one a line.";
        limit_unclear: "请填写天数或小时数，并注明依据；模板中的时限不能是某一天。", "Give a number of days or hours and where it comes from; a template's limit is no date.";
        receiver_unclear: "请选择单位，每个只选一次。", "Choose bodies, each once.";
        hands_on: "这个环节有送件，请先取消送件，再改由其他单位办理。", "This step hands something on. Remove the hand-off first, then give it to another side.";
        other_side: "先后只能在同一方的办理环节之间设置；等其他单位的，请用“等待其他单位”。", "Order stands between steps of one side. For another side use “waits for”.";
        wait_unclear: "所等的环节不存在，或不属于所选单位。", "What it waits for is not there, or not that body's.";
        feed_unclear: "所选环节不属于接收单位。", "The step is not the receiver's.";
        cycle: "这样设置后，几个环节会互相等待，谁也不能开始：{steps}", "These steps would wait for one another and none could begin: {steps}";
        nothing_left: "分项中至少要留下一个环节。", "At least one step must stay in the part.";
        title_taken: "已有同名的分项。", "There is a part of this name already.";
        tracks_differ: "两个分项对同一条文字的拆分不同，请先恢复为整条再合并。", "The two parts cut a clause differently; make it whole first.";
        no_mark: "没有这个待核对事项，可能已处理。", "There is no such mark; it may have been settled.";
        broken: "这样修改会使清单文字缺失或重复，未予保存。", "This would lose or double words of the list; it was not kept.";
    }
}

impl Texts {
    /// 站所负责人, 分管领导 …
    #[must_use]
    pub fn sign_off_level(&self, level: SignOff) -> &'static str {
        let w = &self.template;
        match level {
            SignOff::None => w.sign_none,
            SignOff::OfficeLead => w.sign_office_lead,
            SignOff::LeaderInCharge => w.sign_leader_in_charge,
            SignOff::FirstLeader => w.sign_first_leader,
            SignOff::Meeting => w.sign_meeting,
        }
    }

    /// Why a change of a template is refused.
    #[must_use]
    pub fn edit_refused(&self, error: &EditError) -> String {
        let w = &self.template;
        let words = match error {
            EditError::NoStep => w.no_step,
            EditError::NoTrack => w.no_track,
            EditError::NotTogether => w.not_together,
            EditError::TooFew => w.too_few,
            EditError::TownOnly => w.town_only,
            EditError::ListWords => w.list_words,
            EditError::TextMissing => self.common.required,
            EditError::TextTooLong { max } => return fill(self.common.too_long, &[("max", max)]),
            EditError::NotTheWords { at } => return fill(w.not_the_words, &[("at", at)]),
            EditError::OnePart => w.one_part,
            EditError::LimitUnclear => w.limit_unclear,
            EditError::ReceiverUnclear => w.receiver_unclear,
            EditError::HandsOn => w.hands_on,
            EditError::OtherSide => w.other_side,
            EditError::WaitUnclear => w.wait_unclear,
            EditError::FeedUnclear => w.feed_unclear,
            EditError::Cycle { steps } => {
                let steps = steps.iter().map(|step| short(step)).collect::<Vec<_>>().join(" → ");
                return fill(w.cycle, &[("steps", &steps)]);
            }
            EditError::NothingLeft => w.nothing_left,
            EditError::TitleTaken => w.title_taken,
            EditError::TracksDiffer => w.tracks_differ,
            EditError::NoMark => w.no_mark,
            EditError::Broken => w.broken,
        };
        words.to_owned()
    }

    /// A change between two versions, as a sentence. `town` is the name of the town.
    #[must_use]
    pub fn template_change(&self, change: &Change, town: &str) -> String {
        let w = &self.template;
        match change {
            Change::TrackAdded { title, steps } => fill(w.changed_track_added, &[("title", title), ("count", steps)]),
            Change::TrackRemoved { title } => fill(w.changed_track_removed, &[("title", title)]),
            Change::TrackRenamed { from, to } => fill(w.changed_track_renamed, &[("from", from), ("to", to)]),
            Change::Added { step } => fill(w.changed_added, &[("step", &short(step))]),
            Change::Removed { step } => fill(w.changed_removed, &[("step", &short(step))]),
            Change::Merged { step, into } => fill(w.changed_merged, &[("step", &short(step)), ("into", &short(into))]),
            Change::Split { step, of } => fill(w.changed_split, &[("step", &short(step)), ("of", &short(of))]),
            Change::Moved { step, title } => fill(w.changed_moved, &[("step", &short(step)), ("title", title)]),
            Change::Changed { step, detail } => self.template_detail(&short(step), detail, town),
        }
    }

    fn template_detail(&self, step: &str, detail: &Detail, town: &str) -> String {
        let w = &self.template;
        let none = self.common.none;
        let list = |texts: &[String]| {
            if texts.is_empty() {
                none.to_owned()
            } else {
                texts.iter().map(|text| short(text)).collect::<Vec<_>>().join(self.duty.between)
            }
        };
        let hands = |hands: &[(String, HandKind)]| {
            let named: Vec<String> = hands
                .iter()
                .map(|(receiver, kind)| {
                    let receiver = if receiver == "*" { self.duty.receiver_open } else { receiver.as_str() };
                    fill(self.duty.hands, &[("kind", &self.hand_kind(*kind)), ("receiver", &receiver)])
                })
                .collect();
            if named.is_empty() { none.to_owned() } else { named.join(self.duty.between) }
        };
        let awaited = |waits: &[Awaited]| {
            list(
                &waits
                    .iter()
                    .map(|wait| format!("{}：{}", side(&wait.party, town), wait.step.as_deref().map_or(w.receipt.to_owned(), short)))
                    .collect::<Vec<_>>(),
            )
        };
        let limit = |limit: &Option<LimitSpec>| limit.as_ref().map_or_else(|| none.to_owned(), |spec| self.limit_with_source(spec));
        let nature = |nature: &Option<duty_list::Nature>| nature.map_or(none, |nature| self.nature(nature)).to_owned();
        let (what, from, to) = match detail {
            Detail::Words { from, to } => (w.what_words, short(from), short(to)),
            Detail::Nature { from, to } => (w.nature, nature(from), nature(to)),
            Detail::Party { from, to } => (w.party, side(from, town), side(to, town)),
            Detail::Limit { from, to } => (w.limit, limit(from), limit(to)),
            Detail::SignOff { from, to } => (w.sign_off, self.sign_off_level(*from).to_owned(), self.sign_off_level(*to).to_owned()),
            Detail::HandOffs { from, to } => (w.receivers, hands(from), hands(to)),
            Detail::AnyReceiver { to } => {
                let (from, to) = if *to { (w.all_receivers, w.any_receiver) } else { (w.any_receiver, w.all_receivers) };
                (w.receivers, from.to_owned(), to.to_owned())
            }
            Detail::Feeds { from, to } => (w.what_feeds, list(from), list(to)),
            Detail::Waits { from, to } => (w.waits, awaited(from), awaited(to)),
            Detail::After { from, to } => (w.after, list(from), list(to)),
            Detail::Place { from, to } => (w.what_place, from.to_string(), to.to_string()),
            Detail::Settled { marks } => {
                let marks = marks.iter().map(|code| self.review(code)).collect::<Vec<_>>().join(self.duty.stop);
                return fill(w.changed_settled, &[("step", &step), ("marks", &marks)]);
            }
        };
        fill(w.changed_what, &[("step", &step), ("what", &what), ("from", &from), ("to", &to)])
    }
}

fn side(party: &Party, town: &str) -> String {
    match party {
        Party::Town => town.to_owned(),
        Party::Body { name } => name.clone(),
    }
}

/// The beginning of a clause, enough to know it by.
pub fn short(text: &str) -> String {
    const MOST: usize = 24;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST).chain(['…']).collect() }
}
