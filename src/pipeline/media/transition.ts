/** How one clip of a sequence gives way to the next. */
export const TRANSITION_LABELS = {
  none: { name: 'None', description: 'The next clip follows at once' },
  crossfade: { name: 'Crossfade', description: 'A clip turns into the next one' },
  fade_black: { name: 'Fade Through Black', description: 'The next clip comes out of black' },
  slide: { name: 'Slide', description: 'The next clip pushes it out to the left' },
  wipe: { name: 'Wipe', description: 'The next clip is uncovered from the left on' },
} as const;

export type Transition = keyof typeof TRANSITION_LABELS;

/** As it is asked for. */
export interface TransitionOptions {
  transition?: Transition | undefined;
  /** Seconds. */
  transition_duration?: number | undefined;
}

/** Seconds of one that does not say how long it is. */
export const USUAL_TRANSITION = 0.5;

/** Seconds that each takes at most; null: there is none. */
export const transitionSeconds = ({
  transition = 'none',
  transition_duration: asked = USUAL_TRANSITION,
}: TransitionOptions): number | null => (transition === 'none' ? null : asked);
