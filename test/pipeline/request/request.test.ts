import { parseRequest } from '../../../src/pipeline/request/request';

const refusal = (body: unknown) => {
  try {
    parseRequest(body);
  } catch (error) {
    return error as { kind: string; message: string; status: number };
  }
  throw new Error('was accepted');
};

it('keeps options as asked, without defaults', () => {
  expect(parseRequest({ kind: 'video', options: { width: 1280, quality: 'high' }, metadata: { order: 7 } })).toEqual({
    kind: 'video',
    options: { width: 1280, quality: 'high' },
    metadata: { order: 7 },
  });
  expect(parseRequest({ kind: 'audio' })).toEqual({ kind: 'audio', options: {}, metadata: {} });
});

it.each([
  [
    { kind: 'video', options: { format: 'avi' } },
    'invalid_format',
    '"format" must be one of mp4, webm, mov (given: "avi")',
  ],
  [{ kind: 'audio', options: { format: 'mp4' } }, 'invalid_format', 'mp3, m4a, aac, ogg, opus, wav, flac'],
  [
    { kind: 'video', options: { format: 'mp4', codec: 'vp9' } },
    'invalid_codec',
    'cannot be vp9 in mp4, which holds h264, h265, av1',
  ],
  [{ kind: 'video', options: { format: 'webm', codec: 'h264' } }, 'invalid_codec', 'webm'],
  [{ kind: 'video', options: { format: 'mov', codec: 'av1' } }, 'invalid_codec', 'mov'],
  [{ kind: 'video', options: { fps: 61 } }, 'request_invalid', '"fps" must be at most 60 (given: 61)'],
  [{ kind: 'video', options: { fps: 0.5 } }, 'request_invalid', 'at least 1'],
  [{ kind: 'video', options: { bitrate: 299_999 } }, 'request_invalid', 'at least 300,000'],
  [{ kind: 'video', options: { bitrate: 60_000_001 } }, 'request_invalid', 'at most 60,000,000'],
  [{ kind: 'audio', options: { bitrate: 320_001 } }, 'request_invalid', 'at most 320,000'],
  [{ kind: 'audio', options: { format: 'wav', bitrate: 128_000 } }, 'request_invalid', 'no meaning for wav'],
  [{ kind: 'audio', options: { format: 'flac', bitrate: 128_000 } }, 'request_invalid', 'no meaning for flac'],
  [{ kind: 'video', options: { width: 90_000 } }, 'request_invalid', 'at most 8,192'],
  [{ kind: 'image', options: { width: 16_385 } }, 'request_invalid', 'at most 16,384'],
  [{ kind: 'video', options: { width: '0%' } }, 'request_invalid', '50%'],
  [{ kind: 'video', options: { width: 'wide' } }, 'request_invalid', '"width"'],
  [{ kind: 'video', options: { background: 'red' } }, 'request_invalid', '#000000'],
  [
    { kind: 'video', options: { background: '#ff0000', fit: 'cover' } },
    'request_invalid',
    'only goes with "fit" contain',
  ],
  [{ kind: 'image', options: { background: '#ff0000', fit: 'fill' } }, 'request_invalid', 'not with fill'],
  [{ kind: 'video', options: { start: 5, end: 5 } }, 'request_invalid', 'greater than "start" (5)'],
  [{ kind: 'animation', options: {} }, 'request_invalid', '"end" is missing'],
  [{ kind: 'video', options: { widht: 5 } }, 'request_invalid', 'did you mean "width"?'],
  [{ kind: 'image', options: { fps: 5 } }, 'request_invalid', '"fps" is not one of the image options'],
  [{ kind: 'vidoe' }, 'request_invalid', 'video, audio, image, animation, adaptive_video'],
  [{ kind: 'video', options: [] }, 'request_invalid', '"options"'],
  [{ kind: 'video', colour: 1 }, 'request_invalid', '"colour"'],
  ['text', 'request_invalid', 'object'],
])('refuses %j as %s', (body, kind, words) => {
  const error = refusal(body);
  expect(error.kind).toBe(kind);
  expect(error.status).toBe(400);
  expect(error.message).toContain(words);
});

it('says all that is wrong at once', () => {
  const { kind, message } = refusal({ kind: 'video', options: { format: 'avi', fps: 99, hieght: 3 }, metadata: 5 });
  expect(kind).toBe('invalid_format');
  for (const word of ['"format"', '"fps"', '"hieght"', 'did you mean "height"', '"metadata"'])
    expect(message).toContain(word);
});

it('brings the format that a codec needs when only the codec is asked', () =>
  expect(parseRequest({ kind: 'video', options: { codec: 'vp9' } })).toMatchObject({ options: { codec: 'vp9' } }));
