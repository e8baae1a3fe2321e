import { placeOnWeb } from '../../../src/pipeline/storage/place';
import { parseAllowList } from '../../../src/pipeline/net/guard';
import { httpSource } from '../../../src/pipeline/storage/sources';
import { expectError, expectThrown } from '../../support/expectError';
import { serve } from './support/server';
import { tempFolder } from './support/tempFolder';
import { opening } from './support/use';

const folder = tempFolder();

describe('what is shown', () => {
  it('is the address as given, byte for byte, when there is no secret in it', () => {
    for (const url of ['http://example.com', 'https://EXAMPLE.com/a%20b/../c d.mp4?x=1&y=é#t=3', 'http:example.com'])
      expect(httpSource(placeOnWeb(url), { allow: [] }).shown).toBe(url);
  });

  it('has passwords and signatures masked, in errors too', async () => {
    const { origin, close } = await serve((_request, response) => response.writeHead(403).end());
    const source = httpSource(placeOnWeb(`${origin.replace('//', '//user:hunter2@')}/a.mp4?X-Amz-Signature=5ec4e7`), {
      allow: parseAllowList('127.0.0.1'),
    });
    expect(source.shown).toBe(`${origin.replace('//', '//***@')}/a.mp4?X-Amz-Signature=***`);
    const error = await expectError(source.open(folder(), opening()), 'download_failed', '403');
    expect(JSON.stringify(error)).not.toMatch(/hunter2|5ec4e7/);
    await close();
  });

  it.each([
    ['https://example.com/media/upload.mov?sig=1', 'upload.mov'],
    ['https://example.com/%C3%BCber%20uns.mp4', 'über uns.mp4'],
    ['https://example.com/..%2F..%2Fetc%2Fpasswd', '_.._etc_passwd'],
    ['https://example.com/100%zz.mp4', '100%zz.mp4'],
    ['https://example.com/media/', 'media'],
    ['https://example.com/', 'download'],
    ['https://example.com', 'download'],
  ])('%s is named %s', (url, name) => {
    expect(httpSource(placeOnWeb(url), { allow: [] }).name).toBe(name);
  });

  it.each(['http://', 'https://[::1', 'http://a b/', 'not an address'])('%s is invalid_input', (url) => {
    expectThrown(() => httpSource(placeOnWeb(url), { allow: [] }), 'invalid_input');
  });
});
