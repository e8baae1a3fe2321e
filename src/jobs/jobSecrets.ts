import { shownAddress } from '../pipeline/base/redact';
import type { InputHeaders } from '../pipeline/net/inputHeaders';
import type { RemotePlace } from '../pipeline/storage/place';
import type { StorageKeys } from '../pipeline/storage/scheme';
import { macWith, sealWith } from './seal';
import type { Seal } from './seal';
import type { SealKey } from './sealKeys';

/** What a job needs to run, also after a restart, and nobody is to read in the store. What is not secret is not in here. */
export interface JobSecrets extends InputSecrets {
  /** Those of the clips of a sequence, in their order. */
  clips?: InputSecrets[] | undefined;
  /** Those of what is read beside the inputs, in its order. */
  references?: InputSecrets[] | undefined;
  /** Keys of the storage that the result goes to; those of the machine are not stored. */
  outputKeys?: StorageKeys | undefined;
  /** Where events are posted to in full, where what is shown of it is less. */
  webhookUrl?: string | undefined;
}

/** What of an input nobody is to read. */
export interface InputSecrets {
  /** The input's address in full, where what is shown of it is less: what tells the request from others, and all that older versions have. */
  address?: string | undefined;
  /** The same as it was read, which is what counts. */
  place?: RemotePlace | undefined;
  /** Request headers for the server of that address alone. */
  headers?: InputHeaders | undefined;
  /** Keys of the storage that it is in; those of the machine are not stored. */
  inputKeys?: StorageKeys | undefined;
}

/** An address in full, where what is shown of it is less. */
export const hiddenOf = (address: string | null): string | undefined =>
  address === null || shownAddress(address) === address ? undefined : address;

const aboutJob = (id: string): string => `job ${id}`;

/** The key that a job's secrets need; null: it has none. */
export const keyFor = async (seal: Seal, secrets: JobSecrets): Promise<SealKey | null> =>
  Object.values(secrets).every((value) => value === undefined) ? null : seal.key();

export const sealSecrets = (key: SealKey, id: string, secrets: JobSecrets): string =>
  sealWith(key, JSON.stringify(secrets), aboutJob(id));

/** @throws secrets_unreadable */
export async function openSecrets(
  seal: Seal,
  { id, sealed }: { id: string; sealed: string | null },
): Promise<JobSecrets> {
  return sealed === null ? {} : (JSON.parse(await seal.open(sealed, aboutJob(id))) as JobSecrets);
}

/**
 * What of a job's addresses tells it from others besides what is shown of them, for its request hash; null: nothing. Keys and headers are not part of what is
 * asked for: with renewed ones it is the same request.
 */
export function hiddenMark(
  key: SealKey,
  { address, webhookUrl, clips = [], references = [] }: JobSecrets,
): string | null {
  const addresses = [address, webhookUrl, ...[...clips, ...references].map((one) => one.address)];
  return addresses.every((one) => one === undefined)
    ? null
    : macWith(key, JSON.stringify(addresses.map((one) => one ?? null)));
}
