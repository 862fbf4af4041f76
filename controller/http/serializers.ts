/**
 * Serializers of answers are built when one is first needed, and once for each schema: the description of a refusal alone
 * stands at every route, and a commune uses few of them in a day.
 */
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';

type Serializer = (data: unknown) => string;
type BuildSerializers = ReturnType<typeof SerializerSelector>;

const built = new WeakMap<object, Serializer>();

export const serializersOnDemand: BuildSerializers = (externalSchemas, options) => {
  const build = SerializerSelector()(externalSchemas, options);
  return (route) => {
    const schema = route.schema as object;
    return (data) => {
      const known = built.get(schema) ?? (build(route) as Serializer);
      built.set(schema, known);
      return known(data);
    };
  };
};
