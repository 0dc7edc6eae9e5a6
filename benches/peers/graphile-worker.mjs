// graphile-worker on the server that DATABASE_URL names: as many jobs, clients and attempts at a time as jobs/benches/throughput.rs.
// JOBS, CLIENTS and CONCURRENCY come from the environment; prints one line of JSON.
import { Logger, makeWorkerUtils, run } from "graphile-worker";

const jobs = Number(process.env.JOBS), clients = Number(process.env.CLIENTS), concurrency = Number(process.env.CONCURRENCY);
const connectionString = process.env.DATABASE_URL;
const quiet = new Logger(() => () => {});

async function enqueue() {
  const utils = await makeWorkerUtils({ connectionString, maxPoolSize: 10, logger: quiet });
  await utils.migrate();
  let next = 0;
  const started = performance.now();
  await Promise.all(Array.from({ length: clients }, async () => {
    for (let n = next++; n < jobs; n = next++) {
      await utils.addJob("deliver-message", { message_id: String(n) }, { jobKey: String(n) });
    }
  }));
  const took = performance.now() - started;
  await utils.release();
  return took;
}

async function execute(preset) {
  let left = jobs, tell;
  const allDone = new Promise((resolve) => { tell = resolve; });
  const started = performance.now();
  const runner = await run({
    connectionString, logger: quiet, noHandleSignals: true, concurrency, maxPoolSize: 10, pollInterval: 1000, ...preset,
    taskList: { "deliver-message": async () => { if (--left === 0) tell(); } },
  });
  await allDone;
  // Stopping waits until every end is recorded, as ours does.
  await runner.stop();
  return performance.now() - started;
}

const rate = (took) => Math.round(jobs / (took / 1000));
const enqueued = await enqueue();
const plain = await execute({});
await enqueue();
// The setting that its documentation gives for throughput: many jobs fetched and completed at a time.
const tuned = await execute({ preset: { worker: { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } } });
console.log(JSON.stringify({ enqueue: rate(enqueued), execute: rate(plain), execute_tuned: rate(tuned) }));
