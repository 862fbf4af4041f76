/**
 * Watches MQTT frames pass and tells when one announces more bytes than allowed, before its body is buffered. The
 * broker library itself would collect up to 256 MiB for one packet (MQTT 3.1.1, 2.2.3).
 */
export interface FrameLimits {
  /** first packet of a connection, sent before anybody is authenticated */
  firstPacketBytes: number;
  packetBytes: number;
}

export class FrameGuard {
  private readonly limits: FrameLimits;
  private first = true;
  /** bytes of the current body still to come; `undefined` while the fixed header is being read */
  private bodyLeft: number | undefined;
  private headerByte = 0;
  private length = 0;

  constructor(limits: FrameLimits) {
    this.limits = limits;
  }

  /** @returns false when the stream must be cut: a frame is too long or its length is malformed. */
  accept(bytes: Uint8Array): boolean {
    let at = 0;
    while (at < bytes.length) {
      if (this.bodyLeft !== undefined) {
        const step = Math.min(this.bodyLeft, bytes.length - at);
        at += step;
        this.bodyLeft -= step;
        if (this.bodyLeft === 0) this.bodyLeft = undefined;
        continue;
      }
      const byte = bytes[at++] ?? 0;
      if (this.headerByte++ === 0) continue;
      if (this.headerByte > 5) return false;
      this.length += (byte & 0x7f) * 128 ** (this.headerByte - 2);
      if ((byte & 0x80) !== 0) continue;
      if (this.length > (this.first ? this.limits.firstPacketBytes : this.limits.packetBytes)) return false;
      this.first = false;
      this.bodyLeft = this.length === 0 ? undefined : this.length;
      this.headerByte = 0;
      this.length = 0;
    }
    return true;
  }
}
