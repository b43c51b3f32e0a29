use super::Price;

/// What a ticket costs beside what is printed on it, in whole per cents.
///
/// What is compared is what its buyer pays, with the site's fee: nobody pays less. It is rounded so
/// that nobody is flattered: what is below rounds down, what is above rounds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgainstFaceValue {
    /// So much less.
    Below(u64),
    /// The same, or less by not even one per cent.
    At,
    /// So much more.
    Above(u64),
}

impl AgainstFaceValue {
    /// How what its buyer pays stands to a ticket's face value.
    #[must_use]
    pub fn of(paid: Price, face_value: Price) -> Self {
        let (paid, face_value) = (u64::from(paid.minor()), u64::from(face_value.minor()));
        if paid > face_value {
            return Self::Above(((paid - face_value) * 100).div_ceil(face_value));
        }
        match (face_value - paid) * 100 / face_value {
            0 => Self::At,
            percent => Self::Below(percent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_flattered() {
        use AgainstFaceValue::{Above, At, Below};

        for (paid, face_value, expect) in [
            (4500, 4500, At),
            (4050, 4500, Below(10)),
            (4049, 4500, Below(10)),
            (4051, 4500, Below(9)),
            (4456, 4500, At),
            (4501, 4500, Above(1)),
            (5400, 4500, Above(20)),
            (5401, 4500, Above(21)),
            (1, Price::MINOR_MAX, Below(99)),
            (Price::MINOR_MAX, 1, Above(9_999_999_800)),
        ] {
            let [paid, face_value] = [paid, face_value].map(|it| Price::from_minor(it).unwrap());
            assert_eq!(
                AgainstFaceValue::of(paid, face_value),
                expect,
                "{paid:?} of {face_value:?}"
            );
        }
    }
}
