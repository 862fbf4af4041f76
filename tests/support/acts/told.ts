/** How acts are told: what is sent, and what the audit log is to say of it. */
import { expect } from 'vitest';
import { type CommuneWorld, HOUR, NOW } from '../rights/two-communes.ts';
import type { ActStage } from './stage.ts';

/** Of the own commune, by its officer, about the subject named in the address, unless said otherwise. */
export interface Told {
  as?: string;
  path?: string;
  /** fresh where it is not given */
  id?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
  /** the commune in the log */
  at?: string | undefined;
  subjectId?: unknown;
  before?: unknown;
  after?: unknown;
}
export type Cases = Readonly<Record<string, (world: CommuneWorld, stage: ActStage) => Told | Promise<Told>>>;

export const anyText = expect.any(String);
export const anyNumber = expect.any(Number);
export const at = (hours: number): string => new Date(NOW + hours * HOUR).toISOString();
export const base64 = (word: string): string => Buffer.from(word).toString('base64');
export const TUS = { 'tus-resumable': '1.0.0' };

export function form(fields: object, name = 'tin.mp3', content = 'no sound'): FormData {
  const body = new FormData();
  for (const [key, value] of Object.entries(fields)) body.append(key, String(value));
  body.append('file', new Blob([content]), name);
  return body;
}
