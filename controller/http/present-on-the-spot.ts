/** Cards for speaking on the spot, as HTTP shows them: never what recognises their code. */
import type { SpotCredentialBody } from '@loa-lang/schemas/http/on-the-spot';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { SpotCredentialRecord } from '../domain/on-the-spot/credential.ts';
import { outInstant, outOptional } from './instants.ts';

export const spotCredentialBody = (card: SpotCredentialRecord, now: EpochMillis): SpotCredentialBody => ({
  ...{ id: card.id, hamletId: card.hamletId, holder: card.holder, mayUse: card.mayUse, perHour: card.perHour },
  from: outInstant(card.from),
  until: outInstant(card.until),
  state: stateOf(card, now),
  issuedBy: card.issuedBy,
  issuedAt: outInstant(card.issuedAt),
  ...outOptional('revokedAt', card.revokedAt),
});

function stateOf({ from, until, revokedAt }: SpotCredentialRecord, now: EpochMillis): SpotCredentialBody['state'] {
  if (revokedAt !== undefined) return 'revoked';
  if (now >= until) return 'expired';
  return now < from ? 'later' : 'valid';
}

/** Said with the code, which is shown once. */
export const CODE_NOTICE = {
  vi: 'Hãy ghi mã này lên thẻ ngay: hệ thống không giữ lại và không xem lại được. Loa nhận thẻ khi nhận lịch mới.',
  en: 'Write this code on the card now: it is not kept and cannot be shown again. Loudspeakers know the card with their next plan.',
};
