//! The Chinese words of an arrangement: those that [`super::read()`] reads, and its code.

use std::fmt;

use super::{Arrangement, Rhythm, Span};

const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

impl fmt::Display for Rhythm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |day: u8| if day >= 31 { "最后一天".to_owned() } else { format!("{day}日") };
        match self {
            Self::Weekly { weekday } => {
                write!(f, "每周{}", WEEKDAYS.get(usize::from(weekday.saturating_sub(1))).copied().unwrap_or_default())
            }
            Self::Monthly { day: of } => write!(f, "每月{}", day(*of)),
            Self::Quarterly { month, day: of } => {
                write!(
                    f,
                    "每季度{}{}",
                    ["首月", "第二个月", "末月"].get(usize::from(month.saturating_sub(1))).copied().unwrap_or_default(),
                    day(*of)
                )
            }
            Self::HalfYearly { month, day: of } => write!(f, "每半年第{month}个月{}", day(*of)),
            Self::Yearly { month, day: of } => write!(f, "每年{month}月{}", day(*of)),
            Self::Festival { festival } => write!(f, "每年{}", festival.name()),
            Self::Cron { expression } => write!(f, "cron {expression}"),
            Self::AfterCompletion { amount, unit: Span::Days } => write!(f, "完成后{amount}天"),
            Self::AfterCompletion { amount, unit: Span::Months } => write!(f, "完成后{amount}个月"),
            Self::OnEvent { trigger } => write!(f, "发生“{trigger}”时"),
        }
    }
}

impl fmt::Display for Arrangement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.rhythm, if self.by { "前" } else { "" })
    }
}

impl Arrangement {
    /// The same in a short code without words of any language, as the API and the English pages take it: `quarterly 3-20 before`.
    #[must_use]
    pub fn code(&self) -> String {
        let rhythm = match &self.rhythm {
            Rhythm::Weekly { weekday } => format!("weekly {weekday}"),
            Rhythm::Monthly { day } => format!("monthly {day}"),
            Rhythm::Quarterly { month, day } => format!("quarterly {month}-{day}"),
            Rhythm::HalfYearly { month, day } => format!("half-yearly {month}-{day}"),
            Rhythm::Yearly { month, day } => format!("yearly {month}-{day}"),
            Rhythm::Festival { festival } => format!("festival {}", festival.code()),
            Rhythm::Cron { expression } => return format!("cron {expression}"),
            Rhythm::AfterCompletion { amount, unit: Span::Days } => return format!("after {amount} days"),
            Rhythm::AfterCompletion { amount, unit: Span::Months } => return format!("after {amount} months"),
            Rhythm::OnEvent { trigger } => return format!("event {trigger}"),
        };
        if self.by { format!("{rhythm} before") } else { rhythm }
    }
}
