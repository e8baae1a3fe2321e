import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { closedSegments } from './closedSegments';
import { SEGMENT_MIME } from '../../media/formats';
import { atOnce } from '../../base/atOnce';
import type { S3Upload } from './s3Upload';
import type { ExpectedOutput } from '../../media/expectedOutput';

/** Files that are written from front to back; in MP3 only the header is filled in at the end, so what lies in the first part is sent last. */
const GROWS: ReadonlySet<ExpectedOutput['format']> = new Set<ExpectedOutput['format']>(['mp3', 'aac']);
const FILES_AT_ONCE = 3;

/**
 * Sends files of a job to a storage while they are being made, where a file that is not finished is as good as one that is. Nothing can be seen there before the
 * uploads are finished, and each of them holds what it has sent against the finished file. What goes wrong here goes wrong quietly: then the file is sent as a whole.
 */
export class S3Ahead {
  private readonly uploads = new Map<string, S3Upload>();
  private looking: Promise<void> | null = null;
  private stopped = false;

  /** @param uploadOf makes an upload of a file by its name in the folder */
  constructor(
    private readonly folder: string,
    private readonly uploadOf: (file: Pick<ExpectedOutput, 'file' | 'mime'>) => Promise<S3Upload>,
  ) {}

  /** Sends what has been made since the last look, unless that is still under way. */
  look(outputs: readonly ExpectedOutput[]): void {
    if (this.stopped) return;
    this.looking ??= this.sendAll(outputs)
      .catch(() => undefined)
      .finally(() => {
        this.looking = null;
      });
  }

  /** Ends the looking, when what is on its way has arrived. @returns what was begun and can be finished, by the files' names */
  async stop(): Promise<ReadonlyMap<string, S3Upload>> {
    this.stopped = true;
    await this.looking;
    return new Map([...this.uploads].filter(([, upload]) => !upload.aborted));
  }

  private async sendAll(outputs: readonly ExpectedOutput[]): Promise<void> {
    for (const output of outputs)
      if (GROWS.has(output.format)) await this.quietly(output, (upload, path, bytes) => upload.sendGrown(path, bytes));
    if (!outputs.some(({ format }) => format === 'hls')) return;
    const fresh = closedSegments(await readdir(this.folder)).filter((name) => !this.uploads.has(name));
    await atOnce(FILES_AT_ONCE, fresh, (name) =>
      this.quietly({ file: name, mime: SEGMENT_MIME }, (upload, path, bytes) => upload.sendWhole(path, bytes)),
    );
  }

  private async quietly(
    output: Pick<ExpectedOutput, 'file' | 'mime'>,
    send: (upload: S3Upload, path: string, bytes: number) => Promise<void>,
  ): Promise<void> {
    const { file } = output;
    const path = join(this.folder, file);
    const { size } = await stat(path);
    const upload = this.uploads.get(file) ?? (await this.uploadOf(output));
    // One that failed stays listed, so that it is not begun again; it is sent as a whole later.
    if (this.stopped || upload.aborted) return;
    this.uploads.set(file, upload);
    await send(upload, path, size).catch(() => upload.abort());
  }
}
