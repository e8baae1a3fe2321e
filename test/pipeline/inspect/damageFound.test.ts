import { complaintsAtBeginning } from '../../../src/pipeline/inspect/beginning';
import { judgeDamage } from '../../../src/pipeline/inspect/damage';
import type { DamageQuestion } from '../../../src/pipeline/inspect/damage';
import { findFlaws } from '../../../src/pipeline/inspect/flaws';
import type { Flaws } from '../../../src/pipeline/inspect/flaws';
import { logReader } from '../../../src/pipeline/ffmpeg/log';
import type { RunLog, StreamCount } from '../../../src/pipeline/ffmpeg/log';
import type { Binaries } from '../../../src/pipeline/ffmpeg/find';
import { asRecorded } from '../../../src/pipeline/plan/reading';
import { mediaInfo } from '../../support/mediaInfo';
import { expectError } from '../../support/expectError';

// What the second look finds is said here; that it finds it is tested with real files beside this.
jest.mock('../../../src/pipeline/inspect/flaws');
jest.mock('../../../src/pipeline/inspect/beginning');
const looks = jest.mocked(findFlaws);
const beginning = jest.mocked(complaintsAtBeginning);

const flaws = (more: Partial<Flaws> = {}): Flaws => ({
  packets: 100,
  at: [],
  timeBase: 0.001,
  whole: true,
  fromKeyframe: true,
  sizes: [],
  ...more,
});
beforeEach(() => {
  jest.resetAllMocks();
  looks.mockResolvedValue(flaws());
  beginning.mockResolvedValue(new Map());
});

const stream = (more: Partial<StreamCount> = {}): StreamCount => ({
  index: 0,
  type: 'video',
  packets: 250,
  frames: 250,
  copied: false,
  ...more,
});
const log = (more: Partial<RunLog> = {}): RunLog => ({ ...logReader().ended(), streams: [stream()], ...more });
const COMPLAINED: Partial<RunLog> = { spans: [{ from: 1, to: 2 }], complaints: new Map([['h264: bad', 3]]) };
const COPIED: Partial<RunLog> = { streams: [stream({ copied: true })] };

type Source = Parameters<typeof mediaInfo>[0];
const judge = (
  source: Source,
  logs: RunLog[],
  { major = 7, ...more }: Partial<DamageQuestion> & { major?: number } = {},
) =>
  judgeDamage({
    source: mediaInfo(source),
    part: asRecorded(0, 10),
    logs,
    binaries: { ffmpeg: { major }, ffprobe: {} } as Binaries,
    signal: new AbortController().signal,
    ...more,
  });

test('plain samples cannot be undecodable', async () => {
  const refused = log({ ...COMPLAINED, refused: true });
  expect(await judge({ video: null, audio: { codec: 'pcm_s24le' } }, [refused])).toEqual([]);
  expect(looks).not.toHaveBeenCalled();
  for (const source of [
    { video: null, audio: { codec: 'aac_pcm_' } },
    { audio: { codec: 'pcm_s24le' } },
    { video: null, audio: null },
  ])
    expect(await judge(source, [refused])).toMatchObject([{ kind: 'input_damaged' }]);
});

test('a stream that nothing was read of, or complained of, is not looked at', async () => {
  expect(await judge({}, [log(), log({ ...COMPLAINED, streams: [stream({ packets: 0 })] })])).toEqual([]);
  expect(await judge({}, [log()])).toEqual([]);
  expect(looks).toHaveBeenCalledTimes(1);
});

test('up to half of a stream is put up with', async () => {
  const at = (count: number) => Array.from({ length: count }, (_, place) => place / 25);
  looks.mockResolvedValue(flaws({ at: at(50) }));
  expect(await judge({}, [log(COMPLAINED)])).toMatchObject([
    { count: 50, message: expect.stringMatching(/50 of 100 pictures could.*ffmpeg's words, 3×: h264: bad/) as string },
  ]);
  looks.mockResolvedValue(flaws({ at: at(51) }));
  await expectError(judge({}, [log(COMPLAINED)]), 'input_damaged', /51 of 100 pictures cannot be decoded cleanly/);
});

test('all damaged streams are told of in one warning', async () => {
  looks.mockImplementation(({ stream: index }) => Promise.resolve(flaws({ at: index === 0 ? [3] : [1, 2] })));
  const both = log({ ...COMPLAINED, streams: [stream(), stream({ index: 1, type: 'audio' })] });
  expect(await judge({ endsInFrame: true }, [both])).toMatchObject([
    {
      at: [1, 2, 3, 10],
      message: expect.stringContaining(
        '1 of 100 pictures and 2 of 100 pieces of sound and the last piece of sound could',
      ) as string,
    },
  ]);
});

test('sound that ends in the middle of a piece is said where the end is read', async () => {
  const quiet = log({ streams: [] });
  expect(await judge({ endsInFrame: true, duration: 10 }, [quiet])).toMatchObject([
    { at: [10], message: expect.stringContaining('the last piece of sound') as string },
  ]);
  expect(await judge({ endsInFrame: true, duration: null }, [quiet])).toMatchObject([{ at: [0] }]);
  expect(await judge({ endsInFrame: true, duration: 20 }, [quiet])).toEqual([]);
});

test('what a decoder refused is believed without a place, in a file that was read to its end', async () => {
  const [refused, other] = [log({ ...COMPLAINED, refused: true }), log()];
  expect(await judge({}, [other, refused])).toMatchObject([
    { count: 1, message: expect.stringContaining('some pieces could not be decoded cleanly. The') as string },
  ]);
  expect(await judge({ duration: 20 }, [other, refused])).toEqual([]);
  expect(await judge({}, [other, log(COMPLAINED)])).toEqual([]);
});

test('the source is looked at by its own clock, and told of by ours', async () => {
  looks.mockResolvedValue(flaws({ at: [99, 101.5, 104] }));
  const source: Source = { video: { startTime: 100 }, audio: { startTime: 100 }, duration: 100 };
  const part = asRecorded(1, 2);
  expect(await judge(source, [log(COMPLAINED)], { part })).toMatchObject([{ at: [1.5], count: 1 }]);
  expect(looks.mock.calls[0]?.[0]).toMatchObject({ places: [{ from: 101, to: 103 }], decode: true, within: 60_000 });
  // A frame is as long as its rate says, or as that of most films.
  for (const [fps, frame] of [
    [10, 0.1],
    [0, 0.04],
  ] as const) {
    looks.mockClear();
    await judge({ ...source, video: { startTime: 100, fps } }, [log(COMPLAINED)], { part: asRecorded(1, null) });
    expect(looks.mock.calls[0]?.[0].places).toEqual([{ from: 101, to: 101 + frame }]);
  }
});

test('what lies at the ends of a part belongs to it', async () => {
  looks.mockResolvedValue(flaws({ at: [1, 3] }));
  expect(await judge({ duration: 100 }, [log(COMPLAINED)], { part: asRecorded(1, 2) })).toMatchObject([{ at: [1, 3] }]);
  looks.mockResolvedValue(flaws({ at: [-0.04] }));
  expect(await judge({}, [log(COMPLAINED)])).toMatchObject([{ at: [0] }]);
});

test('where only what lies around complaints was looked at, the rest of the stream counts as clean', async () => {
  looks.mockResolvedValue(flaws({ at: [5], packets: 3 }));
  const long = { duration: 1_000 };
  const far = log({ ...COMPLAINED, streams: [stream({ packets: 25_000 })] });
  const told = async (source: Source, of: RunLog) =>
    (await judge(source, [of], { part: asRecorded(0, source?.duration ?? null) }))[0]?.message;
  expect(await told(long, far)).toMatch(/1 of 25000 pictures/);
  expect(await told({ duration: 10 }, far)).toMatch(/1 of 3 pictures/);
  looks.mockResolvedValue(flaws({ at: [5], packets: 3, whole: false }));
  expect(await told(long, far)).toMatch(/1 of 3 pictures/);
});

test('marks of packets are read where an old build says nothing of what a transport stream has lost', async () => {
  looks.mockImplementation(({ decode }) =>
    Promise.resolve(flaws({ at: decode ? [1, 2] : [2, 3], packets: decode ? 100 : 250 })),
  );
  const warned = async (format: string, logs: RunLog[], major: number) => (await judge({ format }, logs, { major }))[0];
  expect(await warned('mpegts', [log(COMPLAINED)], 4)).toMatchObject({
    at: [1, 2, 3],
    message: expect.stringContaining('3 of 250') as string,
  });
  expect(await warned('mpegts', [log()], 4)).toMatchObject({ at: [2, 3] });
  expect(looks.mock.lastCall?.[0]).toMatchObject({ places: [{ from: -Infinity, to: Infinity }], decode: false });
  expect(await warned('mpegts', [log(COMPLAINED)], 5)).toMatchObject({ at: [1, 2] });
  expect(await warned('mp4', [log(COMPLAINED)], 4)).toMatchObject({ at: [1, 2] });
  expect(await warned('mp4', [log()], 4)).toBeUndefined();
});

test('of a copy, complaints at its start count where nothing else is found; its pictures have one size', async () => {
  beginning.mockResolvedValue(new Map([['h264: no keyframe', 2]]));
  expect(await judge({}, [log(COPIED)])).toMatchObject([
    { at: [0], message: expect.stringMatching(/some pieces could.*near 0\.00 s.*2×: h264: no keyframe/) as string },
  ]);
  expect(looks.mock.calls[0]?.[0].within).toBe(10_000);
  looks.mockResolvedValue(flaws({ fromKeyframe: false }));
  expect(await judge({}, [log(COPIED)])).toEqual([]);
  looks.mockResolvedValue(flaws({ at: [4] }));
  expect(await judge({}, [log(COPIED)])).toMatchObject([{ at: [4] }]);

  looks.mockResolvedValue(flaws({ sizes: ['640x360', '320x180'] }));
  await expectError(judge({}, [log(COPIED)]), 'output_incomplete', /changes its size: 640x360, 320x180/);
  looks.mockResolvedValue(flaws({ sizes: ['640x360'] }));
  beginning.mockClear().mockResolvedValue(new Map());
  expect(await judge({}, [log(COPIED)])).toEqual([]);
  expect(beginning).toHaveBeenCalledTimes(1);

  // Pictures that are made anew have one size, and sound has none; a decoder has seen them from the beginning.
  looks.mockResolvedValue(flaws({ sizes: ['640x360', '320x180'] }));
  beginning.mockClear().mockResolvedValue(new Map([['h264: no keyframe', 2]]));
  expect(await judge({}, [log(COMPLAINED)])).toEqual([]);
  expect(await judge({}, [log({ streams: [stream({ type: 'audio', copied: true })] })])).toEqual([]);
  expect(beginning).not.toHaveBeenCalled();
});
