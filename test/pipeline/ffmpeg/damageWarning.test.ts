import { damageWarning } from '../../../src/pipeline/ffmpeg/damageWarning';

const seconds = (count: number) => Array.from({ length: count }, (_, n) => n);

test('says what, where and in ffmpeg’s words why, and that the rest was converted', () => {
  const complaints: [string, number][] = [
    ['h264: once', 1],
    ['h264: often', 7],
    ['h264: as often', 7],
  ];
  expect(damageWarning('2 of 9 pictures', [3.00049, 1.2], complaints)).toEqual({
    kind: 'input_damaged',
    message:
      "The input is damaged: 2 of 9 pictures could not be decoded cleanly, near 1.20 s, 3.00 s. The rest was converted. ffmpeg's words, 7×: h264: often",
    count: 2,
    at: [1.2, 3],
  });
});

test('what cannot be placed counts as one, without places or words', () => {
  expect(damageWarning('some pieces', [], [])).toEqual({
    kind: 'input_damaged',
    message: 'The input is damaged: some pieces could not be decoded cleanly. The rest was converted.',
    count: 1,
  });
});

test('five places are told in words, twenty at all, and all are counted', () => {
  const words = '0.00 s, 1.00 s, 2.00 s, 3.00 s, 4.00 s';
  expect(damageWarning('x', seconds(5), []).message).toContain(`near ${words}. The rest`);
  expect(damageWarning('x', seconds(6), []).message).toContain(`near ${words} …. The rest`);
  expect(damageWarning('x', seconds(30).toReversed(), [])).toMatchObject({ count: 30, at: seconds(20) });
});
