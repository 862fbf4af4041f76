/**
 * A client's socket as the broker library gets to see it: reading is guarded against giant frames, and writing never
 * reports back-pressure. The library would wait for the slowest subscriber with every message and so let one frozen
 * client stall all others; instead each client has its own bounded queue here and is cut when it does not drain.
 */
import type { Socket } from 'node:net';
import { FrameGuard, type FrameLimits } from './frame-guard.ts';

export interface QueueLimits extends FrameLimits {
  /** queued bytes above which a client gets no more QoS 0 messages: audio, which it asks for again */
  lagBytes: number;
  /** queued bytes above which a client is cut */
  queueBytes: number;
  /** a client that takes nothing off its queue for this long is cut */
  stallMs: number;
}

export class BrokerSocket {
  readonly socket: Socket;
  private readonly limits: QueueLimits;
  private drainedBytes = 0;
  private stalledSinceMs: number | undefined;

  constructor(socket: Socket, limits: QueueLimits) {
    this.socket = socket;
    this.limits = limits;
  }

  /** Puts the guards in place. Call before the broker sees the socket. */
  guard(): void {
    const { socket, limits } = this;
    socket.setNoDelay(true);
    const frames = new FrameGuard(limits);
    const read = socket.read.bind(socket);
    socket.read = (size?: number) => {
      const bytes = read(size) as Buffer | null;
      if (bytes === null || frames.accept(bytes)) return bytes;
      this.cut('packet too large');
      return null;
    };
    const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
    socket.write = ((...args: unknown[]) => {
      if (socket.writableLength > limits.queueBytes) this.cut('queue full');
      else write(...args);
      return true;
    }) as Socket['write'];
  }

  get lags(): boolean {
    return this.socket.writableLength > this.limits.lagBytes;
  }

  /** Called about once a second; cuts a client that takes nothing. */
  checkStall(nowMs: number): void {
    const { socket } = this;
    const drained = socket.bytesWritten - socket.writableLength;
    if (socket.writableLength === 0 || drained !== this.drainedBytes) {
      this.drainedBytes = drained;
      this.stalledSinceMs = undefined;
    } else if (this.stalledSinceMs === undefined) {
      this.stalledSinceMs = nowMs;
    } else if (nowMs - this.stalledSinceMs >= this.limits.stallMs) {
      this.cut('takes nothing');
    }
  }

  private cut(why: string): void {
    if (!this.socket.destroyed) this.socket.destroy(new Error(why));
  }
}
