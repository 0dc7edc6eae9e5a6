//! The life of a job: each way is gone on a real row, and what was seen is what docs/queue.md draws.

use chrono::Duration;
use jobs::{Config, Keep, Retried, prune, retry_dead, run_due};
use sea_orm::ConnectionTrait;

use crate::harness::{Act, Program, deliver, monday, on_each_engine, row, run};

/// Where a job that does not exist stands in the drawing.
const NOWHERE: &str = "[*]";

/// One way through the drawing, as seen.
struct Way {
    from: String,
    to: String,
    by: &'static str,
}

/// Ways in the order in which they were gone.
#[derive(Default)]
struct Drawing(Vec<Way>);

impl Drawing {
    fn see(&mut self, from: &str, to: &str, by: &'static str) {
        self.0.push(Way { from: from.to_owned(), to: to.to_owned(), by });
    }

    /// Parallel ways share an arrow.
    fn text(&self) -> String {
        let mut arrows: Vec<(&str, &str, String)> = Vec::new();
        for way in &self.0 {
            match arrows.iter_mut().find(|(from, to, _)| (*from, *to) == (&way.from, &way.to)) {
                Some((_, _, by)) if by.split(" / ").any(|one| one == way.by) => {}
                Some((_, _, by)) => *by = format!("{by} / {}", way.by),
                None => arrows.push((&way.from, &way.to, way.by.to_owned())),
            }
        }
        let lines = arrows.iter().map(|(from, to, by)| format!("    {from} --> {to}: {by}\n"));
        format!("```mermaid\nstateDiagram-v2\n{}```\n", lines.collect::<String>())
    }
}

async fn state(db: &impl ConnectionTrait, id: i64) -> String {
    match jobs::job(db, id).await.unwrap() {
        Some(row) => row.state,
        None => NOWHERE.to_owned(),
    }
}

const EXPIRE: &str = "UPDATE job SET lease_until = '2000-01-01T00:00:00.000+00:00' WHERE state = 'running'";

#[tokio::test]
async fn the_drawing_shows_what_happens_to_rows() {
    on_each_engine(async |test| {
        let (program, mut sight) = Program::new(test.db.clone());
        let mut drawing = Drawing::default();
        let alone = Config {
            concurrency: 1,
            lease: std::time::Duration::from_secs(600),
            poll: std::time::Duration::from_secs(3_600),
            schedules: &[],
            ..Config::default()
        };

        program.plan(1, [Act::AtTheGate]);
        let id = deliver(&test.db, monday(), 1).await;
        drawing.see(NOWHERE, &state(&test.db, id).await, "enqueued");
        let before = state(&test.db, id).await;
        let workers = run(&program, alone);
        sight.next().await;
        let running = state(&test.db, id).await;
        drawing.see(&before, &running, "claimed when due");
        program.gate.add_permits(1);
        workers.stop().await;
        let done = state(&test.db, id).await;
        drawing.see(&running, &done, "done");

        let mut dead = 0;
        for (n, acts, by) in [
            (2, vec![Act::Retry("busy")], "failed, again after the back-off"),
            (3, vec![Act::Panic("a hole")], "failed, again after the back-off"),
            (4, vec![Act::Snooze(Duration::hours(1))], "too early, again at its time"),
            (5, vec![Act::GiveUp("refused for good")], "given up"),
        ] {
            program.plan(n, acts);
            let id = deliver(&test.db, monday(), n).await;
            run_due(&program).await.unwrap();
            drawing.see(&running, &state(&test.db, id).await, by);
            dead = id;
        }
        program.plan(6, [Act::Retry("busy")]);
        let id = deliver(&test.db, monday(), 6).await;
        test.sql(&format!("UPDATE job SET max_attempts = 1 WHERE id = {id}")).await;
        run_due(&program).await.unwrap();
        drawing.see(&running, &state(&test.db, id).await, "failed at the cap");

        for (n, cap, by) in [(7, 19, "its process died, the lease ran out"), (8, 1, "its process died at the cap")] {
            program.plan(n, [Act::Forever]);
            let id = deliver(&test.db, monday(), n).await;
            test.sql(&format!("UPDATE job SET max_attempts = {cap} WHERE id = {id}")).await;
            let (other, mut sight) = Program::new(test.connect().await);
            other.plan(n, [Act::Forever]);
            let workers = run(&other, alone);
            sight.next().await;
            workers.kill().await;
            assert_eq!(state(&test.db, id).await, running);
            test.sql(EXPIRE).await;
            let (looks, _sight) = Program::new(test.connect().await);
            looks.set(monday() - Duration::days(1));
            run_due(&looks).await.unwrap();
            drawing.see(&running, &state(&test.db, id).await, by);
            test.sql(&format!("DELETE FROM job WHERE id = {id}")).await;
        }

        let before = state(&test.db, dead).await;
        assert_eq!(retry_dead(&test.db, dead, monday()).await.unwrap(), Retried::Queued);
        drawing.see(&before, &state(&test.db, dead).await, "tried again by hand");
        assert_eq!(row(&test.db, dead).await.attempts, 0);

        let kept = Keep { done: Duration::zero(), dead: Duration::zero(), ..Keep::default() };
        let mut before = Vec::new();
        for n in [1, 6] {
            let id = id_of(&test.db, n).await;
            before.push((id, state(&test.db, id).await));
        }
        prune(&test.db, monday() + Duration::minutes(1), kept).await.unwrap();
        for (id, was) in before {
            drawing.see(&was, &state(&test.db, id).await, if was == "done" { "kept a week" } else { "kept 90 days" });
        }
        assert_eq!((Keep::default().done, Keep::default().dead), (Duration::days(7), Duration::days(90)));

        let drawn = drawing.text();
        let doc = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/queue.md")).unwrap();
        assert!(doc.contains(&drawn), "docs/queue.md should show:\n{drawn}");
    })
    .await;
}

/// The job that was to deliver the n-th message.
async fn id_of(db: &impl ConnectionTrait, n: u128) -> i64 {
    use entity::job::{Column, Entity};
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
    let key = crate::harness::message(n).to_string();
    Entity::find().select_only().column(Column::Id).filter(Column::DedupeKey.eq(key)).into_tuple().one(db).await.unwrap().unwrap()
}
