import { findInstallation } from '@loa-lang/device-agent/adapters/installation-id';
import { describe, expect, it } from 'vitest';

const machine =
  (files: Record<string, string>) =>
  async (path: string): Promise<string> => {
    const text = files[path];
    if (text === undefined) throw new Error('ENOENT');
    return text;
  };
const TREE = '/proc/device-tree/serial-number';
const DMI = '/sys/class/dmi/id/product_uuid';
const MACHINE = '/etc/machine-id';

describe('installation id', () => {
  it('is a stable hash of the board’s serial, not the serial', async () => {
    const pi = machine({ [TREE]: '10000000abcdef01\0', [MACHINE]: 'a'.repeat(32) });
    const found = await findInstallation(undefined, pi);
    expect(found?.source).toBe('device-tree');
    expect(found?.installationId).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(found?.installationId).not.toContain('abcdef');
    expect(await findInstallation(undefined, pi)).toEqual(found);
    const other = await findInstallation(undefined, machine({ [TREE]: '10000000abcdef02\0' }));
    expect(other?.installationId).not.toBe(found?.installationId);
  });

  it('passes over serials that makers left unset', async () => {
    for (const unset of [
      '00000000',
      '03000200-0400-0500-0006-000700080009',
      'To be filled by O.E.M.',
      'Default string',
      ' \n',
    ]) {
      const found = await findInstallation(undefined, machine({ [DMI]: unset, [MACHINE]: 'b'.repeat(32) }));
      expect(found?.source).toBe('machine-id');
    }
  });

  it('does as it is told, and admits that it knows nothing', async () => {
    expect(await findInstallation('fleet-7', machine({}))).toEqual({ installationId: 'fleet-7', source: 'configured' });
    expect(await findInstallation(undefined, machine({}))).toBeUndefined();
  });
});
