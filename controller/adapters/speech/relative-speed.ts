/** The speed of engines that know only "faster" and "slower" than as they were trained. Pure. */

/** Syllables a minute of an announcer who reads news: what such voices are trained on. */
const TRAINED_AT = 200;

/** 1 is as trained, 2 twice as fast; to two decimals, which every service takes. */
export const relativeSpeed = (wordsPerMinute: number): number => Math.round((wordsPerMinute / TRAINED_AT) * 100) / 100;
