/** Locks by name among all controllers of one database. */
import type pg from 'pg';

const WAIT_MS = 10_000;

/** The lock was not had in time: another controller, or another caller of this one, works on the same subject. */
export class LockTimeoutError extends Error {
  override readonly name = 'LockTimeoutError';
  readonly code = 'lock-timeout';
  constructor(subject: string, options?: ErrorOptions) {
    super(`no lock on ${subject} within ${WAIT_MS / 1000} s`, options);
  }
}

export class SubjectLocks {
  readonly #pool: pg.Pool;
  /** callers of this process queue here, so that one subject never takes more than one connection */
  readonly #queues = new Map<string, Promise<void>>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /**
   * Runs `work` while no other controller runs one for the subject. The lock ends with the transaction that holds it, so
   * a controller that dies lets go of it at once.
   * @throws LockTimeoutError when it is not had within 10 s.
   */
  async run<T>(subject: string, work: () => Promise<T>): Promise<T> {
    const leave = await this.#enter(subject);
    try {
      return await this.#underDatabaseLock(subject, work);
    } finally {
      leave();
    }
  }

  async #enter(subject: string): Promise<() => void> {
    const before = this.#queues.get(subject) ?? Promise.resolve();
    let leave: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const tail = before.then(() => over);
    this.#queues.set(subject, tail);
    void tail.then(() => {
      if (this.#queues.get(subject) === tail) this.#queues.delete(subject);
    });
    if (await settlesInTime(before)) return leave;
    leave();
    throw new LockTimeoutError(subject);
  }

  async #underDatabaseLock<T>(subject: string, work: () => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let broken = false;
    // the lock is lost when its connection is; what the work records is checked against the last revision anyway
    const onError = (): void => {
      broken = true;
    };
    client.on('error', onError);
    try {
      await client.query('BEGIN');
      await client.query(`SET LOCAL lock_timeout = ${WAIT_MS}`);
      await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`ledger ${subject}`]);
    } catch (cause) {
      client.off('error', onError);
      client.release(true);
      throw (cause as { code?: string }).code === '55P03' ? new LockTimeoutError(subject, { cause }) : cause;
    }
    try {
      return await work();
    } finally {
      await client.query('COMMIT').catch(onError);
      client.off('error', onError);
      client.release(broken);
    }
  }
}

const settlesInTime = async (promise: Promise<void>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), WAIT_MS);
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
};
