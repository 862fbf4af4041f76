/** How people are reached, and the name they sign in with: a telephone number or an e-mail address. */

export interface Contacts {
  /** E.164: `+84…` */
  phone: string | undefined;
  /** lower case */
  email: string | undefined;
}

const EMAIL = /^[^\s@,;<>"]{1,64}@[^\s@,;<>"]{1,190}\.[^\s@.,;<>"]{2,63}$/;
/** E.164 has at most 15 digits; a Vietnamese number nine or ten after the country code. */
const INTERNATIONAL = /^\+\d{8,15}$/;
const VIETNAMESE = /^\+84\d{9,10}$/;

/** `0912 345 678`, `+84 912.345.678`, `84912345678` → `+84912345678`; `undefined` for what is no number. */
export function phoneOf(text: string): string | undefined {
  const bare = text.replace(/[\s.\-()]/g, '');
  const number = bare
    .replace(/^00/, '+')
    .replace(/^84(?=\d{9,10}$)/, '+84')
    .replace(/^0/, '+84');
  if (!INTERNATIONAL.test(number)) return undefined;
  return number.startsWith('+84') && !VIETNAMESE.test(number) ? undefined : number;
}

/** Lower case, which no provider in use tells apart; `undefined` for what is no address. */
export function emailOf(text: string): string | undefined {
  const address = text.normalize('NFC').trim().toLowerCase();
  return EMAIL.test(address) ? address : undefined;
}

/** What somebody typed as the own name. */
export function signInName(text: string): Contacts | undefined {
  const [phone, email] = [phoneOf(text), emailOf(text)];
  return phone === undefined && email === undefined ? undefined : { phone, email };
}
