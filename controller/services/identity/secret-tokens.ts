/** Secrets that are shown once and known by their hash from then on. */
import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in base64url: nobody guesses it, so a fast hash is enough. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** SHA-256, hexadecimal. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

export const TOKEN_PATTERN = /^[A-Za-z0-9_-]{43}$/;

/** What an API token begins with: scanners of published code find it, and a session's token is never taken for one. */
export const API_TOKEN_PREFIX = 'loalang_';
export const isApiToken = (text: string): boolean =>
  text.startsWith(API_TOKEN_PREFIX) && TOKEN_PATTERN.test(text.slice(API_TOKEN_PREFIX.length));
