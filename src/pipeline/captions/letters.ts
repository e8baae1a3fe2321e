/** Characters that are as wide as two letters: those of East Asian scripts, and emoji. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\p{Extended_Pictographic}]/gu;

/** Pure: how wide a text is, in letters. */
export const lettersIn = (text: string): number => text.length + (text.match(WIDE)?.length ?? 0);
