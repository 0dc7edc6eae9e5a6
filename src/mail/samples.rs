//! Samples of every mail, for the test that renders them all and for previews. Their words stand in the catalogue, too.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;
use workflow::calendar::LimitSource;
use workflow::case::HandKind;
use workflow::ids::{HandOffId, LeadId, TaskId};

use super::notice::{
    Assigned, Attachment, Digest, DigestLine, DueDate, HandedOff, InsideNews, InsideTold, LeadNews, LeadTold, Mail, NewsTold, Notice,
    Place, Returned, StandIn, Test, Unsigned, UnsignedLetter, UnsignedLiaison, UnsignedSender, Weekly,
};
use crate::text::Texts;

pub(super) fn all(texts: &Texts, now: DateTime<Utc>) -> Vec<Mail> {
    let mut mails: Vec<Mail> = notices(texts, now).into_iter().map(|notice| Mail::Notices(vec![notice])).collect();
    mails.push(Mail::Notices(notices(texts, now)));
    mails.extend(digests(texts, now).into_iter().map(Mail::Digest));
    mails.extend(weeklies(texts, now).into_iter().map(|weekly| Mail::Weekly(Box::new(weekly))));
    mails.push(Mail::Test(Test));
    mails
}

fn task() -> TaskId {
    Uuid::from_u128(0x018f_0000_0000_7000_8000_0000_0000_0001).into()
}

fn hand_off() -> HandOffId {
    Uuid::from_u128(0x018f_0000_0000_7000_8000_0000_0000_0002).into()
}

fn lead(texts: &Texts, told: LeadTold) -> Notice {
    let t = &texts.mail;
    let words = matches!(told, LeadTold::Returned | LeadTold::Answered).then(|| t.sample_reason.to_owned());
    let id: LeadId = Uuid::from_u128(0x018f_0000_0000_7000_8000_0000_0000_0003).into();
    let (town, body) = (t.sample_town.to_owned(), t.sample_body.to_owned());
    let urgent = told == LeadTold::Offered;
    Notice::Lead(LeadNews {
        lead: id,
        told,
        place: t.sample_place.to_owned(),
        matter: t.sample_matter.to_owned(),
        town,
        body,
        words,
        urgent,
    })
}

fn notices(texts: &Texts, now: DateTime<Utc>) -> Vec<Notice> {
    let t = &texts.mail;
    let due = |source| Some(DueDate { at: now + TimeDelta::days(5), source, provisional: false });
    let assigned = Assigned {
        task: task(),
        title: t.sample_title.to_owned(),
        text: t.sample_text.to_owned(),
        unit: None,
        due: due(LimitSource::TownSetting),
        urgent: false,
    };
    let in_box = Assigned { unit: Some(t.sample_unit.to_owned()), due: None, urgent: true, ..assigned.clone() };
    let handed_off = HandedOff {
        hand_off: hand_off(),
        title: t.sample_title.to_owned(),
        text: t.sample_text.to_owned(),
        town: t.sample_town.to_owned(),
        body: t.sample_body.to_owned(),
        kind: HandKind::Approval,
        note: Some(t.sample_note.to_owned()),
        document_no: Some(t.sample_document.to_owned()),
        sign_due: due(LimitSource::Notice { number: t.sample_document.to_owned() }),
        again: false,
        urgent: false,
    };
    let bare = HandedOff { note: None, document_no: None, sign_due: None, kind: HandKind::Transfer, again: true, ..handed_off.clone() };
    let returned = Returned {
        hand_off: hand_off(),
        title: t.sample_title.to_owned(),
        body: t.sample_body.to_owned(),
        kind: HandKind::Approval,
        reason: Some(t.sample_reason.to_owned()),
        count: Some(3),
        urgent: false,
    };
    let unsigned = Unsigned {
        hand_off: hand_off(),
        title: t.sample_title.to_owned(),
        town: t.sample_town.to_owned(),
        body: t.sample_body.to_owned(),
        kind: HandKind::Report,
        offered_at: now - TimeDelta::days(4),
        document_no: Some(t.sample_document.to_owned()),
        phone: Some("0000-0000000".to_owned()),
    };
    let inside = |told, words: Option<&str>| {
        Notice::Inside(InsideNews {
            told,
            at: Place::Task(task()),
            title: t.sample_title.to_owned(),
            text: t.sample_text.to_owned(),
            town: t.sample_town.to_owned(),
            words: words.map(str::to_owned),
            due: due(LimitSource::TownSetting),
            urgent: told == InsideTold::SignOff,
        })
    };
    let day = workflow::calendar::local_date(now);
    let unknown = Unsigned { document_no: None, phone: None, ..unsigned.clone() };
    vec![
        Notice::Assigned(assigned),
        Notice::Assigned(in_box),
        Notice::HandedOff(handed_off),
        Notice::HandedOff(bare),
        Notice::Returned(returned),
        Notice::UnsignedSender(UnsignedSender(unsigned.clone())),
        Notice::UnsignedLiaison(UnsignedLiaison(unsigned.clone())),
        Notice::UnsignedLetter(UnsignedLetter(unsigned)),
        Notice::UnsignedLetter(UnsignedLetter(unknown)),
        lead(texts, LeadTold::Offered),
        lead(texts, LeadTold::ToPlace),
        lead(texts, LeadTold::Returned),
        lead(texts, LeadTold::Answered),
        lead(texts, LeadTold::Unsigned),
        lead(texts, LeadTold::UnsignedBody),
        inside(InsideTold::Nudged, None),
        inside(InsideTold::Reminded, None),
        inside(InsideTold::SignOff, None),
        inside(InsideTold::SignOffRefused, Some(t.sample_reason)),
        Notice::StandIn(StandIn { absent: t.sample_name.to_owned(), from: day, until: day + TimeDelta::days(5) }),
    ]
}

fn digests(texts: &Texts, now: DateTime<Utc>) -> Vec<Digest> {
    let t = &texts.mail;
    let (title, town) = (t.sample_title.to_owned(), t.sample_town.to_owned());
    let of_task = |days: i32| DigestLine::Task {
        task: task(),
        title: title.clone(),
        text: t.sample_text.to_owned(),
        due: now - TimeDelta::days(i64::from(days)),
        days,
    };
    let sign = DigestLine::Sign { hand_off: hand_off(), town: town.clone(), kind: HandKind::Report, title: title.clone() };
    let answer = DigestLine::Answer { hand_off: hand_off(), town, kind: HandKind::Approval, title: title.clone(), due: now, days: 4 };
    let news = |told| DigestLine::News { told, at: Place::Task(task()), title: title.clone(), text: t.sample_text.to_owned() };
    let told = [
        NewsTold::SignOff,
        NewsTold::ExtensionAsked,
        NewsTold::ExtensionGranted,
        NewsTold::ExtensionRefused,
        NewsTold::Copied,
        NewsTold::Noted,
    ];
    vec![
        Digest { day: now, lines: vec![of_task(-3), of_task(0), of_task(7)], open: 5, to_sign: 0 },
        Digest { day: now, lines: vec![sign, answer], open: 2, to_sign: 1 },
        Digest { day: now, lines: vec![of_task(1)], open: 0, to_sign: 3 },
        Digest { day: now, lines: vec![of_task(1)], open: 0, to_sign: 0 },
        Digest { day: now, lines: told.into_iter().map(news).collect(), open: 0, to_sign: 0 },
    ]
}

fn weeklies(texts: &Texts, now: DateTime<Utc>) -> Vec<Weekly> {
    let t = &texts.mail;
    let sheet = Attachment { name: "overdue-sample.xlsx".to_owned(), bytes: Vec::new() };
    let units = vec![(t.sample_unit.to_owned(), 2), (t.sample_body.to_owned(), 1)];
    let some = Weekly { day: now, town: 2, body: 1, official: 1, undated: 4, units, sheet };
    let none = Weekly { town: 0, body: 0, official: 0, undated: 0, units: Vec::new(), ..some.clone() };
    vec![some, none]
}
