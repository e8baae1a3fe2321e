const SIZES = ['width', 'height', 'short_side', 'max_width', 'max_height'];

/** A size that a preset supplies: only where none is set, since a side beside another one would distort or pad the picture. */
export const unlessSized = <S extends object>(set: object, size: S): S | Record<string, never> =>
  SIZES.some((name) => (set as Record<string, unknown>)[name] !== undefined) ? {} : size;
