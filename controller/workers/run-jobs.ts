/** Job name → handler. Whatever lies in the queue is checked against its schema before a handler sees it. */
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { JobRefused, type RunJob } from '../ports/job-queue.ts';

/** One handler for each name of the table: a missing one does not compile. */
export type JobHandlers<Payloads extends Record<string, TSchema>> = {
  [Name in keyof Payloads]: (payload: Static<Payloads[Name]>) => Promise<void>;
};

/** @throws JobRefused from what it returns, for unknown names and payloads that are not by their schema */
export const runJobs =
  <Payloads extends Record<string, TSchema>>(payloads: Payloads, handlers: JobHandlers<Payloads>): RunJob =>
  async (name, payload) => {
    if (!Object.hasOwn(payloads, name)) throw new JobRefused(`no handler for job ${name}`);
    const schema = payloads[name] as TSchema;
    if (!Value.Check(schema, payload)) {
      const [fault] = Value.Errors(schema, payload);
      throw new JobRefused(`the payload of job ${name} is not valid: ${JSON.stringify(fault)?.slice(0, 200)}`);
    }
    const handle = handlers[name as keyof Payloads] as (payload: unknown) => Promise<void>;
    await handle(payload);
  };
