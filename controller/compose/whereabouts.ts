/** Where things lie: what the database knows, and uploads that are on their way. */
import type { PartialUploads } from '../ports/uploads.ts';
import type { Whereabouts } from '../ports/whereabouts.ts';

export const composeWhereabouts = (stored: Whereabouts, partials: PartialUploads): Whereabouts => ({
  async of(subject, ids) {
    if (subject !== 'upload') return stored.of(subject, ids);
    const uploads = await Promise.all(ids.map((id) => partials.find(id)));
    const known = uploads.filter((upload) => upload !== undefined);
    return new Map(known.map(({ id, description }) => [id, { folders: [description.communeId], at: [] }]));
  },
});
