import { readFileSync } from 'node:fs';
import { DOCUMENT_TYPES } from '@loa-lang/schemas/sealing/document-types';
import {
  CONTROLLER_TO_DEVICE,
  DEVICE_TO_CONTROLLER,
  filters,
  parseTopic,
  subjects,
  TOPIC_ROOT,
  topicOf,
} from '@loa-lang/schemas/wire/topics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const document = readFileSync(new URL('../../../schemas/wire/README.md', import.meta.url), 'utf8');
/** Rows of the table under a heading, as cells. */
function table(after: string): string[][] {
  const lines = document.slice(document.indexOf(after)).split('\n');
  const from = lines.findIndex((line) => /^\|\s*---/.test(line));
  const rest = lines.slice(from + 1);
  const rows = rest.slice(
    0,
    rest.findIndex((line) => !line.startsWith('|')),
  );
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

const asset = fc.stringMatching(/^[0-9a-f]{64}$/);
const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);

describe('topics', () => {
  it('are exactly those of the wire document', () => {
    const built = [
      subjects.keys(),
      subjects.plan('{planId}'),
      subjects.manifest('{assetId}'),
      subjects.chunk('{assetId}', '{index}' as unknown as number),
      subjects.live('{streamId}'),
      ...[...CONTROLLER_TO_DEVICE, ...DEVICE_TO_CONTROLLER].map((kind) => subjects.device('{deviceId}', kind)),
    ];
    const rows = table('## Topics');
    expect(rows.map(([topic]) => topic).sort()).toEqual(built.sort());
    expect(document).toContain(`All topics begin with \`${TOPIC_ROOT}/\``);
    for (const [topic = '', way] of rows) {
      const fromDevice = DEVICE_TO_CONTROLLER.some((kind) => topic === `device/{deviceId}/${kind}`);
      expect(way).toBe(fromDevice ? 'D → C' : 'C → D');
    }
  });

  it('have documents whose bounds are those of the wire document', () => {
    const rows = table('The payload is UTF-8 JSON').map(([typ, , bytes, inflated]) => ({ typ, bytes, inflated }));
    const defined = Object.values(DOCUMENT_TYPES).map((row) => ({
      typ: row.typ,
      bytes: String(row.maxBytes),
      inflated: 'maxInflatedBytes' in row ? String(row.maxInflatedBytes) : '',
    }));
    expect(rows).toEqual(defined);
  });

  it('are read back as they were built', () => {
    fc.assert(
      fc.property(id, asset, fc.nat(999_999), (one, assetId, index) => {
        expect(parseTopic(topicOf(subjects.keys()))).toEqual({ kind: 'keys' });
        expect(parseTopic(topicOf(subjects.plan(one)))).toEqual({ kind: 'plan', planId: one });
        expect(parseTopic(topicOf(subjects.live(one)))).toEqual({ kind: 'live', streamId: one });
        expect(parseTopic(topicOf(subjects.manifest(assetId)))).toEqual({ kind: 'manifest', assetId });
        expect(parseTopic(topicOf(subjects.chunk(assetId, index)))).toEqual({ kind: 'chunk', assetId, index });
        for (const message of [...CONTROLLER_TO_DEVICE, ...DEVICE_TO_CONTROLLER]) {
          expect(parseTopic(topicOf(subjects.device(one, message)))).toEqual({
            kind: 'device',
            deviceId: one,
            message,
          });
        }
      }),
    );
  });

  it.each([
    'loa/v1',
    'loa/v1/',
    'loa/v2/keys',
    'loa/v1/keys/x',
    'loa/v1/area/a',
    'loa/v1/area//plan',
    'loa/v1/area/a/plan/x',
    'loa/v1/area/+/plan',
    'loa/v1/area/thôn/plan',
    'loa/v1/area/a/play',
    'loa/v1/device/d/play',
    'loa/v1/device/d/report/1',
    `loa/v1/audio/${'A'.repeat(64)}/manifest`,
    `loa/v1/audio/${'a'.repeat(64)}/chunk`,
    `loa/v1/audio/${'a'.repeat(64)}/chunk/01`,
    `loa/v1/audio/${'a'.repeat(64)}/chunk/-1`,
    `loa/v1/audio/${'a'.repeat(64)}/chunk/1000000`,
    'xloa/v1/keys',
  ])('refuses %s', (topic) => {
    expect(parseTopic(topic)).toBeUndefined();
  });

  it('never throw, whatever arrives', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseTopic(text)));
    fc.assert(fc.property(fc.array(fc.string()), (levels) => void parseTopic(`loa/v1/${levels.join('/')}`)));
  });

  it('have filters that begin at the root', () => {
    for (const filter of [filters.allPlans(), filters.asset('a'), filters.fromDevices('report')]) {
      expect(filter.startsWith(`${TOPIC_ROOT}/`)).toBe(true);
    }
  });
});
