//! The schema's history, a file per table. A migration is never edited once it has been released; it runs on SQLite and PostgreSQL alike.
//!
//! There is no way down: `dutyflow restore` brings back what was before.

use sea_orm_migration::MigrationTrait;
use sea_orm_migration::async_trait;
pub use sea_orm_migration::{MigratorTrait, seaql_migrations};

mod build;
mod m20261123_000001_create_county;
mod m20261123_000002_create_town;
mod m20261123_000003_create_office;
mod m20261123_000004_create_village;
mod m20261123_000005_create_body;
mod m20261123_000006_create_body_alias;
mod m20261123_000007_create_person;
mod m20261123_000008_create_role_grant;
mod m20261123_000009_create_session;
mod m20261123_000010_create_api_token;
mod m20261123_000011_create_audit;
mod m20261123_000012_create_edition;
mod m20261123_000013_create_finding;
mod m20261123_000014_create_duty;
mod m20261123_000015_create_duty_text;
mod m20261123_000016_create_duty_body;
mod m20261123_000017_create_template;
mod m20261123_000018_create_template_version;
mod m20261123_000019_create_incoming_item;
mod m20261123_000020_create_workflow;
mod m20261123_000021_create_task;
mod m20261123_000022_create_task_dependency;
mod m20261123_000023_create_external_wait;
mod m20261123_000024_create_hand_off;
mod m20261123_000025_create_event;
mod m20261123_000026_create_message;
mod m20261123_000027_create_reminder_mark;
mod m20261123_000100_create_job;
mod m20261123_000101_create_schedule_tick;
mod m20261123_000102_create_list_upload;
mod m20261125_000200_add_sides;
mod m20261125_000300_add_inside_of_town;
mod m20261125_000400_create_recurrence;
mod m20261125_000401_create_recurrence_run;
mod m20261125_000500_create_template_draft;
mod m20261125_000501_add_template_office;
mod m20261125_000600_create_batch;
mod m20261125_000601_create_batch_row;
mod m20261125_000602_create_lead;
mod m20261125_000603_create_lead_event;
mod m20261125_000604_alter_batch_row;
mod m20261125_000700_create_finding_decision;
mod m20261125_000850_create_mail_choice;
mod m20261126_000600_create_calendar_day;
mod m20261126_000700_notify_of_job;
mod m20261126_000800_create_ledger_row;
mod m20261128_000100_create_calendar_rules;

/// All migrations, in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_create_county::Migration),
            Box::new(m20261123_000002_create_town::Migration),
            Box::new(m20261123_000003_create_office::Migration),
            Box::new(m20261123_000004_create_village::Migration),
            Box::new(m20261123_000005_create_body::Migration),
            Box::new(m20261123_000006_create_body_alias::Migration),
            Box::new(m20261123_000007_create_person::Migration),
            Box::new(m20261123_000008_create_role_grant::Migration),
            Box::new(m20261123_000009_create_session::Migration),
            Box::new(m20261123_000010_create_api_token::Migration),
            Box::new(m20261123_000011_create_audit::Migration),
            Box::new(m20261123_000012_create_edition::Migration),
            Box::new(m20261123_000013_create_finding::Migration),
            Box::new(m20261123_000014_create_duty::Migration),
            Box::new(m20261123_000015_create_duty_text::Migration),
            Box::new(m20261123_000016_create_duty_body::Migration),
            Box::new(m20261123_000017_create_template::Migration),
            Box::new(m20261123_000018_create_template_version::Migration),
            Box::new(m20261123_000019_create_incoming_item::Migration),
            Box::new(m20261123_000020_create_workflow::Migration),
            Box::new(m20261123_000021_create_task::Migration),
            Box::new(m20261123_000022_create_task_dependency::Migration),
            Box::new(m20261123_000023_create_external_wait::Migration),
            Box::new(m20261123_000024_create_hand_off::Migration),
            Box::new(m20261123_000025_create_event::Migration),
            Box::new(m20261123_000026_create_message::Migration),
            Box::new(m20261123_000027_create_reminder_mark::Migration),
            Box::new(m20261123_000100_create_job::Migration),
            Box::new(m20261123_000101_create_schedule_tick::Migration),
            Box::new(m20261123_000102_create_list_upload::Migration),
            Box::new(m20261125_000600_create_batch::Migration),
            Box::new(m20261125_000601_create_batch_row::Migration),
            Box::new(m20261125_000602_create_lead::Migration),
            Box::new(m20261125_000603_create_lead_event::Migration),
            Box::new(m20261125_000604_alter_batch_row::Migration),
            Box::new(m20261125_000700_create_finding_decision::Migration),
            Box::new(m20261125_000850_create_mail_choice::Migration),
            Box::new(m20261125_000500_create_template_draft::Migration),
            Box::new(m20261125_000501_add_template_office::Migration),
            Box::new(m20261125_000400_create_recurrence::Migration),
            Box::new(m20261125_000401_create_recurrence_run::Migration),
            Box::new(m20261125_000300_add_inside_of_town::Migration),
            Box::new(m20261125_000200_add_sides::Migration),
            Box::new(m20261126_000700_notify_of_job::Migration),
            Box::new(m20261126_000600_create_calendar_day::Migration),
            Box::new(m20261126_000800_create_ledger_row::Migration),
            Box::new(m20261128_000100_create_calendar_rules::Migration),
        ]
    }
}
