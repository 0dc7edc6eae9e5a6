//! PostgreSQL tells every process of a job that is due at once, with the commit that adds it.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Judged by the times that the row brings, for the clock of the program is not the server's.
const UP: &str = "\
CREATE FUNCTION notify_of_job() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('dutyflow_job', ''); RETURN NULL; END $$; \
CREATE TRIGGER job_notifies AFTER INSERT ON job FOR EACH ROW WHEN (NEW.state = 'queued' AND NEW.run_at <= NEW.created_at) \
EXECUTE FUNCTION notify_of_job();";

const DOWN: &str = "DROP TRIGGER job_notifies ON job; DROP FUNCTION notify_of_job();";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        on_postgres(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        on_postgres(manager, DOWN).await
    }
}

async fn on_postgres(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Postgres {
        manager.get_connection().execute_unprepared(sql).await?;
    }
    Ok(())
}
