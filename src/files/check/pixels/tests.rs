use std::io::Cursor;

use png::{BitDepth, ColorType, Compression, Encoder, Filter};

use super::{super::tests::*, *};
use crate::files::samples;

/// One ticket with a code of squares, or `another` whose code has one square other; made with Pillow.
macro_rules! picture {
    ($name:literal) => {
        &include_bytes!($name)[..]
    };
}

fn dots(kind: FileKind, file: &[u8]) -> Option<[u8; 32]> {
    let digest = digest(kind, &mut Cursor::new(file), 0);
    // Where there are none, the file is known by its data.
    let looked = looked(file, 64).unwrap().1;
    assert!(digest.is_none_or(|digest| looked == Some(digest)) && looked.is_some());
    digest
}

/// All the same to see, and none like what is seen of `another`.
fn check_same(all: &[(FileKind, &[u8])], another: (FileKind, &[u8])) {
    let first = dots(all[0].0, all[0].1);
    assert!(first.is_some());
    for (n, (kind, file)) in all.iter().enumerate() {
        assert_eq!(dots(*kind, file), first, "{n}");
    }
    let another = dots(another.0, another.1);
    assert!(another.is_some() && another != first);
}

/// A picture in these dots, packed so.
struct Packed<'a> {
    sides: (u32, u32),
    colours: (ColorType, BitDepth),
    palette: Option<&'a [u8]>,
    opacity: Option<&'a [u8]>,
    packing: (Compression, Filter),
}

impl Packed<'_> {
    fn png(&self, dots: &[u8]) -> Vec<u8> {
        let mut file = vec![];
        let mut encoder = Encoder::new(&mut file, self.sides.0, self.sides.1);
        encoder.set_color(self.colours.0);
        encoder.set_depth(self.colours.1);
        if let Some(palette) = self.palette {
            encoder.set_palette(palette);
        }
        if let Some(opacity) = self.opacity {
            encoder.set_trns(opacity);
        }
        encoder.set_compression(self.packing.0);
        encoder.set_filter(self.packing.1);
        encoder.write_header().unwrap().write_image_data(dots).unwrap();
        file
    }
}

const PLAIN: Packed<'static> = Packed {
    sides: (8, 2),
    colours: (ColorType::Rgba, BitDepth::Eight),
    palette: None,
    opacity: None,
    packing: (Compression::Fast, Filter::NoFilter),
};

#[test]
fn a_png_is_the_same_in_any_packing() {
    // Black, white and nothing, as numbers of a palette.
    let numbers = [0_u8, 1, 1, 0, 2, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 2];
    let of = |colours: [&[u8]; 3]| numbers.map(|n| colours[usize::from(n)]).concat();
    let of_numbers = |nothing| Packed {
        colours: (ColorType::Indexed, BitDepth::Two),
        palette: Some(nothing),
        opacity: Some(&[255, 255, 0]),
        ..PLAIN
    };
    let twos: Vec<u8> =
        numbers.chunks(4).map(|four| four.iter().fold(0, |all, n| all << 2 | n)).collect();
    let rgba = of([&[0, 0, 0, 255], &[255; 4], &[0; 4]]);
    let with = |colours, dots: &[u8]| Packed { colours, ..PLAIN }.png(dots);
    let all = [
        PLAIN.png(&rgba),
        Packed { packing: (Compression::High, Filter::Paeth), ..PLAIN }.png(&rgba),
        Packed { packing: (Compression::NoCompression, Filter::Up), ..PLAIN }.png(&rgba),
        with((ColorType::GrayscaleAlpha, BitDepth::Eight), &of([&[0, 255], &[255, 255], &[9, 0]])),
        with(
            (ColorType::Rgba, BitDepth::Sixteen),
            &of([&[0, 0, 0, 0, 0, 0, 255, 255], &[255; 8], &[0; 8]]),
        ),
        of_numbers(&[0, 0, 0, 255, 255, 255, 1, 2, 3]).png(&twos),
        of_numbers(&[0, 0, 0, 255, 255, 255, 0, 0, 0]).png(&twos),
        Packed { colours: (ColorType::Grayscale, BitDepth::Two), opacity: Some(&[0, 2]), ..PLAIN }
            .png(&of_grey(&numbers)),
    ];
    let all: Vec<_> = all.iter().map(|file| (FileKind::Png, &file[..])).collect();
    let other = of([&[0, 0, 1, 255], &[255; 4], &[0; 4]]);
    check_same(&all, (FileKind::Png, &PLAIN.png(&other)));
    // The same dots in another form.
    let turned = Packed { sides: (2, 8), ..PLAIN }.png(&rgba);
    assert_ne!(dots(FileKind::Png, &turned), dots(FileKind::Png, all[0].1));
    let [ticket, interlaced] = [picture!("ticket.png"), picture!("interlaced.png")];
    check_same(&[(FileKind::Png, ticket), (FileKind::Png, interlaced)], all[0]);
}

/// Two bits a dot: 0 is black, 3 is white, and 2 is nothing.
fn of_grey(numbers: &[u8]) -> Vec<u8> {
    let grey = |n: &u8| if *n == 1 { 3 } else { *n };
    numbers.chunks(4).map(|four| four.iter().map(grey).fold(0, |all, n| all << 2 | n)).collect()
}

#[test]
fn a_photograph_is_the_same_in_any_packing() {
    let all = [
        picture!("ticket.jpg"),
        picture!("optimised.jpg"),
        picture!("progressive.jpg"),
        picture!("restarts.jpg"),
        // Some programs leave the last marker out.
        picture!("ticket.jpg").strip_suffix(b"\xff\xd9").unwrap(),
    ];
    check_same(&all.map(|file| (FileKind::Jpeg, file)), (FileKind::Jpeg, picture!("another.jpg")));
}

#[test]
fn a_webp_is_the_same_in_any_packing_and_as_a_png() {
    let [ticket, smaller] = [picture!("ticket.webp"), picture!("smaller.webp")];
    let (lossy, another) = (picture!("lossy.webp"), picture!("another.webp"));
    let all = [
        (FileKind::Webp, ticket),
        (FileKind::Webp, smaller),
        (FileKind::Png, picture!("ticket.png")),
    ];
    check_same(&all, (FileKind::Webp, lossy));
    check_same(&[(FileKind::Webp, lossy)], (FileKind::Webp, another));
}

#[test]
fn a_webp_with_much_data_is_not_decoded() {
    let file = &mut Cursor::new(picture!("ticket.webp"));
    assert!(digest(FileKind::Webp, file, WEBP_DATA_BYTES_MAX).is_some());
    assert_eq!(digest(FileKind::Webp, file, WEBP_DATA_BYTES_MAX + 1), None);
}

/// A photograph with the table that decoders need.
fn photograph(sides: [u16; 2]) -> Vec<u8> {
    let units = sides.map(|side| usize::from(side.div_ceil(8)));
    let scans: &[(&[u8], _, _)] = &[(&[1], units[0] * units[1], 1)];
    let photograph = Photograph { code: 0xc0, sides, components: &[(1, 1)], restart: 0, scans };
    let table = [&b"\xff\xdb\0\x43\0"[..], &[1; 64]].concat();
    [&put(&photograph.bytes(), 2, &table)[..], b"\xff\xd9"].concat()
}

/// A picture of one colour.
fn webp([width, height]: [u32; 2]) -> Vec<u8> {
    let mut file = samples::file(FileKind::Webp, 1);
    let at = memchr::memmem::find(&file, b"/\0\0\0\0").unwrap() + 1;
    file[at..at + 4].copy_from_slice(&((height - 1) << 14 | (width - 1)).to_le_bytes());
    file
}

fn black([width, height]: [u32; 2]) -> Vec<u8> {
    let packed =
        Packed { sides: (width, height), colours: (ColorType::Grayscale, BitDepth::One), ..PLAIN };
    packed.png(&vec![0; (width.div_ceil(8) * height) as usize])
}

#[test]
fn what_would_take_much_memory_is_not_decoded() {
    let small = [(FileKind::Png, black([40, 24])), (FileKind::Webp, webp([40, 24]))];
    for (kind, file) in small.into_iter().chain([(FileKind::Jpeg, photograph([40, 24]))]) {
        assert!(dots(kind, &file).is_some(), "{kind:?}");
    }
    // One row of blocks too many.
    for (kind, file) in [
        (FileKind::Png, black([4096, 4104])),
        (FileKind::Webp, webp([4096, 4104])),
        (FileKind::Jpeg, photograph([4096, 4104])),
        (FileKind::Png, black([30_000, 30_000])),
        (FileKind::Webp, webp([16_384, 16_384])),
    ] {
        assert_eq!(dots(kind, &file), None, "{kind:?}");
    }
}

#[test]
fn what_moves_or_is_not_understood_is_known_by_its_data() {
    let moves = png_chunk(b"acTL", b"\0\0\0\x01\0\0\0\0");
    let file = put(picture!("ticket.png"), 33, &moves);
    assert_eq!(dots(FileKind::Png, &file), None);
    assert_eq!(dots(FileKind::Jpeg, &samples::file(FileKind::Jpeg, 1)), None);
}
