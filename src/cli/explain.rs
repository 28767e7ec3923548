//! `recto explain`.

use super::USAGE;
use super::findings::unknown_code;
use super::run::{Stop, stop};
use super::say::answer;
use crate::base::Code;

pub(super) fn explain(code: Option<&str>) -> u8 {
    match code {
        None => {
            let line = |code: &Code| format!("{:22} {:8} {}\n", code.id(), code.severity().word(), code.explain());
            answer(Code::ALL.iter().map(line).collect::<String>().as_bytes())
        }
        Some(id) => match Code::from_id(id) {
            Some(code) => {
                answer(format!("{} ({})\n\n{}\n", code.id(), code.severity().word(), code.explain()).as_bytes())
            }
            None => {
                let Stop(status) = stop(USAGE, &unknown_code(id));
                status
            }
        },
    }
}
