//! The festivals by which work is arranged: on which day each falls, and from which day on people are off.

use chinese_lunisolar_calendar::LunisolarDate;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;

/// A festival.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Festival {
    NewYear,
    SpringFestival,
    Lantern,
    Women,
    TreePlanting,
    Qingming,
    Labour,
    DragonBoat,
    PartyDay,
    ArmyDay,
    MidAutumn,
    DoubleNinth,
    NationalDay,
}

impl Festival {
    /// All, in the order of the year.
    pub const ALL: [Self; 13] = [
        Self::NewYear,
        Self::SpringFestival,
        Self::Lantern,
        Self::Women,
        Self::TreePlanting,
        Self::Qingming,
        Self::Labour,
        Self::DragonBoat,
        Self::PartyDay,
        Self::ArmyDay,
        Self::MidAutumn,
        Self::DoubleNinth,
        Self::NationalDay,
    ];

    /// The code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NewYear => "new-year",
            Self::SpringFestival => "spring-festival",
            Self::Lantern => "lantern",
            Self::Women => "women",
            Self::TreePlanting => "tree-planting",
            Self::Qingming => "qingming",
            Self::Labour => "labour",
            Self::DragonBoat => "dragon-boat",
            Self::PartyDay => "party-day",
            Self::ArmyDay => "army-day",
            Self::MidAutumn => "mid-autumn",
            Self::DoubleNinth => "double-ninth",
            Self::NationalDay => "national-day",
        }
    }

    /// Its Chinese name, as notices write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NewYear => "元旦",
            Self::SpringFestival => "春节",
            Self::Lantern => "元宵节",
            Self::Women => "妇女节",
            Self::TreePlanting => "植树节",
            Self::Qingming => "清明节",
            Self::Labour => "劳动节",
            Self::DragonBoat => "端午节",
            Self::PartyDay => "建党节",
            Self::ArmyDay => "建军节",
            Self::MidAutumn => "中秋节",
            Self::DoubleNinth => "重阳节",
            Self::NationalDay => "国庆节",
        }
    }

    /// Its day in a year; `None` where the tables of the old calendar end (2100).
    #[must_use]
    pub fn day(self, year: i32) -> Option<NaiveDate> {
        let solar = |month, day| NaiveDate::from_ymd_opt(year, month, day);
        let lunar = |month, day| {
            let date = LunisolarDate::from_ymd(u16::try_from(year).ok()?, month, false, day).ok()?;
            Some(date.to_solar_date().to_naive_date())
        };
        match self {
            Self::NewYear => solar(1, 1),
            Self::SpringFestival => lunar(1, 1),
            Self::Lantern => lunar(1, 15),
            Self::Women => solar(3, 8),
            Self::TreePlanting => solar(3, 12),
            // The sun's term: the 4th or 5th of April; the usual formula holds for the 21st century.
            Self::Qingming => {
                let of_century = u32::try_from(year.rem_euclid(100)).ok()?;
                solar(4, (of_century * 2422 + 48_100) / 10_000 - of_century / 4)
            }
            Self::Labour => solar(5, 1),
            Self::DragonBoat => lunar(5, 5),
            Self::PartyDay => solar(7, 1),
            Self::ArmyDay => solar(8, 1),
            Self::MidAutumn => lunar(8, 15),
            Self::DoubleNinth => lunar(9, 9),
            Self::NationalDay => solar(10, 1),
        }
    }

    /// Whether people are off for it at all.
    #[must_use]
    pub fn has_days_off(self) -> bool {
        !matches!(self, Self::Lantern | Self::Women | Self::TreePlanting | Self::PartyDay | Self::ArmyDay | Self::DoubleNinth)
    }

    /// From which day on people are off for the festival on `day`, weekends joined to it included; and whether that is announced.
    pub(super) fn first_day_off(self, day: NaiveDate, calendar: &Calendar) -> (NaiveDate, bool) {
        if !self.has_days_off() {
            return (day, true);
        }
        let mut first = day;
        for _ in 0..10 {
            match first.pred_opt().filter(|before| !calendar.is_working_day(*before)) {
                Some(before) => first = before,
                None => break,
            }
        }
        let known = !calendar.day_kind(day).provisional;
        (if calendar.is_working_day(day) { day } else { first }, known)
    }

    /// The festival whose name stands in a text, with the words that say so.
    #[must_use]
    pub fn named_in(text: &str) -> Option<(Self, &'static str)> {
        const SPELLINGS: [(Festival, &[&str]); 13] = [
            (Festival::NewYear, &["元旦"]),
            (Festival::SpringFestival, &["春节"]),
            (Festival::Lantern, &["元宵节", "元宵"]),
            (Festival::Women, &["妇女节", "三八节"]),
            (Festival::TreePlanting, &["植树节"]),
            (Festival::Qingming, &["清明节", "清明"]),
            (Festival::Labour, &["劳动节", "五一"]),
            (Festival::DragonBoat, &["端午节", "端午"]),
            (Festival::PartyDay, &["建党节", "七一"]),
            (Festival::ArmyDay, &["建军节", "八一"]),
            (Festival::MidAutumn, &["中秋节", "中秋"]),
            (Festival::DoubleNinth, &["重阳节", "重阳"]),
            (Festival::NationalDay, &["国庆节", "国庆"]),
        ];
        let spellings = SPELLINGS.iter().flat_map(|(festival, names)| names.iter().map(move |name| (*festival, *name)));
        // The one that stands first, and its longest spelling.
        let found = spellings.filter_map(|(festival, name)| text.find(name).map(|at| (at, std::cmp::Reverse(name.len()), festival, name)));
        found.min_by_key(|(at, length, _, _)| (*at, *length)).map(|(_, _, festival, name)| (festival, name))
    }
}
