import type { Motion } from '../../media/clip';

/** How much larger a picture is drawn whose view moves: the places of its edges are then even to 0.06 pixels (at 720p; drawn as large as it is seen, to 0.1). */
export const DRAWN_LARGER = 1.5;

/** How much of a picture is seen at the closest: its sides divided by this. */
const CLOSEST = 1.2;

/** Where the view of a picture begins and ends: how close it is, and where its middle lies, as shares of the sides. */
interface View {
  zoom: number;
  x: number;
  y: number;
}

const WHOLE: View = { zoom: 1, x: 0.5, y: 0.5 };
/** Of the middle of a close view, from the edge. */
const EDGE = 0.5 / CLOSEST;
const close = (x: number, y: number): View => ({ zoom: CLOSEST, x, y });

const MOTIONS: Record<Exclude<Motion, 'none'>, readonly [from: View, to: View]> = {
  zoom_in: [WHOLE, close(0.5, 0.5)],
  zoom_out: [close(0.5, 0.5), WHOLE],
  pan_left: [close(1 - EDGE, 0.5), close(EDGE, 0.5)],
  pan_right: [close(EDGE, 0.5), close(1 - EDGE, 0.5)],
  pan_up: [close(0.5, 1 - EDGE), close(0.5, EDGE)],
  pan_down: [close(0.5, EDGE), close(0.5, 1 - EDGE)],
};

/**
 * Pure: a filter by which the view of a picture moves evenly over so many frames, to a fraction of a pixel: ffmpeg's zoompan moves by whole ones, which is
 * seen as trembling.
 * @param skipped how many of them are not made
 */
export function motionFilter(motion: Exclude<Motion, 'none'>, frames: number, skipped = 0): string {
  const [from, to] = MOTIONS[motion];
  // 0 at the first frame, 1 at the last.
  const first = skipped - 1;
  const passed = `min(1\\,(on${first < 0 ? first : `+${first}`})/${Math.max(1, frames - 1)})`;
  const between = (of: keyof View) =>
    from[of] === to[of] ? `${from[of]}` : `(${from[of]}+${to[of] - from[of]}*${passed})`;
  const half = `0.5/${between('zoom')}`;
  const corner = (side: 'W' | 'H', sign: '+' | '-') => `${side}*(${between(side === 'W' ? 'x' : 'y')}${sign}${half})`;
  const [left, right, top, bottom] = [corner('W', '-'), corner('W', '+'), corner('H', '-'), corner('H', '+')];
  const corners = [left, top, right, top, left, bottom, right, bottom];
  const names = ['x0', 'y0', 'x1', 'y1', 'x2', 'y2', 'x3', 'y3'];
  const places = names.map((name, index) => `${name}='${corners[index] ?? ''}'`).join(':');
  return `perspective=${places}:sense=source:eval=frame:interpolation=cubic`;
}
