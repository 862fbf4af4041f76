/** BullMQ on the controller's own PostgreSQL, in a schema of its own. */
import { createPostgresBackend, type PostgresPoolConfig, Queue, runMigrations, Worker } from 'bullmq';
import { BACKGROUND, openPool, type Patience, poolConfig } from '../postgres/database.ts';
import { type Backend, consumerOptions, paced, producerOptions, QUEUE_NAME, USUAL_TIMINGS } from './backend.ts';

/** Beside Prisma's tables, so that neither's migrations see the other's. */
export const QUEUE_SCHEMA = 'job_queue';

/** Calls people wait for end by {@link QUEUE_DEADLINE_MS} anyway. Two connections: calls are rare and short. */
const PRODUCING: Patience = { connectTimeoutMs: 1_000, statementTimeoutMs: 1_400, poolSize: 2 };
/** One more connection than this is kept for notifications. */
const CONSUMING: Patience = { connectTimeoutMs: 2_000, statementTimeoutMs: 5_000, poolSize: 2 };
/** Longer than the consumer ever blocks: a new server process for every look would cost more than the look. */
const IDLE_MS = 60_000;

const factory = paced(createPostgresBackend);

export function postgresBackend(databaseUrl: string, timings = USUAL_TIMINGS): Backend {
  const connection = (patience: Patience) =>
    ({
      ...poolConfig(databaseUrl, patience),
      idleTimeoutMillis: IDLE_MS,
      schema: QUEUE_SCHEMA,
    }) as PostgresPoolConfig;
  return {
    kind: 'postgres',
    async prepare() {
      const pool = openPool(databaseUrl, { ...BACKGROUND, poolSize: 1 });
      try {
        const client = await pool.connect();
        try {
          await runMigrations(client, QUEUE_SCHEMA);
        } finally {
          client.release();
        }
      } finally {
        await pool.end();
      }
    },
    producer(onError) {
      const queue = new Queue(QUEUE_NAME, { ...producerOptions, connection: connection(PRODUCING) }, factory);
      queue.on('error', onError);
      return queue;
    },
    consumer(work, { onError, onFailed, onStalled }) {
      const options = { ...consumerOptions(timings), connection: connection(CONSUMING) };
      const worker = new Worker(QUEUE_NAME, work, options, factory);
      return worker.on('error', onError).on('failed', onFailed).on('stalled', onStalled);
    },
  };
}
