//! Texts: absences and substitutes.

use super::texts;

texts! {
    /// Absences and substitutes.
    pub struct Absence {
        title: "外出与代办", "Absences and substitutes";
        lead: "登记外出日期和代办人（AB岗）。代办人在这段时间内按您的岗位办事，办理经过记下两人姓名；到期自动结束。", "Say when somebody is away and who acts meanwhile. The history names both; it ends by itself.";
        own: "我的外出登记", "My absences";
        own_none: "没有登记外出。", "None.";
        acting: "请我代办的", "For whom I act";
        others: "本镇、本单位人员的外出", "Absences of others";
        now: "现在", "now";
        days: "{from} 至 {until}", "{from} to {until}";
        by: "由{person}代办", "{person} acts";
        nobody: "未指定代办人", "nobody acts";
        named_by: "{person}登记", "entered by {person}";
        withdraw: "取消", "Withdraw";
        withdrawn: "已取消。已到岗的，从现在起由本人办理。", "Withdrawn.";
        add: "登记外出", "Enter an absence";
        person: "谁外出", "Who";
        from: "从哪天", "From";
        until: "到哪天", "Until";
        substitute: "代办人", "Substitute";
        substitute_hint: "本镇或本单位的人员。不指定时，别人交办前会看到“外出，未指定代办人”。", "Somebody of the same town or body. Without one, who gives out work sees so beforehand.";
        substitute_none: "不指定", "Nobody";
        added: "已登记。代办人会收到通知。", "Entered; the substitute is told.";
        added_alone: "已登记。没有指定代办人，别人交办前会看到。", "Entered without a substitute; whoever gives out work sees so.";
        acting_now: "您正在代办：{names}。办理时记下两人姓名，到期自动结束。", "You act for: {names}. The history names both of you; it ends by itself.";
        acting_name: "{person}（至{until}）", "{person} (until {until})";
        away: "{name}（外出至{until}，未指定代办人）", "{name} (away until {until}, nobody acts)";
        away_acting: "{name}（外出至{until}，由{acting}代办）", "{name} (away until {until}, {acting} acts)";
        away_warning: "承办人{name}外出至{until}，没有指定代办人。可以转交他人，或请本人登记代办人。", "{name} holds this and is away until {until}; nobody acts. Pass it on, or have a substitute entered.";
        away_note: "承办人{name}外出至{until}，由{acting}代办。", "{name} holds this and is away until {until}; {acting} acts.";
    }
}
