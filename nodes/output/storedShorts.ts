import { basename } from 'node:path';
import type { IBinaryData } from 'n8n-workflow';
import type { Job } from '../../src/pipeline/job/job';
import type { Short } from '../../src/pipeline/job/short';
import type { StoredFile } from './binaryDestination';
import type { MadeShort } from './shortItems';

/** The shorts of a job of this machine with their files, found by the names of these. What belongs to the job as a whole goes with its first short. */
export function storedShorts({ shorts = [], contact_sheet: sheet }: Job, stored: readonly StoredFile[]): MadeShort[] {
  const fileOf = (path: string | null | undefined): IBinaryData | null =>
    path ? (stored.find((file) => file.path === basename(path))?.binary ?? null) : null;
  return shorts.map((short: Short, place): MadeShort => {
    const [poster, captions, contactSheet] = [
      fileOf(short.poster),
      fileOf(short.captions),
      place === 0 ? fileOf(sheet) : null,
    ];
    return {
      short,
      binary: fileOf(short.output),
      beside: { ...(poster && { poster }), ...(captions && { captions }), ...(contactSheet && { contactSheet }) },
    };
  });
}
