import { isLiveFrame, pcmMessage, silentMessage } from '@loa-lang/controller/console/live/audio/frames';
import { Gate } from '@loa-lang/controller/console/live/audio/gate';
import { HowlEar } from '@loa-lang/controller/console/live/audio/howl';
import { levelOf, Meter, onMeter } from '@loa-lang/controller/console/live/audio/level';
import { Voice } from '@loa-lang/controller/console/live/audio/voice';
import { isLiveFrame as isTheirs } from '@loa-lang/controller/domain/live/opus-frame';
import { LIVE_FRAME_SAMPLES, LIVE_MESSAGE_KINDS } from '@loa-lang/schemas/http/live-frames';
import { describe, expect, it } from 'vitest';

const tone = (amplitude: number): Float32Array =>
  Float32Array.from({ length: LIVE_FRAME_SAMPLES }, (_, at) => amplitude * Math.sin((2 * Math.PI * 440 * at) / 48_000));
const flat = (value = 1): Float32Array => new Float32Array(LIVE_FRAME_SAMPLES).fill(value);

describe('messages', () => {
  it('samples are 16 bit, little-endian, behind their kind; beyond full scale they are clipped', () => {
    const message = pcmMessage(Float32Array.of(0, 1, -1, 2, -2, 0.5));
    const view = new DataView(message.buffer);
    expect(message[0]).toBe(LIVE_MESSAGE_KINDS.pcm);
    const read = Array.from({ length: 6 }, (_, at) => view.getInt16(1 + 2 * at, true));
    expect(read).toEqual([0, 32767, -32768, 32767, -32768, 16384]);
    expect(pcmMessage(flat())).toHaveLength(1921);
    expect([...silentMessage()]).toEqual([3]);
  });
});

describe('a frame of a live', () => {
  it('is told from others as the controller tells it', () => {
    const firsts = Array.from({ length: 256 }, (_, first) => Uint8Array.of(first, 0, 0));
    const ours = firsts.filter(isLiveFrame);
    expect(ours).toEqual(firsts.filter((each) => (each[0] ?? 0) % 4 === 0 && isTheirs(each)));
    // 20 ms at each bandwidth: three of SILK, two hybrid, four of CELT
    expect(ours).toHaveLength(9);
  });
});

describe('the gate', () => {
  it('opens and closes without a step, and 200 ms after the finger', () => {
    const gate = new Gate();
    expect(gate.pass(flat(), false)).toBeUndefined();
    const first = gate.pass(flat(), true);
    expect([first?.[0], first?.[120], first?.[500]]).toEqual([0, 0.5, 1]);
    expect(gate.pass(flat(), true)?.[0]).toBe(1);
    const after = Array.from({ length: 14 }, () => gate.pass(flat(), false));
    // nine whole ones, one that fades out, then nothing
    expect(after.map((each) => (each === undefined ? 'shut' : each.at(-1) === 1 ? 'open' : 'fades'))).toEqual([
      ...Array(9).fill('open'),
      'fades',
      ...Array(4).fill('shut'),
    ]);
    expect([...(after[9]?.slice(0, 2) ?? [])].map((value) => Math.round(value * 1000))).toEqual([1000, 996]);
  });

  it('closes at once where the speaker mutes, or has gone', () => {
    const gate = new Gate();
    gate.pass(flat(), true);
    expect(gate.pass(flat(), false, true)?.at(-1)).toBe(0);
    expect(gate.pass(flat(), false, true)).toBeUndefined();
  });
});

describe('the meter', () => {
  const fed = (frames: number, samples: Float32Array, meter = new Meter()): Meter => {
    for (let at = 0; at < frames; at++) meter.add(levelOf(samples));
    return meter;
  };

  it('knows loud from quiet', () => {
    const { rmsDb, peakDb } = levelOf(tone(0.5));
    expect([Math.round(rmsDb), Math.round(peakDb)]).toEqual([-9, -6]);
    expect(levelOf(new Float32Array(960)).rmsDb).toBe(Number.NEGATIVE_INFINITY);
    expect([onMeter(0), onMeter(-30), onMeter(-60), onMeter(Number.NEGATIVE_INFINITY), onMeter(6)]).toEqual([
      ...[1, 0.5, 0, 0, 1],
    ]);
  });

  it.each([
    ['unheard', 100, 0],
    ['nothing', 250, 0],
    ['nothing', 250, 0.003],
    ['good', 100, 0.2],
    ['quiet', 100, 0.017],
    ['loud', 100, 1],
  ])('says %s after %i frames of %f', (verdict, frames, amplitude) => {
    expect(fed(frames, tone(amplitude)).verdict).toBe(verdict);
  });

  it('a voice that falls silent for long is missed, a pause is not', () => {
    const meter = fed(50, tone(0.2));
    expect(fed(350, tone(0), meter).verdict).toBe('good');
    expect(fed(100, tone(0), meter).verdict).toBe('nothing');
    meter.listenAnew();
    expect(meter.verdict).toBe('unheard');
  });

  it('the peak stays a second, then falls', () => {
    const meter = fed(1, tone(0.9));
    const { peakDb } = meter;
    expect(fed(50, tone(0.01), meter).peakDb).toBe(peakDb);
    expect(fed(20, tone(0.01), meter).peakDb).toBeLessThan(peakDb - 5);
  });
});

describe('the ear for howling', () => {
  const HZ = 48_000 / 2048;
  const spectrum = (hz: number, peakDb: number): Float32Array => {
    const bins = new Float32Array(1024).fill(-90);
    bins[Math.round(hz / HZ)] = peakDb;
    return bins;
  };
  const heard = (frames: Float32Array[]): boolean[] => {
    const ear = new HowlEar(HZ);
    return frames.map((each, at) => ear.hears(each, at * 100));
  };

  it('hears one loud tone that stays', () => {
    const told = heard(Array.from({ length: 20 }, () => spectrum(1800, -20)));
    expect(told.indexOf(true)).toBe(12);
    expect(told.slice(12)).toEqual(Array(8).fill(true));
  });

  it.each([
    ['a melody', (at: number) => spectrum(600 + 150 * Math.floor(at / 4), -20)],
    ['hum of the mains', () => spectrum(100, -10)],
    ['a faint whistle', () => spectrum(1800, -60)],
    ['a rich voice', () => new Float32Array(1024).fill(-35)],
  ])('is not misled by %s', (_, frame) => {
    expect(heard(Array.from({ length: 30 }, (_, at) => frame(at)))).not.toContain(true);
  });
});

describe('the voice', () => {
  const made = async (canSend = true) => {
    const sent: number[] = [];
    const encoded: boolean[] = [];
    const voice = new Voice({
      send: (message) => {
        if (canSend) sent.push(message[0] ?? 0);
        return canSend;
      },
      encoder: async (onMessage) => ({
        kind: 'pcm',
        encode: (samples, isHeard) => {
          encoded.push(isHeard);
          if (isHeard) onMessage(pcmMessage(samples));
        },
        close: () => undefined,
      }),
    });
    await voice.prepare();
    return { voice, sent, encoded };
  };
  const take = (voice: Voice, frames: number, ageMs = 5) => {
    for (let at = 0; at < frames; at++) voice.take({ samples: tone(0.2), ageMs });
  };

  it('sends nothing before there is a live, but shows the level', async () => {
    const { voice, sent } = await made();
    take(voice, 5);
    expect(sent).toEqual([]);
    expect(voice.meter.levelDb).toBeGreaterThan(-20);
  });

  it('closed, it is alive every 60 ms; what is not heard goes through the encoder all the same', async () => {
    const { voice, sent, encoded } = await made();
    voice.wish = 'closed';
    take(voice, 9);
    expect(sent).toEqual([3, 3, 3]);
    expect(encoded).toEqual(Array(9).fill(false));
    voice.wish = 'open';
    take(voice, 2);
    expect(sent.slice(3)).toEqual([2, 2]);
    expect(voice.sent).toBe(2);
  });

  it('drops and counts what cannot be sent, and what is of the past', async () => {
    const { voice, sent } = await made(false);
    voice.wish = 'open';
    take(voice, 3);
    expect([sent.length, voice.sent, voice.dropped]).toEqual([0, 0, 3]);
    const late = await made();
    late.voice.wish = 'open';
    take(late.voice, 2, 1500);
    expect([late.sent.length, late.voice.dropped]).toEqual([0, 2]);
  });
});
