/** Makes what sensors and clocks say fit for the wire. */
import { IsObject, type Static, type TObject } from 'typebox';
import { Value } from 'typebox/value';

/**
 * Of a value what its schema allows: a figure out of its range, or of no figure at all, is left out as if nobody had
 * measured it, and nothing else with it. Fractions are rounded to hundredths: no sensor here is better.
 */
export function bounded<T extends TObject>(schema: T, value: object): Partial<Static<T>> {
  const kept: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(schema.properties)) {
    const fitted = fit(part, (value as Record<string, unknown>)[name]);
    if (fitted !== undefined && Value.Check(part, fitted)) kept[name] = fitted;
  }
  return kept as Partial<Static<T>>;
}

function fit(schema: unknown, value: unknown): unknown {
  if (typeof value === 'number') return Math.round(value * 100) / 100;
  if (!IsObject(schema) || typeof value !== 'object' || value === null) return value;
  const kept = bounded(schema, value);
  return Object.keys(kept).length === 0 ? undefined : kept;
}
