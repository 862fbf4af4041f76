import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { dial } from '@loa-lang/device-agent/doctor/machine/dial';
import { answersForAnyName, sentElsewhere } from '@loa-lang/device-agent/doctor/machine/paywall';
import { afterEach, describe, expect, it } from 'vitest';
import { type Identity, selfSigned } from '../../../support/doctor/certificates.ts';
import { testAuthority } from '../../../support/tls-brokers/test-authority.ts';

const HOST = 'localhost';
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  open.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return new Promise((resolve) => {
    server.listen(0, () => resolve((server.address() as { port: number }).port));
  });
}
const served = ({ key, cert }: Identity) => listen(createTlsServer({ key, cert }));

describe('a server that is dialled', () => {
  it('shows the right certificate', async () => {
    const identity = selfSigned();
    const port = await served(identity);
    expect(await dial({ host: HOST, port, secure: true, tls: { ca: identity.cert } })).toMatchObject({
      outcome: 'connected',
      certificate: { subject: 'CN=localhost', validTo: new Date('2099-12-31T23:59:59Z') },
    });
  });

  it.each([
    ['expired', selfSigned({ from: '20190101000000Z', until: '20200101000000Z' })],
    ['early', selfSigned({ from: '20980101000000Z' })],
    ['name', selfSigned({ name: 'elsewhere.example' })],
  ] as const)('shows one that is wrong: %s', async (why, identity) => {
    const port = await served(identity);
    const found = await dial({ host: HOST, port, secure: true, tls: { ca: identity.cert } });
    expect(found).toMatchObject({ outcome: 'wrong-certificate', why });
  });

  it('shows one of another authority', async () => {
    const port = await served(selfSigned());
    const found = await dial({ host: HOST, port, secure: true, tls: { ca: selfSigned().cert } });
    expect(found).toMatchObject({ outcome: 'wrong-certificate', why: 'authority' });
  });

  it('turns a device away whose certificate it does not know', async () => {
    const { authority, remove } = await testAuthority();
    open.push(() => void remove());
    const { certificate, privateKey } = await authority.issueServer([HOST]);
    const options = { key: privateKey, cert: certificate, ca: [...authority.certificates] };
    const server = createTlsServer({ ...options, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' });
    const port = await listen(server);
    const stranger = selfSigned();
    const ca = [...authority.certificates];
    const shown = { ca, key: stranger.key, cert: stranger.cert };
    expect(await dial({ host: HOST, port, secure: true, tls: shown })).toMatchObject({ outcome: 'turned-away' });
    const own = await authority.issueController();
    const tls = { ca, key: own.privateKey, cert: own.certificate };
    expect(await dial({ host: HOST, port, secure: true, tls })).toMatchObject({ outcome: 'connected' });
  });

  it('is not there, is silent, or speaks something else', async () => {
    const gone = await listen(createServer());
    open.pop()?.();
    expect(await dial({ host: HOST, port: gone, secure: false })).toMatchObject({ outcome: 'refused' });
    const dumb = await listen(createServer());
    expect(await dial({ host: HOST, port: dumb, secure: true }, 300)).toMatchObject({ outcome: 'no-tls' });
    const other = await listen(createServer((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    expect(await dial({ host: HOST, port: other, secure: true })).toMatchObject({ outcome: 'no-tls' });
    expect(await dial({ host: 'nobody.invalid', port: 1, secure: true })).toMatchObject({ outcome: 'no-name' });
  });
});

describe('a gate before the Internet', () => {
  it('is known by sending everybody to itself', async () => {
    const port = await listen(
      createHttpServer((_, response) => response.writeHead(302, { location: 'http://nap-tien.example/' }).end()),
    );
    expect(await sentElsewhere(HOST, port)).toBe('nap-tien.example');
  });

  it('is not a server that sends to its own TLS', async () => {
    const port = await listen(
      createHttpServer((_, response) => response.writeHead(301, { location: `https://${HOST}/` }).end()),
    );
    expect(await sentElsewhere(HOST, port)).toBeUndefined();
  });

  it('is not there where names of nobody have no address', async () => {
    expect(await answersForAnyName()).toBeUndefined();
  });
});
