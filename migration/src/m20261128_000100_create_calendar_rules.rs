//! Creates what an administrator decides about the calendar beside single days: `calendar_hours`, the working hours of a county, a town or a body;
//! `calendar_year`, the years whose whole notice was entered; and `calendar_change`, one row a change, which numbers the state of the calendar and says
//! how far the dates have been counted anew.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::unique;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let hours = Table::create()
            .table("calendar_hours")
            .col(uuid("id").primary_key())
            .col(text("level"))
            // The town or the body; all zeros for the county.
            .col(uuid("owner_id"))
            .col(json_binary("seasons"))
            .col(text("document_no"))
            .col(uuid_null("entered_by_id"))
            .col(timestamp_with_time_zone("entered_at"))
            .take();
        manager.create_table(hours).await?;
        manager.create_index(unique("calendar_hours", &["level", "owner_id"])).await?;
        let year = Table::create()
            .table("calendar_year")
            .col(uuid("id").primary_key())
            .col(text("level"))
            .col(integer("year"))
            .col(text("document_no"))
            .col(uuid_null("entered_by_id"))
            .col(timestamp_with_time_zone("entered_at"))
            .take();
        manager.create_table(year).await?;
        manager.create_index(unique("calendar_year", &["level", "year"])).await?;
        let change = Table::create()
            .table("calendar_change")
            .col(big_integer("id").primary_key())
            .col(timestamp_with_time_zone("at"))
            .col(uuid_null("by_id"))
            // How many workflows and leads had dates that moved.
            .col(integer("moved"))
            .col(timestamp_with_time_zone_null("finished_at"))
            .take();
        manager.create_table(change).await
    }
}
