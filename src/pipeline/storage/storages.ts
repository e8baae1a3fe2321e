import type { StorageScheme, StoredPlace } from './scheme';
import { s3 } from './s3/scheme';

/** The storages that files are read from and put into. */
export const STORAGES = { s3 } satisfies Record<string, StorageScheme>;

export type StorageName = keyof typeof STORAGES;

/** A file in one of them. */
export type StoragePlace = NonNullable<ReturnType<(typeof STORAGES)[StorageName]['read']>>;

/** Without the types of their own. */
export const ALL_STORAGES: readonly StorageScheme<StoredPlace, StorageName>[] = Object.values(STORAGES);

export const STORAGE_NAMES: readonly StorageName[] = ALL_STORAGES.map(({ name }) => name);

/** The storage that a text is meant for by how it begins, be it an address of it or not; null: none. */
export const storageFor = (text: string): StorageScheme<StoredPlace, StorageName> | null =>
  ALL_STORAGES.find(({ prefix }) => text.trim().slice(0, prefix.length).toLowerCase() === prefix) ?? null;

/** The storage that a place is in. */
export const storageOf = ({ scheme }: { readonly scheme: StorageName }): StorageScheme<StoredPlace, StorageName> =>
  STORAGES[scheme];

export const isStorageName = (name: string): name is StorageName => Object.hasOwn(STORAGES, name);

/** Addresses as help and messages show them: `s3://bucket/key`. */
export const STORAGE_EXAMPLES = ALL_STORAGES.map(({ example }) => example).join(' or ');

/** The same of a folder: `s3://bucket/key/`. */
export const FOLDER_EXAMPLES = ALL_STORAGES.map(({ example }) => `${example}/`).join(' or ');

/** What addresses begin with: `s3://`. */
export const STORAGE_PREFIXES = ALL_STORAGES.map(({ prefix }) => prefix);

/** Their names as users know them: `S3`. */
export const STORAGE_LABELS = ALL_STORAGES.map(({ label }) => label).join(' or ');
