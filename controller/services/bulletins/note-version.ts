/** What is told of a version that follows another in its language. Their texts and recordings are kept with them. */
import type { BulletinRecord, VersionRecord } from '../../ports/bulletin-store.ts';
import { noteChange } from '../audit/note-change.ts';

const told = ({ version, fileName, voice, wordsPerMinute, corrections, repair }: VersionRecord) => ({
  ...{ version, fileName, voice, wordsPerMinute, corrections, repair },
});

export function noteVersion({ id, communeId, title, versions }: BulletinRecord, next: VersionRecord): void {
  const { language } = next;
  const last = versions.find((each) => each.language === language);
  noteChange({
    ...{ areaId: communeId, subjectId: id },
    before: { title, language, ...(last !== undefined && told(last)) },
    after: { title, language, ...told(next) },
  });
}
