"""procrastinate on the server that DATABASE_URL names: as many jobs, clients and attempts at a time as jobs/benches/throughput.rs.

JOBS, CLIENTS and CONCURRENCY come from the environment; prints one line of JSON."""

import asyncio
import json
import logging
import os
import time

import procrastinate

JOBS, CLIENTS, CONCURRENCY = (int(os.environ[name]) for name in ("JOBS", "CLIENTS", "CONCURRENCY"))
logging.disable(logging.CRITICAL)


async def main():
    connector = procrastinate.PsycopgConnector(conninfo=os.environ["DATABASE_URL"], min_size=10, max_size=10)
    app = procrastinate.App(connector=connector)
    left = JOBS

    @app.task(name="deliver-message")
    async def deliver(message_id):
        nonlocal left
        left -= 1

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        numbers = iter(range(JOBS))

        async def client():
            for n in numbers:
                await deliver.configure(queueing_lock=str(n)).defer_async(message_id=str(n))

        started = time.perf_counter()
        await asyncio.gather(*(client() for _ in range(CLIENTS)))
        enqueued = time.perf_counter() - started
        started = time.perf_counter()
        await app.run_worker_async(concurrency=CONCURRENCY, wait=False, install_signal_handlers=False)
        executed = time.perf_counter() - started
    assert left == 0, f"{left} jobs did not run"
    print(json.dumps({"enqueue": round(JOBS / enqueued), "execute": round(JOBS / executed)}))


asyncio.run(main())
