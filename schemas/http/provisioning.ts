/** What a device must be given once, before it can trust anybody. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { RootKeySchema } from '../wire/keys.ts';

export const ProvisioningSchema = Type.Object({
  deviceId: IdSchema,
  deploymentId: IdSchema,
  rootKey: RootKeySchema,
  broker: Type.Object({
    url: Type.String(),
    username: Type.Optional(Type.String()),
    /** only for the embedded broker; an outside one has accounts of its own */
    password: Type.Optional(Type.String()),
  }),
});
export type Provisioning = Static<typeof ProvisioningSchema>;
