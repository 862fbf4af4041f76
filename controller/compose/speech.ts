/** The engines of speech that the configuration names, behind one desk. */
import { FfmpegSpeechDecoder } from '../adapters/audio/decode-speech.ts';
import type { FfmpegTool } from '../adapters/audio/ffmpeg-tool.ts';
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
