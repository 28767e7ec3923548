//! The only place that knows what time it is.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::pipeline::Clock;

/// The time as the environment and the machine tell it; an error in words for a SOURCE_DATE_EPOCH that is no number.
pub(super) fn clock() -> Result<Clock, String> {
    const DAY: i64 = 86_400;
    // To the end of the year 9999, the last that every format can say.
    const RANGE: std::ops::RangeInclusive<i64> = 0..=253_402_300_799;
    let epoch = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) if text.is_empty() => None,
        Ok(text) => match text.parse::<i64>() {
            Ok(seconds) if RANGE.contains(&seconds) => Some(seconds),
            _ => return Err(format!("SOURCE_DATE_EPOCH is '{text}', which is not a number of seconds since 1970")),
        },
        Err(std::env::VarError::NotPresent) => None,
        Err(std::env::VarError::NotUnicode(_)) => return Err("SOURCE_DATE_EPOCH is not a number".to_string()),
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64);
    Ok(Clock { epoch, today: now - now.rem_euclid(DAY) })
}
