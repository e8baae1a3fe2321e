import type { z } from 'zod/v4';
import type { Destination } from './destination';
import type { Source } from './source';

/** A file in a storage, as its address was read. Plain JSON, kept with a stored job. */
export interface StoredPlace {
  readonly scheme: string;
}

/** The keys that a storage is opened with: plain JSON, so that they can be kept (sealed) with a job. */
export type StorageKeys = object;

/** How a result is put into a storage, as its `options` have it: plain JSON, kept with a stored job. */
export type StorageOptions = Readonly<Record<string, unknown>>;

/** Who opens a storage. */
export interface StorageUse {
  /** Where the administrator of this machine has set its keys. */
  env: NodeJS.ProcessEnv;
  /** Keys of the user's own; those of the machine unless given. */
  keys?: StorageKeys | undefined;
}

export interface PutUse extends StorageUse {
  overwrite: boolean;
  options?: StorageOptions | undefined;
  /** Told what an upload needs to be ended by `endUpload`, before it sends anything. */
  onUpload?: ((begun: object) => Promise<void>) | undefined;
}

/** A type of credential of n8n that has the keys of a storage. */
export interface StorageCredential {
  name: string;
  /** As a form lists it, with what it is for. */
  label: string;
  described: string;
}

/** A storage as forms show it. */
export interface StorageForm {
  /** What a file there is: "An object in S3 storage"; and several of them. */
  described: { one: string; several: string };
  /** The one to begin with first. */
  credentials: readonly StorageCredential[];
  /** The keys among the fields of such a credential. */
  keysOf(fields: object): StorageKeys;
  /** What files lie in, where that is asked for by itself; null: the address says all. */
  container: { label: string; placeholder: string } | null;
  /** What is asked for of a file, and examples: of one that is there, and of one to be made. */
  key: { label: string; read: string; write: string };
  /** The address of a key in a container; null where there is none. */
  addressOf(container: string, key: string): string | null;
}

/**
 * A storage that files are read from and put into, named by addresses such as `s3://bucket/key`: all that the faces, the
 * checks and the engine have to know of it. It is data: what checks its options and what speaks to it is loaded when it is
 * first needed.
 */
export interface StorageScheme<P extends StoredPlace = StoredPlace, N extends string = string> {
  /** As it stands in stored jobs, flags and saved workflows: never changed. */
  readonly name: N;
  /** As users know it. */
  readonly label: string;
  /** What its addresses begin with, such as `s3://`. */
  readonly prefix: string;
  /** An address as help and messages show one. */
  readonly example: string;
  readonly form: StorageForm;
  /** How a result is put there; each is a flag of the command line, too. */
  options(): z.ZodObject;
  /** What the values of these flags are called, by option. */
  readonly placeholders: Readonly<Record<string, string>>;
  /** What is wrong with options that are right by themselves. @param set whether the result is a set of files @param name how an option is called */
  problems(options: StorageOptions, use: { set: boolean; name: (option: string) => string }): string[];
  /** An address in its parts; null where the text is none. */
  read(text: string): P | null;
  /** The address in full. */
  show(place: P): string;
  /** Whether a file can lie there, and not only a folder. */
  isFile(place: P): boolean;
  /** What speaks to it. */
  load(): StorageCalls<P>;
}

/** How a storage is spoken to. */
export interface StorageCalls<P extends StoredPlace = StoredPlace> {
  source(place: P, use: StorageUse & { maxBytes: number }): Source;
  /** @param address that of a folder ends in a slash */
  destination(address: string, use: PutUse): Destination;
  /** Ends an upload that a killed process has begun; one that was finished is not touched. */
  endUpload(begun: object, use: StorageUse & { signal: AbortSignal }): Promise<void>;
  /** A web address by which anybody can fetch a file for as long as the storage allows, as of a moment. Only where there is such a thing. */
  link?(place: P, use: StorageUse & { at: Date }): Promise<string>;
}
