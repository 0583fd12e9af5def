"""A Celery application with one task that does nothing. As a script it queues so many of them, and says when it has."""

import os
import sys

from celery import Celery

app = Celery("bench", broker=os.environ["BENCH_BROKER"])
app.conf.update(
    task_acks_late=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=int(os.environ["BENCH_PREFETCH"]),
    worker_disable_rate_limits=True,
    worker_send_task_events=False,
)


@app.task(name="no-op")
def no_op(n):
    pass


if __name__ == "__main__":
    with app.producer_pool.acquire(block=True) as producer:
        for n in range(int(sys.argv[1])):
            no_op.apply_async((n,), producer=producer)
