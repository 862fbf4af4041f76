/** The usual bulletins, emergencies first. */
import { EMERGENCIES } from './emergencies.ts';
import { NOTICES } from './notices.ts';
import type { Template } from './template.ts';

export const TEMPLATES: readonly Template[] = [...EMERGENCIES, ...NOTICES];
