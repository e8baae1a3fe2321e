import type { RemoteFile } from './remote/remoteFile';

export interface OpenUse {
  signal: AbortSignal;
  progress: (percent: number) => void;
}

/** Where a job's bytes come from. */
export interface Source {
  /** What the job object shows as `input`: the path or address as given, secrets masked. */
  readonly shown: string;
  /** Name that the result's name is made from, such as `upload.mov`. */
  readonly name: string;
  /**
   * A local path with all bytes. Downloads into `folder` what is not local.
   * @throws input_not_found, input_empty, address_refused, download_failed, cancelled
   */
  open(folder: string, use: OpenUse): Promise<string>;
  /**
   * For a source that lies elsewhere: a file that is fetched as it is read, to be closed by whoever asked; or, where that cannot be relied on, a local path
   * with all bytes as from `open`.
   * @throws as `open`; input_changed later, from the file
   */
  openInParts?(folder: string, use: OpenUse): Promise<RemoteFile | string>;
}
