import type { KindName } from '../../pipeline/kinds';

/** The kinds of job that the hosted job API knows, by the names that they have here. */
export const ITTYBIT_KINDS: readonly KindName[] = ['video', 'audio', 'image', 'animation', 'adaptive_video'];
