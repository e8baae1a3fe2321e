import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { folderDestination } from '../../../../src/pipeline/storage/destinations';
import { WORK_FOLDER_PREFIX } from '../../../../src/pipeline/storage/workFolder';
import { measureLoudness } from '../../../../src/pipeline/kinds/shorts/loudness';
import type { ShortsOptions } from '../../../../src/pipeline/kinds/shorts/schema';
import type { Short } from '../../../../src/pipeline/job/short';
import { probeFile } from '../../../../src/pipeline/inspect/probe';
import { TALK } from '../../../fixtures/recipes/talks';
import { job, made, removeJobs, testBinaries } from '../../../support/job';
import type { EndedTestJob } from '../../../support/job';
import { decodeImage } from '../../../support/pixels';

afterAll(removeJobs);

const SMALL = { size: '180x320', quality: 'low' } as const;
const WISH = { ...SMALL, count: 2, min_duration: 5, max_duration: 12 };
const signal = new AbortController().signal;

/** Pauses of the talk are at its end of each sentence. */
const pauses = Array.from({ length: TALK.seconds / TALK.every }, (_, index) => ({
  start: index * TALK.every + TALK.sentence,
  end: (index + 1) * TALK.every,
}));
const isAtBoundary = (at: number): boolean =>
  pauses.some(({ start, end }) => at >= start - 0.3 && at <= end + 0.3) ||
  [0, ...TALK.cuts, TALK.seconds].some((cut) => Math.abs(cut - at) <= 0.3);

describe('a talk', () => {
  let ended: EndedTestJob;
  let shorts: Short[];
  beforeAll(async () => {
    ended = await made('shorts', 'talk.mp4', WISH);
    shorts = ended.job.shorts ?? [];
  });

  it('is cut at pauses and cuts into parts that hold what is loud and nothing that is black', () => {
    expect(shorts).toHaveLength(2);
    for (const { start, end } of shorts) {
      expect([start, isAtBoundary(start), end, isAtBoundary(end)]).toEqual([start, true, end, true]);
      expect(end - start).toBeGreaterThanOrEqual(5);
      expect(end - start).toBeLessThanOrEqual(12);
      expect(end <= TALK.black.start + 0.2 || start >= TALK.black.end - 0.2).toBe(true);
    }
    expect(shorts.some(({ start, end }) => start <= TALK.loud && end >= TALK.loud + TALK.sentence)).toBe(true);
    expect(shorts[0]?.end).toBeLessThanOrEqual(shorts[1]?.start ?? 0);
  });

  it('goes from task to task and tells each short as it comes', () => {
    expect(ended.job.tasks.map(({ kind, status }) => [kind, status])).toEqual(
      ['probe', 'import', 'analyse', 'shorts', 'export'].map((kind) => [kind, 'succeeded']),
    );
    const seen = new Set(ended.changes.flatMap((change) => (change.shorts ?? []).map(({ status }) => status)));
    expect([...seen]).toEqual(['queued', 'processing', 'succeeded']);
    const analysed = ended.changes.flatMap(({ tasks }) => tasks[2]?.progress ?? []);
    expect(analysed).toEqual([...analysed].sort((a, b) => a - b));
  });

  it('becomes clips that play, each with a poster, and a list of them', async () => {
    expect(ended.files.map((file) => basename(file))).toEqual([
      'short-1.jpg',
      'short-1.mp4',
      'short-2.jpg',
      'short-2.mp4',
      'shorts.json',
    ]);
    expect(basename(ended.job.output ?? '')).toBe('shorts.json');
    for (const { output, poster, start, end, duration } of shorts) {
      const info = await probeFile(output ?? '', await testBinaries());
      expect(info).toMatchObject({ video: { codec: 'h264', width: 180, height: 320 }, audio: { codec: 'aac' } });
      expect(Math.abs((info.duration ?? 0) - (end - start))).toBeLessThan(0.2);
      expect(duration).toBe(info.duration);
      expect(await decodeImage(poster ?? '')).toMatchObject({ width: 180, height: 320 });
    }
    const list = JSON.parse(readFileSync(ended.file, 'utf8')) as { shorts: Short[] };
    expect(list.shorts).toMatchObject(
      shorts.map(({ start, end, score, reason }, index) => ({
        start,
        end,
        score,
        reason,
        output: `short-${index + 1}.mp4`,
        status: 'succeeded',
        error: null,
      })),
    );
    expect(shorts[0]?.reason).toMatch(/begins .* and ends /);
  });

  it('sounds as loud as platforms play it', async () => {
    const binaries = await testBinaries();
    for (const { output } of shorts) {
      const info = await probeFile(output ?? '', binaries);
      const loudness = await measureLoudness(info, { start: 0, end: info.duration ?? 0 }, binaries.ffmpeg, signal);
      expect(Math.abs((loudness ?? 0) + 14)).toBeLessThan(1.5);
    }
  });

  it('is cut in the same way the next time', async () => {
    const again = await job('shorts', 'talk.mp4', WISH);
    expect(again.job.shorts?.map(({ start, end, score, reason }) => ({ start, end, score, reason }))).toEqual(
      shorts.map(({ start, end, score, reason }) => ({ start, end, score, reason })),
    );
  });
});

it('cuts what was given, with captions beside it', async () => {
  const transcript =
    '1\n00:00:05,000 --> 00:00:06,500\nHello there. More follows.\n\n2\n00:00:20,000 --> 00:00:21,000\nElsewhere.\n';
  const {
    job: { shorts = [], warnings = [] },
  } = await made('shorts', 'talk.mp4', {
    ...SMALL,
    predefined_shorts: [
      { start: 4.5, end: 7 },
      { title: 'Mine', start: 30, end: 32.5 },
    ],
    transcript,
    captions: 'sidecar',
    reframe: 'blur',
    loudness: 'keep',
  });
  expect(shorts).toMatchObject([
    { title: 'Hello there.', start: 4.5, end: 7, score: null, text: 'Hello there. More follows.' },
    { title: 'Mine', start: 30, end: 32.5, score: null, text: null },
  ]);
  expect(readFileSync(shorts[0]?.captions ?? '', 'utf8')).toBe(
    'WEBVTT\n\n00:00:00.500 --> 00:00:02.000\nHello there. More follows.\n',
  );
  expect(warnings.filter(({ kind }) => kind === 'captions_missing')).toEqual([
    {
      kind: 'captions_missing',
      message: 'Short 2 of 2 has no captions: the transcript, which runs from 5.0 to 21.0 s, says nothing there.',
    },
  ]);
});

it('hands over the others when one short fails, and says so', async () => {
  let root = '';
  const {
    job: { status, shorts, warnings },
    files,
  } = await job(
    'shorts',
    'talk.mp4',
    {
      ...SMALL,
      predefined_shorts: [
        { start: 1, end: 3 },
        { start: 5, end: 7 },
      ],
    },
    {
      destination: (dir) => folderDestination(join((root = dir), 'out'), { overwrite: false }),
      onChange: (changed) => {
        if (changed.shorts?.[1]?.status !== 'processing') return;
        // A folder stands where the second clip is to be written.
        for (const name of readdirSync(root).filter((one) => one.startsWith(WORK_FOLDER_PREFIX)))
          mkdirSync(join(root, name, 'short-2.mp4'), { recursive: true });
      },
    },
  );
  expect(status).toBe('succeeded');
  expect(shorts?.map((short) => short.status)).toEqual(['succeeded', 'failed']);
  expect(shorts?.[1]).toMatchObject({ output: null, error: { kind: 'encode_failed' } });
  expect(warnings).toMatchObject([
    { kind: 'upscaled' },
    { kind: 'short_failed', message: expect.stringContaining('Short 2 of 2 failed; the others are there.') as string },
  ]);
  expect(files.map((file) => basename(file))).toEqual(['short-1.jpg', 'short-1.mp4', 'shorts.json']);
});

it.each<[string, ShortsOptions, string, RegExp]>([
  [
    'a part that lies behind the end',
    { predefined_shorts: [{ start: 39, end: 60 }] },
    'range_invalid',
    /lasts 40\.\d+ s/,
  ],
  [
    'parts of a length that it has not',
    { min_duration: 50, max_duration: 60 },
    'no_short_found',
    /lasts 40\.\d s, and a short at least 50 s/,
  ],
])('refuses %s', async (_name, options, kind, words) => {
  const { error, files } = await job('shorts', 'talk.mp4', options);
  expect(error).toMatchObject({ kind, message: expect.stringMatching(words) as string });
  expect(files).toEqual([]);
});

it('refuses what has no moving picture', async () => {
  const { error } = await job('shorts', 'tone.wav', {});
  expect(error).toMatchObject({ kind: 'no_video_stream' });
});
