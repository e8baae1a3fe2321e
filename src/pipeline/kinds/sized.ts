/** A side that a preset supplies: only when neither is set, since the other one would distort or pad the picture. */
export const sized = <S extends object>(
  set: { width?: unknown; height?: unknown },
  side: S,
): S | Record<string, never> => (set.width === undefined && set.height === undefined ? side : {});
