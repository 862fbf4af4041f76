/** Templates that communes have written themselves. */
import type { OwnTemplate } from '../domain/templates/own-template.ts';

export interface TemplateStore {
  create(template: OwnTemplate): Promise<void>;
  find(id: string): Promise<OwnTemplate | undefined>;
  /** Put away or not; by title. @param communeIds absent: of all */
  list(communeIds?: readonly string[]): Promise<OwnTemplate[]>;
  /** @returns false when it is not at the version before this one: somebody else was quicker */
  change(template: OwnTemplate): Promise<boolean>;
}
