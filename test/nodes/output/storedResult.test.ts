import { requestFor } from '../../../nodes/output/storedResult';
import { parseRequest } from '../../../src/pipeline/request/request';

const stored = (address: string) => ({ address, keys: {} as never, overwrite: false, options: {} });
const clips = [{ url: 'https://a.example/1.mp4#t=1,2' }, { url: 'file', volume: 0.5 }];

test('the extension of a key sets the format, and the clips stay those that were checked', async () => {
  const request = parseRequest({ kind: 'video', inputs: clips });
  const { kind, options, inputs } = await requestFor(stored('s3://media/film.webm'), request);
  expect([kind, options, inputs]).toEqual(['video', { format: 'webm' }, request.inputs]);
});

test('one that is none of the kind is refused', async () => {
  const request = parseRequest({ kind: 'video', inputs: clips });
  await expect(requestFor(stored('s3://media/film.mp3'), request)).rejects.toMatchObject({ kind: 'invalid_format' });
});
