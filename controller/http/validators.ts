/**
 * What checks a request is compiled when a first one comes, and once for each schema: hundreds of routes stand ready, and
 * a commune uses few of them in a day.
 */
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';

type BuildValidator = typeof TypeBoxValidatorCompiler;
type Validator = ReturnType<BuildValidator>;

const built = { body: new WeakMap<object, Validator>(), other: new WeakMap<object, Validator>() };

export const validatorsOnDemand: BuildValidator = (route) => {
  const schema = route.schema as object;
  // what is no body comes as text, and is made what the schema says
  const known = route.httpPart === 'body' ? built.body : built.other;
  return (value) => {
    let validate = known.get(schema);
    if (validate === undefined) {
      validate = TypeBoxValidatorCompiler(route);
      known.set(schema, validate);
    }
    return validate(value);
  };
};
