/** Numbers as people write them: `1.234,5` in Vietnamese. */
import { useMemo } from 'react';
import { type Language, useLanguage } from './language.ts';
import { numberFormat } from './words.ts';

export interface Numbers {
  /** `1.234,5`; at most one digit after the comma unless said otherwise */
  plain(value: number, digits?: number): string;
  /** @param share 0 to 1 → `98 %` */
  percent(share: number): string;
  /** đồng, without decimals */
  money(dong: number): string;
}

export function numbersIn(language: Language): Numbers {
  const plain = (value: number, digits = 1) => numberFormat(language, digits).format(value);
  return {
    plain,
    // what is not whole is never told as whole
    percent: (share) => `${plain(share < 1 ? Math.min(Math.floor(share * 100), 99) : 100, 0)} %`,
    money: (dong) => `${plain(Math.round(dong), 0)} đ`,
  };
}

export function useNumbers(): Numbers {
  const language = useLanguage();
  return useMemo(() => numbersIn(language), [language]);
}
