//! The JSON API under `/api/v1`: the same use cases as the pages, for programs. Personal bearer tokens; ids and codes instead of words; described by an
//! OpenAPI document made from this code. Delivery only: it decides nothing.
//!
//! A change takes an optional `Idempotency-Key` (a UUID): the same key again changes nothing and answers the same.

mod caller;
mod disputes;
pub mod dto;
mod duties;
mod error;
mod events;
mod hand_offs;
mod incoming;
mod inside;
mod me;
mod openapi;
mod overdue;
mod sides;
mod tasks;
mod workflows;

use axum::Router;
use axum::routing::{get, post};

use crate::state::AppState;

pub use openapi::document;

/// The routes of the API and its document.
pub fn routes() -> Router<AppState> {
    let v1 = Router::new()
        .route("/me", get(me::show))
        .route("/incoming-items", get(incoming::list).post(incoming::register))
        .route("/incoming-items/{id}", get(incoming::show))
        .route("/incoming-items/{id}/duty", post(incoming::confirm))
        .route("/incoming-items/{id}/close", post(incoming::close))
        .route("/duties", get(duties::list))
        .route("/duties/proposals", get(duties::propose))
        .route("/duties/{id}", get(duties::show))
        .route("/duties/{id}/template", get(duties::template))
        .route("/workflows", get(workflows::list).post(workflows::start))
        .route("/workflows/{id}", get(workflows::show))
        .route("/workflows/{id}/history", get(workflows::history))
        .route("/workflows/{id}/suspend", post(workflows::suspend))
        .route("/workflows/{id}/resume", post(workflows::resume))
        .route("/workflows/{id}/cancel", post(workflows::cancel))
        .route("/workflows/{id}/reopen", post(workflows::reopen))
        .route("/tasks", get(tasks::list))
        .route("/tasks/{id}", get(tasks::show))
        .route("/tasks/{id}/assign", post(tasks::assign))
        .route("/tasks/{id}/distribute", post(tasks::distribute))
        .route("/tasks/{id}/take", post(tasks::take))
        .route("/tasks/{id}/give-back", post(tasks::give_back))
        .route("/tasks/{id}/complete", post(tasks::complete))
        .route("/tasks/{id}/hand-off", post(tasks::hand_off))
        .route("/tasks/{id}/leave-out", post(tasks::leave_out))
        .route("/tasks/{id}/received", post(tasks::received))
        .route("/hand-offs", get(hand_offs::list))
        .route("/hand-offs/{id}", get(hand_offs::show))
        .route("/hand-offs/{id}/sign", post(hand_offs::sign))
        .route("/hand-offs/{id}/return", post(hand_offs::send_back))
        .route("/hand-offs/{id}/answer", post(hand_offs::answer))
        .route("/hand-offs/{id}/take-back", post(hand_offs::take_back))
        .route("/hand-offs/{id}/object", post(disputes::object))
        .route("/hand-offs/{id}/answer-objection", post(disputes::answer))
        .route("/hand-offs/{id}/ask-county", post(disputes::ask_county))
        .route("/hand-offs/{id}/conclude", post(disputes::conclude))
        .route("/hand-offs/{id}/share", post(disputes::share))
        .route("/workflows/{id}/clock", get(sides::whose_clock))
        .route("/workflows/{id}/requests", get(sides::askable).post(sides::ask))
        .route("/workflows/{id}/corrections", post(sides::correct))
        .route("/tasks/{id}/object", post(sides::object_task))
        .route("/tasks/{id}/answer-objection", post(sides::answer_task))
        .route("/tasks/{id}/limit", post(sides::set_limit))
        .route("/coordination", get(sides::disputes))
        .route("/events", post(events::report))
        .route("/tasks/{id}/pass-on", post(inside::pass_on))
        .route("/tasks/{id}/lend", post(inside::lend))
        .route("/tasks/{id}/hand-back", post(inside::hand_back))
        .route("/tasks/{id}/sign-off", post(inside::sign_off))
        .route("/tasks/{id}/sign-off/refuse", post(inside::refuse_sign_off))
        .route("/tasks/{id}/sign-off/withdraw", post(inside::withdraw_sign_off))
        .route("/tasks/{id}/sign-off/record", post(inside::record_sign_off))
        .route("/tasks/{id}/extension", post(inside::ask_extension))
        .route("/tasks/{id}/extension/answer", post(inside::answer_extension))
        .route("/tasks/{id}/nudge", post(inside::nudge))
        .route("/tasks/{id}/remark", post(inside::remark))
        .route("/hand-offs/{id}/remind", post(inside::remind))
        .route("/hand-offs/{id}/extension", post(inside::ask_answer_extension))
        .route("/hand-offs/{id}/extension/answer", post(inside::answer_answer_extension))
        .route("/workflows/{id}/note", post(inside::note))
        .route("/workflows/{id}/copy", post(inside::copy))
        .route("/workflows/{id}/steps", post(inside::add_step))
        .route("/overdue", get(overdue::report))
        .fallback(error::nothing);
    Router::new().nest("/api/v1", v1).route("/api/openapi.json", get(openapi::show))
}
