//! Days and instants as integers, in the proleptic Gregorian calendar and UTC.
//!
//! The arithmetic counts years from March, so that the leap day is a year's last; an era is 400 years or 146 097 days.

const DAY: i64 = 86_400;

/// Days since 1970-01-01 of a day that the caller knows to be one.
pub const fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month as i64 + 9) % 12) + 2) / 5 + day as i64 - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a day counted from 1970-01-01.
pub const fn civil_from_days(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let march = (5 * of_year + 2) / 153;
    let day = (of_year - (153 * march + 2) / 5 + 1) as u32;
    let month = if march < 10 { march + 3 } else { march - 9 } as u32;
    (year + era * 400 + (month <= 2) as i64, month, day)
}

/// How many days a month has; 0 for a month that is none.
pub const fn days_in_month(year: i64, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Whether a text is a year, a month or a day of the calendar: `2026`, `2026-11`, `2026-11-23`.
pub fn is_date(text: &str) -> bool {
    parse_date(text).is_some()
}

/// Seconds since 1970 UTC at which a year, a month or a day begins; `None` for what is none.
pub fn beginning(text: &str) -> Option<i64> {
    let (year, month, day) = parse_date(text)?;
    Some(days_from_civil(year, month.unwrap_or(1), day.unwrap_or(1)) * DAY)
}

/// Seconds since 1970 UTC of a day (its first second) or of an RFC 3339 instant; `None` for anything else.
/// A fraction of a second is dropped; a leap second is the one before it.
pub fn parse_instant(text: &str) -> Option<i64> {
    let (day, rest) = (text.get(..10)?, text.get(10..)?);
    let (year, Some(month), Some(day)) = parse_date(day)? else { return None };
    let midnight = days_from_civil(year, month, day) * DAY;
    if rest.is_empty() {
        return Some(midnight);
    }
    let time = rest.strip_prefix(['T', 't', ' '])?;
    let clock = time.get(..8)?;
    if clock.as_bytes()[2] != b':' || clock.as_bytes()[5] != b':' {
        return None;
    }
    let (hour, minute) = (number(&clock[..2], 2)?, number(&clock[3..5], 2)?);
    let second = number(clock.get(6..)?, 2)?;
    let mut zone = time.get(8..)?;
    if let Some(fraction) = zone.strip_prefix('.') {
        let end = fraction.find(|c: char| !c.is_ascii_digit())?;
        if end == 0 {
            return None;
        }
        zone = &fraction[end..];
    }
    let offset = match zone {
        "Z" | "z" => 0,
        _ => {
            let sign = match zone.as_bytes().first()? {
                b'+' => 1,
                b'-' => -1,
                _ => return None,
            };
            let (hours, minutes) = zone.get(1..)?.split_once(':')?;
            let (hours, minutes) = (number(hours, 2)?, number(minutes, 2)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            sign * (hours * 3600 + minutes * 60)
        }
    };
    (hour < 24 && minute < 60 && second <= 60).then_some(midnight + hour * 3600 + minute * 60 + second.min(59) - offset)
}

/// An instant as `2026-11-23T00:00:00Z`.
pub fn instant(seconds: i64) -> String {
    let of_day = seconds.rem_euclid(DAY);
    format!("{}T{:02}:{:02}:{:02}Z", day(seconds), of_day / 3600, of_day / 60 % 60, of_day % 60)
}

/// The day of an instant, as `2026-11-23`.
pub fn day(seconds: i64) -> String {
    let (year, month, day) = civil_from_days(seconds.div_euclid(DAY));
    format!("{year:04}-{month:02}-{day:02}")
}

/// Year, month and day of a date; what it does not say is none.
pub fn parse_date(text: &str) -> Option<(i64, Option<u32>, Option<u32>)> {
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4)?;
    let month = parts.next().map(|m| number(m, 2)).map_or(Some(None), |m| m.map(|m| Some(m as u32)))?;
    let day = parts.next().map(|d| number(d, 2)).map_or(Some(None), |d| d.map(|d| Some(d as u32)))?;
    let sound = parts.next().is_none()
        && year > 0
        && month.is_none_or(|m| (1..=12).contains(&m))
        && day.is_none_or(|d| (1..=days_in_month(year, month.unwrap_or(0))).contains(&d));
    sound.then_some((year, month, day))
}

fn number(text: &str, digits: usize) -> Option<i64> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_there_and_back() {
        assert_eq!(days_from_civil(1970, 1, 1), 0);
        assert_eq!(days_from_civil(2000, 3, 1), 11_017);
        for day in (-800_000..800_000).step_by(37) {
            let (y, m, d) = civil_from_days(day);
            assert_eq!(days_from_civil(y, m, d), day);
        }
    }

    #[test]
    fn instants_are_written_in_utc() {
        assert_eq!(instant(0), "1970-01-01T00:00:00Z");
        assert_eq!(instant(-1), "1969-12-31T23:59:59Z");
        assert_eq!(parse_instant("2026-11-23").map(instant).as_deref(), Some("2026-11-23T00:00:00Z"));
        assert_eq!(parse_instant("2026-11-23T01:30:05.75+02:00").map(instant).as_deref(), Some("2026-11-22T23:30:05Z"));
        assert_eq!(day(1_795_392_000), "2026-11-23");
    }

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        for good in ["2026", "2026-11", "2024-02-29", "2000-02-29"] {
            assert!(is_date(good), "{good}");
        }
        for bad in
            ["", "26", "2026-13", "2026-00", "2025-02-29", "1900-02-29", "2026-1-2", "2026-11-23-1", "0000", "+026"]
        {
            assert!(!is_date(bad), "{bad}");
        }
        for bad in
            ["2026", "2026-11-23T24:00:00Z", "2026-11-23T00:00:00", "2026-11-23T0é:00:00Z", "2026-11-23T00:00:00.Z"]
        {
            assert_eq!(parse_instant(bad), None, "{bad}");
        }
    }
}
