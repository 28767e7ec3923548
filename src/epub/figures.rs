//! Pictures as XHTML, alone, in a line or side by side.

use super::content::Writer;
use super::declare::{decimal, hundredths};
use super::xhtml::Attr;
use crate::base::Length;
use crate::model::{Extent, Figure, Image};

/// What parts pictures side by side, in per cent of the measure.
pub(super) const GAP: u64 = 2;
/// Parts of a hundredth in which shares are reckoned, so that pictures side by side are as high as one another.
const FINE: u64 = 100;

impl<'a> Writer<'a> {
    pub(super) fn figure(&mut self, figure: &'a Figure, attrs: Vec<Attr>) {
        self.xml.start("figure", &attrs);
        self.xml.line();
        let images = &figure.images;
        let widths = match images.as_slice() {
            [image] => vec![width(image)],
            images => {
                let shapes: Vec<u64> = images.iter().map(|image| self.names.shape(&image.path)).collect();
                shares(images, &shapes)
            }
        };
        // No white space stands between them, which grows with the letters and has no share.
        for (image, width) in images.iter().zip(&widths) {
            self.image(image, false, width.as_deref());
        }
        self.xml.line();
        if !figure.caption.is_empty() {
            self.xml.start("figcaption", &[]);
            if let Some(label) = &figure.label {
                self.xml.leaf("span", &[("class", "label")], label);
                self.xml.text(" ");
            }
            self.inlines(&figure.caption);
            self.xml.end();
            self.xml.line();
        }
        self.xml.end();
    }

    /// A picture, with what its style says of its width.
    pub(super) fn image(&mut self, image: &Image, in_line: bool, width: Option<&str>) {
        let alt = image.alt.as_deref();
        let Some(shown) = self.names.images().get(&image.path) else {
            // What is wrong with the picture was said where it was read, and there keeps the edition from being written.
            self.xml.text(alt.unwrap_or(&image.path));
            return;
        };
        let mut attrs = vec![("src", shown.file.as_str()), ("alt", alt.unwrap_or_default())];
        let icon = in_line && shown.icon && image.width.is_none();
        attrs.extend(match (icon, shown.see_through) {
            (true, true) => Some(("class", "icon ground")),
            (true, false) => Some(("class", "icon")),
            (false, true) => Some(("class", "ground")),
            (false, false) => None,
        });
        attrs.extend(width.map(|width| ("style", width)));
        self.xml.empty("img", &attrs);
    }
}

/// The width that the author of a picture wants.
pub(super) fn width(image: &Image) -> Option<String> {
    match image.width? {
        Extent::Percent(share) => Some(format!("width: {share}%")),
        Extent::Length(length) => Some(format!("width: {}", ems(length))),
    }
}

/// The widths of pictures side by side: a picture has its share by its shape, unless its author says which, and together they are
/// never wider than the measure. One of a certain length is no wider than its share.
fn shares(images: &[Image], shapes: &[u64]) -> Vec<Option<String>> {
    let count = images.len() as u64;
    let room = 100_u64.saturating_sub(GAP * (count - 1)).max(count) * FINE;
    let whole = shapes.iter().sum::<u64>().max(1);
    let wanted: Vec<u64> = images
        .iter()
        .zip(shapes)
        .map(|(image, shape)| match image.width {
            Some(Extent::Percent(share)) => u64::from(share) * FINE,
            _ => shape * room / whole,
        })
        .collect();
    let together = wanted.iter().sum::<u64>().max(room);
    let fit = |(image, wanted): (&Image, u64)| {
        let share = (wanted * room / together).max(FINE);
        let share = format!("{}%", decimal(share as i64));
        Some(match image.width {
            Some(Extent::Length(length)) => format!("width: {}; max-width: {share}", ems(length)),
            _ => format!("width: {share}"),
        })
    };
    images.iter().zip(wanted).map(fit).collect()
}

/// A length as ems of twelve points, the size of letters for which browsers, and who wrote for them, measure pictures (96 pixels an
/// inch, of which a letter has 16). A reader who sets larger letters has larger pictures.
fn ems(length: Length) -> String {
    hundredths((length.0 * 100 / Length::pt(12).0).max(1))
}

#[cfg(test)]
mod tests {
    use super::super::example::{block, chapter, dot, metadata};
    use super::super::tests::{bind, file, plain, style};
    use super::super::write;
    use super::*;
    use crate::asset::{Picture, Pictures};
    use crate::base::Diags;
    use crate::model::{BlockKind, Inline, InlineKind, Matter, Role};

    fn image(width: Option<Extent>) -> Image {
        Image { width, ..Image::new("pictures/dot.png", Some("a dot".into())) }
    }

    #[test]
    fn pictures_side_by_side_leave_room_for_what_parts_them() {
        let [half, length] = [Extent::Percent(50), Extent::Length(Length::pt(36))].map(|width| image(Some(width)));
        let free = || image(None);
        let widths = |images: &[Image], shapes: &[u64]| -> Vec<String> {
            shares(images, shapes).into_iter().map(Option::unwrap).collect()
        };
        assert_eq!(widths(&[free(), free(), free()], &[1000; 3]), ["width: 32%"; 3]);
        assert_eq!(widths(&[free(), free()], &[2000, 1000]), ["width: 65.33%", "width: 32.66%"]);
        assert_eq!(widths(&[half.clone(), half], &[1000; 2]), ["width: 49%"; 2]);
        assert_eq!(widths(&[length, free()], &[1000; 2]), ["width: 3em; max-width: 49%", "width: 49%"]);
        let many = vec![free(); 60];
        assert_eq!(widths(&many, &[1000; 60])[59], "width: 1%");
    }

    #[test]
    fn a_width_in_pixels_grows_with_the_letters() {
        // 500 pixels.
        assert_eq!(width(&image(Some(Extent::Length(Length::pt(375))))).unwrap(), "width: 31.25em");
        assert_eq!(width(&image(Some(Extent::Percent(60)))).unwrap(), "width: 60%");
        assert_eq!(width(&image(None)), None);
    }

    #[test]
    fn a_picture_through_which_its_ground_shows_has_a_light_one() {
        let clear = Picture { see_through: true, ..dot("pictures/clear.png") };
        let pictures = Pictures::new(vec![clear, dot("pictures/dot.png")]);
        let paths = ["pictures/clear.png", "pictures/dot.png"];
        let images: Vec<Image> = paths.iter().map(|path| Image::new(*path, Some("a dot".into()))).collect();
        let line = images.iter().map(|image| Inline { kind: InlineKind::Image(image.clone()), ..Inline::text("") });
        let figures = vec![
            block(BlockKind::Figure(Figure { images: images.clone(), label: None, caption: vec![] })),
            super::super::example::para(line.collect()),
        ];
        let book = bind(metadata(), vec![chapter("one", Matter::Body, Role::Chapter, "One", figures)]);
        let epub = write(&book, &plain(&pictures, &style()), &mut Diags::new()).unwrap().bytes().unwrap();
        let page = file(&epub, "OEBPS/one.xhtml");
        let shown = |name: &str, rest: &str| format!("<img src=\"images/{name}.png\" alt=\"a dot\"{rest}/>");
        let share = " style=\"width: 49%\"";
        let (ground, icon) = (" class=\"ground\"", " class=\"icon ground\"");
        let side_by_side = [shown("clear", &[ground, share].concat()), shown("dot", share)].concat();
        assert!(page.contains(&side_by_side), "{page}");
        let in_line = [shown("clear", icon), shown("dot", " class=\"icon\"")].concat();
        assert!(page.contains(&in_line), "{page}");
        assert!(
            file(&epub, "OEBPS/stylesheet.css")
                .contains("\nimg.ground { background: #fff linear-gradient(#fff, #fff);")
        );
    }
}
