/** The engines of speech that the configuration names, behind one desk. */
import { FfmpegSpeechDecoder } from '../adapters/audio/decode-speech.ts';
import type { FfmpegTool } from '../adapters/audio/ffmpeg-tool.ts';
import type { JsonLog } from '../adapters/json-log.ts';
import { BUILT_IN_VOICE, EspeakEngine } from '../adapters/speech/espeak/espeak-engine.ts';
import { NeuralEngine } from '../adapters/speech/neural/neural-engine.ts';
import { ServiceEngine } from '../adapters/speech/service/service-engine.ts';
import { SpeechDesk } from '../adapters/speech/speech-desk.ts';
import type { SpeechConfig } from '../config/speech.ts';
import type { SpeechEngine } from '../ports/speech.ts';
import type { WorkFolders } from '../ports/uploads.ts';

export function openSpeech(
  { voice, workers, model, service }: Pick<SpeechConfig, 'voice' | 'workers' | 'model' | 'service'>,
  tool: FfmpegTool,
  folders: WorkFolders,
): SpeechDesk {
  const engines: SpeechEngine[] = [new EspeakEngine({ workers })];
  if (model !== undefined) engines.push(new NeuralEngine({ ...model, workers }));
  if (service !== undefined) engines.push(new ServiceEngine(service, new FfmpegSpeechDecoder(tool, folders)));
  return new SpeechDesk({ engines, defaultVoice: voice, lastResort: BUILT_IN_VOICE });
}

/** A model folder on a disk that is not there yet must not keep the loudspeakers from what is planned. */
export async function logUnusableVoices(speech: SpeechDesk, log: Pick<JsonLog, 'error'>): Promise<void> {
  for (const { voice, state } of await speech.voices()) {
    if (state.state !== 'ready')
      log.error({ voice: voice.id, code: state.code, detail: state.detail }, 'a voice cannot be used');
  }
}
