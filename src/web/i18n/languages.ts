import type { Language } from '#course/exercise.ts';

/** A language of the site: how its pages' addresses begin (after the base) and what it calls itself. */
export interface SiteLanguage {
  readonly code: Language;
  /** The route parameter; undefined for the language without a prefix. */
  readonly parameter: string | undefined;
  readonly name: string;
}

export const siteLanguages: readonly SiteLanguage[] = [
  { code: 'en', parameter: undefined, name: 'English' },
  { code: 'zh-CN', parameter: 'zh-cn', name: '简体中文' },
];

const base = import.meta.env.BASE_URL.replace(/\/?$/, '/');

/** The address of a page in a language. @param path below the language's root, as `pods/rollouts/`; '' is the home page */
export function pathIn(language: Language, path: string): string {
  const prefix = siteLanguages.find((candidate) => candidate.code === language)?.parameter;
  return base + (prefix === undefined ? '' : `${prefix}/`) + path;
}

/** The language that a route parameter stands for. @throws Error for a parameter that is no language's */
export function languageOf(parameter: string | undefined): Language {
  const found = siteLanguages.find((candidate) => candidate.parameter === parameter);
  if (!found) throw new Error(`no language has the path ${parameter}`);
  return found.code;
}

/** The folder under `content/` that holds a language's lessons. */
export function contentFolder(language: Language): string {
  return language.toLowerCase();
}

/** The language of the page that is being built. @param locale Astro.currentLocale */
export function languageOfPage(locale: string | undefined): Language {
  return siteLanguages.find((candidate) => candidate.code === locale || candidate.parameter === locale)?.code ?? 'en';
}
