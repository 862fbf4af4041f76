import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Agent } from '@loa-lang/device-agent/agent';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AmplifierSimulator, amplifierLine } from '../../support/amplifier-simulator.ts';
import { eventually } from '../../support/eventually.ts';
import { testSettings } from '../../support/stand-in-controller.ts';
import { AgentWorld } from './agent-world.ts';

let world: AgentWorld;
let agent: Agent;
let amplifier: AmplifierSimulator;
let speaking: NodeJS.Timeout;
let fault = 0;
beforeAll(async () => {
  world = await AgentWorld.open();
  amplifier = new AmplifierSimulator(join(world.folder, 'ttyAMP'));
  await amplifier.plugIn();
  speaking = setInterval(() => amplifier.say(amplifierLine({ t: 47.5, f: fault, i: 1.35 })), 500);
  await writeFile(join(world.folder, 'door'), '1\n');
  await world.controller.publishKeys();
  await world.controller.publishSettings('d1', testSettings(['h1'], { volumeDb: -6 }));
  const sensors = {
    door: { file: join(world.folder, 'door'), activeLow: true },
    amplifier: { serial: { device: amplifier.device } },
  };
  agent = await world.compose(await world.provision('d1', { sink: 'discard', sensors }));
  await agent.start();
});
afterAll(async () => {
  clearInterval(speaking);
  await agent.stop();
  await amplifier.pull();
  await world.close();
});

const told = () => world.controller.healths;

it('tells what this machine is like, and its cabinet, and at once what changes there', async () => {
  await eventually('a sample', () => told().length > 0);
  console.log(`${told()[0]?.sealedBytes} bytes as sealed: ${JSON.stringify(told()[0])}`);
  expect(told()[0]).toMatchObject({
    ...{ sink: 'idle', volumeDb: -6, muted: false, faults: [], door: 'closed' },
    network: { kind: 'other', receivedBytes: expect.any(Number), sentBytes: expect.any(Number) },
    memory: { totalBytes: expect.any(Number), availableBytes: expect.any(Number) },
    ...{ machineUptimeMs: expect.any(Number), diskFreeBytes: expect.any(Number), diskTotalBytes: expect.any(Number) },
    amplifier: { temperatureC: 47.5, lineAmperes: 1.35, fault: false },
  });
  fault = 1;
  await writeFile(join(world.folder, 'door'), '0\n');
  await eventually('the news', () => told().at(-1)?.door === 'open' && told().at(-1)?.amplifier?.fault === true);
  expect(world.controller.bodies('fault').map(({ code, state }) => `${code} ${state}`)).toEqual([
    'amplifier-fault raised',
  ]);
  expect(agent.status().readings).toMatchObject({ door: 'open', amplifier: { fault: true } });
  expect(world.log.filter((line) => line.includes('sensor'))).toEqual([]);
});
