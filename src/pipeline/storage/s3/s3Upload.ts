import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { ObjectCannedACL, S3Client } from '@aws-sdk/client-s3';
import { mapLimit } from '../../base/mapLimit';
import { throwIfCancelled } from '../../errors/cancelled';
import type { S3Address } from './s3Address';
import { headOf } from './s3Object';
import { s3Problem } from './s3Problem';
import { mediaError } from '../../errors/mediaError';

/** S3 takes parts of 5 MiB to 5 GiB, the last one of any size, and 10,000 of them an object: a little room is left. */
const PART_BYTES = 8 * 1024 * 1024;
const MOST_PARTS = 9_000;
const PARTS_AT_ONCE = 4;
/** Parts lie in memory while they are sent, so that a cut connection can be tried again: those of huge files are large, and then fewer at once. */
const MOST_HELD = 64 * 1024 * 1024;
const MOST_ABORTS = 3;
/** Milliseconds for the answer to what is not cut off by a cancel. */
const ANSWER_MS = 15_000;

/** What an object is to be. */
export interface S3Object extends S3Address {
  mime?: string;
  cacheControl?: string | undefined;
  acl?: ObjectCannedACL | undefined;
}

/** Told of an upload in parts before the first part is sent, so that it can be ended if this process is killed. */
export type OnUpload = (object: S3Address, uploadId: string) => Promise<void>;

/**
 * One file on its way to a storage. Nothing can be seen there until `finish`, which may be preceded by parts that were sent while the file was being made.
 * Whoever has begun one ends it, by `finish` or by `abort`.
 */
export class S3Upload {
  private uploadId: string | null = null;
  private beginning: Promise<string> | null = null;
  private readonly sent = new Map<number, { digest: string; etag: string | undefined }>();
  private partBytes = PART_BYTES;
  aborted = false;

  constructor(
    private readonly client: S3Client,
    private readonly object: S3Object,
    private readonly signal: AbortSignal,
    private readonly onUpload: OnUpload = async () => undefined,
  ) {}

  /** Sends those parts of a growing file that are written to their ends. The first one is left, since a header may be filled in at the end. */
  async sendGrown(path: string, bytes: number): Promise<void> {
    const whole = partsOf(Math.floor(bytes / this.partBytes)).filter((part) => part > 1 && !this.sent.has(part));
    await this.send(path, whole);
  }

  /** Sends all of a file that is not changed any more, and finishes nothing. */
  async sendWhole(path: string, bytes: number): Promise<void> {
    await this.send(path, this.all(bytes));
  }

  /** Sends what is missing, or has changed since it was sent, and makes the object seen; aborts when that fails. @throws output_incomplete, cancelled, the storage's own errors */
  async finish(path: string, bytes: number): Promise<void> {
    try {
      throwIfCancelled(this.signal);
      if (this.beginning === null) this.partBytes = Math.max(PART_BYTES, Math.ceil(bytes / MOST_PARTS));
      if (this.beginning === null && bytes <= this.partBytes) {
        await withFile(path, (file) => this.put(file, bytes));
      } else {
        await this.send(path, this.all(bytes));
        await this.complete(this.all(bytes));
      }
    } catch (error) {
      await this.abort();
      throw error;
    }
    const stored = await headOf(this.client, this.object);
    if (stored !== null && stored.bytes !== bytes)
      throw mediaError('output_incomplete', { why: `${stored.bytes} of ${bytes} bytes arrived in the storage` });
  }

  /** Takes back what was sent. Nothing may be on its way any more: a part that arrives afterwards would stay. Never rejects. */
  async abort(): Promise<void> {
    const { uploadId } = this;
    this.aborted = true;
    this.uploadId = null;
    if (uploadId !== null) await abortUpload(this.client, this.object, uploadId).catch(() => undefined);
  }

  private all(bytes: number): number[] {
    return partsOf(Math.max(1, Math.ceil(bytes / this.partBytes)));
  }

  private async send(path: string, parts: readonly number[]): Promise<void> {
    const most = Math.max(1, Math.min(PARTS_AT_ONCE, Math.floor(MOST_HELD / this.partBytes)));
    await withFile(path, (file) => mapLimit(most, parts, (part) => this.bring(file, part)));
  }

  private async put(file: FileHandle, bytes: number): Promise<void> {
    const { PutObjectCommand } = await import('@aws-sdk/client-s3');
    const body = await read(file, 0, bytes);
    await this.client.send(new PutObjectCommand({ ...this.wished(), Body: body, ContentLength: body.length }), {
      abortSignal: this.signal,
    });
  }

  /** Sends a part, unless it was sent just as it is now. */
  private async bring(file: FileHandle, part: number): Promise<void> {
    throwIfCancelled(this.signal);
    const body = await read(file, (part - 1) * this.partBytes, this.partBytes);
    const digest = createHash('sha256').update(body).digest('base64');
    if (this.sent.get(part)?.digest === digest) return;
    const { UploadPartCommand } = await import('@aws-sdk/client-s3');
    const UploadId = await this.begin();
    const { ETag: etag } = await this.client.send(
      new UploadPartCommand({ ...this.place(), UploadId, PartNumber: part, Body: body, ContentLength: body.length }),
      { abortSignal: this.signal },
    );
    this.sent.set(part, { digest, etag });
  }

  private begin(): Promise<string> {
    return (this.beginning ??= this.create());
  }

  private async create(): Promise<string> {
    const { CreateMultipartUploadCommand } = await import('@aws-sdk/client-s3');
    // Not cut off by a cancel: then its id would never be known.
    const { UploadId } = await this.client.send(new CreateMultipartUploadCommand(this.wished()), {
      requestTimeout: ANSWER_MS,
    });
    if (UploadId === undefined) throw new Error('the storage did not say which upload it has begun');
    this.uploadId = UploadId;
    await this.onUpload(this.object, UploadId);
    return UploadId;
  }

  private async complete(parts: readonly number[]): Promise<void> {
    const { CompleteMultipartUploadCommand } = await import('@aws-sdk/client-s3');
    throwIfCancelled(this.signal);
    const Parts = parts.map((part) => ({ PartNumber: part, ETag: this.sent.get(part)?.etag }));
    await this.client.send(
      new CompleteMultipartUploadCommand({
        ...this.place(),
        UploadId: this.uploadId ?? '',
        MultipartUpload: { Parts },
      }),
      { abortSignal: this.signal },
    );
    this.uploadId = null;
  }

  private place(): { Bucket: string; Key: string } {
    return { Bucket: this.object.bucket, Key: this.object.key };
  }

  private wished() {
    const { mime, cacheControl, acl } = this.object;
    return { ...this.place(), ContentType: mime, CacheControl: cacheControl, ACL: acl };
  }
}

/** The numbers of so many parts. */
const partsOf = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** The bytes of a file from a place on, fewer where it ends. */
async function read(file: FileHandle, from: number, bytes: number): Promise<Buffer> {
  const body = Buffer.allocUnsafe(Math.max(0, Math.min(bytes, (await file.stat()).size - from)));
  for (let at = 0; at < body.length;) {
    const { bytesRead } = await file.read(body, at, body.length - at, from + at);
    if (bytesRead === 0) return body.subarray(0, at);
    at += bytesRead;
  }
  return body;
}

/**
 * Takes the parts of an upload away; one that is gone already is none. A part that was on its way may have come in the meantime, so this is repeated until
 * the storage knows of no upload (AWS's reference of AbortMultipartUpload asks for that). @throws the storage's own errors
 */
export async function abortUpload(
  client: S3Client,
  { bucket, key }: S3Address,
  uploadId: string,
  stop?: AbortSignal,
): Promise<void> {
  const { AbortMultipartUploadCommand } = await import('@aws-sdk/client-s3');
  const gone = () =>
    client
      .send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId }), {
        requestTimeout: ANSWER_MS,
        ...(stop && { abortSignal: stop }),
      })
      .then(
        () => false,
        (error: unknown) => {
          if (s3Problem(error).missing) return true;
          throw error;
        },
      );
  for (let tries = 0; tries < MOST_ABORTS && !(await gone()); tries += 1);
}
