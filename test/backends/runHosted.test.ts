import { ittybit } from '../../src/backends/ittybit/backend';
import { ittybitBackend } from '../../src/backends/ittybit/openIttybit';
import { createHosted } from '../../src/backends/runHosted';
import { KINDS } from '../../src/pipeline/kinds';
import { fieldsOf } from '../../src/pipeline/kinds/walk';
import type { JobRequest } from '../../src/pipeline/kinds/jobRequest';
import { parseRequest } from '../../src/pipeline/request/request';
import { placeOnWeb } from '../../src/pipeline/storage/place';
import { expectError } from '../support/expectError';
import { ittybitDouble } from '../support/ittybitDouble';

/** Creates a job of these options at a double of the API. @param ours whether it answers as a server of this package @returns what has been asked of it */
async function ask(
  request: JobRequest,
  { ours = false } = {},
): Promise<{ created: Promise<unknown>; paths: string[] }> {
  const double = await ittybitDouble();
  double.cancels = ours;
  const created = createHosted({
    backend: ittybitBackend(ittybit, double.access),
    order: { request, idempotencyKey: 'k' },
    input: { place: placeOnWeb('https://example.com/talk.mp4') },
    signal: new AbortController().signal,
    workRoot: '/nowhere',
  });
  await created.catch(() => undefined);
  const paths = double.asked.map(({ method, path }) => `${method} ${path.replace(double.access.baseUrl, '')}`);
  await double.close();
  return { created, paths };
}

const asking = (kind: string, options: Record<string, unknown>) =>
  ask({ kind, options, metadata: {} } as unknown as JobRequest);

test('a kind that a backend does not make is refused before anything is asked', async () => {
  const { created, paths } = await ask(parseRequest({ kind: 'shorts' }));
  await expectError(created, 'request_invalid', '"kind" is shorts, which Ittybit does not make');
  expect(paths).toEqual([]);
});

const untaken = ittybit.kinds.flatMap((kind) => {
  const taken: readonly string[] = ittybit.takes?.[kind]?.options ?? [];
  return fieldsOf(kind)
    .map(({ name }) => name)
    .filter((name) => !taken.includes(name))
    .map((name) => [kind, name] as const);
});

test('what the API takes is among what we have', () => {
  for (const kind of ittybit.kinds) {
    const names = fieldsOf(kind).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...(ittybit.takes?.[kind]?.options ?? [])]));
    expect(KINDS[kind].formats).toEqual(expect.arrayContaining([...(ittybit.takes?.[kind]?.formats ?? [])]));
  }
  expect(untaken).toEqual(
    expect.arrayContaining([
      ['video', 'speed'],
      ['audio', 'speed'],
    ]),
  );
});

test.each(untaken)(
  '%s: the option %s is refused before a job is asked for, and it is said where there is one',
  async (kind, name) => {
    const { created, paths } = await asking(kind, { [name]: 2 });
    await expectError(
      created,
      'request_invalid',
      `"${name}" is an option that Ittybit does not have. "This N8n" (local) has it`,
    );
    expect(paths.filter((path) => path.startsWith('POST'))).toEqual([]);
  },
);

test('a format that is ours alone is refused likewise', async () => {
  const { created, paths } = await asking('audio', { format: 'm4a' });
  await expectError(
    created,
    'invalid_format',
    '"format" is m4a, which Ittybit does not make of audio. "This N8n" (local)',
  );
  expect(paths.filter((path) => path.startsWith('POST'))).toEqual([]);
});

test('a server of this package takes them all', async () => {
  const { paths } = await ask(parseRequest({ kind: 'video', options: { speed: 2 } }), { ours: true });
  expect(paths.some((path) => path.startsWith('POST'))).toBe(true);
});
