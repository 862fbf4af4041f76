/** Why a relay source gives nothing, where no address of it was at fault. */
import type { Words } from '@loa-lang/schemas/errors/codes';

export const RELAY_NOT_YET: Words = {
  vi: 'Chưa có tín hiệu, hoặc nguồn đang tắt.',
  en: 'No signal yet, or the source is switched off.',
};
export const RELAY_OFF: Words = {
  vi: 'Nguồn đang tắt hoặc đã bị bỏ.',
  en: 'The source is switched off, or was removed.',
};
