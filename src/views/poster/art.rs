//! What is drawn for each category. It keeps clear of the words: to the right of 205, or above 80.

use super::Dice;

/// A wave of sound, struck once, over rings that spread from there.
pub(super) fn music(dice: &mut Dice) -> String {
    let (y, struck) = (88 + dice.below(24), 2 + dice.below(6));
    let (mut wave, mut beat) = (String::new(), String::new());
    for (bar, most) in (0..).zip([24, 42, 60, 72, 80, 84, 80, 70, 54, 38]) {
        let half = if bar == struck { most } else { most * (28 + dice.below(56)) / 100 };
        let to = if bar == struck { &mut beat } else { &mut wave };
        *to += &format!("M{} {}v{}", 208 + bar * 15, y - half, 2 * half);
    }
    let x = 208 + struck * 15;
    let rings =
        [40, 76, 112, 148, 184].map(|r| format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/>"));
    format!(
        "<g class=\"t o\" stroke-width=\"18\">{}</g><g stroke-width=\"8\" stroke-linecap=\"round\">\
         <path class=\"m o\" d=\"{wave}\"/><path class=\"s o\" d=\"{beat}\"/></g>",
        rings.concat()
    )
}

/// A mown pitch from above, its lines and the ball: where it is kicked off, or before the goal.
pub(super) fn sport(dice: &mut Dice) -> String {
    let (x, y) = (272 + dice.below(16), 86 + dice.below(28));
    let mown: String = (-4..4).map(|stripe| format!("M{}-300h44v600h-44z", stripe * 88)).collect();
    let (turn, spots, lines, filled) = match dice.below(2) {
        0 => (
            dice.below(41) - 20,
            &[0, 0, 64][..],
            "M0-300v600M0-64a64 64 0 0 0 0 128",
            "M0-67a67 67 0 0 1 0 134z",
        ),
        _ => (
            dice.below(25) - 12,
            &[0][..],
            "M200-74H-37V74H200M-37-36a52 52 0 0 0 0 72",
            "M200-42H40V42H200z",
        ),
    };
    let (ball, away) = (dice.below(120) - 90 - turn, dice.one_of(spots));
    format!(
        "<g transform=\"translate({x} {y})rotate({turn})\"><path class=\"t\" d=\"{mown}\"/>\
         <path class=\"m o\" stroke-width=\"6\" d=\"{lines}\"/><path class=\"m\" d=\"{filled}\"/>\
         <g transform=\"rotate({ball})\"><circle class=\"s\" cx=\"{away}\" r=\"20\"/></g></g>"
    )
}

/// A curtain that is drawn aside under its valance, and the light on the stage.
pub(super) fn theatre(dice: &mut Dice) -> String {
    let (tie, from, light) = (112 + dice.below(32), 186 + dice.below(24), 40 + dice.below(90));
    let folds: String = (0..6)
        .zip(["m", "s"].into_iter().cycle())
        .map(|(fold, class)| {
            let x = from + fold * 28;
            format!(
                "<path class=\"{class}\" d=\"M{x} 0C{x} {} {} {} 336 {tie}Q{} 160 {} 200H360V0z\"/>",
                tie / 2,
                292 + fold * 8,
                tie - 12,
                314 + fold * 6,
                290 + fold * 13,
            )
        })
        .collect();
    let valance = |from: i32| -> String {
        (0..5).map(|tuft| format!("M{} 0h40v8a20 20 0 0 1-40 0z", from + tuft * 80)).collect()
    };
    format!(
        "<path class=\"t\" d=\"M{light} 0h26L{} 200H{}z\"/>{folds}<path class=\"s\" d=\"{}\"/>\
         <path class=\"m\" d=\"{}\"/>",
        light + 160,
        light - 70,
        valance(0),
        valance(40),
    )
}

/// A face in a bubble that laughs, and its laughter.
pub(super) fn comedy(dice: &mut Dice) -> String {
    let (x, y, turn) = (274 + dice.below(14), 88 + dice.below(14), dice.below(33) - 16);
    let tail = dice.one_of(&["M-62 28L-72 84-16 64z", "M62 28L72 84 16 64z"]);
    let eyes = dice.one_of(&[
        "M-42-12a14 14 0 0 1 28 0M14-12a14 14 0 0 1 28 0",
        "M-42-30l24 12-24 12M42-30l-24 12 24 12",
        "M-28-30v16M14-14a14 14 0 0 1 28 0",
    ]);
    let laughter = [96, 132, 168, 204].map(|r| format!("<circle r=\"{r}\"/>"));
    format!(
        "<g transform=\"translate({x} {y})\"><g class=\"t o\" stroke-width=\"18\">{}</g>\
         <g transform=\"rotate({turn})\"><g class=\"m\"><circle r=\"70\"/><path d=\"{tail}\"/></g>\
         <path class=\"g o\" stroke-width=\"8\" stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"{eyes}\"/>\
         <path class=\"s\" d=\"M-44 8h88a44 44 0 0 1-88 0z\"/></g></g>",
        laughter.concat()
    )
}

/// The sun over hills, under bunting.
pub(super) fn festival(dice: &mut Dice) -> String {
    let (x, y, turn) = (262 + dice.below(40), 104 + dice.below(24), dice.below(30));
    let (left, right) = (6 + dice.below(20), 6 + dice.below(20));
    let string = |x: i32| left + (right - left) * x / 360 + 84 * x / 360 * (360 - x) / 360;
    let flags: String = (0..9)
        .zip(["m", "s"].into_iter().cycle())
        .map(|(flag, class)| {
            let x = 8 + flag * 40;
            format!(
                "<path class=\"{class}\" d=\"M{x} {}L{} {}l-13 27z\"/>",
                string(x),
                x + 24,
                string(x + 24)
            )
        })
        .collect();
    format!(
        "<g transform=\"translate({x} {y})rotate({turn})\"><circle class=\"t o\" r=\"150\" stroke-width=\"150\" \
         stroke-dasharray=\"39.27\"/><circle class=\"s\" r=\"54\"/></g>\
         <path class=\"m\" d=\"M200 200Q270 130 360 150V200z\"/>\
         <path class=\"m o\" stroke-width=\"2\" d=\"M0 {left}Q180 {} 360 {right}\"/>{flags}",
        (left + right) / 2 + 42
    )
}

/// Tickets, fanned out.
pub(super) fn tickets(dice: &mut Dice) -> String {
    let (x, y) = (272 + dice.below(14), 94 + dice.below(14));
    let (turn, fan) = (dice.below(30) - 34, 14 + dice.below(10));
    let mut bars = String::new();
    let mut at = -60;
    while at < 16 {
        let wide = 2 + dice.below(5);
        bars += &format!("M{at}-20h{wide}v40h-{wide}z");
        at += wide + 3 + dice.below(4);
    }
    let ticket = "M-76-40H30a8 8 0 0 0 16 0H76V40H46a8 8 0 0 0-16 0H-76z";
    let of = |class: &str, turn: i32| {
        format!("<path class=\"{class}\" transform=\"rotate({turn})\" d=\"{ticket}\"/>")
    };
    format!(
        "<g transform=\"translate({x} {y})\">{}{}<g transform=\"rotate({turn})\"><path class=\"m\" d=\"{ticket}\"/>\
         <path class=\"g\" d=\"{bars}\"/><path class=\"g o\" stroke-width=\"3\" stroke-dasharray=\"5\" d=\"M38-30v60\"/></g></g>",
        of("t", turn + 2 * fan),
        of("s", turn + fan),
    )
}
