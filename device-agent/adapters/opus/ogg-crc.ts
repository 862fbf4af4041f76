/** Checksum of Ogg pages (RFC 3533 §6, field 7): CRC-32, polynomial 0x04c11db7, no reflection, start and final xor 0. */
const makeTable = (): Uint32Array => {
  const table = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte << 24;
    for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
    table[byte] = value >>> 0;
  }
  return table;
};

const TABLE = makeTable();
const CRC_START = 22;
const CRC_END = 26;

/** Checksum over a whole page, its own checksum field counted as zeros. */
export const oggPageCrc = (page: Uint8Array): number => {
  let crc = 0;
  for (let i = 0; i < page.length; i++) {
    const byte = i >= CRC_START && i < CRC_END ? 0 : (page[i] as number);
    crc = ((crc << 8) ^ (TABLE[((crc >>> 24) ^ byte) & 0xff] as number)) >>> 0;
  }
  return crc;
};
