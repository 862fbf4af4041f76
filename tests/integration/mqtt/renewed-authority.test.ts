/** After the authority was renewed, before any device has heard of it: nobody is shut out; retired, who did not is. */
import { rm } from 'node:fs/promises';
import {
  openAuthority,
  renewAuthority,
  retireAuthorities,
} from '@loa-lang/controller/adapters/certificates/file-authority';
import { EmbeddedBroker } from '@loa-lang/controller/embedded/broker';
import type { Authority } from '@loa-lang/controller/ports/authority';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/database.ts';
import { TEST_BOX } from '../../support/test-keys.ts';
import { connectAs, type Enrolled, issue } from '../../support/tls-brokers/tls-bench.ts';

let folder: string;
let before: Authority;
let old: Enrolled;
beforeAll(async () => {
  folder = await temporaryFolder();
  before = await openAuthority(folder, 'd', TEST_BOX);
  old = await issue(before, 'd1');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function brokerOf(authority: Authority): Promise<EmbeddedBroker> {
  const identity = await authority.issueServer(['127.0.0.1']);
  const broker = new EmbeddedBroker({
    host: '127.0.0.1',
    port: 0,
    tls: { ...identity, host: '127.0.0.1', port: 0, authorities: authority.certificates },
    access: {
      authenticate: async () => undefined,
      admit: async (_clientId, { name }) => ({ kind: 'device', deviceId: name }),
      mayFollow: async () => false,
    },
  });
  await broker.start();
  return broker;
}

it('a device that knows the old one alone verifies the broker and is let in, until the old one is retired', async () => {
  await renewAuthority(folder, 'd', TEST_BOX);
  const renewed = await openAuthority(folder, 'd', TEST_BOX);
  let broker = await brokerOf(renewed);
  const url = () => `mqtts://127.0.0.1:${broker.tlsPort}`;
  await (await connectAs({ url: url(), authority: before }, old, 'd1.board')).endAsync(true);
  const fresh = await issue(renewed, 'd1');
  await (await connectAs({ url: url(), authority: renewed }, fresh, 'd1.board')).endAsync(true);
  await broker.stop();

  await retireAuthorities(folder);
  const alone = await openAuthority(folder, 'd', TEST_BOX);
  broker = await brokerOf(alone);
  await expect(connectAs({ url: url(), authority: alone }, old, 'd1.board')).rejects.toThrow();
  await (await connectAs({ url: url(), authority: alone }, fresh, 'd1.board')).endAsync(true);
  await broker.stop();
});
