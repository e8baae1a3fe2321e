import { ittybit } from '../../src/backends/ittybit/backend';
import { ittybitBackend } from '../../src/backends/ittybit/openIttybit';
import { createHosted } from '../../src/backends/runHosted';
import { parseRequest } from '../../src/pipeline/request/request';
import { placeOnWeb } from '../../src/pipeline/storage/place';
import { expectError } from '../support/expectError';
import { ittybitDouble } from '../support/ittybitDouble';

test('a kind that a backend does not make is refused before anything is asked', async () => {
  const double = await ittybitDouble();
  try {
    const created = createHosted({
      backend: ittybitBackend(ittybit, double.access),
      order: { request: parseRequest({ kind: 'shorts' }), idempotencyKey: 'k' },
      input: { place: placeOnWeb('https://example.com/talk.mp4') },
      signal: new AbortController().signal,
      workRoot: '/nowhere',
    });
    await expectError(created, 'request_invalid', '"kind" is shorts, which Ittybit does not make');
    expect(double.asked).toEqual([]);
  } finally {
    await double.close();
  }
});
