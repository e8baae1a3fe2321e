/** Where a job's bytes come from. */
export interface Source {
  /** What the job object shows as `input`: the path or address as given, secrets masked. */
  readonly shown: string;
  /** Name that the result's name is made from, such as `upload.mov`. */
  readonly name: string;
  /**
   * A local path that ffmpeg may open. Downloads into `folder` what is not local.
   * @throws input_not_found, input_empty, address_refused, download_failed, cancelled
   */
  open(folder: string, use: { signal: AbortSignal; progress: (percent: number) => void }): Promise<string>;
}
