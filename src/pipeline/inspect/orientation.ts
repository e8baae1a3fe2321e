/** What ffprobe tells of how a player turns a picture. */
export interface Turned {
  tags?: Record<string, string>;
  side_data_list?: { rotation?: number; displaymatrix?: string }[];
}

/** Clockwise degrees: 0, 90, 180 or 270. */
export function rotationOf({ side_data_list, tags }: Turned): number {
  // The display matrix counts counter-clockwise, the older tag clockwise.
  const matrix = side_data_list?.find(({ rotation }) => rotation !== undefined)?.rotation;
  const tagged = Number(tags?.rotate ?? 0);
  const clockwise = matrix !== undefined ? -matrix : tagged;
  if (!Number.isFinite(clockwise)) return 0;
  return (((Math.round(clockwise / 90) * 90) % 360) + 360) % 360;
}

export const isOriented = ({ side_data_list = [], tags }: Turned): boolean =>
  tags?.rotate !== undefined || side_data_list.some(({ rotation }) => rotation !== undefined);

/** A display matrix is three lines, each an address and three numbers; it mirrors where its determinant is negative. */
export function isMirrored({ side_data_list = [] }: Turned): boolean {
  const matrix = side_data_list.find(({ displaymatrix }) => displaymatrix !== undefined)?.displaymatrix ?? '';
  const [[a = 0, b = 0] = [], [c = 0, d = 0] = []] = matrix
    .split('\n', 4)
    .filter((line) => line.includes(':'))
    .map((line) =>
      line
        .slice(line.indexOf(':') + 1)
        .trim()
        .split(/\s+/, 2)
        .map(Number),
    );
  return a * d < b * c;
}
