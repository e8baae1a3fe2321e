import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Destination, OpenDestination, ProducedFile } from '../../src/pipeline/storage/destination';
import { expectError } from '../support/expectError';
import { openFor, put } from '../support/opened';
import type { MediaJobError } from '../../src/pipeline/errors/mediaError';

export interface DestinationUnderTest {
  destination: Destination;
  /** What there is to be seen where the files go, by name; null while nothing is there. Whoever saw an error saw nothing. */
  seen(): Promise<Map<string, Buffer> | null>;
  /** What `publish` is to answer for a first file of this name. */
  address(file: string): string;
  /** Names that lie about beside the result. */
  leftovers(): Promise<string[]>;
}

export interface DestinationFactory {
  /** A destination where nothing is yet. */
  make: () => Promise<DestinationUnderTest>;
  /** Destinations that cannot be written to, each with the error that it is to answer. */
  refused: Record<string, () => Promise<{ destination: Destination; kind: MediaJobError['kind']; words: RegExp }>>;
  /** Whether it takes a set of files. */
  takesSets: boolean;
}

const going = (): AbortSignal => new AbortController().signal;

/** What every destination keeps to: complete or absent, never half; refused early; nothing left lying about. */
export function describeDestination(name: string, { make, refused, takesSets }: DestinationFactory): void {
  describe(`${name} destination`, () => {
    let work: string | null = null;
    afterEach(() => {
      if (work !== null) rmSync(work, { recursive: true });
      work = null;
    });

    /** Makes files as a job does, in a work folder below the root of an open destination. */
    async function produce(
      destination: Destination,
      contents: Record<string, Buffer>,
    ): Promise<{ opened: OpenDestination; files: ProducedFile[] }> {
      const names = Object.keys(contents);
      const opened = await openFor(destination, names);
      work = mkdtempSync(join(opened.root, '.conformance-'));
      const files = names.map((file): ProducedFile => {
        const path = join(work ?? '', file);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, contents[file] ?? '');
        return { file, path, format: 'mp4', mime: 'video/mp4', bytes: contents[file]?.length ?? 0 };
      });
      return { opened, files };
    }

    const contents: Record<string, Buffer> = takesSets
      ? {
          'master.m3u8': Buffer.from('#EXTM3U'),
          'v0/one.ts': bytesOf(300_000),
          'v0/two.ts': bytesOf(200_000),
          'v1/one.ts': bytesOf(1),
        }
      : { 'clip.mp4': bytesOf(500_000) };
    const main = Object.keys(contents)[0] ?? '';

    /** Beside the job's own work folder. */
    const strays = async (target: DestinationUnderTest): Promise<string[]> =>
      (await target.leftovers()).filter((each) => !each.startsWith('.conformance-'));

    it('is absent until it is published, also when it was opened twice', async () => {
      const target = await make();
      await target.destination.check();
      const first = await openFor(target.destination, [main]);
      const { opened } = await produce(target.destination, contents);
      expect(await target.seen()).toBeNull();
      await Promise.all([first.close(), opened.close()]);
      expect(await target.seen()).toBeNull();
      expect(await strays(target)).toEqual([]);
    });

    it('has an existing folder to work in', async () => {
      const { destination } = await make();
      expect(statSync((await openFor(destination, [main])).root).isDirectory()).toBe(true);
    });

    it('is complete when it was published, and answers the address of the first file', async () => {
      const target = await make();
      const { opened, files } = await produce(target.destination, contents);
      expect(await opened.publish(files, going())).toBe(target.address(main));
      expect(digests(await target.seen())).toEqual(digests(new Map(Object.entries(contents))));
      expect(await strays(target)).toEqual([]);
    });

    it('is absent when the job was cancelled before', async () => {
      const target = await make();
      const { opened, files } = await produce(target.destination, contents);
      await expect(opened.publish(files, AbortSignal.abort())).rejects.toMatchObject({ kind: 'cancelled' });
      expect(await target.seen()).toBeNull();
      expect(await strays(target)).toEqual([]);
    });

    it('is absent when a file is missing', async () => {
      const target = await make();
      const { opened, files } = await produce(target.destination, contents);
      const last = files.at(-1);
      rmSync(last?.path ?? '');
      await expect(opened.publish(files, going())).rejects.toMatchObject({ kind: 'internal_error' });
      expect(await target.seen()).toBeNull();
      expect(await strays(target)).toEqual([]);
    });

    it('is absent when there is nothing to publish', async () => {
      const target = await make();
      await expect(put(target.destination, [], going())).rejects.toMatchObject({ kind: 'internal_error' });
      expect(await target.seen()).toBeNull();
    });

    if (!takesSets) {
      it('refuses a set of files early', async () => {
        const target = await make();
        await expectError(
          openFor(target.destination, ['master.m3u8', 'one.ts']),
          'output_unwritable',
          'set of 2 files',
        );
      });
    }

    const reasons = Object.keys(refused);
    if (reasons.length === 0) return;
    it.each(reasons)('refuses early: %s', async (reason) => {
      const made = await refused[reason]?.();
      await expectError(made?.destination.check(), made?.kind, made?.words);
      await expectError(made && openFor(made.destination, [main]), made?.kind, made?.words);
    });
  });
}

/** Bytes that differ from place to place, so that a shifted or repeated part shows. */
function bytesOf(length: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) & 255));
}

function digests(files: Map<string, Buffer> | null): Record<string, string> | null {
  if (files === null) return null;
  return Object.fromEntries(
    [...files].map(([file, bytes]) => [file, createHash('sha256').update(bytes).digest('hex')]),
  );
}
