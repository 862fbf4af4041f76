/**
 * Where the controller reaches out to: nothing that a user sends is an address that it opens. A new place has to be put
 * into this list, and to refuse addresses inside the network if people may name it.
 */
import { linkTo } from '@loa-lang/controller/adapters/speech/service/service-answer';
import { describe, expect, it } from 'vitest';
import { readSources } from '../architecture/read-sources.ts';

describe('outgoing connections', () => {
  it('are opened by known places only', async () => {
    const sources = [...(await readSources())].filter(([path]) => path.startsWith('controller/'));
    const places = sources.filter(([, text]) => /\bfetch\(|\bhttps?\.(get|request)\(/.test(text)).map(([path]) => path);
    // what runs in the browser asks the server that it came from
    const inTheBrowser = [
      'controller/console/api/ask.ts',
      'controller/console/live/api.ts',
      'controller/console/write/sound/tus-upload.ts',
      'controller/http/account-pages/passkey-script.ts',
    ];
    expect(places.sort()).toEqual(['controller/adapters/speech/service/exchange.ts', ...inTheBrowser]);
    const sockets = sources
      .filter(([, text]) =>
        /import \{[^}]*\b(connect|createConnection|request|get)\b[^}]*\} from 'node:(net|tls|https?)'/.test(text),
      )
      .map(([path]) => path);
    // the one place that judges each address as it connects, and TLS over what it has connected: of relays, of webhooks
    expect(sockets.sort()).toEqual([
      'controller/adapters/notifications/guarded-request.ts',
      'controller/adapters/streams/dial.ts',
      'controller/adapters/streams/source-look.ts',
    ]);
  });

  it('of mail go to the server that the configuration names, and to no other', async () => {
    const mail = [...(await readSources())].filter(([, text]) => /from 'nodemailer'/.test(text)).map(([path]) => path);
    expect(mail).toEqual(['controller/adapters/notifications/mail.ts']);
  });

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:5432/',
    'http://[::1]/',
    'file:///etc/passwd',
    'ftp://speech.example/a',
    '//10.0.0.1/a',
    'https://speech.example.attacker.example/a',
    'https://speech.example@10.0.0.1/a',
    'gopher://speech.example/a',
  ])('follow no link of a speech service to %s', (link) => {
    expect(linkTo(link, 'https://speech.example/v1/say', ['files.speech.example'])).toMatchObject({ ok: false });
  });

  it('follow its own links', () => {
    const own = linkTo('/sound/1.wav', 'https://speech.example/v1/say', []);
    expect(own.ok && own.url.href).toBe('https://speech.example/sound/1.wav');
  });
});
