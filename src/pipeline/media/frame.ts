export interface Size {
  width: number;
  height: number;
}

export interface Area extends Size {
  left: number;
  top: number;
}

export const FIT_LABELS = {
  contain: { name: 'Contain', description: 'The whole picture, with bars where the shape differs' },
  cover: { name: 'Cover', description: 'Fills the frame and crops what lies outside' },
  fill: { name: 'Fill', description: 'Stretches the picture to the frame' },
};

export type Fit = keyof typeof FIT_LABELS;

export const FITS = Object.keys(FIT_LABELS) as Fit[];

export const POSITION_LABELS = {
  center: { name: 'Center', description: 'The middle of the picture' },
  top: { name: 'Top', description: 'The middle of the upper edge' },
  bottom: { name: 'Bottom', description: 'The middle of the lower edge' },
  left: { name: 'Left', description: 'The middle of the left edge' },
  right: { name: 'Right', description: 'The middle of the right edge' },
  'top-left': { name: 'Top Left', description: 'The upper left corner' },
  'top-right': { name: 'Top Right', description: 'The upper right corner' },
  'bottom-left': { name: 'Bottom Left', description: 'The lower left corner' },
  'bottom-right': { name: 'Bottom Right', description: 'The lower right corner' },
};

export type Position = keyof typeof POSITION_LABELS;

export const POSITIONS = Object.keys(POSITION_LABELS) as Position[];

/** Frames per second of an animation at the most: browsers show no picture of one for less than 20 ms. */
export const FINEST_FPS = 50;

/** Longest side of a video or animation, in pixels. */
export const MAX_SIDE = 8192;

/** Longest side of a still image, in pixels. */
export const MAX_IMAGE_SIDE = 16_384;
