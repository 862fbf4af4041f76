/** Routes of units' settings: of many at once, and whether devices obey them. */
import { SETTINGS_WORDS } from '@loa-lang/schemas/errors/remote-words';
import {
  SettingsChangedSchema,
  SettingsChangeSchema,
  SettingsPreviewSchema,
  SettingsStateListSchema,
  SettingsStateSchema,
} from '@loa-lang/schemas/http/cluster-settings';
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import type { SettingsPreview, StateView, UnitSettings } from '../../services/remote/change-settings.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { outOptional } from '../instants.ts';
import { needs, sightOf } from '../right.ts';

export interface ClusterSettingsRouteDeps {
  unitSettings: UnitSettings;
}

const previewBody = ({ changes, unchanged }: SettingsPreview) => ({
  changes: changes.map(({ cluster: { id, code, name, online }, before, after }) => ({
    ...{ clusterId: id, code, name, online, before, after },
  })),
  unchanged,
});

const stateBody = ({ clusterId, wanted, state, signed, held }: StateView) => ({
  ...{ clusterId, state, message: SETTINGS_WORDS[state], ...wanted },
  ...outOptional('signedAt', signed?.at),
  ...(state === 'applied' && outOptional('appliedAt', held?.since)),
});

export function clusterSettingsRoutes(server: HttpServer, { unitSettings }: ClusterSettingsRouteDeps): void {
  const tags = ['remote'];
  const path = `${API_ROOT}/cluster-settings`;
  server.get(
    path,
    { ...needs('see', { place: 'anywhere' }), schema: { tags, response: answers(200, SettingsStateListSchema) } },
    async (request) => ({ clusters: (await unitSettings.states(sightOf(request))).map(stateBody) }),
  );
  server.get(
    `${API_ROOT}/clusters/:id/settings`,
    {
      ...needs('see', { of: 'cluster' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, SettingsStateSchema) },
    },
    async ({ params: { id } }) => stateBody(await unitSettings.stateOf(id)),
  );
  server.post(
    `${path}/preview`,
    {
      ...needs('manage'),
      schema: {
        tags,
        description: 'What would change, and nothing does.',
        body: SettingsChangeSchema,
        response: answers(200, SettingsPreviewSchema),
      },
    },
    async ({ body: { changes } }) => previewBody(await unitSettings.preview(changes)),
  );
  server.post(
    path,
    {
      ...needs('manage'),
      schema: {
        tags,
        description:
          'One act on the record, all of it or nothing. `undo` is what another call brings the former back with.',
        body: SettingsChangeSchema,
        response: answers(200, SettingsChangedSchema),
      },
    },
    async ({ body: { changes } }) => {
      const changed = await unitSettings.change(changes);
      return { ...previewBody(changed), delivery: changed.delivery, undo: changed.undo };
    },
  );
}
