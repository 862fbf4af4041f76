/** Inputs whose value the kernel shows in a file: contacts on GPIO lines, figures of hwmon and of converters (iio). */
import { readFile } from 'node:fs/promises';
import { Debounced } from '../../domain/debounced.ts';

export interface ContactInput {
  /** value file of a GPIO line */
  file: string;
  /** the line says 0 when the contact is made */
  activeLow?: boolean;
}

/** Whether the contact is made, once it was seen twice in a row; `undefined` before. Rejects when the line says neither. */
export function contact({ file, activeLow = false }: ContactInput): () => Promise<boolean | undefined> {
  const debounced = new Debounced<boolean>();
  return async () => {
    const text = (await readFile(file, 'utf8')).trim();
    if (text !== '0' && text !== '1') throw new Error(`${file} says neither 0 nor 1`);
    return debounced.see((text === '1') !== activeLow);
  };
}

export interface FigureInput {
  file: string;
  /** added to what the file says, before scaling */
  offset?: number;
  scale?: number;
}

/** A figure in its unit. @param usualScale of files of that kind, as sysfs writes them */
export function figure({ file, offset = 0, scale }: FigureInput, usualScale: number): () => Promise<number> {
  return async () => {
    const text = (await readFile(file, 'utf8')).trim();
    const value = text === '' ? Number.NaN : (Number(text) + offset) * (scale ?? usualScale);
    if (!Number.isFinite(value)) throw new Error(`${file} says no figure`);
    return value;
  };
}
