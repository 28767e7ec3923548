//! `recto explain`.

use super::findings::unknown_code;
use super::run::{Stop, stop};
use super::{GOOD, USAGE};
use crate::base::Code;

pub(super) fn explain(code: Option<&str>) -> u8 {
    match code {
        None => {
            for code in Code::ALL {
                println!("{:22} {:8} {}", code.id(), code.severity().word(), code.explain());
            }
            GOOD
        }
        Some(id) => match Code::from_id(id) {
            Some(code) => {
                println!("{} ({})\n\n{}", code.id(), code.severity().word(), code.explain());
                GOOD
            }
            None => {
                let Stop(status) = stop(USAGE, &unknown_code(id));
                status
            }
        },
    }
}
