/** What `audit verify` says. */
import type { AuditHead, ChainFault } from '@loa-lang/controller/domain/audit/chain';

const FAULTS: Record<ChainFault['kind'], (seq: number) => string> = {
  missing: (seq) => `HỎNG: thiếu dòng ${seq}.\nBROKEN: entry ${seq} is missing.`,
  changed: (seq) => `HỎNG: dòng ${seq} đã bị sửa.\nBROKEN: entry ${seq} was changed.`,
  misplaced: (seq) =>
    `HỎNG: dòng ${seq} không nối tiếp dòng trước nó.\nBROKEN: entry ${seq} does not follow the one before it.`,
  cut: (seq) => `HỎNG: phần cuối bị cắt, từ dòng ${seq}.\nBROKEN: the end is cut off, from entry ${seq} on.`,
  rewritten: (seq) =>
    `HỎNG: dòng ${seq} khác với điểm đã ghi nhận trước đây: nhật ký đã bị viết lại.\nBROKEN: entry ${seq} is not what was noted before: the log was rewritten.`,
};

export const auditWords = {
  head: ({ seq, hash }: AuditHead) =>
    `${seq} dòng liền mạch, đến ${seq}:${hash}\n${seq} entries follow each other, up to ${seq}:${hash}`,
  fault: ({ kind, seq }: ChainFault) => FAULTS[kind](seq),
  headForged: (detail: string) =>
    `HỎNG: điểm cuối đã ghi nhận không đáng tin: ${detail}.\nBROKEN: the noted end cannot be trusted: ${detail}.`,
};
