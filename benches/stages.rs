//! What setting costs beside writing: the time of an edition's galleys and pages, and of its PDF, on one thread. Writing is the
//! floor, so that the ratio is to be below one.
//!
//! usage: cargo run --release --example stages -- BOOK.yaml EDITION

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use recto::base::{Diags, Folder};
use recto::pass::Given;
use recto::{pdf, pipeline};

const RUNS: usize = 7;

fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let begun = Instant::now();
    let given = work();
    (begun.elapsed().as_secs_f64() * 1000.0, given)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn main() -> ExitCode {
    // Within the pool's one thread, so that neither side has the waiting main thread to help it.
    rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool of one").install(measure)
}

fn measure() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [manifest, name] = args.as_slice() else {
        eprintln!("usage: stages BOOK.yaml EDITION");
        return ExitCode::from(2);
    };
    let manifest = Path::new(manifest);
    let parent = manifest.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = Folder::open(parent).expect("the folder of the manifest");
    let file = manifest.file_name().and_then(|name| name.to_str()).expect("a manifest");
    let Ok(bench) = pipeline::open(folder, file) else {
        eprintln!("the book cannot be read");
        return ExitCode::FAILURE;
    };
    let Some(edition) = bench.manifest.editions.iter().find(|edition| edition.name.value == *name) else {
        eprintln!("the book has no edition '{name}'");
        return ExitCode::FAILURE;
    };
    let (mut setting, mut writing) = (Vec::new(), Vec::new());
    let (mut count, mut bytes) = (0, 0);
    // The first run is thrown away; setting and writing take turns, so that whatever else the machine does meets both.
    for run in 0..=RUNS {
        let (set, (pages, ..)) = timed(|| pipeline::pages(&bench, edition, Given { modified: 0 }));
        let (written, file) = timed(|| pdf::write(&pages, &mut Diags::new()));
        if run > 0 {
            setting.push(set);
            writing.push(written);
        }
        (count, bytes) = (pages.pages.len(), file.map_or(0, |file| file.len()));
    }
    let (set, written) = (median(setting), median(writing));
    println!(
        "{count} pages, {bytes} bytes: binding and setting {set:.0} ms, writing {written:.0} ms, ratio {:.2}",
        set / written
    );
    ExitCode::SUCCESS
}
