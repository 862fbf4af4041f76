/** From which address of the network a request comes. */
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

export type Sent = Pick<FastifyRequest, 'ip' | 'socket'>;

/** Whom the proxies that are trusted name; whoever is connected, where that is no address. */
export const senderOf = ({ ip, socket }: Sent): string => (isIP(ip) === 0 ? (socket.remoteAddress ?? '') : ip);
