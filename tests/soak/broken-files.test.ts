/** Two hundred broken recordings with the limits of the product, bombs of up to twelve hours among them. */
import { describe, expect, it } from 'vitest';
import { brokenFiles } from '../support/audio/broken-generator.ts';
import { ffmpegTools } from '../support/audio/ffmpeg-tools.ts';
import { judgeAll } from '../support/audio/judge-intake.ts';
import { runSeed } from '../support/seeded-random.ts';

const COUNT = 200;
const seed = runSeed();

describe.each(await ffmpegTools())('on the $name ffmpeg', ({ tool }) => {
  it(`each of ${COUNT} has a verdict within its deadline, and nothing stays behind`, async () => {
    const { verdicts, faults } = await judgeAll(tool, brokenFiles(tool.ffmpegPath, COUNT, seed), {});
    console.log(`broken files on ${tool.version}: LOA_SEED=${seed}, ${JSON.stringify(verdicts)}`);
    expect(faults).toEqual([]);
    expect(Object.values(verdicts).reduce((sum, count) => sum + count)).toBe(COUNT);
  });
});
