import { closedSegments } from '../../../src/pipeline/hls/closedSegments';

it('the newest segment of each stream is still open', () => {
  expect(
    closedSegments([
      'stream_0_00000.ts',
      'stream_0_00001.ts',
      'stream_0_00002.ts',
      'stream_1_00000.ts',
      'stream_0.m3u8',
      'master.m3u8',
    ]),
  ).toEqual(['stream_0_00000.ts', 'stream_0_00001.ts']);
  expect(closedSegments(['s_99999.ts', 's_100000.ts'])).toEqual(['s_99999.ts']);
  expect(closedSegments([])).toEqual([]);
});
