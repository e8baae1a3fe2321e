import { dirname, join } from 'node:path';
import { made, removeJobs } from '../../support/job';
import { decodeFrame, decodeImage, type Picture } from '../../support/pixels';
import { misplaced, type Tolerance } from '../../support/placement';
import { FITS, POSITIONS } from '../../../src/pipeline/media/frame';
import type { Fit, Position } from '../../../src/pipeline/media/frame';

afterAll(removeJobs);

const WIDE = { width: 640, height: 360 };
interface Asked {
  width: number;
  height: number;
  fit: Fit;
  position: Position;
}

/** A corner, the middle, and the corner across. */
const SOME: readonly Position[] = ['top-left', 'center', 'bottom-right'];

/** The kinds that shape a picture, each with how its result is looked at. */
const KINDS: Record<
  string,
  {
    result: (asked: Asked) => Promise<Picture>;
    tolerance?: Tolerance;
    bars: null | [0, 0, 0];
    /** Of kinds whose filters are those of video some are enough. */
    positions?: readonly Position[];
  }
> = {
  video: {
    bars: [0, 0, 0],
    result: async (asked) =>
      decodeFrame((await made('video', 'map-16x9.mp4', { ...asked, quality: 'very_high', end: 0.12 })).file),
  },
  image: {
    bars: [0, 0, 0],
    result: async (asked) =>
      decodeImage((await made('image', 'map-16x9.png', { ...asked, quality: 'very_high' })).file),
  },
  animation: {
    bars: null,
    positions: SOME,
    tolerance: { place: 0.035 },
    result: async (asked) =>
      decodeImage((await made('animation', 'map-16x9.mp4', { ...asked, quality: 'very_high', end: 0.16 })).file),
  },
  adaptive_video: {
    bars: [0, 0, 0],
    positions: SOME,
    result: async (asked) =>
      decodeFrame(
        join(
          dirname(
            (
              await made('adaptive_video', 'map-16x9.mp4', {
                segment_format: 'ts',
                ...asked,
                quality: 'very_high',
                end: 0.12,
              })
            ).file,
          ),
          'stream_0_00000.ts',
        ),
      ),
  },
};

describe.each(Object.entries(KINDS))('%s', (_kind, { result, bars, tolerance, positions = POSITIONS }) => {
  describe.each(FITS)('%s', (fit) => {
    it.each(fit === 'fill' ? ['center' as const] : positions)('%s', async (position) => {
      expect(
        misplaced(
          await result({ width: 160, height: 162, fit, position }),
          { fit, position, source: WIDE, bars },
          tolerance,
        ),
      ).toEqual([]);
    });
  });
  // The other way round: a frame that is wider than the picture.
  it.each(FITS)('%s into a wide frame', async (fit) => {
    const position = fit === 'contain' ? 'bottom-right' : 'bottom';
    expect(
      misplaced(
        await result({ width: 240, height: 80, fit, position }),
        { fit, position, source: WIDE, bars },
        tolerance,
      ),
    ).toEqual([]);
  });
});
