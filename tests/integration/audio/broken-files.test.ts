/** Broken recordings from a seed: each gets a verdict, and leaves nothing. Two hundred of them are in the soak. */
import { describe, expect, it } from 'vitest';
import { brokenFiles } from '../../support/audio/broken-generator.ts';
import { ffmpegTools } from '../../support/audio/ffmpeg-tools.ts';
import { judgeAll } from '../../support/audio/judge-intake.ts';
import { runSeed } from '../../support/seeded-random.ts';

const COUNT = 25;
/** Two minutes stand for the three hours that are allowed, so that a bomb is found out as early. */
const LIMITS = { maxDurationMs: 120_000 };
const seed = runSeed();
const tools = await ffmpegTools();

it('the same seed gives the same files, another one others', () => {
  const [{ tool } = { tool: undefined }] = tools;
  if (tool === undefined) throw new Error('no ffmpeg');
  const made = (of: number) => brokenFiles(tool.ffmpegPath, 8, of).map(({ bytes }) => bytes.toString('base64'));
  expect(made(1)).toEqual(made(1));
  expect(made(2)).not.toEqual(made(1));
});

describe.each(tools)('on the $name ffmpeg', ({ tool }) => {
  it('each broken file has a verdict, and nothing stays behind', { timeout: 300_000 }, async () => {
    const { verdicts, faults } = await judgeAll(tool, brokenFiles(tool.ffmpegPath, COUNT, seed), LIMITS);
    console.log(`broken files on ${tool.version}: LOA_SEED=${seed}, ${JSON.stringify(verdicts)}`);
    expect(faults).toEqual([]);
    expect(Object.values(verdicts).reduce((sum, count) => sum + count)).toBe(COUNT);
    expect(verdicts['audio-too-long']).toBeGreaterThanOrEqual(1);
  });
});
