/** `unknown`: the server stopped before it knew; `failed`: it broke off, and part of it may have happened. */
export const AUDIT_OUTCOMES = ['done', 'failed', 'unknown'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];
