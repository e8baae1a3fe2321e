import { parseVersion } from '../../../src/pipeline/ffmpeg/version';

test.each([
  ['7.1', 7, true],
  ['5.1.9-0+deb12u1', 5, true],
  ['n5.1', 5, true],
  ['n7.1.1-4-g0a1b2c3', 7, true],
  ['6.1.1-static', 6, true],
  ['8', 8, true],
  ['4.4.2-0ubuntu0.22.04.1', 4, false],
  ['10.0', 10, true],
  ['N-47683-g0e8eb07980-static', null, false],
  ['2018-12-01-git-abc', null, false],
  ['git-2018-12-01-abc', null, false],
])('%s is release %s', (version, major, recent) => {
  expect(
    parseVersion(
      'ffmpeg',
      `ffmpeg version ${version} Copyright (c) 2000-2018\nbuilt with gcc\nlibavutil      56. 24.101 / 56. 24.101\n`,
    ),
  ).toEqual({ version, major, recent });
});

test('a build without a release number is recent with the libavutil of release 5', () => {
  expect(
    parseVersion('ffprobe', 'ffprobe version N-66595-gc2b38619c0-static\nlibavutil      57. 28.100 / 57. 28.100\n'),
  ).toMatchObject({ major: null, recent: true });
});

test('the other tool and other text are no version', () => {
  expect(parseVersion('ffmpeg', 'ffprobe version 7.1')).toBeNull();
  expect(parseVersion('ffmpeg', 'sh: hello')).toBeNull();
});
