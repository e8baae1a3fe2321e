import { stat } from 'node:fs/promises';
import { mapLimit } from '../../base/mapLimit';
import type { GrowingFile } from '../destination';
import type { S3Upload } from './s3Upload';

const FILES_AT_ONCE = 3;

/**
 * Sends files of a job to a storage while they are being made. Nothing can be seen there before the uploads are finished, and each of them holds what it has sent
 * against the finished file. What goes wrong here goes wrong quietly: then the file is sent as a whole.
 */
export class S3Ahead {
  private readonly uploads = new Map<string, S3Upload>();
  private looking: Promise<void> | null = null;
  private next: (() => Promise<void>) | null = null;
  private stopped = false;

  /** @param uploadOf makes an upload of a file by its name in the folder */
  constructor(private readonly uploadOf: (file: GrowingFile, signal: AbortSignal) => Promise<S3Upload>) {}

  /** Sends what has been made since the last look, once that has ended: the last progress of a job shows the most of it. */
  look(growing: () => Promise<readonly GrowingFile[]>, signal: AbortSignal): void {
    if (this.stopped) return;
    this.next = () => this.sendAll(growing, signal);
    this.looking ??= this.lookOn();
  }

  /** Ends the looking, when what is on its way has arrived. @returns what was begun and can be finished, by the files' names */
  async stop(): Promise<ReadonlyMap<string, S3Upload>> {
    this.stopped = true;
    await this.looking;
    return new Map([...this.uploads].filter(([, upload]) => !upload.aborted));
  }

  private async lookOn(): Promise<void> {
    while (this.next !== null && !this.stopped) {
      const look = this.next;
      this.next = null;
      await look().catch(() => undefined);
    }
    this.looking = null;
  }

  private async sendAll(growing: () => Promise<readonly GrowingFile[]>, signal: AbortSignal): Promise<void> {
    const files = await growing();
    const fresh = files.filter(({ file, whole }) => !whole || !this.uploads.has(file));
    await mapLimit(FILES_AT_ONCE, fresh, (file) => this.send(file, signal).catch(() => undefined));
  }

  private async send(file: GrowingFile, signal: AbortSignal): Promise<void> {
    await file.settle?.();
    const { size } = await stat(file.path);
    const upload = this.uploads.get(file.file) ?? (await this.uploadOf(file, signal));
    // One that failed stays listed, so that it is not begun again; it is sent as a whole later.
    if (this.stopped || upload.aborted) return;
    this.uploads.set(file.file, upload);
    await (file.whole ? upload.sendWhole(file.path, size) : upload.sendGrown(file.path, size)).catch(() =>
      upload.abort(),
    );
  }
}
