/** A port of which only so much is there; whatever else is asked of it says that the simulation has none. */
export function only<T extends object>(name: string, part: NoInfer<Partial<T>> = {}): T {
  const methods = new Map<PropertyKey, unknown>();
  return new Proxy(part, {
    get(target, key) {
      if (!(key in target)) throw new Error(`${name}.${String(key)} is not part of the simulation`);
      const value = target[key as keyof typeof target];
      if (typeof value !== 'function') return value;
      // private fields are the object's own, not the proxy's
      if (!methods.has(key)) methods.set(key, value.bind(target));
      return methods.get(key);
    },
  }) as T;
}
