/** Areas and groups over HTTP. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { LanguageSchema } from '../wire/common.ts';
import { DeliverySchema, NameSchema } from './common.ts';

export const AREA_KINDS = ['province', 'commune', 'hamlet'] as const;
export type AreaKind = (typeof AREA_KINDS)[number];

const Households = Type.Integer({ minimum: 0, maximum: 1_000_000 });
const Languages = Type.Array(LanguageSchema, { minItems: 1, maxItems: 8, uniqueItems: true });
const Code = Type.String({ minLength: 1, maxLength: 32, pattern: '\\S' });
/** thôn, xóm, bản, làng, ấp, buôn, khu, tổ dân phố …: data, not a fixed list */
const HamletKind = Type.String({ minLength: 1, maxLength: 40, pattern: '\\S' });

export const AreaSchema = Type.Object({
  id: IdSchema,
  parentId: Type.Optional(IdSchema),
  kind: Type.Enum([...AREA_KINDS]),
  name: Type.String(),
  code: Type.Optional(Type.String()),
  hamletKind: Type.Optional(Type.String()),
  /** own households; of a commune or province the sum below it */
  households: Households,
  languages: Type.Array(Type.String()),
  timeZone: Type.String(),
});
export type AreaBody = Static<typeof AreaSchema>;

export const AreaCreateSchema = Type.Object(
  {
    parentId: Type.Optional(IdSchema),
    kind: Type.Enum([...AREA_KINDS]),
    name: NameSchema,
    code: Type.Optional(Code),
    hamletKind: Type.Optional(HamletKind),
    households: Type.Optional(Households),
    languages: Type.Optional(Languages),
    trial: Type.Optional(
      Type.Boolean({ description: 'a commune for trying things out: no quiet hours and no session rules' }),
    ),
  },
  { additionalProperties: false },
);
export type AreaCreate = Static<typeof AreaCreateSchema>;

export const AreaChangeSchema = Type.Object(
  {
    name: Type.Optional(NameSchema),
    code: Type.Optional(Code),
    hamletKind: Type.Optional(HamletKind),
    households: Type.Optional(Households),
    languages: Type.Optional(Languages),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type AreaChange = Static<typeof AreaChangeSchema>;

export const AreaListQuerySchema = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 200, description: 'part of a name, with or without diacritics' })),
  under: Type.Optional(IdSchema),
});
export const AreaListSchema = Type.Object({ areas: Type.Array(AreaSchema) });
export const AreaChangedSchema = Type.Object({ area: AreaSchema, delivery: DeliverySchema });
export const RemovedSchema = Type.Object({ removed: IdSchema, delivery: DeliverySchema });

const Members = {
  areaIds: Type.Array(IdSchema, { maxItems: 500 }),
  clusterIds: Type.Array(IdSchema, { maxItems: 500 }),
};

export const GroupSchema = Type.Object({ id: IdSchema, communeId: IdSchema, name: Type.String(), ...Members });
export type GroupBody = Static<typeof GroupSchema>;
export const GroupCreateSchema = Type.Object(
  { communeId: IdSchema, name: NameSchema, ...Members },
  { additionalProperties: false },
);
export type GroupCreate = Static<typeof GroupCreateSchema>;
export const GroupChangeSchema = Type.Object(
  {
    name: Type.Optional(NameSchema),
    areaIds: Type.Optional(Members.areaIds),
    clusterIds: Type.Optional(Members.clusterIds),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type GroupChange = Static<typeof GroupChangeSchema>;
export const GroupListSchema = Type.Object({ groups: Type.Array(GroupSchema) });
export const GroupChangedSchema = Type.Object({ group: GroupSchema, delivery: DeliverySchema });
