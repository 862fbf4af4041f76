import { spawn, spawnSync } from 'node:child_process';
import { createSink } from '@loa-lang/device-agent/adapters/sinks/create-sink';
import {
  isToBeMuted,
  PulseNeighbours,
  parseSinkInputs,
  strangers,
} from '@loa-lang/device-agent/adapters/sinks/pulse-neighbours';
import { SystemClock } from '@loa-lang/device-agent/adapters/system-clock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPrograms, MonitorRecording, PulseServer } from '../../support/audio/pulse-server.ts';
import { eventually, sleep } from '../../support/eventually.ts';

const hasPulse = hasPrograms('pulseaudio', 'pacat', 'parec', 'pactl');
if (!hasPulse) console.warn('SKIPPED: no pulseaudio, pulseaudio-utils: nobody looks for other programs at the output');

const SAID = `Sink Input #5
\tDriver: protocol-native.c
\tOwner Module: 3
\tClient: 12
\tSink: 0
\tCorked: no
\tMute: no
\tProperties:
\t\tmedia.name = "pacat"
\t\tapplication.name = "pacat"
\t\tapplication.process.id = "100"
\t\tloa.player = "yes"

Sink Input #8
\tDriver: module-loopback.c
\tClient: n/a
\tSink: 1
\tCorked: no
\tMute: yes
\tProperties:
\t\tmedia.name = "Loopback from Monitor"

Sink Input #9
\tSink: 0
\tCorked: yes
\tMute: no
\tProperties:
\t\tapplication.name = "a \\"player\\""
\t\tapplication.process.id = "101"

Sink Input #10
\tSink: 0
\tCorked: no
\tMute: yes
\tProperties:
\t\tapplication.name = "radio"
`;

it('those that play into our sink and are not ours are strangers; what waits, or plays elsewhere, is nobody', () => {
  const inputs = parseSinkInputs(SAID);
  expect(inputs.map(({ index, sink, playerId }) => [index, sink, playerId])).toEqual([
    ['5', '0', 100],
    ['8', '1', undefined],
    ['9', '0', undefined],
    ['10', '0', undefined],
  ]);
  expect(strangers(inputs, (id) => id === 100).map(({ name }) => name)).toEqual(['radio']);
  expect(strangers(inputs, () => false)).toEqual([]);
  // two agents on one server that mute each other would both be silent in an emergency
  const heard = inputs.map((input) => ({ ...input, isMuted: false }));
  expect(strangers(heard, (id) => id === 100).filter(isToBeMuted)).toHaveLength(1);
  const agents = strangers(
    heard.map((input) => ({ ...input, playerId: input.playerId ?? 200 })),
    (id) => id === 100,
  );
  expect(agents.map(({ name }) => name)).toEqual(['radio']);
  expect(agents.filter(isToBeMuted)).toEqual([]);
  expect(parseSinkInputs('')).toEqual([]);
});

describe.skipIf(!hasPulse)('with a real server', () => {
  const server = new PulseServer();
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  it('another program is told within seconds and silenced; the own one is heard on', async () => {
    const created = createSink('pulse:horn', {
      clock: new SystemClock({ hasBatteryClock: false }),
      controllerTimeAt: () => 0,
    });
    if (!created.ok) throw new Error(created.detail);
    let n = 0;
    await created.sink.start({
      nextSoundAt: (now) => now,
      render: (block) => {
        for (let i = 0; i < block.length; i++) block[i] = 0.05 * Math.sin((2 * Math.PI * 300 * n++) / 48_000);
        return true;
      },
    });
    const neighbours = new PulseNeighbours();
    const found: string[] = [];
    neighbours.start((names) => found.push(...names));
    await sleep(700);
    expect(found).toEqual([]);
    const radio = spawn(
      'sh',
      ['-c', 'exec pacat --raw --rate=48000 --channels=1 --device=horn --client-name=radio < /dev/urandom & wait'],
      { detached: true, stdio: 'ignore' },
    );
    const began = performance.now();
    try {
      await eventually('told', () => found.includes('radio'));
      console.log(`another program told after ${Math.round(performance.now() - began)} ms`);
      await sleep(500);
      const recording = new MonitorRecording();
      await recording.start();
      await sleep(600);
      const heard = await recording.stop();
      const level = Math.sqrt(heard.reduce((sum, value) => sum + value * value, 0) / heard.length);
      expect(level).toBeCloseTo(0.05 / Math.SQRT2, 2);
    } finally {
      process.kill(-(radio.pid as number), 'SIGKILL');
      neighbours.stop();
      await created.sink.stop();
    }
  });

  it('what the server remembers of a stranger that was muted is not true of the own one, nor is that left muted', async () => {
    expect(spawnSync('pactl', ['load-module', 'module-stream-restore']).status).toBe(0);
    const ours = () => {
      const { stdout } = spawnSync('pactl', ['list', 'sink-inputs'], { encoding: 'utf8' });
      return parseSinkInputs(stdout).find(({ playerId }) => playerId !== undefined);
    };
    const playing = async () => {
      const created = createSink('pulse:horn', {
        clock: new SystemClock({ hasBatteryClock: false }),
        controllerTimeAt: () => 0,
      });
      if (!created.ok) throw new Error(created.detail);
      await created.sink.start({ nextSoundAt: (now) => now, render: (block) => block.fill(0.05) !== undefined });
      await eventually('it plays', () => ours() !== undefined);
      return created.sink;
    };
    const before = await playing();
    const neighbours = new PulseNeighbours();
    const found: string[] = [];
    neighbours.start((names) => found.push(...names));
    const stranger = spawn(
      'sh',
      ['-c', 'exec pacat --raw --rate=48000 --channels=1 --device=horn < /dev/urandom & wait'],
      { detached: true, stdio: 'ignore' },
    );
    try {
      await eventually('told', () => found.includes('pacat'));
      await sleep(300);
    } finally {
      process.kill(-(stranger.pid as number), 'SIGKILL');
      neighbours.stop();
      await before.stop();
    }
    await eventually('gone', () => ours() === undefined);
    const after = await playing();
    const watching = new PulseNeighbours();
    try {
      expect(ours()?.isMuted).toBe(false);
      watching.start(() => undefined);
      spawnSync('pactl', ['set-sink-input-mute', ours()?.index ?? '', '1']);
      await eventually('heard again', () => ours()?.isMuted === false);
    } finally {
      watching.stop();
      await after.stop();
    }
  });
});
