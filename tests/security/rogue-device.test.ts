/** Whoever was not enrolled is not let in, whatever it shows; and who asks to be enrolled is not who it says it is. */
import { generateKeyPairSync } from 'node:crypto';
import { connect } from 'node:net';
import { connect as connectTls, type SecureVersion } from 'node:tls';
import { buildEnrolmentApp } from '@loa-lang/controller/http/enrolment-app';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceCredentials } from '../support/broker.ts';
import { TLS_BROKERS } from '../support/tls-brokers/benches.ts';
import { type EmbeddedTls, startEmbeddedTls } from '../support/tls-brokers/embedded.ts';
import { testAuthority } from '../support/tls-brokers/test-authority.ts';
import { connectAs, connectDevice, issue, type TlsBench } from '../support/tls-brokers/tls-bench.ts';

describe.each(TLS_BROKERS)('a rogue device: %s', (_name, start) => {
  let bench: TlsBench;
  beforeEach(async () => {
    bench = await start();
  });
  afterEach(() => bench.stop());

  const refused = (who: Parameters<typeof connectAs>[1], more = {}) =>
    expect(connectAs(bench, who, 'd1.board', more)).rejects.toThrow();

  it('is refused without a certificate, also with a password, and when it does not speak TLS', async () => {
    await refused({});
    await refused({}, { username: 'd1', password: 'guess' });
    await refused({}, deviceCredentials('d1'));
    const plain = connect(Number(new URL(bench.url).port), '127.0.0.1');
    const closed = new Promise<void>((resolve) => plain.once('close', () => resolve()));
    plain.on('error', () => undefined);
    plain.write(Buffer.from('100c00044d5154540402003c0000', 'hex'));
    await closed;
  });

  it('is refused with a certificate of another authority of the same name', async () => {
    const { authority, remove } = await testAuthority();
    await refused(await issue(authority, 'd1'));
    await remove();
  });

  it('is refused with a genuine certificate and another key', async () => {
    const device = await issue(bench.authority, 'd1');
    await bench.know([{ device, planIds: ['h1'] }]);
    const { privateKey } = generateKeyPairSync('ed25519');
    await refused({ ...device, privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string });
  });

  it('is refused with the certificate of a server', async () => {
    const { certificate, privateKey } = await bench.authority.issueServer(['d1']);
    await refused({ certificate, privateKey });
  });

  it('is refused with a genuine certificate over TLS older than 1.3', async () => {
    const device = await issue(bench.authority, 'd1');
    await bench.know([{ device, planIds: ['h1'] }]);
    const upTo = (maxVersion: SecureVersion) => connectAs(bench, device, 'd1.board', { maxVersion } as object);
    await expect(upTo('TLSv1.2')).rejects.toThrow(/version/i);
    await (await upTo('TLSv1.3')).endAsync(true);
  });

  it('does not believe a broker with a certificate of another authority', async () => {
    const { authority, remove } = await testAuthority();
    const device = await issue(authority, 'd1');
    await expect(connectDevice({ ...bench, authority }, device)).rejects.toThrow(
      /self.signed|unable to verify|certificate/i,
    );
    await remove();
  });
});

describe('a rogue device at the embedded broker', () => {
  let bench: EmbeddedTls;
  beforeEach(async () => {
    bench = await startEmbeddedTls();
  });
  afterEach(() => bench.stop());

  it('is refused under the client id of another, whom it cannot push off so', async () => {
    const [one, other] = [await issue(bench.authority, 'd1'), await issue(bench.authority, 'd2')];
    await bench.know([one, other].map((device) => ({ device, planIds: [] })));
    const session = await connectDevice(bench, other);
    for (const clientId of ['d2.board', 'd1', 'd1.', '.board', 'd1.board.x', 'x', 'd1/board', 'controller']) {
      await expect(connectAs(bench, one, clientId), clientId).rejects.toThrow();
    }
    expect(session.connected).toBe(true);
    await session.endAsync(true);
  });

  it('is refused with a certificate that was issued for a device that is not on record, or for another key of it', async () => {
    await expect(connectDevice(bench, await issue(bench.authority, 'nobody'))).rejects.toThrow();
    const [real, forged] = [await issue(bench.authority, 'd1'), await issue(bench.authority, 'd1')];
    await bench.know([{ device: real, planIds: [] }]);
    await expect(connectDevice(bench, forged)).rejects.toThrow();
    await (await connectDevice(bench, real)).endAsync(true);
  });

  it('is a device with a controller’s certificate, and none is on record under that name', async () => {
    await expect(connectAs(bench, await bench.authority.issueController(), '$controller.x')).rejects.toThrow();
  });
});

describe('the door at which devices ask to be enrolled', () => {
  it('speaks TLS 1.3 and nothing older', async () => {
    const { authority, remove } = await testAuthority();
    const door = buildEnrolmentApp({} as never, await authority.issueServer(['127.0.0.1']), () => false);
    const url = new URL(await door.listen({ host: '127.0.0.1', port: 0 }));
    const upTo = (maxVersion: SecureVersion) =>
      new Promise<string | null>((resolve, reject) => {
        const socket = connectTls({
          host: url.hostname,
          port: Number(url.port),
          ca: [...authority.certificates],
          maxVersion,
        });
        socket.once('error', reject).once('secureConnect', () => {
          resolve(socket.getProtocol());
          socket.destroy();
        });
      });
    expect(await upTo('TLSv1.3')).toBe('TLSv1.3');
    await expect(upTo('TLSv1.2')).rejects.toThrow(/version/i);
    await door.close();
    await remove();
  });
});
