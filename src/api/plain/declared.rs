//! The declarations of `www/paxos.d.ts`, as far as they are about plain objects: is a value of the type that they name?

use serde_json::Value;
use std::sync::LazyLock;

static DECLARATIONS: LazyLock<Vec<String>> = LazyLock::new(|| tokens(include_str!("../../../www/paxos.d.ts")));

/// A type, as it is written there.
enum Type {
    Name(String),
    Text(String),
    List(Box<Type>),
    Tuple(Vec<Type>),
    Object(Vec<(String, Type)>),
    Union(Vec<Type>),
    /// The type of a field of another.
    Field(String, String),
}

/// What is wrong with a value that is to be of the declared type of this name: where, and what stands there. Nothing, if it is of that type.
pub(super) fn mismatch(value: &Value, name: &str) -> Option<String> {
    Type::Name(name.to_owned()).mismatch(value, name)
}

impl Type {
    fn mismatch(&self, value: &Value, at: &str) -> Option<String> {
        let wrong = |is_right: bool| (!is_right).then(|| format!("{at} is {value}"));
        match (self, value) {
            (Type::Name(name), _) => match name.as_str() {
                "string" => wrong(value.is_string()),
                "number" => wrong(value.is_number()),
                "boolean" => wrong(value.is_boolean()),
                "null" => wrong(value.is_null()),
                _ => declared(name).mismatch(value, at),
            },
            (Type::Text(text), _) => wrong(value.as_str() == Some(text)),
            (Type::List(each), Value::Array(values)) => {
                let mut values = values.iter().enumerate();
                values.find_map(|(place, value)| each.mismatch(value, &format!("{at}[{place}]")))
            }
            (Type::Tuple(types), Value::Array(values)) => wrong(types.len() == values.len()).or_else(|| {
                let mut pairs = types.iter().zip(values);
                pairs.find_map(|(one, value)| one.mismatch(value, at))
            }),
            (Type::Object(fields), Value::Object(values)) => {
                let unknown = values.keys().find(|key| fields.iter().all(|(name, _)| name != *key));
                let unknown = unknown.map(|key| format!("{at}.{key} is not declared"));
                unknown.or_else(|| {
                    fields.iter().find_map(|(name, of)| match values.get(name) {
                        Some(value) => of.mismatch(value, &format!("{at}.{name}")),
                        None => Some(format!("{at}.{name} is missing")),
                    })
                })
            }
            (Type::Union(types), _) => {
                let all: Vec<_> = types.iter().map(|one| one.mismatch(value, at)).collect();
                if all.iter().any(Option::is_none) {
                    return None;
                }
                // The longest tells of what came closest.
                all.into_iter().flatten().max_by_key(|wrong| wrong.split(' ').next().map(str::len))
            }
            (Type::Field(name, field), _) => match declared(name) {
                Type::Object(fields) => {
                    let of = fields.iter().find(|(known, _)| known == field);
                    of.map_or(Some(format!("{name} has no {field}")), |(_, of)| of.mismatch(value, at))
                }
                _ => Some(format!("{name} is no object")),
            },
            _ => wrong(false),
        }
    }
}

/// The type of this name.
fn declared(name: &str) -> Type {
    let tokens = &*DECLARATIONS;
    let is_it = |pair: &[String]| matches!(pair[0].as_str(), "interface" | "type") && pair[1] == name;
    let begin = tokens.windows(2).position(is_it).unwrap_or_else(|| panic!("{name} is not declared"));
    // Behind `type` an equals sign stands.
    let at = begin + if tokens[begin] == "type" { 3 } else { 2 };
    Reading { tokens, at }.any()
}

/// Words, texts with their quotes, and signs; comments are left out.
fn tokens(source: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = source.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' => rest[1..].find('"').map_or(rest.len(), |end| end + 2),
            _ if first.is_alphanumeric() => rest.find(|sign: char| !sign.is_alphanumeric()).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let token = &rest[..length];
        if !token.starts_with("/*") {
            tokens.push(token.to_owned());
        }
        rest = rest[length..].trim_start();
    }
    tokens
}

struct Reading<'a> {
    tokens: &'a [String],
    at: usize,
}

impl Reading<'_> {
    fn peek(&self) -> &str {
        self.tokens.get(self.at).map_or("", String::as_str)
    }

    fn next(&mut self) -> String {
        self.at += 1;
        self.tokens[self.at - 1].clone()
    }

    fn takes(&mut self, sign: &str) -> bool {
        let is_it = self.peek() == sign;
        self.at += usize::from(is_it);
        is_it
    }

    /// A union, or the only member of one.
    fn any(&mut self) -> Type {
        self.takes("|");
        let mut all = vec![self.member()];
        while self.takes("|") {
            all.push(self.member());
        }
        match all.len() {
            1 => all.remove(0),
            _ => Type::Union(all),
        }
    }

    fn member(&mut self) -> Type {
        let mut one = match self.peek() {
            "{" => self.object(),
            "[" => self.tuple(),
            _ => match self.next() {
                text if text.starts_with('"') => Type::Text(text.trim_matches('"').to_owned()),
                name => Type::Name(name),
            },
        };
        while self.takes("[") {
            one = match (one, self.next()) {
                (one, end) if end == "]" => Type::List(Box::new(one)),
                (Type::Name(name), field) => {
                    self.takes("]");
                    Type::Field(name, field.trim_matches('"').to_owned())
                }
                _ => panic!("only a type that has a name has fields"),
            };
        }
        one
    }

    fn object(&mut self) -> Type {
        let mut fields = Vec::new();
        self.takes("{");
        while !self.takes("}") {
            let name = self.next();
            assert!(self.takes(":"), "{name} is to have a type");
            fields.push((name, self.any()));
            self.takes(";");
        }
        Type::Object(fields)
    }

    fn tuple(&mut self) -> Type {
        let mut types = Vec::new();
        self.takes("[");
        while !self.takes("]") {
            types.push(self.any());
            self.takes(",");
        }
        Type::Tuple(types)
    }
}
