/** Routes of the communes' own words and of the usual recipes. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  BULLETIN_KINDS,
  RecipeListSchema,
  StationTextsListSchema,
  StationTextsParamsSchema,
  StationTextsSchema,
} from '@loa-lang/schemas/http/composition';
import { FALLBACK_LANGUAGE } from '@loa-lang/schemas/wire/common';
import { DEFAULT_TEXTS, type StationTextsByLanguage } from '../../domain/composition/compose-parts.ts';
import { defaultRecipe } from '../../domain/composition/recipe.ts';
import type { StationWords } from '../../services/bulletins/station-texts.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { needs } from '../right.ts';

export interface CompositionRouteDeps {
  stationWords: StationWords;
}

const listBody = (byLanguage: StationTextsByLanguage) => ({
  texts: [...byLanguage].map(([language, texts]) => ({ language, texts })),
  defaults: { language: FALLBACK_LANGUAGE, texts: DEFAULT_TEXTS },
});

export function compositionRoutes(server: HttpServer, { stationWords }: CompositionRouteDeps): void {
  const tags = ['composition'];
  const path = `${API_ROOT}/areas/:id/station-texts`;
  server.get(
    path,
    {
      ...needs('see', { of: 'area' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, StationTextsListSchema) },
    },
    async ({ params: { id } }) => listBody(await stationWords.of(id)),
  );
  server.put(
    `${path}/:language`,
    {
      ...needs('submit', { of: 'area' }),
      schema: {
        tags,
        description:
          'Replaces the words of one language; a word that is left out is said no more. Bulletins made before keep theirs.',
        params: StationTextsParamsSchema,
        body: StationTextsSchema,
        response: answers(200, StationTextsListSchema),
      },
    },
    async ({ params: { id, language }, body }) => listBody(await stationWords.put(id, language, body)),
  );
  server.get(
    `${API_ROOT}/recipes`,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: {
        tags,
        description: 'How a bulletin of each kind is put together when no recipe is given.',
        response: answers(200, RecipeListSchema),
      },
    },
    async () => ({ recipes: BULLETIN_KINDS.map((kind) => ({ kind, recipe: defaultRecipe(kind) })) }),
  );
}
