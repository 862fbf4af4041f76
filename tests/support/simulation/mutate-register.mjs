// Loaded with --import before anything else of the simulation.
import { register } from 'node:module';

register('./mutate-hooks.mjs', import.meta.url, { data: JSON.parse(process.env.LOA_MUTANT ?? 'null') ?? undefined });
