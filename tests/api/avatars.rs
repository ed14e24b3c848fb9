//! Pictures of people (VA1): taken in, drawn anew, shown to those who see the person.

use axum::http::Method;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, RgbaImage};
use rolecall::picture::MOST_BYTES;
use serde_json::{Value, json};
use shared::api::MemberView;
use std::io::Cursor;
use std::time::{Duration, Instant};
use tests::{
    Answer, Came, Failure, ORIGIN, Somebody, Story, TestApp, asked, faults, no, ok, state, unchanged,
};

const TEAM: &str = "voice-agents";
const ADMIN: &str = "admin@voice.example";
/// Without a picture in the demo.
const MARCUS: &str = "marcus@voice.example";
const MEMBER: &str = "member@voice.example";

async fn sends_as(who: &Somebody, file: &[u8], kind: &str) -> Result<Answer, Failure> {
    let headers = [("origin", ORIGIN), ("content-type", kind)];
    who.client.send(Method::PUT, &who.at("/me/avatar"), Some(file.to_vec()), &headers).await
}

async fn sends(who: &Somebody, file: &[u8]) -> Result<Answer, Failure> {
    sends_as(who, file, "application/octet-stream").await
}

async fn removes(who: &Somebody) -> Result<Answer, Failure> {
    who.client.delete(&who.at("/me/avatar"), &json!({})).await
}

fn address(who: &Somebody, member: &MemberView) -> Result<String, Failure> {
    let version = member.avatar.as_ref().ok_or("no picture")?;
    Ok(who.at(&format!("/members/{}/avatar?v={version}", member.id)))
}

/// The own picture, as anybody gets it.
async fn picture(who: &Somebody) -> Result<RgbImage, Failure> {
    let me = who.team().await?.me;
    let answer = ok(who.client.get(&address(who, &me)?).await?)?;
    let picture = image::load_from_memory_with_format(&answer.bytes, ImageFormat::Jpeg)?;
    assert_eq!((picture.width(), picture.height()), (128, 128));
    assert!(answer.bytes.len() < 20 * 1024, "{}", answer.bytes.len());
    Ok(picture.into_rgb8())
}

pub fn file(picture: impl Into<DynamicImage>, format: ImageFormat) -> Result<Vec<u8>, Failure> {
    let mut file = Cursor::new(Vec::new());
    picture.into().write_to(&mut file, format)?;
    Ok(file.into_inner())
}

/// Red above, blue below; wider than high, with something at both sides that is cut off.
pub fn flag() -> RgbImage {
    RgbImage::from_fn(600, 400, |x, y| match (x, y) {
        (0..100 | 500.., _) => Rgb([0, 255, 0]),
        (_, 0..200) => Rgb([220, 20, 20]),
        _ => Rgb([20, 20, 220]),
    })
}

fn colour(picture: &RgbImage, x: u32, y: u32) -> &'static str {
    match picture.get_pixel(x, y).0 {
        [150..=255, 0..90, 0..90] => "red",
        [0..90, 0..90, 150..=255] => "blue",
        [0..90, 150..=255, 0..90] => "green",
        _ => "other",
    }
}

/// A JPEG with metadata in which the camera was held on its side, and where it was taken is said.
fn from_a_phone(orientation: u8) -> Result<Vec<u8>, Failure> {
    let plain = file(flag(), ImageFormat::Jpeg)?;
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    // Orientation, one short; then a description of 16 bytes at 38.
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    exif.extend([0x01, 0x0e, 0, 2, 0, 0, 0, 16, 0, 0, 0, 38, 0, 0, 0, 0]);
    exif.extend(b"at 41.01N 28.97E");
    let mut all = plain.get(..2).ok_or("no file")?.to_vec();
    all.extend([0xff, 0xe1]);
    all.extend(u16::try_from(exif.len() + 2)?.to_be_bytes());
    all.extend(exif);
    all.extend(plain.get(2..).ok_or("no file")?);
    Ok(all)
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|w| w == needle)
}

#[tokio::test]
async fn va1_each_format_is_taken_by_its_content_and_the_middle_is_kept() -> Story {
    let app = TestApp::with_demo().await?;
    let marcus = Somebody::of(&app, MARCUS, TEAM).await?;
    let mut before = marcus.team().await?.me.avatar;
    assert_eq!(before, None);
    let kinds = ["application/octet-stream", "image/png", "image/jpeg", "image/webp", "text/csv"];
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        for kind in kinds {
            // What it is declared as says nothing.
            let answer = ok(sends_as(&marcus, &file(flag(), format)?, kind).await?)?.json();
            let version = answer["members"][0]["avatar"].as_str().map(str::to_owned);
            assert!(version.is_some() && version != before, "{format:?}: another version each time");
            before = version;
        }
        let drawn = picture(&marcus).await?;
        for x in [3, 64, 124] {
            assert_eq!((colour(&drawn, x, 10), colour(&drawn, x, 117)), ("red", "blue"), "{format:?} at {x}");
        }
    }
    let clear = RgbaImage::new(200, 200);
    ok(sends(&marcus, &file(clear, ImageFormat::Png)?).await?)?;
    assert!(picture(&marcus).await?.pixels().all(|p| p.0.iter().all(|c| *c > 245)), "white, not black");
    Ok(())
}

#[tokio::test]
async fn va1_it_is_turned_upright_and_nothing_that_the_file_told_is_kept() -> Story {
    let app = TestApp::with_demo().await?;
    let marcus = Somebody::of(&app, MARCUS, TEAM).await?;
    // Top and left side, as the person saw them.
    for (orientation, top, bottom) in [(1, "red", "blue"), (3, "blue", "red")] {
        let sent = from_a_phone(orientation)?;
        ok(sends(&marcus, &sent).await?)?;
        let drawn = picture(&marcus).await?;
        assert_eq!((colour(&drawn, 64, 10), colour(&drawn, 64, 117)), (top, bottom), "{orientation}");
    }
    for (orientation, left, right) in [(6, "blue", "red"), (8, "red", "blue")] {
        let sent = from_a_phone(orientation)?;
        assert!(holds(&sent, b"41.01N") && holds(&sent, b"Exif"));
        ok(sends(&marcus, &sent).await?)?;
        let drawn = picture(&marcus).await?;
        assert_eq!((colour(&drawn, 10, 64), colour(&drawn, 117, 64)), (left, right), "{orientation}");
        let me = marcus.team().await?.me;
        let kept = ok(marcus.client.get(&address(&marcus, &me)?).await?)?.bytes;
        assert!(!holds(&kept, b"41.01N") && !holds(&kept, b"Exif"));
    }
    Ok(())
}

#[tokio::test]
async fn va1_what_was_appended_to_a_picture_does_not_come_back() -> Story {
    let app = TestApp::with_demo().await?;
    let marcus = Somebody::of(&app, MARCUS, TEAM).await?;
    let payload = b"<html><script>alert(document.domain)</script><?php system($_GET[0]); ?></html>";
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let mut sent = file(flag(), format)?;
        sent.extend(payload);
        ok(sends(&marcus, &sent).await?)?;
        picture(&marcus).await?;
        let kept = asked(&app, "SELECT json_array(hex(image)) FROM avatar").await?;
        let hex: String = payload.iter().take(12).map(|b| format!("{b:02X}")).collect();
        for row in kept {
            assert!(!row[0].as_str().unwrap_or_default().contains(&hex), "{format:?}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn va1_what_is_no_picture_is_refused_with_its_code_and_changes_nothing() -> Story {
    let app = TestApp::with_demo().await?;
    let marcus = Somebody::of(&app, MARCUS, TEAM).await?;
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
    let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
    let png = file(flag(), ImageFormat::Png)?;
    let before = state(&app).await?;
    let no_picture: [&[u8]; 7] = [
        b"",
        svg,
        gif,
        b"<!doctype html><img src=x>",
        b"\x89PNG\r\n\x1a\n and nothing else",
        png.get(..png.len() / 2).ok_or("no file")?,
        b"\xff\xd8\xff\xe0",
    ];
    for sent in no_picture {
        let answer = sends_as(&marcus, sent, "image/png").await?;
        assert_eq!(answer.outcome(), no(422, "invalid-fields"), "{}", String::from_utf8_lossy(sent));
        assert_eq!(faults(&answer), ["picture not-a-picture"], "{}", String::from_utf8_lossy(sent));
    }
    let large = vec![0_u8; MOST_BYTES + 1];
    assert_eq!(sends(&marcus, &large).await?.outcome(), no(413, "picture-too-large"));
    assert_eq!(sends_as(&marcus, &png, "text/plain").await?.outcome(), no(415, "not-json"));
    unchanged(&app, &before).await
}

#[tokio::test]
async fn va1_a_small_file_of_a_huge_picture_is_refused_at_once() -> Story {
    let app = TestApp::with_demo().await?;
    let marcus = Somebody::of(&app, MARCUS, TEAM).await?;
    // Nothing but black: 61 million pixels in well under a megabyte.
    let tall = file(image::GrayImage::new(8_191, 8_000), ImageFormat::Png)?;
    let wide = file(image::GrayImage::new(8_200, 10), ImageFormat::WebP)?;
    assert!(tall.len() < 1_000_000, "{}", tall.len());
    let before = state(&app).await?;
    for sent in [tall, wide] {
        let begun = Instant::now();
        let answer = sends(&marcus, &sent).await?;
        assert_eq!(faults(&answer), ["picture picture-too-many-pixels"]);
        assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    }
    unchanged(&app, &before).await?;
    // Tries are counted, so that nobody keeps the server at it.
    let mut last = 0;
    for _ in 0..21 {
        last = sends(&marcus, b"no").await?.status.as_u16();
    }
    assert_eq!(last, 429);
    let other = Somebody::of(&app, MEMBER, TEAM).await?;
    ok(sends(&other, &file(flag(), ImageFormat::Png)?).await?)?;
    Ok(())
}

#[tokio::test]
async fn va1_under_its_version_it_is_kept_by_the_browser_and_nothing_in_it_can_run() -> Story {
    let app = TestApp::with_demo().await?;
    let marcus = Somebody::of(&app, MARCUS, TEAM).await?;
    ok(sends(&marcus, &file(flag(), ImageFormat::Png)?).await?)?;
    let me = marcus.team().await?.me;
    let answer = ok(marcus.client.get(&address(&marcus, &me)?).await?)?;
    assert_eq!(answer.header("cache-control"), "private, max-age=31536000, immutable");
    assert_eq!(answer.header("content-type"), "image/jpeg");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("content-encoding"), "");
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
    assert!(!policy.contains("script-src"), "{policy}");
    // The one before, or none at all: the present picture, and not to be kept under that address.
    for query in ["", "?v=another", "?v="] {
        let path = marcus.at(&format!("/members/{}/avatar{query}", me.id));
        let now = ok(marcus.client.get(&path).await?)?;
        assert_eq!((now.header("cache-control"), now.bytes == answer.bytes), ("no-store", true), "{query}");
    }
    let path = marcus.at(&format!("/members/{}/avatar?size=9", me.id));
    assert_eq!(faults(&marcus.client.get(&path).await?), ["size unknown"]);
    Ok(())
}

#[tokio::test]
async fn va1_who_sees_the_person_sees_the_picture_and_nobody_else() -> Story {
    let app = TestApp::with_demo().await?;
    let [admin, marcus] = [Somebody::of(&app, ADMIN, TEAM).await?, Somebody::of(&app, MARCUS, TEAM).await?];
    ok(sends(&marcus, &file(flag(), ImageFormat::Png)?).await?)?;
    let seen = admin.sees(MARCUS).await?;
    let path = address(&admin, &seen)?;
    ok(admin.client.get(&path).await?)?;
    assert_eq!(
        seen.avatar,
        ok(admin.client.get(&admin.path_of(MARCUS, "").await?).await?)?.read::<MemberView>()?.avatar
    );
    // Who sees no member list sees only the own one.
    let low = Somebody::of(&app, MEMBER, TEAM).await?;
    assert_eq!(low.client.get(&path).await?.outcome(), no(403, "not-permitted"));
    ok(sends(&low, &file(flag(), ImageFormat::WebP)?).await?)?;
    picture(&low).await?;
    // Nobody, and other teams: like a member that there is not.
    assert_eq!(app.client().get(&path).await?.outcome(), no(401, "not-signed-in"));
    let jelly = Somebody::of(&app, "owner@jelly.example", "jelly").await?;
    assert_eq!(jelly.client.get(&path).await?.outcome(), no(404, "not-found"));
    let through = jelly.at(&format!("/members/{}/avatar", seen.id));
    assert_eq!(jelly.client.get(&through).await?.outcome(), no(404, "not-found"));
    assert_eq!(jelly.client.get(&jelly.at("/members/nobody/avatar")).await?.outcome(), no(404, "not-found"));
    Ok(())
}

#[tokio::test]
async fn va1_a_former_member_keeps_the_picture_and_may_neither_see_nor_set_one() -> Story {
    let app = TestApp::with_demo().await?;
    let rachel = Somebody::of(&app, "rachel@juniper.example", "jtek").await?;
    let tyler = Somebody::of(&app, "tyler@juniper.example", "jtek").await?;
    ok(sends(&tyler, &file(flag(), ImageFormat::Png)?).await?)?;
    let seen = rachel.sees("tyler@juniper.example").await?;
    let path = address(&rachel, &seen)?;
    ok(tyler.client.get(&path).await?)?;
    ok(rachel.tells("tyler@juniper.example", "deactivate").await?)?;
    let before = state(&app).await?;
    assert_eq!(tyler.client.get(&path).await?.outcome(), no(401, "not-signed-in"));
    assert_eq!(sends(&tyler, &file(flag(), ImageFormat::Png)?).await?.outcome(), no(401, "not-signed-in"));
    assert_eq!(removes(&tyler).await?.outcome(), no(401, "not-signed-in"));
    unchanged(&app, &before).await?;
    assert_eq!(rachel.sees("tyler@juniper.example").await?.avatar, seen.avatar);
    ok(rachel.client.get(&path).await?)?;
    Ok(())
}

#[tokio::test]
async fn va1_a_picture_is_told_logged_removed_and_goes_with_the_member() -> Story {
    let app = TestApp::with_demo().await?;
    let [admin, marcus] = [Somebody::of(&app, ADMIN, TEAM).await?, Somebody::of(&app, MARCUS, TEAM).await?];
    let mut live = admin.client.listen(&admin.at("/live"), &[]).await?;
    let Came::Event(_) = live.next(Duration::from_secs(4)).await? else { return Err("no greeting".into()) };
    let revision = admin.team().await?.revision;
    let before = admin.sees(MARCUS).await?;
    ok(sends(&marcus, &file(flag(), ImageFormat::Png)?).await?)?;
    let Came::Event(event) = live.next(Duration::from_secs(4)).await? else { return Err("no event".into()) };
    assert_eq!(event["topics"], json!(["members"]));
    assert!(admin.team().await?.revision > revision);
    let seen = admin.sees(MARCUS).await?;
    assert_eq!(seen.version, before.version, "an editor of the details has nothing to read again");
    let gone = ok(removes(&marcus).await?)?.json();
    assert_eq!(gone["members"][0]["avatar"], Value::Null);
    assert_eq!(admin.client.get(&address(&admin, &seen)?).await?.outcome(), no(404, "not-found"));
    // Once more is no change.
    let settled = state(&app).await?;
    ok(removes(&marcus).await?)?;
    unchanged(&app, &settled).await?;
    let told = "SELECT json_array(action, actor_name, target_name, detail) FROM audit \
                WHERE detail LIKE '% picture' ORDER BY id";
    let name = seen.name.as_str();
    assert_eq!(
        asked(&app, told).await?,
        [
            json!(["edit-own-preferences", name, name, "+ picture"]),
            json!(["edit-own-preferences", name, name, "− picture"])
        ]
    );
    ok(sends(&marcus, &file(flag(), ImageFormat::Png)?).await?)?;
    let count = format!("SELECT json_array(count(*)) FROM avatar WHERE member = '{}'", seen.id);
    assert_eq!(asked(&app, &count).await?, [json!([1])]);
    ok(admin.deletes(MARCUS, None).await?)?;
    assert_eq!(asked(&app, &count).await?, [json!([0])]);
    Ok(())
}

#[tokio::test]
async fn va1_the_demo_shows_pictures_and_initials() -> Story {
    let app = TestApp::with_demo().await?;
    let admin = Somebody::of(&app, ADMIN, TEAM).await?;
    let (with, without): (Vec<_>, Vec<_>) =
        admin.everybody().await?.into_iter().partition(|m| m.avatar.is_some());
    assert!(with.len() >= 3 && without.len() >= 3, "{} with, {} without", with.len(), without.len());
    for member in with {
        let answer = ok(admin.client.get(&address(&admin, &member)?).await?)?;
        assert_eq!(answer.header("content-type"), "image/jpeg");
    }
    Ok(())
}
