import type { IExecuteFunctions } from 'n8n-workflow';
import { mediaError } from '../../src/pipeline/errors/mediaError';
import type { StorageKeys, StorageScheme } from '../../src/pipeline/storage/scheme';
import { credentialField } from '../names';

type Opened = Pick<StorageScheme, 'name' | 'form'>;

/** The keys to a storage in the credential that the node is set to use for it; null: it is set to use none. */
export async function keysIn(
  context: IExecuteFunctions,
  index: number,
  { storage, unset }: { storage: Opened; unset: string },
): Promise<StorageKeys | null> {
  const chosen: unknown = context.getNodeParameter(credentialField(storage), index, unset);
  const credential = storage.form.credentials.find(({ name }) => name === chosen);
  return credential === undefined ? null : storage.form.keysOf(await context.getCredentials(credential.name, index));
}

/** The same where there have to be some. @throws request_invalid */
export async function storageKeys(context: IExecuteFunctions, index: number, storage: Opened): Promise<StorageKeys> {
  const names = storage.form.credentials.map(({ name }) => name);
  const keys = await keysIn(context, index, { storage, unset: names[0] ?? '' });
  if (keys === null)
    throw mediaError('request_invalid', {
      problems: `"${credentialField(storage)}" must be ${names.join(' or ')}: the kind of storage, whose credential opens it.`,
    });
  return keys;
}

/** An address that a form asks for as one, with or without what those of the storage begin with. Null: there is none. */
export function addressSaid({ prefix }: Pick<StorageScheme, 'prefix'>, given: unknown): string | null {
  const text = typeof given === 'string' ? given.trim() : '';
  if (text === '') return null;
  return text.toLowerCase().startsWith(prefix) ? text : `${prefix}${text}`;
}

/** What a form asks for as an address; a key that is an address already says all. Null: there is none. */
export function addressIn(
  context: IExecuteFunctions,
  index: number,
  { prefix, form }: Pick<StorageScheme, 'prefix' | 'form'>,
  names: { bucket: string; key: string },
): string | null {
  const text = (name: string): string => {
    const value: unknown = context.getNodeParameter(name, index, '');
    return typeof value === 'string' || typeof value === 'number' ? `${value}` : '';
  };
  const [container, key] = [form.container === null ? '' : text(names.bucket).trim(), text(names.key)];
  if (key.trim().toLowerCase().startsWith(prefix)) return key.trim();
  return form.addressOf(container, key);
}
