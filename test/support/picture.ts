// Taken once: jest's sandbox makes each look at a global slow, and these loops look often.
const { abs, floor, max, min } = Math;

/** Red, green, blue, 0–255. */
export type Rgb = readonly [number, number, number];
/** … and opacity: 0 transparent, 255 opaque. */
export type Rgba = readonly [number, number, number, number];

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A decoded picture in memory. x runs from the left, y from the top, both from 0. */
export class Picture {
  constructor(
    readonly width: number,
    readonly height: number,
    /** Four bytes a pixel. */
    private readonly rgba: Buffer,
  ) {
    if (rgba.length !== width * height * 4)
      throw new Error(`${rgba.length} bytes are no RGBA picture of ${width}×${height}`);
  }

  pixel(x: number, y: number): Rgba {
    if (!(x >= 0 && y >= 0 && x < this.width && y < this.height))
      throw new RangeError(`(${x}, ${y}) lies outside of ${this.width}×${this.height}`);
    const at = (floor(y) * this.width + floor(x)) * 4;
    return [this.rgba[at] ?? 0, this.rgba[at + 1] ?? 0, this.rgba[at + 2] ?? 0, this.rgba[at + 3] ?? 0];
  }

  /** The pixel at a share of width and height: `share(0.5, 0.5)` is the centre, `share(0, 1)` the bottom left corner. */
  share(u: number, v: number): Rgba {
    return this.pixel(min(this.width - 1, floor(u * this.width)), min(this.height - 1, floor(v * this.height)));
  }

  /** The mean over a box, by default over all. */
  average(box: Box = { left: 0, top: 0, width: this.width, height: this.height }): Rgba {
    const sums: [number, number, number, number] = [0, 0, 0, 0];
    for (let y = box.top; y < box.top + box.height; y++) {
      for (let x = box.left; x < box.left + box.width; x++) {
        const [red, green, blue, alpha] = this.pixel(x, y);
        sums[0] += red;
        sums[1] += green;
        sums[2] += blue;
        sums[3] += alpha;
      }
    }
    const count = box.width * box.height;
    return [sums[0] / count, sums[1] / count, sums[2] / count, sums[3] / count];
  }

  /** Brightness 0–255, the mean over a box. */
  brightness(box?: Box): number {
    const [red, green, blue] = this.average(box);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  /**
   * The box outside of which the picture is of one colour (within `tolerance` a channel): what is left when bars of padding are taken away. Null when
   * everything has that colour.
   */
  boundsWithout(colour: Rgb, tolerance = 24): Box | null {
    let left = this.width;
    let top = this.height;
    let right = -1;
    let bottom = -1;
    for (let y = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++) {
        if (colourDistance(this.pixel(x, y), colour) <= tolerance) continue;
        left = min(left, x);
        right = max(right, x);
        top = min(top, y);
        bottom = max(bottom, y);
      }
    }
    return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
  }

  /**
   * Share (0–1) of pixels that differ from both the line above and the line below in the same direction by more than 40: the teeth of two fields woven
   * into one frame. A deinterlaced picture has next to none.
   */
  combing(): number {
    let combed = 0;
    for (let y = 1; y < this.height - 1; y++) {
      for (let x = 0; x < this.width; x++) {
        const here = this.pixel(x, y)[1];
        const above = here - this.pixel(x, y - 1)[1];
        const below = here - this.pixel(x, y + 1)[1];
        if (min(above, below) > 40 || max(above, below) < -40) combed++;
      }
    }
    return combed / (this.width * (this.height - 2));
  }
}

/** The greatest difference in any of red, green and blue. */
export function colourDistance(one: readonly number[], other: readonly number[]): number {
  return max(
    abs((one[0] ?? 0) - (other[0] ?? 0)),
    abs((one[1] ?? 0) - (other[1] ?? 0)),
    abs((one[2] ?? 0) - (other[2] ?? 0)),
  );
}
