/** Incidents (sự cố): what each kind weighs and who sees to it, and the states one goes through. */

/**
 * `critical`: something does not sound, or sounds wrongly; `major`: it will not for long; `minor`: to be seen to on the
 * next way; `notice`: to be known, nothing is wrong.
 */
export const SEVERITIES = ['critical', 'major', 'minor', 'notice'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Faults go to the technician; hours, volume and content to the officer; the system itself to who runs it. */
export const INCIDENT_OWNERS = ['technician', 'officer', 'administrator'] as const;
export type IncidentOwner = (typeof INCIDENT_OWNERS)[number];

interface IncidentRow {
  severity: Severity;
  owner: IncidentOwner;
}

const critical = { severity: 'critical' } as const;
const major = { severity: 'major' } as const;
const minor = { severity: 'minor' } as const;
const notice = { severity: 'notice' } as const;

const row = <R extends IncidentRow>(value: R): R => value;
const technician = <S extends { severity: Severity }>(of: S) => row({ ...of, owner: 'technician' });
const officer = <S extends { severity: Severity }>(of: S) => row({ ...of, owner: 'officer' });
const administrator = <S extends { severity: Severity }>(of: S) => row({ ...of, owner: 'administrator' });

/** By kind. Words about each are in `errors/incidents.ts`. */
export const INCIDENTS = {
  // identity and documents
  clone: administrator(critical),
  'forged-message': administrator(major),
  'stale-plan': technician(major),
  'epoch-behind': administrator(notice),
  'keys-behind': administrator(major),
  'document-refused': administrator(critical),
  'retained-poison': administrator(major),
  'clock-stepped': administrator(major),
  'receipt-conflict': administrator(minor),
  'queue-dead': administrator(major),
  // is it there
  'device-offline': technician(critical),
  'device-silent': technician(critical),
  'area-offline': technician(critical),
  'broker-down': administrator(critical),
  // is it well
  'device-fault': technician(critical),
  'device-restarting': technician(major),
  'device-hot': technician(major),
  'disk-low': technician(major),
  'memory-low': technician(minor),
  'signal-weak': technician(minor),
  'time-uncertain': technician(minor),
  'mains-lost': technician(major),
  'battery-low': technician(major),
  'door-open': technician(major),
  'amplifier-ill': technician(critical),
  'data-over': technician(minor),
  'sim-renewal': technician(minor),
  'update-failed': technician(major),
  // does it sound
  'output-low': technician(critical),
  'self-test-silent': technician(critical),
  'self-test-weak': technician(major),
  'not-heard': technician(minor),
  'complaint-fault': technician(major),
  'complaint-content': officer(minor),
  // what was planned
  'plan-not-published': administrator(critical),
  'broadcast-not-started': technician(critical),
  'targets-offline': technician(critical),
  'not-materialised': administrator(critical),
  'approval-unconfirmed': officer(minor),
  'role-vacant': officer(minor),
  'slot-empty': officer(minor),
  'silence-open': officer(notice),
  'emergency-unjustified': officer(minor),
  'source-bulletin-failed': officer(critical),
  'relay-failing': officer(major),
  'relay-dead': officer(major),
  'spoken-on-the-spot': officer(notice),
  'local-act-not-allowed': officer(major),
  'notification-failed': administrator(minor),
} as const satisfies Record<string, IncidentRow>;

export type IncidentKind = keyof typeof INCIDENTS;
export const INCIDENT_KINDS = Object.keys(INCIDENTS) as IncidentKind[];

/**
 * `open`: nobody has said that they know; `acknowledged`: somebody has; `resolved`: the fault is over, by itself or by
 * somebody's word. The same fault soon after opens it again.
 */
export const INCIDENT_STATES = ['open', 'acknowledged', 'resolved'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** What happened to one, in the order it may come. */
export const INCIDENT_EVENTS = [
  'opened',
  'reopened',
  'acknowledged',
  'assigned',
  'noted',
  /** the fault is over by itself */
  'cleared',
  /** somebody says that it is over */
  'resolved',
  /** nobody has seen to it for too long */
  'escalated',
] as const;
export type IncidentEvent = (typeof INCIDENT_EVENTS)[number];
