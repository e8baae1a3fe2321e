/** The request body that the API's reference describes, written down apart from our own schemas. */

type Rule = (value: unknown) => boolean;

const oneOf =
  (...values: string[]): Rule =>
  (value) =>
    typeof value === 'string' && values.includes(value);
const between =
  (least: number, most: number, whole = false): Rule =>
  (value) =>
    typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value));
const seconds = between(0, Infinity);
const side: Rule = (value) =>
  (typeof value === 'number' && Number.isInteger(value) && value > 0) ||
  (typeof value === 'string' && /^\d+(\.\d+)?%$/.test(value));

const quality = { quality: oneOf('very_low', 'low', 'medium', 'high', 'very_high') };
const picture = {
  width: side,
  height: side,
  fit: oneOf('contain', 'cover', 'fill'),
  position: (value: unknown) => typeof value === 'string' && /^(center|(top|bottom)?(_?(left|right))?)$/.test(value),
  background: (value: unknown) => typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value),
};
const range = { start: seconds, end: seconds };
const fps = { fps: between(1, 60) };

const OPTIONS: Record<string, Record<string, Rule>> = {
  video: {
    format: oneOf('mp4', 'webm', 'mov'),
    codec: oneOf('h264', 'h265', 'vp9', 'av1'),
    ...quality,
    ...picture,
    ...fps,
    bitrate: between(300_000, 60_000_000, true),
    ...range,
  },
  audio: {
    format: oneOf('mp3', 'aac', 'ogg', 'opus', 'wav', 'flac'),
    ...quality,
    bitrate: between(32_000, 320_000, true),
    ...range,
  },
  image: { format: oneOf('jpeg', 'png', 'webp', 'avif'), ...quality, ...picture, start: seconds },
  animation: { format: oneOf('gif', 'webp'), ...quality, ...picture, ...range, ...fps },
  adaptive_video: { format: oneOf('hls'), ...quality, ...picture, ...range },
};

/** Options that the API has learnt since; ours do not know them. */
const NEWER_OPTIONS = ['watermark'];

const CODECS: Record<string, string[]> = { mp4: ['h264', 'h265', 'av1'], mov: ['h264', 'h265'], webm: ['vp9', 'av1'] };
const FIELDS = ['input', 'kind', 'options', 'output', 'metadata', 'webhook_url'];
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is wrong with a body, as the API would say it; null when nothing is. */
export function bodyProblem(body: Record<string, unknown> | null): { kind: string; message: string } | null {
  const invalid = (message: string) => ({ kind: 'request_invalid', message });
  if (body === null) return invalid('The body must be a JSON object');
  const { input, kind, options = {}, output, metadata = {}, webhook_url: webhook } = body;
  if (input === undefined) return { kind: 'input_required', message: 'Missing input' };
  if (typeof input !== 'string' || !/^(https?|s3):\/\//.test(input))
    return { kind: 'invalid_input', message: 'Bad URL scheme' };
  const stray = Object.keys(body).filter((name) => !FIELDS.includes(name));
  if (stray.length > 0) return invalid(`Unknown fields: ${stray.join(', ')}`);
  const rules = typeof kind === 'string' ? OPTIONS[kind] : undefined;
  if (rules === undefined) return invalid('Unknown kind');
  if (!isObject(options) || !isObject(metadata)) return invalid('options and metadata must be objects');
  if (output !== undefined && !(typeof output === 'string' && /^s3:\/\/[^/]+\/.+/.test(output)))
    return invalid('output must be s3://bucket/key');
  if (webhook !== undefined && !(typeof webhook === 'string' && URL.canParse(webhook)))
    return invalid('webhook_url must be an address');
  for (const [name, value] of Object.entries(options)) {
    if (NEWER_OPTIONS.includes(name)) continue;
    const rule = rules[name];
    if (rule?.(value) !== true)
      return { kind: name === 'format' ? 'invalid_format' : 'request_invalid', message: `Bad option ${name}` };
  }
  if (kind === 'animation' && options.end === undefined) return invalid('animation needs end');
  if (
    kind === 'video' &&
    typeof options.codec === 'string' &&
    CODECS[typeof options.format === 'string' ? options.format : 'mp4']?.includes(options.codec) === false
  )
    return { kind: 'invalid_codec', message: 'Codec incompatible with container' };
  return null;
}
