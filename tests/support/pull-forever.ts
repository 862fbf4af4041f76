/** A program that pulls an address and encodes what comes until it is killed. Run by a test, which kills it. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FfmpegOpusEncoder } from '@loa-lang/controller/adapters/audio/ffmpeg-opus-encoder';
import { openPuller } from '@loa-lang/controller/compose/relay';
import { findFfmpeg } from '@loa-lang/controller/embedded/ffmpeg';

const [address = ''] = process.argv.slice(2);
const found = await findFfmpeg();
if (!found.ok) throw new Error(found.detail);
const folder = await mkdtemp(join(tmpdir(), 'loa-pull-'));
const puller = await openPuller(found.tool, ['127.0.0.1'], folder, { add: () => undefined });
const encoding = new FfmpegOpusEncoder(found.tool).start(
  { bitRate: 32_000, sound: 'any' },
  { onFrame: () => process.stdout.write('.'), onEnd: (detail) => process.stderr.write(detail) },
);
puller.pull(address, {
  onSound: () => undefined,
  onSamples: () => encoding.write(new Uint8Array(1_920)),
  onEnd: ({ fault, detail }) => process.stderr.write(`${fault}: ${detail}`),
});
