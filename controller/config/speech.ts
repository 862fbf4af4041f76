/** The part of the configuration that concerns speech: the default voice, a model folder, a speech service. */
import { WORDS_PER_MINUTE } from '@loa-lang/schemas/http/speech';
import { BUILT_IN_VOICE, ESPEAK_VOICES } from '../adapters/speech/espeak/espeak-engine.ts';
import { NEURAL_VOICE } from '../adapters/speech/neural/neural-engine.ts';
import { type RequestTemplate, templateFaults } from '../adapters/speech/service/request-template.ts';
import { parseAnswerForm, parseHosts } from '../adapters/speech/service/service-answer.ts';
import { type ServiceSettings, type ServiceVoice, serviceVoiceId } from '../adapters/speech/service/service-engine.ts';
import { USUAL_WORDS_PER_MINUTE } from '../services/reading/voices.ts';

export interface SpeechConfig {
  /** spoken when a text names none */
  voice: string;
  wordsPerMinute: number;
  /** sentences at the same time, of eSpeak NG and of the model each */
  workers: number;
  model: { folder: string; speaker: number } | undefined;
  service: ServiceSettings | undefined;
}

/** In the order of the documented table. */
export const SPEECH_VARIABLES = [
  'SPEECH_VOICE',
  'SPEECH_WORDS_PER_MINUTE',
  'SPEECH_WORKERS',
  'SPEECH_MODEL_DIR',
  'SPEECH_MODEL_SPEAKER',
  'SPEECH_HTTP_URL',
  'SPEECH_HTTP_METHOD',
  'SPEECH_HTTP_HEADERS',
  'SPEECH_HTTP_BODY',
  'SPEECH_HTTP_ANSWER',
  'SPEECH_HTTP_LINK_HOSTS',
  'SPEECH_HTTP_VOICES',
  'SPEECH_HTTP_TIMEOUT_MS',
  'SPEECH_HTTP_ATTEMPTS',
  'SPEECH_HTTP_PARALLEL',
  'SPEECH_HTTP_MAX_BYTES',
] as const;
type SpeechVariable = (typeof SPEECH_VARIABLES)[number];

/** What is needed of the reader of variables. */
interface Reads {
  fault(name: SpeechVariable, vi: string, en: string): void;
  text(name: SpeechVariable): string | undefined;
  whole(name: SpeechVariable, usual: number, min: number, max: number): number;
  choice<Choice extends string>(name: SpeechVariable, choices: readonly Choice[], usual: Choice): Choice;
  url(name: SpeechVariable, protocols: readonly string[]): string | undefined;
}

const METHODS = ['POST', 'GET', 'PUT'] as const;
/** RFC 9110 tokens; what carries the request itself is not the administrator's to set. */
const HEADER_NAME = /^(?!(host|content-length|connection|transfer-encoding)$)[\w!#$%&'*+.^`|~-]+$/i;
const HEADER_VALUE = /^[\t\x20-\x7e]*$/;
/** Short enough that the id with its prefix fits where voices are named. */
const VOICE_NAME = /^[\w.:-]{1,58}$/;

export function readSpeech(read: Reads): SpeechConfig {
  const folder = read.text('SPEECH_MODEL_DIR');
  if (folder === undefined) refuseWithout(read, 'SPEECH_MODEL_DIR', ['SPEECH_MODEL_SPEAKER']);
  const speaker = read.whole('SPEECH_MODEL_SPEAKER', 0, 0, 10_000);
  const service = readService(read);
  const config: SpeechConfig = {
    voice: read.text('SPEECH_VOICE') ?? BUILT_IN_VOICE,
    wordsPerMinute: read.whole(
      'SPEECH_WORDS_PER_MINUTE',
      USUAL_WORDS_PER_MINUTE,
      WORDS_PER_MINUTE.min,
      WORDS_PER_MINUTE.max,
    ),
    workers: read.whole('SPEECH_WORKERS', 2, 1, 16),
    model: folder === undefined ? undefined : { folder, speaker },
    service,
  };
  const voices = [
    ...ESPEAK_VOICES.map(({ id }) => id),
    ...(config.model === undefined ? [] : [NEURAL_VOICE]),
    ...(service?.voices ?? []).map(({ name }) => serviceVoiceId(name)),
  ];
  if (!voices.includes(config.voice))
    read.fault('SPEECH_VOICE', `phải là: ${voices.join(', ')}`, `must be one of: ${voices.join(', ')}`);
  return config;
}

function readService(read: Reads): ServiceSettings | undefined {
  const url = read.url('SPEECH_HTTP_URL', ['http:', 'https:']);
  if (url === undefined) {
    if (read.text('SPEECH_HTTP_URL') === undefined) {
      refuseWithout(
        read,
        'SPEECH_HTTP_URL',
        SPEECH_VARIABLES.filter((name) => name.startsWith('SPEECH_HTTP_') && name !== 'SPEECH_HTTP_URL'),
      );
    }
    return undefined;
  }
  const template: RequestTemplate = {
    method: read.choice('SPEECH_HTTP_METHOD', METHODS, 'POST'),
    url,
    headers: readHeaders(read),
    body: read.text('SPEECH_HTTP_BODY'),
  };
  for (const { vi, en } of templateFaults(template)) read.fault('SPEECH_HTTP_BODY', vi, en);
  return {
    template,
    ...readAnswer(read),
    voices: readVoices(read),
    timeoutMs: read.whole('SPEECH_HTTP_TIMEOUT_MS', 15_000, 100, 120_000),
    attempts: read.whole('SPEECH_HTTP_ATTEMPTS', 3, 1, 10),
    parallel: read.whole('SPEECH_HTTP_PARALLEL', 2, 1, 16),
    maxBytes: read.whole('SPEECH_HTTP_MAX_BYTES', 20_000_000, 1_000, 200_000_000),
  };
}

function readAnswer(read: Reads): Pick<ServiceSettings, 'answer' | 'linkHosts'> {
  const answer = parseAnswerForm(read.text('SPEECH_HTTP_ANSWER') ?? 'audio');
  if (answer === undefined) {
    read.fault(
      'SPEECH_HTTP_ANSWER',
      'phải là audio, base64:<trường> hoặc link:<trường>, ví dụ link:data.url',
      'must be audio, base64:<field> or link:<field>, as link:data.url',
    );
  }
  if (answer?.kind !== 'link') refuseWithout(read, 'SPEECH_HTTP_ANSWER', ['SPEECH_HTTP_LINK_HOSTS']);
  const hosts = read.text('SPEECH_HTTP_LINK_HOSTS');
  const linkHosts = hosts === undefined ? [] : parseHosts(hosts);
  if (linkHosts === undefined) {
    read.fault(
      'SPEECH_HTTP_LINK_HOSTS',
      'phải là các tên máy chủ cách nhau bằng dấu phẩy, ví dụ file01.example.vn,*.cdn.example.vn',
      'must be names of hosts apart by commas, as file01.example.vn,*.cdn.example.vn',
    );
  }
  return { answer: answer ?? { kind: 'audio' }, linkHosts: linkHosts ?? [] };
}

function readHeaders(read: Reads): Record<string, string> {
  const value = readJson(read, 'SPEECH_HTTP_HEADERS') ?? {};
  const entries = value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
  const good = entries.filter(
    ([name, text]) => HEADER_NAME.test(name) && typeof text === 'string' && HEADER_VALUE.test(text),
  );
  if (good.length < entries.length || typeof value !== 'object' || Array.isArray(value)) {
    read.fault(
      'SPEECH_HTTP_HEADERS',
      'phải là một đối tượng JSON gồm tên và giá trị của các header',
      'must be a JSON object of header names and values',
    );
  }
  return Object.fromEntries(good.map(([name, text]) => [name.toLowerCase(), text as string]));
}

function readVoices(read: Reads): ServiceVoice[] {
  const value = readJson(read, 'SPEECH_HTTP_VOICES') ?? [{ name: 'default' }];
  const voices = (Array.isArray(value) ? value : []).flatMap((each): ServiceVoice[] => {
    const { name, label = name, languages = ['vi'] } = (each ?? {}) as Record<string, unknown>;
    if (typeof name !== 'string' || !VOICE_NAME.test(name) || typeof label !== 'string') return [];
    const known = Array.isArray(languages) && languages.length > 0 && languages.every((it) => typeof it === 'string');
    return known ? [{ name, label, languages }] : [];
  });
  const names = new Set(voices.map(({ name }) => name));
  if (!Array.isArray(value) || voices.length === 0 || voices.length < value.length || names.size < voices.length) {
    read.fault(
      'SPEECH_HTTP_VOICES',
      'phải là danh sách JSON các giọng {"name", "label", "languages"}, tên không trùng nhau',
      'must be a JSON list of voices {"name", "label", "languages"} with different names',
    );
  }
  return voices;
}

/** `undefined` when there is no value, or none that could be read. */
function readJson(read: Reads, name: SpeechVariable): unknown {
  const text = read.text(name);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    read.fault(name, 'không phải JSON hợp lệ', 'is not valid JSON');
    return undefined;
  }
}

function refuseWithout(read: Reads, wanted: SpeechVariable, names: readonly SpeechVariable[]): void {
  for (const name of names) {
    if (read.text(name) !== undefined)
      read.fault(name, `chỉ dùng cùng ${wanted}`, `is used together with ${wanted} only`);
  }
}
