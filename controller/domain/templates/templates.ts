/** The usual bulletins, emergencies first. */
import { EMERGENCIES } from './emergencies.ts';
import { NOTICES } from './notices.ts';
import { PREPARED } from './prepared.ts';
import type { Template } from './template.ts';

export const TEMPLATES: readonly Template[] = [...PREPARED, ...EMERGENCIES, ...NOTICES];
