import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Destination } from '../../../src/pipeline/storage/destination';
import { fileDestination, folderDestination, streamDestination } from '../../../src/pipeline/storage/destinations';
import { describeDestination } from '../../conformance/destinations';
import type { DestinationFactory } from '../../conformance/destinations';
import { asOrdinaryUser } from './support/asOrdinaryUser';
import { tempFolder } from './support/tempFolder';
import { filesIn } from './support/tree';

const folder = tempFolder();

type Make = (path: string) => Destination;
const FILE = Buffer.from('there before');

/** What a destination on a disk refuses. */
const refusedOnDisk = (make: Make, makeOver: Make): DestinationFactory['refused'] => ({
  'a folder that does not exist': async () => ({
    destination: make(join(folder(), 'missing', 'out')),
    kind: 'output_unwritable',
    words: /does not exist/,
  }),
  'a folder that is a file': async () => {
    writeFileSync(join(folder(), 'file'), FILE);
    return { destination: make(join(folder(), 'file', 'out')), kind: 'output_unwritable', words: /not a folder/ };
  },
  'a folder that may not be written to': async () => {
    chmodSync(folder(), 0o555);
    return {
      destination: asNobody(make(join(folder(), 'out'))),
      kind: 'output_unwritable',
      words: /permission is denied/,
    };
  },
  'a name that is too long': async () => ({
    destination: make(join(folder(), 'x'.repeat(300))),
    kind: 'output_unwritable',
    words: /too long/,
  }),
  'what exists already': async () => {
    writeFileSync(join(folder(), 'out'), FILE);
    return { destination: make(join(folder(), 'out')), kind: 'output_exists', words: /out exists already/ };
  },
  'a broken link': async () => {
    symlinkSync('nowhere', join(folder(), 'out'));
    return { destination: make(join(folder(), 'out')), kind: 'output_exists', words: /exists already/ };
  },
  'a device, also to be overwritten': async () => ({
    destination: makeOver('/dev/null'),
    kind: 'output_unwritable',
    words: /not a plain file|not a folder|result is a folder/,
  }),
});

/** Root may write everywhere. */
const asNobody = (destination: Destination): Destination => ({
  ...destination,
  check: () => asOrdinaryUser(() => destination.check()),
  open: (files) => asOrdinaryUser(() => destination.open(files)),
});

describeDestination('file', {
  takesSets: false,
  make: async () => {
    const path = join(folder(), 'out.mp4');
    return {
      destination: fileDestination(path, { overwrite: false }),
      seen: async () => (existsSync(path) ? new Map([['clip.mp4', readFileSync(path)]]) : null),
      address: () => path,
      leftovers: async () => readdirSync(folder()).filter((name) => name !== 'out.mp4'),
    };
  },
  refused: {
    ...refusedOnDisk(
      (path) => fileDestination(path, { overwrite: false }),
      (path) => fileDestination(path, { overwrite: true }),
    ),
    'a folder of the same name, also to be overwritten': async () => {
      mkdirSync(join(folder(), 'out'));
      return {
        destination: fileDestination(join(folder(), 'out'), { overwrite: true }),
        kind: 'output_unwritable',
        words: /it is a folder/,
      };
    },
  },
});

describeDestination('folder', {
  takesSets: true,
  make: async () => {
    const path = join(folder(), 'out');
    return {
      destination: folderDestination(path, { overwrite: false }),
      seen: async () => (existsSync(path) ? filesIn(path) : null),
      address: (file) => join(path, file),
      leftovers: async () => readdirSync(folder()).filter((name) => name !== 'out'),
    };
  },
  refused: {
    ...refusedOnDisk(
      (path) => folderDestination(path, { overwrite: false }),
      (path) => folderDestination(path, { overwrite: true }),
    ),
    'a folder that holds something': async () => {
      mkdirSync(join(folder(), 'out', 'sub'), { recursive: true });
      return {
        destination: folderDestination(join(folder(), 'out'), { overwrite: false }),
        kind: 'output_exists',
        words: /out exists already/,
      };
    },
    'the folder that the program runs in, empty or not': async () => ({
      destination: folderDestination('.', { overwrite: true }),
      kind: 'output_unwritable',
      words: /this program runs in it/,
    }),
    'a folder above the one that the program runs in': async () => ({
      destination: folderDestination('/', { overwrite: true }),
      kind: 'output_unwritable',
      words: /this program runs in it/,
    }),
  },
});

describeDestination('stream', {
  takesSets: false,
  make: async () => {
    const stream = new PassThrough();
    let failed = false;
    const read = buffer(stream).catch(() => {
      failed = true;
      return null;
    });
    return {
      destination: streamDestination(stream),
      seen: async () => {
        if (!stream.writableEnded && !stream.destroyed) return null;
        const bytes = await read;
        return bytes === null || failed ? null : new Map([['clip.mp4', bytes]]);
      },
      address: (file) => file,
      leftovers: async () => [],
    };
  },
  refused: {
    'a stream that was ended': async () => ({
      destination: streamDestination(new PassThrough().end()),
      kind: 'output_unwritable',
      words: /closed/,
    }),
    'a stream that was destroyed': async () => ({
      destination: streamDestination(new PassThrough().destroy()),
      kind: 'output_unwritable',
      words: /closed/,
    }),
  },
});
