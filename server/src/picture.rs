//! Pictures of people: whatever was uploaded is decoded and drawn anew, small and square, so that nothing else of the file
//! is kept or handed on (VA1).
//!
//! What a file claims is looked at before it is decoded: its size in pixels, the memory that takes, the passes it asks for.
//! One picture is decoded at a time, away from the threads that answer requests.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{
    DynamicImage, GenericImageView as _, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits,
};
use image::{Rgb, RgbImage};
use std::io::Cursor;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Largest file that is looked at, in bytes.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
/// What the pictures are written as.
pub const MEDIA: &str = "image/jpeg";
/// Pixels of a side of what is kept.
const SIDE: u32 = 128;
/// Most bytes of what is kept.
const KEPT: usize = 20 * 1024;
/// Longest side of a file, in pixels.
const LONGEST: u32 = 8_192;
/// Most pixels of a file.
const MOST_PIXELS: u64 = 40_000_000;
/// Most memory for its pixels, and for what the decoder needs beside them.
const MEMORY: u64 = 192 * 1024 * 1024;
/// Most passes of one JPEG. A camera's has one, a progressive one some ten; a file of many empty ones would be decoded for
/// hours.
const MOST_PASSES: usize = 32;

/// Why something is not taken as a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Not a PNG, JPEG or WebP, or a broken one.
    NotAPicture,
    /// Larger than anybody's picture is.
    TooManyPixels,
}

impl Unfit {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAPicture => "not-a-picture",
            Self::TooManyPixels => "picture-too-many-pixels",
        }
    }
}

impl From<ImageError> for Unfit {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooManyPixels,
            _ => Self::NotAPicture,
        }
    }
}

/// Draws pictures anew, one after the other.
#[derive(Clone, Debug)]
pub struct Pictures(Arc<Semaphore>);

impl Default for Pictures {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(1)))
    }
}

impl Pictures {
    /// The picture in this file as the server keeps it.
    pub async fn draw_anew(&self, file: impl AsRef<[u8]> + Send + 'static) -> Result<Vec<u8>, Unfit> {
        let turn = Arc::clone(&self.0).acquire_owned().await.map_err(|_| Unfit::NotAPicture)?;
        let drawn = tokio::task::spawn_blocking(move || {
            // Given back when the work is done, also when nobody waits for it any more.
            let _turn = turn;
            draw_anew(file.as_ref())
        });
        drawn.await.unwrap_or_else(|error| {
            tracing::warn!(%error, "a picture could not be decoded");
            Err(Unfit::NotAPicture)
        })
    }
}

/// Decodes within the limits, turns it upright, cuts the middle out and writes it small.
fn draw_anew(file: &[u8]) -> Result<Vec<u8>, Unfit> {
    // By the content alone: what it is called or declared as says nothing.
    let format = image::guess_format(file)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) {
        return Err(Unfit::NotAPicture);
    }
    if format == ImageFormat::Jpeg && passes(file) > MOST_PASSES {
        return Err(Unfit::TooManyPixels);
    }
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits());
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width).saturating_mul(u64::from(height));
    if pixels == 0 {
        return Err(Unfit::NotAPicture);
    }
    if width.max(height) > LONGEST || pixels > MOST_PIXELS || decoder.total_bytes() > MEMORY {
        return Err(Unfit::TooManyPixels);
    }
    let orientation = decoder.orientation()?;
    let picture = DynamicImage::from_decoder(decoder)?;
    let mut small = DynamicImage::ImageRgb8(square(&picture));
    small.apply_orientation(orientation);
    write(&small.into_rgb8())
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST);
    limits.max_image_height = Some(LONGEST);
    limits.max_alloc = Some(MEMORY);
    limits
}

/// Scans of a JPEG, with those of pictures inside its metadata.
fn passes(file: &[u8]) -> usize {
    file.windows(2).filter(|pair| *pair == [0xff, 0xda]).count()
}

/// The middle of it, [`SIDE`] pixels a side, on white where it was transparent.
fn square(picture: &DynamicImage) -> RgbImage {
    let (width, height) = picture.dimensions();
    let side = width.min(height);
    let (left, top) = ((width - side) / 2, (height - side) / 2);
    // Averaged down to twice the size first: each pixel is looked at once, however large the picture is.
    let near = side.min(2 * SIDE);
    let edge = |n: u32| u32::try_from(u64::from(n) * u64::from(side) / u64::from(near)).unwrap_or(side);
    let averaged = RgbImage::from_fn(near, near, |x, y| {
        let mut sum = [0_u64; 3];
        let mut n = 0_u64;
        for row in edge(y)..edge(y + 1) {
            for column in edge(x)..edge(x + 1) {
                let [r, g, b, alpha] = picture.get_pixel(left + column, top + row).0;
                for (sum, colour) in sum.iter_mut().zip([r, g, b]) {
                    *sum += u64::from(colour) * u64::from(alpha) + 255 * (255 - u64::from(alpha));
                }
                n += 255;
            }
        }
        Rgb(sum.map(|s| u8::try_from((s + n / 2) / n.max(1)).unwrap_or(u8::MAX)))
    });
    if near == SIDE { averaged } else { imageops::resize(&averaged, SIDE, SIDE, FilterType::Lanczos3) }
}

/// As a small file: the quality gives way before the size does.
fn write(picture: &RgbImage) -> Result<Vec<u8>, Unfit> {
    let mut file = Vec::new();
    for quality in [90, 75, 50, 25] {
        file.clear();
        JpegEncoder::new_with_quality(&mut file, quality).encode_image(picture)?;
        if file.len() <= KEPT {
            break;
        }
    }
    Ok(file)
}

/// A portrait without a photo, for the demo: a head before a coloured wall, always the same for the same `seed`.
pub fn portrait(seed: u32) -> Result<Vec<u8>, Unfit> {
    let mix = |n: u32| (seed.wrapping_add(n).wrapping_mul(2_654_435_761) >> 16) & 0xff;
    let pick = |n: u32, all: [[u8; 3]; 6]| all.get(mix(n) as usize % 6).copied().unwrap_or([128; 3]);
    let wall = pick(
        1,
        [
            [247, 197, 159],
            [168, 208, 230],
            [190, 220, 180],
            [225, 200, 240],
            [250, 220, 140],
            [180, 200, 200],
        ],
    );
    let skin = pick(
        2,
        [[241, 205, 177], [224, 172, 138], [198, 134, 92], [141, 85, 54], [96, 60, 42], [250, 219, 196]],
    );
    let hair =
        pick(3, [[40, 30, 28], [90, 56, 37], [190, 150, 90], [150, 150, 155], [120, 50, 30], [20, 20, 26]]);
    let shirt =
        pick(4, [[52, 84, 140], [140, 60, 80], [60, 110, 90], [80, 70, 120], [190, 120, 60], [70, 80, 95]]);
    let long = mix(5) % 2 == 0;
    let inside = |x: f32, y: f32, (cx, cy): (f32, f32), (rx, ry): (f32, f32)| {
        ((x - cx) / rx).powi(2) + ((y - cy) / ry).powi(2) <= 1.0
    };
    let colour = |x: f32, y: f32| {
        let face = inside(x, y, (0.5, 0.46), (0.17, 0.215));
        let fringe = y < 0.36 && inside(x, y, (0.5, 0.40), (0.2, 0.2));
        let behind = inside(x, y, (0.5, 0.43), (0.215, 0.235))
            || long && y < 0.72 && inside(x, y, (0.5, 0.52), (0.25, 0.28));
        let neck = (x - 0.5).abs() < 0.075 && (0.6..0.8).contains(&y);
        if fringe {
            hair
        } else if face || neck {
            skin
        } else if inside(x, y, (0.5, 1.06), (0.4, 0.33)) {
            shirt
        } else if behind && (long || y < 0.46) {
            hair
        } else {
            // A little darker towards the floor.
            wall.map(|c| (f32::from(c) * (1.06 - 0.22 * y)).min(255.0) as u8)
        }
    };
    let large = RgbImage::from_fn(2 * SIDE, 2 * SIDE, |x, y| {
        let at = |n: u32| n as f32 / (2 * SIDE) as f32;
        Rgb(colour(at(x), at(y)))
    });
    write(&imageops::resize(&large, SIDE, SIDE, FilterType::Triangle))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgba, RgbaImage};

    fn png(picture: impl Into<DynamicImage>) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        picture.into().write_to(&mut file, ImageFormat::Png).unwrap();
        file.into_inner()
    }

    fn read(file: &[u8]) -> RgbImage {
        let picture = image::load_from_memory_with_format(file, ImageFormat::Jpeg).unwrap();
        assert_eq!(picture.dimensions(), (SIDE, SIDE));
        picture.into_rgb8()
    }

    fn is_near(pixel: &Rgb<u8>, colour: [u8; 3]) -> bool {
        pixel.0.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 12)
    }

    /// The first chunk of a PNG says how large it is; nothing else has to be there.
    fn claims(width: u32, height: u32) -> Vec<u8> {
        let mut file = png(RgbImage::new(1, 1));
        file[16..20].copy_from_slice(&width.to_be_bytes());
        file[20..24].copy_from_slice(&height.to_be_bytes());
        let mut crc = u32::MAX;
        for byte in &file[12..29] {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
            }
        }
        file[29..33].copy_from_slice(&(!crc).to_be_bytes());
        file
    }

    #[test]
    fn va1_the_middle_is_cut_out_and_transparent_is_white() {
        // Red, then green, then blue from left to right, and the green one half transparent below.
        let picture = RgbaImage::from_fn(900, 300, |x, y| match x / 300 {
            0 => Rgba([255, 0, 0, 255]),
            1 => Rgba([0, 200, 0, if y < 150 { 255 } else { 0 }]),
            _ => Rgba([0, 0, 255, 255]),
        });
        let small = read(&draw_anew(&png(picture)).unwrap());
        for x in [2, 64, 125] {
            assert!(is_near(small.get_pixel(x, 20), [0, 200, 0]), "{:?}", small.get_pixel(x, 20));
            assert!(is_near(small.get_pixel(x, 100), [255, 255, 255]), "{:?}", small.get_pixel(x, 100));
        }
    }

    #[test]
    fn va1_smaller_and_odd_pictures_fill_the_square_too() {
        for (width, height) in [(1, 1), (1, 500), (127, 40), (128, 128), (129, 255), (257, 256), (640, 481)] {
            let picture = RgbImage::from_pixel(width, height, Rgb([40, 90, 160]));
            let small = read(&draw_anew(&png(picture)).unwrap());
            assert!(small.pixels().all(|p| is_near(p, [40, 90, 160])), "{width}×{height}");
        }
    }

    #[test]
    fn va1_a_picture_of_noise_is_still_a_small_file() {
        let mut n = 1_u32;
        let noise = RgbImage::from_fn(256, 256, |_, _| {
            n = n.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            Rgb([(n >> 24) as u8, (n >> 16) as u8, (n >> 8) as u8])
        });
        let file = draw_anew(&png(noise)).unwrap();
        assert!(file.len() <= KEPT, "{}", file.len());
    }

    #[test]
    fn va1_what_claims_to_be_large_is_refused_before_it_is_decoded() {
        let begun = std::time::Instant::now();
        for (width, height) in
            [(8_193, 1), (1, 8_193), (8_000, 8_000), (60_000, 60_000), (i32::MAX as u32, 2)]
        {
            assert_eq!(draw_anew(&claims(width, height)), Err(Unfit::TooManyPixels), "{width}×{height}");
        }
        // Within the limits, it is the missing rest that is wrong.
        assert_eq!(draw_anew(&claims(6_000, 6_000)), Err(Unfit::NotAPicture));
        assert_eq!(draw_anew(&claims(0, 5)), Err(Unfit::NotAPicture));
        assert!(begun.elapsed().as_secs() < 2, "{:?}", begun.elapsed());
    }

    #[test]
    fn va1_a_jpeg_of_endless_passes_is_refused() {
        let mut file = write(&RgbImage::new(64, 64)).unwrap();
        assert!(draw_anew(&file).is_ok());
        file.extend([0xff, 0xda].repeat(MOST_PASSES));
        assert_eq!(draw_anew(&file), Err(Unfit::TooManyPixels));
    }

    #[test]
    fn va1_a_broken_file_is_no_picture_wherever_it_breaks() {
        let whole = png(RgbImage::from_fn(64, 64, |x, y| Rgb([x as u8, y as u8, 7])));
        for end in 0..whole.len() - 16 {
            assert!(draw_anew(&whole[..end]).is_err(), "{end} of {}", whole.len());
        }
        let jpeg = write(&RgbImage::new(64, 64)).unwrap();
        for end in 0..jpeg.len() {
            // A decoder may fill in what a JPEG lacks at its end; it must not fail in any other way.
            let _ = draw_anew(&jpeg[..end]);
        }
    }

    #[test]
    fn va1_the_demos_portraits_are_small_and_differ() {
        let all: Vec<_> = (0..6).map(|n| portrait(n).unwrap()).collect();
        for (n, file) in all.iter().enumerate() {
            read(file);
            assert!(file.len() < KEPT && !all[..n].contains(file));
        }
        assert_eq!(portrait(3), portrait(3));
    }
}
