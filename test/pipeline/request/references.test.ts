import { parseRequest } from '../../../src/pipeline/request/request';

const parse = (options: object, more: object = { input: 'a.mp4' }) => parseRequest({ kind: 'video', options, ...more });

test('what options and clips name beside the inputs is read once, with its times', () => {
  const { references, options } = parse({
    music_url: 'bed.mp3#t=3',
    audio_url: 'https://media.example/a.mp3#t=0:01,8',
  });
  expect(references).toEqual([
    { name: 'audio_url', url: 'https://media.example/a.mp3', start: 1, end: 8 },
    { name: 'music_url', url: 'bed.mp3', start: 3 },
  ]);
  expect(options).toMatchObject({ music_url: 'bed.mp3#t=3' });
  const inputs = ['1.jpg', { url: '2.jpg', audio_url: '2.mp3#t=,4' }];
  expect(parse({}, { inputs }).references).toEqual([{ name: 'audio_url', clip: 1, url: '2.mp3', end: 4 }]);
  expect(parse({}).references).toBeUndefined();
});

test.each<[object, string]>([
  [{ audio_url: 'a.mp3#t=8,3' }, 'The times of "audio_url" must be seconds, the end after the start'],
  [{ audio_url: `${'a'.repeat(9000)}.mp3` }, '"audio_url" must have at most 8,192 characters'],
  [{ audio_url: 7 }, '"audio_url" must be text'],
  [{ audio_mode: 'mix' }, '"audio_mode" only goes with "audio_url"'],
  [{ length_from: 'audio', music_url: 'a.mp3' }, '"length_from" only goes with "audio_url"'],
  [
    { audio: false, audio_url: 'a.mp3' },
    '"audio" makes the result silent: leave out "audio_url", or set "volume" to 0',
  ],
  [{ reverse: true, music_url: 'a.mp3' }, '"reverse" only goes without "music_url"'],
  [{ subtitle_url: 'a.srt#t=3,8' }, '"subtitle_url" names a text, which has no times'],
  [{ subtitle_url: 'a.srt', transcript: 'x' }, '"transcript" only goes without "subtitle_url"'],
  [{ transcript: 'x' }, '"transcript" is no SRT'],
  [{ subtitle_style: 'embed' }, '"subtitle_style" only goes with "subtitle_url" or "transcript"'],
  [{ caption_look: 'box' }, '"caption_look" only goes with "subtitle_url" or "transcript"'],
  [
    { subtitle_url: 'a.srt', subtitle_style: 'embed', caption_size: '6%' },
    '"caption_size" only goes with "subtitle_style" burn_in',
  ],
  [{ subtitle_url: 'a.srt', caption_size: '0' }, '"caption_size" must be pixels such as "48", or a percentage'],
  [{ subtitle_url: 'a.srt', caption_font: 'a,b' }, '"caption_font" must be the name of a font'],
  [{ subtitle_url: 'a.srt', reverse: true }, '"reverse" only goes without captions'],
])('%j is refused', (options, words) => {
  expect(() => parse(options)).toThrow(words);
});

test('a text is read after what is heard', () => {
  const { references } = parse({ subtitle_url: 'a.srt', music_url: 'a.mp3' });
  expect(references?.map(({ name }) => name)).toEqual(['music_url', 'subtitle_url']);
});

test('a clip whose sound is no address is refused, and named', () => {
  expect(() => parse({}, { inputs: [{ url: 'a.mp4', audio_url: '' }] })).toThrow('"inputs[0].audio_url"');
});
