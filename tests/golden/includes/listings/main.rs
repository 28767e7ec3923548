use std::io;

// ANCHOR: main
fn main() {
    // ANCHOR: read
    let mut line = String::new();
    io::stdin().read_line(&mut line).expect("a line");
    // ANCHOR_END: read
    println!("{line}");
}
// ANCHOR_END: main
