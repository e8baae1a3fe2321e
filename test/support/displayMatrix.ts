import type { Picture } from './pixels';

/** How a display matrix maps right and down for each of EXIF's ways: a, b, c and d of ISO/IEC 14496-12, 6.2.2. */
const MATRICES = {
  2: [-1, 0, 0, 1],
  3: [-1, 0, 0, -1],
  4: [1, 0, 0, -1],
  5: [0, 1, 1, 0],
  6: [0, 1, -1, 0],
  7: [0, -1, -1, 0],
  8: [0, -1, 1, 0],
} as const;

/** From the beginning of a track's header to its matrix, and in there to what is mapped. */
const TO_MATRIX = 4 + 40;
const ENTRIES = [0, 4, 12, 16];
const ONE = 0x10000;

/** An MP4 or MOV with one track, which a player turns or mirrors then. */
export function withMatrix(file: Buffer, way: keyof typeof MATRICES): Buffer {
  const changed = Buffer.from(file);
  const at = file.indexOf('tkhd') + TO_MATRIX;
  for (const [index, value] of MATRICES[way].entries()) changed.writeInt32BE(value * ONE, at + (ENTRIES[index] ?? 0));
  return changed;
}

/** The input of a picture in four colours, 160×96. */
export const QUADRANTS = [
  '-f',
  'lavfi',
  '-i',
  [
    'color=red:s=160x96:r=10:d=0.5',
    'drawbox=x=80:y=0:w=80:h=48:c=lime:t=fill',
    'drawbox=x=0:y=48:w=80:h=48:c=blue:t=fill',
    'drawbox=x=80:y=48:w=80:h=48:c=yellow:t=fill',
  ].join(','),
];

/** Which of red, green, blue and yellow is top left, top right, bottom left and bottom right, by their first letters. */
export const quadrants = (picture: Picture): string =>
  [0.25, 0.75]
    .flatMap((y) => [0.25, 0.75].map((x) => picture.share(x, y)))
    .map(([red, green, blue]) => {
      if (blue > 128) return 'b';
      if (red > 128) return green > 128 ? 'y' : 'r';
      return green > 128 ? 'g' : '?';
    })
    .join('');
