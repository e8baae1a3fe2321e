import { logReader } from '../../../src/pipeline/ffmpeg/log';
import type { RunLog } from '../../../src/pipeline/ffmpeg/log';

const INPUT = "[info] Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:/a.mp4':";

function read(...lines: string[]): RunLog {
  const log = logReader();
  [INPUT, ...lines].forEach(log.read);
  return log.ended();
}
const complaints = (...lines: string[]) => Object.fromEntries(read(...lines).complaints);

describe('complaints', () => {
  it('that are alike count as one', () => {
    expect(
      complaints(
        '[h264 @ 0x31762900] [error] error while decoding MB 79 6',
        '[h264 @ 0x31762911] [error] error while decoding MB 12 40, bytestream -5',
        '[h264 @ 0x1] [error] error while decoding MB 1 2',
      ),
    ).toEqual({ 'h264: error while decoding MB N N': 2, 'h264: error while decoding MB N N, bytestream N': 1 });
  });
  it('are read behind any number of components, as releases from 6.1 on name them', () => {
    expect(
      complaints(
        '[vist#0:0/h264 @ 0x33eb9040] [dec:h264 @ 0x33eb4e00] [warning] corrupt decoded frame',
        '[aist#0:0/aac @ 0x1] [dec:aac @ 0x2] [error] Error submitting packet to decoder: Invalid data found when processing input',
      ),
    ).toEqual({
      'dec:h264: corrupt decoded frame': 1,
      'dec:aac: Error submitting packet to decoder: Invalid data found when processing input': 1,
    });
  });
  it('name no folder of ours', () =>
    expect(complaints('[warning] file:/tmp/.media-jobs-x1/in put.mp4: corrupt input packet in stream 0')).toEqual({
      'corrupt input packet in stream N': 1,
    }));
  it('that are warnings count only where they speak of damage', () =>
    expect(
      complaints(
        '[mp3float @ 0x2] [warning] something usual',
        '[warning] Guessed Channel Layout for Input Stream #0.0 : stereo',
      ),
    ).toEqual({}));
  it.each([
    '[libx264 @ 0x1] [error] broken',
    '[hls @ 0x2] [error] Cannot use rename on non file protocol',
    '[mp4 @ 0x1] [error] invalid',
    '[out#0/mp4 @ 0x3] [error] Error writing trailer',
    '[vost#0:0/libx264 @ 0x1] [enc:libx264 @ 0x2] [error] Error',
    '[mpegts @ 0x1] [warning] frame size not set',
    '[mp3 @ 0x1] [warning] Estimating duration from bitrate, this may be inaccurate',
    '[swscaler @ 0x1] [warning] deprecated pixel format used, make sure you did set range correctly',
  ])('are not what is said of our own work or of healthy files: %s', (line) => expect(complaints(line)).toEqual({}));
  it('are not what is said before the input is open: ffmpeg tries out streams that the job does not use', () => {
    const log = logReader();
    log.read('[h264 @ 0x1] [error] Invalid NAL unit size (1 > 0).');
    log.read(INPUT);
    expect(log.ended().complaints.size).toBe(0);
  });
  it('are kept in bounds, however many kinds there are', () =>
    expect(
      read(...Array.from({ length: 5000 }, (_, n) => `[h264 @ 0x1] [error] e${'x'.repeat(n % 500)}`)).complaints.size,
    ).toBe(50));
});

describe('when complaints were made', () => {
  const complaint = '[h264 @ 0x1] [error] broken';
  function timed(...events: (number | 'complaint')[]): RunLog['spans'] {
    const log = logReader();
    log.read(INPUT);
    for (const event of events) {
      if (event === 'complaint') log.read(complaint);
      else log.reached(event);
    }
    return log.ended().spans;
  }
  it('is between two reports, and the one after since lines race each other', () =>
    expect(timed(1, 2, 'complaint', 3, 4, 5)).toEqual([{ from: 2, to: 4 }]));
  it('lasts while they go on, and to the end if no report comes', () =>
    expect(timed(1, 'complaint', 2, 'complaint', 3, 'complaint')).toEqual([{ from: 1, to: Infinity }]));
  it('is several spans where they lie apart', () =>
    expect(timed('complaint', 1, 2, 50, 51, 'complaint', 52, 53, 90)).toEqual([
      { from: 0, to: 2 },
      { from: 51, to: 53 },
    ]));
  it('is few spans, however often', () =>
    expect(
      timed(...Array.from({ length: 600 }, (_, n) => (n % 6 === 0 ? ('complaint' as const) : n * 10))).length,
    ).toBeLessThanOrEqual(50));
});

describe('streams', () => {
  const counts = [
    '[verbose]   Input stream #0:0 (video): 240 packets read (7560917 bytes); 239 frames decoded; ',
    '[verbose]   Input stream #0:1 (audio): 346 packets read (73624 bytes); ',
    '[verbose]   Input stream #0:2 (audio): 100 packets read (9999 bytes); ',
  ];
  it('are those that were used, copied or decoded', () =>
    expect(
      read(
        '[info]   Stream #0:0 -> #0:0 (h264 (native) -> h264 (libx264))',
        '[info]   Stream #0:1 -> #0:1 (copy)',
        ...counts,
      ).streams,
    ).toEqual([
      { index: 0, type: 'video', packets: 240, frames: 239, copied: false },
      { index: 1, type: 'audio', packets: 346, frames: 0, copied: true },
    ]));
  it('also of a filter graph, and in the words of releases from 6.1 on', () =>
    expect(
      read(
        '[info]   Stream #0:0 (h264) -> fps:default',
        '[in#0/mov @ 0x1] [verbose]   Input stream #0:0 (video): 9 packets read (1 bytes); 7 frames decoded; 2 decode errors; ',
      ).streams,
    ).toEqual([{ index: 0, type: 'video', packets: 9, frames: 7, copied: false }]));
});

it('keeps the packets that the demuxer called corrupt, in the units of their stream', () =>
  expect(
    read(
      '[mpegts @ 0x1] [warning] Packet corrupt (stream = 1, dts = 258000).',
      '[mov,mp4,m4a @ 0x1] [warning] Packet corrupt (stream = 0, dts = -12)',
      '[aac @ 0x1] [warning] Packet corrupt (stream = 0, dts = NOPTS).',
    ).corrupt,
  ).toEqual([
    { stream: 1, dts: 258_000 },
    { stream: 0, dts: -12 },
  ]));
it.each([
  '[error] Error while decoding stream #0:1: Invalid data found when processing input',
  '[dec:aac @ 0x2] [error] Error submitting packet to decoder: Invalid data',
  '[warning] a.ts: corrupt input packet in stream 0',
])('believes ffmpeg that a packet was refused: %s', (line) => expect(read(line).refused).toBe(true));
it('does not take every complaint for a refusal', () =>
  expect(read('[h264 @ 0x1] [error] error while decoding MB 1 2').refused).toBe(false));
it.each([
  '[mp4 @ 0x1] [error] av_interleaved_write_frame(): No space left on device',
  '[error] Error writing trailer of file:/x.mp4: No space left on device',
])('knows a full disk: %s', (line) => expect(read(line).diskFull).toBe(true));
it('knows by which signal it was asked to end', () =>
  expect(read('[info] Exiting normally, received signal 15.').askedToEnd).toBe(15));
it('keeps the last error in words for people', () =>
  expect(read('[error] first', "[AVFilterGraph @ 0x5] [error] No such filter: 'x'", '[warning] later').lastError).toBe(
    "No such filter: 'x'",
  ));
it('keeps a bounded tail however long the log, also of lines without a level', () => {
  const { tail } = read(
    ...Array.from({ length: 5000 }, (_, n) => `[x @ 0x1] [error] e${n}`),
    'setpriv: failed to execute',
    '[verbose] chatter',
  );
  expect(tail).toHaveLength(60);
  expect(tail.at(-1)).toBe('setpriv: failed to execute');
});
