/** How captions look that are drawn into a picture. */
export const LOOKS = {
  outline: { name: 'Outline', description: 'White letters with a black edge; the word that is being said is lit' },
  box: { name: 'Box', description: 'White letters on a black box; the word that is being said is lit' },
  karaoke: { name: 'Karaoke', description: 'What has been said of a line stays lit' },
  word: { name: 'Word', description: 'One word at a time, in large letters' },
  bounce: { name: 'Bounce', description: 'As Outline, and each line jumps into the picture' },
} as const;
export type Look = keyof typeof LOOKS;

export const LETTER_CASES = {
  as_written: { name: 'As Written', description: 'As the transcript has it' },
  upper: { name: 'Upper', description: 'All in capital letters' },
  lower: { name: 'Lower', description: 'All in small letters' },
} as const;
export type LetterCase = keyof typeof LETTER_CASES;

export interface CaptionStyle {
  look: Look;
  position: 'bottom' | 'middle' | 'top';
  /** Colour of the word that is being said, `#rrggbb`. */
  highlight: string;
  /** A font of this machine; null: the one that comes along. */
  font: string | null;
  /** Height of the letters: pixels, or a share of the picture's height such as `6%`; null: as large as suits the picture. */
  size: string | null;
  letterCase: LetterCase;
}

/** The colour of the word that is being said, where none is asked for. */
const HIGHLIGHT = '#ffd400';

/** What is asked of captions, as the options of a kind name it. */
export interface CaptionOptions {
  caption_look?: Look | undefined;
  caption_position?: CaptionStyle['position'] | undefined;
  caption_color?: string | undefined;
  caption_font?: string | undefined;
  caption_size?: string | undefined;
  caption_case?: LetterCase | undefined;
}

export const captionStyleOf = (options: CaptionOptions): CaptionStyle => ({
  look: options.caption_look ?? 'outline',
  position: options.caption_position ?? 'bottom',
  highlight: options.caption_color ?? HIGHLIGHT,
  font: options.caption_font ?? null,
  size: options.caption_size ?? null,
  letterCase: options.caption_case ?? 'as_written',
});
