//! Calendar arithmetic: working days, natural days, working time.
//!
//! The end of a shift and the start of the next are one instant of working time: adding gives the later form, subtracting the earlier. Order is
//! kept: a later start never gives an earlier end.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{Calendar, HORIZON, instant, last_instant, local_date};

impl Calendar {
    /// The `n`-th working day after `date` (before it, for a negative `n`); `date` itself for 0. Stops at the edge of [`HORIZON`].
    #[must_use]
    pub fn shift_working_days(&self, date: NaiveDate, n: i32) -> NaiveDate {
        let mut date = date.clamp(HORIZON.0, HORIZON.1);
        let mut left = n.unsigned_abs();
        while left > 0 {
            let next = if n > 0 { date.succ_opt() } else { date.pred_opt() };
            match next.filter(|next| (HORIZON.0..=HORIZON.1).contains(next)) {
                Some(next) => date = next,
                None => return date,
            }
            if self.is_working_day(date) {
                left -= 1;
            }
        }
        date
    }

    /// The end of the last shift of the `n`-th working day after the day of `from`. For 0, of the day of `from` if it is worked and its last
    /// shift not over, else of the next working day.
    #[must_use]
    pub fn add_working_days(&self, from: DateTime<Utc>, n: u32) -> DateTime<Utc> {
        let day = match n {
            0 => self.open_day(from),
            n => self.shift_working_days(local_date(from), i32::try_from(n).unwrap_or(i32::MAX)),
        };
        self.end_of_day(day)
    }

    /// The end of the last shift of the `n`-th day after the day of `from`, whatever days lie between; when that day is off, of the next working
    /// day (民法典第二百零三条).
    #[must_use]
    pub fn add_natural_days(&self, from: DateTime<Utc>, n: u32) -> DateTime<Utc> {
        let day = match n {
            0 => self.open_day(from),
            n => self.working_day_from(natural_day(local_date(from), n)),
        };
        self.end_of_day(day)
    }

    /// `n` hours of the clock after `from`, or of working time.
    #[must_use]
    pub fn add_hours(&self, from: DateTime<Utc>, n: u32, working: bool) -> DateTime<Utc> {
        let hours = TimeDelta::hours(i64::from(n));
        if working {
            self.add_working_time(from, hours)
        } else {
            from.checked_add_signed(hours).unwrap_or(last_instant()).min(last_instant())
        }
    }

    /// The instant at which `time` of working time has passed since `from`, in its later form: never the end of a shift but the start of the
    /// next. A negative `time` subtracts.
    #[must_use]
    pub fn add_working_time(&self, from: DateTime<Utc>, time: TimeDelta) -> DateTime<Utc> {
        if time < TimeDelta::zero() {
            return self.subtract_working_time(from, time.abs());
        }
        let mut left = time;
        let mut date = local_date(from);
        loop {
            for (start, end) in self.shifts(date) {
                let start = start.max(from);
                if start < end {
                    if left < end - start {
                        return start + left;
                    }
                    left -= end - start;
                }
            }
            match date.succ_opt().filter(|next| *next <= HORIZON.1) {
                Some(next) => date = next,
                None => return last_instant(),
            }
        }
    }

    /// The instant from which `time` of working time passes until `to`, in its earlier form: never the start of a shift but the end of the one
    /// before. A negative `time` adds.
    #[must_use]
    pub fn subtract_working_time(&self, to: DateTime<Utc>, time: TimeDelta) -> DateTime<Utc> {
        if time < TimeDelta::zero() {
            return self.add_working_time(to, time.abs());
        }
        let mut left = time;
        let mut date = local_date(to);
        loop {
            for (start, end) in self.shifts(date).rev() {
                let end = end.min(to);
                if start < end {
                    if left < end - start {
                        return end - left;
                    }
                    left -= end - start;
                }
            }
            match date.pred_opt().filter(|next| *next >= HORIZON.0) {
                Some(next) => date = next,
                None => return instant(HORIZON.0, chrono::NaiveTime::MIN),
            }
        }
    }

    /// Working time from `a` to `b`; negative when `b` is the earlier.
    #[must_use]
    pub fn working_time_between(&self, a: DateTime<Utc>, b: DateTime<Utc>) -> TimeDelta {
        if b < a {
            return -self.working_time_between(b, a);
        }
        let mut total = TimeDelta::zero();
        for date in days_from(local_date(a)).take_while(|date| *date <= local_date(b)) {
            for (start, end) in self.shifts(date) {
                total += (end.min(b) - start.max(a)).max(TimeDelta::zero());
            }
        }
        total
    }

    /// Working days after `from` up to and including `to`; negative, and counted from the other side, when `to` is the earlier. So
    /// `working_days_between(d, shift_working_days(d, n)) == n` for every working day `d`.
    #[must_use]
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i32 {
        if to < from {
            return -self.working_days_between(to, from);
        }
        let days = days_from(from.max(HORIZON.0)).skip(usize::from(from >= HORIZON.0)).take_while(|date| *date <= to);
        i32::try_from(days.filter(|date| self.is_working_day(*date)).count()).unwrap_or(i32::MAX)
    }

    /// `at` itself within working time, else the start of the next shift.
    #[must_use]
    pub fn next_working_start(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.add_working_time(at, TimeDelta::zero())
    }

    /// The first start of a working day that is not before `at`.
    #[must_use]
    pub fn next_day_start(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let starts = days_from(local_date(at)).filter_map(|date| self.day_start(date));
        starts.into_iter().find(|start| *start >= at).unwrap_or(last_instant())
    }

    /// Whether `at` lies in a shift of a working day; the end of a shift does not.
    #[must_use]
    pub fn is_working_time(&self, at: DateTime<Utc>) -> bool {
        self.shifts(local_date(at)).any(|(start, end)| start <= at && at < end)
    }

    /// The start of the first shift of `date`, if it is worked.
    #[must_use]
    pub fn day_start(&self, date: NaiveDate) -> Option<DateTime<Utc>> {
        self.shifts(date).next().map(|(start, _)| start)
    }

    /// Whether working time passes on `date` between `a` and `b`.
    pub(super) fn has_working_time(&self, date: NaiveDate, a: DateTime<Utc>, b: DateTime<Utc>) -> bool {
        self.shifts(date).any(|(start, end)| start.max(a) < end.min(b))
    }

    /// The shifts of `date` as instants; none on a day off.
    fn shifts(&self, date: NaiveDate) -> impl DoubleEndedIterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
        let shifts = if self.is_working_day(date) { self.hours().shifts_on(date) } else { &[] };
        shifts.iter().map(move |shift| (instant(date, shift.start), instant(date, shift.end)))
    }

    /// The end of the last shift that `date` has or would have.
    #[must_use]
    pub fn end_of_day(&self, date: NaiveDate) -> DateTime<Utc> {
        self.hours().shifts_on(date).last().map_or(last_instant(), |shift| instant(date, shift.end))
    }

    /// `date` if it is worked, else the next working day.
    pub(super) fn working_day_from(&self, date: NaiveDate) -> NaiveDate {
        if self.is_working_day(date) { date } else { self.shift_working_days(date, 1) }
    }

    /// The day of `from` if work can still be done on it, else the next working day.
    pub(super) fn open_day(&self, from: DateTime<Utc>) -> NaiveDate {
        let today = local_date(from);
        let open = self.is_working_day(today) && from < self.end_of_day(today);
        if open { today } else { self.shift_working_days(today, 1) }
    }
}

/// The `n`-th day after `date`, at most the end of the horizon.
pub(super) fn natural_day(date: NaiveDate, n: u32) -> NaiveDate {
    date.checked_add_days(chrono::Days::new(u64::from(n))).map_or(HORIZON.1, |day| day.min(HORIZON.1))
}

/// `date` and the days after it, to the end of the horizon.
pub(super) fn days_from(date: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    date.iter_days().take_while(|day| *day <= HORIZON.1)
}
