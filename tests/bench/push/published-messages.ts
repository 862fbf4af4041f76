/** Reads the topics of PUBLISH packets out of a stream of MQTT 3.1.1 bytes, as they pass. */

const PUBLISH = 3;
const MORE = 0x80;
/** section 2.2.3: the remaining length takes at most four bytes */
const LONGEST_LENGTH = 4;

/** @returns a function that takes the stream piece by piece, cut anywhere */
export function publishedTopics(published: (topic: string) => void): (piece: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (piece) => {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    for (let frame = frameOf(rest); frame !== undefined; frame = frameOf(rest)) {
      const { bodyAt, endAt } = frame;
      if ((rest[0] as number) >> 4 === PUBLISH) {
        const topicAt = bodyAt + 2;
        published(rest.toString('utf8', topicAt, topicAt + rest.readUInt16BE(bodyAt)));
      }
      rest = rest.subarray(endAt);
    }
  };
}

/** Where the first packet's body begins and ends; `undefined` while it is not all there. */
function frameOf(bytes: Buffer): { bodyAt: number; endAt: number } | undefined {
  let length = 0;
  for (let i = 0; i < LONGEST_LENGTH; i++) {
    const byte = bytes[1 + i];
    if (byte === undefined) return undefined;
    length += (byte & ~MORE) * 128 ** i;
    if ((byte & MORE) !== 0) continue;
    const bodyAt = 2 + i;
    return bytes.length < bodyAt + length ? undefined : { bodyAt, endAt: bodyAt + length };
  }
  throw new Error('not a stream of MQTT');
}
