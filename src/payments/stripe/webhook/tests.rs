use super::*;
use crate::harness::stripe::webhook::sign;

const NOW: Timestamp = Timestamp::from_millis(1_533_204_620_999);
const BODY: &str =
    "{ \"id\": \"evt_123\",\n  \"object\": \"event\", \"type\": \"charge.refunded\" }";

fn secrets(secrets: &[&str]) -> Vec<Secret> {
    secrets.iter().map(|secret| Secret::new(secret)).collect()
}

fn at(seconds_from_now: i64) -> Timestamp {
    Timestamp::from_millis(NOW.as_millis() + 1000 * seconds_from_now)
}

#[track_caller]
fn check(header: &str, body: &str, ours: &[&str], expect: Result<(), WebhookRefusal>) {
    let got = read(Some(header), body.as_bytes(), &secrets(ours), NOW).map(|_| ());
    assert_eq!(got, expect, "{header} with {ours:?}");
}

#[test]
fn a_signature_that_others_made() {
    // By `printf '%s' '1533204620.{…}' | openssl dgst -sha256 -hmac whsec_test`.
    let body = r#"{"id":"evt_123","object":"event"}"#;
    let v1 = "a7d3f42df1135919a0cda3c02624c92f949c365877f1303d8230e439a0a4cdfd";
    // It is signed, but has no kind.
    check(&format!("t=1533204620,v1={v1}"), body, &["whsec_test"], Err(WebhookRefusal::NotAnEvent));
    let other = format!("t=1533204620,v1={}", v1.replace('a', "b"));
    check(&other, body, &["whsec_test"], Err(WebhookRefusal::Forged));
}

#[test]
fn any_secret_may_have_made_any_signature() {
    for (by, ours, expect) in [
        (&["a"][..], &["a"][..], Ok(())),
        (&["a"], &["b", "a"], Ok(())),
        (&["b", "a"], &["a"], Ok(())),
        (&["b", "a"], &["c", "a"], Ok(())),
        (&["b"], &["a"], Err(WebhookRefusal::Forged)),
        (&["b", "c"], &["a", "d"], Err(WebhookRefusal::Forged)),
        (&["a"], &[], Err(WebhookRefusal::Forged)),
        (&[""], &[""], Err(WebhookRefusal::Forged)),
        (&["a "], &["a"], Err(WebhookRefusal::Forged)),
    ] {
        check(&sign(BODY, NOW, by), BODY, ours, expect);
    }
}

#[test]
fn every_byte_of_body_time_and_signature_counts() {
    let good = sign(BODY, NOW, &["a"]);
    check(&good, BODY, &["a"], Ok(()));
    for at in 0..BODY.len() {
        let mut bytes = BODY.as_bytes().to_vec();
        bytes[at] ^= 1;
        let got = read(Some(&good), &bytes, &secrets(&["a"]), NOW);
        assert_eq!(got, Err(WebhookRefusal::Forged), "byte {at}");
    }
    for body in ["", &BODY[1..], &BODY[..BODY.len() - 1], &format!("{BODY}\n")] {
        check(&good, body, &["a"], Err(WebhookRefusal::Forged));
    }
    let v1 = good.find("v1=").unwrap() + 3;
    for at in v1..good.len() {
        let mut other = good.clone().into_bytes();
        other[at] = if other[at] == b'0' { b'1' } else { b'0' };
        check(&String::from_utf8(other).unwrap(), BODY, &["a"], Err(WebhookRefusal::Forged));
    }
    let earlier = sign(BODY, at(-1), &["a"]);
    let mixed =
        format!("{},{}", &good[..good.find(',').unwrap()], &earlier[earlier.find("v1").unwrap()..]);
    check(&mixed, BODY, &["a"], Err(WebhookRefusal::Forged));
}

#[test]
fn what_is_not_of_now() {
    for (seconds, expect) in [
        (0, Ok(())),
        (-300, Ok(())),
        (300, Ok(())),
        (-301, Err(WebhookRefusal::Stale)),
        (301, Err(WebhookRefusal::Stale)),
        (-1_533_204_620, Err(WebhookRefusal::Stale)),
        (1_000_000_000, Err(WebhookRefusal::Stale)),
    ] {
        check(&sign(BODY, at(seconds), &["a"]), BODY, &["a"], expect);
    }
    check(&sign(BODY, at(-301), &["b"]), BODY, &["a"], Err(WebhookRefusal::Stale));
}

#[test]
fn headers() {
    let good = sign(BODY, NOW, &["a"]);
    let (t, v1) = good.split_once(',').unwrap();
    let zeros = "0".repeat(64);
    for (header, expect) in [
        (format!("{v1},{t}"), Ok(())),
        (format!("{t}, {v1} "), Ok(())),
        (format!("{t},v0=old,{v1},v2=new"), Ok(())),
        (format!("{t},v1=short,v1={zeros},v1=zz{},{v1}", &zeros[2..]), Ok(())),
        (format!("{t},v1={}", v1[3..].to_uppercase()), Ok(())),
        (String::new(), Err(WebhookRefusal::Malformed)),
        (",".into(), Err(WebhookRefusal::Malformed)),
        (t.into(), Err(WebhookRefusal::Malformed)),
        (v1.into(), Err(WebhookRefusal::Malformed)),
        (format!("{t},v0={}", &v1[3..]), Err(WebhookRefusal::Malformed)),
        (format!("{t},v1="), Err(WebhookRefusal::Malformed)),
        (format!("{t},v1=ä{}", &zeros[2..]), Err(WebhookRefusal::Malformed)),
        (format!("{t},{t},{v1}"), Err(WebhookRefusal::Malformed)),
        (format!("t=,{v1}"), Err(WebhookRefusal::Malformed)),
        (format!("t=+1533204620,{v1}"), Err(WebhookRefusal::Malformed)),
        (format!("t=-1533204620,{v1}"), Err(WebhookRefusal::Malformed)),
        (format!("t=1533204620.5,{v1}"), Err(WebhookRefusal::Malformed)),
        (format!("t=99999999999999999999,{v1}"), Err(WebhookRefusal::Malformed)),
        (format!("t=9223372036854775807,{v1}"), Err(WebhookRefusal::Stale)),
        (format!("t=01533204620,{v1}"), Err(WebhookRefusal::Forged)),
        ("nonsense".into(), Err(WebhookRefusal::Malformed)),
    ] {
        check(&header, BODY, &["a"], expect);
    }
    assert_eq!(read(None, BODY.as_bytes(), &secrets(&["a"]), NOW), Err(WebhookRefusal::Unsigned));
}

#[test]
fn bodies() {
    let charge = ChargeId::new();
    let signed =
        |body: &str| read(Some(&sign(body, NOW, &["a"])), body.as_bytes(), &secrets(&["a"]), NOW);
    let object = |object: &str| {
        let body = format!(
            r#"{{"id":"evt_1","type":"x.y","new":[1],"data":{{"object":{object},"previous":{{}}}}}}"#
        );
        signed(&body).map(|told| told.about)
    };
    let payment = |id: &str| Ok(About::Payment(id.into()));
    for (json, expect) in [
        (
            format!(r#"{{"id":"pi_1","metadata":{{"charge":"{charge}","site":"s"}}}}"#),
            Ok(About::Charge(charge)),
        ),
        (r#"{"id":"pi_1","metadata":{"charge":"mine"}}"#.into(), payment("pi_1")),
        (r#"{"id":"pi_1","metadata":{"charge":7},"payment_intent":null}"#.into(), payment("pi_1")),
        (r#"{"id":"re_1","payment_intent":"pi_2","metadata":null}"#.into(), payment("pi_2")),
        (r#"{"id":"re_1","payment_intent":{"id":"pi_3"}}"#.into(), payment("pi_3")),
        (r#"{"id":"ch_1","payment_intent":{"object":"x"}}"#.into(), Ok(About::Nothing)),
        (r#"{"id":"ch_1","payment_intent":"ch_2"}"#.into(), Ok(About::Nothing)),
        (r#"{"id":"pi_1/../../refunds?x"}"#.into(), Ok(About::Nothing)),
        (format!(r#"{{"id":"pi_{}"}}"#, "x".repeat(300)), Ok(About::Nothing)),
        (r#"{"id":{"id":"pi_1"}}"#.into(), Ok(About::Nothing)),
        ("{}".into(), Ok(About::Nothing)),
        ("null".into(), Ok(About::Nothing)),
        ("[]".into(), Ok(About::Nothing)),
        ("\"pi_1\"".into(), Ok(About::Nothing)),
    ] {
        assert_eq!(object(&json), expect, "{json}");
    }
    let told = Told { id: "evt_1".into(), kind: "x.y".into(), about: About::Nothing };
    assert_eq!(signed(r#"{"type":"x.y","id":"evt_1"}"#), Ok(told));
    let deep =
        format!(r#"{{"id":"evt_1","type":"x","data":{}1{}}}"#, "[".repeat(9999), "]".repeat(9999));
    for body in [
        "",
        "nonsense",
        "[]",
        "{}",
        "null",
        r#"{"id":"evt_1"}"#,
        r#"{"type":"x"}"#,
        r#"{"id":"","type":"x"}"#,
        r#"{"id":"evt_1","type":""}"#,
        r#"{"id":1,"type":"x"}"#,
        r#"{"id":"evt 1","type":"x"}"#,
        r#"{"id":"evt_1","type":"x\ny"}"#,
        r#"{"id":"evt_1","type":"x"} more"#,
        r#"{"id":"evt_1","type":"x""#,
        &format!(r#"{{"id":"{}","type":"x"}}"#, "e".repeat(256)),
        &deep,
    ] {
        assert_eq!(signed(body), Err(WebhookRefusal::NotAnEvent), "{body:.80}");
    }
    let binary = [0xff, 0xfe];
    assert_eq!(read(Some("t=1,v1=0"), &binary, &[], NOW), Err(WebhookRefusal::Malformed));
}
