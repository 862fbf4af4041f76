/** Each usual fault of a device, brought about. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentStatus } from '@loa-lang/device-agent/condition';
import type { Around, BoardConfig } from '@loa-lang/device-agent/doctor/around';
import { checkAgent, checkStores } from '@loa-lang/device-agent/doctor/checks/agent';
import { checkBoard } from '@loa-lang/device-agent/doctor/checks/board';
import { checkClock } from '@loa-lang/device-agent/doctor/checks/clock';
import { checkFolder } from '@loa-lang/device-agent/doctor/checks/folder';
import { checkAmplifier, checkLocalPage, checkMicrophone } from '@loa-lang/device-agent/doctor/checks/inputs';
import { checkMemory, checkNode } from '@loa-lang/device-agent/doctor/checks/program';
import { checkSensors } from '@loa-lang/device-agent/doctor/checks/sensors';
import { checkSound } from '@loa-lang/device-agent/doctor/checks/sound';
import { Machine } from '@loa-lang/device-agent/doctor/machine/machine';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeMachine, fakeMachine } from '../../../support/doctor/fake-machine.ts';

const MIB = 1024 ** 2;
const NOW = Date.UTC(2026, 11, 1);
let fake: FakeMachine;
beforeEach(() => {
  fake = fakeMachine();
});
afterEach(() => fake.remove());

const working = (over: Partial<AgentStatus> = {}): AgentStatus =>
  ({
    connected: true,
    muted: false,
    behind: [],
    faults: [],
    pendingReports: 0,
    audio: { complete: 2, usedBytes: 0, missing: [] },
    held: { settings: { epoch: 1, revision: 1 }, plans: { a: { epoch: 1, revision: 1 } } },
    sink: { name: 'alsa', state: 'idle' },
    time: { trust: 'synced', now: NOW, uncertaintyMs: 3, exchanges: 64 },
    agentVersion: '1',
    ...over,
  }) as AgentStatus;

/** @param config what differs from a plain board */
const around = (config: Partial<BoardConfig['config']> = {}, over: Partial<Around> = {}): Around => ({
  machine: fake.machine,
  board: { kind: 'agent', config: { sink: 'alsa:plughw:1,0', dataFolder: fake.folder, ...config } } as BoardConfig,
  status: working(),
  now: NOW,
  ...over,
});
const codes = (found: Finding | readonly Finding[]): string[] =>
  ('verdict' in found ? [found] : found).map(({ check, code }) => `${check}/${code}`);

describe('the sound card', () => {
  const card = (status = 'closed') => {
    fake.program('aplay', 'exit 0');
    fake.file(
      '/proc/asound/cards',
      ' 1 [Device         ]: USB-Audio - USB Audio Device\n      C-Media USB Audio at usb-1\n',
    );
    fake.file('/proc/asound/card1/pcm0p/sub0/status', status);
  };
  const mixer = (text: string) => fake.program('amixer', `cat <<'END'\n${text}\nEND`);
  const speaker = (values: string) =>
    mixer(
      `Simple mixer control 'Speaker',0\n  Capabilities: pvolume pswitch\n  Playback channels: Front Left - Front Right\n  Front Left: Playback 0 ${values}\n  Front Right: Playback 0 ${values}\nSimple mixer control 'Mic',0\n  Capabilities: pvolume pswitch\n  Mono: Playback 0 [0%] [off]`,
    );

  it('is well', async () => {
    card();
    speaker('[80%] [-10.00dB] [on]');
    expect(codes(await checkSound(around()))).toEqual(['sound/fine']);
    expect(codes(await checkSound(around({ sink: 'alsa:plughw:CARD=Device,DEV=0' })))).toEqual(['sound/fine']);
  });

  it('is missing, of another number, or has no player', async () => {
    expect(codes(await checkSound(around()))).toEqual(['sound/no-player']);
    fake.program('aplay', 'exit 0');
    expect(codes(await checkSound(around()))).toEqual(['sound/no-cards']);
    card();
    expect(codes(await checkSound(around({ sink: 'alsa:plughw:3,0' })))).toEqual(['sound/no-device']);
    expect(codes(await checkSound(around({ sink: 'alsa:plughw:1,2' })))).toEqual(['sound/no-device']);
  });

  it('is held by another program, not by the agent’s own player', async () => {
    card('state: RUNNING\nowner_pid   : 77\n');
    fake.file('/proc/77/comm', 'mpd\n');
    expect(codes(await checkSound(around()))).toEqual(['sound/busy']);
    fake.file('/proc/77/comm', 'aplay\n');
    expect(codes(await checkSound(around()))).toEqual(['sound/fine']);
    expect(codes(await checkSound(around({}, { status: undefined })))).toEqual(['sound/busy']);
  });

  it.each([
    ['[0%] [-99.00dB] [on]', 'zero'],
    ['[80%] [-10.00dB] [off]', 'muted'],
    ['[8%] [-40.00dB] [on]', 'quiet'],
  ])('is turned down: %s', async (values, code) => {
    card();
    speaker(values);
    const [found] = await checkSound(around());
    expect(found).toMatchObject({ code, values: { control: 'Speaker', card: 1 } });
    expect(found?.todo?.vi).toContain("amixer -c 1 sset 'Speaker'");
  });

  it('is a server that is muted, lacks the sink, or is gone', async () => {
    const pulse = around({ sink: 'pulse:horn' });
    fake.program('pacat', 'exit 0');
    fake.program('pactl', 'exit 1');
    expect(codes(await checkSound(pulse))).toEqual(['sound/no-server']);
    const pactl = (mute: string, sinks: string) =>
      fake.program(
        'pactl',
        `case "$1 $2" in "info ") echo 'Default Sink: horn';; "list short") printf '${sinks}';; "get-sink-mute horn") echo 'Mute: ${mute}';; *) echo 'Volume: front-left: 65536 / 100% / 0 dB';; esac`,
      );
    pactl('yes', '0\\thorn\\tx\\n');
    expect(codes(await checkSound(pulse))).toEqual(['sound/pulse-quiet']);
    pactl('no', '0\\tother\\tx\\n');
    expect(codes(await checkSound(pulse))).toEqual(['sound/no-device']);
    pactl('no', '0\\thorn\\tx\\n');
    expect(codes(await checkSound(pulse))).toEqual(['sound/fine']);
  });

  it('is none: what a sink discards nobody hears', async () => {
    expect(codes(await checkSound(around({ sink: 'discard' })))).toEqual(['sound/no-card']);
  });
});

describe('the clock', () => {
  it('claims a battery that is not there', async () => {
    expect(codes(await checkClock(around({ hasBatteryClock: true })))).toEqual(['clock/no-battery-clock']);
    fake.file('/sys/class/rtc/rtc0/name', 'ds3231');
    expect(codes(await checkClock(around({ hasBatteryClock: true })))).toEqual(['clock/fine']);
  });

  it('is wrong, and matters where the device goes by it', async () => {
    fake.file('/sys/class/rtc/rtc0/name', 'ds3231');
    const later = { now: NOW + 3_600_000 };
    const [found] = await checkClock(around({ hasBatteryClock: true }, later));
    expect(found).toMatchObject({ code: 'wrong-battery-clock', verdict: 'fail', values: { seconds: 3600 } });
    const [follower] = await checkClock({ ...around({}, later), machine: new Machine({ root: '/nonexistent' }) });
    expect(follower).toMatchObject({ code: 'off', verdict: 'ok' });
  });

  it('is of 1970, and nobody has told the time', async () => {
    const status = working({
      connected: false,
      time: { trust: 'none', now: undefined, uncertaintyMs: undefined, exchanges: 0 },
    });
    expect(codes(await checkClock(around({}, { status, now: 5000 })))).toEqual(['clock/untrusted', 'clock/past']);
    const heard = { ...status, connected: true };
    expect(codes(await checkClock(around({}, { status: heard })))).toEqual(['clock/untrusted-connected']);
  });
});

describe('the agent', () => {
  it('is not at work, waits for the office, or is refused', () => {
    expect(codes(checkAgent({ status: undefined }))).toEqual(['agent/not-running']);
    const waiting = (state: string) => ({ enrolment: { state, code: 'ABC123', fingerprint: '0123' } });
    expect(codes(checkAgent({ status: waiting('waiting') }))).toEqual(['agent/waiting']);
    expect(codes(checkAgent({ status: waiting('asking') }))).toEqual(['agent/asking']);
    expect(codes(checkAgent({ status: waiting('refused') }))).toEqual(['agent/refused']);
  });

  it('says itself what is wrong', () => {
    const status = working({
      connected: false,
      muted: true,
      behind: ['keys'],
      faults: ['sink-failed'],
      pendingReports: 80,
      audio: { complete: 0, usedBytes: 0, missing: ['a' as never] },
    });
    const expected = ['offline', 'muted', 'behind', 'audio-missing', 'faults', 'reports-wait'];
    expect(codes(checkAgent({ status }))).toEqual(expected.map((code) => `agent/${code}`));
    expect(codes(checkAgent({ status: working() }))).toEqual(['agent/fine']);
    expect(codes(checkAgent({ status: working({ held: { plans: {} } }) }))).toEqual(['agent/no-settings']);
  });

  it('has set files aside', async () => {
    expect(await checkStores(around())).toEqual([]);
    fake.file('/store/journal.log.quarantined-1', '');
    expect(codes(await checkStores(around()))).toEqual(['stores/quarantined']);
  });
});

describe('what is wired to it', () => {
  it('the amplifier’s line', async () => {
    const at = (gpioFile: string) => checkAmplifier(around({ amplifier: { gpioFile, warmUpMs: 0 } }));
    expect(codes(await at(join(fake.folder, 'gpio17/value')))).toEqual(['amplifier/missing']);
    expect(codes(await at(fake.file('/gpio17/value', '0')))).toEqual(['amplifier/fine']);
    expect(await checkAmplifier(around())).toEqual([]);
  });

  it('the amplifier’s commands', async () => {
    fake.remove();
    fake = fakeMachine({ withSystem: true });
    const with_ = (onCommand: string) =>
      checkAmplifier(around({ amplifier: { onCommand, offCommand: onCommand, warmUpMs: 0 } }));
    expect(codes(await with_('usbrelay-that-is-not-there X_1=1'))).toEqual(['amplifier/no-program']);
    fake.program('usbrelay', 'exit 0');
    expect(codes(await with_('usbrelay X_1=1'))).toEqual(['amplifier/fine']);
  });

  it('the microphone', async () => {
    const aux = (over = {}) => checkMicrophone(around({ aux: { kind: 'alsa', device: 'plughw:1,0', ...over } }));
    expect(codes(await aux())).toEqual(['microphone/no-program']);
    fake.program('arecord', 'exit 0');
    fake.file('/proc/asound/cards', ' 1 [Device         ]: USB-Audio - USB Audio Device\n');
    fake.file('/proc/asound/card1/pcm0p/info', '');
    expect(codes(await aux())).toEqual(['microphone/no-device']);
    fake.file('/proc/asound/card1/pcm0c/info', '');
    expect(codes(await aux())).toEqual(['microphone/fine']);
    expect(codes(await aux({ keyFile: join(fake.folder, 'gone'), cardId: 'c' }))).toEqual([
      'microphone/no-key',
      'microphone/fine',
    ]);
    const own = (device: string) => checkMicrophone(around({ microphone: { kind: 'alsa', device } }));
    expect(codes(await own('plughw:1,0'))).toEqual(['microphone/fine']);
    expect(codes(await own('plughw:2,0'))).toEqual(['microphone/no-device']);
  });

  it('the sensors', async () => {
    fake.remove();
    fake = fakeMachine({ withSystem: true });
    const door = join(fake.folder, 'gpio5/value');
    const sensors = {
      door: { file: door },
      network: { interface: 'wwan0', signal: { command: 'mmcli-not-there -m 0' } },
    };
    const look = () => checkSensors(around({ sensors }));
    expect(codes(await look())).toEqual(['sensors/missing', 'sensors/no-interface', 'sensors/no-program']);
    fake.file('/gpio5/value', '0');
    fake.file('/sys/class/net/wwan0/address', '');
    fake.program('mmcli-not-there', 'exit 0');
    expect(codes(await look())).toEqual(['sensors/fine']);
    expect(await checkSensors(around())).toEqual([]);
  });

  it('the page at the device', async () => {
    const local = { host: '127.0.0.1', port: 9 };
    expect(codes(await checkLocalPage(around({ local })))).toEqual(['local-page/silent']);
    expect(codes(await checkLocalPage(around({ local }, { status: undefined })))).toEqual(['local-page/free']);
    expect(codes(await checkLocalPage(around({ local: { ...local, host: '192.0.2.7' } })))).toEqual([
      'local-page/no-address',
    ]);
  });
});

describe('the board', () => {
  it('is hot, or its supply too weak', async () => {
    expect(await checkBoard({ machine: fake.machine })).toEqual([]);
    fake.file('/sys/class/thermal/thermal_zone0/temp', '85250\n');
    fake.program('vcgencmd', 'echo throttled=0x50005');
    expect(codes(await checkBoard({ machine: fake.machine }))).toEqual(['temperature/too-hot', 'supply/low']);
    fake.file('/sys/class/thermal/thermal_zone0/temp', '76000\n');
    fake.program('vcgencmd', 'echo throttled=0x50000');
    expect(codes(await checkBoard({ machine: fake.machine }))).toEqual(['temperature/hot', 'supply/was-low']);
  });

  it('has little memory, or an old Node.js', async () => {
    expect(codes(await checkMemory(fake.machine, 60 * MIB))).toEqual(['memory/untold']);
    fake.file('/proc/meminfo', 'MemTotal:  500000 kB\nMemAvailable:  30000 kB\n');
    expect(codes(await checkMemory(fake.machine, 60 * MIB))).toEqual(['memory/low']);
    expect(['18.20.0', '20.18.3', '20.19.0', '24.1.0'].map((each) => checkNode(each).code)).toEqual([
      'old',
      'old',
      'fine',
      'fine',
    ]);
  });
});

describe('the data folder', () => {
  const limits = { lowBytes: 0, fullBytes: 0 };
  const mountsAs = (type: string, options = 'rw') =>
    fake.file(
      '/proc/self/mountinfo',
      `1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:9 / ${fake.folder} ${options} - ${type} source rw\n`,
    );

  it('is not there, or no folder', async () => {
    expect(codes(await checkFolder(fake.machine, join(fake.folder, 'nowhere'), limits))).toEqual([
      'data-folder/missing',
    ]);
    const path = fake.file('/a-file', '');
    expect(codes(await checkFolder(fake.machine, path, limits))).toEqual(['data-folder/no-folder']);
  });

  it.each([
    ['nfs4', 'network'],
    ['fuse.sshfs', 'network'],
    ['tmpfs', 'memory'],
    ['vfat', 'simple'],
    ['ext4', 'fine'],
  ])('lies on %s: %s', async (type, code) => {
    mountsAs(type);
    expect(codes(await checkFolder(fake.machine, fake.folder, limits))).toEqual([`data-folder/${code}`]);
  });

  it('lies on a disk that has turned read-only', async () => {
    mountsAs('ext4', 'ro,relatime');
    expect(codes(await checkFolder(fake.machine, fake.folder, limits))).toEqual(['data-folder/read-only']);
  });

  it('is open to everybody', async () => {
    chmodSync(fake.folder, 0o755);
    const [found] = await checkFolder(fake.machine, fake.folder, limits);
    expect(found).toMatchObject({ code: 'open', values: { mode: '755' } });
  });

  it('has little room', async () => {
    expect(codes(await checkFolder(fake.machine, fake.folder, { lowBytes: 2 ** 60, fullBytes: 0 }))).toEqual([
      'data-folder/low',
    ]);
  });

  it('is really full', async ({ skip }) => {
    const folder = mkdtempSync(join(tmpdir(), 'loa-small-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,nr_inodes=20,mode=700', 'tmpfs', folder], {
        stdio: 'ignore',
      });
    } catch {
      rmdirSync(folder);
      console.warn('\n*** SKIPPED: the full disk. It needs root and the right to mount a tmpfs.\n');
      return skip();
    }
    try {
      writeFileSync(join(folder, 'much'), Buffer.alloc(48 * 1024));
      mkdirSync(join(folder, 'store'));
      const found = codes(await checkFolder(new Machine(), folder, { lowBytes: 300 * MIB, fullBytes: 30 * MIB }));
      expect(found).toEqual(['data-folder/memory', 'data-folder/full', 'data-folder/no-inodes']);
    } finally {
      execFileSync('umount', ['--lazy', folder]);
      rmdirSync(folder);
    }
  });

  it('holds what a command of root has left', async ({ skip }) => {
    if (process.getuid?.() !== 0) {
      console.warn('\n*** SKIPPED: files of another account. Only root can make some.\n');
      return skip();
    }
    fake.file('/identity/key.json', '{}');
    execFileSync('chown', ['-R', '65534', fake.folder]);
    execFileSync('chown', ['0', join(fake.folder, 'identity/key.json')]);
    const [found] = await checkFolder(fake.machine, fake.folder, limits);
    expect(found).toMatchObject({ code: 'foreign', values: { entry: 'identity/key.json' } });
  });
});
