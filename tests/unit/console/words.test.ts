/** The console's words: both languages complete, the same holes. */
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Words } from '@loa-lang/controller/console/words/words';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../controller/console/', import.meta.url));
const FORM = /_(one|other|zero|few|many|two)$/;
const isWords = (value: unknown): value is Words<string> =>
  typeof value === 'object' && value !== null && 'family' in value && 'texts' in value;

const families: Words<string>[] = [];
beforeAll(async () => {
  const names = (await readdir(`${ROOT}words`)).filter((name) => name.endsWith('.ts'));
  for (const name of names) {
    const module = await import(`@loa-lang/controller/console/words/${name.slice(0, -'.ts'.length)}`);
    families.push(...Object.values(module).filter(isWords));
  }
});

const holesOf = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, hole]) => hole))].sort();

describe('words of the console', () => {
  it('are of different families', () => {
    const names = families.map(({ family }) => family);
    console.log(
      `${names.length} families, ${families.reduce((sum, each) => sum + Object.keys(each.texts.vi).length, 0)} texts`,
    );
    expect(names.length).toBeGreaterThanOrEqual(2);
    expect(new Set(names).size).toBe(names.length);
  });

  it('are there in both languages', () => {
    for (const { family, texts } of families) {
      const keysOf = (language: 'vi' | 'en') =>
        [...new Set(Object.keys(texts[language]).map((key) => key.replace(FORM, '')))].sort();
      expect(keysOf('en'), family).toEqual(keysOf('vi'));
      for (const key of Object.keys(texts.en).filter((each) => each.endsWith('_one'))) {
        expect(Object.keys(texts.en), `${family}: ${key} has its many`).toContain(key.replace(FORM, '_other'));
      }
    }
  });

  it('have the same holes', () => {
    for (const { family, texts } of families) {
      for (const [key, english] of Object.entries(texts.en)) {
        const vietnamese = texts.vi[key] ?? texts.vi[key.replace(FORM, '')] ?? '';
        const isOne = key.endsWith('_one');
        const [there, wanted] = [holesOf(english), holesOf(vietnamese)];
        // one thing may be told without its number
        expect(
          isOne
            ? wanted.filter((hole) => !['count', 'number'].includes(String(hole))).every((hole) => there.includes(hole))
            : there,
          `${family}: ${key}`,
        ).toEqual(isOne ? true : wanted);
      }
    }
  });

  it('say something, without a word of the trade', () => {
    for (const { family, texts } of families) {
      for (const [language, each] of Object.entries(texts)) {
        for (const [key, text] of Object.entries(each)) {
          expect(text.trim(), `${family}: ${key} (${language})`).not.toBe('');
          expect(text, `${family}: ${key} (${language})`).not.toMatch(/\b(MQTT|broker|asset|payload|null|undefined)\b/);
        }
      }
    }
  });
});
