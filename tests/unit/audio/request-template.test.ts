import {
  fillRequest,
  type RequestTemplate,
  templateFaults,
} from '@loa-lang/controller/adapters/speech/service/request-template';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const template = (type: string, body: string, url = 'https://tts.example/'): RequestTemplate => ({
  method: 'POST',
  url,
  headers: { 'content-type': type },
  body,
});
const values = { text: 'Họp "thôn" \\ {voice} <b> & 100%\n', voice: 'banmai', speed: 0.9, wordsPerMinute: 180 };
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('{voice}', '"}', '\\', '$&', '</speak>', '&amp;'),
);

describe('a request to a speech service', () => {
  it('is JSON that holds the text, and nothing of it is taken for JSON or for a hole', () => {
    const json = template(
      'application/json; charset=utf-8',
      '{"input":"{text}","v":["{voice}"],"speed":"{speed}","t":"a{speed}"}',
    );
    expect(templateFaults(json)).toEqual([]);
    const { body } = fillRequest(json, values);
    expect(JSON.parse(body ?? '')).toEqual({ input: values.text, v: ['banmai'], speed: 0.9, t: 'a0.9' });
    fc.assert(
      fc.property(anyText, (text) => {
        expect(JSON.parse(fillRequest(json, { ...values, text }).body ?? '').input).toBe(text);
      }),
    );
  });

  it('is a form whose fields stay what they are', () => {
    const form = template('application/x-www-form-urlencoded', 'text={text}&voice={voice}');
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, (text) => {
        const fields = new URLSearchParams(fillRequest(form, { ...values, text }).body);
        expect([...fields]).toEqual([
          ['text', text],
          ['voice', 'banmai'],
        ]);
      }),
    );
  });

  it('is XML without elements of the text', () => {
    const ssml = template('application/ssml+xml', '<speak><voice name="{voice}">{text}</voice></speak>');
    expect(fillRequest(ssml, values).body).toBe(
      '<speak><voice name="banmai">Họp &quot;thôn&quot; \\ {voice} &lt;b&gt; &amp; 100%\n</voice></speak>',
    );
  });

  it('may carry the text in its address', () => {
    const { body: _, ...get } = {
      ...template('', ''),
      method: 'GET' as const,
      url: 'https://tts.example/{voice}?q={text}',
    };
    const address = { ...get, body: undefined };
    expect(templateFaults(address)).toEqual([]);
    const { url } = fillRequest(address, values);
    expect(new URL(url).searchParams.get('q')).toBe(values.text);
    expect(new URL(url).pathname).toBe('/banmai');
  });

  it('may carry voice and speed in headers, never the text', () => {
    const plain = template('text/plain', '{text}');
    const told = { ...plain, headers: { ...plain.headers, voice: '{voice}', speed: '{speed}' } };
    expect(templateFaults(told)).toEqual([]);
    expect(fillRequest(told, values).headers).toEqual({ 'content-type': 'text/plain', voice: 'banmai', speed: '0.9' });
    expect(templateFaults({ ...plain, headers: { ...plain.headers, said: '{text}' } })).toHaveLength(1);
  });
});
