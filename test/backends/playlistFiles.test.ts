import { playlistFiles } from '../../src/backends/playlistFiles';

const playlist = (...lines: string[]) => ['#EXTM3U', ...lines].join('\r\n');

test('all files that a master playlist names', () => {
  const text = playlist(
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",URI="audio/en.m3u8"',
    '#EXT-X-STREAM-INF:BANDWIDTH=1',
    'v0/index.m3u8',
    '',
    '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI="v0/iframes.m3u8"',
  );
  expect(playlistFiles(text, '.')).toEqual(['audio/en.m3u8', 'v0/index.m3u8', 'v0/iframes.m3u8']);
});

test('and a media playlist in a folder, each once', () => {
  const text = playlist(
    '#EXT-X-MAP:URI="init.mp4"',
    '#EXTINF:4,',
    's 0.m4s',
    '#EXTINF:4,',
    '../shared/ö.m4s',
    '#EXTINF:4,',
    's 0.m4s',
  );
  expect(playlistFiles(text, 'v0')).toEqual(['v0/init.mp4', 'v0/s 0.m4s', 'shared/ö.m4s']);
});

test.each([
  'https://elsewhere.example/0.ts',
  '//elsewhere.example/0.ts',
  '/0.ts',
  '../0.ts',
  'a/../../0.ts',
  'a/',
  '0.ts?sig=1',
  '0.ts#x',
  '.hidden',
  'a/.hidden',
  'data:x',
  'a\\b.ts',
  '%2e%2e/0.ts',
  'file:0.ts',
  'a /0.ts',
])('%s lies elsewhere: the set is not copied', (uri) => {
  expect(playlistFiles(playlist('#EXTINF:4,', uri), '.')).toBeNull();
});

test('a page is no playlist', () => {
  expect(playlistFiles('<html>\nlogin\n</html>', '.')).toBeNull();
});
