/** One template of the commune's: written, tried as it will be read, kept. */
import { useCommune } from '../api/queries.ts';
import { Page } from '../parts/page.tsx';
import { Empty, Told, Waiting } from '../parts/told.tsx';
import { templateWords } from '../words/templates.ts';
import { useWords } from '../words/words.ts';
import { draftOf, EMPTY_DRAFT } from './template-draft.ts';
import { TemplateForm } from './template-form.tsx';
import { useAllTemplates } from './template-queries.ts';

export function TemplatePage({ params: { id } }: { params: Readonly<Record<string, string | undefined>> }) {
  const say = useWords(templateWords);
  const commune = useCommune();
  const asked = useAllTemplates();
  const title = say(id === undefined ? 'new' : 'editTitle');
  if (commune === undefined) {
    return (
      <Page title={title}>
        <Waiting />
      </Page>
    );
  }
  if (id === undefined) return <TemplateForm communeId={commune.id} first={EMPTY_DRAFT} title={title} />;
  return (
    <Told query={asked}>
      {(all) => {
        const own = all.find((each) => each.id === id)?.own;
        return own === undefined ? (
          <Page title={title}>
            <Empty title={say('unknown')} />
          </Page>
        ) : (
          <TemplateForm
            key={own.version}
            title={title}
            communeId={own.communeId}
            first={draftOf(own.words)}
            known={{ id, own }}
          />
        );
      }}
    </Told>
  );
}
