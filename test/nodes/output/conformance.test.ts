import { buffer } from 'node:stream/consumers';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { IBinaryData } from 'n8n-workflow';
import { binaryDestination } from '../../../nodes/output/binaryDestination';
import { describeDestination } from '../../conformance/destinations';
import { unzipped } from '../../support/unzipped';

let folder: string;
let before: string | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'media-jobs-binary-'));
  before = process.env.MEDIA_JOBS_WORK_FOLDER;
  process.env.MEDIA_JOBS_WORK_FOLDER = folder;
});
afterEach(() => {
  if (before === undefined) delete process.env.MEDIA_JOBS_WORK_FOLDER;
  else process.env.MEDIA_JOBS_WORK_FOLDER = before;
  rmSync(folder, { recursive: true });
});

/** As n8n takes a file: by its stream, to the end. */
const helpers = {
  prepareBinaryData: async (stream: Buffer | Readable): Promise<IBinaryData> => ({
    data: (Buffer.isBuffer(stream) ? stream : await buffer(stream)).toString('base64'),
    mimeType: 'video/mp4',
  }),
};
const bytesOf = ({ data }: IBinaryData): Buffer => Buffer.from(data, 'base64');
const leftovers = async (): Promise<string[]> => readdirSync(folder);

describeDestination('binary', {
  takesSets: true,
  refused: {},
  make: async () => {
    const destination = binaryDestination(helpers, { name: null, zip: null });
    return {
      destination,
      seen: async () =>
        destination.stored.length === 0
          ? null
          : new Map(destination.stored.map(({ path, binary }) => [path, bytesOf(binary)])),
      address: (file) => file,
      leftovers,
    };
  },
});

describeDestination('ZIP', {
  takesSets: true,
  refused: {},
  make: async () => {
    const destination = binaryDestination(helpers, { name: null, zip: 'set.zip' });
    return {
      destination,
      async seen() {
        const [zip] = destination.stored;
        if (zip === undefined) return null;
        const path = join(folder, 'seen.zip');
        writeFileSync(path, bytesOf(zip.binary));
        return unzipped(path).finally(() => rmSync(path));
      },
      address: (file) => file,
      leftovers,
    };
  },
});
