/** The record as it is typed, and what is sent of it. */
import type { ClusterBody, ClusterChange } from '@loa-lang/schemas/http/clusters';

export interface RecordDraft {
  name: string;
  code: string;
  hamletId: string;
  latitude: string;
  longitude: string;
  horns: { watts: string; bearing: string }[];
  services: { hamletId: string; households: string }[];
  model: string;
  simNumber: string;
  carrier: string;
  renewsOn: string;
  megabytes: string;
  volumeDb: string;
  details: { name: string; text: string }[];
}

const shown = (value: number | undefined): string => (value === undefined ? '' : String(value));

export const draftOf = (cluster: ClusterBody): RecordDraft => ({
  name: cluster.name,
  code: cluster.code,
  hamletId: cluster.hamletId,
  latitude: shown(cluster.latitude),
  longitude: shown(cluster.longitude),
  horns: cluster.horns.map(({ watts, bearingDeg }) => ({ watts: shown(watts), bearing: shown(bearingDeg) })),
  services: cluster.services.map(({ hamletId, households }) => ({ hamletId, households: shown(households) })),
  model: cluster.model ?? '',
  simNumber: cluster.sim?.number ?? '',
  carrier: cluster.sim?.carrier ?? '',
  renewsOn: cluster.sim?.renewsOn ?? '',
  megabytes: shown(cluster.sim?.monthlyMegabytes),
  volumeDb: shown(cluster.volumeDb),
  details: Object.entries(cluster.details).map(([name, text]) => ({ name, text })),
});

/** As people type: with a comma or a point. @returns `undefined` for nothing */
export function figureOf(typed: string): number | undefined {
  const text = typed.trim().replace(',', '.');
  return text === '' ? undefined : Number(text);
}

/** What is sent; what is emptied is taken away where it may be. A coordinate that is emptied stays as it was. */
export function changeOf(draft: RecordDraft): ClusterChange {
  const latitude = figureOf(draft.latitude);
  const longitude = figureOf(draft.longitude);
  const megabytes = figureOf(draft.megabytes);
  const sim = {
    ...(draft.simNumber.trim() !== '' && { number: draft.simNumber.trim() }),
    ...(draft.carrier.trim() !== '' && { carrier: draft.carrier.trim() }),
    ...(draft.renewsOn !== '' && { renewsOn: draft.renewsOn }),
    ...(megabytes !== undefined && { monthlyMegabytes: megabytes }),
  };
  return {
    name: draft.name.trim(),
    code: draft.code.trim(),
    hamletId: draft.hamletId,
    ...(latitude !== undefined && { latitude }),
    ...(longitude !== undefined && { longitude }),
    horns: draft.horns.flatMap(({ watts, bearing }) => {
      const [power, bearingDeg] = [figureOf(watts), figureOf(bearing)];
      return power === undefined ? [] : [{ watts: power, ...(bearingDeg !== undefined && { bearingDeg }) }];
    }),
    services: draft.services.flatMap(({ hamletId, households }) =>
      hamletId === '' ? [] : [{ hamletId, households: figureOf(households) ?? 0 }],
    ),
    model: draft.model.trim() === '' ? null : draft.model.trim(),
    sim: Object.keys(sim).length === 0 ? null : sim,
    volumeDb: figureOf(draft.volumeDb) ?? 0,
    details: Object.fromEntries(
      draft.details.flatMap(({ name, text }) =>
        name.trim() === '' || text.trim() === '' ? [] : [[name.trim(), text.trim()]],
      ),
    ),
  };
}
