import { readConfig } from '@loa-lang/controller/config';
import { describe, expect, it } from 'vitest';

const base = { DATA_DIR: '/d' };
const service = {
  SPEECH_HTTP_URL: 'https://tts.example/v1/{voice}',
  SPEECH_HTTP_HEADERS: '{"Content-Type":"application/json","X-Api-Key":"k"}',
  SPEECH_HTTP_BODY: '{"input":"{text}","speed":"{speed}"}',
};

/** Names of the variables with faults, each as often as it has one. */
function faultsOf(environment: object): string[] {
  const read = readConfig({ ...base, ...environment });
  return read.ok ? [] : read.faults.map(({ en }) => en.split(' ', 1)[0] ?? '');
}
function speechOf(environment: object) {
  const read = readConfig({ ...base, ...environment });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.config.speech;
}

describe('the configuration of speech', () => {
  it('needs nothing', () => {
    expect(speechOf({})).toEqual({
      voice: 'vi',
      wordsPerMinute: 180,
      workers: 2,
      model: undefined,
      service: undefined,
    });
  });

  it('takes a model folder and a service, and their voices by default', () => {
    expect(speechOf({ SPEECH_MODEL_DIR: '/v', SPEECH_MODEL_SPEAKER: '2', SPEECH_VOICE: 'neural' })).toMatchObject({
      voice: 'neural',
      model: { folder: '/v', speaker: 2 },
    });
    const voices = '[{"name":"banmai","label":"Ban Mai"},{"name":"thái","languages":["tai"]}]'.replace('thái', 'thai');
    const { service: read } = speechOf({ ...service, SPEECH_HTTP_VOICES: voices, SPEECH_VOICE: 'http:banmai' });
    expect(read).toEqual({
      template: {
        method: 'POST',
        url: service.SPEECH_HTTP_URL,
        headers: { 'content-type': 'application/json', 'x-api-key': 'k' },
        body: service.SPEECH_HTTP_BODY,
      },
      answer: { kind: 'audio' },
      linkHosts: [],
      voices: [
        { name: 'banmai', label: 'Ban Mai', languages: ['vi'] },
        { name: 'thai', label: 'thai', languages: ['tai'] },
      ],
      timeoutMs: 15_000,
      attempts: 3,
      parallel: 2,
      maxBytes: 20_000_000,
    });
  });

  it('takes services that answer in JSON, and voices named in headers', () => {
    const { service: linked } = speechOf({
      ...service,
      SPEECH_HTTP_HEADERS: '{"Content-Type":"text/plain","voice":"{voice}"}',
      SPEECH_HTTP_BODY: '{text}',
      SPEECH_HTTP_ANSWER: 'link:data.url',
      SPEECH_HTTP_LINK_HOSTS: 'File01.example.vn, *.cdn.example.vn:8443',
    });
    expect(linked).toMatchObject({
      answer: { kind: 'link', path: ['data', 'url'] },
      linkHosts: ['file01.example.vn', '*.cdn.example.vn:8443'],
      template: { headers: { voice: '{voice}' } },
    });
    expect(speechOf({ ...service, SPEECH_HTTP_ANSWER: 'base64:audioContent' }).service?.answer).toEqual({
      kind: 'base64',
      path: ['audioContent'],
    });
  });

  it.each([
    ['an answer of no known form', { ...service, SPEECH_HTTP_ANSWER: 'json' }, ['SPEECH_HTTP_ANSWER']],
    ['a link without its field', { ...service, SPEECH_HTTP_ANSWER: 'link:' }, ['SPEECH_HTTP_ANSWER']],
    [
      'hosts of links that are none',
      { ...service, SPEECH_HTTP_ANSWER: 'link:a', SPEECH_HTTP_LINK_HOSTS: 'https://a/b,*' },
      ['SPEECH_HTTP_LINK_HOSTS'],
    ],
    [
      'hosts without links',
      { ...service, SPEECH_HTTP_ANSWER: 'base64:a', SPEECH_HTTP_LINK_HOSTS: 'a.vn' },
      ['SPEECH_HTTP_LINK_HOSTS'],
    ],
    [
      'the text in a header',
      { ...service, SPEECH_HTTP_HEADERS: '{"content-type":"application/json","x":"{text}"}' },
      ['SPEECH_HTTP_BODY'],
    ],
    ['a voice that nobody has', { SPEECH_VOICE: 'neural' }, ['SPEECH_VOICE']],
    ['a rate nobody follows', { SPEECH_WORDS_PER_MINUTE: '500' }, ['SPEECH_WORDS_PER_MINUTE']],
    ['a speaker without a model', { SPEECH_MODEL_SPEAKER: '1' }, ['SPEECH_MODEL_SPEAKER']],
    [
      'parts of a service without its address',
      { SPEECH_HTTP_BODY: '{text}', SPEECH_HTTP_ATTEMPTS: '2' },
      ['SPEECH_HTTP_BODY', 'SPEECH_HTTP_ATTEMPTS'],
    ],
    ['another kind of address', { ...service, SPEECH_HTTP_URL: 'file:///etc/passwd' }, ['SPEECH_HTTP_URL']],
    ['no place for the text', { ...service, SPEECH_HTTP_BODY: '{"input":"hi"}' }, ['SPEECH_HTTP_BODY']],
    ['a body that is not JSON', { ...service, SPEECH_HTTP_BODY: '{"input":{text}}' }, ['SPEECH_HTTP_BODY']],
    [
      'a body of no known kind',
      { ...service, SPEECH_HTTP_HEADERS: '{"content-type":"image/png"}' },
      ['SPEECH_HTTP_BODY'],
    ],
    ['a body with GET', { ...service, SPEECH_HTTP_METHOD: 'GET' }, ['SPEECH_HTTP_BODY']],
    [
      'headers that are a list',
      { ...service, SPEECH_HTTP_HEADERS: '["x"]' },
      ['SPEECH_HTTP_HEADERS', 'SPEECH_HTTP_BODY'],
    ],
    [
      'a header that breaks out',
      { ...service, SPEECH_HTTP_HEADERS: '{"content-type":"application/json","x":"a\\r\\nb: c"}' },
      ['SPEECH_HTTP_HEADERS'],
    ],
    [
      'a length of the request',
      { ...service, SPEECH_HTTP_HEADERS: '{"content-type":"application/json","Content-Length":"1"}' },
      ['SPEECH_HTTP_HEADERS'],
    ],
    ['voices of one name', { ...service, SPEECH_HTTP_VOICES: '[{"name":"a"},{"name":"a"}]' }, ['SPEECH_HTTP_VOICES']],
    ['no voices', { ...service, SPEECH_HTTP_VOICES: '[]' }, ['SPEECH_HTTP_VOICES']],
    ['voices that are not JSON', { ...service, SPEECH_HTTP_VOICES: 'banmai' }, ['SPEECH_HTTP_VOICES']],
    [
      'several at once',
      { SPEECH_WORKERS: '0', SPEECH_MODEL_SPEAKER: 'x', SPEECH_VOICE: 'y' },
      ['SPEECH_MODEL_SPEAKER', 'SPEECH_MODEL_SPEAKER', 'SPEECH_WORKERS', 'SPEECH_VOICE'],
    ],
  ])('refuses %s', (_, environment, names) => {
    expect(faultsOf(environment)).toEqual(names);
  });

  it('says no secret in its faults', () => {
    const read = readConfig({ ...base, ...service, SPEECH_HTTP_HEADERS: '{"x-api-key":"bimat\\n"}' });
    expect(read.ok).toBe(false);
    expect(JSON.stringify(read)).not.toContain('bimat');
  });
});
