import { readConfig } from '@loa-lang/controller/config';
import { describe, expect, it } from 'vitest';

const read = (environment: Record<string, string>) => readConfig({ DATA_DIR: '/d', ...environment });
const faults = (environment: Record<string, string>) => {
  const result = read(environment);
  return result.ok ? [] : result.faults.map(({ en }) => en);
};

describe('how devices reach the controller', () => {
  it('they do not unless a name is given', () => {
    const result = read({});
    expect(result.ok && result.config.devices).toBeUndefined();
    expect(faults({ DEVICE_MQTT_PORT: '8883' })).toEqual([expect.stringContaining('DEVICE_MQTT_PORT')]);
  });

  it('a name opens both ports', () => {
    const result = read({ DEVICE_NAME: 'loa.example, 10.0.0.7' });
    expect(result.ok && result.config.devices).toEqual({
      names: ['loa.example', '10.0.0.7'],
      host: '0.0.0.0',
      mqttPort: 8883,
      enrolmentPort: 8884,
    });
    for (const name of ['loa_example', 'https://loa.example', 'a b', 'x,', '-a']) {
      expect(faults({ DEVICE_NAME: name }), name).toHaveLength(1);
    }
  });

  it('passwords are taken on this machine only', () => {
    expect(faults({ MQTT_HOST: '0.0.0.0' })).toEqual([expect.stringContaining('MQTT_HOST')]);
    expect(faults({ MQTT_HOST: '127.0.0.1' })).toEqual([]);
  });

  it('files are kept for an outside broker that has a name', () => {
    const outside = { MQTT_URL: 'mqtts://loa.example:8883', BROKER_FOLDER: '/b' };
    expect(faults({ ...outside, DEVICE_NAME: 'loa.example' })).toEqual([]);
    expect(faults(outside)).toHaveLength(1);
    expect(faults({ BROKER_FOLDER: '/b', DEVICE_NAME: 'loa.example' })).toHaveLength(1);
    expect(faults({ BROKER_PID_FILE: '/p' })).toHaveLength(1);
  });
});
