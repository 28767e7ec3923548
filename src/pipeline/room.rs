//! Memory that threads share, so that a book of many large pictures needs no more of it on many cores than on one.

use std::sync::{Condvar, Mutex, PoisonError};

/// How many bytes pictures may take while they are looked through or pressed.
pub(super) const PICTURES_AT_ONCE: u64 = 16 << 20;

/// How many bytes are left.
pub(super) struct Room {
    all: u64,
    left: Mutex<u64>,
    freed: Condvar,
}

impl Room {
    pub(super) const fn new(bytes: u64) -> Room {
        Room { all: bytes, left: Mutex::new(bytes), freed: Condvar::new() }
    }

    /// Works once there is room for so many bytes. Work that needs more than all there is works alone. It must not wait for other
    /// work that needs room.
    pub(super) fn with<T>(&self, bytes: u64, work: impl FnOnce() -> T) -> T {
        let bytes = bytes.min(self.all);
        let left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let mut left = self.freed.wait_while(left, |left| *left < bytes).unwrap_or_else(PoisonError::into_inner);
        *left -= bytes;
        drop(left);
        let _taken = Taken { room: self, bytes };
        work()
    }
}

/// Room that is given back even where work panics: others would wait for it for ever.
struct Taken<'r> {
    room: &'r Room,
    bytes: u64,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.room.left.lock().unwrap_or_else(PoisonError::into_inner) += self.bytes;
        self.room.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use rayon::prelude::*;

    use super::*;

    #[test]
    fn no_more_is_in_use_than_there_is() {
        let (room, used, most) = (Room::new(10), AtomicU64::new(0), AtomicU64::new(0));
        let work = |bytes: u64| {
            room.with(bytes, || {
                let now = used.fetch_add(bytes.min(10), Ordering::SeqCst) + bytes.min(10);
                most.fetch_max(now, Ordering::SeqCst);
                std::thread::yield_now();
                used.fetch_sub(bytes.min(10), Ordering::SeqCst);
            });
        };
        (0..400).into_par_iter().with_max_len(1).for_each(|at| work([1, 4, 6, 99][at % 4]));
        assert!((1..=10).contains(&most.into_inner()));
        assert_eq!(room.left.into_inner().unwrap(), 10);
    }

    #[test]
    fn work_that_panics_gives_its_room_back() {
        let room = Room::new(10);
        let fails = || room.with(4, || panic!("as it should"));
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(fails)).is_err());
        assert_eq!(room.left.into_inner().unwrap(), 10);
    }
}
