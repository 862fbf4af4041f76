/** Signs on poles, with the code that opens the pole's page. */
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';

export interface SignedPole {
  id: ClusterId;
  /** painted on it */
  code: string;
  name: string;
  hamletId: AreaId;
  hamletName: string;
  hamletKind: string | undefined;
  communeName: string;
  publicCode: string | undefined;
}

export interface Sign extends SignedPole {
  publicCode: string;
  url: string;
}

/** `sheet`: six on A4, to be cut; `page`: one on A4 */
export type SignLayout = 'sheet' | 'page';

export interface PoleSigns {
  communeName: string;
  layout: SignLayout;
  signs: Sign[];
}

export interface SignStore {
  /** in the order of their codes */
  polesOf(communeId: AreaId): Promise<SignedPole[]>;
  /** @returns false when somebody has given it one meanwhile */
  giveCode(clusterId: ClusterId, publicCode: string): Promise<boolean>;
}

export interface SignPrinter {
  /** PDF, Vietnamese. */
  signs(signs: PoleSigns): Promise<Uint8Array>;
}
