import { readConfig } from '@loa-lang/controller/config';
import { describe, expect, it } from 'vitest';

const read = (url?: string, attribution?: string) =>
  readConfig({
    DATA_DIR: 'data',
    ...(url !== undefined && { MAP_TILES_URL: url }),
    ...(attribution !== undefined && { MAP_TILES_ATTRIBUTION: attribution }),
  });
const faultsOf = (url?: string, attribution?: string) => {
  const result = read(url, attribution);
  return result.ok ? [] : result.faults.map(({ en }) => en);
};

describe('an outside map server', () => {
  it('is none unless it is set', () => {
    expect(read()).toMatchObject({ ok: true, config: { mapTiles: undefined } });
  });
  it('is named with its three holes and with whose map it is', () => {
    const url = 'https://tiles.example.vn/{z}/{x}/{y}.png';
    expect(read(url, '© Cục Bản đồ')).toMatchObject({ ok: true, config: { mapTiles: { url } } });
    expect(faultsOf(url)).toHaveLength(1);
    expect(faultsOf(undefined, '© Ai đó')).toHaveLength(1);
  });
  it.each([
    'https://tiles.example.vn/{z}/{x}.png',
    'ftp://tiles.example.vn/{z}/{x}/{y}.png',
    'https://{x}.example.vn/{z}/{x}/{y}.png',
    "https://tiles.example.vn/{z}/{x}/{y}.png; script-src 'unsafe-inline'",
  ])('is refused as %s', (url) => {
    expect(faultsOf(url, '©')).toHaveLength(1);
  });
});
