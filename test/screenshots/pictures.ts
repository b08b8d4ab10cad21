import type { Look } from '../support/choose-look.ts';

// Which pictures there are, for those that take them and for the test that none is missing in docs/screenshots.

export const LANGUAGES = ['en', 'ko'] as const;
export const THEMES = ['light', 'dark'] as const;
export const SIZES = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const;

const PAGES = [
  ...['connect', 'connect-long-names', 'connect-training', 'keys', 'settings', 'services', 'services-long-names'],
  ...['service', 'service-endpoints', 'service-events', 'service-findings', 'service-history', 'service-report'],
  ...['service-none', 'service-what-if', 'service-yaml', 'service-long-names', 'service-history-long-names'],
  ...['traffic-plan', 'traffic-plan-long-names', 'traffic-result', 'traffic-result-long-names'],
  'traffic-confirm-long-names',
];
const STEPS = ['1-found', '2-tried', '3-shown', '4-mended'];
/** Of the story: the README shows no more. */
export const STORY_LOOKS: readonly Required<Look>[] = [
  { language: 'en', theme: 'light' },
  { language: 'en', theme: 'dark' },
  { language: 'ko', theme: 'light' },
];

/** The picture's file, without its ending. Throws for a page that is not in the list. */
export function pagePicture(page: string, { language, theme }: Required<Look>, size: (typeof SIZES)[number]): string {
  if (!PAGES.includes(page)) throw new Error(`"${page}" is not among the pages of pictures.ts`);
  return `${page}_${language}_${theme}_${String(size.width)}x${String(size.height)}`;
}

/** The same of a step of the README's story. */
export function storyPicture(step: string, { language, theme }: Required<Look>): string {
  if (!STEPS.includes(step)) throw new Error(`"${step}" is not among the steps of pictures.ts`);
  return `story-${step}_${language}_${theme}`;
}

export function allPictures(): readonly string[] {
  const looks = LANGUAGES.flatMap((language) => THEMES.map((theme) => ({ language, theme })));
  const ofPage = (page: string): readonly string[] =>
    looks.flatMap((look) => SIZES.map((size) => pagePicture(page, look, size)));
  const ofStep = (step: string): readonly string[] => STORY_LOOKS.map((look) => storyPicture(step, look));
  return [...PAGES.flatMap(ofPage), ...STEPS.flatMap(ofStep)];
}
