//! Many books in one run: worked on side by side, told one by one in their order.

use rayon::prelude::*;

/// Does `work` for each of `count` books on that many threads (as many as there are processors where 0), and hands what
/// comes of it to `told` in order, on the thread of the caller. No more books are held at once than keep all threads busy.
pub fn side_by_side<T: Send>(
    count: usize,
    threads: usize,
    work: impl Fn(usize) -> T + Sync,
    mut told: impl FnMut(usize, T),
) {
    // A machine that cannot give threads can still work on this one.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok();
    let step = 4 * pool.as_ref().map_or(1, rayon::ThreadPool::current_num_threads);
    for first in (0..count).step_by(step) {
        let some = || (first..count.min(first + step)).into_par_iter().with_max_len(1).map(&work).collect::<Vec<T>>();
        let done = match &pool {
            Some(pool) => pool.install(some),
            None => some(),
        };
        (first..).zip(done).for_each(|(at, done)| told(at, done));
    }
}
