import { trackOf, tracksInWords } from '../../../src/pipeline/media/soundTrack';
import { toMediaInfo } from '../../../src/pipeline/inspect/ffprobe';

/** A file with tracks of these languages and titles, as ffprobe tells it. */
const tracksOf = (tracks: readonly { language?: string; title?: string; isDefault?: boolean }[]) =>
  toMediaInfo(
    {
      streams: tracks.map(({ isDefault = false, ...tags }, index) => ({
        index,
        codec_type: 'audio',
        channels: 2,
        disposition: { default: Number(isDefault) },
        tags,
      })),
    },
    'in.mkv',
    1000,
  ).sounds ?? [];

it('a language is the same in all of its spellings', () => {
  const tracks = tracksOf([{ language: 'und' }, { language: 'ger' }, { language: 'en-US' }, { language: 'fra' }, {}]);
  const numbers = ['de', 'deu', 'GER', 'eng', 'en', 'fre', 'fr', 'und', 'ita'].map(
    (asked) => trackOf(tracks, asked)?.index,
  );
  expect(numbers).toEqual([1, 1, 1, 2, 2, 3, 3, undefined, undefined]);
});

it('of several tracks in a language the default one is taken, or the first', () => {
  const english = { language: 'eng' };
  expect(trackOf(tracksOf([english, { ...english, isDefault: true }]), 'en')?.index).toBe(1);
  expect(trackOf(tracksOf([{ isDefault: true }, english, english]), 'en')?.index).toBe(1);
});

it('what a stranger has named tracks is bounded and quoted, and so are the tracks', () => {
  const hostile = tracksOf([{ language: 'x'.repeat(9000), title: `"\n${'word '.repeat(9000)}` }, {}]);
  expect(tracksInWords(hostile)).toMatch(/^1 \(x{80}, stereo, "\\"\\n(word )+w?o?r?d?"\), 2 \(stereo\)$/);
  const many = tracksOf(Array.from({ length: 900 }, () => ({})));
  expect(many).toHaveLength(50);
  expect(tracksInWords(many)).toMatch(/, 20 \(stereo\), and 30 more$/);
});
