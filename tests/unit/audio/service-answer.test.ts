import {
  linkTo,
  parseAnswerForm,
  parseHosts,
  soundOfBase64,
  textIn,
} from '@loa-lang/controller/adapters/speech/service/service-answer';
import { describe, expect, it } from 'vitest';

const SERVICE = 'https://api.example.vn/hmi/tts/v5';
const bytes = (text: string) => new TextEncoder().encode(text);

describe('where an answer has its sound', () => {
  it('is settled by a form and a path', () => {
    expect(parseAnswerForm('audio')).toEqual({ kind: 'audio' });
    expect(parseAnswerForm('link:data.url')).toEqual({ kind: 'link', path: ['data', 'url'] });
    for (const wrong of ['', 'json', 'link', 'link:', 'link:a..b', 'base64:a b', 'audio:x']) {
      expect(parseAnswerForm(wrong), wrong).toBeUndefined();
    }
  });

  it('is found there or said to be missing, whatever the answer is', () => {
    expect(textIn(bytes('{"data":{"url":"https://x/1"}}'), ['data', 'url'])).toEqual({ ok: true, text: 'https://x/1' });
    for (const wrong of [
      '',
      'xin lỗi',
      '[]',
      'null',
      '1',
      '{"data":"x"}',
      '{"data":{"url":3}}',
      '{"data":{"url":""}}',
    ]) {
      expect(textIn(bytes(wrong), ['data', 'url']), wrong).toMatchObject({ ok: false });
    }
    // no field that every object has
    expect(textIn(bytes('{}'), ['constructor', 'name'])).toMatchObject({ ok: false });
    const said = textIn(bytes(`{"error":1,"message":"hết tiền${'!'.repeat(1000)}"}`), ['async']);
    expect(said).toMatchObject({ ok: false, detail: expect.stringMatching(/has no "async".*hết tiền/) });
    expect(said.ok || said.detail.length).toBeLessThan(200);
  });

  it('is base64, alone or as an address, and nothing like it', () => {
    const sound = Buffer.from([82, 73, 70, 70, 250, 251]);
    expect(soundOfBase64(sound.toString('base64'))).toEqual(sound);
    expect(soundOfBase64(`data:audio/mpeg;base64,${sound.toString('base64')}`)).toEqual(sound);
    for (const wrong of ['', '====', 'https://x/1.mp3', 'xin chào', 'data:audio/mpeg;base64,']) {
      expect(soundOfBase64(wrong), wrong).toBeUndefined();
    }
  });
});

describe('a link', () => {
  const hosts = parseHosts('file01.example.vn, *.cdn.example.vn,10.0.0.5:8080') ?? [];
  const leadsTo = (link: string, service = SERVICE) => {
    const found = linkTo(link, service, hosts);
    return found.ok ? found.url.href : undefined;
  };

  it('is followed to the service itself and to hosts that were allowed', () => {
    for (const link of [
      'https://api.example.vn/files/1.mp3',
      'https://file01.example.vn/short/1.mp3?sig=a%2Fb',
      'https://FILE01.example.vn/1.mp3',
      'https://a.cdn.example.vn/1.mp3',
      'https://a.b.cdn.example.vn/1.mp3',
    ]) {
      expect(leadsTo(link)?.toLowerCase(), link).toBe(link.toLowerCase());
    }
    expect(leadsTo('/files/1.mp3')).toBe('https://api.example.vn/files/1.mp3');
    expect(leadsTo('http://10.0.0.5:8080/1.wav', 'http://10.0.0.5:9000/tts')).toBe('http://10.0.0.5:8080/1.wav');
  });

  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://[::1]/',
    'https://localhost:8080/api/v1/areas',
    'https://api.example.vn:8443/1.mp3',
    'http://api.example.vn/1.mp3',
    'http://file01.example.vn/1.mp3',
    'https://file01.example.vn:444/1.mp3',
    'https://cdn.example.vn/1.mp3',
    'https://evilcdn.example.vn/1.mp3',
    'https://file01.example.vn.evil.vn/1.mp3',
    'https://file01.example.vn@evil.vn/1.mp3',
    'https://user:secret@file01.example.vn/1.mp3',
    '//evil.vn/1.mp3',
    'file:///etc/passwd',
    'data:audio/mpeg;base64,AAAA',
    'ftp://file01.example.vn/1.mp3',
    'javascript:alert(1)',
    'https://',
  ])('is not followed to %s', (link) => {
    expect(leadsTo(link)).toBeUndefined();
  });

  it('hosts are names, nothing else', () => {
    for (const wrong of ['', 'a,', 'https://a.vn', 'a.vn/b', '*', '*.*.vn', 'a b', 'user@a.vn']) {
      expect(parseHosts(wrong), wrong).toBeUndefined();
    }
  });
});
