/** Pace: bytes flow at a rate, and up to a burst at once after a rest. The caller gives the time. */
export class TokenBucket {
  private bytesPerSecond: number;
  private readonly burstBytes: number;
  private tokens: number;
  private filledAtMs: number | undefined;

  constructor(bytesPerSecond: number, burstBytes: number) {
    this.bytesPerSecond = bytesPerSecond;
    this.burstBytes = burstBytes;
    this.tokens = burstBytes;
  }

  setRate(bytesPerSecond: number, nowMs: number): void {
    this.fill(nowMs);
    this.bytesPerSecond = bytesPerSecond;
  }

  /** 0 when `bytes` may go now, else milliseconds to wait. More than the burst may go when the bucket is full. */
  waitMs(bytes: number, nowMs: number): number {
    this.fill(nowMs);
    const missing = Math.min(bytes, this.burstBytes) - this.tokens;
    return missing <= 0 ? 0 : (missing / this.bytesPerSecond) * 1000;
  }

  take(bytes: number, nowMs: number): void {
    this.fill(nowMs);
    this.tokens -= bytes;
  }

  private fill(nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - (this.filledAtMs ?? nowMs));
    this.tokens = Math.min(this.burstBytes, this.tokens + (elapsedMs * this.bytesPerSecond) / 1000);
    this.filledAtMs = nowMs;
  }
}
