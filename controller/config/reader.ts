/** Values of the environment as the program needs them. */
import type { Words } from '@loa-lang/schemas/errors/codes';

/** 96 bits in base64: a token cannot be guessed through the API. */
const MIN_TOKEN_CHARACTERS = 16;

/** Takes values one by one and remembers every fault. An empty value is none: that is how shells unset. */
export class Reader<Name extends string> {
  readonly faults: Words[] = [];
  readonly #environment: Readonly<Partial<Record<Name, string>>>;

  constructor(environment: Readonly<Partial<Record<Name, string>>>) {
    this.#environment = environment;
  }

  fault(name: Name, vi: string, en: string): void {
    this.faults.push({ vi: `${name} ${vi}.`, en: `${name} ${en}.` });
  }

  text(name: Name): string | undefined {
    const value = this.#environment[name]?.trim();
    return value === '' ? undefined : value;
  }

  token(name: Name): string | undefined {
    const value = this.text(name);
    const least = MIN_TOKEN_CHARACTERS;
    if (value !== undefined && value.length < least)
      this.fault(name, `cần ít nhất ${least} ký tự`, `needs at least ${least} characters`);
    return value;
  }

  required(name: Name): string {
    const value = this.text(name);
    if (value === undefined) this.fault(name, 'chưa có giá trị', 'is missing');
    return value ?? '';
  }

  whole(name: Name, usual: number, min: number, max: number): number {
    const value = this.text(name);
    if (value === undefined) return usual;
    const number = /^\d{1,12}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    this.fault(name, `phải là số nguyên từ ${min} đến ${max}`, `must be a whole number from ${min} to ${max}`);
    return usual;
  }

  choice<Choice extends string>(name: Name, choices: readonly Choice[], usual: Choice): Choice {
    const value = this.text(name);
    if (value === undefined) return usual;
    const choice = choices.find((each) => each === value);
    if (choice === undefined)
      this.fault(name, `phải là: ${choices.join(', ')}`, `must be one of: ${choices.join(', ')}`);
    return choice ?? usual;
  }

  url(name: Name, protocols: readonly string[]): string | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
    const starts = protocols.map((protocol) => `${protocol}//`).join(', ');
    this.fault(name, `phải bắt đầu bằng ${starts}`, `must begin with ${starts}`);
    return undefined;
  }
}
