import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One row of an option table, the marks of the page taken off the name alone. */
export interface OptionRow {
  name: string;
  type: string;
  values: string;
}

export const REQUEST_FORMS = ['TypeScript', 'Python', 'curl'] as const;
export type RequestForm = (typeof REQUEST_FORMS)[number];

/** What the reference page says, in the parts that this package keeps to. */
export interface ReferencePage {
  /** Fields of the request body, with whether they are required. */
  request: Record<string, boolean>;
  /** The option table of each kind. */
  options: Record<string, OptionRow[]>;
  /** The command line form of each example as written, its last line ending included. */
  examples: Record<string, string>;
  /** The other forms of each example as written: requests to the API. */
  requests: Record<string, Record<RequestForm, string>>;
  /** The body of the answer 201. */
  response: Record<string, unknown>;
  errors: { status: number; kind: string }[];
}

const folder = process.env['MEDIA_JOBS_REFERENCE'];
/** The page is the vendor's and lies outside of this repository. Where a folder is named, it has to be there. */
const REFERENCE = join(folder ?? join(__dirname, '../../../../shared/reference'), 'ittybit-create-job.md');

/** Tests that hold this package against the page; skipped by name where there is no page. */
export function describeReference(name: string, tests: (page: ReferencePage) => void): void {
  if (folder !== undefined || existsSync(REFERENCE)) describe(name, () => tests(readReference(REFERENCE)));
  else
    test.skip(`${name} [skipped: the page lies outside of this repository; MEDIA_JOBS_REFERENCE names its folder]`, () =>
      undefined);
}

/** Reads the page. @throws Error when a part is not where it is expected */
function readReference(path: string): ReferencePage {
  const page = readFileSync(path, 'utf8');
  const examples = [
    ...section(page, '## Examples').matchAll(/^### (.+)\n(?:.*\n)*?```bash\n(ittybit (?:.*\n)*?)```/gm),
  ];
  const response = /```json\n([^`]*)```/.exec(section(page, '## Response `201`'))?.[1];
  if (response === undefined) throw new Error(`${path} has no body of the answer`);
  return {
    request: Object.fromEntries(
      rows(section(page, '## Request body')).map(([name = '', , required]) => [bare(name), required === 'yes']),
    ),
    options: Object.fromEntries(
      subsections(section(page, '## Options')).map(([kind, text]) => [
        kind,
        rows(text).map(([name = '', type = '', values = '']) => ({ name: bare(name), type, values })),
      ]),
    ),
    examples: Object.fromEntries(examples.map(([, title = '', command = '']) => [title, command])),
    requests: Object.fromEntries(
      subsections(section(page, '## Examples')).map(([title, text]) => [title, requestForms(title, text)]),
    ),
    response: JSON.parse(response) as Record<string, unknown>,
    errors: rows(section(page, '## Errors')).map(([status = '', kind = '']) => ({
      status: Number(bare(status)),
      kind: bare(kind),
    })),
  };
}

/** The blocks of code of an example, which stand in the order of their labels: the command line first. @throws Error when they do not */
function requestForms(title: string, text: string): Record<RequestForm, string> {
  const labels = JSON.parse(/labels=\{(\[.*?\])\}/.exec(text)?.[1] ?? '[]') as string[];
  const blocks = [...text.matchAll(/^```(\w+)\n([^]*?)^```/gm)].map(([, language = '', code = '']) => ({
    language,
    code,
  }));
  const languages = blocks.map(({ language }) => language).join();
  if (labels.join() !== ['CLI', ...REQUEST_FORMS].join() || languages !== 'bash,typescript,python,bash')
    throw new Error(`The example "${title}" is in ${labels.join()}: ${languages}`);
  const [, TypeScript, Python, curl] = blocks.map(({ code }) => code);
  if (TypeScript === undefined || Python === undefined || curl === undefined)
    throw new Error(`The example "${title}" has too few forms`);
  return { TypeScript, Python, curl };
}

/** The words in code marks, such as the values of an option. */
export const marked = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);

const bare = (cell: string): string => cell.replaceAll('`', '');

function section(page: string, heading: string): string {
  const [, text] = page.split(`${heading}\n`);
  if (text === undefined) throw new Error(`The page has no "${heading}"`);
  return text.split(/^## /m)[0] ?? '';
}

const subsections = (text: string): [string, string][] =>
  [...text.matchAll(/^### (.+)\n((?:(?!### ).*\n)*)/gm)].map(([, title = '', body = '']) => [title, body]);

/** The cells of a table, without its head. */
const rows = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
