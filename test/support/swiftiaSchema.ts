/** The request bodies that Swiftia's reference describes, written down apart from our own schemas. */

type Rule = (value: unknown) => boolean;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const text: Rule = (value) => typeof value === 'string' && value !== '';
const address: Rule = (value) => typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value);
const fields =
  (rules: Record<string, Rule>): Rule =>
  (value) =>
    isObject(value) && Object.entries(value).every(([name, each]) => rules[name]?.(each) === true);
const list =
  (rule: Rule): Rule =>
  (value) =>
    Array.isArray(value) && value.every(rule);
const share: Rule = (value) => isNumber(value) && value >= 0 && value <= 1;

const PRESETS = [
  'DEFAULT',
  'GRAPES',
  'VIRAL',
  'BLURRY',
  'FAST',
  'DEEP DIVER',
  'GLOW VIOLET',
  '70S RADIATION',
  'BILL GREEN',
  'ETHEREAL UNDERLINE',
];

/** What is wrong with a short that a user defines; null when nothing is. */
function shortProblem(short: unknown): string | null {
  if (!isObject(short)) return 'a short must be an object';
  const { title, start, end, ...rest } = short;
  if (Object.keys(rest).length > 0) return `unknown fields of a short: ${Object.keys(rest).join(', ')}`;
  if (!text(title)) return 'a short needs a title';
  if (!isNumber(start) || !isNumber(end) || start < 0 || end <= start) return 'a short needs start and end';
  return end - start > 300 ? 'a short may have 300 seconds at most' : null;
}

/** What is wrong with the body of POST /jobs; null when nothing is. */
export function jobProblem(body: Record<string, unknown> | null): string | null {
  if (body === null) return 'the body must be a JSON object';
  const { functionName, name, youtubeVideoId, fileUrl, options, webhook, ...rest } = body;
  if (Object.keys(rest).length > 0) return `unknown fields: ${Object.keys(rest).join(', ')}`;
  if (functionName !== 'VideoShorts') return 'functionName must be VideoShorts';
  if (name !== undefined && !text(name)) return 'name must be text';
  if ((youtubeVideoId === undefined) === (fileUrl === undefined)) return 'either youtubeVideoId or fileUrl';
  if (youtubeVideoId !== undefined && !(typeof youtubeVideoId === 'string' && /^[\w-]{11}$/.test(youtubeVideoId)))
    return 'youtubeVideoId is no id';
  if (fileUrl !== undefined && !address(fileUrl)) return 'fileUrl is no address';
  if (webhook !== undefined && !address(webhook)) return 'webhook is no address';
  if (options === undefined) return null;
  if (!isObject(options) || Object.keys(options).some((option) => option !== 'predefinedShorts'))
    return 'unknown options';
  const { predefinedShorts } = options;
  if (predefinedShorts === undefined) return null;
  if (!Array.isArray(predefinedShorts) || predefinedShorts.length === 0) return 'predefinedShorts must be a list';
  return predefinedShorts.map(shortProblem).find((problem) => problem !== null) ?? null;
}

const RENDER: Record<string, Rule> = {
  id: text,
  target: (value) => text(value) || isNumber(value),
  preset: (value) => PRESETS.includes(String(value)),
  brandPresetId: text,
  size: fields({ width: isNumber, height: isNumber }),
  options: fields({
    maxWordsInPage: (value) => Number.isInteger(value) && Number(value) > 0,
    waterMark: fields({
      waterMarkUrl: address,
      left: isNumber,
      top: isNumber,
      width: isNumber,
      opacity: share,
      blendMode: text,
    }),
    style: list(
      fields({
        property: text,
        value: (value) => text(value) || isNumber(value),
        active: (value) => typeof value === 'boolean',
        past: (value) => typeof value === 'boolean',
      }),
    ),
    director: fields({
      camera: fields({ facePaddingFactor: isNumber }),
      intelligence: fields({ maxSpeakersToFocus: Number.isInteger }),
    }),
  }),
};

/** What is wrong with the body of POST /render; null when nothing is. */
export function renderProblem(body: Record<string, unknown> | null): string | null {
  if (body === null || body.id === undefined || body.target === undefined) return 'id and target are required';
  const wrong = Object.entries(body).find(([name, value]) => RENDER[name]?.(value) !== true);
  return wrong === undefined ? null : `bad ${wrong[0]}`;
}
