/** How messages leave: real mail servers and real web servers on loopback, good and bad ones. */
import type { MailServer as MailConfig } from '@loa-lang/controller/adapters/notifications/mail';
import { OutgoingMessenger } from '@loa-lang/controller/adapters/notifications/messenger';
import { newSigningSecret } from '@loa-lang/controller/adapters/notifications/sign-webhook';
import { AddressRule } from '@loa-lang/controller/adapters/streams/address-rule';
import type { TemplateSettings } from '@loa-lang/controller/domain/notifications/channel';
import { messageOf, testMessage } from '@loa-lang/controller/domain/notifications/message';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HookServer, refusalOf } from '../../support/notifications/hook-server.ts';
import { bodyOf, headerOf, MailServer } from '../../support/notifications/mail-server.ts';
import { testAuthority } from '../../support/tls-brokers/test-authority.ts';

const NOW = Date.parse('2026-12-07T09:00:00+07:00');
const WITHIN_MS = 1_000;
const FROM = { name: 'Loa Làng Ngọc Thiện', address: 'loa@xa.example' };
const TO = { name: 'Phạm Kỹ Thuật', address: 'ky-thuat@xa.example' };
const letter = (id = '0199aaaa') => ({
  id,
  createdAt: NOW,
  message: testMessage('vi', 'https://loa.example', '09:00'),
});

interface Identity {
  key: string;
  cert: string;
}
let tls: Identity;
/** of another name */
let other: Identity;
let ca: string;
let ended: () => Promise<void>;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  const { authority, remove } = await testAuthority();
  const identityOf = async (name: string): Promise<Identity> => {
    const { certificate, privateKey } = await authority.issueServer([name]);
    return { key: privateKey, cert: certificate };
  };
  [tls, other] = [await identityOf('localhost'), await identityOf('somebody-else.example')];
  ca = authority.certificates.join('\n');
  ended = remove;
});
afterAll(() => ended());
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

const mailServer = async (...options: Parameters<typeof MailServer.start>) => {
  const server = await MailServer.start(...options);
  stops.push(() => server.stop());
  return server;
};
const hookServer = async (...options: Parameters<typeof HookServer.start>) => {
  const server = await HookServer.start(...options);
  stops.push(() => server.stop());
  return server;
};
const withMail = (mail: Partial<MailConfig> & { url: string }) =>
  new OutgoingMessenger({ from: FROM, isLocal: true, withinMs: WITHIN_MS, ...mail }, { rule: new AddressRule() });
const calling = (allowed: string[] = ['127.0.0.0/8'], trusted?: string) =>
  new OutgoingMessenger(undefined, {
    rule: new AddressRule(allowed),
    withinMs: WITHIN_MS,
    ...(trusted !== undefined && { ca: trusted }),
  });

describe('e-mail', () => {
  it('arrives as text in UTF-8, with the same Message-ID at each attempt', async () => {
    const server = await mailServer();
    const messenger = withMail({ url: server.url() });
    expect(await messenger.email(letter(), TO)).toEqual({ ok: true });
    expect(await messenger.email(letter(), TO)).toEqual({ ok: true });
    const [first, second] = server.received;
    expect([first?.from, first?.to]).toEqual(['loa@xa.example', ['ky-thuat@xa.example']]);
    const raw = first?.raw ?? '';
    expect(headerOf(raw, 'Subject')).toBe('Thông báo thử từ Loa Làng');
    expect(headerOf(raw, 'From')).toBe('Loa Làng Ngọc Thiện <loa@xa.example>');
    expect(headerOf(raw, 'Content-Type')).toMatch(/^text\/plain; charset=utf-8/i);
    expect(headerOf(raw, 'Message-ID')).toBe('<0199aaaa@xa.example>');
    expect(headerOf(second?.raw ?? '', 'Message-ID')).toBe('<0199aaaa@xa.example>');
    expect(headerOf(raw, 'Auto-Submitted')).toBe('auto-generated');
    expect(bodyOf(raw)).toContain('Đây là thông báo thử. Nhận được là kênh này hoạt động');
  });

  it.each([
    ['defer', { ok: false, permanent: false, fault: 'mail-failed', detail: expect.stringContaining('451') }],
    ['refuse', { ok: false, permanent: true, fault: 'mail-refused', detail: expect.stringContaining('550') }],
    ['hang', { ok: false, permanent: false, fault: 'timed-out' }],
    ['drop', { ok: false, permanent: false, fault: expect.stringMatching(/^(unreachable|mail-failed)$/) }],
  ] as const)('to a server that does this: %s', async (behaviour, expected) => {
    const server = await mailServer();
    server.behaviour = behaviour;
    expect(await withMail({ url: server.url() }).email(letter(), TO)).toMatchObject(expected);
  });

  it('to no server at all is tried again', async () => {
    const server = await mailServer();
    const url = server.url();
    await server.stop();
    stops.length = 0;
    expect(await withMail({ url }).email(letter(), TO)).toMatchObject({ permanent: false, fault: 'unreachable' });
  });

  it('goes over TLS that is verified, or not at all, to another machine', async () => {
    const open = await mailServer();
    // in the clear to what is not this machine: refused before anything is said
    expect(await withMail({ url: open.url(), isLocal: false }).email(letter(), TO)).toMatchObject({ ok: false });
    expect(open.received).toEqual([]);
    const closed = await mailServer({ secure: true, ...tls });
    const url = closed.url('localhost');
    expect(await withMail({ url, isLocal: false }).email(letter(), TO)).toMatchObject({ fault: 'not-trusted' });
    expect(await withMail({ url, isLocal: false, ca }).email(letter(), TO)).toEqual({ ok: true });
    const starting = await mailServer({ ...tls });
    const upgraded = { url: starting.url('localhost'), isLocal: false, ca };
    expect(await withMail(upgraded).email(letter(), TO)).toEqual({ ok: true });
    const stranger = await mailServer({ secure: true, ...other });
    const wrong = { url: stranger.url('localhost'), isLocal: false, ca };
    expect(await withMail(wrong).email(letter(), TO)).toMatchObject({ fault: 'not-trusted' });
    expect([closed.received.length, starting.received.length, stranger.received.length]).toEqual([1, 1, 0]);
  });

  it('goes to a server of this machine whatever certificate that offers', async () => {
    const server = await mailServer({ ...other });
    expect(await withMail({ url: server.url('localhost') }).email(letter(), TO)).toEqual({ ok: true });
  });

  it('no text of an incident, and no name, makes a header of its own', async () => {
    const server = await mailServer();
    const evil = 'x\r\nBcc: thief@evil.example\r\n\r\nhello\u2028Bcc: thief@evil.example';
    const incident = {
      ...{ id: 'i', kind: 'device-offline', detail: evil, raisedAt: NOW, clearedAt: undefined },
      cluster: { id: 'c', code: evil, name: evil },
      ...{ hamlet: evil, commune: evil },
    };
    const facts = { type: 'alert', language: 'vi', publicUrl: undefined, zone: 'Asia/Ho_Chi_Minh' } as const;
    const message = messageOf({ ...facts, incidents: [incident] });
    const sent = await withMail({ url: server.url() }).email({ ...letter(), message }, { ...TO, name: evil });
    expect(sent).toEqual({ ok: true });
    const [received] = server.received;
    expect(received?.to).toEqual(['ky-thuat@xa.example']);
    const head = received?.raw.split('\r\n\r\n')[0] ?? '';
    expect(head.split('\r\n').filter((line) => /^(bcc|hello)/i.test(line))).toEqual([]);
    expect([...(headerOf(received?.raw ?? '', 'Subject') ?? '')].length).toBeLessThanOrEqual(110);
  });
});

describe('a webhook', () => {
  const secrets = { signing: newSigningSecret() };
  const seconds = NOW / 1000;

  it('is signed so that another implementation takes it for ours, and nothing else', async () => {
    const server = await hookServer();
    const to = { url: `${server.url}/hook?x=1`, secrets, at: NOW };
    expect(await calling().webhook(letter(), to)).toEqual({ ok: true });
    const [called] = server.calls;
    if (called === undefined) throw new Error('nothing came');
    expect([called.method, called.path, called.headers['webhook-id']]).toEqual(['POST', '/hook?x=1', 'msg_0199aaaa']);
    expect(refusalOf(called, secrets.signing, seconds)).toBeUndefined();
    expect(refusalOf(called, newSigningSecret(), seconds)).toBe('wrong signature');
    expect(refusalOf({ ...called, body: `${called.body} ` }, secrets.signing, seconds)).toBe('wrong signature');
    // taken down by somebody and sent again later
    expect(refusalOf(called, secrets.signing, seconds + 301)).toBe('too old or too new');
    const later = { ...called, headers: { ...called.headers, 'webhook-timestamp': String(seconds + 301) } };
    expect(refusalOf(later, secrets.signing, seconds + 301)).toBe('wrong signature');
    expect(JSON.parse(called.body)).toMatchObject({ type: 'incidents.test', data: { incidents: [] } });
  });

  it('is signed with the former secret as well, until its time is over', async () => {
    const server = await hookServer();
    const [signing, former] = [newSigningSecret(), newSigningSecret()];
    const both = { signing, former: { signing: former, until: NOW + 1000 } };
    const url = server.url;
    await calling().webhook(letter(), { url, secrets: both, at: NOW });
    await calling().webhook(letter(), { url, secrets: both, at: NOW + 1000 });
    const refusals = server.calls.map((called) => [signing, former].map((key) => refusalOf(called, key, seconds)));
    expect(refusals).toEqual([
      [undefined, undefined],
      [undefined, 'wrong signature'],
    ]);
    // the same text each time: whoever compares sees that it is the same message
    expect(server.calls[0]?.body).toBe(server.calls[1]?.body);
  });

  it.each([
    [500, { permanent: false, fault: 'status', detail: '500' }],
    [404, { permanent: false, fault: 'status', detail: '404' }],
    [410, { permanent: true, fault: 'status', detail: '410' }],
    ['hang', { permanent: false, fault: 'timed-out' }],
    ['redirect', { permanent: false, fault: 'redirected', detail: '307' }],
  ] as const)('to a server that answers %s', async (behaviour, expected) => {
    const server = await hookServer();
    server.behaviour = behaviour;
    const carried = await calling().webhook(letter(), { url: server.url, secrets, at: NOW });
    expect(carried).toMatchObject({ ok: false, ...expected });
    expect(server.calls.length).toBe(1);
  });

  it('goes to nothing inside the network that nobody has allowed', async () => {
    const server = await hookServer();
    for (const url of [
      server.url,
      server.url.replace('127.0.0.1', 'localhost'),
      'http://169.254.169.254/',
      'http://[::1]:1/',
    ]) {
      const carried = await calling([]).webhook(letter(), { url, secrets, at: NOW });
      expect(carried, url).toMatchObject({ ok: false, fault: 'refused-address' });
    }
    expect(server.calls).toEqual([]);
  });

  it('goes over TLS that is verified, or not at all', async () => {
    const [server, stranger] = [await hookServer(tls), await hookServer(other)];
    const to = { url: server.url, secrets, at: NOW };
    expect(await calling().webhook(letter(), to)).toMatchObject({ fault: 'not-trusted' });
    expect(await calling(undefined, ca).webhook(letter(), to)).toEqual({ ok: true });
    const wrong = await calling(undefined, ca).webhook(letter(), { ...to, url: stranger.url });
    expect(wrong).toMatchObject({ fault: 'not-trusted' });
    expect([server.calls.length, stranger.calls.length]).toEqual([1, 0]);
  });
});

describe('a template as Zalo’s ZNS has it', () => {
  const settings = (url: string): TemplateSettings => ({
    ...{ url: `${url}/message/template`, method: 'POST', headers: { access_token: '{{secret.zalo}}' } },
    body: JSON.stringify({
      ...{ phone: '{{phone}}', template_id: '12345', tracking_id: '{{id}}' },
      template_data: { noi_dung: '{{text:30}}', nguoi_nhan: '{{name}}', so: '{{count}}' },
    }),
    success: { field: 'error', equals: 0 },
  });
  const to = { secrets: { zalo: 'khoa-bi-mat' }, name: 'Trần "Chủ"', phone: '+84912345678' };

  it('is filled so that no text changes its shape, and is taken when the answer says so', async () => {
    const server = await hookServer();
    server.answer = '{"error":0,"message":"Success"}';
    expect(await calling().template(letter(), { ...to, settings: settings(server.url) })).toEqual({ ok: true });
    const [called] = server.calls;
    expect(called?.headers.access_token).toBe('khoa-bi-mat');
    const body = JSON.parse(called?.body ?? '');
    expect(body).toMatchObject({ phone: '84912345678', tracking_id: '0199aaaa' });
    expect(body.template_data.nguoi_nhan).toBe('Trần "Chủ"');
    expect([...body.template_data.noi_dung].length).toBeLessThanOrEqual(30);
  });

  it('is not taken where the answer says otherwise, whatever its status; the secret is not told', async () => {
    const server = await hookServer();
    server.answer = '{"error":-124,"message":"khoa-bi-mat"}';
    const carried = await calling().template(letter(), { ...to, settings: settings(server.url) });
    expect(carried).toEqual({ ok: false, permanent: false, fault: 'not-confirmed', detail: 'error = -124' });
    server.answer = '<html>';
    const html = await calling().template(letter(), { ...to, settings: settings(server.url) });
    expect(html).toMatchObject({ ok: false, fault: 'not-confirmed', detail: 'no JSON' });
  });
});
