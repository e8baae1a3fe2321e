import { written } from './parts';
import type { Format, Part } from './parts';

/** Numbers from 0 to 1. */
type Random = () => number;

/** Where a part lies: among its siblings. */
interface Site {
  siblings: Part[];
  index: number;
}

const integer = (random: Random, below: number): number => Math.floor(random() * below);
export const oneOf = <T>(random: Random, values: readonly T[]): T => values[integer(random, values.length)] as T;

const sites = (parts: Part[]): Site[] =>
  parts.flatMap(({ body }, index) => [{ siblings: parts, index }, ...(Buffer.isBuffer(body) ? [] : sites(body))]);

/** Sizes that are met in broken files. */
const LIES = (size: number, random: Random): number[] => [
  0,
  1,
  size + 1,
  Math.max(0, size - 1),
  size * 2,
  Math.floor(size * random()),
  0x7fff_ffff,
  0xffff_fff0,
  2_000_000_000,
];

type Fault = (site: Site, random: Random) => void;

const FAULTS: Record<string, Fault> = {
  missing: ({ siblings, index }) => void siblings.splice(index, 1),
  doubled: ({ siblings, index }) => void siblings.splice(index, 0, siblings[index] as Part),
  moved: ({ siblings, index }, random) => {
    const [part] = siblings.splice(index, 1);
    siblings.splice(integer(random, siblings.length + 1), 0, part as Part);
  },
  shuffled: ({ siblings }, random) => {
    for (let last = siblings.length - 1; last > 0; last -= 1) {
      const other = integer(random, last + 1);
      [siblings[last], siblings[other]] = [siblings[other] as Part, siblings[last] as Part];
    }
  },
  lying: (site, random) => change(site, (part, size) => ({ ...part, says: oneOf(random, LIES(size, random)) })),
  short: (site, random) =>
    change(site, (part, size, bytes) => ({ ...part, says: size, body: bytes.subarray(0, integer(random, size + 1)) })),
  noisy: (site, random) =>
    change(site, (part, size, bytes) => {
      const body = Buffer.from(bytes);
      for (let left = 1 + integer(random, 8); left > 0 && size > 0; left -= 1)
        body[integer(random, size)] = integer(random, 256);
      return { ...part, body };
    }),
  renamed: (site, random) =>
    change(site, (part) => {
      const name = Buffer.from(part.name);
      if (name.length > 0) name[integer(random, name.length)] = integer(random, 256);
      return { ...part, name };
    }),
};

/** Puts another part in the place of one. Its body is handed on as bytes only to those who take it so. */
function change({ siblings, index }: Site, make: (part: Part, size: number, bytes: Buffer) => Part): void {
  const part = siblings[index] as Part;
  const bytes = Buffer.isBuffer(part.body) ? part.body : Buffer.alloc(0);
  siblings[index] = make(part, bytes.length, bytes);
}

/** A file with one to three faults in its structure, the same for the same numbers. @returns it, and what was done to it */
export function broken(whole: Buffer, format: Format, random: Random): { bytes: Buffer; faults: string[] } {
  const parts = format.parts(whole);
  const faults: string[] = [];
  for (let left = 1 + integer(random, 3); left > 0; left -= 1) {
    const all = sites(parts);
    if (all.length === 0) break;
    const site = oneOf(random, all);
    const fault = oneOf(random, Object.keys(FAULTS));
    const name = site.siblings[site.index]?.name.toString('latin1').replace(/[^\x20-\x7e]/g, '.');
    FAULTS[fault]?.(site, random);
    faults.push(`${fault} ${name ?? ''}`.trim());
  }
  const bytes = written(parts, format);
  if (random() > 0.15) return { bytes, faults };
  const length = integer(random, bytes.length + 1);
  return { bytes: bytes.subarray(0, length), faults: [...faults, `cut at ${length} of ${bytes.length}`] };
}
