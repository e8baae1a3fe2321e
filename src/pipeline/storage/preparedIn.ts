import type { Destination } from './destination';

/** A destination whose files are made in this folder, where somebody looks for what a killed process leaves. */
export const preparedIn = (root: string, destination: Destination): Destination => ({
  ...destination,
  open: async (files) => ({ ...(await destination.open(files)), root }),
});
