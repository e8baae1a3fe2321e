/** What the kernel is to hold one process to. Infinity: nothing. */
export interface ProcessBounds {
  cpuSeconds: number;
  /** Of each file that it writes. */
  fileBytes: number;
}
