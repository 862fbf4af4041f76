/** A mail server on loopback that does as it is told: takes, defers, refuses, hangs, hangs up. */
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** `defer`: 451 to a recipient, as in greylisting; `refuse`: 550; `hang`: no answer to the message; `drop`: hangs up in it */
export type Behaviour = 'take' | 'defer' | 'refuse' | 'hang' | 'drop';

export interface Received {
  from: string;
  to: string[];
  raw: string;
}

interface SmtpFault extends Error {
  responseCode?: number;
}
const fault = (responseCode: number, text: string): SmtpFault => Object.assign(new Error(text), { responseCode });

export class MailServer {
  behaviour: Behaviour = 'take';
  readonly received: Received[] = [];
  /** told with each message before it is answered */
  onMessage: ((received: Received) => void) | undefined;
  readonly #server: SMTPServer;
  readonly #secure: boolean;

  private constructor(options: SMTPServerOptions) {
    this.#secure = options.secure === true;
    this.#server = new SMTPServer({
      disabledCommands: ['AUTH'],
      hideSTARTTLS: options.key === undefined,
      closeTimeout: 100,
      logger: false,
      ...options,
      onRcptTo: (_address, _session, done) => {
        if (this.behaviour === 'defer') return done(fault(451, '4.7.1 try again later'));
        if (this.behaviour === 'refuse') return done(fault(550, '5.1.1 no such user'));
        done();
      },
      onData: (stream, session, done) => {
        const pieces: Buffer[] = [];
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope;
          const from = mailFrom === false ? '' : mailFrom.address;
          const raw = Buffer.concat(pieces).toString('utf8');
          const message = { from, to: rcptTo.map(({ address }) => address), raw };
          this.onMessage?.(message);
          if (this.behaviour === 'hang') return;
          if (this.behaviour === 'drop') {
            // the connection breaks where nobody knows whether it was taken
            for (const connection of this.#server.connections) connection.close();
            return;
          }
          this.received.push(message);
          done();
        });
      },
    });
    this.#server.on('error', () => undefined);
  }

  static async start(options: SMTPServerOptions = {}): Promise<MailServer> {
    const server = new MailServer(options);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', () => resolve()));
    return server;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }
  url(host = '127.0.0.1'): string {
    return `${this.#secure ? 'smtps' : 'smtp'}://${host}:${this.port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

/** Of a message as it came over the wire. */
export function headerOf(raw: string, name: string): string | undefined {
  const head = (raw.split('\r\n\r\n')[0] ?? '').replace(/\r\n[ \t]+/g, ' ');
  const line = head.split('\r\n').find((each) => each.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line === undefined ? undefined : decodedWords(line.slice(name.length + 1).trim());
}

/** RFC 2047. */
const decodedWords = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, body: string) =>
      kind.toLowerCase() === 'b' ? Buffer.from(body, 'base64').toString('utf8') : quoted(body.replaceAll('_', ' ')),
    );

const quoted = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

export function bodyOf(raw: string): string {
  const body = raw.slice(raw.indexOf('\r\n\r\n') + 4);
  const encoding = headerOf(raw, 'Content-Transfer-Encoding')?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8').replaceAll('\r\n', '\n');
  return (encoding === 'quoted-printable' ? quoted(body) : body).replaceAll('\r\n', '\n').trimEnd();
}
