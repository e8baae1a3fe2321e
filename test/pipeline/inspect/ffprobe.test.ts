import { toMediaInfo } from '../../../src/pipeline/inspect/ffprobe';

const video = (stream: object) =>
  toMediaInfo(
    {
      streams: [
        { index: 0, codec_type: 'video', codec_name: 'h264', width: 1920, height: 1080, pix_fmt: 'yuv420p', ...stream },
      ],
      format: { format_name: 'mov,mp4', duration: '10' },
    },
    '/a',
    1000,
  ).video;

describe('size as displayed', () => {
  it('turns by the display matrix, which counts counter-clockwise', () =>
    expect(video({ side_data_list: [{ rotation: -90 }] })).toMatchObject({ rotation: 90, width: 1080, height: 1920 }));
  it('turns by the older tag', () =>
    expect(video({ tags: { rotate: '270' } })).toMatchObject({ rotation: 270, width: 1080, height: 1920 }));
  it('widens by the pixels’ aspect', () =>
    expect(video({ width: 720, height: 576, sample_aspect_ratio: '64:45' })).toMatchObject({
      width: 1024,
      height: 576,
      squarePixels: false,
    }));
});

describe('rate', () => {
  it.each([
    ['30/1', '30/1', 30, '30/1', false],
    ['30000/1001', '30000/1001', 30000 / 1001, '30000/1001', false],
    ['30/1', '299/10', 30, '30/1', false],
    ['60/1', '23/1', 60, '60/1', true],
    ['90000/1', '15/1', 60, '60', true],
    ['240/1', '240/1', 240, '240/1', false],
  ])('of grid %s and average %s', (r_frame_rate, avg_frame_rate, fps, frameRate, variableFps) =>
    expect(video({ r_frame_rate, avg_frame_rate })).toMatchObject({ fps, frameRate, variableFps }),
  );
  it('counts pictures and not fields', () =>
    expect(video({ r_frame_rate: '50/1', avg_frame_rate: '25/1', field_order: 'tt' })).toMatchObject({
      fps: 25,
      variableFps: false,
      interlaced: true,
    }));
});

it('tells a cover from a picture', () => {
  const info = toMediaInfo(
    {
      streams: [
        { index: 0, codec_type: 'audio', codec_name: 'mp3', channels: 2 },
        {
          index: 1,
          codec_type: 'video',
          codec_name: 'mjpeg',
          width: 300,
          height: 300,
          disposition: { attached_pic: 1 },
        },
      ],
      format: { format_name: 'mp3' },
    },
    '/a',
    1,
  );
  expect(info).toMatchObject({ video: null, cover: { width: 300 }, audio: { index: 0 } });
});
it('prefers the default among several tracks of sound', () => {
  const sound = (index: number, standard: number) => ({
    index,
    codec_type: 'audio',
    codec_name: 'aac',
    channels: 2,
    disposition: { default: standard },
  });
  expect(
    toMediaInfo({ streams: [sound(1, 0), sound(2, 1)], format: { format_name: 'matroska,webm' } }, '/a', 1).audio
      ?.index,
  ).toBe(2);
});
it.each([
  ['smpte2084', 'pq'],
  ['arib-std-b67', 'hlg'],
  ['bt709', null],
])('%s is %s', (color_transfer, hdr) => expect(video({ color_transfer })?.hdr).toBe(hdr));

it('takes no length that may be that of subtitles', () => {
  const of = (length: object) =>
    toMediaInfo(
      {
        streams: [
          { index: 0, codec_type: 'video', codec_name: 'h264', width: 64, height: 48, ...length },
          { index: 1, codec_type: 'subtitle', codec_name: 'subrip' },
        ],
        format: { format_name: 'matroska,webm', duration: '14' },
      },
      '/a.mkv',
      1000,
    ).duration;
  expect(of({})).toBeNull();
  expect(of({ tags: { DURATION: '00:00:14.000000000' } })).toBe(14);
});
