import { mkdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { basename, extname } from 'node:path/posix';
import { KINDS, setOf } from '../pipeline/kinds';
import { FILE_TYPES, formatOfExtension, isFormat, isSegmented, mimeOfExtension } from '../pipeline/media/formats';
import type { AnyFormat, Format } from '../pipeline/media/formats';
import { throwIfCancelled } from '../pipeline/errors/cancelled';
import type { ProducedFile } from '../pipeline/storage/destination';
import { guardOf } from '../pipeline/net/guard';
import type { GuardOptions } from '../pipeline/net/guard';
import { httpSource } from '../pipeline/storage/httpSource';
import { maxInputBytes } from '../pipeline/storage/inputLimit';
import { placeOnWeb, webAddress } from '../pipeline/storage/place';
import { storageFor } from '../pipeline/storage/storages';
import { safeName } from '../pipeline/base/safeName';
import { bytesOf } from '../pipeline/storage/bytes';
import { sniff } from '../pipeline/inspect/sniff';
import { isKind } from '../pipeline/request/request';
import type { ApiAccess } from './apiAccess';
import type { ResultUse } from './backend';
import type { BackendJob } from './backendJob';
import { playlistFiles } from './playlistFiles';
import { MediaJobError, mediaError } from '../pipeline/errors/mediaError';

/** Of the API that has the result. */
interface FetchUse extends ResultUse {
  access: ApiAccess;
}

/** Why a result is not fetched that is no file of the user's own storage. */
export const STAYS = 'the files of the HLS stream do not all lie beside each other, so that a copy would not play';

/** So many files an HLS set may have: four hours in segments of a second, in a few renditions. */
const MOST_FILES = 100_000;

/**
 * Fetches the result of a job that succeeded: a file, or for HLS all files of the set, the master playlist first. The host of the base URL is reached as the
 * administrator gave it; others have to be public. The API key is sent to none of them.
 * @returns null when the result is not to be fetched: it went to the user's own storage, or is an HLS set whose files lie elsewhere than beside each other
 * @throws result_unreachable, address_refused, redirect_refused, input_too_large, disk_full, cancelled
 */
export async function fetchResult(job: BackendJob, use: FetchUse): Promise<ProducedFile[] | null> {
  const { output } = job;
  if (output === null || storageFor(output) !== null) return null;
  const place = webAddress(output);
  if (place === null) throw unreachable(job, 'the API names no address of it.');
  const url = new URL(place.href);
  const asked: readonly Format[] = isKind(job.kind) ? KINDS[job.kind].formats : [];
  const named = formatOfExtension(extname(url.pathname).slice(1), ALL);
  if ((named !== null && isSegmented(named)) || (isKind(job.kind) && setOf(job.kind) !== null))
    return fetchSet(job, url, use);
  const path = await fetchFile(job, url, join(use.folder, 'result'), use);
  const format =
    named !== null && asked.includes(named)
      ? named
      : (asked.find((each) => each === job.options.format) ?? (await sniffed(path)) ?? asked[0] ?? 'mp4');
  return [await produced(path, `${parse(use.name).name || 'media'}.${FILE_TYPES[format].extensions[0]}`, format)];
}

const ALL = Object.keys(FILE_TYPES) as Format[];

async function fetchSet(job: BackendJob, master: URL, use: FetchUse): Promise<ProducedFile[] | null> {
  const done: ProducedFile[] = [];
  const waiting: { file: string; from: URL }[] = [
    { file: safeName(basename(master.pathname), 'master.m3u8'), from: master },
  ];
  const known = new Set(waiting.map(({ file }) => file));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { file, from } = next;
    const path = await fetchFile(job, from, join(use.folder, 'set', file), use);
    const isPlaylist = extname(file).toLowerCase() === '.m3u8';
    const made = await produced(path, file, isPlaylist ? 'hls' : 'mpegts');
    done.push(isPlaylist ? { ...made, leads: true } : made);
    if (!isPlaylist) continue;
    const named = playlistFiles(await readFile(path, 'utf8'), dirname(file));
    if (named === null || known.size + named.length > MOST_FILES) return null;
    for (const other of named) {
      if (known.has(other)) continue;
      known.add(other);
      waiting.push({ file: other, from: new URL(other, master) });
    }
  }
  return done;
}

async function fetchFile(job: BackendJob, url: URL, path: string, { access, env, signal }: FetchUse): Promise<string> {
  const intake = `${path}.part`;
  await mkdir(intake, { recursive: true });
  try {
    const source = httpSource(placeOnWeb(url.href), {
      ...trusting(access, url, guardOf(env)),
      maxBytes: maxInputBytes(env),
    });
    await rename(await source.open(intake, { signal, progress: () => undefined }), path);
    return path;
  } catch (error) {
    throwIfCancelled(signal);
    if (
      !(error instanceof MediaJobError) ||
      !['download_failed', 'input_not_found', 'input_empty'].includes(error.kind)
    )
      throw error;
    throw unreachable(job, error.message, error);
  }
}

/** The host that the administrator named may lie anywhere; what an API answers may not lead elsewhere into the network. */
function trusting({ baseUrl }: ApiAccess, url: URL, guard: GuardOptions): GuardOptions {
  const base = new URL(baseUrl);
  if (base.origin !== url.origin) return guard;
  const port = Number(base.port) || (base.protocol === 'https:' ? 443 : 80);
  return { ...guard, allow: [...guard.allow, { host: base.hostname.replace(/^\[|\]$/g, ''), port }] };
}

const unreachable = (job: BackendJob, why: string, cause?: unknown) =>
  mediaError('result_unreachable', { id: job.id, why }, cause);

async function produced(path: string, file: string, format: AnyFormat): Promise<ProducedFile> {
  return { path, file, format, mime: mimeOf(file, format), bytes: (await stat(path)).size };
}

function mimeOf(file: string, format: AnyFormat): string {
  if (isFormat(format)) return FILE_TYPES[format].mime;
  return mimeOfExtension(extname(file).slice(1));
}

/** The format of an image by its content: it depends on the input where none was asked for. */
async function sniffed(path: string): Promise<Format | null> {
  const found = await sniff(await bytesOf(path));
  return found.is === 'image' && Object.hasOwn(FILE_TYPES, found.format) ? (found.format as Format) : null;
}
