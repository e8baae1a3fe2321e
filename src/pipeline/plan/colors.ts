import type { VideoInfo } from '../media/mediaInfo';

/** Luminance in nits that HDR grading calls reference white (ITU-R BT.2408), shown as the white of standard range. */
const REFERENCE_WHITE = 203;
/** Peak of consumer HDR masters in nits; what is brighter clips. */
const HDR_PEAK = 1000;

const TRANSFERS = { pq: 'smpte2084', hlg: 'arib-std-b67' } as const;

/**
 * HDR to standard range. Linear light is scaled so that reference white is 1.0; `mobius` leaves everything below 0.3 untouched, so
 * skin and grey keep their brightness, and bends the highlights up to the peak into what is left.
 */
export function toneMap(hdr: 'pq' | 'hlg'): string[] {
  const source = `tin=${TRANSFERS[hdr]}:min=bt2020nc:pin=bt2020:rin=limited`;
  return [
    `zscale=${source}:t=linear:npl=${REFERENCE_WHITE}`,
    'format=gbrpf32le',
    'zscale=p=bt709',
    `tonemap=tonemap=mobius:param=0.3:desat=0:peak=${(HDR_PEAK / REFERENCE_WHITE).toFixed(3)}`,
    'zscale=t=bt709:m=bt709:p=bt709:r=limited:dither=ordered',
  ];
}

/** Colour description of a result, in the names of ffmpeg's options. */
export interface ColorTags {
  matrix: 'bt709' | 'smpte170m' | 'bt470bg';
  primaries: string;
  transfer: string;
}

const STANDARD_RANGE = ['bt470bg', 'smpte170m', 'bt709'] as const;
const BT709: ColorTags = { matrix: 'bt709', primaries: 'bt709', transfer: 'bt709' };

/** The colours that the result is in: the source's own where standard range video knows them, else BT.709. A source that says nothing is taken as players do: by its height. */
export function colorsOf(source: VideoInfo): ColorTags {
  if (source.hdr !== null || isRgb(source) || source.colorPrimaries === 'bt2020') return BT709;
  const guessed = source.height >= 720 ? 'bt709' : 'smpte170m';
  const matrix = STANDARD_RANGE.find((known) => known === source.colorSpace) ?? guessed;
  return { matrix, primaries: matrix, transfer: matrix === 'bt709' ? 'bt709' : 'smpte170m' };
}

export const colorArgs = ({ matrix, primaries, transfer }: ColorTags): string[] => [
  '-colorspace',
  matrix,
  '-color_primaries',
  primaries,
  '-color_trc',
  transfer,
  '-color_range',
  'tv',
];

export const isRgb = ({ pixelFormat }: VideoInfo): boolean =>
  /^(rgb|bgr|gbr|argb|abgr|pal8|0rgb|0bgr)/.test(pixelFormat);
