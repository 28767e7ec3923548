//! Days as a language writes them. Month names and orders are those of Unicode's CLDR ("long" dates).

use crate::base::date;
use crate::model::wording;

/// How a language writes a date: `{d}`, `{m}` and `{y}` stand for day, month and year.
struct Dates {
    lang: &'static str,
    day: &'static str,
    month: &'static str,
    /// Months within a date.
    of_day: [&'static str; 12],
    /// Months by themselves, where they have another form.
    alone: Option<[&'static str; 12]>,
}

const fn dates(lang: &'static str, [day, month]: [&'static str; 2], of_day: [&'static str; 12]) -> Dates {
    Dates { lang, day, month, of_day, alone: None }
}

#[rustfmt::skip]
const DATES: &[Dates] = &[
    dates("en", ["{d} {m} {y}", "{m} {y}"], ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]),
    dates("de", ["{d}. {m} {y}", "{m} {y}"], ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"]),
    dates("fr", ["{d} {m} {y}", "{m} {y}"], ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]),
    dates("es", ["{d} de {m} de {y}", "{m} de {y}"], ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"]),
    dates("it", ["{d} {m} {y}", "{m} {y}"], ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"]),
    dates("nl", ["{d} {m} {y}", "{m} {y}"], ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"]),
    dates("pt", ["{d} de {m} de {y}", "{m} de {y}"], ["janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"]),
    Dates {
        alone: Some(["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"]),
        ..dates("ru", ["{d} {m} {y} г.", "{m} {y} г."], ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"])
    },
    Dates {
        alone: Some(["січень", "лютий", "березень", "квітень", "травень", "червень", "липень", "серпень", "вересень", "жовтень", "листопад", "грудень"]),
        ..dates("uk", ["{d} {m} {y} р.", "{m} {y} р."], ["січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня"])
    },
    Dates {
        alone: Some(["styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień"]),
        ..dates("pl", ["{d} {m} {y}", "{m} {y}"], ["stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia"])
    },
    Dates {
        alone: Some(["leden", "únor", "březen", "duben", "květen", "červen", "červenec", "srpen", "září", "říjen", "listopad", "prosinec"]),
        ..dates("cs", ["{d}. {m} {y}", "{m} {y}"], ["ledna", "února", "března", "dubna", "května", "června", "července", "srpna", "září", "října", "listopadu", "prosince"])
    },
    Dates {
        alone: Some(["Ιανουάριος", "Φεβρουάριος", "Μάρτιος", "Απρίλιος", "Μάιος", "Ιούνιος", "Ιούλιος", "Αύγουστος", "Σεπτέμβριος", "Οκτώβριος", "Νοέμβριος", "Δεκέμβριος"]),
        ..dates("el", ["{d} {m} {y}", "{m} {y}"], ["Ιανουαρίου", "Φεβρουαρίου", "Μαρτίου", "Απριλίου", "Μαΐου", "Ιουνίου", "Ιουλίου", "Αυγούστου", "Σεπτεμβρίου", "Οκτωβρίου", "Νοεμβρίου", "Δεκεμβρίου"])
    },
    dates("sv", ["{d} {m} {y}", "{m} {y}"], ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"]),
    dates("da", ["{d}. {m} {y}", "{m} {y}"], ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"]),
    dates("nb", ["{d}. {m} {y}", "{m} {y}"], ["januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"]),
    Dates {
        alone: Some(["tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu", "kesäkuu", "heinäkuu", "elokuu", "syyskuu", "lokakuu", "marraskuu", "joulukuu"]),
        ..dates("fi", ["{d}. {m} {y}", "{m} {y}"], ["tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta", "heinäkuuta", "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta"])
    },
    dates("he", ["{d} ב{m} {y}", "{m} {y}"], ["ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר"]),
    dates("ar", ["{d} {m} {y}", "{m} {y}"], ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]),
    dates("ja", ["{y}年{m}月{d}日", "{y}年{m}月"], ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]),
    dates("zh", ["{y}年{m}月{d}日", "{y}年{m}月"], ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]),
];

/// A year, a month or a day as the language writes it; as it is where Recto does not know how.
pub fn written(date: &str, language: &str) -> String {
    let lang = wording(language);
    let (Some((year, Some(month), day)), Some(form)) =
        (date::parse_date(date), DATES.iter().find(|dates| dates.lang == lang))
    else {
        return date.to_string();
    };
    let month = month as usize - 1;
    let year = year.to_string();
    let Some(day) = day else {
        let name = form.alone.as_ref().unwrap_or(&form.of_day)[month];
        return form.month.replace("{m}", name).replace("{y}", &year);
    };
    let region = language.to_ascii_lowercase();
    let pattern = if ["en-us", "en-ca", "en-ph"].contains(&region.as_str()) { "{m} {d}, {y}" } else { form.day };
    // The first of a month is an ordinal there.
    let day = match (lang.as_str(), day) {
        ("fr", 1) => "1er".to_string(),
        ("it", 1) => "1º".to_string(),
        _ => day.to_string(),
    };
    pattern.replace("{m}", form.of_day[month]).replace("{y}", &year).replace("{d}", &day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_stands_as_its_language_writes_it() {
        for (language, day, month) in [
            ("en-GB", "23 November 2026", "November 2026"),
            ("en-US", "November 23, 2026", "November 2026"),
            ("de-AT", "23. November 2026", "November 2026"),
            ("es", "23 de noviembre de 2026", "noviembre de 2026"),
            ("ru", "23 ноября 2026 г.", "ноябрь 2026 г."),
            ("pl", "23 listopada 2026", "listopad 2026"),
            ("nn", "23. november 2026", "november 2026"),
            ("fi", "23. marraskuuta 2026", "marraskuu 2026"),
            ("he", "23 בנובמבר 2026", "נובמבר 2026"),
            ("ar", "23 نوفمبر 2026", "نوفمبر 2026"),
            ("ja", "2026年11月23日", "2026年11月"),
            ("tlh", "2026-11-23", "2026-11"),
        ] {
            assert_eq!(written("2026-11-23", language), day);
            assert_eq!(written("2026-11", language), month);
            assert_eq!(written("2026", language), "2026");
        }
        assert_eq!(written("2026-05-01", "fr-CA"), "1er mai 2026");
    }
}
