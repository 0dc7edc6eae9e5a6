//! For the benches that repeat the program's statements through the bare driver.

/// A statement's values as a driver takes them: `bind!(SqliteArguments, statement)`.
macro_rules! bind {
    ($arguments:ty, $statement:expr) => {{
        let mut bound = <$arguments>::default();
        for value in $statement.values.iter().flat_map(|values| values.0.iter()) {
            match value.clone() {
                Value::Bool(value) => bound.add(value),
                Value::TinyInt(value) => bound.add(value.map(i32::from)),
                Value::SmallInt(value) => bound.add(value.map(i32::from)),
                Value::Int(value) => bound.add(value),
                Value::BigInt(value) => bound.add(value),
                Value::TinyUnsigned(value) => bound.add(value.map(i64::from)),
                Value::SmallUnsigned(value) => bound.add(value.map(i64::from)),
                Value::Unsigned(value) => bound.add(value.map(i64::from)),
                Value::BigUnsigned(value) => bound.add(value.map(|value| i64::try_from(value).unwrap())),
                Value::Float(value) => bound.add(value),
                Value::Double(value) => bound.add(value),
                Value::String(value) => bound.add(value),
                Value::Bytes(value) => bound.add(value),
                Value::Json(value) => bound.add(value),
                Value::Uuid(value) => bound.add(value),
                Value::ChronoDateTimeUtc(value) => bound.add(value),
                Value::ChronoDate(value) => bound.add(value),
                other => panic!("no binding for {other:?}"),
            }
            .unwrap();
        }
        bound
    }};
}
