//! The OpenAPI document, made from the handlers.

use axum::Json;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use crate::text::{Language, Texts};

use super::{disputes, duties, events, hand_offs, incoming, inside, me, overdue, sides, tasks, workflows};

#[derive(OpenApi)]
#[openapi(
    info(title = "Dutyflow", description = "履职流转：镇（街道）履职事项清单的办理接口。The work of a township's duty list, for programs."),
    paths(
        me::show,
        incoming::list,
        incoming::register,
        incoming::show,
        incoming::confirm,
        incoming::close,
        duties::list,
        duties::propose,
        duties::show,
        duties::template,
        workflows::list,
        workflows::start,
        workflows::show,
        workflows::history,
        workflows::suspend,
        workflows::resume,
        workflows::cancel,
        workflows::reopen,
        tasks::list,
        tasks::show,
        tasks::assign,
        tasks::distribute,
        tasks::take,
        tasks::give_back,
        tasks::complete,
        tasks::hand_off,
        tasks::leave_out,
        tasks::received,
        hand_offs::list,
        hand_offs::show,
        hand_offs::sign,
        hand_offs::send_back,
        hand_offs::answer,
        hand_offs::take_back,
        disputes::object,
        disputes::answer,
        disputes::ask_county,
        disputes::conclude,
        disputes::share,
        sides::whose_clock,
        sides::askable,
        sides::ask,
        sides::correct,
        sides::object_task,
        sides::answer_task,
        sides::set_limit,
        sides::disputes,
        events::report,
        inside::pass_on,
        inside::lend,
        inside::hand_back,
        inside::sign_off,
        inside::refuse_sign_off,
        inside::withdraw_sign_off,
        inside::record_sign_off,
        inside::ask_extension,
        inside::answer_extension,
        inside::nudge,
        inside::remark,
        inside::remind,
        inside::ask_answer_extension,
        inside::answer_answer_extension,
        inside::note,
        inside::copy,
        inside::add_step,
        overdue::report,
    ),
    modifiers(&Token)
)]
struct Document;

struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme =
            HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(Texts::of(Language::En).refusal.token_described)).build();
        document.components.get_or_insert_default().add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// The document.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// The document, for programs.
pub async fn show() -> Json<utoipa::openapi::OpenApi> {
    Json(document())
}
