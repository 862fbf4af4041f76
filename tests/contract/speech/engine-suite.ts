/** What every engine of speech must do, whatever it is made of. */
import type { SpeechEngine, SpeechFault, SpokenSentence } from '@loa-lang/controller/ports/speech';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const never = new AbortController().signal;
const usual = { wordsPerMinute: 180 };
const SENTENCE = 'Kính mời bà con thôn Châu ra nhà văn hóa họp.';
const SYLLABLES = 11;

interface Heard {
  seconds: number;
  rmsDbfs: number;
  sampleRateHz: number;
}

function heard(reply: SpokenSentence | SpeechFault): Heard {
  if (!reply.ok) throw new Error(`${reply.fault}: ${reply.detail}`);
  const { samples, sampleRateHz } = reply;
  let power = 0;
  for (const sample of samples) power += (sample / 32_768) ** 2;
  return { seconds: samples.length / sampleRateHz, rmsDbfs: 10 * Math.log10(power / samples.length), sampleRateHz };
}

export function describeSpeechEngine(
  name: string,
  open: () => Promise<{ engine: SpeechEngine; close?: () => Promise<void> }>,
) {
  describe(`${name}, as an engine of speech`, () => {
    let engine: SpeechEngine;
    let close: (() => Promise<void>) | undefined;
    let voice: string;
    beforeAll(async () => {
      ({ engine, close } = await open());
      voice = engine.voices[0]?.id ?? '';
    });
    afterAll(async () => {
      await engine.stop();
      await close?.();
    });
    const speak = (text: string, settings = usual, signal = never) => engine.speak(text, voice, settings, signal);

    it('names its voices: once each, in both languages, with what they read', () => {
      expect(engine.voices.length).toBeGreaterThan(0);
      expect(new Set(engine.voices.map(({ id }) => id)).size).toBe(engine.voices.length);
      for (const { id, label, languages, engine: engineName } of engine.voices) {
        expect(id.length).toBeLessThanOrEqual(64);
        expect([label.vi, label.en, engineName].every((text) => text.length > 0)).toBe(true);
        expect(languages.length).toBeGreaterThan(0);
      }
      expect(engine.parallel).toBeGreaterThan(0);
    });

    it('is ready, and has a version that names no place of this machine', async () => {
      expect(await engine.state()).toEqual({ state: 'ready' });
      const version = await engine.version();
      expect(version).toMatch(/^[\w.+-]+(\/[\w.+-]+)*$/);
      expect(version).not.toMatch(/tmp|home|node_modules/);
      expect(await engine.version()).toBe(version);
    });

    it('speaks a sentence: loud enough, and neither cut off nor drawn out', async () => {
      const { seconds, rmsDbfs, sampleRateHz } = heard(await speak(SENTENCE));
      expect(sampleRateHz).toBeGreaterThanOrEqual(16_000);
      expect(rmsDbfs).toBeGreaterThan(-35);
      expect(seconds).toBeGreaterThan(SYLLABLES * 0.1);
      expect(seconds).toBeLessThan(SYLLABLES * 0.8);
    });

    it('speaks slower when told to', async () => {
      const slow = heard(await speak(SENTENCE, { wordsPerMinute: 130 }));
      const fast = heard(await speak(SENTENCE, { wordsPerMinute: 260 }));
      expect(slow.seconds / fast.seconds).toBeGreaterThan(1.5);
      expect(slow.seconds / fast.seconds).toBeLessThan(2.5);
    });

    it('speaks more at once than it has hands, each its own sentence', async () => {
      const texts = Array.from({ length: 5 }, (_, index) => 'nước lên nhanh '.repeat(index + 1).trim());
      const lengths = (await Promise.all(texts.map((text) => speak(text)))).map((reply) => heard(reply).seconds);
      expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
      expect(new Set(lengths).size).toBe(5);
    });

    it('says which voice it has not, and goes on', async () => {
      const reply = await engine.speak(SENTENCE, 'giọng-không-có', usual, never);
      expect(reply).toMatchObject({ ok: false, fault: 'speech-voice-unknown' });
      expect((await speak(SENTENCE)).ok).toBe(true);
    });

    it('stops when the caller gives up, before and in mid-work, and goes on', async () => {
      expect(await speak(SENTENCE, usual, AbortSignal.abort())).toMatchObject({ ok: false, fault: 'speech-failed' });
      const abort = new AbortController();
      const all = Array.from({ length: 6 }, () => speak(SENTENCE, usual, abort.signal));
      setImmediate(() => abort.abort());
      const replies = await Promise.all(all);
      expect(replies.some(({ ok }) => !ok)).toBe(true);
      expect((await speak(SENTENCE)).ok).toBe(true);
    });

    it('shows the texts of signs and brackets no favour: they are spoken or refused, never fatal', async () => {
      for (const text of ['"}],{"', '<speak>&amp;</speak>', '{text}{voice}', 'a\u0000b', '🙂', '%00%0d%0a', 'ꦲꦤ']) {
        await speak(text);
      }
      expect((await speak(SENTENCE)).ok).toBe(true);
    });
  });

  describe(`${name}, stopped`, () => {
    it('fails what it is asked for, and what it was doing', async () => {
      const { engine, close } = await open();
      const voice = engine.voices[0]?.id ?? '';
      await engine.speak(SENTENCE, voice, usual, never);
      const doing = Array.from({ length: 6 }, () => engine.speak(SENTENCE, voice, usual, never));
      await engine.stop();
      expect((await Promise.all(doing)).some(({ ok }) => !ok)).toBe(true);
      expect(await engine.speak(SENTENCE, voice, usual, never)).toMatchObject({ ok: false, fault: 'speech-failed' });
      await close?.();
    });
  });
}
