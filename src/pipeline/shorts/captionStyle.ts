export const CAPTION_POSITIONS = ['bottom', 'middle', 'top'] as const;

export interface CaptionStyle {
  position: (typeof CAPTION_POSITIONS)[number];
  /** Colour of the word that is being said, `#rrggbb`. */
  highlight: string;
}
