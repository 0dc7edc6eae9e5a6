//! Creates `job`: the queue's units of work.

use sea_orm_migration::{prelude::*, schema::*};

use crate::build::{index, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("job")
            .col(big_integer("id").auto_increment().primary_key())
            .col(text("kind"))
            .col(json_binary("payload"))
            .col(text("state").check(Expr::col("state").is_in(["queued", "running", "done", "dead"])))
            .col(integer("priority"))
            .col(timestamp_with_time_zone("run_at"))
            .col(integer("attempts"))
            .col(integer("max_attempts"))
            .col(text_null("dedupe_key"))
            .col(big_integer("claims"))
            .col(text_null("locked_by"))
            .col(timestamp_with_time_zone_null("lease_until"))
            .col(text_null("last_error"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("finished_at"))
            .take();
        manager.create_table(table).await?;
        let live = Expr::col("state").is_in(["queued", "running"]);
        manager.create_index(unique("job", &["kind", "dedupe_key"]).and_where(live).take()).await?;
        let next = Index::create()
            .name("ix_job_next")
            .table("job")
            .col(("priority", IndexOrder::Desc))
            .col("run_at")
            .col("id")
            .and_where(Expr::col("state").eq("queued"))
            .take();
        manager.create_index(next).await?;
        manager.create_index(index("job", &["lease_until"]).and_where(Expr::col("state").eq("running")).take()).await?;
        // One each: SQLite does not see that `state = 'done'` implies a list of states.
        manager.create_index(ended("done")).await?;
        manager.create_index(ended("dead")).await
    }
}

fn ended(state: &'static str) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("ix_job_{state}")).table("job").col("finished_at").and_where(Expr::col("state").eq(state)).take()
}
