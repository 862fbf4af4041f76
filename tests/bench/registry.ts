/** Every benchmark by name. */
import { agent } from './agent/agent.ts';
import type { Bench } from './bench.ts';
import { consoleBench } from './console/console.ts';
import { crypto } from './crypto/crypto.ts';
import { detect } from './detect/detect.ts';
import { drift } from './drift/drift.ts';
import { emergency } from './emergency/emergency.ts';
import { expand } from './expand/expand.ts';
import { health } from './health/health.ts';
import { immediate } from './immediate/immediate.ts';
import { intake } from './intake/intake.ts';
import { lateness } from './lateness/lateness.ts';
import { live } from './live/live.ts';
import { login } from './login/login.ts';
import { normalise } from './normalise/normalise.ts';
import { plans } from './plans/plans.ts';
import { push } from './push/push.ts';
import { receipts } from './receipts/receipts.ts';
import { relay } from './relay/relay.ts';
import { silence } from './silence/silence.ts';
import { speech } from './speech/speech.ts';
import { startError } from './start-error/start-error.ts';
import { wireCost } from './wire-cost/wire-cost.ts';
import { year } from './year/year.ts';

export const benches: readonly Bench[] = [
  startError,
  lateness,
  drift,
  immediate,
  emergency,
  silence,
  live,
  relay,
  push,
  receipts,
  health,
  agent,
  wireCost,
  normalise,
  speech,
  intake,
  plans,
  expand,
  login,
  crypto,
  detect,
  consoleBench,
  year,
];
