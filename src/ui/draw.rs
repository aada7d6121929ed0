//! Small helps for drawing: numbers as attributes, path data, how wide a text will be.

use super::stage::geometry::Point;

/// A length in pixels as an attribute's text, to a tenth. (Integers only: the general formatting of floats weighs more than all of this.)
pub fn px(value: f64) -> String {
    let mut text = String::with_capacity(8);
    push_px(&mut text, value);
    text
}

/// Appends a length as [`px`] writes it.
pub fn push_px(text: &mut String, value: f64) {
    let tenths = (value * 10.0).round() as i64;
    if tenths < 0 {
        text.push('-');
    }
    let tenths = tenths.unsigned_abs();
    push_digits(text, tenths / 10);
    if !tenths.is_multiple_of(10) {
        text.push('.');
        push_digits(text, tenths % 10);
    }
}

fn push_digits(text: &mut String, number: u64) {
    if number >= 10 {
        push_digits(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// `translate(x y)`.
pub fn translate(at: Point) -> String {
    let mut text = String::with_capacity(24);
    text.push_str("translate(");
    push_point(&mut text, at);
    text.push(')');
    text
}

fn push_point(text: &mut String, at: Point) {
    push_px(text, at.x);
    text.push(' ');
    push_px(text, at.y);
}

/// Path data through the points; closed, it ends where it began.
pub fn path(points: &[Point], closed: bool) -> String {
    let mut text = String::with_capacity(points.len() * 12);
    for (place, point) in points.iter().enumerate() {
        text.push(if place == 0 { 'M' } else { 'L' });
        push_point(&mut text, *point);
    }
    if closed {
        text.push('Z');
    }
    text
}

/// About how wide a text will be in the page's font, in pixels: an estimate that errs on the wide side.
pub fn text_width(text: &str, font_size: f64) -> f64 {
    let ems: f64 = text.chars().map(char_ems).sum();
    ems * font_size
}

fn char_ems(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | '|' | '\'' | ' ' | 't' | 'f' | 'r' | '·' => 0.34,
        'm' | 'w' | 'M' | 'W' | '…' | '→' | '↔' | '–' => 0.92,
        '“' | '”' => 0.48,
        _ if (c as u32) >= 0x1100 => 1.03,
        _ if c.is_ascii_uppercase() => 0.7,
        _ => 0.58,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_to_a_tenth() {
        for (value, text) in [(0.0, "0"), (12.34, "12.3"), (-0.26, "-0.3"), (100.0, "100"), (7.96, "8"), (-0.01, "0")] {
            assert_eq!(px(value), text, "{value}");
        }
        assert_eq!(translate(Point::new(1.5, -2.0)), "translate(1.5 -2)");
        assert_eq!(path(&[Point::new(0.0, 0.0), Point::new(3.0, 4.0)], true), "M0 0L3 4Z");
    }

    #[test]
    fn chinese_is_wider_than_latin() {
        assert!(text_width("承诺", 12.0) > text_width("ab", 12.0));
    }
}
