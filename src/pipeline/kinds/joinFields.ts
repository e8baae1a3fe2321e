import { z } from 'zod/v4';
import { TRANSITION_LABELS, USUAL_TRANSITION } from '../media/transition';
import type { TransitionOptions } from '../media/transition';
import { choice, said } from './fields';

const SHORTEST = 0.1;
const LONGEST = 5;

/** How clips of a video follow one another. */
export const transitions = () => ({
  transition: choice(TRANSITION_LABELS, 'How each of several inputs gives way to the next. Unset: none.', {
    label: 'Transition',
    group: 'picture',
  }).optional(),
  transition_duration: said(
    z.number().min(SHORTEST).max(LONGEST),
    `Seconds of each transition (${SHORTEST}–${LONGEST}), at most half of the shorter clip. Unset: ${USUAL_TRANSITION}.`,
    { label: 'Transition Duration (Seconds)', placeholder: `${USUAL_TRANSITION}`, group: 'picture' },
  ).optional(),
});

/** A duration says nothing without a transition; the usual one does no harm. */
export function refuseWithoutTransition({ value, issues }: z.core.ParsePayload<TransitionOptions>): void {
  if (value.transition === undefined && (value.transition_duration ?? USUAL_TRANSITION) !== USUAL_TRANSITION)
    issues.push({
      code: 'custom',
      path: ['transition_duration'],
      message: 'only goes with "transition"',
      input: value.transition_duration,
    });
}
