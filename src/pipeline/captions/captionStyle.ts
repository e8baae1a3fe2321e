export interface CaptionStyle {
  position: 'bottom' | 'middle' | 'top';
  /** Colour of the word that is being said, `#rrggbb`. */
  highlight: string;
}
