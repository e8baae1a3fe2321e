// Every function that meets a stranger's text, for the benchmark `texts`. Whoever writes another one adds a line here. Expressions need none: they are found in
// the sources.
import { binaryFields } from '../../dist/nodes/clips/binaryFields.js';
import { nameOfAddress } from '../../dist/src/backends/nameOfAddress.js';
import { playlistFiles } from '../../dist/src/backends/playlistFiles.js';
import { reportedError } from '../../dist/src/backends/reportedError.js';
import { youtubeId } from '../../dist/src/backends/swiftia/youtubeId.js';
import { parseCreateOrder } from '../../dist/src/backends/swiftia/createOrder.js';
import { parseRenderOrder } from '../../dist/src/backends/swiftia/renderOrder.js';
import { ORDER_FIELDS } from '../../dist/src/jobs/orderFields.js';
import { withoutPaths } from '../../dist/src/jobs/overHttp.js';
import { toMediaInfo } from '../../dist/src/pipeline/inspect/ffprobe.js';
import { logReader } from '../../dist/src/pipeline/ffmpeg/log.js';
import { progressReader } from '../../dist/src/pipeline/ffmpeg/progress.js';
import { segmentsOf } from '../../dist/src/pipeline/hls/mediaPlaylist.js';
import { headerLines, inputHeaders } from '../../dist/src/pipeline/net/inputHeaders.js';
import { placeOfCommandLine, placeOfStranger, placeOnWeb, webAddress } from '../../dist/src/pipeline/storage/place.js';
import { retryAfter } from '../../dist/src/pipeline/net/retryAfter.js';
import { parseS3 } from '../../dist/src/pipeline/storage/s3/s3Address.js';
import { boundedJson } from '../../dist/src/pipeline/base/boundedJson.js';
import { safeName } from '../../dist/src/pipeline/base/safeName.js';
import { judge } from '../../dist/src/pipeline/inspect/sniff.js';
import { redact, shownAddress } from '../../dist/src/pipeline/base/redact.js';
import { parseBody } from '../../dist/src/pipeline/request/request.js';
import { cuesOf, webVtt } from '../../dist/src/pipeline/captions/captions.js';
import { readProposals } from '../../dist/src/pipeline/kinds/shorts/proposal/answer.js';
import { readTranscript, titleOf } from '../../dist/src/pipeline/captions/transcript.js';
import { ApiKeys } from '../../dist/src/server/apiKeys.js';
import { byteRange } from '../../dist/src/server/byteRange.js';
import { listQuery } from '../../dist/src/server/listQuery.js';
import { jsonOfBody } from '../../dist/src/server/readBody.js';
import { linkAt } from '../../dist/src/server/resultAt.js';
import { uploadAt } from '../../dist/src/server/uploads.js';
import { jsonObject, textOfBody } from '../../dist/src/webhooks/base/incoming.js';
import { verifyIttybit } from '../../dist/src/backends/ittybit/verifyWebhook.js';
import { verifyStandard } from '../../dist/src/webhooks/base/standardWebhook.js';
import { verifySwiftiaToken } from '../../dist/src/backends/swiftia/verifyWebhook.js';
import { errorOfJob, mediaError } from '../../dist/src/pipeline/errors/mediaError.js';

export interface Reader {
  read: (text: string) => unknown;
  /** What such a text stands in; to make that is not the reader's work. */
  within?: (text: string) => string;
  /** Characters that can come there at most, where what lies before it (such as Node's bound on the head of a request, 16 kB) lets no more through. */
  most?: number;
}

const HEAD = 16_384;
/** Longest value that Linux lets into an environment (MAX_ARG_STRLEN). */
const ENVIRONMENT = 131_072;
/** What a pipe holds, on Linux: so much of what ffmpeg says comes at once, and between two such pieces others have their turn. */
const PIPE = 65_536;
/** Of a text that stands in so many fields, what fits into one request with all of them. */
const share = (text: string, fields: number): string => text.slice(0, Math.ceil(text.length / fields));
const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const api = { name: 'API', apiKey: 'a key that nobody has', baseUrl: 'https://api.example.com' };
const home = { folder: '/srv/media-jobs' };
/** How many times longer a text is in JSON: a control character has six there. */
const escapes = (text: string): number => JSON.stringify(text).length / Math.max(1, text.length);

/** As many as fit into a megabyte with their times. */
const MOST_WORDS = 15_000;

/** The JSON of a request, or the text itself. */
const json = (text: string): unknown => {
  try {
    return jsonOfBody(text);
  } catch {
    return text;
  }
};
const fields = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : { value };
const lines = (text: string, read: (line: string) => void): void => text.split('\n').forEach((line) => read(line));

export const READERS: Record<string, Reader> = {
  redact: { read: redact },
  shownAddress: { read: shownAddress },
  safeName: { read: (text) => safeName(text, 'file') },
  nameOfAddress: { read: nameOfAddress, most: 8_192 },
  placeOfStranger: { read: placeOfStranger },
  'placeOfStranger, of an address': { read: (text) => placeOfStranger(`https://example.com/${text}`) },
  placeOnWeb: { read: placeOnWeb },
  placeOfCommandLine: { read: placeOfCommandLine },
  webAddress: { read: webAddress },
  parseS3: { read: parseS3 },
  uploadAt: { read: (text) => uploadAt(new URL(`https://example.com/files/${text}`)), most: 8_192 },
  linkAt: { read: (text) => linkAt(new URL(`https://example.com/outputs/${encodeURIComponent(text)}`)), most: 8_192 },
  youtubeId: { read: youtubeId, most: 8_192 },
  'a message': { read: (text) => mediaError('request_invalid', { problems: text }) },
  errorOfJob: { read: (text) => errorOfJob({ kind: 'input_damaged', message: `The input ${text}` }) },
  'errorOfJob (of an input)': {
    read: (text) => errorOfJob({ kind: 'input_damaged', message: `Input 2 of 3: The input ${text}`, input_index: 1 }),
  },
  binaryFields: { read: (text) => binaryFields(text, ['data']) },
  reportedError: { read: (text) => reportedError(api, { kind: text, message: text }) },
  withoutPaths: { read: (text) => withoutPaths(text, home) },
  'a request: the body': { read: (text) => parseBody(json(text), ORDER_FIELDS) },
  'a request: texts': {
    read: (whole) => {
      const text = share(whole, 6);
      parseBody({ input: text, kind: text, output: text, webhook_url: text, metadata: { [text]: text } }, ORDER_FIELDS);
    },
  },
  'a request: options': {
    read: (whole) => {
      const text = share(whole, 6);
      const options = { width: text, background: text, format: text, fps: text, [text]: text };
      parseBody({ kind: 'video', options }, {});
    },
  },
  'a request: options in JSON': { read: (text) => parseBody({ kind: 'shorts', options: json(text) }, {}) },
  'a request: values in JSON': {
    read: (text) => {
      const value = json(text);
      return parseBody({ kind: 'shorts', options: { predefined_shorts: value, count: value, title: value } }, {});
    },
  },
  'a request: transcript': { read: (text) => parseBody({ kind: 'shorts', options: { transcript: text } }, {}) },
  'an order to Swiftia': {
    read: (text) => parseCreateOrder({ fileUrl: text, webhook: text, name: text, youtubeVideoId: text, [text]: 1 }),
  },
  'how Swiftia is to render': { read: (text) => parseRenderOrder({ preset: text, brandPresetId: text, [text]: 1 }) },
  boundedJson: { read: boundedJson },
  listQuery: { read: (text) => listQuery({ input: text, after: text, limit: text, [text]: text }), most: HEAD },
  byteRange: { read: (text) => byteRange(`bytes=${text}`, 1_000), most: HEAD },
  'a key': { read: (text) => new ApiKeys([Buffer.alloc(32)]).holderOf(`Bearer ${text}`), most: HEAD },
  readTranscript: { read: readTranscript },
  'readTranscript, WebVTT': { read: readTranscript, within: (text) => `WEBVTT\n\n00:00.000 --> 00:01.000\n${text}` },
  'readTranscript, JSON': {
    read: readTranscript,
    within: (text) => JSON.stringify([{ start: 0, end: 1, text: share(text, escapes(text)) }]),
  },
  'readTranscript, words beside a text': {
    read: readTranscript,
    within: (text) => {
      const said = share(text, 4 * escapes(text));
      const words = said.split(' ', MOST_WORDS).map((word, at) => ({ word, start: at, end: at + 1 }));
      return JSON.stringify({ text: said, words });
    },
  },
  'readTranscript, a table': { read: readTranscript, within: (text) => `0\t1\t${text}` },
  titleOf: { read: titleOf },
  'cues of a short': {
    read: (text) =>
      webVtt(cuesOf([{ text, start: 0, end: 1, words: [{ text, start: 0, end: 1 }] }], { start: 0, end: 1 })),
  },
  readProposals: { read: readProposals },
  'log of ffmpeg': {
    read: (text) => {
      const { read } = logReader();
      read("[info] Input #0, matroska,webm, from 'file:source.mkv':");
      lines(text, read);
    },
    most: PIPE,
  },
  'log of ffmpeg, complaints': {
    read: (text) => {
      const { read } = logReader();
      const begin = '[h264 @ 0x1] [error] ';
      read("[info] Input #0, matroska,webm, from 'file:source.mkv':");
      for (const line of text.split('\n', PIPE / begin.length)) read(`${begin}${line}`);
    },
    most: PIPE,
  },
  'progress of ffmpeg': {
    read: (text) => lines(text, progressReader({ onSeconds: () => undefined, onFrames: () => undefined })),
    most: PIPE,
  },
  toMediaInfo: {
    read: (text) =>
      toMediaInfo(
        {
          streams: [
            {
              index: 0,
              codec_type: 'video',
              width: 2,
              height: 2,
              pix_fmt: text,
              r_frame_rate: text,
              tags: { DURATION: text },
            },
          ],
          format: { format_name: text, duration: text, tags: { [text]: text } },
        },
        'source',
        1,
      ),
  },
  'the head of a file': { read: (text) => judge(Buffer.from(text.slice(0, 4_096))) },
  segmentsOf: { read: segmentsOf },
  playlistFiles: { read: (text) => playlistFiles(`#EXTM3U\n${text}`, '.') },
  headers: { read: (text) => inputHeaders(headerLines(text)), most: ENVIRONMENT },
  retryAfter: { read: (text) => retryAfter(text, 0), most: HEAD },
  'a webhook: the body': {
    read: (text) =>
      jsonObject(textOfBody({ url: '/', headers: { 'content-type': 'application/json' }, rawBody: Buffer.from(text) })),
  },
  'a webhook: standard': {
    read: (text) => {
      const signed = { 'webhook-id': text, 'webhook-timestamp': '1', 'webhook-signature': text };
      return verifyStandard(signed, text, [SECRET], 1_000);
    },
    most: HEAD,
  },
  'a webhook: Ittybit': {
    read: (text) => verifyIttybit({ 'ittybit-signature': text }, Buffer.from(text), [SECRET]),
    most: HEAD,
  },
  'a webhook: Swiftia': { read: (text) => verifySwiftiaToken(`/?token=${text}`, [SECRET]), most: HEAD },
  'fields of an answer': { read: (text) => fields(json(text)) },
};
