import type { Destination } from './destination';

/** A destination whose files are prepared in this folder, where somebody looks for what a killed process leaves. */
export const preparedIn = (folder: string, destination: Destination): Destination => ({
  ...destination,
  prepare: (files) => destination.prepare(files).then(() => folder),
});
