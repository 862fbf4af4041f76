/** The engine of a {@link SpeechServer}, impatient enough for tests. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FfmpegSpeechDecoder } from '@loa-lang/controller/adapters/audio/decode-speech';
import {
  ServiceEngine,
  type ServiceSettings,
  type ServiceTimes,
} from '@loa-lang/controller/adapters/speech/service/service-engine';
import { WorkFolder } from '@loa-lang/controller/adapters/uploads/work-folder';
import { findFfmpeg } from '@loa-lang/controller/embedded/ffmpeg';

export const JSON_TEMPLATE = {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-api-key': 'bí-mật'.normalize('NFD').replace(/[^\w-]/g, '') },
  body: '{"text":"{text}","voice":"{voice}","speed":"{speed}"}',
} as const;

export async function serviceEngine(
  url: string,
  settings: Partial<ServiceSettings> = {},
  times: Partial<ServiceTimes> = {},
): Promise<{ engine: ServiceEngine; workFolder: string }> {
  const found = await findFfmpeg();
  if (!found.ok) throw new Error(found.detail);
  const workFolder = join(mkdtempSync(join(tmpdir(), 'loa-service-')), 'work');
  const decoder = new FfmpegSpeechDecoder(found.tool, new WorkFolder(workFolder));
  const engine = new ServiceEngine(
    {
      template: { ...JSON_TEMPLATE, url },
      answer: { kind: 'audio' },
      linkHosts: [],
      voices: [{ name: 'banmai', label: 'Ban Mai', languages: ['vi'] }],
      timeoutMs: 20_000,
      attempts: 3,
      parallel: 2,
      maxBytes: 5_000_000,
      ...settings,
    },
    decoder,
    { firstPauseMs: 10, restMs: 0, ...times },
  );
  return { engine, workFolder };
}
