//! What a program gets when something is not done: a status, a stable code, a sentence in the person's language, and the fields that are wrong.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;
use workflow::case::PlanError;

use crate::service::ServiceError;
use crate::text::{Language, Texts, fill};

/// A problem that ends a request.
#[derive(Debug)]
pub enum ApiError {
    /// No valid token.
    Unauthorized,
    /// What was sent cannot be read.
    Malformed(String),
    /// It does not exist, or not for this person.
    NotFound,
    /// Somebody else was quicker.
    Conflict(String),
    /// Understood and refused: a code and a sentence.
    Refused(&'static str, String),
    /// Fields that are wrong: field, code, sentence.
    Invalid(Vec<FieldProblem>),
    /// The fault is ours.
    Internal(String),
}

/// A field that is wrong.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Its name.
    pub field: String,
    /// A stable code.
    pub code: String,
    /// A sentence.
    pub message: String,
}

/// The body of an error.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorBody {
    /// A stable code in kebab-case.
    pub code: String,
    /// A sentence in the person's language.
    pub message: String,
    /// The fields that are wrong, if some are.
    pub fields: Vec<FieldProblem>,
}

impl ApiError {
    /// A request that cannot be read.
    pub fn malformed(words: impl Into<String>) -> Self {
        Self::Malformed(words.into())
    }

    /// From a service's error, in the person's language.
    pub fn of(t: &Texts, error: ServiceError) -> Self {
        match error {
            ServiceError::NotFound => Self::NotFound,
            ServiceError::Conflict => Self::Conflict(t.refusal.conflict.to_owned()),
            ServiceError::Refused(reason) => Self::Refused(reason.code(), t.refused(&reason)),
            ServiceError::Edit(reason) => Self::Refused("template", t.edit_refused(&reason)),
            ServiceError::Plan(PlanError::NothingToDo) => Self::Refused("nothing-to-do", t.refusal.nothing_to_do.to_owned()),
            ServiceError::Plan(PlanError::UnknownBody(name)) => {
                Self::Refused("unknown-body", fill(t.refusal.unknown_body, &[("name", &name)]))
            }
            ServiceError::Invalid(problems) => Self::Invalid(
                problems
                    .into_iter()
                    .map(|problem| FieldProblem {
                        field: problem.field.to_owned(),
                        code: problem.code.to_owned(),
                        message: t.problem(problem.code).to_owned(),
                    })
                    .collect(),
            ),
            ServiceError::Store(error) => Self::Internal(error.to_string()),
            ServiceError::Queue(error) => Self::Internal(error.to_string()),
            ServiceError::Internal(words) => Self::Internal(words),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = |code: &str, message: String, fields: Vec<FieldProblem>| Json(ErrorBody { code: code.to_owned(), message, fields });
        match self {
            Self::Unauthorized => {
                let words = Texts::of(Language::default()).refusal.token_wanted.to_owned();
                (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")], body("unauthorized", words, Vec::new())).into_response()
            }
            Self::Malformed(words) => (StatusCode::BAD_REQUEST, body("malformed", words, Vec::new())).into_response(),
            Self::NotFound => {
                (StatusCode::NOT_FOUND, body("not-found", Texts::of(Language::default()).refusal.not_found.to_owned(), Vec::new()))
                    .into_response()
            }
            Self::Conflict(words) => (StatusCode::CONFLICT, body("conflict", words, Vec::new())).into_response(),
            Self::Refused("not-permitted", words) => (StatusCode::FORBIDDEN, body("not-permitted", words, Vec::new())).into_response(),
            Self::Refused(code, words) => (StatusCode::CONFLICT, body(code, words, Vec::new())).into_response(),
            Self::Invalid(fields) => {
                let words = fields.first().map(|field| field.message.clone()).unwrap_or_default();
                (StatusCode::UNPROCESSABLE_ENTITY, body("invalid", words, fields)).into_response()
            }
            Self::Internal(words) => {
                tracing::error!(error = words, "a request of the API failed");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    body("internal", Texts::of(Language::default()).refusal.internal.to_owned(), Vec::new()),
                )
                    .into_response()
            }
        }
    }
}

/// What is under `/api/v1` and is not there.
pub async fn nothing() -> ApiError {
    ApiError::NotFound
}

/// A JSON body; one that cannot be read is answered with what is wrong with it.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let Json(value) =
            Json::<T>::from_request(request, state).await.map_err(|error: JsonRejection| ApiError::Malformed(error.body_text()))?;
        Ok(Self(value))
    }
}

/// The id in the path; what is no id does not exist.
pub struct Id<T>(pub T);

impl<S: Send + Sync, T: std::str::FromStr> FromRequestParts<S> for Id<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let axum::extract::Path(text) =
            axum::extract::Path::<String>::from_request_parts(parts, state).await.map_err(|_| ApiError::NotFound)?;
        text.parse().map(Self).map_err(|_| ApiError::NotFound)
    }
}

/// The query; one that cannot be read is answered with what is wrong with it.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let found = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        found.map(|axum::extract::Query(value)| Self(value)).map_err(|error| ApiError::Malformed(error.body_text()))
    }
}
