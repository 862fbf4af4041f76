/** What the kernel counts of one TCP connection, as `ss` (iproute2) prints it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface SocketCounts {
  /** the connection's own end, `address:port` */
  local: string;
  /** payload that left, retransmissions included */
  sentBytes: number;
  receivedBytes: number;
  segmentsOut: number;
  segmentsIn: number;
}

/** IPv4 20, TCP 20, timestamps 12 (RFC 9293, RFC 7323): what Linux puts before every segment. */
export const HEADER_BYTES = 52;
/** SYN and its answer carry 20 bytes of options instead of 12. */
export const OPENING_BYTES = 2 * 8;

const number = (text: string, name: string): number => Number(new RegExp(`\\b${name}:(\\d+)`).exec(text)?.[1] ?? 0);

/** Reads the output of `ss -tinOH`. */
export const parseSockets = (output: string): SocketCounts[] =>
  output
    .split('\n')
    .filter((line) => line.includes('segs_out:'))
    .map((line) => ({
      local:
        line
          .trim()
          .split(/\s+/)
          .find((word) => /:\d+$/.test(word)) ?? '',
      sentBytes: number(line, 'bytes_sent'),
      receivedBytes: number(line, 'bytes_received'),
      segmentsOut: number(line, 'segs_out'),
      segmentsIn: number(line, 'segs_in'),
    }));

/** Those that go to this port, seen from the side that dialled. */
export async function socketsTo(port: number): Promise<SocketCounts[]> {
  const args = ['-tinOH', 'state', 'established', 'dport', '=', `:${port}`];
  return parseSockets((await promisify(execFile)('ss', args)).stdout);
}

/** Everything at IP level, both ways. */
export const ipBytes = ({ sentBytes, receivedBytes, segmentsOut, segmentsIn }: Omit<SocketCounts, 'local'>): number =>
  sentBytes + receivedBytes + HEADER_BYTES * (segmentsOut + segmentsIn);

/** Ends them at once, as a network does that forgets a connection (`ss -K`; the kernel must allow it). */
export async function cutSockets(port: number): Promise<void> {
  await promisify(execFile)('ss', ['-K', '-tn', 'dport', '=', `:${port}`]);
}
