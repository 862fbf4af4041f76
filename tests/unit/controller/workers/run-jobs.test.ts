import { JobRefused } from '@loa-lang/controller/ports/job-queue';
import { runJobs } from '@loa-lang/controller/workers/run-jobs';
import {
  HeartbeatJobSchema,
  JOB_PAYLOADS,
  MaterialiseJobSchema,
  RemindApprovalJobSchema,
  WatchExpiryJobSchema,
} from '@loa-lang/schemas/jobs/jobs';
import { expect, it } from 'vitest';

const PAYLOADS = {
  materialise: MaterialiseJobSchema,
  'remind-approval': RemindApprovalJobSchema,
  'watch-expiry': WatchExpiryJobSchema,
  heartbeat: HeartbeatJobSchema,
} as const;

const bench = () => {
  const seen: [string, unknown][] = [];
  const note = (name: string) => async (payload: unknown) => {
    seen.push([name, payload]);
  };
  const run = runJobs(PAYLOADS, {
    materialise: note('materialise'),
    'remind-approval': note('remind-approval'),
    'watch-expiry': note('watch-expiry'),
    heartbeat: note('heartbeat'),
  });
  return { run, seen };
};

it('gives each payload to its handler', async () => {
  const { run, seen } = bench();
  const jobs: [string, unknown][] = [
    ['materialise', {}],
    ['materialise', { communeId: 'xa' }],
    ['remind-approval', { requestId: '0192' }],
    ['watch-expiry', {}],
    ['heartbeat', {}],
  ];
  for (const [name, payload] of jobs) await run(name, payload);
  expect(seen).toEqual(jobs);
});

it.each([
  ['materialise', { communeId: 7 }],
  ['materialise', { communeId: 'a b' }],
  ['materialise', { commune: 'xa' }],
  ['materialise', null],
  ['materialise', 'xa'],
  ['materialise', [{}]],
  ['remind-approval', {}],
  ['remind-approval', { requestId: 'x', at: 1 }],
  ['heartbeat', { x: 1 }],
  ['Materialise', {}],
  ['constructor', {}],
  ['__proto__', {}],
  ['', {}],
])('refuses job %s with %j, and no handler sees it', async (name, payload) => {
  const { run, seen } = bench();
  await expect(run(name, payload)).rejects.toBeInstanceOf(JobRefused);
  expect(seen).toEqual([]);
});

it('lets a handler’s own failure through, so that the job is tried again', async () => {
  const run = runJobs(
    { heartbeat: HeartbeatJobSchema },
    {
      heartbeat: async () => {
        throw new Error('database away');
      },
    },
  );
  await expect(run('heartbeat', {})).rejects.toThrow('database away');
  await expect(run('heartbeat', {})).rejects.not.toBeInstanceOf(JobRefused);
});

it('does not compile without a handler for each name, nor with one for another payload', () => {
  const nothing = async () => undefined;
  // @ts-expect-error materialise is missing
  runJobs(PAYLOADS, { 'remind-approval': nothing, 'watch-expiry': nothing, heartbeat: nothing });
  // @ts-expect-error the payload has no such field
  runJobs({ materialise: MaterialiseJobSchema }, { materialise: async ({ nobody }) => void nobody });
  expect(Object.keys(JOB_PAYLOADS).length).toBeGreaterThan(0);
});
