/** Small wrongs put into the real rules, one at a time: a judge that lets one of them pass proves nothing. */
import type { Mutant } from '../simulation/mutants.ts';

const rules = 'controller/dist/domain/incidents';

export const OUTAGE_MUTANTS: Mutant[] = [
  {
    name: 'who is reset for a moment is lost',
    file: `${rules}/offline-rule.js`,
    find: 'OFFLINE_GRACE_MS = 45_000',
    replace: 'OFFLINE_GRACE_MS = 5_000',
  },
  {
    name: 'a lost device is told of after three minutes',
    file: `${rules}/offline-rule.js`,
    find: 'OFFLINE_GRACE_MS = 45_000',
    replace: 'OFFLINE_GRACE_MS = 180_000',
  },
  {
    name: 'a goodbye is a loss',
    file: `${rules}/offline-rule.js`,
    find: 'saidGoodbye ? GOODBYE_GRACE_MS : OFFLINE_GRACE_MS',
    replace: 'OFFLINE_GRACE_MS',
  },
  {
    name: 'nobody waits for those who come back after the broker',
    file: `${rules}/offline-rule.js`,
    find: 'RETURN_WITHIN_MS = 90_000',
    replace: 'RETURN_WITHIN_MS = 0',
  },
  {
    name: 'a power cut is as many incidents as it has devices',
    file: `${rules}/together.js`,
    find: 'oneHamlet: 2, hamlets: 3',
    replace: 'oneHamlet: 99, hamlets: 99',
  },
  {
    name: 'one device of a hamlet is all of it',
    file: `${rules}/together.js`,
    find: 'oneHamlet: 2, hamlets: 3',
    replace: 'oneHamlet: 1, hamlets: 1',
  },
  {
    name: 'who is back first calls for all the others',
    file: `${rules}/outages-together.js`,
    find: 'SETTLE_MS = 10 * 60_000',
    replace: 'SETTLE_MS = 0',
  },
  {
    name: 'a moment of sun is heat',
    file: `${rules}/health-rules.js`,
    find: "kind: 'device-hot',\n        times: times(1, 5, 2)",
    replace: "kind: 'device-hot',\n        times: times(0, 5, 1)",
  },
  {
    name: 'a door must be open for an hour',
    file: `${rules}/health-rules.js`,
    find: "kind: 'door-open',\n        times: times(1, 1, 1)",
    replace: "kind: 'door-open',\n        times: times(60, 1, 1)",
  },
  {
    name: 'who hangs is not missed',
    file: 'controller/dist/services/watch/watch-silent-devices.js',
    find: 'SILENT_AFTER_MS = 35 * 60_000',
    replace: 'SILENT_AFTER_MS = 3500 * 60_000',
  },
  {
    name: 'a dead broker is not told of',
    file: 'controller/dist/services/incidents/broker-hearing.js',
    find: 'DOWN_AFTER_MS = 10_000',
    replace: 'DOWN_AFTER_MS = 10_000_000',
  },
];
