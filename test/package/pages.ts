import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './manifest';

export const readPage = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** All that people read. */
export const PAGES = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...globSync('docs/*.md', { cwd: ROOT })];

/** What stands in a page's blocks of a language, each as it is. */
export const blocks = (page: string, language: string): string[] =>
  [...readPage(page).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)\\n\`\`\`$`, 'gms'))].map(([, text = '']) => text);

/** The part of a page below a heading. */
export const section = (heading: string, page = 'README.md'): string =>
  readPage(page).split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
