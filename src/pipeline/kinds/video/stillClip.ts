import { MAX_SIDE } from '../../media/frame';
import { DRAWN_LARGER, motionFilter } from '../../plan/sequence/motion';
import type { Frames } from '../../plan/sequence/span';
import type { PlacedClip } from '../../plan/sequence/placedClips';
import type { ShownClip, ShownUse } from '../../plan/sequence/shownClip';
import type { Step } from '../../plan/types';
import { planImage } from '../image/plan';

/**
 * Pure: a clip that is one picture. What moves is the view of it, so that is drawn larger first.
 * @param part frames of the result in which it is shown @throws size_invalid
 */
export function stillClip(
  { asked, source, input, index, from, to }: PlacedClip,
  part: Frames,
  { canvas, shape: { fit, position, crop, rotate, flip }, background, encoders }: ShownUse,
): ShownClip {
  const { width, height, frameRate, colors } = canvas;
  const { motion = 'none' } = asked;
  const room = motion === 'none' ? 1 : Math.min(DRAWN_LARGER, MAX_SIDE / Math.max(width, height));
  const paper = background ?? '#000000';
  const drawn = planImage(
    {
      format: 'png',
      width: Math.round(width * room),
      height: Math.round(height * room),
      fit: asked.fit ?? fit,
      position,
      background: paper,
      crop,
      rotate,
      flip,
    },
    { source, input, name: `media-jobs-still-${index}`, encoders },
  );
  const [{ file } = { file: '' }] = drawn.outputs;
  return {
    steps: drawn.steps.map((step) => onPaper(step, paper)),
    input: [
      ...['-protocol_whitelist', 'file', '-format_whitelist', 'image2', '-f', 'image2', '-loop', '1'],
      ...['-framerate', frameRate, '-i', `file:${file}`],
    ],
    stream: 0,
    filters: [
      ...(motion === 'none' ? [] : ['format=gbrp', motionFilter(motion, to - from, part.from - from)]),
      `scale=${width}:${height}:flags=area:out_color_matrix=${colors.matrix}:out_range=tv`,
      'format=yuv420p',
      'setsar=1',
    ],
    passing: [...drawn.passing, file],
    warnings: drawn.warnings.filter(({ kind }) => kind !== 'upscaled'),
  };
}

/** A picture that may be transparent gets something under it: a video is not. */
const onPaper = (step: Step, under: string): Step =>
  step.tool === 'sharp' && step.operation.do === 'render' ? { ...step, operation: { ...step.operation, under } } : step;
