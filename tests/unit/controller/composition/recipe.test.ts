import {
  composeParts,
  DEFAULT_TEXTS,
  DRILL_NOTICE,
  isBodyAlone,
} from '@loa-lang/controller/domain/composition/compose-parts';
import { defaultRecipe, recipeFault } from '@loa-lang/controller/domain/composition/recipe';
import {
  BULLETIN_KINDS,
  type BulletinKind,
  CHIMES,
  type Recipe,
  type RecipePart,
  RecipeSchema,
  type StationTexts,
} from '@loa-lang/schemas/http/composition';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';

const BODY: RecipePart = { kind: 'body' };
const text = (name: keyof StationTexts): RecipePart => ({ kind: 'text', text: name });
const short = (recipe: Recipe) =>
  recipe.flatMap((part) => {
    if (part.kind === 'pause') return [];
    return [part.kind === 'chime' ? `♪${part.chime}` : part.kind === 'text' ? part.text : 'BODY'];
  });

describe('the usual recipes', () => {
  it('keep their own rules and the schema', () => {
    for (const kind of BULLETIN_KINDS) {
      expect(recipeFault(kind, defaultRecipe(kind)), kind).toBeUndefined();
      expect(Value.Check(RecipeSchema, defaultRecipe(kind)), kind).toBe(true);
    }
  });

  it('sound as villages know them', () => {
    expect(Object.fromEntries(BULLETIN_KINDS.map((kind) => [kind, short(defaultRecipe(kind)).join(' ')]))).toEqual({
      plain: 'BODY',
      notice: '♪opening stationName greeting BODY repeatLead BODY closing ♪closing',
      urgent: '♪opening stationName BODY repeatLead BODY ♪closing',
      emergency: 'BODY ♪emergency repeatLead BODY ♪emergency repeatLead BODY',
      funeral: 'stationName BODY repeatLead BODY',
      test: '♪test testNotice stationName BODY testNotice ♪test',
      drill: '♪test drillNotice BODY drillNotice ♪test',
    });
  });
});

describe('a recipe of one’s own', () => {
  const fault = (kind: BulletinKind, ...recipe: RecipePart[]) => recipeFault(kind, recipe);

  it('needs the body, at most three times', () => {
    expect(fault('notice', text('greeting'))).toBe('recipe-without-body');
    expect(fault('notice', BODY, BODY, BODY)).toBeUndefined();
    expect(fault('notice', BODY, BODY, BODY, BODY)).toBe('recipe-too-many-readings');
  });

  it('puts nothing before the instruction of an emergency, not even a breath', () => {
    expect(fault('emergency', { kind: 'chime', chime: 'emergency' }, BODY)).toBe('recipe-emergency-opening');
    expect(fault('emergency', text('stationName'), BODY)).toBe('recipe-emergency-opening');
    expect(fault('emergency', { kind: 'pause', durationMs: 500 }, BODY)).toBe('recipe-emergency-opening');
    expect(fault('emergency', BODY, { kind: 'chime', chime: 'emergency' })).toBeUndefined();
  });

  it('uses alarm and test chimes for nothing else, and no chime at a funeral', () => {
    const allowed = (kind: BulletinKind) =>
      CHIMES.filter((chime) => fault(kind, BODY, { kind: 'chime', chime }) !== 'recipe-chime-unfit');
    expect(Object.fromEntries(BULLETIN_KINDS.map((kind) => [kind, allowed(kind)]))).toEqual({
      plain: ['opening', 'closing'],
      notice: ['opening', 'closing'],
      urgent: ['opening', 'closing'],
      emergency: ['emergency'],
      funeral: [],
      test: ['test'],
      drill: ['test'],
    });
  });

  it('lets a drill say that it is one right before and right after its content, however the recipe is turned', () => {
    const notice: RecipePart = { kind: 'text', text: 'drillNotice' };
    expect(fault('drill', BODY)).toBe('recipe-drill-unsaid');
    expect(fault('drill', notice, BODY)).toBe('recipe-drill-unsaid');
    expect(fault('drill', BODY, notice)).toBe('recipe-drill-unsaid');
    expect(fault('drill', notice, text('greeting'), BODY, notice)).toBe('recipe-drill-unsaid');
    expect(fault('drill', notice, BODY, BODY, notice)).toBe('recipe-drill-unsaid');
    expect(fault('drill', { kind: 'chime', chime: 'emergency' }, notice, BODY, notice)).toBe('recipe-chime-unfit');
    expect(fault('drill', notice, BODY, notice, BODY, notice)).toBeUndefined();
  });

  it('lets a test say first that it is one, after its chime at most', () => {
    expect(fault('test', BODY, text('testNotice'))).toBe('recipe-test-unsaid');
    expect(fault('test', text('stationName'), text('testNotice'), BODY)).toBe('recipe-test-unsaid');
    expect(fault('test', { kind: 'chime', chime: 'test' }, text('testNotice'), BODY)).toBeUndefined();
  });
});

describe('the commune’s words', () => {
  const own = new Map<string, StationTexts>([
    ['vi', { stationName: 'Đài truyền thanh xã Ngọc Thiện.', repeatLead: 'Xin được nhắc lại.' }],
    ['tyz', { stationName: 'Đài xạ Ngọc Thiện.' }],
  ]);
  const compose = (kind: BulletinKind, language = 'vi', texts = own) =>
    composeParts(defaultRecipe(kind), texts, language, (spokenIn) => `voice-${spokenIn}`);
  const spoken = (composed: ReturnType<typeof compose>) =>
    composed.parts.flatMap((part) => (part.kind === 'speech' ? [`${part.voice}: ${part.text}`] : []));

  it('are said in the language of the version, else in Vietnamese, else as everywhere', () => {
    expect(spoken(compose('urgent'))).toEqual([
      'voice-vi: Đài truyền thanh xã Ngọc Thiện.',
      'voice-vi: Xin được nhắc lại.',
    ]);
    expect(spoken(compose('urgent', 'tyz'))).toEqual(['voice-tyz: Đài xạ Ngọc Thiện.', 'voice-vi: Xin được nhắc lại.']);
    expect(spoken(compose('drill', 'tyz'))).toEqual([`voice-vi: ${DRILL_NOTICE}`, `voice-vi: ${DRILL_NOTICE}`]);
    expect(DRILL_NOTICE).toMatch(/^Đây là diễn tập/u);
    expect(spoken(compose('test'))[0]).toBe(`voice-vi: ${DEFAULT_TEXTS.testNotice}`);
  });

  it('that no voice can read are said in Vietnamese, and that is told', () => {
    const unread = (language: string) =>
      composeParts(defaultRecipe('urgent'), own, language, (spokenIn) => (spokenIn === 'vi' ? 'voice-vi' : undefined));
    expect(spoken(unread('tyz'))[0]).toBe('voice-vi: Đài truyền thanh xã Ngọc Thiện.');
    expect([unread('tyz'), unread('hmn'), unread('vi')].map(({ wordsUnread }) => wordsUnread)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('are left out where the commune has none, with the pauses around them, and a missing name is told', () => {
    const nothing = compose('notice', 'vi', new Map());
    expect(nothing.nameMissing).toBe(true);
    expect(spoken(nothing)).toEqual(['voice-vi: Xin nhắc lại.']);
    const kinds = nothing.parts.map((part) => part.kind);
    expect(kinds).toEqual(['chime', 'pause', 'body', 'pause', 'speech', 'pause', 'body', 'pause', 'chime']);
    expect(compose('notice').nameMissing).toBe(false);
    expect(compose('emergency', 'vi', new Map()).nameMissing).toBe(false);
    expect(compose('funeral', 'vi', new Map()).parts[0]).toEqual({ kind: 'body' });
  });

  it('of two pauses that meet the longer one stays', () => {
    const pause = (durationMs: number): RecipePart => ({ kind: 'pause', durationMs });
    const recipe = [pause(300), BODY, pause(500), text('closing'), pause(900), BODY, pause(400)];
    expect(composeParts(recipe, new Map(), 'vi', () => 'vi').parts).toEqual([BODY, pause(900), BODY]);
  });

  it('a body alone is told apart', () => {
    expect(isBodyAlone(compose('plain').parts)).toBe(true);
    expect(isBodyAlone(compose('funeral').parts)).toBe(false);
  });
});
